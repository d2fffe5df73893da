"""Gap estimates of real figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from municompare.comparison.gaps import gap_estimates, placebo_distribution
from municompare.comparison.peers import from_groups, from_liknande_kommuner
from municompare.definitions import measures
from municompare.model.event import Event
from municompare.model.peers import PeerSet
from municompare.statistics import Panel

FOCUS = "SE-0581"
KEYS = ("N31807", "N01951", "U31402")
ASKED: dict[str, Any] = {
    "focus": FOCUS,
    "indicators": "N31807",
    "pre": (2013, 2015),
    "post": (2017, 2019),
    "methods": ["own_change", "did", "country"],
    "allow": ["anachronistic", "poor_fit"],
}


@pytest.fixture(scope="module")
def table(shared_statistics: Path) -> pd.DataFrame:
    rows = pd.read_csv(shared_statistics / "kolada_values.csv.gz", dtype={"municipality": str})
    return rows[rows["kpi"].isin(KEYS)]


@pytest.fixture(scope="module")
def panel(table: pd.DataFrame) -> Panel:
    return Panel.from_frame(
        table,
        columns={"kpi": "indicator", "year": "period", "gender": "group"},
        publisher="Kolada",
        attribution="Källa: Kolada",
        indicators=measures(),
    )


@pytest.fixture(scope="module")
def official(shared_statistics: Path) -> Sequence[PeerSet]:
    frame = pd.read_csv(
        shared_statistics / "kolada_liknande_kommuner.csv", dtype=str, keep_default_na=False
    )
    of_2017 = pd.read_excel(shared_statistics / "skr_kommungrupper_2017.xlsx", dtype=str)
    every = pd.read_csv(
        shared_statistics / "kolada_municipality_groups.csv.gz", dtype=str, keep_default_na=False
    )
    of_2023 = every[every["group_id"].between("G92786", "G92794")]

    def skr(rows: pd.DataFrame, code: str, group: str, year: int) -> PeerSet:
        return from_groups(
            rows, municipality=code, group=group, key="skr", title=f"SKR {year}", publisher="SKR",
            year=year, official=True, country="SE",
        )  # fmt: skip

    return (
        *from_liknande_kommuner(frame),
        skr(of_2017, "Kommunkod", "Kommungrupp 2017 namn", 2017),
        skr(of_2023, "member_id", "group_title", 2023),
    )


@pytest.fixture(scope="module")
def found(panel: Panel, official: Sequence[PeerSet]) -> pd.DataFrame:
    return gap_estimates(panel, peers=official, **ASKED)


def test_the_gap_against_all_is_the_known_one(found: pd.DataFrame, table: pd.DataFrame) -> None:
    row = found[found["method"] == "country"].iloc[0]
    # The known -1.13 is against everybody with a value in some year of each window; here only
    # those with values in all six years are peers.
    assert row["estimate"] == pytest.approx(-1.115, abs=0.001)
    assert (row["n_peers"], row["n_peers_used"]) == (289, 274)
    figures = table[table["kpi"] == "N31807"].pivot(
        index="municipality", columns="year", values="value"
    )
    figures = figures.drop(index="0000")
    change = figures[[2017, 2018, 2019]].mean(axis=1) - figures[[2013, 2014, 2015]].mean(axis=1)
    assert change["0581"] - change.drop("0581").mean() == pytest.approx(-1.135, abs=0.001)
    complete = change[figures[[2013, 2014, 2015, 2017, 2018, 2019]].notna().all(axis=1)]
    gap = complete["0581"] - complete.drop("0581").mean()
    assert row["estimate"] == pytest.approx(gap, rel=1e-12)
    assert row["own_change"] == pytest.approx(change["0581"], rel=1e-12)
    level = (figures[2019] - figures[2015]).corr(figures[2015])
    assert level == pytest.approx(-0.41, abs=0.005)


def test_the_gaps_against_official_groups_are_the_known_ones(found: pd.DataFrame) -> None:
    lists = found[found["peer_group"].str.startswith("liknande", na=False)]
    assert len(lists) == 12
    assert round(lists["estimate"].max(), 2) == -0.29
    assert round(lists["estimate"].min(), 2) == -0.95
    skr = found[found["peer_group"] == "skr"].set_index("peer_year")["estimate"]
    assert skr.round(2).to_dict() == {2017: -0.38, 2023: -0.34}


def test_the_change_is_not_unusual_among_large_municipalities(found: pd.DataFrame) -> None:
    beyond = found[found["method"] != "own_change"]
    assert beyond["placebos"].eq("size_matched").all()
    assert beyond["placebo_n"].between(45, 46).all()
    assert beyond["p_permutation"].min() == pytest.approx(3 / 47)
    assert beyond["p_unstudentised"].min() == pytest.approx(9 / 47)
    assert beyond["p_adjusted"].min() > 0.5


def test_most_changes_are_below_what_can_be_detected(found: pd.DataFrame) -> None:
    beyond = found[found["method"] != "own_change"]
    assert beyond["min_detectable"].between(1.8, 2.5).all()
    assert (beyond["estimate"].abs() < beyond["min_detectable"]).all()
    assert beyond["rtm_adjusted"].min() > -0.1


def test_nothing_is_an_estimate_where_refugees_came_and_the_employment_service_was_cut(
    panel: Panel, official: Sequence[PeerSet], found: pd.DataFrame
) -> None:
    assert set(found["claim"]) == {"description"}
    assert found["overlapping_shocks"].str.contains("refugee-reception-2015").all()
    assert found["overlapping_shocks"].str.contains("employment-service-reform").all()
    event = Event(municipality=FOCUS, what="More places", starts="2016", measures=("N31807",))
    row = gap_estimates(
        panel, event, **{**ASKED, "focus": None, "peers": official, "methods": "country"}
    ).iloc[0]
    assert row["claim"] == "relative_change"


def test_official_groups_are_younger_than_the_years_before_and_refused_unless_allowed(
    panel: Panel, official: Sequence[PeerSet]
) -> None:
    strict = gap_estimates(panel, peers=official, **{**ASKED, "allow": ()})
    groups = strict[strict["method"] == "did"]
    assert groups["estimate"].isna().all()
    assert groups["refused"].str.startswith("anachronistic").all()
    others = strict[strict["method"] != "did"]
    assert others["status"].eq("reported").all()


def test_time_to_decision_is_not_compared_across_its_break(panel: Panel) -> None:
    windows = {"pre": (2014, 2016), "post": (2018, 2020)}
    asked = {
        **ASKED, **windows, "indicators": "U31402", "focus": "SE-0580", "methods": "country"
    }  # fmt: skip
    across = gap_estimates(panel, **asked).iloc[0]
    assert across["refused"] == "series_break"
    assert "2018" in across["why"]
    before = gap_estimates(panel, **{**asked, "pre": (2014, 2015), "post": (2016, 2017)}).iloc[0]
    assert before["refused"] is pd.NA
    bridged = gap_estimates(panel, bridge="common_shift", **asked).iloc[0]
    assert bridged["status"] == "reported"


def test_small_municipalities_vary_more(panel: Panel) -> None:
    shown = placebo_distribution(panel, **{**ASKED, "methods": "country", "placebos": "all"})
    people = panel.sel(indicators="N01951", periods=2015).dataset["value"].squeeze().to_series()
    size = people[shown["municipality"]].to_numpy()
    spread = [shown.loc[size < 10_000, "estimate"], shown.loc[size > 100_000, "estimate"]]
    small, large = (np.std(each, ddof=1) for each in spread)
    assert small > 1.2 * large
