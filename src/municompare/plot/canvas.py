"""What all pictures have in common: size, colours, head, foot and the look of axes.

Colours are those of Okabe and Ito, which people tell apart whatever colours they see; where a
colour means something, a shape or a word says it too. Every size is set on what is drawn, so that
a picture is the same whatever ``rcParams`` say, and nobody's settings are changed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from municompare.statistics.storing import optional_library

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

__all__ = [
    "BAND",
    "BLACK",
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "PURPLE",
    "SAND",
    "SHOCK",
    "SMALL",
    "VERMILLION",
    "WIDTH",
    "Picture",
    "framed_axes",
    "picture_of",
    "sentence",
    "unit_in_words",
]

WIDTH: Final = 7.5
"""Inches: the width of a page."""
SMALL: Final = 8.0
"""Points of the smallest letters."""
_TITLE: Final = 10.5
_LINE: Final = 0.142
"""Inches that a line of the smallest letters takes."""
_LETTERS: Final = 123
"""Letters of the smallest size that fit into a line."""
_TITLE_LETTERS: Final = 78

BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
GREEN: Final = "#009E73"
ORANGE: Final = "#E69F00"
PURPLE: Final = "#CC79A7"
BLACK: Final = "#1A1A1A"
GREY: Final = "#6B6B6B"
BAND: Final = "#DADADA"
SAND: Final = "#FBF3DA"
SHOCK: Final = "#EBD796"

_WORDS: Final = {
    "": "unit not known",
    "percent": "per cent",
    "percentage_point": "percentage points",
    "index_point": "index points",
    "person_year": "person-years",
    "day": "days",
    "person": "persons",
    "household": "households",
}


def unit_in_words(unit: str) -> str:
    """What a unit is called on an axis.

    Examples
    --------
    >>> unit_in_words("percentage_point"), unit_in_words("SEK_per_person")
    ('percentage points', 'SEK per person')
    """
    return _WORDS.get(unit, unit.replace("_", " "))


def sentence(text: str) -> str:
    """A text with a full stop, whatever it ended with.

    Examples
    --------
    >>> sentence("per cent of pop."), sentence("per cent of all")
    ('per cent of pop.', 'per cent of all.')
    """
    return f"{text.strip().rstrip('.')}."


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure in three parts: a head with title and legend, the body, and a foot with notes."""

    figure: Figure
    head: SubFigure
    body: SubFigure
    foot: SubFigure
    columns: int

    def explained(self, handles: Sequence[Artist]) -> None:
        """Put the legend into the head, below the title."""
        self.head.legend(
            handles=handles,
            loc="lower left",
            ncols=self.columns,
            fontsize=SMALL,
            frameon=False,
            labelcolor=BLACK,
            handlelength=1.8,
            columnspacing=1.4,
            borderaxespad=0.2,
            borderpad=0.1,
        )


def picture_of(
    *, height: float, title: str, notes: Iterable[str], entries: int, columns: int = 4
) -> Picture:
    """Make an empty picture.

    Parameters
    ----------
    height : float
        Inches of the body.
    title : str
        What is shown; also the figure's label, for those who cannot see it.
    notes : iterable of str
        Paragraphs of the foot; the last says whose figures these are.
    entries : int
        Entries of the legend.
    columns : int, optional
        Entries of the legend in a row.

    Raises
    ------
    MunicompareError
        MC712, if matplotlib is not installed.
    """
    optional_library("matplotlib", extra="plot")
    from matplotlib.figure import Figure

    heading = textwrap.wrap(title, _TITLE_LETTERS)
    lines = [line for note in notes for line in textwrap.wrap(note, _LETTERS)]
    head = 0.14 + 0.18 * len(heading) + 0.18 * -(-entries // columns)
    foot = 0.2 + _LINE * len(lines)
    figure = Figure(
        figsize=(WIDTH, head + height + foot),
        layout="constrained",
        facecolor="white",
        dpi=100,
        label=title,
    )
    grid = figure.add_gridspec(3, 1, height_ratios=[head, height, foot], hspace=0)
    top, body, bottom = (figure.add_subfigure(grid[row, 0]) for row in range(3))
    for part in (top, body, bottom):
        part.set_facecolor("white")
    left = 0.08 / WIDTH
    top.text(
        left,
        1 - 0.06 / head,
        "\n".join(heading),
        ha="left",
        va="top",
        fontsize=_TITLE,
        fontweight="bold",
        color=BLACK,
        parse_math=False,
    )
    bottom.text(
        left,
        1 - 0.04 / foot,
        "\n".join(lines),
        ha="left",
        va="top",
        fontsize=SMALL,
        color=GREY,
        linespacing=1.3,
        parse_math=False,
    )
    return Picture(figure, top, body, bottom, columns)


def framed_axes(axes: Axes, *, x: str = "", y: str = "", grid: str = "y") -> None:
    """Give axes their look: names, small numbers, thin lines, no box.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What is changed.
    x, y : str, optional
        What the axes show, with the unit.
    grid : str, optional
        Axes with lines across: ``x``, ``y``, ``both`` or nothing.
    """
    axes.set_facecolor("white")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set(color=GREY, linewidth=0.8)
    axes.tick_params(labelsize=SMALL, labelcolor=BLACK, color=GREY, width=0.8, length=3)
    for direction in ("x", "y"):
        if grid in (direction, "both"):
            axes.grid(True, axis=direction, color="#E6E6E6", linewidth=0.6)
        else:
            axes.grid(False, axis=direction)
    axes.set_axisbelow(True)
    axes.set_xlabel(x, fontsize=SMALL + 1, color=BLACK)
    axes.set_ylabel(y, fontsize=SMALL + 1, color=BLACK)
