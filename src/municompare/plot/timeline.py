"""Periods, breaks and shocks on an axis of years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from municompare.definitions import shocks as bundled_shocks
from municompare.io import read_crosswalk
from municompare.model.quantity import Period
from municompare.plot.asking import refused

if TYPE_CHECKING:
    from municompare.model.event import Shock

__all__ = ["Struck", "Timeline", "struck_within", "timeline_of", "touching"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods of one length on an axis of years, each at the number of its first day.

    Parameters
    ----------
    periods : tuple of Period
        In the order of time.
    order : tuple of int
        Where each stood before.
    half : float
        Half of the length of a period, in years: how far it reaches to both sides of its place.
    """

    periods: tuple[Period, ...]
    order: tuple[int, ...]
    half: float

    @property
    def places(self) -> FloatArray:
        """Where the periods stand."""
        return np.array([_number(period.start) for period in self.periods])

    @property
    def limits(self) -> tuple[float, float]:
        """Where the first period begins and the last one ends."""
        places = self.places
        return float(places[0] - self.half), float(places[-1] + self.half)

    def place(self, period: str | int) -> float:
        """Where a period stands."""
        return _number(Period.parse(str(period)).start)

    def cut(self, starts: str) -> float | None:
        """Where a series is cut that is counted anew from a period on; None beside the axis."""
        day = Period.parse(starts).start
        after = next((at for at, each in enumerate(self.periods) if each.end >= day), 0)
        return float(self.places[after] - self.half) if after else None

    def span(self, starts: str, ends: str | None) -> tuple[float, float] | None:
        """From where to where something lasted, as far as the axis shows it; None beside it."""
        low, high = self.limits
        first = _number(Period.parse(starts).start) - self.half
        last = high if ends is None else _number(Period.parse(ends).end) + 1 / 366 - self.half
        return (max(first, low), min(last, high)) if first < high and last > low else None

    def with_cuts(self, values: FloatArray, cuts: Iterable[float]) -> tuple[FloatArray, FloatArray]:
        """Places and values with a missing value at every cut, so that no line crosses it."""
        places = self.places
        at = np.searchsorted(places, sorted(cuts))
        return np.insert(places, at, sorted(cuts)), np.insert(values, at, np.nan)


@dataclass(frozen=True, slots=True)
class Struck:
    """A shock as a picture shows it.

    Parameters
    ----------
    letter : str
        What it is called in the picture.
    shock : Shock
        The shock.
    first, last : float
        From where to where it lasted, as far as the axis shows it.
    lane : int
        Its row above the axes: shocks of one row do not overlap.
    """

    letter: str
    shock: Shock
    first: float
    last: float
    lane: int


def timeline_of(periods: Sequence[str]) -> Timeline:
    """Put periods on an axis.

    Raises
    ------
    MunicompareError
        MC895, if they are of several lengths.
    """
    parsed = [Period.parse(text) for text in periods]
    order = sorted(range(len(parsed)), key=lambda at: parsed[at].start)
    months = {12 * (p.end.year - p.start.year) + p.end.month - p.start.month + 1 for p in parsed}
    if len(months) > 1:
        raise refused(
            f"expected periods of one length, found some of {', '.join(map(str, sorted(months)))} "
            "months.",
            "Select those of one length: panel.sel(periods=...).",
        )
    return Timeline(tuple(parsed[at] for at in order), tuple(order), months.pop() / 24)


def touching(indicator: str, country: str) -> tuple[Shock, ...]:
    """Give the bundled shocks of a country that touch a measure or one of its concepts."""
    concepts = {mapping.concept for mapping in read_crosswalk().measure_mappings(indicator)}
    return tuple(
        shock
        for shock in bundled_shocks()
        if country in shock.countries
        and (indicator in shock.measures or not concepts.isdisjoint(shock.concepts))
    )


def struck_within(shocks: Iterable[Shock], timeline: Timeline) -> tuple[Struck, ...]:
    """Shocks that an axis shows, lettered in the order of time, overlapping ones in rows."""
    spans = [(timeline.span(shock.starts, shock.ends), shock) for shock in shocks]
    inside = [(span, shock) for span, shock in spans if span is not None]
    found: list[Struck] = []
    ends: list[float] = []
    for number, ((first, last), shock) in enumerate(sorted(inside, key=lambda each: each[0])):
        lane = next((at for at, end in enumerate(ends) if end <= first), len(ends))
        ends[lane : lane + 1] = [last]
        found.append(Struck(chr(ord("A") + number), shock, first, last, lane))
    return tuple(found)


def _number(day: date) -> float:
    """The year of a day, with the part of it that is over."""
    first, next_first = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - first).days / (next_first - first).days
