"""Tables over several pages: what a page break leaves behind, and the rows that go on after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from municompare.documents import Block, Cell, Row
from municompare.text.words import fold

__all__ = ["filled", "is_page_break", "is_signature", "joined_rows"]

_PAGE_NUMBER: Final = re.compile(
    r"(?:sid(?:a|an)?\.? )?\d{1,3}(?: ?(?:\(\d{1,3}\)|av \d{1,3}))?", re.IGNORECASE
)


def joined_rows(
    blocks: Sequence[Block], index: int, header: Row, *, is_header: Callable[[Row], bool]
) -> tuple[list[Row], int]:
    """Rows of a table and of its further pages; the index of its last block.

    A further page is a table that follows directly, with nothing but rules and page numbers
    between, as wide as the header; its first row is the same header again, or none. The lines for
    signatures on a page of minutes are no such table. A line without cells between two rows, with
    no empty line around it, is a row with a label alone.

    Parameters
    ----------
    blocks : sequence of Block
        The document's blocks.
    index : int
        Index of the table's first block.
    header : Row
        The table's header.
    is_header : callable
        Tells whether a row begins another table.
    """
    rows = list(blocks[index].rows)
    names = [fold(cell.text) for cell in header.cells]
    for following in range(index + 1, len(blocks)):
        block = blocks[following]
        if is_page_break(block):
            continue
        if _is_label(blocks, following):
            label = Cell(block.text, f"{block.locator}/c1", block.text)
            rows.append(filled(Row((label,), block.line), len(names)))
            continue
        if block.kind != "table" or is_signature(block):
            break
        page = block.rows
        repeated = [fold(cell.text) for cell in page[0].cells] == names
        other = is_header(page[0]) or len(filled(page[0], len(names)).cells) != len(names)
        if other and not repeated:
            break
        rows.extend(page[1:] if repeated else page)
        index = following
    return rows, index


def _is_label(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a paragraph is a row of the table around it that lost its empty cells."""
    block, around = blocks[index], blocks[index - 1 : index + 2]
    return (
        block.kind == "paragraph"
        and len(around) == 3
        and around[0].kind == around[2].kind == "table"
        and around[0].last_line == block.line - 1
        and around[2].line == block.last_line + 1
    )


def filled(row: Row, width: int) -> Row:
    """A row of labels alone that lost its empty cells at the end, with them.

    Parameters
    ----------
    row : Row
        The row.
    width : int
        How many cells the table has.
    """
    lacking = range(len(row.cells) + 1, width + 1)
    if not lacking or any(map(str.isdecimal, "".join(cell.text for cell in row.cells[1:]))):
        return row
    place = row.cells[-1].locator.rpartition("/")[0]
    return Row((*row.cells, *(Cell("", f"{place}/c{number}", "") for number in lacking)), row.line)


def is_page_break(block: Block) -> bool:
    """Tell whether a block is what a page break leaves behind: a rule, a page number."""
    return block.kind == "rule" or _PAGE_NUMBER.fullmatch(block.text) is not None


def is_signature(block: Block) -> bool:
    """Tell whether a table is a line for signatures on a page of minutes."""
    return any("signatur" in fold(cell.text) for row in block.rows for cell in row.cells)
