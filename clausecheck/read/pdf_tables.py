"""Tables across pages: what a page break cut is one table again, with one number and rows counted through."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clausecheck.read.pdf_page import Line
from clausecheck.read.tables_fill import TableCell, TablePart

__all__ = ["Table", "continue_table", "new_table"]

_ALIGNED = 4.0


@dataclass(slots=True)
class Table:
    """A table of the document: its number, its cells with document-wide rows, and the last part read."""

    number: int
    cells: list[TableCell]
    rows: int
    last: TablePart
    parent: int | None = None


def new_table(number: int, part: TablePart) -> Table:
    """A table that begins with `part`."""
    return Table(number, [replace(c, lines=list(c.lines)) for c in part.cells], part.rows, part)


def _row_text(cells: list[TableCell], row: int) -> str:
    return "|".join(" ".join(line.text for line in c.lines) for c in cells if c.row == row)


def _aligned(table: Table, part: TablePart) -> bool:
    a, b = table.last.columns, part.columns
    return len(a) == len(b) > 0 and part.page == table.last.page + 1 and all(abs(x - y) <= _ALIGNED for x, y in zip(a, b, strict=True))


def _text(cell: TableCell) -> str:
    return " ".join(line.text for line in cell.lines)


def _goes_on(above: list[TableCell], below: list[TableCell]) -> bool:
    """Whether the first row of the new page is the rest of the last row: nothing in it begins anew, something goes on in mid-sentence."""
    upper = {c.col: c for c in above}
    carried = False
    for cell in below:
        text, before = _text(cell), _text(upper[cell.col]) if cell.col in upper else ""
        if not text:
            continue
        if cell.col not in upper or not before:
            return False
        if text[0].islower() and before[-1] not in ".;:":
            carried = True
        elif before[-1] in ".;:" or not text[0].islower():
            empty_key = cell.col > 0 and not any(c.lines for c in below if c.col == 0) and bool(upper.get(0) and upper[0].lines)
            if not empty_key:
                return False
            carried = True
    return carried


def continue_table(table: Table, part: TablePart) -> bool:
    """Join `part` to `table` when it is its continuation on the next page; returns whether it was. A repeated header row is dropped."""
    if not _aligned(table, part):
        return False
    cells = part.cells
    skip = 0
    if not part.open_top and part.rows > 1 and _row_text(cells, 0) == _row_text(table.cells, 0) and _row_text(cells, 0).strip("|"):
        skip = 1
    shift = table.rows - skip
    fresh = [replace(c, row=c.row + shift, header=False) for c in cells if c.row >= skip]
    last_row = max((c.row for c in table.cells if c.lines), default=table.rows - 1)
    above = [c for c in table.cells if c.row == last_row]
    below = [c for c in fresh if c.row == table.rows]
    if (part.open_top or _goes_on(above, below)) and all(c.rowspan == 1 for c in [*above, *below]):
        upper = {c.col: c for c in above}
        for cell in below:
            if cell.col in upper:
                upper[cell.col].lines += cell.lines
            else:
                table.cells.append(replace(cell, row=last_row))
        fresh = [replace(c, row=c.row - 1) for c in fresh if c.row != table.rows]
        shift -= 1
    table.cells += fresh
    table.rows = shift + part.rows
    table.last = part
    return True


def lines_of(part: TablePart) -> list[Line]:
    """All lines of a part, cell by cell."""
    return [line for cell in part.cells for line in cell.lines]
