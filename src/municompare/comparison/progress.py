"""A progress bar for long work, for whoever asks for one.

>>> from municompare.comparison.progress import progress
>>> with progress():
...     pass  # benchmarks of large panels, or .compute() of what dask has to compute
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from importlib import import_module
from importlib.util import find_spec
from typing import Any

__all__ = ["advancing", "progress"]

_wanted: ContextVar[bool] = ContextVar("progress", default=False)


@contextmanager
def progress() -> Iterator[None]:
    """Show a progress bar on standard error while large panels are computed in this block.

    Work in memory is shown as its blocks of cells, work on dask arrays as the tasks of each
    ``compute()``. A ``dask.distributed`` cluster shows its own on its dashboard.

    Examples
    --------
    >>> with progress():
    ...     pass
    """
    token = _wanted.set(True)
    try:
        with ExitStack() as stack:
            if find_spec("dask") is not None:
                diagnostics: Any = import_module("dask.diagnostics")
                stack.enter_context(diagnostics.ProgressBar(out=sys.stderr))
            yield
    finally:
        _wanted.reset(token)


@contextmanager
def advancing(what: str | None, steps: int) -> Iterator[Callable[[], Any]]:
    """Give what is to be called after each step, from any thread; without a name no bar."""
    if what is None or not _wanted.get():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=steps)
        yield lambda: bar.advance(task)


def _nothing() -> None:
    pass
