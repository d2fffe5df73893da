"""Copies of the real internal budget: changed figures, and another plan in the same layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.model.elements import Measurement
from municompare.model.plan import PlanRecord
from municompare.model.quantity import Locator
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping import LinkopingReader
from municompare.schema import TABLES as SCHEMA

pytestmark = pytest.mark.shared
NAME = "linkoping-internbudget-2019.md"
FIGURE = re.compile(r"\d+(?: \d{3})*(?:,\d+)?")
TABLES = tuple(name for name in SCHEMA if not name.startswith("issue"))
PRINTING = {"value", "raw", "name", "line", "text", "title", "subject", "what", "quantity"}
YEAR = re.compile(r"(?<!\d)(?<!\d )20(?:1\d|2[0-4])(?!\d)")


@pytest.fixture(scope="module")
def document(shared_documents: Path) -> SourceDocument:
    return load_document(shared_documents / NAME)


@pytest.fixture(scope="module")
def plan(document: SourceDocument) -> PlanRecord:
    return LinkopingReader().read(document)


def _line(row: Any) -> int:
    return Locator.parse(row.locator).first.line or 0


def _lines(row: Any) -> set[int | None]:
    ways = Locator.parse(row.locator).alternatives
    return {place.line for way in ways for place in way}


def _cells(plan: PlanRecord, line: int) -> list[Measurement]:
    return [row for row in plan.measurements if _line(row) == line]


def _next(figure: str) -> str:
    return figure[:-1] + ("8" if figure[-1] == "9" else str(int(figure[-1]) + 1))


def _swapped(document: SourceDocument, locator: str) -> tuple[list[str], str]:
    """The lines of a copy in which the first figure at a place is another one."""
    lines = list(document.lines)
    place = Locator.parse(locator).first
    assert place.line is not None
    text = document.text_at(locator)
    match = FIGURE.search(text or "")
    assert match is not None
    if place.cell is None:
        start = (place.char or 1) - 1 + match.start()
        line = lines[place.line - 1]
        assert line[start:].startswith(match[0])
        lines[place.line - 1] = line[:start] + _next(match[0]) + line[start + len(match[0]) :]
        return lines, match[0]
    cells = lines[place.line - 1].split("\t")
    whole = document.text_at(f"L{place.line}/c{place.cell}") or ""
    before = whole[: (place.char or 1) - 1 + match.start()].count(match[0])
    parts = cells[place.cell - 1].split(match[0])
    joined = match[0].join(parts[: before + 1]) + _next(match[0])
    cells[place.cell - 1] = joined + match[0].join(parts[before + 1 :])
    lines[place.line - 1] = "\t".join(cells)
    return lines, match[0]


def _reread(folder: Path, lines: list[str]) -> PlanRecord:
    path = folder / NAME
    path.write_text("\n".join(lines), encoding="utf-8")
    return LinkopingReader().read(load_document(path))


def _differences(one: PlanRecord, other: PlanRecord) -> Iterator[tuple[Any, str]]:
    for table in TABLES:
        old, new = getattr(one, table), getattr(other, table)
        assert [row.id for row in old] == [row.id for row in new]
        for before, after in zip(old, new, strict=True):
            for field in fields(before):
                if getattr(before, field.name) != getattr(after, field.name):
                    yield before, field.name


def _only_this_value_changes(
    folder: Path, plan: PlanRecord, document: SourceDocument, row: Any
) -> None:
    lines, figure = _swapped(document, row.locator)
    changed = list(_differences(plan, _reread(folder, lines)))
    changed = [(other, name) for other, name in changed if name != "sha256"]
    assert [other.id for other, name in changed if name == "value"] == [row.id], row.id
    for other, name in changed:
        assert name in PRINTING, (row.id, other.id, name)
        assert _line(row) in _lines(other), (row.id, other.id)
        if name not in ("value", "quantity"):
            assert figure in str(getattr(other, name))


def test_a_changed_figure_of_an_indicator_changes_that_value_alone(
    tmp_path: Path, plan: PlanRecord, document: SourceDocument
) -> None:
    # "to halve" prints no figure
    rows = [row for row in plan.measurements if row.value is not None and row.value != -50]
    assert len(rows) == 42 + 1  # those of the table, and one of a measure in the text
    for row in rows:
        _only_this_value_changes(tmp_path, plan, document, row)


def test_a_changed_amount_of_the_budget_changes_that_value_alone(
    tmp_path: Path, plan: PlanRecord, document: SourceDocument
) -> None:
    # all lists and running text, and a walk through the years of the wide tables
    wide = [row for row in plan.budget if str(row.locator).partition("/c")[2] and row.year]
    rows = [row for row in plan.budget if row not in wide] + wide[::7]
    rows = [row for row in rows if row.value is not None]
    assert len({(row.document, row.table) for row in rows}) == 11
    for row in rows:
        _only_this_value_changes(tmp_path, plan, document, row)


def test_a_changed_target_of_a_name_changes_the_name_and_is_reported(
    tmp_path: Path, plan: PlanRecord, document: SourceDocument
) -> None:
    lines = [line.replace("minst 677 under", "minst 678 under") for line in document.lines]
    changed = _reread(tmp_path, lines)
    names = {name for _, name in _differences(plan, changed)}
    assert names == {"name", "sha256"}
    (issue,) = [issue for issue in changed.issues if issue.code == "MC336"]
    assert [reading.text for reading in issue.readings] == ["minst 678 under 2019", "677"]


def test_a_changed_placement_raises_no_issue(
    tmp_path: Path, plan: PlanRecord, document: SourceDocument
) -> None:
    lines = [line.replace("\t477\t", "\t481\t") for line in document.lines]
    changed = _reread(tmp_path, lines)
    assert [row.value for row in _cells(changed, 440)] == [None, 481, 677, 777]
    assert changed.issues == plan.issues


def _moved(document: SourceDocument) -> list[str]:
    """A copy two years later, with renamed goals, a third target column, two more indicators."""
    lines = [YEAR.sub(lambda match: str(int(match[0]) + 2), line) for line in document.lines]
    header = next(n for n, line in enumerate(lines) if line.startswith("Målområde\tNämndmål"))
    lines[header] += "\tMålvärde 2023"
    for number in range(header + 1, header + 36):
        if not lines[number]:
            continue
        cells = lines[number].split("\t")
        if cells[1] and cells[2]:
            cells[1] = f"Nytt mål på rad {'i' * (number - header)}"
        elif cells[1] and cells[0]:
            cells[0] = "Nytt mål om framtida bemanning"
        filled = cells[2] and not cells[2].startswith(("Män", "Kvinnor")) and cells[6]
        lines[number] = "\t".join([*cells, "7,5" if filled else ""])
    lines.insert(header + 36, "\t\tNytt personalmått, i %\t1%\t2%\t3%\t4%\t5%")
    lines.insert(header + 3, "\t\tAntal nya kurser ska öka\t10\t11\tSka öka\t\t14")
    return lines


def test_a_copy_of_other_years_goals_columns_and_rows_is_read_right(
    tmp_path: Path, plan: PlanRecord, document: SourceDocument
) -> None:
    moved = _reread(tmp_path, _moved(document))
    assert str(check_plan(moved)) == "no issues"
    assert (moved.key, moved.period, moved.status) == ("linkoping-2021", "2021/2024", "adopted")
    assert moved.title == "Internbudget 2021 med plan 2022-2024"
    assert len(moved.goals) == len(plan.goals)
    committee = [goal.title for goal in moved.goals if "/c" in goal.locator]
    assert sum("Nytt mål" in str(title) for title in committee) == 11
    assert len([row for row in moved.indicators if row.origin == "table"]) == 27
    columns = Counter(
        (row.role, row.period)
        for row in moved.measurements
        if row.comparator_basis not in ("name", "text")
    )
    assert {period for role, period in columns if role == "target"} == {"2021", "2022", "2023"}
    assert {period for role, period in columns if role == "observed"} == {"2019", "2020"}
    third = [row for row in moved.measurements if row.period == "2023"]
    assert len(third) == 36
    values = [row.value for row in third if row.value is not None]
    assert values == [7.5, 7.5, 14, *[7.5] * 13, 5]

    def figures(record: PlanRecord, years: int) -> list[tuple[str, int, float]]:
        return [
            (row.role, int(str(row.period)[:4]) + years, row.value)
            for row in record.measurements
            if row.value is not None and row.period not in ("2023", None)
        ]

    added = [("observed", 2019, 10), ("observed", 2020, 11)]
    added += [("observed", 2019, 1), ("observed", 2020, 2)]
    added += [("target", 2021, 3), ("target", 2022, 4)]
    assert Counter(figures(moved, 0)) == Counter([*figures(plan, 2), *added])
    earlier = [
        (row.value, row.year and YEAR.sub(lambda m: str(int(m[0]) - 2), row.year), row.line_kind)
        for row in moved.budget
    ]
    assert earlier == [(row.value, row.year, row.line_kind) for row in plan.budget]
    # as in the real one, but for the wording of a goal and the unit of a new indicator
    assert Counter(issue.code for issue in moved.issues) == Counter(
        issue.code for issue in plan.issues
    ) - Counter(["MC324"])
