"""Budget tables of an internal budget: every printed amount with its line, year and unit.

Two forms are read: amounts by year (``Budget <year> | Plan <year>``), and lists of amounts under a
unit (``Verksamhet | Tkr``). A line without amounts is a heading inside its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from municompare.documents import Row, SourceDocument
from municompare.model.budget import AmountKind, BudgetCell
from municompare.readers.draft import Draft
from municompare.readers.linkoping_budget_lines import (
    BudgetColumn,
    BudgetLines,
    BudgetTable,
    currency,
    named_day,
    unit_line,
)
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_front import KIND
from municompare.readers.linkoping_notes import Mark, NoteBook, footnotes_after, marks_in
from municompare.readers.linkoping_pages import filled, joined_rows
from municompare.text.cells import strip_markers
from municompare.text.words import fold, slug

__all__ = ["is_budget_header", "read_budget_tables"]

_YEARLY: Final = re.compile(r"(?P<before>\D*)\b(?P<year>\d{4})\b(?P<after>\D*)")
_KINDS: Final[dict[str, AmountKind]] = {
    "prognos": "forecast",
    "utfall": "outcome",
    "forslag": "proposal",
    "justering": "adjustment",
    "budget": "budget",
    "plan": "plan",
}
_KIND: Final = re.compile(
    r"\b(?:\w*(?P<prognos>prognos)|\w*(?P<utfall>utfall|bokslut)|(?P<forslag>forslag)"
    r"|(?P<justering>justering)|\w*(?P<budget>budget)\b|\w*(?P<plan>plan)\b)"
)
_AHEAD: Final = ("budget", "plan", "proposal", "adjustment")
_OTHER_AMOUNT: Final = re.compile(r"\b(?:avvikelse|differens|forandring)")
_UNIT: Final = re.compile(
    r"\b(?:tkr|kkr|mnkr|mkr|kr|(?:tusen|miljoner) kronor|kronor)\b", re.IGNORECASE
)
_CHANGE: Final = re.compile(
    r"förändring|justering|anpassning|förstärkning|besparing", re.IGNORECASE
)
_INVESTMENT: Final = re.compile(r"\binvestering", re.IGNORECASE)
_BUDGET_YEAR: Final = re.compile(rf"\b{KIND}(?:en)? (?:för )?(?P<year>\d{{4}})\b", re.IGNORECASE)


def is_budget_header(row: Row) -> bool:
    """Tell whether a row is the header of a budget table."""
    return bool(_columns(row))


def _columns(row: Row, period: str | None = None) -> tuple[BudgetColumn, ...]:
    """Columns by year, else columns under a unit; none where the row is no header.

    Under a unit bare years are enough. The title says of what kind they are: the year of the
    budget is its first, those of the plan follow; of years before it nothing says it.
    """
    found = []
    with_unit = _UNIT.search(row.cells[0].text) is not None
    budget = (period or "").partition("/")[0]
    for index, cell in enumerate(row.cells[1:], start=1):
        match = _YEARLY.fullmatch(strip_markers(cell.text)[0])
        if match is None:
            continue
        kind = _kind(f"{match['before']} {match['after']}")
        if with_unit and not (match["before"].strip() or match["after"].strip()):
            year = match["year"]
            planned: AmountKind | None = "plan" if budget < year else None
            kind = "budget" if period is None or year == budget else planned
        if kind is not None:
            found.append(BudgetColumn(index=index, year=match["year"], kind=kind))
    # outcomes alone make no budget: an indicator table prints them too
    if found and (with_unit or any(column.kind in _AHEAD for column in found)):
        return tuple(found)
    units = {index: cell.text for index, cell in enumerate(row.cells) if index and cell.text}
    if row.cells[0].text and units and all(currency(unit) for unit in units.values()):
        return tuple(BudgetColumn(index=index, year=None, kind="budget") for index in units)
    return ()


def _kind(words: str) -> AmountKind | None:
    """Kind of amount that a column's words name; none for differences."""
    folded = fold(words)
    if _OTHER_AMOUNT.search(folded):
        return None
    found = {str(match.lastgroup) for match in _KIND.finditer(folded)}
    return next((kind for word, kind in _KINDS.items() if word in found), None)


