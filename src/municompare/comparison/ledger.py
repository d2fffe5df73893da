"""The outcome ledger: each target beside the public measures that may say what became of it.

One row for each target and public measure that comes into question, at least one for each target:
which measure, how near to what the plan counts, the anchor test, the public figures before, at and
after, the municipality's peers in the same periods, and a verdict with every reason. Most targets
cannot be judged by public figures; that is shown, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from municompare.comparison.anchor import Anchor, anchored, distinct, printed_values, summary_of
from municompare.comparison.benchmark_statistics import unit_of_gap
from municompare.comparison.ledger_candidates import Candidate, candidates_of
from municompare.comparison.ledger_case import Case, unit_of_level
from municompare.comparison.ledger_context import (
    breaks_within,
    own_document,
    shocks_within,
    span_of,
    traps_within,
)
from municompare.comparison.ledger_course import Course, course_of
from municompare.comparison.ledger_obstacles import target_obstacles
from municompare.comparison.ledger_peers import PEER_FIGURES, Neighbours
from municompare.comparison.ledger_series import Figure, Figures, Obstacle, Series
from municompare.comparison.ledger_verdict import Judgement, judged
from municompare.comparison.targets import target_rows
from municompare.model.crosswalk import Crosswalk
from municompare.model.elements import Indicator, Measurement
from municompare.model.peers import PeerSet
from municompare.model.quantity import Period
from municompare.plans import Plan, Plans

__all__ = ["OUTCOME_COLUMNS", "outcome_rows"]

_POINTS: Final = ("before", "at", "latest")
OUTCOME_COLUMNS: Final[dict[str, str]] = {
    "plan": "text",
    "municipality": "text",
    "measurement": "text",
    "same_target": "text",
    "indicator": "text",
    "name": "text",
    "name_en": "text",
    "subgroup": "text",
    "comparator": "text",
    "comparator_implied": "text",
    "target": "number",
    "target_upper": "number",
    "unit": "text",
    "target_period": "text",
    "target_status": "text",
    "baseline": "number",
    "baseline_period": "text",
    "wanted_change": "number",
    "wanted_change_unit": "text",
    "use": "text",
    "concept": "text",
    "measure": "text",
    "measure_title": "text",
    "public_unit": "text",
    "publisher": "text",
    "attribution": "text",
    "computed_attribution": "text",
    "element_relation": "text",
    "measure_relation": "text",
    "relation": "text",
    "confidence": "number",
    "role": "text",
    "valid_from": "text",
    "valid_to": "text",
    "validity": "text",
    "anchor": "text",
    "anchors_tested": "integer",
    "anchors_agreeing": "integer",
    "anchor_period": "text",
    "anchor_plan_value": "number",
    "anchor_public_value": "number",
    "anchor_tolerance": "number",
    "anchor_detail": "text",
    **{
        f"{name}_{point}": kind
        for point in _POINTS
        for name, kind in {
            "period": "text",
            "when": "text",
            "public": "number",
            "peer_median": "number",
            "peer_mean": "number",
            "n_peers": "integer",
            "gap": "number",
            "percentile_rank": "number",
        }.items()
        if (name, point) != ("when", "latest")
    },
    "change_from": "text",
    "change_to": "text",
    "public_change": "number",
    "public_change_unit": "text",
    "public_change_percent": "number",
    "peer_median_change": "number",
    "peer_group": "text",
    "peer_year": "text",
    "n_group": "integer",
    "peer_issues": "text",
    "peers_missing": "text",
    "series_break": "text",
    "shocks": "text",
    "traps": "text",
    "own_document": "text",
    "own_movement": "text",
    "verdict": "text",
    "aspects": "text",
    "why": "text",
    "document": "text",
    "locator": "text",
}
"""Columns of the outcome ledger and what their cells hold."""

_OF_TARGET: Final = (
    *("plan", "municipality", "measurement", "same_target", "indicator", "name", "name_en"),
    *("subgroup", "comparator", "comparator_implied", "target", "target_upper", "unit"),
    *("target_period", "baseline", "baseline_period", "wanted_change", "wanted_change_unit"),
    *("document", "locator"),
)


class _Ledger:
    """One plan beside the public figures of its country."""

    def __init__(
        self,
        plan: Plan,
        crosswalk: Crosswalk,
        figures: Figures,
        peers: PeerSet | None,
        *,
        window: int,
        min_peers: int,
    ) -> None:
        self._plan = plan
        self._figures = figures
        self._window = window
        self._indicators = {indicator.id: indicator for indicator in plan.record.indicators}
        self._values: dict[str, list[Measurement]] = {}
        for value in plan.record.measurements:
            self._values.setdefault(value.indicator, []).append(value)
        self._targets = [
            (target, self._candidates(target, crosswalk)) for target in target_rows(plan)
        ]
        keys = [
            candidate.key
            for _, candidates in self._targets
            if not isinstance(candidates, Obstacle)
            for candidate in candidates
        ]
        self._neighbours = Neighbours(plan.municipality, peers, keys, min_peers)

    @property
    def _country(self) -> str:
        return self._plan.municipality[:2]

    def _candidates(
        self, target: Mapping[str, Any], crosswalk: Crosswalk
    ) -> list[Candidate] | Obstacle:
        period = target["target_period"] or self._plan.period
        return candidates_of(
            self._indicators[target["indicator"]],
            self._country,
            crosswalk,
            Period.parse(period) if period else None,
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        for target, candidates in self._targets:
            indicator = self._indicators[target["indicator"]]
            values = printed_values(self._values[indicator.id], target["subgroup"])
            printed = distinct(values)
            shown = {
                **{name: target[name] for name in _OF_TARGET},
                "target_status": target["status"],
                **own_document(target, indicator, printed),
            }
            if isinstance(candidates, Obstacle):
                obstacles = (*target_obstacles(target, indicator), candidates)
                judgement = Judgement(verdict="cannot_be_judged", obstacles=obstacles)
                yield {**shown, "use": "none", **_verdict(judgement)}
                continue
            for candidate in candidates:
                yield {**shown, **self._beside(target, indicator, printed, candidate)}

    def _beside(
        self,
        target: Mapping[str, Any],
        indicator: Indicator,
        printed: Sequence[Measurement],
        candidate: Candidate,
    ) -> dict[str, Any]:
        """A target beside one public measure."""
        series = self._figures.series(self._plan.municipality, candidate.key, target["subgroup"])
        unit = unit_of_level(target, indicator)
        case = Case(
            target=target,
            indicator=indicator,
            candidate=candidate,
            series=series,
            anchors=tuple(anchored(value, unit, series) for value in printed),
            course=course_of(target, self._plan.period, series, self._window),
        )
        span = span_of(case.course, self._plan.period)
        row = {
            "use": candidate.use,
            **_mapping(case),
            **_anchors(case.anchors),
            "shocks": shocks_within(candidate.concept, candidate.key, self._country, span),
            "traps": traps_within(candidate.concept, self._country, span),
            **_verdict(judged(case)),
        }
        if not isinstance(series, Obstacle):
            row |= _measure(series, candidate.measure.subject_label)
            row |= self._figures_of(case.course, series)
            row["series_break"] = breaks_within(series, case.course, case.anchors)
        return row

    def _figures_of(self, course: Course, series: Series) -> dict[str, Any]:
        """The public figures and the peers' beside them."""
        row: dict[str, Any] = self._neighbours.described(series)
        row |= {"when_before": course.before_when, "when_at": course.at_when}
        for name in _POINTS:
            figure: Figure | None = getattr(course, name)
            peers = self._neighbours.figures(series, figure)
            row |= {f"{each}_{name}": peers[each] for each in PEER_FIGURES}
            if figure is not None:
                row |= {f"period_{name}": str(figure.period), f"public_{name}": figure.value}
        before, end = course.before, course.end
        if before is None or end is None or series.break_between(before.period, end.period):
            return row
        change = end.value - before.value
        medians = [
            self._neighbours.figures(series, figure)["peer_median"] for figure in (before, end)
        ]
        return row | {
            "change_from": str(before.period),
            "change_to": str(end.period),
            "public_change": change,
            "public_change_unit": unit_of_gap(series.indicator.unit) or None,
            "public_change_percent": 100 * change / abs(before.value) if before.value else None,
            "peer_median_change": _difference(*medians),
        }


