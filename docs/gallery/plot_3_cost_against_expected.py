"""
Cost against expected
=====================

What social assistance cost, beside what a model lets expect: the official model-calculated cost,
what it rests on, and an official index computed anew.
"""

import pandas as pd

import municompare as mc
from municompare import plot
from municompare.comparison.methods import composite_index, regress

panel = mc.load_panel()

# %%
# What the expected cost rests on
# -------------------------------
#
# By its description the model-calculated cost (U31004) rests on low education, young adults,
# unemployment, and unemployment without benefit, of the year before. The share of young adults
# was not at hand; the other three account for nearly all of its variance:

conditions = ["N01984", "N03920", "U00801"]
regress(panel, "U31004", conditions, periods=2022, lags=1)

# %%
# The *actual* cost is another matter. The expected cost accounts for less than half of its
# variance, with a coefficient of one and no constant:

regress(panel, "N31008", ["U31004"], periods=2022)

# %%
# Actual against expected
# -----------------------

plot.cost_against_expected(
    panel,
    actual="N31008",
    expected="U31004",
    period=2022,
    highlight=["SE-0580", "SE-0581"],
    title="Net cost of social assistance: actual against model-calculated, 2022",
)

# %%
# Linköping's cost lies far above what the model lets expect, Norrköping's somewhat.
#
# For a year without official model cost the conditions themselves can be the predictors, each
# municipality left out of its own expected value. They explain less, and so the deviations are
# larger. That says something of the model and nothing of the municipalities:

model = regress(panel, "N31008", conditions, periods=2019, lags=1)
explained = float(model.fits["leave_one_out_r_squared"].values[0])
plot.cost_against_expected(
    panel,
    actual="N31008",
    expected=model.expected_panel(leave_one_out=True),
    period=2019,
    highlight=["SE-0580", "SE-0581"],
    title=f"Actual cost against a regression (R² {explained:.2f}), 2019",
)

# %%
# An official index, computed anew
# --------------------------------
#
# RKA's quality index of social assistance (U31401) is the mean of two figures, each put on a
# scale from 0 to 100, and put on that scale again: how many did not come back within a year
# (U31462), and how many had assistance for long (N31814). Computed from the published figures:

quality = composite_index(panel, ["U31462", "N31814"], key="quality")
published = panel.sel(indicators="U31401").dataset
both = pd.DataFrame(
    {
        "computed": quality["value"].squeeze(drop=True).to_series(),
        "published": published["value"].squeeze(drop=True).to_series(),
    },
).dropna()
years = both.groupby("period")
away = (both["computed"] - both["published"]).abs().groupby("period")
pd.DataFrame(
    {
        "municipalities": years.size(),
        "correlation": years["computed"].corr(both["published"]),
        "median difference": away.median(),
        "largest difference": away.max(),
    },
).round(4)

# %%
# In the first and the last year the formula gives the published figures, in the last for all but
# one municipality. Between them a part was revised after the index had been computed
# (:doc:`/concepts/methods`).
#
# What this does not say
# ----------------------
#
# - **Not that a municipality wastes money.** A deviation holds ambition, quality, efficiency and
#   bookkeeping, and every condition that the model leaves out. It does not tell them apart.
# - **Not what assistance should cost.** The model says what others with the same few conditions
#   spend. More than half of the difference between municipalities is not in it.
# - **Not quality.** An index of 100 is a place among the municipalities of one year. It can fall
#   while both of its parts improve.
