"""The title page of an agreement: whose it is, and whether it was concluded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from municompare.documents import SourceDocument
from municompare.model.governance import GovernanceModel
from municompare.model.plan import Document, DocumentStatus
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_outline import Title, front
from municompare.readers.silkeborg_passages import passages_of
from municompare.readers.silkeborg_responsibilities import office_part
from municompare.readers.steering import first_mention
from municompare.text.periods import find_periods
from municompare.text.words import is_masked

__all__ = ["add_document", "title_of"]

_DRAFT: Final = re.compile(r"\b(?:udkast|forslag|høringsversion)\b", re.IGNORECASE)
_CONCLUDED: Final = re.compile(
    r"\baftalen er (?:indgået|underskrevet|godkendt|vedtaget)\b", re.IGNORECASE
)


def title_of(found: Sequence[Title]) -> Title:
    """The title line without a person's name, where one is printed masked."""
    masked = [each for each in found if any(map(is_masked, each.person.split()))]
    return (masked or list(found))[0]


def add_document(
    agreement: Agreement,
    document: SourceDocument,
    title: Title,
    *,
    kind: str,
    year: str,
    reader: str,
    model: GovernanceModel,
) -> Literal["adopted", "proposal", "unknown"]:
    """Add the row of the document; say whether the plan was adopted.

    Parameters
    ----------
    agreement : Agreement
        The agreement in the making.
    document : SourceDocument
        The document.
    title : Title
        Its title.
    kind, year, reader : str
        Kind of document, the year that it is for, and name of the reader.
    model : GovernanceModel
        The municipality's model, with its names.
    """
    status, decided_on = _status(agreement, document, title)
    issuer = first_mention(document, model.names)
    agreement.draft.add(
        Document(
            id=agreement.document,
            title=title.passage.text,
            kind=kind,
            role="read",
            file=document.path_name,
            sha256=document.sha256,
            issuer=issuer[0] if issuer else None,
            period=year,
            decided_on=decided_on,
            language=model.language,
            status=status,
            reader=reader,
            locator=title.passage.locator,
        )
    )
    adopted: dict[DocumentStatus, Literal["adopted", "proposal"]] = {
        "decided": "adopted",
        "proposed": "proposal",
    }
    return adopted.get(status, "unknown")


def _status(
    agreement: Agreement, document: SourceDocument, title: Title
) -> tuple[DocumentStatus, str | None]:
    """What is printed about the agreement's conclusion.

    It is ``decided`` only where the text says that it was concluded; to be called an agreement
    or to be published on a date is not the same.
    """
    if any(_DRAFT.search(block.text) for block in front(document)):
        return "proposed", None
    for passage in passages_of(document):
        match = _CONCLUDED.search(passage.text)
        if match is not None:
            periods = find_periods(passage.text[match.end() :], language="da")
            day = next(
                (each.period for each in periods if each.period.start == each.period.end), None
            )
            return "decided", day.start.isoformat() if day else None
    agreement.draft.issue(
        "MC356",
        "info",
        "expected a signature, a decision or a date of conclusion, found none; the document calls "
        "itself an agreement, and neither draft nor proposal.",
        cause="conclusion of the agreement",
        remedy="Classify the plan by curation when another source says that it was concluded.",
        readings=[agreement.reading(office_part(title))],
    )
    return "unknown", None
