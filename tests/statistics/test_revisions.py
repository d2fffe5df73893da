"""What changed between two vintages."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from municompare.errors import MunicompareError
from municompare.model.panel import PanelIndicator
from municompare.statistics import Panel

from .panels import SOURCE, a_dataset, panels, tidy

COLUMNS = "municipality indicator period value status"


def vintage(*rows: tuple[Any, ...], **arguments: Any) -> Panel:
    return Panel.from_frame(tidy(*rows, columns=COLUMNS), **SOURCE, **arguments)


def test_every_kind_of_revision_is_told() -> None:
    nan = np.nan
    before = vintage(
        ("0580", "N1", 2015, 1.0, ""),
        ("0580", "N1", 2016, 2.0, ""),
        ("0580", "N1", 2017, 3.0, ""),
        ("0580", "N1", 2018, nan, "Missing"),
        ("0580", "N1", 2019, nan, "Missing"),
        ("0580", "N1", 2020, nan, "Missing"),
        ("0581", "N2", 2015, 0.0, ""),
    )
    after = vintage(
        ("0580", "N1", 2015, 1.0, ""),
        ("0580", "N1", 2016, 2.5, ""),
        ("0580", "N1", 2017, nan, "Privacy"),
        ("0580", "N1", 2018, 4.0, ""),
        ("0580", "N1", 2019, nan, "Privacy"),
        ("0580", "N1", 2020, nan, "Missing"),
        ("0580", "N3", 2021, 5.0, ""),
        ("0582", "N1", 2021, nan, "Privacy"),
    )
    frame = before.revisions(after)
    rows = {
        (r.municipality, r.indicator, r.period): (r.kind, r.status_before, r.status_after)
        for r in frame.itertuples()
    }
    assert rows == {
        ("SE-0580", "N1", "2016"): ("changed", "reported", "reported"),
        ("SE-0580", "N1", "2017"): ("status_changed", "reported", "suppressed"),
        ("SE-0580", "N1", "2018"): ("status_changed", "not_reported", "reported"),
        ("SE-0580", "N1", "2019"): ("status_changed", "not_reported", "suppressed"),
        ("SE-0580", "N3", "2021"): ("added", "not_printed", "reported"),
        ("SE-0581", "N2", "2015"): ("removed", "reported", "not_printed"),
        ("SE-0582", "N1", "2021"): ("added", "not_printed", "suppressed"),
    }
    changed = frame[frame["kind"] == "changed"].iloc[0]
    assert (changed["before"], changed["after"], changed["difference"]) == (2.0, 2.5, 0.5)
    assert frame["difference"].notna().sum() == 1
    assert frame.columns.tolist() == [
        "municipality", "indicator", "period", "group", "kind", "before", "after",
        "status_before", "status_after", "difference",
    ]  # fmt: skip


@given(panels())
def test_a_panel_has_no_revisions_against_itself(panel: Panel) -> None:
    frame = panel.revisions(panel)
    assert frame.empty
    assert frame["kind"].dtype == "string"


@settings(max_examples=50)
@given(panels(), panels())
def test_revisions_read_backwards_are_the_reverse(one: Panel, other: Panel) -> None:
    dataset = other.dataset.assign_coords(unit=("indicator", [""] * len(other.indicators)))
    forth, back = one.revisions(Panel(dataset)), Panel(dataset).revisions(one)
    turned = back["kind"].replace({"added": "removed", "removed": "added"})
    assert forth["kind"].tolist() == turned.tolist()
    assert forth["status_before"].tolist() == back["status_after"].tolist()
    np.testing.assert_array_equal(forth["before"], back["after"])
    np.testing.assert_array_equal(forth["difference"], -back["difference"])


def test_minus_zero_is_no_revision_and_the_coarser_dtype_decides() -> None:
    before = vintage(("0580", "N1", 2015, 0.0, ""), ("0580", "N1", 2016, 0.1, ""))
    after = vintage(("0580", "N1", 2015, -0.0, ""), ("0580", "N1", 2016, 0.1, ""), dtype="float32")
    assert before.revisions(after).empty
    other = vintage(("0580", "N1", 2016, 0.1 + 1e-12, ""))
    assert before.sel(periods=2016).revisions(other)["kind"].tolist() == ["changed"]


def test_vintages_in_different_units_are_refused() -> None:
    row = ("0580", "N1", 2015, 1.0, "")
    before, after = (
        vintage(row, indicators=[PanelIndicator(key="N1", unit=unit)]) for unit in ("SEK", "kSEK")
    )
    with pytest.raises(MunicompareError, match="MC714"):
        before.revisions(after)
    assert before.revisions(vintage(row)).empty
    assert Panel(a_dataset()).revisions(Panel(a_dataset())).empty
