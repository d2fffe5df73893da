"""Which figures make up a cell, and in which column a cell stands.

Cells without anything printed leave no trace, so that a row may show fewer cells than the table
has columns. A cell's column is *certain* where every way to place the row's cells in their order
puts it there, *probable* where only one way is left by a rule: a base value or target that the
name states for a year equals the cell, or the total lies between its subgroups, which fill the
same columns where they show equally many values and the total shows a number in each of these.
Else it is *ambiguous*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Final, Literal

from municompare.model.quantity import Certainty, Period
from municompare.readers.linkoping_operational_lexing import Figure
from municompare.text.cells import read_base_value, read_cell

__all__ = ["Cell", "Column", "Placed", "cells_of", "place_rows"]

_ALIKE: Final = 20.0
"""How many times the smallest value of a row its largest may be where digits are grouped."""
_NEARLY: Final = 2.0
"""By how much a grouping may spread its values more than the one that spreads them least."""
_GROUPS: Final = 2
"""Groups of digits that a number of an indicator has at most, if there is another reading."""
_SHARE: Final = re.compile(r"%|\bprocent|\bandel(?:en)?\b", re.IGNORECASE)
_EXACT: Final = frozenset("0123456789-−–+")
_MOST_WAYS: Final = 4096

Ways = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of observed values or of targets, and its printed year."""

    role: Literal["observed", "target"]
    period: Period
    period_raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is printed in one cell.

    Parameters
    ----------
    figures : tuple of Figure
        Its figures; several where digits are parted by spaces, or values have labels.
    moved : bool
        Whether a rule took it from where it is printed to its row.
    doubtful : bool
        Whether its digits may be one number or several.
    """

    figures: tuple[Figure, ...]
    moved: bool = False
    doubtful: bool = False

    @property
    def kind(self) -> str:
        """Kind of its first figure."""
        return self.figures[0].kind

    @property
    def text(self) -> str:
        """Its figures, joined by spaces."""
        return " ".join(figure.text for figure in self.figures)

    @property
    def qualifier(self) -> str | None:
        """The part of a year that its last figure is of."""
        return self.figures[-1].qualifier

    @property
    def number(self) -> float | None:
        """Its value, if it is one number."""
        if self.doubtful:
            return None
        text = self.text
        if self.qualifier is not None:
            text = text[: text.rindex(self.qualifier)].rstrip(" ,(")
        values = read_cell(text, language="sv").values
        return values[0].value if len(values) == 1 else None

    @property
    def exact(self) -> float | None:
        """Its value, if it is one number and no bound."""
        return self.number if self.text[:1] in _EXACT else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A cell with the columns in which it may stand, from the left."""

    cell: Cell
    columns: tuple[int, ...]
    certainty: Certainty


def cells_of(
    figures: Sequence[Figure], *, columns: int, name: str | None = None
) -> tuple[Cell, ...]:
    """Join figures to cells: groups of three digits to one number, labelled values to one cell.

    Of the ways to group digits, those are likely whose values are of one order of magnitude. One
    that fills all columns is taken if no other brings the values much nearer to each other.

    Parameters
    ----------
    figures : sequence of Figure
        What is printed.
    columns : int
        How many columns the table has.
    name : str, optional
        Name of the row: a share has no thousands, and a base value tells of which order values
        are.
    """
    base = read_base_value(name, language="sv") if name else None
    like = base.number.value if base is not None and base.number is not None else None
    share = name is not None and _SHARE.search(name) is not None
    joints = [
        index
        for index in range(1, len(figures))
        if figures[index].joins
        and not share
        and figures[index - 1].is_whole
        and figures[index - 1].kind == "number"
        and figures[index].start == figures[index - 1].end + 1
    ]
    glued = set(_further_labels(figures))
    if 2 ** len(joints) > _MOST_WAYS:
        joints = []
    ways = []
    for size in range(len(joints) + 1):
        for chosen in combinations(joints, size):
            cells = _joined(figures, glued | set(chosen))
            if all(map(_is_number, cells)):
                ways.append((_spread(cells), cells))
    return _likeliest(ways, columns, like) if ways else _joined(figures, glued)


def _further_labels(figures: Sequence[Figure]) -> Iterator[int]:
    """Labelled values that stand in the cell before; a label that comes back opens another."""
    labels: set[str] = set()
    for index, figure in enumerate(figures):
        label = figure.text.partition(":")[0] if figure.kind == "labelled" else ""
        if labels and label and label not in labels:
            yield index
        else:
            labels = set()
        labels |= {label} - {""}


def _likeliest(
    ways: Sequence[tuple[float, tuple[Cell, ...]]], columns: int, like: float | None
) -> tuple[Cell, ...]:
    """The likeliest way to group digits; a doubtful cell holds them where two are likely."""
    likely = list(ways)
    for rule in (
        lambda spread, cells: len(cells) <= columns,
        lambda spread, cells: spread <= _ALIKE,
        lambda spread, cells: not like or _spread(cells, like) <= _ALIKE,
        lambda spread, cells: max(len(c.figures) for c in cells if c.kind == "number") <= _GROUPS,
    ):
        if len(likely) > 1:
            likely = [way for way in likely if rule(*way)] or likely
    least = min(spread for spread, _ in likely)
    near = [cells for spread, cells in likely if spread <= _NEARLY * least]
    best = max(near, key=lambda cells: (len(cells) == columns, len(cells)))
    if len(near) == 1 or len(best) == columns:
        return best
    cells: list[Cell] = []
    for numeric, group in groupby(best, key=lambda cell: cell.kind == "number"):
        if numeric:
            figures = tuple(figure for cell in group for figure in cell.figures)
            cells.append(Cell(figures=figures, doubtful=len(figures) > 1))
        else:
            cells.extend(group)
    return tuple(cells)


