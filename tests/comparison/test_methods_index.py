"""Indices against a plain loop over one cell at a time."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, nan
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison.methods import (
    as_panel,
    composite_index,
    efficiency_index,
    issues_of,
    net_cost_deviation,
    resource_index,
    rka_index,
)
from municompare.comparison.methods_scale import index_bounds
from municompare.statistics import Panel
from municompare.statistics.layout import STATUSES

few = settings(max_examples=40)
SUPPRESSED, UNDETERMINED = (STATUSES.index(word) for word in ("suppressed", "undetermined"))
# Few different numbers, so that ties, equal groups and zero bases are frequent.
NUMBERS = st.sampled_from([nan, nan, -2.0, 0.0, 0.5, 0.5, 1.0, 3.0, 7.25]) | st.floats(
    -1000, 1000
).map(lambda number: round(number, 2))


def ids(count: int) -> list[str]:
    return [f"SE-{n:04d}" for n in range(101, 101 + count)]


def panel_of(
    values: Any, *, municipalities: Sequence[str] = (), start: int = 2001, **about: Any
) -> Panel:
    """A panel of municipalities × indicators (``a``, ``b`` …) × years; NaN is suppressed."""
    values = np.asarray(values, dtype=float)
    values = values[:, :, None, None] if values.ndim == 2 else values[..., None]
    dims = ("municipality", "indicator", "period", "group")
    coords: dict[str, Any] = {
        "municipality": list(municipalities) or ids(len(values)),
        "indicator": [chr(ord("a") + i) for i in range(values.shape[1])],
        "period": [str(start + i) for i in range(values.shape[2])],
        "group": ["total"],
    }
    coords |= {name: ("indicator", list(texts)) for name, texts in about.items()}
    status = np.where(np.isnan(values), SUPPRESSED, 0).astype("i1")
    attrs = {"publisher": "Kolada", "attribution": "Källa: Kolada", "processed": "no"}
    return Panel(
        xr.Dataset({"value": (dims, values), "status": (dims, status)}, coords=coords, attrs=attrs)
    )


def flat(result: xr.Dataset, name: str = "value") -> list[float]:
    return list(result[name].values.ravel().tolist())


@st.composite
def tables(draw: Any, *, indicators: int, years: int = 2, most: int = 12) -> Any:
    count = draw(st.integers(2, most))
    shape = (count, indicators, years)
    return np.array(draw(st.tuples(*[NUMBERS] * int(np.prod(shape))))).reshape(shape)


def plain_bounds(values: list[float], bounds: str) -> tuple[float, float]:
    method = {"linear": "linear", "observed": "averaged_inverted_cdf"}[bounds]
    low, high = np.percentile(values, [2.5, 97.5], method=method)  # type: ignore[call-overload]
    return float(low), float(high)


def plain_index(values: Sequence[float], *, high_is_good: bool, bounds: str) -> list[float]:
    """RKA's scale, written down once more."""
    present = [value for value in values if not isnan(value)]
    if not present:
        return [nan] * len(values)
    low, high = plain_bounds(present, bounds)
    if not high > low:
        return [nan] * len(values)
    scaled = [100 * (min(max(value, low), high) - low) / (high - low) for value in values]
    turned = scaled if high_is_good else [100 - value for value in scaled]
    return [nan if isnan(own) else value for own, value in zip(values, turned, strict=True)]


@few
@given(
    values=tables(indicators=1), good=st.booleans(), bounds=st.sampled_from(["observed", "linear"])
)
def test_an_index_is_that_of_a_plain_loop(values: Any, good: bool, bounds: Any) -> None:
    direction: Any = "increase" if good else "decrease"
    result = rka_index(panel_of(values), "a", directions=direction, bounds=bounds)
    for period in range(values.shape[2]):
        own = values[:, 0, period]
        expected = plain_index(own.tolist(), high_is_good=good, bounds=bounds)
        found = result["value"].values[:, 0, period, 0]
        assert found.tolist() == pytest.approx(expected, nan_ok=True, abs=1e-9)
        assert result["n"].values[0, period, 0] == np.isfinite(own).sum()
        status = np.where(np.isnan(own), SUPPRESSED, np.where(np.isnan(found), UNDETERMINED, 0))
        assert result["status"].values[:, 0, period, 0].tolist() == status.tolist()


@few
@given(
    numbers=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=130),
    bounds=st.sampled_from(["observed", "linear"]),
)
def test_bounds_are_the_percentiles_of_numpy(numbers: list[float], bounds: Any) -> None:
    low, high = index_bounds(np.array(numbers)[:, None], bounds)
    # numpy's "averaged inverted cdf" is not symmetric to the last digit of 0.975 n
    expected_low = plain_bounds(numbers, bounds)[0]
    expected_high = -plain_bounds([-number for number in numbers], bounds)[0]
    assert low[0] == pytest.approx(expected_low, rel=1e-12, abs=1e-9)
    assert high[0] == pytest.approx(expected_high, rel=1e-12, abs=1e-9)


