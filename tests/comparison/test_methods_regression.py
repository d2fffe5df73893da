"""Regressions against normal equations and fits that are made again without a municipality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan, nan, sqrt
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from municompare.comparison.benchmarks import benchmark
from municompare.comparison.methods import Regression, regress
from municompare.errors import MunicompareError
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel
from municompare.statistics.layout import STATUSES

few = settings(max_examples=30)
SUPPRESSED = STATUSES.index("suppressed")
YEARS = [str(year) for year in range(2019, 2023)]


def ids(count: int) -> list[str]:
    return [f"SE-{n:04d}" for n in range(101, 101 + count)]


def panel_of(values: Any, *, municipalities: Sequence[str] = (), **about: Any) -> Panel:
    """Municipalities × indicators (``y``, ``a``, ``b``, ``w``) × years from 2019."""
    values = np.asarray(values, dtype=float)
    dims = ("municipality", "indicator", "period", "group")
    coords: dict[str, Any] = {
        "municipality": list(municipalities) or ids(len(values)),
        "indicator": list("yabw")[: values.shape[1]],
        "period": YEARS[: values.shape[2]],
        "group": ["total"],
    }
    coords |= {name: ("indicator", list(texts)) for name, texts in about.items()}
    status = np.where(np.isnan(values), SUPPRESSED, 0).astype("i1")
    data = {"value": (dims, values[..., None]), "status": (dims, status[..., None])}
    attrs = {"publisher": "Kolada", "attribution": "Källa: Kolada", "processed": "no"}
    return Panel(xr.Dataset(data, coords=coords, attrs=attrs))


@st.composite
def tables(draw: Any, *, years: int = 2) -> Any:
    """Outcome, two predictors and weights, with holes and, at times, ties."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values = rng.normal(size=(draw(st.integers(9, 16)), 4, years))
    if draw(st.booleans()):
        values = values.round(1)
    values[:, 3] = rng.uniform(0.5, 4, size=values[:, 3].shape)
    for _ in range(draw(st.integers(0, 4))):
        place = tuple(draw(st.integers(0, size - 1)) for size in values.shape)
        values[place] = nan
    return values


def plain(y: Any, x: Any, w: Any, who: Any, kind: str) -> dict[str, Any]:
    """Weighted least squares by normal equations, with loops for everything else."""
    n, k = x.shape
    w = w / w.mean()
    bread = np.linalg.inv(x.T @ (w[:, None] * x))
    beta = bread @ x.T @ (w * y)
    e = y - x @ beta
    h = np.array([w[i] * x[i] @ bread @ x[i] for i in range(n)])
    variance = (w * e**2).sum() / (n - k)
    meat = np.zeros((k, k))
    if kind == "robust":
        for i in range(n):
            meat += np.outer(x[i], x[i]) * (w[i] * e[i] / (1 - h[i])) ** 2
    elif kind == "clustered":
        groups = sorted(set(who))
        for group in groups:
            score = sum(w[i] * e[i] * x[i] for i in range(n) if who[i] == group)
            meat += np.outer(score, score)
        meat *= len(groups) / (len(groups) - 1) * (n - 1) / (n - k)
    covariance = variance * bread if kind == "ordinary" else bread @ meat @ bread
    mean = np.average(y, weights=w)
    total = (w * (y - mean) ** 2).sum()
    r2 = 1 - (w * e**2).sum() / total
    others = [
        sqrt(((w * e**2).sum() - w[i] * e[i] ** 2 / (1 - h[i])) / (n - k - 1)) for i in range(n)
    ]
    return {
        "coefficient": beta,
        "standard_error": np.sqrt(np.diag(covariance)),
        "residual": e,
        "leverage": h,
        "studentised": sqrt(1) * e * np.sqrt(w) / (np.array(others) * np.sqrt(1 - h)),
        "cooks_distance": w * e**2 * h / (k * variance * (1 - h) ** 2),
        "r_squared": r2,
        "adjusted_r_squared": 1 - (1 - r2) * (n - 1) / (n - k),
        "residual_sd": sqrt(variance),
        "n": n,
    }


def rows_of(values: Any, *, lag: int = 0) -> tuple[Any, ...]:
    """Outcome, design, weights, municipality and place of all complete observations."""
    years = range(lag, values.shape[2])
    places = [
        (row, year)
        for row in range(len(values))
        for year in years
        if np.isfinite([*values[row, [0, 3], year], *values[row, 1:3, year - lag]]).all()
    ]
    y = np.array([values[row, 0, year] for row, year in places])
    x = np.array([[1.0, *values[row, 1:3, year - lag]] for row, year in places])
    w = np.array([values[row, 3, year] for row, year in places])
    return y, x, w, np.array([row for row, _ in places]), places


