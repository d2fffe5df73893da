"""Budget tables of all documents of a plan: sums, and frames that must agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from municompare.model.budget import BudgetCell
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import Case, Rule, place_order, reading
from municompare.readers.linkoping_checks import Finding, check_frames, check_sums

__all__ = ["BUDGET_RULES"]


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
)
