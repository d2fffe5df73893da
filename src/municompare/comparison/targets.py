"""What is wanted: from which value to which target, by when, and why a part is missing.

The wanted change is ``target - baseline``. The baseline is the value printed for the base period
that the target names; where it names none, the latest value that the document calls its baseline,
else the latest observed value, each printed for a period before the target's; else the only one
printed without a period. ``baseline_basis`` says which. Relative changes are in per cent of the
baseline's absolute value, so that a negative baseline does not turn the sign; a baseline of zero
has none. Changes of percentages are in percentage points. ``per_year`` divides by the years
between the ends of both periods.

A change that is printed ("reduced by 60") stands as printed. No change is computed from or to an
interval, from a baseline that is itself a bound (``< 5``), between different units, or to a bound
that the baseline already meets: 6.8 per cent where at least 0 is wanted asks for no change.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final

from municompare.model.elements import Indicator, Measurement
from municompare.model.quantity import Period
from municompare.plans import Plan

__all__ = ["TARGET_COLUMNS", "same_targets", "target_rows"]

TARGET_COLUMNS: Final[dict[str, str]] = {
    "plan": "text",
    "municipality": "text",
    "concept": "text",
    "goal": "text",
    "indicator": "text",
    "name": "text",
    "name_en": "text",
    "subgroup": "text",
    "baseline": "number",
    "baseline_comparator": "text",
    "baseline_period": "text",
    "baseline_basis": "text",
    "latest": "number",
    "latest_period": "text",
    "comparator": "text",
    "comparator_implied": "text",
    "target": "number",
    "target_upper": "number",
    "target_period": "text",
    "unit": "text",
    "form": "text",
    "wanted_change": "number",
    "wanted_change_unit": "text",
    "wanted_change_percent": "number",
    "per_year": "number",
    "status": "text",
    "certainty": "text",
    "target_missing": "text",
    "baseline_missing": "text",
    "why_missing": "text",
    "raw": "text",
    "measurement": "text",
    "same_target": "text",
    "baseline_measurement": "text",
    "document": "text",
    "locator": "text",
}
"""Columns of the targets table and what their cells hold."""

_WHY: Final = {
    "not_reported": "said to be missing",
    "empty": "the cell is empty",
    "not_printed": "not printed",
    "not_measured": "not measured",
    "suppressed": "suppressed",
    "not_applicable": "not applicable",
    "not_collected": "not collected",
    "qualitative": "in words only",
    "directional": "a direction without a figure",
    "relative_only": "relative to others only",
    "undetermined": "cannot be read with certainty",
}


def _end(period: str | None) -> date | None:
    return Period.parse(period).end if period is not None else None


def _years(start: date, end: date) -> float:
    months = 12 * (end.year - start.year) + end.month - start.month
    return months / 12 + (end.day - start.day) / 365.25


def _known(values: Iterable[Measurement], role: str | None = None) -> list[Measurement]:
    """Values of a role (else all but targets) that hold and are not superseded."""
    return [
        value
        for value in values
        if (value.role == role if role else value.role != "target")
        and value.value is not None
        and not value.superseded
    ]


def _latest(values: Iterable[Measurement], before: date | None) -> Measurement | None:
    """The value of the latest period that ends before a day, unless two values share it."""
    dated = [
        (end, value)
        for value in values
        if (end := _end(value.period)) is not None and (before is None or end < before)
    ]
    if not dated:
        return None
    last = max(end for end, _ in dated)
    found = [value for end, value in dated if end == last]
    return found[0] if len({value.value for value in found}) == 1 else None


def _baseline(
    values: list[Measurement], target: Measurement, before: date | None
) -> tuple[Measurement | None, str | None]:
    """The value to count the change from, and what it is."""
    stated, observed = _known(values, "baseline"), _known(values, "observed")
    if target.base_period is not None:
        for value in (*stated, *observed):
            if value.period == target.base_period:
                return value, "stated base period"
        return None, None
    if (latest_stated := _latest(stated, before)) is not None:
        return latest_stated, "stated"
    if (latest_observed := _latest(observed, before)) is not None:
        return latest_observed, "latest observed"
    undated = [value for value in (*stated, *observed) if value.period is None]
    return (undated[0], "undated") if len(undated) == 1 else (None, None)


def _change_unit(unit: str | None) -> str | None:
    return "percentage_point" if unit == "percent" else unit


_MEETS: Final[dict[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


def _no_change(target: Measurement, baseline: Measurement) -> str | None:
    """Why nothing can be computed from a target and its baseline, if so."""
    if target.value is None or baseline.value is None:
        return None
    if target.value_upper is not None:
        return "the target is an interval"
    if baseline.value_upper is not None:
        return "the baseline is an interval"
    if baseline.comparator not in (None, "="):
        return f"the baseline is a bound ({baseline.comparator} {baseline.value:g})"
    of_change = target.comparator == "change_by"
    wanted = _change_unit(baseline.unit) if of_change else baseline.unit
    if target.comparator != "change_by_percent" and target.unit not in (baseline.unit, wanted):
        return (
            f"baseline in {baseline.unit or 'no stated unit'}, "
            f"target in {target.unit or 'no stated unit'}"
        )
    bound = target.comparator if target.comparator != "=" else target.comparator_implied
    meets = _MEETS.get(bound or "")
    if meets is not None and meets(baseline.value, target.value):
        return "the baseline already meets the target"
    return None


def _wanted(
    target: Measurement, baseline: Measurement | None
) -> tuple[float | None, str | None, float | None]:
    """Wanted change, its unit, and the change in per cent."""
    printed = target.value
    if printed is None:
        return None, None, None
    computable = baseline is not None and _no_change(target, baseline) is None
    base = baseline.value if baseline is not None and computable else None
    unit = _change_unit(target.unit)
    change = percent = None
    if target.comparator == "change_by_percent":
        unit = _change_unit(baseline.unit) if baseline is not None else None
        percent = printed if target.value_upper is None else None
        change = printed / 100 * abs(base) if base else None
    elif target.comparator == "change_by":
        change = printed if target.value_upper is None else None
        percent = 100 * printed / abs(base) if base else None
    elif base is not None:
        change = printed - base
        percent = 100 * change / abs(base) if base else None
    return change, unit if change is not None else None, percent


def _baseline_missing(
    target: Measurement, values: list[Measurement], others: list[Measurement]
) -> str:
    """Why there is no baseline, for values of the target's own subgroup and of the others."""
    if target.base_period is not None:
        return f"no value printed for {target.base_period}"
    before = [value for value in values if value.role != "target"]
    if len({value.value for value in _known(values)}) > 1:
        return "several values printed, none before the others"
    if _known(values):
        return "printed only within or after the target's period"
    if any(value.superseded and value.value is not None for value in before):
        return "superseded"
    if _known(others):
        return "printed for subgroups only" if target.subgroup is None else "printed in total only"
    return _WHY[before[-1].status] if before else "not printed"