def _difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else other - one


def _measure(series: Series, label: str | None) -> dict[str, Any]:
    indicator = series.indicator
    return {
        "measure_title": indicator.title or label,
        "public_unit": indicator.unit or None,
        "publisher": indicator.publisher,
        "attribution": indicator.attribution,
        "computed_attribution": f"Own computation from figures of {indicator.publisher}",
    }


def _mapping(case: Case) -> dict[str, Any]:
    candidate = case.candidate
    return {
        "concept": candidate.concept,
        "measure": candidate.key,
        "measure_title": candidate.measure.subject_label,
        "element_relation": candidate.element.relation,
        "measure_relation": candidate.measure.relation,
        "relation": case.relation,
        "confidence": candidate.confidence,
        "role": candidate.role,
        "valid_from": candidate.valid_from,
        "valid_to": candidate.valid_to,
        "validity": candidate.validity(case.course.deadline),
    }


def _anchors(anchors: Sequence[Anchor]) -> dict[str, Any]:
    """What the anchors say together, and the numbers of the latest that could be tested."""
    tested = [anchor for anchor in anchors if anchor.result in ("agrees", "differs")]
    row: dict[str, Any] = {
        "anchor": summary_of(anchors),
        "anchors_tested": len(tested),
        "anchors_agreeing": sum(anchor.result == "agrees" for anchor in tested),
        "anchor_detail": "; ".join(map(str, anchors)) or None,
    }
    if tested:
        latest = tested[-1]
        row |= {
            "anchor_period": str(latest.period),
            "anchor_plan_value": latest.measurement.value,
            "anchor_public_value": latest.public_value,
            "anchor_tolerance": latest.tolerance,
        }
    return row


def _verdict(judgement: Judgement) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict,
        "aspects": "; ".join(dict.fromkeys(each.aspect for each in judgement.obstacles)) or None,
        "why": judgement.why,
    }


def outcome_rows(
    plans: Plans,
    crosswalk: Crosswalk,
    figures: Figures,
    peers: Mapping[str, PeerSet],
    *,
    window: int,
    min_peers: int,
) -> Iterator[dict[str, Any]]:
    """Rows of the outcome ledger.

    Parameters
    ----------
    plans : Plans
        The plans.
    crosswalk : Crosswalk
        Mappings of their elements and of public measures to concepts.
    figures : Figures
        The public figures.
    peers : mapping of str to PeerSet
        Peers by country.
    window : int
        Calendar years around a target within which figures are taken.
    min_peers : int
        With fewer peers that have a value there is no peer figure.
    """
    for plan in plans.values():
        own = peers.get(plan.municipality[:2])
        ledger = _Ledger(plan, crosswalk, figures, own, window=window, min_peers=min_peers)
        yield from ledger.rows()
