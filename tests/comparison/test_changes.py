"""Changes and distances to targets against plain loops over one cell at a time."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan, nan
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.comparison import _compiled
from municompare.comparison.benchmarks import issues_of
from municompare.comparison.changes import change, distance_to_target
from municompare.errors import MunicompareError
from municompare.model.panel import SeriesBreak
from municompare.statistics import Panel
from municompare.statistics.layout import STATUS_CODES, break_texts

GROUPS = ("total", "women", "men")
EMPTY, UNDETERMINED = STATUS_CODES["empty"], STATUS_CODES["undetermined"]
few = settings(max_examples=40)
engines = pytest.mark.parametrize("engine", ["numpy", "numba"])


def panel_of(values: Any, **about: Any) -> Panel:
    """A panel of municipalities × indicators × years from 2001 × groups."""
    values = np.asarray(values)
    coords: dict[str, Any] = {
        "municipality": [f"SE-{n:04d}" for n in range(101, 101 + len(values))],
        "indicator": [f"N{i}" for i in range(values.shape[1])],
        "period": [str(2001 + i) for i in range(values.shape[2])],
        "group": list(GROUPS[: values.shape[3]]),
    }
    coords |= {name: ("indicator", list(texts)) for name, texts in about.items()}
    dims = ("municipality", "indicator", "period", "group")
    status = np.where(np.isnan(values), EMPTY, 0).astype("i1")
    attrs = {"publisher": "P", "attribution": "P", "processed": "no"}
    return Panel(
        xr.Dataset({"value": (dims, values), "status": (dims, status)}, coords=coords, attrs=attrs)
    )


NUMBERS = st.sampled_from([nan, nan, -2.5, -1.0, 0.0, 0.0, 0.1, 3.0]) | st.floats(-1000, 1000).map(
    lambda number: round(number, 3)
)


@st.composite
def figures(draw: Any) -> Any:
    shape = tuple(draw(st.integers(1, n)) for n in (3, 3, 4, 3))
    cells = draw(st.tuples(*[NUMBERS] * int(np.prod(shape))))
    return np.array(cells).reshape(shape).astype(draw(st.sampled_from(["f4", "f8"])))


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give what chooses the engine."""

    def chosen(engine: str) -> None:
        if engine == "numba":
            pytest.importorskip("numba")
        monkeypatch.setattr(_compiled, "LARGE", 1 if engine == "numba" else 10**12)

    return chosen


def close(found: float, expected: float, dtype: Any) -> bool:
    tolerance = 1e-5 if dtype == np.float32 else 1e-12
    return bool(found == pytest.approx(expected, rel=tolerance, abs=tolerance, nan_ok=True))


def check_change(values: Any, base: int, asked: list[int], broken: int | None) -> None:
    indicators = values.shape[1]
    breaks = [()] * indicators
    if broken is not None:
        breaks[0] = (SeriesBreak(starts=str(2001 + broken), reason="new"),)
    panel = panel_of(values, breaks=[break_texts(each) for each in breaks])
    years = [2001 + at for at in asked]
    result = change(panel, base=2001 + base, periods=years)
    assert result["change"].dtype == result["change_percent"].dtype == values.dtype
    assert list(result["period"].values) == [str(year) for year in years]
    for place, (m, i, p, g) in (
        ((m, i, asked.index(p), g), (m, i, p, g))
        for m, i, p, g in np.ndindex(values.shape)
        if p in asked
    ):
        crossed = i == 0 and broken is not None and (p >= broken) != (base >= broken)
        own, start = float(values[m, i, p, g]), float(values[m, i, base, g])
        start = nan if crossed else start
        assert close(result["change"].values[place], own - start, values.dtype)
        percent = 100 * (own - start) / abs(start) if start else nan
        assert close(result["change_percent"].values[place], percent, values.dtype)
        status = EMPTY if isnan(own) else UNDETERMINED if crossed else EMPTY if isnan(start) else 0
        assert result["status"].values[place] == status


@st.composite
def asked(draw: Any) -> tuple[Any, int, list[int], int | None]:
    values = draw(figures())
    periods = range(values.shape[2])
    wanted = draw(st.lists(st.sampled_from(periods), min_size=1, unique=True))
    return (
        values,
        draw(st.sampled_from(periods)),
        draw(st.sampled_from([list(periods), wanted])),
        draw(st.none() | st.sampled_from(periods)),
    )


