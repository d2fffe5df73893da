"""Tables in running text: rows separated by tabs or by pipes, or tables in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from municompare.documents.blocks import Block, Cell, Row
from municompare.documents.markup import plain_text
from municompare.documents.tagged_tables import tagged_table, tagged_table_end

__all__ = ["find_tables"]

_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITER_CELL = re.compile(r"\s*(?:-{2,}:?|:-+:?|-:)\s*")
# A list that was typed with tabs for indents is no table, nor is one with a tab after the mark.
_LIST_LINE = re.compile(r"[ \t]*+(?:[-*+•]|\d{1,9}[.)])[ \t]++(?=[^\t]*[^\W\d_])[^\t]++")


def find_tables(lines: Sequence[str], *, markup: bool) -> Iterator[Block]:
    """Find the tables of a text.

    A run of at least two lines with tabs is a table, or one line with two tabs; so is a line with
    pipes above a delimiter row, a run of at least two lines that end with a pipe, or one such
    line with two pipes. In a text with markup so is a table in HTML.

    Parameters
    ----------
    lines : sequence of str
        The lines of the text.
    markup : bool
        Whether cells hold inline markup.

    Yields
    ------
    Block
        A table.
    """
    number = 0
    while number < len(lines):
        line = lines[number]
        end = tagged_table_end(lines, number) if markup and "<" in line else number
        if end > number and (block := tagged_table(lines, number, end)) is not None:
            yield block
            number = end
        elif "|" in line and (end := _pipe_end(lines, number)) > number:
            yield _pipe_table(lines, number, end, markup)
            number = end
        elif "\t" in line:
            end = _tab_end(lines, number)
            yield from _tab_table(lines, number, end, markup)
            number = end
        else:
            number += 1


def _tab_end(lines: Sequence[str], start: int) -> int:
    end = start
    while end < len(lines) and "\t" in lines[end] and not _is_bordered(lines[end]):
        end += 1
    return max(end, start + 1)


def _tab_table(lines: Sequence[str], start: int, end: int, markup: bool) -> Iterator[Block]:
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    if end - start < 2 and (start == end or lines[start].count("\t") < 2):
        return
    if all(_LIST_LINE.fullmatch(line) for line in lines[start:end]) and (
        not lines[start].startswith("\t") or (start and _LIST_LINE.fullmatch(lines[start - 1]))
    ):
        return
    rows = [
        _row(number, line.split("\t"), markup)
        for number, line in enumerate(lines[start:end], start + 1)
    ]
    yield _table(rows, start + 1, end)


def _is_bordered(line: str) -> bool:
    """Whether a line ends with a pipe and holds another one."""
    return line.rstrip().endswith("|") and len(_PIPE.findall(line)) > 1


def _is_delimiter(line: str) -> bool:
    """Whether a line is the rule below a table's head; ``- | -`` is a row of empty marks."""
    return "|" in line and all(_DELIMITER_CELL.fullmatch(cell) for cell in _split(line, True))


def _pipe_end(lines: Sequence[str], start: int) -> int:
    """Line after the pipe table that starts here; the same line if none does."""
    end = start
    if start + 1 < len(lines) and _is_delimiter(lines[start + 1]):
        while end < len(lines) and _PIPE.search(lines[end]):
            end += 1
        return end
    while end < len(lines) and _ends_with_pipe(lines[end]):
        end += 1
    return end if end - start > 1 or _is_bordered(lines[start]) else start


def _ends_with_pipe(line: str) -> bool:
    stripped = line.rstrip()
    return stripped.endswith("|") and not stripped.endswith("\\|")


def _split(line: str, border: bool) -> list[str]:
    stripped = line.strip()
    if border and stripped.startswith("|"):
        stripped = stripped[1:]
    if _ends_with_pipe(stripped):
        stripped = stripped[:-1]
    return _PIPE.split(stripped)


def _pipe_table(lines: Sequence[str], start: int, end: int, markup: bool) -> Block:
    has_head = end - start > 1 and _is_delimiter(lines[start + 1])
    # A leading pipe in some rows only closes an empty first cell.
    decisive = lines[start : start + 1] if has_head else lines[start:end]
    border = all(line.lstrip().startswith("|") for line in decisive)
    rows = [
        _row(number, _split(line, border), markup)
        for number, line in enumerate(lines[start:end], start + 1)
        if not (has_head and number == start + 2)
    ]
    return _table(rows, start + 1, end)


def _row(line: int, cells: Sequence[str], markup: bool) -> Row:
    return Row(
        tuple(
            Cell(
                plain_text(raw) if markup else " ".join(raw.split()),
                f"L{line}/c{number}",
                raw,
            )
            for number, raw in enumerate(cells, 1)
        ),
        line,
    )


def _table(rows: Sequence[Row], line: int, last_line: int) -> Block:
    text = "\n".join(row.text for row in rows)
    return Block("table", text, None, f"L{line}", line, last_line, tuple(rows))
