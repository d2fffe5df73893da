"""Actual costs against those to be expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import xarray as xr

from municompare.comparison.methods import net_cost_deviation
from municompare.comparison.methods_input import Figures, Part, municipality_rows, parts_of
from municompare.comparison.peers_search import names_of
from municompare.plot.asking import name_of, refused
from municompare.plot.canvas import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    VERMILLION,
    framed_axes,
    picture_of,
    sentence,
    unit_in_words,
)
from municompare.statistics.panel import Panel

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["cost_against_expected"]

FloatArray = npt.NDArray[np.float64]

_BODY: Final = 3.7
_SHAPES: Final = ((BLUE, "D"), (VERMILLION, "s"), (GREEN, "^"), (ORANGE, "v"), (PURPLE, "P"))
_LIGHT: Final = "#B5B5B5"


def cost_against_expected(
    panel: Panel,
    *,
    actual: Figures,
    expected: Figures,
    period: str | int,
    highlight: str | Iterable[str] = (),
    group: str = "total",
    title: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Figure:
    """Draw the actual cost of every municipality against the cost to be expected.

    On the left each municipality against the line where both are the same, on the right how the
    deviations in percent of the expected cost spread.

    Parameters
    ----------
    panel : Panel
        The figures; its municipalities are drawn, regions and the whole country are not.
    actual, expected : str, Panel or xarray.Dataset
        Indicators of the panel, or figures of one indicator from elsewhere, such as
        ``regression.expected_panel()`` of :func:`~municompare.comparison.methods.regress`.
    period : str or int
        The period that is drawn.
    highlight : str or iterable of str, optional
        Up to five municipalities to name.
    group : str, optional
        Group of people.
    title : str, optional
        What is shown, in the words of the reader.
    names : mapping of str to str, optional
        Names of municipalities by id, before the bundled ones.

    Returns
    -------
    matplotlib.figure.Figure
        Two axes: costs, and deviations as
        :func:`~municompare.comparison.methods.net_cost_deviation` computes them.

    Raises
    ------
    MunicompareError
        MC711 for names that the panel does not have; those of ``net_cost_deviation`` for figures
        that do not go together; MC895 for what cannot be drawn; MC712 without matplotlib.

    Examples
    --------
    >>> import municompare as mc
    >>> from municompare import plot
    >>> figure = plot.cost_against_expected(
    ...     mc.load_panel(),
    ...     actual="N31008",
    ...     expected="U31004",
    ...     period=2022,
    ...     highlight=["SE-0580", "SE-0581"],
    ... )
    >>> figure.axes[0].get_xlabel()
    'expected cost, SEK per person'
    """
    named = names_of(highlight)
    if len(named) > len(_SHAPES):
        raise refused(
            f"expected up to {len(_SHAPES)} municipalities to name, found {len(named)}.",
            "Name those that the text is about.",
        )
    panel.sel(municipalities=named or None)
    shown = panel.sel(periods=str(period), groups=group)
    own, base = parts_of(shown, [actual, expected])
    deviation = net_cost_deviation(shown, actual, expected)
    percent = np.asarray(deviation["value"].values, dtype=np.float64).ravel()
    costs, references = own.values.ravel(), base.values.ravel()
    drawn = municipality_rows(shown) & np.isfinite(percent)
    if not drawn.any():
        raise refused(
            f"expected {own.about.key} and {base.about.key} of {period}, found no municipality "
            "that has both.",
            "Choose a period that both have.",
        )
    rows = {name: shown.municipalities.index(name) for name in named}
    labels = {
        name: _label(name_of(name, names), costs[row], references[row], percent[row])
        for name, row in rows.items()
    }
    picture = picture_of(
        height=_BODY,
        title=title or f"{own.about.title or own.about.key}: actual against expected, {period}",
        notes=_notes(panel, (actual, expected), (own, base), deviation, drawn),
        entries=1 + len(named),
        columns=2,
    )
    left, right = picture.body.subplots(1, 2, width_ratios=[3.7, 3.3])
    handles = _draw_costs(left, references[drawn], costs[drawn])
    _draw_deviations(right, percent[drawn])
    for (name, row), (colour, shape) in zip(rows.items(), _SHAPES, strict=False):
        handles += left.plot(
            references[row],
            costs[row],
            shape,
            color=colour,
            markersize=8,
            markeredgecolor=BLACK,
            label=labels[name],
            linestyle="none",
            zorder=4,
        )
        right.axvline(percent[row], color=colour, linewidth=2.2)
        right.plot(
            percent[row],
            0.97,
            shape,
            color=colour,
            transform=right.get_xaxis_transform(),
            markersize=8,
            markeredgecolor=BLACK,
        )
    unit = unit_in_words(own.about.unit or base.about.unit)
    framed_axes(left, x=f"expected cost, {unit}", y=f"actual cost, {unit}", grid="both")
    framed_axes(right, x="deviation, per cent of the expected cost", y="municipalities")
    picture.explained(handles)
    return picture.figure


def _label(name: str, cost: float, reference: float, percent: float) -> str:
    if not np.isfinite(percent):
        return f"{name}: no figures"
    return f"{name}: {cost:,.0f}, expected {reference:,.0f} ({percent:+.0f} %)"


def _draw_costs(axes: Axes, references: FloatArray, costs: FloatArray) -> list[Artist]:
    """Every municipality, and the line where both costs are the same."""
    top = 1.05 * max(references.max(), costs.max())
    low = min(0.0, 1.05 * costs.min(), 1.05 * references.min())
    axes.plot(references, costs, "o", color=_LIGHT, markersize=3.5, label="municipalities")
    handles: list[Artist] = list(
        axes.plot(
            [low, top],
            [low, top],
            color=GREY,
            linewidth=1.2,
            linestyle=(0, (4, 2)),
            label="as expected",
        )
    )
    axes.set_xlim(low, top)
    axes.set_ylim(low, top)
    axes.set_box_aspect(1)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.locator_params(nbins=5)
    return handles


def _draw_deviations(axes: Axes, percent: FloatArray) -> None:
    axes.hist(percent, bins=min(30, max(5, len(percent) // 8)), color=_LIGHT, edgecolor="white")
    axes.axvline(0, color=GREY, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.margins(y=0.12)


def _notes(
    panel: Panel,
    given: Sequence[Figures],
    parts: Sequence[Part],
    deviation: xr.Dataset,
    drawn: npt.NDArray[np.bool_],
) -> Iterator[str]:
    """Which figures these are, who is left out, and what a deviation does not say."""
    for word, figures, part in zip(("Actual", "Expected"), given, parts, strict=True):
        made = figures.remarks if isinstance(figures, Panel) else ""
        yield sentence(f"{word}: {part.about.key}, {made or part.about.title or 'title not known'}")
    without = int(municipality_rows(panel).sum() - drawn.sum())
    left_out = f"; {without} have no deviation" if without else ""
    yield (
        f"{int(drawn.sum())} municipalities{left_out}. A deviation holds ambition, quality, "
        "efficiency, bookkeeping and all that the expected cost leaves out."
    )
    actual, expected = (_attribution(panel, figures) for figures in given)
    yield (
        f"Actual cost: {actual}. Expected cost: {expected}. "
        f"Deviations: {deviation.attrs['attribution']}."
    )


def _attribution(panel: Panel, figures: Figures) -> str:
    if isinstance(figures, str):
        return panel.indicator(figures).attribution or panel.attribution
    return figures.attribution if isinstance(figures, Panel) else str(figures.attrs["attribution"])