@few
@given(case=asked())
def test_a_change_of_every_cell_is_that_of_a_plain_loop(case: Any) -> None:
    check_change(*case)


@engines
def test_large_and_small_panels_change_alike(engine: str, choose: Callable[[str], None]) -> None:
    choose(engine)
    random = np.random.default_rng(5)
    for groups in (1, 2, 3):
        values = random.integers(-3, 4, size=(4, 5, 6, groups)).astype("f4")
        values[random.random(values.shape) < 0.3] = nan
        for periods in (list(range(6)), [5, 1], [2]):
            check_change(values, 2, periods, broken=4)
            assert change(panel_of(values), base=2001).attrs["engine"] == engine


@engines
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_a_distance_is_positive_until_the_target_is_reached(
    engine: str, dtype: str, choose: Callable[[str], None]
) -> None:
    choose(engine)
    values = np.array([21.0, 13.0, 14.0, nan], dtype=dtype)[:, None, None, None]
    values = np.repeat(values, 3, axis=1)
    panel = panel_of(values, direction=["decrease", "increase", "none"])
    found = distance_to_target(panel, {"N0": 14, "N1": 14, "N2": 14})
    assert found.attrs["engine"] == engine
    np.testing.assert_array_equal(found["distance"].values[:, 0, 0, 0], [7, -1, 0, nan])
    np.testing.assert_array_equal(found["distance"].values[:, 1, 0, 0], [-7, 1, 0, nan])
    assert np.isnan(found["distance"].values[:, 2]).all()
    np.testing.assert_allclose(found["distance_percent"].values[0, 0, 0, 0], 50, rtol=1e-6)
    assert found["status"].values[:, 0, 0, 0].tolist() == [0, 0, 0, EMPTY]
    assert found["status"].values[:, 2, 0, 0].tolist() == [UNDETERMINED] * 3 + [EMPTY]
    assert issues_of(found).codes == ("MC843",)


@few
@given(values=figures(), data=st.data())
def test_a_distance_of_every_cell_is_that_of_a_plain_loop(values: Any, data: Any) -> None:
    goals = np.array(data.draw(st.tuples(*[NUMBERS] * values.size))).reshape(values.shape)
    words = st.sampled_from(["increase", "decrease", "unknown"])
    directions = data.draw(st.tuples(*[words] * values.shape[1]))
    about: dict[str, Any] = {"direction": directions, "unit": ["day"] * values.shape[1]}
    targets = panel_of(goals.astype(values.dtype), **about)
    found = distance_to_target(panel_of(values, **about), targets)
    for cell in np.ndindex(values.shape):
        sign = {"increase": 1, "decrease": -1, "unknown": nan}[directions[cell[1]]]
        goal = float(goals.astype(values.dtype)[cell])
        left = (goal - float(values[cell])) * sign
        assert close(found["distance"].values[cell], left, values.dtype)
        percent = 100 * left / abs(goal) if goal else nan
        assert close(found["distance_percent"].values[cell], percent, values.dtype)
        has_none = isnan(goal) or isnan(sign)
        status = EMPTY if isnan(values[cell]) else UNDETERMINED if has_none else 0
        assert found["status"].values[cell] == status


def test_measures_without_a_target_are_left_out() -> None:
    panel = panel_of(np.ones((2, 3, 2, 1)), direction=["increase"] * 3)
    found = distance_to_target(panel, {"N2": 3, "N0": 2})
    assert found["indicator"].values.tolist() == ["N0", "N2"]
    assert found["distance"].values[0, :, 0, 0].tolist() == [1, 2]


@engines
def test_a_change_too_large_for_its_type_is_missing(
    engine: str, choose: Callable[[str], None]
) -> None:
    choose(engine)
    panel = panel_of(np.array([-3e38, 3e38, 1.0], dtype="f4")[None, None, :, None])
    found = change(panel, base=2001)
    np.testing.assert_array_equal(found["change"].values.ravel(), np.float32([0, nan, 3e38]))


