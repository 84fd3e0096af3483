"""Tables of a PDF: ruled grids, spans, frames, page breaks, rows held together by alignment, weights apart from their labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.model import BlockKind, Document
from clausecheck.read.pdf import read_pdf
from clausecheck.read.pdf_page import frame_of
from clausecheck.read.tables_find import find_grids
from clausecheck.read.tables_rules import page_rules
from tests.read.pdfmaker import Page, build, saved

K = BlockKind
XS = [60.0, 330.0, 430.0]


def read(tmp_path: Path, *pages: Page) -> Document:
    return read_pdf(saved(list(pages), tmp_path / "t.pdf"))


def rows(document: Document, table: int = 0) -> list[list[str]]:
    """The texts of a table's cells, row by row; paragraphs of a cell joined by " / "."""
    cells: dict[int, dict[int, list[str]]] = {}
    for block in document.blocks:
        if block.cell is not None and block.cell.table == table:
            cells.setdefault(block.cell.row, {}).setdefault(block.cell.col, []).append(document.block_text(block))
    return [[" / ".join(texts) for _, texts in sorted(row.items())] for _, row in sorted(cells.items())]


def criteria() -> Page:
    page = Page().text(60, 80, "Les offres sont jugées ainsi :")
    page.grid(XS, [100, 120, 154, 174])
    page.text(64, 114, "Critère", font="F2").text(334, 114, "Pondération", font="F2")
    page.text(64, 134, "Valeur technique, au vu du mémoire").text(64, 148, "remis par le candidat").text(334, 141, "60 %")
    page.text(64, 168, "Prix").text(334, 168, "40 %")
    return page.text(60, 200, "Les notes sont arrondies.")


def test_a_ruled_table_gives_rows_and_cells_in_place(tmp_path: Path) -> None:
    document = read(tmp_path, criteria())
    assert rows(document) == [["Critère", "Pondération"], ["Valeur technique, au vu du mémoire remis par le candidat", "60 %"], ["Prix", "40 %"]]
    kinds = [b.kind for b in document.blocks]
    assert kinds[0] is K.PARAGRAPH and kinds[-1] is K.PARAGRAPH and set(kinds[1:-1]) == {K.CELL}
    assert "Valeur technique, au vu du mémoire remis par le candidat\t60 %\nPrix\t40 %" in document.text
    heads = [b.cell.header for b in document.blocks if b.cell is not None]
    assert heads == [True, True, False, False, False, False]


@pytest.mark.parametrize("outer", [True, False])
def test_columns_told_only_by_breaks_in_the_rulings(tmp_path: Path, outer: bool) -> None:
    page = Page()
    for y in (100, 120, 140, 160):
        page.rule(60, y, 329.5, y).rule(330.5, y, 430, y)
    if outer:
        page.rule(60, 100, 60, 160).rule(430, 100, 430, 160)
    for y, (left, right) in zip((114, 134, 154), (("Manquement", "Montant"), ("Absence à une réunion", "80 €"), ("Retard", "50 €")), strict=True):
        page.text(64, y, left).text(334, y, right)
    assert rows(read(tmp_path, page)) == [["Manquement", "Montant"], ["Absence à une réunion", "80 €"], ["Retard", "50 €"]]


def test_merged_cells_have_spans(tmp_path: Path) -> None:
    page = Page()
    page.rule(60, 100, 460, 100).rule(60, 120, 460, 120).rule(200, 140, 460, 140).rule(60, 160, 460, 160)
    page.rule(60, 100, 60, 160).rule(460, 100, 460, 160).rule(200, 120, 200, 160).rule(330, 120, 330, 160)
    page.text(64, 114, "Délais de livraison").text(64, 134, "Lot 1").text(204, 134, "normal").text(334, 134, "2 jours")
    page.text(204, 154, "urgent").text(334, 154, "4 heures")
    document = read(tmp_path, page)
    spans = {document.block_text(b): (b.cell.row, b.cell.col, b.cell.rowspan, b.cell.colspan) for b in document.blocks if b.cell is not None}
    assert spans["Délais de livraison"] == (0, 0, 1, 3)
    assert spans["Lot 1"] == (1, 0, 2, 1)
    assert spans["urgent"] == (2, 1, 1, 1)


