"""A checked request for gap estimates, and the figures that it takes from the panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

import numpy as np

from municompare.comparison.benchmark_input import infinite_problems, raise_errors
from municompare.comparison.gaps_numbers import Columns, FloatArray
from municompare.model.event import Event, Shock
from municompare.model.peers import PeerSet
from municompare.statistics.layout import is_unchecked

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = [
    "METHODS",
    "Allowed",
    "Asked",
    "Bridge",
    "Figures",
    "Method",
    "Placebos",
    "Spec",
    "Window",
    "Windows",
    "checked_figures",
    "inhabitants",
    "span",
    "years_of",
]

Method: TypeAlias = Literal["own_change", "did", "country", "synthetic"]
"""Against what a change is put: nothing, each peer group, all other municipalities of the country
in the panel, or a combination of these that is fitted to the years before."""

Allowed: TypeAlias = Literal["anachronistic", "poor_fit"]
"""What is refused unless it is named."""

Bridge: TypeAlias = Literal["common_shift"]
"""How a series break is bridged: it moved the figures of all municipalities alike."""

Placebos: TypeAlias = Literal["size_matched", "all"]
"""Which municipalities are placebos."""

Windows: TypeAlias = tuple[int | str, int | str] | Sequence[tuple[int | str, int | str]]
"""First and last year, or several such pairs."""

METHODS: Final[tuple[Method, ...]] = get_args(Method)
_INHABITANTS: Final = {"SE": "N01951", "DK": "population_1jan"}


@dataclass(frozen=True, slots=True)
class Window:
    """Years before and after, and the first year to which the years before are fitted."""

    pre: tuple[int, int]
    post: tuple[int, int]
    fit_from: int

    def place_of(self, day: date) -> str:
        """Where a day lies.

        Examples
        --------
        >>> Window((2013, 2015), (2017, 2019), fit_from=2010).place_of(date(2014, 7, 1))
        'within the years before (2013/2015)'
        """
        before, after = self.texts
        for end, words in (
            (self.years[0] - 1, f"ahead of the years before ({before})"),
            (self.pre[0] - 1, f"within the fitted years, ahead of those before ({before})"),
            (self.pre[1], f"within the years before ({before})"),
            (self.post[0] - 1, "between the windows"),
            (self.post[1], f"within the years after ({after})"),
        ):
            if day.year <= end:
                return words
        return f"later than the years after ({after})"

    @property
    def texts(self) -> tuple[str, str]:
        """The years before and after as ISO periods."""
        return span(*self.pre), span(*self.post)

    @property
    def years(self) -> tuple[int, ...]:
        """All years in which values are needed."""
        before = range(min(self.fit_from, self.pre[0]), self.pre[1] + 1)
        return (*before, *range(self.post[0], self.post[1] + 1))

    def columns(self, years: Sequence[int]) -> Columns:
        """The columns of a table with these years."""

        def at(first: int, last: int) -> tuple[int, ...]:
            return tuple(years.index(year) for year in range(first, last + 1))

        return Columns(at(self.fit_from, self.pre[1]), at(*self.pre), at(*self.post))


@dataclass(frozen=True, slots=True)
class Spec:
    """One method, with its peer groups if it has any."""

    method: Method
    peers: PeerSet | None = None

    @property
    def key(self) -> str | None:
        """What the peer group is called."""
        if self.peers is not None:
            return self.peers.key
        return None if self.method == "own_change" else "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked request. Municipalities stand by id: the panel's order changes nothing."""

    panel: Panel
    event: Event | None
    municipalities: tuple[str, ...]
    foci: tuple[str, ...]
    indicators: tuple[str, ...]
    windows: tuple[Window, ...]
    specs: tuple[Spec, ...]
    group: str
    placebos: Placebos | None
    size_factor: float
    population: Mapping[str, float] | None
    studentise: bool
    bridge: Bridge | None
    allow: frozenset[str]
    min_peers: int
    level: float
    power: float
    shocks: tuple[Shock, ...] | None
    themes: tuple[str, ...]

    @property
    def country(self) -> str:
        """The country of all municipalities."""
        return self.foci[0][:2]


@dataclass(frozen=True, slots=True)
class Figures:
    """Values and statuses of one indicator: municipalities × years."""

    years: tuple[int, ...]
    values: FloatArray
    statuses: np.ndarray[Any, Any]


def checked_figures(request: Asked, indicator: str, years: Sequence[int]) -> Figures:
    """Take one indicator's figures from the panel."""
    texts = [str(year) for year in years]
    cells = request.panel.dataset[["value", "status"]].sel(
        municipality=list(request.municipalities),
        indicator=indicator,
        period=texts,
        group=request.group,
    )
    cells = cells.transpose("municipality", "period")
    values = np.asarray(cells["value"].values, dtype=np.float64)
    if is_unchecked(request.panel.dataset["value"]):
        raise_errors(infinite_problems(values))
    return Figures(tuple(years), values, np.asarray(cells["status"].values))


def inhabitants(request: Asked, year: int) -> FloatArray | None:
    """Inhabitants of the municipalities in a year, or in the last one before that the panel has."""
    if request.population is not None:
        given = request.population
        return np.array([float(given.get(n, np.nan)) for n in request.municipalities])
    key = _INHABITANTS.get(request.country)
    if key not in request.panel.indicators or "total" not in request.panel.groups:
        return None
    for each in reversed([known for known in years_of(request.panel) if known <= year]):
        cells = request.panel.dataset["value"].sel(
            municipality=list(request.municipalities),
            indicator=key,
            period=str(each),
            group="total",
        )
        found = np.asarray(cells.values, dtype=np.float64)
        if (found > 0).any():
            return np.where(found > 0, found, np.nan)
    return None


def years_of(panel: Panel) -> list[int]:
    """The whole years of a panel, in order."""
    return sorted(int(text) for text in panel.periods if len(text) == 4)


def span(first: int, last: int) -> str:
    """Years as an ISO period."""
    return str(first) if first == last else f"{first}/{last}"
