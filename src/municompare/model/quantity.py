"""Values as documents print them: comparators, statuses, periods, places.

A printed statement is a *value* (or none), a *comparator* (how the value is meant) and a
*status* (why there is no value); its *period* is ISO 8601 text, its *locator* says where it
stands. The three are kept apart because a reader must never turn one into another.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

__all__ = [
    "SDMX_STATUS",
    "Basis",
    "Certainty",
    "Comparator",
    "Locator",
    "Obtained",
    "Period",
    "Place",
    "Role",
    "Status",
    "TargetForm",
    "TargetOrigin",
]

Comparator = Literal[
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "increase",
    "decrease",
    "not_increase",
    "not_decrease",
    "change_by",
    "change_by_percent",
    "better_than",
    "text",
]
"""How a printed value is meant. ``increase``, ``decrease`` and ``not_*`` carry no value;
``change_by`` and ``change_by_percent`` carry a signed one."""

Basis = Literal["cell", "name", "text", "footnote"]
"""Where the comparator was printed."""

Status = Literal[
    "reported",
    "not_reported",
    "empty",
    "not_printed",
    "not_measured",
    "suppressed",
    "not_applicable",
    "not_collected",
    "qualitative",
    "directional",
    "relative_only",
    "undetermined",
]
"""Why there is a value (``reported``) or none (all others)."""

SDMX_STATUS: Final[dict[Status, str]] = {
    "reported": "A",
    "not_reported": "M",
    "empty": "O",
    "not_printed": "O",
    "not_measured": "L",
    "suppressed": "Q",
    "not_applicable": "NA",
    "not_collected": "L",
    "qualitative": "N",
    "directional": "N",
    "relative_only": "N",
    "undetermined": "U",
}
"""Status to the code of the SDMX code list ``CL_OBS_STATUS`` (version 2.2)."""

Certainty = Literal["certain", "probable", "ambiguous"]
"""How sure it is which row or column a token belongs to."""

Role = Literal["observed", "baseline", "target"]
TargetForm = Literal["level", "change", "relative", "maintain", "direction", "milestone", "text"]
TargetOrigin = Literal["own", "council", "national", "law", "unknown"]
Obtained = Literal["read", "curated", "derived"]

_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d))?)?")
_HALF = re.compile(r"(?P<year>\d{4})-(?:(?P<kind>[QHT])(?P<part>[1-4]))")
_PARTS: Final = {"Q": 4, "H": 2, "T": 3}


def _bounds(text: str) -> tuple[date, date]:
    """First and last day of a year, month, day, quarter, half-year or tertial."""
    if match := _POINT.fullmatch(text):
        year = int(match["year"])
        if match["month"] is None:
            return date(year, 1, 1), date(year, 12, 31)
        month = int(match["month"])
        if match["day"] is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        day = date(year, month, int(match["day"]))
        return day, day
    if match := _HALF.fullmatch(text):
        count = _PARTS[match["kind"]]
        part = int(match["part"])
        if part > count:
            raise ValueError(f"{text!r} is not a period: there are {count} parts in a year")
        months = 12 // count
        first = (part - 1) * months + 1
        last = first + months - 1
        year = int(match["year"])
        return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    raise ValueError(
        f"{text!r} is not a period (expected for example 2019, 2019-03, 2019-Q2, 2019/2022)"
    )


@dataclass(frozen=True, slots=True)
class Period:
    """A period in ISO 8601 text, with its first and last day.

    Years (``2019``), months, days, quarters (``2019-Q2``), half-years (``2019-H1``), tertials
    (``2019-T1``), intervals (``2018-01/2018-04``) and one-of sets in EDTF (``[2017,2018]``).

    Parameters
    ----------
    text : str
        The canonical text.
    start, end : datetime.date
        First and last day covered.

    Examples
    --------
    >>> Period.parse("2018-01/2018-04").end
    datetime.date(2018, 4, 30)
    """

    text: str
    start: date
    end: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ISO or EDTF text.

        Raises
        ------
        ValueError
            If the text is no period, or ends before it starts.
        """
        try:
            if text.startswith("[") and text.endswith("]"):
                bounds = [_bounds(part.strip()) for part in text[1:-1].split(",")]
                return cls(text, min(b[0] for b in bounds), max(b[1] for b in bounds))
            first, slash, last = text.partition("/")
            start, end = _bounds(first)
            if slash:
                end = _bounds(last)[1]
        except ValueError as error:
            raise ValueError(f"{text!r} is not a period: {error}") from None
        if end < start:
            raise ValueError(f"{text!r} ends before it starts")
        return cls(text, start, end)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One spot in a document.

    Flowing text has ``line`` with an optional tab or pipe ``cell`` and an optional ``char``;
    a page-based format has ``page``, ``table``, ``row`` and ``column``, or ``page`` and the
    ``line`` of its text. All count from 1.
    """

    line: int | None = None
    cell: int | None = None
    char: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        char = f":c{self.char}" if self.char is not None else ""
        if self.line is not None:
            page = f"p{self.page}/" if self.page is not None else ""
            cell = f"/c{self.cell}" if self.cell is not None else ""
            return f"{page}L{self.line}{cell}{char}"
        parts = [f"p{self.page}"] if self.page is not None else []
        for prefix, number in (("t", self.table), ("r", self.row), ("c", self.column)):
            if number is not None:
                parts.append(f"{prefix}{number}")
        return "/".join(parts) + char


_PLACE = re.compile(
    r"(?:p(?P<page2>[1-9]\d*)/)?L(?P<line>[1-9]\d*)(?:/c(?P<cell>[1-9]\d*))?"
    r"(?::c(?P<char>[1-9]\d*))?"
    r"|(?=[pt])(?:p(?P<page>[1-9]\d*))?/?(?:t(?P<table>[1-9]\d*))?(?:/r(?P<row>[1-9]\d*))?"
    r"(?:/c(?P<column>[1-9]\d*))?(?::c(?P<char2>[1-9]\d*))?"
)


@lru_cache(maxsize=4096)
def _place(text: str) -> Place:
    match = _PLACE.fullmatch(text)
    if match is None:
        raise ValueError("expected for example L440/c4")
    groups = match.groupdict()
    for name in ("page", "char"):
        groups[name] = groups[name] or groups[f"{name}2"]
        del groups[f"{name}2"]
    place = Place(**{name: int(number) for name, number in groups.items() if number is not None})
    if str(place) != text:
        raise ValueError(f"did you mean {str(place)!r}?")
    return place


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands in a document.

    ``L10:c512`` is a character in a line, ``L440/c4`` a cell of a table row, ``p6/t1/r3/c5`` a
    cell of a table on a page, ``p6/L2`` the second line of text on it; ``+`` joins the fragments
    of one statement, ``|`` names the same statement elsewhere.

    Parameters
    ----------
    alternatives : tuple of tuple of Place
        The places where the statement stands, each a sequence of fragments.

    Examples
    --------
    >>> str(Locator.parse("L70/c1+L71/c1|L45:c9"))
    'L70/c1+L71/c1|L45:c9'
    >>> Locator.parse("L440/c4").first.line
    440
    """

    alternatives: tuple[tuple[Place, ...], ...]

    @classmethod
    def parse(cls, text: str) -> Locator:
        """Read a locator's text.

        Raises
        ------
        ValueError
            If the text is no locator.
        """
        try:
            return cls(
                tuple(tuple(_place(part) for part in way.split("+")) for way in text.split("|"))
            )
        except ValueError as error:
            raise ValueError(f"{text!r} is not a locator ({error})") from None

    @classmethod
    def at(cls, line: int, *, cell: int | None = None, char: int | None = None) -> Locator:
        """Locator of one place in flowing text."""
        return cls(((Place(line=line, cell=cell, char=char),),))

    @property
    def first(self) -> Place:
        """The first fragment of the first place."""
        return self.alternatives[0][0]

    def joined(self, *others: Locator) -> Locator:
        """One statement in several fragments."""
        fragments = [*self.alternatives[0]]
        for other in others:
            fragments.extend(place for place in other.alternatives[0] if place not in fragments)
        return Locator((tuple(fragments), *self.alternatives[1:]))

    def also(self, other: Locator) -> Locator:
        """The same statement, printed elsewhere too."""
        ways = self.alternatives + tuple(
            way for way in other.alternatives if way not in self.alternatives
        )
        return Locator(ways)

    def __str__(self) -> str:
        return "|".join("+".join(str(place) for place in way) for way in self.alternatives)
