"""Formats other than Word and PDF: text in order, tables as cells, what is hidden or commented set apart."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from clausecheck.model import BlockKind, Document, IssueCode, Status
from clausecheck.read import read
from clausecheck.read.convert import converter
from clausecheck.read.sheets import column_letters, number_text

K = BlockKind
ODF_NS = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for p, n in (
    ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"), ("fo", "xsl-fo-compatible")))


def blocks(document: Document) -> list[tuple[BlockKind, str]]:
    return [(b.kind, document.block_text(b)) for b in document.blocks]


def written(path: Path, content: str | bytes) -> Document:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path, isolated=False)


def test_plain_text_joins_wrapped_lines_and_knows_titles_and_lists(tmp_path: Path) -> None:
    text = ("ARTICLE 1 - OBJET\n\nLe présent marché a pour objet la fourniture de papier recyclé\npour les services de la commune.\n\n"
            "- ramettes A4 ;\n- ramettes A3.\n")
    document = written(tmp_path / "a.txt", text)
    assert blocks(document) == [
        (K.HEADING, "ARTICLE 1 - OBJET"),
        (K.PARAGRAPH, "Le présent marché a pour objet la fourniture de papier recyclé pour les services de la commune."),
        (K.LIST_ITEM, "- ramettes A4 ;"), (K.LIST_ITEM, "- ramettes A3.")]
    assert [b.place for b in document.blocks] == ["L1", "L3", "L6", "L7"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    assert written(tmp_path / "a.txt", "Réemploi : « œuvre » à 20 €".encode(encoding)).text == "Réemploi : « œuvre » à 20 €"


def test_markdown(tmp_path: Path) -> None:
    text = "# Objet\n\nDu **papier** [recyclé](http://x).\nSuite.\n\n* un\n  * deux\n\n| Critère | Poids |\n|---|---|\n| Prix | 60 |\n"
    document = written(tmp_path / "a.md", text)
    assert blocks(document) == [
        (K.HEADING, "Objet"), (K.PARAGRAPH, "Du papier recyclé. Suite."), (K.LIST_ITEM, "• un"), (K.LIST_ITEM, "• deux"), (K.CELL, "Critère"),
        (K.CELL, "Poids"), (K.CELL, "Prix"), (K.CELL, "60")]
    assert [b.level for b in document.blocks[:4]] == [1, None, 1, 2]
    assert [b.cell.header for b in document.blocks if b.cell] == [True, True, False, False]


def test_html_page(tmp_path: Path) -> None:
    page = ("<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body><h2>Lots</h2><p>Un <b>seul</b> lot.<script>x()</script></p>"
            "<ol><li>un</li><li>deux</li></ol><table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>c</td><td>d</td></tr><tr><td>e</td></tr></table>"
            "<p style='display:none'>caché</p></body></html>")
    document = written(tmp_path / "a.html", page)
    assert blocks(document) == [
        (K.HEADING, "Lots"), (K.PARAGRAPH, "Un seul lot."), (K.LIST_ITEM, "1. un"), (K.LIST_ITEM, "2. deux"),
        (K.CELL, "A"), (K.CELL, "B"), (K.CELL, "c"), (K.CELL, "d"), (K.CELL, "e")]
    cells = [b.cell for b in document.blocks if b.cell]
    assert [(c.row, c.col, c.rowspan, c.header) for c in cells] == [
        (0, 0, 1, True), (0, 1, 1, True), (1, 0, 2, False), (1, 1, 1, False), (2, 1, 1, False)]


def test_html_saved_as_word_is_read_by_its_content(tmp_path: Path) -> None:
    document = written(tmp_path / "a.doc", "<html><body><p>Du texte.</p></body></html>")
    assert document.format == "html" and document.text == "Du texte."
    assert [i.code for i in document.reading.issues] == [IssueCode.WRONG_EXTENSION]


@pytest.mark.parametrize(("name", "content"), [("a.txt", " \n "), ("a.html", "<!-- rien -->"), ("a.md", "---\n"), ("b.html", "<html></html>")])
def test_a_file_without_text_is_never_a_silent_success(tmp_path: Path, name: str, content: str) -> None:
    reading = written(tmp_path / name, content).reading
    assert (reading.status, [i.code for i in reading.issues]) == (Status.FAILED, [IssueCode.NO_TEXT])


def workbook(path: Path) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "BPU"
    sheet.append(["Bordereau des prix"])
    sheet.append(["N°", "Désignation", "Part", "Prix"])
    sheet.append([1, "Papier recyclé", 0.4, 12.5])
    sheet.append([2, "Enveloppes", 0.6, 3])
    sheet["C3"].number_format = sheet["C4"].number_format = "0%"
    sheet["D3"].number_format = '0.00 "€"'
    sheet.merge_cells("A1:D1")
    sheet["B3"].comment = openpyxl.comments.Comment("à vérifier", "x")
    sheet["A5"] = "masqué"
    sheet.row_dimensions[5].hidden = True
    sheet.oddHeader.center.text = "Lot 1"
    apart = book.create_sheet("Calculs")
    apart["A1"] = "interne"
    apart.sheet_state = "hidden"
    book.save(path)
    return path


def test_workbook(tmp_path: Path) -> None:
    document = read(workbook(tmp_path / "b.xlsx"), isolated=False)
    assert blocks(document) == [
        (K.HEADER, "Lot 1"), (K.HEADING, "BPU"), (K.CELL, "Bordereau des prix"),
        (K.CELL, "N°"), (K.CELL, "Désignation"), (K.CELL, "Part"), (K.CELL, "Prix"),
        (K.CELL, "1"), (K.CELL, "Papier recyclé"), (K.CELL, "40 %"), (K.CELL, "12,50 €"), (K.CELL, "2"), (K.CELL, "Enveloppes"), (K.CELL, "60 %"),
        (K.CELL, "3"), (K.HIDDEN, "masqué"), (K.HIDDEN, "Calculs"), (K.HIDDEN, "interne"), (K.COMMENT, "à vérifier")]
    cells = {b.place: b.cell for b in document.blocks if b.cell}
    assert cells["BPU!A1"] is not None and cells["BPU!A1"].colspan == 4
    assert [place for place, c in cells.items() if c and c.header] == ["BPU!A2", "BPU!B2", "BPU!C2", "BPU!D2"]
    assert "N°\tDésignation\tPart\tPrix\n1\tPapier recyclé\t40 %\t12,50 €" in document.text
    assert {i.code for i in document.reading.issues} == {IssueCode.COMMENTS, IssueCode.HIDDEN_TEXT}


@pytest.mark.parametrize(("raw", "form", "shown"), [
    ("0.4", "0%", "40 %"), ("0.125", "0.0%", "12,5 %"), ("46000", "dd/mm/yyyy", "09/12/2025"), ("12.5", "", "12,5"), ("3", "General", "3"),
    ("1234.5", '#,##0.00\\ "€"', "1234,50 €"), ("0.5", "h:mm", "12:00"), ("texte", "0", "texte"), ("1", '0" ans"', "1"),
])
def test_numbers_as_shown(raw: str, form: str, shown: str) -> None:
    assert number_text(raw, form) == shown


def test_column_letters() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def odf(path: Path, body: str, *, styles: str = "", automatic: str = "", kind: str = "text") -> Document:
    content = (f"<office:document-content {ODF_NS}><office:automatic-styles>{automatic}</office:automatic-styles><office:body>"
               f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", f"<office:document-styles {ODF_NS}>{styles}</office:document-styles>")
        archive.writestr("META-INF/manifest.xml", "<m/>")
    return read(path, isolated=False)


def test_odt_numbers_headings_and_lists(tmp_path: Path) -> None:
    styles = ('<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="Article "/>'
              '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
              '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="a" style:num-suffix=")"/>'
              '<text:list-level-style-bullet text:level="2" text:bullet-char="-"/></text:list-style></office:styles>')
    body = ('<text:h text:outline-level="1">Objet</text:h><text:h text:outline-level="2">Lots</text:h><text:h text:outline-level="1">Prix</text:h>'
            '<text:list text:style-name="L"><text:list-item><text:p>un</text:p><text:list><text:list-item><text:p>sous</text:p></text:list-item>'
            "</text:list></text:list-item><text:list-item><text:p>deux</text:p></text:list-item></text:list>")
    document = odf(tmp_path / "a.odt", body, styles=styles)
    assert blocks(document) == [(K.HEADING, "Article 1 Objet"), (K.HEADING, "1.1 Lots"), (K.HEADING, "Article 2 Prix"), (K.LIST_ITEM, "a) un"),
                                (K.LIST_ITEM, "• sous"), (K.LIST_ITEM, "b) deux")]
    assert [b.number for b in document.blocks] == ["Article 1", "1.1", "Article 2", "a)", "", "b)"]


def test_odt_notes_frames_comments_hidden_and_spaces(tmp_path: Path) -> None:
    body = ('<text:p>Un<text:s text:c="2"/>mot<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
            "<text:p>la note</text:p></text:note-body></text:note> et<text:line-break/>fin."
            "<office:annotation><text:p>à voir</text:p></office:annotation>"
            '<draw:frame><draw:text-box><text:p>cadre</text:p></draw:text-box></draw:frame></text:p><text:p text:style-name="H">caché</text:p>')
    automatic = '<style:style style:name="H" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
    document = odf(tmp_path / "a.odt", body, automatic=automatic)
    assert blocks(document) == [
        (K.PARAGRAPH, "Un  mot et\nfin."), (K.FOOTNOTE, "la note"), (K.TEXT_BOX, "cadre"), (K.COMMENT, "à voir"), (K.HIDDEN, "caché")]


def test_odt_tracked_changes(tmp_path: Path) -> None:
    body = ('<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region><text:changed-region text:id="c2">'
            "<text:deletion><text:p>10</text:p></text:deletion></text:changed-region></text:tracked-changes>"
            '<text:p>au moins <text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>'
            '20<text:change-end text:change-id="c1"/> %</text:p>')
    assert odf(tmp_path / "a.odt", body).text == "au moins 20 %"
    original = read(tmp_path / "a.odt", revisions="original", isolated=False)
    assert (original.text, original.reading.revisions) == ("au moins 10 %", "original")


def test_odt_table(tmp_path: Path) -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    body = ("<table:table><table:table-header-rows><table:table-row>" + cell.format(' table:number-columns-spanned="2"', "A")
            + "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>" + cell.format("", "b") + cell.format("", "c")
            + "</table:table-row></table:table>")
    document = odf(tmp_path / "a.odt", body)
    assert document.text == "A\nb\tc"
    assert [(b.cell.row, b.cell.col, b.cell.colspan, b.cell.header) for b in document.blocks if b.cell] == [
        (0, 0, 2, True), (1, 0, 1, False), (1, 1, 1, False)]


def test_ods(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = ('<table:table table:name="DPGF"><table:table-row>' + cell.format("Poste") + cell.format("Prix") + "</table:table-row>"
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000"/></table:table-row>'
            "<table:table-row>" + cell.format("Pose") + cell.format("40 %") + "</table:table-row></table:table>")
    document = odf(tmp_path / "a.ods", body, kind="spreadsheet")
    assert blocks(document) == [(K.HEADING, "DPGF"), (K.CELL, "Poste"), (K.CELL, "Prix"), (K.CELL, "Pose"), (K.CELL, "40 %")]
    assert document.blocks[-1].place == "DPGF!B1000002"


def test_mail_body_and_what_it_says_of_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Précisions sur le lot 2"
    message["From"] = "a@example.org"
    message["To"] = "b@example.org"
    message.set_content("Bonjour,\n\nLe papier sera recyclé.\n")
    message.add_attachment(b"Annexe au cahier.", maintype="text", subtype="plain", filename="annexe.txt")
    document = written(tmp_path / "m.eml", bytes(message))
    assert blocks(document) == [(K.HEADING, "Précisions sur le lot 2"), (K.PARAGRAPH, "Bonjour,"), (K.PARAGRAPH, "Le papier sera recyclé.")]
    assert [i.code for i in document.reading.issues] == [IssueCode.ATTACHMENTS]


def test_presentation(tmp_path: Path) -> None:
    a, p = "http://schemas.openxmlformats.org/drawingml/2006/main", "http://schemas.openxmlformats.org/presentationml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ns = f'xmlns:a="{a}" xmlns:p="{p}" xmlns:r="{rel}"'
    shape = '<p:sp><p:nvSpPr><p:nvPr><p:ph type="{}"/></p:nvPr></p:nvSpPr><p:txBody>{}</p:txBody></p:sp>'
    text = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"
    slide = (f"<p:sld {ns}><p:cSld><p:spTree>" + shape.format("title", text.format("Attentes")) + shape.format("body", text.format("Réemployer"))
             + '<p:graphicFrame><a:tbl><a:tblPr firstRow="1"/><a:tr><a:tc><a:txBody>' + text.format("A") + "</a:txBody></a:tc></a:tr></a:tbl>"
             + "</p:graphicFrame></p:spTree></p:cSld></p:sld>")
    with zipfile.ZipFile(tmp_path / "p.pptx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("ppt/presentation.xml", f'<p:presentation {ns}><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>')
        archive.writestr("ppt/_rels/presentation.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                         f'<Relationship Id="r1" Type="{rel}/slide" Target="slides/slide1.xml"/></Relationships>')
        archive.writestr("ppt/slides/slide1.xml", slide)
    document = read(tmp_path / "p.pptx", isolated=False)
    assert blocks(document) == [(K.HEADING, "Attentes"), (K.PARAGRAPH, "Réemployer"), (K.CELL, "A")]
    assert (document.pages, document.blocks[0].page) == (1, 1)


RTF = rb"{\rtf1\ansi\ansicpg1252 Le titulaire reprend les emballages usag\'e9s.\par}"


@pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")
def test_rtf_through_libreoffice(tmp_path: Path) -> None:
    document = written(tmp_path / "a.rtf", RTF)
    assert (document.format, document.text, document.reading.status) == ("rtf", "Le titulaire reprend les emballages usagés.", Status.COMPLETE)


def test_without_libreoffice_the_issue_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSECHECK_SOFFICE", str(tmp_path / "absent"))
    document = written(tmp_path / "a.rtf", RTF)
    assert document.reading.status is Status.FAILED
    assert document.reading.issues[0].code is IssueCode.NEEDS_CONVERTER
    assert "LibreOffice" in document.reading.issues[0].message and ".docx" in document.reading.issues[0].message


def test_a_converter_that_hangs_is_ended(tmp_path: Path) -> None:
    from clausecheck.read.convert import convert
    from clausecheck.read.messages import ReadError
    from clausecheck.read.sniff import Kind

    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    source = tmp_path / "a.rtf"
    source.write_bytes(RTF)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(ReadError) as caught:
        patch.setenv("CLAUSECHECK_SOFFICE", str(program))
        convert(source, Kind.RTF, tmp_path / "work", name="a.rtf", limit_s=0.5)
    assert caught.value.issue.code is IssueCode.TIMEOUT
