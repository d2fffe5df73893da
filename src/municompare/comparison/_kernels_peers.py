"""Counts of peers and their means in a block of cells, as code for numba.

The inner loop always runs over the cells of a row, and peers are taken four at a time, so that a
sum is read and written once for four of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["count_block", "mean_block"]


def count_block(
    values: Any,
    first: int,
    last: int,
    rows: Any,
    starts: Any,
    members: Any,
    foci: Any,
    group_starts: Any,
    group_rows: Any,
    least: int,
    sparse: Any,
    reported: int,
    undetermined: int,
    own_status: Any,
    held: Any,
    counts: Any,
    status: Any,
    low: Any,
    fewest: Any,
) -> None:
    """Count peers that have a value, and the cells with a value that have fewer than ``sparse``.

    Where whole groups are each other's peers, a group is counted once: ``foci`` are the places of
    its members among the answers, ``group_rows`` their rows. There are none where lists are.
    """
    width = last - first
    for row in range(len(values)):
        own, line = values[row, first:last], held[row]
        for c in range(width):
            line[c] = own[c] == own[c]
    for group in range(len(group_starts) - 1):
        begin, end = group_starts[group], group_starts[group + 1]
        total = counts[foci[begin], first:last]
        for c in range(width):
            total[c] = 0
        for place in range(begin, end):
            own = held[group_rows[place]]
            for c in range(width):
                total[c] += own[c]
        for place in range(end - 1, begin - 1, -1):  # the first last, since it holds the total
            count, own = counts[foci[place], first:last], held[group_rows[place]]
            for c in range(width):
                count[c] = total[c] - own[c]
    for focus in range(len(rows)):
        count = counts[focus, first:last]
        begin, end = starts[focus], starts[focus + 1]
        if len(foci) > 0:
            begin = end
        else:
            for c in range(width):
                count[c] = 0
        while begin + 4 <= end:
            one, two = held[members[begin]], held[members[begin + 1]]
            three, four = held[members[begin + 2]], held[members[begin + 3]]
            for c in range(width):
                count[c] += one[c] + two[c] + three[c] + four[c]
            begin += 4
        while begin < end:
            one = held[members[begin]]
            for c in range(width):
                count[c] += one[c]
            begin += 1
        codes, code = own_status[rows[focus], first:last], status[focus, first:last]
        for c in range(width):
            few = (count[c] < least) & (codes[c] == reported)
            code[c] = undetermined if few else codes[c]
        own, bound = held[rows[focus]], sparse[focus]
        cells, start = 0, fewest[focus]
        lowest = start
        for c in range(width):
            is_low = (own[c] != 0) & (count[c] < bound)
            cells += is_low
            lowest = min(lowest, count[c] if is_low else start)
        low[focus] += cells
        fewest[focus] = lowest


def mean_block(
    values: Any,
    first: int,
    last: int,
    rows: Any,
    starts: Any,
    members: Any,
    least: int,
    slots: Any,
    has_mean: Any,
    is_double: bool,
    zero: Any,
    counts: Any,
    filled: Any,
    total: Any,
    away: Any,
    ends: Any,
    out: Any,
) -> None:
    """Mean and the gaps to it; ``slots`` says where in ``out`` which of the four goes.

    Sums are in double precision. The sum of equal numbers of single precision is exact there, and
    so is their mean; in double precision the mean is held between lowest and highest.
    """
    width = last - first
    for row in range(len(values)):
        own, line = values[row, first:last], filled[row]
        for c in range(width):
            line[c] = own[c] if own[c] == own[c] else zero
    low, high = ends[0], ends[1]
    for focus in range(len(starts) - 1):
        begin, end = starts[focus], starts[focus + 1]
        count, own = counts[focus, first:last], values[rows[focus], first:last]
        for c in range(width):
            total[c] = 0.0
        place = begin
        while place + 4 <= end:
            one, two = filled[members[place]], filled[members[place + 1]]
            three, four = filled[members[place + 2]], filled[members[place + 3]]
            for c in range(width):
                half = np.float64(one[c]) + np.float64(two[c])
                total[c] += half + (np.float64(three[c]) + np.float64(four[c]))
            place += 4
        while place < end:
            one = filled[members[place]]
            for c in range(width):
                total[c] += np.float64(one[c])
            place += 1
        if is_double:
            for c in range(width):
                low[c] = np.inf
                high[c] = -np.inf
            for peer in members[begin:end]:
                theirs = values[peer, first:last]
                for c in range(width):
                    low[c] = theirs[c] if theirs[c] < low[c] else low[c]
                    high[c] = theirs[c] if theirs[c] > high[c] else high[c]
            for c in range(width):
                finite = abs(total[c]) < np.inf
                mean = total[c] / max(count[c], 1)
                mean = mean if mean > low[c] else np.float64(low[c])
                mean = mean if mean < high[c] else np.float64(high[c])
                total[c] = mean if finite else np.nan
        else:
            for c in range(width):
                total[c] = total[c] / max(count[c], 1)
        for c in range(width):
            total[c] = total[c] if (count[c] >= least) & has_mean[c] else np.nan
        if slots[0] >= 0:
            answer = out[slots[0], focus, first:last]
            for c in range(width):
                answer[c] = total[c]
        if slots[1] >= 0:
            answer = out[slots[1], focus, first:last]
            for c in range(width):
                answer[c] = np.float64(own[c]) - total[c]
        if slots[2] >= 0:
            answer = out[slots[2], focus, first:last]
            for c in range(width):
                base = abs(total[c])
                answer[c] = (np.float64(own[c]) - total[c]) / (base if base > 0 else np.nan)
        if slots[3] >= 0:
            for c in range(width):
                away[c] = 0.0
            for peer in members[begin:end]:
                theirs = values[peer, first:last]
                for c in range(width):
                    x = np.float64(theirs[c]) - total[c]
                    away[c] += x * x if x == x else 0.0
            answer = out[slots[3], focus, first:last]
            for c in range(width):
                spread = np.sqrt(away[c] / max(count[c], 1))
                varies = (spread > 0) & (spread < np.inf)
                answer[c] = (np.float64(own[c]) - total[c]) / (spread if varies else np.nan)
        for slot in slots[1:]:
            if slot >= 0:
                answer = out[slot, focus, first:last]
                for c in range(width):
                    answer[c] = answer[c] if abs(answer[c]) < np.inf else np.nan
