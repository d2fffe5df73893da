"""What a verksamhetsplan prints of its uppdragsplan.

The overview tables give every goal and development area with its chapter; each chapter repeats
at its head those that it treats; the introduction names those that are left to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from municompare.errors import Issue, IssueReport, Reading
from municompare.model.elements import GoalKind
from municompare.readers.norrkoping_chapters import Chapter
from municompare.readers.norrkoping_text import Passage, Transcript
from municompare.text.sentences import split_sentences
from municompare.text.words import fold

__all__ = [
    "CHAPTER_ENTRY",
    "KINDS",
    "TABLE_HEADER",
    "ChapterEntry",
    "LeftOut",
    "OverviewRow",
    "likeness",
    "overview_chapters",
    "read_chapter_entries",
    "read_left_out",
    "read_overview",
]

KINDS: Final[dict[str, GoalKind]] = {"mål": "goal", "utvecklingsområde": "development_area"}
"""The words by which these plans number what the committee wants."""

_LABEL: Final = "Mål|Utvecklingsområde"
_NUMBER: Final = r"[1-9][0-9]{0,2}"
_INTEGER: Final = re.compile(_NUMBER)
_NUMBERS: Final = rf"{_NUMBER}(?:(?:, ?| och | samt ){_NUMBER})*"
_ROW: Final = re.compile(rf"(?<!\S)(?P<label>{_LABEL}) (?P<number>{_NUMBER}) ?: ?")
_CHAPTER_CELL: Final = re.compile(
    rf"(?<!\S)Kap(?:itel|\.)? (?P<numbers>{_NUMBERS}|{_NUMBER} ?[-–] ?{_NUMBER})(?!\S)"
)
TABLE_HEADER: Final = re.compile(
    rf"(?<!\S)(?:{_LABEL})(?:n)? i uppdragsplan(?:en)? Kapitel i verksamhetsplan(?:en)?(?!\S)"
)
"""Header of an overview table."""
CHAPTER_ENTRY: Final = re.compile(
    rf"(?<!\S)(?P<label>{_LABEL}) (?P<number>{_NUMBER}) i uppdragsplan(?:en)? ?: ?"
)
"""How the head of a chapter opens an element of the uppdragsplan."""
_LISTED: Final = rf"(?:{_LABEL})(?:en|n)? (?:{_NUMBERS})"
_LEFT_OUT: Final = re.compile(
    rf"(?<!\w)(?P<list>{_LISTED}(?:(?:,| och| samt) {_LISTED})*) "
    r"(?:inte (?:berör|omfatta|gälle)|(?:berör|omfatta|gälle)\w* inte)",
    re.IGNORECASE,
)
_LISTED_KIND: Final = re.compile(
    rf"(?P<label>{_LABEL})(?:en|n)? (?P<numbers>{_NUMBERS})", re.IGNORECASE
)
_SAME_SENTENCE: Final = 0.6
"""Likeness from which a sentence repeats another."""


def likeness(first: str, second: str) -> float:
    """How much of two texts is the same words in the same order, from 0 to 1."""
    one, two = (re.findall(r"\w+", fold(text)) for text in (first, second))
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    """A row of an overview table.

    Parameters
    ----------
    kind, number
        Kind and printed number of the element.
    text : Passage
        The element's wording.
    whole : Passage
        The row from its label on.
    chapters : tuple of str
        Numbers in the chapter cell.
    unassigned : Passage or None
        Text after the last row of a table, which may belong to the row or not.
    """

    kind: GoalKind
    number: str
    text: Passage
    whole: Passage
    chapters: tuple[str, ...]
    unassigned: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterEntry:
    """An element of the uppdragsplan, repeated at the head of a chapter."""

    kind: GoalKind
    number: str
    chapter: Chapter
    text: Passage
    whole: Passage
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Numbers that the document says it does not treat."""

    statement: Passage
    numbers: tuple[tuple[GoalKind, str, Passage], ...]