def test_a_frame_is_no_table(tmp_path: Path) -> None:
    page = Page().grid([50, 545], [80, 140])
    page.lines(60, 100, ["Attention : toute offre remise hors délai est écartée sans être ouverte, quel que", "soit le motif du retard."])
    document = read(tmp_path, page)
    assert [b.kind for b in document.blocks] == [K.PARAGRAPH]


def test_a_page_frame_with_a_title_block_does_not_make_the_page_a_cell(tmp_path: Path) -> None:
    page = Page().grid([40, 555], [40, 800]).rule(40, 770, 555, 770).rule(200, 770, 200, 800).rule(400, 770, 400, 800)
    page.lines(60, 90, ["Le titulaire livre les fournitures en une fois par semaine au plus."])
    page.text(60, 790, "CCTP – lot 2").text(210, 790, "Indice B").text(410, 790, "Mars 2026")
    document = read(tmp_path, page)
    assert document.blocks[0].kind is K.PARAGRAPH
    assert rows(document) == [["CCTP – lot 2", "Indice B", "Mars 2026"]]


def test_prose_in_a_layout_table_keeps_its_sentences_whole(tmp_path: Path) -> None:
    page = Page().grid([50, 150, 545], [80, 150, 200])
    page.text(54, 94, "Article 3").text(54, 164, "Article 4")
    prose = [
        "Le titulaire livre les fournitures en une fois par semaine au plus, dans des", "contenants qu'il reprend vides. Il tient le registre des",
    ]
    page.lines(154, 94, [*prose, "retours."])
    page.lines(154, 164, ["Les factures sont dématérialisées."])
    assert rows(read(tmp_path, page)) == [
        ["Article 3", "Le titulaire livre les fournitures en une fois par semaine au plus, dans des contenants qu'il reprend vides. "
                      "Il tient le registre des retours."],
        ["Article 4", "Les factures sont dématérialisées."],
    ]


def two_page_table(second: list[tuple[str, str]], *, header: bool, open_top: bool = False) -> list[Page]:
    first = Page().grid(XS, [700, 720, 780])
    first.text(64, 714, "Critère", font="F2").text(334, 714, "Poids", font="F2")
    first.text(64, 740, "Performance environnementale, jugée sur").text(334, 740, "30 %")
    ys = [60.0 + 20 * i for i in range(len(second) + 1 + header)]
    page = Page()
    for x in XS:
        page.rule(x, ys[0], x, ys[-1])
    for y in ys[1 if open_top else 0 :]:
        page.rule(XS[0], y, XS[-1], y)
    texts = [("Critère", "Poids"), *second] if header else second
    for (left, right), y in zip(texts, ys, strict=False):
        page.text(64, y + 14, left, font="F2" if left == "Critère" else "F1")
        if right:
            page.text(334, y + 14, right, font="F2" if left == "Critère" else "F1")
    return [first, page]


def test_a_table_goes_on_over_the_page_break_and_its_header_is_not_repeated(tmp_path: Path) -> None:
    document = read(tmp_path, *two_page_table([("Prix", "70 %")], header=True))
    assert rows(document) == [["Critère", "Poids"], ["Performance environnementale, jugée sur", "30 %"], ["Prix", "70 %"]]


def test_a_row_cut_by_the_page_break_is_one_row(tmp_path: Path) -> None:
    document = read(tmp_path, *two_page_table([("les emballages repris", ""), ("Prix", "70 %")], header=False, open_top=True))
    assert rows(document) == [["Critère", "Poids"], ["Performance environnementale, jugée sur les emballages repris", "30 %"], ["Prix", "70 %"]]


def test_weights_held_apart_from_their_labels_come_back_beside_them(tmp_path: Path) -> None:
    page = Page().text(60, 80, "Critères d'attribution", font="F2", size=13)
    page.lines(60, 110, ["Prix des prestations", "Valeur technique", "Performances en matière d'environnement"])
    page.lines(480, 110, ["40 %", "35 %", "25 %"])
    page.text(60, 180, "Les candidats sont informés du résultat.")
    document = read(tmp_path, page)
    assert rows(document) == [["Prix des prestations", "40 %"], ["Valeur technique", "35 %"], ["Performances en matière d'environnement", "25 %"]]


def test_dotted_leaders_join_a_label_and_its_weight(tmp_path: Path) -> None:
    page = Page()
    dots = "." * 25
    page.lines(60, 110, [f"Prix des prestations {dots} 40 %", f"Délai d'exécution {dots} 20 points", "Texte qui suit."])
    assert rows(read(tmp_path, page)) == [["Prix des prestations", "40 %"], ["Délai d'exécution", "20 points"]]


