"""Where findings stand on the pages of PDF files, found in a supervised child: a page that breaks the PDF library costs its boxes, not the report."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from clausecheck.isolate import Worker
from clausecheck.model import CheckedDocument, Report
from clausecheck.read.pdf_locate import PlacedBox, locate
from clausecheck.report.json import Box, Boxes

__all__ = ["find_boxes"]

_DEADLINE_S = 120.0


def find_boxes(report: Report) -> Boxes:
    """Boxes of the matched words of every finding in a PDF file. Files that are gone or came out of an archive have none."""
    wanted = {index: spans for index, item in enumerate(report.documents) if (spans := _spans(item))}
    if not wanted:
        return {}
    boxes: Boxes = {}
    with Worker(preload=("clausecheck.read.pdf_locate",)) as worker:
        for index, spans in wanted.items():
            document = report.documents[index].document
            outcome = worker.call(locate, (Path(document.path), document, spans), deadline_s=_DEADLINE_S)
            for (start, end), placed in zip(spans, outcome.value or [], strict=False):
                if placed:
                    boxes[index, start, end] = _by_page(placed)
    return boxes


def _spans(item: CheckedDocument) -> list[tuple[int, int]]:
    document = item.document
    if document.format != "pdf" or not Path(document.path).is_file():
        return []
    return sorted({(row.start, row.end) for row in item.labels} | {(row.start, row.end) for row in item.clauses})


def _by_page(placed: list[PlacedBox]) -> tuple[tuple[int, tuple[Box, ...]], ...]:
    pages: dict[int, list[Box]] = defaultdict(list)
    for page, box in placed:
        pages[page].append(box)
    return tuple((page, tuple(pages[page])) for page in sorted(pages))
