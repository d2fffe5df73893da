"""From files to a plan: load, choose a reader, read, curate."""

from __future__ import annotations

import os
from dataclasses import replace

from municompare.documents import MAX_BYTES, MAX_PAGES, MAX_UNPACKED, load_document
from municompare.errors import Issue, IssueReport, MunicompareError
from municompare.model.plan import PlanRecord
from municompare.plans.checks import checked, checked_text
from municompare.plans.curated import curated
from municompare.plans.merging import merge_records
from municompare.plans.plan import Plan
from municompare.readers import Choice, choose_reader, read_document

__all__ = ["read_documents"]


def _with_reason(record: PlanRecord, choice: Choice) -> PlanRecord:
    documents = tuple(
        replace(document, reader=choice.reader.name, reader_reason=choice.reason)
        if document.role == "read"
        else document
        for document in record.documents
    )
    return replace(record, documents=documents)


def read_documents(
    *paths: str | os.PathLike[str],
    reader: str | None = None,
    encoding: str | None = None,
    curation: str | os.PathLike[str] | None = None,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED,
    max_pages: int = MAX_PAGES,
) -> Plan:
    """Read the documents of a plan.

    Parameters
    ----------
    *paths : path
        The documents; several make one plan (see :func:`municompare.plans.merging.merge_records`).
    reader : str, optional
        Name of the reader of all of them; left out, the one that knows each document best.
    encoding : str, optional
        Encoding of the text; left out, UTF-8.
    curation : path, optional
        A curation file to apply.
    max_bytes, max_unpacked, max_pages : int
        How much each file may hold (see :func:`municompare.documents.load_document`).

    Raises
    ------
    MunicompareError
        If a file cannot be read, no reader knows it, a document is broken, or the documents are
        not of one plan.
    """
    records = []
    problems: list[Issue] = []
    for path in paths:
        try:
            document = load_document(
                path,
                encoding=encoding,
                max_bytes=max_bytes,
                max_unpacked=max_unpacked,
                max_pages=max_pages,
            )
            choice = choose_reader(document.by_lines(), name=reader)
            record = checked_text(read_document(choice.reader, document), document)
            records.append(_with_reason(record, choice))
        except MunicompareError as error:
            problems += error.report
    IssueReport.of(problems).raise_if_any()
    record = checked(records[0] if len(records) == 1 else merge_records(records))
    if curation is not None:
        record = curated(record, curation)
    return Plan(record)
