"""One PDF page as PDFium gives it: lines of text with their place, size and weight.

PDFium is asked little per line (first and last character), because a call for each character costs more than reading the text.
Coordinates are display coordinates: points from the top left corner of the page as shown, after cropping and rotation.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from clausecheck.text import normalise, normalise_with_map

__all__ = ["HYPHEN", "Frame", "Line", "PageText", "read_page"]

HYPHEN = "\ufffe"
"""PDFium's mark for a hyphen at a line end; it joins two printed lines without a line break."""

_IRREGULAR = re.compile("[\ufb00-\ufb06…\u00ad\u200b-\u200d\u2060\ufeff\ufffe\u0300-\u036f]")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi\b|gras", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in PDF user space and its rotation in degrees clockwise, with the way to display coordinates."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """User space to points from the displayed top left."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A user-space rectangle as (x0, y0, x1, y1) from the displayed top left."""
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


@dataclass(slots=True)
class Line:
    """One printed line: `text` normalised, `chars[i]` the PDFium index of text[i]; `base` the baseline; `turned` when not horizontal."""

    page: int
    text: str
    chars: array[int]
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    hyphen: bool = False
    turned: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of one page in PDFium's order; `page` is 1-based; `raw` is the text as PDFium gives it."""

    page: int
    frame: Frame
    lines: list[Line]
    raw: str


def _frame(page: Any) -> Frame:
    left, bottom, right, top = page.get_cropbox()
    media = page.get_mediabox()
    left, bottom = max(left, media[0]), max(bottom, media[1])
    right, top = min(right, media[2]), min(top, media[3])
    return Frame(left, bottom, right, top, page.get_rotation())


class _Probe:
    """Reused buffers for the calls on single characters."""

    def __init__(self, textpage: Any, frame: Frame) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium, self.handle, self.frame = pdfium, textpage.raw, frame
        self.rect = pdfium.FS_RECTF()
        self.matrix = pdfium.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.name = ctypes.create_string_buffer(96)
        self.flags = ctypes.c_int()

    def box(self, index: int) -> tuple[float, float, float, float] | None:
        """The loose box of a character (full font height), in display coordinates."""
        if not self.pdfium.FPDFText_GetLooseCharBox(self.handle, index, self.rect):
            return None
        rect = self.rect
        return self.frame.box(rect.left, rect.bottom, rect.right, rect.top)

    def origin(self, index: int) -> tuple[float, float]:
        """The pen position of a character, in display coordinates."""
        self.pdfium.FPDFText_GetCharOrigin(self.handle, index, self.x, self.y)
        return self.frame.point(self.x.value, self.y.value)

    def size_and_turn(self, index: int) -> tuple[float, bool]:
        """Font size in points as displayed, and whether the writing is not horizontal."""
        size = float(self.pdfium.FPDFText_GetFontSize(self.handle, index))
        matrix = self.matrix
        if not self.pdfium.FPDFText_GetMatrix(self.handle, index, matrix):
            return size, False
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        ox, oy = self.frame.point(0.0, 0.0)
        dx, dy = self.frame.point(matrix.a, matrix.b)
        return size * scale if scale else size, abs(dy - oy) > abs(dx - ox) * 0.2 or dx < ox

    def bold(self, index: int) -> bool:
        """Whether the font's name or weight says bold."""
        length = self.pdfium.FPDFText_GetFontInfo(self.handle, index, self.name, 96, self.flags)
        if length and _BOLD.search(self.name.value.decode("latin-1")):
            return True
        return bool(self.pdfium.FPDFText_GetFontWeight(self.handle, index) >= 700)


def _index_map(textpage: Any, length: int) -> Callable[[int], int]:
    """PDFium numbers characters, not positions in its text buffer; the two differ only when it hides characters."""
    if textpage.count_chars() == length:
        return int
    import pypdfium2.raw as pdfium

    def convert(position: int) -> int:
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(textpage.raw, position))

    return convert


def _printed_lines(raw: str) -> Iterator[tuple[int, int, bool]]:
    """Start, end and line-end hyphen of each printed line of the raw text, blank ones left out."""
    start = 0
    for match in re.finditer("\r\n|[\r\n\ufffe]", raw):
        end, hyphen = match.start(), match.group() == HYPHEN
        if raw[start:end].strip():
            yield start, end, hyphen
        start = match.end()
    if raw[start:].strip():
        yield start, len(raw), False


def _normal(raw: str, start: int, to_index: Callable[[int], int]) -> tuple[str, array[int]]:
    """Normalised text of raw[start:…] stripped, and the PDFium index of each of its characters."""
    text = normalise(raw)
    if len(text) == len(raw) and not _IRREGULAR.search(raw):
        origin = array("l", range(len(raw)))
    else:
        text, origin = normalise_with_map(raw)
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    if to_index is int:
        return text[left:right], array("l", [start + o for o in origin[left:right]])
    return text[left:right], array("l", [to_index(start + o) for o in origin[left:right]])


def _measure(line: Line, probe: _Probe) -> None:
    first = probe.box(line.chars[0])
    last = probe.box(line.chars[-1])
    if first is None or last is None:
        return
    line.x0, line.x1 = min(first[0], last[0]), max(first[2], last[2])
    line.top, line.bottom = min(first[1], last[1]), max(first[3], last[3])
    line.base = probe.origin(line.chars[0])[1]
    line.size, line.turned = probe.size_and_turn(line.chars[0])
    line.bold = probe.bold(line.chars[0]) and probe.bold(line.chars[-1])


def read_page(page: Any, number: int) -> PageText:
    """Read one open PDFium page. `number` is 1-based. Raises pypdfium2.PdfiumError when the page cannot be loaded."""
    textpage = page.get_textpage()
    frame = _frame(page)
    raw = textpage.get_text_range() if textpage.count_chars() else ""
    to_index = _index_map(textpage, len(raw))
    probe = _Probe(textpage, frame)
    lines: list[Line] = []
    for start, end, hyphen in _printed_lines(raw):
        text, chars = _normal(raw[start:end], start, to_index)
        if text:
            line = Line(number, text, chars, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, hyphen=hyphen)
            _measure(line, probe)
            lines.append(line)
    textpage.close()
    return PageText(number, frame, lines, raw)


def shifted(line: Line, **changes: Any) -> Line:
    """A copy of `line` with some fields changed."""
    return replace(line, **changes)
