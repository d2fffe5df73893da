"""What the budget of an internal budget must agree with: its sums, its reprints, its frames.

The functions are pure: budget rows in, findings out. They compare what is printed and never
correct it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from municompare.errors import Reading, Severity
from municompare.model.budget import BudgetCell
from municompare.text.words import fold
from municompare.units import convert

__all__ = ["Finding", "check_frames", "check_sums", "find_repeats"]

Cells: TypeAlias = Sequence[BudgetCell]

_ALIKE: Final = 0.9
_SAME_TABLE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about budget rows that does not agree.

    Parameters
    ----------
    code, severity, message, cause : str
        As of an issue.
    readings : tuple of Reading
        All places.
    """

    code: str
    severity: Severity
    message: str
    cause: str
    readings: tuple[Reading, ...]


def _reading(cell: BudgetCell) -> Reading:
    return Reading(text=cell.raw, document=cell.document, locator=cell.locator)


def _tables(cells: Iterable[BudgetCell]) -> dict[tuple[str, str], list[BudgetCell]]:
    found: defaultdict[tuple[str, str], list[BudgetCell]] = defaultdict(list)
    for cell in cells:
        if cell.table_title is not None:
            found[cell.document, cell.table].append(cell)
    return dict(found)


def _columns(cells: Cells) -> Iterator[list[BudgetCell]]:
    """The cells of a table column by column, in the order of the lines."""
    columns: defaultdict[str, list[BudgetCell]] = defaultdict(list)
    for cell in cells:
        columns[cell.locator.rpartition("/")[2]].append(cell)
    yield from columns.values()


def check_sums(cells: Cells) -> tuple[Finding, ...]:
    """Recompute the sums that budget tables print.

    A sum must equal the lines above it since the last heading inside the table, a sum among
    them standing for its own lines; directly after another sum it is the total of all sums. Its
    income and cost must add up to it, a frame must equal it, and a frame with itemised
    adjustments must lead to the next frame. Where headings only group the lines, a sum may also
    be that of all lines. A line without amount adds nothing; where an amount cannot be read,
    nothing is checked.

    Parameters
    ----------
    cells : sequence of BudgetCell
        Rows of any number of tables; a gap in ``line_order`` is a heading inside the table.
    """
    found: defaultdict[tuple[str, str, str], list[list[BudgetCell]]] = defaultdict(list)
    for (document, table), rows in _tables(cells).items():
        for column in _columns(rows):
            for rule, places in _disagreements(column):
                if any(cell.status == "undetermined" for cell in places):
                    continue
                # an empty frame or sum says nothing that could disagree
                *terms, total = places
                if total.value is None or all(cell.value is None for cell in terms):
                    continue
                found[document, table, f"{rule} {places[-1].line}"].append(places)
    return tuple(
        Finding(
            code="MC341",
            severity="error",
            message=f"expected {rule.partition(' ')[0].replace('-', ' ')} of the table "
            f"{places[0][0].table_title!r} to agree with {places[0][-1].line[:80]!r}; found "
            + "; ".join(_sums(column) for column in places)
            + ".",
            cause=f"{places[0][0].table_title} {rule}",
            readings=tuple(_reading(cell) for column in places for cell in column),
        )
        for (_, _, rule), places in found.items()
    )


def _sums(places: Cells) -> str:
    *terms, total = places
    listed = " + ".join(cell.raw or "nothing" for cell in terms)
    return f"{listed} = {_total(terms):.15g}, printed {total.raw}"


def _total(cells: Iterable[BudgetCell]) -> float:
    return round(sum(cell.value or 0.0 for cell in cells), 6)


def _disagreements(column: Cells) -> Iterator[tuple[str, list[BudgetCell]]]:
    """Rule and cells of each disagreement of a column; the last cell is what was printed."""
    terms: list[BudgetCell] = []
    lines: list[BudgetCell] = []
    totals: list[BudgetCell] = []
    shares: list[BudgetCell] = []
    frames: list[BudgetCell] = []
    order = column[0].line_order
    for cell in column:
        if cell.line_order > order + 1:
            terms = []
        order = cell.line_order
        if cell.line_kind == "sum":
            # a sum may take in the one before it, or only the lines after that
            inclusive = terms if len(terms) > 1 or not totals else totals
            own = [term for term in terms if term.line_kind != "sum"]
            sums = [_total(parts) for parts in (inclusive, own, lines) if parts]
            if sums and cell.value is not None and cell.value not in sums:
                yield "lines", [*inclusive, cell]
            terms = [cell]
            totals.append(cell)
        elif cell.line_kind in ("of_which_income", "of_which_cost"):
            shares.append(cell)
            if len(shares) == 2:
                if totals and _differ(_total(shares), totals[-1]):
                    yield "income-and-cost", [*shares, totals[-1]]
                shares = []
        elif cell.line_kind == "frame":
            if len(frames) > 1 and _differ(_total(frames), cell):
                yield "adjustments", [*frames, cell]
            frames = [cell]
        elif cell.line_kind == "adjustment" and frames:
            frames.append(cell)
        else:
            terms.append(cell)
            lines.append(cell)
    if len(frames) == 1 and totals and _differ(_total(frames), totals[-1]):
        yield "frame", [frames[0], totals[-1]]


