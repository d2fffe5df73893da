"""Changes since a base period, and distances to targets, of all figures of a panel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import xarray as xr

from municompare.comparison._compiled import is_worth_it
from municompare.comparison.benchmark_input import expected_values, raise_errors
from municompare.comparison.benchmark_panel import (
    CELLS,
    checked_pieces,
    in_pieces,
    is_in_pieces,
)
from municompare.comparison.changes_arrays import Answers, changes, distances
from municompare.comparison.changes_input import (
    no_arrays,
    places_of,
    targeted,
    unbroken,
    without_direction,
)
from municompare.comparison.panel_results import attributes_of, gap_units, named, writable
from municompare.errors import Issue

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["change", "distance_to_target"]

Out = Mapping[str, npt.NDArray[Any]]

_DIMS: Final = ("municipality", *CELLS)
_TURNS: Final = {"increase": 1.0, "decrease": -1.0}
_CHANGE: Final = (
    "Figure less that of the base period; in per cent of the absolute value of the base, so that "
    "the sign is that of the change. No change over a series break, no per cent of zero."
)
_DISTANCE: Final = (
    "What is left to the target in the direction that is better: positive until the target is "
    "reached, then zero or negative; in per cent of the absolute value of the target."
)


def change(
    panel: Panel,
    *,
    base: str | int,
    periods: str | int | Iterable[str | int] | None = None,
    out: Out | None = None,
) -> xr.Dataset:
    """How much every figure changed since a base period.

    Parameters
    ----------
    panel : Panel
        The figures.
    base : str or int
        The period that all others are compared with.
    periods : str, int or iterable of them, optional
        Whose changes; all of the panel if not given.
    out : mapping of str to numpy.ndarray, optional
        Arrays to write answers to, by the names of the variables: contiguous, of the shape and
        type of the answers. Fresh memory for a large panel takes as long as the computation.

    Returns
    -------
    xarray.Dataset
        ``change`` in the unit of differences (coordinate ``gap_unit``), ``change_percent``, and
        ``status``: that of the figure where it has no value, else ``undetermined`` where the
        series breaks between it and the base, else that of the base. The base stands in the
        attribute ``base_period``; others are as for
        :func:`~municompare.comparison.benchmarks.benchmark`.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown periods (MC711), settings and arrays (MC841).

    Examples
    --------
    >>> import pandas as pd
    >>> from municompare.statistics import Panel
    >>> panel = Panel.from_frame(
    ...     pd.DataFrame(
    ...         [("0580", "balance", year, value) for year, value in ((2018, -4.0), (2019, -1.0))],
    ...         columns=["municipality", "indicator", "period", "value"],
    ...     ),
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> found = change(panel, base=2018, periods=2019)
    >>> found["change"].item(), found["change_percent"].item()
    (3.0, 75.0)
    """
    own, at, issues = places_of(panel, base, periods)
    dataset = panel.dataset
    issues += [] if out is None or not is_in_pieces(dataset) else [no_arrays()]
    raise_errors(issues)
    allowed, issues = unbroken(dataset, own, at)
    result = dataset.drop_vars(["value", "status", "attribution"]).isel(period=own)
    answers, engine = _answers(
        changes,
        dataset,
        [xr.Variable(("indicator", "later"), allowed)],
        [["later"]],
        {"own": own, "base": at},
        out=out,
        names=("change", "change_percent", "status"),
        periods=len(own),
    )
    texts = ("figure less that of the base period", "change in per cent of the absolute base")
    return _result(
        panel,
        result,
        dict(zip(("change", "change_percent", "status"), answers, strict=True)),
        texts,
        issues,
        method=_CHANGE,
        base_period=panel.periods[at],
        engine=engine,
    )


def distance_to_target(
    panel: Panel, targets: Mapping[str, float] | Panel, *, out: Out | None = None
) -> xr.Dataset:
    """How much every figure still has to move, in the better direction, to reach a target.

    Parameters
    ----------
    panel : Panel
        The figures; a measure without a direction has no distance.
    targets : mapping of str to float, or Panel
        One target for each indicator, on the scale of its figures, or a panel of targets for
        municipalities, periods and groups under the same names. Indicators without one are left
        out.
    out : mapping of str to numpy.ndarray, optional
        As for :func:`change`.

    Returns
    -------
    xarray.Dataset
        ``distance`` in the unit of differences, positive until the target is reached, and
        ``distance_percent`` of the target (missing where that is zero); ``status``: that of the
        figure where it has no value, else ``undetermined`` where there is no target or no
        direction. Attributes as for :func:`~municompare.comparison.benchmarks.benchmark`.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown indicators (MC711), targets and arrays (MC841), units that
        differ (MC855).

    Examples
    --------
    >>> import pandas as pd
    >>> from municompare.model.panel import PanelIndicator
    >>> from municompare.statistics import Panel
    >>> panel = Panel.from_frame(
    ...     pd.DataFrame(
    ...         [("0580", "waiting", 2018, 21.0), ("0581", "waiting", 2018, 13.0)],
    ...         columns=["municipality", "indicator", "period", "value"],
    ...     ),
    ...     indicators=[PanelIndicator(key="waiting", unit="day", direction="decrease")],
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> found = distance_to_target(panel, {"waiting": 14})
    >>> found["distance"].values.ravel().tolist()
    [7.0, -1.0]
    """
    keys, issues = targeted(panel, targets)
    if out is not None and is_in_pieces(panel.dataset):
        issues.append(no_arrays())
    raise_errors(issues)
    if keys != panel.indicators:
        panel = panel.sel(indicators=keys)
    dataset = panel.dataset
    if isinstance(targets, Mapping):
        numbers = np.array([targets[key] for key in keys], dtype=dataset["value"].dtype)
        shape = dataset["value"].shape[1:]
        target = xr.Variable(CELLS, np.broadcast_to(numbers[:, None, None], shape))
    else:
        found, noted = expected_values(panel, targets, range(len(panel.municipalities)))
        raise_errors(noted)
        issues += noted
        assert found is not None  # there is nothing wrong with it
        target = found.astype(dataset["value"].dtype, copy=False)
    turn = np.array([_TURNS.get(each, np.nan) for each in dataset["direction"].values])
    issues += without_direction(dataset, turn)
    answers, engine = _answers(
        distances,
        dataset,
        [target, xr.Variable("indicator", turn)],
        [["period", "group"], []],
        {},
        out=out,
        names=("distance", "distance_percent", "status"),
        periods=dataset.sizes["period"],
    )
    texts = (
        "what is left to the target in the better direction",
        "distance in per cent of the absolute target",
    )
    return _result(
        panel,
        dataset.drop_vars(["value", "status", "attribution"]),
        dict(zip(("distance", "distance_percent", "status"), answers, strict=True)),
        texts,
        issues,
        method=_DISTANCE,
        engine=engine,
    )


def _answers(
    compute: Callable[..., Answers],
    dataset: xr.Dataset,
    others: Sequence[xr.Variable],
    core: Sequence[Sequence[str]],
    settings: Mapping[str, Any],
    *,
    names: Sequence[str],
    periods: int,
    out: Out | None,
) -> tuple[list[xr.Variable], str]:
    """Compute at once, or piece by piece where dask holds the figures; and say what computes."""
    value, status = dataset["value"].variable, dataset["status"].variable
    engine = "numba" if is_worth_it(value.size) else "numpy"
    settings = {**settings, "engine": engine}
    dtypes = (value.dtype, value.dtype, np.dtype(np.int8))
    if not is_in_pieces(dataset):
        shape = (*value.shape[:2], periods, value.shape[3])
        arrays = writable(out, names, shape, dtypes)
        given = [value.values, status.values, *(other.values for other in others)]
        compute(*given, **settings, out=tuple(arrays))
        return [xr.Variable(_DIMS, array) for array in arrays], engine
    figures = in_pieces(checked_pieces(dataset), "period", "group")
    chunks = figures[0].chunksizes
    series = [
        other.chunk({name: chunks[name] if name in _DIMS[:2] else -1 for name in other.dims})
        for other in others
    ]
    found = xr.apply_ufunc(
        compute,
        *figures,
        *series,
        input_core_dims=[["period", "group"], ["period", "group"], *core],
        output_core_dims=[["later", "group"]] * 3,
        kwargs={**settings, "on_all_cores": False},
        dask="parallelized",
        output_dtypes=dtypes,
        dask_gufunc_kwargs={"output_sizes": {"later": periods}},
    )
    return [xr.Variable(_DIMS, each.data) for each in found], f"{engine} on dask"


def _result(
    panel: Panel,
    layout: xr.Dataset,
    answers: Mapping[str, xr.Variable],
    texts: Sequence[str],
    issues: Sequence[Issue],
    **about: Any,
) -> xr.Dataset:
    absolute, relative, status = answers
    added = {
        absolute: named(answers[absolute], texts[0], "see coordinate gap_unit"),
        relative: named(answers[relative], texts[1], "percent"),
        status: answers[status],
    }
    added[status].attrs = dict(panel.dataset["status"].attrs)
    result = layout.assign(added).assign_coords(gap_unit=gap_units(layout))
    result.attrs = attributes_of(panel, issues, **about)
    return result
