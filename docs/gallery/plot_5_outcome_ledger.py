"""
What became of the targets
==========================

Every target of the three bundled plans, the public measure that is nearest to it, the test whether
plan and publisher count the same, and a verdict. None can be judged. This page shows why.
"""

import pandas as pd

import municompare as mc
from municompare import plot

panels = [mc.load_panel("SE"), mc.load_panel("DK")]
peers = mc.peer_groups("liknande-kommuner/ekonomiskt-bistand")
comparison = mc.compare(mc.load())
ledger = comparison.outcomes(panels, peers)
verdicts = ledger.groupby(["plan", "verdict"])["measurement"].nunique()
verdicts.rename("targets").to_frame()

# %%
# Where it ends
# -------------
#
# From a target to a verdict it takes a public measure of the same thing, a printed value that
# agrees with the published one, and figures of the right years. How many targets come how far:

steps = {
    "targets": ledger["verdict"].notna(),
    "a public measure of the concept is at hand": ledger["use"] != "none",
    "it counts the same (exact or close)": ledger["use"] == "same_measure",
    "both print a figure for one period": ledger["anchors_tested"].fillna(0) > 0,
    "some of these figures agree": ledger["anchors_agreeing"].fillna(0) > 0,
    "a verdict": ledger["verdict"] != "cannot_be_judged",
}
reached = ledger["verdict"].notna()
counts = {}
for step, holds in steps.items():
    reached &= holds
    counts[step] = ledger[reached].groupby("plan")["measurement"].nunique()
pd.DataFrame(counts).T.fillna(0).astype(int)

# %%
# What the reasons are about (a target can have several):

ledger["aspects"].str.split("; ").explode().value_counts().rename("rows").to_frame()

# %%
# The one that comes nearest
# --------------------------
#
# Linköping wants a decision on social assistance within 15 days in 2019. Kolada publishes 9.

rows = ledger.query("measure == 'U31402' and target_period == '2019'")
[waiting] = rows.to_dict("records")
shown = ["target", "unit", "measure", "relation", "public_at", "period_at", "verdict"]
rows[shown].T.set_axis(["days until a decision"], axis="columns")

# %%
# Was it reached? The anchor test puts every value that the plan prints beside the published one:

anchors = comparison.anchors(panels[0])
anchors = anchors[anchors["measure"] == "U31402"].set_index("period")
anchors[["plan_value", "public_value", "tolerance", "unit", "result", "relation_by_anchor"]]

# %%
# In 2017 both count the same, in 2018 they do not. The reasons of the verdict say what happened:

for reason in waiting["why"].split("; "):
    print("-", reason)

# %%
# The picture shows it: the publisher's clock was set anew in 2018, the plan's was not.

plot.trajectories(
    panels[0],
    peers,
    indicator="U31402",
    municipalities="SE-0580",
    marks={
        "printed in the plan": anchors["plan_value"].to_dict(),
        "target of the plan": {waiting["target_period"]: waiting["target"]},
    },
    title="Days until a decision on social assistance: two clocks",
)

# %%
# "The target was reached" would compare two clocks.
#
# What this does not say
# ----------------------
#
# - **Not that targets were missed.** ``cannot_be_judged`` is an answer about figures, not about
#   the municipality. Its own follow-up may know more than any publisher.
# - **Not that the plans are bad.** Most of their targets are about things for which there is no
#   public figure, and should perhaps have none.
# - **Not why.** Also a target that had been reached would not have been reached because of the
#   plan.
