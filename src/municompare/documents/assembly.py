"""Puts together a document that has no lines of its own: a line for what is printed together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from municompare.documents.blocks import Block, BlockKind, Cell, Row, Span
from municompare.errors import Issue
from municompare.model.quantity import Place

__all__ = ["TYPED_MARKER", "Assembly", "Part", "TableRow", "printed"]

TYPED_MARKER: Final = re.compile(
    # a star opens a footnote; a date or a sum is no numbered item
    r"(?P<marker>[•▪‣◦·●○■□➢✓\uf0b7\uf0a7]|[-–+](?=\s)|\d{1,2}[.)](?=\s))\s*(?=\S)"
)
"""What stands before a list item where a format does not know lists, or they were typed."""

_UNPRINTED: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LIGATURES: Final = {
    ord(ligature): text
    for ligature, text in zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "ft", "st"), strict=True)
}


def printed(text: str) -> str:
    r"""Return a text as it is printed: white space squeezed, one character for each letter.

    Examples
    --------
    >>> printed("e\u00adkonomi \ufb01nns\u00a0 inte")
    'ekonomi finns inte'
    """
    text = text.translate(_UNPRINTED).translate(_LIGATURES)
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paragraph that is printed in one place: its text and the place."""

    text: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its cells' texts, and its place.

    Parameters
    ----------
    cells : tuple of str
        One text for each column; where a cell spans rows or columns, only its first has text.
    place : Place
        The row's place.
    rest : TableRow or None
        The row's rest on the next page, if a page break cuts it.
    """

    cells: tuple[str, ...]
    place: Place
    rest: TableRow | None = None


class Assembly:
    """Collects the blocks of a document in their order.

    Attributes
    ----------
    lines : list of str
        The document's lines.
    places : list of Place
        Where each line stands in the file.
    blocks : list of Block
        The blocks, with the locators of the file.
    issues : list of Issue
        What of the file could not be read, though the rest could.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.places: list[Place] = []
        self.blocks: list[Block] = []
        self.issues: list[Issue] = []

    def text(
        self,
        kind: BlockKind,
        parts: str | Iterable[Part],
        *,
        level: int | None = None,
        marker: str = "",
        emphasised: bool = False,
    ) -> None:
        """Add a heading, a paragraph or a list item.

        Parameters
        ----------
        kind : {"heading", "paragraph", "list_item"}
            What it is.
        parts : str or iterable of Part
            What is printed; several parts where a page break cuts it. A part without a place
            stands at its line.
        level : int, optional
            Level of a heading or list item.
        marker : str
            What stands before a list item.
        emphasised : bool
            Whether all of it is in italics or bold.
        """
        given = [Part(parts, None)] if isinstance(parts, str) else parts
        kept = [part for part in given if part.text]
        if not kept:
            return
        first = len(self.lines) + 1
        text = ""
        spans: list[Span] = []
        for part in kept:
            before = f"{marker} " if marker and not text else ""
            text += " " if text else ""
            spans.append((len(text), len(self.lines) + 1, len(before) + 1))
            text += part.text
            self.places.append(part.place or Place(line=len(self.lines) + 1))
            self.lines.append(before + part.text)
        places = tuple(self.places[first - 1 :])
        self.blocks.append(
            Block(
                kind,
                text,
                level,
                "+".join(map(str, places)),
                first,
                len(self.lines),
                marker=marker,
                spans=tuple(spans),
                emphasised=emphasised and kind == "paragraph",
                places=places,
            )
        )

    def table(self, rows: Sequence[TableRow]) -> None:
        """Add a table."""
        first = len(self.lines) + 1
        made = [self._row(row) for row in rows]
        text = "\n".join(row.text for row in made)
        place = replace(rows[0].place, row=None)
        self.blocks.append(
            Block("table", text, None, str(place), first, len(self.lines), rows=tuple(made))
        )

    def _row(self, row: TableRow) -> Row:
        fragments = [row]
        while fragments[-1].rest is not None:
            fragments.append(fragments[-1].rest)
        line = len(self.lines) + 1
        for fragment in fragments:
            self.lines.append("\t".join(fragment.cells))
            self.places.append(fragment.place)
        return Row(tuple(_cell(fragments, index) for index in range(len(row.cells))), line)


def _cell(fragments: Sequence[TableRow], index: int) -> Cell:
    filled = [fragment for fragment in fragments if fragment.cells[index]] or [fragments[0]]
    text = " ".join(fragment.cells[index] for fragment in filled)
    locator = "+".join(str(replace(each.place, column=index + 1)) for each in filled)
    return Cell(text, locator, text)
