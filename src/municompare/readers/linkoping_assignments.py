"""Assignments (*uppdrag*) that the council gives committees, and the committee's answers.

In the sections on development assignments each assignment is a heading, or a paragraph that is
wholly in italics; where none is set off so, the words that give an assignment tell. What follows
is the answer. Where a line names the report-back, what stands before it says how the assignment
is to be carried out, and what stands after it is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final, Literal

from municompare.documents import Block, SourceDocument
from municompare.model.quantity import Locator
from municompare.readers.linkoping_assignment_words import (
    ANNOUNCES,
    BARE,
    BODY,
    BRACKET,
    COORDINATED,
    COORDINATES,
    ELSEWHERE,
    GIVEN,
    IN_REPORT,
    KIND,
    LEAD,
    NO_TITLE,
    NOT_OURS,
    REPORT,
    SECTION,
    TO_REPORT,
    TOGETHER,
    UNDATED,
    WHEN,
)
from municompare.readers.linkoping_text import (
    Statement,
    is_emphasised,
    place_of,
    sentences,
    shortened,
    whole,
)
from municompare.text.cells import strip_markers
from municompare.text.periods import find_periods
from municompare.text.words import fold

__all__ = [
    "Given",
    "ReportBack",
    "Response",
    "announces_assignments",
    "answer_kind",
    "is_assignment_list",
    "read_given",
    "report_back_in",
    "report_line",
    "response_to",
]

Response = Literal["answered", "not_applicable", "reported_elsewhere", "none"]

_LEAST: Final = 9
"""Level of a line that announces a list, below that of every heading."""
_FEWEST_WORDS: Final = 4
"""Words from which a paragraph in italics is an assignment, not a label."""
_SHORT_ANSWER: Final = 3
"""Sentences of an answer that may as a whole say that the assignment does not concern it."""


@dataclass(frozen=True, slots=True)
class ReportBack:
    """When to report back: ISO text if it is one period, the words, their place, to whom."""

    period: str | None
    raw: str
    place: Statement
    kind: str
    recipient: str | None = None


@dataclass(slots=True)
class Given:
    """An assignment as it is printed, with what stands below it.

    Parameters
    ----------
    block : Block
        The heading, paragraph or list item that gives it.
    kind : str or None
        The heading that it stands under.
    below : list of Block
        What stands between it and the next assignment.
    to : Statement or None
        Whom the words above a list, or a cell of its row, name as its addressee.
    back : ReportBack or None
        When to report back, where a cell of its row says so.
    led : Statement or None
        Who is in charge, where a cell of its row says so.
    """

    block: Block
    kind: str | None
    below: list[Block] = field(default_factory=list)
    to: Statement | None = None
    back: ReportBack | None = None
    led: Statement | None = None

    @property
    def title(self) -> str:
        """Its wording."""
        return shortened(strip_markers(self.block.text)[0])

    @property
    def addressee(self) -> str | None:
        """Who is to carry it out, as printed."""
        who = _who(self.block.text) or (self.to.text if self.to else None)
        return COORDINATED.sub("", who).strip(" ,") if who else None

    @property
    def also_to(self) -> str | None:
        """Bodies that act together with the addressee, or that brackets at its end name."""
        match = BRACKET.search(self.block.text)
        if match is not None:
            return str(match["who"])
        jointly = GIVEN[2].match(self.block.text) or TOGETHER.search(self.block.text)
        return str(jointly["with"]) if jointly else None

    @property
    def report_place(self) -> int | None:
        """Index, in what stands below it, of the line that names the report-back."""
        for index, block in enumerate(self.below):
            if block.kind != "table" and len(block.text) < 120 and report_line(whole(block)):
                return index
        return None

    @property
    def instructions(self) -> tuple[Block, ...]:
        """What says how it is to be carried out."""
        return tuple(self.below[: self.report_place or 0])

    @property
    def answer(self) -> tuple[Block, ...]:
        """What the committee answers."""
        place = self.report_place
        return tuple(self.below[0 if place is None else place + 1 :])

    @property
    def coordinator(self) -> Statement | None:
        """Who coordinates, where its own words or the instructions say so."""
        if self.led is not None:
            return self.led
        match = COORDINATED.search(self.block.text)
        if match is not None:
            return whole(self.block).part(*match.span("who"))
        for block in self.instructions:
            for sentence in sentences(block):
                match = COORDINATES.match(sentence.text)
                if match is not None and re.search(KIND, match["who"]):
                    return sentence.part(*match.span("who"))
        return None

    def report_back(self) -> ReportBack | None:
        """When to report back: in its own words, else in a line below it."""
        if self.back is not None:
            return self.back
        own = [
            found
            for sentence in sentences(self.block)
            if (found := report_back_in(sentence) or report_line(sentence)) is not None
        ]
        if own:
            return own[-1]
        place = self.report_place
        return report_line(whole(self.below[place])) if place is not None else None


def _who(text: str) -> str | None:
    for pattern in GIVEN:
        match = pattern.match(text)
        if match is not None and "föreslås" not in match["who"]:
            return str(match["who"])
    return None


def report_line(line: Statement) -> ReportBack | None:
    """A line or sentence that says nothing but when to report back."""
    match = REPORT.fullmatch(line.text)
    if match is None:
        return None
    periods = find_periods(match["rest"], language="sv")
    dated = len(periods) == 1 and periods[0].raw == match["rest"].strip(" .")
    if not dated and UNDATED.fullmatch(match["rest"]) is None:
        return None
    when = line.part(*match.span("when"))
    period = periods[0].period.text if dated else None
    return ReportBack(period, when.text, when, match["kind"], match["to"])


def report_back_in(sentence: Statement) -> ReportBack | None:
    """When to report back, if a sentence says so: "a report is to be given … by October"."""
    match = TO_REPORT.search(sentence.text)
    if match is None:
        return None
    periods = find_periods(sentence.text, language="sv")
    after = [found for found in periods if found.start > match.end()]
    if len(after) != 1:
        return None
    found = after[0]
    named = IN_REPORT.search(sentence.text, match.end(), found.start)
    if named is not None:  # the year of a report is not when it comes out
        when = sentence.part(named.start(), found.end)
        return ReportBack(None, when.text, when, match["kind"], match["to"])
    before = WHEN.search(sentence.text[: found.start])
    start = before.start() if before else found.start
    when = sentence.part(start, found.end)
    return ReportBack(found.period.text, when.text, when, match["kind"], match["to"])


def is_assignment_list(heading: str) -> bool:
    """Tell whether a heading opens a section of assignments.

    Examples
    --------
    >>> is_assignment_list("Nämndspecifika utvecklingsuppdrag"), is_assignment_list("Uppdrag")
    (True, False)
    """
    return SECTION.fullmatch(fold(heading).strip(" .:")) is not None


def announces_assignments(text: str) -> bool:
    """Tell whether a line announces a list of assignments that somebody has been given.

    Examples
    --------
    >>> announces_assignments("Nämnden har fått följande uppdrag:")
    True
    """
    return LEAD.search(text) is not None


def read_given(document: SourceDocument, blocks: Sequence[Block]) -> tuple[Given, ...]:
    """Read the assignments of a document's own blocks, in their order."""
    found: list[Given] = []
    for heading, section in _sections(blocks):
        deeper = [block.level or 1 for block in section if block.kind == "heading"]
        below = deeper[0] if deeper else (heading.level or 1) + 1
        set_off = any(_is_set_off(document, block, below) for block in section)
        worded = any(_is_worded(block) for block in section)
        current: Given | None = None
        above = heading
        for block in section:
            announced = not (set_off or worded) and _is_announced(block, above, heading)
            if _is_set_off(document, block, below) or (
                not set_off and (_is_worded(block) or announced)
            ):
                named = BODY.search(above.text) if announced else None
                to = whole(above).part(*named.span("who")) if named else None
                current = Given(block, heading.text, to=to)
                found.append(current)
            elif current is not None and block.kind != "rule":
                current.below.append(block)
            if block.kind in ("heading", "paragraph"):
                above = block
    return tuple(found)


