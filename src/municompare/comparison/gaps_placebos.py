"""How unusual a gap is among those of municipalities in which nothing is known to have happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from municompare.comparison.gaps_numbers import BoolArray, FloatArray, Gaps, is_near_zero

__all__ = ["Standing", "adjusted", "detectable_factor", "standing", "studentised"]

TIES: Final = 1e-9
"""Statistics that differ by less than this part of each other are tied."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the municipality in focus stands among its placebos; None where nobody can say.

    Parameters
    ----------
    n : int
        Placebos that it is compared with.
    rank, rank_change : int
        Its rank from the most unusual one (1) by the statistic, and by the estimate itself.
    p, p_unstudentised, p_trend : float
        ``rank / (n + 1)``, the same for the estimate itself, and for the trend of the gap before.
    sd : float
        Standard deviation of the placebos' estimates.
    rtm_adjusted : float
        The estimate less what the placebos' regression of the estimate on the gap before
        predicts.
    extrapolated : bool
        Whether that gap lies outside those of the placebos.
    median_rmspe : float
        Median of the placebos' ``rmspe``.
    """

    n: int
    rank: int | None
    rank_change: int | None
    p: float | None
    p_unstudentised: float | None
    p_trend: float | None
    sd: float | None
    rtm_adjusted: float | None
    extrapolated: bool
    median_rmspe: float | None


def studentised(gaps: Gaps) -> FloatArray:
    """Estimates in units of the own scatter before.

    Beside no scatter any change is infinitely large, and no change is none: who is left out
    because its past was flat would be missing among the most unusual ones.

    Examples
    --------
    >>> change, scatter = np.array([2.0, -2.0, 0.0, 2.0]), np.array([0.5, 0.0, 0.0, np.nan])
    >>> studentised(Gaps(change, change, scatter, change)).tolist()
    [4.0, -inf, 0.0, nan]
    """
    flat = np.where(gaps.estimate == 0, 0.0, np.copysign(np.inf, gaps.estimate))
    flat[np.isnan(gaps.estimate)] = np.nan
    return np.divide(gaps.estimate, gaps.rmspe, out=flat, where=~(gaps.rmspe == 0))


def standing(gaps: Gaps, row: int, pool: BoolArray, *, studentise: bool) -> Standing:
    """Compare one municipality with the placebos of a pool that have an estimate.

    Parameters
    ----------
    gaps : Gaps
        The gaps of all.
    row : int
        The municipality in focus.
    pool : numpy.ndarray
        Which municipalities are placebos; the one in focus never is.
    studentise : bool
        Whether the rank is of the studentised estimate.
    """
    taken = pool & np.isfinite(gaps.estimate)
    taken[row] = False
    statistic = studentised(gaps) if studentise else gaps.estimate
    n = int(taken.sum())
    rank, rank_change, rank_trend = (
        _rank(each, row, taken) for each in (statistic, gaps.estimate, gaps.trend)
    )
    others = gaps.estimate[taken]
    level = gaps.level[taken]
    scatter = gaps.rmspe[taken & np.isfinite(gaps.rmspe)]
    inside = len(level) > 0 and level.min() <= gaps.level[row] <= level.max()
    return Standing(
        n=n,
        rank=rank,
        rank_change=rank_change,
        p=_share(rank, n),
        p_unstudentised=_share(rank_change, n),
        p_trend=_share(rank_trend, n),
        sd=float(others.std(ddof=1)) if len(others) > 1 else None,
        rtm_adjusted=_less_regression(gaps, row, taken),
        extrapolated=not inside,
        median_rmspe=float(np.median(scatter)) if len(scatter) else None,
    )


def _rank(statistic: FloatArray, row: int, taken: BoolArray) -> int | None:
    """Rank from the largest absolute value, ties above."""
    others = np.abs(statistic[taken])
    own = abs(float(statistic[row]))
    if not len(others) or np.isnan(own):
        return None
    return 1 + int((others >= own * (1 - TIES)).sum())


def _share(rank: int | None, n: int) -> float | None:
    return None if rank is None else rank / (n + 1)


def _less_regression(gaps: Gaps, row: int, taken: BoolArray) -> float | None:
    level, estimate = gaps.level[taken], gaps.estimate[taken]
    if len(level) < 3 or not np.isfinite(gaps.estimate[row]):
        return None
    away = level - level.mean()
    if is_near_zero(away, float(np.abs(level).max())).all():
        return None
    slope = float(away @ (estimate - estimate.mean()) / (away @ away))
    predicted = estimate.mean() + slope * (gaps.level[row] - level.mean())
    return float(gaps.estimate[row] - predicted)


def detectable_factor(level: float, power: float) -> float:
    """How many standard deviations a change must be to be found, if placebos are normal.

    Examples
    --------
    >>> round(detectable_factor(0.05, 0.8), 2)
    2.8
    """
    normal = NormalDist()
    return normal.inv_cdf(1 - level / 2) + normal.inv_cdf(power)


def adjusted(family: Sequence[float]) -> list[float]:
    """Adjust the p values of a family as Benjamini and Hochberg (1995) do.

    Examples
    --------
    >>> [round(p, 3) for p in adjusted([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    p = np.array(family, dtype=np.float64)
    order = np.argsort(-p, kind="stable")
    scaled = p[order] * len(p) / np.arange(len(p), 0, -1)
    answer = np.empty(len(p))
    answer[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return [float(each) for each in answer]
