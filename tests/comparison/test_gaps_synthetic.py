"""Synthetic combinations against the conditions of a minimum."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison import gaps_numbers
from municompare.comparison.gaps import comparator_weights, gap_estimates
from municompare.comparison.gaps_numbers import SPREAD, nearest_combinations, synthetic_weights
from municompare.statistics import Panel


def weights_of(path: Any, row: int = 0) -> tuple[Any, float]:
    path = np.asarray(path, dtype=float)
    complete = np.isfinite(path).all(axis=1)
    weights, _, finest = synthetic_weights(path, complete, np.array([row]), min_peers=1)
    return weights[row], finest


@settings(max_examples=40)
@given(st.integers(3, 9), st.integers(1, 6), st.integers(0, 10_000))
def test_no_shift_of_weight_makes_the_combination_better(count: int, years: int, seed: int) -> None:
    path = np.random.default_rng(seed).normal(size=(count, years)) * 3 + 5
    weights, _ = weights_of(path)
    assert weights[0] == 0
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1)
    donors, own = path[1:], weights[1:]
    slope = 2 * donors @ (own @ donors - path[0]) / years
    slope += 2 * SPREAD * path.var(axis=0).mean() * own
    # at a minimum over a simplex no coordinate falls faster than the weighted mean
    assert (slope - own @ slope >= -1e-7).all()


def test_a_municipality_between_two_others_is_their_mixture() -> None:
    path = [[2.0, 4.0], [0.0, 0.0], [8.0, 16.0], [5.0, -9.0]]
    weights, finest = weights_of(path)
    np.testing.assert_allclose(weights, [0, 0.75, 0.25, 0], atol=1e-4)
    assert 0 < finest < 0.01


def test_equal_others_share_the_weight() -> None:
    weights, _ = weights_of([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [50.0, 9.0]])
    np.testing.assert_allclose(weights[1:3], [0.5, 0.5], atol=1e-3)


def test_others_that_lack_figures_get_no_weight() -> None:
    weights, _ = weights_of([[1.0, 2.0], [1.0, np.nan], [3.0, 3.0], [0.0, 1.0]])
    assert weights[1] == 0
    assert np.isnan(weights_of([[1.0, np.nan], [1.0, 2.0]])[0]).all()
    assert np.isnan(weights_of([[1.0, 2.0]])[0]).all()
    assert np.isnan(weights_of([[np.nan], [np.nan]])[0]).all()
    np.testing.assert_allclose(weights_of([[3.0, 3.0], [3.0, 3.0]])[0], [0, 1])


def panel() -> Panel:
    chance = np.random.default_rng(5)
    paths = chance.normal(5, 2, size=(12, 1)) + chance.normal(0, 0.5, size=(12, 6))
    rows = [
        (f"SE-{114 + i:04d}", "share", 2011 + j, value)
        for i, path in enumerate(paths)
        for j, value in enumerate(path)
    ]
    frame = pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"])
    return Panel.from_frame(frame, publisher="P", attribution="Källa: P")


ASKED: dict[str, Any] = {
    "focus": "SE-0116", "methods": "synthetic", "pre": (2011, 2013), "post": (2015, 2016),
    "shocks": (), "allow": "poor_fit",
}  # fmt: skip


def test_the_estimate_is_against_the_weighted_mean_of_the_others() -> None:
    found = gap_estimates(panel(), **ASKED).iloc[0]
    shares = comparator_weights(panel(), **ASKED).set_index("municipality")["weight"]
    values = panel().dataset["value"].isel(indicator=0, group=0).to_pandas()
    gap = values.loc["SE-0116"] - shares @ values.loc[shares.index]
    wanted = gap[["2015", "2016"]].mean() - gap[["2011", "2012", "2013"]].mean()
    assert found["estimate"] == pytest.approx(wanted)
    assert found["n_peers_used"] == 11


def test_a_perfect_fit_is_not_taken_for_precision() -> None:
    every = {**ASKED, "focus": panel().municipalities, "pre": (2012, 2013)}
    found = gap_estimates(panel(), **every)
    finest = found["pre_rmspe"].min()
    assert finest > 0
    perfect, others = found[found["pre_rmspe"] == finest], found[found["pre_rmspe"] > finest]
    assert len(perfect) > 2 < len(others)
    assert found["placebo_n"].eq(len(found) - 1).all()
    assert perfect["limits"].str.contains("did not scatter").all()
    assert not others["limits"].str.contains("did not scatter").any()
    # beside each other they stand as their estimates do
    order = perfect["estimate"].abs().rank(ascending=False)
    assert perfect["placebo_rank"].rank().tolist() == order.tolist()
    assert found["p_permutation"].notna().all()


def test_scipy_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    assert gap_estimates(panel(), **ASKED).loc[0, "status"] == "reported"


def test_a_combination_that_is_not_found_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps_numbers, "_STEPS", 1)
    assert gap_estimates(panel(), **ASKED).loc[0, "refused"] == "no_fit"


@settings(max_examples=60)
@given(st.integers(3, 40), st.integers(1, 9), st.integers(0, 10_000), st.sampled_from([1, 1000]))
def test_combinations_are_those_of_least_squares_in_scipy(
    count: int, years: int, seed: int, finer: int
) -> None:
    # whole numbers make ties and equal columns, which are hard for a method of active columns
    away = np.random.default_rng(seed).integers(-3 * finer, 4 * finer, size=(years, count)) / finer
    barred = np.zeros((1, count), dtype=bool)
    barred[0, 0] = True
    [found] = nearest_combinations(away[None], barred)
    others = count - 1
    system = np.vstack([away[:, 1:], np.sqrt(SPREAD) * np.eye(others), np.ones(others)])
    wanted = np.zeros(len(system))
    wanted[-1] = 1.0
    plain, _ = scipy.optimize.nnls(system, wanted)
    np.testing.assert_allclose(found[1:], plain / plain.sum(), atol=1e-6)
    assert found[0] == 0


def test_many_combinations_at_once_are_those_found_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = np.random.default_rng(1).normal(size=(20, 3))
    complete = np.ones(20, dtype=bool)
    whole, _, _ = synthetic_weights(path, complete, np.arange(20), min_peers=1)
    monkeypatch.setattr(gaps_numbers, "_CELLS", 1)
    single, _, _ = synthetic_weights(path, complete, np.arange(20), min_peers=1)
    np.testing.assert_allclose(whole, single, atol=1e-9)
