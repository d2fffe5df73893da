"""Every value that the plans print beside the public values of the measures mapped to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from municompare.comparison.anchor import Anchor, anchored, printed_values
from municompare.comparison.ledger_anchors import relation_at
from municompare.comparison.ledger_candidates import Candidate, candidates_of
from municompare.comparison.ledger_series import Figures, Obstacle, Series
from municompare.model.crosswalk import Crosswalk
from municompare.model.elements import Indicator, Measurement
from municompare.model.quantity import Period
from municompare.plans import Plan

__all__ = ["ANCHOR_COLUMNS", "anchor_rows"]

ANCHOR_COLUMNS: Final[dict[str, str]] = {
    "plan": "text",
    "municipality": "text",
    "municipality_name": "text",
    "indicator": "text",
    "name": "text",
    "name_en": "text",
    "subgroup": "text",
    "measurement": "text",
    "role": "text",
    "period": "text",
    "concept": "text",
    "relation": "text",
    "valid_from": "text",
    "valid_to": "text",
    "validity": "text",
    "measure": "text",
    "measure_title": "text",
    "publisher": "text",
    "attribution": "text",
    "raw": "text",
    "plan_value": "number",
    "tolerance": "number",
    "public_value": "number",
    "difference": "number",
    "unit": "text",
    "public_unit": "text",
    "result": "text",
    "allows": "text",
    "relation_by_anchor": "text",
    "why": "text",
    "document": "text",
    "locator": "text",
}
"""Columns of the anchors and what their cells hold."""


def anchor_rows(plan: Plan, crosswalk: Crosswalk, figures: Figures) -> Iterator[dict[str, Any]]:
    """One row for each printed value and each public measure that comes into question for it.

    Parameters
    ----------
    plan : Plan
        The plan.
    crosswalk : Crosswalk
        Mappings of its elements and of public measures to concepts.
    figures : Figures
        The public figures.
    """
    for indicator in plan.record.indicators:
        values = [value for value in plan.current_measurements if value.indicator == indicator.id]
        for subgroup in dict.fromkeys(value.subgroup for value in values):
            for value in printed_values(values, subgroup):
                period = Period.parse(value.period) if value.period is not None else None
                candidates = candidates_of(indicator, plan.municipality[:2], crosswalk, period)
                if not isinstance(candidates, Obstacle):
                    for candidate in candidates:
                        series = figures.series(plan.municipality, candidate.key, subgroup)
                        yield _row(plan, indicator, value, candidate, series)


def _row(
    plan: Plan,
    indicator: Indicator,
    value: Measurement,
    candidate: Candidate,
    series: Series | Obstacle,
) -> dict[str, Any]:
    anchor = anchored(value, indicator.unit, series)
    row: dict[str, Any] = {
        "plan": plan.key,
        "municipality": plan.municipality,
        "municipality_name": plan.municipality_name,
        "indicator": indicator.id,
        "name": indicator.name,
        "name_en": indicator.name_en,
        "subgroup": value.subgroup,
        "measurement": value.id,
        "role": value.role,
        "period": value.period,
        "concept": candidate.concept,
        "relation": candidate.relation,
        "valid_from": candidate.valid_from,
        "valid_to": candidate.valid_to,
        "validity": candidate.validity(anchor.period),
        "measure": candidate.key,
        "measure_title": candidate.measure.subject_label,
        "raw": value.raw,
        "plan_value": value.value,
        "tolerance": anchor.tolerance,
        "public_value": anchor.public_value,
        "difference": _difference(anchor),
        "unit": value.unit or indicator.unit,
        "result": anchor.result,
        "allows": "exactMatch" if anchor.result == "agrees" else "closeMatch",
        "relation_by_anchor": relation_at(candidate, anchor),
        "why": anchor.why,
        "document": value.document,
        "locator": value.locator,
    }
    if not isinstance(series, Obstacle):
        row |= {
            "measure_title": series.indicator.title or candidate.measure.subject_label,
            "publisher": series.indicator.publisher,
            "attribution": series.indicator.attribution,
            "public_unit": series.indicator.unit or None,
        }
    return row


def _difference(anchor: Anchor) -> float | None:
    printed = anchor.measurement.value
    if printed is None or anchor.public_value is None:
        return None
    return printed - anchor.public_value
