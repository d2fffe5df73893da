"""Standing statements of a budget: the committee's duties, its priorities, its definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.model.elements import Goal, Principle
from municompare.model.plan import Document, Link
from municompare.model.quantity import Locator
from municompare.readers.draft import Draft
from municompare.readers.linkoping_assignments import announces_assignments
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_embedded import add_embedded
from municompare.readers.linkoping_goals import AREA_HEADING, Area
from municompare.readers.linkoping_text import along, place_of, sentences, shortened, wording
from municompare.text.cells import strip_markers
from municompare.text.words import fold

__all__ = [
    "DEFINES",
    "add_definitions",
    "add_duties",
    "add_priorities",
    "describe_areas",
    "is_section",
]

_REMIT: Final = re.compile(r"(?:namndens )?(?:uppdrag|ansvarsomrade|verksamhetsomrade)(?:et)?")
_CONTROL: Final = re.compile(r"\bintern(?:a)? ?kontroll")
_PRIORITIES: Final = re.compile(r"(?:namndens )?(?:prioriteringar|prioriterade omraden)")
_LABEL: Final = re.compile(r"(?P<label>[A-ZÅÄÖ][^\W\d_]+(?: [^\W\d_]+){0,2}):\s")
_MEASURE: Final = re.compile(r"\d|\bantal|\bandel", re.IGNORECASE)
_TO_REACH: Final = re.compile(r"\bföljande (?:mål|krav)\b[^.:]*:$", re.IGNORECASE)
_REGULATIONS: Final = re.compile(
    r"\bregleras i (?P<title>(?:[A-ZÅÄÖ][^\W\d_]+ )?(?:[^\W\d_]+ ){0,2}reglemente\w*)",
    re.IGNORECASE,
)
DEFINES: Final = re.compile(
    r"\bmed [^.,;]{2,80}? (?:menas|avses)\b|\bdefinieras som\b|"
    r"\bräkna[rs] [^\W\d_]*tiden från\b|\bavser i detta dokument\b",
    re.IGNORECASE,
)


def add_duties(
    draft: Draft, document: SourceDocument, *, parts: Parts, levels: Mapping[str, str]
) -> None:
    """Add what the regulations charge the committee with, and what internal control must reach.

    Parameters
    ----------
    draft : Draft
        The plan.
    document : SourceDocument
        The document.
    parts : Parts
        Which document's id each line carries.
    levels : mapping
        Ids of the levels' rows by key.
    """
    own = along([block for block in document.blocks if parts.holds(block.line)])
    source: str | None = None
    duties: dict[str, tuple[Block, str | None, str | None, Locator]] = {}
    heading, controlled, assigned = "", False, False
    for block in own:
        if block.kind == "heading":
            heading, controlled, source = block.text, False, None
            assigned = False
        elif block.kind == "paragraph":
            controlled = bool(_CONTROL.search(fold(heading)) and _TO_REACH.search(block.text))
            assigned = announces_assignments(block.text)
            if _is_remit(heading) and (match := _REGULATIONS.search(block.text)):
                source = _regulations(draft, block, match)
        elif block.kind == "list_item" and not assigned and (_is_remit(heading) or controlled):
            key = re.sub(r"[^a-z]", "", fold(block.text))
            place = Locator.parse(place_of(block))
            if key in duties:
                first = duties[key]
                duties[key] = (*first[:3], first[3].also(place))
            else:
                duties[key] = (block, source, heading if controlled else None, place)
    for block, regulations, perspective, locator in duties.values():
        identifier = draft.id("principle", block.text)
        draft.add(
            Principle(
                id=identifier,
                kind="duty",
                title=shortened(strip_markers(block.text)[0]),
                perspective=perspective,
                document=parts.at(block.line),
                locator=str(locator),
            )
        )
        target = levels.get("internal-control-plan") if perspective else regulations
        if target is not None:
            draft.add(
                Link(
                    id=draft.attached_id("link", identifier, target),
                    from_id=identifier,
                    relation="part_of",
                    to_id=target,
                    basis="by_position" if perspective else "stated",
                    document=parts.at(block.line),
                    locator=block.locator,
                )
            )


def is_section(heading: str) -> bool:
    """Tell whether a heading opens the committee's duties or its priorities.

    Examples
    --------
    >>> is_section("Nämndens uppdrag"), is_section("Inledning")
    (True, False)
    """
    return _is_remit(heading) or _PRIORITIES.fullmatch(fold(heading).strip(" .:")) is not None


def _is_remit(heading: str) -> bool:
    return _REMIT.fullmatch(fold(heading).strip(" .:")) is not None


def _regulations(draft: Draft, block: Block, match: re.Match[str]) -> str:
    """The document that the duties are taken from."""
    for row in draft.rows("documents"):
        if fold(row.title) == fold(match["title"]):
            return str(row.id)
    identifier = draft.id("document", match["title"])
    draft.add(
        Document(
            id=identifier,
            title=match["title"],
            kind="reglemente",
            role="referenced",
            language="sv",
            locator=block.locate(match.start("title")),
        )
    )
    return identifier


def add_priorities(
    draft: Draft, document: SourceDocument, *, parts: Parts, areas: Mapping[str, Area]
) -> None:
    """Add what the committee wants to change, develop and achieve within each goal area."""
    own = along([block for block in document.blocks if parts.holds(block.line)])
    for area, blocks in _priorities(own, areas):
        text = " ".join(block.text for block in blocks)
        first, *others = (Locator.parse(place_of(block)) for block in blocks)
        identifier = draft.id("principle", text)
        printed_in = parts.at(blocks[0].line)
        draft.add(
            Principle(
                id=identifier,
                kind="priority",
                title=shortened(text),
                perspective=area.name if area else None,
                document=printed_in,
                locator=str(first.joined(*others)),
            )
        )
        if area is not None:
            draft.add(
                Link(
                    id=draft.attached_id("link", identifier, area.id),
                    from_id=identifier,
                    relation="addresses",
                    to_id=area.id,
                    basis="stated",
                    document=printed_in,
                    locator=blocks[0].locator,
                )
            )
        for block in blocks:
            for sentence in sentences(block):
                if _MEASURE.search(sentence.text) is None:
                    continue
                add_embedded(
                    draft,
                    sentence.text,
                    element=identifier,
                    goal=None,
                    origin="principle",
                    document=printed_in,
                    locate=sentence.locate,
                )


def _priorities(
    blocks: Sequence[Block], areas: Mapping[str, Area]
) -> Iterator[tuple[Area | None, list[Block]]]:
    """Each labelled paragraph with those that go on with it, under its goal area.

    Outside the goal areas each item of a list is a priority.
    """
    inside = False
    area: Area | None = None
    gathered: list[Block] = []
    for block in blocks:
        labelled = block.kind == "paragraph" and _LABEL.match(block.text) is not None
        if (block.kind in ("heading", "table") or labelled) and area and gathered:
            yield area, gathered
            gathered = []
        if block.kind == "heading":
            opens = _PRIORITIES.fullmatch(fold(block.text).strip(" .:")) is not None
            area = areas.get(fold(block.text).removeprefix("malomrade ")) if inside else None
            inside = opens or area is not None
        elif area is not None and block.kind in ("paragraph", "list_item"):
            gathered.append(block)
        elif inside and area is None and block.kind == "list_item":
            yield None, [block]
    if area is not None and gathered:
        yield area, gathered


def add_definitions(draft: Draft, document: SourceDocument, *, parts: Parts) -> None:
    """Add sentences that say what a word means, or how something is counted."""
    for block in along([block for block in document.blocks if parts.holds(block.line)]):
        if block.kind not in ("paragraph", "list_item"):
            continue
        for sentence in sentences(block):
            title = wording(sentence) if DEFINES.search(sentence.text) else None
            if title is not None:
                draft.add(
                    Principle(
                        id=draft.id("principle", title),
                        kind="definition",
                        title=title,
                        document=parts.at(sentence.line),
                        locator=sentence.locator,
                    )
                )


def describe_areas(
    draft: Draft, document: SourceDocument, *, parts: Parts, areas: Mapping[str, Area]
) -> None:
    """Add to each goal area the paragraph between its heading and its list of goals."""
    found: dict[str, str] = {}
    own = [block for block in document.blocks if parts.holds(block.line)]
    for heading, block in pairwise(own):
        match = AREA_HEADING.fullmatch(heading.text) if heading.kind == "heading" else None
        area = areas.get(fold(match["name"])) if match else None
        if area is not None and block.kind == "paragraph":
            found.setdefault(area.id, shortened(block.text))
    goals: list[Goal] = list(draft.rows("goals"))
    draft.replace_rows(
        "goals", [replace(goal, description=found.get(goal.id, goal.description)) for goal in goals]
    )
