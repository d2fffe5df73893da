"""Windows of a measure: by how much figures changed over a length of time, in every municipality.

A window is one municipality and two periods of equal length whose starts lie a stated time apart.
Its relative change is ``100 (last - first) / |first|``, so that a negative base does not turn the
sign; a window whose first figure is zero has none and is counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from municompare.comparison.peers_tables import is_whole
from municompare.definitions import series_breaks
from municompare.model.panel import SeriesBreak
from municompare.model.quantity import Period

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = [
    "POPULATIONS",
    "BoolArray",
    "Span",
    "Windows",
    "breaks_known",
    "large_windows",
    "population_indicator",
    "windows_of",
]

FloatArray = np.ndarray[Any, np.dtype[np.float64]]
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]

POPULATIONS: Final = ("N01951", "population_1jan")
"""Indicators that hold inhabitants, the first one of a panel being used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Two periods of a panel, a stated time apart.

    Parameters
    ----------
    first, last : int
        Their positions in the panel.
    start, end : Period
        The periods.
    broken : bool
        Whether the series breaks between them, or within one of them.
    """

    first: int
    last: int
    start: Period
    end: Period
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """The windows of a measure.

    Parameters
    ----------
    changes : numpy.ndarray
        Relative changes in per cent, municipality by span; NaN where there is none.
    municipalities : tuple of str
        The rows.
    spans : tuple of Span
        The columns.
    zero_base : int
        Windows left out because their first figure is zero.
    broken : int
        Windows with a change whose span crosses a series break; left out unless asked for.
    """

    changes: FloatArray
    municipalities: tuple[str, ...]
    spans: tuple[Span, ...]
    zero_base: int
    broken: int


def breaks_known(panel: Panel, key: str) -> tuple[SeriesBreak, ...]:
    """Breaks that the panel states for a measure, and those that the definitions do."""
    indicator = panel.indicator(key)
    publisher = indicator.publisher or panel.publisher
    stated = {each.starts: each for each in indicator.breaks}
    for each in series_breaks():
        if each.measure == key and each.publisher == publisher:
            stated.setdefault(each.starts, SeriesBreak(starts=each.starts, reason=each.reason))
    return tuple(sorted(stated.values(), key=lambda each: Period.parse(each.starts).start))


def population_indicator(panel: Panel) -> str | None:
    """The indicator of a panel that holds inhabitants."""
    return next((key for key in POPULATIONS if key in panel.indicators), None)


def windows_of(
    panel: Panel,
    key: str,
    *,
    group: str,
    months: int,
    country: str | None,
    bridge_breaks: bool,
    holds: Callable[[Period], bool],
) -> Windows:
    """All windows of a measure.

    Parameters
    ----------
    panel : Panel
        The figures.
    key : str
        The measure.
    group : str
        Group of people.
    months : int
        Months between the starts of both periods.
    country : str or None
        Only municipalities of this country; the country as a whole is none.
    bridge_breaks : bool
        Whether windows across a break count.
    holds : callable
        Whether the measure's mapping holds for a period.
    """
    periods = [Period.parse(text) for text in panel.periods]
    breaks = [Period.parse(each.starts).start for each in breaks_known(panel, key)]
    spans = [
        span
        for span in _spans(periods, months, breaks)
        if holds(periods[span.first]) and holds(periods[span.last])
    ]
    rows = [
        (row, name)
        for row, name in enumerate(panel.municipalities)
        if not is_whole(name) and (country is None or name.startswith(f"{country}-"))
    ]
    cells = panel.dataset["value"].sel(indicator=key, group=group)
    values = np.asarray(cells.values, dtype=np.float64)[[row for row, _ in rows]]
    start, end = values[:, [s.first for s in spans]], values[:, [s.last for s in spans]]
    whole = np.isfinite(start) & np.isfinite(end)
    zero = whole & (start == 0)
    changes = np.full(start.shape, np.nan)
    with np.errstate(over="ignore"):  # a base next to zero has no finite change
        np.divide(100 * (end - start), np.abs(start), out=changes, where=whole & ~zero)
    across = np.array([span.broken for span in spans], dtype=bool)
    broken = int(np.isfinite(changes[:, across]).sum())
    if not bridge_breaks:
        changes[:, across] = np.nan
        zero[:, across] = False
    return Windows(
        changes=changes,
        municipalities=tuple(name for _, name in rows),
        spans=tuple(spans),
        zero_base=int(zero.sum()),
        broken=broken,
    )


def large_windows(panel: Panel, windows: Windows, min_population: float) -> BoolArray:
    """Which windows are of municipalities with so many inhabitants in their first year.

    A municipality whose inhabitants are not known for that year is not taken as large.
    """
    key = population_indicator(panel)
    cells = panel.dataset["value"].sel(indicator=key, group="total")
    known = dict(zip(panel.municipalities, np.asarray(cells.values, np.float64), strict=True))
    column = {text: place for place, text in enumerate(panel.periods)}
    found = np.zeros(windows.changes.shape, dtype=bool)
    for place, span in enumerate(windows.spans):
        year = str(span.start.start.year)
        at = column.get(year, column[span.start.text])
        inhabitants = np.array([known[name][at] for name in windows.municipalities])
        found[:, place] = inhabitants >= min_population
    return found


def _spans(periods: Sequence[Period], months: int, breaks: Iterable[date]) -> Iterator[Span]:
    starts = list(breaks)
    for (first, start), (last, end) in product(enumerate(periods), repeat=2):
        if _months(start.start, end.start) == months and _length(start) == _length(end):
            broken = any(start.start < day <= end.end for day in starts)
            yield Span(first=first, last=last, start=start, end=end, broken=broken)


def _months(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def _length(period: Period) -> int:
    return _months(period.start, period.end)
