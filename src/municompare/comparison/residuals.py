"""Residuals of all figures of a panel: what some framework conditions do not explain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import xarray as xr

from municompare.comparison._compiled import is_worth_it
from municompare.comparison.benchmark_input import raise_errors
from municompare.comparison.benchmark_panel import checked_pieces, in_pieces, is_in_pieces
from municompare.comparison.benchmark_reference import FloatArray
from municompare.comparison.changes_input import setting
from municompare.comparison.panel_results import attributes_of, gap_units, named
from municompare.comparison.peers_search import names_of
from municompare.comparison.peers_tables import is_whole
from municompare.comparison.residuals_arrays import Design, design_of, residuals_of
from municompare.errors import Issue, Reading
from municompare.statistics.selection import unknown_names

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["residuals"]

_METHOD: Final = (
    "Figure less what least squares with a constant expects from the predictors, over the "
    "municipalities that have all values, for each indicator, period and group by itself."
)
_DIMS: Final = ("municipality", "indicator", "period", "group")


def residuals(
    panel: Panel,
    predictors: str | Iterable[str],
    *,
    indicators: str | Iterable[str] | None = None,
    lags: int | Mapping[str, int] = 0,
    group: str = "total",
) -> xr.Dataset:
    """Give for every figure what framework conditions of its municipality do not explain.

    One regression for each indicator, period and group, all of them at once. For one outcome with
    coefficients and diagnostics see :func:`municompare.comparison.methods.regress`. A residual is
    what these predictors do not explain, and not what a municipality achieved.

    Parameters
    ----------
    panel : Panel
        The figures, of one country; a country or region takes no part.
    predictors : str or iterable of str
        Indicators that explain the others.
    indicators : str or iterable of str, optional
        What to explain; all but the predictors if not given.
    lags : int or mapping of str to int, optional
        Years by which predictors precede what they explain, for all or by key (0 for those not
        named).
    group : {"total", "women", "men"}
        Whose values of the predictors.

    Returns
    -------
    xarray.Dataset
        ``residual`` in the unit of differences; ``n``, the municipalities of each fit; ``status``:
        that of the figure where it has no value, else ``undetermined`` where a predictor of the
        municipality is missing or there is no fit. Attributes as for
        :func:`~municompare.comparison.benchmarks.benchmark`.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown indicators or groups (MC711), settings (MC841).

    Notes
    -----
    There is no fit with fewer than two municipalities more than predictors, of figures that are all
    equal, or of predictors that determine each other to ten digits.

    Examples
    --------
    >>> import pandas as pd
    >>> from municompare.statistics import Panel
    >>> rows = [(f"01{n}", n * 1.0, n * 2.0 + n % 2) for n in range(14, 20)]
    >>> frame = pd.DataFrame(rows, columns=["municipality", "unemployed", "cost"])
    >>> panel = Panel.from_frame(
    ...     frame.melt("municipality", var_name="indicator").assign(period="2020"),
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> residuals(panel, "unemployed")["residual"].values.ravel().round(3).tolist()
    [-0.286, 0.629, -0.457, 0.457, -0.629, 0.286]
    """
    explaining = tuple(dict.fromkeys(names_of(predictors)))
    explained = (
        tuple(key for key in panel.indicators if key not in explaining)
        if indicators is None
        else tuple(dict.fromkeys(names_of(indicators)))
    )
    years, problems = _lags(panel, explaining, lags)
    problems += _problems(panel, explaining, explained, group)
    raise_errors(problems)
    dataset = panel.dataset
    rows = [row for row, name in enumerate(panel.municipalities) if not is_whole(name)]
    column_of = {key: column for column, key in enumerate(panel.indicators)}
    columns = [column_of[key] for key in explained]
    design = _design(panel, rows, explaining, years, group)
    answers, engine = _answers(dataset, rows, columns, design)
    residual, status, count = answers
    added = {
        "residual": named(
            residual, "figure less what the predictors lead to expect", "see coordinate gap_unit"
        ),
        "n": named(count, "municipalities in the fit"),
        "status": status,
    }
    status.attrs = dict(dataset["status"].attrs)
    layout = dataset.drop_vars(["value", "status", "attribution"])
    result = layout.isel(municipality=rows, indicator=columns).assign(added)
    result = result.assign_coords(gap_unit=gap_units(result))
    result.attrs = attributes_of(
        panel,
        _without_fit(result, design),
        method=_METHOD,
        predictors=", ".join(explaining),
        lags=", ".join(map(str, years)),
        engine=engine,
    )
    return result


def _lags(
    panel: Panel, keys: Sequence[str], lags: int | Mapping[str, int]
) -> tuple[list[int], list[Issue]]:
    given = dict.fromkeys(keys, lags) if isinstance(lags, int) else dict(lags)
    problems = []
    for key, years in given.items():
        if key not in keys:
            problems.append(
                setting(f"expected lags of predictors, found {key!r}.", "Leave it out.")
            )
        if not _is_number_of_years(years):
            message = f"expected a number of years as lag of {key}, found {years!r}."
            problems.append(setting(message, "Give 0 or more."))
        elif years and (wrong := [name for name in panel.periods if len(name) != 4]):
            message = f"expected years with a lag, found the period {wrong[0]!r}."
            problems.append(setting(message, "Select years."))
    return [given.get(key, 0) for key in keys], problems


def _is_number_of_years(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and given >= 0


def _problems(
    panel: Panel, explaining: Sequence[str], explained: Sequence[str], group: str
) -> list[Issue]:
    problems = [
        *unknown_names(panel.dataset, "indicator", explaining),
        *unknown_names(panel.dataset, "indicator", explained),
        *unknown_names(panel.dataset, "group", [group]),
    ]
    if both := sorted(set(explaining) & set(explained)):
        message = f"expected no predictor among what is explained, found {', '.join(both)}."
        problems.append(setting(message, "Name it once."))
    if len(countries := {name[:2] for name in panel.municipalities}) > 1:
        message = f"expected municipalities of one country, found {', '.join(sorted(countries))}."
        problems.append(setting(message, "Select one country."))
    return problems


def _design(
    panel: Panel, rows: Sequence[int], keys: Sequence[str], years: Sequence[int], group: str
) -> Design:
    """The predictors of every period, which are few enough to be computed now."""
    chosen = checked_pieces(panel.sel(indicators=keys, groups=group).dataset)["value"].values
    values: FloatArray = chosen[list(rows), :, :, 0].astype(np.float64)
    at = {name: place for place, name in enumerate(panel.periods)}
    found = np.full((len(at), len(rows), len(keys)), np.nan)
    for name, place in at.items():
        for column, lag in enumerate(years):
            before = at.get(f"{int(name) - lag:04d}") if lag else place
            if before is not None:
                found[place, :, column] = values[:, column, before]
    return design_of(found)


def _answers(
    dataset: xr.Dataset, rows: Sequence[int], columns: Sequence[int], design: Design
) -> tuple[tuple[xr.Variable, xr.Variable, xr.Variable], str]:
    """Compute at once, or piece by piece where dask holds the figures; and say what computes."""
    shape = dataset["value"].shape
    engine = "numba" if is_worth_it(int(np.prod(shape))) else "numpy"
    settings: dict[str, Any] = {"rows": list(rows), "design": design, "engine": engine}
    if not is_in_pieces(dataset):
        value, status = dataset["value"].values, dataset["status"].values
        residual, codes, count = residuals_of(value, status, columns=columns, **settings)
        found = (
            xr.Variable(_DIMS, residual),
            xr.Variable(_DIMS, codes),
            xr.Variable(_DIMS[1:], count),
        )
        return found, engine
    chosen = checked_pieces(dataset.isel(indicator=list(columns)))
    core = ["municipality", "period", "group"]
    residual, codes, count = xr.apply_ufunc(
        _piece,
        *in_pieces(chosen, "municipality", "period", "group"),
        input_core_dims=[core, core],
        output_core_dims=[["row", "period", "group"], ["row", "period", "group"], core[1:]],
        kwargs=settings,
        dask="parallelized",
        output_dtypes=[dataset["value"].dtype, np.int8, np.int16],
        dask_gufunc_kwargs={"output_sizes": {"row": len(rows)}},
    )
    found = (
        xr.Variable(("indicator", "municipality", *_DIMS[2:]), residual.data).transpose(*_DIMS),
        xr.Variable(("indicator", "municipality", *_DIMS[2:]), codes.data).transpose(*_DIMS),
        count,
    )
    return found, f"{engine} on dask"


def _piece(value: Any, status: Any, **settings: Any) -> tuple[Any, Any, Any]:
    """Compute one piece, whose indicators stand first."""
    figures = np.moveaxis(value, 0, 1)
    columns = range(value.shape[0])
    found = residuals_of(
        figures, np.moveaxis(status, 0, 1), columns=columns, on_all_cores=False, **settings
    )
    return np.moveaxis(found[0], 1, 0), np.moveaxis(found[1], 1, 0), found[2]


def _without_fit(result: xr.Dataset, design: Design) -> list[Issue]:
    """Say in which periods too few municipalities have all predictors."""
    few = result["period"].values[design.counts < design.terms.shape[1] + 1]
    if not len(few):
        return []
    return [
        Issue(
            code="MC844",
            severity="warning",
            message=f"in {len(few)} periods fewer than {design.terms.shape[1] + 1} municipalities "
            f"have all predictors, so there is no fit.",
            remedy="Select other periods, predictors or lags.",
            readings=tuple(Reading(locator=str(period)) for period in few),
        )
    ]
