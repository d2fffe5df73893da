"""Spells of persons: rows checked, and how much of a period they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias, TypeGuard

import numpy as np
import numpy.typing as npt
import pandas as pd

from municompare.errors import Issue, IssueReport, Reading
from municompare.model.quantity import Period
from municompare.statistics.layout import is_municipality

__all__ = [
    "Counted",
    "IntArray",
    "Rows",
    "covered",
    "read_rows",
    "units_between",
    "units_of",
    "wrong",
]

IntArray: TypeAlias = npt.NDArray[np.int64]

Counted: TypeAlias = Literal["weeks", "days"]
"""What is counted: calendar weeks, of which one day is enough, or days."""

_MOST: Final = 1000
_THURSDAY: Final = 4
_SPELLS: Final = ("person", "starts", "ends")
_WEEKS: Final = ("person", "weeks")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a frame: whose each is, where that person lives, and what it says.

    Parameters
    ----------
    person : numpy.ndarray
        Number of the person of each row, from 0 on; one who lives in two places is two.
    place : numpy.ndarray
        Number of the municipality of each person.
    places : tuple of str
        Ids of the municipalities; empty if the frame has none.
    first, last : numpy.ndarray or None
        First and last day of each row, as a number.
    weeks : numpy.ndarray or None
        Weeks of each row, where the frame gives weeks.
    """

    person: IntArray
    place: IntArray
    places: tuple[str, ...]
    first: IntArray | None
    last: IntArray | None
    weeks: npt.NDArray[np.float64] | None


