"""The panel that computations are timed on, and how time and memory are taken.

390 municipalities, 6,000 indicators, 30 years and 3 groups of random numbers in single precision, a
fifth of them missing; lists of 7 to 30 random peers that overlap, or groups of 20 that do not.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import xarray as xr

from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

MUNICIPALITIES = 390
INDICATORS = 6000
PERIODS = 30
GROUPS = ("total", "women", "men")
MISSING = 0.2


def names(count: int = MUNICIPALITIES) -> list[str]:
    """Ids of municipalities."""
    return [f"SE-{1001 + i}" for i in range(count)]


def a_panel(
    *,
    indicators: int = INDICATORS,
    municipalities: int = MUNICIPALITIES,
    periods: int = PERIODS,
    groups: int = len(GROUPS),
) -> Panel:
    """Make the panel, or a smaller one."""
    random = np.random.default_rng(1)
    values = np.empty((municipalities, indicators, periods, groups), dtype=np.float32)
    status = np.empty(values.shape, dtype=np.int8)
    for row, codes in zip(values, status, strict=True):  # one by one, to save memory
        row[...] = random.random(row.shape, dtype=np.float32) * 100
        row[random.random(row.shape, dtype=np.float32) < MISSING] = np.nan
        codes[...] = np.where(np.isnan(row), 5, 0)
    dims = ("municipality", "indicator", "period", "group")
    return Panel(
        xr.Dataset(
            {"value": (dims, values), "status": (dims, status)},
            coords={
                "municipality": names(municipalities),
                "indicator": [f"N{i:05}" for i in range(indicators)],
                "period": [str(1995 + i) for i in range(periods)],
                "group": list(GROUPS[:groups]),
                "direction": ("indicator", ["increase"] * indicators),
            },
            attrs={"publisher": "nobody", "attribution": "random numbers", "processed": "no"},
        )
    )


def overlapping(count: int = MUNICIPALITIES) -> PeerSet:
    """For every municipality 7 to 30 peers of its own."""
    random = np.random.default_rng(2)
    groups = tuple(
        PeerGroup(
            focus=own,
            name=own,
            members=tuple(
                random.permutation([n for n in names(count) if n != own])[:size].tolist()
            ),
        )
        for own, size in zip(names(count), random.integers(7, 31, size=count), strict=True)
    )
    return PeerSet(key="lists", title="Lists", construct="custom", groups=groups, official=False)


def disjoint(size: int) -> PeerSet:
    """Groups of so many municipalities."""
    groups = tuple(
        PeerGroup(focus=None, name=f"group {at}", members=tuple(names()[at : at + size]))
        for at in range(0, MUNICIPALITIES, size)
    )
    return PeerSet(
        key="groups", title="Groups", construct="typology", groups=groups, official=False
    )


def fastest(run: Callable[[], object], *, rounds: int) -> float:
    """Give the shortest time in seconds; what was computed is thrown away outside of it."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        kept = run()
        times.append(perf_counter() - start)
        del kept
    return min(times)


def memory(line: str) -> int:
    """Bytes that this process has or had: ``VmRSS``, ``VmHWM``. Raises OSError but on Linux."""
    for text in Path("/proc/self/status").read_text().splitlines():
        if text.startswith(line):
            return int(text.split()[1]) * 1024
    raise OSError(line)


def memory_beside(run: Callable[[], xr.Dataset], panel: Panel) -> tuple[int, int]:
    """Bytes of the answers, and how many more were needed at most while they were computed."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest so far
    before = memory("VmRSS")
    result = run()
    more = memory("VmHWM") - before
    answers = fresh_bytes(result, panel)
    return answers, more - answers


def fresh_bytes(result: xr.Dataset, panel: Panel) -> int:
    """Bytes of all arrays of a result that are not the panel's own."""
    own: Any = panel.dataset["value"].values
    return sum(
        variable.nbytes
        for variable in result.variables.values()
        if variable.dtype != object and not np.shares_memory(variable.values, own)
    )
