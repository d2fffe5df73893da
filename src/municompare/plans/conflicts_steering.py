"""Follow-ups, decisions and documents of which a proposal says otherwise than an adopted plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from municompare.errors import Issue, Reading
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import named, reading
from municompare.plans.conflicts_case import Two, apart, conflict
from municompare.plans.likeness import figures, same_content, same_words

__all__ = ["decisions", "documents", "followups", "reports"]

_HOW_OFTEN: Final = re.compile(
    r"halvår|tertial|kvartal|månad|måned|mandatperiod|valperiode|vecka|uge|dag|"
    r"år(?=lig|$|\b|et\b)|löpande|løbende|kontinuerlig|behov|"
    r"\b(?:två|to|tre|fyra|fire|[2-9]) (?:gånger|gange)",
    re.IGNORECASE,
)
"""Stems that say how often, in the languages of the documents."""


_WITHIN_YEAR: Final = re.compile(
    r"delår|tertial|kvartal|halvår|månad|måned|budgetopfølgning|"
    r"(?:april|augusti|august|oktober)uppföljning",
    re.IGNORECASE,
)
_YEAR_END: Final = re.compile(
    r"bokslut|årsredovisning|årsrapport|verksamhetsberättelse|årsregnskab|årsberetning",
    re.IGNORECASE,
)
"""Regular reports within a year and at its end, in the languages of the documents."""


def followups(two: Two) -> Iterator[Issue]:
    """The same follow-up with another cadence, other dates, another reporter or recipient."""
    for theirs in two.proposal.followups:
        same = [
            mine
            for mine in two.adopted.followups
            if two.near(mine.what, theirs.what)
            and (not mine.kind or not theirs.kind or same_words(mine.kind, theirs.kind))
        ]
        for field in ("cadence", "dates", "reporter", "recipient"):
            said = getattr(theirs, field)
            stated = [mine for mine in same if getattr(mine, field) is not None]
            if said is None or not stated:
                continue
            if all(_otherwise(two, field, getattr(mine, field), said) for mine in stated):
                known = " and ".join(named(getattr(mine, field)) for mine in stated)
                yield conflict(
                    f"{named(said)} as {field} of a follow-up, not {known}",
                    tuple(map(reading, stated)),
                    reading(theirs),
                    severity="warning",
                )


def _otherwise(two: Two, field: str, one: str, other: str) -> bool:
    if field in ("reporter", "recipient"):
        return two.bodies.differ(one, other)
    if field == "dates":
        dates = [{part.strip().casefold() for part in text.split(";")} for text in (one, other)]
        return not (dates[0] <= dates[1] or dates[1] <= dates[0])
    often = [sorted(map(str.casefold, _HOW_OFTEN.findall(text))) for text in (one, other)]
    if all(often):
        return often[0] != often[1]
    return not same_content(one, other, language=two.language)


def reports(two: Two) -> Iterator[Issue]:
    """A proposal reported at the end of the year only, where the adopted plan is within it too."""
    within, _ = _regular(two.adopted)
    proposed, at_end = _regular(two.proposal)
    if within and at_end and not proposed:
        known = " and ".join(dict.fromkeys(named(row.kind) for row in within))
        for row in at_end:
            yield conflict(
                f"the effects reported in {named(row.kind)} only, not in {known} too",
                tuple(map(reading, within)),
                reading(row),
                severity="info",
            )


def _regular(plan: PlanRecord) -> tuple[list[Any], list[Any]]:
    """Reports of a whole plan: those within a year, and those at its end."""
    documents = {document.id for document in plan.documents}
    whole = [row for row in plan.followups if row.element is None or row.element in documents]
    return (
        [row for row in whole if _WITHIN_YEAR.search(row.kind or "")],
        [row for row in whole if _YEAR_END.search(row.kind or "")],
    )


def decisions(two: Two) -> Iterator[Issue]:
    """The same decision of a body with another day or paragraph."""
    for theirs in two.proposal.decisions:
        same = [
            mine
            for mine in two.adopted.decisions
            if two.bodies.is_one(mine.body, theirs.body)
            and two.near(mine.subject, theirs.subject)
            and _same_figures(mine.subject, theirs.subject)
        ]
        off = [
            mine
            for mine in same
            if apart(mine.date, theirs.date)
            or (mine.paragraph and theirs.paragraph and _no(mine) != _no(theirs))
        ]
        if off and len(off) == len(same):
            told = " ".join(part for part in (theirs.date, theirs.paragraph) if part)
            what = f"{told} as the day or paragraph of a decision of {theirs.body}"
            yield conflict(what, tuple(map(reading, off)), reading(theirs), severity="warning")


def _no(decision: Any) -> frozenset[str]:
    return figures(decision.paragraph)


def _same_figures(one: str | None, other: str | None) -> bool:
    first, second = figures(one), figures(other)
    return first <= second or second <= first


def documents(two: Two) -> Iterator[Issue]:
    """A document that both plans know, as decided and not, or on another day."""
    for theirs in two.proposal.documents:
        for mine in two.adopted.documents:
            if (
                "part" in (mine.role, theirs.role)
                or not two.near(mine.title, theirs.title)
                or figures(mine.title) != figures(theirs.title)
                or apart(mine.period, theirs.period)
            ):
                continue
            states = {mine.status, theirs.status}
            if "decided" in states and "proposed" in states:
                told = f"{named(theirs.title)} as {theirs.status}, not {mine.status}"
            elif apart(mine.decided_on, theirs.decided_on):
                told = f"{named(theirs.title)} of {theirs.decided_on}, not {mine.decided_on}"
            elif two.bodies.differ(mine.decided_by, theirs.decided_by):
                told = f"{named(theirs.title)} decided by {theirs.decided_by}"
            else:
                continue
            here, there = (
                Reading(text=row.title, document=row.id, locator=row.locator)
                for row in (mine, theirs)
            )
            yield conflict(told, here, there, severity="warning")
