"""How each municipality steers: its tiers, counts, testability, follow-up, line of sight.

Counts stand per tier beside the plan's unit of analysis and are never added up across plans: a
committee's plan, an administration's and an institution's contract are different objects.

The testability profile asks of each stated target which of six things is printed for it: a unit,
a baseline value, a figure or benchmark to reach, a deadline, an owner, a source of data. It is
shown as *n of N*, where N is the number of stated targets at that tier.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from municompare.comparison.targets import same_targets
from municompare.comparison.tiers import TIERS, own_tier, tier_of_goal, tier_of_indicator
from municompare.model.elements import Indicator, Measurement
from municompare.plans import Plan

__all__ = [
    "ASPECTS",
    "STRUCTURE_COLUMNS",
    "TESTABILITY_COLUMNS",
    "structure_rows",
    "testability_rows",
]

ASPECTS: Final = ("unit", "baseline", "figure", "deadline", "owner", "data_source")
"""The six things that make a target testable."""

STRUCTURE_COLUMNS: Final[dict[str, str]] = {
    "plan": "text",
    "municipality": "text",
    "status": "text",
    "unit_of_analysis": "text",
    "tier": "text",
    "levels": "text",
    "levels_en": "text",
    "decided_by": "text",
    "instruments": "text",
    "goal_areas": "integer",
    "goals": "integer",
    "development_areas": "integer",
    "purposes": "integer",
    "named_without_text": "integer",
    "indicators_table": "integer",
    "indicators_criterion": "integer",
    "indicators_embedded": "integer",
    "targets": "integer",
    "targets_unstated": "integer",
    **{f"with_{aspect}": "text" for aspect in ASPECTS},
    "follow_up": "text",
    "line_of_sight": "text",
}
"""Columns of the structure table."""

TESTABILITY_COLUMNS: Final[dict[str, str]] = {
    "plan": "text",
    "unit_of_analysis": "text",
    "tier": "text",
    "aspect": "text",
    "n": "integer",
    "of": "integer",
}
"""Columns of the testability table."""

_STATED: Final = ("reported", "directional", "qualitative", "relative_only")


def _joined(texts: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(text for text in texts if text)) or None


def _has(plan: Plan, indicator: Indicator, target: Measurement) -> dict[str, bool]:
    """Which of the six things is printed for a target."""
    goal = plan[indicator.goal] if indicator.goal is not None else None
    owners = {row.element for row in plan.record.responsibilities}
    based = any(
        value.indicator == indicator.id
        and value.subgroup == target.subgroup
        and value.role in ("baseline", "observed")
        and value.value is not None
        and not value.superseded
        for value in plan.current_measurements
    )
    return {
        "unit": target.unit is not None or indicator.unit is not None,
        "baseline": based,
        "figure": target.value is not None or target.comparator == "better_than",
        "deadline": target.period is not None,
        "owner": bool({indicator.id, indicator.goal} & owners)
        or (goal is not None and goal.responsible not in (None, "unknown")),
        "data_source": indicator.data_source is not None,
    }


def _stated_targets(plan: Plan) -> Iterator[tuple[str, Indicator, Measurement]]:
    """Targets of a plan; of a level and a change that are one target, the level."""
    twins = same_targets(plan)
    for target in plan.current_measurements:
        if target.id in twins and target.target_form == "change":
            continue
        if target.role == "target" and target.status in _STATED and not target.superseded:
            indicator = plan[target.indicator]
            yield tier_of_indicator(plan, indicator), indicator, target


def testability_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    """For each tier and aspect: how many of the stated targets have it."""
    profiles: dict[str, list[dict[str, bool]]] = {}
    for tier, indicator, target in _stated_targets(plan):
        profiles.setdefault(tier, []).append(_has(plan, indicator, target))
    for tier in TIERS:
        for aspect in ASPECTS if tier in profiles else ():
            yield {
                "plan": plan.key,
                "unit_of_analysis": plan.unit_of_analysis,
                "tier": tier,
                "aspect": aspect,
                "n": sum(profile[aspect] for profile in profiles[tier]),
                "of": len(profiles[tier]),
            }


def _line_of_sight(plan: Plan, tier: str) -> str | None:
    """How the elements of a tier hang on what is above them, by what the link rests on."""
    bases: Counter[str] = Counter()
    for goal in plan.record.goals:
        if tier_of_goal(plan, goal) == tier and goal.title_status != "absent":
            if goal.kind == "goal_area":
                continue
            bases[f"goals {goal.parent_basis or 'without a printed link'}"] += 1
    for indicator in plan.record.indicators:
        if tier_of_indicator(plan, indicator) == tier:
            bases[f"indicators {indicator.element_basis or 'without a printed link'}"] += 1
    kinds = {goal.id: tier_of_goal(plan, goal) for goal in plan.record.goals}
    for link in plan.record.links:
        if link.relation == "serves" and kinds.get(link.to_id) == tier:
            bases[f"activities {link.basis}"] += 1
    return _joined(f"{count} {basis.replace('_', ' ')}" for basis, count in bases.items())


def structure_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    """One row for each tier at which a plan has a level, a goal or an indicator."""
    record = plan.record
    goals = [(tier_of_goal(plan, goal), goal) for goal in record.goals]
    indicators = [(tier_of_indicator(plan, row), row) for row in record.indicators]
    profile = {(row["tier"], row["aspect"]): row for row in testability_rows(plan)}
    unstated = Counter(
        tier_of_indicator(plan, plan[target.indicator])
        for target in plan.current_measurements
        if target.role == "target" and target.status not in _STATED and not target.superseded
    )
    used = {level.tier for level in record.levels} | {tier for tier, _ in [*goals, *indicators]}
    for tier in TIERS:
        if tier not in used:
            continue
        levels = [level for level in record.levels if level.tier == tier]
        printed = [goal for at, goal in goals if at == tier and goal.title_status != "absent"]
        kinds = Counter(goal.kind for goal in printed)
        origins = Counter(row.origin for at, row in indicators if at == tier)
        count = profile.get((tier, ASPECTS[0]), {"of": 0})["of"]
        cadences = [row.cadence for row in record.followups if tier == own_tier(record)]
        yield {
            "plan": plan.key,
            "municipality": plan.municipality_name,
            "status": record.status,
            "unit_of_analysis": plan.unit_of_analysis,
            "tier": tier,
            "levels": _joined(level.name for level in levels),
            "levels_en": _joined(level.name_en or level.name for level in levels),
            "decided_by": _joined(level.decided_by for level in levels),
            "instruments": _joined(level.instrument for level in levels),
            "goal_areas": kinds["goal_area"],
            "goals": kinds["goal"],
            "development_areas": kinds["development_area"],
            "purposes": kinds["purpose"],
            "named_without_text": sum(
                at == tier and goal.title_status == "absent" for at, goal in goals
            ),
            "indicators_table": origins["table"],
            "indicators_criterion": origins["criterion"],
            "indicators_embedded": sum(
                number for origin, number in origins.items() if origin not in ("table", "criterion")
            ),
            "targets": count,
            "targets_unstated": unstated[tier],
            **{
                f"with_{aspect}": f"{profile[tier, aspect]['n']} of {count}" if count else None
                for aspect in ASPECTS
            },
            "follow_up": _joined([*(level.follow_up for level in levels), *cadences]),
            "line_of_sight": _line_of_sight(plan, tier),
        }