@engines
def test_answers_are_written_to_the_arrays_that_are_given(
    engine: str, choose: Callable[[str], None]
) -> None:
    choose(engine)
    panel = panel_of(np.arange(24.0).reshape(2, 3, 4, 1), direction=["increase"] * 3)
    shape = (2, 3, 4, 1)
    kept, status = np.full(shape, 7.0), np.full(shape, 7, dtype=np.int8)
    fresh = change(panel, base=2001)
    found = change(panel, base=2001, out={"change": kept, "status": status})
    assert found["change"].values is kept or np.shares_memory(found["change"].values, kept)
    xr.testing.assert_identical(found, fresh)
    assert (kept == fresh["change"].values).all()
    left = np.full(shape, 7.0)
    distance_to_target(panel, dict.fromkeys(("N0", "N1", "N2"), 1.0), out={"distance": left})
    assert (left == 1 - panel.dataset["value"].values).all()


@pytest.mark.parametrize(
    ("ask", "code", "text"),
    [
        (lambda p: change(p, base=1999), "MC711", "'1999'"),
        (lambda p: change(p, base=2001, periods=[2001, 2044]), "MC711", "'2044'"),
        (lambda p: change(p, base=2001, periods=[]), "MC711", "found none"),
        (lambda p: change(p, base=2001, out={"chnage": 1}), "MC841", "'chnage'"),
        (lambda p: change(p, base=2001, out={"change": [1.0]}), "MC841", "list"),
        (
            lambda p: change(p, base=2001, out={"change": np.zeros((2, 1, 2, 1), "f4")}),
            "MC841",
            "float32",
        ),
        (
            lambda p: change(p, base=2001, out={"change": np.zeros((2, 1, 2, 2))[..., :1]}),
            "MC841",
            "contiguous",
        ),
        (lambda p: distance_to_target(p, {"N7": 1.0}), "MC711", "'N7'"),
        (lambda p: distance_to_target(p, {}), "MC711", "found none"),
        (
            lambda p: distance_to_target(p, Panel(p.dataset.assign_coords(indicator=["N8"]))),
            "MC841",
            "found none",
        ),
        (lambda p: distance_to_target(p, {"N0": nan}), "MC841", "found nan"),
        (lambda p: distance_to_target(p, {"N0": "3"}), "MC841", "found '3'"),
        (
            lambda p: distance_to_target(p, panel_of(np.ones((2, 1, 2, 1)), unit=["percent"])),
            "MC855",
            "percent",
        ),
    ],
)
def test_what_cannot_be_is_one_clear_error(ask: Any, code: str, text: str) -> None:
    panel = panel_of(np.ones((2, 1, 2, 1)), unit=["day"])
    with pytest.raises(MunicompareError) as raised:
        ask(panel)
    assert set(raised.value.report.codes) == {code}
    assert text in str(raised.value)


def test_answers_say_what_they_are() -> None:
    panel = panel_of(np.ones((2, 1, 2, 1)), unit=["percent"], direction=["increase"])
    found = change(panel, base=2001, periods=2002)
    assert found["gap_unit"].values.tolist() == ["percentage_point"]
    assert found["change_percent"].attrs["units"] == "percent"
    assert found["status"].attrs["flag_meanings"].split()[0] == "reported"
    assert (found.attrs["base_period"], found.attrs["processed"]) == ("2001", "yes")
    assert found.attrs["attribution"] == "Own computation from figures of P"


def test_permuting_municipalities_permutes_changes_and_another_unit_changes_levels_only() -> None:
    random = np.random.default_rng(2)
    values = random.integers(-3, 4, size=(5, 2, 3, 1)).astype(float)
    panel, scaled = panel_of(values), panel_of(values * 1024)
    before, after = change(panel, base=2001), change(scaled, base=2001)
    np.testing.assert_array_equal(before["change"].values * 1024, after["change"].values)
    np.testing.assert_array_equal(before["change_percent"], after["change_percent"])
    names = list(panel.municipalities)[::-1]
    turned = change(panel.sel(municipalities=names), base=2001)
    xr.testing.assert_equal(
        turned.drop_vars("gap_unit"), before.sel(municipality=names).drop_vars("gap_unit")
    )
