"""The specification curve: every estimate that was asked for, and what each one rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from municompare.plot.asking import (
    COMPARED_WITH,
    checked_frame,
    name_of,
    records_of,
    source_of,
)
from municompare.plot.canvas import (
    BAND,
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
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

__all__ = ["specification_curve"]

FloatArray = npt.NDArray[np.float64]
Row: TypeAlias = dict[str, Any]
Spec: TypeAlias = tuple[str | None, ...]

_SINGLE: Final = ("focus", "indicator", "group", "unit")
_DRAWN: Final = (
    *("method", "peer_group", "peer_year", "pre", "post", "estimate", "min_detectable"),
    *("p_permutation", "p_adjusted", "family_size", "rtm_adjusted", "claim", "refused"),
)
_CLAIMS: Final = {
    "description": (GREY, "s"),
    "relative_change": (BLUE, "o"),
    "estimate_under_assumptions": (GREEN, "D"),
}
_HEADINGS: Final = ("Compared with", "Peer group, model year", "Years before", "Years after")
_CURVE: Final = 2.5
"""Inches of the estimates."""
_ROW: Final = 0.16
"""Inches of a row of the table below them."""
_FIELD: Final = "#F6F0EC"
_APART: Final = 1.5
"""Columns between the last estimate and the first refusal."""


def specification_curve(
    estimates: pd.DataFrame,
    *,
    title: str | None = None,
    names: Mapping[str, str] | None = None,
    source: str | None = None,
) -> Figure:
    """Draw all gap estimates of one municipality and measure, sorted, with what each rests on.

    Below each estimate stand its comparator, its peer group and its years. Refused ones stand on
    the right, without an estimate, and are counted.

    Parameters
    ----------
    estimates : pandas.DataFrame
        What :func:`~municompare.gap_estimates` gave, or the rows of one municipality, measure and
        group of people.
    title : str, optional
        What is shown, in the words of the reader.
    names : mapping of str to str, optional
        Names of municipalities by id, before the bundled ones.
    source : str, optional
        Whose figures these are, if the frame has lost its attributes.

    Returns
    -------
    matplotlib.figure.Figure
        Estimates above, the table of specifications below.

    Raises
    ------
    MunicompareError
        MC895 for what cannot be drawn, MC712 without matplotlib.

    Examples
    --------
    >>> import municompare as mc
    >>> from municompare import plot
    >>> found = mc.gap_estimates(
    ...     mc.load_panel(),
    ...     focus="SE-0581",
    ...     indicators="N31807",
    ...     pre=(2013, 2015),
    ...     post=[(2017, 2018), (2017, 2019)],
    ...     methods=["own_change", "country"],
    ... )
    >>> figure = plot.specification_curve(found)
    >>> [text.get_text() for text in figure.axes[1].get_yticklabels()]
    ['own past', 'all others of the country', '2017/2018', '2017/2019']
    """
    frame = checked_frame(estimates, columns=_DRAWN, single=_SINGLE, made_by="gap_estimates")
    rows = records_of(frame)
    shown = sorted((r for r in rows if r["estimate"] is not None), key=lambda r: r["estimate"])
    refused = sorted(
        (r for r in rows if r["estimate"] is None), key=lambda r: (r["refused"] or "", r["method"])
    )
    specs = _specs([*shown, *refused])
    table = _table(specs)
    lines = sum(1.3 + len(labels) for labels in table.values())
    claims = {claim: n for claim in _CLAIMS if (n := sum(r["claim"] == claim for r in shown))}
    first = rows[0]
    picture = picture_of(
        height=_CURVE + _ROW * lines + 0.25,
        title=title
        or f"{name_of(first['focus'], names)}, {first['indicator']}: change beyond that of others",
        notes=_notes(frame, shown, refused, source),
        entries=len(claims) + 2 * bool(shown) + bool(refused),
    )
    above, below = picture.body.subplots(2, 1, sharex=True, height_ratios=[_CURVE, _ROW * lines])
    places = np.arange(len(rows), dtype=np.float64)
    places[len(shown) :] += _APART
    size = float(np.clip(300 / len(rows), 2.5, 6))
    handles = _draw_estimates(above, shown, places[: len(shown)], claims, size)
    framed_axes(above, y=f"estimate, {unit_in_words(first['unit'] or '')}")
    above.spines["bottom"].set_visible(False)
    above.tick_params(axis="x", length=0, labelbottom=False)
    _draw_table(below, table, specs, places, len(shown), size)
    if refused:
        handles.append(_draw_refused((above, below), places[len(shown) :], size))
    above.set_xlim(-0.9, places[-1] + 0.9)
    picture.explained(handles)
    return picture.figure


def _specs(rows: Sequence[Row]) -> list[Spec]:
    """What each estimate rests on, in the words of the table's rows."""
    groups = {(r["peer_group"], r["peer_year"]) for r in rows if r["method"] == "did"}
    tails = Counter(key.rpartition("/")[2] for key in {key for key, _ in groups})

    def group(row: Row) -> str | None:
        if row["method"] != "did":
            return None
        tail = row["peer_group"].rpartition("/")[2]
        name = tail if tails[tail] == 1 else row["peer_group"]
        return name if row["peer_year"] is None else f"{name}, {row['peer_year']}"

    return [
        (COMPARED_WITH.get(row["method"], row["method"]), group(row), row["pre"], row["post"])
        for row in rows
    ]