def check(found: Regression, at: int, expected: dict[str, Any], places: Any, first: int) -> None:
    fit = found.fits.isel(fit=at)
    for name in ("coefficient", "standard_error", "r_squared", "adjusted_r_squared", "n"):
        np.testing.assert_allclose(fit[name].values, expected[name], rtol=1e-6, atol=1e-9)
    assert float(fit["residual_sd"]) == pytest.approx(expected["residual_sd"])
    for name in ("residual", "leverage", "studentised", "cooks_distance"):
        own = [found.values[name].values[row, year - first] for row, year in places]
        np.testing.assert_allclose(own, expected[name], rtol=1e-5, atol=1e-8)


@few
@given(
    values=tables(years=3),
    weighted=st.booleans(),
    kind=st.sampled_from(["ordinary", "robust", "clustered"]),
)
def test_a_pooled_fit_is_that_of_the_normal_equations(
    values: Any, weighted: bool, kind: Any
) -> None:
    if not weighted:
        values[:, 3] = 1.0
    y, x, w, who, places = rows_of(values, lag=1)
    found = regress(
        panel_of(values),
        "y",
        ["a", "b"],
        periods=[2020, 2021],
        lags=1,
        pooled=True,
        weights="w" if weighted else None,
        standard_errors=kind,
    )
    check(found, 0, plain(y, x, w, who, kind), places, 1)
    for row in range(len(values)):
        kept = who != row
        beta = plain(y[kept], x[kept], w[kept], who[kept], "ordinary")["coefficient"]
        for year in (1, 2):
            own = values[row, 1:3, year - 1]
            without = beta @ np.array([1.0, *own]) if np.isfinite(own).all() else nan
            loo = found.values["leave_one_out"].values[row, year - 1]
            assert loo == pytest.approx(without, nan_ok=True, rel=1e-6, abs=1e-8)
        change = found.fits["change"].values[row, 0]
        if row in who:
            whole = found.fits["coefficient"].values[0]
            np.testing.assert_allclose(change, whole - beta, rtol=1e-5, atol=1e-8)
        else:
            assert np.isnan(change).all()


@few
@given(values=tables(), kind=st.sampled_from(["ordinary", "robust"]))
def test_each_period_has_a_fit_of_its_own_unless_pooled(values: Any, kind: Any) -> None:
    values[:, 3] = 1.0
    found = regress(panel_of(values), "y", ["a", "b"], periods=[2019, 2020], standard_errors=kind)
    for at in range(2):
        y, x, w, who, places = rows_of(values[:, :, at : at + 1])
        one = regress(panel_of(values), "y", ["a", "b"], periods=2019 + at, standard_errors=kind)
        check(one, 0, plain(y, x, w, who, kind), places, 0)
        xr.testing.assert_identical(one.fits.isel(fit=0), found.fits.isel(fit=at))
        xr.testing.assert_identical(one.values.isel(period=0), found.values.isel(period=at))
        away = [
            y[i] - one.values["leave_one_out"].values[row, 0] for i, (row, _) in enumerate(places)
        ]
        expected = 1 - np.square(away).sum() / np.square(y - y.mean()).sum()
        assert float(one.fits["leave_one_out_r_squared"].item()) == pytest.approx(expected)


@few
@given(values=tables())
def test_a_constant_for_each_period_is_a_column_of_its_own(values: Any) -> None:
    y, x, _, who, places = rows_of(values)
    assume({year for _, year in places} == {0, 1})
    design = np.column_stack([x, [float(year == 1) for _, year in places]])
    values[:, 3] = np.where(np.isnan(values[:, 3]), nan, 1.0)
    found = regress(
        panel_of(values),
        "y",
        ["a", "b"],
        periods=[2019, 2020],
        pooled=True,
        period_constants=True,
        weights="w",
    )
    assert found.fits["term"].values.tolist() == ["constant", "a", "b", "period 2020"]
    assert found.standard_errors == "clustered"
    check(found, 0, plain(y, design, np.ones(len(y)), who, "clustered"), places, 0)


