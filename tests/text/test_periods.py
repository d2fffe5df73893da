"""Periods and dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.errors import Issue
from municompare.model.quantity import Period
from municompare.text import periods
from municompare.text.language import Language
from municompare.text.periods import find_periods, is_month, read_date, read_period
from municompare.text.words import flatten

from .strategies import LANGUAGES, TEXTS

SWEDISH = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
           "september", "oktober", "november", "december"]  # fmt: skip
DANISH = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
          "september", "oktober", "november", "december"]  # fmt: skip
MONTHS = {"sv": SWEDISH, "da": DANISH}


def iso(text: str, language: Language) -> str:
    read = read_period(text, language=language)
    return read.text if isinstance(read, Period) else read.code


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2019", "sv", "2019"),
        ("år 2020", "sv", "2020"),
        ("2019-2022", "sv", "2019/2022"),
        ("2010–2022", "da", "2010/2022"),
        ("2018/2019", "sv", "2018/2019"),
        ("december 2017", "sv", "2017-12"),
        ("dec 2015", "sv", "2015-12"),
        ("Dec. 2015", "da", "2015-12"),
        ("30 april 2018", "sv", "2018-04-30"),
        ("den 4 december 2018", "sv", "2018-12-04"),
        ("31. januar 2017", "da", "2017-01-31"),
        ("d. 1. marts 2017", "da", "2017-03-01"),
        ("2018-12-04", "sv", "2018-12-04"),
        ("2018-12", "da", "2018-12"),
        ("1.1.2017", "da", "2017-01-01"),
        ("31/12 2017", "sv", "2017-12-31"),
        ("31-12-2017", "da", "2017-12-31"),
        ("kvartal 2 2019", "sv", "2019-Q2"),
        ("andra kvartalet 2019", "sv", "2019-Q2"),
        ("2. kvartal 2017", "da", "2017-Q2"),
        ("første kvartal 2017", "da", "2017-Q1"),
        ("Q2 2019", "sv", "2019-Q2"),
        ("2019 kvartal 2", "sv", "2019-Q2"),
        ("2019-T1", "sv", "2019-T1"),
        ("tertial 1 2018", "sv", "2018-T1"),
        ("första halvåret 2018", "sv", "2018-H1"),
        ("1. halvår 2017", "da", "2017-H1"),
        ("januari–april 2018", "sv", "2018-01/2018-04"),
        ("1-31 maj 2018", "sv", "2018-05-01/2018-05-31"),
        ("från januari till april 2018", "sv", "2018-01/2018-04"),
        ("fra december 2015 til december 2017", "da", "2015-12/2017-12"),
        ("2018-01/2018-04", "sv", "2018-01/2018-04"),
        ("[2017, 2018]", "sv", "[2017,2018]"),
        ("2017 eller 2018", "da", "[2017,2018]"),
        ("vid utgången av 2017", "sv", "2017-12-31"),
        ("i slutet av år 2017", "sv", "2017-12-31"),
        ("Ved udgangen af 2017", "da", "2017-12-31"),
        ("udgangen af 2. kvartal 2017", "da", "2017-06-30"),
    ],
)
def test_a_period_becomes_iso_text(text: str, language: Language, expected: str) -> None:
    assert iso(text, language) == expected


@pytest.mark.parametrize("language", ["sv", "da"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-2019", "MC205"),
        ("december 2017 - januar 2017", "MC20"),
        ("2996", "MC204"),
        ("0580", "MC204"),
        ("2019-13", "MC204"),
        ("2018/19", "MC204"),
        ("juni", "MC204"),
        ("", "MC204"),
        ("T4 2018", "MC204"),
        ("31.2.2018", "MC204"),
        ("[2017]x", "MC204"),
        ("[x]", "MC204"),
        ("40-41 maj 2018", "MC204"),
        ("0 - december 2018", "MC204"),
        ("5-2018", "MC204"),
        ("apr\u0130l 2017", "MC204"),
        ("\u017feptember 2017x", "MC204"),
    ],
)
def test_what_is_no_period_is_an_issue(language: Language, text: str, expected: str) -> None:
    assert iso(text, language).startswith(expected)


def test_a_season_is_not_guessed() -> None:
    read = read_period("våren 2016", language="sv")
    assert isinstance(read, Issue)
    assert "season" in read.message
    assert isinstance(read_period("efteråret 2016", language="da"), Issue)


def test_a_month_of_the_other_language_is_an_issue() -> None:
    assert iso("januari 2017", "da") == "MC204"
    assert iso("januar 2017", "sv") == "MC204"
    assert is_month("Marts", language="da")
    assert not is_month("mars", language="da")


DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(day=DATES, language=LANGUAGES)
def test_a_printed_day_is_read_back(day: date, language: Language) -> None:
    month = MONTHS[language][day.month - 1]
    dot = "." if language == "da" else ""
    for text in (
        day.isoformat(),
        f"{day.day}{dot} {month} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}/{day.month} {day.year}",
    ):
        assert read_date(text, language=language) == day


@given(day=DATES, later=DATES, language=LANGUAGES)
def test_a_printed_span_is_read_back_or_runs_backwards(
    day: date, later: date, language: Language
) -> None:
    first, last = (f"{MONTHS[language][d.month - 1]} {d.year}" for d in (day, later))
    expected = f"{day:%Y-%m}/{later:%Y-%m}" if f"{day:%Y-%m}" <= f"{later:%Y-%m}" else "MC205"
    assert iso(f"{first} – {last}", language) == expected


@given(
    year=st.integers(1900, 2099),
    part=st.sampled_from(["Q1", "Q4", "T1", "T3", "H1", "H2", "01", "12"]),
    language=LANGUAGES,
)
def test_iso_text_is_read_as_itself(year: int, part: str, language: Language) -> None:
    assert iso(f"{year}-{part}", language) == f"{year}-{part}"
    assert iso(f"{year}/{year + 1 if year < 2099 else year}", language).startswith(str(year))


@given(text=TEXTS, language=LANGUAGES)
def test_no_text_makes_a_period_raise(text: str, language: Language) -> None:
    read = read_period(text, language=language)
    if isinstance(read, Period):
        assert Period.parse(read.text) == read
    day = read_date(text, language=language)
    assert isinstance(day, Issue) == (not isinstance(read, Period) or read.start != read.end)


def test_a_date_is_exactly_one_day() -> None:
    assert read_date("2018-12-04", language="sv") == date(2018, 12, 4)
    issue = read_date("december 2018", language="sv")
    assert isinstance(issue, Issue)
    assert issue.code == "MC206"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ska minska 2019-2022.", ["2019/2022"]),
        ("under 2015 jämfört med 2014.", ["2015", "2014"]),
        ("minst 677 under 2019 och minst 777 under 2020", ["2019", "2020"]),
        ("den 4 december (KF 2018-12-04) och", ["2018-12-04"]),
        ("från december 2015 till december 2017", ["2015-12", "2017-12"]),
        ("Återrapport under kvartal 2 2019.", ["2019-Q2"]),
        ("(vid utgången av 2017)", ["2017-12-31"]),
        ("2 996 personer 2019", ["2019"]),
        ("årsskiftet 2018/2019", ["2018/2019"]),
    ],
)
def test_periods_are_found_in_running_text(text: str, expected: list[str]) -> None:
    found = find_periods(text, language="sv")
    assert [p.period.text for p in found] == expected
    assert all(text[p.start : p.end] == p.raw for p in found)


@pytest.mark.parametrize(
    "text",
    [
        "2 996", "20-24 år", "§ 2019", "AN 2019-55", "KS 2013/0559", "AVN-2016/0074",
        "lag (1976:580)", "Dnr BIN 2017-348", "KS 2013/2016", "Dnr 2019-12", "KS 2021-799",
        "våren 2016", "2019 personer", "2000 tkr", "2019 %", "31 oktober samt", "juni -19",
        "Agenda 2030", "2019,5", "x2019", "2019-modellen",
    ],
)  # fmt: skip
def test_figures_and_register_numbers_are_no_periods(text: str) -> None:
    assert find_periods(text, language="sv") == ()


@given(text=TEXTS, language=LANGUAGES)
def test_found_periods_stand_where_they_say(text: str, language: Language) -> None:
    last = 0
    for hit in find_periods(text, language=language):
        assert text[hit.start : hit.end] == hit.raw
        assert hit.start >= last
        last = hit.end


_PIECES = st.sampled_from(
    [
        "från och med",
        "den",
        "31",
        "1",
        "maj",
        "januari",
        "2018",
        "2019",
        "2020",
        "-",
        "–",
        "/",
        "eller",
        "till",
        "första halvåret",
        "kvartal",
        "2. kvartal",
        "Q2",
        "år",
        "året",
        "hösten",
        "i",
        "af",
        "inden udgangen af",
        "§",
        "KN",
        "2019-03-20",
        "2018-Q1",
        ".",
        ",",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=90), max_size=14), st.sampled_from([" ", ""]))
@pytest.mark.parametrize("language", ["sv", "da"])
def test_looking_around_years_finds_what_looking_everywhere_finds(
    language: Language, pieces: list[str], between: str
) -> None:
    flat = flatten(between.join(pieces))
    everywhere = periods._grammar(language).found.finditer(flat)
    around = periods._matches(flat, language)
    assert [match.span() for match in around] == [match.span() for match in everywhere]