def _table(specs: Sequence[Spec]) -> dict[int, list[str]]:
    """Rows of each part of the table; windows only where there are several."""
    found = {
        part: sorted({label for spec in specs if (label := spec[part]) is not None})
        for part in range(len(_HEADINGS))
    }
    order = list(COMPARED_WITH.values())
    found[0].sort(key=lambda label: order.index(label) if label in order else len(order))
    return {part: own for part, own in found.items() if len(own) > (part > 1)}


def _draw_estimates(
    axes: Axes, shown: Sequence[Row], places: FloatArray, claims: Mapping[str, int], size: float
) -> list[Artist]:
    """Estimates by claim, what regression to the mean leaves of them, and what can be detected."""
    axes.axhline(0, color=BLACK, linewidth=0.8)
    if not shown:
        return []
    estimate, detectable, adjusted = (
        np.array([row[name] for row in shown], dtype=np.float64)
        for name in ("estimate", "min_detectable", "rtm_adjusted")
    )
    handles: list[Artist] = []
    for claim, number in claims.items():
        colour, shape = _CLAIMS[claim]
        own = np.array([row["claim"] == claim for row in shown])
        handles += axes.plot(
            places[own],
            estimate[own],
            shape,
            color=colour,
            markersize=size + 1,
            label=f"{claim.replace('_', ' ')} ({number})",
            zorder=4,
        )
    handles += axes.plot(
        places,
        adjusted,
        "_",
        color=ORANGE,
        markersize=size + 3,
        markeredgewidth=1.8,
        label="less regression to the mean",
        zorder=3,
    )
    handles.append(
        axes.bar(
            places,
            2 * detectable,
            bottom=-detectable,
            width=0.8,
            color=BAND,
        )[0]
    )
    handles[-1].set_label("changes that are mostly missed")
    return handles


def _draw_refused(both: Sequence[Axes], places: FloatArray, size: float) -> Artist:
    """A field of their own, with a cross for each."""
    for axes in both:
        axes.axvspan(places[0] - 0.75, places[-1] + 0.75, color=_FIELD, linewidth=0, zorder=0)
    [crosses] = both[0].plot(
        places,
        np.full(len(places), 0.04),
        "x",
        transform=both[0].get_xaxis_transform(),
        color=VERMILLION,
        markersize=size,
        label=f"refused ({len(places)})",
    )
    return crosses


def _draw_table(
    axes: Axes,
    table: Mapping[int, Sequence[str]],
    specs: Sequence[Spec],
    places: FloatArray,
    given: int,
    size: float,
) -> None:
    """A mark wherever a row of the table holds for an estimate, crosses for refused ones."""
    ticks: dict[float, str] = {}
    line = 0.0
    for part, labels in table.items():
        axes.annotate(
            _HEADINGS[part],
            xy=(0, line),
            xycoords=axes.get_yaxis_transform(),
            xytext=(-6, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=SMALL,
            fontweight="bold",
            color=BLACK,
        )
        for label in labels:
            line += 1
            ticks[line] = label
            own = np.array([spec[part] == label for spec in specs])
            late = np.arange(len(specs)) >= given
            for which, shape, colour in ((own & ~late, "s", BLACK), (own & late, "x", VERMILLION)):
                axes.plot(
                    places[which],
                    np.full(which.sum(), line),
                    shape,
                    color=colour,
                    markersize=size * 0.8,
                )
        line += 1.3
    framed_axes(axes, grid="")
    axes.set_yticks(list(ticks), list(ticks.values()))
    axes.set_ylim(line - 0.7, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", length=0, labelbottom=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _notes(
    frame: pd.DataFrame, shown: Sequence[Row], refused: Sequence[Row], source: str | None
) -> Iterator[str]:
    """How to read the marks, which windows, why some are refused, and whose figures these are."""
    first = frame.iloc[0]
    spans = [
        f"{name} {frame[column].iloc[0]}"
        for column, name in (("pre", "before"), ("post", "after"))
        if frame[column].nunique() == 1
    ]
    windows = f"; years {' and '.join(spans)}" if spans else ""
    yield f"{first['indicator']}, {first['group']}{windows}. Each column is one way to compare."
    if shown:
        yield (
            "Grey: changes that would mostly be missed beside the scatter of placebos "
            "(min_detectable). Orange: the estimate less what placebos with the same gap before "
            "moved (rtm_adjusted)."
        )
    tested = [row for row in shown if row["p_permutation"] is not None]
    if tested:
        smallest = min(tested, key=lambda row: row["p_permutation"])
        yield (
            f"Smallest p beside placebos {smallest['p_permutation']:.2f}; adjusted over the "
            f"{smallest['family_size']} estimates that have one, {smallest['p_adjusted']:.2f}."
        )
    if refused:
        why = Counter(word for row in refused for word in (row["refused"] or "").split("; "))
        listed = ", ".join(f"{word.replace('_', ' ')} {n}" for word, n in why.most_common())
        yield f"Refused: {len(refused)} of {len(shown) + len(refused)} ({listed})."
    yield f"No number here is an effect. {source_of(frame, source)}"
