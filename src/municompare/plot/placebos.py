"""Placebo distributions: the municipality in focus among those in which nothing is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from municompare.comparison.gaps_numbers import Gaps
from municompare.comparison.gaps_placebos import TIES, Standing, standing
from municompare.plot.asking import (
    COMPARED_WITH,
    checked_frame,
    name_of,
    records_of,
    refused,
    source_of,
)
from municompare.plot.canvas import (
    BLACK,
    BLUE,
    SMALL,
    VERMILLION,
    framed_axes,
    picture_of,
    unit_in_words,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["placebo_distribution"]

FloatArray = npt.NDArray[np.float64]

_SINGLE: Final = (
    *("focus", "indicator", "unit", "group", "method", "peer_group", "peer_year", "pre", "post"),
)
_DRAWN: Final = ("municipality", "is_focus", "estimate", "studentised", "pre_gap", "pre_rmspe")
_BODY: Final = 2.6
_STACKS: Final = 18
"""Stacks of dots on each side of zero."""
_LIGHT: Final = "#A9A9A9"


def placebo_distribution(
    frame: pd.DataFrame,
    *,
    title: str | None = None,
    names: Mapping[str, str] | None = None,
    source: str | None = None,
) -> Figure:
    """Draw the estimate of a municipality among those of its placebos, one dot for each.

    On the left the estimates, on the right each in units of the municipality's own scatter before.
    Placebos that changed at least as much, up or down, are marked and counted.

    Parameters
    ----------
    frame : pandas.DataFrame
        What :func:`municompare.comparison.gaps.placebo_distribution` gave, for one row of
        :func:`~municompare.gap_estimates`.
    title : str, optional
        What is shown, in the words of the reader.
    names : mapping of str to str, optional
        Names of municipalities by id, before the bundled ones.
    source : str, optional
        Whose figures these are, if the frame has lost its attributes.

    Returns
    -------
    matplotlib.figure.Figure
        One or two axes: without scatter before there is no second one.

    Raises
    ------
    MunicompareError
        MC895 for what cannot be drawn, such as a refused estimate; MC712 without matplotlib.

    Examples
    --------
    >>> import municompare as mc
    >>> from municompare import plot
    >>> from municompare.comparison.gaps import placebo_distribution
    >>> found = placebo_distribution(
    ...     mc.load_panel(),
    ...     focus="SE-0581",
    ...     indicators="N31807",
    ...     pre=(2013, 2015),
    ...     post=(2017, 2019),
    ...     methods="country",
    ... )
    >>> for axes in plot.placebo_distribution(found).axes:
    ...     print(axes.get_title(loc="left"))
    8 of 46 placebos changed at least as much: p = 0.19
    2 of 46 placebos changed at least as much: p = 0.06
    """
    checked = checked_frame(
        frame,
        columns=_DRAWN,
        single=_SINGLE,
        made_by="municompare.comparison.gaps.placebo_distribution",
    )
    is_focus = checked["is_focus"].to_numpy(dtype=bool)
    estimate, scaled, before, scatter = (
        checked[name].to_numpy(dtype=np.float64)
        for name in ("estimate", "studentised", "pre_gap", "pre_rmspe")
    )
    first = checked.iloc[0]
    if is_focus.sum() != 1 or not np.isfinite(estimate[is_focus]).all():
        raise refused(
            "expected one municipality in focus with an estimate, found "
            f"{is_focus.sum()} in focus and {np.isfinite(estimate[is_focus]).sum()} estimates.",
            "The column `why` says why an estimate is refused.",
        )
    row = int(np.flatnonzero(is_focus)[0])
    gaps = Gaps(estimate, before, scatter, np.full(len(estimate), np.nan))
    shown = [(estimate, f"estimate, {unit_in_words(str(first['unit']))}", False)]
    if np.isfinite(scaled[row]):
        shown.append((scaled, "estimate / own scatter before", True))
    name = name_of(str(first["focus"]), names)
    picture = picture_of(
        height=_BODY,
        title=title or f"{name} among its placebos, {first['indicator']}",
        notes=_notes(checked, name, source),
        entries=3,
    )
    grid = picture.body.subplots(1, len(shown), squeeze=False)[0]
    for axes, (values, label, studentise) in zip(grid, shown, strict=True):
        handles, beyond = _draw(axes, values, row, name)
        further = f" ({beyond} further out)" if beyond else ""
        framed_axes(axes, x=f"{label}{further}", grid="")
        axes.spines["left"].set_visible(False)
        axes.set_title(
            _in_words(standing(gaps, row, ~is_focus, studentise=studentise)),
            loc="left",
            fontsize=SMALL,
            color=BLACK,
        )
    picture.explained(handles)
    return picture.figure


def _in_words(found: Standing) -> str:
    if found.rank is None or found.p is None:
        return "no placebos"
    return f"{found.rank - 1} of {found.n} placebos changed at least as much: p = {found.p:.2f}"


def _draw(axes: Axes, values: FloatArray, row: int, name: str) -> tuple[list[Artist], int]:
    """Stacked dots and the municipality as a line; counts what lies beyond the axis."""
    own = float(values[row])
    others = np.delete(values, row)
    others = np.sort(others[np.isfinite(others)])
    width, limit = _stacking(others, abs(own))
    seen = others[np.abs(others) <= limit]
    places, heights = _stacked(seen, width)
    most = max(heights.max(initial=0.0), 5.0)
    as_much = np.abs(seen) >= abs(own) * (1 - TIES)
    handles: list[Artist] = []
    for which, colour, shape, label in (
        (~as_much, _LIGHT, "o", "placebos that changed less"),
        (as_much, VERMILLION, "D", "placebos that changed at least as much"),
    ):
        handles += axes.plot(
            places[which],
            heights[which],
            shape,
            color=colour,
            markersize=min(6.5 if shape == "o" else 5.0, 125 / most),
            label=label,
        )
    handles.append(axes.axvline(own, color=BLUE, linewidth=2.2, label=name))
    axes.axvline(0, color=BLACK, linewidth=0.8, zorder=0.5)
    axes.set_xlim(-limit, limit)
    axes.set_ylim(0, 1.15 * (most + 0.5))
    axes.set_yticks([])
    return handles, len(others) - len(seen)


def _stacking(others: FloatArray, own: float) -> tuple[float, float]:
    """Width of a stack and end of the axis, so that the municipality stands between two stacks."""
    far = float(np.quantile(np.abs(others), 0.97)) if len(others) else 0.0
    width = max(far, 1.25 * own) / _STACKS or 1.0
    if own > width:
        width = own / round(own / width)
    return width, width * (_STACKS + 1)


def _stacked(ordered: FloatArray, width: float) -> tuple[FloatArray, FloatArray]:
    """Where dots stand, one above the other in the middle of their stack.

    Examples
    --------
    >>> places, heights = _stacked(np.array([-0.4, 0.1, 0.3, 1.2]), 1.0)
    >>> places.tolist(), heights.tolist()
    ([-0.5, 0.5, 0.5, 1.5], [0.5, 0.5, 1.5, 0.5])
    """
    stacks = np.floor(ordered / width)
    _, first, counts = np.unique(stacks, return_index=True, return_counts=True)
    above = np.arange(len(ordered), dtype=np.float64) - np.repeat(first, counts)
    return (stacks + 0.5) * width, above + 0.5


def _notes(frame: pd.DataFrame, name: str, source: str | None) -> Iterator[str]:
    """What is compared with what, and whose figures these are."""
    row = records_of(frame.head(1))[0]
    beside = COMPARED_WITH.get(row["method"], row["method"])
    if row["method"] == "did":
        year = f", model of {row['peer_year']}" if row["peer_year"] else ""
        beside = f"{row['peer_group']}{year}"
    yield (
        f"{row['indicator']}, {row['group']}: change from {row['pre']} to {row['post']}, compared "
        f"with: {beside}. Each dot is a municipality, treated as if it were {name}."
    )
    yield (
        "p: one more than the placebos that changed at least as much, over one more than all. "
        "Neither p is that of an effect."
    )
    yield source_of(frame, source)
