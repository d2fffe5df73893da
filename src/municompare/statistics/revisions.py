"""What changed between two vintages of a panel."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import xarray as xr

from municompare.errors import IssueReport, Reading
from municompare.statistics.layout import ABSENT, DIMENSIONS, STATUSES, fault, in_order

__all__ = ["revisions_between"]

_KINDS: Final = ("changed", "added", "removed", "status_changed")
_BLOCK: Final = 2**20


def revisions_between(before: xr.Dataset, after: xr.Dataset) -> pd.DataFrame:
    """Give the cells that differ, in the order of a panel.

    Raises
    ------
    MunicompareError
        If an indicator has another unit in each.
    """
    _refuse_other_units(before, after)
    names = [
        in_order(dimension, {*before[dimension].values, *after[dimension].values})
        for dimension in DIMENSIONS
    ]
    # where the two are stored differently, the coarser of them decides what differs
    dtype = np.promote_types(before["value"].dtype, after["value"].dtype)
    if before["value"].dtype != after["value"].dtype:
        dtype = np.dtype(np.float32)
    step = max(1, _BLOCK // int(np.prod([len(along) for along in names[1:]])))
    found = []
    for start in range(0, len(names[0]), step):
        block = [names[0][start : start + step], *names[1:]]
        found.append(_differences(before, after, block, dtype))
    return pd.concat(found, ignore_index=True)


def _refuse_other_units(before: xr.Dataset, after: xr.Dataset) -> None:
    units = [
        dict(zip(d["indicator"].values, d["unit"].values, strict=True)) for d in (before, after)
    ]
    IssueReport.of(
        fault(
            "MC714",
            f"expected one unit, found {units[0][key]!r} and {units[1][key]!r}.",
            "Convert one of the panels first.",
            [Reading(text=key, locator=f"indicator {key}")],
        )
        for key in units[0]
        if key in units[1] and units[0][key] and units[1][key] and units[0][key] != units[1][key]
    ).raise_if_any()


def _differences(
    before: xr.Dataset, after: xr.Dataset, names: list[list[str]], dtype: np.dtype[Any]
) -> pd.DataFrame:
    values, statuses = [], []
    for dataset in (before, after):
        aligned = dataset[["value", "status"]].reindex(
            dict(zip(DIMENSIONS, names, strict=True)),
            fill_value={"value": np.nan, "status": ABSENT},
        )
        with np.errstate(over="ignore"):
            values.append(aligned["value"].values.astype(dtype, copy=False))
        statuses.append(aligned["status"].values)
    other_status = statuses[0] != statuses[1]
    # where both have a value; NaN is never equal, and a missing value has its status
    other_value = ~other_status & (values[0] != values[1]) & ~np.isnan(values[0])
    places = np.nonzero(other_status | other_value)
    before_value, after_value = (value[places] for value in values)
    before_status, after_status = (status[places] for status in statuses)
    kind = np.select(
        [before_status == ABSENT, after_status == ABSENT, before_status != after_status],
        [_KINDS.index("added"), _KINDS.index("removed"), _KINDS.index("status_changed")],
        _KINDS.index("changed"),
    )
    text = pd.StringDtype("python")
    columns: dict[str, Any] = {
        dimension: pd.array(np.array(along, dtype=object)[place], dtype=text)
        for dimension, along, place in zip(DIMENSIONS, names, places, strict=True)
    }
    columns["kind"] = pd.array(np.array(_KINDS, dtype=object)[kind], dtype=text)
    columns["before"], columns["after"] = before_value, after_value
    words = np.array(STATUSES, dtype=object)
    columns["status_before"] = pd.array(words[before_status], dtype=text)
    columns["status_after"] = pd.array(words[after_status], dtype=text)
    with np.errstate(over="ignore"):
        columns["difference"] = after_value - before_value
    return pd.DataFrame(columns)
