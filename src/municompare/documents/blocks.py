"""What a document consists of: blocks, table rows and cells, each with its place.

A file of text has lines. For the other formats each paragraph and each row of a table is a line
of the document, and the document knows where in the file its lines stand: its blocks have the
locators of the file (``p6/t1/r3/c5``), or those of the lines if asked (``L440/c5``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from municompare.errors import Issue
from municompare.model.quantity import Locator, Place

__all__ = ["Block", "BlockKind", "Cell", "DocumentFormat", "Row", "SourceDocument", "Span"]

BlockKind = Literal["heading", "paragraph", "list_item", "table", "rule"]
DocumentFormat = Literal["markdown", "text", "pdf", "docx", "html"]

Span = tuple[int, int, int]
"""Where a stretch of a block's text comes from: index in the text, line, column (from 1)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row.

    Parameters
    ----------
    text : str
        What is printed: without inline markup, white space squeezed.
    locator : str
        Its place, such as ``L440/c4``.
    raw : str
        The cell as it stands in the file.
    """

    text: str
    locator: str
    raw: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells, also the empty ones, and its line."""

    cells: tuple[Cell, ...]
    line: int

    @property
    def text(self) -> str:
        """The cells' texts, separated by tabs."""
        return "\t".join(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list item, a table or a rule.

    A physical line is the smallest block: lines that follow each other are paragraphs of their
    own, because municipal documents print one statement in a line far more often than they wrap.

    Parameters
    ----------
    kind : {"heading", "paragraph", "list_item", "table", "rule"}
        What it is.
    text : str
        What is printed, without markup; the rows of a table, one a line.
    level : int or None
        Level of a heading, nesting depth of a list item, both from 1.
    locator : str
        The place of its first line, such as ``L12``.
    line, last_line : int
        The lines that it covers, counted from 1.
    rows : tuple of Row
        The rows of a table.
    marker : str
        What stands before a list item: ``-``, ``•``, ``1.``.
    spans : tuple of Span
        Where each stretch of the text stands in the lines.
    emphasised : bool
        Whether a paragraph is printed in italics or bold from its first to its last word.
    places : tuple of Place
        Where each of its lines stands in the file, if not as lines.
    """

    kind: BlockKind
    text: str
    level: int | None
    locator: str
    line: int
    last_line: int
    rows: tuple[Row, ...] = ()
    marker: str = ""
    spans: tuple[Span, ...] = field(default=(), repr=False)
    emphasised: bool = False
    places: tuple[Place, ...] = field(default=(), repr=False)

    def locate(self, index: int) -> str:
        """Locator of one character of the text, such as ``L10:c512``.

        Parameters
        ----------
        index : int
            Index in :attr:`text`, from 0.

        Raises
        ------
        IndexError
            If the text has no such character, or the block is a table, whose cells have locators.
        """
        if not (self.spans and 0 <= index < len(self.text)):
            raise IndexError(f"{self.kind} at {self.locator} has no character {index}")
        start, line, column = self.spans[bisect_right(self.spans, index, key=lambda s: s[0]) - 1]
        char = column + index - start
        if not self.places:
            return f"L{line}:c{char}"
        return str(replace(self.places[line - self.line], char=char))

    def tail(self, line: int, column: int) -> str | None:
        """Return what is printed from a place in the file to the end of its line, if anything."""
        ends = [start for start, _, _ in self.spans[1:]] + [len(self.text)]
        pieces: list[str] = []
        for (start, span_line, span_column), end in zip(self.spans, ends, strict=True):
            if span_line == line and span_column + end - start > column:
                pieces.append(self.text[start + max(0, column - span_column) : end])
        return "".join(pieces).rstrip() or None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    r"""A document as a sequence of blocks.

    Parameters
    ----------
    path_name : str
        The file's name, without folder.
    sha256 : str
        Hash of the file's bytes.
    format : {"markdown", "text", "pdf", "docx", "html"}
        How the file was read.
    encoding : str
        The encoding that its text was read in; empty for a format that has none.
    lines : tuple of str
        The physical lines, without line ends and form feeds; in a file without lines its
        paragraphs and the rows of its tables, cells separated by tabs.
    blocks : tuple of Block
        The blocks in the order of their lines.
    places : tuple of Place
        Where each line stands in the file; none for a file of text.
    issues : tuple of Issue
        What of the file could not be read, though the rest could.
    page_starts : tuple of (int, int)
        Line and column at which a text begins another page, after a form feed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from municompare.documents import load_document
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "plan.md"
    ...     _ = path.write_text("Work\t150\nStudies\t20\n", encoding="utf-8")
    ...     document = load_document(path)
    >>> document.text_at("L2/c2")
    '20'
    """

    path_name: str
    sha256: str
    format: DocumentFormat
    encoding: str
    lines: tuple[str, ...] = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    places: tuple[Place, ...] = field(default=(), repr=False)
    issues: tuple[Issue, ...] = ()
    page_starts: tuple[tuple[int, int], ...] = ()
    _line_at: dict[Place, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        at = {place: line for line, place in enumerate(self.places, 1)}
        object.__setattr__(self, "_line_at", at)

    def text_at(self, locator: Locator | str) -> str | None:
        """Text that is printed at a locator.

        ``L440/c4`` gives the cell's text, ``L10:c512`` what is printed from that character to
        the end of the line, ``L10`` the block or table row there; fragments joined by ``+`` are
        joined with a space. Of several places of the same statement the first counts. Lines and
        places in the file (``p6/t1/r3/c5``, ``p6/L2:c10``) are known both.

        Parameters
        ----------
        locator : Locator or str
            The place.

        Returns
        -------
        str or None
            The text, or None where the document has no such place.

        Raises
        ------
        ValueError
            If the text is no locator.
        """
        if isinstance(locator, str):
            locator = Locator.parse(locator)
        texts = [self._text_at(place) for place in locator.alternatives[0]]
        if None in texts:
            return None
        return " ".join(text for text in texts if text)

    def block_at(self, line: int) -> Block | None:
        """Return the block that covers a line, if one does."""
        position = bisect_right(self.blocks, line, key=lambda block: block.line) - 1
        if position >= 0 and line <= self.blocks[position].last_line:
            return self.blocks[position]
        return None

    def by_lines(self) -> SourceDocument:
        """The same document with the locators of its lines, which readers count by."""
        if not self.places:
            return self
        return replace(self, blocks=tuple(self._by_lines(block) for block in self.blocks))

    def source_locator(self, locator: str) -> str:
        """Where in the file something stands that was located by lines.

        Parameters
        ----------
        locator : str
            A locator, such as ``L440/c4``.

        Returns
        -------
        str
            Such as ``p6/t1/r3/c4``; the same locator if the file has lines.
        """
        if not self.places:
            return locator
        ways = Locator.parse(locator).alternatives
        return str(Locator(tuple(tuple(map(self._source_place, way)) for way in ways)))

    def _by_lines(self, block: Block) -> Block:
        whole = "+".join(f"L{line}" for line in range(block.line, block.last_line + 1))
        if block.kind != "table":
            return replace(block, locator=whole, places=())
        ends = [*(row.line for row in block.rows[1:]), block.last_line + 1]
        rows = (
            replace(row, cells=tuple(self._cells_by_lines(row, range(row.line, end))))
            for row, end in zip(block.rows, ends, strict=True)
        )
        return replace(block, locator=f"L{block.line}", rows=tuple(rows))

    def _cells_by_lines(self, row: Row, lines: range) -> Iterator[Cell]:
        if len(lines) == 1:
            for number, cell in enumerate(row.cells, 1):
                yield replace(cell, locator=f"L{row.line}/c{number}")
            return
        parts = {line: self.lines[line - 1].split("\t") for line in lines}
        for index, cell in enumerate(row.cells):
            own = [line for line in lines if parts[line][index]] or [row.line]
            yield replace(cell, locator="+".join(f"L{line}/c{index + 1}" for line in own))

    def _source_place(self, place: Place) -> Place:
        line = place.line
        if line is None or place.page is not None or line > len(self.places):
            return place
        char = place.char
        if place.cell is not None and char is not None:
            # a row that a page break cuts goes on in the next line
            while char > len(text := self._cell_at(line, place.cell) or "") and self._goes_on(line):
                char = max(1, char - len(text) - (1 if text else 0))
                line += 1
        found = self.places[line - 1]
        if place.cell is not None:
            found = replace(found, column=place.cell)
        return replace(found, char=char) if char is not None else found

    def _goes_on(self, line: int) -> bool:
        """Whether the next line holds the rest of the row in this one."""
        block = self.block_at(line)
        if block is None or block.kind != "table" or line >= block.last_line:
            return False
        return all(row.line != line + 1 for row in block.rows)

    def _text_at(self, place: Place) -> str | None:
        if self.places:
            return self._text_of_source(place)
        if place.line is None or place.page is not None or place.line > len(self.lines):
            return None
        block = self.block_at(place.line)
        if block is None:
            return None
        if block.kind == "table":
            first = bisect_left(block.rows, place.line, key=lambda row: row.line)
            end = bisect_right(block.rows, place.line, key=lambda row: row.line)
            cells = tuple(cell for row in block.rows[first:end] for cell in row.cells)
            return _row_text(Row(cells, place.line), place) if cells else None
        if place.cell is not None:
            return None
        if place.char is None:
            return block.text
        return block.tail(place.line, place.char)

    def _text_of_source(self, place: Place) -> str | None:
        line = self._line_at.get(replace(place, column=None, cell=None, char=None))
        if line is None and place.page is None and place.table is None:
            line = place.line
        if line is None:
            return self._text_of_many(place)
        block = self.block_at(line) if line <= len(self.lines) else None
        cell = place.cell or place.column
        if block is None or (cell is not None and block.kind != "table"):
            return None
        if block.kind != "table":
            return block.tail(line, place.char or 1)
        text = self.lines[line - 1] if cell is None else self._cell_at(line, cell)
        if text is None or place.char is None:
            return text
        return text[place.char - 1 :] if place.char <= len(text) else None

    def _cell_at(self, line: int, cell: int) -> str | None:
        cells = self.lines[line - 1].split("\t")
        return cells[cell - 1] if cell <= len(cells) else None

    def _text_of_many(self, place: Place) -> str | None:
        """Text of a whole page or table, a line for each of its lines."""
        if (place.page, place.table) == (None, None) or (
            place.line or place.row or place.column or place.char
        ):
            return None
        held = [
            line
            for line, at in zip(self.lines, self.places, strict=True)
            if place.page in (None, at.page) and place.table in (None, at.table)
        ]
        return "\n".join(held) or None


def _row_text(row: Row, place: Place) -> str | None:
    if place.cell is None:
        return row.text if place.char is None else None
    if place.cell > len(row.cells):
        return None
    text = row.cells[place.cell - 1].text
    if place.char is None:
        return text
    return text[place.char - 1 :] if place.char <= len(text) else None
