"""A regression as a record: coefficients, expected values, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Final

import numpy as np
import pandas as pd
import xarray as xr

from municompare.comparison.frames import framed
from municompare.errors import IssueReport
from municompare.statistics.layout import STATUSES, text_array
from municompare.statistics.panel import Panel

__all__ = ["COEFFICIENT_COLUMNS", "DROPPED_COLUMNS", "Regression"]

COEFFICIENT_COLUMNS: Final = {
    "fit": "text",
    "term": "text",
    "lag": "integer",
    "coefficient": "number",
    "standard_error": "number",
    "t": "number",
    "inflation": "number",
    "unit": "text",
}
DROPPED_COLUMNS: Final = {
    "municipality": "text",
    "period": "text",
    "variable": "text",
    "variable_period": "text",
    "status": "text",
}
_ERRORS: Final = {
    "ordinary": "of equal variance",
    "robust": "robust to unequal variance (HC3)",
    "clustered": "robust, clustered by municipality (CR1)",
}
_EXPLAINED: Final = ("r_squared", "adjusted_r_squared", "leave_one_out_r_squared")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Regression:
    """A regression on framework conditions, one fit for each period or one for all.

    Parameters
    ----------
    outcome, unit : str
        What is explained, and its unit.
    predictors : tuple of str
        What explains it.
    lags : tuple of int
        For each predictor how many years before the outcome it is measured.
    periods : tuple of str
        Periods of the outcome.
    group : str
        Whose values.
    pooled, period_constants : bool
        Whether all periods make one fit, and whether each then has a constant of its own.
    weights : str or None
        Indicator whose values weigh the observations.
    standard_errors : {"ordinary", "robust", "clustered"}
        What the standard errors allow for.
    fits : xarray.Dataset
        ``coefficient``, ``standard_error``, ``t``, ``inflation`` (of variance) over ``fit, term``;
        ``n`` (observations), ``municipalities``, ``r_squared``, ``adjusted_r_squared``,
        ``leave_one_out_r_squared``, ``residual_sd``, ``condition`` (of the scaled predictors) over
        ``fit``; ``change`` over ``municipality, fit, term``: the coefficient less that of the fit
        without the municipality.
    values : xarray.Dataset
        Over ``municipality, period``: ``observed``; ``expected``, also where only the outcome is
        missing; ``residual`` (observed less expected); ``leave_one_out``, the expected value of
        the fit without the municipality; ``leverage``, ``studentised``, ``cooks_distance``;
        ``status``, which is ``reported`` where the observation took part and else says why not.
    dropped : pandas.DataFrame
        Each value whose absence left an observation out: ``municipality, period, variable,
        variable_period, status``.
    issues : IssueReport
        What speaks against it.
    publisher, attribution, vintage : str
        Of the figures and of this computation.
    """

    outcome: str
    unit: str
    predictors: tuple[str, ...]
    lags: tuple[int, ...]
    periods: tuple[str, ...]
    group: str
    pooled: bool
    period_constants: bool
    weights: str | None
    standard_errors: str
    fits: xr.Dataset
    values: xr.Dataset
    dropped: pd.DataFrame
    issues: IssueReport = field(default_factory=IssueReport)
    publisher: str = ""
    attribution: str = ""
    vintage: str = ""

    @property
    def coefficients(self) -> pd.DataFrame:
        """The coefficients as a frame: one row for each fit and term."""
        numbers = ("coefficient", "standard_error", "t", "inflation")
        rows = []
        for at, fit in enumerate(self.fits["fit"].values.tolist()):
            for column, term in enumerate(self.fits["term"].values.tolist()):
                own = {name: self.fits[name].values[at, column] for name in numbers}
                lag, unit = (self.fits[name].values[column] for name in ("lag", "unit"))
                if np.isfinite(lag):
                    own["lag"] = int(lag)
                rows.append({"fit": fit, "term": term, "unit": unit, **own})
        return framed(rows, COEFFICIENT_COLUMNS)

    def expected_panel(self, *, leave_one_out: bool = False) -> Panel:
        """The expected values as a panel under the outcome's key, for ``benchmark(expected=...)``.

        Parameters
        ----------
        leave_one_out : bool, optional
            Those of the fits without the municipality.
        """
        name = "leave_one_out" if leave_one_out else "expected"
        values = self.values[name].values
        undetermined, reported = (STATUSES.index(word) for word in ("undetermined", "reported"))
        status = np.where(np.isfinite(values), reported, undetermined).astype(np.int8)
        dims = ("municipality", "period")
        laid_out = xr.Dataset(
            {"value": (dims, values), "status": (dims, status)},
            coords={each: self.values[each] for each in dims},
            attrs={
                "publisher": self.publisher,
                "attribution": self.attribution,
                "vintage": self.vintage,
                "processed": "yes",
                "remarks": f"{name} values of: {self.title}",
            },
        ).expand_dims(indicator=text_array([self.outcome]), group=text_array([self.group]))
        title = f"Expected {self.outcome}"
        return Panel(
            laid_out.assign_coords(
                title=("indicator", text_array([title])),
                unit=("indicator", text_array([self.unit])),
            )
        )

    @property
    def title(self) -> str:
        """Outcome, predictors with their lags, periods and way of fitting in one line."""
        terms = ", ".join(
            f"{name} (lag {lag})" if lag else name
            for name, lag in zip(self.predictors, self.lags, strict=True)
        )
        over = f"{self.periods[0]}…{self.periods[-1]}" if len(self.periods) > 1 else self.periods[0]
        way = "each period on its own"
        if self.pooled:
            way = "pooled, a constant for each period" if self.period_constants else "pooled"
        weighed = f", weighted by {self.weights}" if self.weights else ""
        return f"{self.outcome} on {terms}; {over}, {self.group}; {way}{weighed}"

    def __repr__(self) -> str:
        lines = [
            f"<Regression: {self.title}>",
            f"  standard errors  {_ERRORS[self.standard_errors]}",
        ]
        table = self.coefficients
        for at, name in enumerate(self.fits["fit"].values.tolist()):
            own = self.fits.isel(fit=at)
            if not np.isfinite(own["r_squared"]):
                lines.append(f"  {name}: no fit")
                continue
            full, adjusted, without = (float(own[each]) for each in _EXPLAINED)
            lines.append(
                f"  {name}: n {int(own['n'])}, R² {full:.3f} (adjusted {adjusted:.3f}, leaving one "
                f"municipality out {without:.3f}), residual sd {float(own['residual_sd']):.4g}, "
                f"condition {float(own['condition']):.3g}"
            )
            lines += [
                f"    {row.term:<16} {row.coefficient:>12.5g}  (se {row.standard_error:.4g})"
                for row in table[table["fit"] == name].itertuples()
            ]
        left_out = len(self.dropped[["municipality", "period"]].drop_duplicates())
        lines.append(f"  left out         {left_out} observations (see .dropped)")
        if self.issues:
            lines.append(f"  issues           {', '.join(dict.fromkeys(self.issues.codes))}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(repr(self))}</pre>"
