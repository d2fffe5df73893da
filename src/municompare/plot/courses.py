"""Trajectories: the figures of municipalities beside those of their peers, year by year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from municompare.comparison.benchmarks import benchmark, issues_of
from municompare.comparison.peers_search import names_of
from municompare.comparison.realism_windows import breaks_known
from municompare.errors import CODES
from municompare.plot.asking import name_of, refused
from municompare.plot.canvas import (
    BAND,
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    PURPLE,
    SAND,
    SHOCK,
    SMALL,
    VERMILLION,
    framed_axes,
    picture_of,
    sentence,
    unit_in_words,
)
from municompare.plot.timeline import Struck, Timeline, struck_within, timeline_of, touching

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from municompare.model.event import Shock
    from municompare.model.panel import SeriesBreak
    from municompare.model.peers import PeerSet
    from municompare.statistics.panel import Panel

__all__ = ["trajectories"]

FloatArray = npt.NDArray[np.float64]
Marks = Mapping[str, Mapping[str | int, float]]

_LANE: Final = 0.15
"""Inches of a row of shocks above the axes."""
_BODY: Final = 2.5
"""Inches of one axes."""
_SHAPES: Final = (("D", ORANGE), ("*", PURPLE), ("s", VERMILLION), ("^", GREY))
_MOST: Final = 4
"""Municipalities that fit beside and below each other."""


def trajectories(
    panel: Panel,
    peers: PeerSet,
    *,
    indicator: str,
    municipalities: str | Iterable[str],
    group: str = "total",
    title: str | None = None,
    names: Mapping[str, str] | None = None,
    shocks: Iterable[Shock] | None = None,
    marks: Marks | None = None,
    min_peers: int = 3,
) -> Figure:
    """Draw the figures of municipalities beside those of their peers and of the country.

    Lines do not cross series breaks, and stop where a figure is missing.

    Parameters
    ----------
    panel : Panel
        The figures. Its whole country (such as ``SE-0000``), if it holds one, is drawn too.
    peers : PeerSet
        The peers, whose median and quartiles :func:`~municompare.benchmark` computes.
    indicator : str
        The measure.
    municipalities : str or iterable of str
        One to four ids, each in axes of its own with one scale for all.
    group : str, optional
        Group of people.
    title : str, optional
        What is shown, in the words of the reader; the published name stands in the foot.
    names : mapping of str to str, optional
        Names of municipalities by id, before the bundled ones.
    shocks : iterable of Shock, optional
        Shocks to shade; left out, the bundled ones of the country that touch the measure or its
        concepts. ``()`` shades none.
    marks : mapping of str to mapping, optional
        Values from elsewhere by period, such as ``{"printed in the plan": {2017: 21.0}}``, for a
        picture of one municipality.
    min_peers : int, optional
        With fewer peers that have a value there is no median.

    Returns
    -------
    matplotlib.figure.Figure
        One axes for each municipality.

    Raises
    ------
    MunicompareError
        MC711 for names that the panel does not have, those of :func:`~municompare.benchmark` for
        peers, MC895 for what cannot be drawn, MC712 without matplotlib.

    Examples
    --------
    >>> import municompare as mc
    >>> from municompare import plot
    >>> figure = plot.trajectories(
    ...     mc.load_panel(),
    ...     mc.peer_groups("liknande-kommuner/ekonomiskt-bistand"),
    ...     indicator="N31807",
    ...     municipalities=["SE-0580", "SE-0581"],
    ... )
    >>> [axes.get_title(loc="left") for axes in figure.axes]
    ['Linköping', 'Norrköping']
    """
    wanted = names_of(municipalities)
    marked = {label: dict(values) for label, values in (marks or {}).items()}
    _check(wanted, marked)
    shown = panel.sel(indicators=indicator, groups=group)
    timeline = timeline_of(shown.periods)
    found = benchmark(
        shown,
        peers,
        statistics=["q25", "median", "q75"],
        municipalities=wanted,
        min_peers=min_peers,
    )
    if not np.isfinite(found["value"].values).any():
        raise refused(
            f"expected figures of {indicator} for {', '.join(wanted)}, found none.",
            "See panel.sel(...).to_frame() for what is there, and why values are missing.",
        )
    about = panel.indicator(indicator)
    unit = unit_in_words(about.unit)
    breaks = {
        cut: each
        for each in breaks_known(panel, indicator)
        if (cut := timeline.cut(each.starts)) is not None
    }
    struck = struck_within(
        touching(indicator, wanted[0][:2]) if shocks is None else shocks, timeline
    )
    lanes = 1 + max((each.lane for each in struck), default=-1)
    rows, columns = (len(wanted) + 1) // 2, min(len(wanted), 2)
    picture = picture_of(
        height=rows * (_BODY + lanes * _LANE + 0.3),
        title=title or about.title or indicator,
        notes=_notes(shown, peers, found, struck, tuple(breaks.values()), marked),
        entries=4 + len(marked) + bool(breaks),
    )
    grid = picture.body.subplots(rows, columns, squeeze=False, sharex=True, sharey=True)
    for axes, municipality in zip(grid.ravel(), wanted, strict=False):
        own = found.sel(municipality=municipality).squeeze()
        _draw(axes, own, _country(shown, municipality), timeline, breaks)
        _mark(axes, marked, timeline)
        framed_axes(axes, y=unit if axes.get_subplotspec().is_first_col() else "")
        axes.set_title(
            name_of(municipality, names),
            loc="left",
            fontsize=SMALL + 1.5,
            fontweight="bold",
            color=BLACK,
            pad=4 + 72 * _LANE * lanes,
        )
        axes.set_xlim(*timeline.limits)
        axes.locator_params(axis="x", integer=True)
    for axes in grid.ravel()[len(wanted) :]:
        axes.remove()
        grid[-2, -1].tick_params(labelbottom=True)
    for axes in grid.ravel()[: len(wanted)]:
        _shade(axes, picture.figure, struck, breaks)
    handles, _ = grid[0, 0].get_legend_handles_labels()
    picture.explained(handles)
    return picture.figure


def _check(wanted: Sequence[str], marked: Marks) -> None:
    if not 1 <= len(wanted) <= _MOST or len(set(wanted)) < len(wanted):
        raise refused(
            f"expected one to {_MOST} different municipalities, found {len(wanted)}: "
            f"{', '.join(wanted) or 'none'}.",
            "Draw several pictures.",
        )
    if marked and (len(wanted) > 1 or len(marked) > len(_SHAPES)):
        raise refused(
            f"expected up to {len(_SHAPES)} kinds of marks and one municipality, found "
            f"{len(marked)} kinds and {len(wanted)} municipalities.",
            "Draw one picture for each municipality.",
        )


def _country(panel: Panel, municipality: str) -> FloatArray | None:
    """Figures of the whole country, whose code is of zeros, if there are any."""
    country, _, code = municipality.partition("-")
    whole = f"{country}-{'0' * len(code)}"
    if whole not in panel.municipalities:
        return None
    figures = panel.dataset["value"].sel(municipality=whole)
    values = np.asarray(figures.values, dtype=np.float64).ravel()
    return values if np.isfinite(values).any() else None


def _draw(
    axes: Axes,
    own: xr.Dataset,
    country: FloatArray | None,
    timeline: Timeline,
    breaks: Iterable[float],
) -> None:
    """Band and median of the peers, the country, and the municipality on top."""

    def course(values: FloatArray) -> tuple[FloatArray, FloatArray]:
        return timeline.with_cuts(np.atleast_1d(values)[list(timeline.order)], breaks)

    places, low = course(own["peer_q25"].values)
    _, high = course(own["peer_q75"].values)
    axes.fill_between(places, low, high, color=BAND, linewidth=0, label="middle half of the peers")
    axes.plot(
        *course(own["peer_median"].values),
        color=GREY,
        linewidth=1.4,
        marker="s",
        markersize=2.5,
        label="median of the peers",
    )
    if country is not None:
        axes.plot(
            *course(country),
            color=BLACK,
            linewidth=1.2,
            linestyle=(0, (4, 2)),
            marker="|",
            markersize=3,
            label="whole country",
        )
    axes.plot(
        *course(own["value"].values),
        color=BLUE,
        linewidth=2.2,
        marker="o",
        markersize=4,
        label="the municipality",
    )


def _mark(axes: Axes, marked: Marks, timeline: Timeline) -> None:
    for (label, values), (shape, colour) in zip(marked.items(), _SHAPES, strict=False):
        axes.plot(
            [timeline.place(period) for period in values],
            list(values.values()),
            linestyle="none",
            marker=shape,
            markersize=12 if shape == "*" else 7,
            color=colour,
            markeredgecolor=BLACK,
            markeredgewidth=0.8,
            label=label,
            zorder=5,
        )


def _shade(axes: Axes, figure: Figure, struck: Iterable[Struck], breaks: Collection[float]) -> None:
    """Shocks as shaded years with their letters above, breaks as lines."""
    from matplotlib.transforms import offset_copy

    above = axes.get_xaxis_transform()
    for each in struck:
        axes.axvspan(each.first, each.last, color=SAND, linewidth=0, zorder=0.5)
        lane = offset_copy(above, figure, y=72 * _LANE * (each.lane + 0.6), units="points")
        axes.plot(
            [each.first, each.last],
            [1, 1],
            transform=lane,
            clip_on=False,
            color=SHOCK,
            linewidth=8.5,
            solid_capstyle="butt",
            label="_shock",
        )
        axes.text(
            (each.first + each.last) / 2,
            1,
            each.letter,
            transform=lane,
            ha="center",
            va="center_baseline",
            fontsize=SMALL,
            color=BLACK,
        )
    for cut in breaks:
        axes.axvline(
            cut,
            color=VERMILLION,
            linewidth=1.4,
            linestyle=(0, (2, 2)),
            label="_" if cut > min(breaks) else "series break",
            zorder=1.5,
        )


def _notes(
    panel: Panel,
    peers: PeerSet,
    found: xr.Dataset,
    struck: Sequence[Struck],
    breaks: Sequence[SeriesBreak],
    marked: Marks,
) -> Iterator[str]:
    """What the picture cannot say: measure, peers, shocks, breaks, and whose figures these are."""
    about = panel.indicator(panel.indicators[0])
    yield sentence(f"{about.key}: {about.title or 'not in the catalogue of its publisher'}")
    by = peers.publisher or "own choice"
    least = found.attrs["min_peers"]
    year = f"model of {peers.model_year}" if peers.model_year else "year not known"
    counts = found["n_peers"].values[np.isfinite(found["value"].values)]
    few = f"; with fewer than {least} there is no median" if counts.min() < least else ""
    yield (
        f"Peers: {peers.title} ({by}, {year}); {_range(found['n_group'].values)} peers, "
        f"{_range(counts)} with a figure{few}."
    )
    against = dict.fromkeys(
        CODES[issue.code] for issue in issues_of(found) if issue.severity != "info"
    )
    if against:
        yield f"To know of these peers: {'; '.join(against)}."
    if struck:
        listed = "; ".join(
            f"{each.letter} {each.shock.title} ({_when(each.shock)})" for each in struck
        )
        yield f"Shaded, what touched many municipalities at once: {listed}."
    for each in breaks:
        yield sentence(f"Break {each.starts}: {each.reason}")
    if marked:
        yield f"Not a figure of {panel.publisher}: {', '.join(marked)}."
    yield (
        f"Figures: {about.attribution or panel.attribution}. Median and quartiles of the "
        f"peers: {found.attrs['attribution']}."
    )


def _range(counts: FloatArray) -> str:
    few, many = int(counts.min()), int(counts.max())
    return f"{few}" if few == many else f"{few} to {many}"


def _when(shock: Shock) -> str:
    if shock.ends is None:
        return f"since {shock.starts}"
    return shock.starts if shock.ends == shock.starts else f"{shock.starts} to {shock.ends}"
