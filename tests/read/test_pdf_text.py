"""What the PDF reader makes of running text: lines, columns, hyphens, page breaks, margins, headings, lists, turned pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.model import BlockKind, Document, Status
from clausecheck.read.pdf import read_pdf
from tests.read.pdfmaker import Page, build, saved

K = BlockKind

LEFT = [
    "Le titulaire s'engage à réduire les", "emballages de ses livraisons et à re-", "prendre ceux qui sont vides. Il tient un",
    "registre des quantités reprises et le", "remet chaque trimestre.",
]
RIGHT = [
    "Les véhicules employés dans la zone", "à faibles émissions sont électriques", "ou au gaz. Le parc est déclaré chaque",
    "année au pouvoir adjudicateur, avec", "les justificatifs utiles.",
]
LEFT_TEXT = (
    "Le titulaire s'engage à réduire les emballages de ses livraisons et à reprendre ceux qui sont vides. "
    "Il tient un registre des quantités reprises et le remet chaque trimestre."
)
RIGHT_TEXT = (
    "Les véhicules employés dans la zone à faibles émissions sont électriques ou au gaz. "
    "Le parc est déclaré chaque année au pouvoir adjudicateur, avec les justificatifs utiles."
)


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    return [document.block_text(b) for b in document.blocks if not kinds or b.kind in kinds]


def read(tmp_path: Path, *pages: Page) -> Document:
    return read_pdf(saved(list(pages), tmp_path / "t.pdf"))


def two_columns() -> Page:
    page = Page().text(60, 60, "Clauses environnementales", size=16, font="F2")
    page.lines(60, 100, LEFT)
    page.lines(320, 100, RIGHT)
    return page


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    assert texts(read(tmp_path, two_columns())) == ["Clauses environnementales", LEFT_TEXT, RIGHT_TEXT]


def test_columns_written_line_by_line_are_read_as_columns(tmp_path: Path) -> None:
    page = Page()
    for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        page.text(60, 100 + 14 * row, left).text(320, 100 + 14 * row, right)
    found = texts(read(tmp_path, page))
    assert found == [LEFT_TEXT, RIGHT_TEXT]


def test_true_hyphens_stay(tmp_path: Path) -> None:
    page = Page()
    page.lines(60, 100, ["Le présent marché autorise la sous-", "traitance dans les conditions ci-", "dessous, fixées par la commune."])
    assert texts(read(tmp_path, page)) == ["Le présent marché autorise la sous-traitance dans les conditions ci-dessous, fixées par la commune."]


def test_a_word_printed_whole_elsewhere_settles_its_hyphen(tmp_path: Path) -> None:
    page = Page()
    page.lines(60, 100, ["L'avant-projet est remis au maître d'ouvrage.", "Le titulaire complète cet avant-", "projet sous un mois."], leading=14)
    page.lines(60, 200, ["La maintenance est annuelle.", "Cette main-", "tenance est gratuite."])
    document = read(tmp_path, page)
    assert "Le titulaire complète cet avant-projet sous un mois." in document.text
    assert "Cette maintenance est gratuite." in document.text


def article(number: int, last: str) -> Page:
    page = Page().text(60, 40, "Commune de Sainte-Olive – CCTP", size=9).text(280, 810, f"Page {number} sur 4", size=9)
    page.text(60, 110, f"{number}. Objet de la partie", font="F2", size=13)
    prose = ["Le titulaire livre les fournitures dans des contenants, dont il garde la", "charge pendant la durée du marché et de ses reconductions."]
    y = page.lines(60, 140, prose)
    page.text(60, y + 20, last)
    return page


def test_a_sentence_over_a_page_break_is_one_block(tmp_path: Path) -> None:
    cut = "Il reprend gratuitement les contenants vides lors de la livraison suivante, en"
    pages = [article(n, cut) for n in (1, 2, 3)]
    final = Page().text(60, 40, "Commune de Sainte-Olive – CCTP", size=9).text(280, 810, "Page 4 sur 4", size=9)
    pages.append(final.text(60, 110, "remet la preuve."))
    document = read(tmp_path, *pages)
    block = next(b for b in document.blocks if document.block_text(b).endswith("remet la preuve."))
    assert document.block_text(block) == cut + " remet la preuve."
    assert (block.page, block.end_page) == (3, 4)


def test_running_headers_are_kept_once_and_page_numbers_dropped(tmp_path: Path) -> None:
    document = read(tmp_path, *[article(n, "Il en remet la preuve.") for n in (1, 2, 3, 4)])
    assert texts(document, K.HEADER) == ["Commune de Sainte-Olive – CCTP"]
    assert document.text.count("Sainte-Olive") == 1
    assert "sur 4" not in document.text
    assert texts(document, K.HEADING) == [f"{n}. Objet de la partie" for n in (1, 2, 3, 4)]


def test_numbered_titles_at_the_head_of_pages_are_no_running_headers(tmp_path: Path) -> None:
    pages = []
    for number in (1, 2, 3, 4):
        page = Page().text(60, 60, f"Lot {number}", font="F2", size=14)
        page.lines(60, 100, [f"Désignation des fournitures du lot, {'abcd'[number - 1]}."])
        pages.append(page)
    assert texts(read(tmp_path, *pages), K.HEADING) == ["Lot 1", "Lot 2", "Lot 3", "Lot 4"]


def test_headings_have_number_and_level(tmp_path: Path) -> None:
    page = Page()
    page.text(60, 80, "Article 5 - Exigences environnementales", font="F2", size=14)
    page.text(60, 110, "5.2 Écrans et moniteurs", font="F2", size=12)
    page.lines(60, 140, ["Les écrans consomment moins de vingt watts en veille, ce que le titulaire", "démontre par une fiche technique."])
    page.text(60, 190, "5.3-Claviers", font="F2", size=12)
    page.lines(60, 220, ["Les claviers sont réparables."])
    document = read(tmp_path, page)
    heads = [(b.number, b.level, document.block_text(b)) for b in document.blocks if b.kind is K.HEADING]
    assert heads == [("Article 5", 1, "Article 5 - Exigences environnementales"), ("5.2", 2, "5.2 Écrans et moniteurs"), ("5.3", 2, "5.3-Claviers")]


def test_an_article_number_inside_a_sentence_opens_nothing(tmp_path: Path) -> None:
    page = Page()
    prose = ["Les pénalités sont appliquées dans les conditions que prévoit, pour les lots, l'article", "5.2 du cahier des clauses administratives."]
    page.lines(60, 80, prose)
    assert len(read(tmp_path, page).blocks) == 1


def test_list_items_and_their_nesting(tmp_path: Path) -> None:
    page = Page().text(60, 80, "Le titulaire fournit :")
    page.text(72, 100, "- un plan de progrès, actualisé chaque année et remis au plus tard le premier")
    page.text(80, 114, "jour du mois de mars ;").text(72, 128, "- un bilan :").text(90, 142, "• des consommations ;").text(90, 156, "• des déchets ;")
    page.text(72, 170, "- un référent.")
    document = read(tmp_path, page)
    items = [(b.level, document.block_text(b)) for b in document.blocks if b.kind is K.LIST_ITEM]
    assert items == [
        (1, "- un plan de progrès, actualisé chaque année et remis au plus tard le premier jour du mois de mars ;"), (1, "- un bilan :"),
        (2, "• des consommations ;"), (2, "• des déchets ;"), (1, "- un référent."),
    ]


def test_letters_of_symbol_fonts_are_the_signs_they_show(tmp_path: Path) -> None:
    import pikepdf

    wingdings = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name("/Wingdings-Regular"),
                                   Encoding=pikepdf.Name.WinAnsiEncoding)
    page = Page().text(60, 80, "Le titulaire fournit :").text(72, 100, "o", font="F3").text(90, 100, "des fiches ;").text(72, 114, "o", font="F3")
    page.text(90, 114, "des relevés.").text(60, 140, "þ", font="F9").text(80, 140, "Oui").text(160, 140, "¨", font="F9").text(180, 140, "Non")
    path = tmp_path / "t.pdf"
    build([page], fonts={"F9": wingdings}).save(path)
    document = read_pdf(path)
    assert texts(document, K.LIST_ITEM)[:2] == ["○ des fiches ;", "○ des relevés."]
    assert "☑ Oui" in document.text and "☐ Non" in document.text


def test_contents_are_set_aside(tmp_path: Path) -> None:
    page = Page().text(60, 80, "Sommaire", font="F2", size=14)
    page.lines(60, 110, [f"1. Objet {'.' * 60} 2", f"2. Durée {'.' * 60} 3"])
    body = Page().text(60, 80, "1. Objet", font="F2", size=14)
    body.lines(60, 110, ["Le marché porte sur du papier."])
    document = read(tmp_path, page, body)
    assert len(texts(document, K.TOC)) == 3
    assert texts(document, K.HEADING) == ["1. Objet"]


def test_contents_without_dots_are_set_aside_too(tmp_path: Path) -> None:
    page = Page().text(60, 80, "Table des matières", font="F2", size=14)
    for row, (title, number) in enumerate((("1. Objet", 2), ("2. Durée", 3), ("3. Prix", 3), ("4. Pénalités", 5))):
        page.text(60, 110 + 16 * row, title).text(520, 110 + 16 * row, str(number))
    document = read(tmp_path, page)
    assert {b.kind for b in document.blocks} == {K.TOC}
    assert len(document.blocks) == 5


def test_footnotes_do_not_cut_the_sentence_above_them(tmp_path: Path) -> None:
    page = Page()
    prose = ["Le titulaire respecte les clauses du marché, les règles de l'art, les normes,", "dans leur dernière version, les usages du métier et"]
    page.lines(60, 80, [*prose, "les consignes du maître d'œuvre, et en particulier celles qui"])
    page.text(60, 780, "1 Les normes sont consultables au siège.", size=8)
    after = Page().text(60, 80, "concernent la sécurité des personnes.")
    document = read(tmp_path, page, after)
    assert texts(document, K.FOOTNOTE) == ["1 Les normes sont consultables au siège."]
    assert "celles qui concernent la sécurité des personnes." in document.text


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages_read_in_order(tmp_path: Path, rotate: int) -> None:
    page = Page(rotate=rotate)
    page.lines(60, 100, LEFT)
    assert texts(read(tmp_path, page)) == [LEFT_TEXT]


def test_writing_turned_on_an_upright_page_reads_in_order(tmp_path: Path) -> None:
    page = Page()
    for row, line in enumerate(LEFT):
        page.text(100 + 14 * row, 700, line, turned=True)
    assert texts(read(tmp_path, page)) == [LEFT_TEXT]


def test_a_watermark_is_kept_once_and_cuts_no_sentence(tmp_path: Path) -> None:
    pages = []
    for name in ("papier", "encre", "carton"):
        page = Page().raw("BT /F2 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (PROJET) Tj ET")
        page.lines(60, 380, [f"Le titulaire livre le {name} dans les conditions que fixe le présent document et", "que précise le bon de commande."])
        pages.append(page)
    document = read(tmp_path, *pages)
    assert document.text.count("PROJET") == 1
    assert "présent document et que précise le bon de commande." in document.text


def test_what_is_drawn_last_at_the_top_is_read_first(tmp_path: Path) -> None:
    page = Page()
    page.lines(60, 200, LEFT)
    page.text(60, 800, "Fin de la page.")
    page.text(60, 80, "Clauses environnementales", size=16, font="F2")
    assert texts(read(tmp_path, page)) == ["Clauses environnementales", LEFT_TEXT, "Fin de la page."]


def test_text_outside_the_visible_page_is_left_out(tmp_path: Path) -> None:
    page = Page().text(60, 100, "Texte visible du marché.").text(-300, 400, "Repère de coupe.")
    assert texts(read(tmp_path, page)) == ["Texte visible du marché."]


def test_characters_are_normalised_and_mapped(tmp_path: Path) -> None:
    page = Page().text(60, 100, "Coût\xa0du papier\xa0: 3 € à l’unité, voir … ci-après").text(60, 130, "Puissance  de  veille")
    document = read(tmp_path, page)
    assert document.text == "Coût du papier : 3 € à l’unité, voir ... ci-après\nPuissance de veille"
    mapped = sum(run.length for run in document.runs)
    assert mapped == len(document.text) - 1


def test_form_fields_are_read(tmp_path: Path) -> None:
    import pikepdf

    pdf = build([Page().text(60, 100, "Objet du marché :")])
    look = pdf.make_stream(b"BT /F1 11 Tf 2 4 Td (Achat de copieurs reconditionn\xe9s) Tj ET")
    look.stream_dict = pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 250, 20],
                                          Resources=pikepdf.Dictionary(Font=pdf.pages[0].obj.Resources.Font))
    field = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T=b"objet", V=b"Achat de copieurs reconditionn\xe9s", F=4,
        Rect=[60, 690, 310, 710], AP=pikepdf.Dictionary(N=look),
    ))
    pdf.pages[0].obj.Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    pdf.save(tmp_path / "form.pdf")
    assert "Achat de copieurs reconditionnés" in read_pdf(tmp_path / "form.pdf").text


def test_reading_is_complete_and_says_nothing(tmp_path: Path) -> None:
    document = read(tmp_path, two_columns())
    assert (document.reading.status, document.reading.issues, document.pages, document.format) == (Status.COMPLETE, (), 1, "pdf")
