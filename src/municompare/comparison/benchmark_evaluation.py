"""What was computed for every group: answers, counts, status and coverage, as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from municompare.comparison.benchmark_reference import IntArray
from municompare.comparison.peers_issues import MIN_COVERAGE
from municompare.statistics.layout import REPORTED, UNDETERMINED

__all__ = ["Coverage", "Evaluation", "status_of"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where municipalities have a value and too few of their peers have one.

    Parameters
    ----------
    sparse : numpy.ndarray
        Peers with a value, for each group, that are too few if there are less.
    cells : numpy.ndarray
        In how many cells of the municipality they are fewer.
    fewest : numpy.ndarray
        The lowest number of them.
    """

    sparse: npt.NDArray[np.int16]
    cells: IntArray
    fewest: npt.NDArray[np.int16]

    @classmethod
    def of(cls, members: Sequence[Sequence[int]]) -> Coverage:
        """Coverage of which nothing is counted yet."""
        sizes = np.array(list(map(len, members)), dtype=np.int16)
        sparse = np.ceil(MIN_COVERAGE * sizes).astype(np.int16)
        return cls(sparse, np.zeros(len(sizes), dtype=np.int64), sizes)

    @classmethod
    def joined(cls, parts: Sequence[Coverage]) -> Coverage:
        """Coverage of several parts of the cells together."""
        return cls(
            parts[0].sparse,
            np.sum([part.cells for part in parts], axis=0),
            np.min([part.fewest for part in parts], axis=0),
        )

    def count(self, group: int, counts: npt.NDArray[Any], own: npt.NDArray[Any]) -> None:
        """Add the cells of one group, whose municipality's own values are given."""
        low = counts < self.sparse[group]
        # whole rows seldom lack peers, and most benchmarks are of whole rows
        if low.any():
            low &= np.isfinite(own)
            self.cells[group] += low.sum()
            self.fewest[group] = counts.min(where=low, initial=self.fewest[group])


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Statistics of all groups; arrays have the shape (groups, cells).

    Parameters
    ----------
    answers : dict
        By name of the statistic, in the type of the values.
    counts : numpy.ndarray
        Members that have a value.
    status : numpy.ndarray
        Codes of the own figure, and else whether there were enough members.
    coverage : Coverage
        Where they were few.
    engine : {"numpy", "numba"}
        What computed.
    """

    answers: dict[str, npt.NDArray[Any]]
    counts: npt.NDArray[np.int16]
    status: npt.NDArray[np.int8]
    coverage: Coverage
    engine: str


def status_of(
    own: npt.NDArray[np.int8], counts: npt.NDArray[Any], least: int
) -> npt.NDArray[np.int8]:
    """The status of the own figure, and else whether there are enough peers.

    Examples
    --------
    >>> own = np.array([REPORTED, REPORTED, 5], dtype=np.int8)
    >>> status_of(own, np.array([3, 2, 0]), 3).tolist() == [REPORTED, UNDETERMINED, 5]
    True
    """
    few = (own == REPORTED) & (counts < least)
    return np.where(few, np.int8(UNDETERMINED), own)
