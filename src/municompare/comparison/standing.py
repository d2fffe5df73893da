"""Where the municipalities of plans stood by public figures when the plans began, and after.

Which measures: those mapped to a concept of the plan's goals and indicators closely enough to be
about the same thing. Which period: the last one with a figure before the plan begins, so that the
position is the one the plan started from. Positions in several peer groups stand beside each other
and are never put together.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from municompare.comparison.benchmarks import benchmark
from municompare.comparison.ledger_candidates import country_of
from municompare.comparison.ledger_series import Figure, Figures, Obstacle, Series
from municompare.model.crosswalk import Crosswalk, Mapping
from municompare.model.elements import Goal, Indicator
from municompare.model.peers import PeerSet
from municompare.model.quantity import Period
from municompare.plans import Plan, Plans

if TYPE_CHECKING:
    import pandas as pd

    from municompare.statistics.panel import Panel

__all__ = [
    "POSITION_COLUMNS",
    "changes",
    "close_measures",
    "concepts_of",
    "position_rows",
    "windows_of",
]

POSITION_COLUMNS: Final[dict[str, str]] = {
    "plan": "text",
    "municipality": "text",
    "concept": "text",
    "measure": "text",
    "title": "text",
    "relation": "text",
    "period": "text",
    "value": "number",
    "unit": "text",
    "direction": "text",
    "peer_group": "text",
    "peer_year": "text",
    "n_group": "integer",
    "n_peers": "integer",
    "peer_median": "number",
    "gap": "number",
    "rank": "number",
    "percentile_rank": "number",
    "standing": "number",
    "percentile_rank_min": "number",
    "percentile_rank_max": "number",
    "peer_issues": "text",
    "attribution": "text",
    "status": "text",
    "why": "text",
}
"""Columns of the positions and what their cells hold."""

_CLOSE: Final = ("exactMatch", "closeMatch")
_STATISTICS: Final = ("median", "gap", "rank", "percentile_rank", "standing")


def concepts_of(plan: Plan, crosswalk: Crosswalk) -> list[str]:
    """Concepts that a goal or indicator of the plan is, exactly or closely."""
    elements: tuple[Goal | Indicator, ...] = (*plan.record.goals, *plan.record.indicators)
    found = (
        mapping.concept
        for element in elements
        for mapping in crosswalk.of(element.id)
        if mapping.relation in _CLOSE
    )
    return list(dict.fromkeys(found))


def close_measures(
    country: str, concepts: Iterable[str], crosswalk: Crosswalk
) -> Iterator[Mapping]:
    """Mappings of a country's measures that are exactly or closely one of the concepts.

    Those that are mere context are left out. One mapping for each measure.
    """
    given: set[str] = set()
    for concept in concepts:
        for mapping in crosswalk.measures_of(concept):
            close = mapping.relation in _CLOSE and mapping.role != "context"
            here = country_of(mapping.subject) in (None, country)
            if close and here and mapping.subject not in given:
                given.add(mapping.subject)
                yield mapping


def position_rows(
    plans: Plans,
    crosswalk: Crosswalk,
    figures: Figures,
    peers: Sequence[PeerSet],
    *,
    concepts: Sequence[str] | None,
    min_peers: int,
) -> Iterator[dict[str, Any]]:
    """One row for each plan, measure and peer group; at least one for each plan."""
    for plan in plans.values():
        own = {"plan": plan.key, "municipality": plan.municipality}
        sets = [each for each in peers if plan.municipality in each.municipalities]
        found = False
        wanted = concepts_of(plan, crosswalk) if concepts is None else concepts
        for mapping in close_measures(plan.municipality[:2], wanted, crosswalk):
            found = True
            for row in _of_measure(plan, mapping, figures, sets, min_peers=min_peers):
                yield {**own, **row}
        if not found:
            yield {
                **own,
                "status": "undetermined",
                "why": "no public measure of the country is close to the concepts",
            }


def _of_measure(
    plan: Plan, mapping: Mapping, figures: Figures, sets: Sequence[PeerSet], *, min_peers: int
) -> Iterator[dict[str, Any]]:
    key = mapping.subject.partition(":")[2]
    about: dict[str, Any] = {
        "concept": mapping.concept,
        "measure": key,
        "relation": mapping.relation,
    }
    series = figures.series(plan.municipality, key, None)
    if isinstance(series, Obstacle):
        yield {**about, "status": "undetermined", "why": series.statement}
        return
    indicator = series.indicator
    about |= {
        "title": indicator.title or None,
        "unit": indicator.unit or None,
        "direction": indicator.direction,
        "attribution": indicator.attribution or series.panel.attribution,
    }
    figure = _last_before(series, plan)
    if figure is None:
        yield {**about, "status": "undetermined", "why": "no figure before the plan begins"}
        return
    about |= {"period": str(figure.period), "value": figure.value}
    if not sets:
        why = "no peer group of the municipality is given"
        yield {**about, "status": "undetermined", "why": why}
    for peer_set in sets:
        yield {**about, **_position(plan.municipality, series, figure, peer_set, min_peers)}


def _last_before(series: Series, plan: Plan) -> Figure | None:
    """The last figure before the plan's first day; of a plan without period, the last of all."""
    start = Period.parse(plan.period).start if plan.period is not None else None
    earlier = [figure for figure in series.figures() if start is None or figure.period.end < start]
    return max(earlier, key=lambda figure: figure.period.end, default=None)


