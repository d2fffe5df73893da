"""Title of an internal budget: whose it is, and for which years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.readers.linkoping_faults import Faults

__all__ = ["KIND", "Front", "find_front", "has_title"]

KIND: Final = "internbudget"

_ENDING: Final = r"(?:nämnd|styrelse|utskott)(?:en|n|et)"
# "Kultur- och fritidsnämndens", and no words before the name, as of a paper about the budget
_OWNER: Final = rf"(?:[^\W\d_]+- (?:och )?|[^\W\d_]+ och )*[^\W\d_]*{_ENDING}"
_TITLE: Final = re.compile(
    rf"(?:(?P<owner>{_OWNER})s )?(?:reviderad )?"
    rf"{KIND} (?:för )?(?:år(?:en)? )?(?P<first>\d{{4}})(?:\s*[-–]\s*(?P<end>\d{{4}}))?"
    r"(?: (?:med|och) (?:flerårs)?plan(?: för)?(?: åren)? (?:\d{4}\s*[-–]\s*)?(?P<last>\d{4}))?"
    r"(?: \(?reviderad\)?)?",
    re.IGNORECASE,
)
_BODY: Final = re.compile(
    rf"(?P<name>[^.:,]{{0,80}}{_ENDING}?)(?:,? (?:\w+ kommun|\d{{4}}-\d{{2}}-\d{{2}}))*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Title of the internal budget, the committee with its place, and the years."""

    title: Block
    organisation: str
    organisation_locator: str
    period: str


@dataclass(frozen=True, slots=True)
class _Title:
    """A line in the form of a title, and what stands below it."""

    match: re.Match[str]
    block: Block
    below: Block | None

    @property
    def body(self) -> tuple[str, str] | None:
        """The committee and its locator: below the title, else in it."""
        if self.below is not None and self.below.kind != "table":
            named = _BODY.fullmatch(self.below.text)
            if named is not None:
                return named["name"], self.below.locator
        owner = self.match["owner"]
        return (owner, self.block.locator) if owner else None


def _titles(document: SourceDocument) -> Iterator[_Title]:
    """Lines in the form of a title: those without an owner first, headings before other lines."""
    found = [
        _Title(match, block, below)
        for block, below in zip_longest(document.blocks, document.blocks[1:])
        if block.kind in ("heading", "paragraph") and (match := _TITLE.fullmatch(block.text))
    ]
    headings = [title for title in found if title.block.kind == "heading"]
    yield from (title for title in headings if not title.match["owner"])
    # a line that is no heading is a title only above the name of a committee
    yield from (
        title
        for title in found
        if title.block.kind == "paragraph" and not title.match["owner"] and title.body
    )
    yield from (title for title in headings if title.match["owner"])


def has_title(document: SourceDocument) -> bool:
    """Tell whether a document prints the title of an internal budget."""
    return next(_titles(document), None) is not None


def find_front(document: SourceDocument, faults: Faults) -> Front | None:
    """Find the title and, below or in it, the committee.

    The plan's period runs from the budget year to the end of the plan: goals and frames are set
    for all of it, and the budget year stays its first year.
    """
    title = next(_titles(document), None)
    if title is None:
        faults.problem(
            "MC320",
            "expected a title such as 'Internbudget <year> med plan <year>-<year>', found none.",
            "Check that the file holds the internal budget itself.",
        )
        return None
    if title.body is None:
        found = title.below.text[:80] if title.below else "nothing"
        faults.problem(
            "MC320",
            f"expected the name of a committee below the title, found {found!r}.",
            "Print the committee's name on the line below the title.",
            text=title.block.text,
            locator=title.block.locator,
        )
        return None
    match = title.match
    first, last = match["first"], match["last"] or match["end"] or match["first"]
    if last < first:
        faults.problem(
            "MC205",
            f"expected a plan that ends after {first}, found {last}.",
            "Check the years of the title.",
            text=title.block.text,
            locator=title.block.locator,
        )
        return None
    organisation, locator = title.body
    return Front(
        title=title.block,
        organisation=organisation,
        organisation_locator=locator,
        period=first if last == first else f"{first}/{last}",
    )
