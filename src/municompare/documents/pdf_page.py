"""A page of a PDF file as it is read: lines of text, and tables with the lines of their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.documents.assembly import TableRow
from municompare.documents.joining import TablePart
from municompare.documents.pdf_grid import RuledTable, ruled_tables
from municompare.documents.pdf_lines import Breaks, TextLine, joined_text, text_lines
from municompare.documents.pdf_marks import Page
from municompare.documents.pdf_view import Glyph
from municompare.model.quantity import Place

__all__ = ["PageTable", "PageText", "page_text"]

_SAME_EDGE: Final = 3.0
_FEWEST_FILLED: Final = 0.1
"""A table has text in at least so many of its cells; what has less is a drawing."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on a page.

    Parameters
    ----------
    page, number : int
        The page, and the table's number on it, both from 1.
    table : RuledTable
        Its cells.
    lines : dict of (int, int) to list of TextLine
        The lines of each cell, by the cell's row and column.
    """

    page: int
    number: int
    table: RuledTable
    lines: dict[tuple[int, int], list[TextLine]]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.table.ys[0]

    def part(self, breaks: Breaks) -> TablePart:
        """Give its rows, each cell's lines joined.

        Parameters
        ----------
        breaks : Breaks
            How the typesetter breaks lines.
        """
        columns = sorted({region.column for region in self.table.regions})
        rows = sorted({region.row for region in self.table.regions})
        texts = {
            (row, column): joined_text(lines, right, breaks)
            for row, column, lines, right in self.cells()
        }
        return TablePart(
            rows=[
                TableRow(
                    tuple(texts.get((row, column), "") for column in columns),
                    Place(page=self.page, table=self.number, row=number),
                )
                for number, row in enumerate(rows, 1)
            ],
            edges=(*(self.table.xs[column] for column in columns), self.table.xs[-1]),
            headed=self._is_headed(rows),
            open_top=self.table.open_top,
            open_bottom=self.table.open_bottom,
            merged=frozenset(
                (rows.index(row), columns.index(region.column))
                for region in self.table.regions
                if region.last_row > region.row
                for row in range(region.row, region.last_row + 1)
                if row in rows
            ),
        )

    def cells(self) -> Iterator[tuple[int, int, list[TextLine], float]]:
        """The cells that have text: their lines, and where these end at the latest."""
        paddings: dict[int, float] = {}
        for (_, column), lines in self.lines.items():
            padding = min(line.x0 for line in lines) - self.table.xs[column]
            paddings[column] = max(0.0, min(padding, paddings.get(column, padding)))
        for region in self.table.regions:
            lines = self.lines.get((region.row, region.column), [])
            if lines:
                right = region.x1 - paddings[region.column]
                yield region.row, region.column, lines, max(right, *(line.x1 for line in lines))

    def _is_headed(self, rows: Sequence[int]) -> bool:
        """Whether the first row is bold and another is not."""
        bold: dict[int, bool] = {}
        for (row, _), lines in self.lines.items():
            bold[row] = bold.get(row, True) and all(line.bold for line in lines)
        return bold.get(rows[0], False) and not all(bold.values())


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page prints.

    Parameters
    ----------
    number : int
        The page, from 1.
    width, height : float
        Its size.
    lines : list of TextLine
        Its lines outside of tables.
    tables : list of PageTable
        Its tables, from the top to the bottom.
    """

    number: int
    width: float
    height: float
    lines: list[TextLine]
    tables: list[PageTable]


def page_text(page: Page, before: PageText | None = None) -> PageText:
    """Part a page's characters into those of its tables and the others.

    Parameters
    ----------
    page : Page
        The page.
    before : PageText, optional
        The page before it, whose last table may go on.
    """
    open_table = before.tables[-1].table if before is not None and before.tables else None
    taken: list[RuledTable] = []
    rest = page.glyphs
    for table in ruled_tables(page.strokes):
        if any(_holds(other, table) for other in taken):
            continue  # lines inside a cell
        outside = _parted(table, rest)
        goes_on = open_table is not None and _goes_on(open_table, table, outside)
        if len(outside) < len(rest) and (goes_on or _is_table(table)):
            taken.append(table)
            rest = outside
    taken.sort(key=lambda table: (table.ys[0], table.xs[0]))
    return PageText(
        page.number,
        page.width,
        page.height,
        text_lines(rest),
        [_page_table(page.number, number, table) for number, table in enumerate(taken, 1)],
    )


def _parted(table: RuledTable, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Put the characters inside a table into its cells, and give the others."""
    for region in table.regions:
        region.glyphs.clear()
    outside: list[Glyph] = []
    for glyph in glyphs:
        cell = table.region_at((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
        (outside if cell is None else cell.glyphs).append(glyph)
    return outside


def _page_table(page: int, number: int, table: RuledTable) -> PageTable:
    lines = {}
    for region in table.regions:
        found = text_lines(region.glyphs)
        if found:
            lines[region.row, region.column] = found
        region.glyphs.clear()
    return PageTable(page, number, table, lines)


def _holds(outer: RuledTable, inner: RuledTable) -> bool:
    return (
        outer.xs[0] <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1]
        and outer.ys[0] <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1]
    )


def _goes_on(above: RuledTable, table: RuledTable, outside: Sequence[Glyph]) -> bool:
    """Whether the columns are those of a table above, or cells over several of them.

    Then a row may stand alone on its page, above all text.
    """
    inside = all(any(abs(x - own) < _SAME_EDGE for own in above.xs) for x in table.xs)
    wide = abs((above.xs[-1] - above.xs[0]) - (table.xs[-1] - table.xs[0])) < _SAME_EDGE
    return inside and wide and all(glyph.top > table.ys[0] for glyph in outside)


def _is_table(table: RuledTable) -> bool:
    """Whether lines make a table: several columns, and not hardly any text in them."""
    filled = [
        region
        for region in table.regions
        if any(not glyph.text.isspace() for glyph in region.glyphs)
    ]
    columns = {region.column for region in table.regions}
    rows = {region.row for region in table.regions}
    beside = len({region.column for region in filled}) > 1
    if not (beside or (len(columns) > 2 and len(rows) > 1)):
        return False
    return len(filled) >= max(1, _FEWEST_FILLED * len(table.regions))
