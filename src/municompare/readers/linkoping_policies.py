"""Policies and programmes that the council wants a committee to heed above others.

Each is an assignment of the kind that its section is headed by, and a document that the budget
refers to; what stands below it is the committee's answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.model.elements import Assignment
from municompare.model.plan import Document, Link
from municompare.model.quantity import Locator
from municompare.readers.draft import Draft
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_responsibilities import add_responsibility
from municompare.readers.linkoping_text import (
    along,
    is_emphasised,
    place_of,
    sentences,
    shortened,
)
from municompare.text.cells import strip_markers
from municompare.text.words import fold

__all__ = ["add_policies"]

_SECTION: Final = re.compile(r"prioriterade (?:styrdokument|policyer|program)(?:en)?")
_KINDS: Final = re.compile(
    r"(?:policy|program|handlingsplan|plan|strategi|riktlinje(?:r)?|reglemente)\b"
)
_EXECUTES: Final = re.compile(
    r"(?P<who>[^\W\d_][^.,;]{2,60}?) (?:ska |skall )?(?:även )?"
    r"(?:utreder|utreda|ansvarar|ansvara)\b"
)


def add_policies(draft: Draft, document: SourceDocument, *, parts: Parts, bodies: BodyBook) -> None:
    """Add the policies of the section that prioritises them."""
    own = along([block for block in document.blocks if parts.holds(block.line)])
    for kind, policy, answer in _policies(document, own):
        title = shortened(strip_markers(policy.text)[0])
        identifier = draft.id("assignment", title)
        printed_in = parts.at(policy.line)
        words = _KINDS.search(fold(title))
        referred = Document(
            id=draft.id("document", title),
            title=title,
            kind=words[0] if words else "styrdokument",
            role="referenced",
            language="sv",
            locator=policy.locator,
        )
        places = [Locator.parse(place_of(block)) for block in answer]
        draft.add(
            referred,
            Assignment(
                id=identifier,
                title=title,
                kind=kind,
                response="answered" if places else "none",
                response_locator=str(places[0].joined(*places[1:])) if places else None,
                document=printed_in,
                locator=policy.locator,
            ),
            Link(
                id=draft.attached_id("link", identifier, referred.id),
                from_id=identifier,
                relation="addresses",
                to_id=referred.id,
                basis="stated",
                document=printed_in,
                locator=policy.locator,
            ),
        )
        _add_doers(draft, identifier, answer, parts, bodies)


def _policies(
    document: SourceDocument, blocks: Sequence[Block]
) -> Iterator[tuple[str, Block, list[Block]]]:
    """Heading of the section, policy and answer."""
    section: Block | None = None
    policy: Block | None = None
    answer: list[Block] = []
    for block in blocks:
        opens = block.kind == "heading" and _SECTION.fullmatch(fold(block.text)) is not None
        below = section is not None and (block.level or 1) > (section.level or 1)
        named = section is not None and (
            (block.kind == "heading" and below) or is_emphasised(document, block)
        )
        if opens or named or block.kind == "heading":
            if section is not None and policy is not None:
                yield section.text, policy, answer
            policy, answer = (block if named and not opens else None), []
            if opens:
                section = block
            elif not named:
                section = None
        elif policy is not None and block.kind != "rule":
            answer.append(block)
    if section is not None and policy is not None:
        yield section.text, policy, answer


def _add_doers(
    draft: Draft, policy: str, answer: Sequence[Block], parts: Parts, bodies: BodyBook
) -> None:
    """Add who is said to look into something for a policy."""
    said: set[str] = set()
    for block in answer:
        for sentence in sentences(block) if block.kind != "table" else ():
            match = _EXECUTES.match(sentence.text)
            body = bodies.one(match["who"]) if match else None
            if body is not None and body.id not in said:
                said.add(body.id)
                add_responsibility(
                    draft,
                    element=policy,
                    role="executes",
                    organisation=body.id,
                    basis=sentence.text,
                    document=parts.at(sentence.line),
                    locator=sentence.locator,
                )
