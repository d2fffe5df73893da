"""The code that numba compiles, with and without numba, against the reference."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison import _compiled, _kernels
from municompare.comparison._kernels_order import network
from municompare.comparison.benchmark_blocks import evaluated
from municompare.comparison.benchmark_evaluation import Evaluation
from municompare.comparison.benchmark_reference import Rules
from municompare.comparison.benchmark_statistics import PEER_STATISTICS
from municompare.comparison.benchmarks import benchmark, group_statistics
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel
from municompare.statistics.layout import REPORTED, STATUS_CODES

MISSING = float("nan")
EMPTY = STATUS_CODES["empty"]
NUMBERS = st.sampled_from([MISSING, MISSING, -2.5, 0.0, 0.1, 0.1, 7.25]) | st.floats(-100, 100).map(
    lambda number: round(number, 3)
)


@st.composite
def cases(draw: Any) -> tuple[Any, list[list[int]], Rules]:
    count, cells = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    values = np.array(draw(st.tuples(*[NUMBERS] * (count * cells)))).reshape(count, cells)
    values = values.astype(draw(st.sampled_from(["f4", "f8"])))
    if draw(st.booleans()):  # everyone in a group, all others of which are its peers
        of = draw(st.tuples(*[st.integers(0, 2)] * count))
        members = [[i for i in range(count) if i != f and of[i] == of[f]] for f in range(count)]
    else:
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


def check(case: Any, wanted: Any, *, plain: bool) -> None:
    values, members, rules = case
    status = np.where(np.isnan(values), EMPTY, REPORTED).astype(np.int8)
    found = _kernels.computed(
        values, status, range(len(values)), members, wanted, rules, plain=plain
    )
    expected = evaluated(values, status, range(len(values)), members, wanted, rules, engine="numpy")
    assert (found.engine, expected.engine) == ("numba", "numpy")
    assert found.answers.keys() == set(wanted)
    tolerance = 1e-6 if values.dtype == np.float32 else 1e-9
    for name in wanted:
        np.testing.assert_allclose(
            found.answers[name],
            expected.answers[name],
            rtol=tolerance,
            atol=tolerance,
            err_msg=name,
        )
        assert found.answers[name].dtype == values.dtype
    for one, other in zip(exact(found), exact(expected), strict=True):
        np.testing.assert_array_equal(one, other)


def exact(found: Evaluation) -> tuple[Any, ...]:
    coverage = found.coverage
    return found.counts, found.status, coverage.sparse, coverage.cells, coverage.fewest


WANTED = st.sampled_from(
    [*([name] for name in _kernels.NAMES), [], ["min", "max"], ["q25", "median"], _kernels.NAMES]
)


@settings(max_examples=100)
@given(case=cases(), wanted=WANTED)
def test_the_plain_code_of_the_kernels_agrees_with_the_reference(case: Any, wanted: Any) -> None:
    check(case, wanted, plain=True)


@settings(max_examples=100)
@given(case=cases(), wanted=WANTED)
def test_the_compiled_kernels_agree_with_the_reference(case: Any, wanted: Any) -> None:
    pytest.importorskip("numba")
    check(case, wanted, plain=False)


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("grouped", [False, True])
def test_compiled_blocks_and_threads_agree_with_the_reference(dtype: str, grouped: bool) -> None:
    pytest.importorskip("numba")
    random = np.random.default_rng(7)
    count, cells = 60, 1200
    # eighths, whose sums are exact in any order
    values = (random.integers(-20, 20, size=(count, cells)) / 8).astype(dtype)
    values[random.random(values.shape) < 0.3] = np.nan
    members = [
        [i for i in range(count) if i != f and i % 4 == f % 4]
        if grouped
        else [int(i) for i in random.permutation(count)[: random.integers(0, 31)] if i != f]
        for f in range(count)
    ]
    assert (_kernels.whole_groups(range(count), members) is not None) == grouped
    turn = np.repeat(np.array([-1, 0, 1, 1], dtype=np.int8), cells // 4)
    rules = Rules(3, np.arange(cells) % 5 > 0, turn)
    check((values, members, rules), _kernels.NAMES, plain=False)


@pytest.mark.parametrize("wanted", [["median"], ["q25"], ["q75", "max"], ["min", "median"]])
def test_groups_of_all_sizes_are_put_in_order_as_far_as_it_matters(wanted: list[str]) -> None:
    random = np.random.default_rng(11)
    values = random.normal(size=(50, 5)).astype("f4")
    values[random.random(values.shape) < 0.2] = np.nan
    members = [[int(i) for i in random.permutation(50) if i != f][:f] for f in range(50)]
    rules = Rules(3, np.ones(5, dtype=bool), np.ones(5, dtype=np.int8))
    check((values, members, rules), wanted, plain=True)


def test_groups_are_whole_only_if_all_members_have_all_others_as_peers() -> None:
    assert _kernels.whole_groups([0, 1, 2], [[1, 2], [0, 2], [0, 1]]) is not None
    for rows, members in (
        ([0, 1], [[1, 2], [0, 2]]),  # a member that is not compared itself
        ([0, 1, 2], [[1], [0, 2], [1]]),  # not transitive
        ([0, 1], [[1], []]),  # not mutual
        ([0, 1], [[0, 1], [0, 1]]),  # its own peer
    ):
        assert _kernels.whole_groups(rows, members) is None


def test_the_mean_of_equal_numbers_is_that_number() -> None:
    for dtype in ("f4", "f8"):
        values = np.full((30, 3), 0.1, dtype=dtype)
        status = np.zeros(values.shape, dtype=np.int8)
        members = [[i for i in range(30) if i != f] for f in range(30)]
        rules = Rules(1, np.ones(3, dtype=bool), np.ones(3, dtype=np.int8))
        about = values, status, range(30), members, ["mean", "gap", "gap_sd"], rules
        found = _kernels.computed(*about, plain=True).answers
        assert (found["mean"] == values).all()
        assert (found["gap"] == 0).all()
        assert np.isnan(found["gap_sd"]).all()


def test_an_answer_too_large_for_its_type_is_missing_in_the_kernels_too() -> None:
    for dtype, huge in (("f4", 3e38), ("f8", 1.5e308)):
        values = np.array([[-huge], [huge], [huge], [huge]], dtype=dtype)
        rules = Rules(1, np.ones(1, dtype=bool), np.ones(1, dtype=np.int8))
        members = [[1, 2, 3], [], [], [0, 2]]
        check((values, members, rules), _kernels.NAMES, plain=True)


@pytest.mark.parametrize("size", range(11))
def test_a_network_sorts_everything(size: int) -> None:
    # What sorts all sequences of zeros and ones sorts all sequences.
    for bits in product((0, 1), repeat=size):
        line = list(bits)
        for a, b in network(size):
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
    monkeypatch.setattr(_compiled, "LARGE", 1)
    large = benchmark(panel, peers, statistics=_kernels.NAMES)  # type: ignore[arg-type]
    assert (small.attrs["engine"], large.attrs["engine"]) == ("numpy", "numba")
    assert large["gap"].dtype == np.float32
    for name in small.data_vars:
        np.testing.assert_allclose(small[name].values, large[name].values, rtol=1e-5, atol=1e-5)
    assert small.attrs["issues"] == large.attrs["issues"]
    ranges = benchmark(panel, peers, leave_one_out=True)
    assert ranges.attrs["engine"] == "numpy"


def test_large_group_statistics_are_compiled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    panel, peers = a_panel_and_peers()
    small = group_statistics(panel, peers, statistics=PEER_STATISTICS)
    monkeypatch.setattr(_compiled, "LARGE", 1)
    large = group_statistics(panel, peers, statistics=PEER_STATISTICS)
    assert (small.attrs["engine"], large.attrs["engine"]) == ("numpy", "numba")
    xr.testing.assert_allclose(small, large, rtol=1e-5)


def test_compiled_code_needs_no_place_to_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    class Numba:
        """What numba does where neither the source's folder nor the user's may be written to."""

        @staticmethod
        def njit(**settings: Any) -> Any:
            if settings.get("cache"):
                raise RuntimeError("cannot cache function: no locator available")
            return lambda kernel: kernel

    monkeypatch.setattr(_compiled, "import_module", lambda name: Numba)

    def kernel() -> None:
        pass

    assert _compiled.compiled(kernel) is kernel


def test_an_error_in_a_block_is_not_lost() -> None:
    def fail(first: int, last: int) -> None:
        raise ValueError(f"{first} to {last}")

    for on_all_cores in (True, False):
        with pytest.raises(ValueError, match="0 to 512"):
            _compiled.in_blocks(1200, lambda: fail, what="", width=512, on_all_cores=on_all_cores)


def test_without_numba_a_large_benchmark_runs_on_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    panel, peers = a_panel_and_peers()
    monkeypatch.setattr(_compiled, "LARGE", 1)
    monkeypatch.setattr(_compiled, "find_spec", lambda name: None)
    assert benchmark(panel, peers).attrs["engine"] == "numpy"
