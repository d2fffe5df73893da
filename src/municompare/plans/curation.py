"""Applying what a person decided, each entry checked against the text; and what it settled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from municompare.definitions import load_record
from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.curation import Curation, Label, Redaction
from municompare.model.plan import PlanRecord
from municompare.plans.decisions import APPLIED, Decision, Rows
from municompare.schema import TABLES

__all__ = ["CurationReport", "apply_curation", "curation_report", "load_curation"]

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


def _mistake(document: str, entry: Label | Redaction | Decision, found: str) -> Issue:
    return Issue(
        code="MC401",
        severity="error",
        message=f"the entry for {entry.element!r} no longer matches: the plan {found}.",
        remedy="Correct or remove the entry.",
        readings=(Reading(text=entry.raw, document=document, locator=entry.locator),),
    )


def apply_curation(plan: PlanRecord, curation: Curation, *, document: str) -> PlanRecord:
    """The plan with what a curation decides.

    Every entry must name a row that is there, the place where it stands and the text printed
    there; it cannot bring in a value, a title or a row that is not in that text. Rows are split
    first, then candidates chosen, names taken out, fields classified, elements linked and
    labelled, so that a label may be given to a part.

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
    rows = Rows(
        key=plan.key,
        language=plan.language,
        tables={
            table: list(getattr(plan, table)) for table in TABLES if not table.startswith("issue")
        },
    )
    mistakes: list[Issue] = []
    _decide(rows, (*curation.splits, *curation.choices), document, mistakes)
    _write(rows, curation.redactions, document, mistakes)
    _decide(rows, (*curation.classifications, *curation.links), document, mistakes)
    _write(rows, curation.labels, document, mistakes)
    IssueReport.of(mistakes).raise_if_any()
    return _with_rows(plan, rows.tables)


def _decide(rows: Rows, entries: Iterable[Decision], document: str, mistakes: list[Issue]) -> None:
    for entry in entries:
        found = rows.find(entry.element)
        if found is None:
            mistakes.append(_mistake(document, entry, "has no such row"))
        elif found[2].locator != entry.locator:
            text = f"has it at {found[2].locator}, not {entry.locator}"
            mistakes.append(_mistake(document, entry, text))
        elif not entry.reason.strip():
            mistakes.append(_mistake(document, entry, "wants a reason for every decision"))
        else:
            APPLIED[type(entry)](rows, entry, partial(_refuse, document, entry, mistakes))


def _refuse(document: str, entry: Decision, mistakes: list[Issue], found: str) -> None:
    mistakes.append(_mistake(document, entry, found))


def _write(
    rows: Rows,
    entries: Iterable[Label | Redaction],
    document: str,
    mistakes: list[Issue],
) -> None:
    """Labels or redactions."""
    by_id = {row.id: row for table in rows.tables.values() for row in table}
    mistakes.extend(_applied(by_id, entries, document))
    for table, held in rows.tables.items():
        rows.tables[table] = [by_id[row.id] for row in held]


def _applied(
    rows: dict[str, Any], entries: Iterable[Label | Redaction], document: str
) -> Iterator[Issue]:
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


def _with_rows(plan: PlanRecord, rows: Mapping[str, Sequence[Any]]) -> PlanRecord:
    tables: dict[str, Any] = {table: tuple(held) for table, held in rows.items()}
    titles = [document.title for document in tables["documents"] if document.role == "read"]
    return replace(plan, title=titles[0] if titles else plan.title, **tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurationReport:
    """What a person decided about a plan, and how much of it rests on that.

    Parameters
    ----------
    decisions : tuple of tuple of str
        Kind, id of the row, what was decided, and the reason.
    values : int
        Values of the plan.
    settled : int
        Those whose row or column a person decided.
    """

    decisions: tuple[tuple[str, str, str, str], ...]
    values: int
    settled: int

    @property
    def share(self) -> float | None:
        """Share of the values that a person settled; missing for a plan without values."""
        return self.settled / self.values if self.values else None


def curation_report(plan: PlanRecord, curation: Curation) -> CurationReport:
    """What a curation decides about a plan.

    Parameters
    ----------
    plan : PlanRecord
        The plan, before or after the curation was applied.
    curation : Curation
        The entries.

    Returns
    -------
    CurationReport
        Every entry with its reason, and the share of values that choices settled: with a value,
        in measurements and budget.
    """
    decisions = (
        *(("split", e.element, " | ".join(e.parts), e.reason) for e in curation.splits),
        *(("choice", e.element, f"{e.field}: {e.chosen}", e.reason) for e in curation.choices),
        *(("redaction", e.element, e.field, e.reason) for e in curation.redactions),
        *(
            ("classification", e.element, f"{e.field}: {e.value}", e.reason)
            for e in curation.classifications
        ),
        *(("link", e.element, f"{e.relation} {e.to}", e.reason) for e in curation.links),
        *(("label", e.element, e.label, curation.label_reason) for e in curation.labels),
    )
    rows: tuple[Any, ...] = (*plan.measurements, *plan.budget)
    values = {row.id for row in rows if row.value is not None}
    touched = {entry.element for entry in curation.choices}
    return CurationReport(decisions=decisions, values=len(values), settled=len(values & touched))
