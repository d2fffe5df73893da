"""Target realism draws the windows that the frame counts, and refuses others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import municompare as mc
from municompare import plot


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return mc.target_realism(mc.compare(mc.load("linkoping-2019")).targets(), mc.load_panel())


@pytest.fixture(scope="module")
def judged(found: pd.DataFrame) -> pd.DataFrame:
    return found[found["status"] == "judged"]


def bars(axes: Axes) -> dict[str, int]:
    return {
        str(container.get_label()): round(sum(bar.get_height() for bar in container.patches))
        for container in axes.containers
    }


def further(axes: Axes) -> int:
    text = axes.get_title(loc="left").rpartition("(")[2]
    return int(text.split()[0]) if text.endswith("far out)") else 0


def test_bars_hold_all_windows_on_their_side_of_the_wanted_change(judged: pd.DataFrame) -> None:
    panel = mc.load_panel()
    for at in range(len(judged)):
        row = judged.iloc[at]
        left, right = plot.realism(judged.iloc[[at]], panel).axes
        for axes, prefix in ((left, ""), (right, "before_")):
            counts = bars(axes)
            enough, windows = counts["at least the wanted change"], row[f"{prefix}windows"]
            assert sum(counts.values()) + further(axes) == windows
            reached = round(row[f"{prefix}share_percent"] * windows / 100)
            # a window of exactly the wanted change stands at the edge of two bars
            assert abs(reached - enough) <= further(axes) + 0.01 * windows


def test_shares_in_words_are_those_of_the_frame(judged: pd.DataFrame) -> None:
    row = judged[(judged["measure"] == "N31910") & (judged["target_period"] == "2020")]
    left, right = plot.realism(row, mc.load_panel()).axes
    headline, shares = left.get_title(loc="left").split("\n")
    assert headline == "Linköping: N31910 (relatedMatch), −13.7 % in 2 years"
    share, windows = row["share_percent"].iloc[0], row["windows"].iloc[0]
    assert shares.startswith(f"all windows: {share:.0f} % of {windows:,}")
    share, windows = row["before_share_percent"].iloc[0], row["before_windows"].iloc[0]
    assert right.get_title(loc="left").startswith(f"\nended by 2018: {share:.0f} % of {windows:,}")


def test_the_wanted_change_and_the_own_windows_are_marked(judged: pd.DataFrame) -> None:
    row = judged[(judged["measure"] == "U31801") & (judged["target_period"] == "2020")]
    left, _ = plot.realism(row, mc.load_panel()).axes
    lines = {str(line.get_label()): line for line in left.lines}
    assert lines["wanted change"].get_xdata()[0] == row["wanted_change_percent"].iloc[0]
    values = (
        mc.load_panel()
        .dataset["value"]
        .sel(municipality="SE-0580", indicator="U31801", group="total")
    )
    changes = 100 * (values.values[2:] / values.values[:-2] - 1)
    own = np.sort(lines["the municipality's own"].get_xdata())
    np.testing.assert_allclose(own, np.sort(changes[np.isfinite(changes)]))


def test_a_change_without_target_has_one_axes() -> None:
    panel = mc.load_panel()
    [axes] = plot.realism(mc.target_realism({"N31910": 5.0}, panel, horizon=1), panel).axes
    assert axes.get_title(loc="left").startswith("N31910, +5 % in 1 year\n")
    middles = [bar.get_x() + bar.get_width() / 2 for bar in axes.containers[1].patches]
    assert min(middles) > 5


def test_others_are_counted_and_proxies_told_apart(found: pd.DataFrame) -> None:
    some = found[(found["status"] != "judged") | (found["measure"] == "N31910")]
    figure = plot.realism(some, mc.load_panel())
    text = figure.subfigs[2].texts[0].get_text()
    assert f"{(some['status'] != 'judged').sum()} other rows are not judged." in text
    assert "The plan counts something else" in text
    assert len(figure.axes) == 4


def test_mixed_targets_with_and_without_a_baseline_share_a_picture(judged: pd.DataFrame) -> None:
    panel = mc.load_panel()
    plain = mc.target_realism({"N31910": -14}, panel, horizon=2)
    with_plan = judged[(judged["measure"] == "N31910") & (judged["target_period"] == "2020")]
    assert len(plot.realism(pd.concat([with_plan, plain]), panel).axes) == 3


def test_windows_across_a_break_are_drawn_as_they_were_counted() -> None:
    panel = mc.load_panel()
    bridged = mc.target_realism({"U31402": -20}, panel, horizon=2, bridge_breaks=True)
    [axes] = plot.realism(bridged, panel, bridge_breaks=True).axes
    assert sum(bars(axes).values()) + further(axes) == bridged["windows"].iloc[0]
    with pytest.raises(mc.MunicompareError, match="windows of U31402"):
        plot.realism(bridged, panel)


def test_what_cannot_be_drawn_is_one_clear_error(found: pd.DataFrame, judged: pd.DataFrame) -> None:
    panel = mc.load_panel()
    one = judged[judged["measure"] == "N31910"]
    shorter = panel.sel(periods=[*map(str, range(2010, 2021))])
    cases: list[tuple[Any, mc.Panel, str]] = [
        (found[found["status"] != "judged"], panel, "found 0"),
        (judged.iloc[:7], panel, "one to 6 targets and measures that are judged, found 7"),
        (one, shorter, "expected the 1446 windows of N31910"),
        (found.drop(columns="windows"), panel, "columns windows"),
        ({"N31910": -14}, panel, "frame of target_realism, found dict"),
    ]
    for given, figures, message in cases:
        with pytest.raises(mc.MunicompareError, match=message) as caught:
            plot.realism(given, figures)
        assert caught.value.report.codes == ("MC895",)
    with pytest.raises(mc.MunicompareError) as caught:
        plot.realism(one, panel.sel(indicators="N31807"))
    assert caught.value.report.codes == ("MC711",)