@few
@given(values=tables(), order=st.randoms(use_true_random=False))
def test_permuting_municipalities_permutes_the_answers(values: Any, order: Any) -> None:
    panel = panel_of(values)
    names = list(panel.municipalities)
    order.shuffle(names)
    ask: dict[str, Any] = {"periods": [2019, 2020], "pooled": True, "weights": "w"}
    before = regress(panel, "y", ["a", "b"], **ask)
    after = regress(panel.sel(municipalities=names), "y", ["a", "b"], **ask)
    assert after.values["municipality"].values.tolist() == names
    xr.testing.assert_identical(before.values.sel(municipality=names), after.values)
    xr.testing.assert_identical(before.fits.sel(municipality=names), after.fits)


@few
@given(values=tables())
def test_another_unit_changes_levels_and_no_share_of_variance(values: Any) -> None:
    before = regress(panel_of(values), "y", ["a", "b"], periods=2019)
    turned = values * np.array([1024.0, 0.5, 1.0, 1.0])[:, None]
    after = regress(panel_of(turned), "y", ["a", "b"], periods=2019)
    scale = np.array([1024.0, 2048.0, 1024.0])
    for name in ("coefficient", "standard_error"):
        np.testing.assert_allclose(after.fits[name], before.fits[name] * scale, rtol=1e-9)
    for name in ("r_squared", "leave_one_out_r_squared", "condition", "inflation", "t"):
        np.testing.assert_allclose(after.fits[name], before.fits[name], rtol=1e-9)
    for name in ("expected", "residual", "leave_one_out"):
        np.testing.assert_allclose(after.values[name], before.values[name] * 1024, rtol=1e-7)
    for name in ("leverage", "studentised", "cooks_distance"):
        np.testing.assert_allclose(after.values[name], before.values[name], rtol=1e-7)


def table(years: int = 1, count: int = 12) -> Any:
    values = np.random.default_rng(7).normal(size=(count, 4, years))
    values[:, 3] = 2.0
    return values


def test_what_was_left_out_is_listed_with_its_status() -> None:
    values = table(years=2)
    values[3, 0, 1], values[4, 1, 0], values[4, 2, 0] = nan, nan, nan
    found = regress(panel_of(values), "y", ["a", "b"], periods=2020, lags={"a": 1}, missing="drop")
    assert found.dropped.to_numpy().tolist() == [
        ["SE-0104", "2020", "y", "2020", "suppressed"],
        ["SE-0105", "2020", "a", "2019", "suppressed"],
    ]
    assert found.lags == (1, 0)
    assert int(found.fits["n"].item()) == 10
    (issue,) = found.issues
    assert issue.code == "MC868"
    assert "2 that lack one" in issue.message
    status = found.values["status"].values[:, 0]
    assert status[3] == status[4] == SUPPRESSED
    assert not status[[0, 1, 2, 5]].any()
    # who lacks the outcome alone is expected something
    assert np.isfinite(found.values["expected"].values[3, 0])
    assert found.values["leave_one_out"].values[3, 0] == found.values["expected"].values[3, 0]
    assert isnan(found.values["expected"].values[4, 0])


def test_a_missing_weight_leaves_an_observation_out() -> None:
    values = table()
    values[2, 3, 0] = nan
    found = regress(panel_of(values), "y", ["a", "b"], periods=2019, weights="w")
    assert found.dropped["variable"].tolist() == ["w"]
    assert np.isfinite(found.values["expected"].values).all()


def test_a_country_or_region_takes_no_part() -> None:
    values = table(count=14)
    panel = panel_of(values, municipalities=["SE-0000", "SE-0014", *ids(12)])
    found = regress(panel, "y", ["a", "b"], periods=2019)
    alone = regress(panel_of(values[2:]), "y", ["a", "b"], periods=2019)
    xr.testing.assert_identical(found.values, alone.values)


def test_a_period_without_a_fit_is_an_issue_and_missing() -> None:
    values = table(years=2)
    values[3:, 0, 1] = nan
    found = regress(panel_of(values), "y", ["a", "b"], periods=[2019, 2020])
    assert "MC865" in found.issues.codes
    (issue,) = (issue for issue in found.issues if issue.code == "MC865")
    assert issue.severity == "warning"
    assert "2020: expected at least 4 observations with all values, found 3" in issue.message
    assert np.isnan(found.values["expected"].sel(period="2020")).all()
    assert int(found.fits["n"].sel(fit="2020")) == 0
    assert "2020: no fit" in repr(found)
    status = found.values["status"].sel(period="2020").values.tolist()
    assert status[:3] == [STATUSES.index("undetermined")] * 3
    assert status[3:] == [SUPPRESSED] * 9


