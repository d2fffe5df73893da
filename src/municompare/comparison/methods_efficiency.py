"""Indices of resources, and of resources and quality together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import xarray as xr

from municompare.comparison.benchmark_input import problem, raise_errors
from municompare.comparison.methods_deviation import ratio_to
from municompare.comparison.methods_index_parts import (
    answer_of,
    bounds_problems,
    mean_on_scale,
    on_scale,
)
from municompare.comparison.methods_input import (
    Figures,
    Part,
    base_issues,
    combined_status,
    parts_of,
    unit_issues,
)
from municompare.comparison.methods_scale import Bounds, mean_of
from municompare.errors import Issue
from municompare.model.panel import PanelIndicator
from municompare.statistics.panel import Panel

__all__ = ["efficiency_index", "resource_index"]


def resource_index(
    panel: Panel,
    cost: Figures,
    expected: Figures,
    *,
    bounds: Bounds = "observed",
    key: str | None = None,
) -> xr.Dataset:
    """Index of costs in relation to what is to be expected: 100 is the lowest cost.

    The ratio ``cost / expected`` on the scale of :func:`rka_index`, turned. A net cost deviation
    is that ratio less 1, in percent, and gives the same index.

    Parameters
    ----------
    panel : Panel
        The figures; all its municipalities make the scale, so it should hold the whole country.
    cost, expected : str, Panel or xarray.Dataset
        Actual net cost and that of a model or the reference cost.
    bounds, key
        As for :func:`rka_index`.

    Returns
    -------
    xarray.Dataset
        As of :func:`rka_index`; ``low`` and ``high`` are those of the ratio. Where the expected
        cost is zero or negative the status is ``undetermined`` and an issue (MC864) says where.

    Raises
    ------
    MunicompareError
        As for :func:`rka_index`, and for units that differ (MC862).

    Notes
    -----
    RKA, as Kolada describes U31002 (economic assistance), whose structure-adjusted cost is the net
    cost N31008 in relation to the model-calculated one U31004.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("0114", 900.0, 1000.0), ("0115", 1100.0, 1000.0), ("0117", 500.0, 500.0)]
    >>> frame = pd.DataFrame(rows, columns=["municipality", "cost", "model"]).melt(
    ...     "municipality", var_name="indicator"
    ... )
    >>> panel = Panel.from_frame(
    ...     frame.assign(period="2021"), publisher="Example office", attribution="Example office"
    ... )
    >>> resource_index(panel, "cost", "model")["value"].values.ravel().round(6).tolist()
    [100.0, 0.0, 50.0]
    """
    raise_errors(bounds_problems(bounds))
    own, base = parts_of(panel, [cost, expected])
    issues = [*unit_issues(own, base), *base_issues(panel, base)]
    raise_errors(issues)
    name = key or f"resource_index({own.about.key}, {base.about.key})"
    ratio = ratio_to(own.values, base.values)
    about = PanelIndicator(key=name, direction="decrease")
    part = Part(about, "", "", ratio, combined_status((own, base), ratio))
    return answer_of(
        panel,
        [(name, on_scale(panel, part, None, bounds))],
        of=(own, base),
        bounds=bounds,
        how="cost / expected cost, ",
        described_with="U31002",
        issues=issues,
    )


def efficiency_index(
    panel: Panel,
    quality: Figures,
    resource: Figures,
    *,
    bounds: Bounds = "observed",
    key: str | None = None,
) -> xr.Dataset:
    """Index of quality and resources together: 100 is high quality at low cost.

    The mean of both indices for the municipalities that have both, on the scale of
    :func:`rka_index` again.

    Parameters
    ----------
    panel : Panel
        Whose municipalities, periods and groups; all its municipalities make the scale.
    quality, resource : str, Panel or xarray.Dataset
        Two indices from 0 to 100, of which 100 is best: indicators of the panel, or what
        :func:`composite_index` and :func:`resource_index` gave.
    bounds, key
        As for :func:`rka_index`.

    Returns
    -------
    xarray.Dataset
        As of :func:`rka_index`; ``low`` and ``high`` are those of the mean of both.

    Raises
    ------
    MunicompareError
        As for :func:`rka_index`, and for figures that are not from 0 to 100 (MC861).

    Notes
    -----
    RKA, as Kolada describes U31904 (economic assistance) and other efficiency indices.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("0114", 80.0, 60.0), ("0115", 10.0, 20.0), ("0117", 50.0, 50.0)]
    >>> frame = pd.DataFrame(rows, columns=["municipality", "quality", "resource"]).melt(
    ...     "municipality", var_name="indicator"
    ... )
    >>> panel = Panel.from_frame(
    ...     frame.assign(period="2021"), publisher="Example office", attribution="Example office"
    ... )
    >>> efficiency_index(panel, "quality", "resource")["value"].values.ravel().round(1).tolist()
    [100.0, 0.0, 63.6]
    """
    raise_errors(bounds_problems(bounds))
    found = parts_of(panel, [quality, resource])
    raise_errors(_scale_problems(found))
    name = key or f"efficiency_index({', '.join(part.about.key for part in found)})"
    mean = mean_of([part.values for part in found], [1.0, 1.0], len(found))
    return answer_of(
        panel,
        [(name, mean_on_scale(panel, name, found, mean, bounds))],
        of=found,
        bounds=bounds,
        how="mean of quality and resource index, ",
        described_with="U31904 and other efficiency indices",
    )


def _scale_problems(parts: Sequence[Part]) -> Iterator[Issue]:
    for part in parts:
        if ((part.values < 0) | (part.values > 100)).any():
            yield problem(
                "MC861",
                f"expected {part.about.key} as an index from 0 to 100, found other figures.",
                "Make an index of it first: rka_index(...).",
                [part.about.key],
            )
