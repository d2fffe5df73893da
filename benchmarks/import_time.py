"""How long ``import municompare`` takes, beside a bare interpreter and ``import pandas``.

Run it with ``python benchmarks/import_time.py``; each figure is the fastest of some fresh
interpreters.
"""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

ROUNDS = 15


def fastest(code: str) -> float:
    """Give the shortest time in milliseconds of a fresh interpreter that runs the code."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(perf_counter() - start)
    return 1000 * min(times)


def main() -> None:
    """Print the figures."""
    bare = fastest("")
    ours = fastest("import municompare") - bare
    pandas = fastest("import pandas") - bare
    print(f"bare interpreter    {bare:7.1f} ms")
    print(f"import municompare  {ours:+7.1f} ms (wanted: below 60)")
    print(f"import pandas       {pandas:+7.1f} ms")
    print(f"municompare/pandas  {ours / pandas:7.3f}")


if __name__ == "__main__":
    main()
