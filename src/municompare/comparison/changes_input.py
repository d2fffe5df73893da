"""What changes and distances are asked for: everything checked, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import xarray as xr

from municompare.comparison.benchmark_input import problem
from municompare.comparison.peers_search import names_of
from municompare.comparison.realism_targets import is_number
from municompare.errors import Issue, Reading
from municompare.model.quantity import Period
from municompare.statistics.layout import breaks_of
from municompare.statistics.selection import unknown_names

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["no_arrays", "places_of", "setting", "targeted", "unbroken", "without_direction"]


def places_of(
    panel: Panel, base: str | int, periods: str | int | Iterable[str | int] | None
) -> tuple[list[int], int, list[Issue]]:
    """Places of the periods and of the base, and what is wrong with them."""
    known = panel.periods
    asked = known if periods is None else list(dict.fromkeys(names_of(periods)))
    issues = [
        *unknown_names(panel.dataset, "period", [str(base)]),
        *unknown_names(panel.dataset, "period", asked),
    ]
    if issues:
        return [], 0, issues
    return [known.index(name) for name in asked], known.index(str(base)), []


def unbroken(
    dataset: xr.Dataset, own: Sequence[int], base: int
) -> tuple[npt.NDArray[np.bool_], list[Issue]]:
    """For every indicator and period whether no series break is between it and the base."""
    periods = [Period.parse(name).start for name in dataset["period"].values]
    texts = dataset["breaks"].values
    allowed = np.ones((len(texts), len(own)), dtype=bool)
    for row in np.flatnonzero(texts != "[]"):
        for each in breaks_of(texts[row]):
            starts = Period.parse(each.starts).start
            is_new = [periods[at] >= starts for at in own]
            allowed[row] &= np.array(is_new) == (periods[base] >= starts)
    keys = dataset["indicator"].values[~allowed.all(axis=1)]
    broken = [Reading(locator=str(key)) for key in keys]
    if not broken:
        return allowed, []
    issue = Issue(
        code="MC842",
        severity="warning",
        message=f"{len(broken)} measures are counted in another way from some period on, so there "
        "is no change over it.",
        remedy="Take a base on the same side of the break.",
        readings=tuple(broken),
    )
    return allowed, [issue]


def targeted(
    panel: Panel, targets: Mapping[str, float] | Panel
) -> tuple[tuple[str, ...], list[Issue]]:
    """Indicators of the panel that have targets, and what is wrong with these."""
    issues: list[Issue] = []
    if isinstance(targets, Mapping):
        given: frozenset[str] = frozenset(targets)
        issues += unknown_names(panel.dataset, "indicator", list(targets))
        for key, number in targets.items():
            if not is_number(number):
                message = f"expected a number as target of {key}, found {number!r}."
                issues.append(setting(message, "Give one on the scale of the figures."))
    else:
        given = frozenset(targets.indicators)
    keys = tuple(key for key in panel.indicators if key in given)
    if not keys and not issues:
        message = "expected targets of indicators of the panel, found none."
        issues.append(setting(message, "Give them under the keys of the panel."))
    return keys, issues


def without_direction(dataset: xr.Dataset, turn: npt.NDArray[np.float64]) -> list[Issue]:
    """Say which measures have no direction, and so no distance."""
    keys = dataset["indicator"].values[np.isnan(turn)]
    if not len(keys):
        return []
    return [
        Issue(
            code="MC843",
            severity="warning",
            message=f"{len(keys)} measures have no direction that is better, so there is no "
            "distance to a target.",
            remedy="State the direction of the indicators.",
            readings=tuple(Reading(locator=str(key)) for key in keys),
        )
    ]


def no_arrays() -> Issue:
    """Say that nothing is written to arrays before it is computed."""
    return setting(
        "expected no out for figures that are not computed yet, found some.",
        "Leave it out; the answers are not computed yet either.",
    )


def setting(message: str, remedy: str) -> Issue:
    """Make the error for a setting that is not possible."""
    return problem("MC841", message, remedy)
