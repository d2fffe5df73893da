"""Frames of gap estimates: the curve, its placebos, and the paths behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from municompare.comparison.benchmark_statistics import unit_of_gap
from municompare.comparison.frames import framed
from municompare.comparison.gaps_curve import Outcome
from municompare.comparison.gaps_placebos import adjusted, detectable_factor, studentised
from municompare.comparison.gaps_request import Asked, checked_figures, years_of
from municompare.model.event import Event
from municompare.statistics.layout import STATUSES

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "GAP_COLUMNS",
    "PATH_COLUMNS",
    "PLACEBO_COLUMNS",
    "WEIGHT_COLUMNS",
    "frame_of",
    "gap_rows",
    "path_rows",
    "placebo_rows",
    "weight_rows",
]

_KEYS: Final = {
    "focus": "text",
    "indicator": "text",
    "unit": "text",
    "group": "text",
    "method": "text",
    "peer_group": "text",
    "peer_year": "integer",
    "pre": "text",
    "post": "text",
}
GAP_COLUMNS: Final[dict[str, str]] = {
    **_KEYS,
    "estimate": "number",
    "own_change": "number",
    "pre_gap": "number",
    "pre_rmspe": "number",
    "pre_trend": "number",
    "placebos": "text",
    "placebo_rank": "integer",
    "placebo_rank_change": "integer",
    "placebo_n": "integer",
    "p_permutation": "number",
    "p_adjusted": "number",
    "family_size": "integer",
    "p_unstudentised": "number",
    "p_pre_trend": "number",
    "placebo_sd": "number",
    "min_detectable": "number",
    "rtm_adjusted": "number",
    "n_peers": "integer",
    "n_peers_used": "integer",
    "overlapping_shocks": "text",
    "peer_issues": "text",
    "claim": "text",
    "limits": "text",
    "status": "text",
    "refused": "text",
    "why": "text",
    "event": "text",
    "event_starts": "text",
    "event_announced": "text",
    "event_dose": "text",
    "event_locator": "text",
}
"""Columns of the gap estimates and what their cells hold."""

PLACEBO_COLUMNS: Final[dict[str, str]] = {
    **_KEYS,
    "municipality": "text",
    "is_focus": "integer",
    "estimate": "number",
    "studentised": "number",
    "pre_gap": "number",
    "pre_rmspe": "number",
    "status": "text",
    "why": "text",
}
"""Columns of the placebo distribution and what their cells hold."""

PATH_COLUMNS: Final[dict[str, str]] = {
    **_KEYS,
    "year": "integer",
    "window": "text",
    "value": "number",
    "comparator": "number",
    "gap": "number",
    "n_peers_used": "integer",
    "weight_covered": "number",
    "status": "text",
}
"""Columns of the paths and what their cells hold."""

WEIGHT_COLUMNS: Final[dict[str, str]] = {**_KEYS, "municipality": "text", "weight": "number"}
"""Columns of the weights and what their cells hold."""


def frame_of(
    request: Asked, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]
) -> pd.DataFrame:
    """Make a frame of rows, ordered by focus."""
    return framed(sorted(rows, key=lambda row: request.foci.index(row["focus"])), columns)


def gap_rows(request: Asked, outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Rows of the curve, with p values adjusted over all rows that have one."""
    factor = detectable_factor(request.level, request.power)
    rows = [_gap_row(outcome, factor) for outcome in outcomes]
    family = [row for row in rows if row["p_permutation"] is not None]
    for row, p in zip(family, adjusted([row["p_permutation"] for row in family]), strict=True):
        row["p_adjusted"] = p
        row["family_size"] = len(family)
    return rows


def _gap_row(outcome: Outcome, factor: float) -> dict[str, Any]:
    case, gaps, place = outcome.case, outcome.found.gaps, outcome.standing
    n_used = outcome.found.n_used
    row: dict[str, Any] = {
        **_keys(outcome),
        "own_change": outcome.own_change,
        "p_permutation": None,
        "n_peers": _peers_listed(outcome),
        "n_peers_used": None if n_used is None else int(n_used[case.row]),
        "overlapping_shocks": _joined(shock.key for shock in case.around.shocks),
        "peer_issues": _joined(case.codes),
        "claim": outcome.claim,
        "limits": _joined(outcome.limits),
        "status": outcome.status,
        "refused": _joined(each.word for each in outcome.refusals),
        "why": _joined(each.text for each in outcome.refusals),
        **_about_event(case.request.event),
    }
    if gaps is None or place is None or outcome.is_broken:
        return row
    row |= {
        "placebos": "size_matched" if outcome.pool.size_matched else "all",
        "pre_gap": gaps.level[case.row],
        "pre_rmspe": gaps.rmspe[case.row],
        "pre_trend": gaps.trend[case.row],
        "p_pre_trend": place.p_trend,
        "placebo_n": place.n,
        "placebo_sd": place.sd,
        "min_detectable": None if place.sd is None else factor * place.sd,
    }
    if not outcome.refusals:
        row |= {
            "estimate": gaps.estimate[case.row],
            "placebo_rank": place.rank,
            "placebo_rank_change": place.rank_change,
            "p_permutation": place.p,
            "p_unstudentised": place.p_unstudentised,
            "rtm_adjusted": place.rtm_adjusted,
        }
    return row


