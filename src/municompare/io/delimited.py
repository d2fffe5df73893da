"""Text with delimiters, such as CSV, as rows of cells; and the values of cells."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.errors import Issue
from municompare.io.package_format import problem
from municompare.plans.value_rules import LONGEST_TEXT

__all__ = ["Delimited", "duplicate_columns", "parse_delimited", "parse_integer", "parse_number"]

_INTEGER: Final = re.compile(r"-?[0-9]+")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """The header and the rows of a text.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : sequence of pairs
        Line and cells of each row that fits the header.
    issues : sequence of Issue
        What could not be read.
    """

    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    issues: Sequence[Issue]


def parse_delimited(text: str, *, name: str, delimiter: str = ",", line: int = 1) -> Delimited:
    """Split a text into rows of cells; blank lines at its end are no rows.

    Parameters
    ----------
    text : str
        The text, beginning with the header.
    name : str
        The name of the file that messages show.
    delimiter : str
        What parts the cells.
    line : int
        Number of the text's first line in its file.
    """
    text = text.rstrip("\r\n")
    if not text:
        empty = problem("MC002", "the file is empty.", "Put the header there.", name)
        return Delimited(header=(), rows=(), issues=(empty,))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: Sequence[str] = ()
    rows: list[tuple[int, Sequence[str]]] = []
    issues: list[Issue] = []
    start = line
    try:
        header = next(reader)
        if not header:
            issues.append(
                problem("MC110", "the header is blank.", "Put it there.", name, str(line))
            )
            return Delimited(header=(), rows=(), issues=issues)
        start = line + reader.line_num
        for cells in reader:
            if len(cells) != len(header):
                message = f"the row has {len(cells)} cells, the header {len(header)}."
                remedy = "Check its delimiters and quotes."
                issues.append(problem("MC110", message, remedy, name, str(start)))
            elif any(len(cell) > LONGEST_TEXT for cell in cells):
                issues.append(_too_long(LONGEST_TEXT, name, start))
            else:
                rows.append((start, cells))
            start = line + reader.line_num
    except csv.Error as error:
        issues.append(_unparsable(error, name, start))
    return Delimited(header=header, rows=rows, issues=issues)


def _too_long(limit: int, name: str, line: int) -> Issue:
    return problem(
        "MC110",
        f"a cell holds more than {limit} characters.",
        "Check its quotes: one that is not closed takes in all that follows.",
        name,
        str(line),
    )


def _unparsable(error: csv.Error, name: str, line: int) -> Issue:
    # The limit of the csv module is the whole process's, and others change it.
    if "field limit" in str(error):
        return _too_long(csv.field_size_limit(), name, line)
    message = f"the row cannot be split into cells: {error}."
    return problem("MC110", message, "Check its quotes.", name, str(line))


def duplicate_columns(header: Sequence[str], *, name: str, line: int = 1) -> Iterator[Issue]:
    """Issues about columns that stand in a header more than once."""
    for position, title in enumerate(header):
        if title in header[:position]:
            yield problem(
                "MC101", f"column {title!r} stands twice.", "Keep one.", name, f"{line}:{title}"
            )


def parse_integer(text: str) -> int:
    """A whole number of at most 64 bits.

    Raises
    ------
    ValueError
        If the text is none.
    """
    if _INTEGER.fullmatch(text) is None or not -(2**63) <= int(text) < 2**63:
        raise ValueError(text)
    return int(text)


def parse_number(text: str) -> float:
    """A finite number with a point as decimal mark, and nothing else around or in it.

    Raises
    ------
    ValueError
        If the text is none.
    """
    if _NUMBER.fullmatch(text) is None or not math.isfinite(float(text)):
        raise ValueError(text)
    return float(text)
