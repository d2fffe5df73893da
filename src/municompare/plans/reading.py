"""From files to a plan: load, choose a reader, read, curate."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from municompare.documents import load_document
from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.plan import PlanRecord
from municompare.plans.curation import apply_curation, load_curation
from municompare.plans.plan import Plan
from municompare.readers import Choice, choose_reader

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
) -> Plan:
    """Read the document of a plan.

    Parameters
    ----------
    *paths : path
        The document; this version reads one document a plan.
    reader : str, optional
        Name of the reader; left out, the one that knows the document best is chosen.
    encoding : str, optional
        Encoding of the text; left out, UTF-8.
    curation : path, optional
        A curation file to apply.

    Raises
    ------
    MunicompareError
        If the file cannot be read, no reader knows it, or the document is broken.
    """
    if len(paths) != 1:
        raise MunicompareError(
            Issue(
                code="MC010",
                severity="error",
                message=f"one document was expected, {len(paths)} were given.",
                remedy="Read each document by itself; this version does not merge several.",
                readings=tuple(Reading(document=Path(path).name) for path in paths),
            )
        )
    document = load_document(paths[0], encoding=encoding)
    choice = choose_reader(document, name=reader)
    record = _with_reason(choice.reader.read(document), choice)
    if curation is not None:
        path = Path(curation)
        record = apply_curation(record, load_curation(path), document=path.name)
    return Plan(record)
