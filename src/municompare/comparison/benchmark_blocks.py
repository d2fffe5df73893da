"""Statistics of whole panels, block by block, so that each block's numbers stay in the cache."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from municompare.comparison._kernels import computed, is_worth_it
from municompare.comparison.benchmark_reference import (
    IntArray,
    Rules,
    fitting,
    peer_statistics,
    range_over,
)

__all__ = ["evaluated"]

_CELLS: Final = 4096
_NUMBERS: Final = 2**18
"""Values of peers in a block."""


def evaluated(
    values: npt.NDArray[Any],
    rows: Sequence[int] | None,
    members: Sequence[Sequence[int]],
    wanted: Collection[str],
    rules: Rules,
    *,
    leave_one_out: bool = False,
    ks: Collection[int] = (),
) -> tuple[dict[str, npt.NDArray[Any]], npt.NDArray[np.int32], str]:
    """Compute statistics for every group.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (municipalities, cells), missing values NaN.
    rows : sequence of int or None
        Row of the municipality of each group; None where groups belong to nobody.
    members : sequence of sequence of int
        Rows of the members of each group.
    wanted, rules
        See :func:`~municompare.comparison.benchmark_reference.peer_statistics`.
    leave_one_out, ks
        Which ranges to give as well: ``<statistic>_leave_one_out_min`` and so on.

    Returns
    -------
    dict
        Answers of shape (groups, cells), in the type of the values.
    numpy.ndarray
        Members that have a value, of the same shape.
    str
        What computed them: ``numpy``, or ``numba`` for large panels without ranges.
    """
    whole = bool(wanted) and not leave_one_out and not ks
    if rows is not None and whole and is_worth_it(members, values.shape[1]):
        return *computed(values, rows, members, wanted, rules), "numba"
    shape = (len(members), values.shape[1])
    counts = np.zeros(shape, dtype=np.int32)
    names = [*wanted]
    for kind in [*(["leave_one_out"] if leave_one_out else []), *(["k"] if ks else [])]:
        names += [f"{name}_{kind}_{end}" for name in wanted for end in ("min", "max")]
    answers = {name: np.full(shape, np.nan, dtype=values.dtype) for name in names}
    for groups, cells in _blocks(members, shape[1]):
        own_rows = [0 if rows is None else rows[group] for group in groups]
        own = values[own_rows, cells].astype(np.float64)
        if rows is None:
            own[:] = np.nan
        at: IntArray = np.array([members[group] for group in groups], dtype=np.int64)
        peers = values[at, cells].astype(np.float64)
        counts[groups, cells] = np.isfinite(peers).sum(axis=1)
        compute = partial(_answers, own, wanted=wanted, rules=rules.of(cells))
        found = compute(peers)
        if leave_one_out:
            found |= _ends("leave_one_out", range_over(peers, compute))
        if ks:
            found |= _ends("k", range_over(peers, compute, ks=ks))
        for name, answer in found.items():
            answers[name][groups, cells] = fitting(answer, values.dtype)
    return answers, counts, "numpy"


def _answers(own: Any, peers: Any, *, wanted: Collection[str], rules: Rules) -> Any:
    return peer_statistics(own, peers, wanted, rules)


def _ends(kind: str, ranges: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    return {
        f"{name}_{kind}_{end}": answer
        for name, both in ranges.items()
        for end, answer in zip(("min", "max"), both, strict=True)
    }


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
