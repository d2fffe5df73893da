"""Ruled tables of a page: the cells that its straight lines make, also merged ones."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from municompare.documents.pdf_view import Glyph, Stroke

__all__ = ["Region", "RuledTable", "ruled_tables"]

_SAME: Final = 3.6
"""Lines so near are one line: the two sides of a thin rectangle, the borders of two cells."""
_TOUCH: Final = 3.0
_SHORTEST: Final = 4.0
_COVERED: Final = 0.6
_MOST_LINES: Final = 2_000
_MOST_UNITS: Final = 50_000


@dataclass(slots=True)
class Region:
    """A cell: the units of the grid that no line parts, and what is printed there.

    Parameters
    ----------
    row, column : int
        Its first row, and its first column there, both from 0.
    last_row : int
        Its last row.
    x0, x1 : float
        Its left and right edge.
    glyphs : list of Glyph
        Its characters.
    """

    row: int
    column: int
    last_row: int
    x0: float
    x1: float
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class RuledTable:
    """A table on a page.

    Parameters
    ----------
    xs, ys : list of float
        The edges of its columns and rows.
    regions : list of Region
        Its cells, in the order in which they are read.
    open_top, open_bottom : bool
        Whether the line is missing that would end it above or below, as where a page break cuts
        a row.
    """

    xs: list[float]
    ys: list[float]
    regions: list[Region]
    open_top: bool
    open_bottom: bool
    _unit: list[list[Region]] = field(repr=False)

    @property
    def area(self) -> float:
        """How much of the page it covers."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def region_at(self, x: float, y: float) -> Region | None:
        """The cell in which a point lies."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        return self._unit[row][column]


def ruled_tables(strokes: Iterable[Stroke]) -> list[RuledTable]:
    """Find what may be tables: lines that cross or meet, and the cells between them.

    A table without lines at its sides, or cut by a page break, ends where its lines end.

    Returns
    -------
    list of RuledTable
        The largest first.
    """
    kept = [s for s in strokes if max(s.x1 - s.x0, s.y1 - s.y0) >= _SHORTEST]
    across = _merged((s.y0, s.x0, s.x1) for s in kept if s.horizontal)
    down = _merged((s.x0, s.y0, s.y1) for s in kept if not s.horizontal)
    if len(across) + len(down) > _MOST_LINES:
        return []
    tables = [
        table for rows, columns in _connected(across, down) for table in _tables(rows, columns)
    ]
    return sorted(tables, key=lambda table: -table.area)


_Rule = tuple[float, float, float]
"""A line: where it lies, and from where to where it runs."""


def _merged(rules: Iterable[_Rule]) -> list[_Rule]:
    """Lines that lie on each other or go on in each other are one."""
    clusters: list[list[_Rule]] = []
    for rule in sorted(rules):
        if clusters and rule[0] - clusters[-1][0][0] <= _SAME:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    found: list[_Rule] = []
    for cluster in clusters:
        at = sum(rule[0] for rule in cluster) / len(cluster)
        runs: list[tuple[float, float]] = []
        for start, end in sorted(rule[1:] for rule in cluster):
            if runs and start - runs[-1][1] <= _TOUCH:
                runs[-1] = (runs[-1][0], max(runs[-1][1], end))
            else:
                runs.append((start, end))
        found.extend((at, start, end) for start, end in runs)
    return found


def _connected(
    across: Sequence[_Rule], down: Sequence[_Rule]
) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Groups of lines that touch each other."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = index = parent[parent[index]]
        return index

    for i, (y, x0, x1) in enumerate(across):
        for j, (x, y0, y1) in enumerate(down, len(across)):
            if x0 - _TOUCH <= x <= x1 + _TOUCH and y0 - _TOUCH <= y <= y1 + _TOUCH:
                parent[root(i)] = root(j)
    groups: defaultdict[int, tuple[list[_Rule], list[_Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate(across):
        groups[root(i)][0].append(rule)
    for j, rule in enumerate(down, len(across)):
        groups[root(j)][1].append(rule)
    for rows, columns in groups.values():
        if rows and columns:
            yield rows, columns


def _edges(own: Iterable[float], reached: Iterable[float]) -> tuple[list[float], bool, bool]:
    """Edges from lines, and from where the lines across them end beyond the outermost."""
    edges: list[float] = []
    for each in sorted(own):
        if not edges or each - edges[-1] > _SAME:
            edges.append(each)
    ends = sorted(reached)
    before = ends[0] < edges[0] - _SHORTEST
    after = ends[-1] > edges[-1] + _SHORTEST
    if before:
        edges.insert(0, ends[0])
    if after:
        edges.append(ends[-1])
    return edges, before, after


def _tables(across: Sequence[_Rule], down: Sequence[_Rule]) -> Iterator[RuledTable]:
    """The table that lines make; two where one stands directly on another."""
    xs, _, _ = _edges((x for x, _, _ in down), (end for rule in across for end in rule[1:]))
    ys, open_top, open_bottom = _edges(
        (y for y, _, _ in across), (end for rule in down for end in rule[1:])
    )
    rows, columns = len(ys) - 1, len(xs) - 1
    if not (rows and columns) or rows * columns > _MOST_UNITS:
        return
    walls = _walls(down, xs, ys)
    floors = _walls(across, ys, xs)
    seam = _seam(walls, floors, rows, columns)
    if seam is None:
        yield _table(xs, ys, walls, floors, open_top=open_top, open_bottom=open_bottom)
        return
    at = ys[seam]
    above = [(x, y0, min(y1, at)) for x, y0, y1 in down if y0 < at - _SAME]
    below = [(x, max(y0, at), y1) for x, y0, y1 in down if y1 > at + _SAME]
    for part, lies in (
        (above, [rule for rule in across if rule[0] <= at + _SAME]),
        (below, [rule for rule in across if rule[0] >= at - _SAME]),
    ):
        left, right = min(x for x, _, _ in part), max(x for x, _, _ in part)
        yield from _tables(
            [
                (y, max(x0, left), min(x1, right)) if abs(y - at) <= _SAME else (y, x0, x1)
                for y, x0, x1 in lies
            ],
            part,
        )


def _seam(
    walls: set[tuple[int, int]], floors: set[tuple[int, int]], rows: int, columns: int
) -> int | None:
    """The row with which another table begins: all of its columns but one lie elsewhere."""
    known: set[int] = set()
    for row in range(rows):
        own = {column for column in range(1, columns) if (column, row) in walls}
        whole = all((row, column) in floors for column in range(columns))
        other = len(own - known) > 1 and len(known - own) > 1
        if row and whole and other and len(own & known) <= 1:
            return row
        known |= own
    return None


def _table(
    xs: list[float],
    ys: list[float],
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
    *,
    open_top: bool,
    open_bottom: bool,
) -> RuledTable:
    rows, columns = len(ys) - 1, len(xs) - 1
    parent = list(range(rows * columns))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = index = parent[parent[index]]
        return index

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column and (column, row) not in walls:
                parent[root(here)] = root(here - 1)
            if row and (row, column) not in floors:
                parent[root(here)] = root(here - columns)
    regions: dict[int, Region] = {}
    units: list[list[Region]] = []
    for row in range(rows):
        units.append([])
        for column in range(columns):
            key = root(row * columns + column)
            region = regions.get(key)
            if region is None:
                region = regions[key] = Region(row, column, row, xs[column], xs[column + 1])
            region.last_row = row
            region.x0 = min(region.x0, xs[column])
            region.x1 = max(region.x1, xs[column + 1])
            units[-1].append(region)
    return RuledTable(xs, ys, list(regions.values()), open_top, open_bottom, units)


def _walls(
    rules: Iterable[_Rule], edges: Sequence[float], steps: Sequence[float]
) -> set[tuple[int, int]]:
    """Pairs of an edge and a step between its neighbours along which a line is drawn."""
    drawn: set[tuple[int, int]] = set()
    for at, start, end in rules:
        edge = min(range(len(edges)), key=lambda index: abs(edges[index] - at))
        first = max(0, bisect_right(steps, start) - 1)
        for step in range(first, len(steps) - 1):
            low, high = steps[step], steps[step + 1]
            if low > end:
                break
            if min(end, high) - max(start, low) > _COVERED * (high - low):
                drawn.add((edge, step))
    return drawn
