"""Lines of a page into the cells of its ruled tables; what stands in no cell stays in the flow of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from clausecheck.read.pdf_page import Box, Cutter, Line
from clausecheck.read.tables_find import Grid, GridCell
from clausecheck.read.tables_rules import Rules

__all__ = ["TableCell", "TablePart", "fill_grids"]


@dataclass(slots=True)
class TableCell:
    """A cell with its lines in reading order. `header` when the layout shows a heading cell."""

    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box
    lines: list[Line] = field(default_factory=list)
    header: bool = False


@dataclass(slots=True)
class TablePart:
    """What one page holds of a table.

    `columns` are left edges and the last right edge, empty for a table without rulings; `open_top`: no line above its first row.
    """

    page: int
    box: Box
    cells: list[TableCell]
    columns: tuple[float, ...]
    rows: int
    open_top: bool = False


def _overlaps(line: Line, box: Box) -> bool:
    middle = (line.top + line.bottom) / 2
    return box[1] - 1 <= middle <= box[3] + 1 and line.x1 > box[0] and line.x0 < box[2]


def _cell_at(grids: list[Grid], x: float, y: float) -> tuple[int, int] | None:
    """Grid and cell that hold a point: the smallest one when a table stands inside another's cell."""
    best: tuple[float, int, int] | None = None
    for g, grid in enumerate(grids):
        if not (grid.box[0] - 1 <= x <= grid.box[2] + 1 and grid.box[1] - 1 <= y <= grid.box[3] + 1):
            continue
        for c, cell in enumerate(grid.cells):
            x0, top, x1, bottom = cell.box
            if x0 <= x < x1 and top <= y < bottom:
                area = (x1 - x0) * (bottom - top)
                if best is None or area < best[0]:
                    best = (area, g, c)
    return None if best is None else best[1:]


Place = tuple[int, int] | None


def _word_places(line: Line, grids: list[Grid], probe: Cutter) -> list[tuple[int, int, Place]]:
    """Stretches of a line by the cell they stand in; a word that runs over a cell's edge is cut between characters."""
    stretches: list[tuple[int, int, Place]] = []
    for begin, end, x0, x1 in probe.words(line):
        y = probe.middle(line, begin)
        place = _cell_at(grids, (x0 + x1) / 2, y)
        ends = {_cell_at(grids, x0 + 1, y), _cell_at(grids, x1 - 1, y)}
        if end - begin > 1 and len(ends) > 1 and probe.edges(line, begin) is not None:
            pieces = [(i, i + 1, _char_place(line, i, grids, probe, y)) for i in range(begin, end)]
        else:
            pieces = [(begin, end, place)]
        for piece in pieces:
            if stretches and stretches[-1][2] == piece[2]:
                stretches[-1] = (stretches[-1][0], piece[1], piece[2])
            else:
                stretches.append(piece)
    return stretches


def _char_place(line: Line, index: int, grids: list[Grid], probe: Cutter, y: float) -> Place:
    edges = probe.edges(line, index)
    return None if edges is None else _cell_at(grids, (edges[0] + edges[1]) / 2, y)


def _places(line: Line, grids: list[Grid], probe: Cutter) -> list[tuple[int, int, Place]]:
    if line.turn:
        return [(0, len(line.text), _cell_at(grids, (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2))]
    return _word_places(line, grids, probe)


def _in_order(lines: list[Line]) -> list[Line]:
    """Lines of a cell as PDFium gives them, unless they clearly jump upwards: then top to bottom."""
    jumps = any(b.base < a.base - 0.6 * max(a.size, 1.0) for a, b in pairwise(lines))
    return sorted(lines, key=lambda line: (round(line.base / 3), line.x0)) if jumps else lines


def _part(page: int, grid: Grid, lines: dict[int, list[Line]], rules: Rules) -> TablePart:
    cells = [TableCell(c.row, c.col, c.rowspan, c.colspan, c.box, _in_order(lines.get(i, []))) for i, c in enumerate(grid.cells)]
    part = TablePart(page, grid.box, cells, grid.columns, grid.rows, grid.open_top)
    _mark_header(part, rules)
    return part


def _shaded(cell: TableCell | GridCell, rules: Rules) -> bool:
    x0, top, x1, bottom = cell.box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return any(f[0] - 2 <= x <= f[2] + 2 and f[1] - 2 <= y <= f[3] + 2 and f[3] - f[1] < 2.5 * (bottom - top) for f in rules.fills)


def _mark_header(part: TablePart, rules: Rules) -> None:
    """The first row is a header when all its cells are bold or shaded and the row below is not."""

    def marked(row: int, test: str) -> bool:
        cells = [c for c in part.cells if c.row == row and c.lines]
        if not cells:
            return False
        return all(all(line.bold for line in c.lines) if test == "bold" else _shaded(c, rules) for c in cells)

    second = next((row for row in range(1, part.rows) if any(c.lines for c in part.cells if c.row == row)), None)
    if second is None or not any(c.lines for c in part.cells if c.row == 0):
        return
    if any(marked(0, test) and not marked(second, test) for test in ("bold", "shade")):
        for cell in part.cells:
            cell.header = cell.row == 0


def _filled(placed: list[tuple[Line, list[tuple[int, int, Place]]]], grid: int) -> int:
    """Number of cells of a grid that hold text."""
    return len({place for _, places in placed for _, _, place in places if place is not None and place[0] == grid})


def fill_grids(lines: list[Line], grids: list[Grid], rules: Rules, probe: Cutter) -> list[Line | TablePart]:
    """The page's flow: lines outside tables as they come, each table at the place of its first line.

    A grid without text, or of two cells with text in one, is a drawing or a frame: its lines stay in the flow.
    """
    filled: list[dict[int, list[Line]]] = [{} for _ in grids]
    placed: list[tuple[Line, list[tuple[int, int, Place]]]] = []
    for line in lines:
        if any(_overlaps(line, grid.box) for grid in grids):
            placed.append((line, _places(line, grids, probe)))
        else:
            placed.append((line, []))
    used = {g for g, grid in enumerate(grids) if _filled(placed, g) >= (1 if len(grid.cells) > 2 or grid.open_top else 2)}
    flow: list[Line | TablePart | int] = []
    for line, places in placed:
        places = [(b, e, p if p is not None and p[0] in used else None) for b, e, p in places]
        if all(p is None for _, _, p in places):
            flow.append(line)
            continue
        for begin, end, place in places:
            piece = line if (begin, end) == (0, len(line.text)) else probe.cut(line, begin, end)
            if place is None:
                flow.append(piece)
                continue
            if place[0] not in flow:
                flow.append(place[0])
            filled[place[0]].setdefault(place[1], []).append(piece)
    page = lines[0].page if lines else 0
    return [_part(page, grids[item], filled[item], rules) if isinstance(item, int) else item for item in flow]
