"""Pages of a transcript as one running text that knows where each character is printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypedDict

from municompare.documents import SourceDocument
from municompare.errors import Reading
from municompare.model.quantity import Locator, Period
from municompare.readers.draft import Draft

__all__ = [
    "Page",
    "Passage",
    "Printed",
    "Source",
    "Transcript",
    "printed_part",
    "shortened",
    "transcript_of",
]

_TRANSCRIPT_MARK: Final = re.compile(r"\s*transkript(?:ion)?\s*:?\s*", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")
_EVEN: Final = re.compile(r"\S+(?: \S+)*")
_OF_PAGES: Final = r"(?: ?\([1-9][0-9]{0,3}\)| ?/ ?[1-9][0-9]{0,3}| av [1-9][0-9]{0,3})?"
_NUMBER: Final = rf"(?:[Ss]id(?:a|an)?\.? )?(?P<number>[1-9][0-9]{{0,3}}){_OF_PAGES}"
# the number at the end of "Kapitel 3" or "Kapitel 3 och 5" is a cell's
_PAGE_NUMBERS: Final = (
    re.compile(rf"(?<!Kapitel)(?<!och)(?<!,)\s{_NUMBER}\s*$"),
    re.compile(rf"^\s*{_NUMBER}\s"),
)
_EDGE: Final = 40
"""Characters at the end of a line that a page number stands in."""
_ALONE: Final = re.compile(rf"\s*{_NUMBER}\s*")
_LONGEST: Final = 600
"""Characters of an element's own wording that a row may hold."""
_UNNUMBERED_AHEAD: Final = 2
"""Pages that may lie between two page lines without being in the transcript."""


class Printed(TypedDict):
    """Columns that say where a row is printed."""

    document: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: a physical line, its page number if it prints one, its span in the text."""

    line: int
    number: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """All pages as one text with single spaces, without page numbers.

    Parameters
    ----------
    name : str
        Name of the file.
    text : str
        The running text.
    pages : tuple of Page
        The pages in their order.
    runs : tuple of (int, int, int)
        For each run of words with single spaces between them its offset in the text, its line, and
        its column from 1.
    """

    name: str
    text: str
    pages: tuple[Page, ...]
    runs: tuple[tuple[int, int, int], ...] = field(repr=False)

    def locate(self, start: int, end: int | None = None) -> Locator:
        """Place of a character, or of a stretch with one fragment for each page it touches."""
        offset, line, column = self.runs[self._run_at(start)]
        locator = Locator.at(line, char=column + start - offset)
        if end is None:
            return locator
        for page in self.pages:
            if start < page.start < end:
                locator = locator.joined(self.locate(page.start))
        return locator

    def page_at(self, offset: int) -> Page:
        """Page on which a character is printed."""
        return self.pages[bisect_right(self.pages, offset, key=lambda page: page.start) - 1]

    def passage(self, *spans: tuple[int, int]) -> Passage:
        """Stretches of the text that are read as one."""
        kept = []
        for start, end in spans:
            raw = self.text[start:end]
            text = raw.strip()
            if text:
                begin = start + len(raw) - len(raw.lstrip())
                kept.append((begin, begin + len(text)))
        return Passage(self, tuple(kept))

    def _run_at(self, offset: int) -> int:
        return max(bisect_right(self.runs, offset, key=lambda run: run[0]) - 1, 0)


@dataclass(frozen=True, slots=True)
class Passage:
    """Stretches of a transcript read as one text, such as a cell that a page break splits."""

    transcript: Transcript = field(repr=False)
    spans: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The stretches, joined by spaces."""
        if len(self.spans) == 1:
            start, end = self.spans[0]
            return self.transcript.text[start:end]
        return " ".join(self.transcript.text[start:end] for start, end in self.spans)

    @property
    def locator(self) -> Locator:
        """Where the passage stands: one fragment for each page or stretch."""
        first, *rest = (self.transcript.locate(start, end) for start, end in self.spans)
        return first.joined(*rest)

    def part(self, start: int, end: int) -> Passage:
        """Part of the passage, by offsets in its text."""
        spans = []
        offset = 0
        for span_start, span_end in self.spans:
            length = span_end - span_start
            first, last = max(start - offset, 0), min(end - offset, length)
            if first < last:
                spans.append((span_start + first, span_start + last))
            offset += length + 1
        return self.transcript.passage(*spans)

    @property
    def is_joined(self) -> bool:
        """Whether it is put together from more than one page or stretch."""
        return len(self.locator.alternatives[0]) > 1


