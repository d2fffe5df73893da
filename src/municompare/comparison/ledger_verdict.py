"""Whether public figures say that a target was reached.

``reached``: the public figure of the target's own period meets the target. Otherwise movement from
the base decides: ``on_the_way`` if the figure came nearer to the target (or meets it before its
period is over), ``wrong_way`` if it went further away. Where the period has no figure, the last one
before it says which way things went until then; a later one says nothing. What moved neither way,
or misses by no more than rounding, is ``cannot_be_judged``, and so is everything that
:mod:`municompare.comparison.ledger_obstacles` finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from municompare.comparison.anchor import tolerance_of
from municompare.comparison.ledger_anchors import holding
from municompare.comparison.ledger_case import CHANGES, DIRECTIONS, Case, side_of, unit_of_level
from municompare.comparison.ledger_obstacles import base_obstacles, obstacles_of
from municompare.comparison.ledger_series import Figure, Obstacle, Series, converted

__all__ = ["Judgement", "OutcomeVerdict", "judged"]

OutcomeVerdict: TypeAlias = Literal["reached", "on_the_way", "wrong_way", "cannot_be_judged"]
"""What public figures say of a target."""

_STRICT: Final = frozenset({">", "<", "increase", "decrease"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with what it rests on.

    Parameters
    ----------
    verdict : str
        One of :data:`OutcomeVerdict`.
    obstacles : tuple of Obstacle
        Why it cannot be judged; empty otherwise.
    statement : str
        What the verdict rests on; empty if there is none.
    """

    verdict: OutcomeVerdict
    obstacles: tuple[Obstacle, ...] = ()
    statement: str = ""

    @property
    def why(self) -> str:
        """All reasons, or what the verdict rests on."""
        return "; ".join(each.statement for each in self.obstacles) or self.statement


def judged(case: Case) -> Judgement:
    """Judge a target by public figures."""
    obstacles = obstacles_of(case)
    if obstacles or isinstance(case.series, Obstacle):
        return Judgement(verdict="cannot_be_judged", obstacles=obstacles)
    found = _weighed(case, case.series)
    if isinstance(found, Obstacle):
        return Judgement(verdict="cannot_be_judged", obstacles=(found,))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Distance:
    """What is missing to a target, now and at the base, in the plan's unit or in per cent.

    Zero or less where the target is met; ``before`` is None where nothing is known of the base.
    """

    now: float
    before: float | None
    slack: float
    strict: bool
    rounding: float

    @property
    def met(self) -> bool:
        return self.now < -self.slack if self.strict else self.now <= self.slack


def _weighed(case: Case, series: Series) -> Judgement | Obstacle:
    course = case.course
    distance = _distance(case, series)
    if isinstance(distance, Obstacle):
        return distance
    statement = _statement(case)
    if distance.met and course.at_when == "in target period":
        return Judgement(verdict="reached", statement=statement)
    if distance.met:
        return Judgement(verdict="on_the_way", statement=f"{statement}; met before the period ends")
    if course.at_when == "before it":
        statement += "; seen before the period ends"
    if distance.rounding and distance.now <= distance.rounding + distance.slack:
        return Obstacle("rounding", f"{statement}: missed by no more than rounding")
    if (obstacle := next(base_obstacles(case, series), None)) is not None:
        return obstacle
    moved = (distance.before or 0.0) - distance.now
    if abs(moved) <= distance.slack:
        return Obstacle("unchanged", f"{statement}: moved neither way")
    return Judgement(verdict="on_the_way" if moved > 0 else "wrong_way", statement=statement)


def _distance(case: Case, series: Series) -> _Distance | Obstacle:
    target, course = case.target, case.course
    side = side_of(target, case.indicator) or 1
    now, before = (_in_unit_of_plan(case, series, point) for point in (course.at, course.before))
    assert now is not None
    slack = series.slack(max(abs(now), abs(before or 0.0)))
    comparator, wanted, upper = target["comparator"], target["target"], target["target_upper"]
    strict = comparator in _STRICT
    if comparator in DIRECTIONS:
        assert before is not None
        return _Distance(
            now=side * (before - now), before=0.0, slack=slack, strict=strict, rounding=0.0
        )
    rounding = tolerance_of(wanted, target["raw"])
    if comparator in CHANGES:
        assert before is not None
        moved = now - before
        if comparator == "change_by_percent":
            if before == 0:
                return Obstacle("figures", "the figure of the base is zero")
            moved, slack = 100 * moved / abs(before), 100 * slack / abs(before)
        missing, at_base = side * (wanted - moved), side * wanted
        return _Distance(now=missing, before=at_base, slack=slack, strict=strict, rounding=rounding)

    def missing_to_level(value: float) -> float:
        if upper is not None:
            return float(max(wanted - value, value - upper))
        return float(side * (wanted - value))

    return _Distance(
        now=missing_to_level(now),
        before=missing_to_level(before) if before is not None else None,
        slack=slack,
        strict=strict,
        rounding=rounding,
    )


def _in_unit_of_plan(case: Case, series: Series, figure: Figure | None) -> float | None:
    plan = unit_of_level(case.target, case.indicator)
    if figure is None or plan is None:
        return None
    return converted(figure.value, from_unit=series.indicator.unit, to_unit=plan)


def _statement(case: Case) -> str:
    """What was published of the base and of the target's period, and which values anchor it."""
    target, course = case.target, case.course
    wanted = target["comparator"]
    if target["target"] is not None:
        upper = f" to {target['target_upper']:g}" if target["target_upper"] is not None else ""
        wanted = f"{wanted} {target['target']:g}{upper}"
    shown = [
        f"{point.period}: {point.value:.6g}"
        for point in (course.before, course.at)
        if point is not None
    ]
    agreeing = dict.fromkeys(str(anchor.period) for anchor in holding(case))
    return (
        f"published {', '.join(shown)}; target of {course.deadline}: {wanted}; "
        f"printed and published agree in {', '.join(agreeing)}"
    )
