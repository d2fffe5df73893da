"""How long small work takes: one indicator, 290 municipalities, 29 years.

Run it with ``python benchmarks/small_work.py``. Warm is the fastest of some calls in one process;
fresh is the fastest of some new processes, beside ``import xarray`` and the same mean in pandas.
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial

from reference_panel import a_panel, fastest, overlapping

from municompare.comparison.benchmarks import benchmark

ROUNDS = 15
WANTED = (("mean",), ("median",), ("percentile_rank",), ("mean", "median", "rank", "standing"))

ROWS = """
import numpy as np
random = np.random.default_rng(1)
names = [f"SE-{1001 + i}" for i in range(290)]
members = {own: [names[int(j)] for j in random.permutation(290)[:12] if j != i]
           for i, own in enumerate(names)}
values = random.random((290, 29))
"""
PANDAS = f"""
import xarray
import pandas as pd
{ROWS}
frame = pd.DataFrame(values, index=names)
mean = pd.DataFrame({{own: frame.loc[peers].mean() for own, peers in members.items()}})
"""
OURS = f"""
import pandas as pd
from municompare.comparison.benchmarks import benchmark
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel
{ROWS}
frame = pd.DataFrame(
    {{
        "municipality": np.repeat(names, 29),
        "indicator": "N1",
        "period": np.tile(np.arange(1995, 2024), 290),
        "value": values.ravel(),
    }}
)
panel = Panel.from_frame(frame, publisher="nobody", attribution="random numbers")
groups = tuple(PeerGroup(focus=n, name=n, members=tuple(own)) for n, own in members.items())
peers = PeerSet(key="k", title="K", construct="custom", groups=groups, official=False)
found = benchmark(panel, peers, statistics="mean")
import sys
assert "numba" not in sys.modules
"""


def fresh(code: str) -> float:
    """Give the shortest time in milliseconds of a new process that runs the code."""
    run = partial(subprocess.run, [sys.executable, "-c", code], check=True)
    return 1000 * fastest(run, rounds=ROUNDS)


def main() -> None:
    """Print the figures."""
    panel = a_panel(indicators=1, municipalities=290, periods=29, groups=1)
    peers = overlapping(290)
    print(f"{'warm, one indicator, 290 × 29':46} {'ms':>7} {'wanted':>8}")
    for statistics in WANTED:
        run = partial(benchmark, panel, peers, statistics=statistics)
        print(f"{', '.join(statistics):46} {1000 * fastest(run, rounds=40):7.1f} {'< 20':>8}")
    bare = fresh("")
    plain, ours = fresh(PANDAS) - bare, fresh(OURS) - bare
    print(f"\n{'in a new process':46} {'ms':>7}")
    print(f"{'import xarray, and the mean in pandas':46} {plain:7.0f}")
    print(f"{'panel and benchmark':46} {ours:7.0f}")
    print(f"{'ratio (wanted: at most 2)':46} {ours / plain:7.2f}")


if __name__ == "__main__":
    main()