def test_predictors_that_nearly_determine_each_other_are_a_warning() -> None:
    values = table()
    values[:, 2] = values[:, 1] + 1e-3 * values[:, 2]
    found = regress(panel_of(values), "y", ["a", "b"], periods=2019)
    (issue,) = found.issues
    assert issue.code == "MC867"
    assert [place.locator for place in issue.readings] == ["2019 a", "2019 b"]
    correlation = np.corrcoef(values[:, 1, 0], values[:, 2, 0])[0, 1]
    inflation = found.fits["inflation"].values[0]
    assert isnan(inflation[0])
    assert inflation[1:] == pytest.approx([1 / (1 - correlation**2)] * 2, rel=1e-6)
    assert float(found.fits["condition"].item()) == pytest.approx(
        sqrt((1 + abs(correlation)) / (1 - abs(correlation))), rel=1e-4
    )


def test_a_municipality_that_decides_a_coefficient_alone_has_no_leave_one_out_value() -> None:
    values = table()
    values[:, 2] = 0.0
    values[5, 2] = 1.0
    found = regress(panel_of(values), "y", ["a", "b"], periods=2019)
    (issue,) = found.issues
    assert issue.code == "MC865"
    assert [place.locator for place in issue.readings] == ["SE-0106"]
    without = found.values["leave_one_out"].values[:, 0]
    assert np.flatnonzero(np.isnan(without)).tolist() == [5]
    assert np.isnan(found.fits["leave_one_out_r_squared"].values).all()
    assert found.values["residual"].values[5, 0] == pytest.approx(0, abs=1e-9)
    ordinary = regress(panel_of(values), "y", ["a", "b"], periods=2019, standard_errors="ordinary")
    assert np.isfinite(ordinary.fits["standard_error"].values).all()


def test_a_series_break_within_pooled_periods_is_a_warning() -> None:
    breaks = ["[]", '[{"starts": "2019", "reason": "new count"}]', "[]", "[]"]
    panel = panel_of(table(years=3), breaks=breaks)
    pooled: dict[str, Any] = {"periods": [2020, 2021], "pooled": True}
    assert regress(panel, "y", ["a", "b"], **pooled).issues.codes == ()
    assert regress(panel, "y", ["a", "b"], periods=[2019, 2020]).issues.codes == ()
    found = regress(panel, "y", ["a", "b"], periods=[2019, 2020], pooled=True)
    assert found.issues.codes == ()
    broken = [*breaks[:1], breaks[1].replace("2019", "2020"), *breaks[2:]]
    found = regress(panel_of(table(years=3), breaks=broken), "y", ["a", "b"], lags=1, **pooled)
    (issue,) = found.issues
    assert issue.code == "MC869"
    assert [(place.text, place.locator) for place in issue.readings] == [("new count", "a 2020")]


def test_a_break_within_the_last_pooled_period_is_a_warning() -> None:
    breaks = ["[]", '[{"starts": "2021-07", "reason": "new count"}]', "[]", "[]"]
    panel = panel_of(table(years=3), breaks=breaks)
    pooled = regress(panel, "y", ["a", "b"], periods=[2020, 2021], pooled=True)
    assert pooled.issues.codes == ("MC869",)
    alone = regress(panel, "y", ["a", "b"], periods=[2021], pooled=True)
    assert alone.issues.codes == ()
    later = regress(panel, "y", ["a", "b"], periods=[2019, 2020], pooled=True)
    assert later.issues.codes == ()


def test_a_regression_reads_well_and_gives_frames() -> None:
    units = ["SEK_per_person", "percent", "", "person"]
    found = regress(
        panel_of(table(years=2), unit=units), "y", ["a", "b"], periods=2020, lags={"a": 1}
    )
    text = repr(found)
    assert "y on a (lag 1), b; 2020, total; each period on its own" in text
    assert "standard errors  robust to unequal variance (HC3)" in text
    assert "2020: n 12, R²" in text
    assert found._repr_html_().startswith("<pre>")
    frame = found.coefficients
    assert frame["term"].tolist() == ["constant", "a", "b"]
    assert frame["lag"].isna().tolist() == [True, False, False]
    assert frame["unit"].tolist() == ["SEK_per_person", "SEK_per_person per percent", ""]
    assert frame.dtypes.astype(str).tolist() == [
        "string", "string", "Int64", "float64", "float64", "float64", "float64", "string",
    ]  # fmt: skip
    pooled = regress(
        panel_of(table(years=2)), "y", "a", periods=[2019, 2020], pooled=True, weights="w"
    )
    assert "2019…2020, total; pooled, weighted by w" in repr(pooled)


