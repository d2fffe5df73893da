"""Official results recomputed from official figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from municompare.comparison.methods import (
    as_panel,
    composite_index,
    deviation_from_expected,
    efficiency_index,
    issues_of,
    net_cost_deviation,
    regress,
    resource_index,
    rka_index,
)
from municompare.comparison.methods_scale import Bounds
from municompare.model.panel import PanelIndicator
from municompare.statistics import Panel

YEARS = [str(year) for year in range(2016, 2023)]
PREDICTORS = ["N03920", "U00801", "N01984"]
INDICATORS = [
    PanelIndicator(key="N31008", unit="SEK_per_person", direction="decrease"),
    PanelIndicator(key="U31004", unit="SEK_per_person", direction="none"),
    PanelIndicator(key="U31401", unit="index_point", direction="increase"),
    PanelIndicator(key="U31462", unit="percent", direction="increase"),
    PanelIndicator(key="N31814", unit="percent", direction="decrease"),
    PanelIndicator(key="N00700", unit="percent", direction="increase"),
    PanelIndicator(key="N00485", unit="percent", direction="none"),
]


@pytest.fixture(scope="module")
def panel(shared_statistics: Path) -> Panel:
    frame = pd.read_csv(
        shared_statistics / "kolada_values.csv.gz", dtype={"municipality": str, "year": str}
    )
    wanted = [*(each.key for each in INDICATORS), *PREDICTORS]
    frame = frame[frame["kpi"].isin(wanted) & frame["year"].isin(["2015", *YEARS])]
    return Panel.from_frame(
        frame,
        columns={"kpi": "indicator", "year": "period", "gender": "group"},
        indicators=INDICATORS,
        publisher="Kolada",
        attribution="Källa: Kolada",
    )


def quality(panel: Panel, bounds: Bounds) -> pd.DataFrame:
    """Official and recomputed quality index of economic assistance, where both are there."""
    found = composite_index(panel, ["U31462", "N31814"], bounds=bounds)
    own = found["value"].isel(indicator=0, group=0).to_series()
    official = panel.dataset["value"].sel(indicator="U31401", group="total").to_series()
    return pd.DataFrame({"own": own, "official": official}).dropna()


@pytest.mark.parametrize("bounds", ["observed", "linear"])
def test_the_quality_index_comes_out_of_its_parts(panel: Panel, bounds: Bounds) -> None:
    both = quality(panel, bounds)
    correlation = {
        year: float(rows["own"].corr(rows["official"])) for year, rows in both.groupby("period")
    }
    assert list(correlation) == YEARS
    for year, found in correlation.items():
        assert found > (0.96 if year in ("2018", "2019") else 0.99), year


def test_the_quality_index_of_2016_agrees_in_every_digit_and_only_with_observed_percentiles(
    panel: Panel,
) -> None:
    exact = quality(panel, "observed").xs("2016", level="period")
    assert len(exact) == 173
    assert np.abs(exact["own"] - exact["official"]).max() < 1e-7
    linear = quality(panel, "linear").xs("2016", level="period")
    assert np.abs(linear["own"] - linear["official"]).median() > 0.5


def test_the_quality_index_of_2022_agrees_in_every_digit_for_all_but_one(panel: Panel) -> None:
    both = quality(panel, "observed").xs("2022", level="period")
    away = np.abs(both["own"] - both["official"])
    assert (int((away < 1e-7).sum()), len(away)) == (207, 208)


def test_all_parts_are_asked_for_as_in_the_official_index(panel: Panel) -> None:
    own = composite_index(panel, ["U31462", "N31814"])["value"].sel(period="2016").values.ravel()
    official = panel.dataset["value"].sel(indicator="U31401", period="2016").values.ravel()
    np.testing.assert_array_equal(np.isfinite(own), np.isfinite(official))


def test_resource_and_efficiency_index_have_a_value_for_whoever_has_the_figures(
    panel: Panel,
) -> None:
    resource = resource_index(panel, "N31008", "U31004", key="resource")
    late = resource.sel(period=["2020", "2021", "2022"])
    assert late["n"].values.ravel().tolist() == [290, 290, 290]
    assert not issues_of(resource)
    deviation = net_cost_deviation(panel, "N31008", "U31004")
    np.testing.assert_allclose(
        rka_index(panel, deviation)["value"], resource["value"], rtol=1e-9, atol=1e-9
    )
    efficiency = efficiency_index(panel, "U31401", resource)
    assert efficiency["n"].sel(period=["2020", "2021", "2022"]).values.ravel().tolist() == [
        202,
        196,
        208,
    ]
    values = as_panel(efficiency).dataset["value"]
    assert float(values.min()) == 0
    assert float(values.max()) == 100


def test_the_model_calculated_cost_is_approached_by_three_of_its_four_predictors(
    panel: Panel,
) -> None:
    found = regress(panel, "U31004", PREDICTORS, periods=[2020, 2021, 2022], lags=1)
    assert found.fits["n"].values.tolist() == [290, 290, 290]
    assert found.fits["r_squared"].values.round(3).tolist() == [0.951, 0.958, 0.950]
    same_year = regress(panel, "U31004", PREDICTORS, periods=[2020, 2021, 2022])
    assert (same_year.fits["r_squared"] < 0.91).all()


def test_the_model_calculated_cost_is_a_regression_of_the_actual_one_in_each_year(
    panel: Panel,
) -> None:
    # the official model's own fit: no constant is left and the coefficient is 1
    years = [2020, 2021, 2022]
    official = regress(panel, "N31008", "U31004", periods=years)
    assert official.fits["coefficient"].sel(term="constant").values == pytest.approx(0, abs=0.2)
    assert official.fits["coefficient"].sel(term="U31004").values == pytest.approx(1, abs=3e-4)
    # what three of its predictors explain is then the same in fitted and in actual costs
    model, actual = (
        regress(panel, key, PREDICTORS, periods=years, lags=1).fits["coefficient"].values
        for key in ("U31004", "N31008")
    )
    np.testing.assert_allclose(model, actual, rtol=0.01)


def test_a_deviation_from_the_expected_share_is_the_difference_in_percentage_points(
    panel: Panel,
) -> None:
    found = deviation_from_expected(panel, "N00700", "N00485")
    assert found["unit"].values.tolist() == ["percentage_point"]
    assert found["direction"].values.tolist() == ["increase"]
    assert not issues_of(found)
    own = found["value"].sel(municipality="SE-0580", period="2016").item()
    values = panel.dataset["value"].sel(municipality="SE-0580", period="2016", group="total")
    assert own == values.sel(indicator="N00700").item() - values.sel(indicator="N00485").item()
    assert own == pytest.approx(-10.1)
