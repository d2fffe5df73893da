"""Periods, breaks and shocks on an axis of years."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.model.event import Shock
from municompare.plot.timeline import struck_within, timeline_of, touching

YEARS = timeline_of([str(year) for year in range(2010, 2020)])


def shock(starts: int, ends: int | None) -> Shock:
    return Shock(
        key="x",
        title="X",
        countries=("SE",),
        starts=str(starts),
        ends=None if ends is None else str(ends),
        concepts=(),
        statement="It happened.",
        source="Somebody",
    )


shocks = st.lists(
    st.tuples(st.integers(2000, 2025), st.one_of(st.none(), st.integers(0, 8))).map(
        lambda each: shock(each[0], None if each[1] is None else each[0] + each[1])
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(shocks)
def test_shocks_of_one_row_do_not_overlap_and_stay_on_the_axis(listed: list[Shock]) -> None:
    found = struck_within(listed, YEARS)
    low, high = YEARS.limits
    assert all(low <= each.first < each.last <= high for each in found)
    assert [each.letter for each in found] == list("ABCDEFGHIJKL"[: len(found)])
    for at, each in enumerate(found):
        for other in found[at + 1 :]:
            if each.lane == other.lane:
                assert each.last <= other.first or other.last <= each.first
    beside = [each for each in listed if each not in [one.shock for one in found]]
    assert all(int(each.starts) > 2019 or int(each.ends or "9999") < 2010 for each in beside)


@settings(max_examples=60)
@given(
    st.lists(st.floats(-10, 10), min_size=10, max_size=10),
    st.sets(st.integers(2011, 2019), max_size=4),
)
def test_cuts_lie_between_the_figures_they_part(values: list[float], years: set[int]) -> None:
    cuts = [cut for year in years if (cut := YEARS.cut(str(year))) is not None]
    assert len(cuts) == len(years)
    places, cut_values = YEARS.with_cuts(np.array(values), cuts)
    there = np.isfinite(cut_values)
    assert places.tolist() == sorted(places)
    assert cut_values[there].tolist() == values
    assert places[~there].tolist() == sorted(year - 0.5 for year in years)


def test_a_break_beside_the_axis_cuts_nothing() -> None:
    assert YEARS.cut("2010") is None
    assert YEARS.cut("2009-05") is None
    assert YEARS.cut("2025") is None


def test_shocks_of_another_country_do_not_touch() -> None:
    assert {each.key for each in touching("N31807", "SE")} >= {"refugee-reception-2015", "covid"}
    assert not touching("N31807", "NO")
