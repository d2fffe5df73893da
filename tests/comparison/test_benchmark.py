"""Benchmarks against plain loops over one cell at a time."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isnan, nan, sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison.benchmark_statistics import PEER_STATISTICS, STATISTICS
from municompare.comparison.benchmarks import benchmark, group_statistics
from municompare.model.panel import PanelIndicator
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

Lists = Sequence[Sequence[int]]
DIRECTIONS = ("increase", "decrease", "unknown", "none")
few = settings(max_examples=40)
OF_CELLS = [name for name in STATISTICS if name != "slope"]


def ids(count: int) -> list[str]:
    return [f"SE-{n:04d}" for n in range(101, 101 + count)]


def panel_of(values: Any, **about: Any) -> Panel:
    """A panel of the total of municipalities × indicators × years from 2001."""
    values = np.asarray(values, dtype=float)[..., None]
    dims = ("municipality", "indicator", "period", "group")
    coords: dict[str, Any] = {
        "municipality": ids(len(values)),
        "indicator": [f"N{i}" for i in range(values.shape[1])],
        "period": [str(2001 + i) for i in range(values.shape[2])],
        "group": ["total"],
    }
    coords |= {name: ("indicator", list(texts)) for name, texts in about.items()}
    status = np.where(np.isnan(values), 5, 0).astype("i1")
    attrs = {"publisher": "P", "attribution": "Källa: P", "processed": "no"}
    return Panel(
        xr.Dataset({"value": (dims, values), "status": (dims, status)}, coords=coords, attrs=attrs)
    )


def row(*values: float, **about: Any) -> Panel:
    """A panel of one indicator in one year."""
    return panel_of(np.array(values)[:, None, None], **about)


def peers_of(lists: Lists, **fields: Any) -> PeerSet:
    """A set whose n-th list belongs to the n-th municipality."""
    names = ids(200)
    groups = tuple(
        PeerGroup(
            focus=names[focus],
            name=names[focus],
            members=tuple(names[i] for i in own),
            distances=tuple(map(float, range(len(own)))),
            reason=None if own else "no value",
        )
        for focus, own in enumerate(lists)
    )
    return PeerSet(
        **{
            "key": "own",
            "title": "Own",
            "construct": "custom",
            "groups": groups,
            "official": False,
            **fields,
        }
    )


def everyone(count: int) -> PeerSet:
    return peers_of([[i for i in range(count) if i != focus] for focus in range(count)])


def plain(own: float, peers: Sequence[float], least: int, direction: str) -> dict[str, float]:
    """Every statistic of one cell, written down once more."""
    found = sorted(value for value in peers if not isnan(value))
    if len(found) < least:
        return dict.fromkeys(OF_CELLS, nan)

    def quantile(share: float) -> float:
        place = share * (len(found) - 1)
        low = floor(place)
        high = min(low + 1, len(found) - 1)
        return found[low] + (found[high] - found[low]) * (place - low)

    mean = sum(found) / len(found) if found[0] != found[-1] else found[0]
    spread = sqrt(sum((value - mean) ** 2 for value in found) / len(found))
    gap = own - mean
    n = len(found) + 1
    places = [i for i, value in enumerate(sorted([*found, own]), 1) if value == own]
    below = sum(value < own for value in found)
    ties = sum(value == own for value in found) + 1
    share = nan if isnan(own) else (below + ties / 2) / n
    turned = {"increase": share, "decrease": 1 - share}
    return {
        "mean": mean,
        "median": quantile(0.5),
        "q25": quantile(0.25),
        "q75": quantile(0.75),
        "min": found[0],
        "max": found[-1],
        "gap": gap,
        "gap_relative": gap / abs(mean) if mean else nan,
        "gap_sd": gap / spread if spread else nan,
        "rank": sum(places) / len(places) if places else nan,
        "percentile_rank": share,
        "standing": turned.get(direction, nan),
    }


# Few different numbers, so that ties, equal groups and zero bases are frequent.
NUMBERS = st.sampled_from([nan, nan, -2.5, -1.0, 0.0, 0.1, 0.1, 1.0, 3.0, 7.25]) | st.floats(
    -1000, 1000
).map(lambda number: round(number, 3))


@st.composite
def cases(draw: Any) -> tuple[Any, list[list[int]], int]:
    """Values of municipalities × indicators × years, the peers of each, the fewest peers."""
    count = draw(st.integers(2, 7))
    shape = (count, draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    cells = draw(st.tuples(*[NUMBERS] * int(np.prod(shape))))
    lists = [
        draw(st.permutations([i for i in range(count) if i != focus]))[
            : draw(st.integers(0, count - 1))
        ]
        for focus in range(count)
    ]
    return np.array(cells).reshape(shape), lists, draw(st.integers(1, 4))


def variable(result: xr.Dataset, name: str) -> Any:
    prefix = "peer_" if name in PEER_STATISTICS else ""
    return result[prefix + name].values[..., 0]


@few
@given(case=cases())
def test_every_statistic_of_every_cell_is_that_of_a_plain_loop(case: Any) -> None:
    values, lists, least = case
    directions = DIRECTIONS[: values.shape[1]]
    panel = panel_of(values, direction=directions)
    result = benchmark(panel, peers_of(lists), statistics=OF_CELLS, min_peers=least)
    assert result["n_group"].values.tolist() == [len(own) for own in lists]
    for focus, indicator, period in np.ndindex(values.shape):
        own = values[focus, indicator, period]
        peers = [values[i, indicator, period] for i in lists[focus]]
        expected = plain(own, peers, least, directions[indicator])
        for name in OF_CELLS:
            found = variable(result, name)[focus, indicator, period]
            assert found == pytest.approx(expected[name], rel=1e-9, abs=1e-9, nan_ok=True), name
        n = sum(not isnan(value) for value in peers)
        assert result["n_peers"].values[focus, indicator, period, 0] == n
        status = 5 if isnan(own) else 11 if n < least else 0
        assert result["status"].values[focus, indicator, period, 0] == status


@few
@given(case=cases())
def test_quantiles_are_those_of_numpy_digit_by_digit(case: Any) -> None:
    values, lists, _ = case
    result = benchmark(
        panel_of(values), peers_of(lists), statistics=["q25", "median", "q75"], min_peers=1
    )
    for focus, indicator, period in np.ndindex(values.shape):
        peers = values[lists[focus], indicator, period]
        if np.isfinite(peers).any():
            for name, share in (("q25", 0.25), ("median", 0.5), ("q75", 0.75)):
                expected = np.quantile(peers[np.isfinite(peers)], share)
                assert variable(result, name)[focus, indicator, period] == expected


@few
@given(case=cases())
def test_a_leave_one_out_range_is_that_of_plain_smaller_groups(case: Any) -> None:
    values, lists, least = case
    panel = panel_of(values, direction=DIRECTIONS[: values.shape[1]])
    result = benchmark(
        panel, peers_of(lists), statistics=OF_CELLS, min_peers=least, leave_one_out=True
    )
    for focus, indicator, period in np.ndindex(values.shape):
        own = values[focus, indicator, period]
        present = [v for i in lists[focus] if not isnan(v := values[i, indicator, period])]
        smaller = [
            plain(own, present[:i] + present[i + 1 :], least, DIRECTIONS[indicator])
            for i in range(len(present))
        ]
        check_range(result, "leave_one_out", smaller, (focus, indicator, period))


@few
@given(case=cases(), ks=st.sets(st.integers(1, 6), min_size=1))
def test_a_range_over_k_is_that_of_the_plain_nearest_k(case: Any, ks: set[int]) -> None:
    values, lists, least = case
    panel = panel_of(values, direction=DIRECTIONS[: values.shape[1]])
    result = benchmark(panel, peers_of(lists), statistics=OF_CELLS, min_peers=least, ks=ks)
    for focus, indicator, period in np.ndindex(values.shape):
        own = values[focus, indicator, period]
        peers = [values[i, indicator, period] for i in lists[focus]]
        smaller = [plain(own, peers[:k], least, DIRECTIONS[indicator]) for k in ks]
        check_range(result, "k", smaller, (focus, indicator, period))


def check_range(result: Any, kind: str, smaller: list[dict[str, float]], cell: Any) -> None:
    for name in OF_CELLS:
        answers = [each[name] for each in smaller if not isnan(each[name])]
        for end, expected in (("min", min), ("max", max)):
            found = variable_end(result, name, kind, end)[cell]
            wanted = expected(answers) if answers else nan
            assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=True), name


def variable_end(result: Any, name: str, kind: str, end: str) -> Any:
    prefix = "peer_" if name in PEER_STATISTICS else ""
    return result[f"{prefix}{name}_{kind}_{end}"].values[..., 0]


@few
@given(case=cases(), order=st.randoms(use_true_random=False))
def test_permuting_municipalities_permutes_the_answers(case: Any, order: Any) -> None:
    values, lists, least = case
    panel, peers = panel_of(values), peers_of(lists)
    names = list(panel.municipalities)
    order.shuffle(names)
    wanted = {"statistics": STATISTICS, "min_peers": least, "leave_one_out": True}
    before = benchmark(panel, peers, **wanted)
    after = benchmark(panel.sel(municipalities=names), peers, **wanted)
    before = before.sel(municipality=names)
    for name in before.variables:
        xr.testing.assert_equal(before[name], after[name])


@few
@given(case=cases())
def test_another_unit_changes_levels_and_gaps_and_no_position(case: Any) -> None:
    values, lists, least = case
    wanted = {"statistics": STATISTICS, "min_peers": least}
    before = benchmark(panel_of(values), peers_of(lists), **wanted)
    after = benchmark(panel_of(values * 1024), peers_of(lists), **wanted)
    levels = {*(f"peer_{name}" for name in PEER_STATISTICS), "value", "gap", "slope"}
    for name in before.data_vars:
        factor = 1024 if name in levels else 1
        np.testing.assert_array_equal(before[name].values * factor, after[name].values)


@few
@given(case=cases())
def test_a_slope_is_that_of_least_squares_over_the_years_with_a_value(case: Any) -> None:
    values, lists, _ = case
    result = benchmark(panel_of(values), peers_of(lists), statistics=["slope"])
    for focus, indicator in np.ndindex(values.shape[:2]):
        own = values[focus, indicator]
        years = 2001 + np.flatnonzero(np.isfinite(own))
        assert result["slope_n"].values[focus, indicator, 0] == len(years)
        expected = np.polyfit(years - 2001, own[np.isfinite(own)], 1)[0] if len(years) > 1 else nan
        found = result["slope"].values[focus, indicator, 0]
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-6, nan_ok=True)


@few
@given(case=cases())
def test_statistics_of_a_group_are_over_all_its_members(case: Any) -> None:
    values, lists, least = case
    groups = tuple(
        PeerGroup(focus=None, name=f"g{i}", members=tuple(ids(200)[j] for j in own))
        for i, own in enumerate(lists)
        if own
    )
    if not groups:
        return
    peers = peers_of([], groups=groups, construct="typology")
    result = group_statistics(
        panel_of(values), peers, statistics=PEER_STATISTICS, min_members=least
    )
    for at, own in enumerate(own for own in lists if own):
        for indicator, period in np.ndindex(values.shape[1:]):
            members = [values[i, indicator, period] for i in own]
            expected = plain(nan, members, least, "none")
            n = sum(not isnan(value) for value in members)
            assert result["n_members"].values[at, indicator, period, 0] == n
            assert result["status"].values[at, indicator, period, 0] == (0 if n >= least else 11)
            for name in PEER_STATISTICS:
                found = result[name].values[at, indicator, period, 0]
                assert found == pytest.approx(expected[name], rel=1e-9, abs=1e-9, nan_ok=True)


def test_the_number_of_blocks_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).normal(size=(30, 4, 5))
    wanted: dict[str, Any] = {"statistics": STATISTICS, "leave_one_out": True}
    whole = benchmark(panel_of(values), everyone(30), **wanted)
    monkeypatch.setattr("municompare.comparison.benchmark_blocks._CELLS", 3)
    monkeypatch.setattr("municompare.comparison.benchmark_blocks._NUMBERS", 200)
    assert whole.identical(benchmark(panel_of(values), everyone(30), **wanted))


def test_peers_without_variation_give_no_gap_in_standard_deviations() -> None:
    result = benchmark(row(0.3, 0.1, 0.1, 0.1), everyone(4), statistics=["gap_sd", "mean"])
    assert isnan(result["gap_sd"].values.ravel()[0])
    assert result["peer_mean"].values.ravel()[0] == 0.1
    assert result["status"].values.ravel()[0] == 0


def test_a_relative_gap_keeps_the_sign_of_the_gap_on_a_negative_base() -> None:
    result = benchmark(row(-10.0, 5.0, 5.0, 5.0), everyone(4), statistics=["gap_relative", "gap"])
    assert result["gap_relative"].values.ravel()[0] == -3
    result = benchmark(row(5.0, -10.0, -10.0, -10.0), everyone(4), statistics=["gap_relative"])
    assert result["gap_relative"].values.ravel()[0] == 1.5
    result = benchmark(row(5.0, -1.0, 0.0, 1.0), everyone(4), statistics=["gap_relative"])
    assert isnan(result["gap_relative"].values.ravel()[0])


def test_an_answer_too_large_for_its_type_is_missing_and_not_infinite() -> None:
    result = benchmark(row(-1.5e308, 1e308, 1e308, 1e308), everyone(4), statistics=["gap", "mean"])
    assert isnan(result["gap"].values.ravel()[0])
    result = benchmark(row(0.0, 1e308, 1e308, 0.0), everyone(4), statistics=["mean", "slope"])
    assert isnan(result["peer_mean"].values.ravel()[0])
    result = benchmark(row(0.0, 1e200, 1e200, 0.0), everyone(4), statistics="gap_sd")
    assert isnan(result["gap_sd"].values.ravel()[0])
    result = benchmark(row(*[1e308] * 4), everyone(4), expected=row(*[-1e308] * 4))
    assert np.isnan(result["deviation"].values).all()


def test_answers_have_the_type_of_the_values() -> None:
    frame = pd.DataFrame(
        [(name, "N", 2019, float(i)) for i, name in enumerate(ids(4))],
        columns=["municipality", "indicator", "period", "value"],
    )
    panel = Panel.from_frame(
        frame,
        publisher="P",
        attribution="P",
        dtype="float32",
        indicators=[PanelIndicator(key="N", direction="decrease")],
    )
    result = benchmark(panel, everyone(4), statistics=STATISTICS, leave_one_out=True)
    counts = {"n_group", "n_peers", "status", "slope_n"}
    assert {result[name].dtype.name for name in set(result.data_vars) - counts} == {"float32"}
    assert result["standing"].values.ravel().tolist() == [0.875, 0.625, 0.375, 0.125]
