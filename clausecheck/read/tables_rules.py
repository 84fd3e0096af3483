"""Ruling lines of a PDF page, from PDFium's path objects.

The raw object loop costs a few per cent of the text; only axis-parallel strokes and thin filled bars count as rulings.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clausecheck.read.pdf_page import Box, Frame

__all__ = ["Rules", "page_rules"]

_PATHS = 8000
"""Beyond so many objects a page is a drawing, not a table."""
_SEGMENTS = 600
_DEPTH = 4
_THIN = 3.0
_SHORT = 3.0

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Rules:
    """`horizontal`: (x0, x1, y); `vertical`: (x, top, bottom); `fills`: shaded boxes; `images`: boxes of images; `shapes`: number of drawn paths."""

    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    vertical: list[tuple[float, float, float]] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    shapes: int = 0

    @property
    def promising(self) -> bool:
        """Whether the rulings can make a table: at least two of each direction."""
        return len(self.horizontal) >= 2 and len(self.vertical) >= 2


def _times(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that applies `m`, then `n`."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Collector:
    def __init__(self, frame: Frame) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium, self.frame, self.rules = pdfium, frame, Rules()
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._matrix, self._mode, self._stroke = pdfium.FS_MATRIX(), ctypes.c_int(), pdfium.FPDF_BOOL()
        self.left = _PATHS

    def bounds(self, handle: Any, matrix: Matrix) -> Box | None:
        """The display box of an object that `matrix` takes to user space."""
        left, bottom, right, top = self._floats
        if not self.pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
            return None
        if matrix is _IDENTITY:
            return self.frame.box(left.value, bottom.value, right.value, top.value)
        ax, ay = _apply(matrix, left.value, bottom.value)
        bx, by = _apply(matrix, right.value, top.value)
        return self.frame.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def matrix(self, handle: Any) -> Matrix:
        """The object's own matrix."""
        m = self._matrix
        if not self.pdfium.FPDFPageObj_GetMatrix(handle, m):
            return _IDENTITY
        return m.a, m.b, m.c, m.d, m.e, m.f

    def add(self, handle: Any, matrix: Matrix, depth: int) -> None:
        """Take one page object into account."""
        self.left -= 1
        kind = self.pdfium.FPDFPageObj_GetType(handle)
        if kind == self.pdfium.FPDF_PAGEOBJ_PATH:
            self.path(handle, matrix)
        elif kind == self.pdfium.FPDF_PAGEOBJ_IMAGE:
            box = self.bounds(handle, matrix)
            if box is not None:
                self.rules.images.append(box)
        elif kind == self.pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = _times(self.matrix(handle), matrix)
            for index in range(min(self.pdfium.FPDFFormObj_CountObjects(handle), _PATHS)):
                if self.left <= 0:
                    return
                self.add(self.pdfium.FPDFFormObj_GetObject(handle, index), inner, depth + 1)

    def path(self, handle: Any, matrix: Matrix) -> None:
        """Sort a drawn path into rulings and shaded boxes."""
        self.rules.shapes += 1
        box = self.bounds(handle, matrix)
        if box is None:
            return
        width, height = box[2] - box[0], box[3] - box[1]
        if width < _THIN or height < _THIN:
            self.bar(box, width, height)
            return
        stroked = bool(self.pdfium.FPDFPath_GetDrawMode(handle, self._mode, self._stroke) and self._stroke.value)
        count = self.pdfium.FPDFPath_CountSegments(handle)
        if not stroked and count <= 5:
            self.rules.fills.append(box)
            return
        if count > _SEGMENTS:
            return
        for (ax, ay), (bx, by) in self.segments(handle, count, _times(self.matrix(handle), matrix)):
            self.bar((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), abs(ax - bx), abs(ay - by))

    def bar(self, box: Box, width: float, height: float) -> None:
        """Keep a long thin box as a ruling line."""
        if height < _THIN and width >= _SHORT and width > 2 * height:
            self.rules.horizontal.append((box[0], box[2], (box[1] + box[3]) / 2))
        elif width < _THIN and height >= _SHORT and height > 2 * width:
            self.rules.vertical.append(((box[0] + box[2]) / 2, box[1], box[3]))

    def segments(self, handle: Any, count: int, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
        """Straight segments of a path in display points."""
        pdfium, (x, y, _, _) = self.pdfium, self._floats
        start = last = (0.0, 0.0)
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(handle, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.frame.point(*_apply(matrix, x.value, y.value))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield last, point
            if pdfium.FPDFPathSegment_GetClose(segment) and point != start:
                yield point, start
            last = point


def page_rules(page: Any, frame: Frame) -> Rules:
    """Ruling lines, shaded boxes and images of an open PDFium page."""
    collector = _Collector(frame)
    pdfium = collector.pdfium
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _PATHS)):
        if collector.left <= 0:
            break
        collector.add(pdfium.FPDFPage_GetObject(page.raw, index), _IDENTITY, 0)
    return collector.rules
