"""What a verdict on a target rests on, and what the target wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from municompare.comparison.anchor import Anchor
from municompare.comparison.ledger_candidates import Candidate
from municompare.comparison.ledger_course import Course
from municompare.comparison.ledger_series import Obstacle, Series
from municompare.model.elements import Indicator

__all__ = ["CHANGES", "DIRECTIONS", "Case", "Side", "side_of", "unit_of_level"]

Side: TypeAlias = Literal[1, -1]
"""The direction that is wanted: up or down."""

DIRECTIONS: Final = frozenset({"increase", "decrease", "not_increase", "not_decrease"})
"""Comparators of targets without a figure."""

CHANGES: Final = frozenset({"change_by", "change_by_percent"})
"""Comparators of targets whose figure is a change."""

_SIDES: Final[dict[str, Side]] = {
    ">=": 1, ">": 1, "increase": 1, "not_decrease": 1,
    "<=": -1, "<": -1, "decrease": -1, "not_increase": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A target beside one public measure.

    Parameters
    ----------
    target : mapping
        The target's row of :func:`~municompare.comparison.targets.target_rows`.
    indicator : Indicator
        Its indicator.
    candidate : Candidate
        The public measure that comes into question.
    series : Series or Obstacle
        Its figures, or why there are none.
    anchors : tuple of Anchor
        The plan's values beside the public ones.
    course : Course
        The public figures before, at and after the target's period.
    as_mapped : mapping of str to Candidate
        The measure as it is mapped for the periods of the printed values.
    """

    target: Mapping[str, Any]
    indicator: Indicator
    candidate: Candidate
    series: Series | Obstacle
    anchors: tuple[Anchor, ...]
    course: Course
    as_mapped: Mapping[str, Candidate]


def side_of(target: Mapping[str, Any], indicator: Indicator) -> Side | None:
    """Which way a target wants a figure to go.

    Said by the printed comparator; else by what direction and goal imply; else by where the target
    lies from its baseline; else by the indicator's direction. None where nothing says it.

    Examples
    --------
    >>> from municompare.testing import example_plan
    >>> indicator = example_plan().record.indicators[0]
    >>> side_of({"comparator": "=", "comparator_implied": None, "wanted_change": -50.0}, indicator)
    -1
    """
    if target["comparator"] in CHANGES:
        return _sign(target["target"])
    for said in (target["comparator"], target["comparator_implied"]):
        if said in _SIDES:
            return _SIDES[said]
    return _sign(target["wanted_change"]) or _SIDES.get(indicator.direction or "")


def _sign(number: float | None) -> Side | None:
    return None if not number else 1 if number > 0 else -1


def unit_of_level(target: Mapping[str, Any], indicator: Indicator) -> str | None:
    """The unit in which the plan counts: that of levels, where a target is a change."""
    unit: str | None = target["unit"]
    if target["comparator"] == "change_by_percent":
        return indicator.unit
    if target["comparator"] == "change_by" and unit == "percentage_point":
        return "percent"
    return unit
