"""What annotations look like: content streams in user space for highlights and icons, told apart by colour, by shade of grey and by their line.

Icons are strokes, not letters: a page whose notes are drawn into it still has only its own text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clausecheck.read.pdf_page import Box, Frame

__all__ = ["AUTHOR_ID", "ICON", "STYLES", "Style", "highlight_ink", "icon_ink", "quad", "user_points"]

AUTHOR_ID = "clausecheck:"
"""Head of the unique name (NM) of every annotation made here."""
ICON = 16.0
"""Side of a note's icon in points."""

Colour = tuple[float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Style:
    """A pale `fill`, and a dark `ink` for the line: `solid`, `double`, `dashed`, `dotted` under the words, or around them, `framed` or `boxed` with
    dashes. None goes through the words: to an editor that says "delete"."""

    fill: Colour
    ink: Colour
    line: str


STYLES: dict[str, Style] = {
    "required": Style((0.56, 0.85, 0.66), (0.0, 0.30, 0.16), "solid"),
    "scored": Style((0.70, 0.86, 1.0), (0.02, 0.20, 0.52), "double"),
    "encouraged": Style((1.0, 0.93, 0.55), (0.48, 0.33, 0.0), "dashed"),
    "informative": Style((0.95, 0.95, 0.97), (0.35, 0.35, 0.40), "dotted"),
    "excluded": Style((0.97, 0.72, 0.66), (0.62, 0.08, 0.05), "framed"),
    "aside": Style((1.0, 1.0, 1.0), (0.40, 0.40, 0.40), "boxed"),
}
"""By force; `aside` for what an officer has dismissed. Greys of the fills and lines differ pairwise; fills keep black text at 10:1 or more."""

_PENS = {
    "solid": "1.4 w [] 0 d", "double": "0.6 w [] 0 d", "dashed": "1.1 w [4 2.5] 0 d", "dotted": "1 w 1 J [0 2.2] 0 d",
    "boxed": "0.6 w [2 1.5] 0 d", "framed": "0.9 w [] 0 d",
}
_ICONS: dict[str, Colour] = {"!": (0.62, 0.08, 0.05), "~": (0.48, 0.33, 0.0), "?": (0.30, 0.12, 0.45), "i": (0.02, 0.20, 0.52)}


def user_points(points: Iterable[Point], frame: Frame) -> list[Point]:
    """Points from the displayed top left to user space: the way back of Frame.point."""
    if frame.rotation == 90:
        return [(frame.left + y, frame.bottom + x) for x, y in points]
    if frame.rotation == 180:
        return [(frame.right - x, frame.bottom + y) for x, y in points]
    if frame.rotation == 270:
        return [(frame.right - y, frame.top - x) for x, y in points]
    return [(frame.left + x, frame.top - y) for x, y in points]


def quad(box: Box, frame: Frame) -> list[float]:
    """QuadPoints of a box: top left, top right, bottom left, bottom right as displayed, the order that viewers expect in practice."""
    x0, y0, x1, y1 = box
    return [value for point in user_points([(x0, y0), (x1, y0), (x0, y1), (x1, y1)], frame) for value in point]


def _path(points: Iterable[Point], frame: Frame) -> str:
    (x, y), *rest = user_points(points, frame)
    return f"{x:.2f} {y:.2f} m " + " ".join(f"{a:.2f} {b:.2f} l" for a, b in rest)


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:.2f}" for part in colour)


def highlight_ink(boxes: list[Box], style: Style, frame: Frame) -> bytes:
    """The fill, multiplied with what lies below so that words stay black, and the line of its style."""
    parts = ["q /M gs", f"{_rgb(style.fill)} rg {_rgb(style.ink)} RG"]
    parts += [f"{_path([(a, b), (c, b), (c, d), (a, d)], frame)} h f" for a, b, c, d in boxes]
    parts += [_line(box, style.line, frame) for box in boxes]
    return "\n".join([*parts, "Q"]).encode("ascii")


def _line(box: Box, kind: str, frame: Frame) -> str:
    x0, y0, x1, y1 = box
    if kind in ("boxed", "framed"):
        return f"{_PENS[kind]} {_path([(x0 + 0.3, y0 + 0.3), (x1 - 0.3, y0 + 0.3), (x1 - 0.3, y1 - 0.3), (x0 + 0.3, y1 - 0.3)], frame)} h S"
    offsets = {"double": (0.3, 1.9)}.get(kind, (0.6,))
    lines = []
    for offset in offsets:
        # Writing that runs up the page has its foot on the right; on a page turned clockwise it runs down.
        foot = x0 + offset if frame.rotation == 90 else x1 - offset
        ends = [(foot, y0), (foot, y1)] if y1 - y0 > 2 * (x1 - x0) else [(x0, y1 - offset), (x1, y1 - offset)]
        lines.append(f"{_PENS[kind]} {_path(ends, frame)} S")
    return "\n".join(lines)


def icon_ink(box: Box, icon: str, frame: Frame) -> tuple[bytes, list[float]]:
    """A dark sheet with a white sign, and its colour; "!", "~", "?" or "i"."""
    colour = _ICONS[icon]
    x, y, side = box[0], box[1], box[2] - box[0]

    def at(*points: Point) -> str:
        return _path([(x + a * side, y + b * side) for a, b in points], frame)

    fold = at((0.06, 0.06), (0.94, 0.06), (0.94, 0.68), (0.68, 0.94), (0.06, 0.94))
    signs = {
        "!": (at((0.5, 0.2), (0.5, 0.58)), at((0.5, 0.78), (0.5, 0.79))),
        "i": (at((0.5, 0.44), (0.5, 0.8)), at((0.5, 0.24), (0.5, 0.25))),
        "~": (at((0.22, 0.56), (0.32, 0.44), (0.42, 0.44), (0.58, 0.56), (0.68, 0.56), (0.78, 0.44)),),
        "?": (at((0.33, 0.34), (0.4, 0.22), (0.6, 0.22), (0.67, 0.34), (0.62, 0.46), (0.5, 0.52), (0.5, 0.62)), at((0.5, 0.8), (0.5, 0.81))),
    }
    strokes = "\n".join(f"{sign} S" for sign in signs[icon])
    ink = f"q {_rgb(colour)} rg 1 1 1 RG {0.05 * side:.2f} w\n{fold} h B\n{0.11 * side:.2f} w 1 J 1 j\n{strokes}\nQ"
    return ink.encode("ascii"), list(colour)
