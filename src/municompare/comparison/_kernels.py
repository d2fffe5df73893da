"""The statistics of a benchmark in one pass over a large panel, compiled by numba.

The numbers are those of :mod:`municompare.comparison.benchmark_reference`, to rounding. The code
is plain Python over arrays, so that it can be tested without numba; numba is imported only when a
panel is large enough to be worth its compilation, and only if it is installed.

A block of cells is taken at a time, so that the rows of a municipality's peers are in the cache,
and the inner loop always runs over the cells of a row. Peers are put in order by a sorting
network, which compares the same pairs in every cell; missing values count as infinite there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import numpy as np

from municompare.comparison.benchmark_reference import IntArray, Rules

__all__ = ["LARGE", "NAMES", "computed", "is_worth_it", "network"]

LARGE: Final = 20_000_000
"""Values of peers from which on the compiled code runs."""

NAMES: Final = (
    "min",
    "q25",
    "median",
    "q75",
    "max",
    "mean",
    "gap",
    "gap_relative",
    "gap_sd",
    "rank",
    "percentile_rank",
    "standing",
)
_WIDTH: Final = 256


def is_worth_it(members: Sequence[Sequence[int]], cells: int) -> bool:
    """Whether there is numba, and enough for it to do."""
    large = sum(map(len, members)) * cells >= LARGE
    return large and find_spec("numba") is not None


def computed(
    values: np.ndarray[Any, Any],
    rows: Sequence[int],
    members: Sequence[Sequence[int]],
    wanted: Collection[str],
    rules: Rules,
    *,
    compiled: bool = True,
) -> tuple[dict[str, np.ndarray[Any, Any]], np.ndarray[Any, np.dtype[np.int32]]]:
    """Compute what :func:`~municompare.comparison.benchmark_blocks.evaluated` describes."""
    names = [name for name in NAMES if name in wanted]
    cells = values.shape[1]
    out = np.empty((len(names), len(members), cells), dtype=values.dtype)
    counts = np.empty((len(members), cells), dtype=np.int32)
    slots = np.array([names.index(n) if n in names else -1 for n in NAMES], dtype=np.int64)
    sizes = [len(own) for own in members]
    starts = np.cumsum([0, *sizes], dtype=np.int64)
    every = np.array([row for own in members for row in own], dtype=np.int64)
    nets, net_starts = _networks(sizes)
    values = np.ascontiguousarray(values).view()
    values.flags.writeable = False  # one type of array, so that one compilation serves all
    at = np.array(rows, dtype=np.int64)
    run: Callable[..., None] = _compiled() if compiled else _block

    def part(first: int) -> None:
        last = min(first + _WIDTH, cells)
        run(
            values,
            first,
            last,
            at,
            starts,
            every,
            nets,
            net_starts,
            slots,
            rules.min_peers,
            rules.has_mean[first:last],
            rules.turn[first:last],
            np.empty((max(sizes, default=0), last - first), dtype=values.dtype),
            np.empty((2, last - first)),
            np.empty((2, last - first), dtype=values.dtype),
            out,
            counts,
        )

    firsts = range(0, cells, _WIDTH)
    if compiled:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(part, firsts))
    else:
        for first in firsts:
            part(first)
    return dict(zip(names, out, strict=True)), counts


@cache
def _compiled() -> Callable[..., None]:
    numba: Any = import_module("numba")
    compiled: Callable[..., None] = numba.njit(cache=True, nogil=True, error_model="numpy")(_block)
    return compiled


def network(size: int) -> list[tuple[int, int]]:
    """Pairs to compare and exchange, in order, that sort so many values (Batcher's odd-even merge).

    Examples
    --------
    >>> network(3)
    [(0, 1), (0, 2), (1, 2)]
    """
    pairs = []
    p = 1
    while p < size:
        k = p
        while k >= 1:
            for j in range(k % p, size - k, 2 * k):
                for i in range(min(k, size - j - k)):
                    if (i + j) // (2 * p) == (i + j + k) // (2 * p):
                        pairs.append((i + j, i + j + k))
            k //= 2
        p *= 2
    return pairs


def _networks(sizes: Sequence[int]) -> tuple[IntArray, IntArray]:
    """The networks of all sizes one after the other, and where each starts."""
    pairs: list[tuple[int, int]] = []
    starts = [0]
    wanted = set(sizes)
    for size in range(max(sizes, default=0) + 1):
        pairs += network(size) if size in wanted else []
        starts.append(len(pairs))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), np.array(starts, dtype=np.int64)


def _block(
    values: Any,
    first: int,
    last: int,
    rows: Any,
    starts: Any,
    members: Any,
    nets: Any,
    net_starts: Any,
    slots: Any,
    least: int,
    has_mean: Any,
    turn: Any,
    ordered: Any,
    sums: Any,
    ends: Any,
    out: Any,
    counts: Any,
) -> None:
    """All wanted statistics of all municipalities in some cells; ``slots`` says which go where."""
    width = last - first
    total, away, low, high = sums[0], sums[1], ends[0], ends[1]
    for focus in range(len(starts) - 1):
        begin, end = starts[focus], starts[focus + 1]
        own = values[rows[focus], first:last]
        count = counts[focus, first:last]
        count[:] = 0
        for peer in members[begin:end]:
            theirs = values[peer, first:last]
            for c in range(width):
                count[c] += theirs[c] == theirs[c]
        if slots[:5].max() >= 0:
            size = end - begin
            for place in range(size):
                theirs, line = values[members[begin + place], first:last], ordered[place]
                for c in range(width):
                    line[c] = theirs[c] if theirs[c] == theirs[c] else np.inf
            for pair in range(net_starts[size], net_starts[size + 1]):
                upper, lower = ordered[nets[pair, 0]], ordered[nets[pair, 1]]
                for c in range(width):
                    a, b = upper[c], lower[c]
                    upper[c] = a if a < b else b
                    lower[c] = b if a < b else a
            for q in range(5):
                if slots[q] >= 0:
                    answer = out[slots[q], focus, first:last]
                    for c in range(width):
                        n = count[c]
                        if n < least:
                            answer[c] = np.nan
                            continue
                        at = q * 0.25 * (n - 1)
                        below = int(at)
                        x = float(ordered[below, c])
                        y = float(ordered[min(below + 1, n - 1), c])
                        part = at - below
                        step = y - x
                        answer[c] = x + step * part if part < 0.5 else y - step * (1 - part)
        if slots[5:9].max() >= 0:
            total[:] = 0.0
            low[:] = np.inf
            high[:] = -np.inf
            for peer in members[begin:end]:
                theirs = values[peer, first:last]
                for c in range(width):
                    x = float(theirs[c])
                    total[c] += x if x == x else 0.0
                for c in range(width):
                    low[c] = theirs[c] if theirs[c] < low[c] else low[c]
                    high[c] = theirs[c] if theirs[c] > high[c] else high[c]
            for c in range(width):
                mean = total[c] / max(count[c], 1)
                mean = mean if mean > low[c] else float(low[c])
                mean = mean if mean < high[c] else float(high[c])
                valid = (count[c] >= least) & has_mean[c] & (abs(total[c]) < np.inf)
                total[c] = mean if valid else np.nan
            if slots[5] >= 0:
                out[slots[5], focus, first:last] = total
            if slots[6] >= 0:
                answer = out[slots[6], focus, first:last]
                for c in range(width):
                    answer[c] = own[c] - total[c]
            if slots[7] >= 0:
                answer = out[slots[7], focus, first:last]
                for c in range(width):
                    mean = total[c]
                    answer[c] = (own[c] - mean) / (abs(mean) if mean != 0 else np.nan)
            if slots[8] >= 0:
                away[:] = 0.0
                for peer in members[begin:end]:
                    theirs = values[peer, first:last]
                    for c in range(width):
                        x = float(theirs[c]) - total[c]
                        away[c] += x * x if x == x else 0.0
                answer = out[slots[8], focus, first:last]
                for c in range(width):
                    spread = np.sqrt(away[c] / max(count[c], 1))
                    varies = (low[c] != high[c]) & (spread > 0) & (spread < np.inf)
                    answer[c] = (own[c] - total[c]) / (spread if varies else np.nan)
        if slots[9:].max() >= 0:
            below_own, tied = low, high
            below_own[:] = 0.0
            tied[:] = 1.0
            for peer in members[begin:end]:
                theirs = values[peer, first:last]
                for c in range(width):
                    below_own[c] += theirs[c] < own[c]
                    tied[c] += theirs[c] == own[c]
            for c in range(width):
                known = (count[c] >= least) & (own[c] == own[c])
                below_own[c] = below_own[c] + tied[c] / 2 if known else np.nan
            if slots[9] >= 0:
                answer = out[slots[9], focus, first:last]
                for c in range(width):
                    answer[c] = below_own[c] + 0.5
            if slots[10] >= 0:
                answer = out[slots[10], focus, first:last]
                for c in range(width):
                    answer[c] = float(below_own[c]) / (count[c] + 1)
            if slots[11] >= 0:
                answer = out[slots[11], focus, first:last]
                for c in range(width):
                    n = count[c] + 1
                    turned = below_own[c] if turn[c] > 0 else n - below_own[c]
                    answer[c] = float(turned) / n if turn[c] != 0 else np.nan
        for slot in range(len(out)):
            answer = out[slot, focus, first:last]
            for c in range(width):
                answer[c] = answer[c] if np.isfinite(answer[c]) else np.nan
