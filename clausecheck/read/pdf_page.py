"""One PDF page as PDFium gives it: lines of text with their place, size and weight.

PDFium is asked little per line (first and last character), because a call for each character costs more than reading the text.
Coordinates are display coordinates: points from the top left corner of the page as shown, after cropping and rotation.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Protocol

from clausecheck.read.docx_symbols import symbol, unsymbol
from clausecheck.text import normalise, normalise_with_map

__all__ = ["HYPHEN", "SLANTED", "Box", "Cutter", "Frame", "Line", "Probe", "Word", "frame_of", "page_lines"]

HYPHEN = "\ufffe"
"""PDFium's mark for a hyphen at a line end; it joins two printed lines without a line break."""

SLANTED = 45
"""The turn of writing that is neither upright nor lying, such as a watermark."""

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the displayed top left."""

Word = tuple[int, int, float, float]
"""A word of a line: text[i:j], and its left and right edge."""

_IRREGULAR = re.compile("[\ufb00-\ufb06…\u00ad\u200b-\u200d\u2060\ufeff\ufffe\u0300-\u036f]")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi\b|gras", re.IGNORECASE)
_BREAK = re.compile("\r\n|[\r\n\ufffe]")
_GLUED = re.compile(r"(?:(?:Article\s+)?\d{1,2}(?:[.-]\d{1,2}){0,4}(?:\s?[.)–-])?|[-–•●▪■❖➢➔☐☑☒✓])(?=[^\W\d_])", re.IGNORECASE)
_TITLE_GLUED = re.compile(r"\d{1,2}(?:[.-]\d{1,2}){1,4}(?=[A-ZÀ-Þ][a-zà-ÿ]{2})")


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

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A user-space rectangle as (x0, y0, x1, y1) from the displayed top left."""
        if not self.rotation and left <= right and bottom <= top:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


@dataclass(slots=True)
class Line:
    """One printed line or a piece of one.

    `text` is normalised, `chars[i]` the PDFium index of text[i], -1 for a blank the file does not hold. `base` is the baseline; `turn` the degrees
    by which the writing is turned anticlockwise. `pieces` are its parts when wide gaps cut it. `boxes`: words text[i:j] with
    x0, y0, x1, y1, for a line that is no text of PDFium's.
    """

    page: int
    text: str
    chars: Sequence[int]
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    base: float = 0.0
    size: float = 0.0
    bold: bool = False
    hyphen: bool = False
    underlined: bool = False
    turn: int = 0
    pieces: tuple[Line, ...] = ()
    boxes: tuple[tuple[int, int, float, float, float, float], ...] = ()


def frame_of(page: Any) -> Frame:
    """The crop box inside the media box of an open PDFium page, also where it inherits them from the page tree."""
    left, bottom, right, top = page.get_bbox()
    if right - left < 1 or top - bottom < 1:
        left, bottom, right, top = page.get_mediabox()
    return Frame(left, bottom, right, top, page.get_rotation())


class Cutter(Protocol):
    """What cutting lines at gaps needs to know of a page."""

    def words(self, line: Line) -> list[Word]:
        """The words of a line with their left and right edges."""

    def rects(self) -> list[Box]:
        """Boxes of the page's text pieces."""

    def middle(self, line: Line, begin: int) -> float:
        """Height of the middle of the word that begins at `begin`: a line may hold words on slightly different baselines."""

    def edges(self, line: Line, index: int) -> tuple[float, float] | None:
        """Left and right edge of one character, None when unknown."""

    def cut(self, line: Line, begin: int, end: int) -> Line:
        """The piece text[begin:end] of a line."""


