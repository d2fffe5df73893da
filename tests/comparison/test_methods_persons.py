"""Full-time persons against sets of days and weeks, written down one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison.methods import full_time_persons
from municompare.errors import MunicompareError
from municompare.model.quantity import Period

DAYS = st.dates(date(2017, 11, 1), date(2019, 2, 28))


def spells(*rows: tuple[Any, Any, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["person", "starts", "ends"])


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def plain(frame: pd.DataFrame, text: str, counted: str) -> tuple[float, int]:
    """Full-time persons and persons of one period, with sets."""
    period = Period.parse(text)
    within = set(days_of(period.start, period.end))
    weeks = {day.isocalendar()[:2] for day in within if day.isoweekday() == 4}
    own: dict[Any, set[Any]] = {}
    for row in frame.itertuples():
        days = days_of(date.fromisoformat(str(row.starts)), date.fromisoformat(str(row.ends)))
        found: set[Any] = {day.isocalendar()[:2] for day in days} & weeks
        own.setdefault(row.person, set()).update(found if counted == "weeks" else within & {*days})
    total = len(weeks) if counted == "weeks" else len(within)
    return sum(map(len, own.values())) / total, sum(map(bool, own.values()))


@settings(max_examples=50)
@given(
    rows=st.lists(st.tuples(st.integers(0, 3), DAYS, st.integers(0, 120)), min_size=1, max_size=12),
    counted=st.sampled_from(["weeks", "days"]),
)
def test_full_time_persons_are_those_of_plain_sets_of_weeks_or_days(
    rows: list[tuple[int, date, int]], counted: Any
) -> None:
    frame = spells(
        *(
            (person, start.isoformat(), (start + timedelta(days=length)).isoformat())
            for person, start, length in rows
        )
    )
    periods = ["2018", "2018-Q1", "2018-02", "2018-12"]
    result = full_time_persons(frame, periods=periods, counted=counted)
    for text in periods:
        total, persons = plain(frame, text, counted)
        found = result.sel(period=text)
        assert float(found["full_time_persons"]) == pytest.approx(total)
        assert int(found["persons"]) == persons


def test_half_a_year_of_benefit_is_half_a_full_time_person() -> None:
    frame = pd.DataFrame({"person": ["a", "b"], "weeks": [26, 52]})
    result = full_time_persons(frame, periods=2018)
    assert float(result["full_time_persons"].item()) == 1.5
    assert int(result["in_period"].item()) == 52


def test_overlapping_spells_of_one_person_count_once() -> None:
    once = spells(("a", "2018-01-01", "2018-12-30"))
    again = spells(*once.itertuples(index=False), ("a", "2018-03-01", "2018-04-01"))
    for counted in ("weeks", "days"):
        found, expected = (
            full_time_persons(frame, periods=2018, counted=counted)  # type: ignore[arg-type]
            for frame in (again, once)
        )
        xr.testing.assert_identical(found, expected)


def test_each_municipality_has_its_own_number() -> None:
    frame = pd.DataFrame(
        {
            "person": ["a", "a", "b", "c"],
            "municipality": ["DK-740", "DK-101", "DK-740", "DK-740"],
            "starts": ["2018-01-01", "2018-07-02", "2018-01-01", "2017-01-01"],
            "ends": ["2018-07-01", "2018-12-30", "2018-12-30", "2017-06-30"],
        }
    )
    result = full_time_persons(frame, periods=2018)
    assert result["municipality"].values.tolist() == ["DK-101", "DK-740"]
    assert result["full_time_persons"].values.tolist() == [[0.5], [1.5]]
    assert result["persons"].values.tolist() == [[1], [2]]


def test_the_order_of_the_rows_changes_nothing() -> None:
    rng = np.random.default_rng(2)
    starts = pd.Timestamp("2018-01-01") + pd.to_timedelta(rng.integers(0, 360, 200), unit="D")
    frame = pd.DataFrame(
        {
            "person": rng.integers(0, 20, 200),
            "municipality": rng.choice(["DK-740", "DK-101"], 200),
            "starts": starts,
            "ends": starts + pd.to_timedelta(rng.integers(0, 40, 200), unit="D"),
        }
    )
    turned = frame.sample(frac=1, random_state=1)
    xr.testing.assert_identical(
        full_time_persons(frame, periods=[2018]), full_time_persons(turned, periods=[2018])
    )


def test_days_may_be_dates_or_timestamps_or_text() -> None:
    texts = spells(("a", "2018-01-01", "2018-06-30"))
    dates = spells(("a", date(2018, 1, 1), date(2018, 6, 30)))
    stamps = texts.assign(
        starts=pd.to_datetime(texts["starts"]), ends=pd.to_datetime(texts["ends"])
    )
    for frame in (dates, stamps):
        xr.testing.assert_identical(
            full_time_persons(frame, periods=2018), full_time_persons(texts, periods=2018)
        )


def test_nobody_with_the_benefit_in_the_period_is_none() -> None:
    result = full_time_persons(spells(("a", "2016-01-01", "2016-01-31")), periods=2018)
    assert float(result["full_time_persons"].item()) == 0
    assert int(result["persons"].item()) == 0
    empty = full_time_persons(spells(), periods=2018)
    assert float(empty["full_time_persons"].item()) == 0


def weeks(*numbers: Any, person: Any = None) -> pd.DataFrame:
    return pd.DataFrame({"person": person or list(range(len(numbers))), "weeks": numbers})


GOOD = spells(("a", "2018-01-01", "2018-01-31"))


@pytest.mark.parametrize(
    ("ask", "text"),
    [
        (lambda: full_time_persons(GOOD, periods="spring"), "expected an ISO period"),
        (lambda: full_time_persons(GOOD, periods=[]), "found none"),
        (lambda: full_time_persons(GOOD, periods=[2018, 2018]), "found 2018, 2018"),
        (lambda: full_time_persons(GOOD, periods=2018, counted="hours"), "found 'hours'"),  # type: ignore[arg-type]
        (
            lambda: full_time_persons(GOOD.drop(columns="ends"), periods=2018),
            "person, starts, ends",
        ),
        (lambda: full_time_persons(pd.concat([GOOD, GOOD], axis=1), periods=2018), "each once"),
        (
            lambda: full_time_persons(spells((None, "2018-01-01", "2018-01-02")), periods=2018),
            "row 0",
        ),
        (lambda: full_time_persons(spells(("a", "2018-01-01", None)), periods=2018), "'None'"),
        (
            lambda: full_time_persons(spells(("a", 20180101, "2018-01-02")), periods=2018),
            "20180101",
        ),
        (
            lambda: full_time_persons(spells(("a", "2018-13-01", "2018-01-02")), periods=2018),
            "2018-13-01",
        ),
        (
            lambda: full_time_persons(spells(("a", "2018-01-05", "2018-01-02")), periods=2018),
            "end after it starts",
        ),
        (lambda: full_time_persons(GOOD.assign(municipality="740"), periods=2018), "'DK-740'"),
        (lambda: full_time_persons(GOOD.assign(municipality=None), periods=2018), "'DK-740'"),
        (lambda: full_time_persons(GOOD, periods="2018-01-01"), "hold a Thursday"),
        (lambda: full_time_persons(weeks(53), periods=2018), "at most 52 weeks"),
        (lambda: full_time_persons(weeks(-1), periods=2018), "number from 0 on"),
        (lambda: full_time_persons(weeks("many"), periods=2018), "many"),
        (
            lambda: full_time_persons(weeks(1, 2, person=["a", "a"]), periods=2018),
            "each person once",
        ),
        (lambda: full_time_persons(weeks(1), periods=[2018, 2019]), "one period for weeks"),
        (lambda: full_time_persons(weeks(1), periods=2018, counted="days"), "found weeks"),
    ],
)
def test_bad_input_is_one_clear_error(ask: Callable[[], Any], text: str) -> None:
    with pytest.raises(MunicompareError) as raised:
        ask()
    assert set(raised.value.report.codes) == {"MC866"}
    assert text in str(raised.value)


def test_all_bad_rows_stand_in_one_error() -> None:
    frame = spells(
        (None, "2018-01-01", "2018-01-31"),
        ("a", "x", "2018-01-31"),
        ("b", "2018-02-01", "2018-01-31"),
    ).assign(municipality=["740", "DK-740", "DK-740"])
    with pytest.raises(MunicompareError) as raised:
        full_time_persons(frame, periods=2018)
    assert len(raised.value.report) == 4
