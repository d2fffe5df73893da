"""Periods and locators: canonical text, bounds, round trips."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.model.quantity import SDMX_STATUS, Locator, Period, Place, Status


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2018-12-04", date(2018, 12, 4), date(2018, 12, 4)),
        ("2019-Q2", date(2019, 4, 1), date(2019, 6, 30)),
        ("2019-H2", date(2019, 7, 1), date(2019, 12, 31)),
        ("2019-T1", date(2019, 1, 1), date(2019, 4, 30)),
        ("2018-01/2018-04", date(2018, 1, 1), date(2018, 4, 30)),
        ("[2017,2018]", date(2017, 1, 1), date(2018, 12, 31)),
    ],
)
def test_a_period_knows_its_first_and_last_day(text: str, start: date, end: date) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, str(period)) == (start, end, text)


@pytest.mark.parametrize(
    "text", ["", "19", "2019-13", "2019-02-30", "2020/2019", "2019-Q5", "2019-T4", "2019-H3", "abc"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|before"):
        Period.parse(text)


@given(st.dates(date(1900, 1, 1), date(9980, 1, 1)), st.integers(0, 4000))
def test_an_interval_of_days_covers_exactly_those_days(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    period = Period.parse(f"{start.isoformat()}/{end.isoformat()}")
    assert (period.end - period.start).days == (end - start).days


_counts = st.one_of(st.none(), st.integers(1, 9999))
_flowing = st.builds(Place, line=st.integers(1, 9999), cell=_counts, char=_counts, page=_counts)
_paged = st.builds(
    lambda page, depth, numbers, char: Place(
        page=page,
        **dict(zip(("table", "row", "column")[:depth], numbers, strict=False)),
        char=char,
    ),
    st.integers(1, 999),
    st.integers(0, 3),
    st.tuples(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99)),
    _counts,
)
_ways = st.lists(st.one_of(_flowing, _paged), min_size=1, max_size=3).map(tuple)


@given(st.lists(_ways, min_size=1, max_size=3).map(tuple))
def test_locators_come_back_from_their_text(ways: tuple[tuple[Place, ...], ...]) -> None:
    locator = Locator(ways)
    assert Locator.parse(str(locator)) == locator


@given(st.text(max_size=20))
def test_text_is_a_locator_or_a_value_error(text: str) -> None:
    try:
        locator = Locator.parse(text)
    except ValueError as error:
        assert repr(text) in str(error)
    else:
        assert str(locator) == text


def test_joining_keeps_fragments_once_and_alternatives_apart() -> None:
    first = Locator.at(70, cell=1)
    whole = first.joined(Locator.at(71, cell=1), first).also(Locator.at(45, char=9))
    assert str(whole) == "L70/c1+L71/c1|L45:c9"
    assert whole.also(Locator.at(45, char=9)) == whole
    assert whole.first.line == 70


def test_every_status_has_its_sdmx_code() -> None:
    from typing import get_args

    assert set(SDMX_STATUS) == set(get_args(Status))
