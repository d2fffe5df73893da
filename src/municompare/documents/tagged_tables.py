"""Tables that stand as HTML in a Markdown text, as converters write those with merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final

from municompare.documents.blocks import Block, Cell, Row
from municompare.documents.grid import MOST_COLUMNS, SpanningCell, grid_of
from municompare.documents.superscripts import raised

__all__ = ["tagged_table", "tagged_table_end"]

_OPEN: Final = re.compile(r"\s*<table\b", re.IGNORECASE)
_CLOSE: Final = re.compile(r"</table\s*>", re.IGNORECASE)
_NESTED: Final = re.compile(r"<table\b", re.IGNORECASE)
_APART: Final = frozenset(("br", "p", "li", "div"))


def tagged_table_end(lines: Sequence[str], start: int) -> int:
    """Index of the line after the table that opens in a line; the same line if none does."""
    if _OPEN.match(lines[start]) is None:
        return start
    opened = 0
    for index in range(start, len(lines)):
        opened += len(_NESTED.findall(lines[index]))
        if opened > 1:  # a layout, no table of figures
            return start
        if _CLOSE.search(lines[index]):
            return index + 1
    return start


def tagged_table(lines: Sequence[str], start: int, end: int) -> Block | None:
    """Read the table in some lines; none if it has less than two columns.

    A cell is counted within the line that its row begins in.

    Parameters
    ----------
    lines : sequence of str
        The lines of the text.
    start, end : int
        Index of the table's first line, and of the one after its last.
    """
    parser = _Parser(start + 1)
    parser.feed("\n".join(lines[start:end]))
    parser.close()
    grid = grid_of(cells for _, cells in parser.rows)
    if not grid or len(grid[0]) < 2:
        return None
    rows: list[Row] = []
    counted: dict[int, int] = {}
    for (line, _), texts in zip(parser.rows, grid, strict=True):
        first = counted.get(line, 0)
        counted[line] = first + len(texts)
        rows.append(
            Row(
                tuple(
                    Cell(text, f"L{line}/c{first + number}", text)
                    for number, text in enumerate(texts, 1)
                ),
                line,
            )
        )
    text = "\n".join(row.text for row in rows)
    return Block("table", text, None, f"L{start + 1}", start + 1, end, tuple(rows))


class _Parser(HTMLParser):
    """Gathers the rows of one table with the line that each begins in."""

    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self._first_line = first_line
        self._pieces: list[str] | None = None
        self._spans = (1, 1)
        self._raised = 0
        self.rows: list[tuple[int, list[SpanningCell]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self.rows.append((self._first_line + self.getpos()[0] - 1, []))
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            given = dict(attrs)
            self._spans = (_count(given.get("colspan")), _count(given.get("rowspan")))
            self._pieces = []
        elif tag == "sup":
            self._raised += 1
        elif tag in _APART and self._pieces is not None:
            self._pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        elif tag == "sup":
            self._raised = max(0, self._raised - 1)

    def handle_data(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(raised(data) if self._raised else data)

    def _end_cell(self) -> None:
        if self._pieces is not None:
            text = " ".join("".join(self._pieces).split())
            self.rows[-1][1].append(SpanningCell(text, *self._spans))
        self._pieces, self._raised = None, 0


def _count(text: str | None) -> int:
    digits = re.match(r"\s*(\d{1,4})", text or "")
    return max(1, min(int(digits[1]), MOST_COLUMNS)) if digits else 1
