"""A wanted change beside all windows of a measure: shares, quartiles, and the own municipality."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from municompare.comparison.realism_targets import Asked
from municompare.comparison.realism_windows import (
    BoolArray,
    Windows,
    breaks_known,
    large_windows,
    windows_of,
)
from municompare.model.quantity import Period

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["beside"]

_GROUPS: Final = {None: "total", "women": "women", "men": "men"}


def beside(
    asked: Asked,
    key: str,
    panel: Panel,
    holds: Callable[[Period], bool],
    min_population: float | None,
    *,
    bridge_breaks: bool,
) -> dict[str, Any]:
    """A wanted change beside all windows of a measure."""
    indicator = panel.indicator(key)
    answer: dict[str, Any] = {"title": indicator.title or None}
    group = _GROUPS.get(asked.texts.get("subgroup"))
    if group not in panel.groups:
        return {**answer, "why": f"no figures of the group {asked.texts.get('subgroup') or group}"}
    assert asked.months is not None
    assert asked.wanted is not None
    windows = windows_of(
        panel,
        key,
        group=str(group),
        months=asked.months,
        country=asked.country,
        bridge_breaks=bridge_breaks,
        holds=holds,
    )
    breaks = [each.starts for each in breaks_known(panel, key)]
    answer |= {
        "breaks": ", ".join(breaks) or None,
        "broken_windows": windows.broken,
        "zero_base_windows": windows.zero_base,
        "windows": 0,
    }
    there = np.isfinite(windows.changes)
    if not there.any():
        return {**answer, "why": _no_window(asked, windows)}
    # as exact as the figures are: 0.9 of 1.0 is a change of -10 per cent
    margin = 400 * np.finfo(panel.dataset["value"].dtype).eps * (1 + abs(asked.wanted) / 100)
    side = math.copysign(1, asked.wanted)
    reached = side * windows.changes >= side * asked.wanted - margin
    used = [span for column, span in enumerate(windows.spans) if there[:, column].any()]
    quartiles = np.quantile(windows.changes[there], [0.25, 0.5, 0.75]).tolist()
    return {
        **answer,
        **_share("", reached, there),
        "reached": int(reached[there].sum()),
        "municipalities": _municipalities(there),
        "first_period": min(used, key=lambda span: span.start.start).start.text,
        "last_period": max(used, key=lambda span: span.end.end).end.text,
        **dict(zip(("change_q25", "change_median", "change_q75"), quartiles, strict=True)),
        **_before(asked, windows, reached, there),
        **_large(panel, windows, min_population, reached, there),
        **_own(asked, windows, reached, there),
        "status": "judged",
        "why": None,
    }


def _share(prefix: str, reached: BoolArray, which: BoolArray) -> dict[str, Any]:
    windows = int(which.sum())
    share = 100 * int(reached[which].sum()) / windows if windows else None
    return {f"{prefix}share_percent": share, f"{prefix}windows": windows}


def _municipalities(which: BoolArray) -> int:
    return int(which.any(axis=1).sum())


def _before(asked: Asked, windows: Windows, reached: BoolArray, there: BoolArray) -> dict[str, Any]:
    """What could be known when the target was set."""
    baseline = asked.texts.get("baseline_period")
    if baseline is None:
        return {}
    known = Period.parse(baseline).end
    ended = np.array([span.end.end <= known for span in windows.spans])
    return _share("before_", reached, there & ended)


def _large(
    panel: Panel,
    windows: Windows,
    min_population: float | None,
    reached: BoolArray,
    there: BoolArray,
) -> dict[str, Any]:
    if min_population is None:
        return {}
    which = there & large_windows(panel, windows, min_population)
    return {
        **_share("large_", reached, which),
        "large_municipalities": _municipalities(which),
    }


def _own(asked: Asked, windows: Windows, reached: BoolArray, there: BoolArray) -> dict[str, Any]:
    """The windows of the target's own municipality; they are among all windows too."""
    if asked.municipality not in windows.municipalities:
        return {}
    own = np.zeros_like(there)
    row = windows.municipalities.index(asked.municipality)
    own[row] = there[row]
    median = float(np.median(windows.changes[own])) if own.any() else None
    return {**_share("own_", reached, own), "own_change_median": median}


def _no_window(asked: Asked, windows: Windows) -> str:
    """Why there is no window at all."""
    if not windows.municipalities:
        return f"the figures hold no municipality of {asked.country or 'any country'}"
    left_out = {
        "start at zero": windows.zero_base,
        "cross a series break": windows.broken,
    }
    if any(left_out.values()):
        return "; ".join(f"{n} windows {what}" for what, n in left_out.items() if n)
    return f"no municipality has figures {asked.months} months apart for which the mapping holds"
