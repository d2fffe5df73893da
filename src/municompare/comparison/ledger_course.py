"""Which public figures stand before, during, at and after the period of a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

from municompare.comparison.ledger_series import Figure, Obstacle, Series
from municompare.model.quantity import Period

__all__ = ["POINTS", "AtWhen", "BeforeWhen", "Course", "Phase", "course_of"]

POINTS: Final = ("before", "during", "at", "latest")
"""The figures that are picked out of a series, by time."""

Phase: TypeAlias = Literal["before", "during", "after"]
"""Up to the target's base; since then up to the end of its period; after that. Without a base what
ends before the target's period is before."""

BeforeWhen: TypeAlias = Literal["base", "before base", "before target"]
"""Of which period the figure before is: the target's base, the last before it, or, without a base,
the last before the target's period."""

AtWhen: TypeAlias = Literal["in target period", "after it", "before it"]
"""Of which period the figure at the target is: its own, the first after, else the last before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The public figures that a target is seen against; each has a value.

    Parameters
    ----------
    deadline : Period or None
        The target's period.
    before, during, at, latest : Figure or None
        The figures.
    before_when, at_when : str or None
        Of which periods they are.
    base : Period or None
        The target's base.
    around : Period or None
        The target's period, or that of the plan where the target has none.
    window : int
        Calendar years before the base, and after the target, within which figures are taken.
    """

    deadline: Period | None = None
    base: Period | None = None
    around: Period | None = None
    window: int = 0
    before: Figure | None = None
    before_when: BeforeWhen | None = None
    during: Figure | None = None
    at: Figure | None = None
    at_when: AtWhen | None = None
    latest: Figure | None = None

    @property
    def end(self) -> Figure | None:
        """Where a change from the figure before ends: at the target, else at the latest figure."""
        return self.at if self.at is not None else self.latest

    @property
    def judged(self) -> tuple[Period, ...]:
        """Periods that the judged figure speaks for: its own, and the target's if that differs."""
        if self.at is not None and self.at_when == "in target period":
            return (self.at.period,)
        known = (self.at.period if self.at is not None else None, self.deadline)
        return tuple(period for period in known if period is not None)

    def phase(self, period: Period) -> Phase | None:
        """Where a period lies to base and target; missing if that cannot be said."""
        if self.base is not None and period.end <= self.base.end:
            return "before"
        if self.around is None:
            return None
        if self.base is None and period.end < self.around.start:
            return "before"
        return "after" if period.start > self.around.end else "during"

    def shows(self, period: Period) -> bool:
        """Whether a period lies within the window around base and target."""
        around, year = self.around, period.end.year
        since = self.base.end if self.base is not None else around.start if around else None
        early = since is not None and since.year - year > self.window
        late = around is not None and year - around.end.year > self.window
        return not early and not late


def course_of(
    target: Mapping[str, Any], plan_period: str | None, series: Series | Obstacle, window: int
) -> Course:
    """Find the figures before, during, at and after a target.

    Parameters
    ----------
    target : mapping
        Row of the target.
    plan_period : str or None
        Period of the plan, which stands in for the target's where that is not printed; only to
        show figures, never to judge.
    series : Series or Obstacle
        The public figures; without any only the target's period is known.
    window : int
        Calendar years before the base, and after the target, within which a figure is taken.
    """
    figures = [] if isinstance(series, Obstacle) else series.figures()
    deadline = Period.parse(target["target_period"]) if target["target_period"] else None
    around = deadline or (Period.parse(plan_period) if plan_period else None)
    base = Period.parse(target["baseline_period"]) if target["baseline_period"] else None
    before, before_when = _before(figures, base, around, window)
    at, at_when = _at(figures, deadline, base, before, window)
    recent = [
        figure
        for figure in figures
        if (around is None or figure.period.end.year - around.end.year <= window)
        and (before is None or figure.period.start > before.period.end)
    ]
    course = Course(
        deadline=deadline,
        base=base,
        around=around,
        window=window,
        before=before,
        before_when=before_when,
        at=at,
        at_when=at_when,
        latest=recent[-1] if recent else None,
    )
    between = [
        figure
        for figure in figures
        if course.phase(figure.period) == "during" and figure not in (before, at)
    ]
    # of an even number the earlier of the two in the middle
    return replace(course, during=between[(len(between) - 1) // 2] if between else None)


def _before(
    figures: list[Figure], base: Period | None, around: Period | None, window: int
) -> tuple[Figure | None, BeforeWhen | None]:
    if base is not None:
        early = [
            figure
            for figure in figures
            if figure.period.end <= base.end and base.end.year - figure.period.end.year <= window
        ]
        if not early:
            return None, None
        own = (early[-1].period.start, early[-1].period.end) == (base.start, base.end)
        return early[-1], "base" if own else "before base"
    if around is None:
        return None, None
    early = [
        figure
        for figure in figures
        if figure.period.end < around.start and around.start.year - figure.period.end.year <= window
    ]
    return (early[-1], "before target") if early else (None, None)


def _at(
    figures: list[Figure],
    deadline: Period | None,
    base: Period | None,
    before: Figure | None,
    window: int,
) -> tuple[Figure | None, AtWhen | None]:
    if deadline is None:
        return None, None
    span = "/" in deadline.text
    for figure in figures:
        # the last part of a printed span is its end: 2022 of 2019/2022
        whole = figure.period.start == deadline.start
        inside = span and figure.period.start > deadline.start
        if figure.period.end == deadline.end and (whole or inside):
            return figure, "in target period"
    for figure in figures:
        late = figure.period.start > deadline.end
        if late and figure.period.end.year - deadline.end.year <= window:
            return figure, "after it"
    since = base.end if base is not None else before.period.end if before is not None else None
    for figure in reversed(figures):
        if figure.period.end < deadline.end and (since is None or figure.period.start > since):
            return figure, "before it"
    return None, None
