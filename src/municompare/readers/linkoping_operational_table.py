"""The indicator table of an operational plan: its header, and its text and figures in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.model.quantity import Period
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_operational_columns import Column
from municompare.readers.linkoping_operational_lexing import Figure, Label, Words, lex
from municompare.readers.linkoping_operational_outline import Section
from municompare.readers.linkoping_operational_statements import (
    Statement,
    Statements,
    cannot_end,
    core,
    joined,
)
from municompare.readers.norrkoping_text import Passage, Transcript
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import fold

__all__ = [
    "Footnote",
    "Header",
    "Segment",
    "continues",
    "find_header",
    "runs_of_words",
    "segments_of",
]

_WORDS: Final = VOCABULARY["sv"]
_VALUE: Final = (
    r"(?P<named>(?P<target>Mål(?:värde|nivå|tal)?)|Utfall|Bokslut|Resultat|Värde)?\*{0,3} ?"
    r"(?P<year>(?:19|20)\d{2})\*{0,3}"
)
_HEADER: Final = re.compile(
    r"Målområde\*{0,3} Kommunövergripande mål\*{0,3}(?P<first>(?: (?!Nämndmål)\S+)*?)"
    r" Nämndmål\*{0,3}(?P<second>(?: (?!Nämndindikator)\S+)*?)"
    r" Nämndindikator(?:er)?\*{0,3}"
)
_COLUMN: Final = re.compile(rf"\s*{_VALUE}(?=\s|$)")
_FOOTNOTE: Final = re.compile(r"(?<=\s)(?P<marker>\*{1,4}) ?(?=[A-ZÅÄÖ])")
_CELL: Final = 8
"""Words that a value in words has at most."""
_FEW: Final = 3
_IN_WORDS: Final = re.compile(
    r"(?:Sk(?:a|all) \w|(?:Minst|Högst|Lägst|Max) \w|(?:Bättre|Sämre|Fler|Färre|Högre|Lägre|Mer|"
    r"Mindre|Större) än \w|(?:Öka[sr]?|Minska[sr]?|Ökning|Minskning|Förbättra[sdt]|Bibehåll\w*|"
    r"Oförändra\w*(?: nivå)?|Samma nivå.*|Påbörja[dt]|Genomför[dt]|Uppfyll[dt]|Klart?|"
    r"(?:Mycket )?(?:god|bra|hög|låg)|God|Gott|Bra|Hög|Låg|Medel|Grön|Gul|Röd|"
    r"(?:Ej |Delvis )?[Uu]ppnå[dt]d?t?)[.!*]*$)"
)
_BASE: Final = re.compile(rf"(?:{_WORDS.base_value})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A footnote below the table: its mark and its wording."""

    marker: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header: columns, stretches of the table below it, cells that stand between its labels."""

    columns: tuple[Column, ...]
    body: tuple[tuple[int, int], ...]
    between: tuple[tuple[int, int], ...]
    footnotes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """Statements, a subgroup's label if one follows, and the figures that follow."""

    statements: tuple[Statement, ...]
    label: Label | None
    figures: tuple[Figure, ...]


def find_header(transcript: Transcript, section: Section, faults: Faults) -> Header | None:
    """Read the header; a fault where it is not whole or nothing stands below it."""
    text = transcript.text
    match = _HEADER.match(text, section.start, section.end)
    columns, end = _columns(text, match.end(), section.end) if match else ([], section.start)
    if match is None or len(columns) < 2:
        faults.problem(
            "MC331",
            "expected a header with Målområde, Kommunövergripande mål, Nämndmål, Nämndindikator "
            f"and years, in that order, found {text[section.start : section.start + 120]!r}.",
            "Complete the header of the indicator table.",
            text=section.name.text,
            locator=str(section.name.locator),
        )
        return None
    periods = [(column.role, str(column.period)) for column in columns]
    if len(set(periods)) < len(periods):
        faults.problem(
            "MC331",
            f"expected columns of different years, found {', '.join(p for _, p in periods)}.",
            "Correct the header of the indicator table.",
            text=section.name.text,
            locator=str(section.name.locator),
        )
        return None
    footnotes, stop = _footnotes(transcript, end, section.end)
    between = tuple(
        (start, stopped)
        for start, stopped in (match.span("first"), match.span("second"))
        if text[start:stopped].strip()
    )
    return Header(
        columns=tuple(columns),
        body=tuple(_without_headers(text, end, stop)),
        between=between,
        footnotes=footnotes,
    )


def _columns(text: str, start: int, end: int) -> tuple[list[Column], int]:
    columns: list[Column] = []
    while match := _COLUMN.match(text, start, end):
        columns.append(
            Column(
                role="target" if match["target"] else "observed",
                period=Period.parse(match["year"]),
                period_raw=match["year"],
            )
        )
        start = match.end()
    return columns, start


def _footnotes(transcript: Transcript, start: int, end: int) -> tuple[tuple[Footnote, ...], int]:
    """Footnotes at the end, and where they begin: each mark stands before its words."""
    found = list(_FOOTNOTE.finditer(transcript.text, start, end))
    ends = [*(match.start() for match in found[1:]), end][: len(found)]
    notes = (
        (match["marker"], transcript.passage((match.end(), stop)))
        for match, stop in zip(found, ends, strict=True)
    )
    kept = tuple(Footnote(marker=marker, passage=words) for marker, words in notes if words.spans)
    return kept, found[0].start() if found else end


