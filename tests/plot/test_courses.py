"""Trajectories draw the figures of the panel and the peers that a benchmark computes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import municompare as mc
from municompare import plot
from municompare.model.event import Shock
from municompare.model.panel import PanelIndicator, SeriesBreak
from municompare.model.peers import PeerGroup, PeerSet

YEARS = ["2015", "2016", "2017", "2018"]
FOCUS, PEERS = "SE-0114", ("SE-0115", "SE-0117", "SE-0120")
FIGURES = {
    "SE-0000": (5.0, 5.0, 5.0, 6.0),
    "SE-0114": (9.0, 8.0, None, 7.0),
    "SE-0115": (1.0, 2.0, 3.0, 4.0),
    "SE-0117": (2.0, 3.0, 4.0, 9.0),
    "SE-0120": (6.0, 7.0, 8.0, 9.0),
}


def panel_of(
    figures: dict[str, tuple[float | None, ...]] = FIGURES,
    *,
    years: list[str] = YEARS,
    breaks: tuple[str, ...] = (),
) -> mc.Panel:
    rows = [
        (name, "X1", year, value)
        for name, values in figures.items()
        for year, value in zip(years, values, strict=True)
    ]
    about = PanelIndicator(
        key="X1",
        title="Share of something.",
        unit="percent",
        breaks=tuple(SeriesBreak(starts=start, reason="Counted anew.") for start in breaks),
    )
    return mc.Panel.from_frame(
        pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"]),
        indicators=[about],
        publisher="Office",
        attribution="Source: Office",
    )


def peers_of(**fields: Any) -> PeerSet:
    group = PeerGroup(focus=FOCUS, name="own", members=PEERS)
    about = {"key": "own", "title": "Own choice", "construct": "custom", "official": False}
    return PeerSet(**{**about, "groups": (group,), **fields})


def shock(key: str, starts: str, ends: str | None) -> Shock:
    return Shock(
        key=key,
        title=key.title(),
        countries=("SE",),
        starts=starts,
        ends=ends,
        concepts=(),
        statement="It happened.",
        source="Somebody",
    )


def drawn(**asked: Any) -> Figure:
    given = {"panel": panel_of(), "peers": peers_of(), "shocks": ()} | asked
    panel, peers = given.pop("panel"), given.pop("peers")
    return plot.trajectories(panel, peers, **{"indicator": "X1", "municipalities": FOCUS} | given)


def line(axes: Axes, label: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    [found] = [each for each in axes.lines if each.get_label() == label]
    return np.asarray(found.get_xdata(), float), np.asarray(found.get_ydata(), float)


def foot(figure: Figure) -> str:
    return figure.subfigs[2].texts[0].get_text().replace("\n", " ")


def test_lines_and_band_are_the_figures_and_the_benchmark() -> None:
    [axes] = drawn().axes
    found = mc.benchmark(
        panel_of(), peers_of(), statistics=["q25", "median", "q75"], municipalities=FOCUS
    ).squeeze()
    years = [2015, 2016, 2017, 2018]
    for label, expected in {
        "the municipality": [9, 8, np.nan, 7],
        "whole country": [5, 5, 5, 6],
        "median of the peers": found["peer_median"].values,
    }.items():
        at, values = line(axes, label)
        assert at.tolist() == years
        np.testing.assert_array_equal(values, expected)
    [band] = [each for each in axes.collections if isinstance(each, PolyCollection)]
    corners = {tuple(corner) for corner in band.get_paths()[0].vertices}
    for name in ("peer_q25", "peer_q75"):
        assert set(zip(map(float, years), found[name].values.tolist(), strict=True)) <= corners


def test_each_of_several_municipalities_has_axes_of_its_own_with_one_scale() -> None:
    names = ["SE-0580", "SE-0581", "SE-0180"]
    panel = mc.load_panel()
    figure = plot.trajectories(
        panel,
        mc.peer_groups("liknande-kommuner/ekonomiskt-bistand"),
        indicator="N31807",
        municipalities=names,
        names={"SE-0180": "The capital"},
    )
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["Linköping", "Norrköping", "The capital"]
    assert len({axes.get_ylim() for axes in figure.axes}) == 1
    for axes, name in zip(figure.axes, names, strict=True):
        own = panel.dataset["value"].sel(municipality=name, indicator="N31807", group="total")
        np.testing.assert_array_equal(line(axes, "the municipality")[1], own.values)


def test_no_line_crosses_a_break_and_its_reason_is_told() -> None:
    figure = drawn(panel=panel_of(breaks=("2017",)))
    [axes] = figure.axes
    at, values = line(axes, "whole country")
    assert at.tolist() == [2015, 2016, 2016.5, 2017, 2018]
    np.testing.assert_array_equal(values, [5, 5, np.nan, 5, 6])
    assert line(axes, "series break")[0].tolist() == [2016.5, 2016.5]
    assert "Break 2017: Counted anew." in foot(figure)


def test_a_break_within_a_year_cuts_before_that_year() -> None:
    [axes] = drawn(panel=panel_of(breaks=("2018-07",))).axes
    assert line(axes, "series break")[0].tolist() == [2017.5, 2017.5]


def test_a_break_before_the_first_figure_is_not_drawn() -> None:
    figure = drawn(panel=panel_of(breaks=("2015",)))
    assert "series break" not in [each.get_label() for each in figure.axes[0].lines]
    assert "Break" not in foot(figure)


def test_shocks_are_shaded_as_long_as_they_lasted_and_named() -> None:
    figure = drawn(shocks=[shock("flood", "2016", "2017"), shock("drought", "2018-07", None)])
    [axes] = figure.axes
    spans = [
        (patch.get_x(), patch.get_x() + patch.get_width())
        for patch in axes.patches
        if isinstance(patch, Rectangle)
    ]
    assert spans[0] == pytest.approx((2015.5, 2017.5), abs=0.01)
    assert spans[1] == pytest.approx((2018.0, 2018.5), abs=0.01)
    assert [text.get_text() for text in axes.texts] == ["A", "B"]
    assert "A Flood (2016 to 2017); B Drought (since 2018-07)" in foot(figure)


def test_bundled_shocks_are_those_that_touch_the_measure_or_its_concepts() -> None:
    asked: dict[str, Any] = {"municipalities": "SE-0580"}
    peers = mc.peer_groups("liknande-kommuner/ekonomiskt-bistand")
    assistance = plot.trajectories(mc.load_panel(), peers, indicator="N31807", **asked)
    assert "Refugee reception" in foot(assistance)
    completion = plot.trajectories(mc.load_panel(), peers, indicator="N17457", **asked)
    assert "Shaded" not in foot(completion)


def test_marks_are_drawn_and_not_cited_as_the_publishers() -> None:
    figure = drawn(marks={"printed in the plan": {"2016": 21, 2017: 19.5}})
    at, values = line(figure.axes[0], "printed in the plan")
    assert (at.tolist(), values.tolist()) == ([2016, 2017], [21, 19.5])
    assert "Not a figure of Office: printed in the plan." in foot(figure)


def test_published_and_computed_figures_are_cited_apart() -> None:
    text = foot(drawn())
    assert "Figures: Source: Office." in text
    assert "peers: Own computation from figures of Office." in text


def test_periods_stand_in_the_order_of_time() -> None:
    panel = panel_of().sel(periods=["2018", "2016", "2015"])
    at, values = line(drawn(panel=panel).axes[0], "whole country")
    assert (at.tolist(), values.tolist()) == ([2015, 2016, 2018], [5, 5, 6])


def test_quarters_stand_within_their_year() -> None:
    quarters = ["2015-Q1", "2015-Q2", "2015-Q3", "2015-Q4"]
    [axes] = drawn(panel=panel_of(years=quarters, breaks=("2015-Q3",))).axes
    assert line(axes, "series break")[0][0] == pytest.approx(2015.375, abs=0.01)
    assert axes.get_xlim() == pytest.approx((2014.875, 2015.875), abs=0.01)


def test_too_few_peers_have_no_median_and_the_foot_says_so() -> None:
    figure = drawn(min_peers=4)
    assert np.isnan(line(figure.axes[0], "median of the peers")[1]).all()
    assert "3 peers, 3 with a figure; with fewer than 4 there is no median." in foot(figure)
    assert "no median" not in foot(drawn())


def test_axes_above_an_empty_place_have_their_years() -> None:
    panel = mc.load_panel("DK")
    figure = plot.trajectories(
        panel,
        mc.peer_groups("dst-kommunegrupper"),
        indicator="unemployment_pct_labour_force",
        municipalities=["DK-740", "DK-751", "DK-101"],
    )
    shown = [axes.xaxis.get_major_ticks()[0].label1.get_visible() for axes in figure.axes]
    assert shown == [False, True, True]
    assert "whole country" not in [each.get_label() for each in figure.axes[0].lines]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"municipalities": []}, "found 0: none"),
        ({"municipalities": [FOCUS, FOCUS]}, "different municipalities"),
        ({"municipalities": [f"SE-{n}" for n in range(1100, 1105)]}, "found 5"),
        (
            {"municipalities": [FOCUS, "SE-0115"], "marks": {"a": {2016: 1.0}}},
            "1 kinds and 2 municipalities",
        ),
        ({"marks": {str(n): {2016: 1.0} for n in range(5)}}, "found 5 kinds"),
        ({"panel": panel_of(FIGURES | {FOCUS: (None,) * 4})}, "expected figures of X1"),
        (
            {"panel": panel_of(years=["2015", "2016", "2017", "2018-Q1"])},
            "periods of one length, found some of 3, 12 months",
        ),
    ],
)
def test_what_cannot_be_drawn_is_one_clear_error(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(mc.MunicompareError, match=message) as caught:
        drawn(**asked)
    assert caught.value.report.codes == ("MC895",)


def test_unknown_names_are_the_errors_of_panel_and_benchmark() -> None:
    with pytest.raises(mc.MunicompareError, match="X2") as caught:
        drawn(indicator="X2")
    assert caught.value.report.codes == ("MC711",)
    with pytest.raises(mc.MunicompareError, match="SE-0115"):
        drawn(municipalities="SE-0115")


def test_a_sign_of_money_in_a_title_is_no_formula() -> None:
    figure = drawn(title="From 5 $ to 7 $")
    assert figure.subfigs[0].texts[0].get_parse_math() is False
