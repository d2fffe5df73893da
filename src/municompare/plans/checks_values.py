"""Values that cannot all hold: totals and subgroups, sums, units, shares, what is printed twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from municompare.errors import MunicompareError, Reading
from municompare.model.elements import Indicator, Measurement
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import (
    Case,
    Rule,
    is_level,
    named,
    period_of,
    place_of,
    place_order,
    precision,
    reading,
)
from municompare.text.words import fold
from municompare.units import convert

__all__ = ["VALUE_RULES"]

_BETWEEN: Final = ("share", "ratio", "duration", "index")
"""Types of measure whose total lies between women and men."""
_POINT: Final = re.compile(r"\d+(?P<mark>[.,])\d{1,2}(?: ?%)?")
_ROUNDING: Final = 1e-9
"""What sums of floating-point numbers may be off by."""
_LEAST_CELLS: Final = 2
"""Values of each group from which a table has a row of them."""
_PEOPLE: Final = ("person", "participant", "person_year")
"""Units of which everyone counted is a woman or a man; a household is neither."""


def _indicators(plan: PlanRecord) -> dict[str, Indicator]:
    return {indicator.id: indicator for indicator in plan.indicators}


def _groups(
    plan: PlanRecord,
) -> Iterator[tuple[Indicator, Measurement, dict[str, Measurement]]]:
    """Each sure total with the sure values of its subgroups: same period, role and document."""
    indicators = _indicators(plan)
    cells: defaultdict[tuple[object, ...], defaultdict[str | None, list[Measurement]]]
    cells = defaultdict(lambda: defaultdict(list))
    for row in plan.measurements:
        if is_level(row) and row.comparator == "=":
            key = (row.indicator, row.period, row.role, row.document, row.unit)
            cells[key][row.subgroup].append(row)
    for by_subgroup in cells.values():
        # with two values for one of them, which one counts is what another rule asks
        if all(len(rows) == 1 for rows in by_subgroup.values()) and None in by_subgroup:
            [total] = by_subgroup[None]
            parts = {name: rows[0] for name, rows in by_subgroup.items() if name is not None}
            yield indicators[total.indicator], total, parts


def _value(row: Measurement) -> float:
    assert row.value is not None, "levels have values"
    return row.value


def _of(row: Measurement) -> str:
    return f"{row.raw} ({row.subgroup})" if row.subgroup else f"{row.raw}"


def _outside_subgroups(plan: PlanRecord) -> Iterator[Case]:
    for indicator, total, parts in _groups(plan):
        if indicator.measure_type not in _BETWEEN or indicator.statistic == "composition":
            continue
        if not {"women", "men"} <= set(parts):
            continue
        low, high = sorted((parts["women"], parts["men"]), key=_value)
        slack = precision(total) + _ROUNDING
        if abs(_value(low) + _value(high) - _value(total)) <= slack + 2 * precision(low):
            continue  # parts of one whole, not two levels
        lowest = _value(low) - precision(low) - slack
        highest = _value(high) + precision(high) + slack
        if lowest <= _value(total) <= highest:
            continue
        yield Case(
            told=f"{total.raw} for {named(indicator.name)} in {total.period} with "
            f"{_of(low)} and {_of(high)}",
            cause=indicator.name,
            readings=tuple(map(reading, (total, parts["women"], parts["men"]))),
        )


def _beyond_subgroups(plan: PlanRecord) -> Iterator[Case]:
    """Totals that lie between no values for women and men of their table.

    Where a cell of both groups is missing, the range of the totals may have told which: then the
    odd total is either right, and the gap stands there, or it is what is wrong.
    """
    rows: defaultdict[tuple[str, str, str | None], list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        if row.value is not None and row.comparator == "=" and row.certainty != "ambiguous":
            rows[row.indicator, row.document, row.unit].append(row)
    indicators = _indicators(plan)
    for (identifier, _, _), known in rows.items():
        parts = [row for row in known if row.subgroup in ("women", "men")]
        if indicators[identifier].measure_type not in _BETWEEN or len(parts) < 2 * _LEAST_CELLS:
            continue
        if all(row.certainty == "certain" for row in parts):
            continue
        low, high = min(parts, key=_value), max(parts, key=_value)
        for total in known:
            slack = precision(total) + _ROUNDING
            beside = any((p.period, p.role) == (total.period, total.role) for p in parts)
            lowest = _value(low) - precision(low) - slack
            highest = _value(high) + precision(high) + slack
            if total.subgroup is not None or beside or lowest <= _value(total) <= highest:
                continue
            yield Case(
                told=f"{total.raw} for {named(indicators[identifier].name)} in {total.period}, "
                f"outside all values for women and men ({low.raw} to {high.raw})",
                cause=indicators[identifier].name,
                readings=tuple(map(reading, (total, *parts))),
            )


def _wrong_sums(plan: PlanRecord) -> Iterator[Case]:
    for indicator, total, parts in _groups(plan):
        if indicator.measure_type != "count" or len(parts) < 2:
            continue
        everyone = set(parts) == {"women", "men"} and total.unit in _PEOPLE
        if not everyone and not _itemised(total, list(parts.values())):
            continue
        rows = list(parts.values())
        counted = indicator.statistic != "average"
        slack = sum(precision(row, counted=counted) for row in (total, *rows))
        if abs(sum(map(_value, rows)) - _value(total)) > slack + _ROUNDING:
            yield Case(
                told=f"{total.raw} for {named(indicator.name)} in {total.period}, of which "
                + " and ".join(sorted(map(_of, rows))),
                cause=indicator.name,
                readings=tuple(map(reading, (total, *rows))),
            )


def _itemised(total: Measurement, parts: Sequence[Measurement]) -> bool:
    """Whether the parts are printed behind the total in one cell, as what it consists of."""
    found = [place_of(row.locator) for row in (total, *parts)]
    places = [place for place in found if place and place.cell and place.char]
    if len(places) < len(found) or len({(p.page, p.line, p.cell) for p in places}) > 1:
        return False
    first, *others = (place.char or 0 for place in places)
    return all(char > first for char in others)


def _changes_beside_levels(plan: PlanRecord) -> Iterator[Case]:
    by_subject: defaultdict[tuple[object, ...], list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        if row.value is not None and row.value_upper is None and row.certainty != "ambiguous":
            by_subject[row.indicator, row.subgroup, row.document, row.unit].append(row)
    indicators = _indicators(plan)
    for rows in by_subject.values():
        changes = [r for r in rows if r.role == "target" and r.comparator == "change_by"]
        for change in changes:
            levels = [
                row
                for row in rows
                if row.role == "target" and row.comparator == "=" and row.period == change.period
                if row.target_form not in ("change", "relative")
            ]
            bases = _bases(rows, change)
            if len(levels) != 1 or not bases:
                continue
            [level], base = levels, bases[-1]
            slack = sum(precision(row, counted=True) for row in (base, change, level))
            if abs(_value(base) + _value(change) - _value(level)) > slack + _ROUNDING:
                name = indicators[level.indicator].name
                yield Case(
                    told=f"{level.value:g} for {named(name)} in {level.period}, with "
                    f"{base.value:g} in {base.period} and a change of {change.value:+g}",
                    cause=f"level and change {name}",
                    readings=tuple(map(reading, (base, change, level))),
                )


def _bases(rows: Sequence[Measurement], change: Measurement) -> list[Measurement]:
    """Values that a change may start from: of its base period, else the latest before it."""
    wanted = period_of(change.period)
    if wanted is None:
        return []
    known = [
        (period.end, row.id, row)
        for row in rows
        if row.role != "target" and row.comparator == "="
        if (period := period_of(row.period)) is not None
        if row.period == change.base_period
        or (change.base_period is None and period.end < wanted.start)
    ]
    return [row for _, _, row in sorted(known, key=lambda entry: entry[:2])]


def _two_values(plan: PlanRecord) -> Iterator[Case]:
    indicators = _indicators(plan)
    same: defaultdict[tuple[object, ...], list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        if row.value is None or row.certainty == "ambiguous" or row.period is None:
            continue
        if row.comparator in ("=", "<", "<=", ">", ">=") and row.target_form in (None, "level"):
            role = "target" if row.role == "target" else "observed"
            key = (row.indicator, row.period, role, row.subgroup, row.document, row.reference)
            same[key].append(row)
    for rows in same.values():
        values = {(row.value, row.value_upper) for row in rows}
        units = {row.unit for row in rows if row.unit is not None}
        if len(values) > 1 and len(units) < 2:
            name = indicators[rows[0].indicator].name
            found = " and ".join(sorted({str(row.raw) for row in rows}))
            of = f" ({rows[0].subgroup})" if rows[0].subgroup else ""
            yield Case(
                told=f"{found} for {named(name)}{of} in {rows[0].period}",
                cause=name,
                readings=tuple(map(reading, rows)),
            )


def _other_units(plan: PlanRecord) -> Iterator[Case]:
    indicators = _indicators(plan)
    used: defaultdict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        if row.unit is not None and is_level(row):
            used[row.indicator, row.document].append(row)
    for (identifier, _), rows in used.items():
        units = sorted({str(row.unit) for row in rows})
        people = all(unit in _PEOPLE for unit in units)
        if len(units) < 2 or (not people and _convertible(units)):
            continue
        firsts = [
            min((r for r in rows if r.unit == unit), key=lambda r: (place_order(reading(r)), r.id))
            for unit in units
        ]
        name = indicators[identifier].name
        yield Case(
            told=f"{' and '.join(units)} for {named(name)}",
            cause=name,
            readings=tuple(map(reading, firsts)),
            severity="info" if people else None,
        )


def _convertible(units: Sequence[str]) -> bool:
    try:
        for unit in units[1:]:
            convert(1.0, from_unit=unit, to_unit=units[0])
    except MunicompareError:
        return False
    return True


def _impossible_shares(plan: PlanRecord) -> Iterator[Case]:
    indicators = _indicators(plan)
    for row in plan.measurements:
        indicator = indicators[row.indicator]
        ends = [end for end in (row.value, row.value_upper) if end is not None]
        if row.unit != "percent" or row.target_form in ("change", "relative") or not ends:
            continue
        if row.comparator not in ("=", "<", "<=", ">", ">=") or row.certainty == "ambiguous":
            continue
        if not _is_part_of_a_whole(indicator) or all(0 <= end <= 100 for end in ends):
            continue
        yield Case(
            told=f"{row.raw} for {named(indicator.name)}",
            cause=indicator.name,
            readings=(reading(row),),
        )


def _decimal_marks(plan: PlanRecord) -> Iterator[Case]:
    points: set[tuple[str, Reading]] = set()
    commas: set[tuple[str, Reading]] = set()
    for row in plan.measurements:
        if row.value is not None and (found := _POINT.fullmatch(row.raw or "")):
            (points if found["mark"] == "." else commas).add((row.document, reading(row)))
    for document in {document for document, _ in points} & {document for document, _ in commas}:
        odd = [place for where, place in points if where == document]
        if len(odd) < sum(where == document for where, _ in commas):
            yield Case(
                told=", ".join(sorted({str(place.text) for place in odd})),
                cause="decimal marks",
                readings=tuple(odd),
            )


def _is_part_of_a_whole(indicator: Indicator) -> bool:
    """Whether a measure is a share by its own words: a deviation in per cent is none."""
    if indicator.measure_type != "share":
        return False
    return indicator.denominator is not None or "andel" in fold(indicator.name)


VALUE_RULES: Final = (
    Rule(
        code="MC341",
        severity="error",
        expected="a total to be the sum of the parts that are printed with it",
        remedy="Look the figures up in their source; none of them is changed.",
        cases=_wrong_sums,
        also=("MC336",),
    ),
    Rule(
        code="MC341",
        severity="error",
        expected="a target's level to be its base value and the printed change together",
        remedy="Look up which of the three figures is meant otherwise.",
        cases=_changes_beside_levels,
        also=("MC336",),
    ),
    Rule(
        code="MC380",
        severity="error",
        expected="a total to lie between the values for women and men",
        remedy="Look the figures up in their source; one may stand in another row or column.",
        cases=_outside_subgroups,
    ),
    Rule(
        code="MC380",
        severity="error",
        expected="a total to lie between some values for women and men",
        remedy="Look the figure up in its source: it is wrong, or a cell of both groups is missing "
        "beside it.",
        cases=_beyond_subgroups,
    ),
    Rule(
        code="MC381",
        severity="error",
        expected="one value for a measure, period and group in a document",
        remedy="Look up which of the values holds; all are kept.",
        cases=_two_values,
        also=("MC336", "MC342"),
    ),
    Rule(
        code="MC384",
        severity="error",
        expected="all values of a measure to be in one unit",
        remedy="Do not compare the values before you know that they count the same.",
        cases=_other_units,
        also=("MC347",),
    ),
    Rule(
        code="MC385",
        severity="error",
        expected="a share to be between 0 and 100 per cent",
        remedy="Look up the figure and its unit.",
        cases=_impossible_shares,
    ),
    Rule(
        code="MC312",
        severity="info",
        expected="one decimal mark in the values of a document",
        remedy="Check that the point parts decimals, not thousands.",
        cases=_decimal_marks,
    ),
)
