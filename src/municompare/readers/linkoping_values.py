"""The values of one indicator: its cells, the base values and targets that its name prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from municompare.model.elements import Direction, Indicator, Measurement
from municompare.model.quantity import Basis, Certainty, Comparator, Period, Role
from municompare.readers.draft import Draft
from municompare.readers.linkoping_cells import (
    WITHOUT_VALUE,
    form_of,
    printed_units,
    values_of,
    wanted_of,
    year_apart,
)
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_named import NamedFigures, contradictions
from municompare.readers.linkoping_names import (
    aggregation_forbidden,
    direction_of,
    measure_type_of,
    statistic_of,
    unit_in,
)
from municompare.readers.linkoping_notes import Footnote, Mark, marks_in
from municompare.readers.linkoping_table import AlignedRow, ValueColumn, subgroup_of
from municompare.text.cells import CellValue, strip_markers
from municompare.text.targets import Target, read_name_targets
from municompare.text.words import content_words
from municompare.units import resolve_unit

__all__ = ["IndicatorGroup", "ValueBook", "cell_measurement", "table_indicator"]

_IMPLIED: Final[dict[Direction | None, Comparator]] = {"decrease": "<=", "increase": ">="}


@dataclass(slots=True)
class IndicatorGroup:
    """The row of an indicator and those of its subgroups, with the goal that they hang on."""

    goal: str | None
    certainty: Certainty
    rows: list[AlignedRow]


@dataclass(frozen=True, slots=True)
class _Value:
    """One value of a cell with its place."""

    column: ValueColumn
    row: AlignedRow
    subgroup: str | None
    value: CellValue
    locator: str


class ValueBook:
    """Adds indicators with their values."""

    def __init__(self, draft: Draft, parts: Parts, faults: Faults) -> None:
        self._draft = draft
        self._parts = parts
        self._faults = faults

    def add(self, group: IndicatorGroup, footnotes: Sequence[Footnote]) -> list[Mark]:
        """Add an indicator and its values; give the footnote marks that they carry."""
        row = group.rows[0]
        name = strip_markers(row.indicator.text)[0]
        markers = marks_in(row.indicator.text)
        values = self._values(group)
        targets = read_name_targets(name, language="sv")
        texts = {footnote.marker: footnote.text for footnote in footnotes}
        indicator = self._indicator(
            group,
            name,
            values,
            targets,
            forbidden=any(
                aggregation_forbidden(texts.get(mark, ""))
                for mark in (*markers, *(value.value.marker for value in values))
                if mark is not None
            ),
        )
        self._draft.add(indicator)
        marks = [
            Mark(
                marker=marker,
                elements=(indicator.id,),
                text=row.indicator.text,
                locator=row.indicator.locator,
            )
            for marker in markers
        ]
        figures = NamedFigures(
            draft=self._draft,
            indicator=indicator,
            unit=_resolved(unit_in(name)),
            text=row.indicator.text,
            locate=lambda index: f"{row.indicator.locator}:c{index + 1}",
        )
        baselines = figures.baselines()
        columns = {str(v.column.period) for v in values if v.column.role == "target"}
        self._draft.add(*baselines, *figures.targets(targets, periods=columns))
        for base in baselines:
            if base.status == "undetermined":
                self._faults.oddity("MC207", base.raw, base.locator)
        cells: list[Measurement] = []
        for value in values:
            measurement = self._measurement(indicator, value, targets, unit=figures.unit)
            self._draft.add(measurement)
            if value.row is row:
                cells.append(measurement)
            if value.value.marker is not None:
                marks.append(
                    Mark(
                        marker=value.value.marker,
                        elements=(measurement.id,),
                        text=measurement.raw or "",
                        locator=value.locator,
                    )
                )
        readings = contradictions(indicator, baselines=baselines, cells=cells, targets=targets)
        if readings:
            self._draft.issue(
                "MC336",
                "error",
                f"expected the figures in the name {name[:80]!r} and those of its cells to agree, "
                "found that they differ.",
                cause=name,
                remedy="Look up in the original document which of them holds.",
                readings=readings,
            )
        return marks

    def _values(self, group: IndicatorGroup) -> list[_Value]:
        found = []
        name = group.rows[0].indicator.text
        for number, row in enumerate(group.rows):
            label = row.indicator.text if number else None
            for column, cell in row.values:
                read = values_of(cell.text, name, target=column.role == "target")
                others = {str(other.period) for other, _ in row.values if other is not column}
                dated = year_apart(cell.text, name) if column.role == "observed" else None
                if dated is not None and str(dated[0]) not in others:
                    column = replace(column, period=dated[0], period_raw=str(dated[0]))
                    read = (dated[1],)
                position = 0
                for value in read:
                    subgroup = ", ".join(filter(None, (label, value.label)))
                    locator = cell.locator
                    if len(read) > 1 and value.raw is not None:
                        position = cell.text.find(value.raw, position)
                        locator = f"{cell.locator}:c{position + 1}"
                    found.append(
                        _Value(
                            column=column,
                            row=row,
                            subgroup=subgroup_of(subgroup) if subgroup else None,
                            value=value,
                            locator=locator,
                        )
                    )
                    if value.status == "undetermined":
                        self._faults.oddity("MC207", value.raw, locator)
        return found

    def _indicator(
        self,
        group: IndicatorGroup,
        name: str,
        values: Sequence[_Value],
        targets: Sequence[Target],
        *,
        forbidden: bool,
    ) -> Indicator:
        row = group.rows[0]
        indicator = table_indicator(
            self._draft,
            name,
            cells=[(value.column.role, value.value) for value in values],
            toward=wanted_of(
                (value.subgroup, value.value) for value in values if value.column.role == "target"
            ),
            targets=targets,
            goal=group.goal,
            certainty=group.certainty,
            forbidden=forbidden,
            document=self._parts.at(row.line),
            locator=row.indicator.locator,
        )
        if indicator.unit_raw and indicator.unit is None:
            self._faults.oddity("MC337", indicator.unit_raw, row.indicator.locator)
        return indicator

    def _measurement(
        self,
        indicator: Indicator,
        value: _Value,
        targets: Sequence[Target],
        *,
        unit: str | None,
    ) -> Measurement:
        return cell_measurement(
            self._draft,
            indicator,
            value.value,
            role=value.column.role,
            period=value.column.period,
            period_raw=value.column.period_raw,
            subgroup=value.subgroup,
            targets=targets,
            unit=unit,
            certainty="probable" if value.row.shifted else "certain",
            document=self._parts.at(value.row.line),
            locator=value.locator,
        )


def table_indicator(
    draft: Draft,
    name: str,
    *,
    cells: Sequence[tuple[Role, CellValue]],
    toward: Sequence[Comparator] | None = None,
    targets: Sequence[Target],
    goal: str | None,
    certainty: Certainty,
    forbidden: bool,
    document: str,
    locator: str,
) -> Indicator:
    """Make the row of an indicator of a table.

    Parameters
    ----------
    draft : Draft
        The plan, which gives the id.
    name : str
        Its name, without footnote marks.
    cells : sequence of (Role, CellValue)
        What its cells hold.
    toward : sequence of Comparator or None
        What the cells that speak for the whole want; None where all cells do.
    targets : sequence of Target
        The targets that its name states.
    goal : str or None
        Id of the goal that it hangs on, if there is one.
    certainty : Certainty
        How sure that is.
    forbidden : bool
        Whether a footnote says that its figures must not be compared with each other.
    document, locator : str
        Where it stands.
    """
    unit_raw: str | None = unit_in(name)
    basis: Literal["cell", "name"] = "name"
    printed = {_resolved(raw): raw for raw in printed_units(cells)}
    if len(printed) == 1:
        unit_raw, basis = next(iter(printed.values())), "cell"
    unit = _resolved(unit_raw)
    if toward is None:
        toward = [cell.comparator for role, cell in cells if role == "target"]
    direction, direction_basis = direction_of(name, targets=targets, cells=toward)
    if direction is None:
        direction, direction_basis = _direction_of_goal(draft, goal, name)
    return Indicator(
        id=draft.id("indicator", name),
        element=goal,
        element_basis="by_position" if goal else None,
        element_certainty=certainty if goal else None,
        goal=goal,
        origin="table",
        name=name,
        unit=unit,
        unit_raw=unit_raw,
        unit_basis=basis if unit_raw else None,
        measure_type=measure_type_of(name, unit=unit, statuses=[cell.status for _, cell in cells]),
        statistic=statistic_of(name),
        direction=direction,
        direction_basis=direction_basis,
        aggregation="forbidden" if forbidden else "unknown",
        document=document,
        locator=locator,
    )


def _direction_of_goal(
    draft: Draft, goal: str | None, name: str
) -> tuple[Direction | None, Basis | None]:
    """Direction that the goal's own title states for what the indicator counts."""
    counted = content_words(name, language="sv")[:2]
    for other in draft.rows("indicators"):
        of_goal = goal is not None and other.goal == goal and other.origin == "goal"
        if of_goal and content_words(other.name, language="sv")[:2] == counted:
            return other.direction, "text"
    return None, None


