"""The statistics of a benchmark on plain arrays: numpy, no names.

Own values have the shape (municipalities, cells), those of peers (municipalities, peers, cells);
a missing value is NaN, and so is an answer that cannot be given. Numbers are ``float64``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "BoolArray",
    "FloatArray",
    "IntArray",
    "Rules",
    "fitting",
    "peer_statistics",
    "range_over",
    "slopes",
]

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

_QUANTILES: Final = {"min": 0.0, "q25": 0.25, "median": 0.5, "q75": 0.75, "max": 1.0}
_POSITIONS: Final = frozenset({"rank", "percentile_rank", "standing"})
_MEANS: Final = frozenset({"mean", "gap", "gap_relative", "gap_sd"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for each cell.

    Parameters
    ----------
    min_peers : int
        Peers with a value that an answer needs.
    has_mean : numpy.ndarray
        Shape (cells,): whether a mean may be taken.
    turn : numpy.ndarray
        Shape (cells,): 1 where high is better, -1 where low is, 0 where nobody can say.
    """

    min_peers: int
    has_mean: BoolArray
    turn: npt.NDArray[np.int8]

    def of(self, cells: slice) -> Rules:
        """The rules of some of the cells."""
        return Rules(self.min_peers, self.has_mean[cells], self.turn[cells])


def peer_statistics(
    own: FloatArray, peers: FloatArray, wanted: Collection[str], rules: Rules
) -> dict[str, FloatArray]:
    """All wanted statistics of every municipality's peers, and its position among them.

    Examples
    --------
    >>> rules = Rules(1, np.array([True]), np.array([-1], dtype=np.int8))
    >>> peers = np.array([[[1.0], [3.0], [np.nan], [2.0]]])
    >>> found = peer_statistics(np.array([[2.0]]), peers, ["median", "rank", "standing"], rules)
    >>> {name: float(answer.item()) for name, answer in found.items()}
    {'median': 2.0, 'rank': 2.5, 'standing': 0.5}
    """
    count = np.isfinite(peers).sum(axis=1)
    found: dict[str, FloatArray] = {}
    with np.errstate(all="ignore"):  # an answer that is not finite is missing
        if not _QUANTILES.keys().isdisjoint(wanted):
            ordered = np.sort(peers, axis=1)
            for name in _QUANTILES.keys() & set(wanted):
                found[name] = _quantile(ordered, count, _QUANTILES[name])
        if not _MEANS.isdisjoint(wanted):
            found |= _means(own, peers, count, wanted, rules.has_mean)
        if not _POSITIONS.isdisjoint(wanted):
            found |= _positions(own, peers, count, rules.turn)
    enough = count >= rules.min_peers
    return {
        name: np.where(enough & np.isfinite(found[name]), found[name], np.nan) for name in wanted
    }


