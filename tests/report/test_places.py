"""Boxes of findings in PDF files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clausecheck.model import CheckedDocument, Outline, PieceKind
from clausecheck.read import read
from clausecheck.report.json import report_dict
from clausecheck.report.places import find_boxes
from tests.report.sample import clause, sample

PDF = Path(__file__).resolve().parents[2] / "corpus" / "demo" / "ccap.pdf"


def test_words_of_a_pdf_have_boxes() -> None:
    document = read(PDF, isolated=False)
    start = document.text.index("bilan environnemental")
    row = clause(start=start, end=start + len("bilan environnemental"), page=2)
    report = sample()
    item = CheckedDocument(document, Outline(PieceKind.CCAP, 1.0, (), (), ()), (), (row,))
    report = replace(report, documents=(*report.documents, item))
    boxes = find_boxes(report)
    assert list(boxes) == [(3, row.start, row.end)]
    place = report_dict(report, boxes=boxes)["documents"][3]["clauses"][0]["place"]
    assert place["page"] == 2
    ((x0, y0, x1, y1),) = place["boxes"]
    assert 0 < x0 < x1 < 600 and 0 < y0 < y1 < 850
    assert 4 < y1 - y0 < 30 and 40 < x1 - x0 < 250


def test_files_that_are_gone_have_no_boxes() -> None:
    assert find_boxes(sample()) == {}
