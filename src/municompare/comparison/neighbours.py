"""Nearest neighbours among municipalities: plain arrays, no names.

Rows are municipalities without missing values, columns are scaled variables. Distances are
Euclidean. Two distances that agree to ``DIGITS`` decimals of the scaled unit are equal, because
what differs beyond that is rounding; equal ones stand in the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["DIGITS", "Neighbours", "nearest_rows"]

DIGITS: Final = 10
"""Decimals of a scaled distance that count."""

_CELLS: Final = 40_000
"""Squared distances computed at a time: small enough to reuse memory that is in the cache."""

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest rows of every row.

    Parameters
    ----------
    rows : numpy.ndarray
        Shape (n, k): positions, nearest first.
    distances : numpy.ndarray
        Shape (n, k): how far.
    tied : numpy.ndarray
        Shape (n,): whether a row that was left out is as near as the last one that was taken.
    """

    rows: IntArray
    distances: FloatArray
    tied: npt.NDArray[np.bool_]


def nearest_rows(scaled: FloatArray, *, k: int) -> Neighbours:
    """Find the k nearest other rows of every row.

    Parameters
    ----------
    scaled : numpy.ndarray
        Shape (n, variables), finite.
    k : int
        From 1 to n - 1.

    Examples
    --------
    >>> found = nearest_rows(np.array([[0.0], [1.0], [3.0], [-1.0]]), k=1)
    >>> found.rows.ravel().tolist(), found.tied.tolist()
    ([1, 0, 1, 0], [True, False, False, False])
    """
    n = len(scaled)
    row, other = np.divmod(_candidates(scaled, k=k), n)
    squared = np.zeros(len(row))
    for column in np.ascontiguousarray(scaled.T):  # each small enough to stay in the cache
        apart = column.take(row)
        apart -= column.take(other)
        apart *= apart
        squared += apart
    distance = np.sqrt(squared)
    # one line of candidates for each row, in order of position, which a stable sort keeps for ties
    counts = np.bincount(row, minlength=n)
    first = np.cumsum(counts) - counts
    line = np.full((n, max(int(counts.max()), k + 1)), np.inf)
    line[np.arange(line.shape[1]) < counts[:, None]] = np.round(distance, DIGITS)
    order = np.argsort(line, axis=1, kind="stable")
    taken = first[:, None] + order[:, :k]
    edge = np.take_along_axis(line, order[:, k - 1 : k + 1], axis=1)
    return Neighbours(other[taken], distance[taken], edge[:, 0] == edge[:, 1])


def _candidates(scaled: FloatArray, *, k: int) -> IntArray:
    """Flat positions of pairs that may be among the k nearest: all of those, and few more.

    A product of matrices in single precision gives squared distances ten times as fast as
    differences in double precision; what its rounding may hide is added as slack. Blocks of rows
    are small enough to stay in the cache.
    """
    n, variables = scaled.shape
    centred = scaled - scaled.mean(axis=0)
    size = float(np.abs(centred).max(initial=0.0))
    single = (centred / size if size > 0 else centred).astype(np.float32)
    squares = np.einsum("ij,ij->i", single, single)
    left = np.empty((n, variables + 2), dtype=np.float32)
    left[:, :variables], left[:, -2], left[:, -1] = -2 * single, squares, 1
    right = np.empty((variables + 2, n), dtype=np.float32)
    right[:variables], right[-2], right[-1] = single.T, 1, squares
    # rounding of a product grows with its length and with the size of its terms; the k-th distance
    # and the one held against it may both be off by that much
    rounding = np.float32(4 * (variables + 4) * np.finfo(np.float32).eps)
    reach = 2 * np.sqrt(squares)
    near = []
    block = max(1, _CELLS // n)
    products = np.empty((block, n), dtype=np.float32)
    ordered = np.empty_like(products)
    for start in range(0, n, block):
        rows = slice(start, start + block)
        size = len(left[rows])
        squared, by_size = products[:size], ordered[:size]  # no fresh memory for every block
        np.matmul(left[rows], right, out=squared)
        at = np.arange(size)
        squared[at, start + at] = np.inf
        np.copyto(by_size, squared)
        by_size.sort(axis=1)
        kth = by_size[:, k - 1]
        limit = kth + rounding * (reach[rows] + np.sqrt(np.maximum(kth, 0))) ** 2
        near.append(np.flatnonzero(squared <= limit[:, None]) + start * n)
    return np.concatenate(near)
