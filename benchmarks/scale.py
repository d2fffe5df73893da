"""How long statistics take on dask arrays, beside the same in memory.

Run it with ``python benchmarks/scale.py [SHARE] [ROUNDS]``: ``SHARE`` of the columns of the
reference panel (a sixth unless another is given), in pieces of 100 indicators. The fastest of some
rounds counts. It needs the extras ``fast`` and ``dask``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import xarray as xr
from reference_panel import INDICATORS, a_panel, fastest, overlapping

from municompare.comparison.benchmarks import benchmark
from municompare.comparison.changes import change
from municompare.comparison.residuals import residuals
from municompare.statistics import Panel

COLUMN = "{:26} {:>10} {:>10} {:>8} {:>8}"


def computed(ask: Callable[[Panel], xr.Dataset], lazy: Panel) -> xr.Dataset:
    """Compute answers; the figures themselves are not copied, as they are not in memory either."""
    return ask(lazy).drop_vars("value", errors="ignore").compute()


def main() -> None:
    """Print the figures."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1 / 6
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    panel, peers = a_panel(indicators=round(INDICATORS * share)), overlapping()
    lazy = Panel(panel.dataset.chunk(indicator=100))
    asked: dict[str, Callable[[Panel], xr.Dataset]] = {
        "mean": lambda figures: benchmark(figures, peers, statistics="mean"),
        "percentile rank": lambda figures: benchmark(figures, peers, statistics="percentile_rank"),
        "median": lambda figures: benchmark(figures, peers, statistics="median"),
        "change": lambda figures: change(figures, base=2000),
        "residuals, 6 predictors": lambda figures: residuals(figures, figures.indicators[:6]),
    }
    print(COLUMN.format("", "memory, ms", "dask, ms", "ratio", "wanted"))
    for name, ask in asked.items():
        here, there = partial(ask, panel), partial(computed, ask, lazy)
        here(), there()  # compiles, or reads what was compiled
        took, took_there = fastest(here, rounds=rounds), fastest(there, rounds=rounds)
        ratio = f"{took_there / took:.1f}"
        print(
            COLUMN.format(name, f"{1000 * took:.0f}", f"{1000 * took_there:.0f}", ratio, "≤ 3"),
            flush=True,
        )


if __name__ == "__main__":
    main()
