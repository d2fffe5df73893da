"""Issues, reports, the one exception."""

from __future__ import annotations

import pytest

from municompare import Issue, IssueReport, MunicompareError
from municompare.errors import CODES, Reading


def _issue(number: int = 1, **fields: object) -> Issue:
    return Issue(code="MC103", severity="error", message=f"problem {number}.", **fields)  # type: ignore[arg-type]


def test_an_issue_says_where_what_remedy_and_code() -> None:
    issue = _issue(
        remedy="Mend it.",
        readings=(Reading(document="goals.csv", locator="14:parent"), Reading(locator="15:parent")),
    )
    assert str(issue) == "goals.csv:14:parent: problem 1. (and 1 more place) Mend it. [MC103]"


def test_a_report_raises_all_its_issues_in_one_value_error() -> None:
    report = IssueReport.of([_issue(1), _issue(2)])
    with pytest.raises(ValueError, match="2 problems") as caught:
        report.raise_if_any()
    assert isinstance(caught.value, MunicompareError)
    assert caught.value.report is report
    assert "problem 1." in str(caught.value)
    assert "problem 2." in str(caught.value)


def test_an_empty_report_raises_nothing() -> None:
    IssueReport().raise_if_any()
    assert str(IssueReport()) == "no issues"
    assert not IssueReport()


def test_a_report_is_a_sequence_of_issues() -> None:
    report = IssueReport.of(_issue(n) for n in range(3))
    assert report[1] == list(report)[1]
    assert report[:2] == tuple(report)[:2]
    assert report.codes == ("MC103",) * 3
    assert len(report.errors) == 3
    assert "problem 2" in report._repr_html_()


def test_one_issue_alone_makes_an_error() -> None:
    assert str(MunicompareError(_issue())) == "problem 1. [MC103]"


def test_codes_are_unique_and_in_order() -> None:
    assert list(CODES) == sorted(CODES)
