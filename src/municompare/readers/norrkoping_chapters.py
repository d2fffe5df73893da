"""Chapters and sections of a verksamhetsplan, found in running text by its list of contents.

A transcript prints headings inside its lines. The list of contents gives their numbers and
titles; a page number may stand in the middle of a title that wraps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.readers.norrkoping_text import Transcript

__all__ = ["Chapter", "Entry", "Misprint", "find_contents", "read_chapters"]

_CONTENTS: Final = re.compile(r"\bInnehåll(?:sförteckning)?:? (?=1 [^\W\d_])")
_SECTION: Final = re.compile(r"(?P<chapter>[1-9][0-9]?)\.(?P<section>[1-9][0-9]?)")
_INTEGER: Final = re.compile(r"[1-9][0-9]*")
_LEADERS: Final = re.compile(r"\.{3,}|…+|(?:(?<=\s)\.\s){3,}")
_DASHES: Final = "-–—"
_SAME_TITLE: Final = 0.85
"""Likeness from which a heading in the text is a listed title in other spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the list of contents."""

    number: str
    title: str
    offset: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter or section: its heading, and its text from ``body`` to ``end``.

    ``page`` is the page that the list of contents gives.
    """

    number: str
    title: str
    start: int
    body: int
    end: int
    page: int | None = None
    sections: tuple[Chapter, ...] = ()

    @property
    def heading(self) -> str:
        """Number and title as printed."""
        return f"{self.number} {self.title}"

    @property
    def lead_end(self) -> int:
        """Offset where the first section begins, or the chapter ends."""
        return self.sections[0].start if self.sections else self.end

    @property
    def parts(self) -> tuple[Chapter, ...]:
        """The sections; the chapter itself when it has none."""
        return self.sections or (self,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misprint:
    """A title that the list of contents and the text spell differently, with both places."""

    listed: str
    listed_at: int
    printed: str
    printed_at: int


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    offset: int


def find_contents(transcript: Transcript) -> tuple[int, int] | None:
    """Span of the list of contents, after its heading, up to the page that opens chapter 1."""
    match = _CONTENTS.search(transcript.text)
    if match is None:
        return None
    opening = " ".join(transcript.text[match.end() :].split(" ", 2)[:2])
    own = transcript.page_at(match.start())
    for page in transcript.pages:
        if page.start > match.end() and transcript.text.startswith(opening, page.start):
            return match.end(), page.start
    return match.end(), own.end


def _problem(message: str, remedy: str, transcript: Transcript, offset: int, text: str) -> Issue:
    return Issue(
        code="MC320",
        severity="error",
        message=message,
        remedy=remedy,
        readings=(
            Reading(text=text, document=transcript.name, locator=str(transcript.locate(offset))),
        ),
    )


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    """Words of a stretch; the dots that lead to a page number are none."""
    plain = _LEADERS.sub(lambda match: " " * len(match[0]), text[:end])
    return [_Token(m[0], m.start()) for m in re.compile(r"\S+").finditer(plain, start)]


def _titled(tokens: Sequence[_Token], number: str, offset: int) -> Entry | None:
    """Make an entry of the words after a number: all but the page, which one of them must be."""
    pages = [i for i, token in enumerate(tokens) if _INTEGER.fullmatch(token.text)]
    # a year in a title is no page; of several numbers the last one counts
    pages = [i for i in pages if len(tokens[i].text) < 4]
    if not pages or len(tokens) < 2:
        return None
    words = [token.text for i, token in enumerate(tokens) if i != pages[-1]]
    return Entry(
        number=number, title=" ".join(words), offset=offset, page=int(tokens[pages[-1]].text)
    )


def _section_starts(tokens: Sequence[_Token]) -> Iterator[tuple[int, int, int]]:
    """Index, chapter and section of the tokens that count on as section numbers."""
    chapter, section = 0, 0
    for index, token in enumerate(tokens):
        match = _SECTION.fullmatch(token.text)
        if match is None:
            continue
        found = int(match["chapter"]), int(match["section"])
        if found == (chapter, section + 1) or (found[0] > chapter and found[1] == 1):
            chapter, section = found
            yield index, chapter, section


def _chapter_starts(
    tokens: Sequence[_Token], first: int, last: int, after: int, upto: int | None
) -> list[int]:
    """Indices of the chapter numbers between two section numbers.

    Between 3.6 and 4.1 stands exactly chapter 4, between 3.6 and 6.1 stand 4, 5 and 6; where no
    section follows (``upto`` is None) as many as are there. A number is a chapter's only when the
    entries before and after it keep a page number each.
    """
    found: list[int] = []
    begin = first
    number = after + 1
    for index in range(first, last):
        if upto is not None and number > upto:
            break
        follows = index + 1 < last and tokens[index + 1].text[0].isalpha()
        if tokens[index].text != str(number) or not follows:
            continue
        if index > first and _titled(tokens[begin + 1 : index], "", 0) is None:
            continue
        if _titled(tokens[index + 1 : last], "", 0) is None:
            continue
        found.append(index)
        begin = index
        number += 1
    return found


def _entries(transcript: Transcript, span: tuple[int, int]) -> tuple[list[Entry], list[Issue]]:
    tokens = _tokens(transcript.text, *span)
    sections = list(_section_starts(tokens))
    starts: list[tuple[int, str]] = []
    problems: list[Issue] = []
    bounds = [(0, 0), *((index, chapter) for index, chapter, _ in sections)]
    for (begin, after), following in zip(bounds, [*sections, None], strict=True):
        last = following[0] if following else len(tokens)
        upto = following[1] if following else None
        found = _chapter_starts(tokens, begin, last, after, upto)
        starts += [(index, str(after + order)) for order, index in enumerate(found, start=1)]
        if following:
            number = f"{following[1]}.{following[2]}"
            starts.append((following[0], number))
            if after + len(found) < following[1]:
                offset = tokens[following[0]].offset
                message = f"expected chapter {following[1]} in the list of contents before {number}"
                problems.append(
                    _problem(
                        f"{message}, found none.",
                        "Check that the list of contents is whole.",
                        transcript,
                        offset,
                        transcript.text[offset : offset + 60],
                    )
                )
    entries: list[Entry] = []
    for (index, number), (stop, _) in zip(starts, [*starts[1:], (len(tokens), "")], strict=True):
        offset = tokens[index].offset
        entry = _titled(tokens[index + 1 : stop], number, offset)
        if entry is None:
            text = transcript.text[offset : offset + 60]
            problems.append(
                _problem(
                    f"expected a title and a page after {number} in the list of contents, "
                    f"found {text!r}.",
                    "Check that the list of contents is whole.",
                    transcript,
                    offset,
                    text,
                )
            )
        else:
            entries.append(entry)
    return entries, problems


def _heading(text: str, entry: Entry, start: int) -> tuple[int, int] | None:
    """Span of the title in the text after its number; dashes of a wrapped title may be gone."""
    words = [
        rf"(?:[{_DASHES}] )?" if word.strip(_DASHES) == "" else rf"{re.escape(word)} "
        for word in entry.title.split()
    ]
    pattern = re.compile(
        rf"(?<!\S){re.escape(entry.number)} (?P<title>{''.join(words).removesuffix(' ')})(?!\w)"
    )
    match = pattern.search(text, start)
    return match.span("title") if match else None


def _misspelt_heading(text: str, entry: Entry, start: int) -> tuple[int, int] | None:
    """Span of a title that is like the listed one, after the same number."""
    count = len(entry.title.split())
    pattern = re.compile(rf"(?<!\S){re.escape(entry.number)} (?P<title>\S+(?: \S+){{{count - 1}}})")
    for match in pattern.finditer(text, start):
        if SequenceMatcher(None, match["title"], entry.title).ratio() >= _SAME_TITLE:
            return match.span("title")
    return None


def read_chapters(
    transcript: Transcript,
) -> tuple[tuple[Chapter, ...], tuple[Misprint, ...]]:
    """Find all chapters with their sections.

    Raises
    ------
    MunicompareError
        MC320, if there is no list of contents, if an entry of it lacks its title or page, or if
        a heading that it lists is not in the text.
    """
    span = find_contents(transcript)
    if span is None:
        raise MunicompareError(
            _problem(
                "expected a list of contents: 'Innehåll', then numbers, titles and pages.",
                "Give the whole document; without its contents no chapter can be found.",
                transcript,
                0,
                transcript.text[:60],
            )
        )
    entries, problems = _entries(transcript, span)
    IssueReport.of(problems).raise_if_any()
    found: list[Chapter] = []
    misprints: list[Misprint] = []
    position = span[1]
    for entry in entries:
        place = _heading(transcript.text, entry, position)
        if place is None and (place := _misspelt_heading(transcript.text, entry, position)):
            misprints.append(
                Misprint(
                    listed=entry.title,
                    listed_at=entry.offset,
                    printed=transcript.text[slice(*place)],
                    printed_at=place[0],
                )
            )
        if place is None:
            problems.append(
                _problem(
                    f"expected the heading '{entry.number} {entry.title}' of the list of contents "
                    "in the text, found none in its order.",
                    "Check that the document is whole.",
                    transcript,
                    entry.offset,
                    f"{entry.number} {entry.title}",
                )
            )
            continue
        start = place[0] - len(entry.number) - 1
        position = place[1]
        found.append(
            Chapter(
                number=entry.number,
                title=transcript.text[slice(*place)],
                start=start,
                body=position,
                end=_last_page_end(transcript),
                page=entry.page,
            )
        )
    IssueReport.of(problems).raise_if_any()
    return _nested(found), tuple(misprints)


def _last_page_end(transcript: Transcript) -> int:
    """End of the last numbered page: what follows is the back cover."""
    numbered = [page for page in transcript.pages if page.number is not None]
    return (numbered or transcript.pages)[-1].end


def _nested(flat: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """Put sections into their chapters and end each where the next begins."""
    ends = [*(chapter.start for chapter in flat[1:]), flat[-1].end]
    closed = [replace(chapter, end=end) for chapter, end in zip(flat, ends, strict=True)]
    chapters: list[Chapter] = []
    for chapter in closed:
        if "." not in chapter.number:
            chapters.append(chapter)
        else:
            owner = chapters[-1]
            chapters[-1] = replace(owner, end=chapter.end, sections=(*owner.sections, chapter))
    return tuple(chapters)
