"""RKA's scale on plain arrays: clipped at two percentiles, from 0 (worst) to 100 (best)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Bounds", "FloatArray", "index_bounds", "mean_of", "normalised"]

FloatArray: TypeAlias = npt.NDArray[np.float64]

Bounds: TypeAlias = Literal["observed", "linear"]
"""How a percentile is taken: a value that is there, or between two by linear interpolation."""

# 2.5 per cent as a ratio of whole numbers, so that no rounding decides which value is meant.
_ONE_IN: Final = 40


def index_bounds(values: FloatArray, bounds: Bounds = "observed") -> tuple[FloatArray, FloatArray]:
    """The 2.5th and 97.5th percentile of each column; missing values do not count.

    ``observed`` takes the smallest value that at least 2.5 per cent of the values do not exceed,
    the mean of it and the next where that is exactly 2.5 per cent, and the mirror image of this
    from above. ``linear`` is numpy's default.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (municipalities, cells).
    bounds : {"observed", "linear"}
        How a percentile is taken.

    Examples
    --------
    >>> values = np.arange(101.0)[:, None]
    >>> [bound.tolist() for bound in index_bounds(values)]
    [[2.0], [98.0]]
    >>> [bound.tolist() for bound in index_bounds(values, "linear")]
    [[2.5], [97.5]]
    """
    ordered = np.sort(values, axis=0)
    count = np.isfinite(values).sum(axis=0)
    last = np.maximum(count - 1, 0)
    if bounds == "linear":
        place = last / _ONE_IN
        below = np.floor(place).astype(np.intp)
        part = place - below
    else:
        below, rest = np.divmod(count, _ONE_IN)
        exact = (rest == 0) & (count > 0)
        below = np.where(exact, below - 1, below).astype(np.intp)
        part = np.where(exact, 0.5, 0.0)
    above = np.minimum(below + 1, last)

    def value_at(row: npt.NDArray[Any]) -> FloatArray:
        found: FloatArray = np.take_along_axis(ordered, row[None], axis=0)[0]
        return found

    low, high = value_at(below), value_at(last - below)
    # halves, so that the difference of two far numbers does not overflow
    step_up, step_down = value_at(above) / 2 - low / 2, high / 2 - value_at(last - above) / 2
    return low + 2 * (step_up * part), high - 2 * (step_down * part)


def normalised(
    values: FloatArray, low: FloatArray, high: FloatArray, *, high_is_good: bool
) -> FloatArray:
    """Values on a scale from 0 at one bound to 100 at the other; beyond them 0 and 100.

    Examples
    --------
    >>> values = np.array([[0.0], [3.0], [9.0]])
    >>> low, high = np.array([1.0]), np.array([5.0])
    >>> normalised(values, low, high, high_is_good=False).ravel().tolist()
    [100.0, 50.0, 0.0]
    """
    with np.errstate(all="ignore"):
        share = (np.clip(values, low, high) / 2 - low / 2) / (high / 2 - low / 2)
    scaled = 100 * np.where(high > low, share, np.nan)
    return scaled if high_is_good else 100 - scaled


def mean_of(values: Sequence[FloatArray], weights: Sequence[float], enough: int) -> FloatArray:
    """Weighted mean of the parts there are; missing where there are fewer than enough.

    Examples
    --------
    >>> parts = [np.array([1.0, 1.0]), np.array([4.0, np.nan])]
    >>> mean_of(parts, [1.0, 2.0], 1).tolist(), mean_of(parts, [1.0, 2.0], 2).tolist()
    ([3.0, 1.0], [3.0, nan])
    """
    stacked = np.stack(values)
    present = np.isfinite(stacked)
    own = np.array(weights).reshape(-1, *[1] * values[0].ndim) * present
    with np.errstate(all="ignore"):
        mean = (np.where(present, stacked, 0.0) * own).sum(axis=0) / own.sum(axis=0)
    return np.where(present.sum(axis=0) >= enough, mean, np.nan)
