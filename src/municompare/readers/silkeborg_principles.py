"""Missions, visions, values and guiding stars of an agreement, and what it calls a principle."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from municompare.model.elements import Principle
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_bodies import kind_of
from municompare.readers.silkeborg_outline import Bullet, Chapter
from municompare.readers.silkeborg_passages import Passage

__all__ = ["LISTED", "add_guiding_stars", "add_missions", "add_principles"]

Kind = Literal["principle", "mission", "vision", "value", "guiding_star"]

_KINDS: Final[dict[str, Kind]] = {
    "mission": "mission",
    "vision": "vision",
    "værdier": "value",
    "værdigrundlag": "value",
    "pejlemærker": "guiding_star",
}
_KIND: Final = "|".join(_KINDS)
_OWNER: Final = re.compile(
    rf"(?P<owner>\S.*?) har følgende (?:{_KIND})\b.*", re.IGNORECASE | re.DOTALL
)
_LABEL: Final = re.compile(
    rf"(?:(?P<whose>[^\W\d_][\w-]+)s )?(?P<label>{_KIND})(?: for (?P<owner>[^:]{{3,60}}?))?"
    r"\s*(?P<text>:.*)?",
    re.IGNORECASE,
)
_OTHER_LABEL: Final = re.compile(r"bevillingens mål\b", re.IGNORECASE)
LISTED: Final = re.compile(
    r"\b(?:strategi for (?P<whose>[^,.:]+?),? med følgende )?(?P<kind>pejlemærke|værdier\b)",
    re.IGNORECASE,
)
"""Words that introduce a list of guiding stars or values."""
_PRINCIPLE: Final = re.compile(
    r"\b(?:et|det bærende|det grundlæggende) princip om (?P<title>[^,.;:]+)|"
    r"\bprincippet om (?P<definite>[^,.;:]+)",
    re.IGNORECASE,
)


def _add_principle(agreement: Agreement, kind: Kind, text: Passage, whose: str | None) -> None:
    agreement.draft.add(
        Principle(
            id=agreement.draft.id("principle", text.text),
            kind=kind,
            title=text.text,
            perspective=whose,
            document=agreement.document,
            locator=text.locator,
        )
    )


@dataclass(slots=True)
class _Found:
    """A mission, vision or value, which the next paragraph may go on with."""

    kind: Kind
    whose: str | None
    text: Passage


def add_missions(agreement: Agreement, chapter: Chapter | None) -> None:
    """Add missions, visions and values, of the political committee and of the institution.

    A mission or a vision that goes on in another paragraph is one; values and guiding stars are
    as many as there are paragraphs or list items.
    """
    owner: str | None = None
    kind: Kind | None = None
    found: list[_Found] = []
    goes_on = False
    run_on = []
    for block in chapter.blocks if chapter else ():
        if block.kind == "table":
            continue
        line = Passage.of_block(block)
        label = _LABEL.fullmatch(line.text)
        if label is not None:
            kind, goes_on = _KINDS[label["label"].lower()], False
            owner = label["whose"] or label["owner"] or owner
            if not (label["text"] or ":").strip(": "):
                continue
            line = line.part(label.start("text") + 1)
        own, rest, named = _cut(line)
        if own.text and kind and goes_on and block.kind != "list_item":
            found[-1].text = found[-1].text.joined(own)
        elif own.text and kind:
            found.append(_Found(kind, owner, own))
            goes_on = kind in ("mission", "vision")
        if own.text and rest.text:
            run_on.append(rest)
        if rest.text:
            kind, goes_on = None, False
        if named:
            owner = named
            start = rest.text.index(named)
            agreement.bodies.take(rest.part(start, start + len(named)))
    for each in found:
        _add_principle(agreement, each.kind, each.text, each.whose)
    if run_on:
        agreement.draft.issue(
            "MC351",
            "info",
            "expected headings in lines of their own, found some that run on in a paragraph; the "
            "text before them was read as the paragraph's own.",
            cause="headings in paragraphs",
            remedy="Check where mission or vision ends.",
            readings=[agreement.reading(passage) for passage in run_on],
        )


def _cut(line: Passage) -> tuple[Passage, Passage, str | None]:
    """Give a line's own text, what other headings add to it, and the owner that they name."""
    start = 0
    own_end: int | None = None
    owner = None
    for sentence in line.sentences():
        at = line.text.index(sentence.text, start)
        start = at + len(sentence.text)
        match = _OWNER.fullmatch(sentence.text)
        if match is not None:
            owner = match["owner"]
        if own_end is None and (match is not None or _OTHER_LABEL.match(sentence.text)):
            own_end = at
    end = len(line.text) if own_end is None else own_end
    return line.part(0, end), line.part(end), owner


def add_guiding_stars(agreement: Agreement, bullets: Iterable[Bullet]) -> None:
    """Add the list items that the text introduces as *pejlemærker* (guiding stars) or values."""
    for bullet in bullets:
        match = LISTED.search(bullet.intro.text) if bullet.intro else None
        if match is not None:
            kind: Kind = "value" if match["kind"].lower() == "værdier" else "guiding_star"
            # a strategy for something is nobody's
            whose = match["whose"] if match["whose"] and kind_of(match["whose"]) else None
            _add_principle(agreement, kind, bullet.text, whose)


def add_principles(agreement: Agreement, lines: Iterable[Passage]) -> None:
    """Add what the text calls a principle, once each."""
    known: set[str] = set()
    for line in lines:
        for match in _PRINCIPLE.finditer(line.text):
            group = "title" if match["title"] else "definite"
            title = line.part(*match.span(group))
            if title.text.lower() not in known:
                known.add(title.text.lower())
                _add_principle(agreement, "principle", title, None)
