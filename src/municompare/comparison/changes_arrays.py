"""Changes and distances on plain arrays: numpy, or code that numba compiles for large ones.

Arrays have the shape (municipalities, indicators, periods, groups). Answers are absolute, in per
cent, and the status.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from municompare.comparison._compiled import Block, compiled, in_blocks
from municompare.comparison._kernels_changes import change_block, distance_block
from municompare.comparison.benchmark_panel import some_rows
from municompare.comparison.benchmark_reference import fitting
from municompare.statistics.layout import REPORTED, UNDETERMINED

__all__ = ["Answers", "changes", "distances"]

_NUMBERS: Final = 2**18
"""Figures of a block of series."""

Array: TypeAlias = npt.NDArray[Any]
Answers: TypeAlias = tuple[Array, Array, Array]


def changes(
    value: Array,
    status: Array,
    allowed: Array,
    *,
    own: Sequence[int],
    base: int,
    engine: str,
    out: Answers | None = None,
    on_all_cores: bool = True,
) -> Answers:
    """Figures less those of a base period, and the same in per cent of the base.

    Parameters
    ----------
    value, status : numpy.ndarray
        Figures and their status codes.
    allowed : numpy.ndarray
        Shape (indicators, answers): whether a period may be compared with the base.
    own : sequence of int
        Places of the periods.
    base : int
        Place of the base.
    engine : {"numpy", "numba"}
        What computes.
    out : tuple of numpy.ndarray, optional
        Where to write the answers.
    on_all_cores : bool, optional
        Not where others compute at the same time.

    Examples
    --------
    >>> value = np.array([-4.0, -1.0, 0.0]).reshape(1, 1, 3, 1)
    >>> status = np.zeros(value.shape, dtype=np.int8)
    >>> allowed = np.ones((1, 2), dtype=bool)
    >>> by, percent, _ = changes(value, status, allowed, own=[1, 2], base=0, engine="numpy")
    >>> by.ravel().tolist(), percent.ravel().tolist()
    ([3.0, 4.0], [75.0, 100.0])
    """
    groups = value.shape[3]
    found = out or _answers((*value.shape[:2], len(own), groups), value.dtype)
    if engine == "numba":
        values, codes = _series(value), _series(status)
        may = np.repeat(allowed, groups, axis=1)
        cells = (np.array(own)[:, None] * groups + np.arange(groups)).reshape(-1)
        has_all = cells.tolist() == list(range(values.shape[1]))
        constants = _constants(value.dtype)

        def make() -> Block:
            line, line_code = np.empty(len(cells), value.dtype), np.empty(len(cells), np.int8)
            answers = [each.reshape(-1, len(cells)) for each in found]

            def block(first: int, last: int) -> None:
                mine = values, codes
                if not has_all:
                    mine = _frozen(values[first:last, cells]), _frozen(codes[first:last, cells])
                compiled(change_block)(
                    values,
                    codes,
                    *mine,
                    first,
                    last,
                    0 if has_all else first,
                    base * groups,
                    groups,
                    may,
                    *constants,
                    line,
                    line_code,
                    *answers,
                )

            return block

        _in_series(values, make, what="Changes", on_all_cores=on_all_cores)
        return found
    may = allowed[..., None]
    for some in some_rows(value):
        there = np.where(may, value[some][:, :, [base]], np.nan).astype(np.float64)
        with np.errstate(all="ignore"):
            _write(found, some, value[some][:, :, own] - there, there)
        codes = status[some][:, :, own]
        other = np.where(may, status[some][:, :, [base]], UNDETERMINED)
        found[2][some] = np.where(codes == REPORTED, other, codes)
    return found


def distances(
    value: Array,
    status: Array,
    target: Array,
    turn: Array,
    *,
    engine: str,
    out: Answers | None = None,
    on_all_cores: bool = True,
) -> Answers:
    """What is left to a target in the better direction, and the same in per cent of the target.

    Parameters
    ----------
    value, status : numpy.ndarray
        Figures and their status codes.
    target : numpy.ndarray
        Of the shape and type of the figures, or without municipalities, for all of them.
    turn : numpy.ndarray
        Shape (indicators,): 1 where high is better, -1 where low is, NaN where nobody can say.
    engine, out, on_all_cores
        As for :func:`changes`.

    Examples
    --------
    >>> value = np.array([4.0, 2.0]).reshape(1, 2, 1, 1)
    >>> status, target = np.zeros(value.shape, dtype=np.int8), np.full((2, 1, 1), 3.0)
    >>> left, _, _ = distances(value, status, target, np.array([1.0, -1.0]), engine="numpy")
    >>> left.ravel().tolist()
    [-1.0, -1.0]
    """
    found = out or _answers(value.shape, value.dtype)
    target = target if target.ndim == 4 else target[None]
    if engine == "numba":
        values, codes, goals = _series(value), _series(status), _series(target)
        signs = turn.astype(value.dtype)
        constants = _constants(value.dtype)

        def make() -> Block:
            answers = [each.reshape(values.shape) for each in found]

            def block(first: int, last: int) -> None:
                about = goals, signs, *constants
                compiled(distance_block)(values, codes, first, last, *about, *answers)

            return block

        _in_series(values, make, what="Distances", on_all_cores=on_all_cores)
        return found
    signs = turn[:, None, None]
    for some in some_rows(value):
        goal = (target if len(target) == 1 else target[some]).astype(np.float64)
        with np.errstate(all="ignore"):
            _write(found, some, (goal - value[some]) * signs, goal)
        codes = status[some]
        none = np.isnan(goal * signs) & (codes == REPORTED)
        found[2][some] = np.where(none, UNDETERMINED, codes)
    return found


def _answers(shape: tuple[int, ...], dtype: npt.DTypeLike) -> Answers:
    return np.empty(shape, dtype), np.empty(shape, dtype), np.empty(shape, np.int8)


def _write(found: Answers, some: slice, absolute: Array, of: Array) -> None:
    relative = np.where(of != 0, absolute / np.abs(of) * 100, np.nan)
    for answer, figure in zip(found, (absolute, relative), strict=False):
        answer[some] = fitting(figure, answer.dtype)


def _constants(dtype: np.dtype[Any]) -> tuple[Any, ...]:
    """Status codes, a hundred and a missing value, each of the type of what it is put beside."""
    return np.int8(REPORTED), np.int8(UNDETERMINED), dtype.type(100), dtype.type(np.nan)


def _series(array: Array) -> Array:
    """One row for each municipality and indicator."""
    return _frozen(np.ascontiguousarray(array).reshape(-1, array.shape[2] * array.shape[3]))


def _frozen(rows: Array) -> Array:
    """Rows of the one type that all calls have, so that one compilation serves them."""
    view = rows.view()
    view.flags.writeable = False
    return view


def _in_series(values: Array, make: Callable[[], Block], *, what: str, on_all_cores: bool) -> None:
    width = max(1, _NUMBERS // values.shape[1])
    in_blocks(len(values), make, what=what, width=width, on_all_cores=on_all_cores)
