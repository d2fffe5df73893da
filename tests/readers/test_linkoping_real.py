"""The real internal budget, checked by hand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.model.elements import Indicator, Measurement
from municompare.model.plan import PlanRecord
from municompare.model.quantity import Locator
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping import LinkopingReader
from municompare.schema import TABLES as SCHEMA
from municompare.testing import check_reader

pytestmark = pytest.mark.shared
NAME = "linkoping-internbudget-2019.md"
TABLES = tuple(name for name in SCHEMA if not name.startswith("issue"))


@pytest.fixture(scope="module")
def document(shared_documents: Path) -> SourceDocument:
    return load_document(shared_documents / NAME)


@pytest.fixture(scope="module")
def plan(document: SourceDocument) -> PlanRecord:
    return LinkopingReader().read(document)


def _line(row: Any) -> int:
    return Locator.parse(row.locator).first.line or 0


def _at(plan: PlanRecord, line: int) -> Indicator:
    return next(row for row in plan.indicators if _line(row) == line and row.origin == "table")


def _cells(plan: PlanRecord, line: int) -> list[Measurement]:
    return [row for row in plan.measurements if _line(row) == line]


def _goal(plan: PlanRecord, identifier: str | None) -> str | None:
    return next(goal.title for goal in plan.goals if goal.id == identifier)


def test_only_the_internal_budget_is_known(shared_documents: Path) -> None:
    scores = {
        path.name: LinkopingReader().recognise(load_document(path)).score
        for path in shared_documents.iterdir()
    }
    assert scores.pop(NAME) == 1.0
    assert len(scores) == 4
    assert max(scores.values()) < 0.5


def test_the_reader_keeps_the_contract(shared_documents: Path) -> None:
    assert check_reader(LinkopingReader(), shared_documents / NAME).key == "linkoping-2019"


def test_the_record_is_whole(plan: PlanRecord, document: SourceDocument) -> None:
    assert str(check_plan(plan)) == "no issues"
    assert (plan.key, plan.period, plan.status) == ("linkoping-2019", "2019/2022", "adopted")
    assert plan.organisation == "Arbetsmarknadsnämnden"
    rows = [row for table in TABLES for row in getattr(plan, table)]
    assert all(document.text_at(row.locator) is not None for row in rows)


def test_minutes_missive_and_annexes_are_documents(plan: PlanRecord) -> None:
    assert [(row.kind, row.role, row.status) for row in plan.documents] == [
        ("internbudget", "read", "decided"),
        ("protokoll", "part", "decided"),
        ("missiv", "part", "proposed"),
        ("specifikation", "referenced", "unknown"),
        ("verksamhetsplan", "referenced", "noted"),
        ("internkontrollplan", "referenced", "decided"),
        ("bilaga", "referenced", "unknown"),
        ("upphandlingsplan", "referenced", "unknown"),
        ("reglemente", "referenced", "unknown"),
        ("policy", "referenced", "unknown"),
    ]
    assert plan.documents[0].decided_on == "2019-03-20"
    assert plan.documents[3].locator == "L286|L50|L131"


def test_five_areas_fifteen_council_goals_eleven_committee_goals(plan: PlanRecord) -> None:
    levels = {level.id: level.tier for level in plan.levels}
    found = Counter((goal.kind, levels[str(goal.level)]) for goal in plan.goals)
    assert found == {
        ("goal_area", "council"): 5,
        ("goal", "council"): 15,
        ("goal", "committee"): 11,
    }
    assert all(goal.parent_basis == "by_position" for goal in plan.goals if goal.kind == "goal")


def test_twenty_five_indicators_stand_in_the_table_and_one_in_a_goal(plan: PlanRecord) -> None:
    origins = Counter(row.origin for row in plan.indicators)
    assert origins == {"table": 25, "goal": 1, "assignment": 7, "activity": 1}
    areas = {goal.id: goal.perspective for goal in plan.goals}
    tabled = [row for row in plan.indicators if row.origin == "table"]
    assert Counter(areas[str(row.goal)] for row in tabled) == {
        "Medborgare": 11,
        "Ekonomi": 4,
        "Medarbetare": 10,
    }
    (embedded,) = [row for row in plan.indicators if row.origin == "goal"]
    assert (embedded.unit, embedded.direction) == ("household", "decrease")
    (target,) = [row for row in plan.measurements if row.indicator == embedded.id]
    assert (target.period, target.comparator, target.value) == ("2019/2022", "decrease", None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (437, [299, None, 299, "decrease", "decrease"]),
        (438, [182, None, 182, "increase", "increase"]),
        (439, [6, 4, 2, None, 4, 2, "increase", "increase"]),
        (440, [None, 477, 677, 777]),
        (441, [None, None, None, "increase", "increase"]),
        (442, [2996, 3130, 2800, 2700]),
        (443, [1384, 1387, 1150, 850]),
        (444, [4.8, 4.6, 4.2, 3.2]),
        (445, [86, 87, 88, 88]),
        (446, [21, 19, 15, 5]),
        (448, ["text", "text", "text", "text"]),
        (449, [6.6, 6.8, 0, 0]),
        (450, [None, None, 90, 95]),
        (451, [None, 11, "not_increase", "not_increase"]),
        (452, [None, 2.1, 0.3, 4.9, "increase", "increase"]),
        (453, [None] * 4),
        (466, [None] * 4),
    ],
)
def test_the_cells_of_a_line_are_read(
    plan: PlanRecord, line: int, expected: list[float | str | None]
) -> None:
    rows = [row for row in _cells(plan, line) if row.comparator_basis != "text"]
    assert [row.comparator if row.value is None else row.value for row in rows] == expected


def test_every_value_cell_of_the_table_is_a_row(plan: PlanRecord) -> None:
    rows = [row for row in plan.measurements if row.comparator_basis not in ("name", "text")]
    rows += [row for row in plan.measurements if row.raw in ("677", "777")]
    cells = {row.locator.partition(":")[0] for row in rows if "Basvärde" not in str(row.raw)}
    assert len(cells) == 34 * 4
    # split cells, base values, the goal's, those of assignments and an activity
    assert len(plan.measurements) == 34 * 4 + 3 + 6 + 1 + 8


def test_units_and_types_are_those_printed(plan: PlanRecord) -> None:
    found = {line: _at(plan, line) for line in (437, 440, 442, 443, 446, 449, 451, 452, 453)}
    assert [(row.unit, row.unit_basis, row.measure_type) for row in found.values()] == [
        ("participant", "name", "count"),
        ("placement", "name", "count"),
        ("household", "name", "count"),
        ("person", "name", "count"),
        ("day", "cell", "duration"),
        ("percent", "cell", "share"),
        ("percent", "cell", "share"),
        ("person_per_MSEK", "name", "ratio"),
        ("percent", "name", "share"),
    ]
    assert {row.unit for row in _cells(plan, 449)} == {"percent"}
    assert [row.aggregation for row in plan.indicators].count("forbidden") == 1
    assert found[452].aggregation == "forbidden"


def test_the_comparator_of_a_target_says_where_it_is_printed(plan: PlanRecord) -> None:
    placements, deviation = _cells(plan, 440), _cells(plan, 449)
    assert [(row.comparator, row.comparator_basis) for row in placements[1:]] == [
        ("=", "cell"),
        (">=", "name"),
        (">=", "name"),
    ]
    assert [(row.comparator, row.comparator_basis) for row in deviation[2:]] == [(">=", "cell")] * 2


def test_shifted_rows_and_the_misplaced_goal_are_probable_or_ambiguous(plan: PlanRecord) -> None:
    certainties = {_line(row): row.element_certainty for row in plan.indicators}
    assert certainties[453] == "certain"
    assert certainties[456] == "ambiguous"
    assert {certainties[line] for line in (459, 460, 461, 464, 467, 468, 469, 471)} == {"probable"}
    assert _goal(plan, _at(plan, 456).goal) == "Goda arbetsplatser"
    assert _goal(plan, _at(plan, 459).goal) == "Framgångsrikt chef och ledarskap"
    assert _goal(plan, _at(plan, 471).goal) == "Nya vägar för (tryggad) kompetensförsörjning"
    assert {row.indicator for row in _cells(plan, 466)} == {_at(plan, 464).id}
    assert {(row.subgroup, row.certainty) for row in _cells(plan, 470)} == {("women", "probable")}


def test_footnotes_are_attached(plan: PlanRecord) -> None:
    places = {row.id: row.locator for table in TABLES for row in getattr(plan, table)}
    marked = [note for note in plan.notes if note.marker is not None]
    found = [(note.marker, places.get(str(note.element)), note.locator) for note in marked]
    assert found == [
        ("***", "L445/c2", "L479"),
        ("*", "L449/c4", "L473"),
        ("*", "L449/c5", "L473"),
        ("*", "L451/c5", "L473"),
        ("**", "L452/c3", "L475"),
        ("*", "L29/c2", "L31"),
        ("*", "L115/c2", "L117"),
        ("*", None, "L684"),
    ]


def test_every_number_cell_of_the_eight_budget_tables_is_a_row(
    plan: PlanRecord, document: SourceDocument
) -> None:
    spans = [(19, 29), (105, 115), (188, 198), (202, 213), (625, 636), (656, 666), (670, 682), (688, 697)]  # fmt: skip  # noqa: E501
    printed = {
        f"L{line}/c{column}"
        for first, last in spans
        for line in range(first, last + 1)
        for column, raw in enumerate(document.lines[line - 1].split("\t"), start=1)
        if column > 1 and re.fullmatch(r"(?:<\w+>)*-? ?\d[\d ]*(?:</\w+>)*", raw)
    }
    tabled = [row for row in plan.budget if row.table != "text"]
    assert {row.locator for row in tabled} == printed
    assert len(tabled) == 219
    counts = [sum(first <= _line(row) <= last for row in tabled) for first, last in spans]
    assert counts == [7, 7, 40, 44, 44, 40, 9, 28]
    assert all(row.status == "reported" and row.unit == "kSEK" for row in tabled)


def test_frames_of_running_text_are_rows(plan: PlanRecord) -> None:
    frames = [row for row in plan.budget if row.table == "text" and row.line_kind == "frame"]
    assert [(_line(row), row.value, row.year, row.decided_on) for row in frames] == [
        (15, 381886, "2019", None),
        (101, 381886, "2019", None),
        (640, 287859, "2019", "2018-06"),
        (646, 381886, "2019", None),
        (701, 250, "2019", None),
    ]


def test_tables_printed_again_point_to_the_first(plan: PlanRecord) -> None:
    lines = {row.id: _line(row) for row in plan.budget}
    repeated = Counter(
        (_line(row) // 100, lines[row.repeats] // 100)
        for row in plan.budget
        if row.repeats and row.table != "text"
    )
    assert sum(repeated.values()) == 7 + 44 + 40 + 7
    spelled = [r.locator for i in plan.issues if i.code == "MC343" for r in i.readings]
    assert spelled == ["L26/c1", "L112/c1", "L27/c1", "L680/c1"]


def test_the_printed_sums_agree_and_the_frame_of_june_is_reported(plan: PlanRecord) -> None:
    codes = [issue.code for issue in plan.issues]
    assert codes == [
        "MC343", "MC344", "MC324", "MC327", "MC324", "MC339", "MC340", "MC333", "MC334", "MC335",
        "MC337", "MC346", "MC354", "MC347",
    ]  # fmt: skip
    assert not {"MC341", "MC342"} & set(codes)
    (frame,) = [issue for issue in plan.issues if issue.code == "MC344"]
    assert frame.severity == "error"
    assert [(r.text, r.locator) for r in frame.readings] == [
        ("372 809", "L198/c2"),
        ("372 809", "L666/c2"),
        ("287 859 tkr", "L640:c113"),
    ]


def test_no_persons_name_is_in_the_record(plan: PlanRecord, document: SourceDocument) -> None:
    names = {
        word
        for line in (60, 66, 248, 250)
        for word in re.findall(r"[A-ZÅÄÖ][a-zåäö]{3,}", document.lines[line - 1])
    } - {"Ajournering", "Alliansen"}
    assert len(names) > 6
    texts = " ".join(
        str(getattr(row, field.name))
        for table in (*TABLES, "issues")
        for row in getattr(plan, table)
        for field in fields(row)
    )
    assert not [name for name in names if re.search(rf"\b{name}\b", texts)]
