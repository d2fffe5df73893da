"""The indicator table of a committee's internal budget: its header, its pages, its shifted rows.

The table hangs indicators on committee goals (*nämndmål*) and these on goal areas (*målområde*)
by merged cells: an empty cell means "as above". Conversion from paged documents cuts the table
at page breaks and moves rows to the left; both are put right by rules that leave one reading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from municompare.documents import Cell, Row, SourceDocument
from municompare.model.quantity import Period
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_pages import filled, joined_rows
from municompare.text.cells import read_cell, strip_markers
from municompare.text.periods import read_period
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import fold

__all__ = [
    "AlignedRow",
    "IndicatorTable",
    "LabelRow",
    "ValueColumn",
    "align_rows",
    "find_indicator_tables",
    "is_indicator_header",
    "is_subgroup",
    "subgroup_of",
]

_LABELS: Final = {
    "council": re.compile(
        r"(?:(?:kommun)?overgripande|kommunfullmaktiges|kf-|kf:s|fullmaktiges) ?mal"
    ),
    "area": re.compile(r"malomrade[tn]?|omrade|fokusomrade|perspektiv"),
    "goal": re.compile(r"(?P<committee>\w*namnd(?:ens)? ?)?mal"),
    "indicator": re.compile(
        r"(?P<committee>\w*namnd(?:ens)? ?)?"
        r"(?:(?:resultat)?(?:indikator(?:er)?|matt)|nyckeltal|styrtal|matetal)"
    ),
}
_SUBGROUPS: Final = {"kvinnor": "women", "män": "men"}
_PART: Final = re.compile(
    r"(?:[-–•]\s*)?(?P<of>(?:varav|därav)\s+)?(?P<label>.*?):?", re.IGNORECASE
)
_WORDS: Final = (
    r"(?:(?P<target{0}>mål(?:värde|nivå|tal|sättning)?)|utfall|bokslut|resultat|nuläge|värde)"
)
_YEARS: Final = r"(?P<period{0}>\d{{4}}(?:\s*[-–/]\s*\d{{4}})?)"
_VALUE: Final = re.compile(
    rf"(?:{_WORDS.format(1)}\s+(?:för\s+)?)?(?:år\s+)?{_YEARS.format(1)}"
    rf"|{_YEARS.format(2)}\s+\(?{_WORDS.format(2)}\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueColumn:
    """A column of observed values or of targets."""

    index: int
    role: Literal["observed", "target"]
    period: Period
    period_raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTable:
    """An indicator table, joined over page breaks.

    Parameters
    ----------
    area : int or None
        Index of the column of goal areas.
    goal, indicator : int
        Indexes of the columns of goals and of indicators.
    council : int or None
        Index of the column of the council's goals.
    columns : tuple of ValueColumn
        The columns with values.
    rows : tuple of Row
        The rows below the header, of all pages.
    block, last_block : int
        Indexes of its first and last block in the document.
    """

    area: int | None
    goal: int
    indicator: int
    council: int | None = None
    columns: tuple[ValueColumn, ...]
    rows: tuple[Row, ...] = ()
    block: int = 0
    last_block: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedRow:
    """A row whose cells stand in the columns that they belong to.

    Parameters
    ----------
    line : int
        Its line in the document.
    text : str
        What it prints.
    area, council, goal : Cell or None
        The labels of merged cells that begin here.
    indicator : Cell
        The indicator's name or the subgroup's label.
    values : tuple of (ValueColumn, Cell)
        One cell for every value column.
    shifted : bool
        Whether cells were moved to the right to bring them there.
    """

    line: int
    text: str
    area: Cell | None
    goal: Cell | None
    indicator: Cell
    council: Cell | None = None
    values: tuple[tuple[ValueColumn, Cell], ...]
    shifted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """A row of labels alone, above the indicators or without any."""

    line: int
    area: Cell | None
    goal: Cell | None
    council: Cell | None = None


def is_subgroup(label: str) -> bool:
    """Tell whether a label names a subgroup, not an indicator.

    Examples
    --------
    >>> is_subgroup("varav kvinnor"), is_subgroup("Kvinnor i chefsbefattning")
    (True, False)
    """
    match = _PART.fullmatch(label.strip())
    of_which = match is not None and match["of"] is not None
    return of_which or _bare(label).lower() in VOCABULARY["sv"].subgroups.split("|")


def _bare(label: str) -> str:
    """Label of a subgroup without what marks it as a part."""
    match = _PART.fullmatch(label.strip())
    return match["label"] if match else label


def subgroup_of(label: str) -> str:
    """Name of a subgroup as rows carry it: ``women``, ``men``, else as printed behind a dash."""
    bare = _bare(label)
    return _SUBGROUPS.get(bare.lower(), bare)


def is_indicator_header(row: Row) -> bool:
    """Tell whether a row is the header of an indicator table, or what is left of one.

    The words for a committee's goal or indicator tell; the plain words do so together.
    """
    found = {
        kind: match
        for cell in row.cells
        for kind, pattern in _LABELS.items()
        if kind not in ("area", "council") and (match := pattern.fullmatch(_heading(cell)))
    }
    return len(found) > 1 or any(match["committee"] for match in found.values())


def _heading(cell: Cell) -> str:
    return fold(strip_markers(cell.text)[0])


def find_indicator_tables(document: SourceDocument, faults: Faults) -> tuple[IndicatorTable, ...]:
    """Find the indicator tables and join their pages."""
    tables: list[IndicatorTable] = []
    done = -1
    for index, block in enumerate(document.blocks):
        if index <= done or block.kind != "table" or not is_indicator_header(block.rows[0]):
            continue
        header = block.rows[0]
        pages, done = joined_rows(document.blocks, index, header, is_header=is_indicator_header)
        width = len(header.cells)
        rows = [filled(row, width) for row in pages[1:]]
        for row in rows:
            if len(row.cells) != width:
                faults.problem(
                    "MC321",
                    f"expected {width} cells as in the header (line {header.line}), found "
                    f"{len(row.cells)}.",
                    "Give every row of the table as many cells as the header has.",
                    text=row.text,
                    locator=f"L{row.line}",
                )
        if not rows:
            faults.problem(
                "MC331",
                "expected rows below the header of the indicator table, found none.",
                "Add the rows of the table, or remove the header.",
                text=header.text,
                locator=f"L{header.line}",
            )
        table = _read_header(header, rows, faults)
        if table is not None:
            rows = [row for row in rows if len(row.cells) == width]
            tables.append(replace(table, rows=tuple(rows), block=index, last_block=done))
    return tuple(tables)


def _read_header(header: Row, rows: Sequence[Row], faults: Faults) -> IndicatorTable | None:
    """Find out which column holds what; the table's rows are still to be filled in."""
    labels: dict[str, int] = {}
    columns: list[ValueColumn] = []
    for index, cell in enumerate(header.cells):
        kind = next((k for k, label in _LABELS.items() if label.fullmatch(_heading(cell))), None)
        match = _VALUE.fullmatch(strip_markers(cell.text)[0])
        printed = (match["period1"] or match["period2"]) if match else ""
        period = read_period(printed, language="sv")
        if kind is not None:
            labels.setdefault(kind, index)
        elif match is not None and isinstance(period, Period):
            named = match["target1"] or match["target2"]
            role: Literal["observed", "target"] = "target" if named else "observed"
            columns.append(ValueColumn(index=index, role=role, period=period, period_raw=printed))
        elif cell.text or any(row.cells[index].text for row in rows if len(row.cells) > index):
            faults.oddity("MC332", cell.text or None, cell.locator)
    order = [labels[kind] for kind in ("area", "council", "goal", "indicator") if kind in labels]
    order.extend(column.index for column in columns[:1])
    if not {"goal", "indicator"} <= labels.keys() or not columns or order != sorted(order):
        faults.problem(
            "MC331",
            "expected a header with Målområde, Nämndmål, Nämndindikator and years, in that order, "
            f"found {header.text!r}.",
            "Complete the header of the indicator table.",
            text=header.text,
            locator=f"L{header.line}",
        )
        return None
    return IndicatorTable(
        area=labels.get("area"),
        goal=labels["goal"],
        council=labels.get("council"),
        indicator=labels["indicator"],
        columns=tuple(columns),
    )


