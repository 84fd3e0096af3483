"""Ruling lines to grids: pdfplumber's table-finder functions, fed with PDFium's rulings and told rows, columns and spans.

pdfplumber compares every horizontal with every vertical line; cutting the rulings into groups that touch first keeps that affordable.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from clausecheck.read.pdf_page import Box
from clausecheck.read.tables_rules import Rules

__all__ = ["Grid", "GridCell", "find_grids"]

_SNAP = 3.0
_FRAME = 250.0
"""A cell as wide as its table and taller than so many points frames a page of prose; it is no cell."""
_EDGES = 1500
"""More edges than this in one group are a drawing; its lines stay running text."""

Edge = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its box, and its place and extent in rows and columns."""

    box: Box
    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table of a page. `columns` are the left edges of its columns and the right edge of the last.

    `open_top`: its first row has no line above, as when a page break cuts a row.
    """

    box: Box
    cells: tuple[GridCell, ...]
    columns: tuple[float, ...]
    rows: int
    open_top: bool = False


def _edges(rules: Rules) -> list[Edge]:
    edges: list[Edge] = [
        {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0.0, "orientation": "h", "object_type": "line"}
        for x0, x1, y in rules.horizontal
    ]
    edges += [
        {"x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0.0, "height": bottom - top, "orientation": "v", "object_type": "line"}
        for x, top, bottom in rules.vertical
    ]
    return edges


def _implied(rules: Rules) -> list[tuple[float, float, float]]:
    """Verticals that are not drawn but told by the horizontals: Word draws the lines above and below each cell one by one.

    Where two neighbouring rows of horizontals both break at the same x, over three rows or more, and hardly any vertical is drawn there.
    """
    levels: list[tuple[float, list[tuple[float, float]]]] = []
    for x0, x1, y in sorted(rules.horizontal, key=_height):
        if levels and y - levels[-1][0] <= 1.5:
            levels[-1][1].append((x0, x1))
        else:
            levels.append((y, [(x0, x1)]))
    breaks = [(y, _breaks(sorted(segments))) for y, segments in levels]
    columns: dict[int, list[tuple[float, float, float]]] = {}
    for (top, above), (bottom, below) in pairwise(breaks):
        for x in above:
            if bottom - top >= 6 and any(abs(x - other) <= 2 for other in below):
                known = next((key for key in columns if abs(columns[key][0][0] - x) <= 2), len(columns))
                columns.setdefault(known, []).append((x, top, bottom))
    return [piece for pieces in columns.values() if len(pieces) >= 2 and _drawn(pieces, rules) < 0.5 for piece in pieces]


def _height(line: tuple[float, float, float]) -> float:
    return line[2]


def _breaks(segments: list[tuple[float, float]]) -> list[float]:
    """Where one segment of a row ends and the next begins at once, and the row's two ends; nothing when it is one line."""
    inside = [(a[1] + b[0]) / 2 for a, b in pairwise(segments) if -1 <= b[0] - a[1] <= 2.5 and a[1] - a[0] > 6 and b[1] - b[0] > 6]
    return [segments[0][0], *inside, segments[-1][1]] if inside else []


def _drawn(pieces: list[tuple[float, float, float]], rules: Rules) -> float:
    """Share of the pieces' length beside which a vertical is drawn."""
    x = pieces[0][0]
    covered = 0.0
    for _, top, bottom in pieces:
        covered += sum(max(0.0, min(bottom, v[2]) - max(top, v[1])) for v in rules.vertical if abs(v[0] - x) <= 2.5)
    return covered / sum(bottom - top for _, top, bottom in pieces)