def _without_headers(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between headers that page breaks repeat."""
    for match in _HEADER.finditer(text, start, end):
        if match.start() > start:
            yield start, match.start()
        start = _columns(text, match.end(), end)[1]
    if start < end:
        yield start, end


def runs_of_words(transcript: Transcript, header: Header) -> Iterator[tuple[int, int]]:
    """Stretches of the table without figures."""
    for start, end in (*header.between, *header.body):
        for item in lex(transcript, start, end):
            if isinstance(item, Words):
                yield item.start, item.end


def segments_of(
    transcript: Transcript,
    header: Header,
    splitter: Statements,
    *,
    known: Collection[str],
) -> tuple[Segment, ...]:
    """Part the table into runs of statements, each with the figures that follow it.

    A statement that the table prints more than once is a value in words, unless it is one of the
    ``known`` labels.
    """
    items: list[Statement | Figure | Label] = []
    for start, end in (*header.between, *header.body):
        before = len(items)
        for item in lex(transcript, start, end):
            if isinstance(item, Words):
                items.extend(splitter.split(item.start, item.end, cells=True))
            else:
                items.append(item)
        _mend(items, before)
    labels = {fold(core(label)) for label in known}
    items = [part for item in items for part in _without_label(item, labels)]
    counts = Counter(fold(item.text) for item in items if isinstance(item, Statement))
    worded = [
        _as_words(item)
        if isinstance(item, Statement)
        and counts[fold(item.text)] > 1
        and fold(core(item.text)) not in labels
        and not continues(item)
        and len(item.text.split()) <= _CELL
        else item
        for item in items
    ]
    return tuple(_segments(_whole_names(_worded_cells(worded, labels))))


def _mend(items: list[Statement | Figure | Label], at: int) -> None:
    """Join the words that a repeated header parts."""
    parts = items[max(at - 1, 0) : at + 1] if at else []
    before, after = parts if len(parts) == 2 else (None, None)
    if not isinstance(before, Statement) or not isinstance(after, Statement):
        return
    if after.text[:1].islower() or cannot_end(before.text.split()[-1]):
        spans = (*before.passage.spans, *after.passage.spans)
        passage = joined(before.passage.transcript, spans)
        doubts = before.doubts + after.doubts
        items[at - 1 : at + 1] = [Statement(passage, doubts, before.follows_stop)]


def _without_label(
    item: Statement | Figure | Label, known: Collection[str]
) -> Iterator[Statement | Figure | Label]:
    """Part a known label from the words behind it, where these may begin another statement."""
    if not isinstance(item, Statement):
        yield item
        return
    for doubt in item.doubts:
        at = item.text.find(f" {doubt}")
        if at > 0 and fold(core(item.text[:at])) in known:
            yield Statement(item.passage.part(0, at), (), item.follows_stop)
            yield Statement(item.passage.part(at + 1, len(item.text)))
            return
    yield item


def _worded_cells(
    items: Sequence[Statement | Figure | Label], known: Collection[str]
) -> Iterator[Statement | Figure | Label]:
    """Take short words after a figure for a cell: a bound, an intention, a word of the last cell.

    Nothing that the document prints as a goal elsewhere is a cell.
    """
    before: Statement | Figure | Label | None = None
    for item in items:
        parts: tuple[Statement | Figure | Label, ...] = (item,)
        if (
            isinstance(item, Statement)
            and isinstance(before, Figure)
            and fold(core(item.text)) not in known
            and (_IN_WORDS.match(item.text) or _shares_words(before, item))
        ):
            cell, *rest = _parted(item)
            if len(cell.text.split()) <= _CELL:
                parts = (_as_words(cell), *rest)
        before = parts[-1]
        yield from parts


def _parted(statement: Statement) -> Iterator[Statement]:
    """A cell in words and the name behind it, where another statement may begin."""
    for doubt in reversed(statement.doubts):
        at = statement.text.rfind(f" {doubt}")
        if at > 0 and len(statement.text[at:].split()) > 1:
            yield Statement(statement.passage.part(0, at), (), statement.follows_stop)
            yield Statement(statement.passage.part(at + 1, len(statement.text)))
            return
    yield statement


def _shares_words(cell: Figure, statement: Statement) -> bool:
    """Whether a few words repeat one of the cell in words before them."""
    words, others = (set(fold(text).split()) for text in (cell.text, statement.text))
    return cell.kind == "words" and len(others) <= _FEW and bool(words & others)


def _as_words(statement: Statement) -> Figure:
    return Figure(kind="words", start=statement.start, end=statement.end, text=statement.text)


def _whole_names(
    items: Iterable[Statement | Figure | Label],
) -> Iterator[Statement | Figure | Label]:
    """Join a printed base value to the name before it."""
    waiting: Statement | None = None
    for item in items:
        if isinstance(item, Statement):
            if waiting is not None and _BASE.match(item.text):
                spans = (*waiting.passage.spans, *item.passage.spans)
                passage = joined(waiting.passage.transcript, spans)
                waiting = Statement(passage, waiting.doubts + item.doubts, waiting.follows_stop)
                continue
            if waiting is not None:
                yield waiting
            waiting = item
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        yield item
    if waiting is not None:
        yield waiting


def _segments(items: Iterator[Statement | Figure | Label]) -> Iterator[Segment]:
    statements: list[Statement] = []
    label: Label | None = None
    figures: list[Figure] = []
    for item in items:
        if isinstance(item, Figure):
            figures.append(item)
            continue
        if figures or label is not None:
            yield Segment(tuple(statements), label, tuple(figures))
            statements, label, figures = [], None, []
        if isinstance(item, Label):
            label = item
        else:
            statements.append(item)
    if statements or label is not None or figures:
        yield Segment(tuple(statements), label, tuple(figures))


def continues(statement: Statement) -> bool:
    """Whether a statement goes on with the name before the figures."""
    return not statement.text[:1].isupper() or _BASE.match(statement.text) is not None
