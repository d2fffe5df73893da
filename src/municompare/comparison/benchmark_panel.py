"""Statistics of peers as variables of a dataset: at once, or piece by piece where dask holds them.

A piece has all municipalities and some of the cells. Pieces that divide the municipalities are put
together first, and made smaller along the other dimensions, to the size that dask is set to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import xarray as xr

from municompare.comparison.benchmark_blocks import engine_for, evaluated, names_of_answers
from municompare.comparison.benchmark_evaluation import Coverage, Evaluation
from municompare.comparison.benchmark_input import infinite_problems
from municompare.comparison.benchmark_reference import FloatArray, Rules, fitting, slopes
from municompare.errors import IssueReport
from municompare.statistics.layout import is_unchecked

__all__ = [
    "CELLS",
    "PanelStatistics",
    "checked_pieces",
    "difference",
    "in_pieces",
    "is_in_pieces",
    "own_slopes",
    "refuse_infinite",
    "some_rows",
    "statistics_of",
]

CELLS: Final = ("indicator", "period", "group")
_TURNS: Final = {"increase": 1, "decrease": -1}
_NUMBERS: Final = 2**18
"""Figures of some municipalities that are looked at together."""

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class PanelStatistics:
    """What an evaluation holds, as variables; coverage is None where nothing is computed yet."""

    answers: dict[str, xr.Variable]
    counts: xr.Variable
    status: xr.Variable
    coverage: Coverage | None
    engine: str


def is_in_pieces(dataset: xr.Dataset) -> bool:
    """Whether some figures of a panel are not computed yet."""
    return is_unchecked(dataset["value"]) or is_unchecked(dataset["status"])


def checked_pieces(dataset: xr.Dataset) -> xr.Dataset:
    """The same panel, whose figures, if nobody looked at them before, are looked at when computed.

    Infinite ones are an error then (MC707), since an array of dask may hold them.
    """
    value = dataset["value"].variable
    if not is_unchecked(value):
        return dataset
    data = value.data.map_blocks(refuse_infinite, dtype=value.dtype, meta=np.empty(0, value.dtype))
    return dataset.assign(value=(value.dims, data, value.attrs))


def refuse_infinite(values: Array) -> Array:
    """Give figures that are not infinite.

    Raises
    ------
    MunicompareError
        MC707, if some are infinite.
    """
    IssueReport.of(infinite_problems(values)).raise_if_any()
    return values


def in_pieces(dataset: xr.Dataset, *whole: str) -> tuple[xr.Variable, xr.Variable]:
    """Value and status in pieces that are not divided along some dimensions."""
    value, status = dataset["value"].variable, dataset["status"].variable
    if not is_unchecked(value):
        value = value.chunk(status.chunksizes)
    if any(len(value.chunksizes[dimension]) > 1 for dimension in whole):
        # of the size that dask is set to, small enough for memory
        others = [dimension for dimension in value.dims if dimension not in whole]
        value = value.chunk({**dict.fromkeys(whole, -1), **dict.fromkeys(others, "auto")})
    return value, status.chunk(value.chunksizes)


def statistics_of(
    dataset: xr.Dataset,
    rows: Sequence[int] | None,
    members: Sequence[Sequence[int]],
    wanted: Collection[str],
    *,
    least: int,
    dimension: str,
    leave_one_out: bool = False,
    ks: Collection[int] = (),
) -> PanelStatistics:
    """Compute statistics of a panel's figures for every group.

    Parameters
    ----------
    dataset : xarray.Dataset
        Of a panel.
    rows, members, wanted, leave_one_out, ks
        See :func:`~municompare.comparison.benchmark_blocks.evaluated`.
    least : int
        Members with a value that an answer needs.
    dimension : str
        Name of the dimension of the groups.
    """
    shape = dataset["value"].shape[1:]
    ranges: dict[str, Any] = {"leave_one_out": leave_one_out, "ks": ks}
    settings = {
        "rows": rows,
        "members": members,
        "wanted": wanted,
        "least": least,
        "engine": engine_for(members, int(np.prod(shape)), ranges=leave_one_out or bool(ks)),
        **ranges,
    }
    turns = [_TURNS.get(direction, 0) for direction in dataset["direction"].values]
    turn = xr.Variable("indicator", np.array(turns, dtype=np.int8))
    has_mean = xr.Variable("indicator", dataset["aggregation"].values != "forbidden")
    dims = (dimension, *CELLS)
    if not is_in_pieces(dataset):
        done = _evaluation(
            dataset["value"].values,
            dataset["status"].values,
            has_mean.values.reshape(-1, 1, 1),
            turn.values.reshape(-1, 1, 1),
            **settings,
        )
        arrays = [*done.answers.values(), done.counts, done.status]
        *answers, counts, status = (
            xr.Variable(dims, array.reshape(-1, *shape)) for array in arrays
        )
        by_name = dict(zip(done.answers, answers, strict=True))
        return PanelStatistics(by_name, counts, status, done.coverage, done.engine)
    names = names_of_answers(wanted, **ranges)
    value, status_codes = in_pieces(dataset, "municipality")
    along = {"indicator": value.chunksizes["indicator"]}
    *answers, counts, status = xr.apply_ufunc(
        _piece,
        value,
        status_codes,
        has_mean.chunk(along),
        turn.chunk(along),
        input_core_dims=[["municipality"], ["municipality"], [], []],
        output_core_dims=[["of"]] * (len(names) + 2),
        kwargs={**settings, "names": names},
        dask="parallelized",
        output_dtypes=[*[dataset["value"].dtype] * len(names), np.int16, np.int8],
        dask_gufunc_kwargs={"output_sizes": {"of": len(members)}},
    )
    *answers, counts, status = (
        xr.Variable(dims, each.transpose("of", *CELLS).data) for each in (*answers, counts, status)
    )
    by_name = dict(zip(names, answers, strict=True))
    return PanelStatistics(by_name, counts, status, None, f"{settings['engine']} on dask")


def _piece(
    value: Array,
    status: Array,
    has_mean: Array,
    turn: Array,
    *,
    names: Sequence[str],
    **settings: Any,
) -> tuple[Array, ...]:
    """Compute one piece, whose municipalities, and the groups of the answers, stand last."""
    first = np.moveaxis(value, -1, 0)
    own = np.moveaxis(status, -1, 0)
    done = _evaluation(first, own, has_mean, turn, on_all_cores=False, **settings)
    arrays = [*(done.answers[name] for name in names), done.counts, done.status]
    return tuple(np.moveaxis(array.reshape(-1, *first.shape[1:]), 0, -1) for array in arrays)


def _evaluation(
    value: Array,
    status: Array,
    has_mean: Array,
    turn: Array,
    *,
    rows: Sequence[int] | None,
    least: int,
    **settings: Any,
) -> Evaluation:
    """Evaluate with one column for each cell of a municipality."""
    shape = value.shape[1:]
    rules = Rules(
        least,
        np.broadcast_to(has_mean, shape).reshape(-1),
        np.broadcast_to(turn, shape).reshape(-1),
    )
    flat = value.reshape(len(value), -1)
    codes = None if rows is None else status.reshape(len(status), -1)
    return evaluated(flat, codes, rows, rules=rules, **settings)


def own_slopes(
    values: xr.Variable, when: FloatArray, broken: npt.NDArray[np.bool_]
) -> tuple[xr.Variable, xr.Variable]:
    """Slope of every series over its periods, none where it is broken, and its number of values."""
    if is_unchecked(values):
        values = values.chunk({"period": -1})
    unbroken = xr.Variable("indicator", ~broken)
    if is_unchecked(values):
        unbroken = unbroken.chunk({"indicator": values.chunksizes["indicator"]})
    slope, count = xr.apply_ufunc(
        _slopes,
        values,
        unbroken,
        input_core_dims=[["period"], []],
        output_core_dims=[[], []],
        kwargs={"when": when},
        dask="parallelized",
        output_dtypes=[values.dtype, np.int32],
    )
    return slope, count


def _slopes(values: Array, unbroken: Array, *, when: FloatArray) -> tuple[Array, Array]:
    shape = values.shape[:-1]
    slope = np.empty(shape, dtype=values.dtype)
    count = np.empty(shape, dtype=np.int32)
    for some in some_rows(values):
        found, count[some] = slopes(values[some], when)
        slope[some] = fitting(np.where(unbroken, found, np.nan), values.dtype)
    return slope, count


def difference(own: xr.Variable, other: xr.Variable) -> xr.Variable:
    """Own values less others, in the type of the own."""
    pieces = own.chunksizes or other.chunksizes
    if pieces:
        own, other = own.chunk(pieces), other.chunk(pieces)
    found: xr.Variable = xr.apply_ufunc(
        _difference, own, other, dask="parallelized", output_dtypes=[own.dtype]
    )
    return found


def _difference(own: Array, other: Array) -> Array:
    answer = np.empty(own.shape, dtype=own.dtype)
    for some in some_rows(own):
        with np.errstate(all="ignore"):
            away = own[some].astype(np.float64) - other[some]
        answer[some] = fitting(away, own.dtype)
    return answer


def some_rows(values: Array) -> Iterator[slice]:
    """Rows of few enough figures that what is computed of them needs little memory."""
    step = max(1, _NUMBERS // max(1, values[:1].size))
    for first in range(0, len(values), step):
        yield slice(first, first + step)
