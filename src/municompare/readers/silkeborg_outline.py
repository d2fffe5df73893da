"""How an agreement is laid out: titles, chapters, goal list, lists of actions, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final, Literal

from municompare.documents import Block, SourceDocument
from municompare.readers.silkeborg_passages import Passage

__all__ = [
    "Bullet",
    "Chapter",
    "GoalsChapter",
    "ListedGoal",
    "Section",
    "SectionKind",
    "Title",
    "chapters",
    "front",
    "goals_chapter",
    "heading_facts",
    "titles",
]

Subject = Literal["contents", "mission", "economy", "goals", "frame", "other"]
SectionKind = Literal["appropriation", "continued", "new"]

_CHAPTERS: Final[dict[Subject, re.Pattern[str]]] = {
    "contents": re.compile(r"indhold", re.IGNORECASE),
    "mission": re.compile(r"mission (?:og|&) vision", re.IGNORECASE),
    "economy": re.compile(r"økonomi\b.*", re.IGNORECASE),
    "goals": re.compile(
        r"mål for (?P<institution>.+?)(?: \([^() ]{2,10}\))? (?:for |i )?(?P<year>(?:19|20)\d\d)",
        re.IGNORECASE,
    ),
    "frame": re.compile(r"rammerne? for ledelsens arbejde", re.IGNORECASE),
}
_NUMBERED: Final = re.compile(r"(?P<number>\d{1,2})[.)]\s+(?=\S)")
_BULLET: Final = re.compile(r"[•▪‣◦·*-]\s+(?=\S)")
_TITLE: Final = re.compile(
    r"aftale(?: for)?(?: \d{4})? mellem (?P<institution>\S.*?)(?: \((?P<short>[^() ]{2,10})\))? og "
    r"(?P<office>(?:[^\W\d_]+- og )?[^\W\d_-]*(?:chef|leder|direktør)\w*"
    r"(?: for [^\W\d_]*(?:afdeling|område|forvaltning)\w*)?)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_LABELS: Final[dict[SectionKind, re.Pattern[str]]] = {
    "appropriation": re.compile(
        r"bevillingsmål(?: for)?(?: bevilling (?P<number>\d+))?(?: (?:for |i )?(?P<year>\d{4}))?:?",
        re.IGNORECASE,
    ),
    "continued": re.compile(r"mål ?[-–,]? ?fortsat fra \d{4}:?", re.IGNORECASE),
    "new": re.compile(r"ny(?:t|e) mål(?: (?:(?:for|i) )?\d{4})?:?", re.IGNORECASE),
}
_PLAIN_NUMBER: Final = re.compile(r"(?P<number>\d{1,2})\s+(?=\S)")
RELATION: Final = re.compile(r"(?P<action>\S.*?),? i relation til målet\s*[-–—:]*\s*(?P<goal>\S.*)")
"""An action that names the goal it serves."""
_LISTED: Final = re.compile(r"\bmål (?P<number>\d{1,2}) ?: ?", re.IGNORECASE)
_APPROPRIATION: Final = re.compile(r"på bevilling (?P<number>\d+)\b", re.IGNORECASE)
_COLOURS: Final = re.compile(r"\b(?:sort|grøn|blå|rød|gul|grå|lilla|orange)t? tekst er\b", re.I)
# a clause in brackets is said about the goal; a noun in brackets belongs to its title
_REMARK: Final = re.compile(r"\((?P<clause>[^()]*\b(?:har|er|skal|kan|vil|indgår)\b[^()]*)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title line, *Aftale mellem <institution> og <office> <person>*.

    Parameters
    ----------
    passage : Passage
        The line.
    institution, office : str
        The two parties; the person's name is in neither.
    short : str or None
        The institution's abbreviation in brackets behind its name.
    person : str
        What follows the office; for comparing only.
    """

    passage: Passage
    institution: str
    short: str | None
    office: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A numbered chapter: what it is about, its heading, and the blocks below."""

    subject: Subject
    heading: Passage
    blocks: tuple[Block, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the goals: common goals of the appropriation, continued or new ones."""

    kind: SectionKind
    label: Passage
    perspective: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGoal:
    """A goal of the numbered list, with its label, and a remark in brackets behind it."""

    number: str
    label: Passage
    title: Passage
    remark: Passage | None
    section: Section | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """A list item, with the paragraph that introduces its list."""

    text: Passage
    intro: Passage | None
    perspective: str | None


@dataclass(slots=True)
class GoalsChapter:
    """What the chapter on goals holds, in printed order."""

    listed: list[ListedGoal] = field(default_factory=list)
    bullets: list[Bullet] = field(default_factory=list)
    announced: list[Passage] = field(default_factory=list)
    tables: list[tuple[Section | None, Block]] = field(default_factory=list)
    legend: Passage | None = None


