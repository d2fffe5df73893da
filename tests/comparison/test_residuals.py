"""Residuals of all figures against one least-squares fit at a time."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison import _compiled
from municompare.comparison._kernels_residuals import residual_block
from municompare.comparison.benchmarks import issues_of
from municompare.comparison.methods import regress
from municompare.comparison.residuals import residuals
from municompare.comparison.residuals_arrays import TOLERANCE, design_of, residuals_of
from municompare.errors import MunicompareError
from municompare.statistics import Panel
from municompare.statistics.layout import STATUS_CODES

EMPTY, UNDETERMINED = STATUS_CODES["empty"], STATUS_CODES["undetermined"]


def panel_of(values: Any, *, names: list[str] | None = None, **about: Any) -> Panel:
    """A panel of municipalities × indicators × years from 2001 × groups."""
    values = np.asarray(values)
    coords: dict[str, Any] = {
        "municipality": names or [f"SE-{n:04d}" for n in range(101, 101 + len(values))],
        "indicator": [f"N{i}" for i in range(values.shape[1])],
        "period": [str(2001 + i) for i in range(values.shape[2])],
        "group": ["total", "women", "men"][: values.shape[3]],
    }
    coords |= {name: ("indicator", list(texts)) for name, texts in about.items()}
    dims = ("municipality", "indicator", "period", "group")
    status = np.where(np.isnan(values), EMPTY, 0).astype("i1")
    attrs = {"publisher": "P", "attribution": "P", "processed": "no"}
    return Panel(
        xr.Dataset({"value": (dims, values), "status": (dims, status)}, coords=coords, attrs=attrs)
    )


def some_figures(seed: int, *shape: int, missing: float = 0.2) -> Any:
    random = np.random.default_rng(seed)
    values = random.normal(size=shape)
    values[random.random(shape) < missing] = nan
    return values


def plain(y: Any, x: Any) -> tuple[Any, int]:
    """Residuals by numpy's least squares, and the municipalities that took part."""
    design = np.column_stack([np.ones(len(y)), x])
    has = np.isfinite(y) & np.isfinite(design).all(axis=1)
    residual = np.full(len(y), nan)
    if has.sum() > design.shape[1] and len(set(y[has])) > 1:
        found, _, rank, _ = np.linalg.lstsq(design[has], y[has], rcond=None)
        if rank == design.shape[1]:
            residual[has] = y[has] - design[has] @ found
    return residual, int(has.sum())


