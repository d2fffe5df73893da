"""Residuals of regressions of very many outcomes on the same predictors: plain arrays.

Each outcome, of one indicator, period and group, has its own municipalities with a value, and so a
fit of its own. Predictors are centred and scaled first, which changes no residual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from municompare.comparison._compiled import Block, compiled, in_blocks, scratch
from municompare.comparison._kernels_residuals import residual_block
from municompare.comparison.benchmark_reference import FloatArray, IntArray
from municompare.statistics.layout import REPORTED, UNDETERMINED

__all__ = ["TOLERANCE", "Design", "design_of", "residuals_of"]

TOLERANCE: Final = 1e-10
"""A predictor is free if this share of its variance is not determined by the others."""

_COLUMNS: Final = 32
"""Indicators of a block."""

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Design:
    """The predictors of all periods.

    Parameters
    ----------
    terms : numpy.ndarray
        Shape (periods, terms, municipalities): constant and predictors of those that have all of
        them, and zeros that make their number one of eights.
    counts : numpy.ndarray
        How many have all of them in each period.
    places : numpy.ndarray
        Shape (periods, municipalities): which they are.
    """

    terms: FloatArray
    counts: IntArray
    places: IntArray


def design_of(predictors: FloatArray) -> Design:
    """Make the design of predictors of the shape (periods, municipalities, predictors).

    Examples
    --------
    >>> found = design_of(np.array([[[1.0], [np.nan], [3.0]]]))
    >>> found.terms[0, :, :2].tolist(), found.counts.tolist(), found.places[0, :2].tolist()
    ([[1.0, 1.0], [-1.0, 1.0]], [2], [0, 2])
    """
    periods, count, width = predictors.shape
    terms = np.zeros((periods, width + 1, (count + 7) // 8 * 8))
    counts = np.zeros(periods, dtype=np.int64)
    places = np.zeros((periods, count), dtype=np.int64)
    for period, numbers in enumerate(predictors):
        own = np.flatnonzero(np.isfinite(numbers).all(axis=1))
        if not len(own):
            continue
        centred = numbers[own] - numbers[own].mean(axis=0)
        largest = np.abs(centred).max(axis=0)
        scaled = np.divide(centred, largest, out=np.zeros_like(centred), where=largest > 0)
        counts[period] = len(own)
        places[period, : len(own)] = own
        terms[period, 0, : len(own)] = 1
        terms[period, 1:, : len(own)] = scaled.T
    return Design(terms, counts, places)


def residuals_of(
    value: Array,
    status: Array,
    *,
    rows: Sequence[int],
    columns: Sequence[int],
    design: Design,
    engine: str,
    on_all_cores: bool = True,
) -> tuple[Array, Array, Array]:
    """Residuals, their status, and the number of municipalities of each fit.

    Parameters
    ----------
    value, status : numpy.ndarray
        Figures and status codes of the shape (municipalities, indicators, periods, groups).
    rows, columns : sequence of int
        Municipalities that take part, and indicators to explain.
    design : Design
        Their predictors, in all periods.
    engine : {"numpy", "numba"}
        What computes.
    on_all_cores : bool, optional
        Not where others compute at the same time.

    Returns
    -------
    tuple of three numpy.ndarray
        Residuals and status of the shape (rows, columns, periods, groups), and numbers of
        (columns, periods, groups).
    """
    shape = (len(rows), len(columns), *value.shape[2:])
    out, codes = np.empty(shape, value.dtype), np.empty(shape, np.int8)
    numbers = np.empty(shape[1:], np.int16)
    if engine == "numba":
        at = np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)
        _compute_compiled(value, status, *at, design, (out, codes, numbers), on_all_cores)
        return out, codes, numbers
    for first in range(0, len(columns), _COLUMNS):
        some = slice(first, first + _COLUMNS)
        for period in range(shape[2]):
            y = value[rows][:, columns[some], period].astype(np.float64)
            own = status[rows][:, columns[some], period]
            found, count = _fitted(y.reshape(len(y), -1), design, period)
            residual = found.reshape(y.shape)
            out[:, some, period] = residual
            lacks = np.isnan(residual) & (own == REPORTED)
            codes[:, some, period] = np.where(lacks, UNDETERMINED, own)
            numbers[some, period] = count.reshape(y.shape[1:])
    return out, codes, numbers


def _fitted(y: FloatArray, design: Design, period: int) -> tuple[FloatArray, IntArray]:
    """Residuals of outcomes of the shape (municipalities, cells), and how many each fit has."""
    places = design.places[period, : design.counts[period]]
    x, own = design.terms[period, :, : len(places)].T, y[places]
    has = np.isfinite(own)
    count = has.sum(axis=0)
    residual = np.full(y.shape, np.nan)
    with np.errstate(all="ignore"):
        varies = np.fmin.reduce(own, axis=0, initial=np.inf) < np.fmax.reduce(
            own, axis=0, initial=-np.inf
        )
        products = np.einsum("nj,nk,nc->jkc", x, x, has.astype(np.float64), optimize=True)
        factor, is_free = _decomposed(products)
        moment = x.T @ np.where(has, own, 0.0)
        left = own - x @ _solved(factor, moment)
    fits = is_free & varies & (count >= x.shape[1] + 1)
    residual[places] = np.where(has & fits, left, np.nan)
    return residual, count


def _decomposed(products: FloatArray) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Cholesky factors of normal equations, cell by cell, and where no term depends on others."""
    terms = len(products)
    factor = np.zeros_like(products)
    is_free = np.ones(products.shape[2], dtype=bool)
    for j in range(terms):
        pivot = products[j, j] - (factor[j, :j] ** 2).sum(axis=0)
        is_free &= pivot > TOLERANCE * products[j, j]
        factor[j, j] = np.sqrt(pivot)
        for i in range(j + 1, terms):
            rest = products[i, j] - (factor[i, :j] * factor[j, :j]).sum(axis=0)
            factor[i, j] = rest / factor[j, j]
    return factor, is_free


