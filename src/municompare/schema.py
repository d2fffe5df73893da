"""The flat tables of a plan, derived from the records' field metadata.

Nothing is declared twice: the columns of the frames, the CSV files, the data dictionary, the
Table Schema and the JSON Schema all come from the dataclasses in :mod:`municompare.model`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

from municompare.errors import Issue, MunicompareError, Reading
from municompare.model import plan as records
from municompare.model.budget import BudgetCell
from municompare.model.crosswalk import Crosswalk
from municompare.model.elements import (
    Activity,
    Assignment,
    Goal,
    Indicator,
    Measurement,
    Principle,
)
from municompare.model.governance import GovernanceModel
from municompare.model.plan import PlanRecord
from municompare.model.steering import Level, Organisation, Responsibility

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "PLAN_FIELDS",
    "TABLES",
    "Column",
    "Table",
    "frame",
    "json_schema",
    "rows",
    "table_schema",
]

ColumnKind = Literal["text", "integer", "number", "boolean"]
_KINDS: Final[dict[type, ColumnKind]] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
}
_LAST: Final = ("document", "locator", "obtained")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : str
        Name in frames and files.
    kind : {"text", "integer", "number", "boolean"}
        What its cells hold.
    required : bool
        Whether every row has it.
    description : str
        What it means.
    allowed : tuple of str
        The only values allowed, where the vocabulary is closed.
    refers : str or None
        The table whose ids it holds, or ``"element"``.
    pattern : str or None
        Regular expression of its text, where the form is fixed.
    """

    name: str
    kind: ColumnKind
    required: bool
    description: str
    allowed: tuple[str, ...] = ()
    refers: str | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a plan.

    Parameters
    ----------
    name : str
        Name of the frame and the file.
    kind : str
        Middle part of its rows' ids.
    record : type
        The record of one row.
    description : str
        What one row is.
    columns : tuple of Column
        ``id`` first; document, locator and obtained last.
    """

    name: str
    kind: str
    record: type
    description: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises
        ------
        KeyError
            If there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _literals(hint: Any) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    elif get_origin(hint) in (typing.Union, types.UnionType):
        for part in get_args(hint):
            yield from _literals(part)


def _column(record: type, name: str, hint: Any, metadata: Mapping[str, Any]) -> Column:
    parts = get_args(hint) if get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    kinds = [part for part in parts if part is not type(None)]
    allowed = tuple(_literals(hint))
    return Column(
        name=name,
        kind="text" if allowed else _KINDS[kinds[0]],
        required=type(None) not in parts,
        description=metadata["description"],
        allowed=allowed,
        refers=metadata.get("refers"),
        pattern=metadata.get("pattern"),
    )


def _columns(record: type) -> tuple[Column, ...]:
    hints = typing.get_type_hints(record)
    columns = [
        _column(record, f.name, hints[f.name], f.metadata)
        for f in fields(record)
        if f.metadata  # the tables inside a plan record carry none
    ]
    provenance = [column for column in columns if column.name in _LAST]
    if len(provenance) < len(_LAST):
        return tuple(columns)
    return tuple([column for column in columns if column.name not in _LAST] + provenance)


_RECORDS: Final[dict[str, tuple[str, type]]] = {
    "documents": ("document", records.Document),
    "organisations": ("organisation", Organisation),
    "levels": ("level", Level),
    "responsibilities": ("responsibility", Responsibility),
    "goals": ("goal", Goal),
    "principles": ("principle", Principle),
    "assignments": ("assignment", Assignment),
    "activities": ("activity", Activity),
    "indicators": ("indicator", Indicator),
    "measurements": ("measurement", Measurement),
    "budget": ("budget", BudgetCell),
    "followups": ("followup", records.FollowUp),
    "benchmark_refs": ("benchmark_ref", records.BenchmarkRef),
    "decisions": ("decision", records.Decision),
    "wordings": ("wording", records.Wording),
    "notes": ("note", records.Note),
    "codings": ("coding", records.Coding),
    "links": ("link", records.Link),
    "issues": ("issue", records.IssueRow),
    "issue_readings": ("issue_reading", records.IssueReadingRow),
}


def _summary(record: type) -> str:
    return (record.__doc__ or "").strip().splitlines()[0]


TABLES: Final[Mapping[str, Table]] = types.MappingProxyType(
    {
        name: Table(
            name=name,
            kind=kind,
            record=record,
            description=_summary(record),
            columns=_columns(record),
        )
        for name, (kind, record) in _RECORDS.items()
    }
)
"""All tables of a plan by name, in their fixed order."""

PLAN_FIELDS: Final[tuple[Column, ...]] = _columns(PlanRecord)
"""What is known about a plan as a whole."""


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


_TABLE_SCHEMA_TYPES: Final = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
}


def table_schema(table: str) -> dict[str, Any]:
    """Frictionless Table Schema of one table, with its keys into other tables."""
    definition = TABLES[table]
    described = []
    foreign = []
    for column in definition.columns:
        constraints: dict[str, Any] = {}
        if column.required:
            constraints["required"] = True
        if column.name == "id":
            constraints["unique"] = True
        if column.allowed:
            constraints["enum"] = list(column.allowed)
        if column.pattern is not None:
            constraints["pattern"] = column.pattern
        described.append(
            {
                "name": column.name,
                "type": _TABLE_SCHEMA_TYPES[column.kind],
                "description": column.description,
                **({"constraints": constraints} if constraints else {}),
            }
        )
        if column.refers in TABLES:
            foreign.append(
                {
                    "fields": column.name,
                    "reference": {
                        "resource": "" if column.refers == table else column.refers,
                        "fields": "id",
                    },
                }
            )
    return {
        "fields": described,
        "primaryKey": "id",
        "missingValues": [""],
        **({"foreignKeys": foreign} if foreign else {}),
    }


_SCHEMAS: Final[Mapping[str, type]] = {
    "plan": PlanRecord,
    "governance_model": GovernanceModel,
    "crosswalk": Crosswalk,
}


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema of one of the library's records.

    Parameters
    ----------
    name : {"plan", "governance_model", "crosswalk"}
        Which record.

    Returns
    -------
    dict
        A JSON Schema of draft 2020-12; the caller may change it.

    Raises
    ------
    MunicompareError
        If there is no schema of that name.

    Examples
    --------
    >>> "goals" in json_schema("plan")["properties"]
    True
    """
    from pydantic import TypeAdapter

    if name not in _SCHEMAS:
        raise MunicompareError(
            Issue(
                code="MC108",
                severity="error",
                message=f"there is no schema named {name!r}.",
                remedy=f"Ask for one of {', '.join(_SCHEMAS)}.",
            )
        )
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, **TypeAdapter(_SCHEMAS[name]).json_schema()}