def _differ(value: float, cell: BudgetCell) -> bool:
    return cell.value is not None and value != cell.value


def find_repeats(cells: Cells) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Find tables that are printed again, and what they print differently.

    A table repeats an earlier one when nearly all of the shorter one's lines are in the other
    (spelling may differ), every frame of one is a frame of the other, the days of the titles are
    not different, and more than half of the amounts of these lines are equal.

    Parameters
    ----------
    cells : sequence of BudgetCell
        Rows of all tables in the order of the document.

    Returns
    -------
    mapping
        Id of a repeated cell to the id of the first such cell.
    tuple of Finding
        Amounts that differ, and lines that are spelled differently.
    """
    first: dict[str, str] = {}
    repeated: defaultdict[str, list[BudgetCell]] = defaultdict(list)
    spelled: list[BudgetCell] = []
    seen: list[list[BudgetCell]] = []
    for rows in _tables(cells).values():
        for earlier in seen:
            for old, new in _same_table(earlier, rows):
                if new.id in first:
                    continue
                first[new.id] = first.get(old.id, old.id)
                repeated[first[new.id]].append(new)
                if old.line != new.line:
                    spelled.extend((old, new))
        seen.append(rows)
    findings = []
    for old in cells:
        printed = [old, *repeated.get(old.id, ())]
        if len({cell.value for cell in printed}) > 1:
            amounts = " and ".join(dict.fromkeys(repr(cell.raw) for cell in printed))
            findings.append(
                Finding(
                    code="MC342",
                    severity="error",
                    message=f"expected the line {old.line[:80]!r} to have the same amount where "
                    f"its table is printed again, found {amounts}.",
                    cause=f"{old.table_title} {old.line}",
                    readings=tuple(_reading(cell) for cell in printed),
                )
            )
    if spelled:
        findings.append(
            Finding(
                code="MC343",
                severity="info",
                message="expected a line of a table that is printed again to be spelled as "
                "before, found another spelling; the lines are taken to be the same.",
                cause="stavning",
                readings=tuple(
                    dict.fromkeys(
                        Reading(text=cell.line, document=cell.document, locator=_line(cell))
                        for cell in spelled
                    )
                ),
            )
        )
    return first, tuple(findings)


def _line(cell: BudgetCell) -> str:
    return cell.locator.partition("/")[0] + "/c1"


def _same_table(old: Cells, new: Cells) -> list[tuple[BudgetCell, BudgetCell]]:
    """Pairs of cells of the same line and year, if the second table repeats the first."""
    lines = _same_lines(old, new)
    shorter = min(len({cell.line_order for cell in rows}) for rows in (old, new))
    if len(lines) < max(2, round(0.9 * shorter)):
        return []
    for rows, known in ((old, lines.keys()), (new, lines.values())):
        if any(cell.line_kind == "frame" and cell.line_order not in known for cell in rows):
            return []
    dates = [{cell.decided_on for cell in rows if cell.line_kind == "cost"} for rows in (old, new)]
    if None not in dates[0] | dates[1] and dates[0] != dates[1]:
        return []
    pairs = [
        (one, other)
        for one in old
        for other in new
        if lines.get(one.line_order) == other.line_order
        and one.amount_kind == other.amount_kind
        and (one.year == other.year or None in (one.year, other.year))
    ]
    equal = sum(one.value == other.value for one, other in pairs)
    return pairs if equal > _SAME_TABLE * len(pairs) else []


def _same_lines(old: Cells, new: Cells) -> dict[int, int]:
    """Order of each line of one table to that of the same line of another."""
    lines = {cell.line_order: fold(cell.line) for cell in old}
    left = {cell.line_order: fold(cell.line) for cell in new}
    found: dict[int, int] = {}
    for exact in (True, False):
        for order, line in lines.items():
            same = [o for o, other in left.items() if line == other or not exact]
            alike = [o for o in same if exact or _alike(line, left[o])]
            if order not in found and alike:
                found[order] = alike[0]
                del left[alike[0]]
    return found


def _alike(one: str, other: str) -> bool:
    """Tell whether lines differ in spelling only; with different figures they are others."""
    if 2 * min(len(one), len(other)) < _ALIKE * (len(one) + len(other)):
        return False
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def check_frames(cells: Cells) -> tuple[Finding, ...]:
    """Compare the frames that are printed for a year.

    Frames of one decision must have one amount, unless the table itemises the adjustment
    between them; a frame of running text without a decision must be one of the year's frames, or
    differ from one by an amount that a table of changes prints.

    Parameters
    ----------
    cells : sequence of BudgetCell
        Rows of all tables and of running text.
    """
    changes = {abs(cell.value) for cell in cells if cell.amount_kind == "adjustment" and cell.value}
    groups: defaultdict[tuple[bool, str | None, bool], list[BudgetCell]] = defaultdict(list)
    for cell in _final_frames(cells):
        investment = "investering" in fold(f"{cell.table_title or ''} {cell.line}")
        groups[investment, cell.year, cell.unit is None].append(cell)
    findings: list[Finding] = []
    for frames in groups.values():
        tabled = [cell for cell in frames if cell.table_title is not None]
        for decision in _decisions(frames):
            if not all(_same_amount(decision[0], cell) for cell in decision):
                findings.append(
                    _frame_finding(
                        decision,
                        f"expected one amount for the frame for {decision[0].year} that was "
                        f"decided on {decision[0].decided_on}",
                    )
                )
        stray = [
            cell
            for cell in frames
            if cell.table_title is None
            and cell.decided_on is None
            and not any(_same_amount(cell, other) for other in tabled)
            and not any(
                cell.unit == other.unit
                and abs((cell.value or 0.0) - (other.value or 0.0)) in changes
                for other in tabled
            )
        ]
        if tabled and stray:
            findings.append(
                _frame_finding(
                    [*stray, *tabled],
                    f"expected the frame for {stray[0].year} that running text names to be one "
                    "of a table's",
                )
            )
    return tuple(findings)


def _same_amount(one: BudgetCell, other: BudgetCell) -> bool:
    """Tell whether amounts are the same; of another unit, within half the last printed digit."""
    if one.unit == other.unit or one.unit is None or other.unit is None:
        return one.value == other.value
    amounts, digits = [], []
    for cell in (one, other):
        scale = convert(1.0, from_unit=str(cell.unit), to_unit="SEK")
        decimals = re.search(r",(\d+)", cell.raw or "")
        amounts.append((cell.value or 0.0) * scale)
        digits.append(scale / 10 ** len(decimals[1] if decimals else ""))
    return bool(abs(amounts[0] - amounts[1]) <= max(digits) / 2)


def _frame_finding(cells: Cells, expected: str) -> Finding:
    amounts = " and ".join(dict.fromkeys(str(cell.raw) for cell in cells))
    return Finding(
        code="MC344",
        severity="error",
        message=f"{expected}; found {amounts}, and no table itemises the difference.",
        cause=f"ram {cells[0].line}",
        readings=tuple(_reading(cell) for cell in cells),
    )


def _final_frames(cells: Cells) -> Iterator[BudgetCell]:
    """Frames with an amount, without those that a table goes on to adjust."""
    for rows in _tables(cells).values():
        for column in _columns(rows):
            last: BudgetCell | None = None
            adjusted = False
            for cell in column:
                if cell.amount_kind in ("outcome", "forecast"):
                    continue  # what was spent is no frame
                if cell.line_kind == "frame" and cell.value is not None:
                    if last is not None and not adjusted:
                        yield last
                    last, adjusted = cell, False
                elif cell.line_kind == "adjustment" and last is not None:
                    adjusted = True
            if last is not None:
                yield last
    for cell in cells:
        if cell.table_title is None and cell.line_kind == "frame" and cell.value is not None:
            yield cell


def _decisions(frames: Cells) -> Iterator[list[BudgetCell]]:
    """Frames of one decision; one that names only the month joins those of its days."""
    dated = [cell for cell in frames if cell.decided_on is not None]
    days = sorted({str(cell.decided_on) for cell in dated}, key=lambda day: (-len(day), day))
    done: set[str] = set()
    for day in days:
        group = [cell for cell in dated if day.startswith(str(cell.decided_on))]
        if not {cell.id for cell in group} <= done:
            yield group
        done.update(cell.id for cell in group)
