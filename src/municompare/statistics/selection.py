"""Parts of a panel by name, and what to say when a name is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeAlias

import xarray as xr

from municompare.errors import Issue, IssueReport, Reading
from municompare.statistics.layout import fault, frozen

__all__ = ["Names", "selected", "unknown_names"]

Names: TypeAlias = str | int | Iterable[str | int] | None
"""One name, several, or None for all; years may be numbers."""


def selected(dataset: xr.Dataset, asked: Mapping[str, Names]) -> xr.Dataset:
    """Give the part of a panel that is asked for, in the order asked for.

    Raises
    ------
    MunicompareError
        With every name that is not there.
    """
    wanted: dict[str, list[str]] = {}
    for dimension, names in asked.items():
        if isinstance(names, (str, int)):
            wanted[dimension] = [str(names)]
        elif names is not None:
            wanted[dimension] = list(dict.fromkeys(map(str, names)))
    IssueReport.of(
        issue
        for dimension, names in wanted.items()
        for issue in unknown_names(dataset, dimension, names)
    ).raise_if_any()
    return frozen(dataset.sel(wanted))


def unknown_names(dataset: xr.Dataset, dimension: str, names: Sequence[Any]) -> Iterator[Issue]:
    """Say which names a panel does not have, and which is the nearest."""
    known: list[str] = dataset[dimension].values.tolist()
    some = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    if not names:
        yield fault("MC711", f"expected at least one {dimension}, found none.", "Name one.")
    for name in sorted(set(names) - set(known), key=names.index):
        close = get_close_matches(name, known, n=1)
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        yield fault(
            "MC711",
            f"the panel has no {dimension} {name!r}{hint}.",
            f"There are: {some}.",
            [Reading(text=name, locator=dimension)],
        )
