"""Panels: what a dataset must be to be one, and what one gives."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given

from municompare.errors import MunicompareError
from municompare.model.panel import SeriesBreak
from municompare.statistics import Panel

from .panels import DIMENSIONS, STATUSES, a_dataset, datasets


def codes(**changed: Any) -> tuple[str, ...]:
    """The codes of the problems of a dataset with one thing changed."""
    with pytest.raises(MunicompareError) as caught:
        Panel(a_dataset(**changed))
    return caught.value.report.codes


@given(datasets())
def test_dimensions_have_one_order_and_text_is_text(dataset: xr.Dataset) -> None:
    shuffled = dataset.transpose("group", "period", "municipality", "indicator")
    panel = Panel(shuffled)
    assert panel == Panel(dataset)
    given = panel.dataset
    assert given["value"].dims == given["status"].dims == DIMENSIONS
    assert given["value"].values.flags.c_contiguous
    for name in given.coords:
        assert given[name].dtype == object
        assert {type(text) for text in given[name].values} == {str}
    assert panel.municipalities == tuple(dataset["municipality"].values)
    assert (panel.publisher, panel.attribution) == (
        dataset.attrs["publisher"],
        dataset.attrs["attribution"],
    )
    np.testing.assert_array_equal(given["value"].values, dataset["value"].values)


def test_the_status_is_a_flag_variable_of_the_climate_and_forecast_conventions() -> None:
    status = Panel(a_dataset()).dataset["status"]
    assert status.dtype == np.int8
    assert status.attrs["flag_meanings"].split() == list(STATUSES)
    assert status.attrs["flag_values"].tolist() == list(range(len(STATUSES)))
    assert status.attrs["flag_values"].dtype == np.int8


def test_a_panel_shares_nothing_with_its_input_and_lets_nobody_write() -> None:
    dataset = a_dataset()
    panel = Panel(dataset)
    dataset["value"].values[:] = 99
    dataset.attrs["publisher"] = "somebody"
    assert panel.dataset["value"].values[0, 0, 0, 0] == 1
    given = panel.dataset
    given.attrs["publisher"] = "somebody"
    given["status"].attrs["flag_meanings"] = "nonsense"
    given["extra"] = 1
    for name in ("value", "status", "title"):
        with pytest.raises(ValueError, match="read-only"):
            given[name].values[...] = given[name].values.copy()
    assert panel == Panel(a_dataset())
    with pytest.raises(AttributeError):
        panel.dataset = given  # type: ignore[misc]
    with pytest.raises(AttributeError):
        panel.note = 1  # type: ignore[attr-defined]


def test_what_is_not_said_of_an_indicator_is_not_known() -> None:
    indicator = Panel(a_dataset()).indicator("N1")
    assert (indicator.title, indicator.unit, indicator.breaks) == ("", "", ())
    assert (indicator.direction, indicator.aggregation) == ("unknown", "unknown")
    assert (indicator.publisher, indicator.attribution) == ("Kolada", "Källa: Kolada")


def test_an_indicator_is_given_as_a_record() -> None:
    breaks = '[{"starts": "2018", "reason": "åäö"}]'
    texts = {"title": "T", "unit": "percent", "direction": "decrease", "breaks": breaks}
    panel = Panel(a_dataset(**{name: ("indicator", [text]) for name, text in texts.items()}))
    indicator = panel.indicator("N1")
    assert indicator.breaks == (SeriesBreak(starts="2018", reason="åäö"),)
    assert (indicator.title, indicator.unit, indicator.direction) == ("T", "percent", "decrease")
    with pytest.raises(MunicompareError, match="MC711"):
        panel.indicator("N2")


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinite_values_are_refused(value: float) -> None:
    dataset = a_dataset()
    dataset["value"][1, 0, 0, 0] = value
    with pytest.raises(MunicompareError) as caught:
        Panel(dataset)
    [issue] = caught.value.report
    assert issue.code == "MC707"
    assert issue.readings[0].locator == "SE-0581 N1 2018 total"


@pytest.mark.parametrize(
    ("cell", "code"), [((0, 0, 0, 0), "suppressed"), ((1, 0, 0, 0), "reported")]
)
def test_value_and_status_may_not_contradict_each_other(cell: Any, code: str) -> None:
    dataset = a_dataset()
    dataset["status"][cell] = STATUSES.index(code)
    with pytest.raises(MunicompareError) as caught:
        Panel(dataset)
    assert caught.value.report.codes == ("MC708",)


@pytest.mark.parametrize("code", [-1, len(STATUSES)])
def test_a_status_code_without_meaning_is_refused(code: int) -> None:
    dataset = a_dataset()
    dataset["status"][1, 0, 0, 0] = code
    with pytest.raises(MunicompareError) as caught:
        Panel(dataset)
    [issue] = caught.value.report
    assert (issue.code, issue.readings[0].text) == ("MC708", f"nan code {code}")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"municipality": ["SE-0580", "0581"]}, "MC703"),
        ({"municipality": ["SE-0580", "SE-740"]}, "MC703"),
        ({"municipality": ["SE-0580", "NO-0301"]}, "MC703"),
        ({"municipality": ["SE-0580", "SE-0580"]}, "MC701"),
        ({"municipality": [580, 581]}, "MC701"),
        ({"period": ["2018", "19"]}, "MC704"),
        ({"period": ["2018", "۲۰۱۹"]}, "MC704"),
        ({"group": ["all"]}, "MC705"),
        ({"indicator": [" N1"]}, "MC710"),
        ({"indicator": ["N\0x"]}, "MC701"),
        ({"unit": ("indicator", ["procent"])}, "MC114"),
        ({"direction": ("indicator", ["up"])}, "MC710"),
        ({"aggregation": ("indicator", ["sum"])}, "MC710"),
        ({"title": ("indicator", ["\ud800"])}, "MC710"),
        ({"title": ("indicator", np.array([None], dtype=object))}, "MC710"),
        ({"unit": ("indicator", [1])}, "MC710"),
        ({"breaks": ("indicator", ["2018"])}, "MC710"),
        ({"breaks": ("indicator", ['{"starts": "2018"}'])}, "MC710"),
        ({"breaks": ("indicator", ['[{"starts": "x", "reason": ""}]'])}, "MC710"),
        ({"breaks": ("indicator", ['[{"starts": 2018, "reason": ""}]'])}, "MC710"),
        ({"breaks": ("indicator", ["]"])}, "MC710"),
        ({"attrs": {"publisher": " "}}, "MC701"),
        ({"attrs": {"attribution": 1}}, "MC701"),
        ({"attrs": {"remarks": "\0"}}, "MC701"),
        ({"attrs": {"processed": True}}, "MC701"),
        ({"attrs": {"vintage": "28 March"}}, "MC701"),
        ({"attrs": {"vintage": "20230328"}}, "MC701"),
        ({"attrs": {"format_version": 2}}, "MC104"),
        ({"attrs": {"format_version": "1"}}, "MC701"),
        ({"attrs": {"history": "x"}}, "MC701"),
        ({"attrs": {"processed": "yes"}}, "MC715"),
        ({"value": (DIMENSIONS, np.ones((2, 1, 2, 1), dtype=int))}, "MC701"),
        ({"status": (DIMENSIONS, np.zeros((2, 1, 2, 1)))}, "MC701"),
        ({"value": (DIMENSIONS[:3], np.ones((2, 1, 2)))}, "MC701"),
        ({"region": ("municipality", ["a", "b"])}, "MC701"),
        ({"title": "T"}, "MC701"),
    ],
)
def test_a_dataset_that_is_no_panel_is_refused(changed: Any, expected: str) -> None:
    assert expected in codes(**changed)


def test_all_problems_of_a_dataset_are_told_at_once() -> None:
    found = codes(
        municipality=["SE-0580", "581"],
        period=["2018", "next year"],
        unit=("indicator", ["procent"]),
        attrs={"vintage": "soon"},
    )
    assert sorted(found) == ["MC114", "MC701", "MC703", "MC704"]


def test_what_a_dataset_lacks_or_has_too_much_is_told() -> None:
    dataset = a_dataset().drop_vars(["status", "group"]).assign(extra=1)
    del dataset.attrs["publisher"]
    with pytest.raises(MunicompareError) as caught:
        Panel(dataset)
    message = str(caught.value)
    for missing in ("'status'", "'group'", "'publisher'", "'extra'"):
        assert missing in message
    with pytest.raises(MunicompareError, match="found a dict"):
        Panel({})  # type: ignore[arg-type]
    with pytest.raises(MunicompareError, match="at least one period"):
        Panel(a_dataset().isel(period=slice(0, 0)))


def test_status_codes_of_another_order_are_refused() -> None:
    dataset = a_dataset()
    dataset["status"].attrs["flag_meanings"] = "missing reported"
    with pytest.raises(MunicompareError, match="expected the status words"):
        Panel(dataset)


def test_processed_figures_are_not_attributed_to_the_publisher_as_they_are() -> None:
    own = {"processed": "yes", "attribution": "Own calculation from figures of Kolada"}
    assert Panel(a_dataset(attrs=own)).processed
    with pytest.raises(MunicompareError, match="MC715"):
        Panel(a_dataset(attrs=own, attribution=("indicator", ["källa: kolada, 2023"])))


def test_a_selection_has_the_order_asked_for_and_all_dimensions() -> None:
    panel = Panel(a_dataset())
    part = panel.sel(municipalities=["SE-0581", "SE-0580", "SE-0581"], periods=2019)
    assert part.municipalities == ("SE-0581", "SE-0580")
    assert part.periods == ("2019",)
    assert part.dataset["value"].dims == DIMENSIONS
    assert part.dataset["value"].values.ravel().tolist() == [4.0, 2.0]
    assert part == Panel(part.dataset)
    assert panel.sel() == panel
    assert panel.sel(periods=range(2018, 2020)) == panel
    with pytest.raises(ValueError, match="read-only"):
        part.dataset["value"].values[...] = 0


def test_unknown_names_are_told_at_once_with_the_nearest() -> None:
    with pytest.raises(MunicompareError) as caught:
        Panel(a_dataset()).sel(
            municipalities=["SE-0582", "SE-0580"], indicators="X", periods=[2018, 2020], groups=[]
        )
    assert caught.value.report.codes == ("MC711",) * 4
    assert "did you mean 'SE-058" in str(caught.value)


def test_equality_is_of_everything_and_a_panel_is_no_key() -> None:
    panel = Panel(a_dataset())
    assert panel == Panel(a_dataset())
    assert panel != Panel(a_dataset(title=("indicator", ["T"])))
    assert panel != Panel(a_dataset(attrs={"vintage": "2023-03-28"}))
    assert panel != Panel(as_float32())
    other = a_dataset()
    other["value"][0, 0, 0, 0] = 1.5
    assert panel != Panel(other)
    assert panel != "panel"
    with pytest.raises(TypeError, match="unhashable"):
        hash(panel)


def as_float32() -> xr.Dataset:
    dataset = a_dataset()
    return dataset.assign(value=dataset["value"].astype("f4"))


def test_copies_are_equal() -> None:
    panel = Panel(a_dataset())
    assert copy.deepcopy(panel) == panel
    assert pickle.loads(pickle.dumps(panel)) == panel


def test_a_panel_shows_its_size_and_source() -> None:
    panel = Panel(a_dataset(attrs={"vintage": "2023-03-28", "remarks": "<b>"}))
    text = repr(panel)
    assert text.startswith("<Panel: 2 municipalities × 1 indicator × 2 periods × 1 group>")
    for part in ("SE-0580", "2018, 2019", "3 of 4 cells", "2023-03-28", "Källa: Kolada", "unproc"):
        assert part in text
    html = panel._repr_html_()
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