def _solved(factor: FloatArray, moment: FloatArray) -> FloatArray:
    found = moment.copy()
    for j in range(len(moment)):
        found[j] = (found[j] - (factor[j, :j] * found[:j]).sum(axis=0)) / factor[j, j]
    for j in reversed(range(len(moment))):
        later = (factor[j + 1 :, j] * found[j + 1 :]).sum(axis=0)
        found[j] = (found[j] - later) / factor[j, j]
    return found


def _compute_compiled(
    value: Array,
    status: Array,
    rows: IntArray,
    columns: IntArray,
    design: Design,
    answers: tuple[Array, Array, Array],
    on_all_cores: bool,
) -> None:
    (periods, terms, most), groups = design.terms.shape, value.shape[3]
    lower = np.tril_indices(terms)
    products = design.terms[:, lower[0]] * design.terms[:, lower[1]]
    figures = _frozen(value), _frozen(status)
    words = np.int8(REPORTED), np.int8(UNDETERMINED)
    width = max(1, _COLUMNS * 3 // groups)

    def make() -> Block:
        line = min(width, len(columns)) * groups
        sizes = most, most, len(lower[0]), terms, 2, terms + 2
        stage: tuple[tuple[int, ...], npt.DTypeLike] = (periods, len(rows), line), value.dtype
        arrays = scratch(stage, *(((size, line), np.float64) for size in sizes))

        def block(first: int, last: int) -> None:
            compiled(residual_block)(
                *figures,
                first,
                last,
                columns,
                rows,
                design.terms,
                products,
                design.counts,
                design.places,
                terms + 1,
                TOLERANCE,
                *words,
                *arrays,
                *answers,
            )

        return block

    in_blocks(len(columns), make, what="Residuals", width=width, on_all_cores=on_all_cores)


def _frozen(array: Array) -> Array:
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view
