"""Residuals of regressions of very many outcomes on the same predictors, as code for numba.

The normal equations of all outcomes of some indicators in one period are summed up together, eight
municipalities at a time, and solved by Cholesky decomposition. Missing outcomes count as zero with
weight zero.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["residual_block"]


def residual_block(
    values: Any,
    status: Any,
    first: int,
    last: int,
    columns: Any,
    rows: Any,
    design: Any,
    products: Any,
    counts: Any,
    places: Any,
    least: int,
    tolerance: float,
    reported: Any,
    undetermined: Any,
    stage: Any,
    outcome: Any,
    held: Any,
    normal: Any,
    moment: Any,
    ends: Any,
    solved: Any,
    out: Any,
    out_status: Any,
    out_n: Any,
) -> None:
    """Residuals of some indicators.

    ``columns`` are those of the indicators; ``rows`` the municipalities, ``counts`` of each period
    in the fit, whose numbers among them stand in ``places``; ``design`` their predictors, the first
    of which is 1, and ``products`` those of any two of these.
    """
    periods, groups = values.shape[2], values.shape[3]
    terms = design.shape[1]
    width, cells = (last - first) * groups, periods * groups
    # period by period from here on, since a period has its own predictors
    for at in range(len(rows)):
        for each in range(first, last):
            own, place = values[rows[at], columns[each]], (each - first) * groups
            for period in range(periods):
                for group in range(groups):
                    stage[period, at, place + group] = own[period, group]
    for period in range(periods):
        count = counts[period]
        for q in range(len(normal)):
            line = normal[q]
            for c in range(width):
                line[c] = 0.0
        for j in range(terms):
            line = moment[j]
            for c in range(width):
                line[c] = 0.0
        low, high = ends[0], ends[1]
        for c in range(width):
            low[c] = np.inf
            high[c] = -np.inf
        for n in range(count):
            line, weight, own = outcome[n], held[n], stage[period, places[period, n]]
            for c in range(width):
                x = own[c]
                low[c] = x if x < low[c] else low[c]
                high[c] = x if x > high[c] else high[c]
                weight[c] = 1.0 if x == x else 0.0
                line[c] = x if x == x else 0.0
        # as many as make the number of municipalities one of eights, with weight zero
        for n in range(count, (count + 7) // 8 * 8):
            line, weight = outcome[n], held[n]
            for c in range(width):
                line[c] = 0.0
                weight[c] = 0.0
        for n in range(0, count, 8):
            u0, u1, u2, u3 = held[n], held[n + 1], held[n + 2], held[n + 3]
            u4, u5, u6, u7 = held[n + 4], held[n + 5], held[n + 6], held[n + 7]
            for q in range(len(normal)):
                line, own = normal[q], products[period, q, n : n + 8]
                x0, x1, x2, x3 = own[0], own[1], own[2], own[3]
                x4, x5, x6, x7 = own[4], own[5], own[6], own[7]
                for c in range(width):
                    left = (x0 * u0[c] + x1 * u1[c]) + (x2 * u2[c] + x3 * u3[c])
                    right = (x4 * u4[c] + x5 * u5[c]) + (x6 * u6[c] + x7 * u7[c])
                    line[c] += left + right
            u0, u1, u2, u3 = outcome[n], outcome[n + 1], outcome[n + 2], outcome[n + 3]
            u4, u5, u6, u7 = outcome[n + 4], outcome[n + 5], outcome[n + 6], outcome[n + 7]
            for j in range(terms):
                line, own = moment[j], design[period, j, n : n + 8]
                x0, x1, x2, x3 = own[0], own[1], own[2], own[3]
                x4, x5, x6, x7 = own[4], own[5], own[6], own[7]
                for c in range(width):
                    left = (x0 * u0[c] + x1 * u1[c]) + (x2 * u2[c] + x3 * u3[c])
                    right = (x4 * u4[c] + x5 * u5[c]) + (x6 * u6[c] + x7 * u7[c])
                    line[c] += left + right
        # the constant comes first, so that the first sum of products is the number of outcomes
        fitted, scale = solved[terms], solved[terms + 1]
        for c in range(width):
            fits = (normal[0, c] >= least) & (low[c] < high[c])
            fitted[c] = 1.0 if fits else 0.0
        for each in range(first, last):
            for group in range(groups):
                out_n[each, period, group] = int(normal[0, (each - first) * groups + group])
        for j in range(terms):
            start = j * (j + 1) // 2
            pivot = normal[start + j]
            for c in range(width):
                scale[c] = pivot[c]
            for k in range(j):
                factor = normal[start + k]
                for c in range(width):
                    pivot[c] -= factor[c] * factor[c]
            for c in range(width):
                is_free = pivot[c] > tolerance * scale[c]
                fitted[c] = fitted[c] if is_free else 0.0
                pivot[c] = 1.0 / np.sqrt(pivot[c]) if is_free else 0.0
            for i in range(j + 1, terms):
                line = normal[i * (i + 1) // 2 + j]
                for k in range(j):
                    left, right = normal[i * (i + 1) // 2 + k], normal[start + k]
                    for c in range(width):
                        line[c] -= left[c] * right[c]
                for c in range(width):
                    line[c] *= pivot[c]
        for j in range(terms):
            line, right = solved[j], moment[j]
            for c in range(width):
                line[c] = right[c]
            for k in range(j):
                factor, other = normal[j * (j + 1) // 2 + k], solved[k]
                for c in range(width):
                    line[c] -= factor[c] * other[c]
            pivot = normal[j * (j + 1) // 2 + j]
            for c in range(width):
                line[c] *= pivot[c]
        for j in range(terms - 1, -1, -1):
            line = solved[j]
            for k in range(j + 1, terms):
                factor, other = normal[k * (k + 1) // 2 + j], solved[k]
                for c in range(width):
                    line[c] -= factor[c] * other[c]
            pivot = normal[j * (j + 1) // 2 + j]
            for c in range(width):
                line[c] *= pivot[c]
        n = 0
        for at in range(len(rows)):
            answer = stage[period, at]
            if n < count and places[period, n] == at:
                line, weight = outcome[n], held[n]
                for j in range(terms):
                    factor, x = solved[j], design[period, j, n]
                    for c in range(width):
                        line[c] -= x * factor[c]
                for c in range(width):
                    answer[c] = line[c] if weight[c] * fitted[c] > 0 else np.nan
                n += 1
            else:
                for c in range(width):
                    answer[c] = np.nan
    is_run = True
    for each in range(first + 1, last):
        is_run = is_run and columns[each] == columns[each - 1] + 1
    step = last - first if is_run else 1
    for at in range(len(rows)):
        for each in range(first, last):
            answer, place = out[at, each].reshape(cells), (each - first) * groups
            for period in range(periods):
                for group in range(groups):
                    answer[period * groups + group] = stage[period, at, place + group]
        for each in range(first, last, step):
            own = status[rows[at], columns[each] : columns[each] + step].reshape(step * cells)
            code = out_status[at, each : each + step].reshape(step * cells)
            answer = out[at, each : each + step].reshape(step * cells)
            for c in range(step * cells):
                mine, x = own[c], answer[c]
                lacks = undetermined if x != x else mine
                code[c] = lacks if mine == reported else mine
