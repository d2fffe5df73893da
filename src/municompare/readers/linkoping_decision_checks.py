"""Decisions whose dates and numbers cannot all hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from municompare.errors import Reading
from municompare.readers.draft import Draft
from municompare.readers.linkoping_decisions import Report

__all__ = ["check_decisions"]


def check_decisions(
    draft: Draft,
    reports: Sequence[Report],
    *,
    own: Report | None,
    document_at: Callable[[int], str],
) -> None:
    """Report decisions that contradict each other, or are dated after the document.

    Parameters
    ----------
    draft : Draft
        The plan.
    reports : sequence of Report
        Every place that reports a decision.
    own : Report or None
        The place that dates the decision on the document itself.
    document_at : callable
        Gives the id of the document that prints a line.
    """
    _report_contradictions(draft, reports, document_at)
    if own is not None:
        _report_late(draft, reports, own, document_at)


def _report_contradictions(
    draft: Draft, reports: Sequence[Report], document_at: Callable[[int], str]
) -> None:
    """Report days and paragraph numbers of one body that cannot all hold.

    A body numbers its paragraphs through the year, so a later day has a higher number; and the
    committee's own budget is first decided once in a year.
    """
    dated: defaultdict[tuple[str, int], list[Report]] = defaultdict(list)
    for report in reports:
        if report.period is not None and report.period.start == report.period.end:
            dated[report.body.id, report.period.start.year].append(report)
    for of_year in dated.values():
        said = {(str(r.period), r.paragraph, r.budget): r for r in reversed(of_year)}
        contradicting = {
            key
            for key, report in said.items()
            if any(_contradicts(report, other) for other in said.values() if other is not report)
        }
        wrong = [r for r in of_year if (str(r.period), r.paragraph, r.budget) in contradicting]
        if wrong:
            listed = " and ".join(dict.fromkeys(f"{report.raw!r}" for report in wrong))
            draft.issue(
                "MC339",
                "warning",
                f"expected one day and one paragraph for a decision of {wrong[0].body.name}, and "
                f"numbers that rise with the days, found {listed}.",
                cause=f"beslut {wrong[0].body.name}",
                remedy="Look up the day and the paragraph in the minutes.",
                readings=[_reading(report, document_at) for report in wrong],
            )


def _contradicts(one: Report, other: Report) -> bool:
    day, later = (str(report.period) for report in (one, other))
    first, second = (
        int(report.paragraph.strip("§ ")) if report.paragraph else None for report in (one, other)
    )
    if one.budget == other.budget == "first" and (day, first) != (later, second):
        return day != later or None not in (first, second)
    if first is None or second is None or day == later:
        return False
    return (day < later) != (first < second)


def _report_late(
    draft: Draft, reports: Sequence[Report], own: Report, document_at: Callable[[int], str]
) -> None:
    """Report decisions in the past tense that are dated after the decision on the document."""
    late = [r for r in reports if r.period and own.period and r.period.start > own.period.end]
    if late:
        listed = " and ".join(dict.fromkeys(f"{report.raw!r}" for report in late))
        draft.issue(
            "MC340",
            "warning",
            f"expected decisions that are reported as made to be dated before the document itself "
            f"({own.raw}), found {listed}.",
            cause="beslut efter dokumentet",
            remedy="Look up the date in the minutes.",
            readings=[_reading(report, document_at) for report in (*late, own)],
        )


def _reading(report: Report, document_at: Callable[[int], str]) -> Reading:
    return Reading(text=report.raw, document=document_at(report.line), locator=report.locator)
