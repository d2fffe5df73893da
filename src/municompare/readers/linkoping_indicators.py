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
    align_rows,
    is_subgroup,
)
from municompare.readers.linkoping_values import IndicatorGroup, ValueBook

__all__ = ["read_indicator_tables"]


@dataclass(slots=True)
class _Walk:
    """Where the walk down a table is: the labels above, and what was gathered."""

    area: Area | None = None
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


def _step(walk: _Walk, row: AlignedRow, goals: GoalBook, faults: Faults) -> None:
    """Take one row: the labels that begin here, then its indicator or subgroup."""
    certainty: Certainty = "probable" if row.shifted else "certain"
    subgroup = is_subgroup(row.indicator.text)
    if row.shifted:
        faults.oddity("MC333", row.text, f"L{row.line}")
    if row.area is not None:
        walk.area, walk.goal = goals.table_area(row.area, row.line), None
    if row.goal is not None:
        walk.goal, mark = goals.committee_goal(
            row.goal, area=walk.area, line=row.line, certainty=certainty
        )
        walk.marks.extend([mark] if mark else [])
        walk.certainty = "probable" if subgroup else certainty
        if subgroup and walk.groups:
            walk.groups[-1].certainty = "ambiguous"
            faults.oddity("MC334", row.goal.text, row.goal.locator)
    if subgroup and walk.groups:
        walk.groups[-1].rows.append(row)
    elif subgroup or walk.goal is None:
        found = "a subgroup first" if subgroup else "an indicator without goal"
        faults.problem(
            "MC321",
            f"expected a goal and an indicator before the subgroups, found {found}.",
            "Complete the table from the original document.",
            text=row.indicator.text,
            locator=row.indicator.locator,
        )
    else:
        worse: Certainty = "probable" if "probable" in (walk.certainty, certainty) else "certain"
        walk.groups.append(IndicatorGroup(goal=walk.goal, certainty=worse, rows=[row]))
