"""The specification curve draws every row of the gap estimates, refused ones too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import municompare as mc
from municompare import plot


@pytest.fixture(scope="module")
def estimates() -> pd.DataFrame:
    return mc.gap_estimates(
        mc.load_panel(),
        mc.Event(municipality="SE-0581", what="More", starts="2016", measures=("N31807",)),
        pre=[(2013, 2015), (2012, 2014)],
        post=(2017, 2019),
        peers=[
            mc.peer_groups("liknande-kommuner/ekonomiskt-bistand"),
            mc.peer_groups("liknande-kommuner/ifo"),
            mc.peer_groups("skr-kommungrupper", year=2017),
            mc.peer_groups("skr-kommungrupper", year=2023),
        ],
        methods=["own_change", "did", "country"],
        allow="anachronistic",
    )


def marks(axes: Axes, label: str) -> Any:
    [found] = [each for each in axes.lines if str(each.get_label()).startswith(label)]
    return np.asarray(found.get_xdata(), float), np.asarray(found.get_ydata(), float)


def foot(figure: Figure) -> str:
    return figure.subfigs[2].texts[0].get_text().replace("\n", " ")


def test_estimates_are_drawn_in_order_by_claim(estimates: pd.DataFrame) -> None:
    above, _ = plot.specification_curve(estimates).axes
    given = estimates.dropna(subset="estimate").sort_values("estimate", kind="stable")
    for claim in ("description", "relative change"):
        own = (given["claim"] == claim.replace(" ", "_")).to_numpy(dtype=bool)
        places, values = marks(above, claim)
        assert places.tolist() == np.flatnonzero(own).tolist()
        assert values.tolist() == given["estimate"][own].tolist()
    assert marks(above, "less regression")[1].tolist() == given["rtm_adjusted"].tolist()


def test_grey_bars_reach_as_far_as_changes_are_mostly_missed(estimates: pd.DataFrame) -> None:
    above, _ = plot.specification_curve(estimates).axes
    given = estimates.dropna(subset="estimate").sort_values("estimate", kind="stable")
    bars = [bar for container in above.containers for bar in container.patches]
    assert [bar.get_y() for bar in bars] == (-given["min_detectable"]).tolist()
    assert [bar.get_height() for bar in bars] == (2 * given["min_detectable"]).tolist()


def test_refused_rows_are_shown_counted_and_explained(estimates: pd.DataFrame) -> None:
    figure = plot.specification_curve(estimates)
    above, below = figure.axes
    refused = estimates[estimates["estimate"].isna()]
    assert 0 < len(refused) < len(estimates)
    places, _ = marks(above, "refused")
    assert len(places) == len(refused)
    assert places.min() > estimates["estimate"].count() - 1
    assert f"Refused: {len(refused)} of {len(estimates)} (poor fit {len(refused)})" in foot(figure)
    crosses = [each for each in below.lines if each.get_marker() == "x"]
    assert sum(len(each.get_xdata()) for each in crosses) == len(refused) * 3


def test_the_table_marks_each_estimate_once_in_every_part(estimates: pd.DataFrame) -> None:
    _, below = plot.specification_curve(estimates).axes
    labels = [text.get_text() for text in below.get_yticklabels()]
    assert labels == [
        *("own past", "a peer group", "all others of the country"),
        *("ekonomiskt-bistand, 2023", "ifo, 2024"),
        *("skr-kommungrupper, 2017", "skr-kommungrupper, 2023"),
        *("2012/2014", "2013/2015"),
    ]
    lines = dict(zip(labels, below.get_yticks(), strict=True))
    marked = {
        label: sum(len(each.get_xdata()) for each in below.lines if (each.get_ydata() == at).all())
        for label, at in lines.items()
    }
    assert marked["a peer group"] == (estimates["method"] == "did").sum()
    assert marked["2012/2014"] == (estimates["pre"] == "2012/2014").sum()
    of_2017 = (estimates["method"] == "did") & (estimates["peer_year"] == 2017)
    assert marked["skr-kommungrupper, 2017"] == of_2017.sum()


def test_one_window_stands_in_the_foot_and_not_in_the_table(estimates: pd.DataFrame) -> None:
    figure = plot.specification_curve(estimates[estimates["pre"] == "2013/2015"])
    assert "years before 2013/2015 and after 2017/2019" in foot(figure)
    labels = [text.get_text() for text in figure.axes[1].get_yticklabels()]
    assert "2013/2015" not in labels


def test_the_smallest_p_is_shown_with_its_adjustment(estimates: pd.DataFrame) -> None:
    smallest = estimates.loc[estimates["p_permutation"].idxmin()]
    text = foot(plot.specification_curve(estimates))
    assert f"Smallest p beside placebos {smallest['p_permutation']:.2f}; " in text
    assert f"the {smallest['family_size']} estimates that have one, " in text
    assert f"{smallest['p_adjusted']:.2f}." in text
    assert "No number here is an effect." in text


def test_a_curve_of_refusals_alone_is_drawn_too(estimates: pd.DataFrame) -> None:
    refused = estimates[estimates["estimate"].isna()]
    above, _ = plot.specification_curve(refused).axes
    assert len(marks(above, "refused")[0]) == len(refused)
    assert not above.containers


def test_groups_whose_keys_end_alike_are_named_in_full(estimates: pd.DataFrame) -> None:
    renamed = estimates.replace({"peer_group": {"liknande-kommuner/ifo": "own/ekonomiskt-bistand"}})
    renamed.attrs = estimates.attrs
    _, below = plot.specification_curve(renamed).axes
    labels = [text.get_text() for text in below.get_yticklabels()]
    assert "own/ekonomiskt-bistand, 2024" in labels
    assert "liknande-kommuner/ekonomiskt-bistand, 2023" in labels


def test_what_cannot_be_drawn_is_one_clear_error(estimates: pd.DataFrame) -> None:
    two = pd.concat([estimates, estimates.assign(focus="SE-0580", indicator="N31910")])
    for given, message in (
        ([1, 2], r"expected a frame of gap_estimates, found list \[1, 2\]"),
        (estimates.drop(columns=["claim", "focus"]), "columns focus, claim"),
        (estimates.iloc[:0], "at least one row"),
        (two, r"(?s)expected one focus.*SE-0581, SE-0580.*expected one indicator"),
    ):
        with pytest.raises(mc.MunicompareError, match=message) as caught:
            plot.specification_curve(given)
        assert set(caught.value.report.codes) == {"MC895"}


def test_a_frame_that_lost_its_source_needs_one(estimates: pd.DataFrame) -> None:
    lost = estimates.copy()
    lost.attrs = {}
    with pytest.raises(mc.MunicompareError, match="whose figures these are"):
        plot.specification_curve(lost)
    assert "Source: Mine." in foot(plot.specification_curve(lost, source="Mine"))
