"""References of the text that lead nowhere, or the wrong way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from municompare.plans.checks_case import Case, named
from municompare.plans.printed import Printed, Statement, TextRule
from municompare.text.words import fold, plain

__all__ = ["REFERENCE_RULES"]

_WAYS: Final[Mapping[str, tuple[str, str]]] = {
    "sv": ("ovan", "nedan"),
    "da": ("ovenfor", "nedenfor"),
}
"""How a text points up and down."""
_SHORTEST_NAME: Final = 6
_LONGEST_ENDING: Final = 3
_PICTURES: Final[Mapping[str, re.Pattern[str]]] = {
    "sv": re.compile(
        r"\b(?:bild(?:en|erna)?|figur(?:en)?|diagram(?:met)?|illustration(?:en)?|graf(?:en)?|"
        r"kart(?:a|an)|skiss(?:en)?) (?:här )?nedan\b"
        r"|\b(?:bilden|figuren|diagrammet|illustrationen|grafen|kartan|skissen) ovan\b"
        r"|\b(?:ned|ovan)(?:an)?stående (?:bild|figur|modell|diagram|illustration|graf|karta|skiss)"
        r"\b",
        re.IGNORECASE,
    ),
    "da": re.compile(
        r"\b(?:billed(?:et|erne)|figur(?:en)?|diagram(?:met)?|illustration(?:en)?|graf(?:en)?|"
        r"kort(?:et)?|skitse(?:n)?) nedenfor\b"
        r"|\b(?:billedet|figuren|diagrammet|illustrationen|grafen|skitsen) ovenfor\b"
        r"|\b(?:neden|oven)stående (?:billede|figur|model|diagram|illustration|graf|skitse)\b",
        re.IGNORECASE,
    ),
}
_TABLES: Final[Mapping[str, re.Pattern[str]]] = {
    "sv": re.compile(r"\bnedanstående tabell(?:er)?\b|\btabell(?:en|erna)? nedan\b", re.IGNORECASE),
    "da": re.compile(
        r"\bnedenstående tabel(?:ler)?\b|\btabel(?:len|lerne)? nedenfor\b", re.IGNORECASE
    ),
}
_POINTING: Final = re.compile("neda|nede|ovan|oven", re.IGNORECASE)
_CAPTION: Final = re.compile(
    r"\b(?:figur|bild|diagram|billede) \d+ ?[:–.-] ?[A-ZÅÄÖÆØ]", re.IGNORECASE
)
_APPENDIX: Final[Mapping[str, re.Pattern[str]]] = {
    "sv": re.compile(
        r"\b(?:se|jfr|jämför|enligt|framgår av|"
        r"(?:finns|återfinns|redovisas|beskrivs|framgår|anges) i)(?: även)?"
        r" (?:bilaga(?:n)?(?: (?P<number>\d{1,2}|[A-Z])\b)?)(?!\w)",
        re.IGNORECASE,
    ),
    "da": re.compile(
        r"\b(?:se|jf\.?|jævnfør|ifølge|fremgår af|(?:findes|beskrives|fremgår) i)"
        r" (?:bilag(?:et)?(?: (?P<number>\d{1,2}|[A-Z])\b)?)(?!\w)",
        re.IGNORECASE,
    ),
}
_LISTED: Final = re.compile(
    r"[\W_]*bilag(?:a|or)?\b(?: (?P<number>\d{1,2}|[A-Z])\b)?", re.IGNORECASE
)
_PRINCIPLE: Final[Mapping[str, re.Pattern[str]]] = {
    "sv": re.compile(
        r"\bprincipen (?:om )?[\"”“»'](?P<name>[^\"”“«']{5,80})[\"”“«']", re.IGNORECASE
    ),
    "da": re.compile(
        r"\bprincippet (?:om )?[\"”“»'](?P<name>[^\"”“«']{5,80})[\"”“«']", re.IGNORECASE
    ),
}


def _other_way(printed: Printed) -> Iterator[Case]:
    """Words that point up where what they name stands below only, or down where it is above."""
    up, down = _WAYS[printed.language]
    pointing = re.compile(rf"\b(?P<name>[^\W\d_]{{{_SHORTEST_NAME},}}) (?P<way>{up}|{down})\b")
    titled: defaultdict[str, list[Statement]] = defaultdict(list)
    for heading in printed.headings:
        titled[plain(heading.text).lstrip("0123456789 ")].append(heading)
    for statement in printed.statements:
        for match in pointing.finditer(statement.text):
            upward = match["way"] == up
            for title in _titles(match["name"]):
                away = [h for h in titled[title] if (h.line > statement.line) == upward]
                if not away or _is_printed(printed, title, statement, upward=upward):
                    continue
                if not upward and any(section in away for section in printed.sections(statement)):
                    continue  # it speaks of the section that it stands in
                yield Case(
                    told=f"{named(match[0])}, which stands {'below' if upward else 'above'}",
                    cause=f"reference {match['name']}",
                    readings=(printed.reading(statement, match.start(), match.end()),),
                    context=(printed.reading(away[0], 0, len(away[0].text)),),
                )


def _titles(word: str) -> Iterator[str]:
    """A word with and without its endings: what a heading may be that it names."""
    called = fold(word)
    for ending in range(_LONGEST_ENDING + 1):
        title = called[: len(called) - ending]
        if len(title) >= _SHORTEST_NAME:
            yield title


def _is_printed(printed: Printed, title: str, at: Statement, *, upward: bool) -> bool:
    """Whether the document has the words where a statement points to."""
    return any(
        title in words
        for other, words in printed.plain_texts
        if other.document == at.document
        and (other.line < at.line if upward else other.line > at.line)
    )


def _lost(printed: Printed) -> Iterator[Case]:
    """Pictures, and tables, that the text announces and does not have."""
    captioned = any(_CAPTION.search(statement.text) for statement in printed.statements)
    for statement in printed.statements:
        if _POINTING.search(statement.text) is None:
            continue
        match = _PICTURES[printed.language].search(statement.text)
        if match is not None and not captioned:
            yield Case(
                told=f"{named(match[0])} without it",
                cause="pictures",
                readings=(printed.reading(statement, match.start(), match.end()),),
            )
        match = _TABLES[printed.language].search(statement.text)
        # a text whose tables were flattened has none at all
        if match is not None and printed.tables and printed.tables[-1].line < statement.line:
            yield Case(
                told=f"{named(match[0])} without it",
                cause="tables",
                readings=(printed.reading(statement, match.start(), match.end()),),
            )


def _no_appendix(printed: Printed) -> Iterator[Case]:
    """References to an appendix that the document neither has nor lists."""
    listed: set[str] = set()
    for statement in printed.statements:
        match = _LISTED.match(statement.text)
        if match is not None:
            listed.add((match["number"] or "").upper())
    for table in printed.tables:
        for row in table.block.rows:
            if match := _LISTED.match(row.text):
                listed.add((match["number"] or "").upper())
    for statement in printed.statements:
        if "bilag" not in statement.text.lower():
            continue
        for match in _APPENDIX[printed.language].finditer(statement.text):
            number = (match["number"] or "").upper()
            # a list without numbers may name any of them
            if number in listed or listed == {""} or (listed and not number):
                continue
            yield Case(
                told=f"{named(match[0])}, and no such appendix",
                cause="appendices",
                readings=(printed.reading(statement, match.start(), match.end()),),
            )


def _other_principle(printed: Printed) -> Iterator[Case]:
    """Quoted principles that are none of those the plan lists."""
    listed = [row for row in printed.record.principles if row.kind == "principle"]
    titles = {plain(row.title) for row in listed}
    if len(titles) < 2:
        return
    for statement in printed.statements:
        for match in _PRINCIPLE[printed.language].finditer(statement.text):
            if plain(match["name"]) not in titles:
                yield Case(
                    told=f"{named(match['name'])}, which is none of the {len(titles)} listed",
                    cause=f"principle {match['name']}",
                    readings=(printed.reading(statement, match.start(), match.end()),),
                )


REFERENCE_RULES: Final = (
    TextRule(
        code="MC302",
        severity="warning",
        expected="a reference to point the way of what it names",
        remedy="Look below instead of above, or the other way round.",
        cases=_other_way,
    ),
    TextRule(
        code="MC303",
        severity="warning",
        expected="the picture or table that the text announces",
        remedy="Look it up in the original document; nothing of it is read.",
        cases=_lost,
        also=("MC351",),
    ),
    TextRule(
        code="MC304",
        severity="warning",
        expected="an appendix that is referred to in the document, or in its list of appendices",
        remedy="Find out which document is meant.",
        cases=_no_appendix,
    ),
    TextRule(
        code="MC305",
        severity="warning",
        expected="a principle that is referred to among those that the plan lists",
        remedy="Check whether it is a principle, or what it belongs to.",
        cases=_other_principle,
    ),
)
