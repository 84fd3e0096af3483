"""Pages laid out to the text, blocks and runs of a Document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clausecheck.model import BlockKind, Cell
from clausecheck.read.pdf_furniture import Furniture, set_aside
from clausecheck.read.pdf_hyphen import Hyphens
from clausecheck.read.pdf_kinds import Group, classify, main_size
from clausecheck.read.pdf_layout import PageFlow
from clausecheck.read.pdf_page import Line
from clausecheck.read.pdf_paragraphs import head_mark, is_toc_line, paragraphs
from clausecheck.read.pdf_tables import Table, continue_table, lines_of, new_table
from clausecheck.read.pdf_writer import Assembled, Writer
from clausecheck.read.tables_fill import TablePart

__all__ = ["assemble_pages"]

_NOTE = re.compile(r"(?:\(?\d{1,3}\)?|\*{1,3}|\[\d{1,3}\])\s*\S")
_NOTE_SIZE = 0.92
_NOTE_LINES = 16


@dataclass(slots=True)
class _Body:
    """Paragraphs between two tables, or one table."""

    groups: list[Group] = field(default_factory=list)
    table: Table | None = None


def _footnotes(page: PageFlow, body: float) -> list[Line]:
    """Take the notes at the foot of a page out of its items: small lines at the end, the first of them with its call."""
    count = 0
    for item in reversed(page.items):
        if not isinstance(item, Line) or item.size > _NOTE_SIZE * body or item.pieces or item.turn or item.top < 0.4 * page.height:
            break
        count += 1
    notes = [item for item in page.items[len(page.items) - count :] if isinstance(item, Line)]
    while notes and not _NOTE.match(notes[0].text):
        notes = notes[1:]
    above = sum(isinstance(item, Line) and item.size > _NOTE_SIZE * body for item in page.items)
    if not notes or len(notes) > _NOTE_LINES or above < 3 or any(is_toc_line(line.text) for line in notes):
        return []
    page.items = page.items[: len(page.items) - len(notes)]
    return notes


def _bodies(pages: list[PageFlow]) -> list[_Body]:
    """The flow of all pages: stretches of lines cut into paragraphs, and tables joined over page breaks."""
    bodies: list[_Body] = []
    lines: list[Line] = []
    tables = 0

    def flush() -> None:
        if lines:
            bodies.append(_Body(groups=[Group(g, " ".join(line.text for line in g)) for g in paragraphs(lines)]))
            lines.clear()

    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                lines.append(item)
                continue
            last = bodies[-1].table if bodies and not lines else None
            if last is not None and continue_table(last, item):
                continue
            if sum(bool(cell.lines) for cell in item.cells) < 2:
                lines += lines_of(item)
                continue
            table = new_table(tables, item)
            table.parent = _parent(bodies, item)
            tables += 1
            flush()
            bodies.append(_Body(table=table))
    flush()
    return bodies


def _parent(bodies: list[_Body], part: TablePart) -> int | None:
    """The table in one of whose cells a part stands."""
    for body in reversed(bodies[-8:]):
        table = body.table
        if table is None or table.last.page != part.page:
            continue
        for cell in table.last.cells:
            x0, top, x1, bottom = cell.box
            if x0 <= part.box[0] and part.box[2] <= x1 and top <= part.box[1] and part.box[3] <= bottom:
                return table.number
    return None


def _write_table(writer: Writer, table: Table) -> None:
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        if not cell.lines:
            continue
        place = Cell(table.number, cell.row, cell.col, cell.rowspan, cell.colspan, cell.header, table.parent)
        margin = max(0.0, min(min(line.x0 for line in cell.lines) - cell.box[0], 8.0)) if table.last.columns else 0.0
        for lines in paragraphs(cell.lines, cell.box[2] - margin):
            kind, mark = head_mark(lines[0].text)
            writer.add(lines, BlockKind.CELL, cell=place, number=mark if kind == "number" else "")


class _Margins:
    """Headers, footers and footnotes waiting for the paragraph of their page to end."""

    def __init__(self, writer: Writer, furniture: dict[int, list[Furniture]], notes: dict[int, list[Line]]) -> None:
        self.writer, self.furniture, self.notes = writer, furniture, notes
        self.pages = sorted({*furniture, *notes})

    def before(self, page: int) -> None:
        """Write what belongs to earlier pages, and the headers of this one."""
        while self.pages and self.pages[0] < page:
            self.close(self.pages.pop(0))
        if self.pages and self.pages[0] == page:
            self.headers(page)

    def headers(self, page: int) -> None:
        """Write the headers that a page shows first."""
        for lines in paragraphs([item.line for item in self.furniture.get(page, []) if item.header]):
            self.writer.add(lines, BlockKind.HEADER)
        self.furniture[page] = [item for item in self.furniture.get(page, []) if not item.header]

    def close(self, page: int) -> None:
        """Write what is left of a page's margins: its notes and footers."""
        self.headers(page)
        for lines in paragraphs(self.notes.get(page, [])):
            self.writer.add(lines, BlockKind.FOOTNOTE)
        for lines in paragraphs([item.line for item in self.furniture.get(page, [])]):
            self.writer.add(lines, BlockKind.FOOTER)


def assemble_pages(pages: list[PageFlow]) -> Assembled:
    """Put the pages of a document together. The pages' items are consumed."""
    furniture = set_aside(pages)
    flat = [line for page in pages for item in page.items for line in ([item] if isinstance(item, Line) else lines_of(item))]
    body = main_size(flat)
    notes = {page.page: found for page in pages if (found := _footnotes(page, body))}
    bodies = _bodies(pages)
    classify([group for part in bodies for group in part.groups], body)
    writer = Writer(Hyphens(flat))
    margins = _Margins(writer, furniture, notes)
    for part in bodies:
        if part.table is not None:
            margins.before(part.table.cells[0].lines[0].page if part.table.cells[0].lines else part.table.last.page)
            _write_table(writer, part.table)
        for group in part.groups:
            margins.before(group.lines[0].page)
            writer.add(group.lines, group.kind, level=group.level, number=group.number)
    margins.before(len(pages) + max((page.page for page in pages), default=0) + 1)
    return writer.finish()
