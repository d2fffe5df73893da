"""Title page, list of contents and sections of a steering programme of Linköping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.readers.linkoping_text import Statement, along, whole
from municompare.text.words import fold

__all__ = ["Entry", "Field", "Outline", "Section", "read_outline"]

_FIELD: Final = re.compile(
    r"(?P<label>Dokumenttyp|Antag(?:et|en) av|Beslutad av|Fastställ[dt] av|Senast reviderat?|"
    r"Giltighetstid|Gäller (?:från|för|till)|Diarienummer|Dokumentansvarig|Adressera[dt] till|"
    r"Målgrupp|Tidpunkt för aktualitetsprövning|Relaterade styrdokument|Sökord|Dokumentnamn|"
    r"Ersätter|Version|Datum):\s*(?P<value>.*)",
    re.IGNORECASE,
)
_CONTENTS: Final = re.compile(r"innehall(?:sforteckning)?")
_LEADER: Final = re.compile(r"(?P<title>.+?)[ .\t…]*\s(?P<page>\d{1,3})")
_NUMBERED: Final = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<title>[^\W\d_].*)")
_LONGEST_HEADING: Final = 100


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the title page: its label, what it says, where."""

    label: str
    value: str
    line: Statement

    @property
    def place(self) -> Statement:
        """Where its content stands."""
        start = len(self.line.text) - len(self.value)
        return self.line.part(start) if self.value else self.line


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of contents: the title, and where it stands."""

    title: str
    locator: str


@dataclass(slots=True)
class Section:
    """A chapter or section: its number and title as printed, and its blocks."""

    number: str | None
    title: str
    heading: Block
    blocks: list[Block] = field(default_factory=list)

    @property
    def chapter(self) -> str | None:
        """Number of its chapter."""
        return self.number.partition(".")[0] if self.number else None

    @property
    def depth(self) -> int:
        """1 for a chapter, 2 for a section of one."""
        return self.number.count(".") + 1 if self.number else 1

    @property
    def rank(self) -> int:
        """Depth by its number, else the level of its heading."""
        return self.depth if self.number else self.heading.level or 1


@dataclass(frozen=True, slots=True)
class Outline:
    """What a programme is made of.

    Parameters
    ----------
    title : Block
        The title.
    motto : Block or None
        The line below the title.
    fields : mapping
        The fields of the title page by folded label.
    sections : tuple of Section
        All sections in their order; chapters and their sections side by side.
    contents : tuple of Entry
        The list of contents.
    """

    title: Block
    motto: Block | None
    fields: Mapping[str, Field]
    sections: tuple[Section, ...]
    contents: tuple[Entry, ...]

    def field(self, *labels: str) -> Field | None:
        """The first of these fields that is printed."""
        return next((self.fields[label] for label in labels if label in self.fields), None)

    @property
    def lacking(self) -> tuple[Entry, ...]:
        """Titles of the list of contents that no heading prints."""
        printed = {_plain(_printed(section.heading)) for section in self.sections}
        return tuple(entry for entry in self.contents if _plain(entry.title) not in printed)


def _printed(block: Block) -> str:
    """A line with the number that stands before it, also where that made it a list item."""
    numbered = block.kind == "list_item" and block.marker[:1].isdecimal()
    return f"{block.marker} {block.text}" if numbered else block.text


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", fold(text)).split())


def read_outline(document: SourceDocument) -> Outline | None:
    """Read title page, contents and sections; None where there is no text."""
    blocks = along(document.blocks)
    lines = [block for block in blocks if block.kind in ("heading", "paragraph", "list_item")]
    if not lines:
        return None
    fields: dict[str, Field] = {}
    for block in _field_lines(document, blocks):
        match = _FIELD.fullmatch(block.text)
        if match is not None:
            entry = Field(match["label"], match["value"].strip(), whole(block))
            fields.setdefault(_plain(match["label"]), entry)
    contents = tuple(_contents(blocks))
    return Outline(
        title=lines[0],
        motto=_motto(lines),
        fields=fields,
        sections=tuple(_sections(blocks, {_plain(entry.title) for entry in contents}, lines[0])),
        contents=contents,
    )


def _field_lines(document: SourceDocument, blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines that may be fields; a row of two cells is one line, its label before a colon."""
    for block in blocks:
        if block.kind != "table":
            yield block
            continue
        for row in block.rows:
            cells = [cell for cell in row.cells if cell.text]
            if not 1 <= len(cells) <= 2:
                continue
            label, value = cells[0].text.rstrip(" :"), "".join(cell.text for cell in cells[1:])
            raw = document.lines[row.line - 1] if row.line <= len(document.lines) else ""
            at = max(raw.find(value), 0) + 1
            spans = ((0, row.line, 1), (len(label) + 2, row.line, at))
            yield Block(
                "paragraph",
                f"{label}: {value}".rstrip(),
                None,
                f"L{row.line}",
                row.line,
                row.line,
                spans=spans if value else spans[:1],
            )


def _motto(lines: Sequence[Block]) -> Block | None:
    """The line below the title, if it is a sentence and no field."""
    below = lines[1] if len(lines) > 1 else None
    if below is None or _FIELD.fullmatch(below.text) or len(below.text) > _LONGEST_HEADING:
        return None
    return below if below.text.endswith((".", "!")) and " " in below.text else None


def _contents(blocks: Sequence[Block]) -> Iterator[Entry]:
    """Titles of the list of contents."""
    listing = False
    for block in blocks:
        if block.kind != "table" and _CONTENTS.fullmatch(fold(block.text)):
            listing = True
        elif listing and block.kind == "table":
            for row in block.rows:
                match = _LEADER.fullmatch(row.text.strip())
                if match is not None:
                    yield Entry(match["title"], f"L{row.line}")
        elif listing:
            match = _LEADER.fullmatch(block.text)
            if match is None:
                return
            yield Entry(match["title"], block.locator)


def _sections(blocks: Sequence[Block], contents: set[str], title: Block) -> Iterator[Section]:
    """Sections under the headings that the list of contents names, or that are marked as such."""
    current: Section | None = None
    for block in blocks:
        heading = block is not title and _is_heading(block, contents)
        if not heading:
            if current is not None and block.kind != "rule":
                current.blocks.append(block)
            continue
        if current is not None:
            yield current
        match = _NUMBERED.fullmatch(_printed(block))
        number, name = (match["number"], match["title"]) if match else (None, block.text)
        current = Section(number=number, title=name, heading=block)
    if current is not None:
        yield current


def _is_heading(block: Block, contents: set[str]) -> bool:
    if block.kind == "table":
        return False
    if _plain(_printed(block)) in contents:
        return True
    if block.kind == "heading":
        return _CONTENTS.fullmatch(fold(block.text)) is None
    numbered = _NUMBERED.fullmatch(block.text) is not None
    short = len(block.text) <= _LONGEST_HEADING and not block.text.endswith((".", ":", ";", ","))
    return not contents and block.kind == "paragraph" and numbered and short
