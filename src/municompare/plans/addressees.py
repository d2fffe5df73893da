"""Bodies that an assignment is addressed to: the same ones, partly others, or wholly others."""

from __future__ import annotations

import re
from typing import Final, Literal

from municompare.text.words import fold, squeeze

__all__ = ["Addressed", "addressed", "without_addressee"]

Addressed = Literal["alike", "otherwise", "apart"]

_BETWEEN: Final = re.compile(r"\s*[;,()]\s*|\s+(?:och|og|samt)\s+")
_BROKEN: Final = re.compile(r"-\s+(och|og)\s+")
_EVERY: Final = re.compile(r"\b(?:samtliga|samtlige|alla|alle)\b", re.IGNORECASE)
"""Words for every body of a kind, in the languages of the documents."""
_SHORTEST: Final = 5
_LONGEST_ENDING: Final = 3


def _letters(text: str) -> str:
    """Letters alone, so that a lost hyphen or space makes no other body."""
    return "".join(c for c in fold(squeeze(text)) if c.isalnum())


def _bodies(text: str) -> tuple[str, ...]:
    """Each body of a list, also those in brackets; a name broken at a hyphen stays whole."""
    parts = _BETWEEN.split(_BROKEN.sub(r"-\1-", _EVERY.sub("alla", squeeze(text))))
    return tuple(name for part in parts if (name := _letters(part)))


def _is_one(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (
        len(short) >= _SHORTEST
        and long.startswith(short)
        and len(long) - len(short) <= _LONGEST_ENDING
    )


def addressed(one: str | None, other: str | None) -> Addressed:
    """Whether two assignments are addressed to the same bodies.

    Names are of one body if they differ in hyphens, spaces and an ending of up to three letters.

    Parameters
    ----------
    one, other : str or None
        The addressees as printed; what is not printed stands against nothing.

    Returns
    -------
    {"alike", "otherwise", "apart"}
        ``otherwise`` if they have a body in common, but one names further bodies, or names
        another one first; ``apart`` if they have none.

    Examples
    --------
    >>> addressed("Kulturnämnd", "Kulturnämnden")
    'alike'
    >>> addressed("Kulturnämnden", "Tekniska nämnden; Kulturnämnden")
    'otherwise'
    >>> addressed("Kulturnämnden", "Tekniska nämnden")
    'apart'
    """
    if not one or not other:
        return "alike"
    first, second = _bodies(one), _bodies(other)
    shared = [name for name in first if any(_is_one(name, found) for found in second)]
    if not shared:
        return "apart"
    known = all(any(_is_one(name, found) for found in first) for name in second)
    is_whole = len(shared) == len(first) and known
    return "alike" if is_whole and _is_one(first[0], second[0]) else "otherwise"


def without_addressee(title: str, addressee: str | None) -> str:
    """What is assigned: the wording after the bodies that it opens with.

    Examples
    --------
    >>> without_addressee("Kulturnämnden uppdras att se över avgifter", "Kulturnämnden")
    'uppdras att se över avgifter'
    """
    text = squeeze(title)
    for named in (addressee or "", (addressee or "").partition(";")[0]):
        if named and fold(text).startswith(fold(squeeze(named))):
            return text[len(squeeze(named)) :].lstrip(" ,")
    return text
