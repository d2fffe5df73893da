"""
Trajectories beside peers
=========================

How many residents received social assistance at some time of the year in Linköping and in
Norrköping, beside municipalities that are officially like them and beside the country.
"""

import municompare as mc
from municompare import plot

panel = mc.load_panel()
peers = mc.peer_groups("liknande-kommuner/ekonomiskt-bistand")

plot.trajectories(
    panel,
    peers,
    indicator="N31807",
    municipalities=["SE-0580", "SE-0581"],
    title="Residents who received social assistance at some time of the year",
)

# %%
# Both municipalities lay above their peers for most of these years, and both fell. Linköping's
# peers fell by as much, Norrköping's by much less. What is shaded touched many municipalities at
# once: the fall of Norrköping begins inside the refugee reception and goes on through the cuts of
# the employment service and the pandemic.
#
# A series that breaks
# --------------------
#
# The share of adult recipients with assistance for ten to twelve months of the year is counted in
# another way from 2017 on: months are added up over all municipalities in which somebody lived.
# The line stops there. What lies to the right of the break is not comparable with what lies to
# the left.

plot.trajectories(
    panel,
    peers,
    indicator="N31814",
    municipalities=["SE-0580", "SE-0581"],
    title="Adult recipients with long-term assistance",
)

# %%
# The same in numbers
# -------------------
#
# The picture draws what :func:`municompare.benchmark` computes.

found = mc.benchmark(
    panel.sel(indicators="N31807", periods=[2015, 2019, 2022]),
    peers,
    statistics=["median", "q25", "q75", "percentile_rank"],
    municipalities=["SE-0580", "SE-0581"],
)
shown = ["value", "peer_q25", "peer_median", "peer_q75", "percentile_rank", "n_peers"]
found[shown].squeeze().to_dataframe()[shown].round(2)

# %%
# What this does not say
# ----------------------
#
# - **Not why.** A line that falls beside a shaded field, or after something was done, has not
#   fallen because of it. :doc:`/_generated/gallery/plot_2_gap_estimate` asks how unusual the fall
#   up to 2019 is, and finds little.
# - **Not against equals.** The official list is a model of 2023, younger than all these years,
#   and may reflect what happened since. Seven peers are few, and the middle half of them is three
#   or four municipalities.
# - **Not a ranking.** The country's line is the share of all residents, in which large cities
#   weigh much; the median of peers is that of a municipality.
# - **Not all shocks.** Shaded is what the library's definitions list for this measure
#   (:doc:`/concepts/definitions`).
