"""Actual figures ranked by their distance to expected ones, as the Danish ministry ranks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

import numpy as np
import numpy.typing as npt
import xarray as xr

from municompare.comparison.benchmark_input import problem, raise_errors
from municompare.comparison.benchmark_statistics import unit_of_gap
from municompare.comparison.methods_deviation import derived, ratio_to
from municompare.comparison.methods_index_parts import IndexDirection
from municompare.comparison.methods_input import (
    BoolArray,
    Figures,
    FloatArray,
    Part,
    base_issues,
    combined_status,
    municipality_rows,
    parts_of,
    reported_only,
    result_of,
    unit_issues,
)
from municompare.errors import Issue
from municompare.statistics.layout import STATUS_CODES
from municompare.statistics.panel import Panel

__all__ = ["actual_expected_ranking", "ranks"]

_SOURCE: Final = (
    "Beskæftigelsesministeriet, benchmarking of the municipalities' employment effort, with "
    "expected figures by a model of VIVE"
)
_CELLS: Final = ("municipality", "indicator", "period", "group")


def ranks(values: FloatArray) -> FloatArray:
    """Rank from the lowest value (1) in each column; ties share the mean of their ranks.

    Examples
    --------
    >>> ranks(np.array([[3.0], [np.nan], [1.0], [3.0]])).ravel().tolist()
    [2.5, nan, 1.0, 2.5]
    """
    found = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        present = np.isfinite(values[:, column])
        _, at, count = np.unique(values[present, column], return_inverse=True, return_counts=True)
        mean = np.cumsum(count) - (count - 1) / 2
        found[present, column] = mean[at]
    return found


def actual_expected_ranking(
    panel: Panel,
    actual: Figures,
    expected: Figures,
    *,
    population: Figures | None = None,
    direction: IndexDirection | None = None,
    key: str | None = None,
) -> xr.Dataset:
    """Rank municipalities by how far their figures are from those to be expected.

    ``difference = actual - expected`` and ``ratio = actual / expected``. Rank 1 is the best: where
    fewer is better the one furthest below what is expected. With a population the rank is by
    ``100 x difference / population``, so that large and small municipalities rank alike; that is
    how the ministry ranks, by shares of residents aged 16 to 66.

    Parameters
    ----------
    panel : Panel
        The figures; all its municipalities are ranked, a country or region is not.
    actual, expected : str, Panel or xarray.Dataset
        Indicators of the panel, or figures of one indicator from elsewhere; shares or numbers of
        persons.
    population : str, Panel or xarray.Dataset, optional
        Persons that numbers of persons are taken as shares of.
    direction : {"increase", "decrease"}, optional
        Which direction is better; as the actual figures say if not given.
    key : str, optional
        Key of the answer.

    Returns
    -------
    xarray.Dataset
        Laid out as a panel, with the difference as ``value`` and its ``status``; ``ratio``;
        ``share`` (with a population, in percentage points); ``rank``, where ties share the mean
        of their ranks; ``rank_status``, which says why there is none; ``n`` ranked municipalities.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown indicators (MC711), units that differ (MC862), a direction
        that is not known (MC863), infinite figures (MC707).

    Notes
    -----
    Beskæftigelsesministeriet, half-yearly since 2018, with expected figures by a model of VIVE. In
    its list of November 2018 Nyborg has 1,620 full-time persons where 1,840 were expected and is
    first; Frederiksberg is second with 4,330 and 5,090, which only shares explain.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("450", 1620.0, 1840.0, 19600.0), ("147", 4330.0, 5090.0, 70400.0)]
    >>> frame = pd.DataFrame(rows, columns=["municipality", "actual", "expected", "residents"])
    >>> panel = Panel.from_frame(
    ...     frame.melt("municipality", var_name="indicator").assign(period="2018"), country="DK",
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> found = actual_expected_ranking(
    ...     panel, "actual", "expected", population="residents", direction="decrease"
    ... )
    >>> found.sel(municipality="DK-450")["rank"].item(), found["ratio"].values.ravel().round(3)
    (1.0, array([0.851, 0.88 ]))
    """
    asked = [actual, expected] if population is None else [actual, expected, population]
    parts = parts_of(panel, asked)
    own, base = parts[:2]
    issues = [*unit_issues(own, base), *base_issues(panel, base)]
    issues += [issue for part in parts[2:] for issue in base_issues(panel, part)]
    better = direction or own.about.direction
    raise_errors([*issues, *_direction_problems(own, better)])
    rows = municipality_rows(panel)
    with np.errstate(over="ignore"):
        difference = reported_only(own.values - base.values)
    ratio = ratio_to(own.values, base.values)
    measured, share = difference, None
    if population is not None:
        with np.errstate(over="ignore"):
            share = reported_only(100 * ratio_to(difference, parts[2].values))
        measured = share
    rank = _ranked(measured if better == "decrease" else -measured, rows)
    about = derived(
        key or f"actual_expected({own.about.key}, {base.about.key})",
        f"Actual less expected: {own.about.title or own.about.key}",
        (own, base),
        unit=unit_of_gap(own.about.unit) if own.about.unit == base.about.unit else "",
        direction="increase" if better == "increase" else "decrease",
    )
    rank_status = combined_status(parts, rank)
    rank_status[~rows] = STATUS_CODES["not_applicable"]
    count = np.isfinite(rank).sum(axis=0).astype(np.int32)
    more: dict[str, tuple[tuple[str, ...], npt.NDArray[np.generic], str]] = {
        "ratio": (_CELLS, ratio[:, None], "actual / expected"),
        "rank": (_CELLS, rank[:, None], "rank from the best (1); ties share the mean of theirs"),
        "rank_status": (_CELLS, rank_status[:, None], "status of the rank: why there is none"),
        "n": (_CELLS[1:], count[None], "municipalities that are ranked"),
    }
    ranked_by = "actual - expected"
    if share is not None:
        ranked_by = "100 x (actual - expected) / population"
        more["share"] = (_CELLS, share[:, None], f"{ranked_by}, percentage points")
    result = result_of(
        panel,
        [(about, difference, combined_status((own, base), difference))],
        parts=parts,
        method=f"actual - expected and actual / expected; ranked by {ranked_by}",
        source=_SOURCE,
        issues=issues,
        more=more,
    )
    result["rank_status"].attrs |= result["status"].attrs
    return result


def _ranked(values: FloatArray, rows: BoolArray) -> FloatArray:
    found = np.full(values.shape, np.nan)
    own = values[rows]
    found[rows] = ranks(own.reshape(len(own), -1)).reshape(own.shape)
    return found


def _direction_problems(part: Part, direction: object) -> Iterator[Issue]:
    if direction not in get_args(IndexDirection):
        yield problem(
            "MC863",
            f"expected 'increase' or 'decrease' as the direction of {part.about.key} that is "
            f"better, found {direction!r}.",
            "Give it: direction='decrease' where fewer is better.",
            [part.about.key],
        )