class Probe:
    """Asks PDFium about single characters of one text page, with reused buffers."""

    def __init__(self, textpage: Any, frame: Frame) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium, self.textpage, self.handle, self.frame = pdfium, textpage, textpage.raw, frame
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._a, self._b, self._c, self._d = (ctypes.c_double() for _ in range(4))
        self._name, self._flags = ctypes.create_string_buffer(96), ctypes.c_int()
        self._bold_names: dict[bytes, bool] = {}

    def box(self, index: int) -> Box | None:
        """The loose box of a character (advance width, full font height)."""
        rect = self._rect
        if index < 0 or not self.pdfium.FPDFText_GetLooseCharBox(self.handle, index, rect):
            return None
        return self.frame.box(rect.left, rect.bottom, rect.right, rect.top)

    def origin(self, index: int) -> tuple[float, float]:
        """The pen position of a character."""
        self.pdfium.FPDFText_GetCharOrigin(self.handle, index, self._a, self._b)
        return self.frame.point(self._a.value, self._b.value)

    def size_and_turn(self, index: int) -> tuple[float, int]:
        """Font size in points as displayed, and the turn of the writing: 0, 90, 180 or 270 degrees anticlockwise, or SLANTED."""
        size, matrix = float(self.pdfium.FPDFText_GetFontSize(self.handle, index)), self._matrix
        if not self.pdfium.FPDFText_GetMatrix(self.handle, index, matrix):
            return size, 0
        scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
        ox, oy = self.frame.point(0.0, 0.0)
        tx, ty = self.frame.point(matrix.a, matrix.b)
        dx, dy = tx - ox, ty - oy
        if min(abs(dx), abs(dy)) > 0.15 * max(abs(dx), abs(dy)):
            return size * scale, SLANTED
        if abs(dy) > abs(dx):
            return size * scale, 90 if dy < 0 else 270
        return size * scale, 180 if dx < 0 else 0

    def font(self, index: int) -> bytes:
        """Name of a character's font, empty when unknown."""
        length = self.pdfium.FPDFText_GetFontInfo(self.handle, index, self._name, 96, self._flags) if index >= 0 else 0
        return bytes(self._name.value) if length else b""

    def bold(self, index: int) -> bool:
        """Whether the font's name or weight says bold."""
        name = self.font(index)
        if name not in self._bold_names:
            self._bold_names[name] = bool(_BOLD.search(name.decode("latin-1")))
        return self._bold_names[name] or bool(self.pdfium.FPDFText_GetFontWeight(self.handle, index) >= 700)

    def words(self, line: Line) -> list[Word]:
        """The words of a line with their left and right edges."""
        found: list[Word] = []
        for match in re.finditer(r"\S+", line.text):
            first, last = self.box(line.chars[match.start()]), self.box(line.chars[match.end() - 1])
            if first is not None and last is not None:
                found.append((match.start(), match.end(), min(first[0], last[0]), max(first[2], last[2])))
        return found

    def middle(self, line: Line, begin: int) -> float:
        """Height of the middle of the word that begins at `begin`: a line may hold words on slightly different baselines."""
        base = self.origin(line.chars[begin])[1] if line.chars[begin] >= 0 else line.base
        return base - line.size * 0.25

    def edges(self, line: Line, index: int) -> tuple[float, float] | None:
        """Left and right edge of one character, None when unknown."""
        box = self.box(line.chars[index])
        return None if box is None else (box[0], box[2])

    def rects(self) -> list[Box]:
        """Boxes of the page's text pieces, one for each text object and line, in PDFium's order."""
        a, b, c, d = self._a, self._b, self._c, self._d
        found: list[Box] = []
        for index in range(self.pdfium.FPDFText_CountRects(self.handle, 0, -1)):
            if self.pdfium.FPDFText_GetRect(self.handle, index, a, b, c, d):
                found.append(self.frame.box(a.value, d.value, c.value, b.value))
        return found

    def measure(self, line: Line) -> None:
        """Fill in the geometry and weight of a line from its first and last character."""
        first, last = self.box(line.chars[0]), self.box(line.chars[-1])
        if first is None or last is None:
            return
        line.x0, line.x1 = min(first[0], last[0]), max(first[2], last[2])
        line.top, line.bottom = min(first[1], last[1]), max(first[3], last[3])
        line.base = self.origin(line.chars[0])[1]
        middle = len(line.chars) // 2
        middle -= line.text[middle] == " "
        line.size, line.turn = self.size_and_turn(line.chars[middle] if line.chars[middle] >= 0 else line.chars[0])
        line.bold = self.bold(line.chars[0]) and self.bold(line.chars[-1])

    def cut(self, line: Line, begin: int, end: int) -> Line:
        """The piece text[begin:end] of a line, measured anew."""
        piece = replace(line, text=line.text[begin:end], chars=line.chars[begin:end], pieces=(), hyphen=line.hyphen and end == len(line.text))
        self.measure(piece)
        return piece


def _levels(line: Line, probe: Probe) -> list[Line]:
    """The line itself, or its parts when PDFium ran several baselines together, as it does on nearly empty pages."""
    if line.turn or line.chars[-1] < 0 or abs(probe.origin(line.chars[-1])[1] - line.base) <= 0.6 * max(line.size, 4.0):
        return [line]
    parts: list[tuple[int, int]] = []
    base, right = line.base, line.x0
    for begin, end, x0, x1 in probe.words(line):
        height = probe.origin(line.chars[begin])[1]
        if parts and abs(height - base) <= 0.5 * max(line.size, 4.0) and x0 > right - 2 * line.size:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((begin, end))
        base, right = height, x1
    return [probe.cut(line, begin, end) for begin, end in parts] if len(parts) > 1 else [line]


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
    for match in _BREAK.finditer(raw):
        end = match.start()
        if raw[start:end].strip():
            yield start, end, match.group() == HYPHEN
        start = match.end()
    if raw[start:].strip():
        yield start, len(raw), False


