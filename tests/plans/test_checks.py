"""How checks become issues: one for each cause, none twice, in any order of the rows."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare import Issue, Plan
from municompare.errors import CODES, Reading
from municompare.model.plan import Note, PlanRecord
from municompare.plans.checks import RULES, checked
from municompare.plans.reading import read_documents

from .odd_plans import (
    HOUSEHOLDS,
    KEY,
    PLAN,
    SECOND,
    SHARE,
    also_printed,
    assignment,
    found,
    goal,
    places,
    second_document,
    sound,
    turned,
    value,
    with_rows,
)


def odd() -> PlanRecord:
    """A plan that breaks many rules at once."""
    record = second_document(sound())
    first = assignment("Samtliga nämnder ska minska sin klimatpåverkan", 50, report_back="2019-10")
    definition = "Med etableringstid menas tiden från första dagen."
    return with_rows(
        record,
        goal("1", "Fler unga i arbete", locator="L41"),
        goal("3", "Fler unga i arbete", locator="L42"),
        goal("4", "Ekonomi för alla", locator="L43"),
        goal("4", "Nöjda medborgare", locator="L44"),
        first,
        also_printed(first),
        assignment(f"Förkorta tiden. {definition}", 51),
        assignment("Nämnden räknar etableringstiden från sista dagen.", 52, SECOND),
        value(7.1, "2019", locator="L20/c3"),
        value(6.2, "2019", subgroup="women", locator="L21/c3"),
        value(3.3, "2019", subgroup="men", locator="L22/c3"),
        value(104, "2018", locator="L23/c3"),
        value(5, "2018", locator="L24/c3"),
        value(88, "2020", "target", comparator=">=", locator="L25/c4"),
        value(80, "2021", "target", comparator=">=", locator="L25/c5"),
        value(3, "2018", "target", indicator=HOUSEHOLDS, unit="day", raw="3*", locator="L26"),
        Note(id=f"{KEY}/note/x", marker="**", text="Gäller alla.", document=PLAN, locator="L91"),
    )


def test_an_odd_plan_gives_a_valid_plan_with_an_issue_for_each_cause() -> None:
    plan = Plan(checked(odd()))
    assert Counter(plan.report.codes) == {
        "MC380": 1, "MC381": 1, "MC384": 1, "MC385": 1, "MC383": 1, "MC326": 1,
        "MC391": 1, "MC322": 1, "MC325": 1, "MC335": 2, "MC389": 1, "MC396": 1, "MC390": 1,
    }  # fmt: skip


def test_every_rule_has_a_declared_code_and_ids_name_it() -> None:
    assert {rule.code for rule in RULES} | {c for rule in RULES for c in rule.also} <= set(CODES)
    for issue in found(odd()):
        assert str(issue.id).startswith(f"{KEY}/issue/{issue.code.lower()}-")
        assert issue.remedy
        assert issue.message.startswith("expected ")


@given(seed=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(seed: random.Random) -> None:
    def shuffled(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(seed.sample(rows, len(rows)))

    record = odd()
    assert checked(turned(record, shuffled)).issues == checked(record).issues


def test_what_has_been_reported_is_not_reported_again() -> None:
    once = checked(odd())
    assert checked(once) == once


def test_the_rows_of_a_plan_stay_as_they_are() -> None:
    record = odd()
    assert replace(checked(record), issues=()) == record


def known(code: str, *readings: Reading) -> Issue:
    return Issue(
        id=f"{KEY}/issue/known", code=code, severity="error", message="odd.", readings=readings
    )


def doubled() -> PlanRecord:
    rows = value(5.0, "2019", raw="5,0 procent"), value(6.0, "2019", locator="L33|L34")
    return with_rows(sound(), *rows)


@pytest.mark.parametrize(
    "issue",
    [
        pytest.param(known("MC381", Reading(document=PLAN, locator="L33")), id="the same code"),
        pytest.param(known("MC342", Reading(document=PLAN, locator="L34")), id="a kindred code"),
        pytest.param(
            known("MC381", Reading(document=PLAN, locator="L20:c9", text="5,0 procent av alla")),
            id="the words on that line",
        ),
    ],
)
def test_what_a_reader_reports_of_the_same_place_stands_alone(issue: Issue) -> None:
    assert found(replace(doubled(), issues=(issue,)), "MC381") == []


@pytest.mark.parametrize(
    "issue",
    [
        pytest.param(known("MC327", Reading(document=PLAN, locator="L33")), id="another code"),
        pytest.param(known("MC381", Reading(document=PLAN, locator="L35")), id="another place"),
        pytest.param(known("MC381", Reading(document=SECOND, locator="L33")), id="another file"),
        pytest.param(
            known("MC381", Reading(document=PLAN, locator="L20:c9", text="7,0 procent")),
            id="other words on that line",
        ),
        pytest.param(known("MC381", Reading(document=PLAN)), id="no place"),
    ],
)
def test_what_a_reader_reports_of_something_else_hides_nothing(issue: Issue) -> None:
    assert len(found(replace(doubled(), issues=(issue,)), "MC381")) == 1


def test_places_in_a_part_of_a_document_are_places_in_the_document() -> None:
    part = replace(
        sound().documents[0], id=f"{KEY}/document/missiv", role="part", part_of=PLAN, file=None
    )
    issue = known("MC381", Reading(document=part.id, locator="L33"))
    assert found(replace(with_rows(doubled(), part), issues=(issue,)), "MC381") == []


def test_ids_hold_no_figures_and_are_told_apart() -> None:
    title = "Plan 2022-2019 för arbete"
    once = known("MC346")
    record = with_rows(sound(), goal(None, title, locator="L41"))
    taken = replace(once, id=f"{KEY}/issue/mc346-range-of-years")
    [issue] = found(replace(record, issues=(taken,)))
    assert issue.id == f"{KEY}/issue/mc346-range-of-years-2"


def test_a_cause_without_words_is_named_by_its_code() -> None:
    record = sound()
    unnamed = tuple(replace(row, name="§ 5") for row in record.indicators if row.id == SHARE)
    rows = value(5, "2018"), value(6, "2018", locator="L33")
    record = with_rows(replace(record, indicators=unnamed, measurements=()), *rows)
    assert [issue.id for issue in found(record)] == [f"{KEY}/issue/mc381"]


def test_a_changed_figure_changes_no_id() -> None:
    one, other = (
        with_rows(sound(), value(5, "2018"), value(number, "2018", locator="L33"))
        for number in (6, 7)
    )
    assert [issue.id for issue in found(one)] == [issue.id for issue in found(other)]


def test_what_is_wrong_with_a_record_itself_is_left_to_the_plan() -> None:
    record = with_rows(
        sound(),
        value(5, "2018", indicator=f"{KEY}/indicator/nowhere"),
        value(5, "no period", document=f"{KEY}/document/nowhere"),
        value(5, "no period", locator="no place"),
    )
    assert found(record) == []


def test_reading_a_document_runs_the_checks(shared_documents: Path) -> None:
    plan = read_documents(shared_documents / "linkoping-internbudget-2019.md")
    found_ = {issue.code: issue for issue in plan.report}
    assert places(found_["MC391"]) == ["L543", "L583", "L587"]
    assert places(found_["MC395"]) == ["L601", "L587"]
    assert places(found_["MC382"]) == ["L449/c6", "L449/c5", "L449/c7"]
    missing = found_["MC387"]
    assert (missing.severity, places(missing)[:3]) == (
        "warning",
        ["L441/c3:c124", "L441/c4", "L441/c5"],
    )
    assert [place.partition("/")[0] for place in map(str, places(found_["MC392"]))] == [
        f"L{line}" for line in (453, 456, 459, 460, 461, 464, 467, 468, 469, 471)
    ]
    for code in ("MC335", "MC340", "MC344", "MC346", "MC347"):
        assert plan.report.codes.count(code) == 1  # as the reader reports it
