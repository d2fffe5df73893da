"""What stands beside a verdict: breaks, shocks, traps, and what the plan itself prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from municompare.comparison.anchor import Anchor
from municompare.comparison.ledger_case import side_of
from municompare.comparison.ledger_course import Course
from municompare.comparison.ledger_series import Series
from municompare.definitions import shocks, traps
from municompare.model.elements import Indicator, Measurement
from municompare.model.panel import SeriesBreak
from municompare.model.quantity import Period

__all__ = [
    "breaks_within",
    "described_breaks",
    "own_document",
    "shocks_within",
    "span_of",
    "traps_within",
]

Span = tuple[Period, Period]


def span_of(course: Course, plan_period: str | None) -> Span | None:
    """From the figure before to the latest; without figures the period of the target or plan."""
    around = course.deadline or (Period.parse(plan_period) if plan_period else None)
    known = [point.period for point in (course.before, course.at, course.latest) if point]
    periods = [*known, *([around] if around is not None else [])]
    if not periods:
        return None
    return (
        min(periods, key=lambda period: period.start),
        max(known or periods, key=lambda period: period.end),
    )


def _overlaps(span: Span | None, first: str | None, last: str | None) -> bool:
    """Whether a span has a day within limits, each of which may be open."""
    if span is None:
        return True
    early = first is not None and span[1].end < Period.parse(first).start
    late = last is not None and span[0].start > Period.parse(last).end
    return not early and not late


def breaks_within(series: Series, course: Course, anchors: Iterable[Anchor]) -> str | None:
    """The series breaks from the first to the last of the figures and anchors, with reasons."""
    figures = (course.before, course.at, course.latest)
    periods = [figure.period for figure in figures if figure is not None]
    periods += [
        anchor.period
        for anchor in anchors
        if anchor.period is not None and anchor.public_value is not None
    ]
    return described_breaks(series.breaks_within(periods))


def described_breaks(breaks: Iterable[SeriesBreak]) -> str | None:
    """When each break starts, and why."""
    return "; ".join(f"{each.starts}: {each.reason}" for each in breaks) or None


def shocks_within(
    concept: str | None, key: str | None, country: str, span: Span | None
) -> str | None:
    """Keys of the shocks of a country that touch a concept or measure within a span."""
    if span is None:
        return None
    found = [
        shock.key
        for shock in shocks()
        if country in shock.countries
        and (concept in shock.concepts or key in shock.measures)
        and _overlaps(span, shock.starts, shock.ends)
    ]
    return ", ".join(found) or None


def traps_within(concept: str | None, country: str, span: Span | None) -> str | None:
    """Traps of one country alone that touch a concept within a span, with their consequences."""
    found = [
        f"{trap.key} ({trap.consequence})"
        for trap in traps()
        if trap.countries == (country,)
        and concept in trap.concepts
        and _overlaps(span, trap.valid_from, trap.valid_to)
    ]
    return ", ".join(found) or None


def own_document(
    target: Mapping[str, Any], indicator: Indicator, values: Sequence[Measurement]
) -> dict[str, str | None]:
    """What the plan itself prints of a target's measure: evidence of its own, never the verdict.

    Parameters
    ----------
    target : mapping
        Row of the target.
    indicator : Indicator
        Its indicator.
    values : sequence of Measurement
        Its printed values of the target's subgroup, by period.

    Returns
    -------
    dict
        ``own_document``: the printed values; ``own_movement``: whether the last is ``towards`` or
        ``away`` from what the target wants, seen from the first, or ``unchanged``.
    """
    printed = dict.fromkeys(f"{value.period or 'no period'}: {_printed(value)}" for value in values)
    dated = [
        value
        for value in values
        if value.period is not None
        and value.comparator in (None, "=")
        and value.value_upper is None
        and value.unit == values[-1].unit
    ]
    side = side_of(target, indicator)
    movement = None
    if side is not None and len({value.period for value in dated}) > 1:
        first, last = dated[0].value, dated[-1].value
        assert first is not None
        assert last is not None
        moved = side * (last - first)
        movement = "towards" if moved > 0 else "away" if moved < 0 else "unchanged"
    return {"own_document": "; ".join(printed) or None, "own_movement": movement}


def _printed(value: Measurement) -> str:
    bound = "" if value.comparator in (None, "=") else f"{value.comparator} "
    upper = "" if value.value_upper is None else f" to {value.value_upper:g}"
    return f"{bound}{value.value:g}{upper}"
