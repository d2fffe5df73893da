"""The official methods: deviations, indices, full-time persons, rankings, regression."""

from municompare.comparison.benchmark_notes import issues_of
from municompare.comparison.methods_deviation import deviation_from_expected, net_cost_deviation
from municompare.comparison.methods_efficiency import efficiency_index, resource_index
from municompare.comparison.methods_index import composite_index, rka_index
from municompare.comparison.methods_input import Figures, as_panel
from municompare.comparison.methods_persons import full_time_persons
from municompare.comparison.methods_ranking import actual_expected_ranking
from municompare.comparison.methods_regression import regress
from municompare.comparison.methods_regression_result import Regression

__all__ = [
    "Figures",
    "Regression",
    "actual_expected_ranking",
    "as_panel",
    "composite_index",
    "deviation_from_expected",
    "efficiency_index",
    "full_time_persons",
    "issues_of",
    "net_cost_deviation",
    "regress",
    "resource_index",
    "rka_index",
]
