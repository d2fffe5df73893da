"""How a page of a PDF file is shown, and the marks that are printed on it.

Places count in points from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["DRAWN_BULLET", "Glyph", "Stroke", "View"]

DRAWN_BULLET: Final = "\uf0b7"
"""The bullet's place in symbol fonts; here for those that are drawn."""


class Glyph(NamedTuple):
    """A printed character, or the letters of a ligature.

    ``base`` is the line on which it stands; ``turn`` says in degrees how its text is turned:
    0 is upright, 90 runs from the bottom to the top. ``spaced`` says that the library sees a
    space before it, by the usual gaps of the font, where the file has none.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    italic: bool
    turn: int
    spaced: bool = False


class Stroke(NamedTuple):
    """A straight line along an axis: the border of a cell, perhaps, or the edge of its ground."""

    x0: float
    y0: float
    x1: float
    y1: float
    ground: bool = False

    @property
    def horizontal(self) -> bool:
        """Whether it lies."""
        return self.x1 - self.x0 >= self.y1 - self.y0


class View:
    """How a page is shown: its visible part, turned as it says."""

    def __init__(self, page: Any, raw: Any) -> None:
        box = raw.FS_RECTF()  # also where a page inherits its box
        raw.FPDF_GetPageBoundingBox(page.raw, box)
        self.left, self.right = sorted((box.left, box.right))
        self.bottom, self.top = sorted((box.bottom, box.top))
        self.turns = raw.FPDFPage_GetRotation(page.raw) % 4
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (height, width) if self.turns % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the file is shown."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def turn(self, a: float, b: float) -> int:
        """How text is turned that runs in a direction of the file."""
        x0, y0 = self.point(0, 0)
        x1, y1 = self.point(a, b)
        along, down = x1 - x0, y1 - y0
        if abs(along) >= abs(down):
            return 0 if along >= 0 else 180
        return 90 if down < 0 else 270
