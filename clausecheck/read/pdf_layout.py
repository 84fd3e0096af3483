"""One page laid out: its lines and tables in reading order, before anything is known of the other pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from clausecheck.read.ocr import OcrLine, OcrProbe
from clausecheck.read.pdf_gaps import cut_at_gaps
from clausecheck.read.pdf_order import in_order
from clausecheck.read.pdf_page import Line, frame_of, page_lines
from clausecheck.read.pdf_quality import Quality, map_error_share, page_quality
from clausecheck.read.pdf_rows import Item, aligned_rows, join_detached
from clausecheck.read.tables_fill import fill_grids
from clausecheck.read.tables_find import find_grids
from clausecheck.read.tables_rules import Rules, page_rules

__all__ = ["PageFlow", "lay_out", "page_flow", "recognised_flow"]


@dataclass(slots=True)
class PageFlow:
    """`items` are lines and tables in reading order; `width`, `height` the displayed size in points."""

    page: int
    width: float
    height: float
    items: list[Item]
    quality: Quality = Quality.GOOD


def _underline(lines: list[Line], rules: Rules) -> None:
    """Mark lines that a ruling of their own width underlines."""
    if not rules.horizontal:
        return
    for line in lines:
        width = line.x1 - line.x0
        for x0, x1, y in rules.horizontal:
            if -1 <= y - line.base <= 0.35 * line.size and min(x1, line.x1) - max(x0, line.x0) >= 0.7 * width and x1 - x0 <= 1.15 * width:
                line.underlined = True
                break


def lay_out(items: list[Item]) -> list[Item]:
    """Rows without rulings put together, once wide gaps are known."""
    return aligned_rows(in_order(join_detached(items)))


def page_flow(page: Any, number: int) -> PageFlow:
    """Read one open PDFium page. `number` is 1-based. Raises pypdfium2.PdfiumError when its text cannot be loaded."""
    textpage = page.get_textpage()
    try:
        frame = frame_of(page)
        lines, probe, raw = page_lines(textpage, frame, number)
        rules = page_rules(page, probe.frame)
        _underline(lines, rules)
        grids = find_grids(rules) if lines else []
        items: list[Item] = fill_grids(lines, grids, rules, probe) if grids else list(lines)
        cut_at_gaps([item for item in items if isinstance(item, Line)], probe)
        width, height = probe.frame.size
        quality = page_quality(raw, map_error_share(textpage, textpage.count_chars()), rules, width, height)
        return PageFlow(number, width, height, lay_out(items), quality)
    finally:
        textpage.close()


def recognised_flow(flow: PageFlow, lines: list[OcrLine], rules: Rules) -> PageFlow:
    """The page with its recognised lines, and the rulings seen on its image, in place of what its text layer says."""
    found, probe = [recognised.line for recognised in lines], OcrProbe()
    grids = find_grids(rules)
    items: list[Item] = fill_grids(found, grids, rules, probe) if grids else list(found)
    cut_at_gaps([item for item in items if isinstance(item, Line)], probe)
    return replace(flow, items=lay_out(items))
