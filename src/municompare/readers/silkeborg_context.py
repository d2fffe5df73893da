"""What an agreement says around its goals: its economy, and its own model."""

from __future__ import annotations

import re
from typing import Final

from municompare.model.governance import GovernanceModel
from municompare.model.plan import Note
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_budget import add_amounts, add_budget_table, has_amount
from municompare.readers.silkeborg_outline import Chapter
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.steering import StatedFact

__all__ = ["add_economy", "level_of_term", "stated_facts"]

_UNSETTLED: Final = re.compile(r"\b(?:under afklaring|afklares|ikke (?:afklaret|fastlagt))\b", re.I)
_BUDGET: Final = re.compile(r"driftsbudget\b", re.IGNORECASE)
_BUDGET_HEADING: Final = re.compile(r"driftsbudget\b.*|evt\. påtænkte.*", re.IGNORECASE)
_COMMITTEE: Final = re.compile(r"(?:[^\W\d_]+- og )?[^\W\d_]+udvalget\b")
_ANY_COMMITTEE: Final = re.compile(r"(?:det |et )?(?:[^\W\d_]+ )?[^\W\d_]*udvalg\b")
_LEADERS: Final = re.compile(
    r"\baftaler mellem (?P<who>\w+ og den \w+ (?:chef|leder|direktør))\b", re.IGNORECASE
)
_POLITICS: Final = re.compile(r"\bbevillingsaftale mellem (?P<who>[^,.;]+)", re.IGNORECASE)


def _lines(chapter: Chapter | None) -> list[Passage]:
    blocks = chapter.blocks if chapter else ()
    return [Passage.of_block(block) for block in blocks if block.kind != "table"]


def add_economy(agreement: Agreement, chapter: Chapter | None) -> None:
    """Add the amounts of the budget, and what is said about it as notes."""
    lines = _lines(chapter)
    labels = [line for line in lines if _BUDGET_HEADING.fullmatch(line.text)]
    texts = [line for line in lines if line not in labels]
    for line in texts:
        agreement.draft.add(
            Note(
                id=agreement.draft.attached_id("note", agreement.document),
                text=line.text,
                element=agreement.document,
                document=agreement.document,
                locator=line.locator,
            )
        )
    unsettled = [line for line in texts if _UNSETTLED.search(line.text)]
    if unsettled:
        announced = [line for line in labels if _BUDGET.match(line.text)]
        agreement.draft.issue(
            "MC355",
            "warning",
            "the chapter on the economy announces a budget and states that it is not settled.",
            cause="budget not settled",
            remedy="Take the amounts from the municipality's budget.",
            readings=[agreement.reading(line) for line in (*unsettled, *announced)],
        )
    if lines and lines[0] in texts and lines[-1] in labels:
        agreement.draft.issue(
            "MC351",
            "info",
            "expected text below each heading of the chapter on the economy, found it above them; "
            "which text belongs to which heading, only the layout told.",
            cause="headings behind their text",
            remedy="Look at the layout of the original.",
            readings=[agreement.reading(line) for line in labels],
        )
    _add_amounts(agreement, chapter)


def _add_amounts(agreement: Agreement, chapter: Chapter | None) -> None:
    """Add the amounts of lines and tables; those that no rule reads are reported."""
    amounts: list[Passage] = []
    above: list[Passage] = []
    heading: str | None = None
    for block in chapter.blocks if chapter else ():
        if block.kind == "table":
            amounts += add_budget_table(agreement, block, heading=heading, above=above)
            above = []
            continue
        line = Passage.of_block(block)
        above.append(line)
        if _BUDGET_HEADING.fullmatch(line.text):
            heading = line.text
        if has_amount(line.text) and not add_amounts(agreement, line, heading=heading):
            amounts.append(line)
    if amounts:
        agreement.draft.issue(
            "MC358",
            "warning",
            "the chapter on the economy prints amounts that are not read as a budget.",
            cause="amounts of the budget",
            remedy="Read them off at these places.",
            readings=[agreement.reading(passage) for passage in amounts],
        )


def level_of_term(model: GovernanceModel, term: str) -> str | None:
    """Key of the level to which the model's term belongs."""
    return next((each.level for each in model.terms if each.term == term), None)


def stated_facts(
    agreement: Agreement, model: GovernanceModel, chapter: Chapter | None
) -> tuple[StatedFact, ...]:
    """What the agreement itself says about who concludes agreements in its model."""
    facts = []
    defined = {each.key: each.decided_by for each in model.levels}
    for term, pattern in (("bevillingsmål", _POLITICS), ("mål", _LEADERS)):
        level = level_of_term(model, term)
        for line in _lines(chapter):
            match = pattern.search(line.text)
            if match is None or level is None:
                continue
            # each single agreement has one leader, where the text speaks of all of them
            value = re.sub(r"lederne\b", "lederen", match["who"])
            general = _ANY_COMMITTEE.search(defined[level] or "")
            if general is not None:
                # a committee's own name, where the definition speaks of the one in charge
                value = _COMMITTEE.sub(general[0], value)
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
