"""Motto, global goals, purposes, definitions and commitments of a steering programme."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from municompare.documents import Block
from municompare.errors import Reading
from municompare.model.elements import Goal, Principle
from municompare.model.plan import Link, Wording
from municompare.readers.draft import Draft
from municompare.readers.linkoping_embedded import add_embedded, stated_commitments
from municompare.readers.linkoping_programme_outline import Outline, Section
from municompare.readers.linkoping_text import Statement, sentences, shortened, whole, wording
from municompare.text.cells import strip_markers
from municompare.text.words import fold

__all__ = [
    "Programme",
    "add_commitments",
    "add_definitions",
    "add_global_goals",
    "add_motto",
    "add_purposes",
    "add_target_groups",
    "add_visions",
]

_GLOBAL_GOAL: Final = re.compile(
    r"\b(?:globala? )?mål (?P<number>\d{1,2}):\s*(?P<title>[^.]+)", re.IGNORECASE
)
_GLOBAL_GOALS: Final = re.compile(
    r"\b(?:globala (?:hållbarhets)?målen?|mål(?:en)? i agenda 2030|agenda 2030-mål(?:en)?)\b"
    r"[^.:]*:$",
    re.IGNORECASE,
)
_LISTED_GOAL: Final = re.compile(
    r"(?:mål )?(?:(?P<number>\d{1,2})[.:]?\s+(?:[–-] )?)?(?P<title>[^\W\d_].*)", re.IGNORECASE
)
_PURPOSE: Final = re.compile(
    r"\b(?:syftar till|syftet (?:med [^.:]{2,80} )?är|ska|målen är)(?: att)?:$", re.IGNORECASE
)
_AIMS: Final = re.compile(r"\bsyft(?:ar|et)\b", re.IGNORECASE)
_DEFINES: Final = re.compile(
    r"(?:^|(?<=, )|(?<=; ))(?P<clause>(?!(?:detta|det|vilket|som|den|och|men)\b)"
    r"[^.,;:]{3,80}? (?:innebär|definieras som|betyder) (?!också|även)[^.;]+)",
    re.IGNORECASE,
)
_MEANT: Final = re.compile(r"(?P<clause>med [^.,;]{2,80}? (?:menas|avses) [^.;]+)", re.IGNORECASE)
_SHARE_OF: Final = re.compile(
    r"\b(?:merparten|flertalet|majoriteten|andelen|hälften|(?:\d+ ?(?:%|procent))) av "
    r"(?P<who>[^.;]+?)(?= (?:ska|skall|bör|får|har)\b|[.,;]|$)",
    re.IGNORECASE,
)
_DIRECTED: Final = re.compile(
    r"[^\W\d_]*(?:program|plan|strategi|policy|insats|åtgärd)[^\W\d_]* (?:ska |skall )?"
    r"(?:i första hand |främst )?(?:riktas|riktar sig|vänder sig) (?:i första hand |främst )?"
    r"(?:till|mot) ",
    re.IGNORECASE,
)
"""How a sentence begins that says whom the programme or its measures are for."""
_VISION: Final = re.compile(r"Vision(?:en)?(?: för [^.:]{2,60})?: (?P<title>[^\W\d_].+)")
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme while it is read: its plan, the id of its document, its outline."""

    draft: Draft
    document: str
    outline: Outline

    def reading(self, statement: Statement) -> Reading:
        """A place as the reading of an issue."""
        return Reading(text=statement.text, document=self.document, locator=statement.locator)

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """Paragraphs and list items with their section."""
        for section in self.outline.sections:
            for block in section.blocks:
                if block.kind in ("paragraph", "list_item"):
                    yield section, block

    def sentences(self) -> Iterator[tuple[Section, Statement]]:
        """Sentences with their section."""
        for section, block in self.blocks():
            for sentence in sentences(block):
                yield section, sentence


def add_motto(programme: Programme) -> None:
    """Add the motto below the title, and the other wordings of it in the text."""
    line = programme.outline.motto
    if line is None:
        return
    draft = programme.draft
    identifier = draft.id("principle", line.text)
    draft.add(
        Principle(
            id=identifier,
            kind="motto",
            title=line.text,
            document=programme.document,
            locator=line.locator,
        )
    )
    others: list[Statement] = []
    for _, sentence in programme.sentences():
        others.extend(_said_otherwise(line.text, sentence))
    for other in others:
        draft.add(
            Wording(
                id=draft.attached_id("wording", identifier),
                element=identifier,
                text=other.text,
                difference="other order, words or marks in running text",
                document=programme.document,
                locator=other.locator,
            )
        )
    if others:
        draft.issue(
            "MC324",
            "info",
            "expected the motto to be printed in the text as below the title, found it otherwise.",
            cause="motto",
            remedy="The wording below the title is kept.",
            readings=[programme.reading(each) for each in (whole(line), *others)],
        )


def add_visions(programme: Programme) -> None:
    """Add the vision that a paragraph states behind that word and a colon."""
    draft = programme.draft
    for _, block in programme.blocks():
        match = _VISION.fullmatch(block.text)
        if match is None:
            continue
        place = whole(block).part(*match.span("title"))
        draft.add(
            Principle(
                id=draft.id("principle", place.text),
                kind="vision",
                title=shortened(place.text),
                document=programme.document,
                locator=place.locator,
            )
        )


