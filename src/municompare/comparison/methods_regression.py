"""Regression of an outcome on framework conditions (*rammevilkår*)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
import xarray as xr

from municompare.comparison.benchmark_input import problem, raise_errors
from municompare.comparison.frames import framed
from municompare.comparison.methods_fit import (
    Fit,
    FloatArray,
    StandardErrors,
    least_squares,
    why_not,
)
from municompare.comparison.methods_input import BoolArray
from municompare.comparison.methods_regression_input import (
    Missing,
    Table,
    break_issues,
    fit_issues,
    lags_of,
    missing_issues,
    setting_problems,
    status_of,
    table_of,
)
from municompare.comparison.methods_regression_result import DROPPED_COLUMNS, Regression
from municompare.comparison.peers_search import names_of
from municompare.errors import IssueReport
from municompare.statistics.layout import STATUSES, text_array
from municompare.statistics.panel import Panel

__all__ = ["regress"]

_POOLED: Final = "pooled"
_OF_TERMS: Final = ("coefficient", "standard_error", "t", "inflation")
_OF_FITS: Final = (
    "r_squared",
    "adjusted_r_squared",
    "leave_one_out_r_squared",
    "residual_sd",
    "condition",
)
_VALUES: Final = (
    "expected",
    "residual",
    "leave_one_out",
    "leverage",
    "studentised",
    "cooks_distance",
)


def regress(
    panel: Panel,
    outcome: str,
    predictors: str | Iterable[str],
    *,
    periods: str | int | Iterable[str | int],
    lags: int | Mapping[str, int] = 0,
    pooled: bool = False,
    period_constants: bool = False,
    weights: str | None = None,
    group: str = "total",
    missing: Missing = "drop",
    standard_errors: StandardErrors | None = None,
) -> Regression:
    """Explain an outcome by framework conditions, and say what is to be expected of whom.

    Least squares with a constant over the municipalities that have all values; a country or
    region takes no part. ``expected = constant + sum of (coefficient x predictor)``.

    Parameters
    ----------
    panel : Panel
        The figures, of one country.
    outcome : str
        Indicator to explain.
    predictors : str or iterable of str
        Indicators that explain it.
    periods : str, int or iterable of them
        Periods of the outcome.
    lags : int or mapping of str to int, optional
        Years by which predictors precede the outcome, for all or by key (0 for those not named).
    pooled : bool, optional
        One fit for all periods; without it each period has its own.
    period_constants : bool, optional
        In a pooled fit a constant for each period.
    weights : str, optional
        Indicator whose values, in the period of the outcome, weigh the observations.
    group : {"total", "women", "men"}
        Whose values.
    missing : {"drop", "refuse"}
        Whether observations that lack a value are left out, or are an error.
    standard_errors : {"ordinary", "robust", "clustered"}, optional
        For equal variance, unequal variance (HC3), or also several observations of one
        municipality (CR1). Clustered if periods are pooled, else robust, if not given.

    Returns
    -------
    Regression
        Coefficients, R², expected and leave-one-out values, influence, what was left out and why.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown indicators or periods (MC711), settings (MC861), weights
        that are not positive (MC864), missing values that were refused (MC868); MC865 if no
        period has enough observations, or predictors or outcome do not vary or depend on each
        other. If other periods have a fit, a period without one is an issue and its values are
        missing.

    Notes
    -----
    RKA and SKR regress the net cost of economic assistance on framework conditions of the year
    before (Kolada, U31004); the Danish ministry's expected figures and the klynger (SFI, now VIVE)
    come from regressions as well. A residual is what these predictors do not explain, and not what
    a municipality achieved.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [(f"01{n}", n * 1.0, n * 2.0 + n % 2) for n in range(14, 20)]
    >>> frame = pd.DataFrame(rows, columns=["municipality", "unemployed", "cost"])
    >>> panel = Panel.from_frame(
    ...     frame.melt("municipality", var_name="indicator").assign(period="2020"),
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> found = regress(panel, "cost", "unemployed", periods=2020)
    >>> found.coefficients[["term", "coefficient"]].round(3).values.tolist()
    [['constant', -0.914], ['unemployed', 2.086]]
    >>> round(found.fits["r_squared"].item(), 3)
    0.982
    """
    names, wanted = names_of(predictors), names_of(periods)
    errors = standard_errors or ("clustered" if pooled and len(wanted) > 1 else "robust")
    raise_errors(
        setting_problems(
            outcome=outcome,
            names=names,
            periods=wanted,
            lags=lags,
            pooled=pooled,
            period_constants=period_constants,
            missing=missing,
            standard_errors=errors,
        )
    )
    own_lags = lags_of(names, lags)
    table = table_of(
        panel, outcome, names, periods=wanted, lags=own_lags, weights=weights, group=group
    )
    issues = list(missing_issues(table, missing))
    raise_errors(issues)
    if pooled:
        issues += break_issues(panel, table)
    terms = (*names, *(f"period {text}" for text in wanted[1:] if period_constants))
    labels = (_POOLED,) if pooled else wanted
    blocks: list[Block | str] = []
    for at in range(len(labels)):
        within = np.zeros(table.used.shape, dtype=bool)
        within[:, slice(None) if pooled else at] = True
        blocks.append(_block(table, within, terms, errors))
    refused = [
        problem("MC865", f"{label}: expected {block}.", "Choose other periods or predictors.")
        for label, block in zip(labels, blocks, strict=True)
        if isinstance(block, str)
    ]
    if len(refused) == len(labels):
        raise_errors(refused)
    issues += [replace(issue, severity="warning") for issue in refused]
    for label, block in zip(labels, blocks, strict=True):
        if isinstance(block, Block):
            issues += fit_issues(label, block.fit, terms, block.municipalities)
    names_in_order = [name for name in panel.municipalities if name in set(table.ids)]

    def in_order(dataset: xr.Dataset) -> xr.Dataset:
        return dataset.sel(municipality=names_in_order)

    return Regression(
        outcome=outcome,
        unit=panel.indicator(outcome).unit,
        predictors=names,
        lags=own_lags,
        periods=wanted,
        group=group,
        pooled=pooled,
        period_constants=period_constants,
        weights=weights,
        standard_errors=errors,
        fits=in_order(_fits(panel, table, terms, own_lags, dict(zip(labels, blocks, strict=True)))),
        values=in_order(_values(table, blocks)),
        dropped=_dropped(table),
        issues=IssueReport.of(issues),
        publisher=panel.publisher,
        attribution=f"Own computation from figures of {panel.publisher}",
        vintage=panel.vintage,
    )


@dataclass(frozen=True, slots=True)
class Block:
    """One fit, and its values over all municipalities and periods; NaN where it has none.

    Parameters
    ----------
    fit : Fit
        The regression.
    municipalities : tuple of str
        The municipality of each observation.
    values : dict of str to numpy.ndarray
        By name, over municipality and period.
    changes : numpy.ndarray
        Shape (municipalities, terms).
    leave_one_out_r_squared : float
        One less the share of variance that expected values without the municipality leave.
    """

    fit: Fit
    municipalities: tuple[str, ...]
    values: dict[str, FloatArray]
    changes: FloatArray
    leave_one_out_r_squared: float


def _block(
    table: Table, within: BoolArray, terms: tuple[str, ...], errors: StandardErrors
) -> Block | str:
    """Fit the observations within some periods, or say why that is not possible."""
    used, known = table.used & within, table.predictable & within
    everything = _design(table, len(terms))
    design, outcome, weights = everything[used], table.outcome[used], table.weights[used]
    if reason := why_not(design, outcome, terms):
        return reason
    rows = np.nonzero(used)[0]
    owners, owner = np.unique(rows, return_inverse=True)
    fit = least_squares(design, outcome, weights, owner, standard_errors=errors)
    values = {name: np.full(used.shape, np.nan) for name in _VALUES}
    for name in ("residual", "leverage", "studentised", "cooks_distance"):
        values[name][used] = getattr(fit, name)
    changes = np.full((len(table.ids), len(terms) + 1), np.nan)
    changes[owners] = fit.changes
    # who took no part changes nothing
    shift = np.zeros_like(changes)
    shift[owners] = fit.changes
    # sums and no matrix products, whose last digit depends on how many rows there are
    expected = (everything * fit.coefficients).sum(axis=-1)
    without = expected - (everything * shift[:, None]).sum(axis=-1)
    values["expected"][known] = expected[known]
    values["leave_one_out"][known] = without[known]
    away = outcome - np.average(outcome, weights=weights)
    unexplained = weights @ (outcome - without[used]) ** 2
    return Block(
        fit,
        tuple(table.ids[row] for row in rows),
        values,
        changes,
        float(1 - unexplained / (weights @ away**2)),
    )


def _design(table: Table, terms: int) -> FloatArray:
    """Constant, predictors and, if there are more terms, one column for each later period."""
    count, periods, width = table.predictors.shape
    columns = [np.ones((count, periods, 1)), table.predictors]
    if terms > width:
        later = np.eye(periods)[:, 1:]
        columns.append(np.broadcast_to(later, (count, *later.shape)))
    return np.concatenate(columns, axis=-1)


def _fits(
    panel: Panel,
    table: Table,
    terms: tuple[str, ...],
    lags: tuple[int, ...],
    named: Mapping[str, Block | str],
) -> xr.Dataset:
    """What describes each fit, and each of its terms."""
    shape = (len(named), len(terms) + 1)
    numbers = {name: np.full(shape, np.nan) for name in _OF_TERMS}
    whole = {name: np.full(shape[:1], np.nan) for name in _OF_FITS}
    counts = {name: np.zeros(shape[0], dtype=np.int64) for name in ("n", "municipalities")}
    changes = np.full((len(table.ids), *shape), np.nan)
    for at, block in enumerate(named.values()):
        if isinstance(block, str):
            continue
        fit = block.fit
        numbers["coefficient"][at], numbers["standard_error"][at] = (
            fit.coefficients,
            fit.standard_errors,
        )
        with np.errstate(all="ignore"):
            numbers["t"][at] = fit.coefficients / fit.standard_errors
        numbers["inflation"][at, 1:] = fit.inflation
        for name in _OF_FITS:
            source = block if name == "leave_one_out_r_squared" else fit
            whole[name][at] = getattr(source, name)
        counts["n"][at] = len(block.municipalities)
        counts["municipalities"][at] = len(set(block.municipalities))
        changes[:, at] = block.changes
    own = panel.indicator(table.names[0]).unit
    units = [panel.indicator(name).unit for name in table.names[1 : len(lags) + 1]]
    per = [f"{own} per {unit}" if own and unit else "" for unit in units]
    rest = len(terms) - len(lags)
    return xr.Dataset(
        {
            **{name: (("fit", "term"), data) for name, data in numbers.items()},
            **{name: ("fit", data) for name, data in (counts | whole).items()},
            "change": (("municipality", "fit", "term"), changes),
        },
        coords={
            "municipality": ("municipality", text_array(table.ids)),
            "fit": ("fit", text_array(list(named))),
            "term": ("term", text_array(["constant", *terms])),
            "lag": ("term", np.array([np.nan, *lags, *[np.nan] * rest])),
            "unit": ("term", text_array([own, *per, *[own] * rest])),
        },
    )


def _values(table: Table, blocks: Iterable[Block | str]) -> xr.Dataset:
    """Observed and expected values, and what each observation does to its fit."""
    found = {name: np.full(table.used.shape, np.nan) for name in _VALUES}
    took_part = np.zeros(table.used.shape, dtype=bool)
    for block in blocks:
        if isinstance(block, Block):
            found = {name: np.fmax(found[name], block.values[name]) for name in _VALUES}
            took_part |= np.isfinite(block.values["residual"])
    flags = {
        "flag_values": np.arange(len(STATUSES), dtype=np.int8),
        "flag_meanings": " ".join(STATUSES),
    }
    dims = ("municipality", "period")
    return xr.Dataset(
        {
            "observed": (dims, table.outcome),
            **{name: (dims, data) for name, data in found.items()},
            "status": (dims, status_of(table, took_part), flags),
        },
        coords={
            "municipality": ("municipality", text_array(table.ids)),
            "period": ("period", text_array(table.periods)),
        },
    )


def _dropped(table: Table) -> pd.DataFrame:
    """Every value whose absence left an observation out."""
    places = np.argwhere(np.isnan(table.values)).tolist()
    return framed(
        (
            {
                "municipality": table.ids[row],
                "period": table.periods[period],
                "variable": table.names[variable],
                "variable_period": table.when[variable][period],
                "status": STATUSES[table.status[row, period, variable]],
            }
            for row, period, variable in places
        ),
        DROPPED_COLUMNS,
    )
