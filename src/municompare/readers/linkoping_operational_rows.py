"""Rows of the indicator table, put together from names and the figures that follow them.

A row's figures follow its name. Where more follow than a row has columns, some belong to a row
whose cell is printed on another line; they are given to it only where one row takes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from municompare.readers.linkoping_operational_columns import Cell, Column, cells_of
from municompare.readers.linkoping_operational_kinds import by_kind, spread
from municompare.readers.linkoping_operational_lexing import Figure, Label
from municompare.readers.linkoping_operational_statements import Statement, joined
from municompare.readers.linkoping_operational_table import Segment, continues
from municompare.readers.norrkoping_text import Passage
from municompare.text.cells import read_cell

__all__ = ["Group", "Mention", "Row", "Table", "is_description", "read_rows"]

_MEASURE: Final = re.compile(
    r"(?:Antal(?:et)?|Andel(?:en)?|Total(?:t|a)?|Genomsnittlig[ta]?|Medel\w+|Nöjd\w*|"
    r"[^\W\d_]+(?:tid|frånvaro|omsättning|index|kostnad|grad)(?:en)?)\b"
)
_COUNTS: Final = re.compile(r"(?:Antal(?:et)?|Andel(?:en)?)\b")
_ALIKE: Final = 5.0
"""How many times the smallest value of a row its largest may be."""
_LONG: Final = 8
"""Words from which a sentence without a measure describes a goal, and names no indicator."""


@dataclass(slots=True)
class Group:
    """A subgroup's row: its label and its cells."""

    label: Label
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """An indicator's row as it is put together.

    Parameters
    ----------
    name : list of Statement
        The statements that make up its name.
    place : int
        Its order among all that the table prints.
    run : int
        Which run of names it is printed in.
    cells : list of Cell
        Its own cells.
    groups : list of Group
        The rows of its subgroups.
    """

    name: list[Statement]
    place: int
    run: int
    cells: list[Cell] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def passage(self) -> Passage:
        """Where its name is printed."""
        spans = [span for statement in self.name for span in statement.passage.spans]
        return joined(self.name[0].passage.transcript, spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What the table prints in the columns of goals: a goal, a goal area, a description."""

    statement: Statement
    number: str | None
    place: int
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the table holds, in the order of the text; ``unplaced`` figures fit in no row."""

    mentions: tuple[Mention, ...]
    rows: tuple[Row, ...]
    unplaced: tuple[tuple[Figure, ...], ...]


def is_description(statement: Statement) -> bool:
    """Tell whether a statement is a sentence that describes a goal."""
    text = statement.text
    return text.endswith(".") and len(text.split()) >= _LONG and not _MEASURE.match(text)


def read_rows(
    segments: Sequence[Segment],
    *,
    columns: Sequence[Column],
    is_goal: Callable[[Statement], bool],
) -> Table:
    """Put the rows together.

    Parameters
    ----------
    segments : sequence of Segment
        The table's text and figures.
    columns : sequence of Column
        Its columns.
    is_goal : callable
        Tells whether the document prints a statement as a goal elsewhere too.
    """
    builder = _Builder(segments, columns, is_goal)
    for index in range(len(segments)):
        builder.take(index)
    return Table(
        mentions=tuple(builder.mentions),
        rows=tuple(builder.rows),
        unplaced=tuple(builder.unplaced),
    )


class _Builder:
    """Takes one segment after the other."""

    def __init__(
        self,
        segments: Sequence[Segment],
        columns: Sequence[Column],
        is_goal: Callable[[Statement], bool],
    ) -> None:
        self._segments = segments
        self._width = len(columns)
        self._targets = sum(column.role == "target" for column in columns)
        self._is_goal = is_goal
        self._number: str | None = None
        self._next_number = 1
        self._numbers_goals = any(
            own.figures[-1].text == "2" and is_goal(following.statements[0])
            for own, following in pairwise(segments)
            if own.figures and following.statements
        )
        self._place = 0
        self.mentions: list[Mention] = []
        self.rows: list[Row] = []
        self.unplaced: list[tuple[Figure, ...]] = []

    def take(self, index: int) -> None:
        segment = self._segments[index]
        statements = list(segment.statements)
        if statements and self.rows and continues(statements[0]):
            self.rows[-1].name.append(statements.pop(0))
        number, self._number = self._number, None
        figures = self._without_number(index, segment.figures)
        if segment.label is None and self._take_several(statements, figures, number, index):
            return
        cells = self._cells(figures, statements if segment.label is None else ())
        if segment.label is not None:
            if statements and self._has_values(index) and not is_description(statements[-1]):
                self._mention(statements[:-1], number, index)
                self._add_rows([statements[-1:]], index)
            else:
                self._mention(statements, number, index)
            self._take_group(segment.label, cells)
        elif not cells:
            self._mention(statements, number, index)
        elif not statements:
            self._go_on(cells)
        else:
            self._take_rows(statements, number, cells, index)

    def _take_several(
        self,
        statements: list[Statement],
        figures: tuple[Figure, ...],
        number: str | None,
        run: int,
    ) -> bool:
        """Take several names that stand before all of their figures, if these may fill their rows.

        Digits that might as well be groups of fewer, larger numbers are in no row.
        """
        count, rest = divmod(len(figures), self._width)
        names = statements[-count:] if count else []
        if rest or count < 2 or len(names) < count or any(map(self._is_goal, names)):
            return False
        if not all(_MEASURE.match(name.text) for name in names[:-1]):
            return False
        cells = [Cell(figures=(figure,)) for figure in figures]
        grouped = cells_of(figures, columns=self._width, name=names[-1].text)
        rows = [cells[begin : begin + self._width] for begin in range(0, len(cells), self._width)]
        if len(grouped) == len(cells) or max(map(spread, rows)) > _ALIKE:
            return False
        self._mention(statements[:-count], number, run)
        self._add_rows([[name] for name in names], run)
        self.unplaced.append(figures)
        return True

    def _cells(self, figures: tuple[Figure, ...], statements: Sequence[Statement]) -> list[Cell]:
        """Cells of the row that the last statement names, or of the row before."""
        if not figures:
            return []
        name = None
        if statements:
            name = statements[-1].text
        elif self.rows:
            name = self.rows[-1].passage.text
        return list(cells_of(figures, columns=self._width, name=name))

    def _has_values(self, index: int) -> bool:
        """Whether figures stand beside the labels that follow the statements."""
        for segment in self._segments[index:]:
            if segment.statements and segment is not self._segments[index]:
                return False
            if segment.figures:
                return True
        return False

    def _without_number(self, index: int, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """Take a goal's number away from the end of the figures before the goal."""
        following = self._segments[index + 1 :][:1]
        last = figures[-1] if figures else None
        if last is None or not following or not following[0].statements:
            return figures
        goal = following[0].statements[0]
        if last.text != str(self._next_number) or continues(goal):
            return figures
        rest = figures[:-1]
        filled = len(cells_of(rest, columns=self._width)) if rest else self._filled()
        full = filled == self._width
        # a goal is followed by the name of an indicator
        beside = bool(rest) or not self._segments[index].statements
        named = beside and full and len(following[0].statements) > 1
        if named or (self._is_goal(goal) and (full or self._numbers_goals or not rest)):
            self._number = last.text
            self._next_number += 1
            return rest
        return figures

    def _filled(self) -> int:
        return len(self.rows[-1].cells) if self.rows else 0

    def _mention(self, statements: Sequence[Statement], number: str | None, run: int) -> None:
        for statement in statements:
            if number is None and _COUNTS.match(statement.text) and not self._is_goal(statement):
                self._add_rows([[statement]], run)  # an indicator without any figure
                continue
            self.mentions.append(
                Mention(statement=statement, number=number, place=self._next_place(), run=run)
            )
            number = None

    def _next_place(self) -> int:
        self._place += 1
        return self._place

    def _add_rows(self, names: Sequence[list[Statement]], run: int) -> list[Row]:
        added = [Row(name=list(name), place=self._next_place(), run=run) for name in names]
        self.rows.extend(added)
        return added

    def _take_rows(
        self, statements: list[Statement], number: str | None, cells: list[Cell], run: int
    ) -> None:
        self._give_back_labelled(cells)
        self._give_back_directions(cells)
        count = -(-len(cells) // self._width)
        shared = None
        if 1 < count <= len(statements):
            names = [s.text for s in statements[-count:]]
            shared = by_kind(cells, names, self._width)
        if shared is not None:
            self._mention(statements[:-count], number, run)
            rows = self._add_rows([[name] for name in statements[-count:]], run)
            for row, own in zip(rows, shared, strict=True):
                row.cells = [replace(cell, moved=True) for cell in own]
            return
        first = len(statements) - 1
        if first and self._goes_on(statements[first - 1], statements[first], number and first == 1):
            first -= 1
        self._mention(statements[:first], number, run)
        [row] = self._add_rows([statements[first:]], run)
        self._fill(row, cells)

    def _goes_on(self, before: Statement, last: Statement, numbered: object) -> bool:
        """Whether a name goes on over what looks like the beginning of another statement."""
        return (
            _MEASURE.match(before.text) is not None
            and _MEASURE.match(last.text) is None
            and not numbered
            and not self._is_goal(before)
        )

    def _fill(self, row: Row, cells: Sequence[Cell]) -> None:
        if len(row.cells) + len(cells) <= self._width:
            row.cells.extend(cells)
        else:
            self.unplaced.append(tuple(figure for cell in cells for figure in cell.figures))

    def _go_on(self, cells: list[Cell]) -> None:
        """Take figures that follow a name's end."""
        if self.rows and not self.rows[-1].groups:
            self._fill(self.rows[-1], cells)
        else:
            self.unplaced.append(tuple(figure for cell in cells for figure in cell.figures))

    def _take_group(self, label: Label, cells: list[Cell]) -> None:
        if not self.rows:
            self.unplaced.append(tuple(figure for cell in cells for figure in cell.figures))
            return
        row = self.rows[-1]
        others = {len(group.cells) for group in row.groups}
        surplus = len(cells) - self._width
        group = Group(label)
        row.groups.append(group)
        if surplus <= 0:
            group.cells = cells
        elif not row.cells and others == {surplus}:
            # the subgroups show equally many values, what is left fills the row of the whole
            group.cells = [replace(cell, moved=True) for cell in cells[:surplus]]
            row.cells = [replace(cell, moved=True) for cell in cells[surplus:]]
        else:
            self.unplaced.append(tuple(figure for cell in cells for figure in cell.figures))

    def _give_back_labelled(self, cells: list[Cell]) -> None:
        """Give labelled values to the cell of the row before that holds others of the kind."""
        if not self.rows or not cells or cells[0].kind != "labelled":
            return
        row = self.rows[-1]
        held = [index for index, cell in enumerate(row.cells) if cell.kind == "labelled"]
        if len(held) != 1 or len(row.cells) >= self._width:
            return
        before = row.cells[held[0]]
        if not _labels(before) & _labels(cells[0]):
            row.cells[held[0]] = Cell(figures=before.figures + cells.pop(0).figures, moved=True)

    def _give_back_directions(self, cells: list[Cell]) -> None:
        """Give a direction after a full row to the one row that lacks such a target."""
        while len(cells) > self._width and cells[-1].kind == "direction":
            wanting = [
                row
                for row in self.rows
                if row.cells
                and row.cells[-1].text == cells[-1].text
                and len(row.cells) < self._width
                and sum(cell.kind == "direction" for cell in row.cells) < self._targets
            ]
            if len(wanting) != 1:
                return
            wanting[0].cells.append(replace(cells.pop(), moved=True))


def _labels(cell: Cell) -> set[str | None]:
    return {value.label for f in cell.figures for value in read_cell(f.text, language="sv").values}
