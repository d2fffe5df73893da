"""Figures that an indicator's name prints: base values and targets, and whether cells agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.errors import Reading
from municompare.model.elements import Indicator, Measurement
from municompare.readers.draft import Draft
from municompare.readers.linkoping_table import subgroup_of
from municompare.text.cells import BaseValue, read_base_value
from municompare.text.targets import Target
from municompare.units import resolve_unit

__all__ = ["NamedFigures", "contradictions"]

_FIGURE: Final = r"[-−–]?\d+(?: \d{3})*(?:,\d+)?(?: ?%)?"
_OPPOSITE: Final = {
    ("increase", "decrease"),
    ("increase", "not_increase"),
    ("decrease", "increase"),
    ("decrease", "not_decrease"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFigures:
    """Reads the figures of one indicator's name into measurements.

    Parameters
    ----------
    draft : Draft
        The plan, which gives the ids.
    indicator : Indicator
        The indicator.
    unit : str or None
        The unit that its name states.
    text : str
        The name as printed.
    locate : callable
        Gives the locator of a character of the name, by its index.
    """

    draft: Draft
    indicator: Indicator
    unit: str | None
    text: str
    locate: Callable[[int], str]

    def baselines(self) -> tuple[Measurement, ...]:
        """Base value of the name, its parts, or the mark that it is missing."""
        base = read_base_value(self.text, language="sv")
        if base is None:
            return ()
        found = [self._baseline(base)]
        after = self._total_place(base) + 1
        for label, value in base.parts:
            word = re.escape(label)
            match = re.compile(rf"{_FIGURE} (?:(?:till|i) )?{word}\b|\b{word}:? {_FIGURE}").search(
                self.text, after
            )
            found.append(
                self._row(
                    base=base,
                    subgroup=subgroup_of(label),
                    value=value,
                    unit=self.unit,
                    raw=match[0] if match else base.raw,
                    place=match.start() if match else base.start,
                )
            )
            after = match.end() if match else after
        return tuple(found)

    def _total_place(self, base: BaseValue) -> int:
        if base.number is None:
            return base.start
        text = self.text
        year = re.compile(r"\d{4}").search(text, base.start) if base.period else None
        figure = re.compile(rf"(?<![\w,.]){re.escape(base.number.raw)}(?!\w)")
        match = figure.search(text, year.end() if year else base.start)
        return match.start() if match else base.start

    def _baseline(self, base: BaseValue) -> Measurement:
        number = base.number
        own = resolve_unit(number.unit_raw, country="SE") if number and number.unit_raw else None
        return self._row(
            base=base,
            subgroup=None,
            value=number.value if number else None,
            unit=own or self.unit,
            raw=number.raw if number else base.raw,
            place=self._total_place(base),
        )

    def _row(
        self,
        *,
        base: BaseValue,
        subgroup: str | None,
        value: float | None,
        unit: str | None,
        raw: str,
        place: int,
    ) -> Measurement:
        period = str(base.period) if base.period else None
        comparator = base.number.comparator if base.number else None
        return Measurement(
            id=self.draft.measurement_id(
                indicator=self.indicator.id,
                period=period,
                role="baseline",
                subgroup=subgroup,
                document=self.indicator.document,
            ),
            indicator=self.indicator.id,
            period=period,
            period_start=base.period.start.isoformat() if base.period else None,
            period_end=base.period.end.isoformat() if base.period else None,
            period_raw=period,
            role="baseline",
            subgroup=subgroup,
            value=value,
            value_upper=base.number.value_upper if base.number and subgroup is None else None,
            unit=unit if value is not None else None,
            comparator=comparator,
            comparator_basis="name" if comparator else None,
            status=base.status,
            raw=raw,
            document=self.indicator.document,
            locator=self.locate(place),
        )

    def targets(
        self, targets: Iterable[Target], *, periods: Iterable[str]
    ) -> tuple[Measurement, ...]:
        """Targets with a figure that no column of the table holds.

        They are for periods without a column, or changes, which are another statement than the
        level in the cell.
        """
        known = set(periods)
        return tuple(
            self._target(target)
            for target in targets
            if target.value is not None
            and (str(target.period) not in known or target.target_form != "level")
        )

    def _target(self, target: Target) -> Measurement:
        period = str(target.period) if target.period else None
        unit = resolve_unit(target.unit_raw, country="SE") if target.unit_raw else self.unit
        return Measurement(
            id=self.draft.measurement_id(
                indicator=self.indicator.id,
                period=period,
                role="target",
                subgroup=None,
                document=self.indicator.document,
            ),
            indicator=self.indicator.id,
            period=period,
            period_start=target.period.start.isoformat() if target.period else None,
            period_end=target.period.end.isoformat() if target.period else None,
            period_raw=target.period_raw,
            role="target",
            value=target.value,
            value_upper=target.value_upper,
            unit=unit,
            comparator=target.comparator,
            comparator_basis="name",
            base_period=str(target.base_period) if target.base_period else None,
            reference=target.reference,
            target_form=target.target_form,
            target_origin="own",
            status=target.status,
            raw=target.raw,
            document=self.indicator.document,
            locator=self.locate(target.start),
        )


def contradictions(
    indicator: Indicator,
    *,
    baselines: Sequence[Measurement],
    cells: Sequence[Measurement],
    targets: Sequence[Target],
) -> tuple[Reading, ...]:
    """Places where the figures of the name and those of its own row's cells differ.

    A base value must equal the cell of its year, or the sum of its parts where the cell or the
    name prints parts of a count; a target of the name must equal the cell of its year; a
    direction of the name must not be the opposite of a cell's.
    """
    readings: list[Reading] = []

    def differ(*rows: Measurement) -> None:
        readings.extend(
            Reading(text=row.raw, document=row.document, locator=row.locator) for row in rows
        )

    total = next((row for row in baselines if row.subgroup is None), None)
    parts = {row.subgroup: row for row in baselines if row.subgroup is not None}
    if total is not None and total.value is not None:
        if parts and _sum(parts.values()) != total.value:
            differ(total, *parts.values())
        observed = [
            row
            for row in cells
            if row.role == "observed" and row.period == total.period and row.value is not None
        ]
        whole = [row for row in observed if row.subgroup is None]
        labelled = [row for row in observed if row.subgroup is not None]
        if whole and whole[0].value != total.value:
            differ(total, whole[0])
        if labelled and not whole:
            if (parts or indicator.measure_type == "count") and _sum(labelled) != total.value:
                differ(total, *labelled)
            for row in labelled:
                if row.subgroup in parts and parts[row.subgroup].value != row.value:
                    differ(parts[row.subgroup], row)
    for target in targets:
        stated = Reading(text=target.raw, document=indicator.document, locator=indicator.locator)
        for row in cells:
            if row.role != "target" or row.subgroup is not None:
                continue
            same = row.period == str(target.period)
            opposite = (target.comparator, row.comparator) in _OPPOSITE
            if opposite or (
                same
                and None not in (target.value, row.value)
                and target.target_form == row.target_form
                and target.value != row.value
            ):
                readings.append(stated)
                differ(row)
    return tuple(dict.fromkeys(readings))


def _sum(rows: Iterable[Measurement]) -> float:
    return round(sum(row.value or 0.0 for row in rows), 6)
