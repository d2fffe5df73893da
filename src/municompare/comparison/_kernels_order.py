"""Quantiles of peers in a block of cells, as code for numba.

Peers are put in order by a sorting network, which compares the same pairs in every cell; missing
values count as infinite there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from municompare.comparison.benchmark_reference import IntArray

__all__ = ["end_block", "network", "networks", "order_block"]


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


def networks(sizes: Sequence[int]) -> tuple[IntArray, IntArray]:
    """The networks of all sizes one after the other, and where each starts."""
    pairs: list[tuple[int, int]] = []
    starts = [0]
    wanted = set(sizes)
    for size in range(max(sizes, default=0) + 1):
        pairs += network(size) if size in wanted else []
        starts.append(len(pairs))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), np.array(starts, dtype=np.int64)


def order_block(
    values: Any,
    first: int,
    last: int,
    starts: Any,
    members: Any,
    nets: Any,
    net_starts: Any,
    least: int,
    slots: Any,
    infinite: Any,
    counts: Any,
    filled: Any,
    ordered: Any,
    held: Any,
    weight: Any,
    out: Any,
) -> None:
    """Lowest, quartiles and highest; ``slots`` says where in ``out`` which of the five goes."""
    width = last - first
    for row in range(len(values)):
        own, line = values[row, first:last], filled[row]
        for c in range(width):
            line[c] = own[c] if own[c] == own[c] else infinite
    for focus in range(len(starts) - 1):
        begin, size = starts[focus], starts[focus + 1] - starts[focus]
        for place in range(size):
            theirs, line = filled[members[begin + place]], ordered[place]
            for c in range(width):
                line[c] = theirs[c]
        for pair in range(net_starts[size], net_starts[size + 1]):
            upper, lower = ordered[nets[pair, 0]], ordered[nets[pair, 1]]
            for c in range(width):
                a, b = upper[c], lower[c]
                upper[c] = a if a < b else b
                lower[c] = b if a < b else a
        count = counts[focus, first:last]
        fewest, most = size, 0
        for c in range(width):
            held[c] = count[c]
            fewest = min(fewest, held[c])
            most = max(most, held[c])
        for q in range(5):
            if slots[q] < 0:
                continue
            answer = out[slots[q], focus, first:last]
            for c in range(width):
                answer[c] = np.nan
            # one number of peers after the other, since the places of a quantile depend on it
            for n in range(max(fewest, least), most + 1):
                this = np.int32(n)
                at = q * 0.25 * (n - 1)
                below = int(at)
                part = at - below
                lower = ordered[below]
                upper = ordered[below + (part > 0)]
                # from the nearer end, so that the answer never leaves the two
                base, share = (lower, part) if part < 0.5 else (upper, part - 1)
                weight[0] = share
                near = weight[0]  # of the type of the values
                for c in range(width):
                    # near is a quarter or a half, so that the products are exact
                    between = base[c] + (upper[c] * near - lower[c] * near)
                    answer[c] = between if held[c] == this else answer[c]
            for c in range(width):
                answer[c] = answer[c] if abs(answer[c]) < np.inf else np.nan


def end_block(
    values: Any,
    first: int,
    last: int,
    starts: Any,
    members: Any,
    least: int,
    slots: Any,
    counts: Any,
    out: Any,
) -> None:
    """Lowest and highest alone, which need no order."""
    width = last - first
    for focus in range(len(starts) - 1):
        count = counts[focus, first:last]
        for end in range(2):
            if slots[4 * end] < 0:
                continue
            answer = out[slots[4 * end], focus, first:last]
            for c in range(width):
                answer[c] = np.nan if count[c] < least else np.inf if end == 0 else -np.inf
            for peer in members[starts[focus] : starts[focus + 1]]:
                theirs = values[peer, first:last]
                if end == 0:
                    for c in range(width):
                        answer[c] = theirs[c] if theirs[c] < answer[c] else answer[c]
                else:
                    for c in range(width):
                        answer[c] = theirs[c] if theirs[c] > answer[c] else answer[c]
