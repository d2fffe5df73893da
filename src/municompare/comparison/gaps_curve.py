"""The specification curve: every municipality in focus, measure, window, method and peer group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from municompare.comparison.gaps_judging import (
    Case,
    Claim,
    Refusal,
    Surroundings,
    claim_of,
    early_refusals,
    fit_refusals,
    limits_of,
    missing_figures,
    peer_codes,
    surroundings_of,
)
from municompare.comparison.gaps_numbers import (
    BoolArray,
    FloatArray,
    Gaps,
    IntArray,
    are_complete,
    gaps_of,
    peer_weights,
    synthetic_weights,
)
from municompare.comparison.gaps_placebos import Standing, standing
from municompare.comparison.gaps_request import (
    Asked,
    Figures,
    Spec,
    Window,
    checked_figures,
    inhabitants,
)

__all__ = ["Outcome", "curve"]

Pools: TypeAlias = Mapping[tuple[str, Window], "Pool"]


@dataclass(frozen=True, slots=True)
class Pool:
    """Which municipalities a focus is compared with, and whether they are of about its size.

    ``inhabitants`` are those of all by municipality, where they are known.
    """

    rows: BoolArray
    size_matched: bool
    inhabitants: Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Found:
    """What one specification finds for every municipality; parts that it cannot find are None."""

    weights: FloatArray | None = None
    n_used: IntArray | None = None
    gaps: Gaps | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the curve.

    Parameters
    ----------
    case : Case
        What was asked, and what is known of it.
    found : Found
        What was found for all municipalities.
    pool : Pool
        The placebos, as far as they have an estimate.
    standing : Standing or None
        Where the focus stands among them; None where it lacks figures.
    own_change : float or None
        Own mean after less own mean before; None across a series break.
    refusals : tuple of Refusal
        Why there is no estimate.
    status : str
        ``reported`` where there is one.
    limits : tuple of str
        What keeps it from the strongest claim.
    claim : str or None
        What may be claimed.
    """

    case: Case
    found: Found
    pool: Pool
    standing: Standing | None
    own_change: float | None
    refusals: tuple[Refusal, ...]
    status: str
    limits: tuple[str, ...]
    claim: Claim | None

    @property
    def is_broken(self) -> bool:
        """Whether a series break that is not bridged lies between its years."""
        return any(refusal.word == "series_break" for refusal in self.refusals)


def curve(request: Asked) -> Iterator[Outcome]:
    """Everything that was asked for, by measure, window, method, peer group and focus.

    One after the other, since each holds a table of weights.
    """
    members = [_members(request, spec) for spec in request.specs]
    pools = {
        (focus, window): pool
        for window in request.windows
        for focus, pool in _pools(request, inhabitants(request, window.pre[1]))
    }
    for indicator in request.indicators:
        yield from _of_indicator(request, indicator, members, pools)


def _of_indicator(
    request: Asked, indicator: str, members: Sequence[BoolArray], pools: Pools
) -> Iterator[Outcome]:
    figures = None
    if indicator in request.panel.indicators:
        years = sorted({year for window in request.windows for year in window.years})
        figures = checked_figures(request, indicator, years)
    for window in request.windows:
        around = Surroundings()
        if figures is not None:
            around = surroundings_of(request, indicator, window)
        for spec, others in zip(request.specs, members, strict=True):
            found = Found(
                refusal=Refusal("missing_indicator", f"the panel has no indicator {indicator}")
            )
            if figures is not None:
                forbidden = request.panel.indicator(indicator).aggregation == "forbidden"
                found = Found()
                if spec.method == "own_change" or not forbidden:
                    found = _found(request, spec, window, figures, others, pools)
            for focus in request.foci:
                pool = pools[focus, window]
                codes = peer_codes(request, spec, focus, indicator, window, pool.inhabitants)
                case = Case(request, focus, indicator, window, spec, around, codes)
                yield _outcome(case, figures, found, pool)


