"""Footnotes below a table, and the marks that refer to them.

Every table has its own footnotes: the paragraphs with leading marks that follow it, also over a
page break. ``*`` below one table says nothing about ``*`` in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.documents import Block
from municompare.model.plan import Note
from municompare.readers.draft import Draft
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_pages import is_page_break
from municompare.text.cells import MARKER

__all__ = ["Footnote", "Mark", "NoteBook", "footnotes_after", "marks_in"]

_MARK: Final = re.compile(rf"(?<=[^\s*])(?:{MARKER})(?=[\s.,;:)]|$)")
_FOOTNOTE: Final = re.compile(rf"(?P<marker>{MARKER})\s*(?P<text>[^*\s].*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A footnote: its mark, its wording, its place."""

    marker: str
    text: str
    block: Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A footnote mark where it is printed, and the rows that it is about."""

    marker: str
    elements: tuple[str, ...]
    text: str
    locator: str


def marks_in(text: str) -> tuple[str, ...]:
    """Footnote marks of a text, at its end and inside.

    Examples
    --------
    >>> marks_in("Lägre hyror* enligt avtal**")
    ('*', '**')
    """
    return tuple(_MARK.findall(text))


def footnotes_after(blocks: Sequence[Block], index: int) -> tuple[Footnote, ...]:
    """Footnotes that follow the block at an index, with nothing but page breaks between."""
    found = []
    for block in blocks[index + 1 :]:
        if is_page_break(block):
            continue
        starred = block.kind == "list_item" and block.marker == "*"
        match = _FOOTNOTE.fullmatch(f"* {block.text}" if starred else block.text)
        if block.kind not in ("paragraph", "list_item") or match is None:
            break
        found.append(Footnote(marker=match["marker"], text=match["text"], block=block))
    return tuple(found)


class NoteBook:
    """Adds the notes of tables; marks without footnote and the reverse are oddities."""

    def __init__(self, draft: Draft, parts: Parts, faults: Faults) -> None:
        self._draft = draft
        self._parts = parts
        self._faults = faults

    def attach(self, marks: Iterable[Mark], footnotes: Sequence[Footnote]) -> None:
        """Add a note for every row that carries a mark of the table's footnotes."""
        known = {footnote.marker: footnote for footnote in reversed(footnotes)}
        used: set[str] = set()
        for mark in marks:
            footnote = known.get(mark.marker)
            if footnote is None:
                self._faults.oddity("MC335", mark.text, mark.locator)
                continue
            used.add(mark.marker)
            for element in mark.elements or (None,):
                self._add(footnote, element)
        for footnote in footnotes:
            if footnote.marker not in used or known[footnote.marker] is not footnote:
                text = f"{footnote.marker} {footnote.text}"
                self._faults.oddity("MC335", text, footnote.block.locator)
                self._add(footnote, None)

    def _add(self, footnote: Footnote, element: str | None) -> None:
        self._draft.add(
            Note(
                id=self._draft.attached_id("note", *([element] if element else [])),
                marker=footnote.marker,
                text=footnote.text,
                element=element,
                document=self._parts.at(footnote.block.line),
                locator=footnote.block.locator,
            )
        )
