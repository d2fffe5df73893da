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
from typing import Any, Final

from municompare.comparison.progress import advancing

__all__ = ["LARGE", "WIDTH", "Block", "compiled", "in_blocks", "is_worth_it"]

LARGE: Final = 20_000_000
"""Numbers to look at from which on compiled code runs."""

WIDTH: Final = 512
"""Cells of a block: few enough that the rows of all municipalities are in the cache."""

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
    width: int = WIDTH,
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
    width : int, optional
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


def _cores() -> int:
    """Cores that this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
