"""What is printed on a page of a PDF file: characters and straight lines, with their places.

Places count in points from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from math import hypot
from typing import Any, Final, NamedTuple

from municompare.documents.problems import refuse

__all__ = ["DRAWN_BULLET", "Glyph", "Page", "Stroke", "page_marks"]

_MOST_GLYPHS: Final = 100_000
_MOST_SEGMENTS: Final = 50_000
"""A page with more is a map or a drawing; its lines frame no table."""
_DEEPEST_FORM: Final = 12
_STRAIGHT: Final = 1.0
_THICKEST_LINE: Final = 3.5
DRAWN_BULLET: Final = "\uf0b7"
"""The bullet's place in symbol fonts; here for those that are drawn."""
_MOST_OF_A_DOT: Final = 100
_SMALLEST_DOT: Final = 1.5
_LARGEST_DOT: Final = 7.0
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

Matrix = tuple[float, float, float, float, float, float]


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


class _View:
    """How a page is shown: its visible part, turned as it says."""

    def __init__(self, page: Any, raw: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        self.left, self.right = sorted((left, right))
        self.bottom, self.top = sorted((bottom, top))
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
    view = _View(page, raw)
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
    strokes, dots, pictured = _strokes(page, view, raw)
    if glyphs:
        glyphs.extend(dots)
    return Page(number, view.width, view.height, glyphs, strokes, unreadable, pictured)


class _Runs:
    """Size, style and turn of characters: the same for all of a run of text.

    Older releases of the library do not tell runs; then each character is asked.
    """

    def __init__(self, page: Any, view: _View, raw: Any) -> None:
        self._page, self._view, self._raw = page, view, raw
        self._matrix = raw.FS_MATRIX()
        self._font, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._styles: dict[tuple[bytes, int, int], tuple[bool, bool]] = {}
        self._runs: dict[int, tuple[float, bool, bool, int]] = {}
        self._run_of = getattr(raw, "FPDFText_GetTextObject", None)

    def at(self, index: int) -> tuple[float, bool, bool, int]:
        """Size, whether it is bold, whether it is italic, and the turn of a character."""
        if self._run_of is None:
            return self._asked(index)
        run = ctypes.cast(self._run_of(self._page, index), ctypes.c_void_p).value or 0
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


def _glyphs(page: Any, count: int, view: _View, raw: Any) -> tuple[list[Glyph], int]:
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


def _strokes(page: Any, view: _View, raw: Any) -> tuple[list[Stroke], list[Glyph], bool]:
    found: list[Stroke] = []
    dots: list[Glyph] = []
    segments = 0
    pictured = False
    identity: Matrix = (1, 0, 0, 1, 0, 0)
    for item, outer in _objects(
        raw.FPDFPage_CountObjects(page.raw),
        lambda index: raw.FPDFPage_GetObject(page.raw, index),
        identity,
        raw,
    ):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictured = True
        elif kind == raw.FPDF_PAGEOBJ_PATH and _is_drawn(item, raw):
            count = raw.FPDFPath_CountSegments(item)
            segments += count
            if segments > _MOST_SEGMENTS:
                return [], [], pictured
            matrix = _joined(_matrix(item, raw), outer)
            dot = _dot(item, count, outer, view, raw)
            if dot is not None:
                dots.append(dot)
            else:
                found.extend(_straight(item, count, matrix, view, raw))
    ruled = sum(not stroke.ground and not stroke.horizontal for stroke in found)
    if ruled > 1:
        # where borders are drawn, the ground of a row says nothing about its cells
        found = [stroke for stroke in found if not stroke.ground]
    return found, dots, pictured


def _dot(path: Any, count: int, outer: Matrix, view: _View, raw: Any) -> Glyph | None:
    """A small square or disc as the character that it looks like: the bullet of a list."""
    if not 4 <= count <= _MOST_OF_A_DOT:
        return None
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    a, b, c, d, e, f = outer
    corners = [
        view.point(a * x + c * y + e, b * x + d * y + f)
        for x in (left.value, right.value)
        for y in (bottom.value, top.value)
    ]
    x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
    y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
    width, height = x1 - x0, y1 - y0
    if not (_SMALLEST_DOT < width < _LARGEST_DOT and abs(width - height) < _STRAIGHT):
        return None
    return Glyph(DRAWN_BULLET, x0, x1, y0, y1, y1, height, False, False, 0)


def _objects(
    count: int, get: Callable[[int], Any], matrix: Matrix, raw: Any, depth: int = 0
) -> Iterator[tuple[Any, Matrix]]:
    """Objects with the matrix of the forms that hold them."""
    for index in range(count):
        item = get(index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < _DEEPEST_FORM:
            yield from _objects(
                raw.FPDFFormObj_CountObjects(item),
                lambda inner, form=item: raw.FPDFFormObj_GetObject(form, inner),  # type: ignore[misc]
                _joined(_matrix(item, raw), matrix),
                raw,
                depth + 1,
            )


def _matrix(item: Any, raw: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _joined(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s,
        c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _is_drawn(path: Any, raw: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _straight(path: Any, count: int, matrix: Matrix, view: _View, raw: Any) -> Iterator[Stroke]:
    """The lines of a path along the axes."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    shapes = list(_shapes(path, count, matrix, view, raw))
    for shape in shapes:
        xs, ys = zip(*(point for line in shape for point in line), strict=True)
        thick = min(max(xs) - min(xs), max(ys) - min(ys)) > _THICKEST_LINE
        for (x0, y0), (x1, y1) in shape:
            if abs(x1 - x0) < _STRAIGHT or abs(y1 - y0) < _STRAIGHT:
                # two shapes in one filled path are the outer and inner edge of a border
                ground = thick and not stroke.value and len(shapes) == 1
                yield Stroke(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), ground)


_Point = tuple[float, float]


def _shapes(
    path: Any, count: int, matrix: Matrix, view: _View, raw: Any
) -> Iterator[list[tuple[_Point, _Point]]]:
    """The straight lines of each part of a path that is drawn without lifting the pen."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    shape: list[tuple[_Point, _Point]] = []
    first = last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        px, py = x.value, y.value
        point = view.point(a * px + c * py + e, b * px + d * py + f)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if shape:
                yield shape
            shape, first = [], point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            shape.append((last, point))
        if raw.FPDFPathSegment_GetClose(segment):
            shape.append((point, first))
        last = point
    if shape:
        yield shape