def test_labels_of_several_lines_keep_their_weight(tmp_path: Path) -> None:
    page = Page()
    page.text(60, 100, "Qualité de la méthode et des moyens").text(480, 100, "60 %").text(60, 114, "humains affectés au marché")
    page.text(60, 134, "Prix").text(480, 134, "40 %")
    assert rows(read(tmp_path, page)) == [["Qualité de la méthode et des moyens humains affectés au marché", "60 %"], ["Prix", "40 %"]]


def test_weights_centred_beside_labels_of_two_lines(tmp_path: Path) -> None:
    page = Page().text(60, 80, "Les critères sont pondérés comme suit :")
    page.text(60, 110, "Qualité de la méthode et des moyens humains").text(60, 124, "affectés au marché").text(480, 117, "50 points")
    page.text(60, 150, "Prix des prestations").text(480, 150, "30 points")
    page.text(60, 176, "Gestion des déchets et démarche en faveur").text(60, 190, "de l'environnement").text(480, 183, "20 points")
    page.text(60, 220, "Chaque note est arrondie à l'unité.")
    assert rows(read(tmp_path, page)) == [
        ["Qualité de la méthode et des moyens humains affectés au marché", "50 points"], ["Prix des prestations", "30 points"],
        ["Gestion des déchets et démarche en faveur de l'environnement", "20 points"],
    ]


def test_a_nearly_empty_page_keeps_its_lines_apart(tmp_path: Path) -> None:
    page = Page()
    cells = (("Lot", "Désignation", "Montant maximum"), ("1", "Papier blanc recyclé", "40 000 €"), ("2", "Enveloppes", "15 000 €"))
    for row, texts in enumerate(cells):
        for x, text in zip((60, 120, 420), texts, strict=True):
            page.text(x, 100 + 16 * row, text, font="F2" if row == 0 else "F1")
    document = read(tmp_path, page)
    assert rows(document) == [list(row) for row in cells]


def test_two_pieces_of_text_on_one_line_are_not_a_table(tmp_path: Path) -> None:
    page = Page().text(60, 100, "Fait à Sainte-Olive,").text(400, 100, "le 3 mars")
    document = read(tmp_path, page)
    assert [b.kind for b in document.blocks] == [K.PARAGRAPH]
    assert document.text == "Fait à Sainte-Olive, le 3 mars"


def test_no_word_of_a_page_is_lost_to_its_tables(tmp_path: Path) -> None:
    import pypdfium2

    path = saved([criteria()], tmp_path / "t.pdf")
    raw = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
    assert sorted(read_pdf(path).text.split()) == sorted(raw.split())


@pytest.mark.parametrize("page", [criteria(), two_page_table([("Prix", "70 %")], header=True)[1]])
def test_grids_are_those_of_pdfplumber(tmp_path: Path, page: Page) -> None:
    import pdfplumber
    import pypdfium2

    path = saved([page], tmp_path / "t.pdf")
    opened = pypdfium2.PdfDocument(path)[0]
    ours = [cell.box for grid in find_grids(page_rules(opened, frame_of(opened))) for cell in grid.cells]
    with pdfplumber.open(path) as document:
        theirs = [cell for table in document.pages[0].find_tables() for cell in table.cells]
    assert [[round(v) for v in box] for box in sorted(ours)] == [[round(v) for v in box] for box in sorted(theirs)]


def test_the_second_opinion_agrees_on_text_and_tables(tmp_path: Path) -> None:
    path = saved([criteria()], tmp_path / "t.pdf")
    ours, theirs = read_pdf(path), read_pdf(path, engine="pdfplumber")
    assert rows(theirs) == rows(ours)
    assert theirs.text.split() == ours.text.split()
    assert theirs.word_boxes and not ours.word_boxes


def test_a_drawing_of_thousands_of_lines_is_left_alone(tmp_path: Path) -> None:
    page = Page().text(60, 60, "Plan de masse du site.")
    for i in range(1600):
        page.rule(50, 80 + i * 0.4, 500, 80 + i * 0.4)
        page.rule(50 + i * 0.28, 80, 50 + i * 0.28, 720)
    document = read_pdf(saved([page], tmp_path / "t.pdf"))
    assert document.text == "Plan de masse du site."


def test_build_gives_as_many_pages_as_asked() -> None:
    assert len(build([Page(), Page()]).pages) == 2