def read_budget_tables(
    draft: Draft,
    document: SourceDocument,
    *,
    period: str,
    parts: Parts,
    notes: NoteBook,
    taken: set[int],
    faults: Faults,
) -> tuple[BudgetCell, ...]:
    """Read every budget table.

    Parameters
    ----------
    draft : Draft
        The plan, which gives the ids.
    document : SourceDocument
        The document.
    period : str
        The years of the title.
    parts : Parts
        Which document's id each line carries.
    notes : NoteBook
        Takes the tables' footnotes.
    taken : set of int
        Indexes of blocks that are read; the tables' are added.
    faults : Faults
        Takes what makes a table unreadable, and what is left out.
    """
    cells: list[BudgetCell] = []
    keys: dict[tuple[str, str], int] = {}
    for index, block in enumerate(document.blocks):
        if block.kind != "table" or index in taken:
            continue
        head = next((n for n, row in enumerate(block.rows) if is_budget_header(row)), None)
        if head is None:
            continue
        width = len(block.rows[head].cells)
        rows, last = joined_rows(
            document.blocks, index, block.rows[head], is_header=is_budget_header
        )
        rows = [filled(row, width) for row in rows]
        taken.update(range(index, last + 1))
        columns = _columns(block.rows[head], period)
        _check_form(rows, head, columns, faults)
        if not columns:
            continue
        table = _table(document, index, rows, head, columns, parts, keys)
        if table.unit is None:
            faults.oddity("MC337", rows[head].text, f"L{rows[head].line}")
        lines = BudgetLines(draft, table, faults)
        titles = [row for row in rows[:head] if row.cells[0].text]
        ordered = [*((0, row) for row in titles[1:]), *enumerate(rows[head + 1 :], start=1)]
        for order, row in ordered:
            if len(row.cells) == width:
                lines.take(row, order)
        lines.close()
        cells.extend(lines.cells)
        marks = [
            Mark(marker=marker, elements=(), text=cell.text, locator=cell.locator)
            for row in (*titles[:1], rows[head])
            for cell in row.cells
            for marker in marks_in(cell.text)
        ]
        notes.attach([*marks, *lines.marks], footnotes_after(document.blocks, last))
    return tuple(cells)


def _table(
    document: SourceDocument,
    index: int,
    rows: Sequence[Row],
    head: int,
    columns: tuple[BudgetColumn, ...],
    parts: Parts,
    keys: dict[tuple[str, str], int],
) -> BudgetTable:
    """Title, key, unit and year of a table, from its own first lines and what stands above."""
    blocks = document.blocks
    own = [row.cells[0].text for row in rows[:head] if strip_markers(row.cells[0].text)[0]]
    heading = next((b.text for b in reversed(blocks[:index]) if b.kind == "heading"), "")
    # without a title or a heading above it, a table is called by its header
    printed = strip_markers(own[0] if own else heading)[0]
    title = printed or rows[head].cells[0].text or rows[head].text.strip()
    printed_in = parts.at(rows[0].line)
    stem = slug(title, language="sv") or "table"
    number = keys[printed_in, stem] = keys.get((printed_in, stem), 0) + 1
    header = rows[head]
    above = blocks[index - 1] if index else None
    if all(column.year is None for column in columns):
        stated = _BUDGET_YEAR.search(above.text) if above and above.text.endswith(":") else None
        year = stated["year"] if stated else None
        words = " ".join([title, *own, above.text if above else ""])
        kind: AmountKind = "adjustment" if _CHANGE.search(words) else "budget"
        columns = tuple(BudgetColumn(index=c.index, year=year, kind=kind) for c in columns)
    units = [row.cells[0].text for row in rows if unit_line(row.cells[0].text)]
    return BudgetTable(
        key=stem if number == 1 else f"{stem}-{number}",
        title=title,
        document=printed_in,
        columns=columns,
        unit=_unit([header.text, *units]),
        decided_on=named_day(title),
        changes=columns[0].kind == "adjustment",
        investment=_INVESTMENT.search(f"{title} {header.text}") is not None,
    )


def _unit(texts: Iterable[str]) -> str | None:
    """Currency that a table's header or unit line names, if it is one and the same."""
    found = {currency(match[0]) for text in texts for match in _UNIT.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _check_form(
    rows: Sequence[Row], head: int, columns: Sequence[BudgetColumn], faults: Faults
) -> None:
    """Report rows of another width, a table without lines, and columns that are left out."""
    header = rows[head]
    for row in rows:
        if len(row.cells) != len(header.cells):
            faults.problem(
                "MC321",
                f"expected {len(header.cells)} cells as in the header (line {header.line}), "
                f"found {len(row.cells)}.",
                "Give every row of the table as many cells as the header has.",
                text=row.text.strip(),
                locator=f"L{row.line}",
            )
        elif row.line < header.line and any(cell.text for cell in row.cells[1:]):
            faults.problem(
                "MC331",
                "expected the header of the budget table above its amounts, found it below them.",
                "Put the header above the amounts.",
                text=row.text.strip(),
                locator=f"L{row.line}",
            )
    if not any(cell.text for row in rows[head + 1 :] for cell in row.cells[1:]):
        faults.problem(
            "MC331",
            "expected lines with amounts below the header of the budget table, found none.",
            "Add the lines of the table, or remove the header.",
            text=header.text,
            locator=f"L{header.line}",
        )
    known = {column.index for column in columns}
    for index, cell in enumerate(header.cells[1:], start=1):
        filled = any(len(row.cells) > index and row.cells[index].text for row in rows)
        if index not in known and filled:
            faults.oddity("MC332", cell.text or None, cell.locator)