def units_between(first: Any, last: Any, counted: Counted) -> tuple[Any, Any]:
    """Number of the first and of the last day, or calendar week, that two days touch.

    Examples
    --------
    >>> monday = date(2018, 1, 1).toordinal()
    >>> weeks = units_between(monday, monday + 7, "weeks")
    >>> weeks[1] - weeks[0] + 1
    2
    """
    return (first, last) if counted == "days" else ((first - 1) // 7, (last - 1) // 7)


def units_of(period: Period, counted: Counted) -> tuple[int, int]:
    """Number of the first and of the last day or week of a period.

    A week belongs to the period that holds its Thursday, as ISO 8601 has it for years.

    Examples
    --------
    >>> first, last = units_of(Period.parse("2018"), "weeks")
    >>> last - first + 1
    52
    """
    first, last = period.start.toordinal(), period.end.toordinal()
    if counted == "days":
        return first, last
    return -((_THURSDAY - first) // 7), (last - _THURSDAY) // 7


def covered(person: IntArray, first: IntArray, last: IntArray, *, persons: int) -> IntArray:
    """How many days or weeks the spells of each person cover; what overlaps counts once.

    Parameters
    ----------
    person : numpy.ndarray
        Number of the person of each spell.
    first, last : numpy.ndarray
        First and last day or week of each spell; none where the last is before the first.
    persons : int
        How many persons there are.

    Examples
    --------
    >>> person, first, last = np.array([0, 0, 1]), np.array([1, 3, 5]), np.array([4, 6, 5])
    >>> covered(person, first, last, persons=2).tolist()
    [6, 1]
    """
    order = np.lexsort((first, person))
    order = order[(last >= first)[order]]
    if not len(order):
        return np.zeros(persons, dtype=np.int64)
    person, first, last = person[order], first[order], last[order]
    # everyone gets a stretch of numbers of his own, so that one running maximum serves all
    apart = person * (int(last.max()) - int(first.min()) + 2)
    reached = np.maximum.accumulate(last + apart) - apart
    before = first - 1
    same = person[1:] == person[:-1]
    before[1:] = np.where(same, np.maximum(before[1:], reached[:-1]), before[1:])
    new = np.maximum(last - before, 0)
    found: IntArray = np.bincount(person, weights=new, minlength=persons).astype(np.int64)
    return found


def read_rows(frame: pd.DataFrame, periods: Sequence[str]) -> Rows:
    """Read the rows of a frame of spells or of weeks.

    Raises
    ------
    MunicompareError
        MC866 with every row, column and period that cannot be read.
    """
    problems = [*_period_problems(periods), *_column_problems(frame, len(periods))]
    IssueReport.of(problems).raise_if_any()
    names = pd.factorize(frame["person"])[0]
    problems += _row_problems(names < 0, "expected a person in every row", frame["person"])
    places: tuple[str, ...] = ()
    owner = np.zeros(len(frame), dtype=np.int64)
    if "municipality" in frame.columns:
        owner, found = pd.factorize(frame["municipality"], sort=True)
        places = tuple(map(str, found))
        known = np.array([is_municipality(name) for name in places] + [False])
        message = "expected a municipality such as 'DK-740'"
        problems += _row_problems(~known[owner], message, frame["municipality"])
    first = last = weeks = None
    if "weeks" in frame.columns:
        weeks = pd.to_numeric(frame["weeks"], errors="coerce").to_numpy(dtype=np.float64)
        bad = ~np.isfinite(weeks) | (weeks < 0)
        problems += _row_problems(bad, "expected weeks as a number from 0 on", frame["weeks"])
    else:
        (first, no_first), (last, no_last) = _days(frame["starts"]), _days(frame["ends"])
        message = "expected a day such as 2018-01-31"
        problems += _row_problems(no_first, message, frame["starts"])
        problems += _row_problems(no_last, message, frame["ends"])
        backwards = (last < first) & ~no_first & ~no_last
        problems += _row_problems(
            backwards, "expected a spell to end after it starts", frame["ends"]
        )
    IssueReport.of(problems).raise_if_any()
    person, pairs = pd.factorize(names * max(len(places), 1) + owner)
    place = np.asarray(pairs) % max(len(places), 1)
    return Rows(person.astype(np.int64), place.astype(np.int64), places, first, last, weeks)


def _days(column: pd.Series[Any]) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    """Numbers of days, and which rows hold none."""
    codes, found = pd.factorize(column)
    numbers = np.array([*map(_day, found), -1], dtype=np.int64)
    days: IntArray = numbers[codes]
    return days, days < 0


def _day(value: object) -> int:
    if isinstance(value, date):
        return value.toordinal()
    try:
        # with its dashes: 20180131 may be a number of anything
        return date.fromisoformat(value).toordinal() if _is_day(value) else -1
    except ValueError:
        return -1


def _is_day(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) == len("2018-01-31")


def _period_problems(periods: Sequence[str]) -> Iterator[Issue]:
    if not periods or len(set(periods)) < len(periods):
        found = ", ".join(periods) or "none"
        yield wrong(f"expected periods that are all different, found {found}.", "Name each once.")
    for text in periods:
        try:
            Period.parse(text)
        except ValueError as error:
            yield wrong(f"expected an ISO period: {error}.", "Write 2018, 2018-Q2 or 2018-05.")


def _column_problems(frame: pd.DataFrame, periods: int) -> Iterator[Issue]:
    by_weeks = "weeks" in frame.columns
    wanted = _WEEKS if by_weeks else _SPELLS
    several = [name for name in frame.columns if list(frame.columns).count(name) > 1]
    lacking = [name for name in wanted if name not in frame.columns]
    if lacking or several:
        yield wrong(
            f"expected the columns {', '.join(wanted)}, each once, found "
            f"{', '.join(map(str, frame.columns)) or 'none'}.",
            "Name the columns so; municipality may be another.",
        )
    if by_weeks and periods != 1:
        yield wrong(f"expected one period for weeks, found {periods}.", "Give spells, or one.")


def _row_problems(
    bad: npt.NDArray[np.bool_], message: str, found: pd.Series[Any]
) -> Iterator[Issue]:
    rows = np.flatnonzero(bad)
    if len(rows):
        places = [
            Reading(text=str(found.iloc[row]), locator=f"row {row}")
            for row in rows[:_MOST].tolist()
        ]
        count = f" ({len(rows)} rows)" if len(rows) > 1 else ""
        yield wrong(f"{message}, found {places[0].text!r}{count}.", "Correct the rows.", places)


def wrong(message: str, remedy: str, readings: Iterable[Reading] = ()) -> Issue:
    """An issue of rows of persons, or of what is asked about them."""
    places = tuple(readings)
    return Issue(code="MC866", severity="error", message=message, remedy=remedy, readings=places)
