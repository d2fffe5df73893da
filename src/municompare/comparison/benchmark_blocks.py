"""Statistics of whole panels, block by block, so that each block's numbers stay in the cache."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from municompare.comparison._compiled import is_worth_it
from municompare.comparison._kernels import computed
from municompare.comparison.benchmark_evaluation import Coverage, Evaluation, status_of
from municompare.comparison.benchmark_reference import (
    IntArray,
    Rules,
    fitting,
    peer_statistics,
    range_over,
)
from municompare.comparison.progress import advancing
from municompare.statistics.layout import REPORTED

__all__ = ["engine_for", "evaluated", "names_of_answers"]

_CELLS: Final = 4096
_NUMBERS: Final = 2**18
"""Values of peers in a block."""


def evaluated(
    values: npt.NDArray[Any],
    status: npt.NDArray[np.int8] | None,
    rows: Sequence[int] | None,
    members: Sequence[Sequence[int]],
    wanted: Collection[str],
    rules: Rules,
    *,
    leave_one_out: bool = False,
    ks: Collection[int] = (),
    engine: str | None = None,
    on_all_cores: bool = True,
) -> Evaluation:
    """Compute statistics for every group.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (municipalities, cells), missing values NaN.
    status : numpy.ndarray or None
        Status codes of the values; None where groups belong to nobody.
    rows : sequence of int or None
        Row of the municipality of each group; None where groups belong to nobody.
    members : sequence of sequence of int
        Rows of the members of each group.
    wanted, rules
        See :func:`~municompare.comparison.benchmark_reference.peer_statistics`.
    leave_one_out, ks
        Which ranges to give as well: ``<statistic>_leave_one_out_min`` and so on.
    engine : {"numpy", "numba"}, optional
        What computes; :func:`engine_for` chooses if nothing is said.
    on_all_cores : bool, optional
        Not where others compute at the same time.
    """
    whole = rows is None
    engine = engine or engine_for(members, values.shape[1], ranges=leave_one_out or bool(ks))
    at = [0] * len(members) if rows is None else list(rows)
    if status is None:
        status = np.full((1, values.shape[1]), REPORTED, dtype=np.int8)
    if engine == "numba":
        return computed(values, status, at, members, wanted, rules, on_all_cores=on_all_cores)
    shape = (len(members), values.shape[1])
    counts = np.zeros(shape, dtype=np.int16)
    names = names_of_answers(wanted, leave_one_out=leave_one_out, ks=ks)
    answers = {name: np.full(shape, np.nan, dtype=values.dtype) for name in names}
    blocks = list(_blocks(members, shape[1]))
    with advancing("Statistics of peers" if on_all_cores else None, len(blocks)) as advance:
        for groups, cells in blocks:
            own = values[[at[group] for group in groups], cells].astype(np.float64)
            if whole:
                own[:] = np.nan
            peers = values[_places(members, groups), cells].astype(np.float64)
            counts[groups, cells] = np.isfinite(peers).sum(axis=1)
            compute = partial(_answers, own, wanted=wanted, rules=rules.of(cells))
            found = compute(peers)
            if leave_one_out:
                found |= _ends("leave_one_out", range_over(peers, compute))
            if ks:
                found |= _ends("k", range_over(peers, compute, ks=ks))
            for name, answer in found.items():
                answers[name][groups, cells] = fitting(answer, values.dtype)
            advance()
    codes = np.empty(shape, dtype=np.int8)
    coverage = Coverage.of(members)
    for group, row in enumerate(at):
        codes[group] = status_of(status[row], counts[group], rules.min_peers)
        coverage.count(group, counts[group], values[row])
    return Evaluation(answers, counts, codes, coverage, "numpy")


def engine_for(members: Sequence[Sequence[int]], cells: int, *, ranges: bool) -> str:
    """What computes so much: ``numba`` for large panels without ranges, and else ``numpy``."""
    return "numba" if not ranges and is_worth_it(sum(map(len, members)) * cells) else "numpy"


def names_of_answers(
    wanted: Collection[str], *, leave_one_out: bool, ks: Collection[int]
) -> list[str]:
    """Statistics and the ends of their ranges."""
    kinds = [*(["leave_one_out"] if leave_one_out else []), *(["k"] if ks else [])]
    return [
        *wanted,
        *(f"{name}_{kind}_{end}" for kind in kinds for name in wanted for end in ("min", "max")),
    ]


def _answers(own: Any, peers: Any, *, wanted: Collection[str], rules: Rules) -> Any:
    return peer_statistics(own, peers, wanted, rules)


def _ends(kind: str, ranges: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    return {
        f"{name}_{kind}_{end}": answer
        for name, both in ranges.items()
        for end, answer in zip(("min", "max"), both, strict=True)
    }


def _places(members: Sequence[Sequence[int]], groups: Sequence[int]) -> IntArray:
    return np.array([members[group] for group in groups], dtype=np.int64)


def _blocks(members: Sequence[Sequence[int]], cells: int) -> Iterator[tuple[list[int], slice]]:
    """Groups of one size, so that the order of summation never depends on the other groups."""
    sizes: dict[int, list[int]] = {}
    for group, own in enumerate(members):
        sizes.setdefault(len(own), []).append(group)
    sizes.pop(0, None)
    width = min(cells, _CELLS)
    for size, groups in sizes.items():
        step = max(1, _NUMBERS // (size * width))
        for first in range(0, len(groups), step):
            for left in range(0, cells, width):
                yield groups[first : first + step], slice(left, left + width)
