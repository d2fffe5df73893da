"""The title page of a verksamhetsplan: whose plan it is, for which year, adopted by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from municompare.readers.norrkoping_text import Passage, Transcript
from municompare.text.periods import read_date

__all__ = ["FIRST_PART", "YEAR", "Title", "bare_name", "read_title"]

YEAR: Final = r"(?:19|20)[0-9]{2}"
"""A year."""
# a transcript may lose the hyphen of "vård- och omsorgsnämnden" at the end of a line
FIRST_PART: Final = r"(?:[^\W\d_]{3,}(?:- och|och) )?"
"""First part of a double name."""
# "Tekniska kontoret": an adjective whose capital the office does not have
_ADJECTIVE: Final = r"(?:(?-i:[A-ZÅÄÖ][a-zåäö]+a )(?=(?-i:[a-zåäö])))?"
_OFFICE: Final = r"(?:kontoret|förvaltningen|avdelningen|enheten|nämnden)"
_TITLES: Final = (
    re.compile(
        rf"(?<!\S)(?P<title>(?P<owner>{_ADJECTIVE}{FIRST_PART}[^\W\d_]+s) verksamhetsplan "
        rf"(?:för )?(?P<year>{YEAR}))(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\S)(?P<title>verksamhetsplan (?P<year>{YEAR})(?: för|,| [-–])? "
        rf"(?P<owner>{FIRST_PART}[^\W\d_]*{_OFFICE}))(?!\w)",
        re.IGNORECASE,
    ),
    # a field of work in place of an office: "för vuxenutbildningen"
    re.compile(
        rf"(?<!\S)(?P<title>verksamhetsplan (?P<year>{YEAR}) för "
        rf"(?P<owner>{FIRST_PART}[^\W\d_]{{4,}}(?:en|et)))(?!\w)",
        re.IGNORECASE,
    ),
)
_REFERENCE: Final = re.compile(rf"\b[A-ZÅÄÖ]{{2,4}}[ -]?{YEAR}/[0-9]{{3,5}}(?:-[0-9]+)?(?!\w)")
_ADOPTED: Final = re.compile(
    r"\b(?:Antagen|Antogs|Fastställd|Fastställdes|Beslutad) av (?P<by>[^.,;:]{2,120}?) den "
    rf"(?P<date>[0-9]{{1,2}} [^\W\d_]+ {YEAR})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The title page: title, whose plan it is, its year, and who adopted it when."""

    title: Passage
    organisation: str
    year: str
    decided_by: str | None
    decided_on: str | None
    adopted: Passage | None
    reference: str | None


def bare_name(name: str, text: str) -> str:
    """The name without the ending of the genitive, if that is sure or the text prints it so."""
    bare = name.removesuffix("s")
    if re.search(rf"{_OFFICE}$", bare, re.IGNORECASE):
        return bare
    printed = re.search(rf"(?<![\w-]){re.escape(bare)}(?!\w)", text, re.IGNORECASE)
    return bare if printed else name


def read_title(transcript: Transcript, *, before: int) -> Title | None:
    """Read title and adoption on the pages before the list of contents."""
    found = (title.search(transcript.text, 0, before) for title in _TITLES)
    match = next(filter(None, found), None)
    if match is None:
        return None
    adopted = _ADOPTED.search(transcript.text, match.end(), before)
    day = read_date(adopted["date"], language="sv") if adopted else None
    office = _office(adopted["by"]) if adopted else None
    reference = _REFERENCE.search(transcript.text, match.end(), before)
    return Title(
        title=transcript.passage(match.span("title")),
        organisation=bare_name(match["owner"], transcript.text),
        year=match["year"],
        decided_by=office,
        decided_on=day.isoformat() if isinstance(day, date) else None,
        adopted=(
            transcript.passage((adopted.start(), adopted.start("by") + len(office)))
            if adopted and office
            else None
        ),
        reference=reference[0] if reference else None,
    )


def _office(words: str) -> str:
    """Words up to a person's name: a capital after a lower-case word."""
    kept: list[str] = []
    for word in words.split():
        if kept and word[0].isupper() and kept[-1][0].islower():
            break
        kept.append(word)
    return " ".join(kept)
