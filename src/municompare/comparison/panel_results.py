"""What every answer computed from a panel says of itself, and arrays that it may be written to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from municompare.comparison.benchmark_input import problem
from municompare.comparison.benchmark_statistics import unit_of_gap
from municompare.errors import Issue, IssueReport

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["attributes_of", "gap_units", "named", "writable"]


def attributes_of(panel: Panel, issues: Iterable[Issue], **about: Any) -> dict[str, Any]:
    """Attributes of an answer; ``attribution`` never cites processed figures as published."""
    return {
        **about,
        "publisher": panel.publisher,
        "attribution": f"Own computation from figures of {panel.publisher}",
        "processed": "yes",
        "vintage": panel.vintage,
        "remarks": panel.remarks,
        "issues": json.dumps([asdict(issue) for issue in issues], ensure_ascii=False),
    }


def gap_units(dataset: xr.Dataset) -> xr.Variable:
    """Units of differences of two values."""
    units = [unit_of_gap(unit) for unit in dataset["unit"].values]
    return xr.Variable("indicator", np.array(units, dtype=object))


def named(variable: xr.Variable, text: str, units: str | None = None) -> xr.Variable:
    """The variable, which says what it is."""
    variable.attrs = {"long_name": text} if units is None else {"long_name": text, "units": units}
    return variable


def writable(
    out: Mapping[str, npt.NDArray[Any]] | None,
    names: Sequence[str],
    shape: tuple[int, ...],
    dtypes: Sequence[np.dtype[Any]],
) -> list[npt.NDArray[Any]]:
    """Arrays for the answers: those that were given, and new ones for the others.

    Raises
    ------
    MunicompareError
        MC841, if an array has another shape or type or cannot be written to, or nobody asked for
        its name.
    """
    given: dict[str, Any] = dict(out or {})
    problems = [
        _unfit(f"one of {', '.join(names)}", repr(key)) for key in given if key not in names
    ]
    arrays = []
    for name, dtype in zip(names, dtypes, strict=True):
        array = given.get(name)
        if array is None:
            array = np.empty(shape, dtype=dtype)
        elif not isinstance(array, np.ndarray):
            problems.append(_unfit(f"an array for {name}", type(array).__name__))
        elif (array.shape, array.dtype) != (shape, dtype) or not array.flags.carray:
            found = f"{array.dtype} of the shape {array.shape}"
            wanted = f"{dtype} of the shape {shape}, contiguous and writable,"
            problems.append(_unfit(f"{wanted} for {name}", found))
        arrays.append(array)
    IssueReport.of(problems).raise_if_any()
    return arrays


def _unfit(expected: str, found: str) -> Issue:
    remedy = "Leave it out, or give an array made for this answer."
    return problem("MC841", f"expected {expected} in out, found {found}.", remedy)
