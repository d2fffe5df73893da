"""Changes since a base and distances to a target, series by series, as code for numba.

A series is the figures of one municipality and indicator: a row of all periods and groups. Numbers
meet numbers of their own type only, and are read before they are chosen from, so that the loops
become operations on many of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["change_block", "distance_block"]


def change_block(
    values: Any,
    status: Any,
    own_values: Any,
    own_status: Any,
    first: int,
    last: int,
    shift: int,
    base_at: int,
    groups: int,
    allowed: Any,
    reported: Any,
    undetermined: Any,
    hundred: Any,
    missing: Any,
    base: Any,
    base_code: Any,
    out: Any,
    out_percent: Any,
    out_status: Any,
) -> None:
    """Figures less those of one period of their series, and the same in per cent of those.

    The base, of one to three groups, starts at ``base_at``. The own figures of a series stand
    ``shift`` rows before it. Where ``allowed``, with a row for each indicator, says no, there is no
    base.
    """
    width = own_values.shape[1]
    for series in range(first, last):
        row, code = values[series], status[series]
        own, own_code = own_values[series - shift], own_status[series - shift]
        may = allowed[series % len(allowed)]
        # written out, since repeated reading of the base takes longer than all else
        one, one_code = row[base_at], code[base_at]
        if groups == 1:
            for c in range(width):
                base[c] = one
                base_code[c] = one_code
        elif groups == 2:
            two, two_code = row[base_at + 1], code[base_at + 1]
            for each in range(width // 2):
                base[2 * each], base[2 * each + 1] = one, two
                base_code[2 * each], base_code[2 * each + 1] = one_code, two_code
        else:
            two, two_code = row[base_at + 1], code[base_at + 1]
            three, three_code = row[base_at + 2], code[base_at + 2]
            for each in range(width // 3):
                base[3 * each], base[3 * each + 1], base[3 * each + 2] = one, two, three
                base_code[3 * each], base_code[3 * each + 1] = one_code, two_code
                base_code[3 * each + 2] = three_code
        answer, percent, answer_code = out[series], out_percent[series], out_status[series]
        for c in range(width):
            start = base[c] if may[c] else missing
            x, of = own[c] - start, abs(start)
            y = x / of * hundred
            answer[c] = x if abs(x) < np.inf else missing
            percent[c] = y if (of > 0) & (abs(y) < np.inf) else missing
        for c in range(width):
            mine, other, can = own_code[c], base_code[c], may[c]
            found = other if can else undetermined
            answer_code[c] = found if mine == reported else mine


def distance_block(
    values: Any,
    status: Any,
    first: int,
    last: int,
    target: Any,
    turn: Any,
    reported: Any,
    undetermined: Any,
    hundred: Any,
    missing: Any,
    out: Any,
    out_percent: Any,
    out_status: Any,
) -> None:
    """What is left to a target in the better direction, and the same in per cent of the target."""
    width = values.shape[1]
    for series in range(first, last):
        row, code, goal = values[series], status[series], target[series % len(target)]
        sign = turn[series % len(turn)]
        answer, percent = out[series], out_percent[series]
        for c in range(width):
            x, of = (goal[c] - row[c]) * sign, abs(goal[c])
            y = x / of * hundred
            answer[c] = x if abs(x) < np.inf else missing
            percent[c] = y if (of > 0) & (abs(y) < np.inf) else missing
        answer_code = out_status[series]
        for c in range(width):
            mine, x = code[c], goal[c] * sign
            found = undetermined if x != x else mine
            answer_code[c] = found if mine == reported else mine