def _groups(edges: list[Edge]) -> list[list[Edge]]:
    """Edges cut into groups that touch, by a sweep over the horizontal ones."""
    horizontal = sorted((e for e in edges if e["orientation"] == "h"), key=lambda e: float(e["top"]))
    tops = [float(e["top"]) for e in horizontal]
    vertical = [e for e in edges if e["orientation"] == "v"]
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for position, v in enumerate(vertical):
        at = bisect_left(tops, v["top"] - _SNAP)
        while at < len(tops) and tops[at] <= v["bottom"] + _SNAP:
            if horizontal[at]["x0"] - _SNAP <= v["x0"] <= horizontal[at]["x1"] + _SNAP:
                parent[root(at)] = root(len(horizontal) + position)
            at += 1
    groups: dict[int, list[Edge]] = {}
    for index, edge in enumerate([*horizontal, *vertical]):
        groups.setdefault(root(index), []).append(edge)
    return [g for g in groups.values() if _can_hold_cells(g)]


def _can_hold_cells(group: list[Edge]) -> bool:
    horizontal = sum(e["orientation"] == "h" for e in group)
    return horizontal >= 2 and len(group) - horizontal >= 2 and len(group) > 4 and len(group) <= _EDGES


def _close(group: list[Edge]) -> tuple[list[Edge], bool]:
    """Draw the missing line above or below when at least two verticals end together there. Returns the edges and whether the top was open."""
    opened = False
    vertical = [e for e in group if e["orientation"] == "v"]
    levels = [e["top"] for e in group if e["orientation"] == "h"]
    fresh: list[Edge] = []
    for key, choose in (("top", min), ("bottom", max)):
        level = choose(e[key] for e in vertical)
        if any(abs(level - y) <= _SNAP for y in levels) or abs(choose(levels) - level) < 6:
            continue
        ends = [e["x0"] for e in vertical if abs(e[key] - level) <= _SNAP]
        if len(ends) >= 2 and max(ends) - min(ends) > 20:
            fresh += _edges(Rules(horizontal=[(min(ends), max(ends), level)]))
            opened = opened or key == "top"
    return group + fresh, opened


def _stops(values: list[float]) -> list[float]:
    """Sorted values with those nearer than the snap tolerance made one."""
    stops: list[float] = []
    for value in sorted(values):
        if not stops or value - stops[-1] > _SNAP:
            stops.append(value)
    return stops


def _nearest(stops: list[float], value: float) -> int:
    return min(range(len(stops)), key=lambda i: abs(stops[i] - value))


def _grid(boxes: list[Box], opened: bool) -> Grid | None:
    boxes = [b for b in boxes if b[2] - b[0] > 4 and b[3] - b[1] > 4]
    width = max((b[2] for b in boxes), default=0.0) - min((b[0] for b in boxes), default=0.0)
    boxes = [b for b in boxes if b[2] - b[0] < 0.97 * width or b[3] - b[1] < _FRAME]
    if len(boxes) < 2:
        return None
    xs, ys = _stops([x for b in boxes for x in (b[0], b[2])]), _stops([y for b in boxes for y in (b[1], b[3])])
    if len(xs) < 3:
        return None
    cells = []
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        row, col = _nearest(ys, box[1]), _nearest(xs, box[0])
        cells.append(GridCell(box, row, col, max(1, _nearest(ys, box[3]) - row), max(1, _nearest(xs, box[2]) - col)))
    cells.sort(key=lambda c: (c.row, c.col))
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), tuple(cells), tuple(xs), len(ys) - 1, opened)


def find_grids(rules: Rules) -> list[Grid]:
    """Ruled tables of at least two columns, top to bottom. Frames of one cell and stacks of frames are no tables."""
    complete = replace(rules, vertical=rules.vertical + _implied(rules))
    if not complete.promising:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    grids: list[Grid] = []
    for group in _groups(merge_edges(_edges(complete), _SNAP, _SNAP, _SNAP, _SNAP)):
        edges, opened = _close(group)
        cells = intersections_to_cells(edges_to_intersections(edges, _SNAP, _SNAP))
        grids += [grid for table in cells_to_tables(cells) if (grid := _grid(table, opened)) is not None]
    return sorted(grids, key=lambda g: (g.box[1], g.box[0]))
