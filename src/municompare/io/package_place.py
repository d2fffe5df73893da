"""Putting a package in its place: nothing of others is lost, and it is there whole or not at all.

A new package, or one that replaces another, is made beside its place and renamed into it. An
empty folder that is there stays the same folder (it may be a mount point, or somebody's current
directory) and is filled, with the descriptor last: without it no folder is a package.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NoReturn

from municompare.errors import MunicompareError
from municompare.io.package_format import (
    COMPANIONS,
    DESCRIPTOR,
    PACKAGE_FILES,
    parse_descriptor,
    plan_part,
    problem,
)
from municompare.io.text_files import read_text

__all__ = ["left_behind", "put"]

# Inside a folder that is filled; beside a folder that is made, its own name stands in between.
_LOCK: Final = ".lock"
_STAGED: Final = ".new"
_REPLACED: Final = ".old"
_FILLING: Final = ".municompare"


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f".{target.name}{ending}")


def _refuse(code: str, message: str, remedy: str, path: Path) -> NoReturn:
    raise MunicompareError(problem(code, message, remedy, str(path)))


def put(files: Mapping[str, bytes], target: Path, *, overwrite: bool) -> None:
    """Put the files of a package into a folder, all or none.

    Parameters
    ----------
    files : mapping of str to bytes
        Contents by name, all of :data:`PACKAGE_FILES`.
    target : pathlib.Path
        The folder, absolute and without symbolic links.
    overwrite : bool
        Allow replacing a package.

    Raises
    ------
    MunicompareError
        If the folder is not empty (MC009), holds anything else than a package, is the current
        directory, or is being written to (MC012).
    OSError
        If the system refuses.
    """
    if target.is_dir() and not _present(target):
        with _alone(target / f"{_FILLING}{_LOCK}", target):
            _check(target, overwrite=False)
            _fill(files, target)
        return
    _check(target, overwrite=overwrite)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(_beside(target, _LOCK), target):
        kept = left_behind(target)
        if kept is not None:
            kept.rename(target)
        _check(target, overwrite=overwrite)
        _replace(files, target)


def left_behind(target: Path) -> Path | None:
    """The package that an interrupted write moved away and could not put back, if there is one."""
    kept = _beside(target, _REPLACED) if target.name else target
    return kept if not os.path.lexists(target) and _is_package(kept) else None


def _is_package(folder: Path) -> bool:
    try:
        text = read_text(folder / DESCRIPTOR, name=DESCRIPTOR)
        return plan_part(parse_descriptor(text)) is not None
    except MunicompareError:
        return False


def _is_own(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a folder is a package's, its companion's or a writer's."""
    if entry.name == f"{_FILLING}{_STAGED}":
        return entry.is_dir(follow_symlinks=False) and not _foreign(Path(entry.path))
    names = (*PACKAGE_FILES, *COMPANIONS, f"{_FILLING}{_LOCK}")
    return entry.name in names and entry.is_file(follow_symlinks=False)


def _foreign(folder: Path) -> list[str]:
    """Names in a folder that do not belong to a package."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if not _is_own(entry))


def _present(folder: Path) -> list[str]:
    """Names in a folder that are in the way of a new package."""
    with os.scandir(folder) as entries:
        return sorted(
            entry.name for entry in entries if not _is_own(entry) or entry.name in PACKAGE_FILES
        )


def _check(target: Path, *, overwrite: bool) -> None:
    """Refuse a target that holds what would be lost.

    Raises
    ------
    MunicompareError
        What stands in the way.
    """
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        _refuse("MC012", "a file stands where the folder should be.", "Name another.", target)
    present = _present(target)
    if not present:
        return
    if not overwrite:
        _refuse(
            "MC009",
            f"the folder is not empty; it holds {_listed(present)}.",
            "Name an empty or new folder, or allow overwriting.",
            target,
        )
    remedy = "Only a folder that holds nothing but a plan package is overwritten."
    if foreign := _foreign(target):
        message = f"the folder holds what is not of a plan package: {_listed(foreign)}."
        _refuse("MC012", message, remedy, target)
    if not _is_package(target):
        message = f"the folder holds {_listed(present)}, but no {DESCRIPTOR} of a plan."
        _refuse("MC012", message, remedy, target)
    if _holds_current_directory(target):
        _refuse(
            "MC012",
            "the current directory is in the folder, which would be replaced under it.",
            "Change to another directory first.",
            target,
        )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")


def _holds_current_directory(folder: Path) -> bool:
    try:
        return Path.cwd().is_relative_to(folder)
    except OSError:  # the current directory is no more
        return False


def _write_files(files: Mapping[str, bytes], folder: Path) -> None:
    for name in PACKAGE_FILES:
        (folder / name).write_bytes(files[name])


def _discard(folder: Path) -> None:
    """Remove what a writer that is no more left behind.

    Raises
    ------
    MunicompareError
        If something else has that name.
    """
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir() or _foreign(folder):
        _refuse(
            "MC012",
            "the name is needed to write the package, and something else has it.",
            "Move it away.",
            folder,
        )
    shutil.rmtree(folder)


def _fill(files: Mapping[str, bytes], target: Path) -> None:
    staged = target / f"{_FILLING}{_STAGED}"
    _discard(staged)
    staged.mkdir()
    moved: list[str] = []
    try:
        _write_files(files, staged)
        for name in PACKAGE_FILES:
            moved.append(name)
            os.replace(staged / name, target / name)
    except BaseException:
        for name in moved:
            (target / name).unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _replace(files: Mapping[str, bytes], target: Path) -> None:
    staged, kept = _beside(target, _STAGED), _beside(target, _REPLACED)
    _discard(kept)
    _discard(staged)
    staged.mkdir()
    try:
        _write_files(files, staged)
        if target.is_dir():
            shutil.copymode(target, staged)
            for name in COMPANIONS:
                if os.path.lexists(target / name):
                    shutil.copy2(target / name, staged / name, follow_symlinks=False)
            target.rename(kept)
        staged.rename(target)
    except BaseException:
        if os.path.lexists(kept) and not os.path.lexists(target):
            kept.rename(target)
        raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    shutil.rmtree(kept, ignore_errors=True)


@contextmanager
def _alone(lock: Path, target: Path) -> Iterator[None]:
    """Keep other writers away; the system lets go of the lock of a process that is killed.

    Raises
    ------
    MunicompareError
        If another writer is at work.
    """
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size:
            _refuse("MC012", "a file has the name of the writer's lock.", "Move it away.", lock)
        if not _locked(handle) or not _is_still(lock, status):
            _refuse(
                "MC012",
                "another process is writing a package there.",
                "Wait until it is done.",
                target,
            )
        try:
            yield
        finally:
            if sys.platform != "win32":  # there an open file cannot be removed
                lock.unlink(missing_ok=True)
    finally:
        os.close(handle)
        if sys.platform == "win32":
            with suppress(OSError):
                lock.unlink()


def _is_still(path: Path, status: os.stat_result) -> bool:
    """Whether a file that was opened is the one of that name: its writer may have removed it."""
    try:
        return os.path.samestat(path.stat(), status)
    except FileNotFoundError:
        return False


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks
    return True
