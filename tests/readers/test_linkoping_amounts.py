"""Amounts in the running text of an internal budget, and what its own text makes impossible."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.readers.linkoping import LinkopingReader

from .linkoping_whole_budget import PATH, read


@pytest.fixture(scope="module")
def plan() -> PlanRecord:
    return LinkopingReader().read(load_document(PATH))


def _issue(plan: PlanRecord, code: str) -> list[str | None]:
    return [r.text for issue in plan.issues if issue.code == code for r in issue.readings]


def test_amounts_of_running_text_are_budget_rows(plan: PlanRecord) -> None:
    rows = [row for row in plan.budget if row.table == "text"]
    found = [(row.amount_kind, row.line_kind, row.year, row.value, row.unit) for row in rows]
    assert found == [
        ("adjustment", "adjustment", None, 2.0, "MSEK"),
        ("adjustment", "adjustment", "2031", -400.0, "kSEK"),
        ("adjustment", "adjustment", "2032", -600.0, "kSEK"),
        ("adjustment", "sum", "2031/2032", -1000.0, "kSEK"),
        ("adjustment", "adjustment", None, 3.0, "MSEK"),
        ("outcome", "cost", "2030", None, None),
        ("forecast", "cost", None, 250.0, "kSEK"),
    ]
    assert [(row.raw, row.status) for row in rows if row.amount_kind == "outcome"] == [
        ("drygt 4 mnkr", "undetermined")
    ]
    assert rows[4].decided_on == "2030-11-05"
    (note,) = [row for row in plan.notes if row.element == rows[3].id]
    assert note.text == "Denna justering bygger på att antalet föreningar är oförändrat."


def test_a_total_of_years_that_is_not_their_sum_is_reported(tmp_path: Path) -> None:
    plan = read(tmp_path, ("(totalt 1 000 tkr)", "(totalt 1 100 tkr)"))
    assert _issue(plan, "MC341") == ["400 tkr", "600 tkr", "1 100 tkr"]


def test_an_amount_printed_again_points_to_the_first_and_must_be_the_same(tmp_path: Path) -> None:
    again = ("Simskolan kommer att", "Ramförstärkningen på 2 mnkr står fast. Simskolan kommer att")
    plan = read(tmp_path, again)
    first, second = [row for row in plan.budget if row.table == "text" and row.value == 2.0]
    assert (first.repeats, second.repeats) == (None, first.id)
    assert not _issue(plan, "MC342")
    plan = read(tmp_path, (again[0], again[1].replace("2 mnkr", "3 mnkr")))
    assert _issue(plan, "MC342") == ["2 mnkr", "3 mnkr"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Besparingen på lokaler om 300 tkr ligger kvar.", -300.0),
        ("Besparingskravet på -300 tkr ligger kvar.", -300.0),
        ("Ramökningen för badhusen på 300 tkr ligger kvar.", 300.0),
        ("300 tkr är nämndens del av besparingen.", -300.0),
        ("300 tkr är nämndens del av satsningen.", 300.0),
    ],
)
def test_a_saving_is_a_change_downwards(tmp_path: Path, words: str, value: float) -> None:
    plan = read(tmp_path, ("Simskolan kommer att redovisas separat.", words))
    assert [row.value for row in plan.budget if row.raw in ("300 tkr", "-300 tkr")] == [value]


def test_an_amount_without_currency_has_no_unit(tmp_path: Path) -> None:
    plan = read(tmp_path, ("Ramförstärkningen på 2 mnkr", "Ramförstärkningen på 2 miljoner"))
    (row,) = [row for row in plan.budget if row.raw == "2 miljoner"]
    assert (row.value, row.unit) == (2.0, None)
    assert "2 miljoner" in _issue(plan, "MC337")


def test_an_impossible_range_of_years_is_reported_with_every_place(tmp_path: Path) -> None:
    assert _issue(read(tmp_path), "MC346") == ["budget 2031 med plan för 2022-2034"]
    plan = read(tmp_path, ("plan för 2022-2034", "plan för 2032-2034"))
    assert not _issue(plan, "MC346")
    plan = read(
        tmp_path,
        ("plan för 2022-2034", "plan för åren 2032–2030"),
        ("En mall finns", "En mall 2033-2031 finns"),
    )
    assert _issue(plan, "MC346") == ["budget 2031 med plan för åren 2032–2030", "2033-2031"]


def test_a_heading_with_another_owner_is_a_wording_and_reported(tmp_path: Path) -> None:
    plan = read(tmp_path)
    heading = "Fritidens internbudget 2031 med plan 2032-2034"
    assert _issue(plan, "MC354") == [heading, "Fritidsnämnden"]
    assert heading in [row.text for row in plan.wordings]
    plan = read(tmp_path, ("# Fritidens internbudget", "# Fritidsnämndens internbudget"))
    assert not _issue(plan, "MC354")


def test_a_base_value_in_another_unit_than_its_indicator_is_reported(tmp_path: Path) -> None:
    assert not _issue(read(tmp_path), "MC347")  # visits are no known unit
    plan = read(tmp_path, ("Antal besök i badhusen", "Antal deltagare i badhusen"))
    assert _issue(plan, "MC347") == [
        "300 personer",
        "Antal deltagare i badhusen ska öka. Basvärde 2030 = 300 personer",
    ]
