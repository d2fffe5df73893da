"""Principles, focus areas and goal areas of a steering programme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from municompare.documents import Block
from municompare.model.elements import Goal, Principle
from municompare.readers.linkoping_programme_outline import Section
from municompare.readers.linkoping_programme_rows import Programme
from municompare.readers.linkoping_text import Statement, sentences, shortened, whole
from municompare.text.cells import strip_markers
from municompare.text.words import fold

__all__ = ["add_principles"]

_Kind = Literal["principle", "priority"]
_COUNTS: Final = {
    "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
}  # fmt: skip
_NOUNS: Final[dict[str, _Kind | None]] = {
    "princip": "principle",
    "fokusområde": "priority",
    "insatsområde": "priority",
    "utvecklingsområde": "priority",
    "prioritering": "priority",
    "inriktning": "priority",
    "strategi": "priority",
    "målområde": None,
}
_PLAIN: Final = "område"
"""A plain word that tells only with as many sections as it announces."""
_ENDINGS: Final = "(?:n|en|er|erna|ar|arna)?"
_NOUN: Final = rf"(?P<noun>{'|'.join(_NOUNS)}){_ENDINGS}"
_ANNOUNCED: Final = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}}) (?:[^\W\d_]+ ){{0,2}}"
    rf"(?P<noun>{'|'.join((*_NOUNS, _PLAIN))}){_ENDINGS}\b",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    rf"{_NOUN} (?P<number>\d{{1,2}})\s*[:.–-]?\s+(?P<title>\S.*)", re.IGNORECASE
)
_HEADED: Final = re.compile(rf"(?:[^\W\d_]+ ){{0,2}}{_NOUN}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Announced:
    """The words that announce how many there are, with the chapter that holds them."""

    section: Section
    match: re.Match[str]
    sentence: Statement
    block: Block


@dataclass(frozen=True, slots=True)
class _Named:
    """One of them: its number, its title, where it stands, the line of its heading."""

    number: str | None
    title: str
    locator: str
    line: int


def add_principles(programme: Programme, *, level: str | None) -> dict[int, str]:
    """Add the principles or areas: the sections, or the list, of the chapter that announces them.

    Focus areas and the like are priorities, goal areas are goals.

    Parameters
    ----------
    programme : Programme
        The programme.
    level : str or None
        Id of the level that goal areas belong to.

    Returns
    -------
    dict
        Id of each by the line of its heading.
    """
    outline = programme.outline
    announced = next(iter(_announcements(programme)), None)
    noun = announced.match["noun"] if announced else None
    chapter = announced.section if announced else None
    found: list[_Named] = []
    if chapter is None:
        chapter = next((s for s in outline.sections if s.depth == 1 and _heads(s)), None)
        noun = _noun_of(chapter.title) if chapter else None
    if chapter is not None:
        found = [_named(section) for section in _below(outline.sections, chapter)]
    if not found:
        numbered = [
            (section, match)
            for section in outline.sections
            if (match := _NUMBERED.fullmatch(section.title))
        ]
        found = [_named(section) for section, _ in numbered]
        noun = numbered[0][1]["noun"] if numbered else noun
    if not found and announced is not None:
        found = list(_listed(announced))
    ids = {
        each.line: _add(programme, each, _NOUNS.get((noun or "princip").lower(), "priority"), level)
        for each in found
    }
    if announced is not None:
        _check_count(programme, announced, len(ids))
    return ids


def _announcements(programme: Programme) -> list[_Announced]:
    """The places that announce them, those in a chapter with sections first."""
    found = []
    sections = programme.outline.sections
    for section, block in programme.blocks():
        for sentence in sentences(block):
            match = _ANNOUNCED.search(sentence.text)
            if match is None or section.depth != 1:
                continue
            below = sum(1 for _ in _below(sections, section))
            if match["noun"].lower() != _PLAIN or below == _count(match):
                found.append(_Announced(section, match, sentence, block))
    return sorted(found, key=lambda each: next(_below(sections, each.section), None) is None)


def _noun_of(title: str) -> str | None:
    match = _HEADED.fullmatch(title) or re.search(rf"\b{_NOUN}\b", title, re.IGNORECASE)
    return match["noun"] if match else None


def _heads(section: Section) -> bool:
    """Tell whether a chapter is called after them."""
    return "princip" in fold(section.title) or _HEADED.fullmatch(section.title) is not None


def _below(sections: Sequence[Section], chapter: Section) -> Iterator[Section]:
    """The sections of a chapter: by their numbers, else by the levels of their headings."""
    if chapter.number is not None:
        yield from (s for s in sections if s.depth == 2 and s.chapter == chapter.number)
        return
    for section in sections[sections.index(chapter) + 1 :]:
        if section.rank <= chapter.rank:
            return
        if section.rank == chapter.rank + 1:
            yield section


def _named(section: Section) -> _Named:
    match = _NUMBERED.fullmatch(section.title)
    number, title = (match["number"], match["title"]) if match else (None, section.title)
    return _Named(section.number or number, title, section.heading.locator, section.heading.line)


def _listed(announced: _Announced) -> Iterator[_Named]:
    """The items of the list below the words that announce it."""
    blocks = announced.section.blocks
    for block in blocks[blocks.index(announced.block) + 1 :]:
        if block.kind != "list_item":
            return
        title = shortened(strip_markers(block.text)[0].rstrip(" ,;"))
        number = block.marker.rstrip(".)")
        yield _Named(
            number if number.isdecimal() else None, title, whole(block).locator, block.line
        )


def _add(programme: Programme, each: _Named, kind: _Kind | None, level: str | None) -> str:
    draft = programme.draft
    if kind is None:
        identifier = draft.id("goal", each.title)
        draft.add(
            Goal(
                id=identifier,
                level=level,
                kind="goal_area",
                number=each.number,
                title=each.title,
                title_status="printed",
                document=programme.document,
                locator=each.locator,
            )
        )
        return identifier
    identifier = draft.id("principle", each.title)
    draft.add(
        Principle(
            id=identifier,
            kind=kind,
            number=each.number,
            title=each.title,
            document=programme.document,
            locator=each.locator,
        )
    )
    return identifier


def _count(match: re.Match[str]) -> int:
    stated = match["count"].lower()
    return _COUNTS.get(stated) or int(stated)


def _check_count(programme: Programme, announced: _Announced, found: int) -> None:
    match = announced.match
    count = _count(match)
    if count != found:
        what = "principles" if match["noun"].lower() == "princip" else "areas"
        programme.draft.issue(
            "MC348",
            "warning",
            f"expected {count} {what}, as the text announces, found {found} sections.",
            cause="principer",
            remedy="Check whether a section is missing or is none of them.",
            readings=[programme.reading(announced.sentence.part(*match.span()))],
        )
