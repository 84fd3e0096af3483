"""A chart as SVG: self-contained, with its title and the data in words for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from clausecheck.indicators.shapes import FILLS, INK, Chart, Fill, Mark, Polyline, Rect, Shape, Text

__all__ = ["render"]

_FACE = "system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"
_TILE = 8


def render(chart: Chart, *, standalone: bool = True) -> str:
    """The svg element: `standalone` with its XML declaration and a white ground; else for the inside of a page. Presentation attributes alone are
    used, so that a page's security policy need not allow styles."""
    fills = sorted({shape.fill for shape in chart.shapes if isinstance(shape, Rect)})
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(chart.width)} {_n(chart.height)}" width="{_n(chart.width)}" '
        f'height="{_n(chart.height)}" role="img" aria-labelledby="{chart.id}-titre {chart.id}-texte" font-family={quoteattr(_FACE)}>')
    lines = [
        head, f'<title id="{chart.id}-titre">{escape(chart.title)}</title>', f'<desc id="{chart.id}-texte">{escape(chart.description)}</desc>',
        *_patterns(chart.id, fills)]
    if standalone:
        lines.append(f'<rect width="{_n(chart.width)}" height="{_n(chart.height)}" fill="#ffffff"/>')
    lines += [_shape(chart.id, shape) for shape in chart.shapes]
    text = "\n".join([*lines, "</svg>"])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n' if standalone else text


def _n(value: float) -> str:
    return f"{round(value, 1):g}"


def _patterns(name: str, fills: Sequence[int]) -> list[str]:
    drawn = [f'<pattern id="{name}-f{index}" width="{_TILE}" height="{_TILE}" patternUnits="userSpaceOnUse">'
             f'<rect width="{_TILE}" height="{_TILE}" fill="{FILLS[index].paper}"/>{_strokes(FILLS[index])}</pattern>'
             for index in fills if FILLS[index].lines]
    return ["<defs>", *drawn, "</defs>"] if drawn else []


def _strokes(fill: Fill) -> str:
    paths = {
        "/": "M-2 2L2 -2M0 8L8 0M6 10L10 6", "\\": "M-2 6L2 10M0 0L8 8M6 -2L10 2", "-": "M0 4H8",
        "x": "M0 0L8 8M8 0L0 8"}
    if fill.lines == ".":
        return f'<circle cx="2" cy="2" r="1.2" fill="{INK}"/><circle cx="6" cy="6" r="1.2" fill="{INK}"/>'
    return f'<path d="{paths[fill.lines]}" stroke="{INK}" stroke-width="1.3" fill="none"/>'


def _shape(name: str, shape: Shape) -> str:
    if isinstance(shape, Rect):
        fill = f"url(#{name}-f{shape.fill})" if FILLS[shape.fill].lines else FILLS[shape.fill].paper
        return (f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}" fill="{fill}" stroke="{INK}" '
                'stroke-width="1"/>')
    if isinstance(shape, Polyline):
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
        dash = ' stroke-dasharray="7 4"' if shape.dashed else ""
        return f'<polyline points="{points}" fill="none" stroke="{shape.colour}" stroke-width="{_n(shape.thickness)}"{dash}/>'
    if isinstance(shape, Mark):
        if shape.kind == "disc":
            return f'<circle cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="5" fill="{INK}"/>'
        return f'<rect x="{_n(shape.x - 5)}" y="{_n(shape.y - 5)}" width="10" height="10" fill="#ffffff" stroke="{INK}" stroke-width="2"/>'
    return _text(shape)


def _text(shape: Text) -> str:
    bold = ' font-weight="700"' if shape.bold else ""
    return (f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}" text-anchor="{shape.anchor}" fill="{shape.colour}"{bold}>'
            f"{escape(shape.words)}</text>")
