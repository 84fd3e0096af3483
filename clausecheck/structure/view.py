"""A document seen for structure: blocks with their texts folded once, tables put together, offsets mapped to blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from clausecheck.model import ASIDE, Block, BlockKind, Document
from clausecheck.structure.cues import Words
from clausecheck.text import fold

__all__ = ["Table", "TableCell", "View"]

_START = 40_000
_MARGIN = frozenset({BlockKind.HEADER, BlockKind.FOOTER})


@dataclass(slots=True)
class TableCell:
    """One cell: its blocks in order, its text joined by blanks, its place and spans."""

    row: int
    col: int
    rowspan: int
    colspan: int
    header: bool
    blocks: list[int] = field(default_factory=list)
    text: str = ""
    folded: str = ""


@dataclass(slots=True)
class Table:
    """A table as rows of cells. `rows[r][c]` is the cell that covers the place (spans repeated), or None."""

    number: int
    first: int
    last: int
    cells: list[TableCell]
    rows: list[list[TableCell | None]]

    @property
    def columns(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def line(self, row: int) -> list[TableCell]:
        """The distinct cells of a row, left to right."""
        out: list[TableCell] = []
        for cell in self.rows[row]:
            if cell is not None and (not out or out[-1] is not cell):
                out.append(cell)
        return out


def _grid(cells: list[TableCell]) -> list[list[TableCell | None]]:
    height = max(cell.row + cell.rowspan for cell in cells)
    width = max(cell.col + cell.colspan for cell in cells)
    rows: list[list[TableCell | None]] = [[None] * width for _ in range(height)]
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                if rows[row][col] is None:
                    rows[row][col] = cell
    return rows


class View:
    """`texts[b]`, `folded[b]`: text of block b, plain and folded (the same length). `content[b]`: read as content, no margin and not set aside."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.whole = fold(document.text)
        self.blocks = document.blocks
        self.starts = [block.start for block in document.blocks]
        self.texts = [self.text[b.start : b.end] for b in self.blocks]
        self.folded = [self.whole[b.start : b.end] for b in self.blocks]
        self.content = [b.kind not in ASIDE and b.kind not in _MARGIN for b in self.blocks]

    def block_at(self, offset: int) -> int:
        """Index of the block that holds a text offset (the last one before it when between two); -1 before the first."""
        return bisect_right(self.starts, offset) - 1

    def page(self, offset: int) -> int | None:
        """Page of a text offset."""
        index = self.block_at(offset)
        return self.blocks[index].page if index >= 0 else None

    def size(self, index: int) -> float:
        """Font size of a block in points, 0 when unknown."""
        return self.blocks[index].size or 0.0

    @cached_property
    def start(self) -> str:
        """The first 40,000 characters, folded."""
        return self.whole[:_START]

    @cached_property
    def start_words(self) -> Words:
        """The words of `start`."""
        return Words(self.start)

    @cached_property
    def body_size(self) -> float:
        """The font size that holds most characters, 0 when unknown."""
        weight: dict[float, int] = defaultdict(int)
        for block in self.blocks:
            if block.size:
                weight[round(block.size, 1)] += block.end - block.start
        return max(weight, key=lambda size: (weight[size], -size)) if weight else 0.0

    @cached_property
    def tables(self) -> dict[int, Table]:
        """Tables by number, in order of their first block; spans beyond reason are cut."""
        grouped: dict[int, dict[tuple[int, int], TableCell]] = {}
        for block in self.blocks:
            if block.cell is None or not self.content[block.id]:
                continue
            place = block.cell
            cells = grouped.setdefault(place.table, {})
            cell = cells.get((place.row, place.col))
            if cell is None:
                cell = TableCell(place.row, place.col, min(max(place.rowspan, 1), 500), min(max(place.colspan, 1), 60), place.header)
                cells[(place.row, place.col)] = cell
            cell.blocks.append(block.id)
        return {number: self._table(number, list(cells.values())) for number, cells in grouped.items()}

    def _table(self, number: int, cells: list[TableCell]) -> Table:
        for cell in cells:
            cell.text = " ".join(self.texts[b] for b in cell.blocks).strip()
            cell.folded = " ".join(self.folded[b] for b in cell.blocks).strip()
        ids = [b for cell in cells for b in cell.blocks]
        return Table(number, min(ids), max(ids), cells, _grid(cells))

    def is_cell(self, index: int) -> bool:
        """True for a block of a table."""
        return self.blocks[index].cell is not None

    def block(self, index: int) -> Block:
        """The block of that index."""
        return self.blocks[index]
