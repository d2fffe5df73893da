"""Gap estimates against plain loops over fractions, one municipality at a time."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf, isnan, nan, sqrt
from statistics import NormalDist, median
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from municompare.comparison import gaps
from municompare.comparison.gaps import gap_estimates
from municompare.comparison.gaps_placebos import adjusted
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

few = settings(max_examples=40)
YEARS = range(2011, 2017)
FIT, PRE, POST = (2011, 2012, 2013), (2012, 2013), (2015, 2016)
SETTINGS: dict[str, Any] = {
    "indicators": "share",
    "pre": (2012, 2013),
    "post": (2015, 2016),
    "fit_from": 2011,
    "methods": "did",
    "allow": "poor_fit",
    "min_peers": 1,
    "shocks": (),
}
Path = Sequence[float]


def ids(count: int) -> list[str]:
    return [f"SE-{n:04d}" for n in range(114, 114 + count)]


def panel_of(paths: Sequence[Path], sizes: Sequence[float] = (), *, first: int = 2011) -> Panel:
    """A panel of one share, with inhabitants if they are given; nan is a missing value."""
    rows = [
        (name, "share", first + i, value)
        for name, path in zip(ids(len(paths)), paths, strict=True)
        for i, value in enumerate(path)
    ]
    rows += [
        (name, "N01951", 2013, size) for name, size in zip(ids(len(sizes)), sizes, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"])
    return Panel.from_frame(frame, publisher="P", attribution="Källa: P")


def peers_of(lists: Sequence[Sequence[int]], **fields: Any) -> PeerSet:
    """A set whose n-th list belongs to the n-th municipality."""
    names = ids(200)
    groups = tuple(
        PeerGroup(
            focus=names[focus],
            name=names[focus],
            members=tuple(names[i] for i in own),
            reason=None if own else "none",
        )
        for focus, own in enumerate(lists)
    )
    about = {"key": "own", "title": "Own", "construct": "custom", "official": False}
    return PeerSet(**{**about, "groups": groups, **fields})


def everyone(count: int, **fields: Any) -> PeerSet:
    return peers_of([[i for i in range(count) if i != own] for own in range(count)], **fields)


class Plain:
    """Everything about one municipality as the focus, written down once more in fractions."""

    def __init__(self, paths: Sequence[Path], lists: Sequence[Sequence[int]], own: int) -> None:
        used = (*FIT, *POST)

        def at(i: int, year: int) -> Fraction:
            return Fraction(paths[i][year - 2011])

        def complete(i: int) -> bool:
            return not any(isnan(paths[i][year - 2011]) for year in used)

        peers = [i for i in lists[own] if complete(i)]
        self.n_used = len(peers)
        self.valid = complete(own) and bool(peers)
        if not self.valid:
            return
        gap = {year: at(own, year) - sum(at(i, year) for i in peers) / len(peers) for year in used}
        self.level = sum(gap[year] for year in PRE) / len(PRE)
        self.estimate = sum(gap[year] for year in POST) / len(POST) - self.level
        mean = sum(gap[year] for year in FIT) / len(FIT)
        self.mse = sum((gap[year] - mean) ** 2 for year in FIT) / len(FIT)
        self.trend = sum((year - 2012) * gap[year] for year in FIT) / 2

    @property
    def ratio(self) -> Fraction | float:
        """The square of the studentised estimate; infinite beside no scatter."""
        if self.mse:
            return self.estimate**2 / self.mse
        return inf if self.estimate else 0


NUMBERS = st.one_of(
    st.sampled_from([0.0, 1.0, 1.0, 2.0, -1.5]), st.integers(-400, 400).map(lambda n: n / 8)
)


@st.composite
def cases(draw: Any) -> tuple[list[list[float]], list[list[int]], list[float]]:
    """Paths, peer lists and inhabitants; values are eighths, so that fractions are exact."""
    count = draw(st.integers(3, 8))
    paths = [draw(st.lists(NUMBERS, min_size=6, max_size=6)) for _ in range(count)]
    for _ in range(draw(st.integers(0, 2))):
        paths[draw(st.integers(0, count - 1))][draw(st.integers(0, 5))] = nan
    lists = [
        draw(st.permutations([i for i in range(count) if i != own]))[
            : draw(st.integers(0, count - 1))
        ]
        for own in range(count)
    ]
    sizes = [float(draw(st.sampled_from([10, 20, 30, 31, 90]))) for _ in range(count)]
    return paths, lists, sizes


@few
@given(cases())
def test_every_number_is_that_of_a_plain_loop(case: Any) -> None:
    paths, lists, sizes = case
    plain = [Plain(paths, lists, i) for i in range(len(paths))]
    found = gap_estimates(
        panel_of(paths, sizes), focus=ids(len(paths)), peers=peers_of(lists), **SETTINGS
    )
    factor = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)
    assert found["focus"].tolist() == ids(len(paths))
    for i, row in enumerate(found.to_dict("records")):
        own = plain[i]
        if not own.valid:
            assert row["status"] != "reported"
            assert isnan(row["estimate"])
            assert row["refused"] in {"few_peers", "missing_values", "few_peers; missing_values"}
            continue
        assert row["status"] == "reported"
        assert row["n_peers"] == len(lists[i])
        assert row["n_peers_used"] == own.n_used
        pool = [
            other
            for j, other in enumerate(plain)
            if j != i and other.valid and 1 / 3 <= sizes[j] / sizes[i] <= 3
        ]
        assert row["estimate"] == pytest.approx(float(own.estimate), abs=1e-9)
        assert row["pre_gap"] == pytest.approx(float(own.level), abs=1e-9)
        assert row["pre_rmspe"] == pytest.approx(sqrt(own.mse), abs=1e-9)
        assert row["pre_trend"] == pytest.approx(float(own.trend), abs=1e-9)
        assert row["placebo_n"] == len(pool)
        if not pool:
            assert isnan(row["p_permutation"])
            assert isnan(row["p_unstudentised"])
        else:
            rank = 1 + sum(other.ratio >= own.ratio for other in pool)
            assert row["placebo_rank"] == rank
            assert row["p_permutation"] == pytest.approx(rank / (len(pool) + 1))
            larger = sum(abs(other.estimate) >= abs(own.estimate) for other in pool)
            assert row["placebo_rank_change"] == 1 + larger
            assert row["p_unstudentised"] == pytest.approx((1 + larger) / (len(pool) + 1))
            steeper = sum(abs(other.trend) >= abs(own.trend) for other in pool)
            assert row["p_pre_trend"] == pytest.approx((1 + steeper) / (len(pool) + 1))
        estimates = [float(other.estimate) for other in pool]
        if len(pool) > 1:
            sd = float(np.std(estimates, ddof=1))
            assert row["placebo_sd"] == pytest.approx(sd, abs=1e-9)
            assert row["min_detectable"] == pytest.approx(factor * sd, abs=1e-9)
        else:
            assert isnan(row["placebo_sd"])
        levels = [float(other.level) for other in pool]
        if len(pool) > 2 and len(set(levels)) > 1:
            line = scipy.stats.linregress(levels, estimates)
            predicted = line.intercept + line.slope * float(own.level)
            wanted = float(own.estimate) - predicted
            assert row["rtm_adjusted"] == pytest.approx(wanted, rel=1e-6, abs=1e-6)
        else:
            assert isnan(row["rtm_adjusted"])


@few
@given(cases())
def test_a_fit_worse_than_that_of_the_median_placebo_is_refused(case: Any) -> None:
    paths, lists, _ = case
    plain = [Plain(paths, lists, i) for i in range(len(paths))]
    found = gap_estimates(
        panel_of(paths), focus=ids(len(paths)), peers=peers_of(lists), **{**SETTINGS, "allow": ()}
    )
    for i, row in enumerate(found.to_dict("records")):
        others = [sqrt(other.mse) for j, other in enumerate(plain) if j != i and other.valid]
        if not plain[i].valid or not others:
            continue
        own, middle = sqrt(plain[i].mse), median(others)
        assume(own == middle or abs(own - middle) > 1e-6)
        assert (row["refused"] == "poor_fit") == (own > middle)


@few
@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_those_of_scipy(family: list[float]) -> None:
    wanted = scipy.stats.false_discovery_control(family, method="bh")
    np.testing.assert_allclose(adjusted(family), wanted)


def random_paths(count: int, seed: int = 1) -> list[list[float]]:
    chance = np.random.default_rng(seed)
    steps = chance.normal(size=(count, 6)).cumsum(axis=1) + chance.normal(5, 2, size=(count, 1))
    return [[float(value) for value in row] for row in steps]


def test_the_order_of_the_panel_changes_nothing() -> None:
    paths = random_paths(9)
    panel = panel_of(paths, [10.0] * 9)
    turned = panel.sel(municipalities=panel.municipalities[::-1])
    asked_for = {**SETTINGS, "methods": gaps.METHODS, "focus": "SE-0116", "peers": everyone(9)}
    pd.testing.assert_frame_equal(
        gap_estimates(panel, **asked_for), gap_estimates(turned, **asked_for)
    )


def test_another_order_of_the_figures_gives_every_municipality_the_same_answer() -> None:
    paths = random_paths(8)
    order = [3, 1, 0, 7, 6, 2, 5, 4]
    settings_of = {**SETTINGS, "peers": everyone(8), "methods": gaps.METHODS}
    found = gap_estimates(panel_of(paths), focus=ids(8), **settings_of)
    moved = gap_estimates(panel_of([paths[i] for i in order]), focus=ids(8), **settings_of)
    for method in gaps.METHODS:
        numbers = ["estimate", "pre_rmspe", "p_permutation", "p_unstudentised", "rtm_adjusted"]
        one = found.loc[found["method"] == method, numbers].to_numpy()
        other = moved.loc[moved["method"] == method, numbers].to_numpy()
        np.testing.assert_allclose(other, one[order], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("factor", [1000, 0.01, -1])
def test_another_scale_scales_the_numbers_and_leaves_p(factor: float) -> None:
    paths = random_paths(9)
    scaled = [[factor * value for value in path] for path in paths]
    options = {**SETTINGS, "methods": gaps.METHODS, "focus": "SE-0118", "peers": everyone(9)}
    found, other = (gap_estimates(panel_of(given), **options) for given in (paths, scaled))
    same = [name for name in found if name.startswith("p_") or name.startswith("placebo_")]
    same = [*(name for name in same if name != "placebo_sd"), "claim", "limits", "n_peers_used"]
    pd.testing.assert_frame_equal(found[same], other[same], rtol=1e-6)
    moving = ["estimate", "own_change", "pre_gap", "pre_trend", "rtm_adjusted"]
    np.testing.assert_allclose(other[moving], factor * found[moving], rtol=1e-5, atol=1e-9)
    spreads = ["pre_rmspe", "placebo_sd", "min_detectable"]
    np.testing.assert_allclose(other[spreads], abs(factor) * found[spreads], rtol=1e-5, atol=1e-9)


def test_country_is_difference_in_differences_with_all_others() -> None:
    found = gap_estimates(
        panel_of(random_paths(9)),
        focus=ids(9),
        peers=everyone(9),
        **{**SETTINGS, "methods": ["did", "country", "own_change"]},
    )
    numbers = found.select_dtypes("number").columns.difference(["p_adjusted", "peer_year"])
    by_method = {
        name: rows[numbers].reset_index(drop=True) for name, rows in found.groupby("method")
    }
    pd.testing.assert_frame_equal(by_method["did"], by_method["country"])
    assert by_method["own_change"]["estimate"].tolist() == by_method["did"]["own_change"].tolist()
    assert by_method["own_change"]["n_peers"].isna().all()


def test_placebos_with_a_flat_past_are_among_the_most_unusual() -> None:
    chance = np.random.default_rng(4)
    flat = [[5.0, 5, 5, 5, 25, 25]] * 20
    noisy = (9 + chance.normal(0, 1, size=(22, 6))).tolist()
    for path in noisy:
        path[4] = path[5] = float(np.mean(path[1:3]))
    own = [5.0, 5.1, 4.9, 5, 6, 6]
    still = [[5.0] * 6]
    found = gap_estimates(
        panel_of([own, *flat, *noisy, *still]),
        focus=["SE-0114", "SE-0115", "SE-0157"],
        **{**SETTINGS, "methods": "own_change"},
    )
    assert found["placebo_n"].tolist() == [43] * 3
    # twenty infinite ones lie before it; the flat ones tie; who never moved did not change
    assert found["placebo_rank"].tolist() == [21, 20, 44]
    assert found.loc[0, "p_permutation"] == 21 / 44
    assert found.loc[0, "placebo_rank_change"] == 21
    assert "did not scatter" in found.loc[1, "limits"]


def test_a_gap_that_never_moved_has_an_infinite_statistic() -> None:
    paths = [[5, 5, 5, 0, 9, 9], *random_paths(4)]
    flat = [[1.0] * 6] * 3
    found = gap_estimates(
        panel_of([*paths, *flat]),
        focus=["SE-0114"],
        peers=peers_of([[5, 6, 7], [5], [5], [5], [5], [6], [5], [5]]),
        **SETTINGS,
    )
    [row] = found.to_dict("records")
    assert (row["pre_rmspe"], row["estimate"], row["status"]) == (0, 4, "reported")
    assert (row["placebo_rank"], row["placebo_n"], row["p_permutation"]) == (1, 7, 1 / 8)
    assert row["p_unstudentised"] > 0
    assert "did not scatter" in row["limits"]
    of_estimate = gap_estimates(
        panel_of([*paths, *flat]),
        focus="SE-0114",
        peers=peers_of([[5, 6, 7], [5], [5], [5], [5], [6], [5], [5]]),
        studentise=False,
        **SETTINGS,
    )
    assert of_estimate.loc[0, "p_permutation"] == row["p_unstudentised"]
    assert of_estimate.loc[0, "placebo_n"] == 7


def test_one_year_before_says_nothing_of_the_fit() -> None:
    found = gap_estimates(
        panel_of(random_paths(6)),
        focus="SE-0114",
        peers=everyone(6),
        **{**SETTINGS, "pre": (2013, 2013), "fit_from": None, "allow": ()},
    )
    row = found.iloc[0]
    assert row["status"] == "reported"
    assert np.isnan([row["pre_rmspe"], row["pre_trend"], row["p_permutation"]]).all()
    assert row["p_unstudentised"] > 0
    assert (row["placebo_n"], row["placebo_rank_change"] > 0) == (5, True)
    assert "fewer than 3 years" in row["limits"]
    assert "has no scatter" in row["limits"]


def test_tied_placebos_count_against_the_focus() -> None:
    paths = [
        [1, 2, 1, 0, 4, 4],
        [1, 2, 1, 0, 4, 4],
        [1, 2, 1, 0, 4, 4],
        *[[0, 0.1, 0, 0, 0, 0]] * 3,
    ]
    found = gap_estimates(panel_of(paths), focus="SE-0114", **{**SETTINGS, "methods": "own_change"})
    assert (found.loc[0, "placebo_rank"], found.loc[0, "placebo_n"]) == (3, 5)
    assert found.loc[0, "p_permutation"] == 0.5
