"""Pages of an operational plan, whatever its lines are: whole pages, wrapped lines, or cells.

A flattened text has one page a line; other tools wrap lines or put every cell on one, and mark
pages by form feeds or by numbers that stand alone. Where nothing marks them, all is one page.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from municompare.documents import SourceDocument
from municompare.model.quantity import Locator
from municompare.readers.norrkoping_text import Page, Transcript, transcript_of

__all__ = ["PagedTranscript", "paged"]

_WORD: Final = re.compile(r"\S+")
_ALONE: Final = re.compile(
    r"\s*(?:[Ss]id(?:a|an)?\.? )?(?P<number>[1-9]\d{0,3})(?: ?\(\d+\)| ?/ ?\d+| av \d+)?\s*"
)
_LONG: Final = 200
"""Characters of a line that is a page; wrapped lines are shorter."""
_SHORTEST: Final = 80
"""Characters of a page at least."""
_FEWEST: Final = 2
"""Page numbers at least."""

_Place = tuple[int, int]
"""Line and column, both from 1."""


@dataclass(frozen=True, slots=True)
class PagedTranscript(Transcript):
    """A transcript that knows its pages apart from its lines.

    Parameters
    ----------
    sheets : tuple of Page
        The pages of the document; ``pages`` are its lines.
    """

    sheets: tuple[Page, ...] = field(default=(), kw_only=True)

    @property
    def has_sheets(self) -> bool:
        """Whether something tells where pages begin."""
        return len(self.sheets) > 1

    def locate(self, start: int, end: int | None = None) -> Locator:
        """Place of a character, or of a stretch with one fragment for each line it touches."""
        locator = self._place_of(start)
        if end is None:
            return locator
        first = bisect_right(self.pages, start, key=lambda page: page.start)
        last = bisect_left(self.pages, end, key=lambda page: page.start)
        return locator.joined(*(self._place_of(page.start) for page in self.pages[first:last]))

    def _place_of(self, start: int) -> Locator:
        offset, line, column = self.runs[self._run_at(start)]
        return Locator.at(line, char=column + start - offset)

    def sheet_at(self, offset: int) -> Page:
        """Page on which a character is printed."""
        position = bisect_right(self.sheets, offset, key=lambda page: page.start) - 1
        return self.sheets[max(position, 0)]


def paged(document: SourceDocument) -> PagedTranscript:
    """Join the lines of a document, without page numbers, and find its pages."""
    total = sum(map(len, document.lines))
    long = sum(len(line) for line in document.lines if len(line) > _LONG)
    if not document.page_starts and 2 * long >= total:
        plain = transcript_of(document)
        return PagedTranscript(plain.name, plain.text, plain.pages, plain.runs, sheets=plain.pages)
    starts = sorted({(1, 1), *document.page_starts})
    numbers = dict(_numbers(document.lines, starts))
    if len(starts) == 1:  # each number stands at the end of its page
        starts += [(line + 1, 1) for line in numbers]
    return _transcript(document, starts, numbers)


def _numbers(lines: Sequence[str], starts: Sequence[_Place]) -> Iterator[tuple[int, int]]:
    """Lines that hold a page number and nothing else, with the number.

    Such numbers count on from page to page, on most pages. They are the last or the first line of
    a page; where nothing else marks pages, an empty line stands beside them, and between two of
    them stands the text of a page, which parts them from the figures of a table.
    """
    printed = [line for line, text in enumerate(lines, 1) if text.strip()]
    if len(starts) > 1:
        found: list[int] = []
        bounds = [*(line for line, _ in starts), len(lines) + 1]
        for begin, end in pairwise(bounds):
            own = printed[bisect_left(printed, begin) : bisect_left(printed, end)]
            found += dict.fromkeys((*own[:1], *own[-1:]))
        fewest = max(_FEWEST, len(starts) // 2)
    else:
        empty = {line for line, text in enumerate(lines, 1) if not text.strip()} | {len(lines) + 1}
        found = [line for line in printed if line - 1 in empty or line + 1 in empty]
        fewest = _FEWEST
    alone = [
        (line, int(match["number"]))
        for line in found
        if (match := _ALONE.fullmatch(lines[line - 1]))
    ]
    best: list[tuple[int, int]] = []
    for index, first in enumerate(alone):
        chain = [first]
        for line, number in alone[index + 1 :]:
            apart = len(starts) > 1 or _between(lines, chain[-1][0], line) >= _SHORTEST
            if number == chain[-1][1] + 1 and apart:
                chain.append((line, number))
        best = max(best, chain, key=len)
        if 2 * len(best) > len(alone):
            break
    if len(best) >= fewest:
        yield from best


def _between(lines: Sequence[str], first: int, last: int) -> int:
    """Characters of the lines between two."""
    return sum(map(len, lines[first : last - 1]))


def _transcript(
    document: SourceDocument, starts: Sequence[_Place], numbers: dict[int, int]
) -> PagedTranscript:
    words: list[tuple[int, int, int]] = []
    parts: list[str] = []
    lines: list[Page] = []
    offset = 0
    for number, line in enumerate(document.lines, 1):
        if number in numbers or not line.strip():
            continue
        start = offset
        for word in _WORD.finditer(line):
            words.append((offset, number, word.start() + 1))
            parts.append(word[0])
            offset += len(word[0]) + 1
        lines.append(Page(line=number, number=None, start=start, end=offset - 1))
    places = [(line, column) for _, line, column in words]
    sheets: list[Page] = []
    for index, start_place in enumerate(starts):
        first = bisect_left(places, start_place)
        last = bisect_left(places, starts[index + 1]) if index + 1 < len(starts) else len(words)
        if first == last:
            continue
        begin, end = words[first][0], words[last][0] - 1 if last < len(words) else offset - 1
        until = starts[index + 1][0] if index + 1 < len(starts) else len(document.lines) + 1
        own = [value for line, value in numbers.items() if start_place[0] <= line < until]
        sheets.append(
            Page(line=words[first][1], number=next(iter(own), None), start=begin, end=end)
        )
    return PagedTranscript(
        document.path_name, " ".join(parts), tuple(lines), tuple(words), sheets=tuple(sheets)
    )
