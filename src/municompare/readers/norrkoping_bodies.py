"""The bodies and documents that a verksamhetsplan names: whose it is, what it hangs on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from municompare.model.plan import Document
from municompare.model.steering import Organisation
from municompare.readers.norrkoping_text import Passage, Source, Transcript
from municompare.text.periods import read_date
from municompare.text.words import fold

__all__ = ["Title", "add_organisations", "add_referenced_documents", "read_title"]

_YEAR: Final = r"(?:19|20)[0-9]{2}"
# a transcript may lose the hyphen of "vård- och omsorgsnämnden" at the end of a line
_FIRST_PART: Final = r"(?:[^\W\d_]{3,}(?:- och|och) )?"
_OFFICE: Final = r"(?:kontoret|förvaltningen|avdelningen|enheten|nämnden)"
_TITLES: Final = (
    re.compile(
        rf"(?<!\S)(?P<title>(?P<owner>{_FIRST_PART}[^\W\d_]+s) verksamhetsplan "
        rf"(?:för )?(?P<year>{_YEAR}))(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\S)(?P<title>verksamhetsplan (?P<year>{_YEAR})(?: för|,| [-–])? "
        rf"(?P<owner>{_FIRST_PART}[^\W\d_]*{_OFFICE}))(?!\w)",
        re.IGNORECASE,
    ),
)
_ADOPTED: Final = re.compile(
    r"\b(?:Antagen|Antogs|Fastställd|Fastställdes|Beslutad) av (?P<by>[^.,;:]{2,120}?) den "
    rf"(?P<date>[0-9]{{1,2}} [^\W\d_]+ {_YEAR})"
)
_BODIES: Final = {
    "nämnden": "committee",
    "kontoret": "administration",
    "enheten": "unit",
    "fullmäktige": "council",
}
_BODY: Final = re.compile(
    rf"(?<![\w-])(?P<name>{_FIRST_PART}(?!förvaltnings)[^\W\d_]{{3,}}"
    rf"(?P<noun>{'|'.join(_BODIES)}))s?(?!\w)(?: \((?P<short>[A-ZÅÄÖ]{{2,}}(?:-\w+?)?)s?\))?",
    re.IGNORECASE,
)
_ATTACHED: Final = re.compile(
    r" (?:är [^.,]{0,60}?knut\w+ till|hör till|lyder under) (?P<parent>)", re.IGNORECASE
)
_OPERATIONS: Final = re.compile(
    r"\borganisera[dt]\w* i verksamheterna (?P<list>[^.,;]+(?:, [^.,;]+)*? och [^.,; ]+)"
)
_ITEM: Final = re.compile(r"(?:^|, | och )(?P<name>[^,]+?)(?=, | och |$)")
_DATED: Final = re.compile(
    rf"(?<![\w-])(?P<title>(?P<owner>{_FIRST_PART}[^\W\d_]+s) (?P<kind>[^\W\d_]+plan) "
    rf"för (?P<year>{_YEAR}))(?!\w)",
    re.IGNORECASE,
)
_ASSIGNMENT_PLAN: Final = re.compile(r"\buppdragsplan", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The title page: title, whose plan it is, its year, and who adopted it when."""

    title: Passage
    organisation: str
    year: str
    decided_by: str | None
    decided_on: str | None


def _bare(name: str, text: str) -> str:
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
    return Title(
        title=transcript.passage(match.span("title")),
        organisation=_bare(match["owner"], transcript.text),
        year=match["year"],
        decided_by=_office(adopted["by"]) if adopted else None,
        decided_on=day.isoformat() if isinstance(day, date) else None,
    )


def _office(words: str) -> str:
    """Words up to a person's name: a capital after a lower-case word."""
    kept: list[str] = []
    for word in words.split():
        if kept and word[0].isupper() and kept[-1][0].islower():
            break
        kept.append(word)
    return " ".join(kept)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))


def add_organisations(source: Source, introduction: Passage, title: Title) -> None:
    """Add the bodies that the introduction names, the plan's own organisation first."""
    text = introduction.text
    found: dict[str, Organisation] = {}

    def take(name: str, kind: str, short: str | None, at: Passage) -> None:
        key = _letters(name)
        if key in found:
            known = found[key]
            found[key] = replace(known, abbreviation=known.abbreviation or short)
            return
        found[key] = Organisation(
            id=source.draft.id("organisation", name),
            name=name,
            abbreviation=short,
            kind=kind,
            **source.printed(at),
        )

    own = title.organisation
    take(own, "administration", None, title.title.part(0, len(own)))
    for match in _BODY.finditer(text):
        kind = _BODIES[match["noun"].lower()]
        take(match["name"], kind, match["short"], introduction.part(*match.span("name")))
    for operations in _OPERATIONS.finditer(text):
        start = operations.start("list")
        for item in _ITEM.finditer(operations["list"]):
            first, last = item.span("name")
            at = introduction.part(start + first, start + last)
            take(item["name"], "unit", None, at)
    for match in _BODY.finditer(text):
        parent = _attached_to(text, match)
        if parent is not None and _letters(parent) in found:
            body = found[_letters(match["name"])]
            found[_letters(match["name"])] = replace(body, parent=found[_letters(parent)].id)
    source.draft.add(*found.values())


def _attached_to(text: str, body: re.Match[str]) -> str | None:
    """The committee that a body is said to belong to."""
    attached = _ATTACHED.match(text, body.end())
    if attached is None:
        return None
    parent = _BODY.match(text, attached.end())
    return parent["name"] if parent and parent["noun"].lower() == "nämnden" else None


def add_referenced_documents(source: Source, introduction: Passage) -> None:
    """Add the plans that the introduction names with owner and year, and the uppdragsplan."""
    mentions: dict[tuple[str, str, str], list[re.Match[str]]] = {}
    for match in _DATED.finditer(introduction.text):
        key = match["kind"].lower(), match["year"], _letters(match["owner"])
        mentions.setdefault(key, []).append(match)
    for (kind, year, _), matches in mentions.items():
        # of two spellings the one with the hyphen is whole
        match = next((m for m in matches if "- " in m["owner"]), matches[0])
        source.draft.add(
            Document(
                id=source.draft.id("document", kind),
                title=match["title"],
                kind=kind,
                role="referenced",
                issuer=_bare(match["owner"], introduction.text),
                period=year,
                language="sv",
                locator=str(introduction.part(*match.span("title")).locator),
            )
        )
    named = _ASSIGNMENT_PLAN.search(introduction.text)
    if named and all(kind != "uppdragsplan" for kind, _, _ in mentions):
        source.draft.add(
            Document(
                id=source.draft.id("document", "uppdragsplan"),
                title=named[0],
                kind="uppdragsplan",
                role="referenced",
                language="sv",
                locator=str(introduction.part(*named.span()).locator),
            )
        )
