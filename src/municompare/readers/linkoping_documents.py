"""What is bound together in the file of an internal budget, and what it refers to.

The file is the internal budget; the minutes' paragraph that adopts it and the missive that
proposes it may stand in front. The row of the file is that of the internal budget itself, so
that its own rows need no part; the papers in front are parts of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.model.plan import Document, DocumentStatus
from municompare.model.quantity import Locator
from municompare.readers.draft import Draft
from municompare.readers.linkoping_faults import Faults
from municompare.text.words import fold

__all__ = ["KIND", "TITLE", "Front", "Parts", "add_documents", "find_front"]

KIND: Final = "internbudget"

TITLE: Final = re.compile(
    r"internbudget (?P<first>\d{4})"
    r"(?: (?:med|och) (?:flerårs)?plan(?: för)?(?: åren)? (?:\d{4}\s*[-–]\s*)?(?P<last>\d{4}))?",
    re.IGNORECASE,
)
_BODY: Final = re.compile(r"[^.:]{0,80}(?:nämnd|styrelse|utskott)(?:en|n|et)?", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"(?P<number>§\s*\d+)\b.*")
_PROPOSAL: Final = re.compile(r".*förslag till beslut", re.IGNORECASE)
_DECISION: Final = re.compile(r"(?P<body>.+?)s beslut", re.IGNORECASE)
_ADOPTED: Final = re.compile(r"\b(?:godkänns|fastställs|antas|antages)\b", re.IGNORECASE)
_NOTED: Final = re.compile(r"\bnoteras\b", re.IGNORECASE)
_ANNEX: Final = re.compile(r"(?P<number>Bilaga \d+)\b\W*(?P<title>.{3,140}[^.])")
_ANNEX_KIND: Final = re.compile(
    r"\b\w*(?:plan|program|policy|specifikation|rapport|riktlinjer)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Title of the internal budget, whose it is, and for which years."""

    title: Block
    organisation: Block
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Which document's id each line of the file carries.

    Parameters
    ----------
    own : str
        Id of the internal budget, which is the file.
    starts : tuple of (int, str)
        First line and id of each part, in the order of the lines.
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


def find_front(document: SourceDocument, faults: Faults) -> Front | None:
    """Find the title and, below it, the committee.

    The plan's period runs from the budget year to the end of the plan: goals and frames are set
    for all of it, and the budget year stays its first year.
    """
    for title, below in zip_longest(document.blocks, document.blocks[1:]):
        match = TITLE.fullmatch(title.text) if title.kind == "heading" else None
        if match is None:
            continue
        if below is None or below.kind == "table" or _BODY.fullmatch(below.text) is None:
            faults.problem(
                "MC320",
                "expected the name of a committee below the title, found "
                f"{below.text[:80] if below else 'nothing'!r}.",
                "Print the committee's name on the line below the title.",
                text=title.text,
                locator=title.locator,
            )
            return None
        first, last = match["first"], match["last"] or match["first"]
        if last < first:
            faults.problem(
                "MC205",
                f"expected a plan that ends after {first}, found {last}.",
                "Check the years of the title.",
                text=title.text,
                locator=title.locator,
            )
            return None
        period = first if last == first else f"{first}/{last}"
        return Front(title=title, organisation=below, period=period)
    faults.problem(
        "MC320",
        "expected a title such as 'Internbudget <year> med plan <year>-<year>', found none.",
        "Check that the file holds the internal budget itself.",
    )
    return None


def add_documents(draft: Draft, document: SourceDocument, front: Front, *, reader: str) -> Parts:
    """Add rows for the file, the papers in front of it, and the annexes that it names."""
    own = draft.id("document", KIND)
    before = [block for block in document.blocks if block.line < front.title.line]
    headings = [block for block in before if block.kind == "heading"]
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
            register = _register(before, heading)
            rows.append(
                Document(
                    id=identifier,
                    title=heading.text,
                    kind="protokoll",
                    role="part",
                    part_of=own,
                    issuer=front.organisation.text,
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
            proposed.extend(_items(before, following))
        elif match := _DECISION.fullmatch(heading.text):
            decided_by = match["body"]
            decided.extend(_items(before, heading))
    starts.append((front.title.line, own))
    status = _status(KIND, decided=decided, proposed=proposed)
    rows.insert(
        0,
        Document(
            id=own,
            title=front.title.text,
            kind=KIND,
            role="read",
            file=document.path_name,
            sha256=document.sha256,
            issuer=front.organisation.text,
            period=front.period,
            decided_by=decided_by if status == "decided" else None,
            language="sv",
            status=status,
            reader=reader,
            locator=front.title.locator,
        ),
    )
    rows.extend(_annexes(draft, document, front, decided=decided, proposed=proposed))
    draft.add(*rows)
    return Parts(
        own=own,
        starts=tuple(starts),
        adopted=status == "decided",
        proposed=status == "proposed",
    )


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
    front: Front,
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
        blocks.sort(key=lambda block: (block.line < front.title.line, block.line))
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
