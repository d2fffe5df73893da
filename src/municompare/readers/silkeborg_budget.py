"""Amounts that the chapter on the economy prints, in sentences and tables, as rows of the budget.

An amount is read where its unit is printed with it or above its table, and where words name what
it is for. Its year is the one behind it, else the only one of its sentence, else that of the
heading above it; without one it has none. What no rule reads is left to an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.documents import Block, Row
from municompare.errors import Issue
from municompare.model.budget import AmountKind, BudgetCell, LineKind
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_passages import Passage
from municompare.text.numbers import Number, read_number
from municompare.units import resolve_unit

__all__ = ["add_amounts", "add_budget_table", "has_amount"]

_TABLE: Final = "economy"
_UNIT: Final = (
    r"(?:mio|mia|mill)\. ?kr(?:oner)?\b\.?|(?:mio|mill) kr\b\.?|million(?:er)? kroner|"
    r"t\. ?kr\b\.?|tkr\b\.?|1\.?000 kr\b\.?|kr(?:oner)?\b\.?"
)
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,])(?P<amount>[-−]? ?\d[\d.]*(?:,\d+)?) ?(?P<unit>{_UNIT})", re.IGNORECASE
)
_BARE: Final = re.compile(r"\b\d{1,3}(?:\.\d{3})+\b")
_HEADED_UNIT: Final = re.compile(
    rf"^(?:beløb(?:ene)?(?: er)? )?\(?(?:i )?(?P<unit>{_UNIT})\)?(?: netto)?$", re.IGNORECASE
)
_UNIT_WITHIN: Final = re.compile(rf"\(?\bi (?P<unit>{_UNIT})\)?", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")
_YEAR_BEHIND: Final = re.compile(r" (?:i|for|til) (?P<year>(?:19|20)\d{2})\b")
_MOVED: Final = re.compile(r"\bfra (?:19|20)\d{2} til (?P<year>(?:19|20)\d{2})\b")
_INEXACT: Final = re.compile(
    r"\b(?:ca\.?|cirka|omkring|godt|knap|næsten|op til|højst|mindst|over|under)\s*$", re.I
)
_CHANGE: Final = re.compile(
    r"\b(?:overført|overførsel|overføres|besparelse\w*|reduktion\w*|reducer\w*|tilføres|tilført|"
    r"merforbrug|mindreforbrug|effektivisering\w*)\b",
    re.IGNORECASE,
)
_EXPECTED: Final = re.compile(r"\bforvent\w*\b", re.IGNORECASE)
_PART: Final = re.compile(r"\bheraf\b", re.IGNORECASE)
_FRAME: Final = re.compile(r"budget|bevilling|ramme", re.IGNORECASE)
_INCOME: Final = re.compile(r"indtægt", re.IGNORECASE)
_SUM: Final = re.compile(r"i alt|total|samlet|sum|netto", re.IGNORECASE)
_OPENING: Final = re.compile(
    r"^(?:(?:[,;]|og|samt|heraf|deraf|udgør|er|i|der|forudsættes|forventes|afsættes|en|et|"
    r"(?:19|20)\d{2})(?:\s+|$))+",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"(?:(?:^|\s+)(?:er|udgør|på|til|lyder|andrager|har|et|en|der|forventes|at|koste|beløber|sig|"
    r"med|for|i|forudsættes|afsat|afsættes|bliver|ligger|,))+$",
    re.IGNORECASE,
)
_KINDS: Final[tuple[tuple[re.Pattern[str], AmountKind], ...]] = (
    (re.compile(r"regnskab|forbrug", re.IGNORECASE), "outcome"),
    (re.compile(r"forvent|skøn", re.IGNORECASE), "forecast"),
    (re.compile(r"overslag|\bBO\b"), "plan"),
    (re.compile(r"ændring|korrektion", re.IGNORECASE), "adjustment"),
)


def has_amount(text: str) -> bool:
    """Tell whether a line prints an amount of money, or a number that may be one."""
    return _AMOUNT.search(text) is not None or _BARE.search(text) is not None


def add_amounts(agreement: Agreement, line: Passage, *, heading: str | None) -> bool:
    """Add the amounts of a line, and tell whether all of them were read.

    Parameters
    ----------
    agreement : Agreement
        The agreement in the making.
    line : Passage
        A paragraph of the chapter on the economy.
    heading : str or None
        The heading above it, which may name the year.
    """
    whole = True
    for sentence in line.sentences():
        found = list(_AMOUNT.finditer(sentence.text))
        named: str | None = None
        for index, match in enumerate(found):
            begin = found[index - 1].end() if index else 0
            head = sentence.text[begin : match.start()]
            number = read_number(match["amount"].replace(" ", ""), language="da")
            unit = resolve_unit(match["unit"], country=agreement.country)
            named = _line(head) or named
            if not isinstance(number, Number) or _INEXACT.search(head) or not (unit and named):
                whole = False
                continue
            _add(
                agreement,
                line=named,
                kind=_line_kind(named, sentence.text),
                amount_kind=_amount_kind(sentence.text),
                year=_year(sentence.text, match.end(), heading),
                number=number,
                unit=unit,
                at=sentence.part(*match.span()),
                order=len(agreement.draft.rows("budget")) + 1,
            )
        if len(_BARE.findall(sentence.text)) > len(found):
            whole = False
    return whole


def _line(head: str) -> str | None:
    """The words that name an amount, without the verb and the conjunction around them."""
    words = _CLOSING.sub("", _OPENING.sub("", head.strip())).strip(" ,;:")
    words = _OPENING.sub("", words).strip()
    return words or None


def _year(sentence: str, end: int, heading: str | None) -> str | None:
    if stated := _MOVED.search(sentence) or _YEAR_BEHIND.match(sentence, end):
        return str(stated["year"])
    years: set[str] = set(_YEAR.findall(sentence))
    if len(years) == 1:
        return years.pop()
    years = set(_YEAR.findall(heading or "")) if not years else set()
    return years.pop() if len(years) == 1 else None


def _amount_kind(text: str) -> AmountKind:
    if _CHANGE.search(text):
        return "adjustment"
    return "forecast" if _EXPECTED.search(text) else "budget"


def _line_kind(line: str, sentence: str) -> LineKind:
    if _CHANGE.search(sentence):
        return "adjustment"
    if _INCOME.search(line):
        return "of_which_income"
    if _PART.search(sentence):
        return "of_which_cost"
    return "frame" if _FRAME.search(line) else "cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """Year, kind and unit of a column of amounts."""

    year: str | None
    kind: AmountKind
    unit: str | None


def add_budget_table(
    agreement: Agreement, block: Block, *, heading: str | None, above: Sequence[Passage]
) -> list[Passage]:
    """Add the amounts of a table, and give the cells that no rule reads.

    Parameters
    ----------
    agreement : Agreement
        The agreement in the making.
    block : Block
        A table of the chapter on the economy.
    heading : str or None
        The heading above it, which may name the year.
    above : sequence of Passage
        The lines above it, of which one may name the unit.
    """
    rows = [row for row in block.rows if any(cell.text for cell in row.cells)]
    common = next((unit for line in reversed(above) if (unit := _unit(agreement, line.text))), None)
    columns = _header(agreement, rows[0], common) if rows else None
    body = rows[1:] if columns is not None else rows
    if columns is None:
        year = set(_YEAR.findall(heading or ""))
        only = _Column(year=year.pop() if len(year) == 1 else None, kind="budget", unit=common)
        columns = {1: only} if all(len(_filled(row)) <= 2 for row in rows) else {}
    unread: list[Passage] = []
    for order, row in enumerate(body, start=1):
        unread += _add_row(agreement, row, columns, order)
    return unread


def _filled(row: Row) -> list[int]:
    return [index for index, cell in enumerate(row.cells) if cell.text]


def _unit(agreement: Agreement, text: str) -> str | None:
    match = _HEADED_UNIT.match(text.strip()) or _UNIT_WITHIN.search(text)
    return resolve_unit(match["unit"], country=agreement.country) if match else None


def _header(agreement: Agreement, row: Row, common: str | None) -> dict[int, _Column] | None:
    """The columns that a header names by year or kind; None where the row is none."""
    texts = [cell.text for cell in row.cells]
    unit = next((unit for text in texts if (unit := _unit(agreement, text))), common)
    columns = {}
    for index, text in enumerate(texts[1:], start=1):
        years = _YEAR.findall(text)
        kind = next((kind for pattern, kind in _KINDS if pattern.search(text)), None)
        if len(years) == 1 or kind or re.fullmatch(r"budget\w*", text, re.IGNORECASE):
            columns[index] = _Column(
                year=years[0] if len(years) == 1 else None, kind=kind or "budget", unit=unit
            )
        elif text and isinstance(read_number(text, language="da"), Number):
            return None
    return columns or None


def _add_row(
    agreement: Agreement, row: Row, columns: dict[int, _Column], order: int
) -> Iterator[Passage]:
    name = row.cells[0].text
    for index, cell in enumerate(row.cells):
        if index == 0 or not cell.text:
            continue
        passage = Passage.of_cell(cell)
        match = _AMOUNT.fullmatch(cell.text)
        printed = match["amount"] if match else cell.text
        number = read_number(printed.replace(" ", ""), language="da")
        column = columns.get(index)
        unit = column.unit if column else None
        if match:
            unit = resolve_unit(match["unit"], country=agreement.country)
        if isinstance(number, Issue) or number.unit_raw or not (name and column and unit):
            yield passage
            continue
        _add(
            agreement,
            line=name,
            kind="sum" if _SUM.match(name) else _line_kind(name, name),
            amount_kind=column.kind,
            year=column.year,
            number=number,
            unit=unit,
            at=passage,
            order=order,
        )


def _add(
    agreement: Agreement,
    *,
    line: str,
    kind: LineKind,
    amount_kind: AmountKind,
    year: str | None,
    number: Number,
    unit: str | None,
    at: Passage,
    order: int,
) -> None:
    agreement.draft.add(
        BudgetCell(
            id=agreement.draft.budget_id(
                table=_TABLE,
                line=line,
                year=year,
                amount_kind=amount_kind,
                document=agreement.document,
            ),
            table=_TABLE,
            line_order=order,
            line=line,
            line_kind=kind,
            year=year,
            amount_kind=amount_kind,
            value=number.value,
            unit=unit,
            raw=at.text,
            status="reported",
            document=agreement.document,
            locator=at.locator,
        )
    )
