"""Terms that a plan defines in more than one way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Any, Final

from municompare.errors import Reading
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import Case, Rule, named, reading
from municompare.text.sentences import split_sentences
from municompare.text.words import fold, plain

__all__ = ["TERM_RULES"]

_SAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "sv": (
        r"\bmed (?:begreppet )?(?P<term>\w+) (?:menas|avses|förstås)\b",
        r"\b(?:räknar|beräknar|definierar) (?P<term>\w+) (?:från|som|enligt)\b",
        r"\b(?P<term>\w+) (?:räknas|beräknas|definieras) (?:från|som|enligt)\b",
    ),
    "da": (
        r"\bved (?:begrebet )?(?P<term>\w+) forstås\b",
        r"\b(?:regner|opgør|beregner|definerer) (?P<term>\w+) (?:fra|som|efter)\b",
        r"\b(?P<term>\w+) (?:regnes|opgøres|beregnes|defineres) (?:fra|som|efter)\b",
    ),
}
"""How a sentence says what a term means, in the languages of the documents."""
_LONGEST_ENDING: Final = 3
_SHORTEST_TERM: Final = 5
_TEXTS: Final = (
    ("principles", "title"),
    ("goals", "title"),
    ("goals", "description"),
    ("assignments", "title"),
    ("indicators", "name"),
    ("wordings", "text"),
    ("notes", "text"),
)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _SAYS[language])


def _definitions(plan: PlanRecord) -> Iterator[tuple[str, str, Reading]]:
    """Term, sentence and place of each definition; the row of its own goes before its element."""
    said: set[tuple[str, str]] = set()
    for table, field in _TEXTS:
        rows: tuple[Any, ...] = getattr(plan, table)
        for row in rows:
            text = getattr(row, field)
            if text is None or not any(p.search(text) for p in _patterns(plan.language)):
                continue
            for _, sentence in split_sentences(text, language=plan.language):
                if (row.document, sentence) in said and table != "principles":
                    continue
                said.add((row.document, sentence))
                for pattern in _patterns(plan.language):
                    if match := pattern.search(sentence):
                        yield fold(match["term"]), sentence, reading(row, sentence)


def _is_one(one: str, other: str) -> bool:
    """Whether two words are one term, as far as endings go."""
    short, long = sorted((one, other), key=len)
    return (
        len(short) >= _SHORTEST_TERM
        and long.startswith(short)
        and len(long) - len(short) <= _LONGEST_ENDING
    )


def _defined_twice(plan: PlanRecord) -> Iterator[Case]:
    found = sorted(set(_definitions(plan)), key=str)
    for (one, first, here), (other, second, there) in combinations(found, 2):
        if _is_one(one, other) and plain(first) != plain(second):
            yield Case(
                told=f"{named(first)} and {named(second)}",
                cause=f"term {min(one, other, key=len)}",
                readings=(here, there),
            )


TERM_RULES: Final = (
    Rule(
        code="MC396",
        severity="warning",
        expected="a term to be defined in one way",
        remedy="Do not compare what is counted by it before you know which definition was used.",
        cases=_defined_twice,
    ),
)
