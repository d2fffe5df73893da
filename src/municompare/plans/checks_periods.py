"""Periods, dates and paragraph numbers that cannot all hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

from municompare.model.elements import Measurement
from municompare.model.plan import Decision, PlanRecord
from municompare.model.quantity import Period
from municompare.plans.checks_case import (
    Case,
    Rule,
    is_level,
    named,
    period_of,
    reading,
    whole_documents,
)
from municompare.text.periods import find_periods
from municompare.text.words import plain

__all__ = ["PERIOD_RULES"]

_DAYS_OF_A_MONTH: Final = 30.4
_DAY: Final = len("2019-03-20")
_PARAGRAPH: Final = re.compile(r"\d+")
_YEARS: Final = re.compile(
    r"(?<![\w-])(?P<first>(?:19|20)\d{2}) ?[-–] ?(?P<last>(?:19|20)\d{2})(?![\d-])"
)
_REFERENCE: Final = re.compile(r"\b(?:[Dd]nr|[A-ZÅÄÖÆØ]{2,})[ :.-]*$")
"""What stands before a reference number, which may look like two years."""
_TEXTS: Final = (
    ("documents", ("title", "reference")),
    ("goals", ("title", "description")),
    ("principles", ("title",)),
    ("assignments", ("title",)),
    ("activities", ("title", "lead_in")),
    ("indicators", ("name",)),
    ("measurements", ("raw", "period_raw")),
    ("budget", ("table_title", "line")),
    ("followups", ("what", "dates")),
    ("decisions", ("subject",)),
)


def _targets_before_the_plan(plan: PlanRecord) -> Iterator[Case]:
    whole = period_of(plan.period)
    for row in plan.measurements:
        period = period_of(row.period)
        if whole and period and row.role == "target" and period.end < whole.start:
            yield Case(
                told=f"{named(row.raw)} for {row.period}, before {plan.period}",
                cause="target before the plan",
                readings=(reading(row),),
            )


def _targets_long_after_the_plan(plan: PlanRecord) -> Iterator[Case]:
    whole = period_of(plan.period)
    for row in plan.measurements:
        period = period_of(row.period)
        # the year after the plan is often printed beside its own
        if whole and period and row.role == "target" and period.start.year > whole.end.year + 1:
            yield Case(
                told=f"{named(row.raw)} for {row.period}, long after {plan.period}",
                cause="target after the plan",
                readings=(reading(row),),
            )


def _values_from_later(plan: PlanRecord) -> Iterator[Case]:
    whole = whole_documents(plan)
    decided = {document.id: document.decided_on for document in plan.documents}
    end = period_of(plan.period)
    for row in plan.measurements:
        period, base = period_of(row.period), period_of(row.base_period)
        if row.certainty == "ambiguous" or period is None:
            continue
        if base is not None and base.start > period.start:
            yield Case(
                told=f"{named(row.raw)}, for {row.period} from a base in {row.base_period}",
                cause="base after its target",
                readings=(reading(row),),
            )
        last = period_of(decided[row.document] or decided[whole[row.document]]) or end
        if last and row.role != "target" and row.value is not None and period.start > last.end:
            yield Case(
                told=f"{named(row.raw)} observed in {row.period}, after {last}",
                cause="observed after the document",
                readings=(reading(row),),
            )


def _different_lengths(plan: PlanRecord) -> Iterator[Case]:
    names = {indicator.id: indicator.name for indicator in plan.indicators}
    series: defaultdict[tuple[str, str | None, str], list[Measurement]] = defaultdict(list)
    for row in plan.measurements:
        if row.role == "observed" and is_level(row) and period_of(row.period) is not None:
            series[row.indicator, row.subgroup, row.document].append(row)
    for rows in series.values():
        months = {row.id: _months(period_of(row.period)) for row in rows}
        usual = max(months.values())
        odd = [row for row in rows if months[row.id] != usual]
        if odd:
            name = names[rows[0].indicator]
            periods = " and ".join(sorted(str(row.period) for row in rows))
            yield Case(
                told=f"{periods} for {named(name)}",
                cause=name,
                readings=tuple(map(reading, odd)),
                context=tuple(reading(row) for row in rows if row not in odd),
            )


def _months(period: Period | None) -> int:
    assert period is not None, "only rows with a period are asked"
    return round(((period.end - period.start).days + 1) / _DAYS_OF_A_MONTH)


def _due_before_the_plan(plan: PlanRecord) -> Iterator[Case]:
    whole = period_of(plan.period)
    due: list[tuple[Any, str | None]] = [
        *((row, row.report_back) for row in plan.assignments),
        *((row, row.deadline) for row in plan.activities),
    ]
    for row, text in due:
        period = period_of(text)
        if whole and period and period.end < whole.start:
            yield Case(
                told=f"{named(row.title)} due in {text}",
                cause="due before the plan",
                readings=(reading(row),),
            )


def _reported_late(plan: PlanRecord) -> Iterator[Case]:
    assignments = {row.id: row for row in plan.assignments}
    for row in plan.followups:
        assignment = assignments.get(str(row.element))
        due = period_of(assignment.report_back) if assignment is not None else None
        if assignment is None or due is None:
            continue
        found = find_periods(row.dates or "", language=plan.language)
        late = [one.raw for one in found if one.period.start > due.end]
        if late:
            yield Case(
                told=f"{' and '.join(late)} for {named(assignment.title)}, due in "
                f"{assignment.report_back}",
                cause=f"late report {assignment.title}",
                readings=(reading(row, row.dates),),
                context=(reading(assignment),),
            )


def _number(decision: Decision) -> int | None:
    match = _PARAGRAPH.search(decision.paragraph or "")
    return int(match[0]) if match else None


def _told(decision: Decision) -> str:
    return " ".join(part for part in (decision.date, decision.paragraph) if part)


def _contradicting_decisions(plan: PlanRecord) -> Iterator[Case]:
    """A body numbers its paragraphs through the year: a later day has a higher number."""
    of_year: defaultdict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision in plan.decisions:
        if len(decision.date or "") == _DAY and _number(decision) is not None:
            of_year[plain(decision.body), str(decision.date)[:4]].append(decision)
    for decisions in of_year.values():
        wrong = {
            row.id: row for pair in combinations(decisions, 2) if _contradict(*pair) for row in pair
        }
        if wrong:
            rows = sorted(wrong.values(), key=lambda row: (str(row.date), row.locator, row.id))
            yield Case(
                told=f"{' and '.join(dict.fromkeys(map(_told, rows)))} of {rows[0].body}",
                cause=rows[0].body,
                readings=tuple(reading(row, row.paragraph) for row in rows),
            )


def _contradict(one: Decision, other: Decision) -> bool:
    first, second = _number(one), _number(other)
    if first is None or second is None or one.date == other.date:
        return False
    return (str(one.date) < str(other.date)) != (first < second)


def _late_decisions(plan: PlanRecord) -> Iterator[Case]:
    whole = whole_documents(plan)
    documents = {document.id: document for document in plan.documents}
    for decision in plan.decisions:
        document = documents[whole[decision.document]]
        own, period = period_of(document.decided_on), period_of(decision.date)
        if own and period and period.start > own.end:
            yield Case(
                told=f"{_told(decision)} in a document of {document.decided_on}",
                cause="decision after the document",
                readings=(reading(decision),),
            )


def _impossible_ranges(plan: PlanRecord) -> Iterator[Case]:
    for table, fields in _TEXTS:
        rows: Sequence[Any] = getattr(plan, table)
        for row in rows:
            texts = [getattr(row, field) or "" for field in fields]
            for found in dict.fromkeys(years for text in texts for years in _backwards(text)):
                if row.locator is not None:
                    yield Case(
                        told=repr(found),
                        cause="range of years",
                        readings=(reading(row, found),),
                    )


def _backwards(text: str) -> Iterator[str]:
    for match in _YEARS.finditer(text):
        if match["last"] < match["first"] and not _REFERENCE.search(text[: match.start()]):
            yield match[0]


PERIOD_RULES: Final = (
    Rule(
        code="MC326",
        severity="warning",
        expected="targets to be for the plan's own period or later",
        remedy="The wording may have been taken over from an earlier plan.",
        cases=_targets_before_the_plan,
    ),
    Rule(
        code="MC339",
        severity="warning",
        expected="paragraph numbers of a body to rise with the days of a year",
        remedy="Look up day and paragraph in the minutes.",
        cases=_contradicting_decisions,
    ),
    Rule(
        code="MC340",
        severity="warning",
        expected="decisions that a document reports to be dated before the document",
        remedy="Look up the date in the minutes.",
        cases=_late_decisions,
    ),
    Rule(
        code="MC346",
        severity="warning",
        expected="a range of years to end after it begins",
        remedy="Look up the years in the document that is referred to.",
        cases=_impossible_ranges,
    ),
    Rule(
        code="MC386",
        severity="error",
        expected="a base period before its target, and observed values from before the document",
        remedy="Look up the years; two of them may have changed places.",
        cases=_values_from_later,
    ),
    Rule(
        code="MC388",
        severity="info",
        expected="targets for the plan's own period or the year after",
        remedy="Whether these are reached is known only after the plan has ended.",
        cases=_targets_long_after_the_plan,
    ),
    Rule(
        code="MC391",
        severity="warning",
        expected="what is to be reported or done to be due within the plan's period or later",
        remedy="The wording may have been taken over from an earlier plan.",
        cases=_due_before_the_plan,
        also=("MC349",),
    ),
    Rule(
        code="MC397",
        severity="warning",
        expected="all values of a series to be for periods of one length",
        remedy="Do not compare the values before you know that the length does not matter.",
        cases=_different_lengths,
    ),
    Rule(
        code="MC395",
        severity="warning",
        expected="an assignment to be reported when it is due",
        remedy="Look up when it was reported.",
        cases=_reported_late,
    ),
)
