"""Where spans of a PDF's text stand on its pages: boxes for the words of those spans only."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clausecheck.model import Document
from clausecheck.read.messages import ReadError
from clausecheck.read.pdf_open import open_page, open_pdf
from clausecheck.read.pdf_page import Box, frame_of

__all__ = ["PlacedBox", "locate"]

PlacedBox = tuple[int, Box]
"""A page (1-based) and x0, y0, x1, y1 in points from the displayed top left."""

Stretch = tuple[int, int, int]
"""Index of a span, first PDFium character, number of characters."""


def _stretches(document: Document, spans: Sequence[tuple[int, int]]) -> dict[int, list[Stretch]]:
    """The characters that each span covers, by page."""
    starts = [run.start for run in document.runs]
    found: dict[int, list[Stretch]] = defaultdict(list)
    for number, (start, end) in enumerate(spans):
        at = max(0, bisect_right(starts, start) - 1)
        while at < len(starts) and starts[at] < end:
            run = document.runs[at]
            first, last = max(start, run.start), min(end, run.start + run.length)
            if first < last:
                found[run.page].append((number, run.index + first - run.start, last - first))
            at += 1
    return found


def _boxes(pdfium: Any, textpage: Any, frame: Any, first: int, count: int) -> list[Box]:
    """One box for each line piece of the characters, in order."""
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    boxes: list[Box] = []
    for index in range(pdfium.FPDFText_CountRects(textpage.raw, first, count)):
        if pdfium.FPDFText_GetRect(textpage.raw, index, left, top, right, bottom):
            boxes.append(frame.box(left.value, bottom.value, right.value, top.value))
    return boxes


def _merged(boxes: list[PlacedBox]) -> list[PlacedBox]:
    """Boxes that follow one another on one line made one."""
    out: list[PlacedBox] = []
    for page, (x0, y0, x1, y1) in boxes:
        if out and out[-1][0] == page:
            a0, b0, a1, b1 = out[-1][1]
            height = max(min(b1 - b0, y1 - y0), 0.1)
            along = min(b1, y1) - max(b0, y0) > 0.4 * height and -2 <= x0 - a1 <= 1.2 * max(b1 - b0, y1 - y0)
            upright = min(a1, x1) - max(a0, x0) > 0.4 * min(a1 - a0, x1 - x0) and y1 - y0 > 2 * (x1 - x0) and abs(y0 - b1) < 12
            if along or upright:
                out[-1] = (page, (min(a0, x0), min(b0, y0), max(a1, x1), max(b1, y1)))
                continue
        out.append((page, (x0, y0, x1, y1)))
    return [(page, (round(a, 2), round(b, 2), round(c, 2), round(d, 2))) for page, (a, b, c, d) in out]


def _read_words(document: Document, spans: Sequence[tuple[int, int]]) -> list[list[PlacedBox]]:
    """Boxes of words that reading kept by itself: read by OCR or by pdfplumber."""
    starts = [word.start for word in document.word_boxes]
    found: list[list[PlacedBox]] = []
    for start, end in spans:
        at = max(0, bisect_right(starts, start) - 1)
        boxes: list[PlacedBox] = []
        while at < len(starts) and starts[at] < end:
            word = document.word_boxes[at]
            if word.start + word.length > start:
                boxes.append((word.page, (word.x0, word.y0, word.x1, word.y1)))
            at += 1
        found.append(boxes)
    return found


def locate(path: Path, document: Document, spans: Sequence[tuple[int, int]]) -> list[list[PlacedBox]]:
    """Boxes of the words of text spans, one box a line piece.

    `document` is what read_pdf made of `path`; `spans` are (start, end) offsets into its text. Returns, for each span, (page, (x0, y0, x1, y1)) in
    reading order, points from the displayed top left; an empty list where the file cannot be opened any more or the span covers no character of it.
    """
    found = _read_words(document, spans)
    wanted = _stretches(document, spans)
    if wanted:
        _locate_in_file(path, document.name, wanted, found)
    return [_merged(boxes) for boxes in found]


def _locate_in_file(path: Path, name: str, wanted: dict[int, list[Stretch]], found: list[list[PlacedBox]]) -> None:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        opened = open_pdf(path, name)
    except (ReadError, OSError):
        return
    try:
        for number, stretches in sorted(wanted.items()):
            if number > opened.pages:
                continue
            try:
                with open_page(opened.pdf, number - 1) as page:
                    textpage, frame = page.get_textpage(), frame_of(page)
                    for span, first, count in stretches:
                        found[span] += [(number, box) for box in _boxes(pdfium, textpage, frame, first, count)]
                    textpage.close()
            except pypdfium2.PdfiumError:
                continue
    finally:
        opened.close()
