"""How long peer statistics, changes and residuals of a large panel take, and what memory.

Run it with ``python benchmarks/peer_statistics.py [SHARE] [ROUNDS]``: ``SHARE`` of the columns of
the reference panel (1 unless another is given; it needs 6 GB then) and how many ``ROUNDS`` (5), of
which the fastest counts. Every call is the public one, and stands beside one copy of the panel into
memory that was written to before, taken in the same round; ``work`` is the time of all cores
together, divided by their number, which others on the machine disturb less. Alternatives run for
``n`` of the municipalities, on all columns (xarray's quantile on a twentieth), and are multiplied
by the share that these have of all peers; they are left out where the library is not installed. It
needs the extra ``fast``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter, process_time
from typing import Any

import numpy as np
import xarray as xr
from reference_panel import INDICATORS, a_panel, disjoint, fastest, memory_beside, overlapping

from municompare.comparison.benchmarks import benchmark
from municompare.comparison.changes import change, distance_to_target
from municompare.comparison.neighbours import nearest_rows
from municompare.comparison.residuals import residuals
from municompare.model.peers import PeerSet
from municompare.statistics import Panel

QUARTILES = ("q25", "median", "q75")
COLUMN = "{:46} {:>9} {:>9} {:>9} {:>9}"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def calls(panel: Panel) -> Iterator[tuple[str, Callable[[], xr.Dataset], float, int]]:
    """Give name, call, what is wanted in multiples of a copy, and the copies of its traffic."""
    lists, groups, large = overlapping(), disjoint(20), disjoint(43)
    shape, dtype = panel.dataset["value"].shape, panel.dataset["value"].dtype
    targets = dict.fromkeys(panel.indicators, 50.0)
    first, second = np.zeros(shape, dtype=dtype), np.zeros(shape, dtype=dtype)
    codes = np.zeros(shape, dtype=np.int8)

    def of(peers: PeerSet, *statistics: Any) -> Callable[[], xr.Dataset]:
        return lambda: benchmark(panel, peers, statistics=statistics)

    yield "mean", of(lists, "mean"), 12, 1
    yield "percentile rank", of(lists, "percentile_rank"), 12, 1
    yield "median", of(lists, "median"), 40, 1
    yield "q25, median, q75 (own traffic)", of(lists, *QUARTILES), 30, 2
    yield "rank in disjoint groups of 20", of(groups, "rank"), 10, 1
    yield "rank in disjoint groups of 43", of(large, "rank"), 10, 1
    yield "change", lambda: change(panel, base=2000), 4, 1
    out = {"change": first, "change_percent": second, "status": codes}
    yield "change, out=", lambda: change(panel, base=2000, out=out), 2, 1
    yield "distance to target", lambda: distance_to_target(panel, targets), 4, 1
    other = {"distance": first, "distance_percent": second, "status": codes}
    yield "distance, out=", lambda: distance_to_target(panel, targets, out=other), 2, 1
    yield "residuals, 6 predictors", lambda: residuals(panel, panel.indicators[:6]), 20, 1


def beside_a_copy(
    run: Callable[[], object], panel: Panel, rounds: int
) -> tuple[float, float, float]:
    """Shortest time of a call, of its work on each core, and of a copy, taken in turns."""
    values = panel.dataset["value"].values
    target = np.zeros_like(values)
    run()  # compiles, or reads what was compiled
    own = work = copy = float("inf")
    for _ in range(rounds):
        before = process_time()
        own = min(own, fastest(run, rounds=1))
        work = min(work, (process_time() - before) / CORES)
        copy = min(copy, fastest(lambda: np.copyto(target, values), rounds=3))
    return own, work, copy


def alternatives(panel: Panel) -> Iterator[tuple[str, str, Callable[[int], object], list[int]]]:
    """Give statistic, name, what computes it for one municipality, and for which to run it."""
    values = panel.dataset["value"].values.reshape(len(panel.municipalities), -1)
    at = {name: row for row, name in enumerate(panel.municipalities)}
    lists = overlapping()
    members = [[at[peer] for peer in lists.peers_of(name)] for name in panel.municipalities]
    array = xr.DataArray(values, dims=("municipality", "cell"))
    some, few = list(range(0, len(values), 49)), [5, 200]
    if find_spec("bottleneck"):
        fast: Any = import_module("bottleneck")
        yield "mean", "bottleneck, loop", lambda i: fast.nanmean(values[members[i]], axis=0), some
        yield (
            "median",
            "bottleneck, loop",
            lambda i: fast.nanmedian(values[members[i]], axis=0),
            few,
        )
        yield (
            "percentile rank",
            "bottleneck, loop",
            lambda i: fast.nanrankdata(values[[i, *members[i]]], axis=0)[0],
            few,
        )
    else:
        print("bottleneck is not installed and is left out")
    yield "mean", "xarray, loop", lambda i: array[members[i]].mean("municipality"), some
    yield "median", "xarray, loop", lambda i: array[members[i]].median("municipality"), few

    def percentile(i: int) -> Any:
        peers, own = array[members[i]], array[i]
        below, ties = (peers < own).sum("municipality"), (peers == own).sum("municipality")
        return (below + (ties + 1) / 2) / (peers.notnull().sum("municipality") + 1)

    yield "percentile rank", "xarray, loop", percentile, some
    yield (
        "q25, median, q75 (own traffic)",
        "xarray, loop",
        lambda i: array[members[i], : values.shape[1] // 20].quantile(
            [0.25, 0.5, 0.75], "municipality"
        ),
        few,
    )


def time_of_alternative(run: Callable[[int], object], rows: list[int]) -> float:
    """Time for all municipalities, from that for some of them and the peers that they have."""
    lists = overlapping()
    sizes = [len(group.members) for group in lists.groups]
    with xr.set_options(use_bottleneck=False, use_numbagg=False):
        best = float("inf")
        for _ in range(2):
            start = perf_counter()
            for row in rows:
                run(row)
            best = min(best, perf_counter() - start)
    return best * sum(sizes) / sum(sizes[row] for row in rows)


def main() -> None:
    """Print the figures."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    panel = a_panel(indicators=round(INDICATORS * share))
    size = panel.dataset["value"].nbytes / 2**20
    print(f"panel of {size:.0f} MB; ratios to one copy of it, or to as many as the traffic is\n")
    print(COLUMN.format("", "ms", "ratio", "work", "wanted"))
    took = {}
    for name, run, wanted, copies in calls(panel):
        own, work, copy = beside_a_copy(run, panel, rounds)
        took[name] = own
        ratio, of_work = f"{own / copy / copies:.1f}", f"{work / copy / copies:.1f}"
        print(COLUMN.format(name, f"{1000 * own:.0f}", ratio, of_work, f"≤ {wanted}"), flush=True)
    print(COLUMN.format("one copy", f"{1000 * copy:.0f}", "1", "", ""))

    print("\n" + COLUMN.format("alternative, for some municipalities", "s", "× slower", "n", ""))
    for statistic, name, alternative, rows in alternatives(panel):
        took_other = time_of_alternative(alternative, rows)
        took_other *= 20 if statistic.startswith("q25") else 1
        slower = f"{took_other / took[statistic]:.0f}"
        label = f"{statistic}: {name}"
        print(COLUMN.format(label, f"{took_other:.1f}", slower, len(rows), ""), flush=True)

    print("\n" + COLUMN.format("memory, MB", "answers", "beside", "", "wanted"))
    for name, run, _, _ in calls(panel):
        if "out=" not in name:
            try:
                answers, beside = memory_beside(run, panel)
            except OSError:
                print("cannot be measured on this system")
                break
            figures = (f"{answers / 2**20:.0f}", f"{beside / 2**20:.0f}", "", "≤ 100")
            print(COLUMN.format(name, *figures), flush=True)

    print(
        "\n" + COLUMN.format("time for each column, ns, by share of columns", "1/4", "1/2", "1", "")
    )
    lists = overlapping()
    for name in ("mean", "median"):
        figures = []
        for part in (4, 2, 1):
            keys = panel.indicators[: len(panel.indicators) // part]
            smaller = panel if part == 1 else panel.sel(indicators=keys)
            run = partial(benchmark, smaller, lists, statistics=name)
            figures.append(f"{1e9 * fastest(run, rounds=rounds) / len(keys) / 90:.0f}")
        print(COLUMN.format(name, *figures, ""), flush=True)

    scaled = np.random.default_rng(3).normal(size=(390, 12))
    print("\n" + COLUMN.format("nearest peers, 390 × 12", "ms", "", "", "wanted"))
    for k in (7, 30):
        taken = fastest(partial(nearest_rows, scaled, k=k), rounds=200)
        print(COLUMN.format(f"k = {k}", f"{1000 * taken:.2f}", "", "", "≤ 1"))


if __name__ == "__main__":
    main()
