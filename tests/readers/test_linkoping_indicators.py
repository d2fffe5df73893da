"""The indicator table of an internal budget of another committee and other years."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.errors import Issue
from municompare.model.elements import Goal, Indicator, Measurement
from municompare.model.plan import PlanRecord
from municompare.readers.linkoping import LinkopingReader

TEXT = (Path(__file__).parent / "data" / "linkoping-internbudget.md").read_text("utf-8")


def _document(folder: Path, text: str) -> SourceDocument:
    path = folder / "internbudget.md"
    path.write_text(text, encoding="utf-8")
    return load_document(path)


def _read(folder: Path, text: str) -> PlanRecord:
    return LinkopingReader().read(_document(folder, text))


def _changed(old: str, new: str, *, count: int = 1, text: str = TEXT) -> str:
    assert text.count(old) >= count, old
    return text.replace(old, new, count)


def _issues(plan: PlanRecord, code: str) -> list[Issue]:
    return [issue for issue in plan.issues if issue.code == code]


def _places(plan: PlanRecord, code: str) -> list[str | None]:
    return [reading.text for issue in _issues(plan, code) for reading in issue.readings]


def _goal(plan: PlanRecord, title: str) -> Goal:
    return next(goal for goal in plan.goals if goal.title == title)


def _indicator(plan: PlanRecord, start: str) -> Indicator:
    return next(row for row in plan.indicators if row.name.startswith(start))


def _values(plan: PlanRecord, start: str, *roles: str) -> list[Measurement]:
    identifier = _indicator(plan, start).id
    return [
        row
        for row in plan.measurements
        if row.indicator == identifier and (not roles or row.role in roles)
    ]


@pytest.fixture
def plan(tmp_path: Path) -> PlanRecord:
    return _read(tmp_path, TEXT)


def test_any_number_of_columns_is_read(plan: PlanRecord) -> None:
    values = _values(plan, "Antal besökare", "observed", "target")
    assert [(row.role, row.period, row.value) for row in values] == [
        ("observed", "2030", 70),
        ("target", "2031", 80),
        ("target", "2032", 90),
        ("target", "2033", 95),
    ]


def test_a_target_of_the_name_gives_the_comparator_of_its_year(plan: PlanRecord) -> None:
    values = _values(plan, "Antal besökare", "target")
    assert [(row.comparator, row.comparator_basis) for row in values] == [
        (">=", "name"),
        (">=", "name"),
        ("=", "cell"),
    ]
    assert not _issues(plan, "MC336")


def test_a_target_of_the_name_without_a_column_is_a_row(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("minst 90 under 2032", "minst 90 under 2035"))
    named = [row for row in _values(plan, "Antal besökare") if row.period == "2035"]
    assert [(row.value, row.comparator, row.comparator_basis) for row in named] == [
        (90, ">=", "name")
    ]


def test_a_name_that_contradicts_its_cell_is_an_error_with_both_readings(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("minst 80 under", "minst 81 under"))
    (issue,) = _issues(plan, "MC336")
    assert issue.severity == "error"
    assert [reading.text for reading in issue.readings] == ["minst 81 under 2031", "80"]


def test_a_direction_against_the_name_is_an_error(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("500\tSka öka", "500\tSka minska"))
    assert _places(plan, "MC336") == ["ska öka", "Ska minska"]


def test_a_base_value_of_the_name_is_a_row_with_its_place(tmp_path: Path, plan: PlanRecord) -> None:
    (base,) = _values(plan, "Antal lån", "baseline")
    assert (base.value, base.period, base.comparator_basis) == (500, "2030", "name")
    assert (_document(tmp_path, TEXT).text_at(base.locator) or "").startswith("500 lån")


def test_a_base_value_that_contradicts_its_cell_is_an_error(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("Basvärde 2030 = 500", "Basvärde 2030 = 510"))
    assert _places(plan, "MC336") == ["510 lån", "500"]


def test_parts_of_a_base_value_are_rows_and_must_add_up(tmp_path: Path) -> None:
    text = _changed("= 500 lån</i>\t500", "= 6 (4 till barn + 2 till vuxna)</i>\t4 barn 2 vuxna")
    plan = _read(tmp_path, text)
    found = [(row.subgroup, row.value) for row in _values(plan, "Antal lån", "baseline")]
    assert found == [(None, 6), ("barn", 4), ("vuxna", 2)]
    assert not _issues(plan, "MC336")
    plan = _read(tmp_path, _changed("4 till barn", "5 till barn", text=text))
    (issue,) = _issues(plan, "MC336")
    assert [reading.text for reading in issue.readings] == [
        "6",
        "5 till barn",
        "2 till vuxna",
        "4 barn",
    ]
    plan = _read(tmp_path, _changed("\t4 barn 2 vuxna", "\t4 barn 3 vuxna", text=text))
    assert "3 vuxna" in _places(plan, "MC336")


def test_a_missing_base_value_is_said_to_be_missing(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("Basvärde 2030 = 500 lån", "Basvärde saknas!"))
    (base,) = _values(plan, "Antal lån", "baseline")
    assert (base.value, base.status, base.period) == (None, "not_reported", None)


def test_an_unreadable_base_value_is_an_issue(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("Basvärde 2030 = 500 lån", "Basvärde 2030 = 5,0,0"))
    (base,) = _values(plan, "Antal lån", "baseline")
    assert (base.value, base.status) == (None, "undetermined")
    assert _places(plan, "MC207") == ["Basvärde 2030 = 5,0,0"]


def test_every_cell_is_a_row_also_an_empty_one(plan: PlanRecord) -> None:
    values = [row for row in _values(plan, "Andel öppna") if row.subgroup is None]
    assert [(row.period, row.status, row.raw) for row in values] == [
        ("2031", "reported", "60%"),
        ("2032", "empty", None),
        ("2033", "not_reported", "-"),
    ]
    assert all(row.comparator is None for row in values[1:])


def test_labelled_values_of_one_cell_are_subgroups(plan: PlanRecord) -> None:
    values = [row for row in _values(plan, "Andel öppna", "observed") if row.subgroup]
    assert [(row.subgroup, row.value, row.locator) for row in values] == [
        ("Barn", 41, "L77/c4:c1"),
        ("Vuxna", 52, "L77/c4:c10"),
        ("women", 50, "L79/c4"),
        ("men", None, "L80/c2"),
    ]


def test_the_table_is_joined_over_a_page_break_without_header(plan: PlanRecord) -> None:
    assert _indicator(plan, "Avvikelse").goal == _goal(plan, "Budget i balans").id
    assert len(plan.indicators) == 5


def test_the_header_may_be_printed_again_on_the_next_page(tmp_path: Path, plan: PlanRecord) -> None:
    header = re.search(r"Målområde\tNämndmål.*", TEXT)
    assert header is not None
    text = _changed("\n\n\t\tKvinnor", f"\n\n{header[0]}\n\t\tKvinnor")
    ids = [row.id for row in _read(tmp_path, text).measurements]
    assert ids == [row.id for row in plan.measurements]


def test_a_shifted_row_moves_as_a_whole_and_is_probable(plan: PlanRecord) -> None:
    assert _places(plan, "MC333") == ["Män\t\t\t40%"]
    shifted = [row for row in _values(plan, "Andel öppna") if row.subgroup == "men"]
    assert [(row.period, row.value) for row in shifted if row.value] == [("2032", 40)]
    assert {row.certainty for row in shifted} == {"probable"}


def test_goal_and_indicator_may_be_shifted_together(tmp_path: Path) -> None:
    text = _changed("Män\t\t\t40%\t\t\t\n", "Ny läslust\tAntal klubbar\t3\t4\t5\t6\t\n")
    plan = _read(tmp_path, text)
    goal, indicator = _goal(plan, "Ny läslust"), _indicator(plan, "Antal klubbar")
    assert (goal.perspective, goal.parent_certainty) == ("Medborgare", "probable")
    assert (indicator.goal, indicator.element_certainty) == (goal.id, "probable")
    assert [row.value for row in _values(plan, "Antal klubbar")] == [3, 4, 5, 6]


def test_a_lone_label_that_is_no_goal_area_is_a_goal(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("\n\tÖppet för alla\t", "\nÖppet för alla\t\t"))
    assert _goal(plan, "Öppet för alla").parent_certainty == "probable"
    assert len(_places(plan, "MC333")) == 2


def test_a_goal_on_a_subgroups_row_leaves_the_link_above_ambiguous(tmp_path: Path) -> None:
    text = _changed(
        "\n\t\tKvinnor\t50%\t55%\t60%\t65%\n",
        "\n\tNöjda låntagare\tKvinnor\t50%\t55%\t60%\t65%\n\t\tNöjdhetsindex\t1\t2\t3\t4\n",
    )
    plan = _read(tmp_path, text)
    above, below = _indicator(plan, "Andel öppna"), _indicator(plan, "Nöjdhetsindex")
    assert (above.goal, above.element_certainty) == (_goal(plan, "Öppet för alla").id, "ambiguous")
    assert (below.goal, below.element_certainty) == (_goal(plan, "Nöjda låntagare").id, "probable")
    assert below.measure_type == "index"
    assert _places(plan, "MC334") == ["Nöjda låntagare"]


def test_a_goal_area_without_heading_is_added_and_reported(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("Ekonomi\tBudget i", "Personal\tBudget i"))
    assert _goal(plan, "Budget i balans").parent == _goal(plan, "Personal").id
    assert _places(plan, "MC338") == ["Personal"]


def test_an_unreadable_cell_is_reported_and_has_no_value(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("\t70\t80\t", "\t7,0,0\t80\t"))
    (value,) = _values(plan, "Antal besökare", "observed")
    assert (value.value, value.status, value.comparator) == (None, "undetermined", None)
    assert _places(plan, "MC207") == ["7,0,0"]


def test_an_empty_row_of_a_table_says_nothing(tmp_path: Path, plan: PlanRecord) -> None:
    text = _changed("Ekonomi\tBudget i", "\t\t\t\t\t\t\nEkonomi\tBudget i")
    assert len(_read(tmp_path, text).measurements) == len(plan.measurements)


def test_implied_comparators_follow_the_direction(tmp_path: Path) -> None:
    text = _changed("500\tSka öka\tSka öka\tSka öka", "500\t510\t520\tSka öka")
    text = _changed("\tAvvikelse från budget, i %", "\tAntal fel ska minska", text=text)
    text = _changed("1,5%\t≤1\t≤1\t≤1", "9\t8\t+5\tBättre än rikssnittet", text=text)
    plan = _read(tmp_path, text)
    assert [row.comparator_implied for row in _values(plan, "Antal lån", "target")] == [
        ">=",
        ">=",
        None,
    ]
    found = [(r.comparator_implied, r.target_form) for r in _values(plan, "Antal fel", "target")]
    assert found == [("<=", "level"), (None, "change"), (None, "relative")]


@pytest.mark.parametrize(
    ("name", "cells", "measure_type", "unit", "direction"),
    [
        ("Handläggningstid", "\t\t\t", "duration", None, None),
        ("Väntetid i dagar", "3 dagar\t2 dagar\t2 dagar\t2 dagar", "duration", "day", None),
        ("Nöjdhet", "God\tGod\tGod\tMycket god", "qualitative", None, None),
        ("Antal besök per tusen invånare", "1\t2\t3\t4", "ratio", None, None),
        ("Antal", "1\t2\t3\t4", "count", None, None),
        ("Antal besök ökar", "1\t2\t3\t4", "count", None, "increase"),
        ("Antal av de som", "1\t2\t3\t4", "count", None, None),
        ("Trivsel i procent", "1\t2\t3\t4", "share", "percent", None),
        ("Trivsel", "1\t+5 %\tSka öka\tSka öka", None, None, "increase"),
        ("Trivsel", "1\tSka minska\tSka öka\tSka öka", None, None, None),
        ("Trivsel", "1 dag\t5 %\t3\t4", None, None, None),
    ],
)
def test_names_say_what_is_measured(
    tmp_path: Path,
    name: str,
    cells: str,
    measure_type: str | None,
    unit: str | None,
    direction: str | None,
) -> None:
    line = f"Ekonomi\tBudget i balans\t{name}\t{cells}"
    plan = _read(tmp_path, re.sub(r"Ekonomi\tBudget i balans\t.*", line, TEXT))
    indicator = next(row for row in plan.indicators if row.name == name)
    assert (indicator.measure_type, indicator.unit, indicator.direction) == (
        measure_type,
        unit,
        direction,
    )


def test_observed_columns_may_be_named_and_headers_may_carry_marks(tmp_path: Path) -> None:
    text = _changed("Nämndindikator\t2030\t", "Nämndindikator\tUtfall 2030**\t")
    plan = _read(tmp_path, text)
    assert [row.period for row in _values(plan, "Antal besökare", "observed")] == ["2030"]
    assert None in {note.element for note in plan.notes if note.marker == "**"}
    assert not _issues(plan, "MC335")


def test_parts_in_a_subgroups_cell_name_both(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("Kvinnor\t50%", "Kvinnor\tUnga: 40 Äldre: 60"))
    observed = _values(plan, "Andel öppna", "observed")
    assert [row.subgroup for row in observed][2:4] == ["Kvinnor, Unga", "Kvinnor, Äldre"]


def test_parts_of_a_base_value_may_follow_their_labels(tmp_path: Path) -> None:
    text = _changed("= 500 lån</i>\t500", "= 9 (Kvinnor 6 Män 3)</i>\tKvinnor 6 Män 3")
    plan = _read(tmp_path, text)
    found = [(row.subgroup, row.raw) for row in _values(plan, "Antal lån", "baseline")]
    assert found == [(None, "9"), ("women", "Kvinnor 6"), ("men", "Män 3")]
    assert not _issues(plan, "MC336")
