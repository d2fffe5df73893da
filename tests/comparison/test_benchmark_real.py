"""Benchmarks of real figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from municompare.comparison.benchmarks import benchmark, group_statistics, issues_of
from municompare.comparison.peers import from_groups, from_liknande_kommuner
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

YEARS = ["2013", "2014", "2015"], ["2017", "2018", "2019"]


@pytest.fixture(scope="module")
def totals(shared_statistics: Path) -> Panel:
    return Panel.from_csv(
        shared_statistics / "kolada_values.csv.gz",
        columns={"kpi": "indicator", "year": "period", "gender": "group"},
        publisher="Kolada",
        attribution="Källa: Kolada",
    )


@pytest.fixture(scope="module")
def official(shared_statistics: Path) -> dict[str | None, PeerSet]:
    table = shared_statistics / "kolada_liknande_kommuner.csv"
    frame = pd.read_csv(table, dtype=str, keep_default_na=False)
    return {peers.theme: peers for peers in from_liknande_kommuner(frame)}


def change_of_gap(panel: Panel, peers: PeerSet, municipality: str) -> float:
    result = benchmark(
        panel.sel(indicators="N31807"), peers, statistics="gap", municipalities=municipality
    )
    before, after = (float(result["gap"].sel(period=years).mean()) for years in YEARS)
    return after - before


def test_the_gaps_of_norrkoping_are_the_published_ones(
    totals: Panel, official: dict[str | None, PeerSet]
) -> None:
    members = tuple(name for name in totals.municipalities if name != "SE-0000")
    group = PeerGroup(focus=None, name="all", members=members)
    everyone = PeerSet(
        key="all", title="All", construct="typology", groups=(group,), official=False
    )
    # The known -1.13 compares means over each window for each municipality; here the gap is that
    # of each year, in which other municipalities may have a value.
    assert change_of_gap(totals, everyone, "SE-0581") == pytest.approx(-1.144, abs=0.001)
    changes = [change_of_gap(totals, peers, "SE-0581") for peers in official.values()]
    assert round(max(changes), 1) == -0.3
    assert round(min(changes), 1) == -1.0


def test_norrkoping_in_2019_is_what_a_reader_of_the_file_computes(
    shared_statistics: Path, totals: Panel, official: dict[str | None, PeerSet]
) -> None:
    rows = pd.read_csv(shared_statistics / "kolada_values.csv.gz", dtype={"municipality": str})
    rows = rows[(rows["kpi"] == "N31807") & (rows["year"] == 2019)]
    figures = dict(zip("SE-" + rows["municipality"], rows["value"], strict=True))
    peers = official["ekonomiskt bistånd"]
    theirs = [figures[name] for name in peers.peers_of("SE-0581")]
    result = benchmark(
        totals.sel(indicators="N31807", periods=2019),
        peers,
        statistics=["mean", "median", "rank", "percentile_rank"],
        municipalities="SE-0581",
    )
    found = {str(name): float(result[name].values.item()) for name in result.data_vars}
    assert found["peer_mean"] == pytest.approx(np.mean(theirs), rel=1e-12)
    assert found["peer_median"] == np.median(theirs)
    assert found["rank"] == 1 + sum(value < figures["SE-0581"] for value in theirs) == 6
    assert found["percentile_rank"] == 5.5 / 8
    assert "MC821" in issues_of(result).codes


def test_means_of_published_groups_are_unweighted_over_members_that_have_a_value(
    shared_statistics: Path, totals: Panel
) -> None:
    table = pd.read_excel(shared_statistics / "skr_kommungrupper_2017.xlsx", dtype=str)
    groups = from_groups(
        table,
        municipality="Kommunkod",
        group="Kommungrupp 2017 namn",
        key="skr-2017",
        title="Kommungruppsindelning",
        publisher="SKR",
        year=2017,
        official=True,
        country="SE",
    )
    result = group_statistics(totals, groups, statistics=["mean", "median"], min_members=1)
    frame = totals.to_frame(dropna=True)
    group_of = {name: group.name for group in groups.groups for name in group.members}
    frame["peer_group"] = frame["municipality"].map(group_of)
    keys = ["peer_group", "indicator", "period"]
    expected = (
        frame.dropna(subset="peer_group").groupby(keys)["value"].agg(["mean", "median", "count"])
    )
    found = result.isel(group=0).to_dataframe()[["mean", "median", "n_members"]]
    found = found[found["n_members"] > 0].reorder_levels(keys).sort_index()
    assert len(found) == len(expected)
    np.testing.assert_allclose(found["mean"], expected["mean"], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found["median"], expected["median"], rtol=1e-12)
    np.testing.assert_array_equal(found["n_members"], expected["count"])


def test_the_deviation_of_refugee_employment_is_actual_less_expected(
    totals: Panel, official: dict[str | None, PeerSet]
) -> None:
    result = benchmark(totals, official["IFO"], expected={"N00700": "N00485"})
    both = totals.sel(municipalities=result["municipality"].values).dataset["value"]
    wanted = both.sel(indicator="N00700") - both.sel(indicator="N00485")
    found = result["deviation"].sel(indicator="N00700")
    np.testing.assert_allclose(found.values, wanted.values)
    assert np.isfinite(found.values).sum() > 1000
    assert not np.isfinite(result["deviation"].drop_sel(indicator="N00700").values).any()