def _quantile(ordered: FloatArray, count: npt.NDArray[Any], share: float) -> FloatArray:
    """Linear interpolation between order statistics, as numpy's default does it."""
    place = share * np.maximum(count - 1, 0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    low = np.take_along_axis(ordered, below[:, None, :], axis=1)[:, 0]
    high = np.take_along_axis(ordered, above[:, None, :], axis=1)[:, 0]
    part = place - below
    # from the nearer end, so that the answer never leaves the two; the share of the way is a
    # quarter or a half, so that it costs no digit to take it before the difference
    near = np.where(part < 0.5, part, part - 1)
    step = high * near - low * near
    answer: FloatArray = np.where(part < 0.5, low, high) + step
    return answer


def _means(
    own: FloatArray,
    peers: FloatArray,
    count: npt.NDArray[Any],
    wanted: Collection[str],
    has_mean: BoolArray,
) -> dict[str, FloatArray]:
    present = np.isfinite(peers)
    lowest, highest = np.fmin.reduce(peers, axis=1), np.fmax.reduce(peers, axis=1)
    total = np.where(present, peers, 0.0).sum(axis=1)
    # the mean of equal numbers is that number, which rounding must not change
    mean = np.clip(total / count, lowest, highest)
    mean = np.where(has_mean & np.isfinite(total), mean, np.nan)
    gap = own - mean
    found = {"mean": mean, "gap": gap, "gap_relative": gap / np.abs(mean)}
    if "gap_sd" in wanted:
        away = np.where(present, peers - mean[:, None, :], 0.0)
        spread = np.sqrt((away * away).sum(axis=1) / count)
        varies = (lowest != highest) & np.isfinite(spread)
        found["gap_sd"] = gap / np.where(varies, spread, np.nan)
    return found


def _positions(
    own: FloatArray, peers: FloatArray, count: npt.NDArray[Any], turn: npt.NDArray[np.int8]
) -> dict[str, FloatArray]:
    """Positions among peers and the municipality itself, which is a tie of its own."""
    has = np.isfinite(own)
    below = (peers < own[:, None, :]).sum(axis=1)
    ties = (peers == own[:, None, :]).sum(axis=1) + 1
    everyone = count + 1
    share = (below + ties / 2) / everyone
    turned = (everyone - below - ties / 2) / everyone
    standing = np.select([turn > 0, turn < 0], [share, turned], np.nan)
    found = {"rank": below + (ties + 1) / 2, "percentile_rank": share, "standing": standing}
    return {name: np.where(has, answer, np.nan) for name, answer in found.items()}


Statistics: TypeAlias = Callable[[FloatArray], dict[str, FloatArray]]


def range_over(
    peers: FloatArray, statistics: Statistics, *, ks: Collection[int] = ()
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Lowest and highest answer over smaller groups of peers.

    With ``ks`` over the nearest k of each; without, over all groups that lack one peer with a
    value. Groups too small for an answer count for nothing.
    """
    found: dict[str, tuple[FloatArray, FloatArray]] = {}
    for group, is_smaller in _by_k(peers, ks) if ks else _without_one(peers):
        for name, answer in statistics(group).items():
            answer = np.where(is_smaller, answer, np.nan)
            low, high = found.get(name, (answer, answer))
            found[name] = np.fmin(low, answer), np.fmax(high, answer)
    return found


def _by_k(peers: FloatArray, ks: Collection[int]) -> Any:
    for k in ks:
        yield peers[:, :k], True


def _without_one(peers: FloatArray) -> Any:
    for left_out in range(peers.shape[1]):
        group = peers.copy()
        group[:, left_out] = np.nan
        yield group, np.isfinite(peers[:, left_out])


def fitting(answer: FloatArray, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Answers in another type; those that are not finite in it are missing.

    Examples
    --------
    >>> fitting(np.array([1.0, 1e300]), "float32").tolist()
    [1.0, nan]
    """
    with np.errstate(over="ignore"):
        narrow = answer.astype(dtype)
    return np.where(np.isfinite(narrow), narrow, np.nan)


def slopes(values: npt.NDArray[Any], when: FloatArray) -> tuple[FloatArray, IntArray]:
    """Least-squares slope over the periods that have a value, and how many they are.

    Parameters
    ----------
    values : numpy.ndarray
        Periods stand on the last axis.
    when : numpy.ndarray
        Time of each period.

    Examples
    --------
    >>> slope, n = slopes(np.array([1.0, np.nan, 5.0]), np.array([2010.0, 2011.0, 2012.0]))
    >>> float(slope), int(n)
    (2.0, 2)
    """
    present = np.isfinite(values)
    count = present.sum(axis=-1)
    with np.errstate(all="ignore"):
        time = np.where(present, when, 0.0).sum(axis=-1) / count
        level = np.where(present, values, 0.0).sum(axis=-1, dtype=np.float64) / count
        since = np.where(present, when - time[..., None], 0.0)
        away = np.where(present, values - level[..., None], 0.0)
        slope = (since * away).sum(axis=-1) / (since * since).sum(axis=-1)
    return np.where(np.isfinite(slope), slope, np.nan), count.astype(np.int64)