def _row(
    plan: Plan,
    indicator: Indicator,
    target: Measurement,
    values: list[Measurement],
    others: list[Measurement],
    same_target: str | None,
) -> dict[str, Any]:
    before = Period.parse(target.period).start if target.period is not None else None
    latest = _latest(_known(values, "observed"), before)
    baseline, basis = _baseline(values, target, before)
    change, change_unit, percent = _wanted(target, baseline)
    start = _end(baseline.period) if baseline is not None else _end(target.base_period)
    end = _end(target.period)
    one_of = target.period is not None and target.period.startswith("[")
    years = _years(start, end) if start is not None and end is not None and not one_of else 0.0
    missing = {
        "target": _WHY[target.status] if target.value is None else None,
        "baseline": _baseline_missing(target, values, others) if baseline is None else None,
        "change": _no_change(target, baseline) if baseline is not None else None,
        "deadline": "not printed" if target.period is None else None,
    }
    return {
        "plan": plan.key,
        "municipality": plan.municipality_name,
        "goal": indicator.goal,
        "indicator": indicator.id,
        "name": indicator.name,
        "name_en": indicator.name_en,
        "subgroup": target.subgroup,
        "baseline": baseline.value if baseline is not None else None,
        "baseline_comparator": baseline.comparator if baseline is not None else None,
        "baseline_period": baseline.period if baseline is not None else target.base_period,
        "baseline_basis": basis,
        "latest": latest.value if latest is not None else None,
        "latest_period": latest.period if latest is not None else None,
        "comparator": target.comparator,
        "comparator_implied": target.comparator_implied,
        "target": target.value,
        "target_upper": target.value_upper,
        "target_period": target.period,
        "unit": target.unit if target.unit is not None else indicator.unit,
        "form": target.target_form,
        "wanted_change": change,
        "wanted_change_unit": change_unit,
        "wanted_change_percent": percent,
        "per_year": change / years if change is not None and years > 0 else None,
        "status": target.status,
        "certainty": target.certainty,
        "target_missing": missing["target"],
        "baseline_missing": missing["baseline"],
        "why_missing": "; ".join(f"{what}: {why}" for what, why in missing.items() if why) or None,
        "raw": target.raw,
        "measurement": target.id,
        "same_target": same_target,
        "baseline_measurement": baseline.id if baseline is not None else None,
        "document": target.document,
        "locator": target.locator,
    }


def same_targets(plan: Plan) -> dict[str, str]:
    """For each row that states a target which another row states too: that other row."""
    twins: dict[str, str] = {}
    for link in plan.record.links:
        if link.relation == "same_target":
            twins[link.from_id], twins[link.to_id] = link.to_id, link.from_id
    return twins


def target_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    """One row for each printed target of a plan, also for those whose cell is empty."""
    by_indicator: dict[str, list[Measurement]] = {}
    for value in plan.current_measurements:
        by_indicator.setdefault(value.indicator, []).append(value)
    twins = same_targets(plan)
    for indicator in plan.record.indicators:
        printed = by_indicator.get(indicator.id, [])
        for target in printed:
            if target.role == "target" and not target.superseded:
                same = [value for value in printed if value.subgroup == target.subgroup]
                others = [value for value in printed if value.subgroup != target.subgroup]
                yield _row(plan, indicator, target, same, others, twins.get(target.id))
