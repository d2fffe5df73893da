"""Rows of the indicator table to indicators, their subgroups and their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from municompare.documents import SourceDocument
from municompare.model.quantity import Certainty
from municompare.readers.draft import Draft
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_goals import Area, GoalBook
from municompare.readers.linkoping_notes import Mark, NoteBook, footnotes_after, marks_in
from municompare.readers.linkoping_table import (
    AlignedRow,
    IndicatorTable,
    LabelRow,
    align_rows,
    is_subgroup,
)
from municompare.readers.linkoping_values import IndicatorGroup, ValueBook

__all__ = ["read_indicator_tables"]


@dataclass(slots=True)
class _Walk:
    """Where the walk down a table is: the labels above, and what was gathered."""

    area: Area | None = None
    council: str | None = None
    goal: str | None = None
    certainty: Certainty = "certain"
    groups: list[IndicatorGroup] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def read_indicator_tables(
    draft: Draft,
    document: SourceDocument,
    tables: Sequence[IndicatorTable],
    *,
    parts: Parts,
    goals: GoalBook,
    notes: NoteBook,
    faults: Faults,
) -> None:
    """Add the committee's goals, its indicators and their values."""
    values = ValueBook(draft, parts, faults)
    for table in tables:
        walk = _Walk()
        if table.area is None:
            walk.area = goals.area_above(document.blocks, table.block)
        for row in align_rows(table, areas=goals.areas.keys(), faults=faults):
            _step(walk, row, goals, faults)
        header = document.blocks[table.block].rows[0]
        marks = [
            Mark(marker=marker, elements=(), text=cell.text, locator=cell.locator)
            for cell in header.cells
            for marker in marks_in(cell.text)
        ]
        marks.extend(walk.marks)
        footnotes = footnotes_after(document.blocks, table.last_block)
        for group in walk.groups:
            marks.extend(values.add(group, footnotes))
        notes.attach(marks, footnotes)


def _step(walk: _Walk, row: AlignedRow | LabelRow, goals: GoalBook, faults: Faults) -> None:
    """Take one row: the labels that begin here, then its indicator or subgroup."""
    named = row if isinstance(row, AlignedRow) else None
    shifted = named is not None and named.shifted
    certainty: Certainty = "probable" if shifted else "certain"
    subgroup = named is not None and is_subgroup(named.indicator.text)
    if named is not None and shifted:
        faults.oddity("MC333", named.text, f"L{named.line}")
    if row.area is not None:
        walk.area, walk.goal = goals.table_area(row.area, row.line), None
        walk.council = None
    if row.council is not None:
        walk.goal = None
        walk.council, council_mark = goals.council_goal(
            row.council, area=walk.area, line=row.line, certainty=certainty
        )
        walk.marks.extend([council_mark] if council_mark else [])
    if row.goal is not None:
        walk.goal, mark = goals.committee_goal(
            row.goal,
            area=walk.area,
            above=walk.council,
            line=row.line,
            certainty=certainty,
        )
        walk.marks.extend([mark] if mark else [])
        walk.certainty = "probable" if subgroup else certainty
        if subgroup and walk.groups:
            walk.groups[-1].certainty = "ambiguous"
            faults.oddity("MC334", row.goal.text, row.goal.locator)
    if named is None:
        return
    if subgroup and walk.groups:
        walk.groups[-1].rows.append(named)
    elif subgroup:
        faults.problem(
            "MC321",
            "expected a goal and an indicator before the subgroups, found a subgroup first.",
            "Complete the table from the original document.",
            text=named.indicator.text,
            locator=named.indicator.locator,
        )
    elif walk.goal is None:
        faults.oddity("MC373", named.indicator.text, named.indicator.locator)
        area = walk.area.id if walk.area else None
        walk.groups.append(IndicatorGroup(goal=area, certainty="ambiguous", rows=[named]))
    else:
        worse: Certainty = "probable" if "probable" in (walk.certainty, certainty) else "certain"
        walk.groups.append(IndicatorGroup(goal=walk.goal, certainty=worse, rows=[named]))
