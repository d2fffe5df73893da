"""Outcome paths: period by period, what the measures beside a target were before, during and after.

The long form of the outcome ledger: the same targets, measures and peers, with every period of the
panel around the target and not only those that the ledger picks out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from municompare.comparison.ledger import published
from municompare.comparison.ledger_anchors import relations_of
from municompare.comparison.ledger_beside import targets_beside
from municompare.comparison.ledger_case import Case
from municompare.comparison.ledger_context import described_breaks, shocks_within
from municompare.comparison.ledger_course import POINTS, Course
from municompare.comparison.ledger_peers import Neighbours, PeerRequest
from municompare.comparison.ledger_series import Figures, Obstacle, Series
from municompare.model.crosswalk import Crosswalk
from municompare.model.quantity import Period
from municompare.plans import Plan, Plans

__all__ = ["path_rows"]

_OF_TARGET: Final = ("plan", "measurement", "indicator", "subgroup", "target_period")


def path_rows(
    plans: Plans, crosswalk: Crosswalk, figures: Figures, peers: PeerRequest, *, window: int
) -> Iterator[dict[str, Any]]:
    """Rows of the outcome paths; parameters as for the ledger's rows.

    A target without any public figures has one row with the reason.
    """
    for plan in plans.values():
        targets = list(targets_beside(plan, crosswalk, figures, window=window))
        neighbours = Neighbours(plan.municipality, peers, figures, targets)
        for beside in targets:
            shown = {
                **{name: beside.target[name] for name in _OF_TARGET},
                "municipality": plan.municipality,
                "municipality_name": plan.municipality_name,
            }
            if isinstance(beside.cases, Obstacle):
                yield {**shown, "use": "none", **_nothing(beside.cases.statement)}
                continue
            for case in beside.cases:
                for row in _path(plan, case, neighbours):
                    yield {**shown, **row}


def _path(plan: Plan, case: Case, neighbours: Neighbours) -> Iterator[dict[str, Any]]:
    candidate, course, series = case.candidate, case.course, case.series
    about: dict[str, Any] = {
        "use": candidate.use,
        "concept": candidate.concept,
        "measure": candidate.key,
        "relation": relations_of(case)[0],
    }
    if isinstance(series, Obstacle):
        yield {**about, **_nothing(series.statement)}
        return
    about |= published(series)
    points = [point for point in series.points if course.shows(point.period)]
    if not points:
        yield {**about, **_nothing("the figures given have no period around the target")}
        return
    about |= neighbours.described(series, [point.period for point in points])
    country = plan.municipality[:2]
    previous = None
    for point in points:
        period = point.period
        yield {
            **about,
            "phase": course.phase(period),
            "points": _points(course, period),
            "period": str(period),
            "value": point.value,
            "status": point.status,
            **neighbours.figures(series, period),
            "series_break": _breaks(series, previous, period),
            "shocks": shocks_within(candidate.concept, candidate.key, country, (period, period)),
        }
        previous = period


def _points(course: Course, period: Period) -> str | None:
    """Which of the ledger's points a period is."""
    figures = ((name, getattr(course, name)) for name in POINTS)
    found = (name for name, figure in figures if figure is not None and figure.period == period)
    return "; ".join(found) or None


def _breaks(series: Series, previous: Period | None, period: Period) -> str | None:
    """The breaks since the period before, or within this one."""
    since = (period,) if previous is None else (previous, period)
    return described_breaks(series.breaks_within(since))


def _nothing(why: str) -> dict[str, Any]:
    return {"status": "undetermined", "why": why}
