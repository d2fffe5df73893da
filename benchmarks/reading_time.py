"""How long reading documents takes in a warm process, beside a fresh ``import pandas``.

Run it with ``python benchmarks/reading_time.py [FOLDER]``, where the folder holds the documents of
the bundled plans (``../shared/documents`` unless another is named); each figure is the fastest of
some rounds. The ratio is that of one document for each of the three adopted plans.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import municompare as mc

ROUNDS = 15


def fastest(run: Callable[[], object]) -> float:
    """Give the shortest time in milliseconds of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return 1000 * min(times)


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/documents")
    total = 0.0
    for plan in mc.load().values():
        read = [document for document in plan.record.documents if document.role == "read"]
        for order, document in enumerate(read):
            file = folder / str(document.file)
            mc.read(file)  # the first reading loads definitions
            taken = fastest(lambda file=file: mc.read(file))  # type: ignore[misc]
            total += 0 if order else taken
            print(f"{file.name:42} {taken:7.1f} ms")
    bare = fastest(lambda: subprocess.run([sys.executable, "-c", ""], check=True))
    pandas = fastest(lambda: subprocess.run([sys.executable, "-c", "import pandas"], check=True))
    print(f"{'the first document of each plan, warm':42} {total:7.1f} ms")
    print(f"{'import pandas in a fresh process':42} {pandas - bare:7.1f} ms")
    print(f"{'ratio (wanted: below 1)':42} {total / (pandas - bare):7.2f}")


if __name__ == "__main__":
    main()
