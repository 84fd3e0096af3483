"""A chart as PNG, drawn by matplotlib (extra `images`): the same shapes at the same places as in SVG."""

from __future__ import annotations

import io
from typing import Any

from clausecheck.indicators.shapes import FILLS, INK, Chart, Mark, Polyline, Rect, Shape

__all__ = ["MissingLibraryError", "render"]

_DPI = 150
_PER_INCH = 96.0
"""Pixels of the chart to the inch, as in SVG."""
_POINTS = 72.0 / _PER_INCH
_HATCH = {"/": "////", "\\": "\\\\\\\\", "-": "---", "x": "xxx", ".": "...", "": ""}


class MissingLibraryError(RuntimeError):
    """matplotlib is not installed; the message is French and says what to do."""


def render(chart: Chart) -> bytes:
    """The bytes of the image, with the data in words in its text chunk « Description ». Raises MissingLibraryError."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingLibraryError(
            "Les images PNG demandent matplotlib, qui n'est pas installé : lancez « pip install 'clausecheck[images]' », ou choisissez --format svg."
        ) from error
    figure: Any = Figure(figsize=(chart.width / _PER_INCH, chart.height / _PER_INCH), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, chart.width)
    axes.set_ylim(chart.height, 0)
    axes.axis("off")
    for shape in chart.shapes:
        _draw(axes, shape)
    out = io.BytesIO()
    # no software version and no date: the same data give the same bytes
    figure.savefig(out, format="png", dpi=_DPI, metadata={"Title": chart.title, "Description": chart.description, "Software": "clausecheck"})
    return out.getvalue()


def _draw(axes: Any, shape: Shape) -> None:
    from matplotlib.patches import Rectangle

    if isinstance(shape, Rect):
        fill = FILLS[shape.fill]
        axes.add_patch(Rectangle((shape.x, shape.y), shape.width, shape.height, facecolor=fill.paper, edgecolor=INK, linewidth=0.8,
                                 hatch=_HATCH[fill.lines]))
    elif isinstance(shape, Polyline):
        xs, ys = zip(*shape.points, strict=True)
        axes.plot(xs, ys, color=shape.colour, linewidth=shape.thickness * _POINTS, linestyle=(0, (5, 3)) if shape.dashed else "solid", zorder=1)
    elif isinstance(shape, Mark):
        disc = shape.kind == "disc"
        axes.plot([shape.x], [shape.y], marker="o" if disc else "s", markersize=8, markerfacecolor=INK if disc else "white", markeredgecolor=INK,
                  markeredgewidth=1.6, zorder=3)
    else:
        axes.text(shape.x, shape.y, shape.words, fontsize=shape.size * _POINTS, color=shape.colour, fontweight="bold" if shape.bold else "normal",
                  ha={"start": "left", "middle": "center", "end": "right"}[shape.anchor], va="baseline", parse_math=False, fontfamily="DejaVu Sans")
