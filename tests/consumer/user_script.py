"""A researcher's script: `.ci/run` type-checks it against the installed wheel and runs it.

An ``ignore`` that is not needed is an error, so the wrong call below shows that type checkers see
the real types of the package and not ``Any``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import assert_type

import pandas as pd
import xarray as xr

import municompare as mc


def goals_per_plan(plans: Mapping[str, mc.Plan]) -> dict[str, int]:
    """Count the goals of each plan."""
    return {key: len(plan.goals) for key, plan in plans.items()}


def main() -> None:
    """Load, cite, compare, write, read, and meet an error."""
    plans = mc.load()
    assert_type(plans, mc.Plans)
    print(goals_per_plan(plans))

    plan = plans["silkeborg-2017"]
    assert_type(plan, mc.Plan)
    assert_type(plan.goals, pd.DataFrame)
    print(plan.cite(plan.goals["id"].iloc[0]))

    comparison = assert_type(mc.compare(plans), mc.Comparison)
    structure: pd.DataFrame = comparison.structure()
    print(structure.to_string())

    panel = assert_type(mc.load_panel(), mc.Panel)
    peers = mc.peer_groups("skr-kommungrupper")
    found = mc.benchmark(panel.sel(indicators="N31807", periods=2022), peers, statistics="rank")
    assert_type(found, xr.Dataset)
    estimates = mc.gap_estimates(
        panel, focus="SE-0581", indicators="N31807", pre=(2010, 2012), post=(2020, 2022),
        peers=[peers], allow=("anachronistic",),
    )  # fmt: skip
    assert_type(estimates, pd.DataFrame)

    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "plan"
        mc.write(plan, package)
        assert mc.read(package) == plan

    try:
        mc.load("nowhere-1900")
    except mc.MunicompareError as error:
        issues: list[mc.Issue] = list(error.report)
        print(issues[0].code, issues[0].message)
    else:
        raise AssertionError("an unknown plan has to be an error")


def wrong() -> None:
    """Call the package with an argument of the wrong type; never run."""
    mc.load(1900)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
