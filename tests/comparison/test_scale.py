"""The same answers from figures that are not in memory (dask, a cluster, Zarr), and progress."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from municompare.comparison import _compiled
from municompare.comparison.benchmark_statistics import PEER_STATISTICS, STATISTICS
from municompare.comparison.benchmarks import benchmark, group_statistics
from municompare.comparison.changes import change, distance_to_target
from municompare.comparison.progress import progress
from municompare.comparison.residuals import residuals
from municompare.errors import MunicompareError
from municompare.model.panel import SeriesBreak
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel
from municompare.statistics.layout import break_texts

NAMES = tuple(f"SE-{code}" for code in range(1001, 1025))
KEYS = tuple(f"N{i}" for i in range(12))


def a_panel(dtype: str = "f4", *, infinite: bool = False) -> Panel:
    random = np.random.default_rng(3)
    values = random.normal(size=(len(NAMES), len(KEYS), 5, 3)).astype(dtype)
    values[random.random(values.shape) < 0.2] = np.nan
    dims = ("municipality", "indicator", "period", "group")
    dataset = xr.Dataset(
        {
            "value": (dims, values),
            "status": (dims, np.where(np.isnan(values), 5, 0).astype("i1")),
        },
        coords={
            "municipality": list(NAMES),
            "indicator": list(KEYS),
            "period": [str(2001 + i) for i in range(5)],
            "group": ["total", "women", "men"],
            "direction": ("indicator", ["increase", "decrease", "unknown"] * 4),
            "aggregation": ("indicator", ["mean", "forbidden", "unknown"] * 4),
            "unit": ("indicator", ["percent"] * 12),
            "breaks": (
                "indicator",
                [break_texts([SeriesBreak(starts="2003", reason="new")])] + ["[]"] * 11,
            ),
        },
        attrs={"publisher": "P", "attribution": "P", "processed": "no"},
    )
    return Panel(dataset)


def some_peers() -> PeerSet:
    random = np.random.default_rng(4)
    groups = tuple(
        PeerGroup(
            focus=name,
            name=name,
            members=tuple(random.permutation([n for n in NAMES if n != name])[:7].tolist()),
            distances=tuple(map(float, range(7))),
        )
        for name in NAMES
    )
    return PeerSet(key="k", title="K", construct="custom", groups=groups, official=False)


def whole_groups() -> PeerSet:
    groups = tuple(PeerGroup(focus=None, name=f"g{i}", members=NAMES[i::3]) for i in range(3))
    return PeerSet(key="g", title="G", construct="typology", groups=groups, official=False)


ASK: dict[str, Callable[[Panel], xr.Dataset]] = {
    "benchmark": lambda panel: benchmark(
        panel, some_peers(), statistics=STATISTICS, expected=dict.fromkeys(KEYS[:3], KEYS[4])
    ),
    "benchmark of some": lambda panel: benchmark(
        panel,
        some_peers(),
        statistics=["median", "rank"],
        municipalities=[NAMES[4], NAMES[1]],
        leave_one_out=True,
        ks=[3, 5],
    ),
    "benchmark beside a panel": lambda panel: benchmark(
        panel, some_peers(), statistics="gap", expected=panel
    ),
    "whole groups": lambda panel: benchmark(panel, whole_groups(), statistics=["rank", "mean"]),
    "group statistics": lambda panel: group_statistics(
        panel, whole_groups(), statistics=PEER_STATISTICS
    ),
    "change": lambda panel: change(panel, base=2002),
    "change of some": lambda panel: change(panel, base=2002, periods=[2005, 2001]),
    "distance": lambda panel: distance_to_target(panel, {"N1": 0.3, "N2": 1, "N7": 0.5}),
    "distance to a panel": lambda panel: distance_to_target(panel, panel),
    "residuals": lambda panel: residuals(panel, ["N3", "N1"], lags={"N1": 1}),
}
PIECES: dict[str, dict[str, int]] = {
    "one piece": {},
    "by indicator": {"indicator": 5},
    "by municipality": {"municipality": 7},
    "along everything": {"municipality": 9, "indicator": 5, "period": 2, "group": 2},
}


def without_words(result: xr.Dataset) -> xr.Dataset:
    """The result without what may differ: the engine, and that coverage is not judged yet."""
    result = result.copy()
    for name in ("engine", "issues"):
        del result.attrs[name]
    return result


@pytest.mark.parametrize("pieces", list(PIECES))
@pytest.mark.parametrize("ask", list(ASK))
def test_figures_in_pieces_give_the_same_answers_when_they_are_computed(
    ask: str, pieces: str
) -> None:
    pytest.importorskip("dask.array")
    panel = a_panel()
    at_once = ASK[ask](panel)
    lazy = ASK[ask](Panel(panel.dataset.chunk(PIECES[pieces])))
    waiting = {name for name, variable in lazy.data_vars.items() if variable.chunks is not None}
    assert waiting == set(lazy.data_vars) - {"n_group"}
    assert lazy.attrs["engine"] == f"{at_once.attrs['engine']} on dask"
    xr.testing.assert_identical(without_words(lazy.compute()), without_words(at_once))
    assert {name: lazy[name].dtype for name in lazy.data_vars} == {
        name: at_once[name].dtype for name in at_once.data_vars
    }


@pytest.mark.parametrize("ask", [name for name in ASK if name != "benchmark of some"])
def test_compiled_code_gives_the_same_answers_on_dask(
    ask: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("dask.array")
    pytest.importorskip("numba")
    monkeypatch.setattr(_compiled, "LARGE", 1)
    panel = a_panel()
    lazy = ASK[ask](Panel(panel.dataset.chunk(indicator=5)))
    assert lazy.attrs["engine"] == "numba on dask"
    xr.testing.assert_identical(without_words(lazy.compute()), without_words(ASK[ask](panel)))


@pytest.mark.parametrize("ask", list(ASK))
def test_infinite_figures_are_an_error_when_they_are_computed(ask: str) -> None:
    pytest.importorskip("dask.array")
    dataset = a_panel().dataset.copy(deep=True)
    dataset["value"].values[0, 1] = np.inf
    panel = Panel(dataset.chunk(indicator=4))
    with pytest.raises(MunicompareError, match="MC707"):
        ASK[ask](panel).compute()


def test_only_one_of_value_and_status_may_be_in_pieces() -> None:
    pytest.importorskip("dask.array")
    panel = a_panel()
    expected = change(panel, base=2001)
    for name in ("value", "status"):
        dataset = panel.dataset
        mixed = Panel(dataset.assign({name: dataset[name].chunk(municipality=5)}))
        xr.testing.assert_equal(change(mixed, base=2001).compute(), expected)


def test_nothing_is_written_to_arrays_before_it_is_computed() -> None:
    pytest.importorskip("dask.array")
    panel = Panel(a_panel().dataset.chunk())
    with pytest.raises(MunicompareError, match="not computed yet"):
        change(panel, base=2001, out={})
    with pytest.raises(MunicompareError, match="not computed yet"):
        distance_to_target(panel, {"N0": 1.0}, out={})


def test_a_cluster_gives_the_same_answers() -> None:
    distributed = pytest.importorskip("distributed")
    panel = a_panel()
    lazy = Panel(panel.dataset.chunk(municipality=9, indicator=5))
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    )
    with cluster, distributed.Client(cluster) as client:
        for ask in ("benchmark", "group statistics", "change", "distance", "residuals"):
            found = client.gather(client.compute(ASK[ask](lazy)))
            xr.testing.assert_identical(without_words(found), without_words(ASK[ask](panel)))


LARGER_THAN_MEMORY = """
import re, sys
from pathlib import Path

