"""The peers of a plan's municipality beside its public figures, through the benchmark."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from municompare.comparison.benchmarks import benchmark
from municompare.comparison.ledger_series import Figure, Series
from municompare.statistics.layout import is_unchecked
from municompare.statistics.panel import Panel

if TYPE_CHECKING:
    import xarray as xr

    from municompare.model.peers import PeerSet

__all__ = ["NO_PEERS", "PEER_FIGURES", "Neighbours", "PeerFigures"]

PEER_FIGURES: Final = ("peer_median", "peer_mean", "n_peers", "gap", "percentile_rank")
"""What is told of the peers in one period."""

PeerFigures: TypeAlias = Mapping[str, float | None]
NO_PEERS: Final[PeerFigures] = dict.fromkeys(PEER_FIGURES)


class Neighbours:
    """The peers of one municipality.

    Parameters
    ----------
    municipality : str
        Whose peers.
    peers : PeerSet or None
        The peer set of its country.
    keys : iterable of str
        Measures that will be asked for.
    min_peers : int
        With fewer peers that have a value there is no peer figure.
    """

    def __init__(
        self, municipality: str, peers: PeerSet | None, keys: Iterable[str], min_peers: int
    ) -> None:
        self._municipality = municipality
        self._peers = peers
        self._keys = tuple(dict.fromkeys(keys))
        self._min_peers = min_peers
        self._found: list[tuple[Panel, xr.Dataset]] = []

    @property
    def missing(self) -> str | None:
        """Why there are no peers, if so."""
        if self._peers is None:
            return "no peer group is given"
        if self._municipality not in self._peers.municipalities:
            return f"{self._peers.title} has no group of {self._municipality}"
        return None

    def described(self, series: Series) -> dict[str, Any]:
        """Which peers they are, and what speaks against them."""
        if self._peers is None or self.missing is not None:
            return {"peers_missing": self.missing}
        result = self._benchmark(series.panel)
        codes = [i["code"] for i in json.loads(result.attrs["issues"]) if i["severity"] != "info"]
        return {
            "peer_group": self._peers.title,
            "peer_year": result.attrs["peer_year"] or None,
            "n_group": int(result["n_group"].values[0]),
            "peer_issues": ", ".join(dict.fromkeys(codes)) or None,
        }

    def figures(self, series: Series, figure: Figure | None) -> PeerFigures:
        """The peers' figures beside one public figure."""
        if figure is None or self.missing is not None:
            return NO_PEERS
        cell = self._benchmark(series.panel).sel(
            municipality=self._municipality,
            indicator=series.key,
            period=str(figure.period),
            group=series.group,
        )
        return {
            name: int(cell[name]) if name == "n_peers" else _finite(cell[name])
            for name in PEER_FIGURES
        }

    def _benchmark(self, panel: Panel) -> xr.Dataset:
        for known, result in self._found:
            if known is panel:
                return result
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
            min_peers=self._min_peers,
            municipalities=self._municipality,
        )
        self._found.append((panel, result))
        return result


def _finite(cell: Any) -> float | None:
    value = float(cell)
    return value if np.isfinite(value) else None
