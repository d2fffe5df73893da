"""Rules about values: totals, sums, units, shares, what is printed twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare import Plan
from municompare.model.plan import Link, PlanRecord
from municompare.plans.checks import checked

from .odd_plans import HOUSEHOLDS, KEY, PLAN, SHARE, found, places, sound, value, with_rows


def typed(record: PlanRecord, identifier: str, **more: Any) -> PlanRecord:
    return replace(
        record,
        indicators=tuple(
            replace(row, **more) if row.id == identifier else row for row in record.indicators
        ),
    )


def of_both(total: float, women: float, men: float, **more: Any) -> PlanRecord:
    return with_rows(
        sound(),
        value(total, "2019", locator="L20/c3", **more),
        value(women, "2019", subgroup="women", locator="L21/c3", **more),
        value(men, "2019", subgroup="men", locator="L22/c3", **more),
    )


def test_a_plan_without_contradictions_gets_no_issue() -> None:
    assert found(sound()) == []


def test_a_total_outside_its_subgroups_is_reported_with_all_three_places() -> None:
    record = of_both(7.1, 6.2, 3.3)
    [issue] = found(record)
    assert (issue.code, issue.severity) == ("MC380", "error")
    assert places(issue) == ["L20/c3", "L21/c3", "L22/c3"]
    assert "7,1 for 'Andel i arbete' in 2019 with 3,3 (men) and 6,2 (women)" in issue.message
    Plan(checked(record))


@pytest.mark.parametrize(
    ("total", "women", "men"),
    [
        pytest.param(5.5, 6.2, 3.3, id="between"),
        pytest.param(6.25, 6.2, 3.3, id="off by rounding"),
        pytest.param(100.0, 60.0, 40.0, id="parts of one whole"),
    ],
)
def test_a_total_that_may_hold_is_not_reported(total: float, women: float, men: float) -> None:
    assert found(of_both(total, women, men)) == []


@given(
    women=st.integers(0, 999).map(lambda n: n / 10),
    men=st.integers(0, 999).map(lambda n: n / 10),
    weight=st.floats(0, 1),
)
def test_a_weighted_mean_of_its_subgroups_is_never_reported(
    women: float, men: float, weight: float
) -> None:
    total = round(weight * women + (1 - weight) * men, 1)
    assert found(of_both(total, women, men), "MC380") == []


def test_an_uncertain_value_or_one_of_two_is_no_reason_to_doubt_a_total() -> None:
    assert found(of_both(7.1, 6.2, 3.3, certainty="probable")) == []
    record = with_rows(of_both(7.1, 6.2, 3.3), value(6.2, "2019", subgroup="men", locator="L23/c3"))
    assert found(record, "MC380") == []


def test_a_total_with_other_subgroups_than_women_and_men_is_not_judged() -> None:
    record = with_rows(
        sound(),
        value(9.0, "2019"),
        value(1.0, "2019", subgroup="A", locator="L21/c3"),
        value(2.0, "2019", subgroup="B", locator="L22/c3"),
    )
    assert found(record) == []


def people(total: float, women: float, men: float, unit: str = "person", **more: Any) -> PlanRecord:
    record = typed(sound(), SHARE, measure_type="count", name="Antal deltagare", **more)
    return with_rows(
        record,
        value(total, "2019", unit=unit, locator="L20/c3"),
        value(women, "2019", unit=unit, subgroup="women", locator="L21/c3"),
        value(men, "2019", unit=unit, subgroup="men", locator="L22/c3"),
    )


def test_women_and_men_that_are_not_all_people_are_reported() -> None:
    [issue] = found(people(300, 160, 150))
    assert (issue.code, issue.severity) == ("MC341", "error")
    assert len(issue.readings) == 3


def test_counts_that_add_up_and_households_are_not_reported() -> None:
    assert found(people(310, 160, 150)) == []
    assert found(people(300, 160, 150, "household")) == []


def test_averages_may_be_off_by_their_rounding() -> None:
    assert found(people(310, 160, 149, statistic="average")) == []
    assert len(found(people(310, 160, 147, statistic="average"))) == 1


def test_parts_in_the_cell_of_their_total_must_add_up_to_it() -> None:
    def itemised(total: float) -> PlanRecord:
        record = typed(sound(), SHARE, measure_type="count")
        return with_rows(
            record,
            value(total, "2019", unit="person", locator="L20/c2:c10"),
            value(4, "2019", unit="person", subgroup="arbete", locator="L20/c2:c14"),
            value(2, "2019", unit="person", subgroup="studier", locator="L20/c2:c24"),
        )

    assert found(itemised(6)) == []
    [issue] = found(itemised(7))
    assert issue.code == "MC341"
    assert "7 for 'Andel i arbete' in 2019, of which 2 (studier) and 4 (arbete)" in issue.message


def widened(level: float, *, base: str | None = None, base_value: float = 25) -> PlanRecord:
    places_ = {"unit": "place", "indicator": HOUSEHOLDS}
    change = value(
        100, "2020", "target", comparator="change_by", target_form="change", base_period=base,
        locator="L31", **places_,
    )  # fmt: skip
    reached = value(level, "2020", "target", locator="L32", **places_)
    record = with_rows(
        replace(sound(), measurements=()),
        value(30, "2017", locator="L29", **places_),
        value(base_value, "2019", locator="L30", **places_),
        change,
        reached,
    )
    link = Link(
        id=f"{KEY}/link/same-target",
        from_id=change.id,
        relation="same_target",
        to_id=reached.id,
        basis="stated",
        document=PLAN,
        locator="L32",
    )
    return with_rows(record, link)


def test_a_level_must_be_the_base_value_and_the_change_together() -> None:
    assert found(widened(125)) == []
    [issue] = found(widened(127))
    assert (issue.code, places(issue)) == ("MC341", ["L30", "L31", "L32"])
    assert "with 25 in 2019 and a change of +100" in issue.message


def test_a_change_starts_from_its_own_base_period() -> None:
    assert found(widened(130, base="2017")) == []
    assert [issue.code for issue in found(widened(125, base="2017"))] == ["MC341"]
    assert found(widened(125, base="2018")) == []  # no value is printed for that year


def test_two_levels_for_one_year_leave_a_change_open() -> None:
    twice = value(130, "2020", "target", unit="place", indicator=HOUSEHOLDS, locator="L33")
    assert found(with_rows(widened(127), twice), "MC341") == []


def test_two_values_for_one_thing_in_a_document_are_reported() -> None:
    one, other = value(5.0, "2019"), value(6.0, "2019", locator="L33")
    [issue] = found(with_rows(sound(), one, other))
    assert (issue.code, issue.severity) == ("MC381", "error")
    assert places(issue) == ["L20/c3", "L33"]
    as_base = replace(other, role="baseline")
    assert [issue.code for issue in found(with_rows(sound(), one, as_base))] == ["MC381"]


@pytest.mark.parametrize(
    "more",
    [
        {"value": 5.0},
        {"certainty": "ambiguous"},
        {"subgroup": "men"},
        {"period": "2018"},
        {"role": "target", "target_form": "relative"},
        {"reference": "riket"},
    ],
)
def test_values_that_are_equal_or_of_another_thing_are_not_two_for_one(more: Any) -> None:
    one, other = value(5.0, "2019"), replace(value(6.0, "2019", locator="L33"), **more)
    assert found(with_rows(sound(), one, other), "MC381") == []


def test_units_that_cannot_be_converted_within_a_measure_are_reported() -> None:
    record = with_rows(sound(), value(5, "2019"), value(5, "2020", "target", unit="day"))
    [issue] = found(record, "MC384")
    assert issue.severity == "error"
    assert "day and percent for 'Andel i arbete'" in issue.message


def test_two_ways_to_count_people_are_worth_a_note_only_and_weeks_are_days() -> None:
    record = with_rows(
        sound(), value(5, "2019", unit="person"), value(6, "2020", "target", unit="participant")
    )
    assert [issue.severity for issue in found(record, "MC384")] == ["info"]
    record = with_rows(
        sound(), value(14, "2019", unit="day"), value(2, "2020", "target", unit="week")
    )
    assert found(record, "MC384") == []


def test_a_relative_change_is_not_in_another_unit() -> None:
    change = value(
        10, "2020", "target", comparator="change_by_percent", target_form="relative",
    )  # fmt: skip
    assert found(with_rows(sound(), value(5, "2019", unit="person"), change), "MC384") == []


def test_a_share_above_the_whole_or_below_nothing_is_reported() -> None:
    for number in (104.0, -3.0):
        [issue] = found(with_rows(sound(), value(number, "2019")))
        assert (issue.code, issue.severity) == ("MC385", "error")


def test_deviations_changes_and_whole_shares_may_be_what_they_are() -> None:
    deviation = typed(sound(), SHARE, name="Avvikelse från budget, i %")
    assert found(with_rows(deviation, value(-3.0, "2019"))) == []
    change = value(-3, "2019", comparator="change_by", target_form="change")
    assert found(with_rows(sound(), change)) == []
    assert found(with_rows(sound(), value(100.0, "2019"))) == []
    growth = typed(sound(), SHARE, measure_type="ratio")
    assert found(with_rows(growth, value(104.0, "2019"))) == []


def absence(total: float, certainty: Any = "probable") -> PlanRecord:
    """Totals of four years, and values for women and men of three."""
    totals = (
        value(5.5, "2017", locator="L20/c3"),
        value(total, "2018", locator="L20/c4"),
        value(5.4, "2019", locator="L20/c5"),
    )
    parts = [
        value(number, year, subgroup=group, certainty=certainty, locator=f"L{line}/c{column}")
        for line, group, numbers in ((21, "women", (6.1, 6.2)), (22, "men", (3.4, 3.3)))
        for column, (year, number) in enumerate(zip(("2017", "2019"), numbers, strict=True), 3)
    ]
    return with_rows(sound(), *totals, *parts)


def test_a_total_beyond_all_values_of_its_subgroups_is_reported() -> None:
    [issue] = found(absence(6.8))
    assert (issue.code, issue.severity) == ("MC380", "error")
    assert places(issue)[0] == "L20/c4"
    assert "6,8" in issue.message


@pytest.mark.parametrize(
    "record",
    [pytest.param(absence(6.0), id="among them"), pytest.param(absence(6.8, "certain"), id="sure")],
)
def test_a_total_beside_an_empty_cell_may_differ(record: PlanRecord) -> None:
    assert found(record, "MC380") == []


def test_two_decimal_marks_in_one_document_are_told() -> None:
    rows = [value(5.5, str(year), locator=f"L33/c{year - 2000}") for year in (2016, 2017, 2018)]
    odd = replace(rows[2], raw="5.5")
    [issue] = found(with_rows(sound(), *rows[:2], odd), "MC312")
    assert (issue.severity, places(issue)) == ("info", ["L33/c18"])
    assert found(with_rows(sound(), *rows), "MC312") == []
    assert found(with_rows(sound(), rows[0], odd), "MC312") == []
