"""Positions of municipalities among their peers in a block of cells, as code for numba.

First every municipality gets points: one for each peer below it and half of one for each that is
equal. From these and the counts follow rank, percentile rank and standing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["pair_block", "point_block", "position_block"]


def point_block(
    values: Any,
    first: int,
    last: int,
    rows: Any,
    starts: Any,
    members: Any,
    half: Any,
    near: Any,
    points: Any,
) -> None:
    """Points of every municipality among its own peers."""
    width = last - first
    none = half - half
    for row in range(len(values)):
        own, line = values[row, first:last], near[row]
        for c in range(width):
            line[c] = own[c]
    for focus in range(len(starts) - 1):
        begin, end = starts[focus], starts[focus + 1]
        own, got = near[rows[focus]], points[focus]
        for c in range(width):
            got[c] = none
        while begin + 4 <= end:
            one, two = near[members[begin]], near[members[begin + 1]]
            three, four = near[members[begin + 2]], near[members[begin + 3]]
            for c in range(width):
                x = own[c]
                # a half for a peer that is not above, and another if it is below
                a = (half if one[c] < x else none) + (half if one[c] <= x else none)
                a += (half if two[c] < x else none) + (half if two[c] <= x else none)
                a += (half if three[c] < x else none) + (half if three[c] <= x else none)
                a += (half if four[c] < x else none) + (half if four[c] <= x else none)
                got[c] += a
            begin += 4
        while begin < end:
            one = near[members[begin]]
            for c in range(width):
                x = own[c]
                got[c] += (half if one[c] < x else none) + (half if one[c] <= x else none)
            begin += 1


def pair_block(
    values: Any,
    first: int,
    last: int,
    foci: Any,
    starts: Any,
    members: Any,
    half: Any,
    near: Any,
    left: Any,
    points: Any,
) -> None:
    """The same where all members of a group are each other's peers.

    Two of them are compared once: what one gets, the other does not. ``members`` are the rows of
    each group, ``foci`` their places among the answers.
    """
    width = last - first
    none = half - half
    for group in range(len(starts) - 1):
        begin, end = starts[group], starts[group + 1]
        for c in range(width):
            left[c] = none
        for place in range(begin, end):
            own, line = values[members[place], first:last], near[place]
            got = points[foci[place]]
            for c in range(width):
                line[c] = own[c]
                got[c] = none
                left[c] += half + half if own[c] == own[c] else none
        place = begin
        while place + 2 <= end:
            own, got = near[place], points[foci[place]]
            second, to_second = near[place + 1], points[foci[place + 1]]
            for c in range(width):
                x, y = own[c], second[c]
                a = (half if x < y else none) + (half if x <= y else none)
                to_second[c] += a
                got[c] -= a
            # two with two others, so that points are read and written once for two comparisons
            other = place + 2
            while other + 2 <= end:
                one, two = near[other], near[other + 1]
                to_one, to_two = points[foci[other]], points[foci[other + 1]]
                for c in range(width):
                    x, y, p, q = own[c], second[c], one[c], two[c]
                    a = (half if x < p else none) + (half if x <= p else none)
                    b = (half if x < q else none) + (half if x <= q else none)
                    d = (half if y < p else none) + (half if y <= p else none)
                    e = (half if y < q else none) + (half if y <= q else none)
                    to_one[c] += a + d
                    to_two[c] += b + e
                    got[c] -= a + b
                    to_second[c] -= d + e
                other += 2
            if other < end:
                one, to_one = near[other], points[foci[other]]
                for c in range(width):
                    x, y, p = own[c], second[c], one[c]
                    a = (half if x < p else none) + (half if x <= p else none)
                    d = (half if y < p else none) + (half if y <= p else none)
                    to_one[c] += a + d
                    got[c] -= a
                    to_second[c] -= d
            place += 2
        # whoever comes later, has a value and got nothing, is below
        for place in range(begin, end):
            own, got = near[place], points[foci[place]]
            for c in range(width):
                left[c] -= half + half if own[c] == own[c] else none
                got[c] += left[c]


def position_block(
    values: Any,
    first: int,
    last: int,
    rows: Any,
    least: Any,
    slots: Any,
    turn: Any,
    half: Any,
    missing: Any,
    counts: Any,
    everyone: Any,
    points: Any,
    out: Any,
) -> None:
    """Rank, percentile rank and standing; ``slots`` says where in ``out`` which of them goes."""
    width = last - first
    one = half + half
    for focus in range(len(rows)):
        own, got = values[rows[focus], first:last], points[focus]
        count = counts[focus, first:last]
        for c in range(width):
            everyone[c] = count[c]
        for c in range(width):
            # a municipality without a value has no position
            place, n = got[c] + (own[c] - own[c]), everyone[c]
            got[c] = place if n >= least else missing
            everyone[c] = n + one
        if slots[0] >= 0:
            answer = out[slots[0], focus, first:last]
            for c in range(width):
                answer[c] = got[c] + one
        if slots[1] >= 0:
            answer = out[slots[1], focus, first:last]
            for c in range(width):
                answer[c] = (got[c] + half) / everyone[c]
        if slots[2] >= 0:
            answer = out[slots[2], focus, first:last]
            for c in range(width):
                n = everyone[c]
                turned = got[c] + half if turn[c] > 0 else n - got[c] - half
                answer[c] = turned / n if turn[c] != 0 else np.nan
