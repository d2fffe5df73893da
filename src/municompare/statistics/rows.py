"""Cells of a tidy frame to names, values and status codes, with every problem by its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from municompare.errors import Issue, Reading
from municompare.statistics.layout import (
    CODE_DIGITS,
    GROUPS,
    REPORTED,
    STATUS_CODES,
    UNDETERMINED,
    FloatArray,
    IntArray,
    fault,
    in_order,
    is_municipality,
    is_storable,
    period_of,
)
from municompare.units import Country

__all__ = [
    "Contradictions",
    "Rows",
    "names_of",
    "refuse_duplicates",
    "statuses_of",
    "values_of",
]

Contradictions = Literal["refuse", "keep_value", "keep_status"]
"""What to do with rows that give a value and a status that says there is none."""

# Sweden's and Denmark's offices use the same letters: kvinnor and kvinder, män and mænd.
_GROUP_WORDS: Final = {**{name: name for name in GROUPS}, "T": "total", "K": "women", "M": "men"}
# Kolada's words beside the library's own.
_STATUS_WORDS: Final[dict[str, int]] = {
    **STATUS_CODES,
    "Missing": STATUS_CODES["not_reported"],
    "Privacy": STATUS_CODES["suppressed"],
    "Not applicable": STATUS_CODES["not_applicable"],
}
_CODED: Final = {"municipality", "indicator"}
_UNSTATED: Final = -1
_UNREADABLE: Final = -2


_REMEDIES: Final = {
    "municipality": ("MC703", "Keep codes as text: read the column with dtype=str."),
    "indicator": ("MC710", "Name the indicator by its code."),
    "period": ("MC704", "Write periods as 2019, 2019-Q2 or 2019-03."),
    "group": ("MC705", f"Use {', '.join(GROUPS)}, or the letters T, K and M."),
}


@dataclass(slots=True)
class Rows:
    """How to name a row, and the problems found so far."""

    name: Callable[[int], str]
    document: str | None
    problems: list[Issue] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        rows: Iterable[int] = (),
        cells: Sequence[object] = (),
    ) -> None:
        """Add one problem of several rows, with what stands in each."""
        readings = [
            Reading(text=None if _is_missing(cell) else str(cell), **self._place(row))
            for row, cell in zip(rows, cells, strict=True)
        ] or [Reading(document=self.document)]
        self.problems.append(fault(code, message, remedy, readings))

    def _place(self, row: int) -> dict[str, str | None]:
        return {"document": self.document, "locator": self.name(row)}


def _is_missing(cell: object) -> bool:
    return (
        cell is None
        or cell is pd.NA
        or cell is pd.NaT
        or (isinstance(cell, float) and cell != cell)
    )


def _shown(cell: object) -> str:
    if _is_missing(cell):
        return "nothing"
    return repr(cell) if isinstance(cell, str) else f"{cell} ({type(cell).__name__})"


def _municipality(found: object, country: Country) -> str:
    if isinstance(found, str):
        if is_municipality(found):
            return found
        if found.isascii() and found.isdigit() and len(found) == CODE_DIGITS[country]:
            return f"{country}-{found}"
    raise ValueError(
        f"expected a code of {CODE_DIGITS[country]} digits as text, found {_shown(found)}"
    )


def _indicator(found: object) -> str:
    if isinstance(found, str) and found and found == found.strip() and is_storable(found):
        return found
    raise ValueError(f"expected the code of an indicator as text, found {_shown(found)}")


def _period(found: object) -> str:
    # A column of years with one missing year is a column of floats; 2019.0 is still a year.
    text = found
    if isinstance(found, (int, float, np.number)) and not isinstance(found, bool):
        text = f"{found:.0f}" if found == np.floor(found) else None
    if isinstance(text, str):
        with suppress(ValueError):
            return str(period_of(text))
    raise ValueError(f"expected a year or another ISO period, found {_shown(found)}")


def _group(found: object) -> str:
    if isinstance(found, str) and found in _GROUP_WORDS:
        return _GROUP_WORDS[found]
    raise ValueError(f"expected a group, found {_shown(found)}")


def names_of(
    dimension: str, cells: pd.Series[Any], *, country: Country, rows: Rows
) -> tuple[IntArray, list[str]]:
    """Give the names of a dimension in order, and the place of every row among them.

    A cell that cannot be read has a negative place.
    """
    readers: dict[str, Callable[[object], str]] = {
        "municipality": partial(_municipality, country=country),
        "indicator": _indicator,
        "period": _period,
        "group": _group,
    }
    code, remedy = _REMEDIES[dimension]
    try:
        numbers, different = pd.factorize(cells.astype(object), use_na_sentinel=False)
    except TypeError:
        rows.add(code, f"expected single values as {dimension}, found lists or the like.", remedy)
        return np.full(len(cells), _UNREADABLE, dtype=np.intp), []
    read: dict[int, str] = {}
    wrong: dict[int, str] = {}
    for number, cell in enumerate(different):
        try:
            read[number] = readers[dimension](cell)
        except ValueError as error:
            wrong[number] = str(error)
    if wrong and dimension in _CODED and pd.api.types.is_numeric_dtype(cells.dtype):
        # every cell is wrong for the same reason
        message = f"{next(iter(wrong.values()))}, and the whole column is {cells.dtype}."
        rows.add(code, message, remedy, rows=range(len(cells)), cells=list(cells))
    elif wrong:
        _report_unread(wrong, numbers, cells, code, remedy, rows)
    names = in_order(dimension, set(read.values()))
    place = {name: position for position, name in enumerate(names)}
    places = np.array(
        [place[read[n]] if n in read else _UNREADABLE for n in range(len(different))], dtype=np.intp
    )
    return places[numbers], names


def _report_unread(
    wrong: Mapping[int, str],
    numbers: IntArray,
    cells: pd.Series[Any],
    code: str,
    remedy: str,
    rows: Rows,
) -> None:
    """Report every different cell that cannot be read once, with all its rows."""
    places: dict[int, list[int]] = {number: [] for number in wrong}
    for row in np.flatnonzero(np.isin(numbers, list(wrong))).tolist():
        places[int(numbers[row])].append(row)
    for number, message in wrong.items():
        found = places[number]
        rows.add(code, f"{message}.", remedy, rows=found, cells=list(cells.iloc[found]))


def values_of(cells: pd.Series[Any], dtype: np.dtype[Any], rows: Rows) -> FloatArray:
    """Give the values of all rows; a missing one is NaN, and none is infinite."""
    kind = cells.dtype
    types = pd.api.types
    if not (types.is_float_dtype(kind) or types.is_integer_dtype(kind)):
        rows.add(
            "MC707",
            f"expected a column of numbers as value, found {kind}.",
            "Turn the column into numbers first, or read the file with Panel.from_csv.",
        )
        return np.full(len(cells), np.nan, dtype=dtype)
    exact = cells.to_numpy(dtype=np.float64, na_value=np.nan)
    with np.errstate(over="ignore"):
        values: FloatArray = exact.astype(dtype)
    infinite = np.isinf(values)
    if infinite.any():
        rows.add(
            "MC707",
            f"expected finite values of {dtype}, found infinite or larger ones.",
            "Make them missing and say why in the column status, or use a larger dtype.",
            rows=np.flatnonzero(infinite).tolist(),
            cells=exact[infinite].tolist(),
        )
    return values


def statuses_of(
    cells: pd.Series[Any] | None, value: FloatArray, contradictions: Contradictions, rows: Rows
) -> tuple[IntArray, str]:
    """Status code of every row, and what was decided about rows that contradict themselves."""
    has_value = ~np.isnan(value)
    inferred = np.where(has_value, REPORTED, UNDETERMINED)
    if cells is None:
        return inferred, ""
    numbers, different = pd.factorize(cells.astype(object), use_na_sentinel=False)
    stated = np.array([_status_code(cell) for cell in different], dtype=np.intp)
    wrong = {
        number: f"expected a status word, found {_shown(cell)}"
        for number, cell in enumerate(different)
        if stated[number] == _UNREADABLE
    }
    if wrong:
        remedy = f"Use one of {', '.join(_STATUS_WORDS)}, or leave the cell empty."
        _report_unread(wrong, numbers, cells, "MC706", remedy, rows)
    said = stated[numbers]
    status = np.where(said == _UNSTATED, inferred, said)
    conflict = (said >= 0) & (has_value != (said == REPORTED))
    if not conflict.any():
        return status, ""
    if contradictions == "refuse":
        rows.add(
            "MC708",
            "expected a value or a status that says why there is none, found both, or 'reported' "
            f"without a value, in {int(conflict.sum())} rows.",
            "Mend the rows, or decide with contradictions='keep_value' or 'keep_status'.",
            rows=np.flatnonzero(conflict).tolist(),
            cells=[
                f"{number} {word}"
                for number, word in zip(value[conflict], cells[conflict], strict=True)
            ],
        )
        return status, ""
    both = conflict & has_value
    status = np.where(both & (contradictions == "keep_value"), REPORTED, status)
    status = np.where(conflict & ~has_value, UNDETERMINED, status)
    kept = "value" if contradictions == "keep_value" else "status"
    told = [f"{int(both.sum())} rows gave a value and a status against it: the {kept} was kept."]
    if (conflict & ~has_value).any():
        told.append(
            f"{int((conflict & ~has_value).sum())} rows said 'reported' without a value: "
            "they are undetermined."
        )
    return status, " ".join(told)


def _status_code(cell: object) -> int:
    if _is_missing(cell) or cell == "":
        return _UNSTATED
    return _STATUS_WORDS.get(cell, _UNREADABLE) if isinstance(cell, str) else _UNREADABLE


def refuse_duplicates(
    cells: IntArray, positions: IntArray, names: Sequence[Sequence[str]], rows: Rows
) -> None:
    """Report rows that are about one and the same cell."""
    again = pd.Series(cells).duplicated(keep=False).to_numpy()
    if not again.any():
        return
    shape = [len(along) for along in names]
    found = []
    for cell, row in sorted(zip(cells[again].tolist(), positions[again].tolist(), strict=True)):
        place = np.unravel_index(cell, shape)
        text = " ".join(along[i] for along, i in zip(names, place, strict=True))
        found.append((row, text))
    rows.add(
        "MC709",
        "expected one row for each municipality, indicator, period and group, found "
        f"{len(found)} rows for {len({text for _, text in found})} cells.",
        "Keep one of them; if the rows are of different groups, name the column of groups.",
        rows=[row for row, _ in found],
        cells=[text for _, text in found],
    )
