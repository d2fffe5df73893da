"""Assignments (*uppdrag*) that the council gives committees, and the committee's answers.

In the sections on development assignments each assignment is a heading, or a paragraph that is
wholly in italics; where none is set off so, the words that give an assignment tell. What follows
is the answer. Where a line names the report-back, what stands before it says how the assignment
is to be carried out, and what stands after it is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from municompare.documents import Block, SourceDocument
from municompare.model.quantity import Locator
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
    "answer_kind",
    "is_assignment_list",
    "read_given",
    "report_back_in",
    "response_to",
]

Response = Literal["answered", "not_applicable", "reported_elsewhere", "none"]

_SECTION: Final = re.compile(
    r"(?:[a-z-]+ )*(?:utvecklings|namnd|budget|mal)uppdrag(?:en)?|(?:strategiska|sarskilda|ovriga|"
    r"politiska|nya) uppdrag(?:en)?|uppdrag (?:fran|till) (?:kommun|namnd)[a-z]*"
)
_NO_TITLE: Final = re.compile(
    r"(?:namndens )?(?:kommentar(?:er)?|svar|bakgrund|aktivitet(?:er)?|redovisning|uppfoljning)"
)
_KIND: Final = r"nämnd|styrelse|förvaltning|kontor|bolag|direktör|utskott|avdelning|enhet"
_GIVEN: Final = (
    re.compile(rf"uppdrag till (?P<who>[^.:]*?(?:{_KIND})\w*[^.:]*?) att ", re.IGNORECASE),
    re.compile(
        rf"[^.:]*?(?:{_KIND})\w* (?:ger|gav) (?P<who>[^.:]*?(?:{_KIND})[^.:]*?) i uppdrag att ",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<who>[^.:]*?(?:{_KIND})[^.:]*?),? (?:ges|får|fick|ges även|får även) (?:även )?i "
        r"uppdrag (?:av \w+ )?(?:att )?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<who>[^.:]*?(?:{_KIND})[^.:]*?),? (?:uppdras|uppdrogs|har uppdragits) (?:åt )?att ",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:att )?uppdra(?:ga|r)? åt (?P<who>[^.:]*?(?:{_KIND})[^.:]*?) att ", re.I),
)
_COORDINATED: Final = re.compile(
    r",? med (?P<who>[^,]+?) som (?:samordnings)?(?:ansvarig|samordnare)\w*", re.IGNORECASE
)
_BRACKET: Final = re.compile(r"\((?P<who>[^()]*nämnd[^()]*)\)\.?$", re.IGNORECASE)
_REPORT: Final = re.compile(
    r"(?P<kind>(?:åter)?(?:rapport|redovisning)\w*|(?:åter)?(?:redovisas|rapporteras))"
    r"(?: (?:sker|lämnas|ges|ska ske|ska lämnas|ska ges))?(?: till (?P<to>[^.:]*?))?:? "
    r"(?P<when>(?:senast |under |i |till |inför |vid |den )*(?P<rest>.+?))\.?",
    re.IGNORECASE,
)
_UNDATED: Final = re.compile(r"(?:delårs|års|tertial)\w*|bokslut\w*|samband med .*", re.IGNORECASE)
_TO_REPORT: Final = re.compile(
    r"\b(?P<kind>(?:åter|del|slut)?(?:redovisning|rapport(?:ering)?)|redovisas|återrapporteras|"
    r"rapporteras|återredovisas)\b(?:[^.]*? till (?P<to>[^.]+?))?"
    r"(?= (?:senast|under|i|inför|vid|till) )",
    re.IGNORECASE,
)
_WHEN: Final = re.compile(r"(?:(?:senast|under|i|inför|vid|till|den) )*$", re.IGNORECASE)
_COORDINATES: Final = re.compile(
    r"(?P<who>[^.,;]{3,80}?(?: \([^()]+\))?) (?:föreslås |ska |skall |kommer att )?"
    r"(?=(?:få|får|ges|tar|ta|rapporterar|rapportera|samordnar|samordna|ansvarar|ansvara)\b)"
    r"[^.]*?(?:\bsamordn|\bsamla[dt]\b|\bsamlade\b)",
    re.IGNORECASE,
)
_NOT_OURS: Final = re.compile(
    r"\b(?:inte|ej|icke) (?:längre )?(?:aktuell|relevant|tillämplig)|\b(?:gäller|berör|omfattar) "
    r"(?:inte|ej)\b|\b(?:inte|ej) (?:längre )?(?:av|berörs|omfattas|tillämp)|"
    r"\b(?:omfattas|berörs) (?:\w+ )?(?:inte|ej)\b|\bingen (?:\w+ )?koppling till (?:\w+)?uppdrag",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:redovisning|återredovisning|rapport|återrapport|svar)\w* (?:finns|framgår|lämnas|ges) "
    r"(?:i|av) |^(?:se|enligt) (?:bilaga|redovisning|separat|särskild|(?:nämndens )?"
    r"(?:intern)?budget(?:en)?\b|verksamhetsplan|delår|års|bokslut)|"
    r"\bredovisas (?:i bilaga|separat|i särskild)|"
    r"^redovisas (?:i|under|till|vid|inom) |^(?:redan |har )?(?:redovisats?|rapporterats?|"
    r"återrapporterats?) till ",
    re.IGNORECASE,
)
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
    """

    block: Block
    kind: str | None
    below: list[Block] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Its wording."""
        return shortened(strip_markers(self.block.text)[0])

    @property
    def addressee(self) -> str | None:
        """Who is to carry it out, as printed."""
        who = _who(self.block.text)
        return _COORDINATED.sub("", who).strip(" ,") if who else None

    @property
    def also_to(self) -> str | None:
        """Bodies that brackets at its end name."""
        match = _BRACKET.search(self.block.text)
        return match["who"] if match else None

    @property
    def report_place(self) -> int | None:
        """Index, in what stands below it, of the line that names the report-back."""
        for index, block in enumerate(self.below):
            if block.kind != "table" and len(block.text) < 120 and _report_line(block):
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
        match = _COORDINATED.search(self.block.text)
        if match is not None:
            return whole(self.block).part(*match.span("who"))
        for block in self.instructions:
            for sentence in sentences(block):
                match = _COORDINATES.match(sentence.text)
                if match is not None and re.search(_KIND, match["who"]):
                    return sentence.part(*match.span("who"))
        return None

    def report_back(self) -> ReportBack | None:
        """When to report back: in its own words, else in a line below it."""
        own = [found for s in sentences(self.block) if (found := report_back_in(s)) is not None]
        if own:
            return own[-1]
        place = self.report_place
        return _report_line(self.below[place]) if place is not None else None


def _who(text: str) -> str | None:
    for pattern in _GIVEN:
        match = pattern.match(text)
        if match is not None and "föreslås" not in match["who"]:
            return str(match["who"])
    return None


def _report_line(block: Block) -> ReportBack | None:
    """A line that says nothing but when to report back."""
    match = _REPORT.fullmatch(block.text)
    if match is None:
        return None
    periods = find_periods(match["rest"], language="sv")
    dated = len(periods) == 1 and periods[0].raw == match["rest"].strip(" .")
    if not dated and _UNDATED.fullmatch(match["rest"]) is None:
        return None
    when = whole(block).part(*match.span("when"))
    period = periods[0].period.text if dated else None
    return ReportBack(period, when.text, when, match["kind"], match["to"])


def report_back_in(sentence: Statement) -> ReportBack | None:
    """When to report back, if a sentence says so: "a report is to be given … by October"."""
    match = _TO_REPORT.search(sentence.text)
    if match is None:
        return None
    periods = find_periods(sentence.text, language="sv")
    after = [found for found in periods if found.start > match.end()]
    if len(after) != 1:
        return None
    found = after[0]
    before = _WHEN.search(sentence.text[: found.start])
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
    return _SECTION.fullmatch(fold(heading).strip(" .:")) is not None


def read_given(document: SourceDocument, blocks: Sequence[Block]) -> tuple[Given, ...]:
    """Read the assignments of a document's own blocks, in their order."""
    found: list[Given] = []
    for heading, section in _sections(blocks):
        set_off = any(_is_set_off(document, block, heading) for block in section)
        current: Given | None = None
        for block in section:
            if _is_set_off(document, block, heading) or (
                not set_off
                and block.kind in ("paragraph", "list_item")
                and _who(block.text) is not None
            ):
                current = Given(block, heading.text)
                found.append(current)
            elif current is not None and block.kind != "rule":
                current.below.append(block)
    return tuple(found)


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[Block, list[Block]]]:
    """Heading and blocks of every section of assignments."""
    heading: Block | None = None
    section: list[Block] = []
    for block in blocks:
        ends = block.kind == "heading" and _who(block.text) is None
        if ends and heading is not None:
            ends = is_assignment_list(block.text) or (block.level or 1) <= (heading.level or 1)
        if not ends or block.kind != "heading":
            section.append(block)
            continue
        if heading is not None:
            yield heading, section
        section = []
        heading = block if is_assignment_list(block.text) else None
    if heading is not None:
        yield heading, section


def _is_set_off(document: SourceDocument, block: Block, heading: Block) -> bool:
    """Tell whether a block is set off as an assignment: a heading, or wholly in italics."""
    if block.kind == "heading":
        below = block.level == (heading.level or 1) + 1
    else:
        below = is_emphasised(document, block) and len(block.text.split()) >= _FEWEST_WORDS
    if not below:
        return block.kind == "heading" and _who(block.text) is not None
    return _NO_TITLE.fullmatch(fold(block.text).strip(" .:")) is None


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
    if len(said) <= _SHORT_ANSWER and any(_NOT_OURS.search(text) for text in said):
        return "not_applicable"
    if said and all(_ELSEWHERE.search(text) for text in said):
        return "reported_elsewhere"
    return "answered"
