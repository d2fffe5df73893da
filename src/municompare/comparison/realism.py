"""How often municipalities moved by as much as a plan wants: target realism.

A target with a relative change is set beside what all municipalities of its country did on the
public measures of its concept: the share of all windows of the same length in which the relative
change was at least the wanted one, in the wanted direction. The share says what has happened, not
what would; the plan's own measure is seldom the public one, and the relation says how near it is.

A window is one municipality and two periods of the panel as far apart as baseline and target. All
windows of the panel count, also those after the plan; those that ended no later than the target's
baseline, which could be known when it was set, are counted apart (``before``). Windows of one
municipality overlap, so their number is no sample size. The country as a whole is no municipality.
Windows across a series break are left out unless asked for, and counted; so are those whose first
figure is zero, which have no relative change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from municompare.comparison.benchmark_input import problem
from municompare.comparison.frames import framed
from municompare.comparison.peers_search import names_of
from municompare.comparison.realism_judging import beside
from municompare.comparison.realism_targets import (
    Asked,
    asked_of,
    bare_key,
    candidates_of,
    group_problems,
    horizon_problems,
    is_number,
)
from municompare.comparison.realism_windows import POPULATIONS, population_indicator
from municompare.errors import Issue, IssueReport
from municompare.model.quantity import Period

if TYPE_CHECKING:
    import pandas as pd

    from municompare.comparison.ledger_candidates import Candidate
    from municompare.model.crosswalk import Crosswalk
    from municompare.statistics.panel import Panel

__all__ = ["REALISM_COLUMNS", "target_realism"]

REALISM_COLUMNS: Final[dict[str, str]] = {
    "plan": "text",
    "municipality": "text",
    "concept": "text",
    "indicator": "text",
    "name": "text",
    "name_en": "text",
    "subgroup": "text",
    "measurement": "text",
    "measure": "text",
    "title": "text",
    "relation": "text",
    "confidence": "number",
    "role": "text",
    "valid_from": "text",
    "valid_to": "text",
    "baseline_period": "text",
    "target_period": "text",
    "horizon": "number",
    "horizon_basis": "text",
    "wanted_change_percent": "number",
    "share_percent": "number",
    "reached": "integer",
    "windows": "integer",
    "municipalities": "integer",
    "first_period": "text",
    "last_period": "text",
    "change_q25": "number",
    "change_median": "number",
    "change_q75": "number",
    "before_share_percent": "number",
    "before_windows": "integer",
    "min_population": "number",
    "large_share_percent": "number",
    "large_windows": "integer",
    "large_municipalities": "integer",
    "own_share_percent": "number",
    "own_windows": "integer",
    "own_change_median": "number",
    "breaks": "text",
    "broken_windows": "integer",
    "zero_base_windows": "integer",
    "status": "text",
    "why": "text",
}
"""Columns of target realism and what their cells hold."""

_OPPOSED: Final = {"increase": "decrease", "decrease": "increase"}
_METHOD: Final = (
    "share of windows of one length, over municipalities and periods, whose change in per cent of "
    "the first figure's absolute value was at least the wanted one in its direction"
)


def target_realism(
    targets: pd.DataFrame | Mapping[str, float],
    panel: Panel,
    horizon: float | None = None,
    min_population: float | None = None,
    *,
    group: str | None = None,
    crosswalk: Crosswalk | None = None,
    measures: str | Iterable[str] | None = None,
    bridge_breaks: bool = False,
) -> pd.DataFrame:
    """How often municipalities changed by as much as targets want.

    Parameters
    ----------
    targets : pandas.DataFrame or mapping
        The frame of :meth:`municompare.Comparison.targets`, or wanted changes in per cent by
        measure, such as ``{"N31910": -14}``.
    panel : Panel
        Public figures.
    horizon : float, optional
        Length of the windows in years; left out, from the end of each target's baseline to the
        end of its period, to the nearest month.
    min_population : float, optional
        Beside all municipalities, those with at least so many inhabitants in the first year of
        the window (indicator ``N01951`` or ``population_1jan`` of the panel).
    group : {"total", "women", "men"}, optional
        Whose figures, for wanted changes by measure (``total`` if not given); the rows of a frame
        say it themselves (``subgroup``).
    crosswalk : Crosswalk, optional
        The mappings of public measures to concepts; left out, the bundled ones.
    measures : str or iterable of str, optional
        Only these measures.
    bridge_breaks : bool, optional
        Whether windows across a series break count.

    Returns
    -------
    pandas.DataFrame
        One row for each target and public measure, and one for each target that cannot be
        judged, with ``status`` ``not_judged`` and ``why``. ``relation`` is that of the target's
        indicator to the measure, never closer than either mapping to their concept.
        ``share_percent`` is ``reached`` of ``windows``; quartiles are of the observed changes in
        per cent; ``before_…`` are windows that ended no later than the baseline, ``large_…``
        those of municipalities with ``min_population``, ``own_…`` the municipality's own.

    Raises
    ------
    MunicompareError
        MC881 if the targets or the group cannot be used, MC882 for a horizon, MC883 for
        ``min_population``, MC884 if the panel lacks a measure that is asked for.

    Examples
    --------
    >>> import pandas as pd
    >>> from municompare.statistics import Panel
    >>> figures = pd.DataFrame(
    ...     {
    ...         "municipality": ["0580", "0580", "0581", "0581", "0000", "0000"],
    ...         "indicator": "N31807",
    ...         "period": ["2017", "2019"] * 3,
    ...         "value": [4.0, 3.0, 6.0, 5.7, 4.1, 3.8],
    ...     }
    ... )
    >>> panel = Panel.from_frame(figures, publisher="Kolada", attribution="Källa: Kolada")
    >>> found = target_realism({"N31807": -10}, panel, horizon=2)
    >>> found[["share_percent", "reached", "windows"]].values.tolist()
    [[50.0, 1, 2]]
    """
    from municompare.io import read_crosswalk

    asked, problems = asked_of(targets, horizon, group)
    only = None if measures is None else tuple(map(bare_key, names_of(measures)))
    IssueReport.of(
        [
            *horizon_problems(horizon),
            *problems,
            *group_problems(targets, panel.groups, group),
            *_population_problems(panel, min_population),
            *_measure_problems(panel, asked, only or ()),
        ]
    ).raise_if_any()
    hub = crosswalk if crosswalk is not None else read_crosswalk()
    rows = [
        {**_stated(each, min_population), **answer}
        for each in asked
        for answer in _answers(
            each, panel, hub, only, min_population=min_population, bridge_breaks=bridge_breaks
        )
    ]
    frame = framed(rows, REALISM_COLUMNS)
    frame.attrs = {
        "method": _METHOD,
        "source": f"computed from figures of {panel.publisher}",
        "vintage": panel.vintage,
        "processed": "yes",
    }
    return frame


def _stated(asked: Asked, min_population: float | None) -> dict[str, Any]:
    """What is known of a target before any figure is looked at."""
    return {
        **asked.texts,
        "municipality": asked.municipality,
        "concept": "; ".join(asked.concepts) or None,
        "measure": asked.measure,
        "horizon": None if asked.months is None else asked.months / 12,
        "horizon_basis": asked.horizon_basis,
        "wanted_change_percent": asked.wanted,
        "min_population": min_population,
        "status": "not_judged",
        "why": asked.obstacle,
    }


def _answers(
    asked: Asked,
    panel: Panel,
    crosswalk: Crosswalk,
    only: tuple[str, ...] | None,
    *,
    min_population: float | None,
    bridge_breaks: bool,
) -> Iterator[dict[str, Any]]:
    if asked.obstacle is not None:
        yield {}
        return
    if asked.measure is not None:
        yield beside(
            asked, asked.measure, panel, lambda _: True, min_population, bridge_breaks=bridge_breaks
        )
        return
    found = candidates_of(asked, crosswalk)
    here = [
        several
        for several in found
        if several[0].key in panel.indicators and (only is None or several[0].key in only)
    ]
    if not here:
        yield {"why": _no_measure(found, only)}
    for several in here:
        answer = _opposed(several[0], panel, crosswalk) or beside(
            asked,
            several[0].key,
            panel,
            _holding(several),
            min_population,
            bridge_breaks=bridge_breaks,
        )
        yield {**_mapped(several[0]), **answer}


def _no_measure(found: Iterable[list[Candidate]], only: tuple[str, ...] | None) -> str:
    keys = ", ".join(dict.fromkeys(several[0].key for several in found))
    if not keys:
        return "no public measure is mapped to the concept"
    where = "the panel" if only is None else "the panel and the measures asked for"
    return f"not in {where}: {keys}"


def _mapped(candidate: Candidate) -> dict[str, Any]:
    return {
        "concept": candidate.concept,
        "measure": candidate.key,
        "title": candidate.measure.subject_label,
        "relation": candidate.relation,
        "confidence": candidate.confidence,
        "role": candidate.role,
        "valid_from": candidate.valid_from,
        "valid_to": candidate.valid_to,
    }


def _holding(several: Iterable[Candidate]) -> Callable[[Period], bool]:
    """Whether any mapping of the measure to the concept holds for a period."""
    limits = [(each.measure.valid_from, each.measure.valid_to) for each in several]

    def holds(period: Period) -> bool:
        return any(
            (first is None or Period.parse(first).start <= period.start)
            and (last is None or period.end <= Period.parse(last).end)
            for first, last in limits
        )

    return holds


def _opposed(candidate: Candidate, panel: Panel, crosswalk: Crosswalk) -> dict[str, Any] | None:
    """Refuse a measure that gets better where the concept gets worse: its sign would be turned."""
    better = {concept.key: concept.direction for concept in crosswalk.concepts}
    opposite = _OPPOSED.get(better.get(candidate.concept, "none"))
    if panel.indicator(candidate.key).direction == opposite:
        return {"why": "the measure gets better in the other direction than the concept"}
    return None


def _population_problems(panel: Panel, min_population: object) -> Iterator[Issue]:
    if min_population is None:
        return
    if not is_number(min_population) or min_population <= 0:
        yield problem(
            "MC883",
            f"expected a number of inhabitants above zero, found {min_population!r}.",
            "Give for example min_population=50000.",
        )
    elif population_indicator(panel) is None or "total" not in panel.groups:
        yield problem(
            "MC883",
            f"expected inhabitants among the figures ({' or '.join(POPULATIONS)}), found none.",
            "Add them to the panel, or leave min_population out.",
        )


def _measure_problems(panel: Panel, asked: Iterable[Asked], only: Iterable[str]) -> Iterator[Issue]:
    wanted = [each.measure for each in asked if each.measure is not None]
    for key in dict.fromkeys([*wanted, *only]):
        if key not in panel.indicators:
            close = get_close_matches(key, panel.indicators, n=1)
            yield problem(
                "MC884",
                f"expected a measure of the panel, found {key!r}"
                f"{f' (did you mean {close[0]!r}?)' if close else ''}.",
                "See panel.indicators.",
            )
