"""The peers of a plan's municipality beside its public figures, through the benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np

from municompare.comparison.benchmark_notes import issues_of
from municompare.comparison.benchmarks import benchmark
from municompare.comparison.ledger_beside import Beside
from municompare.comparison.ledger_series import Figures, Obstacle, Series
from municompare.comparison.peers_issues import peer_issues
from municompare.comparison.realism_windows import population_indicator
from municompare.errors import Issue
from municompare.model.quantity import Period
from municompare.statistics.layout import is_unchecked
from municompare.statistics.panel import Panel

if TYPE_CHECKING:
    import xarray as xr

    from municompare.model.peers import PeerSet

__all__ = ["PEER_FIGURES", "Neighbours", "PeerFigures", "PeerRequest"]

PEER_FIGURES: Final = ("peer_median", "peer_mean", "n_peers", "gap", "percentile_rank")
"""What is told of the peers in one period."""

PeerFigures: TypeAlias = Mapping[str, float | None]
_NO_PEERS: Final[PeerFigures] = dict.fromkeys(PEER_FIGURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerRequest:
    """Beside which peers figures are shown.

    Parameters
    ----------
    sets : mapping of str to PeerSet
        Peers by country.
    compared : tuple of str
        Municipalities that are compared with each other.
    themes : tuple of str
        Themes that the groups may have been made for; not judged if empty.
    min_peers : int
        With fewer peers that have a value there is no peer figure.
    """

    sets: Mapping[str, PeerSet]
    compared: tuple[str, ...]
    themes: tuple[str, ...] = ()
    min_peers: int


class _Found(NamedTuple):
    """The figures of a municipality and its peers in one panel, and the benchmark on them."""

    panel: Panel
    part: Panel
    result: xr.Dataset


class Neighbours:
    """The peers of one municipality.

    Parameters
    ----------
    municipality : str
        Whose peers.
    asked : PeerRequest
        Which peers.
    figures : Figures
        The public figures, with the inhabitants if they are told.
    targets : iterable of Beside
        The targets, with the measures that will be asked for.
    """

    def __init__(
        self, municipality: str, asked: PeerRequest, figures: Figures, targets: Iterable[Beside]
    ) -> None:
        self._municipality = municipality
        self._asked = asked
        self._peers = asked.sets.get(municipality[:2])
        self._figures = figures
        cases = [each.cases for each in targets if not isinstance(each.cases, Obstacle)]
        self._keys = tuple(dict.fromkeys(case.candidate.key for own in cases for case in own))
        self._found: list[_Found] = []
        self._objected: dict[tuple[str, str, tuple[str, ...]], str | None] = {}

    @property
    def missing(self) -> str | None:
        """Why there are no peers, if so."""
        if self._peers is None:
            return "no peer group is given"
        if self._municipality not in self._peers.municipalities:
            return f"{self._peers.title} has no group of {self._municipality}"
        return None

    def described(self, series: Series, periods: Sequence[Period]) -> dict[str, Any]:
        """Which peers they are, and what speaks against them in these periods."""
        if self._peers is None or self.missing is not None:
            return {"peers_missing": self.missing}
        result = self._benchmark(series.panel).result
        # a measure stands in one panel only
        asked = (series.key, series.group, tuple(map(str, periods)))
        if asked not in self._objected:
            found = self._objections(self._peers, series, periods)
            codes = {issue.code for issue in found if issue.severity != "info"}
            self._objected[asked] = ", ".join(sorted(codes)) or None
        return {
            "peer_group": self._peers.title,
            "peer_year": result.attrs["peer_year"] or None,
            "n_group": int(result["n_group"].values[0]),
            "peer_issues": self._objected[asked],
        }

    def _objections(
        self, peers: PeerSet, series: Series, periods: Sequence[Period]
    ) -> Iterator[Issue]:
        """What speaks against this municipality's group: year, theme, members, size, figures."""
        own = self._municipality
        _, part, result = self._benchmark(series.panel)
        if periods:
            found = peer_issues(
                peers,
                part,
                indicators=series.key,
                municipalities=sorted(set(self._asked.compared) & set(peers.municipalities)),
                periods=[str(period) for period in periods],
                group=series.group,
                themes=self._asked.themes,
            )
            for issue in found:
                focused = {place.locator for place in issue.readings} - {None}
                if not focused or own in focused:
                    yield issue
            sizes = self._inhabitants(peers, max(periods, key=lambda period: period.end))
            yield from peers.issues(compared=own, populations=sizes)
        for issue in issues_of(result):
            # those that are about the measure: the benchmark is over all of the plan
            if any(place.locator == series.key for place in issue.readings):
                yield issue

    def _inhabitants(self, peers: PeerSet, near: Period) -> dict[str, float] | None:
        """Inhabitants in the period nearest to one, of those in which the municipality has some."""
        own = {self._municipality, *peers.peers_of(self._municipality)}
        for panel in self._figures.of_country(self._municipality[:2]):
            key = population_indicator(panel)
            if key is None or not {self._municipality} <= set(panel.municipalities):
                continue
            there = [name for name in panel.municipalities if name in own]
            part = panel.sel(municipalities=there, indicators=[key], groups=["total"])
            table = part.dataset["value"].squeeze(["indicator", "group"], drop=True)
            at = there.index(self._municipality)
            values = np.asarray(table.transpose("municipality", "period").values, dtype=float)
            known = [column for column in range(values.shape[1]) if values[at, column] > 0]
            if known:
                periods = [Period.parse(text) for text in panel.periods]
                best = min(known, key=lambda each: abs((periods[each].end - near.end).days))
                return dict(zip(there, values[:, best].tolist(), strict=True))
        return None

    def figures(self, series: Series, period: Period) -> PeerFigures:
        """The peers' figures in one period."""
        if self.missing is not None:
            return _NO_PEERS
        cell = self._benchmark(series.panel).result.sel(
            municipality=self._municipality,
            indicator=series.key,
            period=str(period),
            group=series.group,
        )
        return {
            name: int(cell[name]) if name == "n_peers" else _finite(cell[name])
            for name in PEER_FIGURES
        }

    def _benchmark(self, panel: Panel) -> _Found:
        for known in self._found:
            if known.panel is panel:
                return known
        assert self._peers is not None
        own = {self._municipality, *self._peers.peers_of(self._municipality)}
        held = set(panel.indicators)
        part = panel.sel(
            # a peer whose figures are missing from the panel is the benchmark's to report
            municipalities=[name for name in panel.municipalities if name in own],
            indicators=[key for key in self._keys if key in held],
        )
        if is_unchecked(part.dataset["value"]):
            # of a panel in pieces these few figures fit in memory
            part = Panel(part.dataset.compute())
        result = benchmark(
            part,
            self._peers,
            statistics=("median", "mean", "gap", "percentile_rank"),
            min_peers=self._asked.min_peers,
            municipalities=self._municipality,
        )
        self._found.append(_Found(panel, part, result))
        return self._found[-1]


def _finite(cell: Any) -> float | None:
    value = float(cell)
    return value if np.isfinite(value) else None
