"""Columns of a CSV file of figures, as text first, so that no code loses its zeros."""

from __future__ import annotations

import csv
import gzip
import os
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from municompare.errors import Issue, MunicompareError, Reading
from municompare.statistics.layout import fault
from municompare.statistics.tidy import selected_columns

__all__ = ["CsvColumns", "read_columns"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvColumns:
    """The columns of a file, with the line of each row and what could not be read."""

    document: str
    columns: dict[str, pd.Series[Any]]
    lines: list[int]
    problems: tuple[Issue, ...]

    def line(self, row: int) -> str:
        """Where a row stands in the file."""
        return f"line {self.lines[row]}"


def read_columns(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None,
    separator: str,
    decimal: str,
    encoding: str,
) -> CsvColumns:
    """Read the columns of a panel from a CSV file.

    Raises
    ------
    MunicompareError
        If the file cannot be read or lacks a column.
    """
    file = Path(path)
    header, rows, lines, other = _read(file, separator=separator, encoding=encoding)
    frame = pd.DataFrame(rows, columns=header, dtype=object)
    problems = []
    if other:
        message = (
            f"expected {len(header)} cells in a row, found more or fewer, in {len(other)} rows."
        )
        problems.append(_problem(file, "MC110", message, other))
    found = selected_columns(frame, columns, document=file.name)
    number = re.compile(rf"[+-]?[0-9]+(?:{re.escape(decimal)}[0-9]+)?(?:[eE][+-]?[0-9]+)?")
    texts: list[str] = found["value"].tolist()
    wrong = [row for row, text in enumerate(texts) if text and not number.fullmatch(text)]
    if wrong:
        message = f"expected numbers with {decimal!r} as decimal mark, in {len(wrong)} rows."
        places = {lines[row]: texts[row] for row in wrong}
        problems.append(_problem(file, "MC707", message, places))
    unreadable = set(wrong)
    values = [
        float(text.replace(decimal, ".")) if text and row not in unreadable else np.nan
        for row, text in enumerate(texts)
    ]
    found["value"] = pd.Series(values, dtype="float64")
    return CsvColumns(document=file.name, columns=found, lines=lines, problems=tuple(problems))


def _problem(file: Path, code: str, message: str, places: Mapping[int, str]) -> Issue:
    return fault(
        code,
        message,
        "Mend the rows, or say how the file is written with separator and decimal.",
        [
            Reading(text=text, document=file.name, locator=f"line {line}")
            for line, text in places.items()
        ],
    )


def _read(
    file: Path, *, separator: str, encoding: str
) -> tuple[list[str], list[list[str]], list[int], dict[int, str]]:
    """Header, rows with their lines, and lines that have another number of cells.

    pandas would fill or shift such a row without a word, and count lines without blank ones.
    """
    rows, lines, other = [], [], {}
    opened = gzip.open if file.suffix == ".gz" else open
    try:
        with opened(file, "rt", encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=separator, strict=True)
            header = next(reader, [])
            for row in reader:
                if not any(row):
                    continue
                if len(row) == len(header):
                    rows.append(row)
                    lines.append(reader.line_num)
                else:
                    other[reader.line_num] = separator.join(row)
    except FileNotFoundError:
        _refuse(file, "MC001", "expected a file, found none.", "Check the path.")
    except (UnicodeError, LookupError) as error:
        remedy = "Name the encoding, for example encoding='latin-1'."
        _refuse(file, "MC004", f"expected text in {encoding}: {error}.", remedy)
    except (OSError, EOFError, zlib.error) as error:
        _refuse(file, "MC001", f"cannot read it: {error}.", "Check the file.")
    except (csv.Error, TypeError) as error:
        remedy = "Say how the file is written with separator."
        _refuse(file, "MC110", f"expected a table: {error}.", remedy)
    if not header:
        _refuse(file, "MC002", "expected figures, found an empty file.", "Check the file.")
    return header, rows, lines, other


def _refuse(file: Path, code: str, message: str, remedy: str) -> NoReturn:
    raise MunicompareError(fault(code, message, remedy, [Reading(document=file.name)])) from None
