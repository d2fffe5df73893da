"""Where the municipalities of plans stood by public figures when the plans began, and after.

Which measures: those mapped to a concept of the plan's goals and indicators closely enough to be
about the same thing. Which period: the last one with a figure before the plan begins, so that the
position is the one the plan started from. Positions in several peer groups stand beside each other
and are never put together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from municompare.comparison.benchmarks import benchmark
from municompare.comparison.ledger_candidates import country_of
from municompare.comparison.ledger_series import Figure, Figures, Obstacle, Series
from municompare.comparison.peers_issues import peer_issues, populations_of
from municompare.comparison.realism_windows import population_indicator
from municompare.errors import Issue
from municompare.model.crosswalk import Crosswalk, Mapping
from municompare.model.elements import Goal, Indicator
from municompare.model.peers import PeerSet
from municompare.model.quantity import Period
from municompare.plans import Plan, Plans

if TYPE_CHECKING:
    import pandas as pd

    from municompare.comparison.gaps import Method
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
    "computed_attribution": "text",
    "status": "text",
    "why": "text",
}
"""Columns of the positions and what their cells hold."""

_CLOSE: Final = ("exactMatch", "closeMatch")
_STATISTICS: Final = ("median", "gap", "rank", "percentile_rank", "standing")


class _Asked(NamedTuple):
    """Whose position is asked for, beside whom, and what the groups may have been made for."""

    municipality: str
    compared: frozenset[str]
    themes: tuple[str, ...]
    min_peers: int


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
    themes: Sequence[str],
    min_peers: int,
) -> Iterator[dict[str, Any]]:
    """One row for each plan, measure and peer group; at least one for each plan."""
    compared = {plan.municipality for plan in plans.values()}
    for plan in plans.values():
        own = {"plan": plan.key, "municipality": plan.municipality}
        country = plan.municipality[:2]
        sets = [each for each in peers if country in {m[:2] for m in each.municipalities}]
        asked = _Asked(plan.municipality, frozenset(compared), tuple(themes), min_peers)
        found = False
        wanted = concepts_of(plan, crosswalk) if concepts is None else concepts
        for mapping in close_measures(plan.municipality[:2], wanted, crosswalk):
            found = True
            for row in _of_measure(plan, mapping, figures, sets, asked):
                yield {**own, **row}
        if not found:
            yield {
                **own,
                "status": "undetermined",
                "why": "no public measure of the country is close to the concepts",
            }


def _of_measure(
    plan: Plan, mapping: Mapping, figures: Figures, sets: Sequence[PeerSet], asked: _Asked
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
        why = "no peer group of the country is given"
        yield {**about, "status": "undetermined", "why": why}
    for peer_set in sets:
        yield {**about, **_position(series, figure, peer_set, asked)}


def _last_before(series: Series, plan: Plan) -> Figure | None:
    """The last figure before the plan's first day; of a plan without period, the last of all."""
    start = Period.parse(plan.period).start if plan.period is not None else None
    earlier = [figure for figure in series.figures() if start is None or figure.period.end < start]
    return max(earlier, key=lambda figure: figure.period.end, default=None)


def _position(series: Series, figure: Figure, peers: PeerSet, asked: _Asked) -> dict[str, Any]:
    about = {"peer_group": peers.key, "peer_year": _year(peers), "status": "undetermined"}
    if asked.municipality not in peers.municipalities:
        return {**about, "why": f"{peers.title} has no group of the municipality"}
    period = str(figure.period)
    panel: Panel = series.panel.sel(indicators=series.key, periods=period, groups=series.group)
    result = benchmark(
        panel,
        # peers without figures in the panel count in n_group all the same
        peers.restricted_to(panel.municipalities),
        statistics=_STATISTICS,
        min_peers=asked.min_peers,
        municipalities=asked.municipality,
        leave_one_out=True,
    )
    cell = result.squeeze(drop=True)
    status = cell["status"]
    word = str(status.attrs["flag_meanings"]).split()[int(status)]
    codes = dict.fromkeys(
        issue.code
        for issue in _objections(series, period, peers, asked)
        if issue.severity != "info" and _is_about(issue, asked.municipality)
    )
    return {
        **about,
        "n_group": len(peers.peers_of(asked.municipality)),
        "n_peers": int(cell["n_peers"]),
        "peer_median": _finite(cell["peer_median"]),
        **{name: _finite(cell[name]) for name in _STATISTICS[1:]},
        "percentile_rank_min": _finite(cell["percentile_rank_leave_one_out_min"]),
        "percentile_rank_max": _finite(cell["percentile_rank_leave_one_out_max"]),
        "peer_issues": ", ".join(codes) or None,
        "computed_attribution": f"Own computation from figures of {series.indicator.publisher}",
        "status": word,
        "why": None if word == "reported" else "too few peers have a figure",
    }


