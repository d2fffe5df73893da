"""Indices as RKA makes them of one figure or of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import xarray as xr

from municompare.comparison.benchmark_input import problem, raise_errors
from municompare.comparison.methods_index_parts import (
    Directions,
    answer_of,
    bounds_problems,
    direction_problems,
    flat_issues,
    mean_on_scale,
    on_scale,
)
from municompare.comparison.methods_input import Figures, Part, parts_of, several
from municompare.comparison.methods_scale import Bounds, mean_of
from municompare.errors import Issue
from municompare.statistics.panel import Panel

__all__ = ["composite_index", "rka_index"]


def rka_index(
    panel: Panel,
    indicators: Figures | Iterable[Figures],
    *,
    directions: Directions = None,
    bounds: Bounds = "observed",
    key: str | None = None,
) -> xr.Dataset:
    """Put figures on RKA's scale from 0 (worst) to 100 (best).

    ``100 x (min(max(x, low), high) - low) / (high - low)``, where ``low`` and ``high`` are the
    2.5th and 97.5th percentile over municipalities of the period and group; 100 less that where
    low is good. A country or region takes no part.

    Parameters
    ----------
    panel : Panel
        The figures; all its municipalities make the scale, so it should hold the whole country.
    indicators : str, Panel, xarray.Dataset or iterable of them
        Indicators of the panel, or figures of one indicator from elsewhere.
    directions : {"increase", "decrease"} or mapping of str to such, optional
        Which direction is better, for all or by key; as the indicators say if not given.
    bounds : {"observed", "linear"}
        Percentiles are values that are there, which gives RKA's own numbers, or between two by
        linear interpolation.
    key : str, optional
        Key of the answer, if there is one.

    Returns
    -------
    xarray.Dataset
        Laid out as a panel: ``value`` and ``status``; ``low`` and ``high`` in the unit of the
        figures; ``n``, the municipalities that have a value. Where all are equal there is no
        index, the status is ``undetermined`` and an issue (MC865) says so.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown indicators (MC711), settings (MC861), a direction that is
        not known (MC863), infinite figures (MC707).

    Notes
    -----
    RKA describes the scale with each index in Kolada, such as U31401. That its percentiles are
    values that are there was found by recomputing U31401 of 2016, which agrees in every digit.

    Examples
    --------
    >>> import pandas as pd
    >>> panel = Panel.from_frame(
    ...     pd.DataFrame({
    ...         "municipality": ["0114", "0115", "0117"], "indicator": "waiting",
    ...         "period": "2019", "value": [10.0, 15.0, 20.0],
    ...     }),
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> rka_index(panel, "waiting", directions="decrease")["value"].values.ravel().tolist()
    [100.0, 50.0, 0.0]
    """
    asked = several(indicators)
    raise_errors(bounds_problems(bounds))
    parts = parts_of(panel, asked)
    if key is not None and len(parts) > 1:
        raise_errors([problem("MC861", "expected no key for several indicators.", "Ask for one.")])
    raise_errors(direction_problems(parts, directions))
    names = [key or f"rka_index({part.about.key})" for part in parts]
    found = [on_scale(panel, part, directions, bounds) for part in parts]
    return answer_of(panel, list(zip(names, found, strict=True)), of=parts, bounds=bounds)


def composite_index(
    panel: Panel,
    parts: Iterable[Figures],
    *,
    directions: Directions = None,
    weights: Mapping[str, float] | None = None,
    min_parts: int | None = None,
    bounds: Bounds = "observed",
    key: str | None = None,
) -> xr.Dataset:
    """Put several figures together to one index, as RKA does for quality.

    Every part is put on the scale of :func:`rka_index` over the municipalities that have it;
    the mean of the parts, unweighted unless weights are given, is put on that scale again.

    Parameters
    ----------
    panel : Panel
        The figures; all its municipalities make the scale, so it should hold the whole country.
    parts : iterable of str, Panel or xarray.Dataset
        Indicators of the panel, or figures of one indicator from elsewhere.
    directions, bounds, key
        As for :func:`rka_index`.
    weights : mapping of str to float, optional
        Weight of each part by its key.
    min_parts : int, optional
        Parts that a municipality needs for an index; all, as RKA has it, if not given.

    Returns
    -------
    xarray.Dataset
        As of :func:`rka_index`; ``low`` and ``high`` are those of the mean of the parts.

    Raises
    ------
    MunicompareError
        As for :func:`rka_index`.

    Notes
    -----
    RKA, as Kolada describes U31401 and other quality indices; U17401 has weights.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("0114", 1.0, 30.0), ("0115", 2.0, 10.0), ("0117", 3.0, 20.0)]
    >>> frame = pd.DataFrame(rows, columns=["municipality", "good", "bad"]).melt(
    ...     "municipality", var_name="indicator"
    ... )
    >>> panel = Panel.from_frame(
    ...     frame.assign(period="2019"), publisher="Example office", attribution="Example office"
    ... )
    >>> found = composite_index(
    ...     panel, ["good", "bad"], directions={"good": "increase", "bad": "decrease"}
    ... )
    >>> found["value"].values.ravel().tolist()
    [0.0, 100.0, 100.0]
    """
    asked = several(parts)
    raise_errors(bounds_problems(bounds))
    found = parts_of(panel, asked)
    raise_errors(
        [*_composite_problems(found, weights, min_parts), *direction_problems(found, directions)]
    )
    scaled = [on_scale(panel, part, directions, bounds) for part in found]
    issues = [issue for each in scaled for issue in flat_issues(panel, each)]
    own = [(weights or {}).get(part.about.key, 1.0) for part in found]
    mean = mean_of(
        [each.values for each in scaled], own, len(found) if min_parts is None else min_parts
    )
    name = key or f"composite_index({', '.join(part.about.key for part in found)})"
    index = mean_on_scale(panel, name, found, mean, bounds)
    return answer_of(
        panel, [(name, index)], of=found, bounds=bounds, how="mean of the parts, ", issues=issues
    )


def _composite_problems(
    parts: Sequence[Part], weights: Mapping[str, float] | None, min_parts: object
) -> Iterator[Issue]:
    keys = [part.about.key for part in parts]
    if len(set(keys)) < len(keys):
        yield problem(
            "MC861",
            f"expected parts that are all different, found {', '.join(keys)}.",
            "Name each once; give weights if one is to count more.",
        )
    whole = isinstance(min_parts, int) and not isinstance(min_parts, bool)
    if min_parts is not None and not (whole and 1 <= min_parts <= len(parts)):  # type: ignore[operator]
        yield problem(
            "MC861",
            f"expected min_parts from 1 to {len(parts)}, found {min_parts!r}.",
            "Leave it out to ask for all parts.",
        )
    if weights is not None and (
        set(weights) != set(keys)
        or not all(np.isfinite(weight) and weight > 0 for weight in weights.values())
    ):
        yield problem(
            "MC861",
            f"expected a positive weight for each of {', '.join(keys)}, found {dict(weights)!r}.",
            "Give one for each part.",
        )
