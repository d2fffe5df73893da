"""Deviations and rankings against plain loops; what all methods share, and refuse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan, nan
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison.methods import (
    actual_expected_ranking,
    as_panel,
    composite_index,
    deviation_from_expected,
    efficiency_index,
    issues_of,
    net_cost_deviation,
    resource_index,
    rka_index,
)
from municompare.errors import MunicompareError
from municompare.statistics import Panel
from municompare.statistics.layout import STATUSES

few = settings(max_examples=40)
SUPPRESSED, NOT_APPLICABLE, UNDETERMINED = (
    STATUSES.index(word) for word in ("suppressed", "not_applicable", "undetermined")
)
# Few different numbers, so that ties, equal groups and zero bases are frequent.
NUMBERS = st.sampled_from([nan, nan, -2.0, 0.0, 0.5, 0.5, 1.0, 3.0, 7.25]) | st.floats(
    -1000, 1000
).map(lambda number: round(number, 2))


def ids(count: int) -> list[str]:
    return [f"SE-{n:04d}" for n in range(101, 101 + count)]


def panel_of(
    values: Any, *, municipalities: Sequence[str] = (), start: int = 2001, **about: Any
) -> Panel:
    """A panel of municipalities × indicators (``a``, ``b`` …) × years; NaN is suppressed."""
    values = np.asarray(values, dtype=float)
    values = values[:, :, None, None] if values.ndim == 2 else values[..., None]
    dims = ("municipality", "indicator", "period", "group")
    coords: dict[str, Any] = {
        "municipality": list(municipalities) or ids(len(values)),
        "indicator": [chr(ord("a") + i) for i in range(values.shape[1])],
        "period": [str(start + i) for i in range(values.shape[2])],
        "group": ["total"],
    }
    coords |= {name: ("indicator", list(texts)) for name, texts in about.items()}
    status = np.where(np.isnan(values), SUPPRESSED, 0).astype("i1")
    attrs = {"publisher": "Kolada", "attribution": "Källa: Kolada", "processed": "no"}
    return Panel(
        xr.Dataset({"value": (dims, values), "status": (dims, status)}, coords=coords, attrs=attrs)
    )


def flat(result: xr.Dataset, name: str = "value") -> list[float]:
    return list(result[name].values.ravel().tolist())


@st.composite
def tables(draw: Any, *, indicators: int, years: int = 2, most: int = 12) -> Any:
    count = draw(st.integers(2, most))
    shape = (count, indicators, years)
    return np.array(draw(st.tuples(*[NUMBERS] * int(np.prod(shape))))).reshape(shape)


@few
@given(values=tables(indicators=2))
def test_a_net_cost_deviation_is_percent_of_a_positive_reference_cost(values: Any) -> None:
    result = net_cost_deviation(panel_of(values), "a", "b")
    for focus, period in np.ndindex(values.shape[0], values.shape[2]):
        cost, reference = values[focus, :, period]
        found = result["value"].values[focus, 0, period, 0]
        status = result["status"].values[focus, 0, period, 0]
        if isnan(cost) or isnan(reference):
            assert isnan(found)
            assert status == SUPPRESSED
        elif reference <= 0:
            assert isnan(found)
            assert status == UNDETERMINED
        else:
            assert found == pytest.approx(100 * (cost - reference) / reference)
            assert status == 0


@few
@given(values=tables(indicators=2))
def test_a_deviation_from_an_expected_value_is_the_difference_on_any_base(values: Any) -> None:
    found = deviation_from_expected(panel_of(values), "a", "b")["value"].values[:, 0, :, 0]
    np.testing.assert_array_equal(found, values[:, 0] - values[:, 1])


@settings(max_examples=20)
@given(values=tables(indicators=3), order=st.randoms(use_true_random=False))
def test_permuting_municipalities_permutes_the_answers(values: Any, order: Any) -> None:
    panel = panel_of(values, direction=["increase", "decrease", "increase"])
    names = list(panel.municipalities)
    order.shuffle(names)
    turned = panel.sel(municipalities=names)

    def answers(own: Panel) -> list[xr.Dataset]:
        return [
            net_cost_deviation(own, ["a", "b"], ["b", "c"]),
            deviation_from_expected(own, "a", "c"),
            rka_index(own, ["a", "b"]),
            composite_index(own, ["a", "b"]),
            resource_index(own, "a", "b"),
            actual_expected_ranking(own, "a", "b", population="c"),
        ]

    for before, after in zip(answers(panel), answers(turned), strict=True):
        for name in before.data_vars:
            xr.testing.assert_equal(before[name].reindex_like(after[name]), after[name])


@settings(max_examples=20)
@given(values=tables(indicators=2))
def test_another_unit_changes_levels_and_no_share_index_or_rank(values: Any) -> None:
    before = panel_of(values, unit=["SEK", "SEK"], direction=["decrease", "none"])
    after = panel_of(values * 1024, unit=["kSEK", "kSEK"], direction=["decrease", "none"])
    for ask in (
        lambda panel: net_cost_deviation(panel, "a", "b")["value"],
        lambda panel: rka_index(panel, "a")["value"],
        lambda panel: composite_index(panel, ["a", "b"], directions="decrease")["value"],
        lambda panel: resource_index(panel, "a", "b")["value"],
        lambda panel: actual_expected_ranking(panel, "a", "b")["rank"],
        lambda panel: actual_expected_ranking(panel, "a", "b")["ratio"],
        lambda panel: deviation_from_expected(panel, "a", "b")["value"] * (1024 / scale(panel)),
    ):
        np.testing.assert_array_equal(ask(before).values, ask(after).values)
    assert deviation_from_expected(after, "a", "b")["unit"].values.tolist() == ["kSEK"]


def scale(panel: Panel) -> float:
    return 1.0 if panel.indicator("a").unit == "SEK" else 1024.0


@few
@given(values=tables(indicators=2, years=1), fewer=st.booleans())
def test_a_rank_counts_those_that_are_better_and_half_of_the_ties(values: Any, fewer: bool) -> None:
    result = actual_expected_ranking(
        panel_of(values), "a", "b", direction="decrease" if fewer else "increase"
    )
    away = values[:, 0, 0] - values[:, 1, 0]
    for focus, own in enumerate(away):
        others = [other for other in away if not isnan(other)]
        better = sum(other < own if fewer else other > own for other in others)
        ties = sum(other == own for other in others)
        expected = nan if isnan(own) else better + (ties + 1) / 2
        assert result["rank"].values[focus, 0, 0, 0] == pytest.approx(expected, nan_ok=True)
        actual, base = values[focus, :, 0]
        ratio = actual / base if base > 0 else nan
        assert result["ratio"].values[focus, 0, 0, 0] == pytest.approx(ratio, nan_ok=True)
    assert result["n"].values.tolist() == [[[int(np.isfinite(away).sum())]]]


def test_pairs_of_indicators_are_taken_in_order() -> None:
    panel = panel_of([[110.0, 100.0, 60.0, 50.0]])
    result = net_cost_deviation(panel, ["a", "c"], ["b", "d"])
    assert flat(result) == pytest.approx([10.0, 20.0])
    assert result["indicator"].values.tolist() == [
        "net_cost_deviation(a, b)",
        "net_cost_deviation(c, d)",
    ]
    assert result["unit"].values.tolist() == ["percent", "percent"]


def test_a_reference_may_come_from_another_panel_and_is_aligned_by_name() -> None:
    panel = panel_of([[[10.0, 20.0]], [[30.0, 40.0]]])
    other = panel_of([[[5.0]], [[20.0]]], municipalities=["SE-0102", "SE-0103"], start=2002)
    result = net_cost_deviation(panel, "a", other)
    assert flat(result) == pytest.approx([nan, nan, nan, 700.0], nan_ok=True)
    words = [STATUSES[code] for code in flat(result, "status")]  # type: ignore[call-overload]
    assert words == ["not_printed", "not_printed", "not_printed", "reported"]


def test_a_country_or_region_never_takes_part_in_a_scale_or_ranking() -> None:
    names = ["SE-0000", "SE-0014", *ids(3)]
    values = [[-500.0, 1.0], [900.0, 1.0], [1.0, 1.0], [2.0, 1.0], [3.0, 1.0]]
    panel = panel_of(values, municipalities=names, direction=["decrease", "none"])
    for result in (rka_index(panel, "a"), resource_index(panel, "a", "b")):
        assert flat(result) == pytest.approx([nan, nan, 100.0, 50.0, 0.0], nan_ok=True)
        assert flat(result, "status") == [NOT_APPLICABLE, NOT_APPLICABLE, 0, 0, 0]
        assert flat(result, "n") == [3]
    both = composite_index(panel, ["a"], directions="increase")
    assert flat(both, "status") == [NOT_APPLICABLE, NOT_APPLICABLE, 0, 0, 0]
    ranked = actual_expected_ranking(panel, "a", "b")
    assert flat(ranked, "rank") == pytest.approx([nan, nan, 1.0, 2.0, 3.0], nan_ok=True)
    assert flat(ranked) == [-501.0, 899.0, 0.0, 1.0, 2.0]


def test_a_reference_of_zero_or_less_is_an_issue_that_names_the_place() -> None:
    values = [[10.0, 0.0], [10.0, -5.0], [10.0, 5.0], [10.0, 6.0]]
    panel = panel_of(values, unit=["SEK", "SEK"])
    for result in (net_cost_deviation(panel, "a", "b"), resource_index(panel, "a", "b")):
        (issue,) = issues_of(result)
        assert issue.code == "MC864"
        assert [place.locator for place in issue.readings] == [
            "SE-0101 2001 total",
            "SE-0102 2001 total",
        ]
        assert flat(result, "status")[:2] == [UNDETERMINED, UNDETERMINED]


def test_units_that_are_not_known_are_a_warning() -> None:
    result = deviation_from_expected(panel_of([[10.0, 5.0]], unit=["percent", ""]), "a", "b")
    assert [(issue.code, issue.severity) for issue in issues_of(result)] == [("MC862", "warning")]
    assert result["unit"].values.tolist() == [""]
    known = deviation_from_expected(panel_of([[10.0, 5.0]], unit=["percent"] * 2), "a", "b")
    assert known["unit"].values.tolist() == ["percentage_point"]
    assert not issues_of(known)


def test_a_derived_series_breaks_where_any_of_its_parts_does() -> None:
    breaks = ['[{"starts": "2019", "reason": "new model"}]', '[{"starts": "2017", "reason": "x"}]']
    result = deviation_from_expected(panel_of([[10.0, 5.0]], breaks=breaks), "a", "b")
    found = as_panel(result).indicator("deviation(a, b)").breaks
    assert [(each.starts, each.reason) for each in found] == [
        ("2017", "b: x"),
        ("2019", "a: new model"),
    ]


def test_the_ministry_ranks_by_shares_of_residents() -> None:
    # November 2018; residents of 16 to 66 years as Jobindsats' figures of 2022 imply them
    rows = {
        "450": (1620.0, 1840.0, 19647.0),
        "147": (4330.0, 5090.0, 70420.0),
        "159": (2980.0, 3400.0, 44984.0),
        "766": (1820.0, 2080.0, 29729.0),
        "530": (1090.0, 1230.0, 16504.0),
    }
    panel = panel_of(
        list(rows.values()),
        municipalities=[f"DK-{code}" for code in rows],
        direction=["decrease", "none", "none"],
    )
    by_persons = actual_expected_ranking(panel, "a", "b")
    assert flat(by_persons)[0] == -220
    assert flat(by_persons)[2] == -420
    assert flat(by_persons, "ratio")[0] == pytest.approx(0.880, abs=0.0005)
    assert flat(by_persons, "rank") == [4, 1, 2, 3, 5]
    by_share = actual_expected_ranking(panel, "a", "b", population="c")
    assert flat(by_share, "rank") == [1, 2, 3, 4, 5]
    assert flat(by_share, "share")[0] == pytest.approx(-1.12, abs=0.005)


def test_a_municipality_without_population_says_why_it_has_no_rank() -> None:
    values = [[5.0, 4.0, 100.0], [6.0, 4.0, nan], [nan, 4.0, 100.0], [7.0, 4.0, 0.0], [9.0, 1, 9]]
    panel = panel_of(values, municipalities=[*ids(4), "SE-0000"], direction=["decrease"] * 3)
    found = actual_expected_ranking(panel, "a", "b", population="c")
    assert flat(found, "status") == [0, 0, SUPPRESSED, 0, 0]
    assert flat(found, "rank") == pytest.approx([1, nan, nan, nan, nan], nan_ok=True)
    reasons = [0, SUPPRESSED, SUPPRESSED, UNDETERMINED, NOT_APPLICABLE]
    assert flat(found, "rank_status") == reasons
    assert found["rank_status"].attrs["flag_meanings"].split() == list(STATUSES)
    without = actual_expected_ranking(panel, "a", "b")
    assert flat(without, "rank_status") == [0, 0, SUPPRESSED, 0, NOT_APPLICABLE]


def two(**about: Any) -> Panel:
    return panel_of([[1.0, 2.0], [3.0, 4.0]], **about)


@pytest.mark.parametrize(
    ("ask", "code", "text"),
    [
        (lambda: net_cost_deviation(two(), "x", "b"), "MC711", "'x'"),
        (lambda: net_cost_deviation(two(), ["a"], ["a", "b"]), "MC861", "found 2 and 1"),
        (lambda: net_cost_deviation(two(), ["a", "b"], ["b", "a"], key="k"), "MC861", "no key"),
        (lambda: net_cost_deviation(two(unit=["SEK", "DKK"]), "a", "b"), "MC862", "found DKK"),
        (lambda: net_cost_deviation(two(), "a", two()), "MC861", "found 2 indicators"),
        (lambda: net_cost_deviation(two(), "a", xr.Dataset()), "MC861", "other data"),
        (
            lambda: deviation_from_expected(two(), "a", two().to_frame()),  # type: ignore[arg-type]
            "MC861",
            "found a DataFrame",
        ),
        (
            lambda: net_cost_deviation(two(), "a", panel_of([[1.0]], start=1990)),
            "MC861",
            "a period that both panels have",
        ),
        (lambda: net_cost_deviation(two(), [], []), "MC861", "found none"),
        (lambda: rka_index(two(), "a"), "MC863", "found 'unknown'"),
        (lambda: rka_index(two(direction=["none", "none"]), "a"), "MC863", "found 'none'"),
        (
            lambda: rka_index(two(direction=["increase"] * 2), "a", directions={"b": "increase"}),
            "MC861",
            "one of 'b'",
        ),
        (lambda: rka_index(two(), "a", directions="up"), "MC863", "'up'"),  # type: ignore[arg-type]
        (lambda: rka_index(two(), ["a", "b"], directions="increase", key="k"), "MC861", "no key"),
        (lambda: rka_index(two(), "a", bounds="mean"), "MC861", "'mean'"),  # type: ignore[arg-type]
        (
            lambda: rka_index(
                two(municipalities=["SE-0101", "DK-101"]), "a", directions="increase"
            ),
            "MC861",
            "DK, SE",
        ),
        (
            lambda: rka_index(
                panel_of([[1.0]], municipalities=["SE-0000"]), "a", directions="increase"
            ),
            "MC861",
            "found none",
        ),
        (lambda: composite_index(two(), ["a", "a"], directions="increase"), "MC861", "found a, a"),
        (
            lambda: composite_index(two(), ["a", "b"], directions="increase", min_parts=3),
            "MC861",
            "from 1 to 2",
        ),
        (
            lambda: composite_index(two(), ["a", "b"], directions="increase", weights={"a": 1.0}),
            "MC861",
            "weight for each",
        ),
        (
            lambda: composite_index(
                two(), ["a", "b"], directions="increase", weights={"a": 1.0, "b": 0.0}
            ),
            "MC861",
            "positive weight",
        ),
        (lambda: resource_index(two(unit=["SEK", "kSEK"]), "a", "b"), "MC862", "found kSEK"),
        (
            lambda: efficiency_index(panel_of([[1.0, 101.0], [3.0, 4.0]]), "a", "b"),
            "MC861",
            "b as an index from 0 to 100",
        ),
        (lambda: actual_expected_ranking(two(), "a", "b"), "MC863", "direction of a"),
        (
            lambda: actual_expected_ranking(
                two(unit=["person", "day"]), "a", "b", direction="decrease"
            ),
            "MC862",
            "found day",
        ),
        (lambda: as_panel(xr.Dataset()), "MC701", "expected"),
    ],
)
def test_bad_input_is_one_clear_error(ask: Callable[[], Any], code: str, text: str) -> None:
    with pytest.raises(MunicompareError) as raised:
        ask()
    assert {issue.code for issue in raised.value.report.errors} == {code}
    assert text in str(raised.value)


def test_infinite_figures_of_a_method_are_refused() -> None:
    result = rka_index(panel_of([[1.0], [2.0]]), "a", directions="increase")
    result["value"][0] = np.inf
    with pytest.raises(MunicompareError, match="MC707"):
        deviation_from_expected(two(), "a", result)


def test_numbers_too_far_apart_give_no_answer_rather_than_an_infinite_one() -> None:
    panel = panel_of([[1e308, 1e-308], [-1.5e308, 1.0]])
    assert isnan(flat(net_cost_deviation(panel, "a", "b"))[0])
    far = deviation_from_expected(panel_of([[1.5e308, -1.5e308]]), "a", "b")
    assert isnan(flat(far)[0])
    assert flat(far, "status") == [UNDETERMINED]
    assert flat(rka_index(panel, "a", directions="increase")) == [100.0, 0.0]