def _said_otherwise(motto: str, sentence: Statement) -> Iterator[Statement]:
    """Places with the words of the motto in another order, with other marks, or with "and"."""
    wanted = sorted(fold(match[0]) for match in _WORD.finditer(motto))
    found = list(_WORD.finditer(sentence.text))
    words = [match for match in found if fold(match[0]) not in ("och", "samt")]
    for index in range(len(words) - len(wanted) + 1):
        window = words[index : index + len(wanted)]
        if sorted(fold(match[0]) for match in window) != wanted:
            continue
        said = sentence.part(window[0].start(), window[-1].end())
        if said.text.rstrip(".!") != motto.rstrip(".!"):
            yield said


def add_global_goals(programme: Programme) -> None:
    """Add the goals of Agenda 2030 that the programme names, and that it serves them."""
    listing = False
    for _, block in programme.blocks():
        if block.kind == "list_item":
            match = _LISTED_GOAL.fullmatch(block.text) if listing else None
            if match is not None:
                number = match["number"] or block.marker.rstrip(".)")
                title = whole(block).part(match.start("title"))
                _add_global_goal(programme, number if number.isdecimal() else None, title)
            continue
        listing = _GLOBAL_GOALS.search(block.text) is not None
        for sentence in sentences(block):
            for match in _GLOBAL_GOAL.finditer(sentence.text):
                title = sentence.part(*match.span("title"))
                _add_global_goal(programme, match["number"], title)


def _add_global_goal(programme: Programme, number: str | None, title: Statement) -> None:
    draft = programme.draft
    identifier = draft.id("principle", title.text)
    draft.add(
        Principle(
            id=identifier,
            kind="sdg",
            number=number,
            title=shortened(title.text.rstrip(" .")),
            document=programme.document,
            locator=title.locator,
        ),
        Link(
            id=draft.attached_id("link", programme.document, identifier),
            from_id=programme.document,
            relation="serves",
            to_id=identifier,
            basis="stated",
            document=programme.document,
            locator=title.locator,
        ),
    )


def add_purposes(programme: Programme, *, level: str | None) -> None:
    """Add what the programme is for: the list below the words that announce it."""
    listing = False
    draft = programme.draft
    for _, block in programme.blocks():
        if block.kind != "list_item":
            listing = bool(_PURPOSE.search(block.text) and _AIMS.search(block.text))
            continue
        if not listing:
            continue
        title = shortened(strip_markers(block.text)[0].rstrip(" ,;"))
        identifier = draft.id("goal", title)
        draft.add(
            Goal(
                id=identifier,
                level=level,
                kind="purpose",
                title=title,
                title_status="printed",
                document=programme.document,
                locator=block.locator,
            )
        )
        add_embedded(
            draft,
            title,
            element=identifier,
            goal=identifier,
            origin="goal",
            document=programme.document,
            locate=block.locate,
        )


def add_definitions(programme: Programme, principles: Mapping[int, str]) -> None:
    """Add clauses that say what a word of the programme means."""
    draft = programme.draft
    for section, sentence in programme.sentences():
        match = _DEFINES.search(sentence.text) or _MEANT.match(sentence.text)
        clause = sentence.part(*match.span("clause")) if match else None
        title = wording(clause) if clause else None
        if clause is not None and title is not None:
            identifier = draft.id("principle", title)
            draft.add(
                Principle(
                    id=identifier,
                    kind="definition",
                    title=title,
                    document=programme.document,
                    locator=clause.locator,
                )
            )
            principle = principles.get(section.heading.line)
            if principle is not None:
                draft.add(
                    Link(
                        id=draft.attached_id("link", identifier, principle),
                        from_id=identifier,
                        relation="part_of",
                        to_id=principle,
                        basis="by_position",
                        document=programme.document,
                        locator=clause.locator,
                    )
                )


def add_target_groups(programme: Programme) -> None:
    """Add what the programme says of whom it is for; the same words again are one row."""
    draft = programme.draft
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for _, sentence in programme.sentences():
        title = wording(sentence) if _DIRECTED.match(sentence.text) else None
        if title is not None:
            said[title].append(sentence)
    for title, places in said.items():
        draft.add(
            Principle(
                id=draft.id("principle", title),
                kind="priority",
                title=title,
                document=programme.document,
                locator="|".join(place.locator for place in places),
            )
        )
        if len(places) > 1:
            draft.issue(
                "MC309",
                "info",
                "expected each sentence of a document to stand in one place, found "
                f"{' and '.join(place.locator for place in places)}.",
                cause=title,
                remedy="Count what the sentence says once.",
                readings=map(programme.reading, places),
            )


def add_commitments(programme: Programme, principles: Mapping[int, str]) -> None:
    """Add the quantified commitments as indicators of the principle whose section states them.

    What a purpose states is measured there already.
    """
    draft = programme.draft
    purposes = {goal.locator for goal in draft.rows("goals")}
    for section, sentence in programme.sentences():
        if sentence.block.locator in purposes:
            continue
        if not any(target.value is not None for target in stated_commitments(sentence.text)):
            continue
        added = add_embedded(
            draft,
            sentence.text,
            element=principles.get(section.heading.line, programme.document),
            goal=None,
            origin="principle",
            document=programme.document,
            locate=sentence.locate,
        )
        share = _SHARE_OF.search(sentence.text)
        if share is not None:
            ids = {indicator.id for indicator in added}
            draft.replace_rows(
                "indicators",
                [
                    replace(row, population=share["who"], denominator=share["who"])
                    if row.id in ids
                    else row
                    for row in draft.rows("indicators")
                ],
            )
