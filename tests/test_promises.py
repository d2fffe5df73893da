"""What the library promises about the real documents, through the facade alone."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import municompare as mc
from municompare.schema import TABLES, rows

INTERNBUDGET = "linkoping-internbudget-2019.md"
VERKSAMHETSPLAN = "norrkoping-verksamhetsplan-2016.txt"
AFTALE = "silkeborg-aftale-2017.md"


def _changed(before: mc.Plan, after: mc.Plan) -> dict[str, list[tuple[str, Any, Any]]]:
    """Fields that differ between two readings, by field name; ids and row counts must agree."""
    found: dict[str, list[tuple[str, Any, Any]]] = {}
    for table in TABLES:
        if table in ("issues", "issue_readings"):
            continue
        first, second = rows(before.record, table), rows(after.record, table)
        assert [row.id for row in first] == [row.id for row in second], table
        for old, new in zip(first, second, strict=True):
            for field in fields(old):
                pair = getattr(old, field.name), getattr(new, field.name)
                if pair[0] != pair[1]:
                    found.setdefault(field.name, []).append((old.id, *pair))
    return found


@pytest.mark.parametrize(
    ("name", "old", "new", "value", "replaced"),
    [
        (INTERNBUDGET, "477", "481", 477, 481),
        (INTERNBUDGET, "3130", "3137", 3130, 3137),
        (AFTALE, "reduceret med 60 i", "reduceret med 61 i", -60, -61),
        (VERKSAMHETSPLAN, "totalt 125 deltagarplatser", "totalt 127 deltagarplatser", 125, 127),
    ],
)
def test_a_changed_number_changes_that_value_and_the_text_that_prints_it_alone(
    shared_documents: Path, tmp_path: Path, name: str, old: str, new: str, value: int, replaced: int
) -> None:
    text = (shared_documents / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    changed = _changed(mc.read(shared_documents / name), mc.read(tmp_path / name))
    changed.pop("sha256")
    assert [pair[1:] for pair in changed.pop("value")] == [(value, replaced)]
    printing = {"raw", "name", "title", "description"}
    assert set(changed) <= printing
    digits, other = str(abs(value)), str(abs(replaced))
    for before, after in (pair[1:] for pairs in changed.values() for pair in pairs):
        assert before.replace(digits, other) == after


def test_a_name_that_states_a_number_follows_its_change(
    shared_documents: Path, tmp_path: Path
) -> None:
    text = (shared_documents / INTERNBUDGET).read_text(encoding="utf-8")
    changed = text.replace("minst 677 under 2019", "minst 678 under 2019")
    assert changed != text
    (tmp_path / INTERNBUDGET).write_text(changed, encoding="utf-8")
    before, after = mc.read(shared_documents / INTERNBUDGET), mc.read(tmp_path / INTERNBUDGET)
    assert "value" not in _changed(before, after)
    new = set(after.report.codes) - set(before.report.codes)
    assert new == {"MC336"}
    (conflict,) = [issue for issue in after.report if issue.code == "MC336"]
    assert conflict.severity == "error"
    assert {"678", "677"} <= {
        word for reading in conflict.readings for word in str(reading.text).split()
    }


def test_the_twelve_goals_of_the_agreement_are_twelve() -> None:
    assert len(mc.load()["silkeborg-2017"].goals) == 12


def test_no_text_is_invented_for_goals_that_the_plan_leaves_out() -> None:
    goals = mc.load()["norrkoping-2016"].goals
    absent = goals[goals["title_status"] == "absent"]
    assert sorted(zip(absent["kind"], absent["number"], strict=True)) == [
        ("development_area", "1"),
        ("goal", "1"),
        ("goal", "4"),
        ("goal", "5"),
    ]
    assert absent[["title", "title_en", "description"]].isna().all(axis=None)


def test_every_figure_of_the_comparison_has_a_source() -> None:
    plans = mc.load()
    targets = mc.compare(plans).targets()
    for row in targets.to_dict("records"):
        citation = plans[row["plan"]].cite(row["measurement"])
        assert citation.locator == row["locator"]
        assert citation.file
        assert citation.sha256


def test_the_wanted_changes_of_the_households_are_those_of_a_plain_computation() -> None:
    targets = mc.compare(mc.load()).targets()
    households = targets[
        targets["indicator"].str.endswith("antal-hushall-forsorjningsstod-snitt-manad")
    ]
    assert households["wanted_change"].tolist() == [2800 - 3130, 2700 - 3130]
    expected = [100 * (2800 - 3130) / 3130, 100 * (2700 - 3130) / 3130]
    assert households["wanted_change_percent"].tolist() == pytest.approx(expected)
    assert households["per_year"].tolist() == [-330, -215]


def test_frames_are_the_same_in_every_call_and_never_shared() -> None:
    comparison = mc.compare(mc.load())
    for method in ("structure", "goals", "indicators", "targets", "comparability", "testability"):
        first = getattr(comparison, method)()
        pd.testing.assert_frame_equal(first, getattr(comparison, method)())
        first.iloc[:, 0] = None
        assert not getattr(comparison, method)().iloc[:, 0].isna().all()
