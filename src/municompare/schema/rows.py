"""A plan's records as rows of tables, and as frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from municompare.errors import Issue, Reading
from municompare.model import plan as records
from municompare.model.plan import PlanRecord
from municompare.schema.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frame", "issues_of", "rows"]


def _issue_rows(plan: PlanRecord) -> Iterator[records.IssueRow]:
    for issue in plan.issues:
        if issue.id is None:
            raise ValueError(f"an issue of a plan needs an id: {issue}")
        yield records.IssueRow(
            id=issue.id,
            code=issue.code,
            severity=issue.severity,
            message=issue.message,
            remedy=issue.remedy,
        )


def _reading_rows(plan: PlanRecord) -> Iterator[records.IssueReadingRow]:
    for issue in plan.issues:
        stem = str(issue.id).rpartition("/")[2]
        for order, reading in enumerate(issue.readings, start=1):
            yield records.IssueReadingRow(
                id=f"{plan.key}/issue_reading/{stem}.{order}",
                issue=str(issue.id),
                order=order,
                text=reading.text,
                document=reading.document,
                locator=reading.locator,
            )


def rows(plan: PlanRecord, table: str) -> tuple[Any, ...]:
    """The records of one table of a plan; issues are split into rows and readings."""
    if table == "issues":
        return tuple(_issue_rows(plan))
    if table == "issue_readings":
        return tuple(_reading_rows(plan))
    result: tuple[Any, ...] = getattr(plan, table)
    return result


def issues_of(
    issue_rows: Iterable[records.IssueRow], readings: Iterable[records.IssueReadingRow]
) -> tuple[Issue, ...]:
    """Put issues together again from their two tables."""
    places: dict[str, list[records.IssueReadingRow]] = {}
    for reading in readings:
        places.setdefault(reading.issue, []).append(reading)
    return tuple(
        Issue(
            id=row.id,
            code=row.code,
            severity=row.severity,
            message=row.message,
            remedy=row.remedy,
            readings=tuple(
                Reading(text=place.text, document=place.document, locator=place.locator)
                for place in sorted(places.get(row.id, ()), key=lambda place: place.order)
            ),
        )
        for row in issue_rows
    )


def frame(table: str, records_: Iterable[Any]) -> pd.DataFrame:
    """Records of one table as a tidy frame.

    Parameters
    ----------
    table : str
        Name of the table.
    records_ : iterable
        Records of that table.

    Returns
    -------
    pandas.DataFrame
        One row a record, one column a field, the columns typed even when empty: text as
        ``string``, integers as ``Int64``, numbers as ``float64``, truth values as ``boolean``.
    """
    import pandas as pd

    taken = tuple(records_)
    dtypes: dict[str, Any] = {
        "text": pd.StringDtype("python"),
        "integer": "Int64",
        "number": "float64",
        "boolean": "boolean",
    }
    return pd.DataFrame(
        {
            column.name: pd.array(
                [getattr(record, column.name) for record in taken], dtype=dtypes[column.kind]
            )
            for column in TABLES[table].columns
        }
    )
