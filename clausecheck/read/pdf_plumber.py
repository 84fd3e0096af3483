"""The second opinion: pages read whole by pdfplumber, words and tables, then laid out as PDFium's are."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clausecheck.isolate import beat
from clausecheck.read.ocr import OcrProbe
from clausecheck.read.pdf_gaps import cut_at_gaps
from clausecheck.read.pdf_layout import PageFlow, lay_out
from clausecheck.read.pdf_open import OpenPdf
from clausecheck.read.pdf_page import Box, Line
from clausecheck.read.pdf_quality import page_quality
from clausecheck.read.pdf_rows import Item
from clausecheck.read.tables_fill import TableCell, TablePart
from clausecheck.read.tables_rules import Rules
from clausecheck.text import normalise

__all__ = ["plumber_pages"]

_PAGE_S = 60.0


def _lines(words: list[dict[str, Any]], number: int) -> list[Line]:
    """Words that share a baseline put into lines, top to bottom."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (round(float(w["bottom"])), float(w["x0"]))):
        if rows and abs(float(word["bottom"]) - float(rows[-1][-1]["bottom"])) <= 3:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda w: float(w["x0"])), number) for row in rows]


def _line(row: list[dict[str, Any]], number: int) -> Line:
    text = ""
    boxes: list[tuple[int, int, float, float, float, float]] = []
    for word in row:
        shown = normalise(str(word["text"])).strip()
        if not shown:
            continue
        text += " " if text else ""
        boxes.append((len(text), len(text) + len(shown), float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"])))
        text += shown
    bottom = max(b[5] for b in boxes)
    size = float(row[0].get("size", bottom - boxes[0][3]))
    bold = all("bold" in str(word.get("fontname", "")).lower() for word in row)
    left, top, right = min(b[2] for b in boxes), min(b[3] for b in boxes), max(b[4] for b in boxes)
    return Line(number, text, [-1] * len(text), left, right, top, bottom, bottom - 0.2 * size, size, bold, boxes=tuple(boxes))


def _inside(word: dict[str, Any], box: Box) -> bool:
    x, y = (float(word["x0"]) + float(word["x1"])) / 2, (float(word["top"]) + float(word["bottom"])) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _table(found: Any, words: list[dict[str, Any]], number: int) -> TablePart:
    """A pdfplumber table with its words; `words` loses those it takes."""
    cells: list[TableCell] = []
    for r, row in enumerate(found.rows):
        for c, box in enumerate(row.cells):
            if box is None:
                continue
            held = [word for word in words if _inside(word, box)]
            words[:] = [word for word in words if not _inside(word, box)]
            span = next((n for n in range(c + 1, len(row.cells)) if row.cells[n] is not None), len(row.cells)) - c
            cells.append(TableCell(r, c, 1, span, box, _lines(held, number)))
    columns = sorted({cell.box[0] for cell in cells} | {max(cell.box[2] for cell in cells)})
    return TablePart(number, found.bbox, cells, tuple(columns), len(found.rows))


def _flow(page: Any, number: int) -> PageFlow:
    words = page.extract_words(extra_attrs=["fontname", "size"], keep_blank_chars=False)
    tables = [_table(found, words, number) for found in page.find_tables() if len(found.cells) > 1 and len({cell[0] for cell in found.cells}) > 1]
    lines = [line for line in _lines(words, number) if line.text]
    cut_at_gaps(lines, OcrProbe())
    items: list[Item] = [*lines, *tables]
    items.sort(key=_top)
    rules = Rules(images=[(float(i["x0"]), float(i["top"]), float(i["x1"]), float(i["bottom"])) for i in page.images], shapes=len(page.curves))
    raw = " ".join(str(char["text"]) for char in page.chars)
    quality = page_quality(raw, 0.0, rules, float(page.width), float(page.height))
    return PageFlow(number, float(page.width), float(page.height), lay_out(items), quality)


def _top(item: Item) -> float:
    return item.top if isinstance(item, Line) else item.box[1]


def plumber_pages(path: Path, opened: OpenPdf, max_pages: int) -> Iterator[tuple[int, PageFlow | None]]:
    """Page numbers with the pages as pdfplumber reads them, None for one it cannot read."""
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        document = pdfplumber.open(path)
    except (PdfminerException, PDFException):
        yield from ((number, None) for number in range(1, min(opened.pages, max_pages) + 1))
        return
    with document:
        for number, page in enumerate(document.pages[:max_pages], 1):
            beat(allow_s=_PAGE_S)
            try:
                yield number, _flow(page, number)
            except (PdfminerException, PDFException, ValueError, KeyError, TypeError, RecursionError):
                yield number, None
            page.close()
