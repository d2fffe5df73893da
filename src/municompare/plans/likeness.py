"""Whether two plans state the same thing: the same words, up to endings and a word or two.

Merging documents of one plan compares letters, because there one document quotes the other. Plans
that were written years apart share words rather than sentences, so words are compared here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile
from typing import Final

from municompare.text.language import Language
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import content_words, is_stop_word, plain

__all__ = ["figures", "is_opposite", "likeness", "same_content", "same_words", "shares_a_word"]

_NUMBER: Final = re.compile(r"\d+(?:[ .,]\d+)*")
_SHORTEST_WORD: Final = 4
_SHORTEST_STEM: Final = 7
_LONGEST_ENDING: Final = 3
_SAME_SPELLING: Final = 0.85
_FEWEST_WORDS: Final = 3
_IN_COMMON: Final = 0.75
_FOR_ONE_REPLACED: Final = 5
"""How many words two texts share for each that is replaced by another."""
_UN: Final = ("o", "u")
"""What makes a word its contrary."""


def figures(text: str | None) -> frozenset[str]:
    """The numbers printed in a text."""
    return frozenset(re.sub(r"[ .]", "", found) for found in _NUMBER.findall(text or ""))


@lru_cache(maxsize=65536)
def _same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < _SHORTEST_WORD or long in {f"{un}{short}" for un in _UN}:
        return False
    stem = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(short, long, strict=False))
    )
    if stem == len(short) or stem >= _SHORTEST_STEM:
        return len(long) - stem <= _LONGEST_ENDING
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _SAME_SPELLING and matcher.ratio() >= _SAME_SPELLING


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    left, shared = list(other), 0
    for word in one:
        found = next((candidate for candidate in left if _same_word(word, candidate)), None)
        if found is not None:
            left.remove(found)
            shared += 1
    return shared


@lru_cache(maxsize=4096)
def _words(text: str, language: Language) -> tuple[str, ...]:
    """Content words apart from those of a direction, in which the same statements may differ."""
    named = VOCABULARY[language]
    ways = "|".join((named.increase, named.decrease, named.more, named.fewer))
    bare = re.sub(rf"\b(?:{ways})\b", " ", text, flags=re.IGNORECASE)
    return content_words(bare, language=language)


@lru_cache(maxsize=4096)
def _found(text: str, pattern: str) -> frozenset[str]:
    found = re.findall(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
    return frozenset(word.casefold() for word in found)


def _groups(text: str, language: Language) -> frozenset[str]:
    named = _found(text, VOCABULARY[language].subgroups)
    return frozenset(word for word in named if not is_stop_word(word, language=language))


def likeness(one: str | None, other: str | None, *, language: Language) -> float:
    """Share of content words that two texts have in common, if enough to state the same thing.

    Texts state the same thing if they have the same letters; or at least three words in common
    that are at least 75 per cent of each, and five for each word that is replaced by another.
    Texts about different subgroups never do. Figures and
    words of a direction (more, to reduce) take no part.

    Parameters
    ----------
    one, other : str or None
        The texts.
    language : {"sv", "da"}
        Their language.

    Returns
    -------
    float
        1 for the same words, 0 for different statements.

    Examples
    --------
    >>> likeness("Fler unga i eget arbete", "Färre unga till eget arbete", language="sv")
    1.0
    >>> likeness("Andel unga i arbete", "Andel äldre i arbete", language="sv")
    0.0
    """
    if not one or not other:
        return 0.0
    if same_words(one, other):
        return 1.0
    if _groups(one, language) != _groups(other, language):
        return 0.0
    first, second = _words(one, language), _words(other, language)
    if min(len(first), len(second)) < _IN_COMMON * max(len(first), len(second)):
        return 0.0
    shared = _shared(first, second)
    replaced = min(len(first), len(second)) - shared
    share = shared / max(len(first), len(second), 1)
    if shared < _FEWEST_WORDS or share < _IN_COMMON or shared < _FOR_ONE_REPLACED * replaced:
        return 0.0
    return share


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two texts differ in nothing but spelling marks."""
    return plain(one) == plain(other)


def same_content(one: str, other: str, *, language: Language) -> bool:
    """Whether two texts have the same content words, up to endings."""
    first, second = (content_words(text, language=language) for text in (one, other))
    return same_words(one, other) or _shared(first, second) == len(first) == len(second) > 0


def shares_a_word(one: str, other: str, *, language: Language) -> bool:
    """Whether two texts have a content word in common, up to its ending."""
    return _shared(*(content_words(text, language=language) for text in (one, other))) > 0


def is_opposite(one: str, other: str, *, language: Language) -> bool:
    """Whether one text says "more" where the other says "less", or one of them "not".

    Examples
    --------
    >>> is_opposite("Kostnaden ska öka", "Kostnaden ska minska", language="sv")
    True
    """
    words = VOCABULARY[language]
    up, down = f"{words.increase}|{words.more}", f"{words.decrease}|{words.fewer}"
    ways = [(bool(_found(text, up)), bool(_found(text, down))) for text in (one, other)]
    if sorted(ways) == [(False, True), (True, False)]:
        return True
    denied = [bool(_found(text, words.negation)) for text in (one, other)]
    return denied[0] != denied[1]
