"""Is a plan whole and consistent: types, vocabularies, ids, references, periods, statuses.

The same checks run on records that a reader made and on the rows of a package's files, before
anything is built from them, and report every problem at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Protocol

from municompare.errors import Issue, IssueReport, Reading
from municompare.model.plan import PlanRecord
from municompare.model.quantity import Locator, Period
from municompare.schema import PLAN_FIELDS, TABLES, Column, rows

__all__ = ["Whereabouts", "check_plan", "check_tables", "hydrate"]

Row = Mapping[str, Any]


class Whereabouts(Protocol):
    """Tells where a cell of a table stands, for messages."""

    def __call__(self, table: str, index: int, column: str) -> Reading:
        """Place of the ``index``-th row's cell."""


@lru_cache
def _adapter(record: type) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(record)


_CODES: dict[str, tuple[str, str]] = {
    "missing": ("MC106", "Fill it in."),
    "literal_error": ("MC108", "Use one of the values of the data dictionary."),
    "string_pattern_mismatch": ("MC108", "Write it in the form that the data dictionary shows."),
}


def _type_issues(
    table: str, index: int, row: Row, error: Any, where: Whereabouts
) -> Iterator[Issue]:
    for problem in error.errors(include_url=False):
        column = str(problem["loc"][0]) if problem["loc"] else "id"
        code, remedy = _CODES.get(problem["type"], ("MC102", "Write a value of the column's type."))
        found = "nothing" if problem["type"] == "missing" else repr(row.get(column))
        expected = problem["msg"][0].lower() + problem["msg"][1:]
        yield Issue(
            code=code,
            severity="error",
            message=f"column {column!r}: {expected}; found {found}.",
            remedy=remedy,
            readings=(where(table, index, column),),
        )


def _json(row: Row) -> str:
    # Strict checks take a mapping for a record only in JSON; no record holds a list, so that a
    # value of a foreign type becomes one and is refused.
    return json.dumps(dict(row), default=lambda value: [repr(value)])


def hydrate(
    table: str, table_rows: Sequence[Row], where: Whereabouts
) -> tuple[tuple[Any, ...], list[Issue]]:
    """Records of a table's rows, and what is wrong with those that could not be made."""
    from pydantic import ValidationError

    adapter = _adapter(TABLES[table].record)
    made: list[Any] = []
    issues: list[Issue] = []
    for index, row in enumerate(table_rows):
        try:
            made.append(adapter.validate_json(_json(row), strict=True))
        except ValidationError as error:
            issues.extend(_type_issues(table, index, row, error, where))
    return tuple(made), issues


def _hint(wrong: str, known: Sequence[str]) -> str:
    close = get_close_matches(wrong, known, n=1, cutoff=0.8)
    return f" (did you mean {close[0]!r}?)" if close else ""


@dataclass(frozen=True, slots=True)
class _Tables:
    key: str
    rows: Mapping[str, Sequence[Row]]
    where: Whereabouts

    def cells(self, predicate: Callable[[Column], bool]) -> Iterator[tuple[str, int, Column, Any]]:
        for table, table_rows in self.rows.items():
            columns = [column for column in TABLES[table].columns if predicate(column)]
            for index, row in enumerate(table_rows):
                for column in columns:
                    value = row.get(column.name)
                    if isinstance(value, str):
                        yield table, index, column, value

    def issue(self, code: str, message: str, remedy: str, *place: Any) -> Issue:
        return Issue(
            code=code,
            severity="error",
            message=message,
            remedy=remedy,
            readings=(self.where(*place),),
        )


def _id_issues(tables: _Tables) -> Iterator[Issue]:
    seen: set[str] = set()
    for table, table_rows in tables.rows.items():
        prefix = f"{tables.key}/{TABLES[table].kind}/"
        for index, row in enumerate(table_rows):
            identifier = row.get("id")
            if not isinstance(identifier, str):
                continue
            if identifier in seen:
                yield tables.issue(
                    "MC107",
                    f"{identifier!r} is the id of another row too.",
                    "Give every row of the plan its own id.",
                    table, index, "id",
                )  # fmt: skip
            seen.add(identifier)
            if not identifier.startswith(prefix):
                yield tables.issue(
                    "MC108",
                    f"id {identifier!r} does not begin with {prefix!r}.",
                    "Begin ids with the plan's key and the kind of row.",
                    table, index, "id",
                )  # fmt: skip


def _reference_issues(tables: _Tables) -> Iterator[Issue]:
    ids = {
        table: {row["id"]: None for row in table_rows if isinstance(row.get("id"), str)}
        for table, table_rows in tables.rows.items()
    }
    everything = {identifier: None for known in ids.values() for identifier in known}
    for table, index, column, value in tables.cells(lambda column: column.refers is not None):
        known = everything if column.refers == "element" else ids.get(str(column.refers), {})
        if value not in known:
            what = "an element" if column.refers == "element" else f"in {column.refers}"
            yield tables.issue(
                "MC103",
                f"{value!r} is not {what} of this plan{_hint(value, list(known))}.",
                "Name an id that is there, or add the row.",
                table, index, column.name,
            )  # fmt: skip


def _form_issues(tables: _Tables) -> Iterator[Issue]:
    parsers: dict[str, Callable[[str], object]] = {}
    for name in ("period", "base_period", "year", "report_back", "deadline"):
        parsers[name] = Period.parse
    for name in ("locator", "response_locator"):
        parsers[name] = Locator.parse
    for table, index, column, value in tables.cells(lambda column: column.name in parsers):
        try:
            parsers[column.name](value)
        except ValueError as error:
            yield tables.issue(
                "MC108", f"{error}.", "Write it in that form.", table, index, column.name
            )


def _status_issues(tables: _Tables) -> Iterator[Issue]:
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


def check_tables(
    key: str, table_rows: Mapping[str, Sequence[Row]], where: Whereabouts
) -> list[Issue]:
    """Everything wrong with ids, references, forms and statuses of a plan's rows."""
    tables = _Tables(key, table_rows, where)
    return [
        *_id_issues(tables),
        *_reference_issues(tables),
        *_form_issues(tables),
        *_status_issues(tables),
    ]


def as_row(record: Any, columns: Sequence[Column]) -> dict[str, Any]:
    """A record's fields by column name."""
    return {column.name: getattr(record, column.name) for column in columns}


def check_plan(plan: PlanRecord) -> IssueReport:
    """Everything wrong with a plan record, in one report."""
    from pydantic import ValidationError

    table_rows = {
        name: [as_row(record, table.columns) for record in rows(plan, name)]
        for name, table in TABLES.items()
    }

    def where(table: str, index: int, column: str) -> Reading:
        row = table_rows[table][index] if table in table_rows else {}
        return Reading(document=table, locator=f"{row.get('id', index + 1)}:{column}")

    issues: list[Issue] = []
    try:
        _adapter(PlanRecord).validate_json(_json(as_row(plan, PLAN_FIELDS)), strict=True)
    except ValidationError as error:
        facts = as_row(plan, PLAN_FIELDS)
        issues.extend(_type_issues("plan", 0, facts, error, where))
    for name in TABLES:
        issues.extend(hydrate(name, table_rows[name], where)[1])
    issues.extend(check_tables(plan.key, table_rows, where))
    return IssueReport.of(issues)
