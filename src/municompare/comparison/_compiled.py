"""Code that numba compiles: when it is worth it, where it is kept, and how it runs on all cores.

A kernel is plain Python over arrays, so that it can be tested without numba. Numba is imported only
when there is enough to do for it, and only if it is installed; else numpy computes the same.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from math import prod
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from municompare.comparison.progress import advancing

__all__ = ["LARGE", "Block", "compiled", "in_blocks", "is_worth_it", "scratch"]

LARGE: Final = 20_000_000
"""Numbers to look at from which on compiled code runs."""

_PAGE: Final = 2**21
_LINE: Final = 64

Block = Callable[[int, int], None]
"""Computes the cells from one number up to another."""


def is_worth_it(numbers: int) -> bool:
    """Whether there is numba, and enough for it to do."""
    return numbers >= LARGE and find_spec("numba") is not None


@cache
def compiled(kernel: Callable[..., None]) -> Callable[..., None]:
    """Compile a kernel.

    Compiled code is kept beside the source, or among the user's own caches where that may not be
    written to. Where neither may be, it is compiled in every process.
    """
    numba: Any = import_module("numba")
    settings = {"nogil": True, "error_model": "numpy"}
    try:
        made: Callable[..., None] = numba.njit(cache=True, **settings)(kernel)
    except RuntimeError:  # no place for it
        made = numba.njit(**settings)(kernel)
    return made


def in_blocks(
    cells: int,
    make: Callable[[], Block],
    *,
    what: str,
    width: int,
    on_all_cores: bool = True,
) -> None:
    """Compute all cells block by block.

    Parameters
    ----------
    cells : int
        How many there are.
    make : callable
        Gives what computes a block; called once in each thread, which so has arrays of its own.
    what : str
        What is computed, for a progress bar.
    width : int
        Cells of a block.
    on_all_cores : bool, optional
        Not where others compute at the same time, as dask does; then there is no bar either.
    """
    left = deque(range(0, cells, width))
    threads = min(_cores(), len(left)) if on_all_cores else 1
    with advancing(what if on_all_cores else None, len(left)) as advance:

        def work() -> None:
            compute = make()
            while left:
                try:
                    first = left.popleft()
                except IndexError:  # another thread was faster
                    return
                compute(first, min(first + width, cells))
                advance()

        if threads <= 1:
            work()
            return
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(work) for _ in range(threads)]:
                done.result()


def scratch(*wanted: tuple[tuple[int, ...], npt.DTypeLike]) -> list[npt.NDArray[Any]]:
    """Give arrays of these shapes and types for one thread to work in.

    They lie side by side in memory that Linux gives in large pages. In small pages, which may lie
    anywhere, they displace each other from the cache, and the same work takes up to twice as long.
    """
    types = [np.dtype(dtype) for _, dtype in wanted]
    sizes = [prod(shape) * each.itemsize for (shape, _), each in zip(wanted, types, strict=True)]
    taken = sum(size + _LINE for size in sizes)
    memory = np.empty((taken // _PAGE + 2) * _PAGE, dtype=np.uint8)
    at = -memory.ctypes.data % _PAGE
    arrays = []
    for (shape, _), each, size in zip(wanted, types, sizes, strict=True):
        arrays.append(memory[at : at + size].view(each).reshape(shape))
        at += size + -size % _LINE
    return arrays


def _cores() -> int:
    """Cores that this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
