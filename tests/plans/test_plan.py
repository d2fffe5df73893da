"""Plans: frames, look-up, citation, consistency."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd
import pytest

from municompare import MunicompareError, Plan, Plans
from municompare.plans.consistency import check_plan
from municompare.schema import TABLES
from municompare.testing import example_plan


def test_every_table_is_an_attribute_that_gives_a_fresh_frame() -> None:
    plan = example_plan()
    for name in TABLES:
        first, second = getattr(plan, name), getattr(plan, name)
        pd.testing.assert_frame_equal(first, second)
        first["id"] = "changed"
        assert not (getattr(plan, name)["id"] == "changed").any()


def test_an_id_gives_its_record_and_an_unknown_one_the_nearest() -> None:
    plan = example_plan()
    assert plan["exempelby-2020/goal/fler-arbete"].title == "Fler i arbete"
    with pytest.raises(MunicompareError, match=r"did you mean 'exempelby-2020/goal/fler-arbete'"):
        plan["exempelby-2020/goal/fler-arbeten"]
    with pytest.raises(MunicompareError, match="MC113"):
        plan.table("gaols")


def test_a_citation_names_document_place_file_and_version() -> None:
    import municompare

    citation = example_plan().cite("exempelby-2020/measurement/hushall.2020.target")
    text = str(citation)
    for part in (
        "Exempelby",
        "Plan 2020",
        "(2020)",
        "L3/c4",
        '"150"',
        "plan.md",
        "0000000000000000",
    ):
        assert part in text
    assert text.count(municompare.__version__) == 1
    assert text in citation._repr_html_().replace("&quot;", '"')


@pytest.mark.parametrize(
    "identifier", ["exempelby-2020/document/plan", "exempelby-2020/issue/example"]
)
def test_documents_and_issues_can_be_cited_too(identifier: str) -> None:
    assert "Plan 2020" in str(example_plan().cite(identifier))


def test_plans_are_a_read_only_mapping_with_joint_tables() -> None:
    plans = Plans([example_plan(), example_plan("annanby-2021", name="Annanby")])
    assert list(plans) == ["exempelby-2020", "annanby-2021"]
    goals = plans.goals
    assert goals.columns[0] == "plan"
    assert goals["plan"].tolist() == ["exempelby-2020"] * 2 + ["annanby-2021"] * 2
    assert "goals" in dir(plans)
    assert plans.get("nowhere") is None
    assert len(plans.proposals) == 0
    assert "Annanby" in repr(plans)
    assert "Annanby" in plans._repr_html_()
    with pytest.raises(MunicompareError, match="did you mean 'annanby-2021'"):
        plans["annanby-2020"]
    with pytest.raises(AttributeError):
        plans.nonsense  # noqa: B018
    with pytest.raises(TypeError):
        plans["x"] = example_plan()  # type: ignore[index]


def test_no_plans_have_typed_empty_tables() -> None:
    assert Plans().goals.columns[0] == "plan"
    with pytest.raises(MunicompareError, match="MC113"):
        Plans().table("nothing")


def test_two_plans_of_one_key_are_refused() -> None:
    with pytest.raises(MunicompareError, match="MC107"):
        Plans([example_plan(), example_plan()])


def test_a_plan_is_equal_to_one_with_the_same_record_only() -> None:
    assert example_plan() == example_plan()
    assert hash(example_plan()) == hash(example_plan())
    assert example_plan() != example_plan("annanby-2021")
    assert example_plan() != "exempelby-2020"


def test_a_plan_shows_what_it_holds() -> None:
    plan = example_plan()
    assert "2 goals" in repr(plan)
    assert "<td>goals</td><td>2</td>" in plan._repr_html_()
    assert len(plan.report) == 1


def _changed(table: str, index: int, **fields: Any) -> Any:
    record = example_plan().record
    rows = list(getattr(record, table))
    rows[index] = dataclasses.replace(rows[index], **fields)
    return dataclasses.replace(record, **{table: tuple(rows)})


@pytest.mark.parametrize(
    ("table", "index", "fields", "code"),
    [
        ("goals", 0, {"kind": "wish"}, "MC108"),
        ("goals", 0, {"title": 3}, "MC102"),
        ("goals", 0, {"level": "exempelby-2020/level/none"}, "MC103"),
        ("goals", 0, {"parent": "exempelby-2020/indicator/hushall"}, "MC103"),
        ("goals", 0, {"id": "exempelby-2020/goal/ekonomi-balans"}, "MC107"),
        ("goals", 0, {"id": "annanby-2020/goal/fler-arbete"}, "MC108"),
        ("goals", 0, {"locator": "L03/c1"}, "MC108"),
        ("measurements", 0, {"period": "2019-13"}, "MC108"),
        ("measurements", 0, {"value": None}, "MC111"),
        ("measurements", 2, {"value": 0.0}, "MC111"),
        ("measurements", 0, {"value": "200"}, "MC102"),
        ("documents", 0, {"status": None}, "MC108"),
    ],
)
def test_an_inconsistent_record_is_refused_with_its_code(
    table: str, index: int, fields: dict[str, Any], code: str
) -> None:
    record = _changed(table, index, **fields)
    assert code in check_plan(record).codes
    with pytest.raises(MunicompareError):
        Plan(record)


def test_all_problems_of_a_record_come_at_once() -> None:
    record = dataclasses.replace(
        _changed("goals", 0, kind="wish", level="exempelby-2020/level/none"), municipality="580"
    )
    report = check_plan(record)
    assert {"MC103", "MC108"} <= set(report.codes)
    assert any("municipality" in str(issue) for issue in report)
    assert any("kind" in str(issue) for issue in report)


@pytest.mark.parametrize(
    ("table", "index", "fields", "code"),
    [
        ("measurements", 3, {"value": 3.0, "status": "reported"}, "MC111"),
        ("measurements", 0, {"value_upper": 100.0}, "MC111"),
        ("measurements", 2, {"value_upper": 100.0}, "MC111"),
        ("measurements", 0, {"value": float("inf")}, "MC102"),
        ("measurements", 0, {"value": 10**400}, "MC102"),
        ("measurements", 0, {"unit": "k€"}, "MC114"),
        ("measurements", 0, {"period_start": "2019-02-30"}, "MC108"),
        ("goals", 0, {"title": ""}, "MC108"),
        ("goals", 0, {"title": "x" * 100_001}, "MC108"),
        ("goals", 0, {"parent": "exempelby-2020/goal/fler-arbete"}, "MC117"),
        ("documents", 0, {"part_of": "exempelby-2020/document/plan"}, "MC117"),
        ("documents", 0, {"role": "referenced"}, "MC118"),
        ("documents", 0, {"sha256": "junk"}, "MC108"),
    ],
)
def test_a_row_that_breaks_a_rule_of_the_data_model_is_refused(
    table: str, index: int, fields: dict[str, Any], code: str
) -> None:
    assert code in check_plan(_changed(table, index, **fields)).codes


@pytest.mark.parametrize(
    "fields", [{"period": "2017-99"}, {"municipality": "SE-580"}, {"municipality": "DK-0740"}]
)
def test_a_wrong_fact_about_the_plan_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(MunicompareError, match=r"MC108"):
        Plan(dataclasses.replace(example_plan().record, **fields))


def test_a_row_of_another_table_and_an_issue_without_id_are_named() -> None:
    record = example_plan().record
    wrong = dataclasses.replace(
        record,
        goals=(*record.goals, record.indicators[0]),  # type: ignore[arg-type]
        issues=(dataclasses.replace(record.issues[0], id=None),),
    )
    assert check_plan(wrong).codes == ("MC102", "MC106")
    with pytest.raises(MunicompareError, match="expected a PlanRecord"):
        Plan(None)  # type: ignore[arg-type]


def test_a_plan_cannot_be_changed_and_is_pickled_without_its_frames() -> None:
    import pickle

    plan = example_plan()
    small = len(pickle.dumps(plan))
    assert len(plan.measurements) == 5
    assert len(pickle.dumps(plan)) == small
    assert pickle.loads(pickle.dumps(plan)) == plan
    with pytest.raises(AttributeError, match="cannot be changed"):
        plan.mood = "hopeful"
    with pytest.raises(TypeError, match="not iterable"):
        iter(plan)  # type: ignore[call-overload]
