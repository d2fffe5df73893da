"""Values that cells state in words: changes, levels, bounds, comparisons with a year."""

from __future__ import annotations

import pytest

from municompare.text.cells import CellValue, read_cell


def only(text: str) -> CellValue:
    [value] = read_cell(text, language="sv").values
    return value


@pytest.mark.parametrize(
    ("text", "value", "comparator", "implied"),
    [
        ("Ökning med 10 %", 10, "change_by_percent", None),
        ("Minskning med 5", -5, "change_by", None),
        ("Ska öka till 85 %", 85, "=", ">="),
        ("Minska till 850", 850, "=", "<="),
        ("Inte lägre än 80", 80, ">=", None),
        ("Ej mer än 5 dagar", 5, "<=", None),
        ("85 % eller högre", 85, ">=", None),
        ("10 dagar eller mindre", 10, "<=", None),
        ("minst 85 % av eleverna", 85, ">=", None),
    ],
)
def test_words_around_a_figure_say_what_it_is(
    text: str, value: float, comparator: str, implied: str | None
) -> None:
    read = only(text)
    assert (read.status, read.value, read.comparator) == ("reported", value, comparator)
    assert read.comparator_implied == implied


@pytest.mark.parametrize(
    ("text", "comparator", "status"),
    [
        ("Högre än 2018", ">", "relative_only"),
        ("lägre än år 2018", "<", "relative_only"),
        ("Bättre än 2018", "better_than", "relative_only"),
        ("Öka jämfört med 2018", "increase", "directional"),
        ("Ökning", "increase", "directional"),
    ],
)
def test_a_year_compared_with_is_no_value(text: str, comparator: str, status: str) -> None:
    read = only(text)
    assert (read.value, read.comparator, read.status) == (None, comparator, status)
    if text != "Ökning":
        assert read.reference is not None
        assert read.reference.endswith("2018")


@pytest.mark.parametrize("text", ["Ska öka till ca 85 %", "inte högre än mellan 5 och 6"])
def test_an_inexact_level_stays_unread(text: str) -> None:
    assert only(text).status == "undetermined"


@pytest.mark.parametrize("text", ["Ny indikator", "Nytt mått", "Ingen mätning"])
def test_what_is_new_was_not_measured(text: str) -> None:
    assert only(text).status == "not_measured"


def test_a_raised_mark_behind_groups_of_digits_is_no_digit() -> None:
    assert (only("98 500¹").value, only("98 500¹").marker) == (98500, "¹")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45 % (kvinnor 47 %, män 43 %)", [(None, 45), ("kvinnor", 47), ("män", 43)]),
        ("45 (K: 47, M: 43)*", [(None, 45), ("K", 47), ("M", 43)]),
        ("K 45 %, M 55 %", [("K", 45), ("M", 55)]),
    ],
)
def test_a_total_may_have_its_parts_in_brackets(
    text: str, expected: list[tuple[str | None, float]]
) -> None:
    values = read_cell(text, language="sv").values
    assert [(value.label, value.value) for value in values] == expected
