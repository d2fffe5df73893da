"""Which elements of two documents are one: the same id, or nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial
from typing import Any, Final

from municompare.model.plan import PlanRecord
from municompare.plans.addressees import addressed, without_addressee
from municompare.text.words import plain

__all__ = ["ELEMENTS", "same_elements", "text_of"]

ELEMENTS: Final[Mapping[str, str]] = {
    "goals": "title",
    "principles": "title",
    "assignments": "title",
    "activities": "title",
    "indicators": "name",
}
"""Tables of elements that documents of one plan may both print, and what holds their wording."""

_NEAR: Final = 0.85
"""Share of letters in common (Ratcliff and Obershelp) from which wordings count as one."""
_NEAR_OF_ONE: Final = 0.75
"""The same for measures that stand in the wording of one element."""
_APART: Final = 0.05
"""By how much the nearest wording has to be nearer than the next."""
_SAME: Final = ("kind", "level", "origin")
"""What two elements must not differ in, where both say it."""
_LONG: Final = 30
"""Letters from which a text may be the beginning of another one."""
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s)")
_COMPOUNDS: Final = re.compile(r"(?P<first>\w+)- (?P<and>och|og|samt|eller) (?P<second>\w+)")
"""Two compounds that share their last part, which is printed once."""


def text_of(table: str, element: Any) -> str | None:
    """The element's wording as printed."""
    text: str | None = getattr(element, ELEMENTS[table])
    return text


def _may_be_one(a: Any, b: Any) -> bool:
    pairs = [(getattr(a, name, None), getattr(b, name, None)) for name in _SAME]
    bodies = (getattr(element, "addressee", None) for element in (a, b))
    return all(x is None or y is None or x == y for x, y in pairs) and addressed(*bodies) != "apart"


def _nearness(table: str, a: Any, b: Any) -> float:
    texts = [
        without_addressee(text, getattr(element, "addressee", None))
        for element in (a, b)
        if (text := text_of(table, element)) is not None
    ]
    if len(texts) < 2 or not _may_be_one(a, b):
        return 0.0
    # in a fixed order: which text comes first can change the share
    short, long = sorted(texts, key=lambda text: (len(text), text))
    return max(_letters_shared(short, other) for other in _ways(short, long))


def _letters_shared(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, plain(one), plain(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR_OF_ONE else 0.0


def _ways(short: str, long: str) -> Iterator[str]:
    """A text as it is, without its last sentences, and with compounds in the other's order."""
    yield long
    if len(plain(short)) >= _LONG:
        yield from (long[: end.end()] for end in _SENTENCE_END.finditer(long))
    mine, theirs = _COMPOUNDS.search(short), _COMPOUNDS.search(long)
    if mine and theirs and (ending := _shared_ending(mine, theirs)):
        cut = len(theirs["second"]) - len(ending)
        first, second = theirs["second"][:cut], f"{theirs['first']}{ending}"
        turned = f"{first}- {theirs['and']} {second}"
        yield f"{long[: theirs.start()]}{turned}{long[theirs.end() :]}"


def _shared_ending(mine: re.Match[str], theirs: re.Match[str]) -> str | None:
    """The part that is printed once, where one text's first compound is the other's second."""
    for one, other in ((mine, theirs), (theirs, mine)):
        first, second = one["first"].casefold(), other["second"].casefold()
        ending = second.removeprefix(first)
        if ending != second and ending and one["second"].casefold().endswith(ending):
            return ending
    return None


def _is_one(table: str, one: Any, other: Any) -> bool:
    """Whether elements of one id are one: ids are made of the first words only."""
    if not _may_be_one(one, other):
        return False
    first, second = plain(text_of(table, one)), plain(text_of(table, other))
    if not first or not second or first.startswith(second) or second.startswith(first):
        return True
    return _nearness(table, one, other) >= _NEAR


def _nearest(
    element: Any, candidates: Sequence[Any], nearness: Callable[[Any, Any], float], enough: float
) -> Any:
    """The candidate with nearly the same words, if exactly one stands out."""
    scored = sorted(
        ((nearness(element, other), other.id, other) for other in candidates),
        key=lambda entry: (-entry[0], entry[1]),
    )
    if not scored or scored[0][0] < enough:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _APART:
        return None
    return scored[0][2]


def _pairs(
    mine: Sequence[Any],
    theirs: Sequence[Any],
    nearness: Callable[[Any, Any], float],
    *,
    enough: float = _NEAR,
) -> Iterator[tuple[Any, Any]]:
    """Elements of which each is the other's nearest."""
    for element in theirs:
        found = _nearest(element, mine, nearness, enough)
        if found is not None and _nearest(found, theirs, nearness, enough) is element:
            yield found, element


def same_elements(kept: PlanRecord, other: PlanRecord) -> Iterator[tuple[str, Any, Any]]:
    """Elements that both documents print.

    Elements are one if they have the same id, which is made of their first content words, and
    words that are near or go on where the other's end. Of the others, those are one of which each
    is the other's nearest wording, with at least 85 per cent of the letters in common, by a margin
    to the next. The bodies that an assignment opens with, further sentences of a long wording and
    the order of two compounds ("in- och utlåning") take no part. Elements that differ in kind,
    level or origin, or whose addressees have no body in common, are never one. Of measures in the
    wording of one element, 75 per cent of the letters are enough.

    Parameters
    ----------
    kept, other : PlanRecord
        The plan of the document that wins, and of the other.

    Yields
    ------
    tuple
        Table, element of the first and element of the second.
    """
    known: dict[str, str] = {}
    for table in ELEMENTS:
        mine = {element.id: element for element in getattr(kept, table)}
        theirs = {element.id: element for element in getattr(other, table)}
        found = [
            (mine[i], theirs[i]) for i in theirs if i in mine and _is_one(table, mine[i], theirs[i])
        ]
        found += _pairs(*_left(mine, theirs, found), partial(_nearness, table))
        if table == "indicators":
            nearness = partial(_nearness_of_one, known)
            found += _pairs(*_left(mine, theirs, found), nearness, enough=_NEAR_OF_ONE)
        for first, second in found:
            known[second.id] = first.id
            yield table, first, second


def _left(
    mine: Mapping[str, Any], theirs: Mapping[str, Any], found: Sequence[tuple[Any, Any]]
) -> tuple[list[Any], list[Any]]:
    taken = [{pair[side].id for pair in found} for side in (0, 1)]
    return (
        [element for identifier, element in mine.items() if identifier not in taken[0]],
        [element for identifier, element in theirs.items() if identifier not in taken[1]],
    )


def _nearness_of_one(known: Mapping[str, str], a: Any, b: Any) -> float:
    """How near two measures are that one element states; zero for measures of different ones."""
    for one, other in ((a, b), (b, a)):
        if one.element is not None and known.get(other.element) == one.element:
            return _nearness("indicators", a, b)
    return 0.0
