"""What an agreement says around its goals: principles, budget, documents, its own model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from municompare.model.elements import Principle
from municompare.model.governance import GovernanceModel
from municompare.model.plan import Document, Note
from municompare.model.steering import Organisation
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_outline import Bullet, Chapter
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.steering import StatedFact
from municompare.text.words import fold

__all__ = [
    "add_economy",
    "add_guiding_stars",
    "add_missions",
    "add_referenced_documents",
    "level_of_term",
    "stated_facts",
]

_OWNER: Final = re.compile(r"(?P<owner>\S.*?) har følgende (?:mission|vision)\b.*", re.IGNORECASE)
_LABEL: Final = re.compile(r"(?P<label>mission|vision)\s*(?P<text>:.*)?", re.IGNORECASE)
_OTHER_LABEL: Final = re.compile(r"bevillingens mål\b", re.IGNORECASE)
_GUIDING_STAR: Final = re.compile(
    r"(?:\bstrategi for (?P<whose>[^,.:]+?),? med følgende )?pejlemærke", re.IGNORECASE
)
_COMMITTEE: Final = re.compile(r"udvalget?$")
_UNSETTLED: Final = re.compile(r"\b(?:under afklaring|afklares|ikke (?:afklaret|fastlagt))\b", re.I)
_AMOUNT: Final = re.compile(
    r"\d[\d.,]* ?(?:kr|kroner|t\.? ?kr|mio|mill)\b|\b\d{1,3}(?:\.\d{3})+\b", re.IGNORECASE
)
_BUDGET_HEADING: Final = re.compile(r"driftsbudget\b.*|evt\. påtænkte.*", re.IGNORECASE)
_PREVIOUS: Final = re.compile(r"\bforegående års aftale\b", re.IGNORECASE)
_APPROPRIATION: Final = re.compile(r"\bbevillingsaftale\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[”“\"](?P<title>[^”“\"]+)[”“\"]")
_LEADERS: Final = re.compile(
    r"\baftaler mellem (?P<who>\w+ og den \w+ (?:chef|leder|direktør))\b", re.IGNORECASE
)
_POLITICS: Final = re.compile(r"\bbevillingsaftale mellem (?P<who>[^,.;]+)", re.IGNORECASE)


def _lines(chapter: Chapter | None) -> list[Passage]:
    blocks = chapter.blocks if chapter else ()
    return [Passage.of_block(block) for block in blocks if block.kind != "table"]


def _add_principle(
    agreement: Agreement,
    kind: Literal["mission", "vision", "guiding_star"],
    text: Passage,
    whose: str | None,
) -> None:
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


def add_missions(agreement: Agreement, chapter: Chapter | None) -> None:
    """Add missions and visions, of the political committee and of the institution."""
    owner: str | None = None
    kind: Literal["mission", "vision"] | None = None
    run_on = []
    for line in _lines(chapter):
        label = _LABEL.fullmatch(line.text)
        if label is not None:
            kind = "mission" if label["label"].lower() == "mission" else "vision"
            if not (label["text"] or ":").strip(": "):
                continue
            line = line.part(label.start("text") + 1)
        own, rest, named = _cut(line)
        if own.text and kind:
            _add_principle(agreement, kind, own, owner)
        if own.text and rest.text:
            run_on.append(rest)
        if rest.text:
            kind = None
        if named:
            owner = named
            _add_body(agreement, named, rest)
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


def _add_body(agreement: Agreement, name: str, passage: Passage) -> None:
    if name in {each.name for each in agreement.draft.rows("organisations")}:
        return
    place = passage.part(passage.text.index(name))
    agreement.draft.add(
        Organisation(
            id=agreement.draft.id("organisation", name),
            name=name,
            kind="committee" if _COMMITTEE.search(name) else None,
            document=agreement.document,
            locator=place.locator,
        )
    )


def add_guiding_stars(agreement: Agreement, bullets: Iterable[Bullet]) -> None:
    """Add the list items that the text introduces as *pejlemærker* (guiding stars)."""
    for bullet in bullets:
        match = _GUIDING_STAR.search(bullet.intro.text) if bullet.intro else None
        if match is not None:
            _add_principle(agreement, "guiding_star", bullet.text, match["whose"])


def add_economy(agreement: Agreement, chapter: Chapter | None) -> None:
    """Add what is said about the budget as notes; amounts in words are reported, not read."""
    lines = [line for line in _lines(chapter) if not _BUDGET_HEADING.fullmatch(line.text)]
    for line in lines:
        agreement.draft.add(
            Note(
                id=agreement.draft.attached_id("note", agreement.document),
                text=line.text,
                element=agreement.document,
                document=agreement.document,
                locator=line.locator,
            )
        )
    unsettled = [line for line in lines if _UNSETTLED.search(line.text)]
    if unsettled:
        agreement.draft.issue(
            "MC355",
            "info",
            "the chapter on the economy announces a budget and states that it is not settled.",
            cause="budget not settled",
            remedy="Take the amounts from the municipality's budget.",
            readings=[agreement.reading(line) for line in unsettled],
        )
    amounts = [line for line in lines if _AMOUNT.search(line.text)]
    amounts += [
        Passage.of_cell(cell)
        for block in (chapter.blocks if chapter else ())
        for row in block.rows
        for cell in row.cells
        if cell.text
    ]
    if amounts:
        agreement.draft.issue(
            "MC358",
            "warning",
            "the chapter on the economy prints amounts, which are not read as a budget.",
            cause="amounts of the budget",
            remedy="Read them off at these places.",
            readings=[agreement.reading(passage) for passage in amounts],
        )


def add_referenced_documents(
    agreement: Agreement, model: GovernanceModel, contents: Chapter | None, frame: Chapter | None
) -> None:
    """Add the documents that the agreement rests on or refers to."""
    found: dict[str, Passage] = {}
    for line in _lines(contents):
        for pattern in (_PREVIOUS, _APPROPRIATION):
            match = pattern.search(line.text)
            if match is not None:
                found.setdefault(fold(match[0]), line.part(*match.span()))
    for line in _lines(frame):
        for match in _QUOTED.finditer(line.text):
            found.setdefault(fold(match["title"]), line.part(*match.span("title")))
    kinds = {
        fold(term): level.document_kind
        for level in model.levels
        for term in level.terms
        if level.document_kind
    }
    for title, passage in found.items():
        kind = kinds.get(title) or kinds.get(title.rpartition(" ")[2])
        agreement.draft.add(
            Document(
                id=agreement.draft.id("document", passage.text),
                title=passage.text,
                kind=kind or "dokument",
                role="referenced",
                language=model.language,
                locator=passage.locator,
            )
        )


def level_of_term(model: GovernanceModel, term: str) -> str | None:
    """Key of the level to which the model's term belongs."""
    return next((each.level for each in model.terms if each.term == term), None)


def stated_facts(
    agreement: Agreement, model: GovernanceModel, chapter: Chapter | None
) -> tuple[StatedFact, ...]:
    """What the agreement itself says about who concludes agreements in its model."""
    facts = []
    for term, pattern in (("bevillingsmål", _POLITICS), ("mål", _LEADERS)):
        level = level_of_term(model, term)
        for line in _lines(chapter):
            match = pattern.search(line.text)
            if match is None or level is None:
                continue
            # each single agreement has one leader, where the text speaks of all of them
            value = re.sub(r"lederne\b", "lederen", match["who"])
            place = line.part(*match.span("who"))
            facts.append(
                StatedFact(
                    level=level,
                    attribute="decided_by",
                    value=value,
                    reading=agreement.reading(place),
                )
            )
            break
    return tuple(facts)
