"""Reports on peers: coverage in a panel, stability, and what a reader is told."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.comparison.peers import (
    from_liknande_kommuner,
    nearest,
    nearest_predicted,
    peer_issues,
    peer_report,
    peer_stability,
)
from municompare.errors import MunicompareError
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics.panel import Panel

A, B, C, D, E = (f"SE-010{n}" for n in range(1, 6))


def panel_of(*cells: tuple[str, str, str, float | None]) -> Panel:
    frame = pd.DataFrame(list(cells), columns=["municipality", "indicator", "period", "value"])
    return Panel.from_frame(frame, publisher="P", attribution="Källa: P")


def peers_of(focus: str, *members: str) -> PeerSet:
    return PeerSet(
        key="own",
        title="Own",
        construct="custom",
        official=True,
        model_year=2000,
        variables=("X",),
        groups=(PeerGroup(focus=focus, name=focus, members=members),),
    )


STRUCTURE = panel_of(
    *(
        (name, key, period, value)
        for i, name in enumerate((A, B, C, D, E))
        for period in ("2018", "2019")
        for key, value in (
            ("X", float(i if period == "2019" else -((i - 2) ** 2))),
            ("Y", i * 2.0 + (i == 2)),
            ("P", 10.0**i),
        )
    )
)


def test_too_few_peers_with_a_value_are_named_with_the_lowest_cell() -> None:
    panel = panel_of(
        *((name, "N1", "2019", 1.0) for name in (A, B, C, D)),
        *((name, "N1", "2018", 1.0) for name in (A, B)),
        (A, "N2", "2018", None),
    )
    found = peer_issues(peers_of(A, B, C, D, E), panel, indicators=["N1", "N2"])
    assert found.codes == ("MC825",)
    assert found[0].readings[0].text == "N1 in 2018: 1 of 4 (1 cells below)"
    assert peer_issues(peers_of(A, B, C, D, E), panel, indicators="N1", periods=2019).codes == ()
    strict = peer_issues(
        peers_of(A, B, C, D, E), panel, indicators="N1", periods="2019", min_coverage=0.8
    )
    assert strict.codes == ("MC825",)


def test_peers_that_the_panel_does_not_hold_count_as_without_value() -> None:
    [issue] = peer_issues(peers_of(A, B, C), panel_of((A, "N1", "2019", 1.0)), indicators="N1")
    assert (issue.code, issue.readings[0].text) == ("MC825", "N1 in 2019: 0 of 2 (1 cells below)")


def test_where_the_municipality_has_no_value_itself_no_coverage_is_asked_for() -> None:
    panel = panel_of((A, "N1", "2019", 1.0), (B, "N1", "2019", 1.0), (C, "N1", "2018", 1.0))
    assert peer_issues(peers_of(A, B), panel, indicators="N1").codes == ()


def test_a_municipality_that_the_panel_does_not_hold_is_named() -> None:
    panel = panel_of((B, "N1", "2019", 1.0))
    [issue] = peer_issues(peers_of(A, B), panel, indicators="N1")
    assert (issue.code, issue.readings[0].locator) == ("MC828", A)


def test_sizes_come_from_the_last_compared_period() -> None:
    peers = peers_of(A, B)
    panel = panel_of(
        *((name, "N1", year, 1.0) for name in (A, B) for year in ("2018", "2019")),
        (A, "P", "2018", 10.0),
        (B, "P", "2018", 90.0),
        (A, "P", "2019", 10.0),
        (B, "P", "2019", 10.0),
    )
    about = {"indicators": "N1", "population": "P"}
    assert peer_issues(peers, panel, **about).codes == ()  # type: ignore[arg-type]
    assert peer_issues(peers, panel, periods="2018", **about).codes == ("MC823",)  # type: ignore[arg-type]
    [unknown] = peer_issues(
        peers, panel.sel(municipalities=[A]), indicators="N1", population="P", min_coverage=0
    )
    assert (unknown.code, unknown.readings[0].locator) == ("MC828", B)


def test_stability_counts_the_peers_kept_from_set_to_set() -> None:
    table = peer_stability([peers_of(A, B, C), peers_of(A, C, D, E), peers_of(B, A)])
    assert table["municipality"].tolist() == [A, A, B]
    assert table["kept"].tolist()[0] == 1
    assert table["share_kept"].tolist()[0] == 0.5
    assert table[["peers_earlier", "peers_later"]].to_numpy().tolist() == [[2, 3], [3, 0], [0, 1]]
    assert table["kept"].isna().tolist() == [False, True, True]
    assert table["earlier_year"].tolist() == [2000] * 3


def test_the_stability_of_one_set_is_an_error() -> None:
    with pytest.raises(MunicompareError, match="MC806"):
        peer_stability([peers_of(A, B)])


@given(
    st.sets(st.sampled_from([B, C, D, E]), min_size=1),
    st.sets(st.sampled_from([B, C, D, E]), min_size=1),
)
def test_the_share_kept_is_that_of_the_peers_before(before: set[str], after: set[str]) -> None:
    table = peer_stability([peers_of(A, *sorted(before)), peers_of(A, *sorted(after))])
    assert table["share_kept"].item() == len(before & after) / len(before)


def test_a_report_says_who_why_how_near_how_stable_and_with_what_settings() -> None:
    peers, other = (nearest(STRUCTURE, "X", period=year, k=2) for year in (2019, 2018))
    report = peer_report(peers, B, panel=STRUCTURE, population="P", others=[other])
    facts = dict(report.facts)
    assert facts["K"] == "2"
    assert facts["variables"] == "X"
    assert facts["weights"] == "X 1"
    assert facts["groups"] == "overlapping"
    assert facts["figures"] == "P"
    assert facts["publisher"] == "none: made by yourself"
    assert facts["how near"].startswith("0.707 to 0.707;")
    assert report.members["municipality"].tolist() == [A, C]
    assert report.members["size_ratio"].tolist() == pytest.approx([0.1, 10.0])
    assert report.members["X"].tolist() == [0.0, 2.0]
    assert report.members["X_gap"].tolist() == pytest.approx([-(0.5**0.5), 0.5**0.5])
    assert report.members["reciprocal"].tolist() == [True, True]
    assert report.stability is not None
    assert report.stability["share_kept"].tolist() == [0.5]
    assert report.issues.codes == ("MC827",)
    for text in (str(report), report._repr_html_()):
        assert all(part in text for part in ("0.707107", "share_kept", "MC827", "lower id first"))


def test_a_report_on_predicted_peers_shows_the_regression() -> None:
    peers = nearest_predicted(STRUCTURE, "Y", "X", period=2019, k=1)
    report = peer_report(peers, A)
    facts = dict(report.facts)
    assert facts["prediction"].startswith("Y = 0.2, X 2; n 5, R² 0.98")
    assert facts["predicted"] == "0.2"
    assert report.members["predicted"].tolist() == pytest.approx([2.2])


def test_a_report_on_a_municipality_without_peers_gives_the_reason() -> None:
    cells = [(name, "X", "2019", float(i)) for i, name in enumerate((A, B, C))]
    peers = nearest(panel_of(*cells, (D, "X", "2019", None)), "X", period=2019, k=1)
    report = peer_report(peers, D)
    assert dict(report.facts)["no peers"].startswith("no value of X in 2019")
    assert len(report.members) == 0
    assert report.issues.codes == ("MC807", "MC827")
    assert "no peers" in str(report)


def test_a_peer_without_a_list_has_no_reciprocity_and_without_figures_no_ratio() -> None:
    panel = panel_of((A, "X", "2019", 1.0), (B, "X", "2019", 2.0), (A, "P", "2019", 5.0))
    report = peer_report(peers_of(A, B, C), A, panel=panel, population="P", period="2019")
    assert report.members["reciprocal"].tolist() == [None, None]
    assert all(map(isnan, report.members["size_ratio"]))
    assert isnan(report.members["X"].tolist()[1])
    assert "distance" not in report.members


def test_figures_without_a_period_are_refused() -> None:
    with pytest.raises(MunicompareError, match="MC805"):
        peer_report(peers_of(A, B), A, panel=STRUCTURE)


def test_an_imported_klynge_is_called_so_in_the_report() -> None:
    peers = PeerSet(
        key="own",
        title="Own",
        construct="typology",
        official=True,
        klynge=True,
        groups=(PeerGroup(focus=None, name="1", members=("DK-101", "DK-147")),),
    )
    assert dict(peer_report(peers, "DK-101").facts)["klynge"] == "1"


def test_the_coverage_of_an_official_list_can_be_four_of_seven(shared_statistics: Path) -> None:
    lists = pd.read_csv(
        shared_statistics / "kolada_liknande_kommuner.csv", dtype=str, keep_default_na=False
    )
    figures = pd.read_csv(
        shared_statistics / "kolada_values.csv.gz", dtype={"municipality": str, "year": str}
    )
    panel = Panel.from_frame(
        figures[figures["kpi"].isin(["U31462", "N01951"])],
        columns={"kpi": "indicator", "year": "period", "gender": "group"},
        publisher="Kolada",
        attribution="Källa: Kolada",
    )
    peers = from_liknande_kommuner(lists)[0]
    found = peer_issues(
        peers,
        panel,
        indicators="U31462",
        municipalities="SE-0580",
        themes="ekonomiskt bistånd",
        population="N01951",
    )
    assert set(found.codes) == {"MC821", "MC823", "MC825", "MC828"}
    [low] = [issue for issue in found if issue.code == "MC825"]
    present = {
        period: panel.sel(
            periods=period, indicators="U31462", municipalities=peers.peers_of("SE-0580")
        )
        .dataset["value"]
        .notnull()
        .sum()
        .item()
        for period in panel.sel(municipalities="SE-0580", indicators="U31462").to_frame(
            dropna=True
        )["period"]
    }
    assert f": {min(present.values())} of 7" in str(low.readings[0].text)
