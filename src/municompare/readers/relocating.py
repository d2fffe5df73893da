"""Reading a document that is no file of lines: readers count lines, plans name the file's places.

For a reader every paragraph and every row of a table is a line. What it reads gets the places in
the file (``p6/t1/r3/c5``) afterwards, and so do the problems that it reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from municompare.documents import SourceDocument
from municompare.errors import Issue, IssueReport, MunicompareError
from municompare.model.column import LOCATOR
from municompare.model.plan import PlanRecord
from municompare.readers.protocol import Reader

__all__ = ["read_document"]


def read_document(reader: Reader, document: SourceDocument) -> PlanRecord:
    """Read a document of any format.

    Parameters
    ----------
    reader : Reader
        The reader.
    document : SourceDocument
        The document.

    Returns
    -------
    PlanRecord
        The plan, with the places of the file.

    Raises
    ------
    MunicompareError
        If the document is broken; the problems have the places of the file.
    """
    try:
        record = reader.read(document.by_lines())
    except MunicompareError as error:
        raise MunicompareError(IssueReport(_issues(error.report, document))) from None
    if not document.places:
        return record
    relocated: dict[str, Any] = {}
    for table in fields(record):
        rows = getattr(record, table.name)
        if isinstance(rows, tuple) and rows:
            relocated[table.name] = (
                _issues(rows, document)
                if isinstance(rows[0], Issue)
                else tuple(_row(row, document) for row in rows)
            )
    made = replace(record, **relocated)
    return replace(made, issues=(*made.issues, *_of_file(made, document)))


def _of_file(record: PlanRecord, document: SourceDocument) -> Iterator[Issue]:
    """What loading the file left out, as issues of the plan."""
    read = next(each.id for each in record.documents if each.role == "read")
    for number, issue in enumerate(document.issues, 1):
        yield replace(
            issue,
            id=f"{record.key}/issue/{issue.code.lower()}-file-{number}",
            readings=tuple(replace(reading, document=read) for reading in issue.readings),
        )


def _row(row: Any, document: SourceDocument) -> Any:
    places = {
        field.name: document.source_locator(value)
        for field in fields(row)
        if field.metadata.get("pattern") == LOCATOR
        and (value := getattr(row, field.name)) is not None
    }
    return replace(row, **places) if places else row


def _issues(issues: Iterable[Issue], document: SourceDocument) -> tuple[Issue, ...]:
    return tuple(
        replace(
            issue,
            readings=tuple(
                replace(reading, locator=document.source_locator(reading.locator))
                if reading.locator is not None
                else reading
                for reading in issue.readings
            ),
        )
        for issue in issues
    )
