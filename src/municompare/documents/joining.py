"""Tables that a page break cuts, and the rows and merged cells that it cuts with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from municompare.documents.assembly import TableRow

__all__ = ["TablePart", "continued", "goes_on"]

_SAME_WIDTH: Final = 3.0
_WRAPS: Final = 20
"""Characters from which on a column's cells are running text, not values."""
_FEWEST_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """The part of a table that stands on one page.

    Parameters
    ----------
    rows : list of TableRow
        Its rows.
    edges : tuple of float
        Edges of its columns, from left to right.
    headed : bool
        Whether its first row is set off from the others, in bold.
    open_top, open_bottom : bool
        Whether the line above its first row, or below its last, is missing.
    merged : frozenset of (int, int)
        Rows and columns, from 0, that a cell covers together with another row.
    """

    rows: list[TableRow]
    edges: tuple[float, ...]
    headed: bool = False
    open_top: bool = False
    open_bottom: bool = False
    merged: frozenset[tuple[int, int]] = frozenset()


def goes_on(table: TablePart, part: TablePart) -> bool:
    """Tell whether a part goes on with a table of the page before.

    It has the same columns, or some of them with cells over several, and its first row is the
    table's header again or none: a header of its own, set off as the table's is, begins another
    table.
    """
    placed = _placed(table, part)
    if placed is None:
        return False
    return placed.rows[0].cells == table.rows[0].cells or not (table.headed and part.headed)


def continued(table: TablePart, part: TablePart) -> TablePart:
    """Return a table with the part that goes on with it.

    The repeated header is left out. A row that the break cuts becomes one; so does the text of a
    merged cell. A first row is the rest of a row if it goes on in the columns where that has
    text, and one of these holds: a text goes on in small letters after an unfinished one; the
    lines between them are missing; it lacks all the values that every other row has.
    """
    part = _placed(table, part) or part
    header = 0
    while header < min(len(part.rows), len(table.rows)) and (
        part.rows[header].cells == table.rows[header].cells
    ):
        header += 1
    rows = list(table.rows)
    rest = part.rows[header:]
    if rest and len(rows) > 1:
        is_open = table.open_bottom and part.open_top and not table.open_top
        spanning = {at for row, at in part.merged if row == header}
        spanning |= {at for row, at in table.merged if row == len(rows) - 1}
        anchors = _anchors(rows, rest[0].cells, spanning)
        if _is_rest(rows, rest[0].cells, anchors, is_open=is_open):
            _append(rows, rest[0], {at: anchors.get(at, len(rows) - 1) for at in _filled(rest[0])})
            rest = rest[1:]
        else:
            moved = {at: row for at, row in anchors.items() if at in spanning}
            moved = moved if len(_filled(rest[0])) > len(moved) else {}
            _append(rows, rest[0], moved)
            left = tuple("" if at in moved else t for at, t in enumerate(rest[0].cells))
            rest = [replace(rest[0], cells=left), *rest[1:]]
    shift = len(rows) + len(rest) - len(part.rows)
    merged = frozenset((row + shift, at) for row, at in part.merged)
    return replace(table, rows=rows + rest, open_bottom=part.open_bottom, merged=merged)


def _placed(table: TablePart, part: TablePart) -> TablePart | None:
    """The part in the columns of the table; None if it has others."""
    columns: list[int] = []
    for edge in part.edges:
        offset = edge - part.edges[0]
        near = [
            at
            for at, own in enumerate(table.edges)
            if abs(own - table.edges[0] - offset) <= _SAME_WIDTH
        ]
        if not near:
            return None
        columns.append(near[0])
    if columns[-1] != len(table.edges) - 1:
        return None
    rows = []
    for row in part.rows:
        cells = [""] * (len(table.edges) - 1)
        for at, text in zip(columns, row.cells, strict=False):
            cells[at] = text
        rows.append(replace(row, cells=tuple(cells)))
    merged = frozenset((row, columns[at]) for row, at in part.merged)
    return replace(part, rows=rows, edges=table.edges, merged=merged)


def _filled(row: TableRow) -> list[int]:
    return [at for at, text in enumerate(row.cells) if text]


def _last_text(row: TableRow, at: int) -> str:
    """The text of a cell, or of its rest where it has one."""
    return (row.rest and _last_text(row.rest, at)) or row.cells[at]


def _mean_length(rows: Sequence[TableRow], at: int) -> float:
    """How long the texts of a column are, below its header and apart from empty cells."""
    lengths = [len(row.cells[at]) for row in rows[1:] if row.cells[at]]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _anchors(
    rows: Sequence[TableRow], cells: Sequence[str], spanning: Collection[int]
) -> dict[int, int]:
    """For each column whose text goes on with one above: the row of that one.

    Text goes on in columns of running text, and where cells cover several rows.
    """
    anchors: dict[int, int] = {}
    for at, text in enumerate(cells):
        if at not in spanning and _mean_length(rows, at) < _WRAPS:
            continue
        above = next((i for i in range(len(rows) - 1, 0, -1) if rows[i].cells[at]), None)
        if text and text[0].islower() and above is not None:
            before = _last_text(rows[above], at)
            if before[-1].isalpha() or before[-1] in ",-(":
                anchors[at] = above
    return anchors


def _is_rest(
    rows: Sequence[TableRow], cells: Sequence[str], anchors: dict[int, int], *, is_open: bool
) -> bool:
    """Tell whether a first row is the rest of the last row before the page break."""
    last = rows[-1].cells
    body = rows[1:]
    filled = [at for at, text in enumerate(cells) if text]
    if not filled:
        return is_open
    lengths = [_mean_length(rows, at) for at in range(len(cells))]
    always = [
        at
        for at in range(len(cells))
        if all(row.cells[at] for row in body[:-1]) and lengths[at] < _WRAPS
    ]
    cut_off = bool(always) and len(body) > _FEWEST_ROWS
    # in the middle of their cells, values may stand below the break
    below = cut_off and not any(last[at] for at in always)
    for at in filled:
        running = lengths[at] >= _WRAPS or at in anchors or is_open
        if not (running and (last[at] or at in anchors)) and not (below and at in always):
            return False
    if any(anchors.get(at) == len(rows) - 1 for at in filled) or is_open:
        return True
    return cut_off and not any(cells[at] for at in always) and not below


def _append(rows: list[TableRow], rest: TableRow, columns: dict[int, int]) -> None:
    """Put the texts of some columns behind those of the rows that they go on with."""
    for target in set(columns.values()):
        cells = tuple(
            text if columns.get(at) == target else "" for at, text in enumerate(rest.cells)
        )
        rows[target] = _with_rest(rows[target], replace(rest, cells=cells))


def _with_rest(row: TableRow, rest: TableRow) -> TableRow:
    return replace(row, rest=_with_rest(row.rest, rest) if row.rest is not None else rest)
