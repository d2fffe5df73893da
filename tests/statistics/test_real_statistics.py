"""Panels of the real statistics, with cells looked up by hand in the files."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from municompare.errors import MunicompareError
from municompare.statistics import Panel

pytest.importorskip("pyarrow")

KOLADA: dict[str, Any] = {
    "columns": {"kpi": "indicator", "year": "period", "gender": "group"},
    "publisher": "Kolada",
    "attribution": "Källa: Kolada",
}
KEYS = ["kpi", "municipality_id", "year", "gender"]


@pytest.fixture(scope="module")
def totals(shared_statistics: Path) -> Panel:
    return Panel.from_csv(shared_statistics / "kolada_values.csv.gz", **KOLADA)


@pytest.fixture(scope="module")
def pulls(shared_statistics: Path) -> dict[str, pd.DataFrame]:
    return {
        day: pd.read_parquet(shared_statistics / f"kolada_vintage_{day}.parquet")
        for day in ("2023-03-28", "2024-12-12")
    }


def vintage(pulls: dict[str, pd.DataFrame], day: str, **arguments: Any) -> Panel:
    columns = {**KOLADA["columns"], "municipality_id": "municipality"}
    facts = {**KOLADA, "columns": columns, "vintage": day, **arguments}
    return Panel.from_frame(pulls[day], **facts)


def value(panel: Panel, municipality: str, indicator: str, period: int, group: str) -> float:
    part = panel.sel(
        municipalities=municipality, indicators=indicator, periods=period, groups=group
    )
    return float(part.dataset["value"].values.item())


def test_all_of_kolada_is_one_panel(totals: Panel) -> None:
    assert len(totals.municipalities) == 291
    assert len(totals.indicators) == 81
    assert (totals.periods[0], totals.periods[-1]) == ("1994", "2022")
    assert totals.groups == ("total",)
    assert len(totals.to_frame()) == 368_190
    assert value(totals, "SE-0000", "N31807", 1994, "total") == 7.859132
    assert value(totals, "SE-0580", "N31807", 2015, "total") == 5.535871
    assert value(totals, "SE-0581", "N31807", 2013, "total") == 7.85576
    assert value(totals, "SE-0580", "U31402", 2017, "total") == 21.0
    assert value(totals, "SE-0580", "U31402", 2018, "total") == 8.0
    # one of the years that the publisher lacks for one municipality
    gap = totals.sel(municipalities="SE-0580", indicators="N31848", periods=range(2018, 2021))
    assert gap.dataset["status"].values.ravel().tolist() == [0, 3, 0]


def test_every_printed_figure_of_kolada_is_in_the_panel_digit_by_digit(
    shared_statistics: Path, totals: Panel
) -> None:
    with gzip.open(shared_statistics / "kolada_values.csv.gz", "rt", encoding="utf-8") as file:
        next(file)
        rows = [line.rstrip("\n").split(",") for line in file]
    printed = {(f"SE-{code}", kpi, year): float(figure) for kpi, code, year, _, figure in rows}
    frame = totals.to_frame()
    read = dict(
        zip(
            zip(frame["municipality"], frame["indicator"], frame["period"], strict=True),
            frame["value"],
            strict=True,
        )
    )
    assert read == printed


@pytest.mark.parametrize("kind", ["parquet", "netcdf", "zarr"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_all_of_kolada_survives_every_kind_of_file(
    totals: Panel, tmp_path: Path, kind: str, dtype: str
) -> None:
    panel = Panel(totals.dataset.astype({"value": dtype, "status": "int8"}))
    path = getattr(panel, f"to_{kind}")(tmp_path / "kolada")
    again = getattr(Panel, f"from_{kind}")(path)
    assert again == panel
    assert again.dataset["value"].values.tobytes() == panel.dataset["value"].values.tobytes()


def test_women_and_men_are_groups(shared_statistics: Path, totals: Panel) -> None:
    panel = Panel.from_csv(shared_statistics / "kolada_values_by_gender.csv.gz", **KOLADA)
    assert panel.groups == ("women", "men")
    assert len(panel.to_frame(dropna=True)) == 208_703
    assert value(panel, "SE-0580", "N00090", 2018, "women") == 7.3
    assert value(panel, "SE-0580", "N00090", 2018, "men") == 4.7
    both = Panel.from_frame(
        pd.concat([totals.to_frame(), panel.to_frame()]),
        publisher="Kolada",
        attribution="Källa: Kolada",
    )
    assert both.groups == ("total", "women", "men")
    assert both.sel(groups=["women", "men"]).to_frame().shape == panel.to_frame().shape


def test_the_danish_file_is_a_panel(shared_statistics: Path) -> None:
    panel = Panel.from_csv(
        shared_statistics / "denmark_values.csv.gz",
        columns={"code": "municipality", "year": "period"},
        country="DK",
        publisher="Danmarks Statistik, Jobindsats",
        attribution="Kilde: Danmarks Statistik og Jobindsats",
    )
    assert len(panel.to_frame()) == 23_502
    assert len(panel.municipalities) == 98
    assert panel.municipalities[0] == "DK-101"
    assert value(panel, "DK-740", "population_1jan", 2018, "total") == 92_024
    assert value(panel, "DK-740", "school_grade_actual", 2018, "total") == 7.2


def test_rows_with_a_value_and_a_reason_for_none_are_refused_by_number(
    pulls: dict[str, pd.DataFrame],
) -> None:
    with pytest.raises(MunicompareError) as caught:
        vintage(pulls, "2023-03-28")
    [issue] = caught.value.report
    assert issue.code == "MC708"
    assert len(issue.readings) == 332
    assert issue.readings[0].locator == "row 32859"


def test_of_the_405_odd_rows_332_have_values_and_73_no_reason(
    pulls: dict[str, pd.DataFrame],
) -> None:
    panel = vintage(pulls, "2023-03-28", contradictions="keep_value")
    status = panel.to_frame()["status"].value_counts()
    assert status["undetermined"] == 73
    assert panel.remarks.startswith("332 rows ")
    assert len(panel.to_frame()) == 137_170
    # the later pull confirms every one of the values that the first one marked as missing
    first, later = pulls["2023-03-28"], pulls["2024-12-12"]
    odd = first[first["value"].notna() & (first["status"] != "")]
    again = odd.merge(later, on=KEYS, how="left")
    assert (again["value_x"] == again["value_y"]).all()
    assert (again["status_y"] == "").all()
    dropped = vintage(pulls, "2023-03-28", contradictions="keep_status")
    assert int((dropped.dataset["status"] == 0).sum()) == status["reported"] - 332


def test_revisions_agree_with_a_plain_join(pulls: dict[str, pd.DataFrame]) -> None:
    before = vintage(pulls, "2023-03-28", contradictions="keep_value")
    after = vintage(pulls, "2024-12-12")
    found = before.revisions(after)
    joined = pulls["2023-03-28"].merge(
        pulls["2024-12-12"], on=KEYS, how="outer", suffixes=("_before", "_after"), indicator=True
    )
    both = joined[joined["_merge"] == "both"]
    one, two = both["value_before"], both["value_after"]
    counts = found["kind"].value_counts()
    assert counts["added"] == (joined["_merge"] == "right_only").sum() == 24_650
    assert counts["removed"] == (joined["_merge"] == "left_only").sum() == 22_910
    assert counts["changed"] == (one.notna() & two.notna() & (one != two)).sum() == 16_966
    changed = found[found["kind"] == "changed"]
    expected = (two - one)[one.notna() & two.notna() & (one != two)]
    np.testing.assert_array_equal(np.sort(changed["difference"]), np.sort(expected))
    status = found[found["kind"] == "status_changed"]
    assert status.groupby(["status_before", "status_after"]).size().to_dict() == {
        ("not_applicable", "suppressed"): 1,
        ("reported", "not_reported"): 242,
        ("suppressed", "reported"): 5,
        ("undetermined", "not_reported"): 69,
        ("undetermined", "suppressed"): 2,
    }
