"""What is bound together in the file of an internal budget, and what it refers to.

The file is the internal budget; the minutes' paragraph that adopts it and the missive that
proposes it may stand in front of it or behind it. The row of the file is that of the internal
budget itself, so that its own rows need no part; the papers are parts of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.model.plan import Document, DocumentStatus
from municompare.model.quantity import Locator
from municompare.readers.draft import Draft
from municompare.readers.linkoping_front import KIND, Front
from municompare.text.periods import read_date
from municompare.text.words import fold

__all__ = ["Parts", "add_documents"]

_PARAGRAPH: Final = re.compile(r"(?P<number>§\s*\d+)\b.*")
_PROPOSAL: Final = re.compile(r".*förslag till beslut", re.IGNORECASE)
_DECISION: Final = re.compile(r"(?P<body>.+?)s beslut", re.IGNORECASE)
_IMPRINT: Final = re.compile(
    r"(?:(?:antagen|beslutad|fastställd|godkänd)\b|beslut(?:sdatum)?:)[^.]*?"
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2} [^\W\d_]+ \d{4})[^.]*",
    re.IGNORECASE,
)
_IMPRINT_BODY: Final = re.compile(r"\bav (?P<body>[^\d§,.]+?),? (?:den )?\d", re.IGNORECASE)
_FRONT_BLOCKS: Final = 6
_ADOPTED: Final = re.compile(r"\b(?:godkänns|fastställs|antas|antages)\b", re.IGNORECASE)
_NOTED: Final = re.compile(r"\bnoteras\b", re.IGNORECASE)
_ANNEX: Final = re.compile(r"(?P<number>Bilaga \d{1,3})\b\W*(?P<title>.{3,140}[^.])")
_ANNEX_KIND: Final = re.compile(
    r"\b\w*(?:plan|program|policy|specifikation|rapport|riktlinjer)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Which document's id each line of the file carries.

    Parameters
    ----------
    own : str
        Id of the internal budget, which is the file.
    starts : tuple of (int, str)
        First line and id of each part and of the internal budget, in the order of the lines.
    adopted : bool
        Whether minutes in the file adopt the internal budget.
    proposed : bool
        Whether a missive in the file proposes it.
    """

    own: str
    starts: tuple[tuple[int, str], ...]
    adopted: bool
    proposed: bool

    def at(self, line: int) -> str:
        """Id of the document that prints a line."""
        found = self.own
        for first, identifier in self.starts:
            if first <= line:
                found = identifier
        return found

    def holds(self, line: int) -> bool:
        """Whether a line is the internal budget's own, from its title on."""
        first = next(line for line, identifier in self.starts if identifier == self.own)
        return line >= first and self.at(line) == self.own


def add_documents(draft: Draft, document: SourceDocument, front: Front, *, reader: str) -> Parts:
    """Add rows for the file, the papers bound with it, and the annexes that it names."""
    own = draft.id("document", KIND)
    blocks = document.blocks
    headings = [block for block in blocks if block.kind == "heading"]
    rows: list[Document] = []
    starts: list[tuple[int, str]] = []
    decided: list[str] = []
    proposed: list[str] = []
    decided_by: str | None = None
    for heading, following in zip_longest(headings, headings[1:]):
        paragraph = _PARAGRAPH.fullmatch(heading.text)
        proposal = following is not None and _PROPOSAL.fullmatch(following.text)
        if paragraph is not None:
            identifier = draft.id("document", "protokoll")
            register = _register(blocks, heading)
            rows.append(
                Document(
                    id=identifier,
                    title=heading.text,
                    kind="protokoll",
                    role="part",
                    part_of=own,
                    issuer=front.organisation,
                    reference=", ".join([paragraph["number"], *register]),
                    language="sv",
                    status="decided",
                    locator=heading.locator,
                )
            )
            starts.append((heading.line, identifier))
        elif proposal and following is not None:
            identifier = draft.id("document", "missiv")
            rows.append(
                Document(
                    id=identifier,
                    title=heading.text,
                    kind="missiv",
                    role="part",
                    part_of=own,
                    language="sv",
                    status="proposed",
                    locator=heading.locator,
                )
            )
            starts.append((heading.line, identifier))
            proposed.extend(_items(blocks, following))
        elif match := _in_paper(heading, front, starts) and _DECISION.fullmatch(heading.text):
            decided_by = match["body"]
            decided.extend(_items(blocks, heading))
    starts = sorted([*starts, (front.title.line, own)])
    status = _status(KIND, decided=decided, proposed=proposed)
    day: str | None = None
    if (imprint := _imprint(blocks, front)) and status in ("unknown", "decided"):
        status, day = "decided", imprint[1]
        decided_by = decided_by or imprint[0] or front.organisation
    rows.insert(
        0,
        Document(
            id=own,
            title=front.title.text,
            kind=KIND,
            role="read",
            file=document.path_name,
            sha256=document.sha256,
            issuer=front.organisation,
            period=front.period,
            decided_by=decided_by if status == "decided" else None,
            decided_on=day,
            language="sv",
            status=status,
            reader=reader,
            locator=front.title.locator,
        ),
    )
    parts = Parts(
        own=own,
        starts=tuple(starts),
        adopted=status == "decided",
        proposed=status == "proposed",
    )
    rows.extend(_annexes(draft, document, parts, decided=decided, proposed=proposed))
    draft.add(*rows)
    return parts


