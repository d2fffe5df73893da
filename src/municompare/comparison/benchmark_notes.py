"""What to know beside a benchmark: coverage, directions, means and breaks."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import xarray as xr

from municompare.comparison.benchmark_evaluation import Coverage
from municompare.comparison.peers_issues import MIN_COVERAGE
from municompare.errors import Issue, IssueReport, Reading, Severity
from municompare.model.peers import PeerSet
from municompare.model.quantity import Period
from municompare.statistics.layout import breaks_of

__all__ = ["coverage_issues", "direction_issues", "issues_of", "mean_issues", "slope_issues"]

_ON_MEANS: Final = frozenset({"mean", "gap", "gap_relative", "gap_sd"})


def coverage_issues(
    coverage: Coverage | None,
    sizes: npt.NDArray[np.signedinteger[Any]],
    names: Sequence[str],
    peers: PeerSet,
) -> Iterator[Issue]:
    """Say where a municipality has a value and too few of its peers have one.

    Parameters
    ----------
    coverage : Coverage or None
        None where nothing is computed yet.
    sizes : numpy.ndarray
        Peers of each municipality.
    names : sequence of str
        The municipalities.
    peers : PeerSet
        Their peers.
    """
    if coverage is None:
        yield _issue(
            "MC828",
            "info",
            "the figures are not computed yet, so that nobody can say how many peers have one.",
            "Look at n_peers beside every result.",
            [Reading(document=peers.key)],
        )
        return
    places: list[tuple[float, Reading]] = []
    for at in np.flatnonzero(coverage.cells).tolist():
        members, fewest = int(sizes[at]), int(coverage.fewest[at])
        text = f"{fewest} of {members} in the lowest of {coverage.cells[at]} cells"
        place = Reading(text=text, document=peers.key, locator=names[at])
        places.append((fewest / members, place))
    if places:
        places.sort(key=lambda place: place[0])
        yield _issue(
            "MC825",
            "warning",
            f"in {len(places)} of {len(names)} groups fewer than "
            f"{MIN_COVERAGE:.0%} of the peers have a value somewhere.",
            "Look at n_peers beside every result, or choose periods that more have.",
            [place for _, place in places],
        )


def direction_issues(result: xr.Dataset, wanted: Collection[str]) -> Iterator[Issue]:
    """Say which measures have no direction, and so no standing."""
    if "standing" in wanted:
        yield from _about(
            _indicators(result, ~np.isin(result["direction"].values, ["increase", "decrease"])),
            "MC858",
            "info",
            "measures have no direction that is better, so there is no standing.",
            "State the direction of the indicators; percentile rank needs none.",
        )


def mean_issues(result: xr.Dataset, wanted: Collection[str]) -> Iterator[Issue]:
    """Say which measures may not be put together, and so have no mean."""
    if not _ON_MEANS.isdisjoint(wanted):
        yield from _about(
            _indicators(result, result["aggregation"].values == "forbidden"),
            "MC856",
            "warning",
            "measures may not be put together, so there is no mean and no gap to it.",
            "Use the median and positions.",
        )


def slope_issues(result: xr.Dataset) -> tuple[np.ndarray[Any, np.dtype[np.bool_]], list[Issue]]:
    """Find the measures whose series breaks between the first and the last period."""
    periods = [Period.parse(text) for text in result["period"].values]
    first, last = min(p.start for p in periods), max(p.end for p in periods)
    broken = np.array(
        [
            any(first < Period.parse(each.starts).start <= last for each in breaks_of(text))
            for text in result["breaks"].values
        ]
    )
    issues = _about(
        _indicators(result, broken),
        "MC857",
        "warning",
        "measures are counted in another way from some period on, so there is no slope.",
        "Select periods on one side of the break.",
    )
    return broken, list(issues)


def _indicators(result: xr.Dataset, which: np.ndarray[Any, Any]) -> list[Reading]:
    return [Reading(locator=str(key)) for key in result["indicator"].values[which]]


def _about(
    places: Sequence[Reading], code: str, severity: Severity, message: str, remedy: str
) -> Iterator[Issue]:
    if places:
        yield _issue(code, severity, f"{len(places)} {message}", remedy, places)


def _issue(
    code: str, severity: Severity, message: str, remedy: str, places: Sequence[Reading]
) -> Issue:
    return Issue(
        code=code, severity=severity, message=message, remedy=remedy, readings=tuple(places)
    )


def issues_of(result: xr.Dataset) -> IssueReport:
    """Give what speaks against a benchmark, as its attributes carry it.

    Parameters
    ----------
    result : xarray.Dataset
        What ``benchmark`` or ``group_statistics`` gave.
    """
    return IssueReport.of(
        Issue(**{**issue, "readings": tuple(Reading(**place) for place in issue["readings"])})
        for issue in json.loads(result.attrs["issues"])
    )
