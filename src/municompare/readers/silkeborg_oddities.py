"""What is odd about the print of an agreement: masked and broken words, lost colours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from municompare.documents import SourceDocument
from municompare.errors import Reading
from municompare.model.quantity import Locator
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_outline import Chapter, front
from municompare.readers.silkeborg_passages import Passage, passages_of

__all__ = [
    "report_broken_words",
    "report_lost_colours",
    "report_lost_letters",
    "report_masked_words",
    "report_missing_chapters",
]

_MASKED: Final = re.compile(r"\b[Xx]{3,}\b")
# no Danish word begins with a doubled consonant
_SPLIT: Final = re.compile(r"\b[^\W\d_]{3,} ([bcdfghjklmnpqrstv])\1[a-zæøå]+\b")
# fewer letters are too often a word of their own
_WORD: Final = re.compile(r"(?<![\w-])[^\W\d_]{8,}(?!\w)")
_CLUSTER: Final = re.compile(
    r"(?:b[jlr]|d[rv]|f[jlnr]|g[lnr]|h[jv]|k[lnrv]|p[lr]|s[jklmnptv]|t[rv])", re.IGNORECASE
)
_NUMBERED: Final = re.compile(r"(\d{1,2})[.)]? ")
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
    on_title_page = {block.line for block in front(document)}
    if readings:
        # in the title a person's name was to be hidden; elsewhere an element lost a word
        hidden = all(
            Locator.parse(str(reading.locator)).first.line in on_title_page for reading in readings
        )
        agreement.draft.issue(
            "MC352",
            "info" if hidden else "warning",
            "words are written over with X; what stood there is not known.",
            cause="masked words",
            remedy="Look them up in an unmasked copy, if they are no names of persons.",
            readings=readings,
        )


def report_broken_words(agreement: Agreement, document: SourceDocument) -> None:
    """Report hyphens of lost line ends inside words; the text stays as printed."""
    readings = [
        agreement.reading(passage.part(*match.span()))
        for passage in passages_of(document)
        for match in sorted(
            (*_BROKEN.finditer(passage.text), *_SPLIT.finditer(passage.text)),
            key=lambda match: match.start(),
        )
    ]
    if readings:
        agreement.draft.issue(
            "MC353",
            "info",
            "words hold the hyphen or the break of a line end that is not there any more.",
            cause="broken words",
            remedy="Read them without hyphen and space.",
            readings=readings,
        )


def report_lost_letters(agreement: Agreement, document: SourceDocument) -> None:
    """Report words that lack the first letter with which the same sentence prints them."""
    readings = []
    for passage in passages_of(document):
        words = list(_WORD.finditer(passage.text))
        for whole in words:
            rest = whole[0][1:].lower()
            if _CLUSTER.match(whole[0]) is None:
                continue
            for short in words:
                if short[0].lower().startswith(rest):
                    places = (whole, short)
                    readings += [agreement.reading(passage.part(*at.span())) for at in places]
    if readings:
        agreement.draft.issue(
            "MC343",
            "info",
            "a word lacks its first letter, with which it is printed beside.",
            cause="lost letters",
            remedy="Read the word with its first letter.",
            readings=readings,
        )


def report_missing_chapters(
    agreement: Agreement, document: SourceDocument, found: Sequence[Chapter]
) -> None:
    """Report gaps in the numbers of the chapters."""
    numbers = [chapter.number for chapter in found if chapter.number is not None]
    printed = {block.marker[:-1] for block in document.blocks if block.kind == "list_item"}
    printed |= {match[1] for block in document.blocks if (match := _NUMBERED.match(block.text))}
    expected = range(1, max(numbers, default=0) + 1)
    missing = [each for each in expected if each not in numbers and str(each) not in printed]
    if missing or numbers != sorted(set(numbers)):
        agreement.draft.issue(
            "MC322",
            "warning",
            f"expected chapters numbered from 1, found {', '.join(map(str, numbers))}.",
            cause="numbers of chapters",
            remedy="Check whether a chapter is missing or a number is misprinted.",
            readings=[agreement.reading(chapter.heading) for chapter in found],
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
