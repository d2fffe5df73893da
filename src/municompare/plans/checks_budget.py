"""Budget tables of all documents of a plan: sums, and frames that must agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from municompare.errors import MunicompareError
from municompare.model.budget import BudgetCell
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import Case, Rule, named, place_order, reading
from municompare.readers.linkoping_checks import Finding, check_frames, check_sums
from municompare.text.words import plain
from municompare.units import convert

__all__ = ["BUDGET_RULES"]

_SHORTEST_LINE: Final = 8
"""Letters from which a line's words in a sentence are no chance."""


def _cases(findings: tuple[Finding, ...]) -> Iterator[Case]:
    for finding in findings:
        _, _, found = finding.message.rstrip(".").partition("found ")
        yield Case(told=found, cause=finding.cause, readings=finding.readings)


def _in_order(plan: PlanRecord) -> tuple[BudgetCell, ...]:
    """Lines in the order of their tables, which says what a sum takes in."""
    return tuple(
        sorted(
            plan.budget,
            key=lambda cell: (
                cell.document,
                cell.table,
                cell.line_order,
                place_order(reading(cell)),
            ),
        )
    )


def _wrong_sums(plan: PlanRecord) -> Iterator[Case]:
    yield from _cases(check_sums(_in_order(plan)))


def _different_frames(plan: PlanRecord) -> Iterator[Case]:
    yield from _cases(check_frames(_in_order(plan)))


def _other_decisions(plan: PlanRecord) -> Iterator[Case]:
    """Amounts that the text dates to another decision than the table that prints their line."""
    tables: defaultdict[tuple[str, str, str], dict[int, BudgetCell]] = defaultdict(dict)
    said: defaultdict[tuple[str, str], list[BudgetCell]] = defaultdict(list)
    for cell in plan.budget:
        if cell.table_title is not None:
            column = cell.locator.rpartition("/")[2]
            tables[cell.document, cell.table, column][cell.line_order] = cell
        elif cell.decided_on is not None:
            said[plain(cell.line), cell.decided_on].append(cell)
    printed: defaultdict[tuple[str, str], list[tuple[BudgetCell, BudgetCell]]] = defaultdict(list)
    for lines in tables.values():
        for order, cell in lines.items():
            # the line of the decision may sum up the lines above it
            for dated in (cell, lines.get(order + 1)):
                if dated is not None and dated.decided_on and _same_amount(cell, dated):
                    printed[plain(cell.line), dated.decided_on].append((cell, dated))
                    break
    for (sentence, day), told in said.items():
        for (line, other), cells in printed.items():
            if day == other or len(line) < _SHORTEST_LINE or line not in sentence:
                continue
            if _same_amount(told[0], cells[0][0]):
                yield Case(
                    told=f"{day} and {other} for {named(cells[0][0].line)}",
                    cause=f"decision {cells[0][0].line}",
                    readings=(
                        *map(reading, told),
                        *(reading(dated, dated.line) for _, dated in cells),
                    ),
                )


def _same_amount(one: BudgetCell, other: BudgetCell) -> bool:
    if None in (one.value, other.value, one.unit, other.unit):
        return False
    try:
        amount = convert(one.value or 0.0, from_unit=str(one.unit), to_unit=str(other.unit))
    except MunicompareError:
        return False
    return round(abs(amount) - abs(other.value or 0.0), 6) == 0


BUDGET_RULES: Final = (
    Rule(
        code="MC341",
        severity="error",
        expected="printed sums to agree with the lines of their table",
        remedy="Look the amounts up in the decision; none of them is changed.",
        cases=_wrong_sums,
    ),
    Rule(
        code="MC344",
        severity="error",
        expected="one amount for the frame of a year and decision",
        remedy="Look up the amount in the decision.",
        cases=_different_frames,
    ),
    Rule(
        code="MC339",
        severity="warning",
        expected="one decision for an amount",
        remedy="Look up in the minutes which body decided on it, and when.",
        cases=_other_decisions,
    ),
)