import dask
import dask.array as da
import numpy as np
import xarray as xr

from municompare.comparison.benchmarks import benchmark
from municompare.comparison.changes import change
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

folder = Path(sys.argv[1])
dask.config.set(scheduler="threads", num_workers=2)
names = [f"SE-{code}" for code in range(1001, 1101)]
shape, pieces = (len(names), 24000, 30, 3), (len(names), 200, 30, 3)


def numbers(block_id):
    random = np.random.default_rng(block_id[1])
    return np.repeat(random.integers(0, 9, size=(len(names), 200, 30, 1)), 3, axis=3).astype("f4")


value = da.map_blocks(numbers, chunks=da.core.normalize_chunks(pieces, shape), dtype="f4")
dims = ("municipality", "indicator", "period", "group")
Panel(
    xr.Dataset(
        {"value": (dims, value), "status": (dims, da.zeros(shape, chunks=pieces, dtype="i1"))},
        coords={
            "municipality": names,
            "indicator": [f"N{i}" for i in range(shape[1])],
            "period": [str(1991 + i) for i in range(30)],
            "group": ["total", "women", "men"],
        },
        attrs={"publisher": "P", "attribution": "P", "processed": "no"},
    )
).to_zarr(folder / "panel")
group = PeerGroup(focus=None, name="g", members=tuple(names[:25]))
peers = PeerSet(key="g", title="G", construct="typology", groups=(group,), official=False)
panel = Panel.from_zarr(folder / "panel", chunks={})
found = benchmark(panel, peers, statistics=["mean"])
found["peer_mean"].attrs = {}
found[["peer_mean", "n_peers"]].to_zarr(folder / "found", consolidated=False)
changed = change(panel, base=1991)["change"].mean().compute()
# the peak of this process: getrusage begins with that of the process which started it
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
peak = int(peak[1]) / 2**10
print(panel.dataset["value"].nbytes / 2**20, peak)
found = xr.open_zarr(folder / "found", consolidated=False)
first = panel.dataset["value"][:25, :3].values
assert np.allclose(found["peer_mean"][0, :3], first[1:].mean(axis=0))
assert (found["n_peers"] == 24).all()
"""


def test_a_panel_larger_than_the_memory_it_may_use_comes_from_zarr(tmp_path: Path) -> None:
    for library in ("dask.array", "zarr"):
        pytest.importorskip(library)
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak memory of a process is read from /proc")
    done = subprocess.run(
        [sys.executable, "-c", LARGER_THAN_MEMORY, str(tmp_path)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    panel, peak = map(float, done.stdout.split())
    # with its status codes the panel has a quarter more
    assert panel > 820
    assert peak < 600


def test_long_work_shows_its_progress_to_whoever_asks(capsys: Any) -> None:
    panel = a_panel()
    benchmark(panel, some_peers())
    assert capsys.readouterr().err == ""
    with progress():
        benchmark(panel, some_peers())
        assert "Statistics of peers" in capsys.readouterr().err
    benchmark(panel, some_peers())
    assert capsys.readouterr().err == ""


def test_dask_shows_its_progress_to_whoever_asks(capsys: Any) -> None:
    pytest.importorskip("dask.array")
    lazy = benchmark(Panel(a_panel().dataset.chunk()), some_peers())
    with progress():
        lazy.compute()
    assert "Completed" in capsys.readouterr().err
    lazy.compute()
    assert capsys.readouterr().err == ""