def overview_chapters(transcript: Transcript, chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """Chapters that hold an overview table."""
    return tuple(
        chapter
        for chapter in chapters
        if TABLE_HEADER.search(transcript.text, chapter.body, chapter.end)
    )


def read_overview(transcript: Transcript, chapters: Sequence[Chapter]) -> tuple[OverviewRow, ...]:
    """Read the rows of all overview tables.

    Raises
    ------
    MunicompareError
        MC320, if a table, its header or all its rows are missing; MC321, if a row has not
        exactly one chapter cell.
    """
    rows: list[OverviewRow] = []
    problems: list[Issue] = []
    holders = overview_chapters(transcript, chapters)
    if not holders:
        problems.append(
            _problem(
                transcript.passage((0, len(transcript.text))).part(0, 60),
                "MC320",
                "expected an overview of the uppdragsplan with the columns 'Mål i uppdragsplan' "
                "and 'Kapitel i verksamhetsplan', found no such header.",
            )
        )
    for part in (part for chapter in holders for part in chapter.parts):
        found, unfit = _table(transcript, part)
        rows += found
        problems += unfit
    IssueReport.of(problems).raise_if_any()
    return tuple(rows)


def _problem(passage: Passage, code: str, message: str) -> Issue:
    return Issue(
        code=code,
        severity="error",
        message=message,
        remedy="Check that the table is whole; nothing of it is read.",
        readings=(
            Reading(
                text=passage.text[:120],
                document=passage.transcript.name,
                locator=str(passage.locator),
            ),
        ),
    )


def _table(transcript: Transcript, part: Chapter) -> tuple[list[OverviewRow], list[Issue]]:
    headers = [m.span() for m in TABLE_HEADER.finditer(transcript.text, part.body, part.end)]
    starts = list(_ROW.finditer(transcript.text, part.body, part.end))
    if not headers and not starts:
        return [], []
    heading = transcript.passage((part.start, part.body))
    if not starts:
        return [], [_problem(heading, "MC320", "expected rows below the table's header.")]
    if not headers or headers[0][0] > starts[0].start():
        row = transcript.passage((starts[0].start(), part.end))
        return [], [_problem(row, "MC320", "expected the table's header above its first row.")]
    rows: list[OverviewRow] = []
    problems: list[Issue] = []
    for match, following in zip(starts, [*starts[1:], None], strict=True):
        end = following.start() if following else part.end
        whole = transcript.passage(*_without(headers, match.start(), end))
        content = transcript.passage(*_without(headers, match.end(), end))
        cells = list(_CHAPTER_CELL.finditer(content.text))
        if len(cells) != 1:
            problems.append(
                _problem(
                    whole,
                    "MC321",
                    f"expected one cell such as 'Kapitel 3' in the row of {match[0].strip(': ')}, "
                    f"found {len(cells)}.",
                )
            )
            continue
        before = content.part(0, cells[0].start())
        if not before.spans:
            problems.append(
                _problem(whole, "MC321", f"expected a text after {match[0].strip(': ')}.")
            )
            continue
        after = content.part(cells[0].end(), len(content.text))
        rows.append(
            OverviewRow(
                kind=KINDS[match["label"].lower()],
                number=match["number"],
                text=transcript.passage(*before.spans, *(after.spans if following else ())),
                whole=whole if following else whole.part(0, len(whole.text) - len(after.text)),
                chapters=_numbers(cells[0]["numbers"]),
                unassigned=after if after.spans and not following else None,
            )
        )
    return rows, problems


def _numbers(cell: str) -> tuple[str, ...]:
    """Numbers of a chapter cell; of a span, all from its first to its last."""
    numbers = _INTEGER.findall(cell)
    if re.search("[-–]", cell):
        return tuple(str(number) for number in range(int(numbers[0]), int(numbers[-1]) + 1))
    return tuple(numbers)


def _without(headers: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of a row between the headers that a page break repeats inside it."""
    for first, last in headers:
        if start <= first < end:
            yield start, first
            start = last
    yield start, end


def read_chapter_entries(
    transcript: Transcript, chapters: Sequence[Chapter], rows: Sequence[OverviewRow]
) -> tuple[ChapterEntry, ...]:
    """Read what the heads of the chapters repeat of the uppdragsplan.

    The last entry of a head runs on into the chapter's own text: its first sentence is its own,
    each further one only while it repeats the overview's wording.
    """
    wordings = {(row.kind, row.number): row.text.text for row in rows}
    entries: list[ChapterEntry] = []
    for chapter in chapters:
        found = list(CHAPTER_ENTRY.finditer(transcript.text, chapter.body, chapter.lead_end))
        for match, following in zip(found, [*found[1:], None], strict=bool(found)):
            kind = KINDS[match["label"].lower()]
            end = following.start() if following else chapter.lead_end
            text = transcript.passage((match.end(), end))
            if following is None:
                text = text.part(0, _own_end(text.text, wordings.get((kind, match["number"]), "")))
                end = text.spans[-1][1] if text.spans else match.end()
            entries.append(
                ChapterEntry(
                    kind=kind,
                    number=match["number"],
                    chapter=chapter,
                    text=text,
                    whole=transcript.passage((match.start(), end)),
                    end=end,
                )
            )
    return tuple(entries)


def _own_end(text: str, wording: str) -> int:
    """End of the last entry of a head: where the known wording ends, else after its sentences."""
    if end := _repeated_end(text, wording):
        return end
    sentences = split_sentences(text, language="sv")
    known = [sentence for _, sentence in split_sentences(wording, language="sv")]
    for order, (offset, sentence) in enumerate(sentences):
        repeats = order < len(known) and likeness(sentence, known[order]) >= _SAME_SENTENCE
        if order and not repeats:
            break
        end = offset + len(sentence)
    return end


def _repeated_end(text: str, wording: str) -> int:
    """Offset up to which a text repeats a wording letter by letter, 0 if it does not."""
    letters = [letter for letter in wording if letter.isalnum()]
    own = [index for index, letter in enumerate(text) if letter.isalnum()][: len(letters)]
    if not own or [text[index] for index in own] != letters:
        return 0
    end = own[-1] + 1
    if text[end : end + 1].isalnum():
        return 0
    return end + 1 if text[end : end + 1] == "." else end


def read_left_out(transcript: Transcript, chapters: Sequence[Chapter]) -> tuple[LeftOut, ...]:
    """Read which numbers the document says do not concern it."""
    statements = []
    for chapter in chapters:
        for match in _LEFT_OUT.finditer(transcript.text, chapter.body, chapter.end):
            statement = transcript.passage(match.span("list"))
            numbers = [
                (KINDS[listed["label"].lower()], number[0], statement.part(*number.span()))
                for listed in _LISTED_KIND.finditer(statement.text)
                for number in _INTEGER.finditer(statement.text, *listed.span("numbers"))
            ]
            statements.append(LeftOut(statement=statement, numbers=tuple(numbers)))
    return tuple(statements)
