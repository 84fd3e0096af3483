"""Documents made by hand: one string a block, the kind by a sign at its head.

    "# Title", "## Title"      headings of level 1, 2
    "- item", "-- item"        list items of level 1, 2, 3 (the bullet stays in the text)
    "| a | b |"                a table row; consecutive rows make one table, the first row a header;
                               ";;" parts paragraphs of a cell; "^" continues the cell above
    "~ text"                   a line of a table of contents
    "= text"                   a running header
    "* text"                   a bold paragraph
    anything else              a paragraph
"""

from __future__ import annotations

import re
from dataclasses import replace

from clausecheck.model import Block, BlockKind, Cell, Document, Outline
from clausecheck.structure import load_resources, outline

_LEAD = re.compile(r"^(#{1,4}|-{1,3}|~|=|\*)\s+(.*)$", re.DOTALL)
_KINDS = {"#": BlockKind.HEADING, "-": BlockKind.LIST_ITEM, "~": BlockKind.TOC, "=": BlockKind.HEADER, "*": BlockKind.PARAGRAPH}


class _Maker:
    def __init__(self, *, sizes: bool) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.position = 0
        self.sizes = sizes

    def add(self, text: str, block: Block, separator: str = "\n") -> None:
        if self.blocks:
            self.parts.append(separator)
            self.position += 1
        self.parts.append(text)
        start, self.position = self.position, self.position + len(text)
        self.blocks.append(replace(block, id=len(self.blocks), start=start, end=self.position))

    def line(self, raw: str) -> None:
        match = _LEAD.match(raw)
        if not match:
            self.add(raw, Block(0, BlockKind.PARAGRAPH, 0, 0, size=10.0 if self.sizes else None))
            return
        sign, text = match[1], match[2]
        kind = _KINDS[sign[0]]
        level = len(sign) if sign[0] in "#-" else None
        size = {1: 14.0, 2: 12.0}.get(len(sign), 11.0) if sign[0] == "#" else 10.0
        place = "word/document.xml#1" if kind is BlockKind.HEADING else ""
        self.add(f"• {text}" if sign[0] == "-" else text, Block(
            0, kind, 0, 0, level=level, size=size if self.sizes else None, bold=sign in ("*", "#", "##"), place=place))

    def table(self, number: int, rows: list[str]) -> None:
        grid = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
        for r, row in enumerate(grid):
            for c, text in enumerate(row):
                if text in ("", "^"):
                    continue
                span = next((k for k in range(1, len(grid) - r) if c >= len(grid[r + k]) or grid[r + k][c] != "^"), len(grid) - r)
                for part in text.split(";;"):
                    self.add(part.strip(), Block(0, BlockKind.CELL, 0, 0, cell=Cell(number, r, c, rowspan=span, header=r == 0)), "\t" if c else "\n")


def made(*lines: str, name: str = "document.docx", sizes: bool = True) -> Document:
    """A Document from lines."""
    maker = _Maker(sizes=sizes)
    table, rows = 0, list[str]()
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            maker.table(table, rows)
            table, rows = table + 1, []
        if line:
            maker.line(line)
    return Document(name, name, "docx", "".join(maker.parts), tuple(maker.blocks))


def understood(*lines: str, name: str = "document.docx") -> Outline:
    """The outline of a document made from lines."""
    return outline(made(*lines, name=name), resources=load_resources())


def criteria(*lines: str, name: str = "rc.docx") -> list[tuple[str, float | None, str | None, str | None, bool]]:
    """(name, weight, lot, parent, environmental) of the award criteria read in lines."""
    return [(c.name, c.weight, c.lot, c.parent, c.environmental) for c in understood(*lines, name=name).criteria]
