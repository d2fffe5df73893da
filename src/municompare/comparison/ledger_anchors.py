"""Which printed values anchor a measure, and how near the measure is by them.

A mapping may be closer than ``closeMatch`` only where a printed value and the public one agree, and
only for the periods that this says something of: those for which the mappings hold, on the same
side of every series break.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from municompare.comparison.anchor import Anchor
from municompare.comparison.ledger_candidates import Candidate
from municompare.comparison.ledger_case import Case
from municompare.comparison.ledger_series import Obstacle, Series
from municompare.model.crosswalk import MappingRelation
from municompare.model.quantity import Period

__all__ = ["elsewhere", "holding", "limits", "relation_at", "relations_of"]

_CLOSE: Final = ("exactMatch", "closeMatch")


def limits(candidate: Candidate) -> str:
    """The periods for which both mappings hold, in words."""
    first, last = candidate.valid_from, candidate.valid_to
    if first and last:
        return f"{first} to {last}"
    return f"periods from {first} on" if first else f"periods up to {last}"


def elsewhere(case: Case, series: Series, anchor: Anchor, period: Period) -> Iterator[Obstacle]:
    """Why a tested value of a period says nothing of the period that is judged."""
    printed = f"the printed value of {period}, which {anchor.result}"
    if not case.candidate.holds_for(period):
        text = f"the mapping holds for {limits(case.candidate)}, not for {printed}"
        yield Obstacle("validity", text)
    for judged in case.course.judged:
        broken = series.break_between(period, judged)
        if broken is not None:
            text = f"the series breaks in {broken.starts}, between {printed}, and {judged}"
            yield Obstacle("break", text)
            return


def holding(case: Case) -> list[Anchor]:
    """The tested values that say something of the period that is judged."""
    series = case.series
    if isinstance(series, Obstacle):
        return []
    return [
        anchor
        for anchor in case.anchors
        if anchor.tested
        and anchor.period is not None
        and next(elsewhere(case, series, anchor, anchor.period), None) is None
    ]


def relations_of(case: Case) -> tuple[MappingRelation, MappingRelation]:
    """How near a measure is to what the plan counts, in the period of the target.

    Returns
    -------
    tuple of str
        As mapped, but never ``exactMatch`` unless a printed value agrees and none differs; and
        as the anchor test allows: what is mapped as close is then ``exactMatch``.
    """
    mapped, judged = case.candidate.relation, case.course.judged
    if mapped not in _CLOSE:
        return mapped, mapped
    held = holding(case)
    agrees = bool(held) and all(anchor.result == "agrees" for anchor in held)
    if agrees and judged and all(case.candidate.holds_for(period) for period in judged):
        return mapped, "exactMatch"
    return "closeMatch", "closeMatch"


def relation_at(candidate: Candidate, anchor: Anchor) -> MappingRelation:
    """How near a measure is in the period of one printed value, by that value.

    Parameters
    ----------
    candidate : Candidate
        The measure, as mapped for that period.
    anchor : Anchor
        The value beside the public one.
    """
    if candidate.relation not in _CLOSE:
        return candidate.relation
    holds = anchor.period is not None and candidate.holds_for(anchor.period)
    return "exactMatch" if holds and anchor.result == "agrees" else "closeMatch"
