"""Assignments that a verksamhetsplan reports: to whom they go, who gives them, their items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from municompare.model.elements import Assignment
from municompare.model.plan import Link, Note
from municompare.model.steering import Organisation
from municompare.readers.norrkoping_bodies import BodyBook
from municompare.readers.norrkoping_goals import Treated
from municompare.readers.norrkoping_links import Service, add_services
from municompare.readers.norrkoping_lists import Listed
from municompare.readers.norrkoping_responsible import add_responsibility
from municompare.readers.norrkoping_text import Passage, Source, shortened

__all__ = ["add_assignments", "add_passed_on", "assignment_list"]

_KIND: Final = r"(?P<kind>[^\W\d_]*uppdrag)"
_IS: Final = re.compile(
    rf"\b{_KIND}(?:et|en)? (?:[^.:;]{{0,60}} )?(?:är|omfattar|innebär|lyder)(?: att)? ?:$",
    re.IGNORECASE,
)
_GIVES: Final = re.compile(
    rf"(?P<giver>.+?) (?:ger|gav|har gett|lämnar) (?:[^.;]{{0,40}}? )?(?:ett|en) {_KIND} "
    r"(?:till|åt) (?P<addressee>[^.,;]+?)(?= att\b|[.,;]|$)",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    rf"\b(?:ger|gav|har gett) (?P<giver>[^.,;]+?) {_KIND}(?:et)? (?:till|åt) "
    r"(?P<addressee>[^.,;]+?) att\b",
    re.IGNORECASE,
)
_GETS: Final = re.compile(
    r"(?P<addressee>.+?) (?:får|fick|har fått|ges|har getts) i (?P<kind>uppdrag)"
    r"(?: av (?P<giver>[^.,;]+?))? att\b",
    re.IGNORECASE,
)
_PASSED: Final = re.compile(
    rf"\bdet {_KIND} som [^\W\d_]+ har (?:delgivit|delgett|förmedlat)[^.;,]*", re.IGNORECASE
)
_PLURAL: Final = re.compile(r"(?:förvaltningar|nämnder|kontor|enheter)(?:na)?|förvaltningskontoren")


def assignment_list(section: Sequence[Passage | Listed]) -> Listed | None:
    """The list of a section that says what an assignment is."""
    for piece in section:
        if isinstance(piece, Listed) and _IS.search(piece.lead.text):
            return piece
    return None


def add_assignments(
    source: Source,
    section: Sequence[Passage | Listed],
    heading: Passage | None,
    *,
    treated: Sequence[Treated],
    bodies: BodyBook,
) -> tuple[Listed, ...]:
    """Add the assignments of a section, or of the words before the first section."""
    listed = assignment_list(section) if heading is not None else None
    if listed is not None and heading is not None:
        _add_list(source, section, heading, listed, bodies)
        return (listed,)
    before: list[Passage] = []
    for piece in section:
        sentence = piece.lead if isinstance(piece, Listed) else piece
        match = _GIVEN.search(sentence.text) or _GETS.match(sentence.text)
        if match is not None:
            identifier = _add(source, sentence, match["kind"], match["addressee"])
            _add_bodies(source, identifier, sentence, match, bodies)
            add_services(source, identifier, _named_before([*before, sentence], treated))
        before.append(sentence)
    return ()


def _add(source: Source, wording: Passage, kind: str, addressee: str | None) -> str:
    at = shortened(wording)
    identifier = source.draft.id("assignment", at.text)
    source.draft.add(
        Assignment(
            id=identifier,
            title=at.text,
            kind=kind.lower(),
            addressee=addressee,
            **source.printed(at),
        )
    )
    return identifier


def _add_list(
    source: Source,
    section: Sequence[Passage | Listed],
    heading: Passage,
    listed: Listed,
    bodies: BodyBook,
) -> None:
    """Add the assignment of a section, and one for each item of its list."""
    given = None
    for piece in section:
        if isinstance(piece, Passage) and (match := _GIVES.match(piece.text)):
            given = given or (piece, match)
    named = _IS.search(listed.lead.text)
    kind = given[1]["kind"] if given else named["kind"] if named else "uppdrag"
    addressee = given[1]["addressee"] if given else None
    title = heading.part(heading.text.index(" ") + 1, len(heading.text))
    whole = _add(source, title, kind, addressee)
    for identifier in (whole, *_add_items(source, whole, listed, kind, addressee)):
        if given is not None:
            _add_bodies(source, identifier, *given, bodies)


def _add_items(
    source: Source, whole: str, listed: Listed, kind: str, addressee: str | None
) -> list[str]:
    made = []
    for item in listed.items:
        identifier = _add(source, item, kind, addressee)
        made.append(identifier)
        source.draft.add(
            Link(
                id=source.draft.attached_id("link", identifier, whole),
                from_id=identifier,
                relation="part_of",
                to_id=whole,
                basis="by_position",
                **source.printed(item),
            )
        )
    return made


def _add_bodies(
    source: Source, assignment: str, sentence: Passage, match: re.Match[str], bodies: BodyBook
) -> None:
    """Add who gives an assignment and who has to carry it out."""
    giver = match["giver"]
    if giver is not None:
        body = _body(sentence.part(*match.span("giver")), bodies)
        if body is not None:
            add_responsibility(
                source, assignment, "decides", body, sentence.part(*match.span("giver"))
            )
    words = sentence.part(*match.span("addressee"))
    body = _body(words, bodies)
    if body is not None:
        add_responsibility(source, assignment, "executes", body, words)


def _body(words: Passage, bodies: BodyBook) -> Organisation | None:
    """The body that words name, or the group of bodies."""
    text = words.text
    if _PLURAL.fullmatch(text.lower()):
        return bodies.take(text, "group", words)
    named = bodies.mentions(text)
    return named[0].body if named else None


def add_passed_on(source: Source, introduction: Passage) -> None:
    """Note who, according to the introduction, handed an assignment on."""
    for match in _PASSED.finditer(introduction.text):
        for row in source.draft.rows("assignments"):
            if row.kind == match["kind"].lower():
                at = introduction.part(*match.span())
                source.draft.add(
                    Note(
                        id=source.draft.attached_id("note", row.id),
                        text=at.text,
                        element=row.id,
                        **source.printed(at),
                    )
                )
                break


def _named_before(sentences: Sequence[Passage], treated: Sequence[Treated]) -> list[Service]:
    """What "this goal" or "this development area" means: the element named last by number."""
    last = re.search(r"\b(?:detta|denna) (?P<kind>mål|utvecklingsområde)\b", sentences[-1].text)
    if last is None:
        return []
    kind = "goal" if last["kind"] == "mål" else "development_area"
    for sentence in reversed(sentences):
        for match in re.finditer(rf"\b{last['kind']} ([1-9][0-9]?)\b", sentence.text, re.I):
            for element in treated:
                if (element.kind, element.number) == (kind, match[1]):
                    at = sentences[-1].part(*last.span())
                    return [Service(element=element, at=at, basis="stated", certainty="probable")]
    return []
