"""Assignments printed as a table: one a row, with who is in charge, the report-back, the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from municompare.documents import Block, Cell, Row, SourceDocument
from municompare.readers.linkoping_assignments import Given, ReportBack
from municompare.readers.linkoping_pages import joined_rows
from municompare.readers.linkoping_text import Statement, whole
from municompare.text.cells import strip_markers
from municompare.text.periods import find_periods
from municompare.text.words import fold

__all__ = ["is_assignment_header", "read_tabled"]

_LABELS: Final = {
    "what": re.compile(r"(?:[a-z-]+ ){0,2}[a-z]*uppdrag(?:et)?"),
    "to": re.compile(r"(?:namnd(?:er)?|adressat|mottagare|riktas till|uppdrag till|till)"),
    "led": re.compile(
        r"(?:ansvarig(?:t)?|samordn[a-z]*|samordningsansvar[a-z]*)"
        r"(?: (?:namnd|kontor|forvaltning|enhet|for samordning))?"
    ),
    "when": re.compile(
        r"(?:tid(?:punkt|plan)? for )?(?:ater)?(?:rapport|redovis)[a-z]*(?: (?:senast|till|nar))?"
        r"|tidplan|klart?|senast"
    ),
    "answer": re.compile(
        r"(?:namndens |forvaltningens )?(?:kommentar(?:er)?|svar|atgard(?:er)?|status|hantering)"
    ),
}


def _columns(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        name = fold(strip_markers(cell.text)[0]).strip(" .:")
        label = next((key for key, words in _LABELS.items() if words.fullmatch(name)), None)
        if label is not None:
            found.setdefault(label, index)
    return found


def is_assignment_header(row: Row) -> bool:
    """Tell whether a row is the header of a table of assignments."""
    columns = _columns(row)
    return "what" in columns and len(columns) > 1


def read_tabled(document: SourceDocument, blocks: tuple[Block, ...]) -> Iterator[Given]:
    """Read the assignments of a document's own tables, in their order."""
    heading: str | None = None
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            heading = block.text
        if block.kind != "table" or not is_assignment_header(block.rows[0]):
            continue
        columns = _columns(block.rows[0])
        rows, _ = joined_rows(blocks, index, block.rows[0], is_header=is_assignment_header)
        for row in rows[1:]:
            cells = {key: row.cells[at] for key, at in columns.items() if at < len(row.cells)}
            if "what" in cells and any(map(str.isalpha, cells["what"].text)):
                yield _given(document, row, cells, heading)


def _given(
    document: SourceDocument, row: Row, cells: Mapping[str, Cell], heading: str | None
) -> Given:
    def printed(key: str) -> Block | None:
        cell = cells.get(key)
        return _block(document, row, cell) if cell is not None and cell.text.strip(" -–") else None

    to, led, when, answer = map(printed, ("to", "led", "when", "answer"))
    return Given(
        _block(document, row, cells["what"]),
        heading,
        below=[answer] if answer is not None else [],
        to=whole(to) if to is not None else None,
        led=whole(led) if led is not None else None,
        back=_back(whole(when)) if when is not None else None,
    )


def _back(when: Statement) -> ReportBack:
    periods = find_periods(when.text, language="sv")
    only = periods[0].period.text if len(periods) == 1 else None
    return ReportBack(only, when.text, when, "Återrapport")


def _block(document: SourceDocument, row: Row, cell: Cell) -> Block:
    """A cell as a paragraph, with its place in the line where the file has lines."""
    line = document.lines[row.line - 1] if row.line <= len(document.lines) else ""
    column = max(line.find(cell.text), 0) + 1
    return Block(
        "paragraph",
        cell.text,
        None,
        cell.locator,
        row.line,
        row.line,
        spans=((0, row.line, column),),
    )
