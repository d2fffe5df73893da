"""The outcome ledger on the bundled plans and the real figures, checked by hand.

Lines are those of the budget document of 2019 (Linköping).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import municompare as mc
from municompare.comparison.peers import from_liknande_kommuner
from municompare.definitions import measures
from municompare.model.crosswalk import measure_key
from municompare.model.peers import PeerSet
from municompare.statistics import Panel

LINKOPING = "linkoping-2019"
BEST_FIRST = ("same_measure", "related", "none")
WAITING = "vantetid-antal-dagar-forsta-kontakt-beslut"


@pytest.fixture(scope="module")
def kolada(shared_statistics: Path) -> Panel:
    """Kolada's figures of the measures that are mapped, with women and men where they are told."""
    mapped = {measure_key(m.subject) for m in mc.read_crosswalk().mappings if ":" in m.subject}
    parts = []
    for name in ("kolada_values.csv.gz", "kolada_values_by_gender.csv.gz"):
        part = pd.read_csv(shared_statistics / name, dtype={"municipality": str, "year": str})
        parts.append(part[part["kpi"].isin(mapped)])
    return Panel.from_frame(
        pd.concat(parts),
        columns={"kpi": "indicator", "year": "period", "gender": "group"},
        publisher="Kolada",
        attribution="Källa: Kolada",
        indicators=measures(),
    )


@pytest.fixture(scope="module")
def danish(shared_statistics: Path) -> Panel:
    frame = pd.read_csv(
        shared_statistics / "denmark_values.csv.gz", dtype={"code": str, "year": str}
    )
    return Panel.from_frame(
        frame.drop(columns="source"),
        columns={"code": "municipality", "year": "period"},
        publisher="Danmarks Statistik",
        attribution="Danmarks Statistik and Jobindsats",
        indicators=measures(),
        country="DK",
    )


@pytest.fixture(scope="module")
def peers(shared_statistics: Path) -> PeerSet:
    table = shared_statistics / "kolada_liknande_kommuner.csv"
    frame = pd.read_csv(table, dtype=str, keep_default_na=False)
    found = {peers.theme: peers for peers in from_liknande_kommuner(frame)}
    return found["ekonomiskt bistånd"]


@pytest.fixture(scope="module")
def comparison() -> mc.Comparison:
    return mc.compare(mc.load())


@pytest.fixture(scope="module")
def ledger(comparison: mc.Comparison, kolada: Panel, danish: Panel, peers: PeerSet) -> pd.DataFrame:
    return comparison.outcomes([kolada, danish], peers)


@pytest.fixture(scope="module")
def anchors(comparison: mc.Comparison, kolada: Panel, danish: Panel) -> pd.DataFrame:
    return comparison.anchors([kolada, danish])


def test_waiting_time_is_anchored_until_the_clock_changed(anchors: pd.DataFrame) -> None:
    # L446: 21 days in 2017, 19 in 2018; Kolada counts from first contact to 2017, then from
    # application
    waiting = anchors[anchors["measure"] == "U31402"]
    assert waiting[
        ["period", "plan_value", "public_value", "tolerance", "result", "allows"]
    ].values.tolist() == [
        ["2017", 21.0, 21.0, 0.5, "agrees", "exactMatch"],
        ["2018", 19.0, 8.0, 0.5, "differs", "closeMatch"],
    ]
    # exact to 2017, close after
    assert waiting["relation_by_anchor"].tolist() == ["exactMatch", "closeMatch"]
    assert waiting.iloc[0]["valid_to"] == "2017"
    assert waiting.iloc[1]["valid_from"] == "2018"


