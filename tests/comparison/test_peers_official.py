"""Peer groups from published tables: read as printed, and refused where they cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from municompare.comparison.peers import from_groups, from_liknande_kommuner, from_lists
from municompare.errors import MunicompareError
from municompare.model.peers import PeerSet

COLUMNS = ["area", "focus_id", "focus", "model_year", "peer_id", "peer"]


def liknande(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def groups(*rows: tuple[Any, ...], **fields: Any) -> PeerSet:
    about = {"key": "g", "title": "G", "publisher": "P", "year": 2017, "official": True}
    return from_groups(
        pd.DataFrame(list(rows), columns=["code", "group"]),
        municipality="code",
        group="group",
        **{**about, "country": "SE", **fields},
    )


def lists(*rows: tuple[Any, ...], **fields: Any) -> PeerSet:
    about = {"key": "l", "title": "L", "publisher": "P", "year": 2017, "official": True}
    return from_lists(
        pd.DataFrame(list(rows), columns=["focus", "member", "distance"]),
        focus="focus",
        member="member",
        **{**about, "country": "SE", **fields},
    )


def test_every_area_and_model_year_is_a_set_of_its_own() -> None:
    sets = from_liknande_kommuner(
        liknande(
            ("äldre omsorg", "0114", "Ena", "2023", "0115", "Andra"),
            ("äldre omsorg", "0114", "Ena", "2024", "0117", "Tredje"),
            ("IFO", "0115", "Andra", "2024", "0114", "Ena"),
        )
    )
    assert [(s.key, s.theme, s.model_year) for s in sets] == [
        ("liknande-kommuner/aldre-omsorg", "äldre omsorg", 2023),
        ("liknande-kommuner/aldre-omsorg", "äldre omsorg", 2024),
        ("liknande-kommuner/ifo", "IFO", 2024),
    ]
    assert sets[0].names == (("SE-0114", "Ena"), ("SE-0115", "Andra"))
    assert all(s.official and not s.klynge for s in sets)


def test_lists_of_regions_are_left_out_and_reported() -> None:
    [peers] = from_liknande_kommuner(
        liknande(
            ("räddning", "0010", "Region", "2024", "0004", "Region"),
            ("räddning", "0114", "Ena", "2024", "0115", "Andra"),
        )
    )
    assert peers.municipalities == ("SE-0114",)
    [finding] = peers.findings
    assert finding.code == "MC809"
    assert {place.locator for place in finding.readings} == {"SE-0004", "SE-0010"}
    assert [code for code, _ in peers.names] == ["SE-0114", "SE-0115"]


def test_every_row_that_cannot_be_read_is_named() -> None:
    with pytest.raises(MunicompareError) as raised:
        from_liknande_kommuner(
            liknande(
                ("IFO", 114, "Ena", "2024", "115", "Andra"),
                ("IFO", "0114", "Ena", "2024", "0115", "Andra"),
                ("IFO", "0114", "Ena", "2024", "0115", "Andra"),
                ("IFO", "0114", "Ena", "20", "0115", "Andra"),
                (None, "0114", "Ena", "2024", "0115", "Andra"),
            )
        )
    assert {(i.code, i.readings[0].locator) for i in raised.value.report} == {
        ("MC801", "row 1, focus_id"),
        ("MC801", "row 1, peer_id"),
        ("MC802", "row 3, peer_id"),
        ("MC801", "row 4, model_year"),
        ("MC801", "row 5, area"),
    }


def test_a_missing_column_and_an_empty_table_are_errors() -> None:
    with pytest.raises(MunicompareError, match="MC106"):
        from_liknande_kommuner(pd.DataFrame({"area": ["IFO"]}))
    with pytest.raises(MunicompareError, match="MC801"):
        from_liknande_kommuner(liknande())


def test_a_classification_keeps_its_names_and_order() -> None:
    peers = groups(("0115", "Stad"), ("0114", "Land"), ("SE-0117", "Stad"))
    assert [(g.name, g.members) for g in peers.groups] == [
        ("Stad", ("SE-0115", "SE-0117")),
        ("Land", ("SE-0114",)),
    ]
    assert peers.peers_of("SE-0114") == ()
    assert peers.disjoint


def test_a_municipality_may_stand_in_several_groups_but_once_in_each() -> None:
    assert groups(("0114", "A"), ("0114", "B"), ("0115", "B")).peers_of("SE-0114") == ("SE-0115",)
    with pytest.raises(MunicompareError, match="MC802"):
        groups(("0114", "A"), ("0114", "A"))


def test_a_group_without_name_and_a_numeric_code_are_errors() -> None:
    with pytest.raises(MunicompareError) as raised:
        groups(("0114", None), (114, "A"), ("101", "A"))
    assert raised.value.report.codes == ("MC801", "MC801", "MC801")


def test_only_official_groups_may_be_called_klynger() -> None:
    rows = (("101", "1"), ("147", "1"))
    assert groups(*rows, country="DK", klynge=True).word == "klynge"
    with pytest.raises(MunicompareError, match="MC810"):
        groups(*rows, country="DK", klynge=True, official=False, publisher=None)


def test_danish_regions_and_the_whole_country_are_no_municipalities() -> None:
    peers = groups(("101", "1"), ("084", "1"), ("000", "1"), country="DK")
    assert peers.municipalities == ("DK-101",)
    assert peers.findings[0].code == "MC809"


def test_lists_with_distances_stand_nearest_first() -> None:
    peers = lists(
        ("0114", "0115", "2.5"), ("0114", "0120", 0.5), ("0114", "0117", 0.5), distance="distance"
    )
    assert peers.peers_of("SE-0114") == ("SE-0117", "SE-0120", "SE-0115")
    assert peers.groups[0].distances == (0.5, 0.5, 2.5)


@pytest.mark.parametrize("distance", [None, "far", -1.0, float("nan"), float("inf")])
def test_a_distance_that_is_none_is_an_error(distance: object) -> None:
    with pytest.raises(MunicompareError, match="MC801"):
        lists(("0114", "0115", distance), distance="distance")


def test_lists_without_distances_keep_the_order_of_the_table() -> None:
    peers = lists(("0114", "0117", ""), ("0114", "0115", ""))
    assert peers.peers_of("SE-0114") == ("SE-0117", "SE-0115")
    assert peers.groups[0].distances is None


@pytest.fixture(scope="module")
def official(shared_statistics: Path) -> dict[str, PeerSet]:
    path = shared_statistics / "kolada_liknande_kommuner.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return {s.theme or "": s for s in from_liknande_kommuner(frame)}


def test_the_twelve_official_models_are_read_whole(
    official: dict[str, PeerSet], shared_statistics: Path
) -> None:
    assert len(official) == 12
    for peers in official.values():
        assert {len(group.members) for group in peers.groups} == {7}
        assert len(peers.groups) == (289 if peers.theme == "LSS" else 290)
        assert not peers.disjoint
    assert {s.theme for s in official.values() if s.findings} == {"räddningstjänst"}


def test_official_lists_are_not_reciprocal(official: dict[str, PeerSet]) -> None:
    shares = {theme: peers.reciprocity for theme, peers in official.items()}
    assert shares["ekonomiskt bistånd"] == pytest.approx(0.863, abs=5e-4)
    assert shares["socioekonomi"] == pytest.approx(0.623, abs=5e-4)
    assert not any(peers.reciprocal for peers in official.values())


def test_the_list_of_linkoping_for_social_assistance_holds_a_very_small_municipality(
    official: dict[str, PeerSet], shared_statistics: Path
) -> None:
    peers = official["ekonomiskt bistånd"]
    values = pd.read_csv(
        shared_statistics / "kolada_values.csv.gz", dtype={"municipality": str, "kpi": str}
    )
    chosen = values[(values["kpi"] == "N01951") & (values["year"] == 2019)]
    sizes = dict(zip("SE-" + chosen["municipality"], chosen["value"], strict=True))
    assert "SE-1760" in peers.peers_of("SE-0580")
    assert 4000 <= sizes["SE-1760"] < 4100
    found = peers.issues(
        periods="2019", themes="ekonomiskt bistånd", compared="SE-0580", populations=sizes
    )
    assert found.codes == ("MC821", "MC823")
    assert found[1].readings[0].text == "SE-1760: 40.6"


def test_the_groups_of_2023_come_from_the_table_of_groups(shared_statistics: Path) -> None:
    path = shared_statistics / "kolada_municipality_groups.csv.gz"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    chosen = frame[frame["group_id"].isin([f"G{n}" for n in range(92786, 92795)])]
    peers = from_groups(
        chosen,
        municipality="member_id",
        group="group_title",
        municipality_name="member_title",
        key="skr-2023",
        title="Kommungruppsindelning",
        publisher="SKR",
        year=2023,
        official=True,
        country="SE",
    )
    assert (len(peers.groups), len(peers.municipalities)) == (9, 290)
    assert peers.disjoint
    assert peers.reciprocal
    assert dict(peers.names)["SE-0580"] == "Linköping"
    assert len(peers.peers_of("SE-0180")) == 2


def test_33_municipalities_changed_group_between_2017_and_2023(shared_statistics: Path) -> None:
    pytest.importorskip("openpyxl")
    frame = pd.read_excel(shared_statistics / "skr_kommungrupper_2017.xlsx", dtype=str)
    about: dict[str, Any] = {
        "title": "Kommungruppsindelning",
        "publisher": "SKR",
        "official": True,
        "country": "SE",
    }
    before = from_groups(
        frame,
        municipality="Kommunkod",
        group="Kommungrupp 2017 namn",
        key="skr-2017",
        year=2017,
        **about,
    )
    path = shared_statistics / "kolada_municipality_groups.csv.gz"
    kolada = pd.read_csv(path, dtype=str, keep_default_na=False)
    chosen = kolada[kolada["group_id"].isin([f"G{n}" for n in range(92786, 92795)])]
    after = from_groups(
        chosen, municipality="member_id", group="group_id", key="skr-2023", year=2023, **about
    )
    assert (len(before.groups), len(before.municipalities), before.disjoint) == (9, 290, True)
    largest = {
        group.name: max(after.groups, key=lambda g: len({*g.members} & {*group.members})).name
        for group in before.groups
    }
    moved = [
        municipality
        for municipality in before.municipalities
        if largest[before.groups_of(municipality)[0].name] != after.groups_of(municipality)[0].name
    ]
    assert len(moved) == 33


def test_the_five_danish_groups_are_official_and_no_klynger(shared_statistics: Path) -> None:
    frame = pd.read_csv(shared_statistics / "denmark_municipalities.csv", dtype=str)
    peers = from_groups(
        frame,
        municipality="code",
        group="dst_group",
        municipality_name="name",
        key="kommunegrupper",
        title="Kommunegrupper",
        publisher="Danmarks Statistik",
        year=None,
        official=True,
        country="DK",
    )
    assert (len(peers.groups), len(peers.municipalities), peers.disjoint) == (5, 98, True)
    assert peers.word == "peer group"
    assert peers.issues(periods="2019").codes == ("MC828",)
