"""The bundled peer groups: the same as their publishers' tables give, and what is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from municompare.comparison.peers import from_groups, from_liknande_kommuner
from municompare.errors import MunicompareError
from municompare.io import peer_lists
from municompare.io.panels import municipality_names
from municompare.io.peer_lists import available_peer_groups, peer_groups
from municompare.model.peers import PeerSet

TABLES = {
    "near-2020.csv": "municipality,peer_1,peer_2\nSE-0001,SE-0002,SE-0003\nSE-0002,SE-0003,\n",
    "near-2022.csv": "municipality,peer_1\nSE-0001,SE-0003\n",
    "kinds.csv": "municipality,group\nSE-0001,town\nSE-0003,town\nSE-0002,village\n",
}
UNKNOWN = dict.fromkeys(
    ("publisher", "theme", "benefit", "outcome", "variables_period", "model_year", "valid_for")
)

Edit = Callable[[dict[str, Any]], object]


def entry(file: str, **facts: Any) -> dict[str, Any]:
    """What an index says of an invented set."""
    return {
        **UNKNOWN,
        "key": file.removesuffix(".csv"),
        "title": "Invented",
        "country": "SE",
        "construct": "custom",
        "variables": [],
        "official": False,
        "klynge": False,
        "reciprocal": False,
        "disjoint": False,
        "groups": 1,
        "municipalities": 1,
        "findings": [],
        "file": file,
        "sha256": hashlib.sha256(TABLES[file].encode()).hexdigest(),
        **facts,
    }


def bundle(folder: Path, monkeypatch: pytest.MonkeyPatch, edit: Edit = dict) -> Path:
    """Invented lists in the place of the bundled ones; the index fits them unless edited."""
    place = folder / "peers"
    place.mkdir()
    for name, text in TABLES.items():
        (place / name).write_text(text, encoding="utf-8")
    index = {
        "format_version": 1,
        "sets": [
            entry("near-2022.csv", key="near", model_year=2022, findings=[FINDING]),
            entry("near-2020.csv", key="near", model_year=2020),
            entry("kinds.csv", construct="typology", variables=["a", "b"]),
        ],
    }
    edit(index)
    (place / "index.json").write_text(json.dumps(index), encoding="utf-8")
    monkeypatch.setattr(peer_lists, "datasets_folder", lambda: folder)
    monkeypatch.setattr(
        peer_lists,
        "municipality_names",
        lambda: {"SE-0001": "A", "SE-0002": "B", "SE-0003": "C", "SE-0004": "D"},
    )
    return place


FINDING = {
    "code": "MC809",
    "severity": "info",
    "message": "one code is left out.",
    "remedy": None,
    "readings": [["row 3, focus", None, "SE-0000"]],
}


def refused(call: Callable[[], object]) -> tuple[str, str]:
    """The code of the one issue of a call, and its whole text."""
    with pytest.raises(MunicompareError) as caught:
        call()
    [issue] = caught.value.report
    return issue.code, str(issue)


def text_frame(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def official(shared_statistics: Path) -> list[PeerSet]:
    """What the makers of peer groups make of the published tables."""
    about: dict[str, Any] = {
        "key": "skr-kommungrupper",
        "title": "SKR:s kommungruppsindelning",
        "publisher": "SKR",
        "official": True,
        "country": "SE",
    }
    groups = text_frame(shared_statistics / "kolada_municipality_groups.csv.gz")
    groups = groups[groups["group_id"].between("G92786", "G92794")]
    groups["group_title"] = [text.split(" (ovägt")[0] for text in groups["group_title"]]
    return [
        *from_liknande_kommuner(text_frame(shared_statistics / "kolada_liknande_kommuner.csv")),
        from_groups(
            pd.read_excel(shared_statistics / "skr_kommungrupper_2017.xlsx", dtype=str),
            municipality="Kommunkod",
            municipality_name="Kommun namn",
            group="Kommungrupp 2017 namn",
            year=2017,
            **about,
        ),
        from_groups(
            groups,
            municipality="member_id",
            municipality_name="member_title",
            group="group_title",
            year=2023,
            **about,
        ),
        from_groups(
            text_frame(shared_statistics / "denmark_municipalities.csv"),
            municipality="code",
            municipality_name="name",
            group="dst_group",
            key="dst-kommunegrupper",
            title="Danmarks Statistiks kommunegrupper",
            publisher="Danmarks Statistik",
            year=None,
            official=True,
            country="DK",
        ),
    ]


def test_bundled_groups_are_those_of_the_published_tables(official: list[PeerSet]) -> None:
    assert len(official) == len(available_peer_groups()) == 15
    for peers in official:
        assert peer_groups(peers.key, year=peers.model_year) == peers


def test_the_list_of_what_there_is_says_what_is_measured_on_the_groups() -> None:
    frame = available_peer_groups()
    assert frame["key"].nunique() == 14
    assert not frame.duplicated(["key", "model_year"]).any()
    for row in frame.itertuples():
        peers = peer_groups(row.key, year=None if row.model_year is pd.NA else row.model_year)
        assert (row.title, row.publisher, row.construct) == (
            peers.title,
            peers.publisher,
            peers.construct,
        )
        assert (row.reciprocal, row.disjoint) == (peers.reciprocal, peers.disjoint)
        assert (row.groups, row.municipalities) == (len(peers.groups), len(peers.municipalities))
        assert row.official
        assert all(name.startswith(row.country) for name in peers.municipalities)


def test_the_list_of_what_there_is_has_the_same_types_in_every_pandas() -> None:
    types = available_peer_groups().dtypes
    assert types["theme"] == pd.StringDtype("python")
    assert types["model_year"] == pd.Int64Dtype()
    assert types["official"] == "bool"
    assert available_peer_groups()["theme"].isna().sum() == 3


def test_nothing_bundled_is_called_a_klynge() -> None:
    for key in available_peer_groups()["key"]:
        assert peer_groups(key).word == "peer group"


def test_every_member_has_a_name() -> None:
    names = municipality_names()
    for key in available_peer_groups()["key"]:
        peers = peer_groups(key)
        assert {member for group in peers.groups for member in group.members} <= set(
            dict(peers.names)
        )
        assert all(names[municipality] == name for municipality, name in peers.names)


def test_without_a_year_the_latest_model_is_given() -> None:
    assert peer_groups("skr-kommungrupper") is peer_groups("skr-kommungrupper", year=2023)
    assert peer_groups("skr-kommungrupper", year=2017).model_year == 2017
    assert peer_groups("dst-kommunegrupper").model_year is None
    assert peer_groups("liknande-kommuner/overgripande").model_year == 2025


def test_a_model_that_is_younger_than_the_figures_is_noticed() -> None:
    peers = peer_groups("liknande-kommuner/ekonomiskt-bistand", year=2023)
    found = peers.issues(periods="2019", themes="ekonomiskt bistånd", compared="SE-0581")
    assert "MC821" in found.codes
    assert "MC821" not in peer_groups("skr-kommungrupper", year=2017).issues(periods=2019).codes


def test_regions_that_were_left_out_are_named() -> None:
    [finding] = peer_groups("liknande-kommuner/raddningstjanst").findings
    assert finding.code == "MC809"
    assert len(finding.readings) == 21


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("liknande-kommuner/ekonomiskt_bistand", "'liknande-kommuner/ekonomiskt-bistand'"),
        ("Liknande-Kommuner/IFO", "'liknande-kommuner/ifo'"),
        ("klynger", None),
        (2023, None),
    ],
)
def test_an_unknown_key_is_answered_with_all_there_are(key: Any, hint: str | None) -> None:
    code, text = refused(lambda: peer_groups(key))
    assert code == "MC892"
    assert (f"(did you mean {hint}?)" in text) == (hint is not None)
    assert all(known in text for known in available_peer_groups()["key"])


@pytest.mark.parametrize(
    ("key", "year", "expected"),
    [
        ("liknande-kommuner/ekonomiskt-bistand", 2019, "expected the model year 2023, found 2019"),
        ("skr-kommungrupper", 2019, "expected the model year 2017 or 2023, found 2019"),
        ("skr-kommungrupper", "2017", "expected the model year 2017 or 2023, found '2017'"),
        ("skr-kommungrupper", True, "expected the model year 2017 or 2023, found True"),
        ("dst-kommunegrupper", 2018, "expected no model year, found 2018"),
    ],
)
def test_another_model_year_is_answered_with_those_there_are(
    key: str, year: Any, expected: str
) -> None:
    code, text = refused(lambda: peer_groups(key, year=year))
    assert code == "MC893"
    assert text.startswith(f"{key}: {expected}.")


def test_lists_of_any_length_and_groups_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle(tmp_path, monkeypatch)
    before, after = peer_groups("near", year=2020), peer_groups("near")
    assert [group.members for group in before.groups] == [("SE-0002", "SE-0003"), ("SE-0003",)]
    assert before.groups[1].name == "B"
    assert (after.model_year, after.peers_of("SE-0001")) == (2022, ("SE-0003",))
    # somebody whom the set does not hold has no name in it
    assert after.names == (("SE-0001", "A"), ("SE-0003", "C"))
    assert after.findings[0].readings[0].locator == "SE-0000"
    kinds = peer_groups("kinds")
    assert [(group.name, group.members) for group in kinds.groups] == [
        ("town", ("SE-0001", "SE-0003")),
        ("village", ("SE-0002",)),
    ]
    assert (kinds.variables, kinds.publisher, kinds.official) == (("a", "b"), None, False)


def test_a_changed_list_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bundle(tmp_path, monkeypatch)
    (place / "kinds.csv").write_text(
        TABLES["kinds.csv"].replace("SE-0003,town", "SE-0003,village"), encoding="utf-8"
    )
    code, text = refused(lambda: peer_groups("kinds"))
    assert code == "MC894"
    assert text.startswith("peers/kinds.csv: ")


@pytest.mark.parametrize("name", ["index.json", "kinds.csv"])
def test_a_missing_file_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bundle(tmp_path, monkeypatch) / name).unlink()
    code, text = refused(lambda: peer_groups("kinds"))
    assert code == "MC109"
    assert text.startswith(f"peers/{name}: ")


@pytest.mark.parametrize(
    "edit",
    [
        lambda index: index.pop("sets"),
        lambda index: index["sets"][0].pop("model_year"),
        lambda index: index["sets"][0].pop("official"),
        lambda index: index["sets"][0].pop("findings"),
    ],
)
def test_an_index_that_says_too_little_is_refused(
    edit: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle(tmp_path, monkeypatch, edit)
    code, text = refused(lambda: peer_groups("kinds"))
    assert code == "MC894"
    assert text.startswith("peers/index.json: ")
