"""The placebo distribution draws every placebo and says the rank that the estimates have."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import municompare as mc
from municompare import plot
from municompare.comparison.gaps import placebo_distribution

ASKED: dict[str, Any] = {
    "focus": "SE-0581",
    "indicators": "N31807",
    "pre": (2013, 2015),
    "post": (2017, 2019),
    "methods": "country",
}


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return placebo_distribution(mc.load_panel(), **ASKED)


def dots(axes: Axes) -> int:
    return sum(len(line.get_xdata()) for line in axes.lines if line.get_marker() in ("o", "D"))


def test_every_placebo_is_a_dot_or_counted_as_further_out(found: pd.DataFrame) -> None:
    for axes in plot.placebo_distribution(found).axes:
        label, _, further = axes.get_xlabel().partition(" (")
        assert label in ("estimate, percentage points", "estimate / own scatter before")
        beyond = int(further.split()[0]) if further else 0
        assert dots(axes) + beyond == (~found["is_focus"]).sum()


def test_dots_stand_within_one_stack_of_their_value(found: pd.DataFrame) -> None:
    left = plot.placebo_distribution(found).axes[0]
    limit = left.get_xlim()[1]
    drawn = np.sort(
        np.concatenate([line.get_xdata() for line in left.lines if line.get_marker() in "oD"])
    )
    others = np.sort(found.loc[~found["is_focus"], "estimate"])
    others = others[np.abs(others) <= limit]
    assert np.abs(drawn - others).max() <= limit / 19


def test_words_are_those_of_the_estimates(found: pd.DataFrame) -> None:
    [row] = mc.gap_estimates(mc.load_panel(), **ASKED).to_dict("records")
    left, right = plot.placebo_distribution(found).axes
    assert left.get_title(loc="left").endswith(f"p = {row['p_unstudentised']:.2f}")
    assert right.get_title(loc="left") == (
        f"{row['placebo_rank'] - 1} of {row['placebo_n']} placebos changed at least as much: "
        f"p = {row['p_permutation']:.2f}"
    )
    for axes in (left, right):
        [much] = [line for line in axes.lines if line.get_marker() == "D"]
        assert len(much.get_xdata()) <= int(axes.get_title(loc="left").split()[0])


def test_the_municipality_stands_at_its_estimate(found: pd.DataFrame) -> None:
    left, right = plot.placebo_distribution(found, names={"SE-0581": "The town"}).axes
    own = found[found["is_focus"]].iloc[0]
    for axes, value in ((left, own["estimate"]), (right, own["studentised"])):
        [line] = [each for each in axes.lines if each.get_label() == "The town"]
        assert line.get_xdata()[0] == value


def test_without_scatter_before_there_is_one_axes(found: pd.DataFrame) -> None:
    flat = found.assign(studentised=np.nan, pre_rmspe=0.0)
    flat.attrs = found.attrs
    assert len(plot.placebo_distribution(flat).axes) == 1


def test_a_municipality_without_placebos_stands_alone(found: pd.DataFrame) -> None:
    alone = found[found["is_focus"]]
    left = plot.placebo_distribution(alone).axes[0]
    assert left.get_title(loc="left") == "no placebos"
    assert dots(left) == 0


def test_a_refused_estimate_is_not_drawn() -> None:
    peers = mc.peer_groups("liknande-kommuner/ekonomiskt-bistand")
    refused = placebo_distribution(mc.load_panel(), **ASKED | {"methods": "did", "peers": peers})
    with pytest.raises(mc.MunicompareError, match="1 in focus and 0 estimates") as caught:
        plot.placebo_distribution(refused)
    assert caught.value.report.codes == ("MC895",)


def test_several_estimates_are_one_clear_error() -> None:
    several = placebo_distribution(
        mc.load_panel(), **ASKED | {"methods": ["own_change", "country"], "post": (2017, 2018)}
    )
    with pytest.raises(mc.MunicompareError, match="expected one method, found 2") as caught:
        plot.placebo_distribution(several)
    assert set(caught.value.report.codes) == {"MC895"}