@few
@given(
    values=tables(indicators=3),
    bounds=st.sampled_from(["observed", "linear"]),
    least=st.sampled_from([None, 1, 2]),
    weighted=st.booleans(),
)
def test_a_composite_is_the_mean_of_its_parts_on_the_scale_again(
    values: Any, bounds: Any, least: int | None, weighted: bool
) -> None:
    directions: Any = {"a": "increase", "b": "decrease", "c": "increase"}
    weights = {"a": 1.0, "b": 3.0, "c": 0.5}
    result = composite_index(
        panel_of(values),
        ["a", "b", "c"],
        directions=directions,
        weights=weights if weighted else None,
        min_parts=least,
        bounds=bounds,
    )
    for period in range(values.shape[2]):
        parts = [
            plain_index(
                values[:, i, period].tolist(),
                high_is_good=directions[name] == "increase",
                bounds=bounds,
            )
            for i, name in enumerate("abc")
        ]
        means = []
        for row in zip(*parts, strict=True):
            there = [
                (part, weights[name] if weighted else 1.0)
                for part, name in zip(row, "abc", strict=True)
                if not isnan(part)
            ]
            enough = len(there) >= (3 if least is None else least)
            means.append(sum(p * w for p, w in there) / sum(w for _, w in there) if enough else nan)
        expected = plain_index(means, high_is_good=True, bounds=bounds)
        found = result["value"].values[:, 0, period, 0].tolist()
        if max(means, default=0) - min(means, default=0) > 1e-9:  # else rounding makes a scale
            assert found == pytest.approx(expected, nan_ok=True, abs=1e-6)


def test_what_a_method_gave_can_be_given_to_another_and_be_a_panel() -> None:
    values = [[900.0, 1000.0, 80.0], [1100.0, 1000.0, 10.0], [500.0, 500.0, 50.0]]
    panel = panel_of(values, unit=["SEK", "SEK", "index_point"])
    resource = resource_index(panel, "a", "b", key="resource")
    result = efficiency_index(panel, "c", resource)
    assert flat(result) == pytest.approx([100.0, 0.0, 100 * (50 - 5) / (90 - 5)])
    made = as_panel(resource)
    assert made.indicator("resource").unit == "index_point"
    assert made.indicator("resource").direction == "increase"
    assert made.processed
    assert made.attribution == "Own computation from figures of Kolada"
    assert "RKA" in made.remarks
    assert flat(efficiency_index(panel, "c", made)) == flat(result)


def test_an_efficiency_index_takes_its_parts_as_indices_already() -> None:
    values = np.random.default_rng(4).uniform(0, 100, size=(50, 2))
    values[3, 0] = nan
    found = flat(efficiency_index(panel_of(values), "a", "b"))
    means = values.mean(axis=1).tolist()
    expected = plain_index(means, high_is_good=True, bounds="observed")
    assert found == pytest.approx(expected, nan_ok=True)
    again = composite_index(panel_of(values), ["a", "b"], directions="increase")
    assert found != pytest.approx(flat(again), nan_ok=True)


def test_the_index_of_a_net_cost_deviation_is_the_resource_index() -> None:
    values = np.random.default_rng(3).uniform(1, 9, size=(60, 2))
    panel = panel_of(values)
    deviation = net_cost_deviation(panel, "a", "b")
    np.testing.assert_allclose(
        flat(rka_index(panel, deviation, directions="decrease")),
        flat(resource_index(panel, "a", "b")),
    )


def test_equal_figures_make_no_index_and_say_so() -> None:
    result = rka_index(panel_of([[0.1], [0.1], [0.1]]), "a", directions="increase")
    assert np.isnan(flat(result)).all()
    assert set(flat(result, "status")) == {UNDETERMINED}
    assert issues_of(result).codes == ("MC865",)
    both = composite_index(
        panel_of([[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]]), ["a", "b"], directions="increase"
    )
    assert np.isnan(flat(both)).all()
    assert issues_of(both).codes == ("MC865",)


def test_a_figure_that_may_not_be_put_together_stays_so() -> None:
    panel = panel_of([[1.0], [2.0]], aggregation=["forbidden"], direction=["increase"])
    assert rka_index(panel, "a")["aggregation"].values.tolist() == ["forbidden"]


def two(**about: Any) -> Panel:
    return panel_of([[1.0, 2.0], [3.0, 4.0]], **about)


def test_figures_in_pieces_give_the_same_answers() -> None:
    pytest.importorskip("dask.array")
    values = np.random.default_rng(5).uniform(1, 9, size=(30, 2, 3))
    whole = panel_of(values)
    pieces = Panel(whole.dataset.chunk({"municipality": 7}))
    result = composite_index(pieces, ["a", "b"], directions="increase")
    xr.testing.assert_identical(result, composite_index(whole, ["a", "b"], directions="increase"))


def test_an_answer_says_what_it_rests_on() -> None:
    result = composite_index(two(), ["a", "b"], directions="increase", key="quality")
    assert result.attrs["computed_from"] == "a, b"
    assert result.attrs["attribution"] == "Own computation from figures of Kolada"
    assert "97.5th percentile" in result.attrs["method"]
    assert result["indicator"].values.tolist() == ["quality"]
    frame = as_panel(result).to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame["value"].tolist() == [0.0, 100.0]