def test_the_waiting_time_of_2019_cannot_be_judged(ledger: pd.DataFrame) -> None:
    rows = ledger[ledger["indicator"].str.endswith(WAITING) & (ledger["measure"] == "U31402")]
    row = rows[rows["target_period"] == "2019"].iloc[0]
    # 9 days are published and 15 were wanted, but the plan's days are no days of this clock
    assert (row["target"], row["public_at"], row["period_at"]) == (15, 9, "2019")
    assert (row["verdict"], row["anchor"]) == ("cannot_be_judged", "agrees_in_part")
    assert set(row["aspects"].split("; ")) == {"anchor", "validity", "break"}
    assert "19 in the plan, 8 published" in row["why"]
    assert row["series_break"].startswith("2018: ")
    assert (row["own_document"], row["own_movement"]) == ("2017: 21; 2018: 19", "towards")
    assert (row["relation"], row["valid_from"]) == ("closeMatch", "2018")
    assert row["relation_by_anchor"] == "closeMatch"
    assert row["relation_by_period"] == "2017: exactMatch; 2018: closeMatch"


def test_every_anchor_of_the_plans_is_as_counted_by_hand(anchors: pd.DataFrame) -> None:
    tested = anchors[anchors["result"].isin(["agrees", "differs"])]
    found = tested[["measure", "period", "plan_value", "public_value", "result"]]
    found = found.assign(public_value=found["public_value"].round(2))
    assert found.values.tolist() == [
        # L444: children in families with long-term assistance; U31803 counts any assistance
        ["U31803", "2017", 4.8, 9.02, "differs"],
        ["N66077", "2017", 4.8, 19.0, "differs"],
        ["U31803", "2018", 4.6, 8.78, "differs"],
        ["N66077", "2018", 4.6, 19.0, "differs"],
        # L445: positive answers of users; which question is counted is not printed, and it is none
        # of Kolada's three
        ["U31505", "2017", 86.0, 90.57, "differs"],
        ["U31500", "2017", 86.0, 94.44, "differs"],
        ["U31506", "2017", 86.0, 83.02, "differs"],
        ["U31505", "2018", 87.0, 85.19, "differs"],
        ["U31500", "2018", 87.0, 85.32, "differs"],
        ["U31506", "2018", 87.0, 74.04, "differs"],
        # L446
        ["U31402", "2017", 21.0, 21.0, "agrees"],
        ["U31402", "2018", 19.0, 8.0, "differs"],
        # the operational plan, L11 and L12: employees of the committee, not of the municipality
        ["N00090", "2017", 3.4, 4.3, "differs"],  # men
        ["N00090", "2017", 6.1, 6.3, "differs"],  # women
        ["N00090", "2017", 5.5, 5.9, "differs"],
        ["N00090", "2018", 6.8, 6.7, "differs"],
        ["N00206", "2017", 87.9, 78.92, "differs"],
    ]
    # L442: households of a month; N31910 has no figure of 2017 and 2018
    households = anchors[anchors["measure"] == "N31910"]
    assert households["result"].tolist() == ["no_value", "no_value"]
    # L443: persons against a share of recipients
    assert set(anchors.loc[anchors["measure"] == "U31801", "result"]) == {"units_differ"}


def test_no_target_of_the_three_plans_can_be_judged_by_public_figures(
    comparison: mc.Comparison, ledger: pd.DataFrame
) -> None:
    assert ledger["verdict"].unique().tolist() == ["cannot_be_judged"]
    assert ledger["why"].notna().all()
    assert set(ledger["measurement"]) == set(comparison.targets()["measurement"])
    counted = ledger.groupby(["plan", "measurement"])["use"].agg(set)
    at_best = counted.map(lambda uses: next(use for use in BEST_FIRST if use in uses))
    swedish = at_best.drop("silkeborg-2017", level="plan")
    assert swedish.groupby("plan").value_counts().to_dict() == {
        (LINKOPING, "none"): 47,
        (LINKOPING, "same_measure"): 18,
        (LINKOPING, "related"): 15,
        ("norrkoping-2016", "none"): 5,
        ("norrkoping-2016", "related"): 5,
        ("norrkoping-2016", "same_measure"): 1,
    }


