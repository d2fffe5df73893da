"""One's own peer groups: municipalities whose framework conditions predict the same outcome.

This is how the Danish klynger are made, by method; the result is one's own and is not called so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from municompare.comparison.neighbours import DIGITS
from municompare.comparison.peers_search import (
    BoolArray,
    StructureTable,
    check_enough,
    figures_from,
    missing_findings,
    names_of,
    not_possible,
    peer_lists,
    setting_issue,
    setting_problems,
    spread_of,
    structure_table,
)
from municompare.errors import IssueReport
from municompare.model.peers import FrameworkFit, PeerSet
from municompare.model.quantity import Period

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["nearest_predicted"]


def nearest_predicted(
    panel: Panel,
    outcome: str,
    variables: str | Iterable[str],
    *,
    period: str | int,
    k: int = 7,
    variables_period: str | int | None = None,
    group: str = "total",
    country: str | None = None,
    key: str | None = None,
    title: str | None = None,
    theme: str | None = None,
    benefit: str | None = None,
) -> PeerSet:
    """Find the k municipalities whose predicted outcome is nearest to that of each.

    The outcome is predicted from framework conditions (*rammevilkår*) by ordinary least squares
    with a constant, over the municipalities that have all values; the distance is the absolute
    difference of predictions, in the outcome's unit. A municipality that lacks only the outcome
    has a prediction and therefore peers, but takes no part in the fit.

    Parameters
    ----------
    panel : Panel
        Figures; rows of a whole country take no part.
    outcome : str
        Indicator to predict.
    variables : str or iterable of str
        Indicators that are framework conditions; the outcome cannot be one of them.
    period : str or int
        Period of the outcome.
    k : int
        Peers for each municipality.
    variables_period : str or int, optional
        Period of the framework conditions; that of the outcome if not given.
    group : {"total", "women", "men"}
        Whose values.
    country : str, optional
        ``SE`` or ``DK``; needed if the panel holds several.
    key, title, theme, benefit : str, optional
        See :class:`~municompare.model.peers.PeerSet`.

    Returns
    -------
    PeerSet
        As of :func:`nearest`, with the regression as ``fit``.

    Raises
    ------
    MunicompareError
        MC805 for settings that are not possible; MC806 if outcome or variables do not vary, the
        variables depend on each other, or there are too few municipalities with all values.
    """
    names, period = names_of(variables), str(period)
    when = period if variables_period is None else str(variables_period)
    problems = [*setting_problems(names, k)]
    if outcome in names:
        problems.append(
            setting_issue(
                f"expected framework conditions other than the outcome, found {outcome!r}.",
                "An outcome that predicts itself selects peers on the outcome.",
            )
        )
    IssueReport.of(problems).raise_if_any()
    conditions = structure_table(panel, names, period=when, group=group, country=country)
    observed = structure_table(panel, (outcome,), period=period, group=group, country=country)
    spread_of(observed)
    complete = conditions.complete
    fitted = complete & observed.complete
    check_enough(int(complete.sum()), k)
    fit = _fit(conditions, observed, fitted, complete)
    predicted = np.array([value for _, value in fit.predicted])
    scale = float(np.ptp(predicted)) or 1.0
    groups, ties = peer_lists(conditions, complete, predicted[:, None] / scale, k=k, unit=scale)
    lacking = [*missing_findings(conditions, complete)]
    lacking += missing_findings(observed, fitted | ~complete, fit_only=True)
    return PeerSet(
        key=key or f"nearest-predicted-{outcome.lower()}-{period}-k{k}",
        title=title or f"Nearest {k} on predicted {outcome}, {period}",
        construct="predicted_nearest",
        groups=groups,
        theme=theme,
        benefit=benefit,
        outcome=outcome,
        variables=names,
        variables_period=when,
        model_year=max(Period.parse(text).end.year for text in (period, when)),
        official=False,
        k=k,
        settings=(
            ("distance", "absolute difference of predicted outcomes"),
            ("prediction", "ordinary least squares with a constant"),
            ("outcome period", period),
            ("group", group),
            figures_from(panel),
            ("ties", f"lower id first, equal to {DIGITS} decimals of the range"),
        ),
        fit=fit,
        findings=(*lacking, *ties),
    )


def _fit(
    conditions: StructureTable,
    observed: StructureTable,
    fitted: BoolArray,
    complete: BoolArray,
) -> FrameworkFit:
    """Regress the outcome on standardised conditions; coefficients are of the raw ones."""
    count, width = int(fitted.sum()), len(conditions.names)
    if count < width + 2:
        raise not_possible(
            f"expected at least {width + 2} municipalities with the outcome and all variables, "
            f"found {count}.",
            "Choose other periods, or fewer variables.",
        )
    x, y = conditions.values[fitted], observed.values[fitted, 0]
    centre, spread = x.mean(axis=0), x.std(axis=0, ddof=0)
    constant = [n for n, c in zip(conditions.names, x.T, strict=True) if c.min() == c.max()]
    if constant or y.min() == y.max():
        raise not_possible(
            "expected values that differ between the municipalities of the fit, found equal ones "
            f"of {', '.join(constant) or observed.names[0]}.",
            "Leave the variable out, or choose another period.",
            constant or observed.names,
        )
    design = np.column_stack([np.ones(count), (x - centre) / spread])
    solution, _, rank, singular = np.linalg.lstsq(design, y, rcond=None)
    if rank <= width:
        raise not_possible(
            f"expected variables that do not determine each other, found {rank - 1} independent "
            f"ones among {', '.join(conditions.names)}.",
            "Leave out a variable that others add up to.",
            conditions.names,
        )
    slopes = solution[1:] / spread
    predicted = solution[0] + (conditions.values[complete] - centre) / spread @ solution[1:]
    residuals = y - design @ solution
    unexplained = float(residuals @ residuals)
    ids = np.array(conditions.ids, dtype=object)
    return FrameworkFit(
        outcome=observed.names[0],
        outcome_period=observed.period,
        variables=conditions.names,
        variables_period=conditions.period,
        n=count,
        intercept=float(solution[0] - centre @ slopes),
        coefficients=tuple(slopes.tolist()),
        r_squared=1 - unexplained / float(np.square(y - y.mean()).sum()),
        residual_sd=float(np.sqrt(unexplained / (count - width - 1))),
        condition=float(singular[0] / singular[-1]),
        predicted=tuple(zip(ids[complete].tolist(), predicted.tolist(), strict=True)),
        residuals=tuple(zip(ids[fitted].tolist(), residuals.tolist(), strict=True)),
    )
