"""Printed budget cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from municompare.model.column import ID, LOCATOR, PERIOD, about
from municompare.model.quantity import Obtained, Status

__all__ = ["AmountKind", "BudgetCell", "LineKind"]

LineKind = Literal[
    "cost",
    "of_which_income",
    "of_which_cost",
    "sum",
    "frame",
    "adjustment",
    "investment",
    "text",
]
AmountKind = Literal["budget", "plan", "proposal", "adjustment", "outcome", "forecast"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetCell:
    """One printed cell of a budget table, or one printed amount of a frame."""

    id: str = field(metadata=about("Id of the cell.", pattern=ID))
    table: str = field(metadata=about("Key of the table within its document."))
    table_title: str | None = field(default=None, metadata=about("Title as printed."))
    line_order: int = field(metadata=about("Order of the line in its table, from 1."))
    line: str = field(metadata=about("Line as printed."))
    line_en: str | None = field(default=None, metadata=about("English label."))
    line_kind: LineKind = field(metadata=about("Kind of line."))
    year: str | None = field(default=None, metadata=about("Year of the amount.", pattern=PERIOD))
    amount_kind: AmountKind = field(
        metadata=about("Decided, planned, proposed, a change, spent, or expected.")
    )
    value: float | None = field(default=None, metadata=about("Amount on the printed scale."))
    unit: str | None = field(default=None, metadata=about("Unit of the amount."))
    raw: str | None = field(default=None, metadata=about("What is printed, as printed."))
    status: Status = field(metadata=about("Why there is an amount, or none."))
    decided_on: str | None = field(
        default=None,
        metadata=about("When the decision that line or table names was made.", pattern=PERIOD),
    )
    superseded: bool = field(
        default=False, metadata=about("Whether another document's value wins over it.")
    )
    repeats: str | None = field(
        default=None,
        metadata=about("The cell of an earlier table that this one repeats.", refers="budget"),
    )
    document: str = field(metadata=about("Document of the cell.", refers="documents"))
    locator: str = field(metadata=about("Where it stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))
