"""What the letters of a PDF file mean: running text, headings, what stands on every page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from municompare.documents.pdf_lines import TextLine
from municompare.documents.pdf_page import PageText

__all__ = ["SAME_SIZE", "Typography", "without_running_heads"]

SAME_SIZE: Final = 0.6
"""Points by which letters of one size may differ."""
_MARGIN: Final = 0.12
"""Share of a page's height, above and below, where running heads and page numbers stand."""
_REPEATED: Final = 0.5
_NUMBERED_WITHIN: Final = 20
_LARGER: Final = 1.08
_CELLS_SMALLER: Final = 1.3
_PAGE_NUMBER: Final = re.compile(
    r"(?:sid(?:a|an|e)?\.?\s*)?[-–]?\s*(?P<number>\d{1,4})\s*[-–]?"
    r"(?:\s*(?:\(\d{1,4}\)|av \d{1,4}|/ ?\d{1,4}))?",
    re.IGNORECASE,
)
_COUNTS: Final = re.compile(r"(?<![(/\d])(?<!av )\d+")
"""Numbers that may be the page's; not how many pages there are."""


def without_running_heads(pages: Sequence[PageText], body: float) -> list[PageText]:
    """Leave out page numbers, and lines that most pages repeat at their upper or lower edge.

    A running head is kept where it is printed first.

    Parameters
    ----------
    pages : sequence of PageText
        The pages.
    body : float
        Size of the letters of running text; what is larger is no running head.
    """
    seen: defaultdict[tuple[str, int], list[tuple[int, TextLine]]] = defaultdict(list)
    dropped: set[int] = set()
    for page in pages:
        for line in page.lines:
            if not _is_at_edge(line, page) or line.size >= body * _LARGER:
                continue
            number = _PAGE_NUMBER.fullmatch(line.text)
            if number and abs(int(number["number"]) - page.number) < _NUMBERED_WITHIN:
                dropped.add(id(line))
            else:
                key = (_without_page(line.text, page.number), round(line.base / 2))
                seen[key].append((page.number, line))
    for places in seen.values():
        count = len({number for number, _ in places})
        if count > 1 and count >= _REPEATED * len(pages):
            dropped.update(id(line) for _, line in places[1:])
    return [
        PageText(
            page.number,
            page.width,
            page.height,
            [line for line in page.lines if id(line) not in dropped],
            page.tables,
        )
        for page in pages
    ]


def _without_page(text: str, page: int) -> str:
    """The text with its numbers as distances from the page's, where these are small."""

    def masked(match: re.Match[str]) -> str:
        distance = int(match[0]) - page if len(match[0]) < 5 else _NUMBERED_WITHIN
        return f"#{distance}" if abs(distance) < _NUMBERED_WITHIN else match[0]

    return _COUNTS.sub(masked, text)


def _is_at_edge(line: TextLine, page: PageText) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """What a document's letters mean, by all of its lines.

    Parameters
    ----------
    body : float
        Size of running text.
    headings : tuple of (float, bool)
        Sizes and weights of headings, the highest level first.
    leading : float
        Usual distance of the lines of a paragraph, in sizes of its letters.
    """

    body: float
    headings: tuple[tuple[float, bool], ...]
    leading: float

    @classmethod
    def of(cls, pages: Sequence[PageText]) -> Typography:
        """Find it out from the pages."""
        outside = Counter[float]()
        inside = Counter[float]()
        steps = Counter[float]()
        for page in pages:
            for line in page.lines:
                outside[round(line.size, 1)] += len(line.text)
            for table in page.tables:
                for lines in table.lines.values():
                    for line in lines:
                        inside[round(line.size, 1)] += len(line.text)
            for line, following in zip(page.lines, page.lines[1:], strict=False):
                step = (following.base - line.base) / line.size if line.size else 0
                if abs(line.size - following.size) < SAME_SIZE and 0.9 < step < 2:
                    steps[round(step, 1)] += 1
        body = _body(outside, inside)
        larger = {
            (round(line.size, 1), line.bold)
            for page in pages
            for line in page.lines
            if line.size > body * _LARGER and any(map(str.isalpha, line.text))
        }
        headings: list[tuple[float, bool]] = []
        for size, bold in sorted(larger, reverse=True):
            if not headings or headings[-1][0] - size > SAME_SIZE or headings[-1][1] != bold:
                headings.append((size, bold))
        smallest = min(steps, default=1.2) if not steps else _usual(steps)
        return cls(body=body, headings=tuple(headings), leading=smallest)

    def level(self, line: TextLine) -> int | None:
        """Level of a line in larger letters, from 1."""
        if line.size <= self.body * _LARGER:
            return None
        nearest = min(
            range(len(self.headings)),
            key=lambda index: (
                abs(self.headings[index][0] - line.size) > SAME_SIZE,
                self.headings[index][1] != line.bold,
                abs(self.headings[index][0] - line.size),
            ),
        )
        return nearest + 1


def _body(outside: Counter[float], inside: Counter[float]) -> float:
    """Size of running text, also where hardly any stands outside of tables."""
    if not inside or 5 * outside.total() > inside.total():
        return outside.most_common(1)[0][0] if outside else 10.0
    cells = inside.most_common(1)[0][0]
    return max((size for size in outside if size <= _CELLS_SMALLER * cells), default=cells)


def _usual(steps: Counter[float]) -> float:
    """The smallest distance that is common: between paragraphs it is wider."""
    most = steps.most_common(1)[0][1]
    return min(step for step, count in steps.items() if count >= 0.3 * most)
