"""What is odd about the print of an agreement: masked and broken words, lost colours."""

from __future__ import annotations

import re
from typing import Final

from municompare.documents import SourceDocument
from municompare.errors import Reading
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_passages import Passage, passages_of

__all__ = ["report_broken_words", "report_lost_colours", "report_masked_words"]

_MASKED: Final = re.compile(r"\b[Xx]{3,}\b")
# "elev- og lærlingepladser" shares a part of a word; "funk- tionsledelse" is one word in two
_BROKEN: Final = re.compile(
    r"\b[^\W\d_]{2,}- (?!(?:og|eller|samt|til|fra|både|men|men også)\b)[a-zæøå][\w]+"
)


def _places(
    agreement: Agreement, document: SourceDocument, pattern: re.Pattern[str]
) -> list[Reading]:
    return [
        agreement.reading(passage.part(*match.span()))
        for passage in passages_of(document)
        for match in pattern.finditer(passage.text)
    ]


def report_masked_words(agreement: Agreement, document: SourceDocument) -> None:
    """Report words written over with X; in titles and texts they stay as printed."""
    readings = _places(agreement, document, _MASKED)
    if readings:
        agreement.draft.issue(
            "MC352",
            "info",
            "words are written over with X; what stood there is not known.",
            cause="masked words",
            remedy="Look them up in an unmasked copy, if they are no names of persons.",
            readings=readings,
        )


def report_broken_words(agreement: Agreement, document: SourceDocument) -> None:
    """Report hyphens of lost line ends inside words; the text stays as printed."""
    readings = _places(agreement, document, _BROKEN)
    if readings:
        agreement.draft.issue(
            "MC353",
            "info",
            "words hold the hyphen of a line end that is not there any more.",
            cause="broken words",
            remedy="Read them without hyphen and space.",
            readings=readings,
        )


def report_lost_colours(agreement: Agreement, legend: Passage | None) -> None:
    """Report that colours of the print said who set a goal and who carries an action out."""
    if legend is not None:
        agreement.draft.issue(
            "MC351",
            "warning",
            "the colour of the print tells who set goals and actions and who carries them out; "
            "the text has no colours, so the responsible of the tables' actions is 'unknown' "
            "where their wording does not name it.",
            cause="colours of the print",
            remedy="Look the colours up in the original.",
            readings=[agreement.reading(legend)],
        )
