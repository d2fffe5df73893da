"""Where packages are written: nothing is lost, nothing is half there."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

import municompare as mc
from municompare.io import read_package
from municompare.testing import example_plan

OTHER = "annanby-2021"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The folder of a package, alone in its parent."""
    return mc.write(example_plan(), tmp_path / "package")


def test_a_folder_that_is_not_empty_is_refused_unless_told(package: Path) -> None:
    before = _bytes(package)
    with pytest.raises(mc.MunicompareError, match="MC009"):
        mc.write(example_plan(OTHER), package)
    assert _bytes(package) == before
    mc.write(example_plan(OTHER), package, overwrite=True)
    assert mc.read(package).key == OTHER
    assert _names(package.parent) == ["package"]


def _user_file(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")


def _folder_of_a_table(folder: Path) -> None:
    (folder / "goals.csv").unlink()
    (folder / "goals.csv").mkdir()
    (folder / "goals.csv" / "mine.txt").write_text("mine")


def _folder_of_the_companion(folder: Path) -> None:
    (folder / "curation.yaml").mkdir()
    (folder / "curation.yaml" / "mine.txt").write_text("mine")


def _link_to_a_file(folder: Path) -> None:
    (folder.parent / "mine.csv").write_text("mine")
    (folder / "goals.csv").unlink()
    (folder / "goals.csv").symlink_to(folder.parent / "mine.csv")


def _no_descriptor(folder: Path) -> None:
    (folder / "datapackage.json").unlink()


def _other_descriptor(folder: Path) -> None:
    (folder / "datapackage.json").write_text('{"name": "mine", "resources": []}')


def _broken_descriptor(folder: Path) -> None:
    (folder / "datapackage.json").write_text("mine")


@pytest.mark.parametrize(
    "change",
    [
        _user_file,
        _folder_of_a_table,
        _folder_of_the_companion,
        _link_to_a_file,
        _no_descriptor,
        _other_descriptor,
        _broken_descriptor,
    ],
)
def test_a_folder_with_anything_else_is_never_replaced(package: Path, change: object) -> None:
    assert callable(change)
    change(package)
    before = sorted(package.parent.rglob("*"))
    with pytest.raises(mc.MunicompareError, match="MC012"):
        mc.write(example_plan(OTHER), package, overwrite=True)
    assert sorted(package.parent.rglob("*")) == before


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(mc.MunicompareError, match="MC012"):
        mc.write(example_plan(), tmp_path / "file", overwrite=True)


def test_a_curation_file_stays_beside_the_package(package: Path) -> None:
    (package / "curation.yaml").write_text("plan: x\n")
    mc.write(example_plan(OTHER), package, overwrite=True)
    assert (package / "curation.yaml").read_text() == "plan: x\n"
    assert mc.read(package).key == OTHER


def test_a_curation_file_may_be_there_first(tmp_path: Path) -> None:
    (tmp_path / "curation.yaml").write_text("plan: x\n")
    mc.write(example_plan(), tmp_path)
    assert (tmp_path / "curation.yaml").read_text() == "plan: x\n"
    assert mc.read(tmp_path) == example_plan()


def test_an_empty_folder_is_filled_and_nothing_is_made_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir(mode=0o700)
    inode, beside = folder.stat().st_ino, tmp_path.stat().st_mtime_ns
    mc.write(example_plan(), folder)
    assert mc.read(folder) == example_plan()
    assert (folder.stat().st_ino, tmp_path.stat().st_mtime_ns) == (inode, beside)
    assert len(_names(folder)) == len(_names(mc.write(example_plan(), tmp_path / "new")))


@pytest.mark.parametrize("existing", ["absent", "empty", "package"])
def test_a_link_leads_to_the_folder_that_is_written(tmp_path: Path, existing: str) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    if existing == "package":
        mc.write(example_plan(OTHER), real)
    elif existing == "empty":
        real.mkdir()
    link.symlink_to(real)
    mc.write(example_plan(), link, overwrite=True)
    assert link.is_symlink()
    assert mc.read(real) == mc.read(link) == example_plan()
    assert _names(tmp_path) == ["link", "real"]


@pytest.mark.parametrize("name", [".", "", "sub/..", "../here"])
def test_the_current_directory_is_filled_but_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    if not name:
        with pytest.raises(mc.MunicompareError, match="empty"):
            mc.write(example_plan(), name)
        return
    mc.write(example_plan(), name)
    assert mc.read(here) == example_plan()
    before = _bytes(here)
    with pytest.raises(mc.MunicompareError, match=r"current directory.*MC012"):
        mc.write(example_plan(OTHER), name, overwrite=True)
    assert _bytes(here) == before
    assert _names(tmp_path) == ["here"]


def test_a_path_that_cannot_be_is_one_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (
        tmp_path / "file" / "package",
        tmp_path / "file" / "deep" / "package",
        tmp_path / ("x" * 300),
        tmp_path / "loop",
        tmp_path / "nul\0",
        Path("/proc/package"),
    ):
        with pytest.raises(mc.MunicompareError, match="MC012") as caught:
            mc.write(example_plan(), path)
        assert str(path) in str(caught.value)
        for read in (mc.read, read_package):
            with pytest.raises(mc.MunicompareError, match=r"MC001|MC109"):
                read(path)
    with pytest.raises(mc.MunicompareError, match="MC009"):
        mc.write(example_plan(), "/")
    assert _names(tmp_path) == ["file", "loop"]


def _interrupt(monkeypatch: pytest.MonkeyPatch, at: str, error: BaseException) -> None:
    """Let the write of a package fail at its fifth file, or at one of its moves."""
    real_write, real_rename, real_replace = Path.write_bytes, Path.rename, os.replace

    def write_bytes(path: Path, data: bytes) -> int:
        if at == "writing" and path.name == "goals.csv":
            real_write(path, data[:5])
            raise error
        return real_write(path, data)

    def rename(path: Path, target: Path) -> Path:
        if (at, path.suffix) in (("moving away", ""), ("moving in", ".new")):
            raise error
        return real_rename(path, target)

    def replace(path: Path, target: Path) -> None:
        if at == "filling" and path.name == "goals.csv":
            raise error
        real_replace(path, target)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize("at", ["writing", "moving away", "moving in"])
def test_an_interrupted_write_leaves_the_old_content(
    package: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    before = _bytes(package)
    with monkeypatch.context() as patched:
        _interrupt(patched, at, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            mc.write(example_plan(OTHER), package, overwrite=True)
    assert _bytes(package) == before
    assert _names(package.parent) == ["package"]


@pytest.mark.parametrize("at", ["writing", "filling"])
def test_an_interrupted_write_leaves_an_empty_folder_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    with monkeypatch.context() as patched:
        _interrupt(patched, at, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            mc.write(example_plan(), tmp_path)
    assert _names(tmp_path) == []


@pytest.mark.parametrize("at", ["writing", "moving away", "moving in"])
def test_a_system_that_refuses_is_one_error_and_leaves_the_old_content(
    package: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    before = _bytes(package)
    with monkeypatch.context() as patched:
        _interrupt(patched, at, OSError(errno.ENOSPC, "No space left on device"))
        with pytest.raises(mc.MunicompareError, match=r"package: .*No space left.*MC012"):
            mc.write(example_plan(OTHER), package, overwrite=True)
    assert _bytes(package) == before
    assert _names(package.parent) == ["package"]


_KILLED = """
    import os, signal, sys
    from pathlib import Path
    import municompare as mc
    from municompare.testing import example_plan

    folder, method, name = sys.argv[1:]
    owner = os if method == "replace" else Path
    real = getattr(owner, method)

    def kill(path, *rest):
        if path.name == name:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(path, *rest)

    setattr(owner, method, kill)
    mc.write(example_plan("annanby-2021"), folder, overwrite=True)
"""


def _kill(folder: Path, method: str, name: str) -> None:
    code = textwrap.dedent(_KILLED)
    done = subprocess.run([sys.executable, "-c", code, str(folder), method, name], check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_writer_killed_between_the_renames_loses_nothing(package: Path) -> None:
    before = _bytes(package)
    _kill(package, "rename", ".package.new")
    assert not package.exists()
    for read in (mc.read, read_package):
        with pytest.raises(mc.MunicompareError, match=r"'\.package\.old'.*MC109"):
            read(package)
    with pytest.raises(mc.MunicompareError, match="MC009"):
        mc.write(example_plan(OTHER), package)
    assert _bytes(package) == before
    mc.write(example_plan(OTHER), package, overwrite=True)
    assert mc.read(package).key == OTHER
    assert _names(package.parent) == ["package"]


def test_what_a_killed_writer_left_is_removed_by_the_next(package: Path) -> None:
    before = _bytes(package)
    _kill(package, "write_bytes", "goals.csv")
    assert _bytes(package) == before
    assert _names(package.parent) == [".package.lock", ".package.new", "package"]
    mc.write(example_plan(OTHER), package, overwrite=True)
    assert _names(package.parent) == ["package"]


def test_what_a_killed_writer_left_in_an_empty_folder_is_removed_by_the_next(
    tmp_path: Path,
) -> None:
    _kill(tmp_path, "write_bytes", "goals.csv")
    assert _names(tmp_path) == [".municompare.lock", ".municompare.new"]
    assert mc.read(mc.write(example_plan(), tmp_path)) == example_plan()
    assert not [name for name in _names(tmp_path) if name.startswith(".")]


def test_a_folder_that_was_half_filled_is_no_package_and_not_overwritten(tmp_path: Path) -> None:
    _kill(tmp_path, "replace", "datapackage.json")
    with pytest.raises(mc.MunicompareError, match="MC109"):
        mc.read(tmp_path)
    with pytest.raises(mc.MunicompareError, match=r"no datapackage\.json.*MC012"):
        mc.write(example_plan(), tmp_path, overwrite=True)


@pytest.mark.parametrize("name", [".package.new", ".package.old", ".package.lock"])
def test_what_others_keep_under_a_name_of_the_writer_is_not_removed(
    package: Path, name: str
) -> None:
    taken = package.parent / name
    if name.endswith("lock"):
        taken.write_text("mine")
    else:
        taken.mkdir()
        (taken / "mine.txt").write_text("mine")
    with pytest.raises(mc.MunicompareError, match=rf"\{name}.*MC012"):
        mc.write(example_plan(OTHER), package, overwrite=True)
    assert taken.read_text() == "mine" if taken.is_file() else _names(taken) == ["mine.txt"]
    assert mc.read(package) == example_plan()


def test_a_file_system_without_locks_is_written_to(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def flock(handle: int, operation: int) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", flock)
    mc.write(example_plan(OTHER), package, overwrite=True)
    assert mc.read(package).key == OTHER
    assert _names(package.parent) == ["package"]


def test_a_current_directory_that_is_no_more_does_not_matter(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = package.parent / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    mc.write(example_plan(OTHER), package, overwrite=True)
    assert mc.read(package).key == OTHER
    with pytest.raises(mc.MunicompareError, match="MC012"):
        mc.write(example_plan(OTHER), "relative")


@pytest.mark.parametrize("existing", ["absent", "empty", "package"])
def test_of_writers_at_the_same_time_one_wins_and_the_others_are_told(
    tmp_path: Path, existing: str
) -> None:
    folder = tmp_path / "package"
    if existing == "package":
        mc.write(example_plan(), folder)
    elif existing == "empty":
        folder.mkdir()
    results: list[object] = []
    barrier = threading.Barrier(8)

    def write(number: int) -> None:
        plan = example_plan(f"by-{number}")
        barrier.wait()
        try:
            results.append(mc.write(plan, folder, overwrite=existing == "package"))
        except BaseException as error:
            results.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(error, mc.MunicompareError) for error in refused), refused
    assert len(refused) < 8
    assert existing == "package" or len(refused) == 7
    assert mc.read(folder).key.startswith("by-")
    assert _names(tmp_path) == ["package"]
