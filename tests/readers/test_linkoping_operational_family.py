"""Plans of other committees and years, coded by hand before they were read.

Each text is set as flattened pages: cells in visual order, merged cells in the middle of their
block, empty cells without a trace. Beside it stands what a person codes, with the columns in which
the cells were typeset. A value that is read must be the one that was set there; one that a person
cannot place must be left open. The text may be one page a line, wrapped, or parted by form feeds.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from municompare.documents import SourceDocument
from municompare.model.elements import Measurement
from municompare.model.plan import PlanRecord
from municompare.readers.linkoping_operational import LinkopingOperationalReader

from .linkoping_operational_plans import load_document

FOLDER = Path(__file__).parent / "data" / "operational"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
LAYOUTS = ("a page a line", "wrapped", "wrapped with form feeds", "form feeds alone", "numbered")


def _set(pages: list[str], layout: str) -> str:
    if layout == "a page a line":
        return "\n".join(pages) + "\n"
    if layout == "form feeds alone":
        return "\f".join(pages)
    wrapped = [
        textwrap.fill(page, 80, break_long_words=False, break_on_hyphens=False) for page in pages
    ]
    if layout == "numbered":
        wrapped = [f"{page}\n\n{number}\n" for number, page in enumerate(wrapped, 1)]
        return "\n".join(wrapped)
    return ("\n\f" if layout == "wrapped with form feeds" else "\n\n").join(wrapped) + "\n"


def _document(name: str, layout: str, folder: Path) -> SourceDocument:
    pages = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    path = folder / "plan.txt"
    path.write_text(_set(pages, layout), encoding="utf-8")
    return load_document(path)


def _coded(name: str) -> Mapping[str, list]:
    return YAML(typ="safe").load(FOLDER / f"{name}.yaml")


def _bare(text: str | None) -> str:
    """Words without white space, a last full stop, and hyphens that a line's end may have left."""
    return re.sub(r"-? ", " ", " ".join(str(text).split())).rstrip(".").replace("-", "").lower()


def _in_cell(value: Measurement) -> str:
    return _bare(re.sub(r"^[A-ZÅÄÖ]{2,}: ", "", str(value.raw)))


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=LAYOUTS)
def plan(request: pytest.FixtureRequest, name: str, tmp_path: Path) -> PlanRecord:
    return LinkopingOperationalReader().read(_document(name, request.param, tmp_path))


def test_the_family_is_recognised(name, tmp_path):
    document = _document(name, LAYOUTS[0], tmp_path)
    assert LinkopingOperationalReader().recognise(document).score >= 0.5


def test_all_goals_are_read_and_no_others(name, plan):
    coded = _coded(name)
    levels = {goal.level for goal in plan.goals if goal.kind == "goal_area"}
    found = {"areas": [], "council": [], "goals": []}
    for goal in plan.goals:
        kind = "areas" if goal.kind == "goal_area" else "goals"
        found["council" if kind == "goals" and goal.level in levels else kind].append(goal.title)
    for kind, titles in found.items():
        assert sorted(map(_bare, titles)) == sorted(map(_bare, coded[kind]))


def test_all_indicators_of_the_table_are_read_and_no_others(name, plan):
    coded = {_bare(row["indicator"]) for row in _coded(name)["rows"]}
    assert {_bare(row.name) for row in plan.indicators if row.origin == "table"} == coded


def test_every_value_stands_where_it_was_set_or_is_left_open(name, plan):
    coded = _coded(name)
    ids = {_bare(row.name): row.id for row in plan.indicators if row.origin == "table"}
    for row in coded["rows"]:
        printed = {
            column: _bare(cell)
            for column, cell in zip(coded["columns"], row["cells"], strict=True)
            if cell is not None
        }
        values = [
            value
            for value in plan.measurements
            if value.indicator == ids[_bare(row["indicator"])]
            and value.subgroup == row.get("subgroup")
            and value.role != "baseline"
        ]
        if "left_out" in row:
            assert not values
        elif "unsure" in row:
            assert {value.certainty for value in values} == {"ambiguous"}
            assert sorted(map(_in_cell, values)) == sorted(printed.values())
        else:
            found = {f"{v.role} {str(v.period)[:4]}": _in_cell(v) for v in values}
            assert found == printed
            assert not {value.certainty for value in values} & {"ambiguous"}


def test_every_activity_is_read_and_no_others(name, plan):
    coded = Counter(
        ("" if perspective == "none" else perspective, _bare(title))
        for perspective, titles in _coded(name)["activities"].items()
        for title in titles
    )
    found = Counter((row.perspective or "", _bare(row.title)) for row in plan.activities)
    assert found == coded


def test_every_assignment_is_read_with_whom_it_addresses_and_its_answer(name, tmp_path):
    plan = LinkopingOperationalReader().read(_document(name, LAYOUTS[0], tmp_path))
    coded = {_bare(row["title"]): row for row in _coded(name)["assignments"]}
    assert {_bare(row.title) for row in plan.assignments} == coded.keys()
    for row in plan.assignments:
        person = coded[_bare(row.title)]
        assert row.addressee == person["addressee"]
        answer = "open" if row.response_certainty == "ambiguous" else row.response
        assert answer in person["responses"]


@pytest.mark.parametrize("layout", LAYOUTS[2:])
def test_the_layout_of_lines_changes_places_alone(name, layout, tmp_path):
    plans = [
        LinkopingOperationalReader().read(_document(name, each, tmp_path))
        for each in (LAYOUTS[0], layout)
    ]
    for table in ("goals", "indicators", "measurements", "activities", "assignments", "links"):
        one, other = ([row.id for row in getattr(plan, table)] for plan in plans)
        assert one == other


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_words_of_every_row_begin_at_its_place(name, layout, tmp_path):
    document = _document(name, layout, tmp_path)
    plan = LinkopingOperationalReader().read(document)
    for row in (*plan.measurements, *plan.activities):
        words = row.raw if isinstance(row, Measurement) else row.title
        assert document.text_at(row.locator).startswith(str(words).split()[0])
