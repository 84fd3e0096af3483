"""What the Word reader shows: every kind of content that python-docx drops, in order, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.model import BlockKind, Document, IssueCode
from clausecheck.read import read
from tests.read.wordfiles import box, cell, para, row, run, style, table, word_file

K = BlockKind


def shown(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [document.block_text(b) for b in document.blocks if kind is None or b.kind is kind]


def read_body(tmp_path: Path, body: str, **options: object) -> Document:
    path = word_file(tmp_path / "t.docx", body, **options)  # type: ignore[arg-type]
    return read(path, isolated=False)


@pytest.mark.parametrize(("content", "expected"), [
    ("<w:sdt><w:sdtContent>" + run("dans un contrôle") + "</w:sdtContent></w:sdt>", "dans un contrôle"),
    ('<w:hyperlink r:id="x">' + run("un lien") + "</w:hyperlink>", "un lien"),
    ('<w:smartTag w:uri="u" w:element="e">' + run("une balise") + "</w:smartTag>", "une balise"),
    ('<w:fldSimple w:instr=" REF x ">' + run("5.2") + "</w:fldSimple>", "5.2"),
    ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF y </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
     + run("article 7") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "article 7"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + run(" oui"), "☐ oui"),
    ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 20 %"), "≥ 20 %"),
    ("<w:r><w:t>éco</w:t><w:noBreakHyphen/><w:t>label</w:t></w:r>", "éco-label"),
    ("<w:r><w:t>Critère</w:t><w:tab/><w:t>40 %</w:t></w:r>", "Critère 40 %"),
    ("<w:r><w:t>Première ligne.</w:t><w:br/><w:t>Seconde ligne.</w:t></w:r>", "Première ligne.\nSeconde ligne."),
    ("<w:r><w:t>une phrase coupée pour</w:t><w:br/><w:t>la mise en page</w:t></w:r>", "une phrase coupée pour la mise en page"),
    ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "a+b"),
    ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>' + run(" coché"), "☒ coché"),
    ("<w:r><w:t>d\u2019un \ufb01chier\u00a0: CO\u2082</w:t></w:r>", "d’un fichier : CO2"),
])
def test_inline_content_is_shown(tmp_path: Path, content: str, expected: str) -> None:
    assert shown(read_body(tmp_path, f"<w:p>{content}</w:p>")) == [expected]


def test_instruction_of_a_field_is_not_shown(tmp_path: Path) -> None:
    nested = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
              '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD a </w:instrText></w:r>'
              '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("valeur") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
              '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("résultat") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert shown(read_body(tmp_path, f"<w:p>{nested}</w:p>")) == ["résultat"]


def test_a_field_that_never_ends_loses_nothing(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("texte") + "</w:p>" + para("suite")
    assert shown(read_body(tmp_path, body)) == ["texte", "suite"]


def test_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    document = read_body(tmp_path, f"<w:p>{run('avant')}{box(para('dans la boîte'))}</w:p>" + para("après"))
    assert [(b.kind, document.block_text(b)) for b in document.blocks] == [
        (K.PARAGRAPH, "avant"), (K.TEXT_BOX, "dans la boîte"), (K.PARAGRAPH, "après")]


def test_notes_follow_the_block_that_cites_them(tmp_path: Path) -> None:
    body = f'<w:p>{run("cité")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + para("suite")
    notes = '<w:footnote w:id="2">' + para("la note") + '</w:footnote><w:footnote w:id="3">' + para("jamais citée") + "</w:footnote>"
    document = read_body(tmp_path, body, footnotes=notes)
    assert [(b.kind, document.block_text(b), b.place) for b in document.blocks] == [
        (K.PARAGRAPH, "cité", "word/document.xml#0"), (K.FOOTNOTE, "la note", "word/footnotes.xml#0"), (K.PARAGRAPH, "suite", "word/document.xml#1")]


def test_note_cited_in_a_cell_follows_the_row(tmp_path: Path) -> None:
    cited = f'<w:p>{run("a")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    document = read_body(tmp_path, table(row(cell(cited), cell("b"))), footnotes='<w:footnote w:id="1">' + para("note") + "</w:footnote>")
    assert shown(document) == ["a", "b", "note"]


def test_headers_and_footers_once_each_and_only_those_in_use(tmp_path: Path) -> None:
    section = ('<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
               '<w:footerReference w:type="default" r:id="footer1"/>')
    first = "<w:p><w:pPr><w:sectPr><w:headerReference w:type=\"default\" r:id=\"header3\"/></w:sectPr></w:pPr></w:p>"
    margins = {"header1": para("Marché 1"), "header2": para("jamais affiché"), "header3": para("Marché 1"), "footer1": para("pied")}
    document = read_body(tmp_path, first + para("corps"), margins=margins, section=section)
    assert [(b.kind, document.block_text(b)) for b in document.blocks] == [(K.HEADER, "Marché 1"), (K.PARAGRAPH, "corps"), (K.FOOTER, "pied")]


def test_table_of_contents_by_style_field_and_gallery(tmp_path: Path) -> None:
    field = ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("entrée 1") + "</w:p><w:p>" + run("entrée 2")
             + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>')
    gallery = ('<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
               + para("Sommaire") + "</w:sdtContent></w:sdt>")
    styles = '<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
    document = read_body(tmp_path, gallery + field + para("stylée", style("TM1")) + para("corps"), styles=styles)
    assert shown(document, K.TOC) == ["Sommaire", "entrée 1", "entrée 2", "stylée"]
    assert shown(document, K.PARAGRAPH) == ["corps"]


def test_typed_table_of_contents_is_recognised(tmp_path: Path) -> None:
    titles = ["1 - Objet", "2 - Durée", "3 - Prix"]
    body = para("SOMMAIRE") + "".join(para(f"{t} ..... {n}") for n, t in enumerate(titles)) + "".join(
        para(run(t, "<w:b/>")) + para("Du texte sous ce titre.") for t in titles)
    document = read_body(tmp_path, body)
    assert len(shown(document, K.TOC)) == 4
    assert shown(document, K.HEADING) == titles


def test_hidden_text_is_set_apart_and_said(tmp_path: Path) -> None:
    document = read_body(tmp_path, para(run("vu ") + run("caché", "<w:vanish/>") + run("aussi")))
    assert shown(document) == ["vu aussi", "caché"]
    assert [b.kind for b in document.blocks] == [K.PARAGRAPH, K.HIDDEN]
    assert [i.code for i in document.reading.issues] == [IssueCode.HIDDEN_TEXT]


def test_comments_come_last_and_are_said(tmp_path: Path) -> None:
    document = read_body(tmp_path, para("corps"), comments='<w:comment w:id="0" w:author="X">' + para("à revoir") + "</w:comment>")
    assert [(b.kind, document.block_text(b)) for b in document.blocks] == [(K.PARAGRAPH, "corps"), (K.COMMENT, "à revoir")]
    assert document.reading.issues[0].code is IssueCode.COMMENTS


def test_chart_words_are_read(tmp_path: Path) -> None:
    chart = ('<w:p><w:r><w:drawing><a:graphic><a:graphicData uri="c"><c:chart r:id="rChart"/></a:graphicData></a:graphic></w:drawing></w:r></w:p>')
    part = ('<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Part du réemploi</a:t></a:r></a:p>'
            "<c:strCache><c:pt><c:v>2026</c:v></c:pt></c:strCache></c:chartSpace>")
    rel = '<Relationship Id="rChart" Type="http://x/chart" Target="charts/chart1.xml"/>'
    document = read_body(tmp_path, chart, extra={"word/charts/chart1.xml": part, "+rels": rel})
    assert shown(document, K.TEXT_BOX) == ["Part du réemploi", "2026"]


def test_an_embedded_workbook_is_said(tmp_path: Path) -> None:
    document = read_body(tmp_path, f'<w:p>{run("Bordereau joint")}<w:r><w:object><o:OLEObject/></w:object></w:r></w:p>')
    assert [i.code for i in document.reading.issues] == [IssueCode.EMBEDDED]


def test_a_document_of_pictures_says_so(tmp_path: Path) -> None:
    document = read_body(tmp_path, '<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>')
    assert document.reading.status == "failed"
    assert [i.code for i in document.reading.issues] == [IssueCode.SCANNED_NO_OCR]


def test_strict_variant_is_read(tmp_path: Path) -> None:
    import zipfile

    path = word_file(tmp_path / "t.docx", para("texte"))
    with zipfile.ZipFile(path) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                                                b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert shown(read(path, isolated=False)) == ["texte"]
