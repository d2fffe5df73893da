"""Comparison of small invented plans: nothing is dropped, every number has its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import municompare as mc
from municompare.comparison.targets import target_rows
from municompare.model.crosswalk import Concept, Crosswalk, Mapping
from municompare.model.plan import PlanRecord
from municompare.plans import Plan, Plans
from municompare.testing import example_plan

A, B = "exempelby-2020", "annanby-2021"


def _mapping(subject: str, concept: str, relation: Any = "exactMatch") -> Mapping:
    return Mapping(
        subject=subject,
        relation=relation,
        concept=concept,
        justification="semapv:ManualMappingCuration",
    )


def _crosswalk(*mappings: Mapping) -> Crosswalk:
    concepts = tuple(
        Concept(key=key, label=key.title(), definition="x", kind="measure", direction="none")
        for key in ("work", "households", "money")
    )
    return Crosswalk(concepts=concepts, mappings=mappings, version="1")


def _second(**fields: Any) -> Plan:
    return example_plan(B, municipality="DK-999", name="Annanby", language="da", **fields)


def _comparison(*mappings: Mapping, second: Plan | None = None) -> mc.Comparison:
    plans = Plans([example_plan(), second if second is not None else _second()])
    return mc.compare(plans, crosswalk=_crosswalk(*mappings))


def test_goals_meet_in_concepts_and_the_unmapped_come_last() -> None:
    goals = _comparison(
        _mapping(f"{A}/goal/fler-arbete", "work"),
        _mapping(f"{B}/goal/fler-arbete", "work", "closeMatch"),
    ).goals()
    assert goals.index.get_level_values("concept").tolist() == ["work", "unmapped"]
    assert goals[A, "english"].iloc[0] == "More people in work"
    assert goals[B, "relation"].iloc[0] == "closeMatch"
    assert goals[A, "original"].iloc[1] == "Ekonomi i balans"


def test_every_goal_and_indicator_is_shown_once_for_each_concept() -> None:
    comparison = _comparison(
        _mapping(f"{A}/goal/fler-arbete", "work"), _mapping(f"{A}/goal/fler-arbete", "money")
    )
    goals = comparison.goals()
    assert goals[A, "id"].dropna().tolist().count(f"{A}/goal/fler-arbete") == 2
    assert set(goals[B, "id"].dropna()) == {row.id for row in comparison.plans[B].record.goals}
    indicators = comparison.indicators()
    assert indicators[A, "id"].notna().sum() == 3


def test_a_recorded_denial_wins_over_a_mapping() -> None:
    goals = _comparison(
        _mapping(f"{A}/goal/fler-arbete", "work"),
        _mapping(f"{A}/goal/fler-arbete", "work", "notMatch"),
    ).goals()
    assert goals.index.get_level_values("concept").unique().tolist() == ["unmapped"]


def test_targets_have_change_reason_and_place() -> None:
    targets = _comparison(_mapping(f"{A}/indicator/hushall", "households")).targets()
    row = targets[targets["indicator"] == f"{A}/indicator/hushall"].iloc[0]
    assert (row["baseline"], row["baseline_basis"], row["target"]) == (200, "latest observed", 150)
    assert (row["wanted_change"], row["wanted_change_percent"], row["per_year"]) == (-50, -25, -50)
    assert (row["unit"], row["locator"], row["concept"]) == ("household", "L3/c4", "households")
    directional = targets[targets["indicator"] == f"{A}/indicator/andel-arbete"].iloc[0]
    assert directional["why_missing"] == (
        "target: a direction without a figure; baseline: the cell is empty"
    )
    assert directional[["baseline", "target", "wanted_change"]].isna().all()


def _record(**changes: Any) -> PlanRecord:
    """The example plan with its first two values changed."""
    record = example_plan().record
    observed, target, *others = record.measurements
    observed = replace(observed, **changes.pop("observed", {}))
    target = replace(target, **changes.pop("target", {}))
    return replace(record, measurements=(observed, target, *others))


def _first_target(**changes: Any) -> dict[str, Any]:
    return next(target_rows(Plan(_record(**changes))))


_figures = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3))


@given(base=_figures, goal=_figures)
def test_the_wanted_change_is_the_plain_difference_with_any_signs(base: float, goal: float) -> None:
    row = _first_target(observed={"value": base}, target={"value": goal})
    assert row["wanted_change"] == goal - base
    if base == 0:
        assert row["wanted_change_percent"] is None
    else:
        assert row["wanted_change_percent"] == pytest.approx((goal - base) / abs(base) * 100)
        assert (row["wanted_change_percent"] > 0) == (goal > base)


def test_a_change_of_percentages_is_in_percentage_points() -> None:
    row = _first_target(observed={"unit": "percent"}, target={"unit": "percent"})
    assert row["wanted_change_unit"] == "percentage_point"


def test_a_printed_change_is_the_wanted_change() -> None:
    row = _first_target(
        target={"comparator": "change_by", "value": -60.0, "base_period": "2018", "period": "2020"}
    )
    assert (row["wanted_change"], row["baseline"], row["wanted_change_percent"]) == (
        -60,
        None,
        None,
    )
    assert row["per_year"] == pytest.approx(-30)
    assert "baseline: no value printed for 2018" in row["why_missing"]


def test_a_printed_relative_change_counts_from_its_base_period() -> None:
    row = _first_target(
        target={"comparator": "change_by_percent", "value": 10.0, "base_period": "2019"}
    )
    assert (row["baseline_basis"], row["wanted_change"]) == ("stated base period", 20)
    assert row["wanted_change_percent"] == 10


def test_values_in_different_units_are_never_subtracted() -> None:
    row = _first_target(target={"unit": "person"})
    assert row["wanted_change"] is None
    assert "baseline in household, target in person" in row["why_missing"]


def test_an_observation_after_the_target_is_no_baseline() -> None:
    row = _first_target(observed={"period": "2021"})
    assert row["baseline"] is None
    assert row["latest"] is None


def test_a_target_without_deadline_says_so() -> None:
    row = _first_target(target={"period": None})
    assert row["per_year"] is None
    assert "deadline: not printed" in row["why_missing"]


def test_an_interval_has_no_single_change() -> None:
    assert _first_target(target={"value_upper": 160.0})["wanted_change"] is None


def test_a_stated_baseline_wins_over_the_latest_value() -> None:
    row = _first_target(observed={"role": "baseline"})
    assert (row["baseline_basis"], row["latest"]) == ("stated", None)


def test_structure_counts_per_tier_and_shows_n_of_n() -> None:
    structure = _comparison(second=_second(unit_of_analysis="institution")).structure()
    assert structure["tier"].tolist() == ["committee", "unit"]
    first = structure.iloc[0]
    assert (first["goals"], first["indicators_table"], first["targets"]) == (2, 3, 3)
    assert (first["with_unit"], first["with_baseline"], first["with_figure"]) == (
        "2 of 3",
        "1 of 3",
        "2 of 3",
    )
    assert first["line_of_sight"] == "2 goals without a printed link; 3 indicators by position"


def test_testability_numbers_are_those_of_the_structure() -> None:
    comparison = _comparison()
    profile = comparison.testability()
    structure = comparison.structure().set_index("plan")
    for row in profile.to_dict("records"):
        shown = structure.loc[row["plan"], f"with_{row['aspect']}"]
        assert shown == f"{row['n']} of {row['of']}"


def test_why_not_names_every_reason_and_the_strongest_decides() -> None:
    comparison = _comparison(
        _mapping(f"{A}/indicator/hushall", "households"),
        _mapping(f"{B}/indicator/hushall", "households", "relatedMatch"),
        second=_second(unit_of_analysis="institution"),
    )
    found = comparison.why_not(f"{A}/indicator/hushall", f"{B}/indicator/hushall")
    assert found.verdict == "position_only"
    assert {reason.aspect for reason in found.reasons} == {"definition", "unit of analysis"}
    assert "position only" in str(found)
    assert "position only" in found._repr_html_()
    assert comparison.comparability()["verdict"].tolist() == ["position_only"]


def test_elements_without_a_common_concept_cannot_be_compared() -> None:
    found = _comparison().why_not(f"{A}/goal/fler-arbete", f"{B}/goal/fler-arbete")
    assert found.verdict == "not_comparable"
    assert found.reasons[0].aspect == "concept"


def test_the_same_measure_in_the_same_kind_of_plan_is_comparable() -> None:
    comparison = _comparison(
        _mapping(f"{A}/indicator/hushall", "households"),
        _mapping(f"{B}/indicator/hushall", "households"),
    )
    found = comparison.why_not(f"{A}/indicator/hushall", f"{B}/indicator/hushall")
    assert (found.verdict, found.reasons) == ("comparable", ())


def _with_indicator(**fields: Any) -> Plan:
    record = _second().record
    first, *others = record.indicators
    values = record.measurements
    if "unit" in fields:
        values = tuple(
            replace(value, unit=fields["unit"]) if value.indicator == first.id else value
            for value in values
        )
    indicators = (replace(first, **fields), *others)
    return Plan(replace(record, indicators=indicators, measurements=values))


@pytest.mark.parametrize(
    ("fields", "aspect", "verdict"),
    [
        ({"unit": "person"}, "unit", "not_comparable"),
        ({"unit": None}, "unit", "position_only"),
        ({"unit": "kSEK"}, "price level", "not_comparable"),
        ({"aggregation": "forbidden"}, "source", "not_comparable"),
        ({"direction": "increase"}, None, "comparable"),
    ],
)
def test_each_difference_has_its_consequence(
    fields: dict[str, Any], aspect: str | None, verdict: str
) -> None:
    comparison = _comparison(
        _mapping(f"{A}/indicator/hushall", "households"),
        _mapping(f"{B}/indicator/hushall", "households"),
        second=_with_indicator(**fields),
    )
    found = comparison.why_not(f"{A}/indicator/hushall", f"{B}/indicator/hushall")
    assert found.verdict == verdict
    if aspect is not None:
        assert aspect in {reason.aspect for reason in found.reasons}


def test_a_goal_and_an_indicator_are_no_pair() -> None:
    with pytest.raises(mc.MunicompareError, match="MC502"):
        _comparison().why_not(f"{A}/goal/fler-arbete", f"{B}/indicator/hushall")
    with pytest.raises(mc.MunicompareError, match="did you mean"):
        _comparison().why_not(f"{A}/goal/fler-arbet", f"{B}/indicator/hushall")


def test_nothing_to_compare_is_an_error() -> None:
    with pytest.raises(mc.MunicompareError, match="MC501"):
        mc.compare([], crosswalk=_crosswalk())


def test_proposals_take_part_only_when_asked_for() -> None:
    proposal = Plan(replace(_second().record, status="proposal"))
    plans = Plans([example_plan()], proposals=Plans([proposal]))
    assert list(mc.compare(plans, crosswalk=_crosswalk()).plans) == [A]
    both = mc.compare(plans, crosswalk=_crosswalk(), include_proposals=True)
    assert list(both.plans) == [A, B]
    assert A in repr(both)
    assert "committee" in both._repr_html_()


def test_a_proposal_has_rows_and_counts_of_its_own_in_the_structure() -> None:
    proposal = Plan(replace(_second().record, status="proposal"))
    plans = Plans([example_plan()], proposals=Plans([proposal]))
    alone = mc.compare(plans, crosswalk=_crosswalk()).structure()
    both = mc.compare(plans, crosswalk=_crosswalk(), include_proposals=True).structure()
    assert both[["plan", "status"]].values.tolist() == [[A, "adopted"], [B, "proposal"]]
    assert both.loc[both["status"] == "adopted"].equals(alone)


@pytest.mark.parametrize(
    ("comparator", "goal", "met"),
    [(">=", 150.0, True), (">=", 250.0, False), ("<=", 250.0, True), ("<", 200.0, False)],
)
def test_a_bound_that_the_baseline_meets_asks_for_no_change(
    comparator: str, goal: float, met: bool
) -> None:
    row = _first_target(target={"comparator": comparator, "value": goal})
    assert (row["wanted_change"] is None) == met
    assert ("already meets" in (row["why_missing"] or "")) == met


def test_no_change_is_counted_from_a_bound() -> None:
    row = _first_target(observed={"comparator": "<"})
    assert (row["baseline_comparator"], row["wanted_change"]) == ("<", None)
    assert "the baseline is a bound (< 200)" in row["why_missing"]


def test_a_baseline_of_another_subgroup_is_named_as_such() -> None:
    row = _first_target(observed={"subgroup": "women"})
    assert row["baseline_missing"] == "printed for subgroups only"


def test_the_only_undated_observation_is_a_baseline_and_called_so() -> None:
    row = _first_target(observed={"period": None})
    assert (row["baseline"], row["baseline_basis"]) == (200, "undated")
    assert (row["latest"], row["per_year"]) == (None, None)


@pytest.mark.parametrize(
    ("observed", "target", "change", "percent"),
    [
        ({"unit": "household"}, {"unit": "person_year"}, -60, None),
        ({"comparator": "<"}, {"unit": "household"}, -60, None),
        ({"value_upper": 210.0}, {"unit": "household"}, -60, None),
        ({"unit": "household"}, {"unit": "household"}, -60, -30),
        ({"unit": "percent"}, {"unit": "percentage_point"}, -60, -30),
        ({"unit": "household"}, {"unit": "household", "value_upper": -40.0}, None, None),
    ],
)
def test_a_printed_change_stands_and_the_relative_one_only_where_units_allow(
    observed: dict[str, Any], target: dict[str, Any], change: float | None, percent: float | None
) -> None:
    row = _first_target(
        observed=observed, target={"comparator": "change_by", "value": -60.0, **target}
    )
    assert (row["wanted_change"], row["wanted_change_percent"]) == (change, percent)


def _with_values(*values: tuple[str, str | None, float], **target: Any) -> dict[str, Any]:
    """First target of the example plan with these values (role, period, value) before it."""
    record = _record(target=target)
    first, goal, *others = record.measurements
    printed = [
        replace(first, id=f"{A}/measurement/v{n}", role=role, period=period, value=value)  # type: ignore[arg-type]
        for n, (role, period, value) in enumerate(values)
    ]
    return next(target_rows(Plan(replace(record, measurements=(*printed, goal, *others)))))


def test_the_baseline_is_that_of_the_stated_base_period() -> None:
    row = _with_values(
        ("baseline", "2015", 200.0),
        ("observed", "2016", 300.0),
        comparator="change_by_percent", value=10.0, base_period="2016",
    )  # fmt: skip
    assert (row["baseline"], row["wanted_change"]) == (300, 30)


def test_of_several_baselines_the_latest_before_the_target_counts() -> None:
    row = _with_values(
        ("baseline", "2012", 1.0), ("baseline", "2018", 2.0), ("baseline", "2022", 3.0)
    )
    assert (row["baseline"], row["baseline_period"]) == (2, "2018")


def test_two_values_of_one_period_are_no_baseline() -> None:
    row = _with_values(("observed", "2019", 1.0), ("observed", "2019", 2.0))
    assert row["baseline"] is None
    assert row["baseline_missing"] == "several values printed, none before the others"


def test_a_value_within_the_targets_period_is_named_as_such() -> None:
    row = _with_values(("observed", "2019", 1.0), period="2018/2020")
    assert row["baseline_missing"] == "printed only within or after the target's period"


def test_a_superseded_value_is_no_baseline() -> None:
    row = _first_target(observed={"superseded": True})
    assert (row["baseline"], row["baseline_missing"]) == (None, "superseded")


def test_one_of_two_years_has_no_yearly_change() -> None:
    row = _first_target(target={"period": "[2020,2021]"})
    assert (row["wanted_change"], row["per_year"]) == (-50, None)


def test_a_level_and_a_change_that_are_one_target_count_once() -> None:
    plans = mc.load()
    comparison = mc.compare(plans)
    norrkoping = comparison.structure().query("plan == 'norrkoping-2016'").set_index("tier")
    targets = comparison.targets().query("plan == 'norrkoping-2016'")
    rows = plans["norrkoping-2016"].record.indicators
    embedded = [row.id for row in rows if row.origin == "activity"]
    of_activities = targets[targets["indicator"].isin(embedded)]
    assert of_activities["same_target"].notna().sum() == 2
    assert norrkoping.loc["administration", "targets"] == len(of_activities) - 1


def test_a_denial_is_a_reason_with_its_comment() -> None:
    denial = replace(
        _mapping(f"{A}/indicator/hushall", "households", "notMatch"), comment="other people"
    )
    comparison = _comparison(denial, _mapping(f"{B}/indicator/hushall", "households"))
    found = comparison.why_not(f"{A}/indicator/hushall", f"{B}/indicator/hushall")
    assert found.verdict == "not_comparable"
    assert "'Antal hushåll' is not households: other people" in str(found)


def test_elements_are_judged_in_the_concept_that_speaks_least_against_them() -> None:
    pairs = [
        _mapping(f"{plan}/indicator/hushall", concept, relation)
        for plan in (A, B)
        for concept, relation in (("work", "relatedMatch"), ("households", "exactMatch"))
    ]
    comparison = _comparison(*pairs)
    found = comparison.why_not(f"{A}/indicator/hushall", f"{B}/indicator/hushall")
    assert (found.concept, found.verdict) == ("households", "comparable")
    shown = comparison.comparability().set_index("concept")["verdict"].to_dict()
    assert shown == {"work": "position_only", "households": "comparable"}


@pytest.mark.parametrize(
    ("period", "overlaps"), [("2019-12", True), ("2018/2019", True), ("2017", False)]
)
def test_periods_are_compared_by_their_days_not_by_their_text(period: str, overlaps: bool) -> None:
    record = _second().record
    values = tuple(replace(v, period=period) for v in record.measurements[:1])
    other = Plan(replace(record, measurements=values))
    comparison = _comparison(
        _mapping(f"{A}/indicator/hushall", "households"),
        _mapping(f"{B}/indicator/hushall", "households"),
        second=other,
    )
    found = comparison.why_not(f"{A}/indicator/hushall", f"{B}/indicator/hushall")
    assert ("period" in {reason.aspect for reason in found.reasons}) != overlaps


def test_an_element_is_not_compared_with_itself() -> None:
    with pytest.raises(mc.MunicompareError, match="MC502"):
        _comparison().why_not(f"{A}/goal/fler-arbete", f"{A}/goal/fler-arbete")


@pytest.mark.parametrize("plans", ["linkoping-2019", ["linkoping-2019"], 3, [None]])
def test_what_is_no_plan_is_refused_by_name(plans: Any) -> None:
    with pytest.raises(mc.MunicompareError, match="MC102"):
        mc.compare(plans, crosswalk=_crosswalk())


def test_one_plan_alone_and_a_mapping_of_plans_can_be_given() -> None:
    assert list(mc.compare(example_plan(), crosswalk=_crosswalk()).plans) == [A]
    assert list(mc.compare({"x": example_plan()}, crosswalk=_crosswalk()).plans) == [A]
    with pytest.raises(mc.MunicompareError, match="expected a Crosswalk"):
        mc.compare(example_plan(), crosswalk="mappings.tsv")  # type: ignore[arg-type]


def test_a_superseded_value_makes_no_target_testable() -> None:
    other = Plan(_record(observed={"superseded": True}))
    structure = mc.compare(other, crosswalk=_crosswalk()).structure()
    assert structure["with_baseline"].tolist() == ["0 of 3"]
