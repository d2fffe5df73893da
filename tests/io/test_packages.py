"""Plan packages: lossless round trip, bad input, nothing half-written."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from enum import Enum
from pathlib import Path

import frictionless
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import municompare as mc
from municompare.errors import CODES
from municompare.io import FORMAT_VERSION
from municompare.plans import Plan
from municompare.schema import TABLES
from municompare.testing import example_plan


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_package_comes_back_as_the_same_plan(tmp_path: Path) -> None:
    plan = example_plan()
    folder = mc.write(plan, tmp_path / "deep" / "package")
    assert mc.read(folder) == plan


# All characters that UTF-8 can hold, with those that are special in CSV more often.
_texts = st.text(
    st.sampled_from('\r\n\t",; \x00\x0b\x1c\x85\u2028\ufeff') | st.characters(codec="utf-8"),
    min_size=1,
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
    if upper is not None:
        value, upper = sorted((value, upper))
    record = example_plan().record
    goals = (replace(record.goals[0], title=title), record.goals[1])
    measured = (
        replace(record.measurements[0], value=value, value_upper=upper, raw=raw),
        *record.measurements[1:],
    )
    plan = Plan(replace(record, title=title, goals=goals, measurements=measured))
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


def _spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def _codes(folder: Path) -> list[str]:
    with pytest.raises(mc.MunicompareError) as caught:
        mc.read(folder)
    return list(caught.value.report.codes)


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "codes"),
    [
        (
            "goals.csv",
            "goal/fler-arbete",
            "goal/fler-arbeta",
            "indicators.csv:2:goal",
            "MC103 " * 4,
        ),
        ("goals.csv", "id,level", "id,id,level", "goals.csv:1:id", "MC101"),
        ("goals.csv", "level,", "", "goals.csv:1:level", "MC106"),
        ("goals.csv", "level,", "tier,", "goals.csv:1:tier", "MC105 MC106"),
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
        ("datapackage.json", '"key": ', '"keys": ', "plan.keys", "MC105 MC106"),
        ("datapackage.json", '"name": ', '"name": "x", "name": ', "datapackage.json", "MC101"),
        ("datapackage.json", "{", "[", "datapackage.json:", "MC110"),
        ("datapackage.json", '"SE-0000"', '"SE-580"', "plan.municipality", "MC108"),
        ("datapackage.json", '"SE-0000"', "580", "plan.municipality", "MC102"),
        ("datapackage.json", '"SE-0000"', '["SE-0000"]', "plan.municipality", "MC102"),
        ("datapackage.json", '"SE-0000"', "NaN", "NaN", "MC110"),
        ("datapackage.json", '"SE-0000"', "9" * 5000, "digits", "MC110"),
        ("datapackage.json", '"SE-0000"', "[" * 100_000, "nested", "MC110"),
        ("datapackage.json", '"plan": {', '"plan": null, "x": {', "municompare.plan", "MC106"),
        ("datapackage.json", '"key": "exempelby-2020"', '"key": "a-2020"', "plan.key", "MC108"),
        ("datapackage.json", '"key": "exempelby-2020"', '"key": 5', "plan.key", "MC102"),
        ("measurements.csv", ",200,", ",2_0,", "measurements.csv:2:value", "MC102"),
        ("measurements.csv", ",200,", ", 200,", "measurements.csv:2:value", "MC102"),
        ("measurements.csv", ",200,", ",٢٠٠,", "measurements.csv:2:value", "MC102"),
        ("measurements.csv", ",200,", ",1e999,", "measurements.csv:2:value", "MC102"),
        ("goals.csv", "Fler i arbete", "x" * 100_001, "goals.csv:2", "MC110"),
        ("goals.csv", "Fler i arbete", "x" * 200_000, "goals.csv:2", "MC110"),
        ("goals.csv", "Fler i arbete", '"Fler i arbete', "goals.csv:2", "MC110"),
        ("goals.csv", "id,", "\nid,", "goals.csv:1", "MC110"),
        ("goals.csv", "\n", "\n\n", "goals.csv:2", "MC110"),
        ("datapackage.json", '"committee"', '"comittee"', "plan", "MC108"),
    ],
)
def test_a_spoilt_package_is_one_error_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, where: str, codes: str
) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    _spoil(folder, name, old, new)
    assert _codes(folder) == codes.split()
    with pytest.raises(mc.MunicompareError, match=re.escape(where)):
        mc.read(folder)


@settings(max_examples=50)
@given(data=st.data())
def test_any_change_of_a_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = mc.write(example_plan(), tmp_path_factory.mktemp("package"))
    path = folder / data.draw(st.sampled_from(["datapackage.json", "goals.csv", "documents.csv"]))
    content = path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 20)))
    path.write_bytes(content[:start] + data.draw(st.binary(max_size=9)) + content[end:])
    try:
        mc.read(folder)
    except mc.MunicompareError as error:
        assert all(issue.code in CODES and issue.readings for issue in error.report)


@pytest.mark.parametrize("depth", [500, 950, 5000])
def test_a_version_that_is_nested_deeply_is_refused(tmp_path: Path, depth: int) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    _spoil(folder, "datapackage.json", '_version": 1', f'_version": {"[" * depth}{"]" * depth}')
    assert _codes(folder) in (["MC102"], ["MC110"])


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


@pytest.mark.parametrize("content", [None, b"\xff", b"", "fifo", "folder", "loop"])
def test_a_table_that_cannot_be_read_is_one_problem(
    tmp_path: Path, content: bytes | str | None
) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    table = folder / "documents.csv"  # to which all other tables refer
    table.unlink()
    if content == "fifo":
        os.mkfifo(table)
    elif content == "folder":
        table.mkdir()
    elif content == "loop":
        table.symlink_to(table)
    elif isinstance(content, bytes):
        table.write_bytes(content)
    with pytest.raises(mc.MunicompareError, match=r"documents\.csv") as caught:
        mc.read(folder)
    assert len(caught.value.report) == 1


@pytest.mark.parametrize(("content", "code"), [(b"[", "MC110"), (b"\xff", "MC004")])
def test_a_descriptor_that_cannot_be_read_hides_no_other_problem(
    tmp_path: Path, content: bytes, code: str
) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    (folder / "datapackage.json").write_bytes(content)
    _spoil(folder, "measurements.csv", ",200,", ",x,")
    _spoil(folder, "indicators.csv", "/goal/fler-arbete,", "/goal/fler-arbet,")
    assert _codes(folder) == [code, "MC102", "MC103"]


def test_the_package_of_another_kind_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "x", "resources": []}')
    assert _codes(tmp_path) == ["MC106"]


def test_byte_order_marks_line_ends_and_blank_last_lines_do_not_matter(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    for path in folder.iterdir():
        text = path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n"
        path.write_bytes(b"\xef\xbb\xbf" + text)
    assert mc.read(folder) == example_plan()


class _Label(str, Enum):  # noqa: UP042 -- unlike StrEnum, its str() is not its text
    TITLE = "Fler i arbete"


def test_subclasses_of_text_and_number_are_written_as_what_they_are(tmp_path: Path) -> None:
    record = example_plan().record
    goals = (replace(record.goals[0], title=_Label.TITLE), record.goals[1])
    first = replace(record.measurements[0], value=np.float64(0.1))
    plan = Plan(replace(record, goals=goals, measurements=(first, *record.measurements[1:])))
    assert mc.read(mc.write(plan, tmp_path / "package")) == plan


def test_the_descriptor_describes_every_table(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in descriptor["resources"]] == list(TABLES)
    assert {path.stem for path in folder.glob("*.csv")} == set(TABLES)
    assert descriptor["municompare"]["format_version"] == FORMAT_VERSION
