"""Numbers alone and in running text."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.errors import Issue, MunicompareError
from municompare.text.language import Language
from municompare.text.numbers import (
    Number,
    find_numbers,
    format_number,
    is_percent,
    read_number,
)

from .strategies import LANGUAGES, TEXTS

BOTH: tuple[Language, ...] = ("sv", "da")


def number(text: str, language: Language) -> Number:
    read = read_number(text, language=language)
    assert isinstance(read, Number), read
    return read


def code(text: str, language: Language) -> str:
    read = read_number(text, language=language)
    assert isinstance(read, Issue), read
    assert read.remedy
    assert read.readings
    return read.code


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(
    ("text", "value", "unit", "marker"),
    [
        ("2 996", 2996, None, None),
        ("2\u00a0996", 2996, None, None),
        ("1\u202f234\u202f567", 1234567, None, None),
        ("2996", 2996, None, None),
        ("5.5", 5.5, None, None),
        ("0.234", 0.234, None, None),
        ("12,75", 12.75, None, None),
        ("2 996,5", 2996.5, None, None),
        ("4,8%", 4.8, "%", None),
        ("4,8 %", 4.8, "%", None),
        ("- 14 870", -14870, None, None),
        ("\u2212 14 870", -14870, None, None),
        ("\u2212370", -370, None, None),
        ("–26", -26, None, None),
        ("6,6%*", 6.6, "%", "*"),
        ("11 **", 11, None, "**"),
        ("10 procent", 10, "procent", None),
        ("381 886 tkr", 381886, "tkr", None),
        ("25 pct.", 25, "pct.", None),
        ("3 kr/invånare", 3, "kr/invånare", None),
        ("0", 0, None, None),
    ],
)
def test_a_number_is_read_on_its_printed_scale(
    language: Language, text: str, value: float, unit: str | None, marker: str | None
) -> None:
    read = number(text, language)
    assert (read.value, read.unit_raw, read.marker) == (value, unit, marker)
    assert read.comparator == "="
    assert read.value_upper is None


def test_a_mark_before_three_digits_is_read_as_the_language_writes_it() -> None:
    assert number("1.234", "da").value == 1234
    assert number("1.234.567,5", "da").value == 1234567.5
    assert number("1,234", "da").value == 1.234
    assert number("1,234", "sv").value == 1.234
    assert code("1.234", "sv") == "MC202"
    assert code("1234.567", "da") == "MC202"
    assert code("2 996.500", "sv") == "MC202"


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(
    "text",
    [
        "1 23", "12 3456", "1,2,3", "1 2345 678", "0580", "– 26", "+", "", "abc", "5a", "677.",
        "2018-12-04", "2018-2019", "9" * 400, "٣", "ca 5", "drygt 40 mnkr", "minst +5", "> 2-3",
        "20 %-25 personer", "6 % personer", "1 23-25", "5-1 23", "+2-3", "0 123",
    ],
)  # fmt: skip
def test_what_is_no_number_is_an_issue(language: Language, text: str) -> None:
    assert code(text, language) == "MC201"


@pytest.mark.parametrize(
    ("text", "language", "comparator", "value"),
    [
        ("≥0", "sv", ">=", 0),
        (">= 3", "sv", ">=", 3),
        ("< 5", "da", "<", 5),
        ("≤ 3", "sv", "<=", 3),
        ("> 2 år", "sv", ">", 2),
        ("= 4", "sv", "=", 4),
        ("minst 677", "sv", ">=", 677),
        ("Högst 5", "sv", "<=", 5),
        ("under 5 %", "sv", "<", 5),
        ("över 3", "sv", ">", 3),
        ("mer än 3", "sv", ">", 3),
        ("mindst 25 pct.", "da", ">=", 25),
        ("højst 3", "da", "<=", 3),
        ("under 5 pct.", "da", "<", 5),
        ("over 3", "da", ">", 3),
        ("flere end 3", "da", ">", 3),
    ],
)
def test_printed_comparators_are_kept(
    text: str, language: Language, comparator: str, value: float
) -> None:
    read = number(text, language)
    assert (read.comparator, read.value) == (comparator, value)


@pytest.mark.parametrize("language", BOTH)
def test_an_interval_has_two_ends(language: Language) -> None:
    ages = number("20-25", language)
    assert (ages.value, ages.value_upper, ages.comparator) == (20, 25, "=")
    money = number("17–26 mnkr", language)
    assert (money.value, money.value_upper, money.unit_raw) == (17, 26, "mnkr")
    shares = number("20 %-25 %", language)
    assert (shares.value, shares.value_upper, shares.unit_raw) == (20, 25, "%")
    assert code("25-20", language) == "MC203"


@pytest.mark.parametrize("language", BOTH)
def test_a_printed_plus_is_a_change_and_a_bare_minus_is_none(language: Language) -> None:
    assert number("+100", language).comparator == "change_by"
    assert number("+ 10 procent", language).comparator == "change_by_percent"
    assert number("+2 %-enheter", language).comparator == "change_by"
    assert number("-10 %", language).comparator == "="


def test_percentage_points_are_not_per_cent() -> None:
    assert is_percent("pct.", language="da")
    assert is_percent("Procent", language="sv")
    assert not is_percent("procentenheter", language="sv")
    assert not is_percent("pct.point", language="da")
    assert not is_percent(None, language="sv")


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(value=st.one_of(FINITE, st.integers(-(10**9), 10**9).map(float)), language=LANGUAGES)
def test_a_formatted_number_is_read_back(value: float, language: Language) -> None:
    text = format_number(value, language=language)
    read = read_number(text, language=language)
    assert isinstance(read, Number)
    assert read.value == value
    assert read.comparator == "="


def test_numbers_are_formatted_as_the_language_writes_them() -> None:
    assert format_number(-1234.5, language="sv") == "-1\u00a0234,5"
    assert format_number(1234567, language="da") == "1.234.567"
    assert format_number(5.0, language="da") == "5"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_not_formatted(value: float) -> None:
    with pytest.raises(MunicompareError, match="MC201"):
        format_number(value, language="sv")


@given(text=TEXTS, language=LANGUAGES)
def test_no_text_makes_a_number_that_is_not_finite(text: str, language: Language) -> None:
    read = read_number(text, language=language)
    if isinstance(read, Number):
        assert math.isfinite(read.value)
        assert read.value_upper is None or read.value_upper >= read.value
    else:
        assert read.code in {"MC201", "MC202", "MC203"}


def found(text: str, language: Language = "sv") -> list[tuple[float, str, str | None]]:
    return [
        (n.number.value, n.number.comparator, n.number.unit_raw)
        for n in find_numbers(text, language=language)
    ]


def test_quantities_are_found_with_what_stands_around_them() -> None:
    text = "Då fanns 30 platser; under 2016 finns totalt 125 nya platser per år."
    first, second = find_numbers(text, language="sv")
    assert (first.number.value, first.unit_words, first.qualifier) == (30, ("platser",), None)
    assert (second.number.value, second.unit_words) == (125, ("nya", "platser"))
    assert second.qualifier == "totalt"
    assert text[second.start : second.end] == "125"


def test_a_qualifier_may_stand_before_a_preposition() -> None:
    (extra,) = find_numbers("utökas med ytterligare med 100 platser", language="sv")
    assert extra.qualifier == "ytterligare"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("under 5 % av alla", "sv", [(5, "<", "%")]),
        ("barn under 18 år", "sv", [(18, "=", "år")]),
        ("inom 24 timmar, räknat", "sv", [(24, "=", "timmar")]),
        ("som är 20-24 år gamla", "sv", [(20, "=", "år")]),
        ("mellan 40 och 50 platser", "sv", [(40, "=", "platser")]),
        ("mellem 40 % og 50 % af alle", "da", [(40, "=", "%")]),
        ("mellan 2019 och 2020", "sv", []),
        ("en stigning på 2,5 %-point i år", "da", [(2.5, "=", "%-point")]),
        ("ska bli 80 procent. Sedan", "sv", [(80, "=", "procent")]),
        ("mindst 25 pct. i 2030", "da", [(25, ">=", "pct.")]),
        ("højst 1,5 mio. kr. i 2030", "da", [(1.5, "<=", "mio. kr")]),
        ("minska med 2 miljoner kronor", "sv", [(2, "=", "miljoner kronor")]),
        ("en vinst på 2 miljoner.", "sv", [(2, "=", "miljoner.")]),
        ("minskat med 9000 tkr år 2019, 12 000 tkr år 2020", "sv",
         [(9000, "=", "tkr"), (12000, "=", "tkr")]),
        ("på -923 tkr.", "sv", [(-923, "=", "tkr")]),
        ("är **381 886 tkr**.", "sv", [(381886, "=", "tkr")]),
        ("aktuell > 2 år", "sv", [(2, ">", "år")]),
        ("ökar +100 platser", "sv", [(100, "change_by", "platser")]),
        ("ökar +10 procent", "sv", [(10, "change_by_percent", "procent")]),
        ("för ca 90 ungdomar (alla)", "sv", [(90, "=", "ungdomar")]),
        ("mindst 25 pct. skal", "da", [(25, ">=", "pct.")]),
        ("1.234 ledige", "da", [(1234, "=", "ledige")]),
        ("1\u00a0900\t1\u00a0900\n2 911", "sv",
         [(1900, "=", None), (1900, "=", None), (2911, "=", None)]),
        ("Mål: 60 % av alla", "sv", [(60, "=", "%")]),
        ("mål 125 platser", "sv", [(125, "=", "platser")]),
        ("minst 5 - 10 platser", "sv", [(5, "=", "platser")]),
    ],
)  # fmt: skip
def test_quantities_in_running_text(
    text: str, language: Language, expected: list[tuple[float, str, str | None]]
) -> None:
    assert found(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "under 2016 kommer", "den 4 december (KF 2018-12-04)", "3.4 Servicefrågor", "se § 23",
        "mål 1, 4 och 5 samt utvecklingsområde 1", "Kapitel 9", "kl. 14:03-14:15", "AN 2019-55",
        "KS 2013/0559", "lag (1976:580)", "500-uppdraget", "verksamheten1", "väg 19A",
        "1. Fast punkt", "<b>a</b>", "601 81 Orten", "2 Uppdragsområden", "i 1 kap 2",
        "efter 9. eller 10. klass", "RKR 18.1 gäller", "1.234 personer", "E20 och SO2", "1 §",
        "7.4 24-timmars", "nr 345 och § 138",
    ],
)  # fmt: skip
def test_numbers_of_order_dates_and_registers_are_no_quantities(text: str) -> None:
    assert found(text) == []


@given(text=TEXTS, language=LANGUAGES)
def test_found_numbers_stand_where_they_say(text: str, language: Language) -> None:
    for hit in find_numbers(text, language=language):
        assert 0 <= hit.start < hit.end <= len(text)
        assert any(character.isdecimal() for character in text[hit.start : hit.end])
        assert math.isfinite(hit.number.value)
