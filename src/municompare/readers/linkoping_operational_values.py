"""Indicators and values of an operational plan's table as rows, with the notes they carry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from municompare.errors import Reading, Severity
from municompare.model.elements import Indicator, Measurement
from municompare.model.plan import Note
from municompare.model.quantity import Period, Role
from municompare.readers.linkoping_named import NamedFigures, contradictions
from municompare.readers.linkoping_names import aggregation_forbidden, unit_in
from municompare.readers.linkoping_notes import marks_in
from municompare.readers.linkoping_operational_columns import Cell, Column, Placed, place_rows
from municompare.readers.linkoping_operational_places import Hold
from municompare.readers.linkoping_operational_rows import Row
from municompare.readers.linkoping_operational_table import Footnote
from municompare.readers.linkoping_operational_wordings import Places
from municompare.readers.linkoping_table import subgroup_of
from municompare.readers.linkoping_values import cell_measurement, table_indicator
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.cells import CellValue, read_base_value, read_cell, strip_markers
from municompare.text.targets import Target, read_name_targets
from municompare.units import resolve_unit

__all__ = ["ValueWriter"]

_NOTHING: Final = re.compile(r"^[±] ?(?=0(?![.,]?\d*[1-9]))")
"""The sign before nothing: "± 0" is 0."""
_PER: Final = re.compile(r"\bper (?!månad|år|dag|dygn|vecka|kvartal|tertial|termin)\w")
_TERTIALS: Final = {"1": ("01", "04"), "2": ("05", "08"), "3": ("09", "12")}
_PARTS: Final = {
    "t": _TERTIALS,
    "q": {"1": ("01", "03"), "2": ("04", "06"), "3": ("07", "09"), "4": ("10", "12")},
    "h": {"1": ("01", "06"), "2": ("07", "12")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """One value of a cell, where its cell may stand, and of which subgroup it is."""

    placed: Placed
    value: CellValue
    subgroup: str | None
    at: Passage
    role: Role
    period: Period
    period_raw: str | None


class ValueWriter:
    """Adds the indicators of a table with their values, and what is unclear about them.

    Parameters
    ----------
    source : Source
        The plan in the making and its document.
    columns : sequence of Column
        The table's columns.
    footnotes : sequence of Footnote
        The footnotes below it.
    """

    def __init__(
        self, source: Source, *, columns: Sequence[Column], footnotes: Sequence[Footnote]
    ) -> None:
        self._source = source
        self._columns = columns
        self._footnotes = {note.marker: note for note in footnotes}
        self._used: set[str] = set()
        self._unclear: list[tuple[str, _Value]] = []
        self._ruled: list[Reading] = []
        self._unmarked: list[Reading] = []
        self._unknown_units: list[Reading] = []
        self._unreadable: list[Reading] = []

    def add(self, row: Row, hold: Hold, goals: dict[int, str]) -> Indicator:
        """Add an indicator and its values."""
        whole = row.passage
        name, _ = strip_markers(whole.text)
        targets = read_name_targets(name, language="sv")
        values = list(self._values(row, name, targets))
        marks = (*marks_in(whole.text), *(mark for v in values for mark in _marks(v)))
        texts = [self._footnotes[mark].passage.text for mark in marks if mark in self._footnotes]
        indicator = table_indicator(
            self._source.draft,
            name,
            cells=[(value.role, value.value) for value in values],
            targets=targets,
            goal=goals[hold.candidates[0].place] if hold.candidates else None,
            certainty=hold.certainty,
            forbidden=any(map(aggregation_forbidden, texts)),
            document=self._source.document_id,
            locator=str(whole.locator),
        )
        self._source.draft.add(indicator)
        if indicator.unit_raw and indicator.unit is None:
            self._unknown_units.append(self._reading(indicator.unit_raw, indicator.locator))
        self._note(marks_in(whole.text), indicator.id, whole)
        unit = unit_in(name)
        places = Places(whole)
        figures = NamedFigures(
            draft=self._source.draft,
            indicator=indicator,
            unit=resolve_unit(unit, country="SE") if unit else None,
            text=whole.text,
            locate=places.locate,
        )
        baselines = places.settled(figures.baselines())
        years = {str(column.period) for column in self._columns if column.role == "target"}
        stated = figures.targets(targets, periods=years)
        self._source.draft.add(*baselines, *places.settled(stated))
        cells = [self._add_value(indicator, value, targets, figures.unit) for value in values]
        own = [
            cell
            for cell, value in zip(cells, values, strict=True)
            if value.subgroup == value.value.label and cell.certainty != "ambiguous"
        ]
        self._compare(indicator, baselines, own, targets)
        return indicator

    def _values(self, row: Row, name: str, targets: Sequence[Target]) -> Iterator[_Value]:
        placed = place_rows(
            row.cells,
            [group.cells for group in row.groups],
            columns=self._columns,
            named=self._named(name, targets),
            counted=name.lower().startswith("antal") and _PER.search(name) is None,
        )
        labels = [None, *(group.label.text for group in row.groups)]
        for label, cells in zip(labels, placed, strict=True):
            for cell in cells:
                yield from self._of_cell(cell, label)

    def _named(self, name: str, targets: Sequence[Target]) -> dict[int, set[float]]:
        """Values that the name states for a column: a base value, targets."""
        stated: list[tuple[Role, str, float]] = [
            ("target", str(target.period), target.value)
            for target in targets
            if target.value is not None and target.target_form == "level"
        ]
        base = read_base_value(name, language="sv")
        if base is not None and base.number is not None and base.period is not None:
            stated.append(("observed", str(base.period), base.number.value))
        named: defaultdict[int, set[float]] = defaultdict(set)
        for index, column in enumerate(self._columns):
            for role, period, value in stated:
                if (role, period) == (column.role, str(column.period)):
                    named[index].add(value)
        return named

    def _of_cell(self, placed: Placed, label: str | None) -> Iterator[_Value]:
        """The values of a cell: a number whose digits are parted by spaces is one."""
        cell = placed.cell
        if cell.kind == "number":
            pieces = [(cell.figures[0].start, cell.figures[-1].end)]
        else:
            pieces = [(figure.start, figure.end) for figure in cell.figures]
        role, period, period_raw = self._when(placed)
        for start, end in pieces:
            at = self._source.transcript.passage((start, end))
            text = _without_qualifier(at.text, cell)
            read = read_cell(_NOTHING.sub("", text), language="sv").values
            if cell.doubtful:
                read = (CellValue(status="undetermined", raw=at.text),)
            position = 0
            for value in read:
                part = at
                if len(read) > 1 and value.raw is not None:
                    position = at.text.find(value.raw, position)
                    part = at.part(position, position + len(value.raw))
                subgroup = ", ".join(filter(None, (label, value.label)))
                yield _Value(
                    placed=placed,
                    value=replace(value, raw=part.text),
                    subgroup=subgroup_of(subgroup) if subgroup else None,
                    at=part,
                    role=role,
                    period=period,
                    period_raw=period_raw,
                )

    def _when(self, placed: Placed) -> tuple[Role, Period, str | None]:
        """Role and period: those of the column, or one of several periods."""
        columns = [self._columns[index] for index in placed.columns]
        if len(columns) > 1:
            years = ",".join(dict.fromkeys(str(column.period) for column in columns))
            one_of = f"[{years}]" if "," in years else years
            return columns[0].role, Period.parse(one_of), None
        qualifier = placed.cell.qualifier
        period = _part_of(columns[0].period, qualifier) if qualifier else None
        if period is not None:
            return columns[0].role, period, qualifier
        return columns[0].role, columns[0].period, columns[0].period_raw

    def _add_value(
        self, indicator: Indicator, value: _Value, targets: Sequence[Target], unit: str | None
    ) -> Measurement:
        row = cell_measurement(
            self._source.draft,
            indicator,
            value.value,
            role=value.role,
            period=value.period,
            period_raw=value.period_raw,
            subgroup=value.subgroup,
            targets=targets,
            unit=unit,
            certainty=value.placed.certainty,
            document=self._source.document_id,
            locator=str(value.at.locator),
        )
        self._source.draft.add(row)
        if row.certainty == "ambiguous":
            self._unclear.append((indicator.name, value))
        elif row.certainty == "probable":
            self._ruled.append(self._source.reading(value.at))
        if row.status == "undetermined":
            self._unreadable.append(self._source.reading(value.at))
        self._note(_marks(value), row.id, value.at)
        return row

    def _note(self, marks: Sequence[str], element: str, at: Passage) -> None:
        for mark in marks:
            footnote = self._footnotes.get(mark)
            if footnote is None:
                self._unmarked.append(self._source.reading(at))
                continue
            self._used.add(mark)
            self._add_note(footnote, element)

    def _add_note(self, footnote: Footnote, element: str | None) -> None:
        self._source.draft.add(
            Note(
                id=self._source.draft.attached_id("note", *([element] if element else [])),
                marker=footnote.marker,
                text=footnote.passage.text,
                element=element,
                **self._source.printed(footnote.passage),
            )
        )

    def _compare(
        self,
        indicator: Indicator,
        baselines: Sequence[Measurement],
        cells: Sequence[Measurement],
        targets: Sequence[Target],
    ) -> None:
        readings = contradictions(indicator, baselines=baselines, cells=cells, targets=targets)
        if readings:
            self._source.draft.issue(
                "MC336",
                "error",
                f"expected the figures in the name {indicator.name[:80]!r} and those of its cells "
                "to agree, found that they differ.",
                cause=indicator.name,
                remedy="Look up in the original document which of them holds.",
                readings=readings,
            )

    def _reading(self, text: str | None, locator: str) -> Reading:
        return self._source.reading_at(text, locator)

    def report(self) -> None:
        """Add one issue for everything of a kind that is unclear."""
        draft = self._source.draft
        for marker, footnote in self._footnotes.items():
            if marker not in self._used:
                self._add_note(footnote, None)
                self._unmarked.append(self._source.reading(footnote.passage))
        if self._unclear:
            listed = "; ".join(
                f"{name[:40]!r}{f' ({value.subgroup})' if value.subgroup else ''}: "
                f"{value.value.raw!r} in {' or '.join(self._candidates(value))}"
                for name, value in self._unclear
            )
            draft.issue(
                "MC371",
                "error",
                "expected as many cells as the table has columns, found fewer, of which several "
                f"columns may be the place: {listed}.",
                cause="celler utan kolumn",
                remedy="Look up the year in the original document and choose it by curation.",
                readings=[self._source.reading(value.at) for _, value in self._unclear],
            )
        kinds: tuple[tuple[str, Severity, str, list[Reading], str], ...] = (
            ("MC372", "info", "celler enligt regel", self._ruled,
             "expected cells beside their name and one for each column, found some that only a "
             "rule gives to one row and column; they are probable."),
            ("MC335", "warning", "fotnoter", self._unmarked,
             "expected a footnote for every mark and a mark for every footnote, found some "
             "without."),
            ("MC337", "info", "enhet", self._unknown_units,
             "expected the words of a known unit, found other words; the unit is left out."),
            ("MC207", "error", "oläsliga celler", self._unreadable,
             "expected a value, a direction or words, found cells that cannot be read."),
        )  # fmt: skip
        for code, severity, cause, readings, message in kinds:
            if readings:
                draft.issue(
                    code,
                    severity,
                    message,
                    cause=cause,
                    remedy="Compare these places with the original document.",
                    readings=readings,
                )

    def _candidates(self, value: _Value) -> list[str]:
        columns = [self._columns[index] for index in value.placed.columns]
        return [f"{c.role} {c.period}" for c in columns]


def _marks(value: _Value) -> tuple[str, ...]:
    return (value.value.marker,) if value.value.marker is not None else ()


def _without_qualifier(text: str, cell: Cell) -> str:
    if cell.qualifier is None or cell.qualifier not in text:
        return text
    return text[: text.rindex(cell.qualifier)].rstrip(" ,(")


def _part_of(period: Period, qualifier: str) -> Period | None:
    """The part of a year that a cell names: "tertial 1", "kvartal 2"."""
    kind, number = qualifier[0].lower(), qualifier[-1]
    key = {"k": "q", "d": "t"}.get(kind, kind)
    months = _PARTS.get(key, {}).get(number)
    if months is None or len(period.text) != 4:
        return None
    return Period.parse(f"{period.text}-{months[0]}/{period.text}-{months[1]}")
