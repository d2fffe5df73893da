"""What indices share: directions, the scale over a panel's municipalities, the answer's layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import xarray as xr

from municompare.comparison.benchmark_input import problem
from municompare.comparison.methods_deviation import derived
from municompare.comparison.methods_input import (
    FloatArray,
    Part,
    StatusArray,
    combined_status,
    municipality_rows,
    result_of,
)
from municompare.comparison.methods_scale import Bounds, index_bounds, normalised
from municompare.errors import Issue, Reading
from municompare.model.panel import PanelIndicator
from municompare.statistics.layout import STATUS_CODES
from municompare.statistics.panel import Panel

__all__ = [
    "Directions",
    "IndexDirection",
    "Scaled",
    "answer_of",
    "bounds_problems",
    "direction_problems",
    "flat_issues",
    "mean_on_scale",
    "on_scale",
]

IndexDirection: TypeAlias = Literal["increase", "decrease"]
"""Direction that counts as better."""

Directions: TypeAlias = IndexDirection | Mapping[str, IndexDirection] | None
"""One direction for all, one for each indicator by its key, or those of the figures."""

_METHOD: Final = (
    "clipped at the 2.5th and 97.5th percentile over municipalities ({bounds}), scaled to 0-100, "
    "100 is best"
)
_NOT_APPLICABLE: Final = STATUS_CODES["not_applicable"]
_SCALE: Final = {
    "low": "2.5th percentile over municipalities, before scaling",
    "high": "97.5th percentile over municipalities, before scaling",
    "n": "municipalities that have a value",
}


@dataclass(frozen=True, slots=True)
class Scaled:
    """Figures of one indicator on the scale, with what made the scale."""

    part: Part
    values: FloatArray
    status: StatusArray
    low: FloatArray
    high: FloatArray
    n: npt.NDArray[np.int32]


def on_scale(panel: Panel, part: Part, directions: Directions, bounds: Bounds) -> Scaled:
    """Put one part on the scale of the panel's municipalities; other rows take no part."""
    rows = municipality_rows(panel)
    own = part.values[rows]
    flat = own.reshape(len(own), -1)
    low, high = (bound.reshape(own.shape[1:]) for bound in index_bounds(flat, bounds))
    found = normalised(
        part.values, low, high, high_is_good=_direction_of(part, directions) == "increase"
    )
    found[~rows] = np.nan
    status = combined_status((part,), found)
    status[~rows] = _NOT_APPLICABLE
    return Scaled(part, found, status, low, high, np.isfinite(own).sum(axis=0).astype(np.int32))


def mean_on_scale(
    panel: Panel, key: str, parts: tuple[Part, ...], mean: FloatArray, bounds: Bounds
) -> Scaled:
    """Put a mean of several parts on the scale."""
    about = PanelIndicator(key=key, direction="increase")
    return on_scale(panel, Part(about, "", "", mean, combined_status(parts, mean)), None, bounds)


def answer_of(
    panel: Panel,
    found: Sequence[tuple[str, Scaled]],
    *,
    of: tuple[Part, ...],
    bounds: Bounds,
    how: str = "",
    described_with: str = "U31401 and other indices",
    issues: Iterable[Issue] = (),
) -> xr.Dataset:
    """Lay indices out, with percentiles and counts.

    Parameters
    ----------
    panel : Panel
        Whose municipalities, periods and groups.
    found : sequence
        Key and figures of each index.
    of : tuple of Part
        What the indices were made of: one part for each, or all parts of one index.
    bounds : {"observed", "linear"}
        How the percentiles were taken.
    how : str
        What was done before scaling.
    described_with : str
        Where Kolada describes the method.
    issues : iterable of Issue
        What was noticed before.
    """
    answers, noted = [], list(issues)
    for at, (name, index) in enumerate(found):
        parts = of if len(found) == 1 else of[at : at + 1]
        title = ", ".join(part.about.title or part.about.key for part in parts)
        about = derived(name, f"Index: {title}", parts, unit="index_point", direction="increase")
        answers.append((about, index.values, index.status))
        noted += flat_issues(panel, index)
    more = {
        name: (
            ("indicator", "period", "group"),
            np.stack([getattr(index, name) for _, index in found]),
            text,
        )
        for name, text in _SCALE.items()
    }
    return result_of(
        panel,
        answers,
        parts=of,
        method=how + _METHOD.format(bounds=bounds),
        source=f"RKA, as Kolada describes {described_with}",
        issues=noted,
        more=more,
    )


def flat_issues(panel: Panel, index: Scaled) -> Iterator[Issue]:
    """Say where the figures differ too little to make a scale."""
    flat = (index.n > 0) & ~(index.high > index.low)
    places = tuple(
        Reading(locator=f"{panel.periods[period]} {panel.groups[group]}")
        for period, group in np.argwhere(flat)
    )
    if places:
        yield Issue(
            code="MC865",
            severity="warning",
            message=f"expected figures of {index.part.about.key} that differ between "
            f"municipalities, found equal percentiles in {len(places)} cells; there is no index.",
            remedy="See the status undetermined.",
            readings=places,
        )


def _direction_of(part: Part, directions: Directions) -> str:
    if isinstance(directions, str):
        return directions
    return (directions or {}).get(part.about.key, "") or part.about.direction


def direction_problems(parts: Sequence[Part], directions: Directions) -> Iterator[Issue]:
    """Say which parts have no direction that is better, and which directions are of no part."""
    if not isinstance(directions, str):
        known = [part.about.key for part in parts]
        for name in directions or {}:
            if name not in known:
                yield problem(
                    "MC861",
                    f"expected directions of {', '.join(known)}, found one of {name!r}.",
                    "Name the indicators by their keys.",
                )
    for part in parts:
        found = _direction_of(part, directions)
        if found not in get_args(IndexDirection):
            yield problem(
                "MC863",
                f"expected 'increase' or 'decrease' as the direction of {part.about.key} that is "
                f"better, found {found!r}.",
                f"Give it: directions={{{part.about.key!r}: ...}}.",
                [part.about.key],
            )


def bounds_problems(bounds: object) -> Iterator[Issue]:
    """Say so if there is no such way to take a percentile."""
    if bounds not in get_args(Bounds):
        yield problem(
            "MC861",
            f"expected bounds to be one of {', '.join(get_args(Bounds))}, found {bounds!r}.",
            "Give another.",
        )
