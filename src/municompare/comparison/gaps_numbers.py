"""Gaps between every municipality and its comparator: plain arrays, no names.

Rows are municipalities, columns are years. A comparator is a weighted mean of other
municipalities: each row of a weight matrix adds up to one, or is missing where the municipality
has none; where all weights are zero the comparator is nothing, and the gap is the own level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "BoolArray",
    "Columns",
    "FloatArray",
    "Gaps",
    "are_complete",
    "gaps_of",
    "is_near_zero",
    "nearest_combinations",
    "peer_weights",
    "synthetic_weights",
]

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

ROUNDING: Final = 1e-12
"""A difference smaller than this part of the values that it comes from is rounding."""

SPREAD: Final = 1e-6
"""How much the spread of the weights of a synthetic combination counts beside its fit; see
:func:`synthetic_weights`."""

_STEPS: Final = 100
"""Steps of Newton's method, and halvings of one; some twenty are needed."""
_FLAT: Final = 1e-10
_CELLS: Final = 4_000_000
"""Figures that are worked on at once, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of the figures are fitted, come before and come after."""

    fit: tuple[int, ...]
    pre: tuple[int, ...]
    post: tuple[int, ...]

    @property
    def every(self) -> tuple[int, ...]:
        """All columns that a municipality needs values in."""
        return tuple(sorted({*self.fit, *self.pre, *self.post}))


@dataclass(frozen=True, slots=True)
class Gaps:
    """What one method finds for every municipality, each as if it were the one in focus.

    Parameters
    ----------
    estimate : numpy.ndarray
        Mean gap after less mean gap before.
    level : numpy.ndarray
        Mean gap before.
    rmspe : numpy.ndarray
        Root of the mean squared distance of the gap from its own mean, in the fitted columns, and
        at least ``finest``; missing where there is only one.
    trend : numpy.ndarray
        Least-squares slope of the gap by column, in the fitted columns; missing as ``rmspe``.
    finest : float
        A scatter below this size could not be told.
    """

    estimate: FloatArray
    level: FloatArray
    rmspe: FloatArray
    trend: FloatArray
    finest: float = 0.0

    def is_flat(self, row: int) -> bool:
        """Whether the gap of a municipality did not scatter as far as can be told."""
        return bool(self.rmspe[row] <= self.finest)


def is_near_zero(values: FloatArray, scale: FloatArray | float) -> BoolArray:
    """Whether values are nothing but rounding beside the numbers that they come from.

    Examples
    --------
    >>> is_near_zero(np.array([1e-15, 1e-3]), 1.0).tolist()
    [True, False]
    """
    return np.asarray(np.abs(values) <= ROUNDING * scale)


def are_complete(values: FloatArray, columns: Columns) -> BoolArray:
    """Which municipalities have values in all columns that are needed."""
    return np.asarray(np.isfinite(values[:, list(columns.every)]).all(axis=1))


def gaps_of(
    values: FloatArray, weights: FloatArray, columns: Columns, *, finest: float = 0.0
) -> Gaps:
    """Compute the gaps of all municipalities to their comparators.

    Parameters
    ----------
    values : numpy.ndarray
        Municipalities × years.
    weights : numpy.ndarray
        Municipalities × municipalities.
    columns : Columns
        The windows.
    finest : float
        A scatter below this size cannot be told, and counts as this size.

    Examples
    --------
    >>> values = np.array([[5.0, 7.0, 2.0], [1.0, 1.0, 1.0], [3.0, 3.0, 3.0]])
    >>> weights = np.array([[0.0, 0.5, 0.5], [0.5, 0.0, 0.5], [0.5, 0.5, 0.0]])
    >>> gaps_of(values, weights, Columns(fit=(0, 1), pre=(0, 1), post=(2,))).estimate.tolist()
    [-4.0, 2.0, 2.0]
    """
    every = list(columns.every)
    complete = are_complete(values, columns)
    known = np.where(complete[:, None], values[:, every], 0.0)
    at = {column: place for place, column in enumerate(every)}
    comparator = weights @ known
    gap = np.where(complete[:, None], known - comparator, np.nan)
    scale = np.maximum(np.abs(known).max(axis=1), np.abs(comparator).max(axis=1))

    def mean(of: tuple[int, ...]) -> FloatArray:
        return np.asarray(gap[:, [at[column] for column in of]].mean(axis=1))

    level = mean(columns.pre)
    estimate = mean(columns.post) - level
    rmspe = np.full(len(values), np.nan)
    trend = np.full(len(values), np.nan)
    if len(columns.fit) > 1:
        path = gap[:, [at[column] for column in columns.fit]]
        away = path - path.mean(axis=1, keepdims=True)
        time = np.array(columns.fit, dtype=np.float64)
        time -= time.mean()
        rmspe = np.sqrt((away * away).mean(axis=1))
        trend = away @ time / (time @ time)
    estimate, level, rmspe, trend = (
        np.where(is_near_zero(each, scale), 0.0, each) for each in (estimate, level, rmspe, trend)
    )
    return Gaps(estimate, level, np.maximum(rmspe, finest), trend, finest)


def peer_weights(
    members: BoolArray, complete: BoolArray, *, min_peers: int
) -> tuple[FloatArray, IntArray]:
    """Give all peers with complete figures the same weight.

    Parameters
    ----------
    members : numpy.ndarray
        Which municipality (column) is a peer of which (row).
    complete : numpy.ndarray
        Which have all figures.
    min_peers : int
        With fewer of them a municipality has no comparator.

    Returns
    -------
    weights, n_used : numpy.ndarray
        The weights, and how many peers have one.
    """
    used = members & complete
    count = used.sum(axis=1, dtype=np.int64)
    enough = count >= min_peers
    weights = np.where(enough[:, None], used / np.maximum(count, 1)[:, None], np.nan)
    return weights, count