def _normal(raw: str, regular: str | None, start: int, to_index: Callable[[int], int]) -> tuple[str, Sequence[int]]:
    """Normalised text of a raw line that begins at `start`, blanks at both ends left out, and the PDFium index of each character.

    `regular` is the line normalised when that is known to keep each character in its place.
    """
    text = normalise(unsymbol(raw, None)) if regular is None else regular
    origin: Sequence[int] | None = None
    if regular is None and (len(text) != len(raw) or _IRREGULAR.search(raw)):
        text, origin = normalise_with_map(unsymbol(raw, None))
    left, right = len(text) - len(text.lstrip()), len(text.rstrip())
    if "  " in text[left:right]:
        kept = [i for i in range(left, right) if text[i] != " " or text[i - 1] != " "]
        squeezed = [i if origin is None else origin[i] for i in kept]
        return "".join([text[i] for i in kept]), array("l", [to_index(start + place) for place in squeezed])
    text = text[left:right]
    if origin is None and to_index is int:
        return text, range(start + left, start + right)
    places = origin[left:right] if origin is not None else range(left, right)
    return text, array("l", [to_index(start + place) for place in places])


def _unglue(line: Line, probe: Probe) -> None:
    """Put a blank after a number or bullet at the line's head when the file leaves a gap there: PDFium swallows short tabs."""
    match = _GLUED.match(line.text)
    if match is None:
        return
    at = match.end()
    before, after = probe.box(line.chars[at - 1]), probe.box(line.chars[at])
    sure = line.text[at - 1] not in "0123456789.)-" or _TITLE_GLUED.match(line.text) is not None
    if sure or (before is not None and after is not None and after[0] - before[2] > 0.08 * line.size):
        line.text = f"{line.text[:at]} {line.text[at:]}"
        line.chars = array("l", [*line.chars[:at], -1, *line.chars[at:]])


def _bullet(text: str) -> str:
    """A private-use glyph at the head of a line is a bullet, whatever its font calls it."""
    return "•" + text[1:] if "\ue000" <= text[0] <= "\uf8ff" else text


def _signs(line: Line, probe: Probe) -> None:
    """Letters that a symbol font shows as signs: ticked boxes anywhere, bullets at the head of the line."""
    text = line.text
    places = {i for i, c in enumerate(text) if c in "¨þý"} if any(c in text for c in "¨þý") else set()
    if len(text) > 2 and text[1] == " " and text[0] not in "-–•" and not text[0].isdigit():
        places.add(0)
    for index in places:
        name = probe.font(line.chars[index]).lower()
        family = next((font for font in ("wingdings", "webdings", "symbol") if font.encode() in name), None)
        if family is not None and text[index] < "\u0100":
            text = text[:index] + symbol(ord(text[index]), family) + text[index + 1 :]
        elif index == 0 and text[0] == "o" and b"courier" in name and b"courier" not in probe.font(line.chars[2]).lower():
            text = "○" + text[1:]
    line.text = text


def _raw_lines(raw: str, number: int, to_index: Callable[[int], int]) -> list[Line]:
    lines: list[Line] = []
    whole = normalise(unsymbol(raw, None))
    in_place = len(whole) == len(raw) and not _IRREGULAR.search(raw)
    for start, end, hyphen in _printed_lines(raw):
        text, chars = _normal(raw[start:end], whole[start:end] if in_place else None, start, to_index)
        if text:
            lines.append(Line(number, _bullet(text), chars, hyphen=hyphen))
    return lines


def _main_turn(lines: list[Line]) -> int:
    """The turn of the page's writing when most of it is turned, else 0."""
    weight = Counter[int]()
    for line in lines:
        weight[line.turn] += len(line.text)
    turn, most = weight.most_common(1)[0] if weight else (0, 0)
    return turn if turn != SLANTED and most > 0.6 * weight.total() else 0


def _upside_down(lines: list[Line]) -> bool:
    """Whether the lines come bottom first: PDFium sorts vertical writing from left to right, whichever way it runs."""
    steps = [b.base - a.base for a, b in pairwise(lines) if a.turn == b.turn]
    return bool(steps) and sum(step < 0 for step in steps) > 0.7 * len(steps)


def page_lines(textpage: Any, frame: Frame, number: int) -> tuple[list[Line], Probe, str]:
    """Lines of an open text page in PDFium's order, the probe that measured them, and the text as PDFium gives it.

    `number` is the 1-based page. A page whose writing is mostly turned is read as if turned back; text outside the visible box is left out.
    """
    raw = textpage.get_text_range() if textpage.count_chars() else ""
    lines = _raw_lines(raw, number, _index_map(textpage, len(raw)))
    probe = Probe(textpage, frame)
    for line in lines:
        probe.measure(line)
    turn = _main_turn(lines)
    if turn:
        probe = Probe(textpage, replace(frame, rotation=(frame.rotation + turn) % 360))
        for line in lines:
            probe.measure(line)
    if (turn or frame.rotation) and _upside_down(lines):
        lines.reverse()
    width, height = probe.frame.size
    lines = [line for line in lines if line.x1 > -2 and line.x0 < width + 2 and line.bottom > -2 and line.top < height + 2]
    lines = [part for line in lines for part in _levels(line, probe)]
    for line in lines:
        _signs(line, probe)
        _unglue(line, probe)
    return lines, probe, raw
