"""The code that numba compiles, with and without numba, against the reference."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison import _kernels
from municompare.comparison.benchmark_reference import Rules, peer_statistics
from municompare.comparison.benchmarks import benchmark
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

MISSING = float("nan")
NUMBERS = st.sampled_from([MISSING, MISSING, -2.5, 0.0, 0.1, 0.1, 7.25]) | st.floats(-100, 100).map(
    lambda number: round(number, 3)
)


@st.composite
def cases(draw: Any) -> tuple[Any, list[list[int]], Rules]:
    count, cells = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    values = np.array(draw(st.tuples(*[NUMBERS] * (count * cells)))).reshape(count, cells)
    members = [
        draw(
            st.lists(st.sampled_from(range(count)), unique=True).map(
                lambda own, f=focus: [i for i in own if i != f]
            )
        )
        for focus in range(count)
    ]
    has_mean = np.array(draw(st.tuples(*[st.booleans()] * cells)))
    turn = np.array(draw(st.tuples(*[st.sampled_from([-1, 0, 1])] * cells)), dtype=np.int8)
    return values, members, Rules(draw(st.integers(1, 3)), has_mean, turn)


def check(case: Any, *, compiled: bool) -> None:
    values, members, rules = case
    found, counts = _kernels.computed(
        values, range(len(values)), members, _kernels.NAMES, rules, compiled=compiled
    )
    for focus, own in enumerate(members):
        peers = values[own] if own else np.full((1, values.shape[1]), np.nan)
        assert counts[focus].tolist() == np.isfinite(peers).sum(axis=0).tolist()
        wanted = peer_statistics(values[[focus]], peers[None], _kernels.NAMES, rules)
        for name in _kernels.NAMES:
            np.testing.assert_allclose(
                found[name][focus], wanted[name][0], rtol=1e-9, atol=1e-9, err_msg=name
            )


@settings(max_examples=60)
@given(case=cases())
def test_the_plain_code_of_the_kernel_agrees_with_the_reference(case: Any) -> None:
    check(case, compiled=False)


@settings(max_examples=60)
@given(case=cases())
def test_the_compiled_kernel_agrees_with_the_reference(case: Any) -> None:
    pytest.importorskip("numba")
    check(case, compiled=True)


@pytest.mark.parametrize("size", range(11))
def test_a_network_sorts_everything(size: int) -> None:
    # What sorts all sequences of zeros and ones sorts all sequences.
    for bits in product((0, 1), repeat=size):
        line = list(bits)
        for a, b in _kernels.network(size):
            line[a], line[b] = min(line[a], line[b]), max(line[a], line[b])
        assert line == sorted(bits)


def a_panel_and_peers() -> tuple[Panel, PeerSet]:
    names = [f"SE-{code}" for code in range(1001, 1013)]
    random = np.random.default_rng(3)
    values = random.normal(size=(12, 20, 20, 1)).astype("f4")
    values[random.random(values.shape) < 0.2] = np.nan
    dims = ("municipality", "indicator", "period", "group")
    dataset = xr.Dataset(
        {
            "value": (dims, values),
            "status": (dims, np.where(np.isnan(values), 5, 0).astype("i1")),
        },
        coords={
            "municipality": names,
            "indicator": [f"N{i}" for i in range(20)],
            "period": [str(2001 + i) for i in range(20)],
            "group": ["total"],
            "direction": ("indicator", ["increase", "decrease"] * 10),
        },
        attrs={"publisher": "P", "attribution": "P", "processed": "no"},
    )
    group = PeerGroup(focus=None, name="g", members=tuple(names))
    about: dict[str, Any] = {"key": "g", "title": "G", "construct": "typology", "official": False}
    return Panel(dataset), PeerSet(groups=(group,), **about)


def test_a_large_benchmark_is_compiled_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    panel, peers = a_panel_and_peers()
    small = benchmark(panel, peers, statistics=_kernels.NAMES)  # type: ignore[arg-type]
    monkeypatch.setattr(_kernels, "LARGE", 1)
    large = benchmark(panel, peers, statistics=_kernels.NAMES)  # type: ignore[arg-type]
    assert (small.attrs["engine"], large.attrs["engine"]) == ("numpy", "numba")
    assert large["gap"].dtype == np.float32
    for name in small.data_vars:
        np.testing.assert_allclose(small[name].values, large[name].values, rtol=1e-5, atol=1e-5)
    ranges = benchmark(panel, peers, leave_one_out=True)
    assert ranges.attrs["engine"] == "numpy"


def test_without_numba_a_large_benchmark_runs_on_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    panel, peers = a_panel_and_peers()
    monkeypatch.setattr(_kernels, "LARGE", 1)
    monkeypatch.setattr(_kernels, "find_spec", lambda name: None)
    assert benchmark(panel, peers).attrs["engine"] == "numpy"
