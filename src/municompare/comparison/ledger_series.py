"""The public series of one municipality, measure and group, found in the panels at hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from municompare.comparison.benchmark_input import infinite_problems, raise_errors
from municompare.definitions import measures, series_breaks
from municompare.errors import MunicompareError
from municompare.model.panel import PanelIndicator, SeriesBreak
from municompare.model.quantity import Period
from municompare.statistics.layout import is_unchecked
from municompare.units import convert

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["Figure", "Figures", "Obstacle", "Point", "Series", "converted"]

_GROUPS: Final = {None: "total", "women": "women", "men": "men"}


class Obstacle(NamedTuple):
    """One thing that keeps a target from being judged: what it is about, and a sentence."""

    aspect: str
    statement: str


class Point(NamedTuple):
    """One period of a series: its figure, or why there is none."""

    period: Period
    value: float | None
    status: str


class Figure(NamedTuple):
    """A public figure that is there."""

    period: Period
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What a publisher says of one municipality, measure and group, period by period.

    Parameters
    ----------
    municipality, key, group : str
        Whose figures they are.
    indicator : PanelIndicator
        The measure, with publisher and attribution, and with all series breaks that are known.
    points : tuple of Point
        One for each period of the panel, by time.
    precision : float
        Relative precision of the panel's numbers.
    panel : Panel
        Where the figures stand.
    """

    municipality: str
    key: str
    group: str
    indicator: PanelIndicator
    points: tuple[Point, ...]
    precision: float
    panel: Panel

    def at(self, period: Period) -> Point | None:
        """The figure, or its absence, of exactly this period."""
        for point in self.points:
            if (point.period.start, point.period.end) == (period.start, period.end):
                return point
        return None

    def figures(self) -> list[Figure]:
        """The figures that are there, by time."""
        return [Figure(p.period, p.value) for p in self.points if p.value is not None]

    def break_between(self, one: Period, other: Period) -> SeriesBreak | None:
        """The first break that sets the figures of two periods apart.

        A break in the middle of a period sets its figure apart from all others.
        """
        if (one.start, one.end) == (other.start, other.end):
            return None
        return next(iter(self.breaks_within((one, other))), None)

    def breaks_within(self, periods: Collection[Period]) -> list[SeriesBreak]:
        """The breaks after the first day of the earliest period and up to the last of the latest.

        Without any period there are none.
        """
        if not periods:
            return []
        first = min(period.start for period in periods)
        last = max(period.end for period in periods)
        return [
            each
            for each in self.indicator.breaks
            if first < Period.parse(each.starts).start <= last
        ]

    def slack(self, value: float) -> float:
        """What two numbers near a value may differ by for reasons of storing alone."""
        return 4 * self.precision * abs(value)


class Figures:
    """The panels at hand, by country.

    Parameters
    ----------
    panels : sequence of Panel
        The panels; of one country no two hold the same measure.
    """

    def __init__(self, panels: Sequence[Panel]) -> None:
        self._panels = tuple(panels)
        self._found: dict[tuple[str, str, str | None], Series | Obstacle] = {}

    @cached_property
    def _by_country(self) -> dict[str, list[Panel]]:
        found: dict[str, list[Panel]] = {}
        for panel in self._panels:
            for country in sorted({name[:2] for name in panel.municipalities}):
                found.setdefault(country, []).append(panel)
        return found

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries whose municipalities have figures."""
        return tuple(sorted(self._by_country))

    def of_country(self, country: str) -> tuple[Panel, ...]:
        """The panels that hold municipalities of a country."""
        return tuple(self._by_country.get(country, ()))

    def series(self, municipality: str, key: str, subgroup: str | None) -> Series | Obstacle:
        """The figures of a municipality, or why there are none.

        Parameters
        ----------
        municipality : str
            Its id.
        key : str
            Key of the measure.
        subgroup : str or None
            Subgroup as plans name it; only women and men meet a group of a panel.
        """
        asked = (municipality, key, subgroup)
        if asked not in self._found:
            self._found[asked] = self._look_up(municipality, key, subgroup)
        return self._found[asked]

    def _look_up(self, municipality: str, key: str, subgroup: str | None) -> Series | Obstacle:
        country = municipality[:2]
        if country not in self._by_country:
            return Obstacle("panel", f"no figures of {country} are given")
        holding = [panel for panel in self.of_country(country) if key in panel.indicators]
        if not holding:
            return Obstacle("panel", f"the figures given have no measure {key}")
        if municipality not in holding[0].municipalities:
            return Obstacle(
                "municipality", f"the figures given have no municipality {municipality}"
            )
        group = _GROUPS.get(subgroup)
        if group is None or group not in holding[0].groups:
            wanted = subgroup if subgroup is not None else "total"
            return Obstacle("subgroup", f"the figures given have no group {wanted!r}")
        return _series(holding[0], municipality, key, group)


def _series(panel: Panel, municipality: str, key: str, group: str) -> Series:
    dataset = panel.sel(municipalities=municipality, indicators=key, groups=group).dataset
    values = np.asarray(dataset["value"].values)
    if is_unchecked(dataset["value"]):
        raise_errors(infinite_problems(values))
    words = str(dataset["status"].attrs["flag_meanings"]).split()
    codes = np.asarray(dataset["status"].values).ravel()
    return Series(
        municipality=municipality,
        key=key,
        group=group,
        indicator=_described(panel, key),
        points=tuple(
            Point(Period.parse(period), None if np.isnan(value) else float(value), words[code])
            for period, value, code in zip(
                panel.periods, values.ravel(), codes.tolist(), strict=True
            )
        ),
        precision=float(np.finfo(values.dtype).eps),
        panel=panel,
    )


def _described(panel: Panel, key: str) -> PanelIndicator:
    """The panel's description; what it leaves open is taken from the definitions."""
    own = panel.indicator(key)
    publisher = own.publisher or panel.publisher
    known = next((m for m in measures() if (m.key, m.publisher) == (key, publisher)), own)
    breaks = {each.starts: each for each in own.breaks}
    for each in series_breaks():
        if (each.measure, each.publisher) == (key, publisher):
            breaks.setdefault(each.starts, SeriesBreak(starts=each.starts, reason=each.reason))
    return replace(
        own,
        title=own.title or known.title,
        unit=own.unit or known.unit,
        publisher=publisher,
        attribution=own.attribution or panel.attribution,
        breaks=tuple(sorted(breaks.values(), key=lambda each: Period.parse(each.starts).start)),
    )


def converted(value: float, *, from_unit: str, to_unit: str) -> float | None:
    """A value in another unit; None where the two measure different things or one is unknown."""
    if from_unit == to_unit:
        return value
    try:
        return convert(value, from_unit=from_unit, to_unit=to_unit)
    except MunicompareError:
        return None
