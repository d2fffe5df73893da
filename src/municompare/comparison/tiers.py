"""At which organisational tier an element stands."""

from __future__ import annotations

from typing import Any, Final, get_args

from municompare.model.plan import PlanRecord
from municompare.model.steering import Tier
from municompare.plans import Plan

__all__ = ["TIERS", "tier_of_goal", "tier_of_indicator"]

TIERS: Final[tuple[str, ...]] = get_args(Tier)
"""Organisational tiers from the top down."""

_OWN_TIER: Final = {
    "municipality": "council",
    "committee": "committee",
    "administration": "administration",
    "institution": "unit",
}


def own_tier(plan: PlanRecord) -> str:
    """The tier of the body whose plan it is."""
    return _OWN_TIER[plan.unit_of_analysis]


def tier_of_goal(plan: Plan, goal: Any) -> str:
    """Tier of the level that sets a goal; the plan's own tier where no level is known."""
    if goal.level is not None:
        tier: str = plan[goal.level].tier
        return tier
    return own_tier(plan.record)


def tier_of_indicator(plan: Plan, indicator: Any) -> str:
    """Tier of the goal that an indicator belongs to; the plan's own tier where it has none.

    What an activity states is set by the plan itself, whichever goal the activity serves.
    """
    if indicator.goal is not None and indicator.origin != "activity":
        return tier_of_goal(plan, plan[indicator.goal])
    return own_tier(plan.record)
