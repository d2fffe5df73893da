"""Points of internal control (*internkontroll*) that a table or list of a budget prints."""

from __future__ import annotations

import re
from typing import Final

from municompare.documents import Row, SourceDocument
from municompare.model.plan import FollowUp
from municompare.readers.draft import Draft
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_pages import joined_rows
from municompare.text.cells import strip_markers
from municompare.text.words import fold

__all__ = ["add_control_points", "is_control_header"]

KIND: Final = "internkontroll"
_LABELS: Final = {
    "what": re.compile(
        r"(?:intern)?kontroll(?:moment|punkt|omrade|aktivitet)(?:er|en)?|vad (?:ska )?kontrolleras"
    ),
    "risk": re.compile(r"risk(?:er|omrade|beskrivning)?|process|rutin|omrade|process ?/ ?rutin"),
    "cadence": re.compile(r"frekvens|hur ofta|periodicitet|nar|tidpunkt|tid(?:splan)?|uppfoljning"),
    "reporter": re.compile(r"ansvarig|ansvar|(?:kontroll)?ansvarig(?: for kontroll)?|utforare"),
    "recipient": re.compile(r"rapporter(?:as|ing)(?: till)?|mottagare|redovisas till"),
    "method": re.compile(r"(?:kontroll)?metod|hur|genomforande"),
}
_TELLING: Final = re.compile(r"kontroll(?:moment|punkt|omrade|aktivitet)")


def _columns(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        name = fold(strip_markers(cell.text)[0])
        label = next((key for key, pattern in _LABELS.items() if pattern.fullmatch(name)), None)
        if label is not None:
            found.setdefault(label, index)
    return found


def is_control_header(row: Row) -> bool:
    """Tell whether a row is the header of a plan of internal control."""
    columns = _columns(row)
    telling = any(_TELLING.search(fold(cell.text)) for cell in row.cells)
    return telling and "what" in columns and len(columns) > 1


def add_control_points(
    draft: Draft,
    document: SourceDocument,
    *,
    parts: Parts,
    levels: dict[str, str],
    taken: set[int],
    faults: Faults,
) -> None:
    """Add a follow-up for every point of a table of internal control.

    Parameters
    ----------
    draft : Draft
        The plan.
    document : SourceDocument
        The document.
    parts : Parts
        Which document's id each line carries.
    levels : dict
        Ids of the levels' rows by key.
    taken : set of int
        Indexes of blocks that are read; the tables' are added.
    faults : Faults
        Takes rows that fit in no way.
    """
    for index, block in enumerate(document.blocks):
        if index in taken or block.kind != "table" or not is_control_header(block.rows[0]):
            continue
        header = block.rows[0]
        columns = _columns(header)
        rows, last = joined_rows(document.blocks, index, header, is_header=is_control_header)
        taken.update(range(index, last + 1))
        for row in rows[1:]:
            if len(row.cells) != len(header.cells):
                faults.problem(
                    "MC321",
                    f"expected {len(header.cells)} cells as in the header (line {header.line}), "
                    f"found {len(row.cells)}.",
                    "Give every row of the table as many cells as the header has.",
                    text=row.text.strip(),
                    locator=f"L{row.line}",
                )
                continue
            _add_point(draft, row, columns, parts, levels)


def _add_point(
    draft: Draft, row: Row, columns: dict[str, int], parts: Parts, levels: dict[str, str]
) -> None:
    def printed(name: str) -> str | None:
        return row.cells[columns[name]].text or None if name in columns else None

    what = printed("what")
    if what is None:
        return
    element = levels.get("internal-control-plan")
    draft.add(
        FollowUp(
            id=draft.attached_id("followup", *([element] if element else [])),
            element=element,
            what=what,
            cadence=printed("cadence"),
            reporter=printed("reporter"),
            recipient=printed("recipient"),
            kind=KIND,
            document=parts.at(row.line),
            locator=f"L{row.line}",
        )
    )
