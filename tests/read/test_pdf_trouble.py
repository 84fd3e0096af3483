"""PDFs that cannot be read as they stand: each ends with a Document that says what happened, never with an exception."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from clausecheck.model import Document, IssueCode, Status
from clausecheck.read.ocr import missing_ocr
from clausecheck.read.pdf import read_pdf
from clausecheck.read.pdf_messages import page_ranges
from tests.read.pdfmaker import Grey, Page, as_bytes, build, saved

C = IssueCode
SENTENCE = "Le titulaire reprend les emballages vides à chaque livraison."


def plain(count: int = 1) -> list[Page]:
    pages = []
    for number in range(count):
        page = Page()
        page.lines(60, 100, [SENTENCE, f"Page sans autre contenu, numéro d'ordre {number}."])
        pages.append(page)
    return pages


def codes(document: Document) -> list[IssueCode]:
    return [issue.code for issue in document.reading.issues]


def failed_with(path: Path, code: IssueCode) -> None:
    document = read_pdf(path)
    assert document.reading.status is Status.FAILED
    assert codes(document) == [code]
    assert path.name in document.reading.issues[0].message
    assert document.text == ""


@pytest.mark.parametrize("content", [b"", b"not a pdf at all", b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 40])
def test_what_is_no_pdf_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    failed_with(path, C.DAMAGED)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    failed_with(tmp_path / "absent.pdf", C.UNREADABLE)


def test_a_user_password_is_said(tmp_path: Path) -> None:
    failed_with(saved(plain(), tmp_path / "x.pdf", encryption=pikepdf.Encryption(user="lire", owner="tout")), C.ENCRYPTED)


def test_an_owner_password_alone_does_not_stop_reading(tmp_path: Path) -> None:
    document = read_pdf(saved(plain(), tmp_path / "x.pdf", encryption=pikepdf.Encryption(user="", owner="tout")))
    assert document.reading.status is Status.COMPLETE
    assert SENTENCE in document.text


def test_a_file_without_its_end_is_repaired(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    whole = as_bytes(build(plain(3)))
    path.write_bytes(whole[: whole.rindex(b"xref") if b"\nxref" in whole else len(whole) - 200])
    document = read_pdf(path)
    assert C.REPAIRED in codes(document)
    assert document.text.count(SENTENCE) == 3
    assert document.reading.status is Status.COMPLETE


def test_half_a_file_never_passes_as_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    whole = as_bytes(build(plain(12)))
    path.write_bytes(whole[: len(whole) // 2])
    document = read_pdf(path)
    assert document.reading.status is not Status.COMPLETE
    assert set(codes(document)) <= {C.REPAIRED, C.DAMAGED, C.NO_TEXT}


def test_no_pages_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    pikepdf.new().save(path)
    document = read_pdf(path)
    assert document.reading.status is Status.FAILED
    assert codes(document) in ([C.NO_TEXT], [C.DAMAGED])


def test_blank_pages_are_no_text(tmp_path: Path) -> None:
    failed_with(saved([Page(), Page()], tmp_path / "x.pdf"), C.NO_TEXT)


def test_pages_beyond_the_limit_are_said(tmp_path: Path) -> None:
    document = read_pdf(saved(plain(5), tmp_path / "x.pdf"), max_pages=2)
    assert document.reading.status is Status.PARTIAL
    assert codes(document) == [C.TOO_LARGE]
    assert (document.pages, max(b.page or 0 for b in document.blocks)) == (5, 2)


def odd_font() -> pikepdf.Dictionary:
    """A font of glyph numbers with nothing that says which letters they are."""
    name = pikepdf.Name("/ABCDEF+Odd")
    descriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=4, FontBBox=[0, 0, 1000, 1000], ItalicAngle=0, Ascent=800,
                                    Descent=-200, CapHeight=700, StemV=80)
    system = pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
    inner = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=name, CIDSystemInfo=system, DW=500,
                               FontDescriptor=descriptor)
    return pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=name, Encoding=pikepdf.Name("/Identity-H"),
                              DescendantFonts=[inner])


def test_a_font_without_letters_is_not_read_as_nonsense(tmp_path: Path) -> None:
    bad = Page()
    for row in range(20):
        codes_of_row = "".join(f"{(row * 7 + i * 11) % 88 + 3:04x}" for i in range(60))
        bad.raw(f"BT /F9 11 Tf 1 0 0 1 60 {740 - 14 * row} Tm <{codes_of_row}> Tj ET")
    path = tmp_path / "x.pdf"
    build([bad, *plain()], fonts={"F9": odd_font()}).save(path)
    document = read_pdf(path, ocr=False)
    assert document.reading.status is Status.PARTIAL
    assert [(i.code, i.page) for i in document.reading.issues] == [(C.GARBLED_TEXT, 1)]
    assert {b.page for b in document.blocks} == {2}


def test_shifted_letters_are_not_read_as_text(tmp_path: Path) -> None:
    shifted = "".join(c if c == " " else chr(ord(c) - 29) for c in "Le titulaire reprend les emballages vides et en remet la preuve")
    page = Page()
    page.lines(60, 100, [shifted] * 6)
    document = read_pdf(saved([page], tmp_path / "x.pdf"), ocr=False)
    assert codes(document) == [C.GARBLED_TEXT]
    assert document.text == ""


def test_a_list_of_references_is_not_taken_for_nonsense(tmp_path: Path) -> None:
    page = Page()
    page.lines(60, 100, [f"CISCO C9200L-24P-4{c} WS-C2960L-16PS-LL 10/100 TP-SG24-28P {n}" for n, c in enumerate("GXABCDEFHI")])
    assert read_pdf(saved([page], tmp_path / "x.pdf"), ocr=False).reading.issues == ()


def written() -> Page:
    page = Page()
    lines = [SENTENCE, "Il en remet la preuve au plus tard le dernier jour du mois,", "avec le registre des quantités."]
    page.lines(60, 120, lines, size=14, leading=20)
    return page


def scan(tmp_path: Path, page: Page, name: str = "scan.pdf") -> Path:
    """A page turned into one image, followed by a page with a text layer."""
    import pypdfium2

    source = pypdfium2.PdfDocument(as_bytes(build([page])))
    bitmap = source[0].render(scale=200 / 72, grayscale=True)
    stride, raw = bitmap.stride, bytes(bitmap.buffer)
    pixels = b"".join(raw[r * stride : r * stride + bitmap.width] for r in range(bitmap.height))
    image = Grey(bitmap.width, bitmap.height, pixels)
    path = tmp_path / name
    build([Page().raw("q 595 0 0 842 0 0 cm /Im1 Do Q"), *plain()], images={"Im1": image}).save(path, compress_streams=True)
    return path


def test_a_scan_without_ocr_is_said_with_its_page(tmp_path: Path) -> None:
    document = read_pdf(scan(tmp_path, written()), ocr=False)
    assert document.reading.status is Status.PARTIAL
    assert [(i.code, i.page) for i in document.reading.issues] == [(C.SCANNED_NO_OCR, 1)]
    assert {b.page for b in document.blocks} == {2}


def test_a_scan_without_tesseract_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausecheck.read.pdf.missing_ocr", lambda: "Tesseract n'est pas installé")
    document = read_pdf(scan(tmp_path, written()))
    assert codes(document) == [C.SCANNED_NO_OCR]
    assert "installez Tesseract" in document.reading.issues[0].message


@pytest.mark.skipif(bool(missing_ocr()), reason=f"no OCR here: {missing_ocr()}")
def test_a_scan_is_read_by_ocr_and_said(tmp_path: Path) -> None:
    document = read_pdf(scan(tmp_path, written()))
    assert document.reading.ocr_pages == (1,)
    assert document.reading.ocr_confidence is not None and document.reading.ocr_confidence > 80
    assert codes(document) == [C.OCR]
    assert document.reading.status is Status.COMPLETE
    first = " ".join(document.block_text(b) for b in document.blocks if b.page == 1)
    assert first == SENTENCE + " Il en remet la preuve au plus tard le dernier jour du mois, avec le registre des quantités."
    assert {w.page for w in document.word_boxes} == {1}


@pytest.mark.skipif(bool(missing_ocr()), reason=f"no OCR here: {missing_ocr()}")
def test_the_rulings_of_a_scan_make_a_table(tmp_path: Path) -> None:
    page = Page().text(60, 80, "Les offres sont classées ainsi :", size=13).grid([60, 330, 460], [100, 130, 160, 190])
    for y, (left, right) in zip((120, 150, 180), (("Critère", "Poids"), ("Valeur technique", "60 %"), ("Prix des prestations", "40 %")), strict=True):
        page.text(68, y, left, size=13).text(338, y, right, size=13)
    document = read_pdf(scan(tmp_path, page))
    cells = {(b.cell.row, b.cell.col): document.block_text(b) for b in document.blocks if b.cell is not None}
    assert cells == {(0, 0): "Critère", (0, 1): "Poids", (1, 0): "Valeur technique", (1, 1): "60 %", (2, 0): "Prix des prestations", (2, 1): "40 %"}


def test_a_photograph_beside_text_is_no_scan(tmp_path: Path) -> None:
    image = Grey(4, 4, bytes(range(16)))
    path = tmp_path / "x.pdf"
    build([plain()[0].raw("q 595 0 0 842 0 0 cm /Im1 Do Q")], images={"Im1": image}).save(path)
    assert read_pdf(path, ocr=False).reading.status is Status.COMPLETE


def test_a_page_that_points_at_itself_does_not_hang(tmp_path: Path) -> None:
    pdf = build(plain(2))
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary()
    form = pdf.make_stream(b"/Fm0 Do")
    form.stream_dict = pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 100],
                                          Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary()))
    form.stream_dict.Resources.XObject.Fm0 = form
    pdf.pages[0].obj.Resources.XObject.Fm0 = form
    pdf.pages[0].obj.Contents = pdf.make_stream(pdf.pages[0].obj.Contents.read_bytes() + b"\n/Fm0 Do")
    path = tmp_path / "x.pdf"
    pdf.save(path)
    assert read_pdf(path).text.count(SENTENCE) == 2


def test_attached_files_are_said(tmp_path: Path) -> None:
    pdf = build(plain())
    pdf.attachments["bordereau.csv"] = b"poste;prix\n"
    pdf.save(tmp_path / "x.pdf")
    document = read_pdf(tmp_path / "x.pdf")
    assert "1 pièce(s) jointe(s)" in document.reading.issues[0].message
    assert document.reading.status is Status.COMPLETE


def test_page_ranges_read_as_french() -> None:
    assert [page_ranges(p) for p in ([4], [1, 2], [7, 1, 2, 3])] == ["page 4", "pages 1 et 2", "pages 1 à 3, 7"]
