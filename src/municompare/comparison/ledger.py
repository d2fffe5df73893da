"""The outcome ledger: each target beside the public measures that may say what became of it.

One row for each target and public measure that comes into question, at least one for each target:
which measure, how near to what the plan counts, the anchor test, the public figures before, during,
at and after, the municipality's peers in the same periods, and a verdict with every reason. Most
targets cannot be judged by public figures; that is shown, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from municompare.comparison.anchor import Anchor, summary_of
from municompare.comparison.benchmark_statistics import unit_of_gap
from municompare.comparison.ledger_anchors import relation_at, relations_of
from municompare.comparison.ledger_beside import Beside, targets_beside
from municompare.comparison.ledger_case import Case
from municompare.comparison.ledger_columns import OUTCOME_COLUMNS
from municompare.comparison.ledger_context import (
    breaks_within,
    own_document,
    shocks_within,
    span_of,
    traps_within,
)
from municompare.comparison.ledger_course import POINTS, Course
from municompare.comparison.ledger_obstacles import target_obstacles
from municompare.comparison.ledger_peers import PEER_FIGURES, Neighbours, PeerRequest
from municompare.comparison.ledger_series import Figure, Figures, Obstacle, Series
from municompare.comparison.ledger_verdict import Judgement, judged
from municompare.model.crosswalk import Crosswalk
from municompare.plans import Plan, Plans

__all__ = ["OUTCOME_COLUMNS", "outcome_rows", "published"]

_OF_TARGET: Final = (
    *("plan", "measurement", "same_target", "indicator", "name", "name_en"),
    *("subgroup", "comparator", "comparator_implied", "target", "target_upper", "unit"),
    *("target_period", "baseline", "baseline_period", "wanted_change", "wanted_change_unit"),
    *("document", "locator"),
)


def outcome_rows(
    plans: Plans, crosswalk: Crosswalk, figures: Figures, peers: PeerRequest, *, window: int
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
    peers : PeerRequest
        Beside which peers.
    window : int
        Calendar years around a target within which figures are taken.
    """
    for plan in plans.values():
        targets = list(targets_beside(plan, crosswalk, figures, window=window))
        neighbours = Neighbours(plan.municipality, peers, figures, targets)
        for beside in targets:
            shown = _target(plan, beside)
            if isinstance(beside.cases, Obstacle):
                obstacles = (*target_obstacles(beside.target, beside.indicator), beside.cases)
                judgement = Judgement(verdict="cannot_be_judged", obstacles=obstacles)
                yield {**shown, "use": "none", **_verdict(judgement)}
                continue
            for case in beside.cases:
                yield {**shown, **_row(plan, case, neighbours)}


def _target(plan: Plan, beside: Beside) -> dict[str, Any]:
    return {
        **{name: beside.target[name] for name in _OF_TARGET},
        "municipality": plan.municipality,
        "municipality_name": plan.municipality_name,
        "target_status": beside.target["status"],
        **own_document(beside.target, beside.indicator, beside.printed),
    }


def _row(plan: Plan, case: Case, neighbours: Neighbours) -> dict[str, Any]:
    """A target beside one public measure."""
    candidate, course, series = case.candidate, case.course, case.series
    country = plan.municipality[:2]
    span = span_of(course, plan.period)
    row = {
        "use": candidate.use,
        **_mapping(case),
        **_anchors(case),
        "shocks": shocks_within(candidate.concept, candidate.key, country, span),
        "traps": traps_within(candidate.concept, country, span),
        **_verdict(judged(case)),
    }
    if not isinstance(series, Obstacle):
        row |= published(series)
        row["measure_title"] = series.indicator.title or candidate.measure.subject_label
        row |= _figures_of(course, series, neighbours)
        row["series_break"] = breaks_within(series, course, case.anchors)
    return row


def _figures_of(course: Course, series: Series, neighbours: Neighbours) -> dict[str, Any]:
    """The public figures and the peers' beside them."""
    points: dict[str, Figure | None] = {name: getattr(course, name) for name in POINTS}
    shown = [figure.period for figure in points.values() if figure is not None]
    row: dict[str, Any] = neighbours.described(series, shown)
    row |= {"when_before": course.before_when, "when_at": course.at_when}
    for name, figure in points.items():
        if figure is not None:
            peers = neighbours.figures(series, figure.period)
            row |= {f"{each}_{name}": peers[each] for each in PEER_FIGURES}
            row |= {f"period_{name}": str(figure.period), f"public_{name}": figure.value}
    before, end = course.before, course.end
    if before is None or end is None or series.break_between(before.period, end.period):
        return row
    change = end.value - before.value
    medians = [neighbours.figures(series, figure.period)["peer_median"] for figure in (before, end)]
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


def published(series: Series) -> dict[str, Any]:
    """Whose figures they are, and in which unit."""
    indicator = series.indicator
    return {
        "public_unit": indicator.unit or None,
        "publisher": indicator.publisher,
        "attribution": indicator.attribution,
        "computed_attribution": f"Own computation from figures of {indicator.publisher}",
    }


def _mapping(case: Case) -> dict[str, Any]:
    candidate = case.candidate
    relation, by_anchor = relations_of(case)
    return {
        "concept": candidate.concept,
        "measure": candidate.key,
        "measure_title": candidate.measure.subject_label,
        "element_relation": candidate.element.relation,
        "measure_relation": candidate.measure.relation,
        "relation": relation,
        "relation_by_anchor": by_anchor,
        "confidence": candidate.confidence,
        "role": candidate.role,
        "valid_from": candidate.valid_from,
        "valid_to": candidate.valid_to,
        "validity": candidate.validity(case.course.deadline),
    }


def _anchors(case: Case) -> dict[str, Any]:
    """What the anchors say together, and the numbers of the latest that could be tested."""
    anchors = case.anchors
    tested = [anchor for anchor in anchors if anchor.tested]
    row: dict[str, Any] = {
        "anchor": summary_of(anchors),
        "anchors_tested": len(tested),
        "anchors_agreeing": sum(anchor.result == "agrees" for anchor in tested),
        "anchor_detail": "; ".join(map(str, anchors)) or None,
        "relation_by_period": _by_period(case, tested),
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


def _by_period(case: Case, tested: Sequence[Anchor]) -> str | None:
    """How near the measure is in the period of each tested value, as mapped for that period."""
    found: dict[str, str] = {}
    for anchor in tested:
        period = str(anchor.period)
        relation = relation_at(case.as_mapped[period], anchor)
        if found.get(period, "exactMatch") == "exactMatch":
            found[period] = relation
    return "; ".join(f"{period}: {relation}" for period, relation in found.items()) or None


def _verdict(judgement: Judgement) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict,
        "aspects": "; ".join(dict.fromkeys(each.aspect for each in judgement.obstacles)) or None,
        "why": judgement.why,
    }
