"""Rules about targets: against what is observed, against each other, without a base value."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from municompare.model.plan import Link, PlanRecord

from .odd_plans import (
    HOUSEHOLDS,
    KEY,
    PLAN,
    SECOND,
    SHARE,
    found,
    goal,
    places,
    second_document,
    sound,
    value,
    with_rows,
)


def wanted(record: PlanRecord, direction: Any, basis: Any = "name") -> PlanRecord:
    return replace(
        record,
        indicators=tuple(
            replace(row, direction=direction, direction_basis=basis) if row.id == SHARE else row
            for row in record.indicators
        ),
    )


def after(observed: float, target: float, **more: Any) -> PlanRecord:
    return with_rows(
        sound(),
        value(observed, "2018", locator="L20/c3"),
        value(target, "2020", "target", locator="L20/c4", **more),
    )


@pytest.mark.parametrize(
    ("observed", "target", "more"),
    [
        pytest.param(88, 86, {"comparator": ">="}, id="at least"),
        pytest.param(5, 6, {"comparator": "<="}, id="at most"),
        pytest.param(5, 6, {"comparator_implied": "<="}, id="implied"),
    ],
)
def test_a_target_that_the_last_value_is_better_than_is_reported(
    observed: float, target: float, more: Any
) -> None:
    [issue] = found(after(observed, target, **more))
    assert (issue.code, issue.severity) == ("MC382", "error")
    assert places(issue) == ["L20/c4", "L20/c3"]


@pytest.mark.parametrize(
    ("observed", "target", "more"),
    [
        pytest.param(86, 88, {"comparator": ">="}, id="better"),
        pytest.param(86, 86, {"comparator": ">="}, id="kept"),
        pytest.param(88, 86, {}, id="no direction"),
        pytest.param(88, 86, {"comparator": ">=", "unit": "person"}, id="another unit"),
        pytest.param(88, 86, {"comparator": ">=", "certainty": "probable"}, id="uncertain"),
        pytest.param(88, 86, {"comparator": ">=", "subgroup": "men"}, id="another group"),
        pytest.param(88, 86, {"comparator": ">=", "period": "2018"}, id="the same year"),
    ],
)
def test_a_target_that_cannot_be_called_weak_is_not(
    observed: float, target: float, more: Any
) -> None:
    record = after(observed, target)
    *others, last = record.measurements
    assert found(replace(record, measurements=(*others, replace(last, **more))), "MC382") == []


def test_the_direction_of_the_measure_says_what_is_weak() -> None:
    assert [i.code for i in found(wanted(after(5, 6), "decrease"))] == ["MC382"]
    assert found(wanted(after(5, 6), "increase")) == []


def test_only_the_latest_value_before_the_target_counts() -> None:
    record = with_rows(after(86, 88, comparator=">="), value(90, "2017"), value(95, "2020"))
    assert found(record, "MC382") == []


def test_values_of_another_document_count_where_a_document_has_none_of_its_own() -> None:
    record = with_rows(
        second_document(sound()),
        value(88, "2018", document=SECOND),
        value(86, "2020", "target", comparator=">="),
    )
    assert [issue.code for issue in found(record)] == ["MC382"]
    own = with_rows(record, value(80, "2018", locator="L30"))
    assert found(own, "MC382") == []
    lost = replace(
        record,
        measurements=tuple(
            replace(row, superseded=row.document == SECOND) for row in record.measurements
        ),
    )
    assert found(lost, "MC382") == []


def series(*targets: float, observed: float | None = None, **more: Any) -> PlanRecord:
    rows = [
        value(number, str(2020 + year), "target", locator=f"L20/c{4 + year}", **more)
        for year, number in enumerate(targets)
    ]
    base = [value(observed, "2019", locator="L20/c3")] if observed is not None else []
    return with_rows(sound(), *base, *rows)


def test_targets_that_turn_back_are_reported() -> None:
    [issue] = found(series(5.6, 5.3, observed=5.4), "MC383")
    assert issue.severity == "error"
    assert places(issue) == ["L20/c4", "L20/c5", "L20/c3"]
    assert found(series(85, 80, observed=80, comparator=">="), "MC383") != []
    assert found(series(5, 6, comparator="<="), "MC383") != []
    assert found(series(5, 7, 6), "MC383") != []


def test_targets_that_go_one_way_or_stay_are_not_reported() -> None:
    assert found(series(5.3, 5.0, observed=5.4)) == []
    assert found(series(5.5, 5.5, observed=5.4)) == []
    assert found(series(85, 90, observed=80, comparator=">=")) == []
    assert found(series(5, 7)) == []  # which way it was before is not known
    assert found(series(6, observed=5.4)) == []


def test_two_targets_for_one_year_are_no_turn() -> None:
    record = with_rows(series(5.6, observed=5.4), value(5.3, "2020", "target", locator="L30"))
    assert found(record, "MC383") == []


def words(comparator: Any, period: str = "2020", **more: Any) -> Any:
    raw = {"increase": "Ska öka", "decrease": "Ska minska"}.get(comparator, "Ska inte öka")
    given: dict[str, Any] = {"raw": raw, "locator": f"L20/c{period[-1]}", **more}
    return value(
        None, period, "target", comparator=comparator, status="directional",
        target_form="direction", unit=None, **given,
    )  # fmt: skip


def test_cells_that_name_opposite_directions_are_reported() -> None:
    base = with_rows(sound(), value(5, "2018"))
    [issue] = found(with_rows(base, words("increase"), words("decrease", "2021")))
    assert (issue.code, issue.severity) == ("MC383", "error")
    assert "'Ska minska' and 'Ska öka' for 'Andel i arbete'" in issue.message


def test_a_cell_against_its_name_is_reported_and_a_direction_of_the_cells_is_not() -> None:
    base = with_rows(sound(), value(5, "2018"), words("increase"))
    [issue] = found(wanted(base, "decrease"))
    assert places(issue) == ["L20/c0", "L4/c2"]
    assert found(wanted(base, "decrease", "cell")) == []
    assert found(wanted(base, "increase")) == []


def test_cells_that_name_one_direction_are_not_reported() -> None:
    base = with_rows(sound(), value(5, "2018"))
    assert found(with_rows(base, words("decrease"), words("not_increase", "2021"))) == []


def test_a_base_value_that_is_printed_as_missing_is_reported() -> None:
    dash = value(None, "2019", status="not_reported", comparator=None, raw="-", unit=None)
    [issue] = found(with_rows(sound(), dash, words("increase")))
    assert (issue.code, issue.severity) == ("MC387", "warning")
    assert places(issue) == ["L20/c3", "L20/c0"]


def test_a_relative_target_without_a_place_for_its_base_value_is_worth_a_note() -> None:
    [issue] = found(with_rows(sound(), words("increase")))
    assert (issue.code, issue.severity) == ("MC387", "info")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([value(80, "2020", "target")], id="a level needs none"),
        pytest.param([words("increase", reference="riket")], id="measured against others"),
        pytest.param([words("increase"), value(5, "2018")], id="observed"),
        pytest.param(
            [words("increase"), value(None, "2018", status="qualitative", raw="Små skillnader")],
            id="in words",
        ),
    ],
)
def test_a_target_that_can_be_judged_needs_no_base_value(rows: list[Any]) -> None:
    assert found(with_rows(sound(), *rows), "MC387") == []


def blank(period: str, role: Any, document: str = PLAN) -> Any:
    return value(
        None, period, role, status="empty", comparator=None, raw=None, unit=None, document=document,
        locator=f"L20/c{period[-1]}",
    )  # fmt: skip


def test_a_row_of_empty_cells_is_reported_once_with_the_document_that_fills_it() -> None:
    empty = with_rows(sound(), blank("2019", "observed"), blank("2020", "target"))
    [issue] = found(empty)
    assert (issue.code, issue.severity, places(issue)) == ("MC392", "warning", ["L4/c2"])
    filled = with_rows(second_document(empty), value(5, "2019", document=SECOND))
    [issue] = found(filled, "MC392")
    assert "(with values in andra-planen)" in issue.message


def test_the_empty_row_of_another_document_is_shown_where_it_stands() -> None:
    rows = [blank("2019", "observed", SECOND), blank("2020", "target", SECOND)]
    [issue] = found(with_rows(second_document(sound()), *rows), "MC392")
    assert places(issue) == ["L20/c0"]
    assert issue.readings[0].document == SECOND


def test_a_row_with_one_value_or_without_targets_is_not_empty() -> None:
    rows = [blank("2019", "observed"), value(80, "2020", "target")]
    assert found(with_rows(sound(), *rows), "MC392") == []
    assert found(with_rows(sound(), blank("2019", "observed")), "MC392") == []


def shares(one: Any, other: Any) -> PlanRecord:
    link = Link(
        id=f"{KEY}/link/one-total",
        from_id=SHARE,
        relation="shares_denominator",
        to_id=HOUSEHOLDS,
        basis="stated",
        document=PLAN,
        locator="L20",
    )
    record = with_rows(replace(sound(), measurements=()), link)
    return with_rows(record, words(one), words(other, indicator=HOUSEHOLDS, locator="L21"))


def test_two_shares_of_one_total_that_are_both_to_rise_are_worth_a_note() -> None:
    [issue] = found(shares("increase", "increase"), "MC393")
    assert (issue.severity, places(issue)) == ("info", ["L3/c2", "L4/c2"])
    assert found(shares("increase", "decrease"), "MC393") == []


def test_shares_of_one_total_without_targets_are_not_judged() -> None:
    assert found(replace(shares("increase", "increase"), measurements=()), "MC393") == []


def dated(*periods: str | None) -> PlanRecord:
    rows = [
        value(5.0 + number, period, "target", comparator="<=", locator=f"L{60 + number}/c3")
        for number, period in enumerate(periods)
    ]
    return with_rows(sound(), *rows)


def test_a_target_without_a_year_among_dated_ones_is_reported() -> None:
    [issue] = found(dated("2020", None, "2021", "2022"), "MC310")
    assert (issue.severity, places(issue)) == ("warning", ["L61/c3"])
    assert found(dated(None, None, None), "MC310") == []


def test_a_goal_without_measure_is_reported_where_most_have_one() -> None:
    record = sound()
    first = record.indicators[0]
    goals = [goal(None, f"Mål {letter}", locator=f"L{50 + n}") for n, letter in enumerate("ABCDE")]
    measures = [
        replace(first, id=f"{first.id}-{n}", goal=row.id, element=row.id)
        for n, row in enumerate(goals[:4])
    ]
    plan = replace(record, goals=(), indicators=(), measurements=(), links=())
    [issue] = found(with_rows(plan, *goals, *measures), "MC311")
    assert (issue.severity, places(issue)) == ("warning", ["L54"])
    assert found(with_rows(plan, *goals, *measures[:2]), "MC311") == []


def test_a_base_period_without_its_value_is_a_warning() -> None:
    row = value(
        -60.0, "2021", "target", comparator="change_by", target_form="change", base_period="2018",
        unit="person", raw="minskas med 60", locator="L60/c3",
    )  # fmt: skip
    [issue] = found(with_rows(sound(), row), "MC387")
    assert issue.severity == "warning"
    [issue] = found(with_rows(sound(), replace(row, base_period=None)), "MC387")
    assert issue.severity == "info"
