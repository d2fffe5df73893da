"""What checks are made of: rules, the cases in which a plan breaks them, what they look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from municompare.errors import Reading, Severity
from municompare.model.elements import Measurement
from municompare.model.plan import PlanRecord
from municompare.model.quantity import Locator, Period, Place
from municompare.text.words import squeeze

__all__ = [
    "Case",
    "Rule",
    "is_level",
    "named",
    "period_of",
    "place_of",
    "place_order",
    "places_of",
    "precision",
    "read_documents_of",
    "reading",
    "short",
    "whole_documents",
]

_LONGEST_NAME: Final = 70
_DECIMALS: Final = re.compile(r"\d[.,](\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing in a plan that breaks a rule.

    Parameters
    ----------
    told : str
        What was found, as a part of the issue's message.
    cause : str
        Words that name the cause without figures; cases of one cause become one issue.
    readings : tuple of Reading
        The places that break the rule.
    context : tuple of Reading
        Places that they break it against.
    severity : {"error", "warning", "info"} or None
        Where it is not that of the rule.
    """

    told: str
    cause: str
    readings: tuple[Reading, ...]
    context: tuple[Reading, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Something that rows of a plan must not say.

    Parameters
    ----------
    code : str
        Code of its issues.
    severity : {"error", "warning", "info"}
        ``error`` for values and links, ``warning`` for names and references, ``info`` otherwise.
    expected : str
        What was expected, as the beginning of the message.
    remedy : str
        What a user can do.
    cases : callable
        Finds the cases in a plan.
    also : tuple of str
        Codes under which readers report the same.
    """

    code: str
    severity: Severity
    expected: str
    remedy: str
    cases: Callable[[PlanRecord], Iterator[Case]]
    also: tuple[str, ...] = ()


def reading(row: Any, text: str | None = None) -> Reading:
    """The place of a row, with what stands there."""
    if text is None:
        fields = ("raw", "title", "name", "text", "subject", "what", "line")
        text = next((found for name in fields if (found := getattr(row, name, None))), None)
    return Reading(text=text, document=getattr(row, "document", row.id), locator=row.locator)


def place_order(where: Reading) -> tuple[str, tuple[int, ...], str]:
    """What readings are sorted by: document, place, text."""
    first = place_of(where.locator)
    numbers = (
        (first.page, first.line, first.table, first.row, first.cell, first.column, first.char)
        if first
        else ()
    )
    return where.document or "", tuple(number or 0 for number in numbers), where.text or ""


def named(text: str | None) -> str:
    """A name or wording in quotes, shortened for a message."""
    whole = squeeze(text or "")
    return repr(whole if len(whole) <= _LONGEST_NAME else f"{whole[: _LONGEST_NAME - 1]}…")


def short(document: str) -> str:
    """What a document is called in messages: the last part of its id."""
    return document.rpartition("/")[2]


def precision(row: Measurement, *, counted: bool = False) -> float:
    """Half of the last printed digit: how far a printed value may be from the true one.

    Parameters
    ----------
    row : Measurement
        The printed value.
    counted : bool
        Whether whole numbers are counted, and so exact.
    """
    decimals = max((len(digits) for digits in _DECIMALS.findall(row.raw or "")), default=0)
    return 0.0 if counted and not decimals else 0.5 * 10.0**-decimals


def is_level(row: Measurement) -> bool:
    """Whether the row prints one sure number that is a level, not a change."""
    return (
        row.value is not None
        and row.value_upper is None
        and row.certainty == "certain"
        and row.comparator in ("=", "<", "<=", ">", ">=")
        and row.target_form not in ("change", "relative")
        and row.reference is None
    )


@lru_cache(maxsize=1024)
def period_of(text: str | None) -> Period | None:
    """The period, where there is one; what is no period is refused when the plan is built."""
    try:
        return Period.parse(text) if text is not None else None
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def places_of(locator: str | None) -> tuple[Place, ...]:
    """All fragments of all places that a locator names."""
    try:
        ways = Locator.parse(locator).alternatives if locator is not None else ()
    except ValueError:
        return ()
    return tuple(place for way in ways for place in way)


def place_of(locator: str | None) -> Place | None:
    """The first fragment of the first place."""
    return next(iter(places_of(locator)), None)


def whole_documents(plan: PlanRecord) -> Mapping[str, str]:
    """Id of each document to that of the file that it is a part of."""
    above = {document.id: document.part_of for document in plan.documents}
    whole: dict[str, str] = {}
    for identifier in above:
        at = identifier
        while (parent := above.get(at)) is not None:
            at = parent
        whole[identifier] = at
    return whole


def read_documents_of(plan: PlanRecord) -> tuple[str, ...]:
    """Ids of the documents that were read."""
    return tuple(document.id for document in plan.documents if document.role == "read")
