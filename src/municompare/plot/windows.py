"""Target realism: a wanted change among all that municipalities changed in as much time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from municompare.comparison.realism_windows import Windows, windows_of
from municompare.io import read_crosswalk
from municompare.model.quantity import Period
from municompare.plot.asking import checked_frame, name_of, records_of, refused
from municompare.plot.canvas import (
    BLACK,
    BLUE,
    ORANGE,
    SMALL,
    VERMILLION,
    framed_axes,
    picture_of,
    sentence,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from municompare.model.crosswalk import Crosswalk
    from municompare.statistics.panel import Panel

__all__ = ["realism"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Row: TypeAlias = dict[str, Any]

_DRAWN: Final = (
    *("municipality", "subgroup", "measure", "title", "relation", "status"),
    *("concept", "baseline_period", "horizon"),
    *("wanted_change_percent", "share_percent", "windows", "before_share_percent"),
    *("before_windows", "own_windows"),
)
_MOST: Final = 6
_AXES: Final = 1.15
_HEADING: Final = 0.65
_BINS: Final = 40
_LIGHT: Final = "#B5B5B5"


def realism(
    found: pd.DataFrame,
    panel: Panel,
    *,
    crosswalk: Crosswalk | None = None,
    bridge_breaks: bool = False,
    title: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Figure:
    """Draw wanted changes among the changes of all municipalities over as much time.

    On the left all windows of the panel, on the right those that ended no later than the target's
    baseline, which could be known when it was set.

    Parameters
    ----------
    found : pandas.DataFrame
        What :func:`~municompare.target_realism` gave, or rows of it: one to six that are judged;
        others are counted in the foot.
    panel : Panel
        The panel that it was given.
    crosswalk : Crosswalk, optional
    bridge_breaks : bool, optional
        As they were given there.
    title : str, optional
        What is shown, in the words of the reader.
    names : mapping of str to str, optional
        Names of municipalities by id, before the bundled ones.

    Returns
    -------
    matplotlib.figure.Figure
        Two axes for each target and measure; one where the target has no baseline.

    Raises
    ------
    MunicompareError
        MC895 for what cannot be drawn, such as another panel; MC712 without matplotlib.

    Examples
    --------
    >>> import municompare as mc
    >>> from municompare import plot
    >>> panel = mc.load_panel()
    >>> found = mc.target_realism({"N31910": -14}, panel, horizon=2)
    >>> figure = plot.realism(found, panel)
    >>> print(figure.axes[0].get_title(loc="left"))
    N31910, −14 % in 2 years
    all windows: 36 % of 1,209 (12 far out)
    """
    rows = records_of(checked_frame(found, columns=_DRAWN, single=(), made_by="target_realism"))
    judged = [row for row in rows if row["status"] == "judged"]
    if not 1 <= len(judged) <= _MOST:
        raise refused(
            f"expected one to {_MOST} targets and measures that are judged, found {len(judged)}.",
            "Select rows of the frame; the column `why` says why others are not judged.",
        )
    hub = read_crosswalk() if crosswalk is None else crosswalk
    windows = [_windows(row, panel, hub, bridge_breaks=bridge_breaks) for row in judged]
    has_own = any(row["own_windows"] for row in judged)
    picture = picture_of(
        height=len(judged) * (_AXES + _HEADING) + 0.25,
        title=title or "How often municipalities changed by as much as is wanted",
        notes=_notes(judged, len(rows) - len(judged), panel),
        entries=3 + has_own,
    )
    columns = 1 + any(row["baseline_period"] is not None for row in judged)
    grid = picture.body.subplots(len(judged), columns, squeeze=False, sharex="row")
    for line, row, own in zip(grid, judged, windows, strict=True):
        edges = _edges(own.changes, row["wanted_change_percent"])
        shown = {"all windows": ("", own.changes)}
        if row["baseline_period"] is not None:
            ended = np.where(_ended(own, row["baseline_period"]), own.changes, np.nan)
            shown[f"ended by {row['baseline_period']}"] = ("before_", ended)
        for axes, (which, (prefix, changes)) in zip(line, shown.items(), strict=False):
            beyond = _draw(axes, row, changes, own.municipalities, edges)
            first = axes is line[0]
            framed_axes(axes, y="windows" if first else "")
            heading = axes.set_title(
                f"{_wanted(row, names) if first else ''}\n{_share(which, row, prefix, beyond)}",
                loc="left",
                fontsize=SMALL + 0.5,
                color=BLACK,
            )
            # it may reach over the axes on its right, whose own heading makes the room
            heading.set_in_layout(not first or columns == 1)
        for axes in line[len(shown) :]:
            axes.remove()
    for axes in grid[-1]:
        axes.set_xlabel("relative change, per cent", fontsize=SMALL + 1, color=BLACK)
    handles, _ = grid[0, 0].get_legend_handles_labels()
    picture.explained(handles)
    return picture.figure


def _windows(row: Row, panel: Panel, crosswalk: Crosswalk, *, bridge_breaks: bool) -> Windows:
    """The windows that a row was counted over.

    Raises
    ------
    MunicompareError
        MC711, if the panel lacks the measure; MC895, if it gives other windows.
    """
    panel.sel(indicators=row["measure"])
    limits = [
        (mapping.valid_from, mapping.valid_to)
        for mapping in crosswalk.measure_mappings(row["measure"])
        if mapping.concept == row["concept"]
    ]

    def holds(period: Period) -> bool:
        return not limits or any(
            (first is None or Period.parse(first).start <= period.start)
            and (last is None or period.end <= Period.parse(last).end)
            for first, last in limits
        )

    found = windows_of(
        panel,
        row["measure"],
        group=row["subgroup"] or "total",
        months=round(12 * row["horizon"]),
        country=row["municipality"][:2] if row["municipality"] else None,
        bridge_breaks=bridge_breaks,
        holds=holds,
    )
    count = int(np.isfinite(found.changes).sum())
    if count != row["windows"]:
        raise refused(
            f"expected the {row['windows']} windows of {row['measure']} that the frame counts, "
            f"found {count} in the panel.",
            "Give panel, crosswalk and bridge_breaks as target_realism was given them.",
        )
    return found


def _ended(windows: Windows, baseline: str) -> BoolArray:
    """Which spans ended no later than the baseline of the target."""
    known = Period.parse(baseline).end
    return np.array([span.end.end <= known for span in windows.spans])


def _edges(changes: FloatArray, wanted: float) -> FloatArray:
    """Edges of bars, one of them at the wanted change; the outermost hundredth is left out."""
    low, high = np.quantile(changes[np.isfinite(changes)], [0.005, 0.995])
    low, high = min(low, wanted), max(high, wanted)
    width = max((high - low) / _BINS, 1e-9)
    first, last = np.floor((low - wanted) / width), np.ceil((high - wanted) / width)
    return np.asarray(wanted + width * np.arange(min(first, -1), max(last, 1) + 1))


def _draw(
    axes: Axes, row: Row, changes: FloatArray, municipalities: Sequence[str], edges: FloatArray
) -> int:
    """Changes as bars, those of at least the wanted size in another colour, the own below.

    Counts those beyond the axis.
    """
    wanted = row["wanted_change_percent"]
    seen = changes[np.isfinite(changes)]
    counts, _ = np.histogram(seen, edges)
    middles = (edges[:-1] + edges[1:]) / 2
    side = math.copysign(1, wanted)
    enough = side * middles > side * wanted
    for which, colour, label in (
        (~enough, _LIGHT, "windows with less change"),
        (enough, ORANGE, "at least the wanted change"),
    ):
        axes.bar(
            middles[which],
            counts[which],
            width=np.diff(edges)[which],
            color=colour,
            edgecolor="white",
            linewidth=0.4,
            label=label,
        )
    axes.axvline(wanted, color=VERMILLION, linewidth=2, label="wanted change")
    axes.axvline(0, color=BLACK, linewidth=0.8, zorder=0.5)
    if row["municipality"] in municipalities:
        own = changes[municipalities.index(row["municipality"])]
        own = own[(own >= edges[0]) & (own <= edges[-1])]
        axes.plot(
            own,
            np.full(len(own), 0.05),
            "^",
            color=BLUE,
            markeredgecolor="white",
            markersize=7,
            transform=axes.get_xaxis_transform(),
            label="the municipality's own",
        )
    axes.set_xlim(edges[0], edges[-1])
    return len(seen) - int(counts.sum())


def _wanted(row: Row, names: Mapping[str, str] | None) -> str:
    """What is wanted by whom, and the measure beside which it is put."""
    of = f"{name_of(row['municipality'], names)}: " if row["municipality"] else ""
    years = f"{row['horizon']:g} year{'s' if row['horizon'] != 1 else ''}"
    relation = f" ({row['relation']})" if row["relation"] else ""
    wanted = f"{row['wanted_change_percent']:+.3g}".replace("-", "−")
    return f"{of}{row['measure']}{relation}, {wanted} % in {years}"


def _share(which: str, row: Row, prefix: str, beyond: int) -> str:
    """What share of which windows changed so much, and how many are not drawn."""
    share, windows = row[f"{prefix}share_percent"], row[f"{prefix}windows"]
    if share is None:
        return f"{which}: none"
    out = f" ({beyond} far out)" if beyond else ""
    return f"{which}: {share:.0f} % of {windows:,}{out}"


def _notes(judged: Sequence[Row], others: int, panel: Panel) -> Iterator[str]:
    """What is counted, what the measures are, and whose figures these are."""
    yield (
        "A window is one municipality and two periods as far apart as baseline and target. Windows "
        "overlap, so their number is no sample size. Those far out are counted and not drawn."
    )
    for measure, title in dict.fromkeys((row["measure"], row["title"]) for row in judged):
        yield sentence(f"{measure}: {title or 'title not known'}")
    if any(row["relation"] not in (None, "exactMatch") for row in judged):
        yield "The plan counts something else than these measures; how near, says the relation."
    if others:
        yield f"{others} other rows are not judged."
    yield f"Source: own computation from figures of {panel.publisher}."
