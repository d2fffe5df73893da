"""Positions when a plan began, and changes after: which measures, which years, beside whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import municompare as mc
from municompare import MunicompareError
from municompare.comparison.standing import windows_of
from municompare.testing import example_plan

THEME = "liknande-kommuner/ekonomiskt-bistand"
PREVALENCE = "social-assistance-prevalence"


@pytest.fixture(scope="module")
def comparison() -> mc.Comparison:
    return mc.compare(mc.load())


def figure(panel: mc.Panel, name: str, municipality: str, year: int) -> float:
    values = panel.dataset["value"]
    return float(values.sel(municipality=municipality, indicator=name, period=str(year)).item())


def test_a_position_is_of_the_last_year_before_the_plan_and_agrees_with_a_plain_count(
    comparison: mc.Comparison,
) -> None:
    panel, peers = mc.load_panel(), mc.peer_groups(THEME)
    found = comparison.positions(panel, peers, concepts=PREVALENCE)
    rows: dict[str, Any] = {row["plan"]: row for row in found.to_dict("records")}
    for plan, municipality, year in (
        ("linkoping-2019", "SE-0580", 2018),
        ("norrkoping-2016", "SE-0581", 2015),
    ):
        row = rows[plan]
        own = figure(panel, "N31807", municipality, year)
        others = [figure(panel, "N31807", peer, year) for peer in peers.peers_of(municipality)]
        known = [value for value in others if np.isfinite(value)]
        assert (row["period"], row["value"]) == (str(year), own)
        assert row["n_peers"] == len(known)
        assert row["peer_median"] == pytest.approx(np.median(known))
        assert row["rank"] == 1 + sum(value < own for value in known)
        assert row["gap"] == pytest.approx(own - np.mean(known))


def test_positions_in_several_groups_stand_in_rows_of_their_own(
    comparison: mc.Comparison,
) -> None:
    sets = [mc.peer_groups(THEME), mc.peer_groups("skr-kommungrupper", year=2017)]
    found = comparison.positions(mc.load_panel(), sets, concepts=PREVALENCE)
    assert found.loc[found["plan"] == "norrkoping-2016", "peer_group"].tolist() == [
        each.key for each in sets
    ]


def test_measures_are_those_of_the_plan_s_own_concepts_unless_others_are_named(
    comparison: mc.Comparison,
) -> None:
    found = comparison.positions(mc.load_panel(), mc.peer_groups(THEME))
    assert "U31402" in set(found.loc[found["plan"] == "linkoping-2019", "measure"])
    assert "U31402" not in set(found.loc[found["plan"] == "norrkoping-2016", "measure"])


def test_a_plan_without_measure_peers_or_earlier_figure_says_so(
    comparison: mc.Comparison,
) -> None:
    panel = mc.load_panel()
    found = comparison.positions(panel, mc.peer_groups(THEME))
    [silkeborg] = found[found["plan"] == "silkeborg-2017"].to_dict("records")
    assert silkeborg["why"] == "no public measure of the country is close to the concepts"
    alone = comparison.positions(panel, [], concepts=PREVALENCE)
    assert alone["why"].iloc[0] == "no peer group of the country is given"
    late = comparison.positions(
        panel.sel(periods=range(2018, 2023)), mc.peer_groups(THEME), concepts=PREVALENCE
    )
    assert late["why"].iloc[1] == "no figure before the plan begins"
    assert late["value"].isna().tolist() == [False, True, True]


def test_changes_are_the_gap_estimates_of_the_years_around_each_plan(
    comparison: mc.Comparison,
) -> None:
    panel, peers = mc.load_panel(), mc.peer_groups(THEME)
    found = comparison.changes(panel, peers, allow="anachronistic")
    own = found[found["plan"] == "norrkoping-2016"].reset_index(drop=True)
    direct = mc.gap_estimates(
        panel, focus="SE-0581", indicators="N31807", pre=(2013, 2015), post=(2017, 2019),
        peers=peers, methods=("own_change", "did", "country"), allow="anachronistic",
    )  # fmt: skip
    pd.testing.assert_frame_equal(own[direct.columns.tolist()], direct, check_dtype=False)
    assert "not an effect" in found.attrs["estimand"]
    assert set(own["computed_attribution"]) == {"Own computation from figures of Kolada"}


def test_what_speaks_against_a_group_is_told_also_where_plans_are_asked_one_by_one(
    comparison: mc.Comparison,
) -> None:
    rescue = mc.peer_groups("liknande-kommuner/raddningstjanst")
    found = comparison.positions(
        mc.load_panel(), [mc.peer_groups(THEME), rescue], concepts=PREVALENCE,
        themes=["ekonomiskt bistånd", "IFO"],
    )  # fmt: skip
    codes = {
        (row["plan"], row["peer_group"]): str(row["peer_issues"])
        for row in found.to_dict("records")
    }
    assert "MC823" in codes["linkoping-2019", THEME]  # Storfors has 4,000 inhabitants
    assert "MC822" in codes["linkoping-2019", rescue.key]  # made for another theme
    assert "MC822" not in codes["linkoping-2019", THEME]
    groups = comparison.positions(
        mc.load_panel(), mc.peer_groups("skr-kommungrupper"), concepts=PREVALENCE
    )
    assert "MC824" in str(groups["peer_issues"].iloc[0])  # both cities are in one group


def test_a_group_keeps_its_size_where_the_panel_lacks_peers() -> None:
    peers = mc.peer_groups(THEME)
    there = ["SE-0581", *peers.peers_of("SE-0581")[:3]]
    found = mc.compare(mc.load("norrkoping-2016")).positions(
        mc.load_panel().sel(municipalities=there), peers, concepts=PREVALENCE
    )
    assert found[["n_group", "n_peers"]].values.tolist() == [[7, 3]]
    assert "MC825" in found["peer_issues"].iloc[0]


def test_a_municipality_without_group_and_a_plan_without_peers_have_their_rows(
    comparison: mc.Comparison,
) -> None:
    peers = mc.peer_groups(THEME).restricted_to(["SE-0581", "SE-0583", "SE-0180", "SE-1480"])
    panels = [mc.load_panel(), mc.load_panel("DK")]
    found = comparison.positions(panels, peers, concepts="unemployment")
    reasons = {key: set(rows["why"]) for key, rows in found.groupby("plan")}
    assert reasons["linkoping-2019"] == {f"{peers.title} has no group of the municipality"}
    assert "no peer group of the country is given" in reasons["silkeborg-2017"]
    alone = comparison.changes(panels, methods="did")
    assert set(alone["why"].dropna()) == {
        "no peer group of the municipality is given",
        "no public measure of DK is close to the concept",
    }
    assert comparison.changes(panels)["estimate"].notna().any()


def test_a_change_that_cannot_be_estimated_is_a_row_with_the_reason(
    comparison: mc.Comparison,
) -> None:
    panels = [mc.load_panel(), mc.load_panel("DK")]
    found = comparison.changes(panels, methods="country", years=5)
    reasons = dict(zip(found["plan"], found["why"], strict=True))
    assert reasons["linkoping-2019"] == "N31807 has no figures for 2023, 2024"
    assert reasons["silkeborg-2017"] == "no public measure of DK is close to the concept"
    assert found["estimate"].notna().tolist() == [False, True, False]


def test_a_plan_without_period_has_no_windows() -> None:
    from dataclasses import replace

    plan = mc.Plan(replace(example_plan().record, period=None))
    assert windows_of(plan, 3) is None
    found = mc.compare(plan).changes(mc.load_panel())
    assert found["why"].tolist() == ["the plan has no period"]


def test_all_that_is_wrong_with_settings_and_groups_is_an_error(
    comparison: mc.Comparison,
) -> None:
    panel = mc.load_panel()
    wrong: Any = "x"
    with pytest.raises(MunicompareError, match="MC888"):
        comparison.positions(panel, (), concepts="social-asistance-prevalence")
    with pytest.raises(MunicompareError, match="MC888"):
        comparison.changes(panel, concepts=["unemployment", "nothing"])
    with pytest.raises(MunicompareError, match="MC102"):
        comparison.positions(panel, wrong)
    with pytest.raises(MunicompareError, match="MC854"):
        comparison.changes(panel, years=0)
    swedish = mc.compare(mc.load("norrkoping-2016"))
    with pytest.raises(MunicompareError, match="MC886"):
        swedish.positions(panel, mc.peer_groups("dst-kommunegrupper"))
    with pytest.raises(MunicompareError, match="MC885"):
        swedish.positions(mc.load_panel("DK"), mc.peer_groups(THEME))
