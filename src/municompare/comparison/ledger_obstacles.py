"""Everything that keeps a target from being judged by a public measure.

All reasons are told, not only the first. What is asked for is conservative:

- the target has a figure or a direction, a period, and a certain place in its document;
- the measure is ``exactMatch`` or ``closeMatch`` to what the plan counts, and not only context;
- there are public figures of the plan's municipality and group, in a unit of the same kind;
- one of them is of the target's period, or of one before it, to see which way things go; a later
  one does not tell whether the target was met in time;
- the mappings hold for the target's period and for the period of the figure that is judged;
- a printed value agrees with the public one (the anchor test) in a period for which the mappings
  hold, on the same side of every series break as the figure that is judged, and none there differs;
- for a change or a direction also a public figure to count from, for which the mappings hold, with
  no break between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from municompare.comparison.ledger_anchors import elsewhere, limits
from municompare.comparison.ledger_case import CHANGES, DIRECTIONS, Case, side_of, unit_of_level
from municompare.comparison.ledger_series import Obstacle, Series, converted
from municompare.model.elements import Indicator

__all__ = ["base_obstacles", "obstacles_of", "target_obstacles"]

_NO_FIGURE: Final = {
    "text": "the target is in words only",
    "better_than": "the target is relative to others",
}
_RELATIONS: Final = {
    "broadMatch": "what the plan counts is narrower than the public measure",
    "narrowMatch": "what the plan counts is broader than the public measure",
    "relatedMatch": "the public measure is only related to what the plan counts",
}


def obstacles_of(case: Case) -> tuple[Obstacle, ...]:
    """Give every reason for which a target cannot be judged, each once."""
    return tuple(dict.fromkeys(_obstacles(case)))


def _obstacles(case: Case) -> Iterator[Obstacle]:
    yield from target_obstacles(case.target, case.indicator)
    if case.candidate.relation in _RELATIONS:
        goal = " (mapped through its goal)" if case.candidate.by_goal else ""
        yield Obstacle("relation", _RELATIONS[case.candidate.relation] + goal)
    if case.candidate.role == "context":
        yield Obstacle("role", "the measure is mapped as context")
    if isinstance(case.series, Obstacle):
        yield case.series
        return
    yield from _of_unit(case, case.series)
    yield from _of_validity(case)
    yield from _of_anchors(case, case.series)
    if case.course.deadline is None:
        return
    deadline, at = case.course.deadline, case.course.at
    if at is None:
        text = f"no public figure of {deadline}, after it, or since the base"
        yield Obstacle("figures", text)
        return
    if case.course.at_when == "after it":
        later = f"{at.period}: {at.value:.6g}"
        yield Obstacle("figures", f"no public figure of {deadline}; the first after it is {later}")
    if case.target["comparator"] in CHANGES | DIRECTIONS:
        yield from base_obstacles(case, case.series)


def target_obstacles(target: Mapping[str, Any], indicator: Indicator) -> Iterator[Obstacle]:
    """Why a target by itself cannot be judged by any figure."""
    comparator = target["comparator"]
    if comparator in _NO_FIGURE:
        yield Obstacle("target", _NO_FIGURE[comparator])
    elif target["target"] is None and comparator not in DIRECTIONS:
        yield Obstacle("target", f"the target has no figure ({target['target_missing']})")
    elif target["target_upper"] is None and side_of(target, indicator) is None:
        yield Obstacle("direction", "nothing says which side of the target is wanted")
    if comparator in CHANGES and target["target_upper"] is not None:
        yield Obstacle("target", "the target is a change by an interval")
    if target["certainty"] == "ambiguous":
        yield Obstacle("target", "it is ambiguous to which row or column the target belongs")
    if target["target_period"] is None:
        yield Obstacle("deadline", "no period is printed for the target")
    elif target["target_period"].startswith("["):
        yield Obstacle("deadline", f"the target is for one of {target['target_period']}")


def _of_unit(case: Case, series: Series) -> Iterator[Obstacle]:
    plan, public = unit_of_level(case.target, case.indicator), series.indicator.unit
    if plan and public:
        if converted(1.0, from_unit=public, to_unit=plan) is None:
            yield Obstacle("unit", f"the plan counts in {plan}, the public measure in {public}")
        return
    if not plan:
        yield Obstacle("unit", "the plan states no unit")
    if not public:
        yield Obstacle("unit", "the unit of the public measure is not known")


def _of_validity(case: Case) -> Iterator[Obstacle]:
    candidate, course = case.candidate, case.course
    judged = course.at.period if course.at is not None else None
    for period in dict.fromkeys((course.deadline, judged)):
        if period is not None and not candidate.holds_for(period):
            text = f"the mapping holds for {limits(candidate)}, not for {period}"
            yield Obstacle("validity", text)


def _of_anchors(case: Case, series: Series) -> Iterator[Obstacle]:
    agrees = False
    differing, aside = [], []
    for anchor in case.anchors:
        found = Obstacle("anchor", f"anchor test, {anchor}")
        if anchor.period is None or not anchor.tested:
            aside.append(found)
        elif reasons := list(elsewhere(case, series, anchor, anchor.period)):
            aside += reasons
        elif anchor.result == "differs":
            differing.append(found)
        else:
            agrees = True
    yield from differing
    if not agrees:
        yield from aside
    if not case.anchors:
        yield Obstacle("anchor", "the plan prints no value for the anchor test")


def base_obstacles(case: Case, series: Series) -> Iterator[Obstacle]:
    """Why the figure that is judged cannot be counted from the one before."""
    before, at = case.course.before, case.course.at
    if before is None or at is None:
        yield Obstacle("figures", "no public figure of the base, nor before it")
        return
    if case.target["comparator"] in CHANGES and case.course.before_when != "base":
        base = case.target["baseline_period"]
        yield Obstacle("figures", f"no public figure of the base ({base or 'no period printed'})")
    if not case.candidate.holds_for(before.period):
        held = limits(case.candidate)
        text = f"the mapping holds for {held}, not for the figure of {before.period}"
        yield Obstacle("validity", text)
    broken = series.break_between(before.period, at.period)
    if broken is not None:
        yield Obstacle(
            "break",
            f"the series breaks in {broken.starts}, between {before.period} and {at.period}",
        )
