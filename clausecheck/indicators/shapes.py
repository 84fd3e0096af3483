"""What a chart is made of: rectangles, lines, marks and texts at places, in pixels from the top left; drawn by svg.py and png.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["FILLS", "INK", "RULE", "SOFT", "Chart", "Fill", "Mark", "Polyline", "Rect", "Shape", "Text", "stacked", "text_width"]

INK, SOFT, RULE = "#1a2026", "#4b5660", "#c5ccd2"
_ADVANCE = 0.56
"""Mean width of a character over the size of the type, for a sans-serif face; only to leave room, never to cut."""

_BOLD_ADVANCE = 0.64


@dataclass(frozen=True, slots=True)
class Fill:
    """A paper colour and the lines drawn on it: "" (none), "/", "\\", "-", "x" or "." ; each reads without colour."""

    paper: str
    lines: str = ""


FILLS: tuple[Fill, ...] = (
    Fill("#16404f"), Fill("#ffffff", "/"), Fill("#8fa3ad"), Fill("#ffffff", "."), Fill("#d9dfe3", "\\"), Fill("#ffffff", "x"), Fill("#ffffff", "-"),
    Fill("#ffffff"),
)
"""In the order of use; neighbours differ in tone and in pattern, so that a black-and-white print tells them apart."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle with a thin outline; `fill` is an index of FILLS."""

    x: float
    y: float
    width: float
    height: float
    fill: int


@dataclass(frozen=True, slots=True)
class Polyline:
    """A line through points; `dashed` or not."""

    points: tuple[tuple[float, float], ...]
    colour: str = INK
    thickness: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line: `kind` "disc" (full) or "square" (hollow)."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words on one line with the base line at `y`; `anchor` start, middle or end."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    size: float = 13.0
    bold: bool = False
    colour: str = INK


Shape = Rect | Polyline | Mark | Text


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title and the same data in words, for those who do not see it."""

    id: str
    title: str
    description: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


def text_width(words: str, size: float = 13.0, *, bold: bool = False) -> float:
    """Room that words take, in pixels, about."""
    return len(words) * size * (_BOLD_ADVANCE if bold else _ADVANCE)


def stacked(charts: Sequence[Chart], gap: float = 28.0) -> Chart:
    """Several charts one under the other as a single drawing, each under its title. One chart alone keeps its own title too."""
    shapes: list[Shape] = []
    top = 0.0
    width = max((chart.width for chart in charts), default=0.0)
    for chart in charts:
        size = min(16.0, (chart.width - 32) / (max(len(chart.title), 1) * _BOLD_ADVANCE))
        shapes.append(Text(16, top + 28, chart.title, size=size, bold=True))
        top += 40
        shapes += [_moved(shape, top) for shape in chart.shapes]
        top += chart.height + gap
    return Chart(
        "-".join(chart.id for chart in charts), " ; ".join(chart.title for chart in charts), "\n".join(chart.description for chart in charts), width,
        max(top - gap, 1.0), tuple(shapes))


def _moved(shape: Shape, down: float) -> Shape:
    if isinstance(shape, Polyline):
        return Polyline(tuple((x, y + down) for x, y in shape.points), shape.colour, shape.thickness, shape.dashed)
    if isinstance(shape, Rect):
        return Rect(shape.x, shape.y + down, shape.width, shape.height, shape.fill)
    if isinstance(shape, Mark):
        return Mark(shape.x, shape.y + down, shape.kind)
    return Text(shape.x, shape.y + down, shape.words, shape.anchor, shape.size, shape.bold, shape.colour)
