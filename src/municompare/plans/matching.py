"""Which elements of two documents are one: the same id, or nearly the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from municompare.model.plan import PlanRecord
from municompare.text.words import fold, squeeze

__all__ = ["ELEMENTS", "bare", "same_elements", "text_of"]

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
_APART: Final = 0.05
"""By how much the nearest wording has to be nearer than the next."""
_SAME: Final = ("kind", "level", "origin", "addressee")
"""What two elements must not differ in, where both say it."""


def text_of(table: str, element: Any) -> str | None:
    """The element's wording as printed."""
    text: str | None = getattr(element, ELEMENTS[table])
    return text


def bare(text: str | None) -> str:
    """Letters and digits of a text, folded: what is left when only spelling may differ."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(squeeze(text or ""))).split())


def _may_be_one(a: Any, b: Any) -> bool:
    pairs = [(getattr(a, name, None), getattr(b, name, None)) for name in _SAME]
    return all(x is None or y is None or x == y for x, y in pairs)


def _nearness(table: str, a: Any, b: Any) -> float:
    one, other = text_of(table, a), text_of(table, b)
    if one is None or other is None or not _may_be_one(a, b):
        return 0.0
    matcher = SequenceMatcher(None, bare(one), bare(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


def _is_one(table: str, one: Any, other: Any) -> bool:
    """Whether elements of one id are one: ids are made of the first words only."""
    first, second = bare(text_of(table, one)), bare(text_of(table, other))
    if not first or not second or first.startswith(second) or second.startswith(first):
        return True
    return _nearness(table, one, other) >= _NEAR


def _nearest(
    table: str, element: Any, candidates: Sequence[Any]
) -> tuple[Any, float] | tuple[None, float]:
    """The candidate with nearly the same words, if exactly one stands out."""
    scored = sorted(
        ((_nearness(table, element, other), other.id, other) for other in candidates),
        key=lambda entry: (-entry[0], entry[1]),
    )
    if not scored or scored[0][0] < _NEAR:
        return None, 0.0
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _APART:
        return None, 0.0
    return scored[0][2], scored[0][0]


def same_elements(kept: PlanRecord, other: PlanRecord) -> Iterator[tuple[str, Any, Any]]:
    """Elements that both documents print.

    Elements are one if they have the same id, which is made of their first content words, and
    words that are near or go on where the other's end. Of the others, those are one of which each
    is the other's nearest wording, with at least 85 per cent of the letters in common, by a margin
    to the next, and without a difference in kind, level, origin or addressee.

    Parameters
    ----------
    kept, other : PlanRecord
        The plan of the document that wins, and of the other.

    Yields
    ------
    tuple
        Table, element of the first and element of the second.
    """
    for table in ELEMENTS:
        mine = {element.id: element for element in getattr(kept, table)}
        theirs = {element.id: element for element in getattr(other, table)}
        same = {i for i in theirs if i in mine and _is_one(table, mine[i], theirs[i])}
        for identifier in theirs:
            if identifier in same:
                yield table, mine[identifier], theirs[identifier]
        left = [element for identifier, element in mine.items() if identifier not in same]
        new = [element for identifier, element in theirs.items() if identifier not in same]
        for element in new:
            found, _ = _nearest(table, element, left)
            if found is not None and _nearest(table, found, new)[0] is element:
                yield table, found, element
