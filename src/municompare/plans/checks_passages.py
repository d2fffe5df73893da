"""What the running text of a document says twice, or of different things."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from municompare.errors import Reading
from municompare.plans.checks_case import Case, named, period_of, place_order
from municompare.plans.printed import Printed, Statement, TextRule
from municompare.text.language import Language
from municompare.text.periods import find_periods
from municompare.text.sentences import split_sentences
from municompare.text.words import fold, plain

__all__ = ["PASSAGE_RULES"]

_LONG_SENTENCE: Final = 60
"""Letters from which a sentence is not the same by chance."""
_QUANTIFIERS: Final[Mapping[Language, str]] = {
    "sv": r"merparten|majoriteten|flertalet|huvuddelen|de flesta",
    "da": r"flertallet|hovedparten|størstedelen|de fleste",
}
_MEANS: Final[Mapping[Language, str]] = {
    "sv": r"innebär|betyder|avser|motsvarar|menas|definieras som",
    "da": r"betyder|indebærer|svarer til|forstås|defineres som",
}
_WHOLE_ENDS: Final[Mapping[Language, str]] = {
    "sv": r"ska|skall|har|är|kan|får|bör|måste|kommer|också|även",
    "da": r"skal|har|er|kan|får|bør|må|vil|også",
}
_TABLE: Final[Mapping[Language, re.Pattern[str]]] = {
    "sv": re.compile(r"\b(?:nedanstående|följande) tabell|\btabellen nedan\b", re.IGNORECASE),
    "da": re.compile(r"\b(?:nedenstående|følgende) tabel|\btabellen nedenfor\b", re.IGNORECASE),
}
_YEARS: Final = re.compile(r"(?<![\d-])((?:19|20)\d{2}) ?[-–] ?((?:19|20)\d{2})(?![\d-])")
_PLANNED: Final = re.compile(
    r"(?:\d+(?:\.\d+)*\.? )?(?:\w*mål|\w*plan|\w*budget|\w*aftale|aktiviteter|åtaganden|"
    r"handling(?:er|ar)|indikatorer|prioriteringar|indsatsområder)\b"
    r"(?!.*\b(?:från|fra|efter|uppföljning|opfølgning|resultat|utfall|bokslut|status)\b)"
    r"[^.:;]*?(?<![\d-])(?P<year>(?:19|20)\d{2})",
    re.IGNORECASE,
)
_DECIDED: Final[Mapping[Language, re.Pattern[str]]] = {
    "sv": re.compile(
        r"\b(?P<name>\w+) (?:fastställs|antas|beslutas) (?P<when>(?:i|vid|under) "
        r"(?:början (?:på|av) (?:varje |det nya )?(?:år(?:et)?|verksamhetsår(?:et)?)|"
        r"(?P<month>\w+)))",
        re.IGNORECASE,
    ),
    "da": re.compile(
        r"\b(?P<name>\w+) (?:fastsættes|vedtages|besluttes|indgås) (?P<when>(?:i|ved) "
        r"(?:(?:begyndelsen af|starten af) (?:året|det nye år)|(?P<month>\w+)))",
        re.IGNORECASE,
    ),
}
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "januar"),
            ("februari", "februar"),
            ("mars", "marts"),
            ("april",),
            ("maj",),
            ("juni",),
            ("juli",),
            ("augusti", "august"),
            ("september",),
            ("oktober",),
            ("november",),
            ("december",),
        ),
        1,
    )
    for name in names
}
_BEGINNING: Final = (1, 2, 3)
"""Months that a year begins with, in the widest sense."""


def _sentences_twice(printed: Printed) -> Iterator[Case]:
    """Long sentences that a document prints in two paragraphs."""
    seen: defaultdict[tuple[str, str], list[tuple[Statement, int]]] = defaultdict(list)
    for statement in printed.statements:
        if statement.is_heading or len(statement.text) < _LONG_SENTENCE // 2:
            continue
        for offset, sentence in split_sentences(statement.text, language=printed.language):
            # a plain text is at most twice as long: "æ" is two letters there
            words = plain(sentence) if len(sentence) >= _LONG_SENTENCE // 2 else ""
            if len(words) >= _LONG_SENTENCE:
                seen[statement.document, words].append((statement, offset))
    told: set[tuple[int, ...]] = set()
    for (_, words), found in seen.items():
        lines = tuple(statement.line for statement, _ in found)
        # two in one paragraph say the same of several things; of a passage one sentence is enough
        if len(set(lines)) > 1 and lines not in told and not _is_wording(words, printed):
            told.add(lines)
            readings = tuple(printed.place(*where) for where in found)
            yield Case(
                told=f"some in {len(readings)} places",
                cause="sentences",
                readings=readings,
            )


def _is_wording(words: str, printed: Printed) -> bool:
    """Whether a sentence is, holds or belongs to the wording of an element."""
    return words in printed.wordings or any(
        words in wording or wording in words
        for wording in printed.wordings
        if len(wording) >= _LONG_SENTENCE
    )


def _several_wholes(printed: Printed) -> Iterator[Case]:
    """A share that the text gives a figure, printed of several wholes."""
    language = printed.language
    share, means = _QUANTIFIERS[language], _MEANS[language]
    defined = re.compile(
        rf"\b(?P<share>{share})\b,? (?:{means})\b[^.]{{0,40}}?\d+ ?(?:%|procent|pct)", re.IGNORECASE
    )
    of = re.compile(
        rf"\b(?P<share>{share}) (?:av|af) (?P<whole>.{{3,90}}?)"
        rf"(?= (?:{_WHOLE_ENDS[language]})\b|[,.;:]|$)",
        re.IGNORECASE,
    )
    figures = {
        fold(match["share"]): (statement, match)
        for statement in reversed(printed.statements)
        for match in defined.finditer(statement.text)
    }
    for word, (where, figure) in sorted(figures.items()):
        wholes = [
            (statement, match)
            for statement in printed.statements
            for match in of.finditer(statement.text)
            if fold(match["share"]) == word
        ]
        named_ = dict.fromkeys(plain(match["whole"]) for _, match in wholes)
        if len(named_) > 1:
            found = [
                printed.reading(statement, match.start(), match.end())
                for statement, match in wholes
            ]
            listed = " and ".join(dict.fromkeys(named(match["whole"]) for _, match in wholes))
            yield Case(
                told=f"{named(figure['share'])} of {listed}",
                cause=f"share {word}",
                readings=tuple(found),
                context=(printed.reading(where, figure.start(), figure.end()),),
            )


def _years_of_table(printed: Printed) -> Iterator[Case]:
    """Tables that are announced for other years than the heading above them."""
    for statement in printed.statements:
        own = _YEARS.search(statement.text)
        if (
            statement.is_heading
            or own is None
            or not _TABLE[printed.language].search(statement.text)
        ):
            continue
        for heading in printed.sections(statement):
            above = _YEARS.search(heading.text)
            if above is None:
                continue
            if own[1] == above[1] and own[2] != above[2]:
                yield Case(
                    told=f"{own[0]!r} below {named(heading.text)}",
                    cause="years of a table",
                    readings=(
                        printed.reading(heading, above.start(), above.end()),
                        printed.reading(statement, own.start(), own.end()),
                    ),
                )
            break


def _year_of_heading(printed: Printed) -> Iterator[Case]:
    """Headings of what is planned that name a year before the plan."""
    period = period_of(printed.record.period)
    if period is None:
        return
    for heading in printed.headings:
        match = _PLANNED.fullmatch(heading.text.rstrip(". "))
        if match is not None and int(match["year"]) < period.start.year:
            yield Case(
                told=f"{named(heading.text)} in a plan for {printed.record.period}",
                cause="year of a heading",
                readings=(printed.reading(heading, 0, len(heading.text)),),
            )


def _decided_late(printed: Printed) -> Iterator[Case]:
    """A document that was decided in another part of the year than it says of its kind."""
    for document in printed.record.documents:
        decided = period_of(document.decided_on)
        if document.role != "read" or decided is None or document.kind is None:
            continue
        for statement in printed.statements:
            for match in _DECIDED[printed.language].finditer(statement.text):
                month = _MONTHS.get(fold(match["month"] or ""))
                months = _BEGINNING if match["month"] is None else (month,)
                same = fold(match["name"]).startswith(fold(document.kind))
                if not same or months == (None,) or decided.start.month in months:
                    continue
                yield Case(
                    told=f"{named(match['when'])} and {document.decided_on}",
                    cause="time of decision",
                    readings=(
                        printed.reading(statement, match.start(), match.end()),
                        *_of_decision(printed, document.decided_on),
                    ),
                )


def _of_decision(printed: Printed, day: str | None) -> tuple[Reading, ...]:
    """The first place that prints the day."""
    found = [
        printed.reading(statement, hit.start, hit.end)
        for statement in printed.statements
        if day is not None and day[:4] in statement.text
        for hit in find_periods(statement.text, language=printed.language)
        if hit.period.text == day
    ]
    return tuple(sorted(found, key=place_order)[:1])


PASSAGE_RULES: Final = (
    TextRule(
        code="MC306",
        severity="error",
        expected="a share with a figure to be one share of one whole",
        remedy="Look up which whole the figure is about before it is compared.",
        cases=_several_wholes,
    ),
    TextRule(
        code="MC307",
        severity="warning",
        expected="a table to be for the years of the heading above it",
        remedy="Look up for which years the values hold.",
        cases=_years_of_table,
    ),
    TextRule(
        code="MC307",
        severity="warning",
        expected="headings of what is planned to name the year of the plan",
        remedy="Check whether the section was taken over from an earlier plan.",
        cases=_year_of_heading,
    ),
    TextRule(
        code="MC308",
        severity="warning",
        expected="the document to have been decided when it says that its kind is decided",
        remedy="Look up the decision.",
        cases=_decided_late,
    ),
    TextRule(
        code="MC309",
        severity="info",
        expected="each sentence of a document to stand in one place",
        remedy="Count what the sentence says once.",
        cases=_sentences_twice,
    ),
)