def _objections(series: Series, period: str, peers: PeerSet, asked: _Asked) -> Iterable[Issue]:
    """What speaks against the group: its year, theme, members, their size and figures."""
    population = population_indicator(series.panel)
    if population is not None and not _has_sizes(series.panel, population, period):
        population = None
    return peer_issues(
        peers,
        series.panel,
        indicators=series.key,
        municipalities=sorted(asked.compared & set(peers.municipalities)),
        periods=period,
        group=series.group,
        themes=asked.themes,
        population=population,
    )


def _is_about(issue: Issue, municipality: str) -> bool:
    """Whether an issue is of the whole set, or of this municipality among others."""
    named = {reading.locator for reading in issue.readings} - {None}
    return not named or municipality in named


def _has_sizes(panel: Panel, population: str, period: str) -> bool:
    return any(math.isfinite(size) for size in populations_of(panel, population, period).values())


def _year(peers: PeerSet) -> str | None:
    return str(peers.model_year) if peers.model_year is not None else None


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
    methods: Sequence[Method],
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
            frame = _of_concept(plan, concept, crosswalk, figures, peers, years, methods, options)
            source = frame.attrs.get("attribution")
            for name, text in (("concept", concept), ("plan", plan.key)):
                frame.insert(0, name, pd.Series([text] * len(frame), dtype=words))
            frame["computed_attribution"] = pd.Series([source] * len(frame), dtype=words)
            frames.append(frame)
    whole = pd.concat(frames, ignore_index=True)
    # what holds for all rows; the attribution differs by publisher and is a column
    attrs = next((frame.attrs for frame in frames if "estimand" in frame.attrs), {})
    own = ("attribution", "vintage", "overlapping_shocks")  # columns say these, row by row
    whole.attrs = {name: attrs[name] for name in attrs if name not in own}
    return whole


def _of_concept(
    plan: Plan,
    concept: str,
    crosswalk: Crosswalk,
    figures: Figures,
    peers: Sequence[PeerSet],
    years: int,
    methods: Sequence[Method],
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
    country = plan.municipality[:2]
    reason = f"no public measure of {country} is close to the concept"
    for mapping in close_measures(country, [concept], crosswalk):
        key = mapping.subject.partition(":")[2]
        series = figures.series(plan.municipality, key, None)
        if isinstance(series, Obstacle):
            reason = series.statement
            continue
        known = {int(period) for period in series.panel.periods if len(period) == 4}
        wanted = {year for first, last in windows for year in range(first, last + 1)}
        if not wanted <= known:
            lacking = ", ".join(str(year) for year in sorted(wanted - known))
            return nothing(f"{key} has no figures for {lacking}")
        sets = [each for each in peers if plan.municipality in each.municipalities]
        there = [each.restricted_to(series.panel.municipalities) for each in sets]
        possible = [name for name in methods if name != "did" or there]
        if not possible:
            return nothing("no peer group of the municipality is given")
        return gap_estimates(
            series.panel,
            focus=plan.municipality,
            indicators=key,
            pre=windows[0],
            post=windows[1],
            peers=there,
            methods=possible,
            **options,
        )
    return nothing(reason)
