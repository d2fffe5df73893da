"""What speaks against comparing figures of a panel with certain peers, coverage included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from municompare.comparison.peers_search import names_of
from municompare.errors import Issue, IssueReport, Reading
from municompare.model.peer_issues import MAX_SIZE_RATIO
from municompare.model.peers import PeerSet

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["MIN_COVERAGE", "peer_issues", "populations_of"]

MIN_COVERAGE: Final = 0.75
"""Share of the peers that must have a value: of seven, six."""


def peer_issues(
    peers: PeerSet,
    panel: Panel,
    *,
    indicators: str | Iterable[str],
    municipalities: str | Iterable[str] = (),
    periods: str | int | Iterable[str | int] | None = None,
    group: str = "total",
    themes: str | Iterable[str] = (),
    benefit: str | None = None,
    population: str | None = None,
    min_coverage: float = MIN_COVERAGE,
    max_size_ratio: float = MAX_SIZE_RATIO,
) -> IssueReport:
    """What speaks against comparing these figures of a panel with these peers.

    Parameters
    ----------
    peers : PeerSet
        The peers, not yet restricted to the panel.
    panel : Panel
        The figures.
    indicators : str or iterable of str
        Indicators that are compared.
    municipalities : str or iterable of str
        Municipalities that are compared with each other; all of the set if not given.
    periods : str, int or iterable of them, optional
        Periods that are compared; all of the panel if not given.
    group : {"total", "women", "men"}
        Whose figures.
    themes, benefit, max_size_ratio
        See :meth:`municompare.model.peers.PeerSet.issues`.
    population : str, optional
        Indicator of the panel with the number of inhabitants; that of the last compared period is
        taken. Without it sizes are not judged.
    min_coverage : float
        Share of a municipality's peers that must have a value, wherever it has one itself.

    Returns
    -------
    IssueReport
        Issues of the peer set, and MC825 where too few peers have a value.
    """
    compared = names_of(municipalities)
    when = names_of(panel.periods if periods is None else periods)
    found = peers.issues(
        periods=when,
        themes=themes,
        benefit=benefit,
        outcomes=names_of(indicators),
        compared=compared,
        populations=None if population is None else populations_of(panel, population, max(when)),
        max_size_ratio=max_size_ratio,
    )
    chosen = panel.sel(indicators=names_of(indicators), periods=when, groups=[group]).dataset
    present = np.isfinite(np.asarray(chosen["value"].isel(group=0).values))
    cells = [
        f"{name} in {period}"
        for name in chosen["indicator"].values
        for period in chosen["period"].values
    ]
    at = {str(name): row for row, name in enumerate(chosen["municipality"].values)}
    foci = compared or peers.municipalities
    coverage = _Coverage(peers, present.reshape(len(present), -1), at, cells)
    return IssueReport.of([*found, *coverage.issues(foci, min_coverage)])


def populations_of(panel: Panel, population: str, period: str) -> dict[str, float]:
    """Inhabitants of every municipality of a panel in one period; NaN where missing."""
    chosen = panel.sel(indicators=[population], periods=[period], groups=["total"]).dataset
    sizes = np.asarray(chosen["value"].values, dtype=np.float64).reshape(-1)
    return dict(zip(map(str, chosen["municipality"].values), sizes.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Coverage:
    """How many peers have a value in the cells in which a municipality has one."""

    peers: PeerSet
    present: np.ndarray[Any, np.dtype[np.bool_]]
    at: Mapping[str, int]
    cells: Sequence[str]

    def issues(self, foci: Sequence[str], least: float) -> Iterator[Issue]:
        low: list[tuple[float, str, str]] = []
        for focus in foci:
            members = self.peers.peers_of(focus)
            if not members or focus not in self.at:
                continue
            rows = [self.at[member] for member in members if member in self.at]
            share = self.present[rows].sum(axis=0) / len(members)
            share = np.where(self.present[self.at[focus]], share, np.inf)
            below = int((share < least).sum())
            if below:
                cell = int(share.argmin())
                text = f"{self.cells[cell]}: {round(share[cell] * len(members))} of {len(members)}"
                low.append((float(share[cell]), focus, f"{text} ({below} cells below)"))
        if low:
            low.sort()
            yield Issue(
                code="MC825",
                severity="warning",
                message=f"in {len(low)} of {len(foci)} groups fewer than {least:.0%} of the peers "
                f"have a value somewhere; lowest is {low[0][1]}, {low[0][2]}.",
                remedy="Look at n_peers beside every result, or choose periods that more have.",
                readings=tuple(
                    Reading(text=text, document=self.peers.key, locator=focus)
                    for _, focus, text in low
                ),
            )
        absent = [focus for focus in foci if focus not in self.at]
        if absent:
            yield Issue(
                code="MC828",
                severity="info",
                message=f"the panel does not hold {len(absent)} municipalities of the set, so "
                "coverage cannot be judged for them.",
                remedy="Restrict the set to the panel's municipalities, or take a fuller panel.",
                readings=tuple(Reading(document=self.peers.key, locator=name) for name in absent),
            )
