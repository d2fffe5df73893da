"""Ids by the rules: of titles, never of figures, with an ordinal among equal ones."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from municompare.errors import Reading
from municompare.model.column import ID
from municompare.readers.draft import Draft, period_slug


def _draft() -> Draft:
    return Draft("exempelby-2020", language="sv")


@given(st.lists(st.text(max_size=30) | st.none(), min_size=1, max_size=12))
def test_ids_are_unique_and_well_formed_for_any_titles(titles: list[str | None]) -> None:
    draft = _draft()
    found = [draft.id("goal", title) for title in titles]
    assert len(set(found)) == len(found)
    assert all(re.match(ID, identifier) for identifier in found)


def test_a_changed_figure_changes_no_id() -> None:
    assert _draft().id("indicator", "Minst 677 platser under 2019") == _draft().id(
        "indicator", "Minst 700 platser under 2020"
    )


def test_an_element_without_title_is_untitled() -> None:
    draft = _draft()
    assert draft.id("goal", None) == "exempelby-2020/goal/untitled-goal"
    assert draft.id("goal", "1 2 3") == "exempelby-2020/goal/untitled-goal-2"


def test_an_ordinal_never_meets_a_title_that_ends_like_it() -> None:
    draft = Draft("exempelby-2020", language="sv")
    found = [draft.attached_id("note", "exempelby-2020/goal/x") for _ in range(3)]
    assert found[1:] == [f"{found[0]}-2", f"{found[0]}-3"]


def test_a_measurement_is_named_by_indicator_period_role_subgroup_document() -> None:
    identifier = _draft().measurement_id(
        indicator="exempelby-2020/indicator/hushall",
        period="2018-01/2018-04",
        role="target",
        subgroup="JKT: 2",
        document="exempelby-2020/document/plan",
    )
    assert identifier == "exempelby-2020/measurement/hushall.2018-01--2018-04.target.jkt.plan"


def test_a_budget_cell_is_named_by_table_line_year_kind_document() -> None:
    draft = _draft()
    place = {"table": "drift", "amount_kind": "plan", "document": "exempelby-2020/document/plan"}
    assert (
        draft.budget_id(line="Ekonomiskt bistånd", year="2020", **place)
        == "exempelby-2020/budget/drift.ekonomiskt-bistand.2020.plan.plan"
    )
    assert "untitled-line.undated" in draft.budget_id(line="12", year=None, **place)


def test_periods_have_a_form_for_ids() -> None:
    assert period_slug("[2017,2018]") == "2017-or-2018"
    assert period_slug("2019-Q2") == "2019-q2"
    assert period_slug(None) == "undated"


def test_a_long_name_of_a_link_is_cut_and_stays_unique() -> None:
    draft = _draft()
    long = "exempelby-2020/goal/" + "-".join(["arbete"] * 9)
    first = draft.attached_id("link", long, f"{long}-a")
    second = draft.attached_id("link", long, f"{long}-b")
    assert first != second
    assert max(len(first), len(second)) < 160


def test_an_issue_is_named_by_code_and_cause_without_figures() -> None:
    draft = _draft()
    draft.issue("MC301", "warning", "x", cause="Budget 2019 ram", readings=[Reading(text="1")])
    draft.issue("MC301", "warning", "x", cause="2019")
    record = draft.build(
        title="x", municipality="SE-0000", municipality_name="x", organisation="x",
        unit_of_analysis="committee",
    )  # fmt: skip
    assert [issue.id for issue in record.issues] == [
        "exempelby-2020/issue/mc301-budget-ram",
        "exempelby-2020/issue/mc301",
    ]
