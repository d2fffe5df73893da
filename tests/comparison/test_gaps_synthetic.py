"""Synthetic combinations against the conditions of a minimum."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison import gaps_numbers
from municompare.comparison.gaps import comparator_weights, gap_estimates
from municompare.comparison.gaps_numbers import SPREAD, synthetic_weights
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
    perfect, others = found[found["pre_rmspe"] == 0], found[found["pre_rmspe"] > 0]
    assert len(perfect) > 2 < len(others)
    assert perfect["p_permutation"].isna().all()
    assert perfect["p_unstudentised"].notna().all()
    assert perfect["limits"].str.contains("cannot be studentised").all()
    assert perfect["placebo_n"].eq(len(others)).all()
    assert others["placebo_n"].eq(len(others) - 1).all()


def test_without_scipy_the_row_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    found = gap_estimates(panel(), **{**ASKED, "methods": ["country", "synthetic"]})
    assert found["status"].tolist() == ["reported", "undetermined"]
    assert found.loc[1, "refused"] == "needs_scipy"
    assert "scipy" in found.loc[1, "why"]
    assert comparator_weights(panel(), **ASKED).empty


def test_a_combination_that_is_not_found_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stuck:
        @staticmethod
        def nnls(*_: Any, **__: Any) -> Any:
            raise RuntimeError("Maximum number of iterations reached.")

    monkeypatch.setattr(gaps_numbers, "import_module", lambda _: Stuck)
    assert gap_estimates(panel(), **ASKED).loc[0, "refused"] == "no_fit"