def _position(
    municipality: str, series: Series, figure: Figure, peers: PeerSet, min_peers: int
) -> dict[str, Any]:
    panel: Panel = series.panel.sel(
        indicators=series.key, periods=str(figure.period), groups=series.group
    )
    there = peers.restricted_to(panel.municipalities)
    result = benchmark(
        panel,
        there,
        statistics=_STATISTICS,
        min_peers=min_peers,
        municipalities=municipality,
        leave_one_out=True,
    )
    cell = result.squeeze(drop=True)
    status = cell["status"]
    words = str(status.attrs["flag_meanings"]).split()
    codes = [i["code"] for i in json.loads(result.attrs["issues"]) if i["severity"] != "info"]
    known = words[int(status)] == "reported"
    return {
        "peer_group": peers.key,
        "peer_year": result.attrs["peer_year"] or None,
        "n_group": int(cell["n_group"]),
        "n_peers": int(cell["n_peers"]),
        "peer_median": _finite(cell["peer_median"]),
        **{name: _finite(cell[name]) for name in _STATISTICS[1:]},
        "percentile_rank_min": _finite(cell["percentile_rank_leave_one_out_min"]),
        "percentile_rank_max": _finite(cell["percentile_rank_leave_one_out_max"]),
        "peer_issues": ", ".join(dict.fromkeys(codes)) or None,
        "status": words[int(status)],
        "why": None if known else "too few peers have a figure",
    }


def _finite(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


def windows_of(plan: Plan, years: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Years before a plan begins, and after its first year.

    Parameters
    ----------
    plan : Plan
        The plan.
    years : int
        Years in each window.

    Examples
    --------
    >>> import municompare as mc
    >>> windows_of(mc.load()["norrkoping-2016"], 3)
    ((2013, 2015), (2017, 2019))
    """
    if plan.period is None:
        return None
    first = Period.parse(plan.period).start.year
    return (first - years, first - 1), (first + 1, first + years)


def changes(
    plans: Plans,
    crosswalk: Crosswalk,
    figures: Figures,
    peers: Sequence[PeerSet],
    *,
    years: int,
    concepts: Iterable[str],
    **options: Any,
) -> pd.DataFrame:
    """Gap estimates of each plan's municipality, from the years before the plan to those after.

    A plan for which nothing can be estimated is one row with the reason.
    """
    import pandas as pd

    frames: list[pd.DataFrame] = []
    words = pd.StringDtype("python")
    wanted = tuple(concepts)
    for plan in plans.values():
        for concept in wanted:
            frame = _of_concept(plan, concept, crosswalk, figures, peers, years, options)
            for name, text in (("concept", concept), ("plan", plan.key)):
                frame.insert(0, name, pd.Series([text] * len(frame), dtype=words))
            frames.append(frame)
    whole = pd.concat(frames, ignore_index=True)
    whole.attrs = next((frame.attrs for frame in frames if "estimand" in frame.attrs), {})
    return whole


def _of_concept(
    plan: Plan,
    concept: str,
    crosswalk: Crosswalk,
    figures: Figures,
    peers: Sequence[PeerSet],
    years: int,
    options: dict[str, Any],
) -> pd.DataFrame:
    from municompare.comparison.frames import framed
    from municompare.comparison.gaps import gap_estimates
    from municompare.comparison.gaps_frames import GAP_COLUMNS

    def nothing(why: str) -> pd.DataFrame:
        row = {"focus": plan.municipality, "status": "undetermined", "why": why}
        return framed([row], GAP_COLUMNS)

    windows = windows_of(plan, years)
    if windows is None:
        return nothing("the plan has no period")
    for mapping in close_measures(plan.municipality[:2], [concept], crosswalk):
        key = mapping.subject.partition(":")[2]
        series = figures.series(plan.municipality, key, None)
        if isinstance(series, Obstacle):
            continue
        known = {int(period) for period in series.panel.periods if len(period) == 4}
        wanted = {year for first, last in windows for year in range(first, last + 1)}
        if not wanted <= known:
            lacking = ", ".join(str(year) for year in sorted(wanted - known))
            return nothing(f"{key} has no figures for {lacking}")
        sets = [each for each in peers if plan.municipality in each.municipalities]
        there = [each.restricted_to(series.panel.municipalities) for each in sets]
        return gap_estimates(
            series.panel,
            focus=plan.municipality,
            indicators=key,
            pre=windows[0],
            post=windows[1],
            peers=there,
            **options,
        )
    return nothing(f"no public measure of {plan.municipality[:2]} is close to the concept")
