"""The bundled figures: what they say of themselves, and what is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from municompare.definitions import measures
from municompare.errors import MunicompareError
from municompare.io import bundled_tables, panels
from municompare.io.panels import load_panel, municipality_names

FIGURES = """\
indicator,municipality,2019,2020
N31807,SE-0581,4.5,
N31807,SE-9999,0.125,7
X1,SE-0581,,-3
"""
NAMES = "municipality,name\nSE-0581,Norrköping\nSE-9999,Somewhere\n"

Edit = Callable[[dict[str, Any]], object]


def snapshot(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, figures: str = FIGURES, edit: Edit = dict
) -> Path:
    """Invented figures in the place of the bundled ones; the index fits them unless edited."""
    place = folder / "statistics"
    place.mkdir()
    texts = {"figures.csv": figures, "names.csv": NAMES}
    for name, text in texts.items():
        (place / name).write_bytes(text.encode())
    checksums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    index: dict[str, Any] = {
        "format_version": 1,
        "municipalities": {"file": "names.csv", "sha256": checksums["names.csv"]},
        "panels": {
            "SE": {
                "file": "figures.csv",
                "sha256": checksums["figures.csv"],
                "publisher": "An office",
                "attribution": "Source: an office",
                "vintage": "2024-05-06",
                "processed": False,
                "remarks": "Invented.",
            }
        },
    }
    edit(index)
    (place / "sources.json").write_text(json.dumps(index), encoding="utf-8")
    monkeypatch.setattr(panels, "datasets_folder", lambda: folder)
    monkeypatch.setattr(bundled_tables, "datasets_folder", lambda: folder)
    return place


def refused(call: Callable[[], object]) -> tuple[str, str]:
    """The code of the one issue of a call, and its whole text."""
    with pytest.raises(MunicompareError) as caught:
        call()
    [issue] = caught.value.report
    return issue.code, str(issue)


def test_swedish_figures_are_unprocessed_and_cited_as_kolada_asks() -> None:
    panel = load_panel()
    assert (panel.publisher, panel.attribution) == ("Kolada", "Källa: Kolada")
    assert not panel.processed
    assert panel.vintage == ""
    assert panel.periods == tuple(map(str, range(2010, 2023)))
    assert panel.groups == ("total",)
    assert len(panel.municipalities) == 291
    assert {"SE-0000", "SE-0580", "SE-0581"} <= set(panel.municipalities)


def test_danish_figures_say_that_somebody_computed_with_them() -> None:
    panel = load_panel("DK")
    assert panel.processed
    assert len(panel.municipalities) == 98
    assert "DK-740" in panel.municipalities
    assert panel.indicator("cash_assistance_fulltime").publisher == "Jobindsats"
    assert panel.indicator("employment_rate_16_64_pct").publisher == "Danmarks Statistik"


@pytest.mark.parametrize("country", ["SE", "DK"])
def test_every_bundled_indicator_is_described_as_in_the_definitions(country: str) -> None:
    panel = load_panel(country)  # type: ignore[arg-type]
    known = {measure.key: measure for measure in measures()}
    for key in panel.indicators:
        assert panel.indicator(key) == known[key]
        assert known[key].unit
        assert known[key].publisher
        assert known[key].attribution


def test_a_bundled_panel_is_read_once_and_cannot_be_written_to() -> None:
    assert load_panel("SE") is load_panel()
    values = load_panel().dataset["value"].values
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 0.0


def test_known_figures_are_in_the_panel() -> None:
    panel = load_panel()
    waiting = panel.sel(indicators="U31402", municipalities="SE-0580", periods=["2017", "2018"])
    assert waiting.dataset["value"].values.ravel().tolist() == [21.0, 8.0]
    # the publisher lacks this year for this municipality
    persons = panel.sel(indicators="N31848", municipalities="SE-0580", periods=range(2018, 2021))
    assert persons.to_frame()["period"].tolist() == ["2018", "2020"]


def test_norrkopings_change_beyond_all_others_can_be_computed_without_network() -> None:
    shares = load_panel().sel(indicators="N31807").dataset["value"].squeeze(drop=True)
    shares = shares.drop_sel(municipality="SE-0000")
    before = shares.sel(period=["2013", "2014", "2015"]).mean("period")
    after = shares.sel(period=["2017", "2018", "2019"]).mean("period")
    change = after - before
    beyond = change.sel(municipality="SE-0581") - change.drop_sel(municipality="SE-0581").mean()
    assert float(beyond) == pytest.approx(-1.13, abs=0.005)


@pytest.mark.parametrize(
    ("country", "hint"), [("se", " (did you mean 'SE'?)"), ("NO", ""), (None, "")]
)
def test_another_country_is_answered_with_those_there_are(country: Any, hint: str) -> None:
    code, text = refused(lambda: load_panel(country))
    assert code == "MC891"
    assert f"{hint}. There are: SE, DK." in text


def test_names_are_a_mapping_that_cannot_be_written_to() -> None:
    names = municipality_names()
    assert (names["SE-0580"], names["SE-0581"], names["DK-740"]) == (
        "Linköping",
        "Norrköping",
        "Silkeborg",
    )
    assert len(names) == 1 + 290 + 98
    assert {*load_panel().municipalities, *load_panel("DK").municipalities} == set(names)
    with pytest.raises(TypeError):
        names["SE-0580"] = "Elsewhere"  # type: ignore[index]


def test_an_empty_cell_is_a_figure_that_the_source_does_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot(tmp_path, monkeypatch)
    panel = load_panel()
    assert panel.dataset["value"].dims == ("municipality", "indicator", "period", "group")
    np.testing.assert_array_equal(
        panel.dataset["value"].values[..., 0],
        [[[4.5, np.nan], [np.nan, -3.0]], [[0.125, 7.0], [np.nan, np.nan]]],
    )
    assert panel.to_frame()["status"].unique().tolist() == ["reported"]
    assert len(panel.to_frame()) == 4
    assert (panel.processed, panel.vintage, panel.remarks) == (False, "2024-05-06", "Invented.")
    # nothing is said of an indicator that the definitions do not have
    assert panel.indicator("X1").unit == ""
    assert dict(municipality_names()) == {"SE-0581": "Norrköping", "SE-9999": "Somewhere"}


def test_line_ends_of_another_system_are_no_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = snapshot(tmp_path, monkeypatch)
    (place / "figures.csv").write_bytes(FIGURES.replace("\n", "\r\n").encode())
    assert load_panel().periods == ("2019", "2020")


def test_a_changed_figure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = snapshot(tmp_path, monkeypatch)
    (place / "figures.csv").write_text(FIGURES.replace("0.125", "0.126"), encoding="utf-8")
    code, text = refused(load_panel)
    assert code == "MC894"
    assert text.startswith("statistics/figures.csv: expected the SHA-256 ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("indicator,municipality", "municipality,indicator"),
        (FIGURES, "indicator,municipality\nN31807,SE-0581\n"),
        (FIGURES, "indicator,municipality,2019,2020\n"),
        (FIGURES, "\n"),
        ("0.125", "0,125"),
        ("0.125", "about 1"),
        ("SE-0581,4.5,\n", "SE-0581,4.5\n"),
        ("X1,SE-0581,,-3", 'X1,"SE-0581,,-3'),
    ],
)
def test_a_table_of_another_form_is_refused_though_its_checksum_fits(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot(tmp_path, monkeypatch, figures=FIGURES.replace(old, new))
    code, text = refused(load_panel)
    assert code in {"MC002", "MC110", "MC894"}
    assert text.startswith("statistics/figures.csv:")


@pytest.mark.parametrize("name", ["sources.json", "figures.csv"])
def test_a_missing_file_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (snapshot(tmp_path, monkeypatch) / name).unlink()
    code, text = refused(load_panel)
    assert code == "MC109"
    assert text.startswith(f"statistics/{name}: ")


@pytest.mark.parametrize(
    ("edit", "call", "code"),
    [
        (lambda index: index.clear(), load_panel, "MC894"),
        (lambda index: index.update(format_version="new"), load_panel, "MC894"),
        (lambda index: index.update(format_version=2), load_panel, "MC104"),
        (lambda index: index["panels"]["SE"].pop("publisher"), load_panel, "MC894"),
        (lambda index: index["panels"]["SE"].pop("file"), load_panel, "MC894"),
        (lambda index: index.pop("municipalities"), municipality_names, "MC894"),
    ],
)
def test_an_index_that_says_too_little_or_is_too_new_is_refused(
    edit: Edit,
    call: Callable[[], object],
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    snapshot(tmp_path, monkeypatch, edit=edit)
    found, text = refused(call)
    assert found == code
    assert text.startswith("statistics/sources.json: ")


def test_an_index_that_is_no_json_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (snapshot(tmp_path, monkeypatch) / "sources.json").write_text("{", encoding="utf-8")
    assert refused(load_panel)[0] == "MC894"