def synthetic_weights(
    path: FloatArray, complete: BoolArray, rows: npt.NDArray[np.intp], *, min_peers: int
) -> tuple[FloatArray, IntArray, float]:
    """Combine all others so that the combination comes nearest to each municipality's path.

    The weights ``w`` are not negative, add up to one and make ``f + SPREAD * v * sum(w**2)`` least,
    where ``f`` is the mean squared distance of the combination from the municipality and ``v`` the
    mean variance between municipalities in a year. Without the second part many combinations
    would fit a short path alike; with it the one that spreads its weights most is taken.

    Parameters
    ----------
    path : numpy.ndarray
        Municipalities × fitted years.
    complete : numpy.ndarray
        Which have all figures, also outside the path.
    rows : numpy.ndarray
        For which municipalities; the others have no weights.
    min_peers : int
        With fewer others that are complete there is no combination.

    Returns
    -------
    weights, n_used : numpy.ndarray
        The weights, and how many others could have got one.
    finest : float
        A scatter below this size cannot be told from a perfect fit, because the spread of the
        weights counts too: the root of ``SPREAD * v``.
    """
    count = len(path)
    weights = np.full((count, count), np.nan)
    n_used = np.full(count, complete.sum(), dtype=np.int64) - complete
    donors = np.flatnonzero(complete)
    if len(donors) == 0:
        return weights, n_used, 0.0
    spread = float(np.sqrt(path[donors].var(axis=0).sum()))
    finest = np.sqrt(SPREAD / path.shape[1]) * spread
    fitted = rows[complete[rows] & (n_used[rows] >= max(min_peers, 1))]
    at_once = max(1, _CELLS // (len(donors) * path.shape[1]))
    for start in range(0, len(fitted), at_once):
        some = fitted[start : start + at_once]
        away = (path[donors] - path[some, None]).transpose(0, 2, 1) / (spread or 1.0)
        weights[some] = 0.0
        weights[some[:, None], donors] = nearest_combinations(away, donors == some[:, None])
    return weights, n_used, finest


def nearest_combinations(away: FloatArray, barred: BoolArray) -> FloatArray:
    """Weights for which the weighted sum of columns is nearest to nothing, many problems at once.

    What is made least is ``|away @ w|**2 + SPREAD * |w|**2`` for weights that are not negative and
    add up to one. For ``u = s * w`` the sum ``s`` only scales it, so that the condition on the sum
    becomes one more row of a problem ``|B @ u - b|**2 + SPREAD * |u|**2``. Its answer is
    ``u = max(0, B.T @ r) / SPREAD`` for the ``r = b - B @ u`` that makes a convex function of as
    few variables as there are years least: Newton's method finds it in a few steps.

    Parameters
    ----------
    away : numpy.ndarray
        Problems × years × columns.
    barred : numpy.ndarray
        Problems × columns that get no weight.

    Returns
    -------
    numpy.ndarray
        Problems × columns; missing where none was found within so many steps.

    Examples
    --------
    >>> columns = np.array([[[-1.0, 3.0, 9.0]]])
    >>> nearest_combinations(columns, np.zeros((1, 3), dtype=bool)).round(3).tolist()
    [[0.75, 0.25, 0.0]]
    """
    system = np.concatenate([away, np.ones_like(away[:, :1])], axis=1) * ~barred[:, None]
    wanted = np.zeros(system.shape[:2])
    wanted[:, -1] = 1.0
    answer = np.full(barred.shape, np.nan)
    left = np.arange(len(system))
    rest = wanted.copy()
    for _ in range(_STEPS):
        own, aim, now = system[left], wanted[left], rest[left]
        active = _pull(own, now) > 0
        bent = own * active[:, None] @ own.transpose(0, 2, 1) / SPREAD + np.eye(own.shape[1])
        step = np.linalg.solve(bent, aim[..., None])[..., 0] - now
        size = _step_size(own, aim, now, step, bent)
        rest[left] = now + size[:, None] * step
        pull = _pull(own, rest[left])
        found = np.maximum(pull, 0.0) / SPREAD
        slope = rest[left] + (own @ found[..., None])[..., 0] - aim
        # a whole step that meets the same columns again has met the minimum
        same = ((pull > 0) == active).all(axis=1) | (np.abs(slope).max(axis=1) < _FLAT)
        done = (size == 1.0) & same
        answer[left[done]] = found[done] / found[done].sum(axis=1, keepdims=True)
        left = left[~done]
        if not len(left):
            break
    return answer


def _pull(system: FloatArray, rest: FloatArray) -> FloatArray:
    """How much each column would lessen what is left."""
    return np.asarray((rest[:, None] @ system)[:, 0])


def _step_size(
    system: FloatArray, wanted: FloatArray, now: FloatArray, step: FloatArray, bent: FloatArray
) -> FloatArray:
    """Halve steps until the function falls by enough: 1 for a whole step."""

    def value(rest: FloatArray) -> FloatArray:
        pull = np.maximum(_pull(system, rest), 0.0)
        squares = (rest * rest).sum(axis=1) + (pull * pull).sum(axis=1) / SPREAD
        return np.asarray(squares / 2 - (wanted * rest).sum(axis=1))

    fall = (step * (bent @ step[..., None])[..., 0]).sum(axis=1)
    before = value(now)
    size = np.ones(len(now))
    for _ in range(_STEPS):
        enough = before - 1e-4 * size * fall + 1e-15 * np.abs(before)
        short = value(now + size[:, None] * step) > enough
        if not short.any():
            break
        size[short] /= 2
    return size
