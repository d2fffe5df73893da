"""Targets against what is observed, against each other, and against the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from municompare.model.elements import Goal, Indicator, Measurement
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import (
    Case,
    Rule,
    is_level,
    named,
    period_of,
    place_order,
    reading,
    short,
    whole_documents,
)

__all__ = ["TARGET_RULES"]

Way = Literal["up", "down"]
_WAYS: Final[dict[str | None, Way]] = {
    ">": "up",
    ">=": "up",
    "increase": "up",
    "<": "down",
    "<=": "down",
    "decrease": "down",
}
_AGAINST: Final[dict[str | None, tuple[str, ...]]] = {
    "increase": ("decrease", "not_increase"),
    "decrease": ("increase", "not_decrease"),
}
_CUSTOM: Final = 3
"""Rows from which what they have is what the document does with its kind."""
_NOT_STATED: Final = ("empty", "not_printed", "not_reported", "not_measured")


def _indicators(plan: PlanRecord) -> dict[str, Indicator]:
    return {indicator.id: indicator for indicator in plan.indicators}


def _wanted(target: Measurement, indicator: Indicator) -> Way | None:
    """Which way is better, as far as the document says or implies it."""
    for sign in (target.comparator, target.comparator_implied, indicator.direction):
        if (way := _WAYS.get(sign)) is not None:
            return way
    return None


def _levels(plan: PlanRecord) -> Iterator[tuple[Indicator, list[Measurement], list[Measurement]]]:
    """What was observed and what is wanted, for each measure, group and document.

    Where a document prints targets only, those of the other documents that hold count.
    """
    indicators = _indicators(plan)
    rows: defaultdict[tuple[str, str | None], list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        if is_level(row) and period_of(row.period) is not None:
            rows[row.indicator, row.subgroup].append(row)
    for (identifier, _), known in rows.items():
        seen = [row for row in known if row.role != "target" and row.comparator == "="]
        for document in sorted({row.document for row in known}):
            targets = [r for r in known if r.role == "target" and r.document == document]
            own = [row for row in seen if row.document == document]
            others = [row for row in seen if not row.superseded]
            if targets:
                yield (
                    indicators[identifier],
                    sorted(own or others, key=_time),
                    sorted(targets, key=_time),
                )


def _time(row: Measurement) -> tuple[date, date, str]:
    period = period_of(row.period)
    assert period is not None, "only rows with a period are asked"
    return period.start, period.end, row.id


def _before(observed: Sequence[Measurement], target: Measurement) -> Measurement | None:
    """The latest observed value before a target, in the same unit."""
    start, _, _ = _time(target)
    known = [
        row
        for row in observed
        if _time(row)[1] < start and (row.unit == target.unit or None in (row.unit, target.unit))
    ]
    return known[-1] if known else None


def _weak_targets(plan: PlanRecord) -> Iterator[Case]:
    for indicator, observed, targets in _levels(plan):
        for target in targets:
            way, last = _wanted(target, indicator), _before(observed, target)
            if way is None or last is None or last.value is None or target.value is None:
                continue
            weaker = target.value < last.value if way == "up" else target.value > last.value
            if weaker:
                yield Case(
                    told=f"{target.raw} as the target of {named(indicator.name)} for "
                    f"{target.period}, {last.raw} in {last.period}",
                    cause=indicator.name,
                    readings=(reading(target),),
                    context=(reading(last),),
                )


def _opposite_targets(plan: PlanRecord) -> Iterator[Case]:
    for indicator, observed, targets in _levels(plan):
        if len({row.unit for row in targets}) > 1 or len(targets) < 2:
            continue
        if len({row.period for row in targets}) < len(targets):
            continue  # two values for one year are another rule's
        values = [row.value for row in targets if row.value is not None]
        steps = [after - before for before, after in pairwise(values)]
        ways = {_wanted(row, indicator) for row in targets}
        base = _before(observed, targets[0])
        if ways == {"up"}:
            turns = min(steps) < 0
        elif ways == {"down"}:
            turns = max(steps) > 0
        else:
            if base is not None and base.value is not None:
                steps.insert(0, values[0] - base.value)
            turns = min(steps) < 0 < max(steps)
        if turns:
            years = ", ".join(f"{row.raw} for {row.period}" for row in targets)
            after = f", after {base.raw} in {base.period}" if base is not None else ""
            yield Case(
                told=f"{years}{after} for {named(indicator.name)}",
                cause=indicator.name,
                readings=tuple(map(reading, targets)),
                context=(reading(base),) if base is not None else (),
            )


def _opposite_directions(plan: PlanRecord) -> Iterator[Case]:
    indicators = _indicators(plan)
    worded: defaultdict[tuple[str, str | None, str], list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        if row.role == "target" and row.status == "directional" and row.certainty != "ambiguous":
            worded[row.indicator, row.subgroup, row.document].append(row)
    for (identifier, _, _), rows in worded.items():
        indicator = indicators[identifier]
        signs = {str(row.comparator) for row in rows}
        # a name that says "shall fall" and a cell that says "shall rise"
        wanted = {str(indicator.direction)} if indicator.direction_basis == "name" else set()
        against = {sign for one in signs | wanted for sign in _AGAINST.get(one, ())}
        if against & signs:
            found = " and ".join(sorted({named(row.raw) for row in rows}))
            yield Case(
                told=f"{found} for {named(indicator.name)}",
                cause=indicator.name,
                readings=tuple(map(reading, rows)),
                context=(reading(indicator),) if wanted else (),
            )


def _without_base(plan: PlanRecord) -> Iterator[Case]:
    rows: defaultdict[str, list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        rows[row.indicator].append(row)
    for indicator in plan.indicators:
        known = rows[indicator.id]
        stated = [row for row in known if row.role != "target" and row.status not in _NOT_STATED]
        targets = [
            row
            for row in known
            if row.role == "target" and row.status in ("reported", "directional")
        ]
        if stated or not targets:
            continue
        gaps = [row for row in known if row.role != "target"]
        relative = [r for r in targets if r.target_form in ("direction", "change", "relative")]
        if gaps:
            yield Case(
                told=f"none for {named(indicator.name)}",
                cause="base value is printed as missing",
                readings=tuple(map(reading, gaps)),
                context=(min(map(reading, targets), key=place_order),),
                severity="warning",
            )
        elif relative and all(row.reference is None for row in relative):
            based = any(row.base_period is not None for row in relative)
            yield Case(
                told=f"none for {named(indicator.name)}",
                cause="value of a base period" if based else "base value",
                readings=tuple(map(reading, relative)),
                severity="warning" if based else None,
            )


def _without_values(plan: PlanRecord) -> Iterator[Case]:
    whole = whole_documents(plan)
    cells: defaultdict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        cells[row.indicator, whole[row.document]].append(row)
    printed: defaultdict[str, list[str]] = defaultdict(list)
    empty: defaultdict[str, list[str]] = defaultdict(list)
    for (identifier, document), rows in sorted(cells.items()):
        if any(row.status not in _NOT_STATED for row in rows):
            printed[identifier].append(short(document))
        elif len({row.role for row in rows}) > 1:
            empty[identifier].append(document)
    for indicator in plan.indicators:
        elsewhere = printed[indicator.id]
        for document in empty[indicator.id]:
            rows = cells[indicator.id, document]
            beside = f" (with values in {' and '.join(elsewhere)})" if elsewhere else ""
            first = min(map(reading, rows), key=place_order)
            own = whole[indicator.document] == document
            yield Case(
                told=f"none for {named(indicator.name)}{beside}",
                cause=f"{short(document)} empty rows",
                readings=(reading(indicator) if own else first,),
            )


def _without_year(plan: PlanRecord) -> Iterator[Case]:
    """Level targets without a time in tables whose other targets have one."""
    indicators = _indicators(plan)
    by_origin: defaultdict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        origin = indicators[row.indicator].origin
        if row.role == "target" and row.value is not None and origin in ("table", "criterion"):
            by_origin[row.document, origin].append(row)
    for rows in by_origin.values():
        undated = [row for row in rows if row.period is None and row.certainty != "ambiguous"]
        if _are_few(len(undated), len(rows)):
            for row in undated:
                yield Case(
                    told=f"none for {named(row.raw)}",
                    cause="year of a target",
                    readings=(reading(row),),
                )


def _are_few(odd: int, every: int) -> bool:
    """Whether some lack what most, and more than two, of their kind have."""
    return odd < every - odd and every - odd >= _CUSTOM


def _without_measure(plan: PlanRecord) -> Iterator[Case]:
    """Goals without any measure where most of their kind have one."""
    measured = {end for row in plan.indicators for end in (row.goal, row.element)}
    measured |= {link.to_id for link in plan.links if link.relation == "measures"}
    kinds: defaultdict[tuple[str, str | None], list[Goal]] = defaultdict(list)
    for row in plan.goals:
        if row.title is not None:
            kinds[row.kind, row.level].append(row)
    for rows in kinds.values():
        bare = [row for row in rows if row.id not in measured]
        if _are_few(len(bare), len(rows)):
            for row in bare:
                yield Case(
                    told=f"none for {named(row.title)}",
                    cause="goals without measure",
                    readings=(reading(row),),
                )


def _shares_of_one_total(plan: PlanRecord) -> Iterator[Case]:
    indicators = _indicators(plan)
    wanted: defaultdict[str, set[Way]] = defaultdict(set)
    for row in plan.measurements:
        if row.role == "target" and (way := _wanted(row, indicators[row.indicator])) is not None:
            wanted[row.indicator].add(way)
    for link in plan.links:
        both = [indicators.get(end) for end in (link.from_id, link.to_id)]
        one, other = both
        if link.relation != "shares_denominator" or one is None or other is None:
            continue
        if wanted[one.id] == wanted[other.id] and len(wanted[one.id]) == 1:
            yield Case(
                told=f"{named(one.name)} and {named(other.name)}",
                cause="shares of one total",
                readings=(reading(one), reading(other)),
            )


TARGET_RULES: Final = (
    Rule(
        code="MC382",
        severity="error",
        expected="a target to be better than the last value before it",
        remedy="Check which direction is better, and for what the values were collected.",
        cases=_weak_targets,
    ),
    Rule(
        code="MC383",
        severity="error",
        expected="the targets of a measure to go one way",
        remedy="Look up whether the targets of two years changed places.",
        cases=_opposite_targets,
    ),
    Rule(
        code="MC383",
        severity="error",
        expected="all words about the direction of a measure to name the same one",
        remedy="Look up which direction is meant.",
        cases=_opposite_directions,
    ),
    Rule(
        code="MC387",
        severity="info",
        expected="a base value for a target",
        remedy="Whether the target is reached cannot be judged from the plan alone.",
        cases=_without_base,
    ),
    Rule(
        code="MC310",
        severity="warning",
        expected="a year for each target of a table that dates its targets",
        remedy="Do not take the plan's own year for it.",
        cases=_without_year,
    ),
    Rule(
        code="MC311",
        severity="warning",
        expected="an indicator or criterion for each goal where most of its kind have one",
        remedy="Check whether the goal is followed up elsewhere.",
        cases=_without_measure,
    ),
    Rule(
        code="MC392",
        severity="warning",
        expected="values or targets for each measure of a table",
        remedy="Look for the values in another document of the plan.",
        cases=_without_values,
    ),
    Rule(
        code="MC393",
        severity="info",
        expected="shares of one total not all to go the same way",
        remedy="They can only do so at the cost of the total's other parts.",
        cases=_shares_of_one_total,
    ),
)
