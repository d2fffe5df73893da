"""Is a plan whole and consistent: types, vocabularies, ids, references, periods, statuses.

The same checks run on records that a reader made and on the rows of a package's files, before
anything is built from them, and report every problem at once.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from municompare.errors import Issue, IssueReport, Reading
from municompare.model.plan import PlanRecord
from municompare.model.quantity import Period
from municompare.plans.across import ACROSS, is_of_another_plan
from municompare.plans.value_rules import Row, TableRows, Whereabouts, value_issues
from municompare.schema import PLAN_FIELDS, TABLES, Column, rows

__all__ = ["Whereabouts", "check_facts", "check_plan", "check_tables", "hydrate"]


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


def _json(rows: Row | Sequence[Row]) -> str:
    # Strict checks take a mapping for a record only in JSON; no record holds a list, so that a
    # value of a foreign type becomes one and is refused.
    return json.dumps(rows, default=lambda value: [repr(value)])


def hydrate(
    table: str, table_rows: Sequence[Row], where: Whereabouts
) -> tuple[tuple[Any, ...], list[Issue]]:
    """Records of a table's rows, and what is wrong with those that could not be made."""
    from pydantic import ValidationError

    record = TABLES[table].record
    try:
        return _adapter(tuple[record, ...]).validate_json(_json(table_rows), strict=True), []  # type: ignore[valid-type]
    except ValidationError:
        pass  # row by row, so that each problem has its place
    adapter = _adapter(record)
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


def _id_issues(tables: TableRows) -> Iterator[Issue]:
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


def _reference_issues(tables: TableRows, unread: Collection[str]) -> Iterator[Issue]:
    ids = {
        table: {row["id"]: None for row in table_rows if isinstance(row.get("id"), str)}
        for table, table_rows in tables.rows.items()
    }
    everything = {identifier: None for known in ids.values() for identifier in known}

    def checked(column: Column) -> bool:
        if column.refers == "element":
            return not unread
        return column.refers is not None and column.refers not in unread

    for table, index, column, value in tables.cells(checked):
        if column.name == "to_id" and _leads_across(tables.rows[table][index], tables.key):
            continue  # looked up where both plans are
        known = everything if column.refers == "element" else ids.get(str(column.refers), {})
        if value not in known:
            what = "an element" if column.refers == "element" else f"in {column.refers}"
            yield tables.issue(
                "MC103",
                f"{value!r} is not {what} of this plan{_hint(value, list(known))}.",
                "Name an id that is there, or add the row.",
                table, index, column.name,
            )  # fmt: skip


def _leads_across(link: Row, key: str) -> bool:
    """Whether a link is one that may lead to another plan, and does."""
    return link.get("relation") == ACROSS and is_of_another_plan(str(link.get("to_id")), key)


def _cycle_issues(tables: TableRows) -> Iterator[Issue]:
    for table, table_rows in tables.rows.items():
        for column in TABLES[table].columns:
            if column.refers != table:
                continue
            above = {row.get("id"): row.get(column.name) for row in table_rows}
            for index, row in enumerate(table_rows):
                if _reaches_itself(row.get("id"), above):
                    yield tables.issue(
                        "MC117",
                        f"{row.get('id')!r} hangs on itself through {column.name!r}.",
                        "Name a row that does not hang on this one.",
                        table, index, column.name,
                    )  # fmt: skip


def _reaches_itself(start: Any, above: Mapping[Any, Any]) -> bool:
    seen = set()
    at = above.get(start)
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = above.get(at)
    return False


def _document_issues(tables: TableRows) -> Iterator[Issue]:
    if not any(row.get("role") == "read" for row in tables.rows.get("documents", ())):
        yield tables.issue(
            "MC118",
            "no document of the plan has the role 'read'.",
            "Add the document that the rows were read from.",
            "documents", 0, "role",
        )  # fmt: skip


def check_tables(
    key: str,
    table_rows: Mapping[str, Sequence[Row]],
    where: Whereabouts,
    *,
    unread: Collection[str] = (),
) -> list[Issue]:
    """Everything wrong with ids, references, forms and values of a plan's rows.

    Parameters
    ----------
    key : str
        Key of the plan.
    table_rows : mapping of table to rows
        The rows.
    where : Whereabouts
        Tells where a cell stands.
    unread : collection of str, optional
        Tables that could not be read: references into them are not checked.
    """
    tables = TableRows(key, table_rows, where)
    return [
        *_id_issues(tables),
        *_reference_issues(tables, unread),
        *_cycle_issues(tables),
        *([] if "documents" in unread else _document_issues(tables)),
        *value_issues(tables),
    ]


def as_row(record: Any, columns: Sequence[Column]) -> dict[str, Any]:
    """A record's fields by column name."""
    return {column.name: getattr(record, column.name) for column in columns}


def _foreign(plan: PlanRecord) -> Iterator[Issue]:
    """Rows that are no records of their table, and issues without id."""
    for name, table in TABLES.items():
        if name in ("issues", "issue_readings"):
            continue
        for index, record in enumerate(getattr(plan, name)):
            if not isinstance(record, table.record):
                yield Issue(
                    code="MC102",
                    severity="error",
                    message=f"expected a {table.record.__name__}, found a {type(record).__name__}.",
                    remedy="Put each record into the table of its type.",
                    readings=(Reading(document=name, locator=str(index + 1)),),
                )
    for index, issue in enumerate(plan.issues):
        if issue.id is None:
            yield Issue(
                code="MC106",
                severity="error",
                message="an issue of a plan needs an id.",
                remedy="Give the issue an id.",
                readings=(Reading(document="issues", locator=str(index + 1)),),
            )


def check_plan(plan: PlanRecord) -> IssueReport:
    """Everything wrong with a plan record, in one report."""
    if foreign := tuple(_foreign(plan)):
        return IssueReport(foreign)
    table_rows = {
        name: [as_row(record, table.columns) for record in rows(plan, name)]
        for name, table in TABLES.items()
    }
    facts = as_row(plan, PLAN_FIELDS)

    def where(table: str, index: int, column: str) -> Reading:
        known = table_rows.get(table, ())
        row = known[index] if index < len(known) else {}
        return Reading(document=table, locator=f"{row.get('id', index + 1)}:{column}")

    issues: list[Issue] = check_facts(facts, where)
    for name in TABLES:
        issues.extend(hydrate(name, table_rows[name], where)[1])
    issues.extend(check_tables(plan.key, table_rows, where))
    return IssueReport.of(issues)


def check_facts(facts: Row, where: Whereabouts) -> list[Issue]:
    """Everything wrong with what is known about a plan as a whole."""
    from pydantic import ValidationError

    issues: list[Issue] = []
    try:
        _adapter(PlanRecord).validate_json(_json(facts), strict=True)
    except ValidationError as error:
        issues.extend(_type_issues("plan", 0, facts, error, where))
    period = facts.get("period")
    if isinstance(period, str) and not issues:
        try:
            Period.parse(period)
        except ValueError as error:
            issues.append(
                Issue(
                    code="MC108",
                    severity="error",
                    message=f"{error}.",
                    remedy="Write it in that form.",
                    readings=(where("plan", 0, "period"),),
                )
            )
    return issues