def shortened(passage: Passage) -> Passage:
    """The words of a passage that a row may hold as an element's own wording."""
    if len(passage.text) <= _LONGEST:
        return passage
    return passage.part(0, passage.text.rfind(" ", 0, _LONGEST))


def printed_part(document: SourceDocument) -> SourceDocument:
    """Empty the lines that a web page put before the transcript, so that places stay true."""
    for index, line in enumerate(document.lines):
        if _TRANSCRIPT_MARK.fullmatch(line):
            return replace(
                document,
                lines=("",) * (index + 1) + document.lines[index + 1 :],
                blocks=tuple(block for block in document.blocks if block.line > index + 1),
            )
    return document


def transcript_of(document: SourceDocument) -> Transcript:
    """Join the pages, without their numbers.

    Page numbers stand at the end of their lines, or at the beginning, or in lines of their own;
    they go on counting, and most pages have one.
    """
    parts: list[str] = []
    pages: list[Page] = []
    runs: list[tuple[int, int, int]] = []
    offset = 0
    printed = [
        (number, line) for number, line in enumerate(document.lines, start=1) if line.strip()
    ]
    for line_number, number, begin, end in _numbered(printed):
        start = offset
        line = document.lines[line_number - 1]
        for run in (_WORD if "|" in line else _EVEN).finditer(line, begin, end):
            if "|" in run[0] and not run[0].strip("|:-"):
                continue  # what parts the cells of a table
            runs.append((offset, line_number, run.start() + 1))
            parts.append(run[0])
            offset += len(run[0]) + 1
        pages.append(Page(line=line_number, number=number, start=start, end=max(offset - 1, start)))
    return Transcript(document.path_name, " ".join(parts), tuple(pages), tuple(runs))


def _numbered(printed: Sequence[tuple[int, str]]) -> list[tuple[int, int | None, int, int]]:
    """Line, page number, and span of the text of each page."""
    texts: list[tuple[int, str]] = []
    alone: dict[int, int] = {}
    for line_number, line in printed:
        match = _ALONE.fullmatch(line)
        if match and texts:
            alone[texts[-1][0]] = int(match["number"])
        elif match is None:
            texts.append((line_number, line))
    found = max((_counted(texts, pattern) for pattern in _PAGE_NUMBERS), key=len)
    if 2 * len(found) < len(texts):
        found = {}
    pages = []
    for line_number, line in texts:
        begin, end, number = 0, len(line), alone.get(line_number)
        if line_number in found:
            match = found[line_number]
            number = int(match["number"])
            begin, end = (match.end(), end) if match.start() == 0 else (0, match.start())
        pages.append((line_number, number, begin, end))
    return pages


def _counted(
    texts: Sequence[tuple[int, str]], pattern: re.Pattern[str]
) -> dict[int, re.Match[str]]:
    """Matches that go on counting, by line."""
    found: dict[int, re.Match[str]] = {}
    last_number, last_ordinal = 0, 0
    for ordinal, (line_number, line) in enumerate(texts, start=1):
        match = pattern.search(line, max(0, len(line.rstrip()) - _EDGE)) or pattern.match(line)
        ahead = int(match["number"]) - last_number if match else 0
        if match and 0 < ahead <= ordinal - last_ordinal + _UNNUMBERED_AHEAD:
            found[line_number] = match
            last_number, last_ordinal = int(match["number"]), ordinal
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What every part of the reader works with.

    Parameters
    ----------
    draft : Draft
        The plan in the making.
    transcript : Transcript
        The running text.
    document_id : str
        Id of the document that is read.
    year : Period
        The plan's period.
    """

    draft: Draft
    transcript: Transcript
    document_id: str
    year: Period

    def reading(self, passage: Passage) -> Reading:
        """A place for an issue, with what is printed there."""
        return self.reading_at(passage.text, str(passage.locator))

    def reading_at(self, text: str | None, locator: str) -> Reading:
        """A place for an issue, of which only the locator is at hand."""
        return Reading(text=text, document=self.document_id, locator=locator)

    def printed(self, passage: Passage) -> Printed:
        """Columns that say where a row is printed."""
        return {"document": self.document_id, "locator": str(passage.locator)}