def _joined(figures: Sequence[Figure], joints: Collection[int]) -> tuple[Cell, ...]:
    groups: list[list[Figure]] = []
    for index, figure in enumerate(figures):
        if index in joints:
            groups[-1].append(figure)
        else:
            groups.append([figure])
    return tuple(Cell(figures=tuple(group)) for group in groups)


def _is_number(cell: Cell) -> bool:
    """Whether groups can be one number: no zero before other digits, one to three digits first."""
    if cell.kind != "number":
        return True
    first = cell.figures[0].text
    if first[:2].isdecimal() and first.startswith("0"):
        return False
    return len(cell.figures) == 1 or len(first) <= 3


def _spread(cells: Sequence[Cell], *others: float) -> float:
    values = [abs(v) for cell in cells if cell.kind == "number" and (v := cell.number)]
    values.extend(map(abs, others))
    return max(values) / min(values) if values else 1.0


def _ways(cells: Sequence[Cell], columns: Sequence[Column]) -> Ways:
    """All ways to place cells in their order; a direction stands in a column of targets."""
    targets = {index for index, column in enumerate(columns) if column.role == "target"}
    found = tuple(
        way
        for way in combinations(range(len(columns)), len(cells))
        if all(
            cell.kind != "direction" or index in targets or not targets
            for cell, index in zip(cells, way, strict=True)
        )
    )
    return found or tuple(combinations(range(len(columns)), len(cells)))


def place_rows(
    total: Sequence[Cell],
    groups: Sequence[Sequence[Cell]],
    *,
    columns: Sequence[Column],
    named: Mapping[int, Collection[float]],
    counted: bool = False,
) -> tuple[tuple[Placed, ...], ...]:
    """Place the cells of an indicator's row and of its subgroups' rows.

    Parameters
    ----------
    total : sequence of Cell
        The cells of the indicator itself.
    groups : sequence of sequences of Cell
        Those of each subgroup.
    columns : sequence of Column
        The table's columns.
    named : mapping of int to numbers
        Values that the name states for a column.
    counted : bool
        Whether the values are counts, of which the total is the sum of its subgroups.

    Returns
    -------
    tuple of tuples of Placed
        For the total and for each subgroup, in their order.
    """
    possible = [_ways(cells, columns) for cells in (total, *groups)]
    total_ways = _kept(possible[0], lambda way: _agrees(total, way, named))
    group_ways = _between(total, total_ways, groups, possible[1:], counted=counted)
    return tuple(
        _placed(cells, before, after, tuple(range(len(columns))))
        for cells, before, after in zip(
            (total, *groups), possible, (total_ways, *group_ways), strict=True
        )
    )


def _kept(ways: Ways, rule: Callable[[tuple[int, ...]], bool]) -> Ways:
    """The ways that a rule leaves; all of them where it leaves none."""
    return tuple(way for way in ways if rule(way)) or ways


def _agrees(
    cells: Sequence[Cell], way: tuple[int, ...], named: Mapping[int, Collection[float]]
) -> bool:
    """Whether cells that equal what the name states for a year all stand in that year."""
    stated = {value for values in named.values() for value in values}
    placed = dict(zip(way, cells, strict=True))
    held = {index for index, cell in placed.items() if cell.number in named.get(index, ())}
    wanted = {
        index
        for index, values in named.items()
        if any(cell.number in values for cell in cells if cell.number in stated)
    }
    return wanted <= held


def _between(
    total: Sequence[Cell],
    total_ways: Ways,
    groups: Sequence[Sequence[Cell]],
    possible: list[Ways],
    *,
    counted: bool,
) -> list[Ways]:
    """Ways of the subgroups by which each total lies between them, or is their sum."""
    if (
        len(total_ways) > 1
        or len(groups) < 2
        or len({len(cells) for cells in groups}) > 1
        or not groups[0]
    ):
        return possible
    if any(cell.number is None for cells in groups for cell in cells):
        return possible
    [whole] = total_ways
    totals = {index: cell.exact for index, cell in zip(whole, total, strict=True)}
    kept = {way for way in possible[0] if _fits(totals, groups, way, counted=counted)}
    shown = all(totals.get(index) is not None for way in kept for index in way)
    if len(kept) != 1 or not shown:  # it decides nothing
        return possible
    return [tuple(way for way in ways if way in kept) for ways in possible]


def _fits(
    totals: Mapping[int, float | None],
    groups: Sequence[Sequence[Cell]],
    way: tuple[int, ...],
    *,
    counted: bool,
) -> bool:
    for position, index in enumerate(way):
        values = [cells[position].number or 0.0 for cells in groups]
        whole = totals.get(index)
        if whole is None:
            continue
        fits = sum(values) == whole if counted else min(values) <= whole <= max(values)
        if not fits:
            return False
    return True


def _placed(
    cells: Sequence[Cell], before: Ways, after: Ways, everywhere: tuple[int, ...]
) -> tuple[Placed, ...]:
    found = []
    unsure = any(cell.doubtful for cell in cells)
    for position, cell in enumerate(cells):
        columns = tuple(sorted({way[position] for way in after}))
        if unsure:  # how many cells there are is not known
            found.append(Placed(cell=cell, columns=everywhere, certainty="ambiguous"))
            continue
        certainty: Certainty = "ambiguous"
        if len(columns) == 1:
            alone = len({way[position] for way in before}) == 1 and not cell.moved
            certainty = "certain" if alone else "probable"
        found.append(Placed(cell=cell, columns=columns, certainty=certainty))
    return tuple(found)