def check(values: Any, predictors: int, result: Any, *, lag: int = 0) -> None:
    tolerance = 1e-4 if values.dtype == np.float32 else 1e-7
    figures = values.astype(float)
    for i, p, g in np.ndindex(values.shape[1] - predictors, *values.shape[2:]):
        x = figures[:, :predictors, p - lag, 0] if p >= lag else figures[:, :predictors, 0, 0] * nan
        y = figures[:, predictors + i, p, g]
        expected, n = plain(y, x)
        found = result["residual"].values[:, i, p, g]
        np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)
        assert result["n"].values[i, p, g] == n
        status = np.where(np.isnan(y), EMPTY, np.where(np.isnan(expected), UNDETERMINED, 0))
        assert result["status"].values[:, i, p, g].tolist() == status.tolist()


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give what chooses the engine."""

    def chosen(engine: str) -> None:
        if engine == "numba":
            pytest.importorskip("numba")
        monkeypatch.setattr(_compiled, "LARGE", 1 if engine == "numba" else 10**12)

    return chosen


@pytest.mark.parametrize("engine", ["numpy", "numba"])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("shape", [(30, 9, 2, 3), (23, 48, 3, 1)])
def test_every_residual_is_that_of_a_fit_of_its_own(
    engine: str, dtype: str, shape: tuple[int, ...], choose: Callable[[str], None]
) -> None:
    choose(engine)
    values = some_figures(3, *shape, missing=0.1).astype(dtype)
    result = residuals(panel_of(values), [f"N{i}" for i in range(6)])
    assert result.attrs["engine"] == engine
    assert result["residual"].dtype == dtype
    check(values, 6, result)


@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_the_order_of_the_outcomes_is_that_of_the_answers(
    engine: str, choose: Callable[[str], None]
) -> None:
    choose(engine)
    panel = panel_of(some_figures(3, 30, 6, 2, 3, missing=0.3))
    order = ["N2", "N4", "N3", "N5"]  # its ends alone look like a run
    found = residuals(panel, ["N0", "N1"], indicators=order)
    assert found["indicator"].values.tolist() == order
    for key in order:
        alone = residuals(panel, ["N0", "N1"], indicators=key)
        own = found.sel(indicator=[key])
        np.testing.assert_array_equal(own["status"].values, alone["status"].values)
        np.testing.assert_allclose(own["residual"].values, alone["residual"].values, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_odd_numbers_give_the_residuals_of_plain_least_squares(data: Any) -> None:
    count, predictors = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 2))
    numbers = st.sampled_from([nan, -1.0, 0.0, 1.0, 1.0, 2.0, 5.0])
    cells = count * (predictors + 2)
    values = np.array(data.draw(st.tuples(*[numbers] * cells))).reshape(count, -1, 1, 1)
    result = residuals(panel_of(values), [f"N{i}" for i in range(predictors)])
    check(values, predictors, result)


def test_the_plain_code_of_the_kernel_agrees_with_numpy() -> None:
    values = some_figures(5, 11, 5, 2, 2)
    status = np.where(np.isnan(values), EMPTY, 0).astype("i1")
    status[0, 3:] = EMPTY
    design = design_of(np.moveaxis(some_figures(6, 11, 2, 2, missing=0.1), 2, 0))
    rows, columns = [0, *range(2, 11)], [0, 1, 4]
    small = design_of(np.moveaxis(some_figures(6, 11, 2, 2, missing=0.1), 2, 0)[:, rows])
    assert len(design.terms) == len(small.terms)
    wanted = residuals_of(values, status, rows=rows, columns=columns, design=small, engine="numpy")
    lower = np.tril_indices(3)
    most = small.terms.shape[2]
    found = [np.empty_like(array) for array in wanted]
    with np.errstate(all="ignore"):
        residual_block(
            values,
            status,
            0,
            3,
            np.array(columns),
            np.array(rows),
            small.terms,
            small.terms[:, lower[0]] * small.terms[:, lower[1]],
            small.counts,
            small.places,
            4,
            TOLERANCE,
            0,
            UNDETERMINED,
            np.empty((2, len(rows), 6)),
            *(np.empty((n, 6)) for n in (most, most, 6, 3, 2, 5)),
            *found,
        )
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_predictors_that_determine_each_other_give_no_residual(
    engine: str, choose: Callable[[str], None]
) -> None:
    choose(engine)
    values = some_figures(1, 20, 4, 3, 1, missing=0.0)
    values[:, 1, 0] = 3 * values[:, 0, 0] + 5  # the same but for scale
    values[:, 1, 1] = 0.1  # a constant
    result = residuals(panel_of(values), ["N0", "N1"])
    assert np.isnan(result["residual"].values[:, :, :2]).all()
    assert (result["status"].values[:, :, :2] == UNDETERMINED).all()
    assert np.isfinite(result["residual"].values[:, :, 2]).all()


@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_equal_outcomes_and_small_numbers_give_no_residual(
    engine: str, choose: Callable[[str], None]
) -> None:
    choose(engine)
    values = some_figures(1, 9, 4, 1, 1, missing=0.0)
    values[:, 1] = 0.1
    values[3:, 2] = nan
    values[4:, 3] = nan
    result = residuals(panel_of(values), "N0")
    check(values, 1, result)
    assert np.isnan(result["residual"].values[:, 0]).all()
    assert result["n"].values.ravel().tolist() == [9, 3, 4]
    assert np.isfinite(result["residual"].values[:3, 1]).all()
    only = residuals(panel_of(values[:2]), "N0")
    assert np.isnan(only["residual"].values).all()
    assert issues_of(only).codes == ("MC844",)


def test_predictors_may_be_of_years_before() -> None:
    values = some_figures(2, 25, 4, 5, 1)
    result = residuals(panel_of(values), ["N0", "N1"], lags=2)
    check(values, 2, result, lag=2)
    assert issues_of(result)[0].readings[0].locator == "2001"
    mixed = residuals(panel_of(values), ["N0", "N1"], lags={"N1": 1})
    expected, _ = plain(
        values[:, 2, 3, 0], np.column_stack([values[:, 0, 3, 0], values[:, 1, 2, 0]])
    )
    np.testing.assert_allclose(mixed["residual"].values[:, 0, 3, 0], expected, atol=1e-9)
    assert mixed.attrs["lags"] == "0, 1"


def test_residuals_are_those_of_the_regression_of_one_outcome() -> None:
    values = some_figures(8, 40, 4, 3, 1, missing=0.1)
    panel = panel_of(values)
    found = residuals(panel, ["N0", "N1"], indicators="N3", lags={"N0": 1})
    one = regress(panel, "N3", ["N0", "N1"], periods=2003, lags={"N0": 1})
    residual = one.values["residual"].sel(period="2003")
    mine = found["residual"].sel(indicator="N3", period="2003", group="total")
    np.testing.assert_allclose(
        mine.sel(municipality=residual["municipality"]), residual, rtol=1e-9, atol=1e-9
    )


def test_a_whole_country_takes_no_part() -> None:
    values = some_figures(4, 15, 3, 2, 1)
    names = ["SE-0000", *(f"SE-{n:04d}" for n in range(101, 115))]
    with_country = residuals(panel_of(values, names=names), "N0")
    without = residuals(panel_of(values[1:], names=names[1:]), "N0")
    xr.testing.assert_equal(with_country, without)


def test_permuting_municipalities_permutes_residuals() -> None:
    panel = panel_of(some_figures(9, 30, 5, 2, 1))
    names = list(panel.municipalities)[::-1]
    before = residuals(panel, ["N0", "N1"]).sel(municipality=names)
    after = residuals(panel.sel(municipalities=names), ["N0", "N1"])
    np.testing.assert_allclose(before["residual"], after["residual"], rtol=1e-9, atol=1e-9)
    xr.testing.assert_equal(before["status"], after["status"])


@pytest.mark.parametrize(
    ("settings_", "code", "text"),
    [
        ({"predictors": "N7"}, "MC711", "'N7'"),
        ({"predictors": []}, "MC711", "found none"),
        ({"predictors": "N0", "indicators": ["N0", "N1"]}, "MC841", "found N0"),
        ({"predictors": "N0", "indicators": ["N9"]}, "MC711", "'N9'"),
        ({"predictors": "N0", "group": "men"}, "MC711", "'men'"),
        ({"predictors": "N0", "lags": -1}, "MC841", "found -1"),
        ({"predictors": "N0", "lags": {"N1": 1}}, "MC841", "found 'N1'"),
    ],
)
def test_what_cannot_be_is_one_clear_error(settings_: dict[str, Any], code: str, text: str) -> None:
    with pytest.raises(MunicompareError) as raised:
        residuals(panel_of(np.ones((4, 3, 2, 1))), **settings_)
    assert code in raised.value.report.codes
    assert text in str(raised.value)


def test_countries_and_lags_of_months_are_refused() -> None:
    both = panel_of(np.ones((2, 3, 1, 1)), names=["SE-0580", "DK-740"])
    with pytest.raises(MunicompareError, match="one country"):
        residuals(both, "N0")
    dataset = panel_of(np.ones((4, 3, 2, 1))).dataset.assign_coords(period=["2001-01", "2001-02"])
    with pytest.raises(MunicompareError, match="2001-01"):
        residuals(Panel(dataset), "N0", lags=1)


def test_answers_say_what_they_are() -> None:
    panel = panel_of(some_figures(1, 9, 3, 1, 1), unit=["percent"] * 3)
    found = residuals(panel, "N1")
    assert found["indicator"].values.tolist() == ["N0", "N2"]
    assert found["gap_unit"].values.tolist() == ["percentage_point"] * 2
    assert found["residual"].attrs["units"] == "see coordinate gap_unit"
    assert (found.attrs["predictors"], found.attrs["processed"]) == ("N1", "yes")
