"""Quantiles of peers in a block of cells, as code for numba.

Peers are put in order by a sorting network, which compares the same pairs in every cell; missing
values count as infinite there. Eight peers are sorted, and two times eight merged, without writing
anything in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from municompare.comparison.benchmark_reference import IntArray

__all__ = ["WIDTH", "end_block", "network", "networks", "order_block"]

WIDTH: Final = 512
"""Cells of a block: few enough that the rows of all municipalities are in the cache.

It stands in this file because compiled code holds it, and is made anew only if this file changes.
"""


def network(size: int) -> list[tuple[int, int]]:
    """Pairs to compare and exchange, in order, that sort so many values (Batcher's odd-even merge).

    Examples
    --------
    >>> network(3)
    [(0, 1), (0, 2), (1, 2)]
    """
    return [(low, high) for low, high, _ in _steps(size)]


def _steps(size: int) -> Iterator[tuple[int, int, int]]:
    """The pairs of a network, and how long the sorted runs are that they merge."""
    run = 1
    while run < size:
        k = run
        while k >= 1:
            for j in range(k % run, size - k, 2 * k):
                for i in range(min(k, size - j - k)):
                    if (i + j) // (2 * run) == (i + j + k) // (2 * run):
                        yield i + j, i + j + k, run
            k //= 2
        run *= 2


def networks(
    sizes: Iterable[int], places: Callable[[int], Collection[int]]
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """How groups of these sizes are put in order, as far as some places are concerned.

    Parameters
    ----------
    sizes : iterable of int
        Sizes of groups.
    places : callable
        Gives for a size the places whose values are asked for.

    Returns
    -------
    tuple of four arrays
        By size how many eights are sorted at once, and how many sixteens merged; then what is left
        of the networks, one after the other; and where each starts.
    """
    wanted = set(sizes)
    most = max(wanted, default=0) + 1
    eights, sixteens = np.zeros(most, dtype=np.int64), np.zeros(most, dtype=np.int64)
    pairs: list[tuple[int, int]] = []
    starts = [0]
    for size in range(most):
        if size in wanted:
            # the last are worth it if there are enough of them
            eights[size], sixteens[size] = (size + 5) // 8, (size + 3) // 16
            sorted_at_once, merged = 8 * eights[size], 16 * sixteens[size]
            left = [
                (low, high)
                for low, high, run in _steps(size)
                if not (run < 8 and low < sorted_at_once) and not (run == 8 and low < merged)
            ]
            pairs += _needed(left, set(places(size)))
        starts.append(len(pairs))
    rest = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return eights, sixteens, rest, np.array(starts, dtype=np.int64)


def _needed(pairs: Sequence[tuple[int, int]], places: set[int]) -> list[tuple[int, int]]:
    """The pairs that have any influence on some places."""
    kept = []
    for low, high in reversed(pairs):
        if low in places or high in places:
            kept.append((low, high))
            places |= {low, high}
    return kept[::-1]


def order_block(
    values: Any,
    first: int,
    last: int,
    starts: Any,
    members: Any,
    eights: Any,
    sixteens: Any,
    nets: Any,
    net_starts: Any,
    least: int,
    slots: Any,
    infinite: Any,
    counts: Any,
    filled: Any,
    those: Any,
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
    for c in range(width):
        filled[len(values), c] = infinite
    for focus in range(len(starts) - 1):
        begin, size = starts[focus], starts[focus + 1] - starts[focus]
        for place in range(size):
            those[place] = members[begin + place]
        for place in range(size, (size + 7) // 8 * 8):
            those[place] = len(values)  # nobody, who is above all
        # eight at a time, and then sixteen, stay in registers, which is twice as fast as pair by
        # pair; numba needs them written out, since it keeps no array there
        for block in range(eights[size]):
            place, at = 8 * block, 8 * block * WIDTH
            p0, p1 = filled[those[place]], filled[those[place + 1]]
            p2, p3 = filled[those[place + 2]], filled[those[place + 3]]
            p4, p5 = filled[those[place + 4]], filled[those[place + 5]]
            p6, p7 = filled[those[place + 6]], filled[those[place + 7]]
            for c in range(width):
                x0 = p0[c]
                x1 = p1[c]
                x2 = p2[c]
                x3 = p3[c]
                x4 = p4[c]
                x5 = p5[c]
                x6 = p6[c]
                x7 = p7[c]
                x0, x1 = min(x0, x1), max(x0, x1)
                x2, x3 = min(x2, x3), max(x2, x3)
                x4, x5 = min(x4, x5), max(x4, x5)
                x6, x7 = min(x6, x7), max(x6, x7)
                x0, x2 = min(x0, x2), max(x0, x2)
                x1, x3 = min(x1, x3), max(x1, x3)
                x4, x6 = min(x4, x6), max(x4, x6)
                x5, x7 = min(x5, x7), max(x5, x7)
                x1, x2 = min(x1, x2), max(x1, x2)
                x5, x6 = min(x5, x6), max(x5, x6)
                x0, x4 = min(x0, x4), max(x0, x4)
                x1, x5 = min(x1, x5), max(x1, x5)
                x2, x6 = min(x2, x6), max(x2, x6)
                x3, x7 = min(x3, x7), max(x3, x7)
                x2, x4 = min(x2, x4), max(x2, x4)
                x3, x5 = min(x3, x5), max(x3, x5)
                x1, x2 = min(x1, x2), max(x1, x2)
                x3, x4 = min(x3, x4), max(x3, x4)
                x5, x6 = min(x5, x6), max(x5, x6)
                ordered[at + 0 * WIDTH + c] = x0
                ordered[at + 1 * WIDTH + c] = x1
                ordered[at + 2 * WIDTH + c] = x2
                ordered[at + 3 * WIDTH + c] = x3
                ordered[at + 4 * WIDTH + c] = x4
                ordered[at + 5 * WIDTH + c] = x5
                ordered[at + 6 * WIDTH + c] = x6
                ordered[at + 7 * WIDTH + c] = x7
        for place in range(8 * eights[size], size):
            theirs, at = filled[those[place]], place * WIDTH
            for c in range(width):
                ordered[at + c] = theirs[c]
        for block in range(sixteens[size]):
            at = 16 * block * WIDTH
            for c in range(width):
                x0 = ordered[at + 0 * WIDTH + c]
                x1 = ordered[at + 1 * WIDTH + c]
                x2 = ordered[at + 2 * WIDTH + c]
                x3 = ordered[at + 3 * WIDTH + c]
                x4 = ordered[at + 4 * WIDTH + c]
                x5 = ordered[at + 5 * WIDTH + c]
                x6 = ordered[at + 6 * WIDTH + c]
                x7 = ordered[at + 7 * WIDTH + c]
                x8 = ordered[at + 8 * WIDTH + c]
                x9 = ordered[at + 9 * WIDTH + c]
                x10 = ordered[at + 10 * WIDTH + c]
                x11 = ordered[at + 11 * WIDTH + c]
                x12 = ordered[at + 12 * WIDTH + c]
                x13 = ordered[at + 13 * WIDTH + c]
                x14 = ordered[at + 14 * WIDTH + c]
                x15 = ordered[at + 15 * WIDTH + c]
                x0, x8 = min(x0, x8), max(x0, x8)
                x1, x9 = min(x1, x9), max(x1, x9)
                x2, x10 = min(x2, x10), max(x2, x10)
                x3, x11 = min(x3, x11), max(x3, x11)
                x4, x12 = min(x4, x12), max(x4, x12)
                x5, x13 = min(x5, x13), max(x5, x13)
                x6, x14 = min(x6, x14), max(x6, x14)
                x7, x15 = min(x7, x15), max(x7, x15)
                x4, x8 = min(x4, x8), max(x4, x8)
                x5, x9 = min(x5, x9), max(x5, x9)
                x6, x10 = min(x6, x10), max(x6, x10)
                x7, x11 = min(x7, x11), max(x7, x11)
                x2, x4 = min(x2, x4), max(x2, x4)
                x3, x5 = min(x3, x5), max(x3, x5)
                x6, x8 = min(x6, x8), max(x6, x8)
                x7, x9 = min(x7, x9), max(x7, x9)
                x10, x12 = min(x10, x12), max(x10, x12)
                x11, x13 = min(x11, x13), max(x11, x13)
                x1, x2 = min(x1, x2), max(x1, x2)
                x3, x4 = min(x3, x4), max(x3, x4)
                x5, x6 = min(x5, x6), max(x5, x6)
                x7, x8 = min(x7, x8), max(x7, x8)
                x9, x10 = min(x9, x10), max(x9, x10)
                x11, x12 = min(x11, x12), max(x11, x12)
                x13, x14 = min(x13, x14), max(x13, x14)
                ordered[at + 0 * WIDTH + c] = x0
                ordered[at + 1 * WIDTH + c] = x1
                ordered[at + 2 * WIDTH + c] = x2
                ordered[at + 3 * WIDTH + c] = x3
                ordered[at + 4 * WIDTH + c] = x4
                ordered[at + 5 * WIDTH + c] = x5
                ordered[at + 6 * WIDTH + c] = x6
                ordered[at + 7 * WIDTH + c] = x7
                ordered[at + 8 * WIDTH + c] = x8
                ordered[at + 9 * WIDTH + c] = x9
                ordered[at + 10 * WIDTH + c] = x10
                ordered[at + 11 * WIDTH + c] = x11
                ordered[at + 12 * WIDTH + c] = x12
                ordered[at + 13 * WIDTH + c] = x13
                ordered[at + 14 * WIDTH + c] = x14
                ordered[at + 15 * WIDTH + c] = x15
        for pair in range(net_starts[size], net_starts[size + 1]):
            at, to = nets[pair, 0] * WIDTH, nets[pair, 1] * WIDTH
            upper, lower = ordered[at : at + width], ordered[to : to + width]
            for c in range(width):
                x, y = upper[c], lower[c]
                upper[c] = x if x < y else y
                lower[c] = y if x < y else x
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
                position = q * 0.25 * (n - 1)
                below = int(position)
                part = position - below
                at, to = below * WIDTH, (below + (part > 0)) * WIDTH
                lower, upper = ordered[at : at + width], ordered[to : to + width]
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
