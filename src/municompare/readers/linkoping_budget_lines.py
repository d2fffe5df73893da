"""Lines of a budget table: amounts with their kind, and headings inside the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from municompare.documents import Cell, Row
from municompare.model.budget import AmountKind, BudgetCell, LineKind
from municompare.readers.draft import Draft
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_notes import Mark, marks_in
from municompare.text.cells import CellValue, read_cell, strip_markers
from municompare.text.periods import find_periods
from municompare.text.words import fold
from municompare.units import resolve_unit

__all__ = ["BudgetColumn", "BudgetLines", "BudgetTable", "currency", "named_day", "unit_line"]

_CURRENCIES: Final = {"SEK", "kSEK", "MSEK"}
_FRAME: Final = re.compile(
    r"(?:[^\W\d_]+s |(?:tilldelad|anslagen|anvisad|beslutad|fastställd|reviderad|godkänd) )?"
    r"(?:budget|netto|investerings|drifts|kostnads)?ram(?:en)?\b",
    re.IGNORECASE,
)
_OF_WHICH: Final = re.compile(r"[-–• ]*(?:varav|darav) ")
_SUM: Final = re.compile(
    r"(?:summa|s:a|delsumma|totalt|total)\b.*|.* (?:totalt|summa)|netto(?:kostnad(?:er)?)?"
)


def currency(text: str) -> str | None:
    """Currency unit that a text names, if it names nothing else."""
    unit = resolve_unit(text, country="SE") if text else None
    return unit if unit in _CURRENCIES else None


def unit_line(text: str) -> str | None:
    """Currency of a line that says nothing but the unit of the amounts.

    Examples
    --------
    >>> unit_line("Belopp tkr"), unit_line("Summa tkr")
    ('kSEK', None)
    """
    return currency(re.sub(r"(?i)^belopp(?: i)? ", "", text))


def named_day(text: str) -> str | None:
    """Day that a text names, if it is one and the same.

    Examples
    --------
    >>> named_day("Budgetram enligt beslut i KF den 3 maj 2030")
    '2030-05-03'
    """
    days = {
        found.period.start.isoformat()
        for found in find_periods(text, language="sv")
        if found.period.start == found.period.end
    }
    return days.pop() if len(days) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetColumn:
    """A column of amounts: its index, its year where one is stated, the kind of amount."""

    index: int
    year: str | None
    kind: AmountKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTable:
    """What holds for all lines of a table.

    Parameters
    ----------
    key, title : str
        Key within the document, and the title as printed.
    document : str
        Id of the document that prints it.
    columns : tuple of BudgetColumn
        The columns with amounts.
    unit : str or None
        The currency that the table names.
    decided_on : str or None
        The day that the title names.
    changes : bool
        Whether its lines are changes of a budget.
    investment : bool
        Whether its lines are investments.
    """

    key: str
    title: str
    document: str
    columns: tuple[BudgetColumn, ...]
    unit: str | None
    decided_on: str | None
    changes: bool
    investment: bool


@dataclass(slots=True)
class _Section:
    """A heading line inside a table, and the rows under it."""

    heading: str = ""
    decided_on: str | None = None
    cells: list[BudgetCell] = field(default_factory=list)
    pending: list[tuple[str, Cell]] = field(default_factory=list)


class BudgetLines:
    """Reads the lines of one table in their order.

    Parameters
    ----------
    draft : Draft
        The plan, which gives the ids.
    table : BudgetTable
        The table.
    faults : Faults
        Takes what makes the table unreadable, and what is left out.
    """

    def __init__(self, draft: Draft, table: BudgetTable, faults: Faults) -> None:
        self._draft = draft
        self._table = table
        self._faults = faults
        self._section = _Section()
        self.cells: list[BudgetCell] = []
        self.marks: list[Mark] = []

    def take(self, row: Row, order: int) -> None:
        """Read one line, at that order in the table: amounts, or a heading inside it."""
        label = strip_markers(row.cells[0].text)[0]
        marks = marks_in(row.cells[0].text)
        filled = any(row.cells[column.index].text for column in self._table.columns)
        if not filled:
            if label and unit_line(label) is None:
                self.close()
                self._section = _Section(heading=label, decided_on=named_day(label))
                self._section.pending.extend((marker, row.cells[0]) for marker in marks)
            return
        if not label:
            self._faults.problem(
                "MC321",
                "expected the name of a line before its amounts, found none.",
                "Print the line's name in the first column.",
                text=row.text.strip(),
                locator=f"L{row.line}",
            )
            return
        kind = self._line_kind(label)
        added = [self._cell(row, label, kind, order, column) for column in self._table.columns]
        self.cells.extend(cell for cell, _ in added)
        self._section.cells.extend(cell for cell, _ in added)
        for marker in marks:
            self._mark(marker, row.cells[0], [cell.id for cell, _ in added])
        for cell, value in added:
            if value.marker is not None:
                self.marks.append(
                    Mark(
                        marker=value.marker,
                        elements=(cell.id,),
                        text=cell.raw or "",
                        locator=cell.locator,
                    )
                )

    def close(self) -> None:
        """End a section: a mark on its heading is about its sum, else about all its lines."""
        sums = [cell for cell in self._section.cells if cell.line_kind == "sum"]
        for marker, cell in self._section.pending:
            self._mark(marker, cell, [about.id for about in sums or self._section.cells])
        self._section = _Section()

    def _mark(self, marker: str, cell: Cell, elements: Sequence[str]) -> None:
        self.marks.append(
            Mark(marker=marker, elements=tuple(elements), text=cell.text, locator=cell.locator)
        )

    def _line_kind(self, label: str) -> LineKind:
        folded = fold(label)
        if _OF_WHICH.match(folded):
            income = re.search(r"\b(?:intakt|inkomst)", folded)
            cost = re.search(r"\b(?:kostnad|utgift)", folded)
            if income or cost:
                return "of_which_income" if income else "of_which_cost"
        if _SUM.fullmatch(folded):
            return "sum"
        if self._table.changes:
            heading = fold(self._section.heading)
            return "sum" if heading and folded.startswith(heading) else "adjustment"
        if folded.startswith("justering"):
            return "adjustment"
        if _FRAME.match(label):
            return "frame"
        return "investment" if self._table.investment else "cost"

    def _cell(
        self,
        row: Row,
        label: str,
        kind: LineKind,
        order: int,
        column: BudgetColumn,
    ) -> tuple[BudgetCell, CellValue]:
        printed = row.cells[column.index]
        values = read_cell(printed.text, language="sv").values
        value = values[0]
        # a plus sign before an amount is the sign of a change, not of a target
        signed = value.comparator in ("=", "change_by") and value.value_upper is None
        known = value.status in ("reported", "empty", "not_reported")
        if len(values) > 1 or not signed or not known:
            value = CellValue(status="undetermined", raw=printed.text)
            self._faults.oddity("MC207", printed.text, printed.locator)
        unit = currency(value.unit_raw) if value.unit_raw else self._table.unit
        cell = BudgetCell(
            id=self._draft.budget_id(
                table=self._table.key,
                line=label,
                year=column.year,
                amount_kind=column.kind,
                document=self._table.document,
            ),
            table=self._table.key,
            table_title=self._table.title,
            line_order=order,
            line=label,
            line_kind=kind,
            year=column.year,
            amount_kind=column.kind,
            value=value.value,
            unit=unit if value.value is not None else None,
            raw=value.raw,
            status=value.status,
            decided_on=named_day(label) or self._section.decided_on or self._table.decided_on,
            document=self._table.document,
            locator=printed.locator,
        )
        return cell, value
