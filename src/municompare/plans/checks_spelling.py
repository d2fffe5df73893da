"""Long words that a document spells in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from municompare.plans.checks_case import Case
from municompare.plans.printed import Printed, Statement, TextRule
from municompare.text.words import fold, is_masked

__all__ = ["SPELLING_RULES"]

_WORD: Final = re.compile(r"(?<![.@/\w])[^\W\d_]{10,}(?![.@/]\w)")
"""Long words outside addresses: many shorter ones differ by a letter and mean something else."""
_BEGINNING: Final = 4
_ENDING: Final = 4
"""Letters at the end that inflection may change."""
_LONG: Final = 16
"""Letters from which two may differ."""


def _words(printed: Printed) -> dict[str, list[tuple[Statement, int, int]]]:
    """Every long word with its places; capitals make no other word."""
    found: defaultdict[str, list[tuple[Statement, int, int]]] = defaultdict(list)
    for statement in printed.statements:
        for match in _WORD.finditer(statement.text):
            if not is_masked(match[0]):
                found[match[0].lower()].append((statement, *match.span()))
    return found


def _apart(one: str, other: str) -> int:
    """Letters that are left when what two words begin and end with is taken away."""
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    # what differs at the end is a form of the same word, or another one
    return max(len(one), len(other)) - start - end if end >= _ENDING else len(one)


def _two_spellings(printed: Printed) -> Iterator[Case]:
    words = _words(printed)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        alike[fold(word)[:_BEGINNING]].append(word)
    for group in alike.values():
        for one, other in combinations(group, 2):
            if abs(len(one) - len(other)) > 2:
                continue
            if _apart(one, other) > (2 if min(len(one), len(other)) >= _LONG else 1):
                continue
            rare, usual = sorted((one, other), key=lambda word: (len(words[word]), word))
            yield Case(
                told=f"{rare!r} beside {usual!r}",
                cause="spelling",
                readings=tuple(printed.reading(*where) for where in words[rare]),
                context=(printed.reading(*words[usual][0]),),
            )


SPELLING_RULES: Final = (
    TextRule(
        code="MC314",
        severity="info",
        expected="a document to spell a word in one way",
        remedy="Search for both spellings.",
        cases=_two_spellings,
        also=("MC343",),
    ),
)
