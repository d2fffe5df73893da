"""
Target realism
==============

Linköping's plan wants fewer households with social assistance: 14 per cent less in two years. How
often has any Swedish municipality changed by as much in as much time?
"""

import municompare as mc
from municompare import plot

panel = mc.load_panel()
targets = mc.compare(mc.load("linkoping-2019")).targets()
found = mc.target_realism(targets, panel)

# %%
# No public measure counts what the plan counts, households in a month on average. Two are near:
# households in the year (N31910) and persons in the year (N31848). One row for each target and
# measure, of which a share of all windows, and a share of those that ended before the plan was
# made:

judged = found[found["status"] == "judged"]
columns = {
    "measure": "measure",
    "relation": "relation",
    "baseline_period": "from",
    "target_period": "to",
    "wanted_change_percent": "wanted, %",
    "share_percent": "all windows, %",
    "windows": "of",
    "before_share_percent": "ended before the plan, %",
    "before_windows": "of those",
}
households = judged[judged["concept"] == "social-assistance-caseload"]
households[list(columns)].rename(columns=columns).round(1).set_index("measure")

# %%
# The two shares differ because in 2021 and 2022 these numbers fell nearly everywhere, which
# nobody could know in 2018. What could be known is the second one: of windows of two years about
# every fifth or seventh had shown so much.

plot.realism(
    households[households["target_period"] == "2020"],
    panel,
    title="Linköping wants 14 per cent fewer households with assistance in two years",
)

# %%
# Other targets of the same plan want what fewer than one window in ten has shown:

concepts = ["very-long-term-assistance", "children-in-assistance"]
others = judged[judged["concept"].isin(concepts)]
plot.realism(
    others[others["target_period"] == "2020"],
    panel,
    title="Very long-term assistance, and children in families with assistance",
)

# %%
# Not judged
# ----------
#
# Most targets ask for no relative change that could be put beside figures:

why = found.loc[found["status"] != "judged", "why"].str.partition(" (")[0]
why.value_counts().rename_axis("why").rename("targets and measures").to_frame()

# %%
# What this does not say
# ----------------------
#
# - **Not whether the target was reached,** and not whether it can be.
#   :doc:`/_generated/gallery/plot_5_outcome_ledger` asks the first.
# - **Not a probability.** Windows of one municipality overlap, small municipalities vary more
#   than large ones, and no two times are alike. A share says what has happened.
# - **Not about the plan's own measure.** ``relatedMatch`` says that the public figures count
#   something else; a month's households move otherwise than a year's.
