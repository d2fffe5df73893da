"""Applying what a person decided: labels and redactions, each checked against the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from municompare.definitions import load_record
from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.curation import Curation, Label, Redaction
from municompare.model.plan import PlanRecord
from municompare.schema import TABLES

__all__ = ["apply_curation", "load_curation"]

_LABELLED = {"title": "title_en", "name": "name_en", "line": "line_en"}
_LONGEST_LABEL = 80
_REMOVED = "[…]"
_REDACTABLE = ("title", "name", "text", "description", "raw")


def load_curation(path: Path) -> Curation:
    """Read a curation file.

    Raises
    ------
    MunicompareError
        All problems of the file, each with line and column.
    """
    return load_record(path, Curation, name=path.name)


def _printed(record: Any) -> tuple[str, str | None] | None:
    """Which field of a record is its title or name, and what stands there."""
    for field in _LABELLED:
        if hasattr(record, field) and hasattr(record, _LABELLED[field]):
            return field, getattr(record, field)
    return None


def _label(record: Any, entry: Label) -> tuple[Any, str | None]:
    printed = _printed(record)
    if printed is None:
        return record, "has no title or name that could be labelled"
    field, text = printed
    if text != entry.raw:
        return record, f"has the {field} {text!r}, not {entry.raw!r}"
    if not 0 < len(entry.label) <= _LONGEST_LABEL:
        return record, f"would get a label of {len(entry.label)} characters (1 to {_LONGEST_LABEL})"
    return replace(record, **{_LABELLED[field]: entry.label}), None


def _redact(record: Any, entry: Redaction) -> tuple[Any, str | None]:
    text = getattr(record, entry.field, None) if entry.field in _REDACTABLE else None
    if not isinstance(text, str):
        return record, f"has no text in the field {entry.field!r}"
    if _REMOVED not in entry.raw:
        return record, f"is not redacted by a text without {_REMOVED}"
    pattern = "(.+)".join(re.escape(part) for part in entry.raw.split(_REMOVED))
    if re.fullmatch(pattern, text) is None:
        return record, f"does not read {entry.raw!r} in the field {entry.field!r}"
    return replace(record, **{entry.field: entry.raw}), None


def _mistake(document: str, entry: Label | Redaction, found: str) -> Issue:
    return Issue(
        code="MC401",
        severity="error",
        message=f"the entry for {entry.element!r} no longer matches: the plan {found}.",
        remedy="Correct or remove the entry.",
        readings=(Reading(text=entry.raw, document=document, locator=entry.locator),),
    )


def apply_curation(plan: PlanRecord, curation: Curation, *, document: str) -> PlanRecord:
    """The plan with a curation's labels and redactions.

    Every entry must name a row that is there, the place where it stands and the text printed
    there; it cannot bring in a value, a title or a row.

    Parameters
    ----------
    plan : PlanRecord
        What was read.
    curation : Curation
        The entries.
    document : str
        Name of the curation file, for messages.

    Raises
    ------
    MunicompareError
        If an entry does not match the plan: all of them at once.
    """
    if curation.plan != plan.key:
        raise MunicompareError(
            Issue(
                code="MC401",
                severity="error",
                message=f"the curation is for {curation.plan!r}, the plan is {plan.key!r}.",
                remedy="Use the curation of this plan.",
                readings=(Reading(document=document),),
            )
        )
    rows: dict[str, Any] = {
        record.id: record
        for table in TABLES
        if not table.startswith("issue")
        for record in getattr(plan, table)
    }
    mistakes = list(_applied(rows, curation, document))
    IssueReport.of(mistakes).raise_if_any()
    return _with_rows(plan, rows)


def _applied(rows: dict[str, Any], curation: Curation, document: str) -> Iterator[Issue]:
    # Names go first, so that a label's printed text need not spell one.
    entries: tuple[Label | Redaction, ...] = (*curation.redactions, *curation.labels)
    labelled: set[str] = set()
    for entry in entries:
        record = rows.get(entry.element)
        if isinstance(entry, Label):
            if entry.element in labelled:
                yield _mistake(document, entry, "has a label by another entry already")
                continue
            labelled.add(entry.element)
        if record is None:
            yield _mistake(document, entry, "has no such row")
            continue
        if record.locator != entry.locator:
            yield _mistake(document, entry, f"has it at {record.locator}, not {entry.locator}")
            continue
        changed, found = (
            _label(record, entry) if isinstance(entry, Label) else _redact(record, entry)
        )
        if found is not None:
            yield _mistake(document, entry, found)
        rows[entry.element] = changed


def _with_rows(plan: PlanRecord, rows: Mapping[str, Any]) -> PlanRecord:
    tables: dict[str, Any] = {
        table: tuple(rows[record.id] for record in getattr(plan, table))
        for table in TABLES
        if not table.startswith("issue")
    }
    titles = [document.title for document in tables["documents"] if document.role == "read"]
    return replace(plan, title=titles[0] if titles else plan.title, **tables)
