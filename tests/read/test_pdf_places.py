"""Every word keeps its place: runs point at PDFium's characters, boxes surround the words asked for and nothing else."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from clausecheck.model import Document
from clausecheck.read.pdf import read_pdf
from clausecheck.read.pdf_locate import PlacedBox, locate
from tests.read.pdfmaker import Page, build, saved


def placed(path: Path, document: Document, words: str) -> list[PlacedBox]:
    start = document.text.index(words)
    return locate(path, document, [(start, start + len(words))])[0]


def sample(tmp_path: Path, **options: int) -> tuple[Path, Document]:
    page = Page(**options)
    lines = ["Le titulaire reprend les emballages vides, qu'il remet en ser-", "vice ou fait valoriser. Il rend compte au", "pouvoir adjudicateur."]
    page.lines(60, 100, lines)
    page.text(60, 160, "Délai de remise").text(400, 160, "30 jours")
    page.text(60, 174, "Pénalité").text(400, 174, "50 €")
    path = saved([page, Page().text(60, 300, "Seconde page du marché.")], tmp_path / "t.pdf")
    return path, read_pdf(path)


def test_runs_point_at_the_characters_of_the_file(tmp_path: Path) -> None:
    path, document = sample(tmp_path)
    pdf = pypdfium2.PdfDocument(path)
    pages = [pdf[i].get_textpage() for i in range(2)]
    for run in document.runs:
        assert pages[run.page - 1].get_text_range(run.index, run.length) == document.text[run.start : run.start + run.length]
    covered = {i for run in document.runs for i in range(run.start, run.start + run.length)}
    assert all(document.text[i].isspace() for i in range(len(document.text)) if i not in covered)


def test_a_box_surrounds_its_words(tmp_path: Path) -> None:
    path, document = sample(tmp_path)
    [(page, (x0, y0, x1, y1))] = placed(path, document, "emballages")
    assert page == 1
    assert 60 < x0 < x1 < 300 and 88 < y0 < 100 < y1 < 104


def test_one_box_a_line_piece(tmp_path: Path) -> None:
    path, document = sample(tmp_path)
    boxes = placed(path, document, "remet en service ou fait")
    assert len(boxes) == 2
    assert boxes[0][1][1] < boxes[1][1][1] and boxes[1][1][0] == pytest.approx(60, abs=1.5)


def test_words_of_a_row_have_a_box_each_side(tmp_path: Path) -> None:
    path, document = sample(tmp_path)
    start = document.text.index("Pénalité")
    end = document.text.index("50 €") + 4
    boxes = locate(path, document, [(start, end)])[0]
    assert [round(box[0]) for _, box in boxes] == [61, 400]


def test_pages_are_told_apart_and_spans_answered_in_order(tmp_path: Path) -> None:
    path, document = sample(tmp_path)
    second, first = document.text.index("Seconde"), document.text.index("titulaire")
    found = locate(path, document, [(second, second + 7), (first, first + 9), (0, 0)])
    assert [[page for page, _ in boxes] for boxes in found] == [[2], [1], []]


def test_boxes_of_a_turned_page_are_as_displayed(tmp_path: Path) -> None:
    path, document = sample(tmp_path, rotate=90)
    [(page, (x0, y0, x1, y1))] = placed(path, document, "emballages")
    assert page == 1
    assert y1 - y0 > 2 * (x1 - x0)
    assert 842 - 104 < x0 < x1 < 842 - 88


def test_the_second_opinion_places_words_too(tmp_path: Path) -> None:
    path, ours = sample(tmp_path)
    theirs = read_pdf(path, engine="pdfplumber")
    a, b = placed(path, ours, "adjudicateur"), placed(path, theirs, "adjudicateur")
    assert len(a) == len(b) == 1
    assert a[0][1] == pytest.approx(b[0][1], abs=4)


def test_a_file_that_is_gone_has_no_boxes(tmp_path: Path) -> None:
    path, document = sample(tmp_path)
    path.unlink()
    assert locate(path, document, [(0, 10)]) == [[]]


def test_a_page_box_that_is_inherited_counts(tmp_path: Path) -> None:
    pdf = build([Page().text(60, 100, "Les emballages vides sont repris.")])
    del pdf.pages[0].obj["/MediaBox"]
    pdf.Root.Pages.MediaBox = [0, 0, 595, 842]
    path = tmp_path / "t.pdf"
    pdf.save(path)
    [(_, (_, y0, _, y1))] = placed(path, read_pdf(path), "emballages")
    assert 88 < y0 < 100 < y1 < 104
