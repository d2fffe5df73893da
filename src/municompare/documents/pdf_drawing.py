"""Straight lines and bullets that are drawn on a page of a PDF file, also in its forms."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, Final

from municompare.documents.pdf_view import DRAWN_BULLET, Glyph, Stroke, View

__all__ = ["strokes"]

_STRAIGHT: Final = 1.0
_MOST_OF_A_LINE: Final = 5_000
_MOST_SEGMENTS: Final = 200_000
_DEEPEST_FORM: Final = 12
_THICKEST_LINE: Final = 3.5
_MOST_OF_A_DOT: Final = 100
_SMALLEST_DOT: Final = 1.5
_LARGEST_DOT: Final = 7.0

Matrix = tuple[float, float, float, float, float, float]


def strokes(page: Any, view: View, raw: Any) -> tuple[list[Stroke], list[Glyph], bool]:
    """Collect a page's straight lines and bullets, and tell whether it shows a picture."""
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
            if count > _MOST_OF_A_LINE or segments > _MOST_SEGMENTS:
                continue  # an outline of a map
            segments += count
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


def _dot(path: Any, count: int, outer: Matrix, view: View, raw: Any) -> Glyph | None:
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


def _straight(path: Any, count: int, matrix: Matrix, view: View, raw: Any) -> Iterator[Stroke]:
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
    path: Any, count: int, matrix: Matrix, view: View, raw: Any
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
