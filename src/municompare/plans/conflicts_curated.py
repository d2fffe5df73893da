"""Conflicts between plans that a person found, and states by curation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.plan import Link
from municompare.plans.across import ACROSS, is_of_another_plan
from municompare.plans.checks_case import named, reading
from municompare.plans.lookup import unknown
from municompare.plans.plan import Plan
from municompare.schema import TABLES

__all__ = ["curated_conflicts"]

_REMEDY = "The adopted plan holds; never count or compare the two together."


def curated_conflicts(plan: Plan, plans: Mapping[str, Plan]) -> Iterator[Issue]:
    """What a person found in a plan that stands against others.

    Parameters
    ----------
    plan : Plan
        The plan whose curation states the conflicts.
    plans : mapping of str to Plan
        The plans by key. A conflict with a plan that is not among them is left out.

    Yields
    ------
    Issue
        One for each reason, with the other plan's readings first.

    Raises
    ------
    MunicompareError
        If the other plan has no such element (MC404).
    """
    record = plan.record
    reasons = {note.element: note.text for note in record.notes}
    by_reason: defaultdict[str, list[tuple[Link, Any]]] = defaultdict(list)
    for link in record.links:
        other = plans.get(link.to_id.partition("/")[0])
        if link.relation != ACROSS or not is_of_another_plan(link.to_id, plan.key):
            continue
        if other is not None:
            by_reason[reasons.get(link.id, link.id)].append((link, _element(other, link)))
    for reason, found in by_reason.items():
        mine = [_reading(plan[link.from_id], link) for link, _ in found]
        theirs = [reading(row) for _, row in found]
        yield Issue(
            code="MC405",
            severity="warning",
            message=(
                "expected the proposal to agree with the adopted plan, found by curation that "
                f"{_listed(mine)} stands against {_listed(theirs)}: {reason.rstrip('.')}."
            ),
            remedy=_REMEDY,
            readings=tuple(dict.fromkeys((*theirs, *mine))),
        )


def _element(other: Plan, link: Link) -> Any:
    if link.to_id in other:
        return other[link.to_id]
    _, kind, _ = link.to_id.split("/", 2)
    ids = [
        row.id
        for name, table in TABLES.items()
        if table.kind == kind and name not in ("issues", "issue_readings")
        for row in getattr(other.record, name)
    ]
    error = unknown("MC404", f"{kind} in {other.key}", link.to_id, ids)
    [issue] = error.report
    raise MunicompareError(
        Issue(
            code=issue.code,
            severity=issue.severity,
            message=f"a curated conflict leads nowhere: {issue.message}",
            remedy="Correct the link in the curation of the plan that states it.",
            readings=(Reading(text=link.id, document=link.document, locator=link.locator),),
        )
    )


def _reading(row: Any, link: Link) -> Reading:
    """The element, at the place that the person named."""
    stated = reading(row)
    return Reading(text=stated.text, document=link.document, locator=link.locator)


def _listed(readings: list[Reading]) -> str:
    return " and ".join(dict.fromkeys(named(found.text) for found in readings))
