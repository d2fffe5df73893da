"""Plan packages: lossless round trip, bad input, nothing half-written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import municompare as mc
from municompare.io import package_writing
from municompare.plans import Plan
from municompare.schema import TABLES
from municompare.testing import example_plan


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_package_comes_back_as_the_same_plan(tmp_path: Path) -> None:
    plan = example_plan()
    folder = mc.write(plan, tmp_path / "deep" / "package")
    assert mc.read(folder) == plan


_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n\t",;'), min_size=1
)
_numbers = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=25)
@given(title=_texts, raw=_texts, value=_numbers, upper=st.none() | _numbers)
def test_any_text_and_number_survives_the_package(
    tmp_path_factory: pytest.TempPathFactory,
    title: str,
    raw: str,
    value: float,
    upper: float | None,
) -> None:
    record = example_plan().record
    goals = (replace(record.goals[0], title=title), record.goals[1])
    measured = (
        replace(record.measurements[0], value=value, value_upper=upper, raw=raw),
        *record.measurements[1:],
    )
    plan = Plan(replace(record, goals=goals, measurements=measured))
    folder = tmp_path_factory.mktemp("package")
    again = mc.read(mc.write(plan, folder))
    assert again == plan
    assert repr(again.record.measurements[0].value) == repr(value)


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = _bytes(mc.write(example_plan(), tmp_path / "a"))
    assert _bytes(mc.write(example_plan(), tmp_path / "b")) == first
    assert all(b"\r" not in text for text in first.values())


def test_a_package_opens_with_common_tools(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    report = frictionless.Package(str(folder / "datapackage.json"), basepath=None).validate()
    assert report.valid, report.flatten(["type", "note"])
    goals = pd.read_csv(folder / "goals.csv", dtype=str, keep_default_na=False)
    assert goals["title"].tolist() == ["Fler i arbete", "Ekonomi i balans"]


def test_a_folder_that_is_not_empty_is_refused_unless_told(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    before = _bytes(folder)
    with pytest.raises(mc.MunicompareError, match="MC009"):
        mc.write(example_plan("annanby-2021"), folder)
    assert _bytes(folder) == before
    mc.write(example_plan("annanby-2021"), folder, overwrite=True)
    assert mc.read(folder).key == "annanby-2021"
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(mc.MunicompareError, match=r"notes\.txt.*MC012"):
        mc.write(example_plan(), tmp_path, overwrite=True)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(mc.MunicompareError, match="MC012"):
        mc.write(example_plan(), tmp_path / "file", overwrite=True)


def test_a_curation_file_stays_beside_the_package(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    (folder / "curation.yaml").write_text("plan: x\n")
    mc.write(example_plan(), folder, overwrite=True)
    assert (folder / "curation.yaml").read_text() == "plan: x\n"


@pytest.mark.parametrize("fails_at", ["writing", "swapping"])
def test_an_interrupted_write_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    before = _bytes(folder)
    calls = 0
    real_write, real_rename = Path.write_text, Path.rename

    def interrupted_write(path: Path, *args: object, **kwargs: object) -> int:
        nonlocal calls
        calls += 1
        if fails_at == "writing" and calls == 5:
            raise KeyboardInterrupt
        return real_write(path, *args, **kwargs)  # type: ignore[arg-type]

    def interrupted_rename(path: Path, target: Path) -> Path:
        if fails_at == "swapping" and ".new-" in path.name:
            raise KeyboardInterrupt
        return real_rename(path, target)

    monkeypatch.setattr(Path, "write_text", interrupted_write)
    monkeypatch.setattr(Path, "rename", interrupted_rename)
    with pytest.raises(KeyboardInterrupt):
        mc.write(example_plan("annanby-2021"), folder, overwrite=True)
    monkeypatch.undo()
    assert _bytes(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def _spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "code"),
    [
        ("goals.csv", "goal/fler-arbete", "goal/fler-arbeta", "indicators.csv:2:goal", "MC103"),
        ("goals.csv", "id,level", "id,id,level", "goals.csv:1:id", "MC101"),
        ("goals.csv", "level,", "", "goals.csv:1:level", "MC106"),
        ("goals.csv", "level,", "tier,", "goals.csv:1:tier", "MC105"),
        ("goals.csv", "Fler i arbete", "Fler, i arbete", "goals.csv:2", "MC110"),
        ("goals.csv", "Fler i arbete", '"Fler"x', "goals.csv", "MC110"),
        ("measurements.csv", ",200,", ",tvåhundra,", "measurements.csv:2:value", "MC102"),
        ("measurements.csv", ",200,", ",nan,", "measurements.csv:2:value", "MC102"),
        ("measurements.csv", "false", "nej", "measurements.csv:2:superseded", "MC102"),
        ("measurements.csv", "reported", "known", "measurements.csv:2:status", "MC108"),
        (
            "datapackage.json",
            '"format_version": 1',
            '"format_version": 99',
            "format_version",
            "MC104",
        ),
        (
            "datapackage.json",
            '"format_version": 1',
            '"format_version": "1"',
            "format_version",
            "MC102",
        ),
        ("datapackage.json", '"format": "plan"', '"format": "panel"', "municompare", "MC106"),
        ("datapackage.json", '"key": ', '"keys": ', "plan.keys", "MC105"),
        ("datapackage.json", '"name": ', '"name": "x", "name": ', "datapackage.json", "MC101"),
        ("datapackage.json", "{", "[", "datapackage.json:", "MC110"),
        ("datapackage.json", '"SE-0000"', '"SE-580"', None, None),
        ("datapackage.json", '"SE-0000"', "580", "plan", "MC102"),
        ("datapackage.json", '"committee"', '"comittee"', "plan", "MC108"),
    ],
)
def test_a_spoilt_package_is_one_error_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, where: str | None, code: str | None
) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    _spoil(folder, name, old, new)
    if code is None:
        assert mc.read(folder).municipality == "SE-580"
        return
    with pytest.raises(mc.MunicompareError) as caught:
        mc.read(folder)
    found = [issue for issue in caught.value.report if issue.code == code]
    assert found, str(caught.value)
    assert any(where in str(issue) for issue in found), str(caught.value)  # type: ignore[operator]


def test_all_problems_of_a_package_come_at_once(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    _spoil(folder, "goals.csv", ",goal,", ",wish,")
    _spoil(folder, "measurements.csv", ",200,", ",x,")
    (folder / "notes.csv").unlink()
    (folder / "links.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(mc.MunicompareError) as caught:
        mc.read(folder)
    assert {"MC108", "MC102", "MC109", "MC004"} <= set(caught.value.report.codes)


def test_a_dangling_id_names_the_nearest_one(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    text = (folder / "indicators.csv").read_text(encoding="utf-8")
    (folder / "indicators.csv").write_text(
        text.replace("/goal/fler-arbete,", "/goal/fler-arbet,"), encoding="utf-8"
    )
    with pytest.raises(mc.MunicompareError, match="did you mean 'exempelby-2020/goal/fler-arbete'"):
        mc.read(folder)


def test_a_folder_without_package_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(mc.MunicompareError, match="MC109"):
        mc.read(tmp_path)


def test_the_descriptor_describes_every_table(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in descriptor["resources"]] == list(TABLES)
    assert {path.stem for path in folder.glob("*.csv")} == set(TABLES)
    assert descriptor["municompare"]["format_version"] == package_writing.FORMAT_VERSION
