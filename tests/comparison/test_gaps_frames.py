"""The rows of a specification curve, and the frames behind it."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from math import nan
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from municompare.comparison import gaps
from municompare.comparison.gaps import (
    comparator_weights,
    gap_estimates,
    gap_paths,
    placebo_distribution,
)
from municompare.comparison.gaps_input import asked
from municompare.model.event import Event
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

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


def ids(count: int) -> list[str]:
    return [f"SE-{n:04d}" for n in range(114, 114 + count)]


def panel_of(paths: Sequence[Sequence[float]], sizes: Sequence[float] = ()) -> Panel:
    """A panel of one share from 2011 on, with inhabitants if they are given."""
    rows = [
        (name, "share", 2011 + i, value)
        for name, path in zip(ids(len(paths)), paths, strict=True)
        for i, value in enumerate(path)
    ]
    rows += [
        (name, "N01951", 2013, size) for name, size in zip(ids(len(sizes)), sizes, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"])
    return Panel.from_frame(frame, publisher="P", attribution="Källa: P")


def peers_of(*groups: PeerGroup, **fields: Any) -> PeerSet:
    about = {"key": "own", "title": "Own", "construct": "custom", "official": False}
    return PeerSet(**{**about, "groups": groups, **fields})


def everyone(count: int, **fields: Any) -> PeerSet:
    return peers_of(PeerGroup(focus=None, name="all", members=tuple(ids(count))), **fields)


def random_paths(count: int) -> list[list[float]]:
    chance = np.random.default_rng(1)
    steps = chance.normal(size=(count, 6)).cumsum(axis=1) + chance.normal(5, 2, size=(count, 1))
    return [[float(value) for value in row] for row in steps]


def test_every_window_method_and_peer_group_is_a_row_of_one_family() -> None:
    pairs, four = [(2011, 2012), (2012, 2013)], everyone(9, key="other", model_year=2000)
    found = gap_estimates(
        panel_of(random_paths(9)),
        focus=["SE-0116", "SE-0114"],
        peers=[everyone(9), four],
        **{
            **SETTINGS,
            "methods": ["own_change", "did", "country"],
            "fit_from": None,
            "pre": pairs,
            "post": [(2014, 2015), (2016, 2016)],
        },
    )
    assert len(found) == 2 * 4 * (1 + 2 + 1)
    assert found["focus"].unique().tolist() == ["SE-0116", "SE-0114"]
    assert not found.duplicated(["focus", "method", "peer_group", "pre", "post"]).any()
    assert set(found["pre"] + " " + found["post"]) == {
        "2011/2012 2014/2015", "2012/2013 2014/2015", "2011/2012 2016", "2012/2013 2016",
    }  # fmt: skip
    tested = found.dropna(subset="p_permutation")
    assert set(tested["family_size"]) == {len(tested)}
    wanted = scipy.stats.false_discovery_control(tested["p_permutation"], method="bh")
    np.testing.assert_allclose(tested["p_adjusted"], wanted)
    assert found.loc[found["peer_group"] == "other", "peer_year"].eq(2000).all()


def test_inhabitants_may_be_given_and_win_over_those_of_the_panel() -> None:
    panel = panel_of(random_paths(6), [10, 10, 10, 10, 10, 1000])
    options = {**SETTINGS, "focus": "SE-0114", "peers": everyone(6)}
    own = gap_estimates(panel, **options).iloc[0]
    assert (own["placebos"], own["placebo_n"]) == ("size_matched", 4)
    given = dict(zip(ids(3), [100, 120, 301], strict=True))
    assert gap_estimates(panel, population=given, **options).loc[0, "placebo_n"] == 1
    wider = gap_estimates(panel, population=given, size_factor=3.01, **options)
    assert wider.loc[0, "placebo_n"] == 2
    every = gap_estimates(panel, placebos="all", **options).iloc[0]
    assert (every["placebos"], every["placebo_n"]) == ("all", 5)
    unknown = gap_estimates(panel, population={"SE-0115": 5}, **options).iloc[0]
    assert (unknown["placebos"], unknown["placebo_n"]) == ("all", 5)


def test_inhabitants_are_those_of_the_last_year_before() -> None:
    sizes = [(2012, [10.0] * 3 + [50.0] * 3), (2014, [10.0] * 6)]
    rows = [
        (name, "N01951", year, size)
        for year, every in sizes
        for name, size in zip(ids(6), every, strict=True)
    ]
    figures = panel_of(random_paths(6)).to_frame().drop(columns=["group", "status"])
    frame = pd.concat([figures, pd.DataFrame(rows, columns=figures.columns[:4])])

    def matched(**change: Any) -> list[Any]:
        panel = Panel.from_frame(frame, publisher="P", attribution="Källa: P")
        options = {**SETTINGS, "methods": "country", "focus": "SE-0114", **change}
        return gap_estimates(panel, **options).loc[0, ["placebos", "placebo_n"]].tolist()

    assert matched() == matched(placebos="size_matched") == ["size_matched", 2]
    assert matched(pre=(2013, 2014)) == ["size_matched", 5]
    assert matched(pre=(2011, 2011), studentise=False) == ["all", 5]


def test_where_all_gaps_before_are_equal_nothing_is_predicted_from_them() -> None:
    paths = [[3.0, 3, 3, 0, end, end] for end in (1.0, 4.0, 2.0, 6.0)]
    found = gap_estimates(panel_of(paths), focus="SE-0114", **{**SETTINGS, "methods": "own_change"})
    assert found.loc[0, "status"] == "reported"
    assert np.isnan(found.loc[0, "rtm_adjusted"])


def test_measures_that_the_panel_lacks_have_no_path() -> None:
    event = Event(municipality="SE-0114", what="x", starts="2014", measures=("N9", "share"))
    options = {**SETTINGS, "indicators": None, "methods": "country"}
    shown = gap_paths(panel_of(random_paths(5)), event, **options)
    assert shown["indicator"].unique().tolist() == ["share"]


def test_the_whole_country_and_other_countries_are_no_placebos() -> None:
    frame = panel_of(random_paths(6)).to_frame()
    moved = frame["municipality"].replace({"SE-0118": "SE-0000", "SE-0119": "DK-101"})
    panel = Panel.from_frame(
        frame.assign(municipality=moved), publisher="P", attribution="Källa: P"
    )
    found = gap_estimates(panel, focus="SE-0114", **{**SETTINGS, "methods": "country"})
    assert (found.loc[0, "n_peers"], found.loc[0, "placebo_n"]) == (3, 3)


def test_placebos_are_shown_with_the_numbers_behind_the_rank() -> None:
    panel = panel_of(random_paths(7))
    options = {**SETTINGS, "focus": "SE-0116", "peers": everyone(7)}
    row = gap_estimates(panel, **options).iloc[0]
    shown = placebo_distribution(panel, **options)
    assert shown["municipality"].tolist() == ids(7)
    own = shown[shown["is_focus"]].iloc[0]
    assert own["municipality"] == "SE-0116"
    assert own["estimate"] == row["estimate"]
    assert own["studentised"] == pytest.approx(row["estimate"] / row["pre_rmspe"])
    others = shown[~shown["is_focus"]]
    assert others["estimate"].std() == pytest.approx(row["placebo_sd"])
    rank = 1 + (others["studentised"].abs() >= abs(own["studentised"])).sum()
    assert rank == row["placebo_rank"]
    refused = placebo_distribution(panel, **{**options, "min_peers": 9})
    assert refused["municipality"].tolist() == ["SE-0116"]
    assert refused["estimate"].isna().all()
    assert "9 are wanted" in refused.loc[0, "why"]


def test_paths_give_both_sides_of_the_gap_in_every_year() -> None:
    paths = random_paths(4)
    paths[1][3] = nan
    panel = panel_of(paths)
    shown = gap_paths(panel, focus="SE-0114", peers=everyone(4), **SETTINGS)
    assert shown["year"].tolist() == list(range(2011, 2017))
    assert shown["window"].astype(object).where(shown["window"].notna(), None).tolist() == [
        "fit", "pre", "pre", None, "post", "post",
    ]  # fmt: skip
    assert shown["value"].tolist() == paths[0]
    wanted = np.nanmean(np.array(paths[1:]), axis=0)
    np.testing.assert_allclose(shown["comparator"], wanted)
    np.testing.assert_allclose(shown["gap"], np.array(paths[0]) - wanted)
    assert shown["n_peers_used"].tolist() == [3, 3, 3, 2, 3, 3]
    assert shown["weight_covered"].round(3).tolist() == [1, 1, 1, 0.667, 1, 1]
    alone = gap_paths(panel, focus="SE-0114", **{**SETTINGS, "methods": "own_change"})
    assert alone["comparator"].isna().all()


def test_weights_are_those_of_the_comparator() -> None:
    paths = random_paths(5)
    options = {**SETTINGS, "focus": "SE-0114", "methods": ["did", "synthetic", "own_change"]}
    pair = peers_of(PeerGroup(focus="SE-0114", name="p", members=("SE-0115", "SE-0117")))
    weights = comparator_weights(panel_of(paths), peers=pair, **options)
    did = weights[weights["method"] == "did"]
    assert did[["municipality", "weight"]].values.tolist() == [["SE-0115", 0.5], ["SE-0117", 0.5]]
    synthetic = weights[weights["method"] == "synthetic"]
    assert synthetic["weight"].sum() == pytest.approx(1)
    assert synthetic["weight"].is_monotonic_decreasing
    assert "own_change" not in set(weights["method"])


def test_the_companions_take_what_the_estimates_take() -> None:
    def taken(function: Any) -> dict[str, Any]:
        return {
            name: parameter.default
            for name, parameter in inspect.signature(function).parameters.items()
            if name not in {"panel", "event", "pre", "post"}
        }

    assert taken(gap_estimates) == taken(asked)
    assert set(taken(asked)) == set(gaps.GapOptions.__annotations__)


def test_frames_say_whose_figures_they_rest_on() -> None:
    found = gap_estimates(panel_of(random_paths(5)), focus="SE-0114", peers=everyone(5), **SETTINGS)
    assert found.attrs["attribution"] == "Own computation from figures of P"
    assert not [name for name in found if "effect" in name]
    assert found["unit"].isna().all()