def align_rows(
    table: IndicatorTable, *, areas: Collection[str], faults: Faults
) -> tuple[AlignedRow | LabelRow, ...]:
    """Put the cells of every row into their columns.

    A row states an indicator or a subgroup, or has labels alone. A row whose indicator cell holds
    no name, while a cell to its left does, is shifted: it moves as a whole until its last name is
    in the indicator column. A lone label in the column of areas that is no known area is a goal.
    Labels of a known area and of a goal without anything behind them are not shifted, unless the
    row above is.

    Parameters
    ----------
    table : IndicatorTable
        The table.
    areas : collection of str
        Folded names of the goal areas that headings print.
    faults : Faults
        Takes rows that fit in no way.
    """
    aligned: list[AlignedRow | LabelRow] = []
    shifted = False
    for row in table.rows:
        if not any(cell.text for cell in row.cells):
            continue
        labels = _labels_alone(table, row, areas)
        if labels is not None and not shifted:
            aligned.append(labels)
            continue
        try:
            found = _aligned(table, row, areas)
            aligned.append(found)
            shifted = found.shifted
        except _MisfitError as error:
            faults.problem(
                "MC321",
                f"expected a row with an indicator or a subgroup, found {error}.",
                "Put the cells of the row into the columns of the header.",
                text=row.text,
                locator=f"L{row.line}",
            )
    return tuple(aligned)


