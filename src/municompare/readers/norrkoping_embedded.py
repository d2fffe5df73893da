"""Indicators and values that the quantities of a section state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from municompare.model.elements import Activity, Indicator
from municompare.model.plan import Link, Note
from municompare.readers.norrkoping_measures import add_measurement
from municompare.readers.norrkoping_quantities import Quantity
from municompare.readers.norrkoping_text import Passage, Source

__all__ = ["add_indicators", "quantities_in", "with_quantity"]


def with_quantity(activity: Activity, quantities: Sequence[Quantity]) -> Activity:
    """Give the activity its quantity if it has exactly one, and that one is wanted."""
    valued = [q for q in quantities if q.value is not None and q.subgroup is None]
    if len(valued) != 1 or valued[0].role != "target" or valued[0].value_upper is not None:
        return activity
    return replace(activity, quantity=valued[0].value, unit=valued[0].unit)


def quantities_in(passage: Passage, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Those of a section's quantities that a part of it states."""
    first, last = passage.spans[0][0], passage.spans[-1][1]
    return tuple(q for q in quantities if first <= q.at.spans[0][0] < last)


def add_indicators(
    source: Source,
    activity: str | None,
    quantities: Sequence[Quantity],
    *,
    goal: str | None = None,
    stated_in: Mapping[str, Passage] | None = None,
) -> None:
    """Add an indicator for each measure, with its values.

    Parameters
    ----------
    source : Source
        The plan in the making.
    activity : str or None
        Id of the section's activity; None in a chapter that treats no goal.
    quantities : sequence of Quantity
        The section's quantities.
    goal : str or None
        The one goal or development area that the section serves.
    stated_in : mapping, optional
        Actions by their ids: without an activity of the section the one that states the measure
        is its element.
    """
    section = activity
    for group in _grouped(quantities):
        first = _naming(group)
        activity = section or _stating(first, stated_in or {})
        indicator = source.draft.id("indicator", first.name.text)
        unit = next((quantity for quantity in group if quantity.unit is not None), first)
        source.draft.add(
            Indicator(
                id=indicator,
                element=activity,
                element_basis="by_position" if activity else None,
                element_certainty="certain" if activity else None,
                goal=goal,
                origin="activity",
                name=first.name.text,
                unit=unit.unit,
                unit_raw=unit.unit_raw,
                unit_basis="cell" if unit.unit_raw else None,
                measure_type=first.measure,
                denominator=first.denominator,
                direction=first.direction,
                direction_basis="text" if first.direction else None,
                **source.printed(first.name),
            )
        )
        added = [(quantity, _add_value(source, indicator, quantity)) for quantity in group]
        _link_same_targets(source, added)


def _stating(quantity: Quantity, actions: Mapping[str, Passage]) -> str | None:
    """Id of the action whose words state a quantity."""
    return next((each for each, at in actions.items() if quantities_in(at, (quantity,))), None)


def _grouped(quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    """Quantities of one measure: the same unit for counts, else the same name.

    Two levels, or two changes, of one period and role cannot be one measure's.
    """
    groups: list[list[Quantity]] = []
    for quantity in quantities:
        for group in groups:
            if _measure(group[0]) == _measure(quantity) and all(
                _slot(other) != _slot(quantity) for other in group
            ):
                group.append(quantity)
                break
        else:
            groups.append([quantity])
    return groups


def _measure(quantity: Quantity) -> tuple[str, str | None]:
    if quantity.measure == "count" and quantity.unit is not None:
        return quantity.measure, quantity.unit
    return quantity.measure, quantity.name.text.casefold()


def _slot(quantity: Quantity) -> tuple[str | None, str, bool, str | None]:
    period = quantity.period.text if quantity.period else None
    return period, quantity.role, quantity.is_change, quantity.subgroup


def _naming(group: Sequence[Quantity]) -> Quantity:
    """The quantity whose words name the measure: a wanted level, else the first."""
    levels = [
        q
        for q in group
        if q.role == "target" and not q.is_change and q.value is not None and q.subgroup is None
    ]
    return (levels or list(group))[0]


def _add_value(source: Source, indicator: str, quantity: Quantity) -> str:
    wanted = quantity.role == "target"
    form = "change" if quantity.is_change else "level"
    identifier = add_measurement(
        source,
        indicator=indicator,
        role=quantity.role,
        period=quantity.period,
        at=quantity.at,
        period_raw=quantity.period_raw,
        subgroup=quantity.subgroup,
        value=quantity.value,
        value_upper=quantity.value_upper,
        unit=quantity.unit,
        comparator=quantity.comparator,
        comparator_basis="text",
        target_form=("direction" if quantity.value is None else form) if wanted else None,
        target_origin="own" if wanted else None,
        status="directional" if quantity.value is None else "reported",
        certainty=quantity.certainty,
    )
    if quantity.counted_how is not None:
        source.draft.add(
            Note(
                id=source.draft.attached_id("note", identifier),
                text=quantity.counted_how.text,
                element=identifier,
                **source.printed(quantity.counted_how),
            )
        )
    return identifier


def _link_same_targets(source: Source, added: Sequence[tuple[Quantity, str]]) -> None:
    """Link a wanted change to the wanted level of the same measure and period."""
    wanted = [(q, i) for q, i in added if q.role == "target" and q.value is not None]
    for change, change_id in wanted:
        for level, level_id in wanted:
            if change.is_change and not level.is_change and change.period == level.period:
                source.draft.add(
                    Link(
                        id=source.draft.attached_id("link", change_id, level_id),
                        from_id=change_id,
                        relation="same_target",
                        to_id=level_id,
                        basis="by_position",
                        **source.printed(level.at),
                    )
                )
