"""The anchor test: half of the last printed digit, period by period, with both numbers shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import municompare as mc
from municompare.comparison.anchor import Anchor, anchored, summary_of, tolerance_of
from municompare.comparison.anchor_rows import ANCHOR_COLUMNS
from municompare.comparison.ledger_series import Obstacle, Point, Series
from municompare.model.crosswalk import Concept, Crosswalk, Mapping
from municompare.model.elements import Measurement
from municompare.model.panel import PanelIndicator
from municompare.model.quantity import Period
from municompare.plans import Plan
from municompare.statistics import Panel
from municompare.testing import example_plan
from municompare.text.language import Language
from municompare.text.numbers import format_number

KEY = "exempelby-2020"
INDICATOR = f"{KEY}/indicator/hushall"


@pytest.mark.parametrize(
    ("value", "raw", "tolerance"),
    [
        (21.0, "21 dagar", 0.5),
        (4.8, "4,8%", 0.05),
        (5.0, "5,0 %", 0.05),
        (2996.0, "2 996", 0.5),
        (2996.0, "2.996 personer", 0.5),
        (2996.0, "2\u00a0996,0", 0.05),
        (1.25, "1.25", 0.005),
        (2.1, "JKT: 2,1", 0.05),
        (4.0, "4 till arbete av 17,5", 0.5),
        (-2.5, "−2,5", 0.05),
        (12.0, "tolv", 0.5),
        (0.25, None, 0.005),
        (3.0, None, 0.5),
        # printed twice, once more precisely: the strictest test
        (4.0, "4 (4,00)", 0.005),
    ],
)
def test_the_tolerance_is_half_of_the_last_printed_digit(
    value: float, raw: str | None, tolerance: float
) -> None:
    assert tolerance_of(value, raw) == tolerance


def _series(value: float | None, **fields: Any) -> Series:
    frame = pd.DataFrame(
        {"municipality": ["SE-0114"], "indicator": "X1", "period": "2018", "value": [1.0]}
    )
    made = {
        "municipality": "SE-0114",
        "key": "X1",
        "group": "total",
        "indicator": PanelIndicator(key="X1", unit="percent"),
        "points": (Point(Period.parse("2018"), value, "not_collected" if value is None else ""),),
        "precision": 2.3e-16,
        "panel": Panel.from_frame(frame, publisher="x", attribution="x"),
    }
    return Series(**{**made, **fields})


def _value(value: float, raw: str | None = None, **fields: Any) -> Measurement:
    made: dict[str, Any] = {
        "period": "2018",
        "role": "observed",
        "comparator": "=",
        "unit": "percent",
        "status": "reported",
        **fields,
    }
    return Measurement(
        id=f"{KEY}/measurement/x", indicator=INDICATOR, value=value, raw=raw,
        document=f"{KEY}/document/plan", locator="L1", **made,
    )  # fmt: skip


@settings(max_examples=60)
@given(
    printed=st.integers(-99999, 99999),
    decimals=st.integers(0, 3),
    away=st.integers(-3000, 3000),
)
def test_two_numbers_agree_exactly_within_half_of_the_last_printed_digit(
    printed: int, decimals: int, away: int
) -> None:
    exact = Decimal(printed).scaleb(-decimals)
    public = exact + Decimal(away).scaleb(-4)
    mark = format(exact, f".{decimals}f").replace(".", ",").replace("-", "−")
    found = anchored(_value(float(exact), mark), None, _series(float(public)))
    half = Decimal(5).scaleb(-decimals - 1)
    assert found.result == ("agrees" if abs(exact - public) <= half else "differs")
    assert found.tolerance == float(half)


@given(st.floats(0, 1e6, allow_nan=False).map(lambda x: round(x, 3)))
def test_a_number_as_the_languages_print_it_has_its_digits_found(value: float) -> None:
    languages: tuple[Language, ...] = ("sv", "da")
    for language in languages:
        raw = format_number(value, language=language)
        decimals = len(raw.partition(",")[2])
        assert tolerance_of(value, f"{raw} pct.") == float(f"5e-{decimals + 1}")


@pytest.mark.parametrize(
    ("value", "series", "result", "why"),
    [
        (_value(4.8), _series(4.84), "agrees", None),
        (_value(4.8), _series(4.86), "differs", None),
        (_value(4.8), _series(None), "no_value", "not collected"),
        (_value(4.8, period="2017"), _series(4.8), "no_common_period", "no period 2017"),
        (_value(4.8, period="2018-12"), _series(4.8), "no_common_period", "no period 2018-12"),
        (_value(4.8, period="2018/2018"), _series(4.8), "agrees", None),
        (_value(4.8, period=None), _series(4.8), "no_common_period", "prints no period"),
        (_value(5.0, comparator="<"), _series(4.8), "no_value", "bound"),
        (_value(4.0, value_upper=5.0), _series(4.8), "no_value", "interval"),
        (_value(4.8, unit="person"), _series(4.8), "units_differ", "person"),
        (_value(4.8, unit="percentage_point"), _series(4.8), "units_differ", "percentage_point"),
        (_value(0.048, unit="share"), _series(4.8), "agrees", None),
        (_value(4.8, unit=None), _series(4.8), "units_differ", "no stated unit"),
        (_value(4.8), Obstacle("panel", "no figures of DK are given"), "no_value", "of DK"),
    ],
)
def test_each_result_of_the_test_has_its_reason(
    value: Measurement, series: Any, result: str, why: str | None
) -> None:
    found = anchored(value, None, series)
    assert found.result == result
    assert (found.public_value is not None) == (result in ("agrees", "differs"))
    assert (why is None and found.why is None) or (why or "") in (found.why or "")


def test_the_unit_of_the_indicator_stands_in_for_that_of_the_value() -> None:
    assert anchored(_value(4.8, unit=None), "percent", _series(4.8)).result == "agrees"


def test_a_number_stored_in_single_precision_is_not_taken_for_another() -> None:
    stored = _series(4.849999904632568, precision=1.2e-7)
    assert anchored(_value(4.8), None, stored).result == "agrees"
    assert anchored(_value(4.9), None, stored).result == "agrees"
    assert anchored(_value(4.9), None, _series(4.849999904632568)).result == "differs"


def _anchor(result: Any) -> Anchor:
    return Anchor(measurement=_value(1.0), result=result, tolerance=0.5)


@pytest.mark.parametrize(
    ("results", "summary"),
    [
        ((), "no_value"),
        (("agrees", "agrees"), "agrees"),
        (("agrees", "no_value"), "agrees"),
        (("differs", "no_common_period"), "differs"),
        (("agrees", "differs"), "agrees_in_part"),
        (("no_value", "no_common_period"), "no_value"),
        (("no_common_period",), "no_common_period"),
        (("no_common_period", "units_differ"), "units_differ"),
    ],
)
def test_several_anchors_are_put_together(results: tuple[str, ...], summary: str) -> None:
    anchors = [_anchor(result) for result in results]
    assert summary_of(anchors) == summary
    assert summary_of(anchors[::-1]) == summary


def _comparison(*values: Measurement) -> mc.Comparison:
    record = example_plan(municipality="SE-0114").record
    numbered = tuple(replace(value, id=f"{KEY}/measurement/x{i}") for i, value in enumerate(values))
    mappings = tuple(
        Mapping(subject=subject, relation="closeMatch", concept="c", justification="x")
        for subject in (INDICATOR, "kolada:X1", "kolada:X2", "dst:X3")
    )
    crosswalk = Crosswalk(
        concepts=(Concept(key="c", label="c", definition="c", kind="measure", direction="none"),),
        mappings=mappings,
        version="1",
    )
    plan = Plan(replace(record, measurements=numbered, issues=()))
    return mc.compare(plan, crosswalk=crosswalk)


def _panel() -> Panel:
    frame = pd.DataFrame(
        {
            "municipality": ["SE-0114"] * 3,
            "indicator": ["X1", "X1", "X2"],
            "period": ["2017", "2018", "2018"],
            "value": [4.83, 9.9, 4.8],
        }
    )
    return Panel.from_frame(
        frame,
        publisher="Example office",
        attribution="Source: Example office",
        indicators=[PanelIndicator(key="X1", unit="percent")],
    )


def test_every_printed_value_stands_beside_every_measure_of_its_concept() -> None:
    frame = _comparison(
        _value(4.8, "4,8 %", period="2017"),
        _value(4.8, "4,8 %", role="baseline"),
        _value(4.8, role="target", comparator="<="),
        _value(9.9, superseded=True),
        _value(9.9, certainty="ambiguous"),
    ).anchors(_panel())
    assert list(frame.columns) == list(ANCHOR_COLUMNS)
    assert frame[["period", "measure", "result", "allows"]].values.tolist() == [
        ["2017", "X1", "agrees", "exactMatch"],
        ["2017", "X2", "no_value", "closeMatch"],
        ["2018", "X1", "differs", "closeMatch"],
        ["2018", "X2", "units_differ", "closeMatch"],
    ]
    first = frame.iloc[0]
    assert (first["plan_value"], first["public_value"], first["tolerance"]) == (4.8, 4.83, 0.05)
    assert first["difference"] == pytest.approx(-0.03)
    assert first["attribution"] == "Source: Example office"
    assert (first["municipality"], first["municipality_name"]) == ("SE-0114", "Exempelby")
    assert frame["relation_by_anchor"].tolist() == ["exactMatch", *["closeMatch"] * 3]


def test_a_subgroup_meets_no_figure_of_the_total() -> None:
    frame = _comparison(_value(4.8, subgroup="women"), _value(9.9)).anchors(_panel())
    of_x1 = frame[frame["measure"] == "X1"].set_index("subgroup", drop=False)
    assert of_x1["result"].tolist() == ["no_value", "agrees"]


def test_a_plan_without_values_has_no_anchors_and_all_columns() -> None:
    frame = _comparison().anchors(_panel())
    assert (len(frame), list(frame.columns)) == (0, list(ANCHOR_COLUMNS))
