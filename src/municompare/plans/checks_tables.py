"""Tables of the text that do not add up, or whose rows lack cells.

Budget tables that a reader has read are judged by their rows; these rules see all others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from typing import Final

from municompare.documents import Row
from municompare.errors import Reading
from municompare.plans.checks_case import Case, named, place_of
from municompare.plans.printed import Printed, Statement, TextRule
from municompare.text.language import Language
from municompare.text.numbers import Number, read_number
from municompare.text.words import fold

__all__ = ["TABLE_RULES"]

_TOTAL: Final = re.compile(
    r"(?:(?:del|slut)?summa\b.*|sum|(?:samlet )?i alt|totalt|total|tillsammans)[: ]*"
)
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_OF_WHICH: Final = re.compile(r"(?:varav|darav|heraf|herav|- ?varav)\b")
_DIFFERENCE: Final = re.compile(
    r"(?:forandring|differens|diff|skillnad|avvikelse|aendring|forskel|afvigelse|okning|minskning)\b"
)
_LEAST_ROWS: Final = 3
"""Rows that must agree before a column counts as computed from two others."""
_MOST_WRONG: Final = 0.34
"""Share of the rows that may disagree with it; where more do, it is computed otherwise."""

Values = list[float | None]


def _value(text: str, language: Language) -> float | None:
    number = read_number(text, language=language) if any(map(str.isdecimal, text)) else None
    if not isinstance(number, Number) or number.value_upper is not None:
        return None
    return number.value


def _slack(text: str) -> float:
    """Half of the last printed digit."""
    match = re.search(r"\d[.,](\d{1,2})(?!\d)", text)
    return 0.5 * 10.0 ** -(len(match[1]) if match else 0)


def _unread(printed: Printed) -> Iterator[Statement]:
    """Tables none of whose lines are rows of the budget."""
    read = {
        (cell.document, place.page, place.table, place.line or place.row)
        for cell in printed.record.budget
        if (place := place_of(cell.locator)) is not None
    }
    for table in printed.tables:
        places = (
            place_of(printed.cell(table, row.cells[0].locator, None).locator)
            for row in table.block.rows
            if row.cells
        )
        lines = {(table.document, p.page, p.table, p.line or p.row) for p in places if p}
        if not lines & read:
            yield table


def _few_cells(printed: Printed) -> Iterator[Case]:
    """Rows with fewer cells than their table has columns, where others print even empty ones."""
    for table in printed.tables:
        width = max(len(row.cells) for row in table.block.rows)
        short = [row for row in table.block.rows if len(row.cells) < width]
        # where most rows are short, the table prints no empty cells
        if short and len(short) < len(table.block.rows) / 2:
            for row in short:
                yield Case(
                    told=f"{len(row.cells)} of {width} cells",
                    cause="rows with fewer cells",
                    readings=(_row(printed, table, row),),
                )


def _row(printed: Printed, table: Statement, row: Row) -> Reading:
    return printed.cell(table, row.cells[0].locator, row.cells[0].text[:80] or None)


def _wrong_totals(printed: Printed) -> Iterator[Case]:
    """Totals that are the sum of no lines above them."""
    for table in _unread(printed):
        for column in range(1, max(len(row.cells) for row in table.block.rows)):
            yield from _totals(printed, table, column)


def _totals(printed: Printed, table: Statement, column: int) -> Iterator[Case]:
    every: list[float] = []
    since_heading: list[float] = []
    since_total: list[float] = []
    totals: list[float] = []
    slack = 0.0
    for row in table.block.rows[1:]:
        if len(row.cells) <= column or "%" in row.text:
            return
        label, cell = fold(row.cells[0].text), row.cells[column]
        value = _value(cell.text, printed.language)
        if value is None and any(map(str.isdecimal, cell.text)) and every:
            return  # a number that cannot be read may be part of any sum
        if _OF_WHICH.match(label) or _YEAR.fullmatch(cell.text):
            continue
        if value is None:
            if not any(other.text for other in row.cells[1:]):
                since_heading = []
            continue
        if not _TOTAL.fullmatch(label):
            slack += _slack(cell.text)
            for terms in (every, since_heading, since_total):
                terms.append(value)
            continue
        sums = [
            sum(terms)
            for terms in (every, since_heading, since_total, totals, [*totals, *since_total])
            if len(terms) > 1
        ]
        terms = since_total if len(since_total) > 1 else every
        if len(terms) > 1 and min(terms) <= value <= max(terms):
            return  # a level of all, such as a mean, and no sum
        allowed = slack + _slack(cell.text) if "," in table.text else 1e-6
        if sums and all(abs(found - value) > allowed for found in sums):
            yield Case(
                told=f"{cell.text} as {named(row.cells[0].text)}, where the lines make "
                f"{sums[-1] if len(every) == len(since_total) else sum(since_total):.15g}",
                cause=f"sum {row.cells[0].text}",
                readings=(printed.cell(table, cell.locator, cell.text),),
            )
        totals.append(value)
        since_total = []


def _wrong_differences(printed: Printed) -> Iterator[Case]:
    """Cells of a column of differences or changes that are not those of their row."""
    for table in printed.tables:
        rows = [row for row in table.block.rows if len(row.cells) > 2]
        if len(rows) <= _LEAST_ROWS:
            continue
        for column, header in enumerate(rows[0].cells):
            if _DIFFERENCE.match(fold(header.text)):
                yield from _differences(printed, table, rows[1:], column)


def _differences(
    printed: Printed, table: Statement, rows: Sequence[Row], column: int
) -> Iterator[Case]:
    language = printed.language
    values = [[_value(cell.text, language) for cell in row.cells] for row in rows]
    best: list[Row] = []
    agreed = 0
    for formula in (_difference, _change):
        for one, other in permutations(range(1, len(rows[0].cells)), 2):
            if column in (one, other):
                continue
            right, wrong = _compared(rows, values, (one, other, column), formula)
            if len(right) > agreed:
                agreed, best = len(right), wrong
    if agreed >= _LEAST_ROWS and best and len(best) <= _MOST_WRONG * (agreed + len(best)):
        for row in best:
            cell = row.cells[column]
            yield Case(
                told=f"{cell.text} for {named(row.cells[0].text)}",
                cause=f"column {table.block.rows[0].cells[column].text}",
                readings=(printed.cell(table, cell.locator, cell.text),),
            )


def _difference(before: float, after: float) -> float | None:
    return after - before


def _change(before: float, after: float) -> float | None:
    return 100.0 * (after - before) / before if before else None


def _compared(
    rows: Sequence[Row],
    values: Sequence[Values],
    columns: tuple[int, int, int],
    formula: Callable[[float, float], float | None],
) -> tuple[list[Row], list[Row]]:
    """Rows whose cell is what the formula gives, and those where it is something else."""
    found: defaultdict[bool, list[Row]] = defaultdict(list)
    for row, known in zip(rows, values, strict=True):
        if len(known) <= max(columns):
            continue
        before, after, printed = (known[column] for column in columns)
        if before is None or after is None or printed is None:
            continue
        expected = formula(before, after)
        if expected is not None:
            texts = [row.cells[column].text for column in columns]
            slack = sum(map(_slack, texts)) if formula is _difference else 2 * _slack(texts[2])
            exact = formula is _difference and not any("," in text for text in texts)
            found[abs(expected - printed) <= (1e-6 if exact else slack + 1e-6)].append(row)
    return found[True], found[False]


TABLE_RULES: Final = (
    TextRule(
        code="MC321",
        severity="warning",
        expected="as many cells in each row as its table has columns",
        remedy="Compare the row with the original document; cells may be missing or misplaced.",
        cases=_few_cells,
        also=("MC333",),
    ),
    TextRule(
        code="MC341",
        severity="error",
        expected="a total to be the sum of the lines above it",
        remedy="Look the figures up in their source; none of them is changed.",
        cases=_wrong_totals,
        also=("MC336",),
    ),
    TextRule(
        code="MC341",
        severity="error",
        expected="a printed difference or change to be that of the other columns",
        remedy="Look the figures up in their source; none of them is changed.",
        cases=_wrong_differences,
        also=("MC336",),
    ),
)