def cell_measurement(
    draft: Draft,
    indicator: Indicator,
    cell: CellValue,
    *,
    role: Role,
    period: Period,
    period_raw: str | None,
    subgroup: str | None,
    targets: Sequence[Target],
    unit: str | None,
    certainty: Certainty,
    document: str,
    locator: str,
) -> Measurement:
    """Make the row of one value of a table's cell.

    Parameters
    ----------
    draft : Draft
        The plan, which gives the id.
    indicator : Indicator
        The indicator.
    cell : CellValue
        The value.
    role : Role
        What its column holds.
    period : Period
        The period, and ``period_raw`` as printed.
    subgroup : str or None
        The subgroup.
    targets : sequence of Target
        The targets that the indicator's name states.
    unit : str or None
        The unit that its name states.
    certainty : Certainty
        How sure row and column are.
    document, locator : str
        Where it stands.
    """
    comparator: Comparator | None = None if cell.status in WITHOUT_VALUE else cell.comparator
    basis: Basis | None = "cell" if comparator is not None else None
    if role == "target" and cell.status == "reported" and comparator == "=":
        stated = _for_period(targets, period)
        if stated is not None and stated.target_form == "level" and stated.comparator != "=":
            comparator, basis = stated.comparator, "name"
    implied = cell.comparator_implied
    if role == "target" and comparator == "=":
        implied = implied or _IMPLIED.get(indicator.direction)
    if cell.unit_raw is not None:
        unit = _resolved(cell.unit_raw)
    return Measurement(
        id=draft.measurement_id(
            indicator=indicator.id,
            period=str(period),
            role=role,
            subgroup=subgroup,
            document=document,
        ),
        indicator=indicator.id,
        period=str(period),
        period_start=period.start.isoformat(),
        period_end=period.end.isoformat(),
        period_raw=period_raw,
        role=role,
        subgroup=subgroup,
        value=cell.value,
        value_upper=cell.value_upper,
        unit=unit if cell.value is not None else None,
        comparator=comparator,
        comparator_basis=basis,
        comparator_implied=implied,
        reference=cell.reference,
        target_form=form_of(cell) if role == "target" else None,
        target_origin="own" if role == "target" else None,
        status=cell.status,
        certainty=certainty,
        raw=cell.raw,
        document=document,
        locator=locator,
    )


def _resolved(raw: str | None) -> str | None:
    return resolve_unit(raw, country="SE") if raw else None


def _for_period(targets: Sequence[Target], period: Period) -> Target | None:
    """The target with a figure that the name states for a column's period."""
    found = [t for t in targets if t.value is not None and str(t.period) == str(period)]
    return found[0] if len(found) == 1 else None