def _outcome(case: Case, figures: Figures | None, found: Found, pool: Pool) -> Outcome:
    refusals = [] if found.refusal is None else [found.refusal]
    own_change, place, status = None, None, "undetermined"
    if figures is None:
        status = "not_printed"
    else:
        refusals += early_refusals(case)
        absent = missing_figures(case, figures)
        if absent is not None:
            status = absent[0]
            refusals.append(absent[1])
        elif not case.around.breaks:
            own_change = _own_change(case, figures)
        if absent is None and found.gaps is not None and case.has_group:
            place = standing(
                found.gaps,
                case.row,
                pool.rows,
                studentise=case.request.studentise,
            )
            used = None if found.n_used is None else int(found.n_used[case.row])
            refusals += fit_refusals(case, found.gaps, used, place)
    limits: tuple[str, ...] = ()
    claim = None
    if not refusals and found.gaps is not None and place is not None:
        status = "reported"
        limits = tuple(limits_of(case, found.gaps, place, size_matched=pool.size_matched))
        claim = claim_of(case, limits)
    return Outcome(case, found, pool, place, own_change, tuple(refusals), status, limits, claim)


def _found(
    request: Asked,
    spec: Spec,
    window: Window,
    figures: Figures,
    members: BoolArray,
    pools: Pools,
) -> Found:
    """Compute gaps for all municipalities at once."""
    columns = window.columns(figures.years)
    complete = are_complete(figures.values, columns)
    n_used: IntArray | None = None
    finest = 0.0
    if spec.method == "own_change":
        weights = np.zeros(members.shape)
    elif spec.method == "synthetic":
        weights, n_used, finest = synthetic_weights(
            figures.values[:, list(columns.fit)],
            complete,
            _to_fit(request, window, pools),
            min_peers=request.min_peers,
        )
    else:
        weights, n_used = peer_weights(members, complete, min_peers=request.min_peers)
    gaps = gaps_of(figures.values, weights, columns, finest=finest)
    return Found(weights, n_used, gaps)


def _to_fit(request: Asked, window: Window, pools: Pools) -> npt.NDArray[np.intp]:
    """Rows of the municipalities in focus and of their placebos."""
    rows: set[int] = set()
    for focus in request.foci:
        rows.add(request.municipalities.index(focus))
        rows.update(np.flatnonzero(pools[focus, window].rows))
    return np.array(sorted(rows), dtype=np.intp)


def _members(request: Asked, spec: Spec) -> BoolArray:
    """Which municipality (column) may be put against which (row)."""
    names = request.municipalities
    if spec.peers is None:
        return ~np.eye(len(names), dtype=bool)
    at = {name: row for row, name in enumerate(names)}
    members = np.zeros((len(names), len(names)), dtype=bool)
    for focus in at.keys() & set(spec.peers.municipalities):
        own = [at[peer] for peer in spec.peers.peers_of(focus) if peer in at]
        members[at[focus], own] = True
    return members


def _pools(request: Asked, sizes: FloatArray | None) -> Iterator[tuple[str, Pool]]:
    """Placebos of about the size of each focus; all where that is not asked for or not known."""
    known = request.population
    if known is None and sizes is not None:
        known = dict(zip(request.municipalities, sizes.tolist(), strict=True))
    for focus in request.foci:
        row = request.municipalities.index(focus)
        rows = np.ones(len(request.municipalities), dtype=bool)
        size_matched = False
        if sizes is not None and request.placebos != "all" and np.isfinite(sizes[row]):
            size_matched = True
            ratio = sizes / sizes[row]
            rows = np.asarray((ratio <= request.size_factor) & (ratio >= 1 / request.size_factor))
        rows[row] = False
        yield focus, Pool(rows, size_matched, known)


def _own_change(case: Case, figures: Figures) -> float:
    columns = case.window.columns(figures.years)
    own = figures.values[case.row]
    return float(own[list(columns.post)].mean() - own[list(columns.pre)].mean())
