"""The outcome ledger on small invented plans and panels: every verdict, and every reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import municompare as mc
from municompare.comparison.ledger import OUTCOME_COLUMNS
from municompare.comparison.ledger_candidates import composed_relation
from municompare.comparison.ledger_series import Figures, Series
from municompare.model.crosswalk import Concept, Crosswalk
from municompare.model.crosswalk import Mapping as Statement
from municompare.model.elements import Measurement
from municompare.model.panel import PanelIndicator, SeriesBreak
from municompare.model.peers import PeerGroup, PeerSet
from municompare.model.quantity import Period
from municompare.plans import Plan, Plans
from municompare.statistics import Panel
from municompare.testing import example_plan

KEY = "exempelby-2020"
FOCUS = "SE-0114"
INDICATOR = f"{KEY}/indicator/hushall"
PEERS = ("SE-0115", "SE-0117", "SE-0120", "SE-0123")


def _value(period: str | None, role: Any, value: float | None, **fields: Any) -> Measurement:
    made = {
        "comparator": "=",
        "unit": "day",
        "status": "reported" if value is not None else "empty",
        "raw": f"{value:g}" if value is not None else None,
        **fields,
    }
    return Measurement(
        id=f"{KEY}/measurement/{re.sub('[^a-z0-9]', '-', f'x.{period}.{role}.{made}'.lower())}",
        indicator=INDICATOR,
        period=period,
        period_end=str(Period.parse(period).end) if period else None,
        role=role,
        value=value,
        document=f"{KEY}/document/plan",
        locator="L3/c3",
        **made,
    )


def _plan(
    *,
    target: Mapping[str, Any] | None = None,
    printed: Mapping[str, float] | None = None,
    indicator: Mapping[str, Any] | None = None,
    more: tuple[Measurement, ...] = (),
) -> Plan:
    """One indicator, in days: 20 in 2018, and at most 15 wanted for 2020, unless told otherwise."""
    record = example_plan(municipality=FOCUS).record
    wanted = {"period": "2020", "role": "target", "value": 15.0, **(target or {})}
    observed = {"2018": 20.0} if printed is None else printed
    return Plan(
        replace(
            record,
            indicators=(replace(record.indicators[0], unit="day", **(indicator or {})),),
            measurements=(
                *(_value(period, "observed", value) for period, value in observed.items()),
                *more,
                _value(**wanted),
            ),
            issues=(),
        )
    )


def _panel(
    figures: Mapping[str, float | None] | None = None,
    *,
    others: Mapping[str, Mapping[str, float | None]] | None = None,
    indicator: Mapping[str, Any] | None = None,
    key: str = "X1",
    dtype: Any = "float64",
    group: str = "total",
) -> Panel:
    """The focus with 20 in 2018, 18 in 2019 and 14 in 2020, unless told otherwise."""
    own = {"2018": 20.0, "2019": 18.0, "2020": 14.0} if figures is None else figures
    rows = [
        (municipality, key, period, group, value)
        for municipality, series in {FOCUS: own, **(others or {})}.items()
        for period, value in series.items()
    ]
    return Panel.from_frame(
        pd.DataFrame(
            rows, columns=["municipality", "indicator", "period", "group", "value"]
        ).astype({"value": "float64"}),
        publisher="Example office",
        attribution="Source: Example office",
        indicators=[PanelIndicator(**{"key": key, "unit": "day", **(indicator or {})})],
        dtype=dtype,
    )


def _mapping(subject: str, relation: Any = "exactMatch", **fields: Any) -> Statement:
    return Statement(
        subject=subject,
        relation=relation,
        justification="semapv:ManualMappingCuration",
        **{"concept": "waiting", "confidence": 0.9, "role": "same_measure", **fields},
    )


def _crosswalk(*mappings: Statement) -> Crosswalk:
    concepts = tuple(
        Concept(key=key, label=key, definition="x", kind="measure", direction="decrease")
        for key in ("waiting", "other")
    )
    default = (_mapping(INDICATOR), _mapping("kolada:X1", "closeMatch", confidence=0.8))
    return Crosswalk(concepts=concepts, mappings=mappings or default, version="1")


def _outcomes(
    plan: Plan | None = None,
    panel: Any = None,
    *,
    crosswalk: Crosswalk | None = None,
    **settings: Any,
) -> pd.DataFrame:
    comparison = mc.compare(plan or _plan(), crosswalk=crosswalk or _crosswalk())
    return comparison.outcomes(panel if panel is not None else _panel(), **settings)


def _row(*args: Any, **kwargs: Any) -> dict[str, Any]:
    (row,) = _outcomes(*args, **kwargs).to_dict("records")
    return {str(column): cell for column, cell in row.items()}


def _peers(members: tuple[str, ...] = PEERS, **fields: Any) -> PeerSet:
    made = {"key": "near", "title": "Near ones", "construct": "custom", "official": False, **fields}
    group = PeerGroup(focus=FOCUS, name="Exempelby", members=members)
    return PeerSet(groups=(group,), **made)


def test_a_target_whose_anchored_measure_meets_it_in_its_period_is_reached() -> None:
    row = _row()
    assert (row["verdict"], row["use"], row["relation"]) == (
        "reached",
        "same_measure",
        "closeMatch",
    )
    assert row["why"] == (
        "published 2018: 20, 2020: 14; target of 2020: = 15; printed and published agree in 2018"
    )
    assert pd.isna(row["aspects"])
    assert (row["public_before"], row["public_at"], row["public_latest"]) == (20, 14, 14)
    assert (row["when_before"], row["when_at"]) == ("base", "in target period")
    assert (row["public_change"], row["public_change_percent"]) == (-6, -30)
    assert row["confidence"] == pytest.approx(0.72)
    assert row["attribution"] == "Source: Example office"
    assert row["computed_attribution"] == "Own computation from figures of Example office"


def test_what_came_nearer_is_on_the_way_and_what_went_off_the_wrong_way() -> None:
    assert _row(panel=_panel({"2018": 20.0, "2020": 18.0}))["verdict"] == "on_the_way"
    assert _row(panel=_panel({"2018": 20.0, "2020": 22.0}))["verdict"] == "wrong_way"


def test_a_target_of_the_future_is_never_reached_before_its_period() -> None:
    row = _row(panel=_panel({"2018": 20.0, "2019": 14.0}))
    assert (row["verdict"], row["when_at"]) == ("on_the_way", "before it")
    assert row["why"].endswith("met before the period ends")
    away = _row(panel=_panel({"2018": 20.0, "2019": 21.0}))
    assert away["verdict"] == "wrong_way"
    assert away["why"].endswith("seen before the period ends")


@pytest.mark.parametrize("later", [14.0, 17.0, 30.0])
def test_a_later_figure_is_shown_but_does_not_judge_a_target(later: float) -> None:
    row = _row(panel=_panel({"2018": 20.0, "2022": later}))
    assert (row["verdict"], row["aspects"]) == ("cannot_be_judged", "figures")
    assert row["why"] == f"no public figure of 2020; the first after it is 2022: {later:g}"


def test_without_a_figure_of_the_period_the_first_after_it_is_shown_within_the_window() -> None:
    figures = _panel({"2018": 20.0, "2022": 14.0, "2023": 99.0})
    row = _row(panel=figures)
    assert (row["public_at"], row["period_at"], row["when_at"]) == (14, "2022", "after it")
    assert row["period_latest"] == "2023"
    narrow = _row(panel=figures, window=1)
    assert narrow["aspects"] == "figures"
    assert pd.isna(narrow["public_latest"])


@pytest.mark.parametrize(
    ("target", "figure", "verdict"),
    [
        ({"comparator": "<=", "value": 15.0}, 15.0, "reached"),
        ({"comparator": "<", "value": 15.0}, 14.9, "reached"),
        ({"comparator": ">=", "value": 25.0}, 26.0, "reached"),
        ({"comparator": ">", "value": 25.0}, 19.0, "wrong_way"),
        ({"value": 15.0, "value_upper": 17.0}, 16.0, "reached"),
        ({"value": 15.0, "value_upper": 17.0}, 11.0, "wrong_way"),
        ({"value": 15.0, "value_upper": 17.0}, 18.0, "on_the_way"),
        ({"comparator": "decrease", "value": None, "status": "directional"}, 19.0, "reached"),
        ({"comparator": "increase", "value": None, "status": "directional"}, 19.0, "wrong_way"),
        ({"comparator": "not_increase", "value": None, "status": "directional"}, 20.0, "reached"),
        ({"comparator": "not_decrease", "value": None, "status": "directional"}, 19.0, "wrong_way"),
        ({"comparator": "change_by", "value": -5.0}, 15.0, "reached"),
        ({"comparator": "change_by", "value": -5.0}, 17.0, "on_the_way"),
        ({"comparator": "change_by", "value": -5.0}, 21.0, "wrong_way"),
        ({"comparator": "change_by_percent", "value": -10.0, "unit": "percent"}, 18.0, "reached"),
        ({"comparator": "change_by_percent", "value": 50.0, "unit": "percent"}, 22.0, "on_the_way"),
    ],
)
def test_each_form_of_target_is_measured_in_its_own_way(
    target: dict[str, Any], figure: float, verdict: str
) -> None:
    row = _row(_plan(target=target), _panel({"2018": 20.0, "2020": figure}))
    assert row["verdict"] == verdict
    assert pd.isna(row["aspects"])


@settings(max_examples=60)
@given(
    base=st.integers(-50, 50),
    figure=st.integers(-50, 50),
    wanted=st.integers(-50, 50),
    comparator=st.sampled_from(["<=", ">="]),
)
def test_verdicts_agree_with_a_plain_comparison_of_whole_numbers(
    base: int, figure: int, wanted: int, comparator: str
) -> None:
    row = _row(
        _plan(target={"comparator": comparator, "value": wanted}, printed={"2018": float(base)}),
        _panel({"2018": float(base), "2020": float(figure)}),
    )
    if figure == wanted or (figure > wanted) == (comparator == ">="):
        expected = "reached"
    elif figure == base:
        expected = "cannot_be_judged"
    else:
        expected = "on_the_way" if (figure > base) == (comparator == ">=") else "wrong_way"
    assert row["verdict"] == expected


def test_missing_by_rounding_and_not_moving_cannot_be_judged() -> None:
    near = _row(panel=_panel({"2018": 20.0, "2020": 15.4}))
    assert (near["verdict"], near["aspects"]) == ("cannot_be_judged", "rounding")
    still = _row(panel=_panel({"2018": 20.0, "2020": 20.0}))
    assert (still["verdict"], still["aspects"]) == ("cannot_be_judged", "unchanged")
    assert "moved neither way" in still["why"]


@pytest.mark.parametrize(
    ("relation", "aspect", "use"),
    [
        ("closeMatch", None, "same_measure"),
        ("exactMatch", None, "same_measure"),
        ("broadMatch", "relation", "related"),
        ("narrowMatch", "relation", "related"),
        ("relatedMatch", "relation", "related"),
    ],
)
def test_only_exact_and_close_measures_are_judged(
    relation: str, aspect: str | None, use: str
) -> None:
    row = _row(crosswalk=_crosswalk(_mapping(INDICATOR), _mapping("kolada:X1", relation)))
    assert row["use"] == use
    assert (row["verdict"] == "reached") == (aspect is None)
    assert pd.isna(row["aspects"]) if aspect is None else row["aspects"] == aspect


def test_an_exact_match_without_an_agreeing_anchor_counts_as_close() -> None:
    exact = _crosswalk(_mapping(INDICATOR), _mapping("kolada:X1"))
    assert _row(crosswalk=exact)["relation"] == "exactMatch"
    assert _row(_plan(printed={"2018": 25.0}), crosswalk=exact)["relation"] == "closeMatch"
    assert _row(_plan(printed={}), crosswalk=exact)["relation"] == "closeMatch"


def test_a_close_match_whose_anchor_agrees_is_exact_by_it() -> None:
    row = _row()
    assert (row["relation"], row["relation_by_anchor"]) == ("closeMatch", "exactMatch")
    assert row["relation_by_period"] == "2018: exactMatch"


@pytest.mark.parametrize(
    ("printed", "figures", "by_period"),
    [
        ({}, None, None),
        ({"2018": 25.0}, None, "2018: closeMatch"),
        ({"2018": 20.0, "2019": 25.0}, None, "2018: exactMatch; 2019: closeMatch"),
        ({"2018": 20.0}, {"2018": None, "2020": 14.0}, None),
    ],
)
def test_no_measure_is_closer_than_its_anchors_allow(
    printed: dict[str, float], figures: Any, by_period: str | None
) -> None:
    for relation in ("exactMatch", "closeMatch"):
        row = _row(
            _plan(printed=printed, target={"comparator": "<="}),
            _panel(figures),
            crosswalk=_crosswalk(_mapping(INDICATOR), _mapping("kolada:X1", relation)),
        )
        assert (row["relation"], row["relation_by_anchor"]) == ("closeMatch", "closeMatch")
        assert row["relation_by_period"] == by_period or pd.isna(row["relation_by_period"])


@pytest.mark.parametrize("relation", ["broadMatch", "narrowMatch", "relatedMatch"])
def test_an_anchor_that_agrees_makes_no_other_measure_exact(relation: Any) -> None:
    row = _row(crosswalk=_crosswalk(_mapping(INDICATOR), _mapping("kolada:X1", relation)))
    assert row["anchor"] == "agrees"
    turned = composed_relation("exactMatch", relation)
    assert (row["relation"], row["relation_by_anchor"]) == (turned, turned)
    assert row["relation_by_period"] == f"2018: {turned}"


def test_exact_by_an_anchor_ends_at_a_break_and_where_the_mapping_ends() -> None:
    for row in (
        _row(panel=_panel(indicator=BROKEN)),
        _row(
            crosswalk=_crosswalk(
                _mapping(INDICATOR),
                _mapping("kolada:X1", "closeMatch", valid_to="2018"),
                _mapping("kolada:X1", "closeMatch", valid_from="2019"),
            )
        ),
    ):
        assert row["relation_by_anchor"] == "closeMatch"
        assert row["relation_by_period"] == "2018: exactMatch"
    exact = _crosswalk(_mapping(INDICATOR), _mapping("kolada:X1"))
    row = _row(panel=_panel(indicator=BROKEN), crosswalk=exact)
    assert (row["relation"], row["relation_by_anchor"]) == ("closeMatch", "closeMatch")


def test_the_last_figure_before_a_break_does_not_speak_for_a_target_after_it() -> None:
    row = _row(panel=_panel({"2018": 20.0, "2019": 19.0}, indicator=_broken("2020")))
    assert (row["when_at"], row["verdict"], row["aspects"]) == (
        "before it",
        "cannot_be_judged",
        "break",
    )
    assert row["relation_by_anchor"] == "closeMatch"


def test_a_measure_of_context_is_not_judged() -> None:
    row = _row(crosswalk=_crosswalk(_mapping(INDICATOR), _mapping("kolada:X1", role="context")))
    assert (row["verdict"], row["aspects"], row["use"]) == ("cannot_be_judged", "role", "related")


def test_a_measure_of_the_goal_is_related_at_most() -> None:
    goal = f"{KEY}/goal/fler-arbete"
    row = _row(crosswalk=_crosswalk(_mapping(goal), _mapping("kolada:X1")))
    assert (row["relation"], row["aspects"]) == ("relatedMatch", "relation")
    assert "through its goal" in row["why"]
    denied = _mapping(INDICATOR, "notMatch")
    none = _row(crosswalk=_crosswalk(_mapping(goal), denied, _mapping("kolada:X1")))
    assert (none["use"], none["aspects"]) == ("none", "concept")


def test_a_target_without_concept_or_measure_still_has_its_row() -> None:
    unmapped = _row(crosswalk=_crosswalk(_mapping(INDICATOR, concept="other")))
    assert (unmapped["use"], unmapped["aspects"]) == ("none", "measure")
    foreign = _row(crosswalk=_crosswalk(_mapping(INDICATOR), _mapping("dst:X1")))
    assert (foreign["verdict"], foreign["use"]) == ("cannot_be_judged", "none")
    assert "no public measure of SE is at hand" in foreign["why"]
    assert "dst:X1" in foreign["why"]
    denied = _crosswalk(
        _mapping(INDICATOR), _mapping("kolada:X1"), _mapping("kolada:X1", "notMatch")
    )
    assert _row(crosswalk=denied)["use"] == "none"


def test_several_measures_of_a_concept_are_rows_the_closest_first() -> None:
    frame = _outcomes(
        crosswalk=_crosswalk(
            _mapping(INDICATOR), _mapping("kolada:X2", "relatedMatch"), _mapping("kolada:X1")
        )
    )
    assert frame["measure"].tolist() == ["X1", "X2"]
    assert frame["why"].tolist()[1].endswith("the figures given have no measure X2")
    assert list(frame.columns) == list(OUTCOME_COLUMNS)


@pytest.mark.parametrize(
    ("target", "aspect"),
    [
        ({"value": None, "status": "empty"}, "target"),
        ({"value": None, "comparator": "text", "status": "qualitative"}, "target"),
        ({"value": None, "comparator": "better_than", "status": "relative_only"}, "target"),
        ({"certainty": "ambiguous"}, "target"),
        ({"period": None}, "deadline"),
        ({"period": "[2019,2020]"}, "deadline"),
        ({"comparator": "change_by", "value": -5.0, "value_upper": -3.0}, "target"),
        ({"unit": "household"}, "unit"),
        ({"subgroup": "women"}, "subgroup"),
        ({"subgroup": "OSA"}, "subgroup"),
    ],
)
def test_each_lack_of_the_target_is_a_reason(target: dict[str, Any], aspect: str) -> None:
    row = _row(_plan(target=target))
    assert row["verdict"] == "cannot_be_judged"
    assert aspect in row["aspects"].split("; ")


def test_nothing_says_which_side_of_a_target_is_wanted() -> None:
    plan = _plan(target={"value": 20.0})
    assert _row(plan)["aspects"] == "direction"
    assert _row(_plan(target={"value": 20.0}, indicator={"direction": "decrease"}))["verdict"] == (
        "reached"
    )
    implied = _plan(target={"value": 20.0, "comparator_implied": ">="})
    assert _row(implied)["verdict"] == "wrong_way"


def test_a_unit_that_nobody_states_is_a_reason_and_one_of_a_kind_is_converted() -> None:
    row = _row(panel=_panel(indicator={"unit": ""}))
    assert "unit" in row["aspects"].split("; ")
    hours = _panel({"2018": 480.0, "2020": 336.0}, indicator={"unit": "hour"})
    found = _row(panel=hours)
    assert (found["verdict"], found["public_at"], found["public_unit"]) == ("reached", 336, "hour")
    assert (found["anchor_plan_value"], found["anchor_public_value"]) == (20, 20)
    points = _plan(target={"unit": "percentage_point"})
    assert "unit" in _row(points, _panel(indicator={"unit": "percent"}))["aspects"].split("; ")


def test_a_change_in_percentage_points_is_held_against_percentages() -> None:
    plan = _plan(
        target={"comparator": "change_by", "value": -5.0, "unit": "percentage_point"},
        printed={},
        more=(_value("2018", "baseline", 20.0, unit="percent"),),
    )
    assert _row(plan, _panel(indicator={"unit": "percent"}))["verdict"] == "reached"


def test_the_group_of_a_target_meets_the_panel_group_of_that_name_only() -> None:
    plan = _plan(
        target={"subgroup": "women"},
        more=(_value("2018", "observed", 30.0, subgroup="women"),),
    )
    women = _panel({"2018": 30.0, "2020": 14.0}, group="women")
    assert _row(plan, women)["verdict"] == "reached"
    assert _row(plan)["aspects"] == "subgroup"


@pytest.mark.parametrize(
    ("printed", "figures", "anchor", "aspect"),
    [
        ({}, None, "no_value", "anchor"),
        ({"2018": 25.0}, None, "differs", "anchor"),
        ({"2017": 20.0, "2018": 20.0}, None, "agrees", None),
        ({"2018": 20.0, "2019": 25.0}, None, "agrees_in_part", "anchor"),
        ({"2015": 20.0}, None, "no_common_period", "anchor"),
        ({"2018": 20.0}, {"2018": None, "2020": 14.0}, "no_value", "anchor"),
    ],
)
def test_without_an_anchor_that_holds_nothing_is_judged(
    printed: dict[str, float], figures: Any, anchor: str, aspect: str | None
) -> None:
    row = _row(_plan(printed=printed, target={"comparator": "<="}), _panel(figures))
    assert row["anchor"] == anchor
    assert pd.isna(row["aspects"]) if aspect is None else row["aspects"] == aspect
    assert (row["verdict"] == "reached") == (aspect is None)


BROKEN = {"breaks": (SeriesBreak(starts="2019", reason="another clock"),)}


def test_an_anchor_on_the_other_side_of_a_break_does_not_hold() -> None:
    row = _row(panel=_panel(indicator=BROKEN))
    assert (row["verdict"], row["aspects"]) == ("cannot_be_judged", "break")
    assert "breaks in 2019" in row["why"]
    assert row["series_break"] == "2019: another clock"
    assert pd.isna(row["public_change"])
    both = _plan(printed={"2018": 20.0, "2019": 18.0}, target={"base_period": "2019"})
    judged = _row(both, _panel(indicator=BROKEN))
    assert (judged["verdict"], judged["public_change"]) == ("reached", -4)
    # the value of 2018 agrees too, but with figures of the other clock
    assert judged["why"].endswith("printed and published agree in 2019")


def _broken(starts: str) -> dict[str, Any]:
    return {"breaks": (SeriesBreak(starts=starts, reason="another clock"),)}


@pytest.mark.parametrize(
    ("starts", "apart"),
    [
        ("2018", False),
        ("2018-07", True),
        ("2019", True),
        ("2020", True),
        ("2020-07", True),
        ("2020-12-31", True),
        ("2021", False),
    ],
)
def test_a_break_in_the_middle_of_a_year_sets_its_figure_apart(starts: str, apart: bool) -> None:
    row = _row(panel=_panel(indicator=_broken(starts)))
    assert (row["aspects"] == "break") == apart
    assert pd.isna(row["series_break"]) == (not apart)
    assert pd.isna(row["public_change"]) == apart
    assert row["verdict"] == ("cannot_be_judged" if apart else "reached")


def test_a_figure_that_holds_both_counts_still_anchors_itself() -> None:
    plan = _plan(printed={"2020": 14.0}, target={"comparator": "<="})
    row = _row(plan, _panel(indicator=_broken("2020-07")))
    assert (row["verdict"], row["relation_by_anchor"]) == ("reached", "exactMatch")


def test_a_break_within_a_year_of_a_bundled_series_is_found() -> None:
    panel = mc.load_panel("DK")
    series = Figures([panel]).series(panel.municipalities[0], "cash_assistance_fulltime", None)
    assert isinstance(series, Series)
    years = [Period.parse(year) for year in ("2023", "2024", "2025", "2026")]
    found = [series.break_between(one, other) for one, other in pairwise(years)]
    assert [each and each.starts for each in found] == [None, "2025-07", "2025-07"]
    assert series.break_between(years[2], years[1]) == found[1]


def test_a_direction_is_not_judged_across_a_break_though_an_anchor_holds() -> None:
    plan = _plan(
        target={"comparator": "decrease", "value": None, "status": "directional",
                "base_period": "2018"},
        printed={"2018": 20.0, "2019": 18.0},
    )  # fmt: skip
    row = _row(plan, _panel(indicator=BROKEN))
    assert (row["verdict"], row["aspects"]) == ("cannot_be_judged", "break")


def test_movement_to_a_level_is_not_judged_across_a_break() -> None:
    plan = _plan(printed={"2018": 20.0, "2019": 18.0}, target={"base_period": "2018"})
    row = _row(plan, _panel({"2018": 20.0, "2019": 18.0, "2020": 17.0}, indicator=BROKEN))
    assert (row["verdict"], row["aspects"]) == ("cannot_be_judged", "break")


def test_a_mapping_holds_only_within_its_validity() -> None:
    early = _crosswalk(_mapping(INDICATOR), _mapping("kolada:X1", valid_to="2018"))
    row = _row(crosswalk=early)
    assert (row["verdict"], row["aspects"], row["validity"]) == (
        "cannot_be_judged",
        "validity",
        "outside",
    )
    late = _crosswalk(_mapping(INDICATOR), _mapping("kolada:X1", valid_from="2019"))
    row = _row(crosswalk=late)
    assert (row["validity"], row["aspects"]) == ("inside", "validity")
    assert "which agrees" in row["why"]


def test_movement_is_counted_only_from_where_the_mapping_holds() -> None:
    late = _crosswalk(_mapping(INDICATOR), _mapping("kolada:X1", valid_from="2019"))
    plan = _plan(printed={"2018": 20.0, "2019": 18.0}, target={"base_period": "2018"})
    assert _row(plan, crosswalk=late)["verdict"] == "reached"
    row = _row(plan, _panel({"2018": 20.0, "2019": 18.0, "2020": 17.0}), crosswalk=late)
    assert (row["verdict"], row["aspects"]) == ("cannot_be_judged", "validity")
    assert row["why"].endswith("not for the figure of 2018")


def test_limits_of_both_mappings_are_put_together() -> None:
    crosswalk = _crosswalk(
        _mapping(INDICATOR, valid_from="2016", valid_to="2019"),
        _mapping("kolada:X1", valid_from="2015", valid_to="2018"),
    )
    row = _row(crosswalk=crosswalk)
    assert (row["valid_from"], row["valid_to"]) == ("2016", "2018")
    assert row["why"] == "the mapping holds for 2016 to 2018, not for 2020"


def test_of_two_spans_of_a_mapping_the_one_of_the_target_is_taken() -> None:
    both = _crosswalk(
        _mapping(INDICATOR),
        _mapping("kolada:X1", "exactMatch", valid_to="2019"),
        _mapping("kolada:X1", "relatedMatch", valid_from="2020"),
    )
    row = _row(crosswalk=both)
    assert (row["valid_from"], row["relation"], row["use"]) == ("2020", "relatedMatch", "related")
    earlier = _row(_plan(target={"period": "2019"}), crosswalk=both)
    assert (earlier["valid_to"], earlier["use"]) == ("2019", "same_measure")


def test_a_change_needs_a_public_figure_of_its_base() -> None:
    plan = _plan(target={"comparator": "change_by", "value": -5.0, "base_period": "2017"})
    row = _row(plan, _panel({"2016": 21.0, "2018": 20.0, "2020": 14.0}))
    assert (row["aspects"], row["when_before"]) == ("figures", "before base")
    zero = _plan(
        target={"comparator": "change_by_percent", "value": -5.0, "unit": "percent"},
        printed={"2018": 0.0},
    )
    assert "is zero" in _row(zero, _panel({"2018": 0.0, "2020": 1.0}))["why"]


def test_movement_needs_a_figure_to_count_from_but_meeting_a_level_does_not() -> None:
    plan = _plan(
        target={"comparator": "<=", "base_period": "2015"},
        printed={"2015": 30.0, "2020": 18.0},
    )
    row = _row(plan, _panel({"2020": 18.0}))
    assert (row["verdict"], row["aspects"]) == ("cannot_be_judged", "figures")
    met = _plan(
        target={"comparator": "<=", "base_period": "2015"},
        printed={"2015": 30.0, "2020": 14.0},
    )
    assert _row(met, _panel({"2020": 14.0}))["verdict"] == "reached"


def test_a_plan_without_any_period_is_shown_with_the_latest_figure() -> None:
    record = _plan(target={"period": None}, printed={}).record
    plan = Plan(replace(record, period=None))
    row = _row(plan)
    assert (row["period_latest"], row["public_latest"]) == ("2020", 14)
    assert pd.isna(row["public_before"])
    assert pd.isna(row["shocks"])
    empty = _row(plan, _panel({}, others={"SE-0115": {"2020": 1.0}}))
    assert empty["aspects"].endswith("municipality")


def test_a_month_is_not_judged_by_the_year_that_holds_it() -> None:
    row = _row(_plan(target={"period": "2020-12"}))
    assert (row["period_at"], row["when_at"]) == ("2019", "before it")
    whole = _row(_plan(target={"period": "2019/2020"}))
    assert (whole["verdict"], whole["period_at"]) == ("reached", "2020")


def test_a_year_is_not_judged_by_its_last_quarter() -> None:
    row = _row(panel=_panel({"2018": 20.0, "2020-Q4": 14.0}))
    assert (row["verdict"], row["aspects"]) == ("cannot_be_judged", "figures")


def test_a_municipality_or_country_without_figures_is_a_reason() -> None:
    other = _panel({}, others={"SE-0115": {"2020": 1.0}})
    row = _row(panel=other)
    assert (row["aspects"], row["use"]) == ("municipality", "same_measure")
    danish = example_plan("annanby-2021", municipality="DK-740", name="Annanby", language="da")
    plans = Plans([_plan(), danish])
    crosswalk = _crosswalk(
        _mapping(INDICATOR), _mapping("kolada:X1"), _mapping("dst:X9"),
        _mapping("annanby-2021/indicator/hushall"),
    )  # fmt: skip
    frame = mc.compare(plans, crosswalk=crosswalk).outcomes(_panel())
    assert frame["plan"].value_counts().to_dict() == {"annanby-2021": 3, KEY: 1}
    why = frame.loc[frame["measure"] == "X9", "why"].iloc[0]
    assert why == "no figures of DK are given"


def test_every_reason_is_told_and_each_once() -> None:
    row = _row(
        _plan(target={"period": None, "unit": "household", "comparator": "<="}, printed={}),
        crosswalk=_crosswalk(_mapping(INDICATOR), _mapping("kolada:X1", "relatedMatch")),
    )
    assert row["aspects"] == "deadline; relation; unit; anchor"
    reasons = row["why"].split("; ")
    assert len(reasons) == len(set(reasons)) == 4


def test_what_the_plan_prints_itself_is_evidence_but_no_verdict() -> None:
    row = _row(_plan(printed={"2018": 20.0, "2020": 14.0}), _panel({"2018": 33.0}))
    assert (row["own_document"], row["own_movement"]) == ("2018: 20; 2020: 14", "towards")
    assert row["verdict"] == "cannot_be_judged"
    away = _row(_plan(printed={"2018": 20.0, "2019": 23.0}))
    assert away["own_movement"] == "away"
    assert pd.isna(_row(_plan(printed={}))["own_document"])


def _with_peers(*values: float | None) -> Panel:
    others = {
        peer: {"2018": 10.0 + i, "2020": value}
        for i, (peer, value) in enumerate(zip(PEERS, values, strict=True))
    }
    return _panel({"2018": 20.0, "2020": 14.0}, others=others)


def test_peers_stand_beside_the_figures_of_the_same_periods() -> None:
    row = _row(panel=_with_peers(8.0, 9.0, 16.0, None), peers=_peers(model_year=2023))
    assert (row["peer_median_before"], row["peer_mean_before"], row["gap_before"]) == (
        11.5,
        11.5,
        8.5,
    )
    assert (row["peer_median_at"], row["n_peers_at"], row["n_group"]) == (9, 3, 4)
    assert row["gap_at"] == pytest.approx(14 - 11)
    assert row["percentile_rank_before"] == pytest.approx(4.5 / 5)
    assert row["percentile_rank_at"] == pytest.approx(2.5 / 4)
    assert row["peer_median_change"] == pytest.approx(9 - 11.5)
    assert (row["peer_group"], row["public_change"]) == ("Near ones", -6)
    assert (row["peer_year"], row["peer_issues"]) == ("2023", "MC821")


def test_too_few_peers_give_no_peer_figure_but_their_number() -> None:
    row = _row(panel=_with_peers(8.0, 9.0, None, None), peers=_peers())
    assert (pd.isna(row["peer_median_at"]), row["n_peers_at"]) == (True, 2)
    assert pd.isna(row["peer_median_change"])
    two = _row(panel=_with_peers(8.0, 9.0, None, None), peers=_peers(), min_peers=2)
    assert two["peer_median_at"] == 8.5


def test_a_municipality_without_a_group_is_told_and_not_an_error() -> None:
    group = PeerGroup(focus="SE-0115", name="Annanby", members=PEERS[1:])
    row = _row(panel=_with_peers(1.0, 2.0, 3.0, 4.0), peers=replace(_peers(), groups=(group,)))
    assert row["peers_missing"] == "Near ones has no group of SE-0114"
    assert pd.isna(row["peer_group"])
    assert row["verdict"] == "reached"
    assert _row()["peers_missing"] == "no peer group is given"


def test_peers_may_be_given_for_each_country() -> None:
    panel = _with_peers(8.0, 9.0, 16.0, 17.0)
    one = _outcomes(panel=panel, peers=_peers())
    for peers in ([_peers()], {"SE": _peers()}):
        pd.testing.assert_frame_equal(_outcomes(panel=panel, peers=peers), one)


def test_peers_that_the_panel_lacks_are_an_error() -> None:
    with pytest.raises(mc.MunicompareError, match="MC851"):
        _outcomes(panel=_with_peers(1.0, 2.0, 3.0, 4.0), peers=_peers((*PEERS, "SE-0125")))


def test_a_panel_in_pieces_gives_the_same_ledger() -> None:
    pytest.importorskip("dask")
    panel = _with_peers(8.0, 9.0, 16.0, None)
    data = panel.dataset
    pieces = Panel(data.assign({name: data[name].chunk(municipality=2) for name in data.data_vars}))
    pd.testing.assert_frame_equal(
        _outcomes(panel=pieces, peers=_peers()), _outcomes(panel=panel, peers=_peers())
    )


def test_the_order_of_municipalities_changes_nothing() -> None:
    panel = _with_peers(8.0, 9.0, 16.0, None)
    turned = panel.sel(municipalities=panel.municipalities[::-1])
    pd.testing.assert_frame_equal(
        _outcomes(panel=panel, peers=_peers()), _outcomes(panel=turned, peers=_peers())
    )


def test_figures_of_single_precision_give_the_same_verdicts() -> None:
    plan = _plan(printed={"2018": 4.7}, target={"value": 4.2, "comparator": "<="})
    for dtype in ("float32", "float64"):
        panel = _panel({"2018": 4.7, "2020": 4.2}, dtype=dtype)
        assert _row(plan, panel)["verdict"] == "reached"


def test_figures_may_come_from_several_panels() -> None:
    crosswalk = _crosswalk(_mapping(INDICATOR), _mapping("kolada:X1"), _mapping("kolada:X2"))
    panels = [_panel(), _panel({"2018": 20.0, "2020": 16.0}, key="X2")]
    frame = _outcomes(panel=panels, crosswalk=crosswalk)
    assert frame.set_index("measure")["verdict"].to_dict() == {"X1": "reached", "X2": "on_the_way"}


def _danish_panel() -> Panel:
    frame = pd.DataFrame(
        {"municipality": ["DK-740"], "indicator": ["X1"], "period": ["2020"], "value": [1.0]}
    )
    return Panel.from_frame(frame, publisher="Office", attribution="Source: Office", country="DK")


_DANISH = PeerSet(
    key="d",
    title="Danish ones",
    construct="custom",
    official=False,
    groups=(PeerGroup(focus="DK-740", name="x", members=("DK-101", "DK-147")),),
)


@pytest.mark.parametrize(
    ("panel", "settings", "code"),
    [
        (lambda: _danish_panel(), {}, "MC885"),
        (lambda: [], {}, "MC885"),
        (lambda: [_panel(), _panel()], {}, "MC887"),
        (lambda: "kolada.csv", {}, "MC102"),
        (lambda: 7, {}, "MC102"),
        (lambda: _panel(), {"peers": _DANISH}, "MC886"),
        (lambda: _panel(), {"peers": {"DK": _peers()}}, "MC886"),
        (lambda: _panel(), {"peers": [_peers(), _peers()]}, "MC886"),
        (lambda: _panel(), {"peers": ["x"]}, "MC102"),
        (lambda: _panel(), {"window": 0}, "MC854"),
        (lambda: _panel(), {"min_peers": 1.5}, "MC854"),
    ],
)
def test_bad_input_is_one_clear_error(panel: Any, settings: dict[str, Any], code: str) -> None:
    with pytest.raises(mc.MunicompareError) as caught:
        _outcomes(panel=panel(), **settings)
    assert code in caught.value.report.codes
    assert all(issue.remedy for issue in caught.value.report)


_RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_RANK = dict(zip(_RELATIONS, (0, 1, 2, 2, 3), strict=True))


@pytest.mark.parametrize("element", _RELATIONS)
@pytest.mark.parametrize("measure", _RELATIONS)
def test_a_composed_relation_is_never_closer_than_either(element: Any, measure: Any) -> None:
    composed = composed_relation(element, measure)
    assert _RANK[composed] >= max(_RANK[element], _RANK[measure])
    turned = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
    # seen from the measure, what was narrower is broader
    assert composed_relation(measure, element) == turned.get(composed, composed)


def test_a_value_of_the_plan_is_not_taken_for_a_public_one() -> None:
    row = _row(panel=_panel({"2018": 20.0, "2020": None}))
    assert np.isnan(row["public_at"])
    assert (row["verdict"], row["aspects"]) == ("cannot_be_judged", "figures")
