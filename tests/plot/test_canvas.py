"""What all pictures have in common: nothing is left behind, nothing is cut off, nothing is tiny."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure, FigureBase
from matplotlib.text import Text

import municompare as mc
from municompare import plot
from municompare.comparison.gaps import placebo_distribution
from municompare.model.peers import PeerSet

WINDOWS = {"pre": (2013, 2015), "post": (2017, 2019)}
HOUSEHOLDS = "social-assistance-caseload"


def peers() -> PeerSet:
    return mc.peer_groups("liknande-kommuner/ekonomiskt-bistand")


def course() -> Figure:
    return plot.trajectories(
        mc.load_panel(), peers(), indicator="N31814", municipalities=["SE-0580", "SE-0581"]
    )


def four_courses() -> Figure:
    return plot.trajectories(
        mc.load_panel(),
        peers(),
        indicator="N31807",
        municipalities=["SE-0580", "SE-0581", "SE-0180"],
    )


def marked_course() -> Figure:
    return plot.trajectories(
        mc.load_panel(),
        peers(),
        indicator="U31402",
        municipalities="SE-0580",
        marks={"printed in the plan": {2017: 21, 2018: 19}, "target": {"2019": 15}},
    )


def curve() -> Figure:
    sets = [peers(), mc.peer_groups("skr-kommungrupper", year=2017)]
    return plot.specification_curve(
        mc.gap_estimates(
            mc.load_panel(),
            focus="SE-0581",
            indicators="N31807",
            pre=[(2013, 2015), (2012, 2014)],
            post=(2017, 2019),
            peers=sets,
            methods=["own_change", "did", "country"],
            allow="anachronistic",
        )
    )


def placebos() -> Figure:
    return plot.placebo_distribution(
        placebo_distribution(
            mc.load_panel(), focus="SE-0581", indicators="N31807", methods="country", **WINDOWS
        )
    )


def costs() -> Figure:
    return plot.cost_against_expected(
        mc.load_panel(),
        actual="N31008",
        expected="U31004",
        period=2022,
        highlight=["SE-0580", "SE-0581", "SE-0180"],
    )


def realism() -> Figure:
    panel = mc.load_panel()
    found = mc.target_realism(mc.compare(mc.load("linkoping-2019")).targets(), panel)
    judged = found[(found["status"] == "judged") & (found["concept"] == HOUSEHOLDS)]
    return plot.realism(judged, panel)


PICTURES = [course, four_courses, marked_course, curve, placebos, costs, realism]
pictures = pytest.mark.parametrize("make", PICTURES, ids=lambda make: make.__name__)


def shown_texts(figure: FigureBase) -> list[Text]:
    """Texts that are drawn; matplotlib keeps labels of ticks beyond the ends of an axis."""
    beyond = {
        id(label)
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
        for label in (tick.label1, tick.label2)
    }
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in beyond
    ]


@cache
def drawn(make: Callable[[], Figure]) -> FigureCanvasAgg:
    canvas = FigureCanvasAgg(make())
    canvas.draw()
    return canvas


@pictures
def test_a_picture_is_drawn_without_a_warning_and_changes_nobodys_settings(
    make: Callable[[], Figure],
) -> None:
    before, figures = dict(mpl.rcParams), plt.get_fignums()
    assert drawn(make).get_width_height()[0] == 750
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == figures


@pytest.mark.parametrize("make", [course, curve, placebos, costs, realism])
def test_a_picture_is_the_same_whatever_the_settings_of_a_user_are(
    make: Callable[[], Figure],
) -> None:
    with mpl.rc_context({"font.size": 30, "text.color": "red", "axes.facecolor": "black"}):
        other = FigureCanvasAgg(make())
        other.draw()
    looks = [
        [(text.get_text(), text.get_fontsize(), to_rgba(text.get_color())) for text in texts]
        for texts in (shown_texts(drawn(make).figure), shown_texts(other.figure))
    ]
    assert looks[0] == looks[1]
    assert {axes.get_facecolor() for axes in other.figure.axes} == {(1, 1, 1, 1)}


@pictures
def test_no_text_is_cut_off_or_smaller_than_eight_points(make: Callable[[], Figure]) -> None:
    canvas = drawn(make)
    width, height = canvas.get_width_height()
    for text in shown_texts(canvas.figure):
        assert text.get_fontsize() >= 8, text.get_text()
        box = text.get_window_extent(canvas.get_renderer())
        inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1
        assert inside, text.get_text()


@pictures
def test_no_text_lies_on_another(make: Callable[[], Figure]) -> None:
    canvas = drawn(make)
    boxes = [
        (text.get_text(), text.get_window_extent(canvas.get_renderer()).padded(-1.5))
        for text in shown_texts(canvas.figure)
    ]
    for at, (text, box) in enumerate(boxes):
        for other, second in boxes[at + 1 :]:
            assert not box.overlaps(second), (text, other)


@pictures
def test_a_picture_says_what_it_shows_and_whose_figures_these_are(
    make: Callable[[], Figure],
) -> None:
    figure = drawn(make).figure
    [foot] = shown_texts(figure.subfigs[2])
    assert "computation from figures of Kolada" in foot.get_text().replace("\n", " ")
    assert figure.get_label() == shown_texts(figure.subfigs[0])[0].get_text().replace("\n", " ")


def test_without_matplotlib_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(mc.MunicompareError, match=r"municompare\[plot\]") as caught:
        costs()
    assert caught.value.report.codes == ("MC712",)


def test_importing_the_room_does_not_import_matplotlib() -> None:
    code = "import sys, municompare.plot; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
