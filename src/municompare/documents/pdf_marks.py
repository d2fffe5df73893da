"""What is printed on a page of a PDF file: characters and straight lines, with their places."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from importlib import import_module
from math import hypot
from typing import Any, Final

from municompare.documents.pdf_drawing import strokes
from municompare.documents.pdf_view import Glyph, Stroke, View
from municompare.documents.problems import refuse

__all__ = ["Page", "page_marks"]

_MOST_GLYPHS: Final = 100_000
_STRAIGHT: Final = 1.0
_BOLD: Final = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC: Final = re.compile(rb"italic|oblique", re.IGNORECASE)
_FLAG_ITALIC: Final = 1 << 6
_FLAG_BOLD: Final = 1 << 18
_HEAVY: Final = 650
_NAMELESS: Final = re.compile(rb"(?:[A-Z]{6}\+)?(?:(?:CID)?Font|TT|F|T|C)?[\d_+F]*")
_LINE_END_HYPHEN: Final = 2
_BETWEEN: Final = frozenset((10, 13, 32))
"""Line ends and spaces, which the library adds where it sees them."""
_NO_LETTER: Final = frozenset((0, 0xFFFD, 0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on a page.

    Parameters
    ----------
    number : int
        The page, counted from 1.
    width, height : float
        Its size.
    glyphs : list of Glyph
        Its characters.
    strokes : list of Stroke
        Its straight lines.
    unreadable : int
        How many characters have no letter that they stand for.
    pictured : bool
        Whether it shows a picture.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    strokes: list[Stroke]
    unreadable: int
    pictured: bool


def page_marks(page: Any, number: int, name: str) -> Page:
    """Collect the marks of a page.

    Parameters
    ----------
    page : pypdfium2.PdfPage
        The page.
    number : int
        Its number, from 1.
    name : str
        The file's name.
    """
    raw = import_module("pypdfium2.raw")
    view = View(page, raw)
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > _MOST_GLYPHS:
            refuse(
                "MC022",
                name,
                f"expected at most {_MOST_GLYPHS} characters on a page, found {count} on page "
                f"{number}.",
                "Print the document to a new PDF file; no page that people read has so many.",
            )
        glyphs, unreadable = _glyphs(text_page.raw, count, view, raw)
    finally:
        text_page.close()
    drawn, dots, pictured = strokes(page, view, raw)
    if glyphs:
        glyphs.extend(dots)
    return Page(number, view.width, view.height, glyphs, drawn, unreadable, pictured)


class _Runs:
    """Size, style and turn of characters: the same for all of a run of text."""

    def __init__(self, page: Any, view: View, raw: Any) -> None:
        self._page, self._view, self._raw = page, view, raw
        self._matrix = raw.FS_MATRIX()
        self._font, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._styles: dict[tuple[bytes, int, int], tuple[bool, bool]] = {}
        self._runs: dict[int, tuple[float, bool, bool, int]] = {}

    def at(self, index: int) -> tuple[float, bool, bool, int]:
        """Size, whether it is bold, whether it is italic, and the turn of a character."""
        held = self._raw.FPDFText_GetTextObject(self._page, index)
        run = ctypes.cast(held, ctypes.c_void_p).value or 0
        found = self._runs.get(run)
        if found is None:
            found = self._runs[run] = self._asked(index)
        return found

    def _asked(self, index: int) -> tuple[float, bool, bool, int]:
        raw, matrix = self._raw, self._matrix
        raw.FPDFText_GetMatrix(self._page, index, matrix)
        raw.FPDFText_GetFontInfo(self._page, index, self._font, len(self._font), self._flags)
        weight = raw.FPDFText_GetFontWeight(self._page, index)
        key = (self._font.value, self._flags.value, weight)
        if key not in self._styles:
            self._styles[key] = _style(*key)
        size = raw.FPDFText_GetFontSize(self._page, index) * hypot(matrix.c, matrix.d)
        turn = self._view.turn(matrix.a, matrix.b) if matrix.a or matrix.b else 0
        return (size, *self._styles[key], turn)


def _glyphs(page: Any, count: int, view: View, raw: Any) -> tuple[list[Glyph], int]:
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    unicode_of, is_unmapped = raw.FPDFText_GetUnicode, raw.FPDFText_HasUnicodeMapError
    box_of, origin_of = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    runs = _Runs(page, view, raw)
    glyphs: list[Glyph] = []
    unreadable = 0
    spaced = False
    last = (0.0, 0.0, 0.0, 0.0)
    for index in range(count):
        code = unicode_of(page, index)
        if code in _BETWEEN and raw.FPDFText_IsGenerated(page, index) == 1:
            spaced = True
            continue
        if code == _LINE_END_HYPHEN:
            code = ord("-")
        if code in _NO_LETTER or is_unmapped(page, index) == 1:
            unreadable += 1
            continue
        box_of(page, index, box)
        origin_of(page, index, x, y)
        x0, top = view.point(box.left, box.top)
        x1, bottom = view.point(box.right, box.bottom)
        if x1 < x0:
            x0, x1 = x1, x0
        if bottom < top:
            top, bottom = bottom, top
        if not (
            -_STRAIGHT <= (x0 + x1) / 2 <= view.width + _STRAIGHT
            and -_STRAIGHT <= (top + bottom) / 2 <= view.height + _STRAIGHT
        ):
            continue  # beyond the edge of what is shown
        text = chr(code)
        if (x0, x1, top, bottom) == last:
            glyphs[-1] = glyphs[-1]._replace(text=glyphs[-1].text + text)  # of one ligature
            continue
        last = (x0, x1, top, bottom)
        size, bold, italic, turn = runs.at(index)
        base = view.point(x.value, y.value)[0 if turn in (90, 270) else 1]
        glyphs.append(Glyph(text, x0, x1, top, bottom, base, size, bold, italic, turn, spaced))
        spaced = False
    return glyphs, unreadable


def _style(font: bytes, flags: int, weight: int) -> tuple[bool, bool]:
    """Whether a font is bold, and whether it is italic."""
    bold = bool(_BOLD.search(font)) or bool(flags & _FLAG_BOLD)
    if not bold and _NAMELESS.fullmatch(font):
        bold = weight >= _HEAVY  # reckoned from the stems; a named font says better what it is
    return bold, bool(_ITALIC.search(font)) or bool(flags & _FLAG_ITALIC)
