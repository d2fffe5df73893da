"""What a document consists of: blocks, table rows and cells, each with its place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from municompare.model.quantity import Locator, Place

__all__ = ["Block", "BlockKind", "Cell", "DocumentFormat", "Row", "SourceDocument", "Span"]

BlockKind = Literal["heading", "paragraph", "list_item", "table", "rule"]
DocumentFormat = Literal["markdown", "text"]

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
        Where each stretch of the text stands in the file.
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
        return str(Place(line=line, char=column + index - start))

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
    format : {"markdown", "text"}
        How the file was read.
    encoding : str
        The encoding that it was read in.
    lines : tuple of str
        The physical lines, without line ends and form feeds.
    blocks : tuple of Block
        The blocks in the order of their lines.

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

    def text_at(self, locator: Locator | str) -> str | None:
        """Text that is printed at a locator.

        ``L440/c4`` gives the cell's text, ``L10:c512`` what is printed from that character to
        the end of the line, ``L10`` the block or table row there; fragments joined by ``+`` are
        joined with a space. Of several places of the same statement the first counts.

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

    def _text_at(self, place: Place) -> str | None:
        if place.line is None or place.line > len(self.lines):
            return None
        block = self.block_at(place.line)
        if block is None:
            return None
        if block.kind == "table":
            position = bisect_right(block.rows, place.line, key=lambda row: row.line) - 1
            row = block.rows[position]
            return _row_text(row, place) if row.line == place.line else None
        if place.cell is not None:
            return None
        if place.char is None:
            return block.text
        return block.tail(place.line, place.char)

    def block_at(self, line: int) -> Block | None:
        """Return the block that covers a line, if one does."""
        position = bisect_right(self.blocks, line, key=lambda block: block.line) - 1
        if position >= 0 and line <= self.blocks[position].last_line:
            return self.blocks[position]
        return None


def _row_text(row: Row, place: Place) -> str | None:
    if place.cell is None:
        return row.text if place.char is None else None
    if place.cell > len(row.cells):
        return None
    text = row.cells[place.cell - 1].text
    if place.char is None:
        return text
    return text[place.char - 1 :] if place.char <= len(text) else None
