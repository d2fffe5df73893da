"""Bad input of gap estimates: one error with everything that is wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from municompare.comparison.gaps import (
    comparator_weights,
    gap_estimates,
    gap_paths,
    placebo_distribution,
)
from municompare.errors import MunicompareError
from municompare.model.event import Event
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

NAMES = tuple(f"SE-{n:04d}" for n in range(114, 120))
EVENT = Event(municipality="SE-0114", what="x", starts="2013", measures=("share",))


def panel_of(*names: str) -> Panel:
    rows = [
        (name, "share", period, float(i * i % 7))
        for i, (name, period) in enumerate(
            (name, period)
            for name in (*NAMES, "SE-0000", *names)
            for period in ("2011", "2012", "2013", "2014", "2014-Q1")
        )
    ]
    frame = pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"])
    return Panel.from_frame(frame, publisher="P", attribution="Källa: P")


def peers_of(*names: str) -> PeerSet:
    group = PeerGroup(focus=None, name="g", members=names or NAMES)
    return PeerSet(key="g", title="G", construct="typology", groups=(group,), official=False)


PANEL = panel_of("DK-101")
ASKED: dict[str, Any] = {
    "focus": "SE-0114",
    "pre": (2011, 2012),
    "post": (2014, 2014),
    "peers": peers_of(),
}


@pytest.mark.parametrize(
    ("change", "code", "text"),
    [
        ({"focus": None}, "MC871", "municipality in focus, found none"),
        ({"focus": []}, "MC871", "municipality in focus, found none"),
        ({"focus": "SE-0144"}, "MC871", "did you mean 'SE-0114'?"),
        ({"focus": "SE-0000"}, "MC871", "a municipality of the panel, found 'SE-0000'"),
        ({"focus": ["SE-0114", "DK-101"], "peers": peers_of("DK-101", "DK-147")}, "MC871",
         "one country"),
        ({"indicators": "shares"}, "MC871", "an indicator of the panel, found 'shares' (did"),
        ({"indicators": []}, "MC871", "an indicator, found none"),
        ({"group": "women"}, "MC871", "a group of the panel, found 'women'"),
        ({"pre": (2012, 2011)}, "MC872", "first and last year in pre, found (2012, 2011)"),
        ({"pre": 2012}, "MC872", "first and last year in pre, found 2012"),
        ({"pre": "2012"}, "MC872", "first and last year in pre, found '2012'"),
        ({"pre": []}, "MC872", "years in pre, found none"),
        ({"post": [(2014, "x")]}, "MC872", "first and last year in post"),
        ({"post": (2014, 2014, 2014)}, "MC872", "first and last year in post"),
        ({"pre": (2011, 2014)}, "MC872", "found 2011/2014 and 2014"),
        ({"pre": (2014, 2014), "post": (2011, 2012)}, "MC872", "found 2014 and 2011/2012"),
        ({"pre": [(2011, 2012), (2011, 2014)]}, "MC872", "every pre window is combined"),
        ({"post": (2014, 2016)}, "MC872", "years of the panel, found 2015, 2016"),
        ({"fit_from": 2012}, "MC872", "fit_from as a year up to 2011, found 2012"),
        ({"fit_from": "2010"}, "MC872", "fit_from as a year up to 2011, found '2010'"),
        ({"fit_from": 2009}, "MC872", "years of the panel, found 2009, 2010"),
        ({"peers": ()}, "MC873", "peer groups for the method 'did', found none"),
        ({"peers": ["g"]}, "MC873", "peer groups, found 'g'"),
        ({"peers": peers_of("DK-101", "DK-147")}, "MC873", "peer groups of SE, found 'G' of DK"),
        ({"peers": [peers_of(), peers_of()]}, "MC873", "found 'g' twice"),
        ({"methods": "dd"}, "MC874", "found 'dd' (did you mean 'did'?)"),
        ({"methods": ()}, "MC874", "expected methods, found none"),
        ({"allow": "anachronism"}, "MC874", "(did you mean 'anachronistic'?)"),
        ({"bridge": "shift"}, "MC874", "expected bridge from common_shift, found 'shift'"),
        ({"placebos": "some"}, "MC874", "expected placebos from size_matched, all"),
        ({"placebos": "size_matched"}, "MC874", "inhabitants of SE-0114 up to 2012"),
        ({"population": {"SE-0115": 5}, "placebos": "size_matched"}, "MC874", "inhabitants of"),
        ({"population": [1]}, "MC874", "inhabitants by municipality, found list"),
        ({"population": {"SE-0114": 0, "SE-0115": float("nan"), "SE-0116": "9"}}, "MC874",
         "SE-0114, SE-0115, SE-0116"),
        ({"size_factor": 0.5}, "MC874", "size_factor as a number from 1 on, found 0.5"),
        ({"size_factor": float("inf")}, "MC874", "size_factor"),
        ({"min_peers": 0}, "MC874", "min_peers as a whole number from 1 on, found 0"),
        ({"min_peers": 2.5}, "MC874", "min_peers"),
        ({"min_peers": True}, "MC874", "min_peers"),
        ({"level": 0}, "MC874", "level as a number between 0 and 1, found 0"),
        ({"level": "5 %"}, "MC874", "level"),
        ({"power": 1.0}, "MC874", "power as a number between 0 and 1, found 1.0"),
        ({"event": EVENT, "focus": "SE-0115"}, "MC875", "expected SE-0114, where the event was"),
        ({"event": "SE-0114"}, "MC875", "expected an Event, found 'SE-0114'"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_error(change: dict[str, Any], code: str, text: str) -> None:
    with pytest.raises(MunicompareError, match=code) as raised:
        gap_estimates(PANEL, **{**ASKED, **change})
    assert set(raised.value.report.codes) == {code}
    assert text.lower() in str(raised.value).lower()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(MunicompareError) as raised:
        gap_paths(
            PANEL, focus=["SE-0144", "SE-9999"], pre=(2012, 2010), post=(2014, 2019), peers=(),
            methods=["did", "effect"], level=2,
        )  # type: ignore[list-item]  # fmt: skip
    assert sorted(raised.value.report.codes) == [
        "MC871", "MC871", "MC872", "MC873", "MC874", "MC874",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "function", [gap_estimates, gap_paths, placebo_distribution, comparator_weights]
)
def test_an_option_that_is_not_known_is_one_of_the_function_called(function: Any) -> None:
    with pytest.raises(TypeError, match=rf"{function.__name__}\(\) got an unexpected .*indicator'"):
        function(PANEL, indicator="share", **ASKED)


def test_a_companion_names_the_option_that_was_meant() -> None:
    with pytest.raises(TypeError, match="did you mean 'indicators'"):
        gap_paths(PANEL, indicator="share", **ASKED)
    with pytest.raises(TypeError, match=r"keyword argument 'x'$"):
        gap_paths(PANEL, x=1, **ASKED)


def test_years_may_be_text_or_numbers_of_numpy() -> None:
    plain = gap_estimates(PANEL, **ASKED)
    other = {**ASKED, "pre": ("2011", "2012"), "post": [(np.int64(2014), np.int64(2014))]}
    pd.testing.assert_frame_equal(gap_estimates(PANEL, **other), plain)
    pair = {**ASKED, "pre": np.array([2011, 2012]).tolist(), "fit_from": np.int64(2011)}
    pd.testing.assert_frame_equal(gap_estimates(PANEL, **pair), plain)


def test_an_event_names_the_municipality_and_the_measures() -> None:
    found = gap_estimates(PANEL, EVENT, pre=(2011, 2012), post=(2014, 2014), peers=peers_of())
    assert set(found["focus"]) == {"SE-0114"}
    assert set(found["indicator"]) == {"share"}
    without = Event(municipality="SE-0114", what="x", starts="2013")
    every = gap_estimates(PANEL, without, pre=(2011, 2012), post=(2014, 2014), methods="country")
    assert every["indicator"].tolist() == list(PANEL.indicators)


def test_infinite_figures_of_a_panel_in_pieces_are_refused() -> None:
    dask = pytest.importorskip("dask.array")
    dataset = PANEL.dataset.copy(deep=True)
    values = dataset["value"].values.copy()
    values[PANEL.municipalities.index("SE-0116"), 0, 0, 0] = np.inf
    dataset["value"] = (dataset["value"].dims, dask.from_array(values))
    with pytest.raises(MunicompareError, match="MC707"):
        gap_estimates(Panel(dataset), **ASKED)


def test_a_panel_in_pieces_gives_the_same_answers() -> None:
    pytest.importorskip("dask.array")
    in_pieces = Panel(PANEL.dataset.chunk({"municipality": 2, "period": 2}))
    pd.testing.assert_frame_equal(gap_estimates(in_pieces, **ASKED), gap_estimates(PANEL, **ASKED))


def test_figures_of_single_precision_are_taken() -> None:
    frame = PANEL.to_frame()
    narrow = Panel.from_frame(frame, publisher="P", attribution="Källa: P", dtype="float32")
    numbers = ["estimate", "pre_rmspe"]
    np.testing.assert_allclose(
        gap_estimates(narrow, **ASKED)[numbers], gap_estimates(PANEL, **ASKED)[numbers]
    )