def _imprint(blocks: Sequence[Block], front: Front) -> tuple[str | None, str | None] | None:
    """The body, if named, and the day of the line near the title that says who adopted it."""
    below = blocks[blocks.index(front.title) + 1 :][:_FRONT_BLOCKS]
    for block in below:
        match = _IMPRINT.fullmatch(block.text) if block.kind in ("paragraph", "heading") else None
        if match is not None:
            day = read_date(match["day"], language="sv")
            body = _IMPRINT_BODY.search(block.text)
            name = body["body"].strip() if body else None
            return name, day.isoformat() if isinstance(day, date) else None
    return None


def _in_paper(heading: Block, front: Front, starts: Sequence[tuple[int, str]]) -> bool:
    """Tell whether a heading stands in front of the internal budget or in a paper behind it."""
    title = front.title.line
    return heading.line < title or any(title < line for line, _ in starts)


def _register(blocks: Sequence[Block], heading: Block) -> list[str]:
    """Register number on the line below a heading, if there is one."""
    following = blocks[blocks.index(heading) + 1 :][:1]
    return [block.text for block in following if re.match(r"(?i)(?:dnr|diarienr)\b", block.text)]


def _items(blocks: Sequence[Block], heading: Block) -> list[str]:
    """List items between a heading and the next one."""
    items = []
    for block in blocks[blocks.index(heading) + 1 :]:
        if block.kind == "heading":
            break
        if block.kind == "list_item":
            items.append(block.text)
    return items


def _status(kind: str, *, decided: Iterable[str], proposed: Iterable[str]) -> DocumentStatus:
    """What became of a document of that kind, by the items that name it."""
    for item in decided:
        if fold(kind) in fold(item):
            if _ADOPTED.search(item):
                return "decided"
            if _NOTED.search(item):
                return "noted"
    return "proposed" if any(fold(kind) in fold(item) for item in proposed) else "unknown"


def _annexes(
    draft: Draft,
    document: SourceDocument,
    parts: Parts,
    *,
    decided: Sequence[str],
    proposed: Sequence[str],
) -> Iterable[Document]:
    """Annexes that are listed; the internal budget's own list names them, others locate them."""
    places: dict[str, list[Block]] = {}
    for block in document.blocks:
        if block.kind in ("paragraph", "list_item") and (match := _ANNEX.fullmatch(block.text)):
            places.setdefault(match["number"], []).append(block)
    for number, blocks in sorted(places.items(), key=lambda pair: int(pair[0].split()[1])):
        blocks.sort(key=lambda block: (not parts.holds(block.line), block.line))
        locator = Locator.parse(blocks[0].locator)
        for block in blocks[1:]:
            locator = locator.also(Locator.parse(block.locator))
        match = _ANNEX_KIND.search(blocks[0].text)
        kind = match[0].lower() if match else "bilaga"
        yield Document(
            id=draft.id("document", kind),
            title=blocks[0].text,
            kind=kind,
            role="referenced",
            reference=number,
            language="sv",
            status=_status(kind, decided=decided, proposed=proposed) if match else "unknown",
            locator=str(locator),
        )