def _is_worded(block: Block) -> bool:
    """Tell whether a block gives an assignment by its words."""
    if block.kind not in ("paragraph", "list_item"):
        return False
    return _who(block.text) is not None or BARE.match(block.text) is not None


def _is_announced(block: Block, above: Block, heading: Block) -> bool:
    """Tell whether a block is an item of the list that a section of assignments consists of."""
    if block.kind != "list_item" or (block.level or 1) > 1:
        return False
    return above is heading or ANNOUNCES.search(above.text) is not None


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[Block, list[Block]]]:
    """Heading and blocks of every section of assignments."""
    heading: Block | None = None
    root = 1
    section: list[Block] = []
    for block, below in zip_longest(blocks, blocks[1:]):
        ends = block.kind == "heading" and _who(block.text) is None
        opens = ends and is_assignment_list(block.text)
        listed = below is not None and below.kind == "list_item"
        if heading is None and block.kind == "paragraph" and listed and LEAD.search(block.text):
            heading, section = replace(block, kind="heading", level=_LEAST), []
            continue
        if heading is not None and heading.level == _LEAST and block.kind != "list_item":
            ends = True  # the list that a line announces, and no more
        if ends and heading is not None:
            # a heading right above such a list only groups the assignments
            opens = opens or (
                (block.level or 1) > root
                and below is not None
                and below.kind == "list_item"
                and _is_worded(below)
            )
            ends = opens or (block.level or 1) <= (heading.level or 1)
        if not ends:
            section.append(block)
            continue
        if heading is not None:
            yield heading, section
        if opens and (heading is None or is_assignment_list(block.text)):
            root = block.level or 1
        section = []
        heading = block if opens else None
    if heading is not None:
        yield heading, section


def _is_set_off(document: SourceDocument, block: Block, level: int) -> bool:
    """Tell whether a block is set off as an assignment: a heading, or wholly in italics."""
    if block.kind == "heading":
        below = block.level == level
    else:
        below = is_emphasised(document, block) and len(block.text.split()) >= _FEWEST_WORDS
    if not below:
        return block.kind == "heading" and _who(block.text) is not None
    return NO_TITLE.fullmatch(fold(block.text).strip(" .:")) is None


def response_to(given: Given) -> tuple[Response, str | None]:
    """How the document answers an assignment, and where."""
    answer = [block for block in given.answer if block.kind != "heading"]
    if not answer:
        return "none", None
    first, *others = (Locator.parse(place_of(block)) for block in answer)
    place = str(first.joined(*others))
    said = [s.text for block in answer if block.kind != "table" for s in sentences(block)]
    return answer_kind(said), place


def answer_kind(said: Sequence[str]) -> Response:
    """Kind of an answer by its sentences."""
    if len(said) <= _SHORT_ANSWER and any(NOT_OURS.search(text) for text in said):
        return "not_applicable"
    if said and all(ELSEWHERE.search(text) for text in said):
        return "reported_elsewhere"
    return "answered"
