"""What single cells of a plan must be: forms, finite numbers, values that fit their status."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from municompare.errors import Issue, Reading
from municompare.model.column import DATE, LOCATOR, PERIOD
from municompare.model.quantity import Locator, Period
from municompare.schema import TABLES, Column
from municompare.units import unit_names

__all__ = ["LONGEST_TEXT", "Row", "TableRows", "Whereabouts", "value_issues"]

Row = Mapping[str, Any]

LONGEST_TEXT: Final = 100_000
"""Characters of the longest text that a plan may hold; a CSV reader takes no more."""
_LARGEST_INTEGER: Final = 2**63 - 1
_WITHOUT_VALUE: Final = ("increase", "decrease", "not_increase", "not_decrease", "text")


class Whereabouts(Protocol):
    """Tells where a cell of a table stands, for messages."""

    def __call__(self, table: str, index: int, column: str) -> Reading:
        """Place of the ``index``-th row's cell."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a plan's tables while they are checked."""

    key: str
    rows: Mapping[str, Sequence[Row]]
    where: Whereabouts

    def cells(self, wanted: Callable[[Column], bool]) -> Iterator[tuple[str, int, Column, Any]]:
        """Cells of the wanted columns that hold something."""
        for table, table_rows in self.rows.items():
            columns = [(column, column.name) for column in TABLES[table].columns if wanted(column)]
            for index, row in enumerate(table_rows):
                for column, name in columns:
                    value = row.get(name)
                    if value is not None:
                        yield table, index, column, value

    def issue(self, code: str, message: str, remedy: str, *place: Any) -> Issue:
        """An error at a cell."""
        return Issue(
            code=code,
            severity="error",
            message=message,
            remedy=remedy,
            readings=(self.where(*place),),
        )


def value_issues(tables: TableRows) -> Iterator[Issue]:
    """Everything wrong with single cells and with values beside their status."""
    yield from _text_issues(tables)
    yield from _number_issues(tables)
    yield from _form_issues(tables)
    yield from _unit_issues(tables)
    yield from _status_issues(tables)
    yield from _comparator_issues(tables)


def _text_issues(tables: TableRows) -> Iterator[Issue]:
    for table, index, column, value in tables.cells(lambda column: column.kind == "text"):
        if value == "":
            yield tables.issue(
                "MC108",
                f"column {column.name!r} holds an empty text.",
                "Leave out what is missing; text is never empty.",
                table, index, column.name,
            )  # fmt: skip
        elif isinstance(value, str) and len(value) > LONGEST_TEXT:
            yield tables.issue(
                "MC108",
                f"column {column.name!r} holds {len(value)} characters; at most {LONGEST_TEXT} "
                "are allowed.",
                "Keep an element's own wording, not a whole text.",
                table, index, column.name,
            )  # fmt: skip


def _is_storable(value: Any) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _number_issues(tables: TableRows) -> Iterator[Issue]:
    for table, index, column, value in tables.cells(
        lambda column: column.kind in ("number", "integer")
    ):
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue  # of another type: reported with the types
        too_large = column.kind == "integer" and abs(value) > _LARGEST_INTEGER
        if too_large or not _is_storable(value):
            yield tables.issue(
                "MC102",
                f"column {column.name!r} holds a number that cannot be stored.",
                "Write a finite number.",
                table, index, column.name,
            )  # fmt: skip


_PARSERS: Final[Mapping[str | None, Callable[[str], object]]] = {
    DATE: date.fromisoformat,
    LOCATOR: Locator.parse,
    PERIOD: Period.parse,
}


def _form_issues(tables: TableRows) -> Iterator[Issue]:
    sound: set[tuple[str | None, str]] = set()  # many rows share a period or a place
    for table, index, column, value in tables.cells(lambda column: column.pattern in _PARSERS):
        if (column.pattern, value) in sound:
            continue
        if not isinstance(value, str) or re.match(str(column.pattern), value) is None:
            continue  # reported with the types
        try:
            _PARSERS[column.pattern](value)
        except ValueError as error:
            yield tables.issue(
                "MC108", f"{error}.", "Write it in that form.", table, index, column.name
            )
        else:
            sound.add((column.pattern, value))


def _unit_issues(tables: TableRows) -> Iterator[Issue]:
    known = set(unit_names())
    for table, index, column, value in tables.cells(lambda column: column.name == "unit"):
        if value not in known:
            yield tables.issue(
                "MC114",
                f"there is no unit {value!r}.",
                "Use a unit of the definitions; what is printed belongs in unit_raw.",
                table, index, column.name,
            )  # fmt: skip


def _status_issues(tables: TableRows) -> Iterator[Issue]:
    for table in ("measurements", "budget"):
        for index, row in enumerate(tables.rows.get(table, ())):
            has_value = row.get("value") is not None
            status = row.get("status")
            if has_value != (status == "reported"):
                yield tables.issue(
                    "MC111",
                    f"status {status!r} does not fit a row {'with' if has_value else 'without'} "
                    "a value.",
                    "A row has status 'reported' exactly when it has a value.",
                    table, index, "status",
                )  # fmt: skip


def _comparator_issues(tables: TableRows) -> Iterator[Issue]:
    for index, row in enumerate(tables.rows.get("measurements", ())):
        value, upper, comparator = (
            row.get(name) for name in ("value", "value_upper", "comparator")
        )
        wrong = None
        if comparator in _WITHOUT_VALUE and value is not None:
            wrong = f"comparator {comparator!r} carries no value."
        elif upper is not None and comparator not in ("=", "change_by", "change_by_percent"):
            wrong = f"an interval has the comparator '=', not {comparator!r}."
        elif upper is not None and (value is None or upper < value):
            wrong = "an interval needs a lower end that is not above its upper end."
        if wrong is not None:
            yield tables.issue(
                "MC111",
                wrong,
                "Let comparator, value and value_upper say the same.",
                "measurements", index, "comparator",
            )  # fmt: skip
