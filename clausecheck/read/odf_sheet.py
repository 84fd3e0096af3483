"""OpenDocument spreadsheets: the text that each cell shows, repeated rows and columns counted without being written out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from clausecheck.model import BlockKind, ReadingIssue
from clausecheck.read.blocks import Draft
from clausecheck.read.messages import say
from clausecheck.read.odf_names import DRAW, OFFICE, TABLE, P
from clausecheck.read.odf_styles import OdfStyles
from clausecheck.read.sheets import MAX_CELLS, SheetCell, column_letters, sheet_blocks
from clausecheck.text.normalise import normalise

__all__ = ["sheet_drafts"]

_K = BlockKind
_ROW_GROUPS = frozenset({TABLE + n for n in ("table-rows", "table-row-group", "table-header-rows")})
_APART = frozenset({"collapse", "filter"})
_REPEATED_TEXT = 256
"""A filled cell repeated more often than this is a filling pattern, not text."""


def sheet_drafts(spreadsheet: etree._Element, styles: OdfStyles, name: str) -> tuple[list[Draft], list[ReadingIssue]]:
    """Drafts of all sheets, comments last, and what could not be read."""
    drafts: list[Draft] = []
    comments: list[Draft] = []
    left = MAX_CELLS
    for number, table in enumerate(spreadsheet.iterchildren(TABLE + "table")):
        title = normalise(table.get(TABLE + "name", ""))
        cells: list[SheetCell] = []
        for cell, element in _cells(table, title):
            if left <= 0:
                break
            left -= 1
            if cell.text:
                cells.append(cell)
            comments += [Draft(_K.COMMENT, text, place=cell.place) for text in _notes(element)]
        drafts += sheet_blocks(title, cells, number, hidden=_hidden(table, styles))
        drafts += [Draft(_K.TEXT_BOX, text, place=title) for text in _shapes(table)]
    issues = [say("cut", name, read=f"ses {MAX_CELLS} premières cellules ont été lues")] if left <= 0 else []
    return drafts + comments, issues


def _hidden(table: etree._Element, styles: OdfStyles) -> bool:
    return styles.table_hidden(table.get(TABLE + "style-name"))


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == TABLE + "table-row":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _cells(table: etree._Element, title: str) -> Iterator[tuple[SheetCell, etree._Element]]:
    row = 0
    for element in _rows(table):
        times = _count(element, "number-rows-repeated")
        apart = element.get(TABLE + "visibility") in _APART
        filled = list(_filled(element))
        for number in range(row, row + (min(times, _REPEATED_TEXT) if filled else 0)):
            for col, cell, text in filled:
                place = f"{title}!{column_letters(col)}{number + 1}"
                spans = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                yield SheetCell(number, col, text, place, *spans, apart), cell
        row += times


def _filled(row: etree._Element) -> Iterator[tuple[int, etree._Element, str]]:
    col = 0
    for cell in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
        times = _count(cell, "number-columns-repeated")
        text = "\n".join(t for t in (_text(p) for p in cell.iterchildren(P)) if t)
        if text or cell.find(OFFICE + "annotation") is not None:
            for offset in range(min(times, _REPEATED_TEXT)):
                yield col + offset, cell, text
        col += times


def _text(paragraph: etree._Element) -> str:
    return normalise("".join(map(str, paragraph.itertext()))).strip()


def _notes(cell: etree._Element) -> Iterator[str]:
    for note in cell.iterchildren(OFFICE + "annotation"):
        text = " ".join(_text(p) for p in note.iter(P))
        if text.strip():
            yield text


def _shapes(table: etree._Element) -> Iterator[str]:
    for shape in table.iter(DRAW + "text-box", DRAW + "custom-shape"):
        for paragraph in shape.iter(P):
            text = _text(paragraph)
            if text:
                yield text


def _count(element: etree._Element, name: str) -> int:
    value = element.get(TABLE + name, "1")
    return min(max(int(value), 1), 1_048_576) if value.isdecimal() else 1