def _labels_alone(table: IndicatorTable, row: Row, areas: Collection[str]) -> LabelRow | None:
    """A row that prints a known area, a goal or both, and nothing else."""
    cells = row.cells
    area = None if table.area is None else _label(cells, table.area)
    goal = _label(cells, table.goal)
    council = None if table.council is None else _label(cells, table.council)
    others = (cell for cell in cells if cell not in (area, council, goal))
    if not (area or council or goal) or any(cell.text.strip(" -–") for cell in others):
        return None
    known = area is None or (not areas and goal is not None) or fold(area.text) in areas
    if not known or (goal is not None and is_subgroup(goal.text)):
        return None
    return LabelRow(line=row.line, area=area, council=council, goal=goal)


class _MisfitError(Exception):
    """A row that fits in no way; the message says what it holds."""


def _aligned(table: IndicatorTable, row: Row, areas: Collection[str]) -> AlignedRow:
    cells = row.cells
    named = [index for index in range(table.indicator + 1) if _is_name(cells[index])]
    if not named:
        raise _MisfitError("values but no name of an indicator")
    shift = table.indicator - named[-1]
    if shift:
        if table.area is not None and fold(cells[table.area].text) in areas:
            raise _MisfitError("a goal area but no indicator")
        if any(cell.text for cell in cells[-shift:]):
            raise _MisfitError("a shifted row that leaves no room to move it")
    # moved as a whole: what stands in a column was printed that many columns to the left
    area = None if table.area is None else _label(cells, table.area - shift)
    goal = _label(cells, table.goal - shift)
    lone = area is not None and goal is None and fold(area.text) not in areas
    if lone:
        area, goal = None, area
    return AlignedRow(
        line=row.line,
        text=row.text.strip(),
        area=area,
        council=None if table.council is None else _label(cells, table.council - shift),
        goal=goal,
        indicator=cells[named[-1]],
        values=tuple((column, cells[column.index - shift]) for column in table.columns),
        shifted=shift > 0 or lone,
    )


def _label(cells: Sequence[Cell], index: int) -> Cell | None:
    return cells[index] if index >= 0 and _is_name(cells[index]) else None


def _is_name(cell: Cell) -> bool:
    """Tell whether a cell holds words that are no value."""
    if not any(map(str.isalpha, cell.text)):
        return False
    statuses = {value.status for value in read_cell(cell.text, language="sv").values}
    return statuses <= {"qualitative", "undetermined"}
