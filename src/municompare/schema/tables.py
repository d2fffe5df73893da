"""Tables and their columns, as the records declare them."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Literal, get_args, get_origin

from municompare.model import plan as records
from municompare.model.budget import BudgetCell
from municompare.model.elements import (
    Activity,
    Assignment,
    Goal,
    Indicator,
    Measurement,
    Principle,
)
from municompare.model.plan import PlanRecord
from municompare.model.steering import Level, Organisation, Responsibility

__all__ = ["PLAN_FIELDS", "TABLES", "Column", "ColumnKind", "Table"]

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


_RECORDS: Final[dict[str, tuple[str, type, str]]] = {
    "documents": (
        "document",
        records.Document,
        "A document that was read, a part of one, or one that is only referred to.",
    ),
    "organisations": (
        "organisation",
        Organisation,
        "A body, office or unit that the plan names.",
    ),
    "levels": (
        "level",
        Level,
        "A steering decision at an organisational tier.",
    ),
    "responsibilities": (
        "responsibility",
        Responsibility,
        "Who does what about an element.",
    ),
    "goals": (
        "goal",
        Goal,
        "A goal, a development area, a goal area, or a purpose.",
    ),
    "principles": (
        "principle",
        Principle,
        "A mission, vision, value, guiding star or other standing principle.",
    ),
    "assignments": (
        "assignment",
        Assignment,
        "An assignment that one body gives to another.",
    ),
    "activities": (
        "activity",
        Activity,
        "Something that is to be done.",
    ),
    "indicators": (
        "indicator",
        Indicator,
        "What is measured: a table row, a success criterion, or a clause that states a measure.",
    ),
    "measurements": (
        "measurement",
        Measurement,
        "One printed value of an indicator, or one printed place without a value.",
    ),
    "budget": (
        "budget",
        BudgetCell,
        "One printed cell of a budget table, or one printed amount of a frame.",
    ),
    "followups": (
        "followup",
        records.FollowUp,
        "When and how something is followed up.",
    ),
    "benchmark_refs": (
        "benchmark_ref",
        records.BenchmarkRef,
        "A comparison that the document itself asks for.",
    ),
    "decisions": (
        "decision",
        records.Decision,
        "A decision that the document reports.",
    ),
    "wordings": (
        "wording",
        records.Wording,
        "Another wording of an element, printed elsewhere.",
    ),
    "notes": (
        "note",
        records.Note,
        "A footnote or remark, attached to the element or value that it limits.",
    ),
    "codings": (
        "coding",
        records.Coding,
        "A judgement of a coder about an element; never mixed with what was read.",
    ),
    "links": (
        "link",
        records.Link,
        "A relation between two elements.",
    ),
    "issues": (
        "issue",
        records.IssueRow,
        "An issue as a row of the ``issues`` table.",
    ),
    "issue_readings": (
        "issue_reading",
        records.IssueReadingRow,
        "One place that an issue is about.",
    ),
}


TABLES: Final[Mapping[str, Table]] = types.MappingProxyType(
    {
        name: Table(
            name=name,
            kind=kind,
            record=record,
            description=description,
            columns=_columns(record),
        )
        for name, (kind, record, description) in _RECORDS.items()
    }
)
"""All tables of a plan by name, in their fixed order."""

PLAN_FIELDS: Final[tuple[Column, ...]] = _columns(PlanRecord)
"""What is known about a plan as a whole."""
