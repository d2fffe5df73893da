"""Rules about periods, dates and paragraph numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from municompare.model.elements import Activity
from municompare.model.plan import Decision, FollowUp, PlanRecord

from .odd_plans import (
    KEY,
    PLAN,
    SHARE,
    assignment,
    found,
    goal,
    places,
    sound,
    value,
    with_rows,
)


def codes(record: PlanRecord) -> list[str]:
    return [issue.code for issue in found(record)]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2018", ["MC326"]),
        ("2019-12", ["MC326"]),
        ("2020", []),
        ("2020/2023", []),
        ("2021", []),
        ("2022", ["MC388"]),
        (None, []),
    ],
)
def test_targets_must_be_for_the_plans_time(period: str | None, expected: list[str]) -> None:
    assert codes(with_rows(sound(), value(80, period, "target"))) == expected


def test_a_plan_without_period_has_no_targets_before_or_after_it() -> None:
    record = replace(sound(), period=None)
    assert codes(with_rows(record, value(80, "1999", "target"))) == []


def test_a_base_period_after_its_target_is_reported() -> None:
    change: dict[str, Any] = {"comparator": "change_by", "target_form": "change"}
    late = value(-60, "2020", "target", base_period="2021", **change)
    [issue] = found(with_rows(sound(), late), "MC386")
    assert (issue.severity, places(issue)) == ("error", ["L20/c3"])
    for base in ("2019", "2020-01"):
        sure = replace(late, base_period=base)
        assert found(with_rows(sound(), sure), "MC386") == []


def test_a_value_observed_after_the_document_is_reported() -> None:
    assert codes(with_rows(sound(), value(5, "2021"))) == ["MC386"]
    assert codes(with_rows(sound(), value(5, "2020-03"))) == []
    decided = replace(
        sound(), documents=tuple(replace(d, decided_on="2019-12-04") for d in sound().documents)
    )
    assert codes(with_rows(decided, value(5, "2020-03"))) == ["MC386"]
    assert codes(with_rows(decided, value(5, "2019"))) == []


def test_values_whose_period_is_unsure_or_that_are_missing_are_not_too_late() -> None:
    assert codes(with_rows(sound(), value(5, "2021", certainty="ambiguous"))) == []
    empty = value(None, "2021", status="empty", comparator=None)
    assert codes(with_rows(sound(), empty)) == []


def test_values_of_a_year_and_of_a_part_of_one_are_reported_together() -> None:
    record = with_rows(sound(), value(88, "2018"), value(89, "2019-T1", locator="L20/c4"))
    [issue] = found(record)
    assert (issue.code, places(issue)) == ("MC397", ["L20/c4", "L20/c3"])
    assert "2018 and 2019-T1 for 'Andel i arbete'" in issue.message


def test_periods_of_one_length_and_targets_of_another_are_a_series() -> None:
    record = with_rows(
        sound(), value(88, "2018-T1"), value(89, "2019-T2"), value(90, "2020", "target")
    )
    assert codes(record) == []
    leap = with_rows(sound(), value(88, "2019-01"), value(89, "2020-02"))
    assert codes(leap) == []


def test_what_is_due_before_the_plan_begins_is_reported_in_one_issue() -> None:
    task = Activity(
        id=f"{KEY}/activity/kartlagga", title="Kartlägga", deadline="2019-06", document=PLAN,
        locator="L51",
    )  # fmt: skip
    record = with_rows(sound(), assignment("Redovisa en analys", 50, report_back="2019-10"))
    record = replace(record, activities=(task,))
    [issue] = found(record)
    assert (issue.code, issue.severity) == ("MC391", "warning")
    assert places(issue) == ["L50", "L51"]


def test_what_is_due_within_the_plan_is_not_reported() -> None:
    for when in ("2020-Q1", "2021", None):
        record = with_rows(sound(), assignment("Redovisa en analys", 50, report_back=when))
        assert codes(record) == []


def reported(dates: str | None, due: str | None = "2020-10") -> PlanRecord:
    task = assignment("Redovisa en analys", 50, report_back=due)
    report = FollowUp(
        id=f"{KEY}/followup/analys", element=task.id, dates=dates, document=PLAN, locator="L53"
    )
    return with_rows(sound(), task, report)


def test_a_report_after_its_date_is_reported() -> None:
    [issue] = found(reported("december 2020"))
    assert (issue.code, issue.severity, places(issue)) == ("MC395", "warning", ["L53", "L50"])


@pytest.mark.parametrize("dates", ["oktober 2020", "i särskild ordning", None])
def test_a_report_in_time_or_without_date_is_not_late(dates: str | None) -> None:
    assert codes(reported(dates)) == []


def test_a_report_without_due_date_or_about_something_else_is_not_late() -> None:
    assert codes(reported("december 2020", due=None)) == []
    other = FollowUp(
        id=f"{KEY}/followup/plan", element=SHARE, dates="2025", document=PLAN, locator="L53"
    )
    assert codes(with_rows(sound(), other)) == []


def decision(date: str | None, paragraph: str | None, body: str = "Arbetsnämnden") -> Decision:
    place = f"{date}-{(paragraph or '').strip('§ ')}".strip("-").lower()
    return Decision(
        id=f"{KEY}/decision/{place}",
        body=body,
        date=date,
        paragraph=paragraph,
        subject="Plan",
        document=PLAN,
        locator=f"L{''.join(c for c in f'6{place}' if c.isdigit())}",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("2019-10-25", "§ 138"), ("2019-10-26", "§ 137"), id="falling"),
        pytest.param(("2019-10-25", "§ 138"), ("2019-11-26", "§ 138"), id="the same"),
    ],
)
def test_paragraphs_that_do_not_rise_with_the_days_are_reported(one: Any, other: Any) -> None:
    [issue] = found(with_rows(sound(), decision(*one), decision(*other)))
    assert (issue.code, issue.severity) == ("MC339", "warning")
    assert f"{one[0]} {one[1]} and {other[0]} {other[1]} of Arbetsnämnden" in issue.message
    assert len(issue.readings) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("2019-10-25", "§ 137"), ("2019-10-26", "§ 138"), id="rising"),
        pytest.param(("2018-10-25", "§ 138"), ("2019-10-26", "§ 137"), id="another year"),
        pytest.param(("2019-10-25", "§ 138"), ("2019-10-25", "§ 137"), id="one day"),
        pytest.param(("2019-10-25", "§ 138"), ("2019-11", "§ 137"), id="a month"),
        pytest.param(("2019-10-25", "§ 138"), ("2019-10-26", None), id="no paragraph"),
        pytest.param(
            ("2019-10-25", "§ 138"), ("2019-10-26", "§ 137", "Byggnämnden"), id="another body"
        ),
    ],
)
def test_paragraphs_that_may_hold_are_not_reported(one: Any, other: Any) -> None:
    assert codes(with_rows(sound(), decision(*one), decision(*other))) == []


def test_a_decision_after_the_document_is_reported() -> None:
    documents = tuple(replace(d, decided_on="2020-03-20") for d in sound().documents)
    decided = replace(sound(), documents=documents)
    for date, expected in (
        ("2020-11", ["MC340"]),
        ("2020-03-21", ["MC340"]),
        ("2020-03-20", []),
        ("2020", []),
        (None, []),
    ):
        assert codes(with_rows(decided, decision(date, "§ 9"))) == expected
        assert codes(with_rows(sound(), decision(date, "§ 9"))) == []


def test_a_range_of_years_that_ends_before_it_begins_is_reported() -> None:
    [issue] = found(with_rows(sound(), goal(None, "Plan för 2022-2019", locator="L70")))
    assert (issue.code, issue.severity, places(issue)) == ("MC346", "warning", ["L70"])
    assert issue.readings[0].text == "2022-2019"


@pytest.mark.parametrize(
    "title",
    ["Plan för 2019-2022", "Dnr 2022-1955", "Enligt KS 2021-1999", "2022-01-01", "A2022-2019"],
)
def test_what_only_looks_like_a_range_of_years_is_not(title: str) -> None:
    assert codes(with_rows(sound(), goal(None, title))) == []


def test_a_document_shows_a_range_of_years_in_its_own_title() -> None:
    documents = tuple(replace(d, title="Plan 2020-2018") for d in sound().documents)
    [issue] = found(replace(sound(), documents=documents))
    assert (issue.code, issue.readings[0].document, places(issue)) == ("MC346", PLAN, ["L1"])
    nowhere = replace(documents[0], locator=None)
    assert found(replace(sound(), documents=(nowhere,))) == []
