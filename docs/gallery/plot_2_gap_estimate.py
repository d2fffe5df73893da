"""
A gap estimate, step by step
============================

Norrköping's plan for 2016 widens *servicetrainee* from 25 to 125 places. Did the share of residents
with social assistance change otherwise than elsewhere? This page goes from one number to all that
can be defended, and to how unusual they are.
"""

import municompare as mc
from municompare import plot
from municompare.comparison.gaps import placebo_distribution
from municompare.io.peer_lists import available_peer_groups

panel = mc.load_panel()
event = mc.Event(
    municipality="SE-0581",
    what="Servicetrainee, from 25 to 125 places",
    starts="2016",
    measures=("N31807",),
)

# %%
# One number
# ----------
#
# Against the unweighted mean of all other municipalities, the mean of 2017 to 2019 less that of
# 2013 to 2015:

windows = {"pre": (2013, 2015), "post": (2017, 2019)}
one = mc.gap_estimates(panel, event, methods="country", **windows)
shown = ["estimate", "unit", "pre_gap", "min_detectable", "rtm_adjusted", "claim"]
one[shown].round(2).T.set_axis(["against all others"], axis="columns")

# %%
# The share fell by more than it did elsewhere. But the gap before was large, a change of this
# size would mostly be missed beside the scatter of others (``min_detectable``), and what
# municipalities with as large a gap before moved accounts for all of it (``rtm_adjusted``). The
# columns are explained in :doc:`/concepts/gap-estimates`.
#
# Beside whom?
# ------------
#
# *All others* is one choice. The twelve official lists and the classifications of 2017 and 2023
# are fourteen more. All are of a model year later than the years before and so refused, unless one
# allows it by name. Those whose years before fit badly stay refused.

known = available_peer_groups().query("country == 'SE'")
peers = [
    mc.peer_groups(key, year=year)
    for key, year in known[["key", "model_year"]].itertuples(index=False)
]
estimates = mc.gap_estimates(
    panel,
    event,
    pre=[(2013, 2015), (2012, 2014)],
    post=[(2017, 2019), (2017, 2018)],
    peers=peers,
    allow="anachronistic",
)
plot.specification_curve(
    estimates,
    title="Residents with social assistance: Norrköping's change beyond that of others",
)

# %%
# Every column is one way to compare. The estimates go from more than one percentage point down to
# nothing; which one is met depends on the peers. All lie inside the grey, where changes are
# mostly missed, and nearly all change sign once regression to the mean is taken away (orange).
# How many say what:

estimates["claim"].fillna("refused").value_counts().rename("specifications").to_frame()

# %%
# No row is an ``estimate_under_assumptions``. What keeps them from it:

limits = estimates["limits"].dropna().str.split("; ").explode()
limits = limits.str.replace("overlaps with: .*", "overlaps with a shock", regex=True)
limits.value_counts().rename_axis("limit").rename("specifications").to_frame()

# %%
# How unusual?
# ------------
#
# Every municipality of between a third and three times the inhabitants is treated as if it were
# Norrköping, against all others:

placebos = placebo_distribution(panel, event, methods="country", **windows)
plot.placebo_distribution(
    placebos, title="Norrköping among municipalities of its size, against all others"
)

# %%
# On the left the changes themselves, on the right each beside its own scatter in the three years
# before. The two disagree, because a scatter that rests on three years is itself uncertain, and
# Norrköping's was small. After adjustment over all columns of the curve (in the foot of the
# picture above) nothing is unusual.
#
# What this does not say
# ----------------------
#
# - **Not that servicetrainee had no effect.** Of 125 places among 140,000 residents little could be
#   seen in a share of all residents, whatever they did for those who had one.
# - **Not that it had one.** What is estimated is the change beyond that of peers, all of which
#   ran measures of their own; refugee reception and the cuts of the employment service fall into
#   the same years.
# - **Not one number.** Whoever shows one column of the curve has to say why it is that one.
