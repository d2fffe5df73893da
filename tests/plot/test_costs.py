"""Actual against expected cost: the published pairs, and the deviations of the methods."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

import municompare as mc
from municompare import plot
from municompare.comparison.methods import net_cost_deviation, regress

ASKED: dict[str, Any] = {"actual": "N31008", "expected": "U31004", "period": 2022}
FOCI = ["SE-0580", "SE-0581"]


def drawn(**asked: Any) -> Figure:
    return plot.cost_against_expected(mc.load_panel(), **ASKED | asked)


def foot(figure: Figure) -> str:
    return figure.subfigs[2].texts[0].get_text().replace("\n", " ")


def test_dots_are_the_published_pairs_of_all_municipalities_and_no_country() -> None:
    left, right = drawn().axes
    values = mc.load_panel().dataset["value"].sel(period="2022", group="total")
    values = values.drop_sel(municipality="SE-0000")
    [cloud] = [line for line in left.lines if line.get_label() == "municipalities"]
    assert cloud.get_xdata().tolist() == values.sel(indicator="U31004").values.tolist()
    assert cloud.get_ydata().tolist() == values.sel(indicator="N31008").values.tolist()
    assert sum(bar.get_height() for bar in right.patches) == 290


def test_named_municipalities_are_marked_and_their_deviation_told() -> None:
    figure = drawn(highlight=FOCI)
    left, right = figure.axes
    deviation = net_cost_deviation(mc.load_panel(), "N31008", "U31004")["value"]
    values = mc.load_panel().dataset["value"].sel(period="2022", group="total")
    for at, (key, name) in enumerate(zip(FOCI, ("Linköping", "Norrköping"), strict=True)):
        own = float(deviation.sel(municipality=key, period="2022").squeeze())
        cost, expected = (
            float(values.sel(municipality=key, indicator=each)) for each in ("N31008", "U31004")
        )
        [mark] = [line for line in left.lines if str(line.get_label()).startswith(name)]
        assert (mark.get_xdata()[0], mark.get_ydata()[0]) == (expected, cost)
        label = f"{name}: {cost:,.0f}, expected {expected:,.0f} ({own:+.0f} %)"
        assert mark.get_label() == label
        lines = [line.get_xdata()[0] for line in right.lines if len(line.get_xdata()) == 2]
        assert lines[1 + at] == own


def test_the_line_is_where_both_costs_are_the_same() -> None:
    left, _ = drawn().axes
    [line] = [line for line in left.lines if line.get_label() == "as expected"]
    assert list(line.get_xdata()) == list(line.get_ydata())
    assert left.get_xlim() == left.get_ylim()


def test_expected_values_of_a_regression_are_drawn_and_cited_as_computed() -> None:
    panel = mc.load_panel()
    model = regress(panel, "N31008", ["N03920"], periods=2019, lags=1)
    expected = model.expected_panel(leave_one_out=True)
    figure = drawn(expected=expected, period=2019)
    [cloud] = [line for line in figure.axes[0].lines if line.get_label() == "municipalities"]
    shown = model.values["leave_one_out"].sel(period="2019")
    assert set(cloud.get_xdata()) == set(shown.values[np.isfinite(shown.values)])
    text = foot(figure)
    assert "leave_one_out values of: N31008 on N03920 (lag 1)" in text
    assert "Actual cost: Källa: Kolada. Expected cost: Own computation from figures" in text
    assert "Källa: Kolada" not in text.partition("Expected cost:")[2]


def test_a_method_s_answer_can_be_the_expected_cost() -> None:
    answer = mc.load_panel().dataset.sel(indicator=["U31004"])
    [cloud, *_] = drawn(expected=answer).axes[0].lines
    assert len(cloud.get_xdata()) == 290


def test_a_municipality_without_figures_says_so() -> None:
    panel = mc.load_panel()
    dataset = panel.dataset.copy(deep=True)
    where = {"municipality": "SE-0580", "indicator": "N31008", "period": "2022"}
    dataset["value"].loc[where] = np.nan
    dataset["status"].loc[where] = 1
    figure = plot.cost_against_expected(mc.Panel(dataset), **ASKED, highlight="SE-0580")
    assert "Linköping: no figures" in [line.get_label() for line in figure.axes[0].lines]
    assert "289 municipalities; 1 have no deviation." in foot(figure)


@pytest.mark.parametrize(
    ("asked", "code", "message"),
    [
        ({"highlight": [f"SE-{n}" for n in range(6)]}, "MC895", "up to 5 municipalities to name"),
        ({"period": 2019}, "MC895", "expected N31008 and U31004 of 2019"),
        ({"highlight": "SE-9999"}, "MC711", "SE-9999"),
        ({"period": 1999}, "MC711", "1999"),
        ({"actual": "N99999"}, "MC711", "N99999"),
        ({"expected": "N31807"}, "MC862", "SEK_per_person"),
    ],
)
def test_what_cannot_be_drawn_is_one_clear_error(
    asked: dict[str, Any], code: str, message: str
) -> None:
    with pytest.raises(mc.MunicompareError, match=re.escape(message)) as caught:
        drawn(**asked)
    assert set(caught.value.report.codes) == {code}