def test_figures_of_recipients_stand_beside_their_peers(
    ledger: pd.DataFrame, kolada: Panel, peers: PeerSet
) -> None:
    rows = ledger[(ledger["measure"] == "N31848") & (ledger["target"] == 2700)]
    row = rows.iloc[0]
    # Kolada has no figure of Linköping for 2019; 7,844 persons in 2018 and 7,975 in 2020
    assert (row["public_before"], row["public_at"], row["public_change"]) == (7844, 7975, 131)
    own = kolada.sel(indicators="N31848", periods=2020, groups="total")
    theirs = own.sel(municipalities=peers.peers_of("SE-0580")).dataset["value"].values
    assert row["peer_median_at"] == pytest.approx(float(pd.Series(theirs.ravel()).median()))
    assert (row["use"], row["n_group"]) == ("related", 7)
    assert row["shocks"] == "employment-service-reform, covid"
    assert row["attribution"] == "Källa: Kolada"


def test_peers_much_smaller_and_made_for_another_theme_are_told(
    comparison: mc.Comparison, kolada: Panel, shared_statistics: Path, peers: PeerSet
) -> None:
    inhabitants = pd.read_csv(
        shared_statistics / "kolada_values.csv.gz", dtype={"municipality": str, "year": str}
    ).query("kpi == 'N01951'")
    sizes = Panel.from_frame(
        inhabitants,
        columns={"kpi": "indicator", "year": "period"},
        publisher="Kolada",
        attribution="Källa: Kolada",
    )
    panels = [kolada.sel(indicators=["U31402", "N31848"]), sizes]
    for themes, expected in (("arbetsmarknad", True), ("ekonomiskt bistånd", False), ((), False)):
        frame = comparison.outcomes(panels, peers, themes=themes)
        told = frame.loc[frame["plan"] == LINKOPING, "peer_issues"].dropna()
        # Storfors has 4,055 inhabitants, one part in forty
        assert len(told) > 0
        assert told.str.contains("MC823").all()
        assert told.str.contains("MC822").all() == expected
    without = comparison.outcomes(panels[0], peers)["peer_issues"].dropna()
    assert not without.str.contains("MC823").any()


def test_a_target_of_women_meets_the_figures_of_women(ledger: pd.DataFrame) -> None:
    rows = ledger[(ledger["measure"] == "N00090") & (ledger["subgroup"] == "women")]
    women = rows[rows["indicator"].str.endswith("total-sjukfranvaro")]
    # empty in the budget (L455), printed in the operational plan (L12)
    assert women["target_status"].unique().tolist() == ["reported"]
    assert women["target"].unique().tolist() == [6.2, 6.0]
    totals = ledger[(ledger["measure"] == "N00090") & ledger["subgroup"].isna()]
    of_women, of_all = (
        part.loc[part["period_at"] == "2019", "public_at"] for part in (women, totals)
    )
    assert of_women.iloc[0] > of_all.iloc[0]


def test_for_most_targets_of_silkeborg_no_public_measure_is_at_hand(ledger: pd.DataFrame) -> None:
    rows = ledger[ledger["plan"] == "silkeborg-2017"]
    assert rows["measurement"].nunique() == 19
    assert set(rows["use"]) <= {"none", "related"}
    without = rows[rows["use"] == "none"]
    assert len(without) > 8
    assert without["aspects"].str.contains("measure").all()
    assert without["why"].str.contains("no public measure of DK is at hand").all()


def test_permuting_municipalities_changes_nothing(
    comparison: mc.Comparison, kolada: Panel, peers: PeerSet
) -> None:
    part = kolada.sel(indicators=["U31402", "N31848"])
    turned = part.sel(municipalities=part.municipalities[::-1])
    pd.testing.assert_frame_equal(
        comparison.outcomes(part, peers), comparison.outcomes(turned, peers)
    )
