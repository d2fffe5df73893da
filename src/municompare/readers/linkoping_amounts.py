"""Amounts that running text prints: changes of the frame, savings, outcomes, forecasts.

"Has been reduced by 9 000" and "a saving of 9 000" are changes by −9 000, whatever sign is
printed; an amount with a word such as "about" is not exact and stays without a value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.errors import Reading
from municompare.model.budget import AmountKind, BudgetCell, LineKind
from municompare.model.plan import Note
from municompare.readers.draft import Draft
from municompare.readers.linkoping_budget_lines import currency, named_day
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_frames import TEXT_TABLE
from municompare.readers.linkoping_text import Statement, along, sentences, shortened
from municompare.text.numbers import Number, read_number
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import fold

__all__ = ["add_amounts"]

_ABOUT: Final = rf"(?:(?:{VOCABULARY['sv'].approximate}|mellan|över|minst|högst) )"
_FIGURE: Final = r"[-−]?\d+(?: \d{3})*(?:,\d+)?(?: ?[-–] ?\d+(?: \d{3})*(?:,\d+)?)?"
_UNIT: Final = r"(?:tkr|kkr|mnkr|mkr|tusen kronor|miljoner(?: kronor)?|miljon(?:er)? kr|kronor|kr)"
_AMOUNT: Final = rf"{_ABOUT}?{_FIGURE} ?{_UNIT}(?!\w)"
_PARTS: Final = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<figure>{_FIGURE}) ?(?P<unit>{_UNIT})", re.IGNORECASE
)
_MONEY: Final = re.compile(rf"\d ?{_UNIT}(?!\w)", re.IGNORECASE)
_LESS: Final = "minskats|minskas|sänkts|sänks|reducerats|reduceras"
_MORE: Final = "ökats|ökas|höjts|höjs|utökats|utökas|förstärkts|förstärks"
_YEARS: Final = rf"{_AMOUNT} (?:år|under|för) \d{{4}}"
_CHANGED: Final = re.compile(
    rf" (?:(?P<less>{_LESS})|{_MORE}) med "
    rf"(?P<list>{_YEARS}(?:(?:,| och|, och) {_YEARS})*)",
    re.IGNORECASE,
)
_YEARLY: Final = re.compile(rf"(?P<amount>{_AMOUNT}) (?:år|under|för) (?P<year>\d{{4}})", re.I)
_TOTAL: Final = re.compile(
    rf"\b(?:ackumulerat|sammanlagt|totalt|tillsammans|samlat belopp(?: på)?|summa(?:n är)?) "
    rf"(?P<amount>{_AMOUNT})",
    re.IGNORECASE,
)
_CUT: Final = r"besparing|neddragning|effektivisering|minskning|sänkning|nedskärning"
_NOUN: Final = re.compile(
    rf"\b(?P<what>(?:(?P<less>{_CUT})(?:en|skrav|skravet)?|(?:ram|budget)?(?:förstärkning|ökning|"
    rf"höjning|tillskott|satsning|utökning)(?:en|et)?)(?: [^.;]{{1,80}}?)??) (?:på|om) "
    rf"(?P<amount>{_AMOUNT})",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    r"\b(?:har fått|får|tilldelas|tilldelats|tillförs|tillfördes|erhåller) "
    rf"(?P<amount>{_AMOUNT})(?P<what> (?:extra )?(?:för|till) [^.;,]{{3,60}})",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(
    rf"(?P<amount>{_AMOUNT}) är (?P<what>[^.;]{{3,80}}? del av (?:(?P<less>{_CUT})|[^\W\d_]+)"
    r"(?:en|et)?)\b",
    re.IGNORECASE,
)
_OUTCOME: Final = re.compile(
    r"\b(?P<what>(?:kostnad|intäkt|utfall|underskott|överskott|resultat)[a-zåäö]*) "
    rf"(?:uppgick till|blev|var) (?P<amount>{_AMOUNT}) (?:under|för|år) (?P<year>\d{{4}})",
    re.IGNORECASE,
)
_FORECAST: Final = re.compile(
    r"\b(?P<what>(?:befarat|beräknat|prognostiserat|förväntat|prognosticerat) "
    rf"(?:underskott|överskott|resultat)) på (?P<amount>{_AMOUNT})",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"(?:denna|detta|dessa) [^\W\d_]+ (?:bygger på|förutsätter|utgår från)\b|under förutsättning\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """An amount as a sentence states it."""

    what: str
    words: Statement
    year: str | None
    line_kind: LineKind
    amount_kind: AmountKind
    falls: bool = False


def add_amounts(draft: Draft, document: SourceDocument, *, parts: Parts, faults: Faults) -> None:
    """Add the amounts of running text that change a frame, or that were spent or expected.

    An amount that is printed again points to its first place; where it is printed differently
    there, or a total does not agree with its years, that is an issue.
    """
    first: dict[tuple[str, str | None, str], BudgetCell] = {}
    again: defaultdict[str, list[BudgetCell]] = defaultdict(list)
    order = sum(row.table == TEXT_TABLE for row in draft.rows("budget"))
    for block in along(document.blocks):
        if block.kind not in ("paragraph", "list_item") or _MONEY.search(block.text) is None:
            continue
        for cells, sentence in _of_block(draft, block, parts):
            for cell, stated in cells:
                order += 1
                key = (fold(stated.what), cell.year, cell.line_kind)
                known = first.setdefault(key, cell)
                numbered = replace(
                    cell, line_order=order, repeats=known.id if known is not cell else None
                )
                again[known.id].append(numbered)
                draft.add(numbered)
                if cell.value is not None and cell.unit is None:
                    faults.oddity("MC337", cell.raw, cell.locator)
            _check_total([cell for cell, _ in cells], sentence, draft)
    for cells_again in again.values():
        _check_repeats(cells_again, draft)


def _of_block(
    draft: Draft, block: Block, parts: Parts
) -> Iterator[tuple[list[tuple[BudgetCell, _Stated]], Statement]]:
    before: list[BudgetCell] = []
    for sentence in sentences(block):
        found = [(_cell(draft, each, sentence, parts), each) for each in _stated(sentence)]
        if found:
            before = [cell for cell, _ in found]
            yield found, sentence
        elif before and _CONDITION.match(sentence.text):
            sums = [cell for cell in before if cell.line_kind == "sum"]
            for cell in sums or before:
                draft.add(
                    Note(
                        id=draft.attached_id("note", cell.id),
                        text=shortened(sentence.text),
                        element=cell.id,
                        document=parts.at(sentence.line),
                        locator=sentence.locator,
                    )
                )
            before = []
        else:
            before = []


def _stated(sentence: Statement) -> Iterator[_Stated]:
    """The amounts of a sentence."""
    text = sentence.text
    if _MONEY.search(text) is None:
        return
    if match := _CHANGED.search(text):
        what = re.split(r"[;:]", text[: match.start()])[-1].strip().removesuffix(" har")
        yearly = list(_YEARLY.finditer(text, match.start("list"), match.end("list")))
        for each in yearly:
            yield _Stated(
                what=what,
                words=sentence.part(*each.span("amount")),
                year=each["year"],
                line_kind="adjustment",
                amount_kind="adjustment",
                falls=match["less"] is not None,
            )
        total = _TOTAL.search(text, match.end())
        years = sorted(each["year"] for each in yearly)
        if total is not None and years[0] != years[-1]:
            yield _Stated(
                what=what,
                words=sentence.part(*total.span("amount")),
                year=f"{years[0]}/{years[-1]}",
                line_kind="sum",
                amount_kind="adjustment",
                falls=match["less"] is not None,
            )
        return
    for match in (*_NOUN.finditer(text), *_SHARE.finditer(text)):
        yield _Stated(
            what=match["what"],
            words=sentence.part(*match.span("amount")),
            year=None,
            line_kind="adjustment",
            amount_kind="adjustment",
            falls=match["less"] is not None,
        )
    for match in _GIVEN.finditer(text):
        yield _Stated(
            what=match["what"].strip(),
            words=sentence.part(*match.span("amount")),
            year=None,
            line_kind="adjustment",
            amount_kind="adjustment",
        )
    for match in _OUTCOME.finditer(text):
        yield _Stated(
            what=match["what"],
            words=sentence.part(*match.span("amount")),
            year=match["year"],
            line_kind="cost",
            amount_kind="outcome",
        )
    for match in _FORECAST.finditer(text):
        yield _Stated(
            what=match["what"],
            words=sentence.part(*match.span("amount")),
            year=None,
            line_kind="cost",
            amount_kind="forecast",
        )


def _cell(draft: Draft, stated: _Stated, sentence: Statement, parts: Parts) -> BudgetCell:
    match = _PARTS.fullmatch(stated.words.text)
    assert match is not None
    number = None if match["about"] else read_number(match["figure"], language="sv")
    exact = isinstance(number, Number) and number.value_upper is None
    value = number.value if exact and isinstance(number, Number) else None
    if value is not None and stated.falls:
        value = -abs(value)
    document = parts.at(sentence.line)
    return BudgetCell(
        id=draft.budget_id(
            table=TEXT_TABLE,
            line=stated.what,
            year=stated.year,
            amount_kind=stated.amount_kind,
            document=document,
        ),
        table=TEXT_TABLE,
        line_order=1,
        line=shortened(sentence.text),
        line_kind=stated.line_kind,
        year=stated.year,
        amount_kind=stated.amount_kind,
        value=value,
        unit=currency(match["unit"]) if value is not None else None,
        raw=stated.words.text,
        status="reported" if value is not None else "undetermined",
        decided_on=named_day(sentence.text),
        document=document,
        locator=stated.words.locator,
    )


def _check_total(cells: list[BudgetCell], sentence: Statement, draft: Draft) -> None:
    """Report a total of several years that is not their sum."""
    sums = [cell for cell in cells if cell.line_kind == "sum"]
    terms = [cell for cell in cells if cell.line_kind != "sum"]
    values = [cell.value for cell in terms if cell.value is not None]
    if not sums or sums[0].value is None or len(values) != len(terms):
        return
    if len({cell.unit for cell in cells}) == 1 and round(sum(values) - sums[0].value, 6):
        draft.issue(
            "MC341",
            "error",
            f"expected the total {sums[0].raw!r} of several years to be the sum of their amounts, "
            f"found {' + '.join(str(cell.raw) for cell in terms)}.",
            cause=f"belopp {sentence.text}",
            remedy="Look up in the original document which figure holds.",
            readings=[_reading(cell) for cell in cells],
        )


def _check_repeats(cells: list[BudgetCell], draft: Draft) -> None:
    """Report an amount that is printed differently where it is printed again."""
    if len({(cell.value, cell.unit) for cell in cells}) > 1:
        amounts = " and ".join(dict.fromkeys(repr(cell.raw) for cell in cells))
        draft.issue(
            "MC342",
            "error",
            "expected an amount to be the same where running text prints it again, found "
            f"{amounts}.",
            cause=f"belopp {cells[0].line}",
            remedy="Look up in the original document which figure holds.",
            readings=[_reading(cell) for cell in cells],
        )


def _reading(cell: BudgetCell) -> Reading:
    return Reading(text=cell.raw, document=cell.document, locator=cell.locator)
