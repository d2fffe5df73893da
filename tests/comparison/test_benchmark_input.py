"""What a benchmark refuses, what it says of itself, and what stands where there is no answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from municompare.comparison.benchmarks import benchmark, group_statistics, issues_of
from municompare.errors import MunicompareError
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

MEMBERS = ("SE-0114", "SE-0115", "SE-0117", "SE-0120", "SE-0123")


def panel_of(
    *columns: tuple[float, ...], municipalities: tuple[str, ...] = MEMBERS, **about: Any
) -> Panel:
    """A panel of the years from 2017 on, a column for each, with the keys ``N0`` and so on."""
    values = np.array(columns, dtype=float).T[:, None, :, None]
    dims = ("municipality", "indicator", "period", "group")
    coords: dict[str, Any] = {
        "municipality": list(municipalities),
        "indicator": ["N0"],
        "period": [str(2017 + i) for i in range(len(columns))],
        "group": ["total"],
    }
    coords |= {name: ("indicator", [text]) for name, text in about.items()}
    data = {
        "value": (dims, values),
        "status": (dims, np.where(np.isnan(values), 5, 0).astype("i1")),
    }
    attrs = {"publisher": "Kolada", "attribution": "Källa: Kolada", "processed": "no"}
    return Panel(xr.Dataset(data, coords=coords, attrs=attrs))


def typology(*members: str, **fields: Any) -> PeerSet:
    about: dict[str, Any] = {"key": "t", "title": "Types", "construct": "typology"}
    about |= {"publisher": "SKR", "model_year": 2017, "official": True}
    group = PeerGroup(focus=None, name="suburbs", members=members or MEMBERS)
    return PeerSet(**{**about, "groups": (group,), **fields})


def lists(**members: tuple[str, ...]) -> PeerSet:
    groups = tuple(
        PeerGroup(focus=f"SE-{code[1:]}", name=code, members=own) for code, own in members.items()
    )
    return typology(groups=groups, construct="custom")


def flat(result: xr.Dataset, name: str) -> list[float]:
    return list(result[name].values.ravel().tolist())


ONE = (1.0, 2.0, 3.0, 4.0, 5.0)


@pytest.mark.parametrize(
    ("ask", "code", "text"),
    [
        (lambda: benchmark(panel_of(ONE), typology(), statistics="medain"), "MC853", "'median'"),
        (lambda: benchmark(panel_of(ONE), typology(), statistics=()), "MC853", "found none"),
        (lambda: benchmark(panel_of(ONE), typology(), min_peers=0), "MC854", "found 0"),
        (lambda: benchmark(panel_of(ONE), typology(), min_peers=True), "MC854", "found True"),
        (lambda: benchmark(panel_of(ONE), typology(), ks=3), "MC854", "distances"),
        (
            lambda: benchmark(panel_of(ONE), typology(), municipalities="SE-0141"),
            "MC851",
            "did you mean 'SE-0117'",
        ),
        (
            lambda: benchmark(panel_of(ONE), typology(*MEMBERS[:4]), municipalities="SE-0123"),
            "MC851",
            "the peer set 't' has no municipality 'SE-0123'",
        ),
        (lambda: benchmark(panel_of(ONE), typology(), municipalities=[]), "MC851", "found none"),
        (lambda: benchmark(panel_of(ONE), typology(*MEMBERS, "SE-0126")), "MC851", "SE-0126"),
        (lambda: benchmark(panel_of(ONE), typology("SE-0126", "SE-0127")), "MC851", "with a group"),
        (lambda: benchmark(panel_of(ONE), typology("DK-101", "DK-147")), "MC852", "of DK"),
        (lambda: group_statistics(panel_of(ONE), typology("DK-101")), "MC852", "of DK"),
        (lambda: group_statistics(panel_of(ONE), typology("SE-0126")), "MC851", "SE-0126"),
        (
            lambda: group_statistics(panel_of(ONE), typology(), statistics="rank"),  # type: ignore[arg-type]
            "MC853",
            "'rank'",
        ),
        (lambda: benchmark(panel_of(ONE), typology(), expected={}), "MC854", "found none"),
        (lambda: benchmark(panel_of(ONE), typology(), expected={"N0": "N9"}), "MC854", "N9"),
        (
            lambda: benchmark(
                panel_of(ONE, unit="SEK"), typology(), expected=panel_of(ONE, unit="kSEK")
            ),
            "MC855",
            "N0 in SEK like N0, found kSEK",
        ),
    ],
)
def test_bad_input_is_one_clear_error(ask: Callable[[], Any], code: str, text: str) -> None:
    with pytest.raises(MunicompareError, match=code) as raised:
        ask()
    assert set(raised.value.report.codes) == {code}
    assert text in str(raised.value)


def test_all_problems_stand_in_one_error() -> None:
    with pytest.raises(MunicompareError) as raised:
        benchmark(
            panel_of(ONE),
            typology(*MEMBERS, "SE-0126"),
            statistics=["rnak"],  # type: ignore[list-item]
            min_peers=-1,
            municipalities=["SE-0114", "SE-9999"],
            expected={"N0": "N1"},
        )
    codes = raised.value.report.codes
    assert sorted(codes) == ["MC851", "MC851", "MC853", "MC854", "MC854"]


def test_infinite_figures_that_nobody_looked_at_are_an_error() -> None:
    pytest.importorskip("dask.array")
    dataset = panel_of(ONE).dataset.copy(deep=True)
    dataset["value"].values[0] = np.inf
    lazy = benchmark(Panel(dataset.chunk()), typology())
    with pytest.raises(MunicompareError, match="MC707"):
        lazy.compute()


def test_figures_that_are_not_computed_yet_give_the_same_answers() -> None:
    pytest.importorskip("dask.array")
    panel = panel_of(ONE, (5.0, nan, 1.0, 2.0, 2.0))
    wanted: dict[str, Any] = {"statistics": ["median", "rank", "slope"], "expected": {"N0": "N0"}}
    lazy = benchmark(Panel(panel.dataset.chunk()), typology(), **wanted)
    assert {name for name in lazy.data_vars if lazy[name].chunks is None} == {"n_group"}
    at_once = benchmark(panel, typology(), **wanted)
    (unjudged,) = {*issues_of(lazy)} - {*issues_of(at_once)}
    assert "not computed yet" in unjudged.message
    for attribute in ("engine", "issues"):
        del lazy.attrs[attribute], at_once.attrs[attribute]
    xr.testing.assert_identical(lazy.compute(), at_once)


def test_without_enough_peers_the_answer_is_missing_and_undetermined() -> None:
    panel = panel_of((1.0, 2.0, 3.0, nan, nan), ONE)
    result = benchmark(panel, typology(), statistics=["median", "rank"]).isel(municipality=0)
    assert flat(result, "n_peers") == [2, 4]
    np.testing.assert_array_equal(flat(result, "peer_median"), [nan, 3.5])
    np.testing.assert_array_equal(flat(result, "rank"), [nan, 1.0])
    words = result["status"].attrs["flag_meanings"].split()
    assert [words[code] for code in flat(result, "status")] == ["undetermined", "reported"]


def test_a_municipality_without_value_keeps_its_own_status_and_its_peers_median() -> None:
    result = benchmark(panel_of((nan, 2.0, 3.0, 4.0, 9.0)), typology(), statistics="median")
    own = result.sel(municipality="SE-0114")
    assert flat(own, "status") == [5]
    assert flat(own, "peer_median") == [3.5]
    alone = benchmark(panel_of((nan, 2.0, nan, nan, nan)), typology())
    assert flat(alone, "status") == [5, 11, 5, 5, 5]


def test_a_list_that_names_its_own_focus_does_not_count_it_as_a_peer() -> None:
    peers = lists(s0114=("SE-0114", "SE-0115", "SE-0117", "SE-0120"))
    result = benchmark(panel_of(ONE), peers, statistics="mean")
    assert (flat(result, "n_group"), flat(result, "peer_mean")) == ([3], [3.0])
    assert "MC824" in issues_of(result).codes
    whole = group_statistics(panel_of(ONE), peers)
    assert (flat(whole, "n_group"), flat(whole, "mean")) == ([4], [2.5])


def test_a_group_without_members_has_no_answer() -> None:
    group = PeerGroup(focus="SE-0114", name="x", members=(), reason="no value")
    result = benchmark(panel_of(ONE), typology(groups=(group,), construct="custom"), min_peers=1)
    assert (flat(result, "n_group"), flat(result, "n_peers")) == ([0], [0])
    assert flat(result, "status") == [11]


def test_two_groups_of_the_same_name_are_both_there() -> None:
    groups = (
        PeerGroup(focus=None, name="g", members=MEMBERS[:3]),
        PeerGroup(focus=None, name="g", members=MEMBERS[2:]),
    )
    result = group_statistics(panel_of(ONE), typology(groups=groups))
    assert result["peer_group"].values.tolist() == ["g", "g"]
    assert flat(result, "mean") == [2.0, 4.0]


def test_the_whole_country_and_those_without_group_are_left_out_and_said_to_be() -> None:
    panel = panel_of((*ONE, 6.0, 7.0), municipalities=("SE-0000", *MEMBERS, "SE-0126"))
    result = benchmark(panel, typology())
    assert tuple(result["municipality"].values) == MEMBERS
    [issue] = [issue for issue in issues_of(result) if issue.code == "MC859"]
    assert [place.locator for place in issue.readings] == ["SE-0126"]
    chosen = benchmark(panel, typology(), municipalities=["SE-0117", "SE-0114"])
    assert chosen["municipality"].values.tolist() == ["SE-0117", "SE-0114"]


def test_a_restricted_set_is_compared_with_those_who_are_left() -> None:
    peers = typology(*MEMBERS, "SE-0126").restricted_to(MEMBERS)
    assert flat(benchmark(panel_of(ONE), peers), "n_group") == [4] * 5


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("increase", [0.1, 0.3, 0.5, 0.7, 0.9]),
        ("decrease", [0.9, 0.7, 0.5, 0.3, 0.1]),
        ("unknown", [nan] * 5),
        ("none", [nan] * 5),
    ],
)
def test_standing_is_high_where_the_value_is_good(direction: str, expected: list[float]) -> None:
    result = benchmark(panel_of(ONE, direction=direction), typology(), statistics="standing")
    np.testing.assert_allclose(flat(result, "standing"), expected, rtol=1e-12)
    assert ("MC858" in issues_of(result).codes) == (direction in ("unknown", "none"))


def test_what_may_not_be_put_together_has_no_mean_but_a_median() -> None:
    panel = panel_of(ONE, aggregation="forbidden")
    result = benchmark(panel, typology(), statistics=["mean", "gap", "median", "rank"])
    assert np.isnan(result["peer_mean"].values).all()
    assert np.isnan(result["gap"].values).all()
    assert np.isfinite(result["peer_median"].values).all()
    assert np.isfinite(result["rank"].values).all()
    assert "MC856" in issues_of(result).codes
    assert "MC856" in issues_of(group_statistics(panel, typology())).codes


@pytest.mark.parametrize(
    ("starts", "broken"), [("2016", False), ("2017", False), ("2018", True), ("2020", False)]
)
def test_a_slope_does_not_cross_a_series_break(starts: str, broken: bool) -> None:
    breaks = json.dumps([{"starts": starts, "reason": "counted anew"}])
    panel = panel_of(ONE, (2.0, 2.0, 2.0, 2.0, 2.0), ONE, breaks=breaks)
    result = benchmark(panel, typology(), statistics="slope")
    assert np.isnan(result["slope"].values).all() == broken
    assert ("MC857" in issues_of(result).codes) == broken
    assert flat(result, "slope_n") == [3] * 5


def test_a_slope_over_quarters_is_per_year() -> None:
    dataset = panel_of(ONE, (2.0, 3.0, 4.0, 5.0, 6.0)).dataset
    dataset = dataset.assign_coords(period=["2019-Q1", "2020-Q1"])
    result = benchmark(Panel(dataset), typology(), statistics="slope")
    np.testing.assert_allclose(flat(result, "slope"), 1.0, rtol=0.01)


def test_expected_values_come_from_another_indicator_or_another_panel() -> None:
    other = panel_of((9.0, nan, 1.0), municipalities=MEMBERS[2::-1])
    result = benchmark(panel_of(ONE), typology(), expected=other)
    np.testing.assert_array_equal(flat(result, "expected"), [1.0, nan, 9.0, nan, nan])
    np.testing.assert_array_equal(flat(result, "deviation"), [0.0, nan, -6.0, nan, nan])
    assert "MC855" in issues_of(result).codes
    own = benchmark(panel_of(ONE, unit="percent"), typology(), expected={"N0": "N0"})
    assert flat(own, "deviation") == [0.0] * 5
    assert "MC855" not in issues_of(own).codes


def test_a_difference_of_percentages_is_in_percentage_points() -> None:
    result = benchmark(panel_of(ONE, unit="percent"), typology(), statistics="gap")
    assert result["unit"].values.tolist() == ["percent"]
    assert result["gap_unit"].values.tolist() == ["percentage_point"]
    assert result["gap"].attrs["units"] == "see coordinate gap_unit"


def test_a_benchmark_says_what_it_rests_on_and_does_not_cite_it_as_published() -> None:
    result = benchmark(panel_of(ONE), typology(), statistics=["median", "rank"])
    attrs = result.attrs
    assert (attrs["peer_group"], attrs["peer_year"]) == ("Types", "2017")
    assert (attrs["peer_publisher"], attrs["publisher"]) == ("SKR", "Kolada")
    assert (attrs["engine"], attrs["processed"], attrs["min_peers"]) == ("numpy", "yes", 3)
    assert attrs["peer_word"] == "peer group"
    assert "never include" in attrs["method"]
    assert "attribution" not in result.coords
    assert result["value"].attrs["attribution"] == "Källa: Kolada"
    texts = [attrs["attribution"], *(str(result[n].attrs) for n in ("peer_median", "rank"))]
    assert not any("källa" in text.casefold() for text in texts)
    whole = group_statistics(panel_of(ONE), typology())
    assert "attribution" not in whole.coords
    assert whole.attrs["attribution"] == "Own computation from figures of Kolada"


def test_a_list_younger_than_the_period_is_said_to_be() -> None:
    result = benchmark(panel_of(ONE), typology(model_year=2024))
    assert "MC821" in issues_of(result).codes
    assert "MC821" not in issues_of(benchmark(panel_of(ONE), typology())).codes


def test_low_coverage_is_said_where_the_municipality_itself_has_a_value() -> None:
    result = benchmark(panel_of(ONE, (1.0, 2.0, 3.0, nan, nan)), typology())
    [issue] = [issue for issue in issues_of(result) if issue.code == "MC825"]
    assert [place.locator for place in issue.readings] == list(MEMBERS[:3])
    assert issue.readings[0].text == "2 of 4 in the lowest of 1 cells"


def test_ranges_say_in_their_attributes_what_they_are() -> None:
    result = benchmark(panel_of(ONE), typology(), statistics="median", leave_one_out=True)
    name = "peer_median_leave_one_out_min"
    assert flat(result, name)[0] == 3.0
    assert result[name].attrs["long_name"].startswith("lowest over all groups that lack one peer")


def test_figures_and_arguments_stay_as_they_were() -> None:
    panel = panel_of(ONE)
    before = panel.dataset.copy(deep=True)
    result = benchmark(panel, typology(), statistics=["gap", "slope"], expected={"N0": "N0"})
    for shared in ("value", "expected"):
        with pytest.raises(ValueError, match="read-only"):
            result[shared].values[:] = 0
    for name in {*result.data_vars} - {"value", "expected"}:
        result[name].values[:] = 0
    result["value"].attrs["changed"] = result["status"].attrs["changed"] = "yes"
    xr.testing.assert_identical(panel.dataset, before)


def test_a_benchmark_survives_a_netcdf_file(tmp_path: Path) -> None:
    pytest.importorskip("h5netcdf")
    result = benchmark(panel_of(ONE, unit="percent"), typology(), statistics=["median", "slope"])
    result.to_netcdf(tmp_path / "b.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "b.nc", engine="h5netcdf") as read:
        xr.testing.assert_equal(read.load(), result)
        assert issues_of(read) == issues_of(result)
