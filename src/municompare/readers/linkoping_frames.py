"""Budget frames that running text prints: "the frame for the year is so many kronor"."""

from __future__ import annotations

import re
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.model.budget import BudgetCell
from municompare.readers.draft import Draft
from municompare.readers.linkoping_budget_lines import currency, named_day
from municompare.readers.linkoping_documents import Parts
from municompare.text.numbers import Number, read_number
from municompare.text.periods import find_periods
from municompare.text.sentences import split_sentences
from municompare.text.words import flatten

__all__ = ["TEXT_TABLE", "read_text_frames"]

TEXT_TABLE: Final = "text"
"""Key of the table that amounts in running text stand in."""

_FRAME: Final = r"\b(?:[^\W\d_]*(?:budget|netto|investerings|drifts))?ram(?:en)?"
_AMOUNT: Final = (
    r"(?P<amount>[-−]?\d[\d .,]*?) ?(?P<unit>tkr|kkr|mnkr|mkr|kr|tusen kronor|miljoner kronor)\b"
)
_MONTHS: Final = (
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
)
_YEAR: Final = r"för (?:år )?(?P<year>\d{4})"
_FORMS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_FRAME} {_YEAR} (?:är|blir|uppgår till|uppgick till|var) {_AMOUNT}",
        rf"(?:\b(?:{_MONTHS}|år) \d{{4}} |(?<!\d)){_AMOUNT} i {_FRAME} {_YEAR}",
        rf"{_FRAME} (?:på|om) {_AMOUNT} {_YEAR}",
    )
)
_GIVEN: Final = re.compile(r"\btilldela(?:ts|des)\b", re.IGNORECASE)
_THEN: Final = re.compile(r"\bdå\b", re.IGNORECASE)


def read_text_frames(
    draft: Draft, document: SourceDocument, *, parts: Parts
) -> tuple[BudgetCell, ...]:
    """Read the frames that sentences state for a year, each as a row of its own."""
    cells: list[BudgetCell] = []
    for block in document.blocks:
        if block.kind not in ("paragraph", "list_item") or "ram" not in block.text.lower():
            continue
        before = ""
        for offset, sentence in split_sentences(block.text, language="sv"):
            cells.extend(
                _cell(draft, block, parts, sentence, offset, match, before, len(cells) + 1)
                for form in _FORMS
                for match in form.finditer(flatten(sentence))
            )
            before = sentence
    return tuple(cells)


def _cell(
    draft: Draft,
    block: Block,
    parts: Parts,
    sentence: str,
    offset: int,
    match: re.Match[str],
    before: str,
    order: int,
) -> BudgetCell:
    number = read_number(match["amount"], language="sv")
    value = number.value if isinstance(number, Number) else None
    document = parts.at(block.line)
    return BudgetCell(
        id=draft.budget_id(
            table=TEXT_TABLE,
            line=sentence,
            year=match["year"],
            amount_kind="budget",
            document=document,
        ),
        table=TEXT_TABLE,
        line_order=order,
        line=sentence,
        line_kind="frame",
        year=match["year"],
        amount_kind="budget",
        value=value,
        unit=currency(match["unit"]) if value is not None else None,
        raw=sentence[match.start("amount") : match.end("unit")],
        status="reported" if value is not None else "undetermined",
        decided_on=_decided_on(sentence, before),
        document=document,
        locator=block.locate(offset + match.start("amount")),
    )


def _decided_on(sentence: str, before: str) -> str | None:
    """Day or month of the decision; "then" points to the one that the sentence before names."""
    day = named_day(sentence)
    if day is not None:
        return day
    said = sentence if _GIVEN.search(sentence) else ""
    if _THEN.search(sentence):
        said = before
    months = {
        found.period.text
        for found in find_periods(said, language="sv")
        if re.fullmatch(r"\d{4}-\d{2}(?:-\d{2})?", found.period.text)
    }
    return months.pop() if len(months) == 1 else None
