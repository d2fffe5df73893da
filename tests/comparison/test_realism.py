"""Target realism: how often municipalities moved by as much as a plan wants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import municompare as mc
from municompare.comparison.realism import REALISM_COLUMNS, target_realism
from municompare.definitions import measures
from municompare.model.crosswalk import Concept, Crosswalk, Mapping
from municompare.model.panel import MeasureDirection, PanelIndicator, SeriesBreak
from municompare.statistics import Panel

Cell = tuple[str, str, str, float]
YEARS = ["2015", "2016", "2017", "2018"]


def panel(
    cells: Iterable[Cell], *, direction: MeasureDirection = "decrease", breaks: tuple[str, ...] = ()
) -> Panel:
    rows = list(cells)
    keys = dict.fromkeys(key for _, key, _, _ in rows)
    described = [
        PanelIndicator(
            key=key,
            direction=direction,
            breaks=tuple(SeriesBreak(starts=start, reason="counted anew") for start in breaks),
        )
        for key in keys
    ]
    return Panel.from_frame(
        pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"]),
        publisher="Nobody",
        attribution="Nobody",
        indicators=described,
    )


def series(municipality: str, *values: float | None, key: str = "X1") -> list[Cell]:
    return [
        (municipality, key, year, value)
        for year, value in zip(YEARS, values, strict=False)
        if value is not None
    ]


SMALL = panel(
    [
        *series("0580", 100, 90, 80, 100),
        *series("0581", 10, 12, 9, 6),
        *series("0114", 0, 5, 5, 5),
        *series("0000", 1000, 1, 1, 1),
    ]
)


def only(found: pd.DataFrame) -> dict[str, Any]:
    assert len(found) == 1
    return {str(name): None if pd.isna(value) else value for name, value in found.iloc[0].items()}


def target(**cells: Any) -> pd.DataFrame:
    row = {
        "municipality": "SE-0580",
        "concept": "waiting",
        "wanted_change_percent": -20.0,
        "baseline_period": "2016",
        "target_period": "2018",
    }
    return pd.DataFrame([{**row, **cells}])


def crosswalk(*mappings: Mapping) -> Crosswalk:
    concept = Concept(
        key="waiting", label="W", definition="W.", kind="measure", direction="decrease"
    )
    return Crosswalk(concepts=(concept,), mappings=mappings or (MAPPED,), version="1")


MAPPED = Mapping(
    subject="kolada:X1",
    subject_label="Days",
    relation="closeMatch",
    concept="waiting",
    confidence=0.8,
    justification="semapv:ManualMappingCuration",
    role="same_measure",
)


def test_the_share_counts_every_window_of_the_length() -> None:
    row = only(target_realism({"X1": -20}, SMALL, horizon=2))
    # 100>80, 90>100, 10>9, 12>6, 5>5; the window that starts at zero has no relative change
    assert (row["reached"], row["windows"], row["share_percent"]) == (2, 5, 40.0)
    assert (row["municipalities"], row["zero_base_windows"], row["broken_windows"]) == (3, 1, 0)
    assert (row["first_period"], row["last_period"]) == ("2015", "2018")
    assert (row["horizon"], row["horizon_basis"]) == (2.0, "argument")
    assert row["change_median"] == pytest.approx(-10)
    assert (row["status"], row["why"]) == ("judged", None)


def test_the_country_is_no_municipality() -> None:
    without = panel(
        [
            *series("0580", 100, 90, 80, 100),
            *series("0581", 10, 12, 9, 6),
            *series("0114", 0, 5, 5, 5),
        ]
    )
    pd.testing.assert_frame_equal(
        target_realism({"X1": -20}, SMALL, horizon=1),
        target_realism({"X1": -20}, without, horizon=1),
    )


@pytest.mark.parametrize(("wanted", "reached"), [(-10, 3), (-10.001, 1), (10, 1), (11.2, 0)])
def test_a_change_that_is_exactly_the_wanted_one_reaches_it(wanted: float, reached: int) -> None:
    figures = panel([*series("0580", 1.0, 0.9, 0.8), *series("0581", 10, 9, 9.9)])
    assert only(target_realism({"X1": wanted}, figures, horizon=1))["reached"] == reached


def test_figures_of_less_precision_reach_a_round_change_too() -> None:
    frame = pd.DataFrame(
        series("0580", 1.0, 0.9, 0.81), columns=["municipality", "indicator", "period", "value"]
    )
    figures = Panel.from_frame(frame, publisher="Nobody", attribution="Nobody", dtype="float32")
    for wanted, reached in ((-10, 2), (-10.001, 0)):
        assert only(target_realism({"X1": wanted}, figures, horizon=1))["reached"] == reached


def test_figures_that_are_not_computed_yet_give_the_same() -> None:
    lazy = Panel(SMALL.dataset.chunk({"municipality": 2, "period": 1}))
    pd.testing.assert_frame_equal(
        target_realism({"X1": -20}, lazy, horizon=1), target_realism({"X1": -20}, SMALL, horizon=1)
    )


def test_a_negative_base_does_not_turn_the_sign() -> None:
    figures = panel([*series("0580", -100, -150), *series("0581", -100, -50)])
    row = only(target_realism({"X1": -50}, figures, horizon=1))
    assert (row["reached"], row["windows"]) == (1, 2)
    assert (row["change_q25"], row["change_q75"]) == (-25, 25)


def test_windows_across_a_break_are_left_out_and_counted() -> None:
    figures = panel(series("0580", 100, 100, 50, 50), breaks=("2017",))
    row = only(target_realism({"X1": -10}, figures, horizon=1))
    assert (row["reached"], row["windows"], row["broken_windows"]) == (0, 2, 1)
    assert row["breaks"] == "2017"
    bridged = only(target_realism({"X1": -10}, figures, horizon=1, bridge_breaks=True))
    assert (bridged["reached"], bridged["windows"], bridged["broken_windows"]) == (1, 3, 1)


def test_a_break_within_a_year_breaks_the_windows_on_both_sides() -> None:
    figures = panel(series("0580", 100, 100, 50, 50), breaks=("2017-07",))
    row = only(target_realism({"X1": -10}, figures, horizon=1))
    assert (row["windows"], row["broken_windows"]) == (1, 2)
    whole = only(target_realism({"X1": -10}, figures, horizon=2))
    assert whole["status"] == "not_judged"
    assert whole["why"] == "2 windows cross a series break"


def test_known_breaks_hold_for_a_panel_that_does_not_state_them() -> None:
    frame = pd.DataFrame(
        [("0580", "U31402", "2017", 20.0), ("0580", "U31402", "2018", 8.0)],
        columns=["municipality", "indicator", "period", "value"],
    )
    figures = Panel.from_frame(frame, publisher="Kolada", attribution="Källa: Kolada")
    row = only(target_realism({"kolada:U31402": -10}, figures, horizon=1))
    assert (row["status"], row["breaks"], row["broken_windows"]) == ("not_judged", "2018", 1)


def test_large_municipalities_are_told_by_the_first_year_of_the_window() -> None:
    figures = panel(
        [
            *series("0580", 100, 80, 80),
            *series("0581", 100, 80, 100),
            *series("0114", 100, 80, 80),
            *series("0580", 60000, 60000, 60000, key="N01951"),
            *series("0581", 49999, 50000, 50000, key="N01951"),
        ]
    )
    row = only(target_realism({"X1": -20}, figures, horizon=1, min_population=50000))
    assert (row["reached"], row["windows"]) == (3, 6)
    assert (row["large_windows"], row["large_municipalities"]) == (3, 2)
    assert row["large_share_percent"] == pytest.approx(100 / 3)
    assert row["min_population"] == 50000


def test_a_target_is_set_beside_the_measures_of_its_concept() -> None:
    found = target_realism(target(), SMALL, crosswalk=crosswalk())
    row = only(found)
    assert (row["measure"], row["title"], row["relation"]) == ("X1", None, "closeMatch")
    assert (row["role"], row["confidence"]) == (None, None)
    assert (row["horizon"], row["horizon_basis"]) == (2.0, "baseline to target")
    assert (row["own_windows"], row["own_share_percent"]) == (2, 50.0)
    assert row["own_change_median"] == pytest.approx((-20 + 100 / 9) / 2)
    # nothing that is two years long had ended by 2016
    assert (row["before_windows"], row["before_share_percent"]) == (0, None)
    later = only(target_realism(target(baseline_period="2017"), SMALL, crosswalk=crosswalk()))
    assert (later["horizon"], later["before_windows"], later["windows"]) == (1.0, 5, 8)


def test_a_relation_is_composed_of_both_mappings() -> None:
    element = replace(
        MAPPED, subject="a-2020/indicator/x", confidence=0.5, role="context", relation="broadMatch"
    )
    wanted = target(indicator="a-2020/indicator/x")
    row = only(target_realism(wanted, SMALL, crosswalk=crosswalk(MAPPED, element)))
    assert (row["relation"], row["confidence"], row["role"]) == ("broadMatch", 0.4, "context")
    by_goal = replace(element, subject="a-2020/goal/y", relation="closeMatch")
    row = only(
        target_realism(target(goal="a-2020/goal/y"), SMALL, crosswalk=crosswalk(MAPPED, by_goal))
    )
    assert row["relation"] == "relatedMatch"


def test_only_windows_for_which_a_mapping_holds_count() -> None:
    until = replace(MAPPED, valid_to="2016")
    row = only(target_realism(target(), SMALL, 1, crosswalk=crosswalk(until)))
    assert (row["windows"], row["last_period"], row["valid_to"]) == (2, "2016", "2016")
    since = replace(MAPPED, valid_from="2017", relation="relatedMatch")
    row = only(target_realism(target(), SMALL, 1, crosswalk=crosswalk(until, since)))
    assert (row["windows"], row["relation"], row["valid_from"]) == (8, "relatedMatch", "2017")


def test_measures_can_be_chosen() -> None:
    figures = panel([*series("0580", 10, 9, 8, 7), *series("0580", 10, 9, 8, 7, key="X2")])
    both = crosswalk(MAPPED, replace(MAPPED, subject="kolada:X2"))
    assert target_realism(target(), figures, crosswalk=both)["measure"].tolist() == ["X1", "X2"]
    for name in ("X2", "kolada:X2", ["X2"]):
        found = target_realism(target(), figures, crosswalk=both, measures=name)
        assert found["measure"].tolist() == ["X2"]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"wanted_change_percent": None}, "no relative change is wanted"),
        (
            {"wanted_change_percent": float("nan"), "why_missing": "baseline: not printed"},
            "no relative change is wanted (baseline: not printed)",
        ),
        ({"wanted_change_percent": 0.0}, "no change is wanted"),
        ({"concept": None}, "no concept of the crosswalk holds the indicator or its goal"),
        ({"concept": "other"}, "no public measure is mapped to the concept"),
        ({"baseline_period": None}, "no horizon: the baseline has no period"),
        ({"target_period": None}, "no horizon: the target has no period"),
        ({"target_period": "[2017,2018]"}, "no horizon: a period is one of several"),
        ({"target_period": "2016"}, "no horizon: the target is due no later than its baseline"),
        ({"municipality": "DK-740"}, "the figures hold no municipality of DK"),
        ({"subgroup": "women"}, "no figures of the group women"),
        ({"subgroup": "under 25"}, "no figures of the group under 25"),
        (
            {"target_period": "2018-06"},
            "no municipality has figures 18 months apart for which the mapping holds",
        ),
    ],
)
def test_a_target_that_cannot_be_judged_says_why(cells: dict[str, Any], why: str) -> None:
    row = only(target_realism(target(**cells), SMALL, crosswalk=crosswalk()))
    assert (row["status"], row["why"]) == ("not_judged", why)
    assert row["share_percent"] is None


def test_measures_that_are_not_at_hand_are_named() -> None:
    elsewhere = crosswalk(replace(MAPPED, subject="dst:X9"))
    row = only(target_realism(target(), SMALL, crosswalk=elsewhere))
    assert row["why"] == "not in the panel: X9"


def test_a_measure_that_starts_at_zero_everywhere_cannot_be_judged() -> None:
    figures = panel([*series("0580", 0, 5), *series("0581", 0, 7)])
    row = only(target_realism({"X1": -20}, figures, horizon=1))
    assert (row["status"], row["why"]) == ("not_judged", "2 windows start at zero")


def test_a_measure_that_gets_better_the_other_way_is_refused() -> None:
    figures = panel(series("0580", 10, 9, 8, 7), direction="increase")
    row = only(target_realism(target(), figures, crosswalk=crosswalk()))
    assert row["why"] == "the measure gets better in the other direction than the concept"


def test_a_measure_of_women_is_set_beside_a_target_for_women() -> None:
    frame = pd.DataFrame(
        [
            ("0580", "X1", year, group, value)
            for year, values in (("2016", (10.0, 10.0)), ("2018", (5.0, 9.0)))
            for group, value in zip(("women", "men"), values, strict=True)
        ],
        columns=["municipality", "indicator", "period", "group", "value"],
    )
    figures = Panel.from_frame(frame, publisher="Nobody", attribution="Nobody")
    for subgroup, reached in (("women", 1), ("men", 0)):
        row = only(target_realism(target(subgroup=subgroup), figures, crosswalk=crosswalk()))
        assert (row["reached"], row["windows"]) == (reached, 1)


def test_the_name_of_a_municipality_with_a_governance_model_is_known() -> None:
    row = only(target_realism(target(municipality="Linköping"), SMALL, crosswalk=crosswalk()))
    assert (row["municipality"], row["own_windows"]) == ("SE-0580", 2)
    row = only(target_realism(target(municipality="Lilla Edet"), SMALL, crosswalk=crosswalk()))
    assert (row["municipality"], row["own_windows"], row["windows"]) == (None, None, 5)


def test_horizon_and_inhabitants_may_be_given_in_order() -> None:
    figures = panel(
        [*series("0580", 10, 9, 8, 7), *series("0580", 9e4, 9e4, 9e4, 9e4, key="N01951")]
    )
    pd.testing.assert_frame_equal(
        target_realism({"X1": -10}, figures, 1, 50_000),
        target_realism({"X1": -10}, figures, horizon=1, min_population=50_000),
    )


def test_a_change_of_a_measure_may_be_that_of_women() -> None:
    frame = pd.DataFrame(
        [
            ("0580", "X1", year, group, value)
            for year, values in (("2016", (10.0, 9.0, 11.0)), ("2018", (8.0, 4.0, 12.0)))
            for group, value in zip(("total", "women", "men"), values, strict=True)
        ],
        columns=["municipality", "indicator", "period", "group", "value"],
    )
    figures = Panel.from_frame(frame, publisher="Nobody", attribution="Nobody")
    for group, shown, reached in (
        (None, None, 0), ("total", None, 0), ("women", "women", 1), ("men", "men", 0),
    ):  # fmt: skip
        row = only(target_realism({"X1": -50}, figures, 2, group=group))
        assert (row["subgroup"], row["reached"], row["windows"]) == (shown, reached, 1)
    with pytest.raises(mc.MunicompareError, match=r"'woman' \(did you mean 'women'\?\)"):
        target_realism({"X1": -50}, figures, 2, group="woman")


@pytest.mark.parametrize(
    ("targets", "keywords", "codes"),
    [
        ({"X1": -20}, {}, ("MC882",)),
        ({"X1": -20}, {"horizon": 0}, ("MC882",)),
        ({"X1": -20}, {"horizon": -1}, ("MC882",)),
        ({"X1": -20}, {"horizon": float("nan")}, ("MC882",)),
        ({"X1": -20}, {"horizon": True}, ("MC882",)),
        ({"X1": -20}, {"horizon": "2"}, ("MC882",)),
        ({"X1": float("inf")}, {"horizon": 2}, ("MC881",)),
        ({"X1": None}, {"horizon": 2}, ("MC881",)),
        ({"X1": "-20"}, {"horizon": 2}, ("MC881",)),
        ({"X3": -20}, {"horizon": 2}, ("MC884",)),
        ({"X1": -20}, {"horizon": 2, "min_population": 0}, ("MC883",)),
        ({"X1": -20}, {"horizon": 2, "min_population": "many"}, ("MC883",)),
        ({"X1": -20}, {"horizon": 2, "min_population": 50000}, ("MC883",)),
        ({"X1": -20}, {"horizon": 2, "measures": "X3"}, ("MC884",)),
        ([-20], {"horizon": 2}, ("MC881",)),
        ({"X1": -20}, {"horizon": 2, "group": "women"}, ("MC881",)),
        (target(), {"group": "total"}, ("MC881",)),
        (pd.DataFrame({"concept": ["waiting"]}), {}, ("MC881",)),
        (target(wanted_change_percent=float("inf")), {}, ("MC881",)),
        (target(target_period="soon"), {}, ("MC881",)),
        (
            {"X1": float("nan")},
            {"min_population": -1, "measures": "X3"},
            ("MC881", "MC882", "MC883", "MC884"),
        ),
    ],
)
def test_bad_input_is_one_error(
    targets: Any, keywords: dict[str, Any], codes: tuple[str, ...]
) -> None:
    with pytest.raises(mc.MunicompareError) as caught:
        target_realism(targets, SMALL, **keywords)
    assert caught.value.report.codes == codes


def test_an_unknown_measure_names_the_nearest() -> None:
    with pytest.raises(mc.MunicompareError, match="did you mean 'X1'"):
        target_realism({"X11": -20}, SMALL, horizon=1)


def test_the_answer_has_its_columns_even_when_nothing_is_asked() -> None:
    nothing: tuple[Any, ...] = (target().iloc[:0], {})
    for empty in nothing:
        found = target_realism(empty, SMALL, horizon=1)
        assert list(found) == list(REALISM_COLUMNS)
        assert len(found) == 0
    kinds = {"text": "string", "integer": "Int64", "number": "float64"}
    found = target_realism({"X1": -20}, SMALL, horizon=1)
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == {
        name: kinds[kind] for name, kind in REALISM_COLUMNS.items()
    }
    assert found.attrs["source"] == "computed from figures of Nobody"


VALUES = st.one_of(st.none(), st.integers(-9, 9))
TABLES = st.lists(st.lists(VALUES, min_size=4, max_size=4), min_size=1, max_size=6)


def plain(
    table: list[list[int | None]], wanted: Fraction, length: int, break_at: int | None
) -> tuple[int, int, int, int]:
    """Reached, windows, zero bases, broken: one by one, in exact arithmetic."""
    reached = windows = zero = broken = 0
    for row in table:
        for first in range(4 - length):
            start, end = row[first], row[first + length]
            if start is None or end is None:
                continue
            across = break_at is not None and first < break_at <= first + length
            if start == 0:
                zero += not across
                continue
            if across:
                broken += 1
                continue
            windows += 1
            change = Fraction(100 * (end - start), abs(start))
            reached += change <= wanted if wanted < 0 else change >= wanted
    return reached, windows, zero, broken


@settings(max_examples=60)
@given(
    table=TABLES,
    wanted=st.integers(-300, 300).filter(bool),
    length=st.integers(1, 3),
    break_at=st.one_of(st.none(), st.integers(1, 3)),
    seed=st.integers(0, 99),
)
def test_it_agrees_with_a_plain_loop_and_the_order_does_not_matter(
    table: list[list[int | None]], wanted: int, length: int, break_at: int | None, seed: int
) -> None:
    cells = [
        cell for n, row in enumerate(table) for cell in series(f"{1000 + 2 * n}", *row)
    ] or series("1000", 1)
    breaks = () if break_at is None else (YEARS[break_at],)
    found = target_realism({"X1": wanted}, panel(cells, breaks=breaks), horizon=length)
    row = only(found)
    reached, windows, zero, broken = plain(table, Fraction(wanted), length, break_at)
    assert (row["windows"] or 0, row["zero_base_windows"]) == (windows, zero)
    assert row["broken_windows"] == broken
    assert row["status"] == ("judged" if windows else "not_judged")
    assert (row["reached"] or 0) == reached
    shuffled = [cells[place] for place in np.random.default_rng(seed).permutation(len(cells))]
    again = target_realism({"X1": wanted}, panel(shuffled, breaks=breaks), horizon=length)
    pd.testing.assert_frame_equal(found, again, rtol=1e-12)


@settings(max_examples=30)
@given(table=TABLES, factor=st.sampled_from([0.5, 2.0, 1000.0]))
def test_another_unit_changes_no_share(table: list[list[int | None]], factor: float) -> None:
    cells = [
        cell for n, row in enumerate(table) for cell in series(f"{1000 + 2 * n}", *row)
    ] or series("1000", 1)
    scaled = [(name, key, year, value * factor) for name, key, year, value in cells]
    pd.testing.assert_frame_equal(
        target_realism({"X1": -25}, panel(cells), horizon=1),
        target_realism({"X1": -25}, panel(scaled), horizon=1),
    )


@pytest.fixture(scope="module")
def totals(shared_statistics: Path) -> Panel:
    whole = Panel.from_csv(
        shared_statistics / "kolada_values.csv.gz",
        columns={"kpi": "indicator", "year": "period", "gender": "group"},
        publisher="Kolada",
        attribution="Källa: Kolada",
        indicators=measures(),
    )
    keys = ["N01951", "N31910", "N31848", "U31801", "U31402", "N31814", "U31004"]
    return whole.sel(indicators=keys)


@pytest.fixture(scope="module")
def targets() -> pd.DataFrame:
    return mc.compare(mc.load("linkoping-2019")).targets()


def test_the_targets_of_linkoping_are_as_realistic_as_was_published(
    totals: Panel, targets: pd.DataFrame
) -> None:
    found = target_realism(targets, totals, min_population=50_000).query("horizon == 2")
    households = only(found.query("measure == 'N31910'"))
    assert round(households["wanted_change_percent"]) == -14
    # every two-year window of the panel, 2012 to 2022, in all municipalities
    assert (households["reached"], households["windows"]) == (446, 1209)
    assert round(households["share_percent"]) == 37
    assert (households["first_period"], households["last_period"]) == ("2012", "2022")
    assert households["municipalities"] == 289
    # known in 2018 and among municipalities of its size, it looked harder
    assert round(households["before_share_percent"]) == 19
    assert round(households["large_share_percent"]) == 26
    very_long = only(found.query("measure == 'U31801'"))
    assert round(very_long["wanted_change_percent"]) == -39
    assert (very_long["reached"], very_long["windows"]) == (117, 2949)
    assert round(very_long["share_percent"]) == 4
    assert households["relation"] == very_long["relation"] == "relatedMatch"
    assert households["role"] == very_long["role"] == "context"


def test_real_windows_do_not_cross_the_change_of_the_clock(
    totals: Panel, targets: pd.DataFrame
) -> None:
    waiting = target_realism(targets, totals, measures="U31402").query("measure == 'U31402'")
    assert waiting["horizon"].tolist() == [1.0, 2.0]
    assert waiting["broken_windows"].tolist() == [182, 340]
    assert set(waiting["valid_from"]) == {"2018"}
    bridged = target_realism(targets, totals, measures="U31402", bridge_breaks=True)
    more = bridged.query("measure == 'U31402'")["windows"] - waiting["windows"]
    assert more.tolist() == [182, 340]


def test_a_plain_reading_of_the_file_gives_the_same(shared_statistics: Path, totals: Panel) -> None:
    rows = pd.read_csv(shared_statistics / "kolada_values.csv.gz", dtype={"municipality": str})
    rows = rows[(rows["kpi"] == "U31801") & (rows["municipality"] != "0000")]
    figures = {
        (name, int(year)): float(value)
        for name, year, value in rows[["municipality", "year", "value"]].itertuples(index=False)
    }
    changes = [
        100 * (figures[name, year + 3] / value - 1)
        for (name, year), value in figures.items()
        if (name, year + 3) in figures and value > 0
    ]
    found = only(target_realism({"U31801": 10}, totals, horizon=3))
    assert found["windows"] == len(changes)
    assert found["reached"] == sum(change >= 10 for change in changes)
    quartiles = [found["change_q25"], found["change_median"], found["change_q75"]]
    np.testing.assert_allclose(quartiles, np.quantile(changes, [0.25, 0.5, 0.75]))
