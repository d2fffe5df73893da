"""Tables whose cells span rows and columns, as a grid of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["MOST_COLUMNS", "SpanningCell", "filled", "grid_of"]

MOST_COLUMNS: Final = 1_000


@dataclass(frozen=True, slots=True)
class SpanningCell:
    """A cell with the columns and rows that it covers, from its own on."""

    text: str
    columns: int = 1
    rows: int = 1


def grid_of(rows: Iterable[Iterable[SpanningCell]]) -> list[tuple[str, ...]]:
    """Put cells into the columns that are free when they come.

    Only the first place that a cell covers has its text; the others are empty.

    Parameters
    ----------
    rows : iterable of iterable of SpanningCell
        The cells of each row, without those that a cell above covers.

    Returns
    -------
    list of tuple of str
        Rows of equal length.

    Examples
    --------
    >>> grid_of([[SpanningCell("a", rows=2), SpanningCell("b")], [SpanningCell("c")]])
    [('a', 'b'), ('', 'c')]
    """
    taken: dict[int, int] = {}  # column: rows that a cell above still covers
    placed: list[dict[int, str]] = []
    for row in rows:
        texts: dict[int, str] = {}
        covered = {column: left - 1 for column, left in taken.items() if left > 1}
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            if column >= MOST_COLUMNS:
                break
            texts[column] = cell.text
            end = min(column + max(1, cell.columns), MOST_COLUMNS)
            if cell.rows > 1:
                covered.update(dict.fromkeys(range(column, end), cell.rows - 1))
            column = end
        placed.append(texts)
        taken = covered
    return filled(placed)


def filled(rows: Sequence[Mapping[int, str]]) -> list[tuple[str, ...]]:
    """Rows of equal length from the texts at their columns.

    A column in which no cell begins is none.
    """
    used = sorted({column for texts in rows for column in texts})
    return [tuple(texts.get(column, "") for column in used) for texts in rows]
