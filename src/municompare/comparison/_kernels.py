"""The statistics of a benchmark of a large panel, compiled by numba.

The numbers are those of :mod:`municompare.comparison.benchmark_reference`, to rounding. A block of
cells is taken at a time, so that the rows of a municipality's peers are in the cache.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from math import ceil
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from municompare.comparison._compiled import Block, compiled, in_blocks, scratch
from municompare.comparison._kernels_order import WIDTH, end_block, networks, order_block
from municompare.comparison._kernels_peers import count_block, mean_block
from municompare.comparison._kernels_positions import pair_block, point_block, position_block
from municompare.comparison.benchmark_evaluation import Coverage, Evaluation
from municompare.comparison.benchmark_reference import IntArray, Rules
from municompare.statistics.layout import REPORTED, UNDETERMINED

__all__ = ["NAMES", "computed", "whole_groups"]

_ORDER: Final = ("min", "q25", "median", "q75", "max")
_MEANS: Final = ("mean", "gap", "gap_relative", "gap_sd")
_POSITIONS: Final = ("rank", "percentile_rank", "standing")
NAMES: Final = (*_ORDER, *_MEANS, *_POSITIONS)


def computed(
    values: npt.NDArray[Any],
    status: npt.NDArray[np.int8],
    rows: Sequence[int],
    members: Sequence[Sequence[int]],
    wanted: Collection[str],
    rules: Rules,
    *,
    on_all_cores: bool = True,
    plain: bool = False,
) -> Evaluation:
    """Compute what :func:`~municompare.comparison.benchmark_blocks.evaluated` describes.

    With ``plain`` the code runs as Python, which is slow and needs no numba.
    """
    names = [name for name in NAMES if name in wanted]
    shape = (len(members), values.shape[1])
    out = np.empty((len(names), *shape), dtype=values.dtype)
    counts = np.empty(shape, dtype=np.int16)
    codes = np.empty(shape, dtype=np.int8)
    values, status = _readable(values), _readable(status)
    has_mean, turn = _readable(rules.has_mean), _readable(rules.turn)
    at = np.array(rows, dtype=np.int64)
    starts, every = _joined(members)
    order, means, positions = (_slots(names, of) for of in (_ORDER, _MEANS, _POSITIONS))
    none = np.empty(0, dtype=np.int64)
    groups = whole_groups(rows, members)
    is_double = values.dtype == np.float64
    zero, half, infinite, missing = (values.dtype.type(n) for n in (0, 0.5, np.inf, np.nan))
    least = min(rules.min_peers, np.iinfo(np.int16).max)
    nets = networks(map(len, members), partial(_places, slots=order, least=least))
    covered: list[Coverage] = []

    def make() -> Block:
        eights = (max(map(len, members), default=0) + 15) // 8  # one more than needed
        rows_and_none, dtype = (len(values) + 1, WIDTH), values.dtype
        held, filled, points, ordered, ends, sums, line, those = scratch(
            (rows_and_none, np.int8),
            (rows_and_none, dtype),
            ((len(members), WIDTH), dtype),
            ((8 * max(2, eights) * WIDTH,), dtype),
            ((2, WIDTH), dtype),
            ((2, WIDTH), np.float64),
            ((WIDTH,), np.int32),
            ((8 * eights,), np.int64),
        )
        coverage = Coverage.of(members)
        covered.append(coverage)

        def block(first: int, last: int) -> None:
            part = values, first, last
            about: tuple[Any, ...]
            run(
                count_block,
                *part,
                at,
                starts,
                every,
                *(groups or (none, none, none)),
                np.int16(least),
                coverage.sparse,
                np.int8(REPORTED),
                np.int8(UNDETERMINED),
                status,
                held,
                counts,
                codes,
                coverage.cells,
                coverage.fewest,
            )
            if order[1:4].max() >= 0:
                about = *nets, least, order, infinite, counts
                run(
                    order_block,
                    *part,
                    starts,
                    every,
                    *about,
                    filled,
                    those,
                    ordered,
                    line,
                    ends[0],
                    out,
                )
            elif order.max() >= 0:
                run(end_block, *part, starts, every, least, order, counts, out)
            if means.max() >= 0:
                of_cells = has_mean[first:last]
                about = least, means, of_cells, is_double, zero, counts
                run(mean_block, *part, at, starts, every, *about, filled, *sums, ends, out)
            if positions.max() >= 0:
                if groups is None:
                    run(point_block, *part, at, starts, every, half, filled, points)
                else:
                    run(pair_block, *part, *groups, half, filled, ends[0], points)
                fewest = values.dtype.type(least)
                about = fewest, positions, turn[first:last], half, missing, counts
                run(position_block, *part, at, *about, ends[1], points, out)

        return block

    def run(kernel: Any, *arguments: Any) -> None:
        if plain:
            with np.errstate(all="ignore"):
                kernel(*arguments)
        else:
            compiled(kernel)(*arguments)

    in_blocks(shape[1], make, what="Statistics of peers", width=WIDTH, on_all_cores=on_all_cores)
    answers = dict(zip(names, out, strict=True))
    return Evaluation(answers, counts, codes, Coverage.joined(covered), "numba")


def whole_groups(
    rows: Sequence[int], members: Sequence[Sequence[int]]
) -> tuple[IntArray, IntArray, IntArray] | None:
    """Groups whose members all have exactly the others as their peers, if there are no others.

    Returns
    -------
    tuple of arrays or None
        Places among ``rows`` of all members, group after group; where each group starts; and
        their rows. None where some peers are not mutual.

    Examples
    --------
    >>> places, starts, at = whole_groups([0, 2, 5], [(5,), (), (0,)])
    >>> places.tolist(), starts.tolist(), at.tolist()
    ([0, 2, 1], [0, 2, 3], [0, 5, 2])
    >>> whole_groups([0, 1], [(1,), (2,)]) is None
    True
    """
    found: dict[frozenset[int], list[int]] = {}
    for place, (row, own) in enumerate(zip(rows, members, strict=True)):
        if row in own:
            return None
        found.setdefault(frozenset((row, *own)), []).append(place)
    if any(len(group) != len(places) for group, places in found.items()):
        return None
    starts, every = _joined(list(found.values()))
    return every, starts, np.array([rows[place] for place in every], dtype=np.int64)


def _places(size: int, *, slots: IntArray, least: int) -> set[int]:
    """Places among so many peers in order on which wanted quantiles depend, if some are missing."""
    shares = [q / 4 for q in range(5) if slots[q] >= 0]
    exact = [share * (n - 1) for n in range(least, size + 1) for share in shares]
    return {int(at) for at in exact} | {ceil(at) for at in exact}


def _joined(lists: Sequence[Sequence[int]]) -> tuple[IntArray, IntArray]:
    """Where each list starts in all of them one after the other, and those."""
    starts = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    return starts, np.array([each for own in lists for each in own], dtype=np.int64)


def _slots(names: Sequence[str], of: Sequence[str]) -> IntArray:
    return np.array([names.index(n) if n in names else -1 for n in of], dtype=np.int64)


def _readable(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The array as of the one type that all calls have, so that one compilation serves them."""
    array = np.ascontiguousarray(array).view()
    array.flags.writeable = False
    return array