def _item(block: Block) -> tuple[str, Passage]:
    """Give the marker and the text behind it; a plain text file has both in one paragraph."""
    passage = Passage.of_block(block)
    if block.kind == "list_item":
        return block.marker, passage
    match = _NUMBERED.match(block.text) or _BULLET.match(block.text)
    if match is None:
        return "", passage
    return match[0].strip(), passage.part(match.end())


def front(document: SourceDocument) -> tuple[Block, ...]:
    """Blocks above the first chapter, list or table."""
    return tuple(
        takewhile(lambda block: block.kind != "table" and not _item(block)[0], document.blocks)
    )


def titles(document: SourceDocument) -> tuple[Title, ...]:
    """Title lines above the first chapter."""
    found = []
    for block in front(document):
        match = _TITLE.fullmatch(block.text)
        if match is not None:
            found.append(
                Title(
                    passage=Passage.of_block(block),
                    institution=match["institution"],
                    short=match["short"],
                    office=match["office"],
                    person=match["rest"].strip(),
                )
            )
    return tuple(found)


def chapters(document: SourceDocument) -> tuple[Chapter, ...]:
    """The chapters, by their headings: numbered, or marked as headings."""
    found: list[Chapter] = []
    last = 0
    for block in document.blocks:
        subject: Subject = "other"
        if block.kind != "table":
            marker, text = _item(block)
            own = _NUMBERED.match(text.text)
            heading = text.text[own.end() :] if own else text.text
            plain = None if marker else _PLAIN_NUMBER.match(heading)
            if plain and any(p.fullmatch(heading[plain.end() :]) for p in _CHAPTERS.values()):
                marker, heading = f"{plain['number']}.", heading[plain.end() :]
            number = int(marker[:-1]) if marker[:-1].isdecimal() else None
            for each, pattern in _CHAPTERS.items():
                subject = each if pattern.fullmatch(heading) else subject
            known = subject != "other" and (number is not None or block.kind == "heading")
            # an unknown chapter carries on the numbers and is no sentence
            unknown = number == last + 1 and len(heading) < 80 and heading[-1] not in ".:;"
            if known or unknown:
                found.append(
                    Chapter(
                        subject=subject,
                        heading=text.part(len(text.text) - len(heading)),
                        blocks=(),
                        number=number,
                    )
                )
                last = number or last + 1
                continue
        if found:
            found[-1] = replace(found[-1], blocks=(*found[-1].blocks, block))
    return tuple(found)


def heading_facts(chapter: Chapter) -> tuple[str, str]:
    """Give the institution and the year that the heading of the goals names."""
    match = _CHAPTERS["goals"].fullmatch(chapter.heading.text)
    assert match is not None  # the heading made it the chapter on goals
    return match["institution"], match["year"]


def _section(passage: Passage, perspective: str | None) -> Section | None:
    for kind, pattern in _LABELS.items():
        match = pattern.fullmatch(passage.text)
        if match is not None:
            number = match.groupdict().get("number")
            named = f"Bevilling {number}" if number else perspective
            return Section(kind=kind, label=passage, perspective=named)
    return None


def _listed_goals(passage: Passage, section: Section | None) -> list[ListedGoal]:
    matches = list(_LISTED.finditer(passage.text))
    if not matches or matches[0].start():
        return []
    ends = [*(match.start() for match in matches[1:]), len(passage.text)]
    goals = []
    for match, end in zip(matches, ends, strict=True):
        title = passage.part(match.end(), end)
        remark = _REMARK.search(title.text)
        goals.append(
            ListedGoal(
                number=match["number"],
                label=passage.part(*match.span()),
                title=title.part(0, remark.start()) if remark else title,
                remark=title.part(remark.start()) if remark else None,
                section=section,
            )
        )
    return goals


def goals_chapter(chapter: Chapter) -> GoalsChapter:
    """Sort the blocks of the chapter on goals."""
    found = GoalsChapter()
    section: Section | None = None
    intro: Passage | None = None
    perspective: str | None = None
    for block in chapter.blocks:
        if block.kind == "table":
            found.tables.append((section, block))
            continue
        marker, passage = _item(block)
        if marker or RELATION.fullmatch(passage.text):
            found.bullets.append(Bullet(text=passage, intro=intro, perspective=perspective))
            continue
        listed = _listed_goals(passage, section)
        label = _section(passage, perspective)
        if listed:
            found.listed.extend(listed)
        elif label is not None:
            section = label
        elif _COLOURS.search(passage.text):
            found.legend = passage
        else:
            if passage.text.endswith(":"):
                found.announced.append(passage)
            intro = passage
            match = _APPROPRIATION.match(passage.text)
            if match is not None:
                perspective = f"Bevilling {match['number']}"
    return found