def _about_event(event: Event | None) -> dict[str, str | None]:
    if event is None:
        return {}
    return {
        "event": event.what,
        "event_starts": event.starts,
        "event_announced": event.announced,
        "event_dose": event.dose,
        "event_locator": event.locator,
    }


def _peers_listed(outcome: Outcome) -> int | None:
    """Peers that could have been used, with or without figures."""
    case = outcome.case
    if case.spec.peers is not None:
        return len(case.spec.peers.peers_of(case.focus)) if case.has_group else 0
    if case.spec.method == "own_change":
        return None
    return len(case.request.municipalities) - 1


def placebo_rows(outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    """The focus and its placebos, by municipality; the focus alone where it has no estimate."""
    for outcome in outcomes:
        case, gaps = outcome.case, outcome.found.gaps
        row: dict[str, Any] = {
            **_keys(outcome),
            "status": outcome.status,
            "why": _joined(each.text for each in outcome.refusals),
        }
        if gaps is None or outcome.refusals:
            yield {**row, "municipality": case.focus, "is_focus": True}
            continue
        shown = outcome.pool.rows & np.isfinite(gaps.estimate)
        shown[case.row] = True
        scaled = studentised(gaps)
        for at in np.flatnonzero(shown):
            yield {
                **row,
                "municipality": case.request.municipalities[at],
                "is_focus": bool(at == case.row),
                "estimate": gaps.estimate[at],
                "studentised": scaled[at],
                "pre_gap": gaps.level[at],
                "pre_rmspe": gaps.rmspe[at],
            }


def path_rows(request: Asked, outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    """The focus and its comparator in every year of the panel, refused or not."""
    years = years_of(request.panel)
    every = {
        key: checked_figures(request, key, years)
        for key in request.indicators
        if key in request.panel.indicators
    }
    for outcome in outcomes:
        case = outcome.case
        if case.indicator not in every:
            continue
        figures = every[case.indicator]
        window = case.window
        weights = outcome.found.weights
        shares = np.zeros(len(figures.values)) if weights is None else weights[case.row]
        used = shares > 0
        theirs = figures.values[used]
        there = np.isfinite(theirs)
        weight = np.where(there, shares[used][:, None], 0.0)
        covered = weight.sum(axis=0)
        for at, year in enumerate(years):
            comparator = None
            if covered[at] > 0:
                comparator = float(np.nansum(weight[:, at] * theirs[:, at]) / covered[at])
            value = float(figures.values[case.row, at])
            spans = (
                ("pre", window.pre),
                ("post", window.post),
                ("fit", (window.fit_from, window.pre[0] - 1)),
            )
            yield {
                **_keys(outcome),
                "unit": request.panel.indicator(case.indicator).unit or None,
                "year": year,
                "window": next((name for name, (a, b) in spans if a <= year <= b), None),
                "value": value,
                "comparator": comparator,
                "gap": None if comparator is None else value - comparator,
                "n_peers_used": int(there[:, at].sum()) if used.any() else None,
                "weight_covered": covered[at] if used.any() else None,
                "status": STATUSES[int(figures.statuses[case.row, at])],
            }


def weight_rows(outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    """The weights of the municipalities that a comparator is made of, largest first."""
    for outcome in outcomes:
        case, weights = outcome.case, outcome.found.weights
        if weights is None:
            continue
        own = np.nan_to_num(weights[case.row])
        for at in sorted(np.flatnonzero(own > 0), key=lambda at: -own[at]):
            yield {
                **_keys(outcome),
                "municipality": case.request.municipalities[at],
                "weight": own[at],
            }


def _keys(outcome: Outcome) -> dict[str, Any]:
    case, spec = outcome.case, outcome.case.spec
    panel = case.request.panel
    pre, post = case.window.texts
    unit = ""
    if case.indicator in panel.indicators:
        unit = unit_of_gap(panel.indicator(case.indicator).unit)
    return {
        "focus": case.focus,
        "indicator": case.indicator,
        "unit": unit or None,
        "group": case.request.group,
        "method": spec.method,
        "peer_group": spec.key,
        "peer_year": None if spec.peers is None else spec.peers.model_year,
        "pre": pre,
        "post": post,
    }


def _joined(parts: Iterable[str]) -> str | None:
    return "; ".join(parts) or None