def test_expected_values_go_into_a_benchmark() -> None:
    panel = panel_of(table())
    found = regress(panel, "y", ["a", "b"], periods=2019)
    group = PeerGroup(focus=None, name="all", members=tuple(ids(12)))
    peers = PeerSet(key="k", title="All", construct="custom", groups=(group,), official=False)
    own = panel.sel(indicators="y")
    result = benchmark(own, peers, expected=found.expected_panel())
    np.testing.assert_allclose(
        result["deviation"].values.ravel(), found.values["residual"].values.ravel(), atol=1e-12
    )
    without = found.expected_panel(leave_one_out=True)
    assert without.dataset["value"].values.ravel().tolist() == (
        found.values["leave_one_out"].values.ravel().tolist()
    )
    assert without.processed
    assert "leave_one_out values of: y on a, b" in without.remarks


def test_figures_in_pieces_give_the_same_answers() -> None:
    pytest.importorskip("dask.array")
    whole = panel_of(table(years=2))
    pieces = Panel(whole.dataset.chunk({"municipality": 5, "indicator": 1}))
    found, expected = (
        regress(panel, "y", ["a", "b"], periods=2020, lags=1) for panel in (pieces, whole)
    )
    xr.testing.assert_identical(found.values, expected.values)


def ask(values: Any = None, **how: Any) -> Any:
    panel = panel_of(table(years=2) if values is None else values, **how.pop("about", {}))
    wanted = {"outcome": "y", "predictors": ["a", "b"], "periods": 2020, **how}
    return regress(panel, **wanted)


def changed(place: Any, value: Any) -> Any:
    values = table(years=2)
    values[place] = value
    return values


@pytest.mark.parametrize(
    ("make", "code", "text"),
    [
        (lambda: ask(outcome="z"), "MC711", "'z'"),
        (lambda: ask(predictors=["a", "z"]), "MC711", "'z'"),
        (lambda: ask(predictors=[]), "MC861", "found none"),
        (lambda: ask(predictors=["a", "a"]), "MC861", "all different"),
        (lambda: ask(predictors=["a", "y"]), "MC861", "not the outcome"),
        (lambda: ask(periods=[]), "MC861", "found none"),
        (lambda: ask(periods=[2020, 2020]), "MC861", "2020, 2020"),
        (lambda: ask(periods=2030), "MC711", "'2030'"),
        (lambda: ask(lags=5), "MC711", "'2015'"),
        (lambda: ask(lags=-1), "MC861", "found -1"),
        (lambda: ask(lags=True), "MC861", "found True"),
        (lambda: ask(lags={"z": 1}), "MC861", "found 'z'"),
        (lambda: ask(periods="2020-Q1", lags=1), "MC861", "expected years"),
        (lambda: ask(period_constants=True), "MC861", "pooled=True"),
        (lambda: ask(missing="ignore"), "MC861", "'ignore'"),
        (lambda: ask(standard_errors="wild"), "MC861", "'wild'"),
        (lambda: ask(group="women"), "MC711", "'women'"),
        (lambda: ask(weights="v"), "MC711", "'v'"),
        (lambda: ask(changed((0, 3), 0.0), weights="w"), "MC864", "positive weights"),
        (lambda: ask(changed((0, 1), nan), missing="refuse"), "MC868", "found 1 that"),
        (lambda: ask(changed((slice(3, None), 0), nan)), "MC865", "at least 4 observations"),
        (lambda: ask(changed((slice(None), 0), 0.1)), "MC865", "outcome that differs"),
        (lambda: ask(changed((slice(None), 2), 0.1)), "MC865", "equal ones of b"),
        (
            lambda: ask(changed((slice(None), 2), 3 * table(years=2)[:, 1] + 1)),
            "MC865",
            "do not determine each other",
        ),
        (lambda: ask(table(years=2) * 1e200), "MC865", "that can be squared"),
        (
            lambda: ask(about={"municipalities": [*ids(11), "DK-740"]}),
            "MC861",
            "one country",
        ),
    ],
)
def test_bad_input_is_one_clear_error(make: Callable[[], Any], code: str, text: str) -> None:
    with pytest.raises(MunicompareError) as raised:
        make()
    assert set(raised.value.report.codes) == {code}
    assert text in str(raised.value)


def test_all_settings_that_are_wrong_stand_in_one_error() -> None:
    with pytest.raises(MunicompareError) as raised:
        ask(predictors=["a", "a"], lags=-1, missing="x", period_constants=True)
    assert len(raised.value.report) == 4
