"""Each target of a plan with the public measures that may say what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from municompare.comparison.anchor import anchored, distinct, printed_values
from municompare.comparison.ledger_candidates import Candidate, candidates_of
from municompare.comparison.ledger_case import Case, unit_of_level
from municompare.comparison.ledger_course import course_of
from municompare.comparison.ledger_series import Figures, Obstacle
from municompare.comparison.targets import target_rows
from municompare.model.crosswalk import Crosswalk
from municompare.model.elements import Indicator, Measurement
from municompare.model.quantity import Period
from municompare.plans import Plan

__all__ = ["Beside", "targets_beside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A target with what the plan prints of it, and the public measures beside it.

    Parameters
    ----------
    target : mapping
        The target's row of :func:`~municompare.comparison.targets.target_rows`.
    indicator : Indicator
        Its indicator.
    printed : tuple of Measurement
        The plan's values of indicator and group.
    cases : tuple of Case or Obstacle
        The measures, the closest first, or why there is none.
    """

    target: Mapping[str, Any]
    indicator: Indicator
    printed: tuple[Measurement, ...]
    cases: tuple[Case, ...] | Obstacle


def targets_beside(
    plan: Plan, crosswalk: Crosswalk, figures: Figures, *, window: int
) -> Iterator[Beside]:
    """Put each target of a plan beside the public measures of its country.

    Parameters
    ----------
    plan : Plan
        The plan.
    crosswalk : Crosswalk
        Mappings of its elements and of public measures to concepts.
    figures : Figures
        The public figures.
    window : int
        Calendar years around a target within which figures are taken.
    """
    indicators = {indicator.id: indicator for indicator in plan.record.indicators}
    values: dict[str, list[Measurement]] = {}
    for value in plan.current_measurements:
        values.setdefault(value.indicator, []).append(value)
    for target in target_rows(plan):
        indicator = indicators[target["indicator"]]
        printed = tuple(distinct(printed_values(values[indicator.id], target["subgroup"])))
        found = _mapped(plan, indicator, crosswalk, target["target_period"] or plan.period)
        cases: tuple[Case, ...] | Obstacle
        if isinstance(found, Obstacle):
            cases = found
        else:
            at = {
                period: _mapped(plan, indicator, crosswalk, period)
                for period in dict.fromkeys(value.period for value in printed)
                if period is not None
            }
            cases = tuple(
                _case(plan, target, indicator, printed, candidate, figures, window, at)
                for candidate in found
            )
        yield Beside(target=target, indicator=indicator, printed=printed, cases=cases)


def _mapped(
    plan: Plan, indicator: Indicator, crosswalk: Crosswalk, period: str | None
) -> list[Candidate] | Obstacle:
    when = Period.parse(period) if period else None
    return candidates_of(indicator, plan.municipality[:2], crosswalk, when)


def _case(
    plan: Plan,
    target: Mapping[str, Any],
    indicator: Indicator,
    printed: tuple[Measurement, ...],
    candidate: Candidate,
    figures: Figures,
    window: int,
    at: Mapping[str, list[Candidate] | Obstacle],
) -> Case:
    series = figures.series(plan.municipality, candidate.key, target["subgroup"])
    unit = unit_of_level(target, indicator)
    return Case(
        target=target,
        indicator=indicator,
        candidate=candidate,
        series=series,
        anchors=tuple(anchored(value, unit, series) for value in printed),
        course=course_of(target, plan.period, series, window),
        as_mapped={
            period: each
            for period, mapped in at.items()
            if not isinstance(mapped, Obstacle)
            for each in mapped
            if (each.concept, each.measure.subject)
            == (candidate.concept, candidate.measure.subject)
        },
    )
