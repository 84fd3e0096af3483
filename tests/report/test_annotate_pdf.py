"""The annotated copy of a PDF: highlights stand on the words, notes say everything, and the rest of the file is as it was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

import clausecheck
from clausecheck.assess.rules import load_checks
from clausecheck.model import (
    Check,
    CheckedDocument,
    ClauseFinding,
    Coherence,
    CoherenceValue,
    Decision,
    Document,
    Force,
    IssueCode,
    LabelFinding,
    Nearest,
    Outline,
    PieceKind,
    Reading,
    ReadingIssue,
    Report,
    Severity,
    Status,
    Verdict,
)
from clausecheck.read.pdf import read_pdf
from clausecheck.read.pdf_page import frame_of
from clausecheck.report.pdf_notes import annotate_pdf
from clausecheck.report.pdf_notes_draw import page_frame
from clausecheck.report.pdf_notes_ink import STYLES
from clausecheck.rulebook.pack import pack_root
from tests.read.pdfmaker import Page, build, saved
from tests.report.sample import clause, label, sample

ROOT = Path(__file__).resolve().parents[2]
WORDS = "papier certifié"
Ink = tuple[int, int, int, int]
KEPT: list[pikepdf.Pdf] = []
"""Open while their objects are looked at."""


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    yield
    while KEPT:
        KEPT.pop().close()


def drawn(*, words: bool = True, rotate: int = 0, crop: list[float] | None = None, inherited: bool = False, unit: float | None = None) -> pikepdf.Pdf:
    """Two pages; on the first, WORDS are drawn apart in the middle of a line, or left out."""
    page = Page(rotate=rotate).text(120, 200, "Le titulaire fournit du").text(320, 200, "pour toutes les impressions.")
    page.text(120, 230, "Il reprend les cartons vides.")
    if words:
        page.text(238, 200, WORDS)
    pdf = build([page, Page().text(120, 300, "Seconde page du marché.")])
    for one in pdf.pages:
        if crop:
            one.obj.CropBox = crop
        if inherited:
            del one.obj["/MediaBox"]
        if unit:
            one.obj.UserUnit = unit
    if inherited:
        pdf.Root.Pages.MediaBox = [0, 0, 595, 842]
    return pdf


def made(tmp_path: Path, **options: Any) -> tuple[Path, Document]:
    path = tmp_path / "cctp.pdf"
    drawn(**options).save(path)
    return path, read_pdf(path)


def on_words(document: Document, words: str = WORDS, **changes: Any) -> ClauseFinding:
    """A clause that was found at these words, in the sentence that is their block."""
    start = document.text.index(words)
    block = next(block for block in document.blocks if block.start <= start < block.end)
    place = {"quote": document.block_text(block), "quote_start": block.start, "quote_end": block.end, "page": block.page, "block": block.id}
    return clause(start=start, end=start + len(words), **{**place, **changes})


def report_on(document: Document, *clauses: ClauseFinding, labels: tuple[LabelFinding, ...] = (), **changes: Any) -> Report:
    item = CheckedDocument(document, Outline(PieceKind.CCTP, 1.0, (), (), ()), labels, clauses)
    empty: dict[str, Any] = {"documents": (item,), "demands": (), "coherence": (), "checks": (), "policies": ()}
    return replace(sample(), **{**empty, **changes})


def placed_notes(path: Path, kind: str, page: int = 1) -> list[pikepdf.Object]:
    pdf = pikepdf.open(path)
    KEPT.append(pdf)
    return [one for one in pdf.pages[page - 1].obj.get("/Annots", []) if one.Subtype == kind]


def picture(data: bytes, page: int = 1) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    image: Image.Image = document[page - 1].render(scale=2, draw_annots=True).to_pil().convert("RGB")
    return image


def changed(before: bytes, after: bytes, *, without_icons: bool = True) -> Ink:
    """Pixels that differ, at two a point; notes stand at the edge and are left aside."""
    difference = ImageChops.difference(picture(before), picture(after)).convert("L").point([0 if i < 6 else 255 for i in range(256)])
    if without_icons:
        width, height = difference.size
        inner = Image.new("L", difference.size, 0)
        inner.paste(255, (60, 60, width - 60, height - 60))
        difference = ImageChops.multiply(difference, inner)
    box = difference.getbbox()
    assert box is not None, "nothing was drawn"
    return box


def saved_bytes(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


PAGES: dict[str, dict[str, Any]] = {
    "upright": {}, "turned 90": {"rotate": 90}, "turned 180": {"rotate": 180}, "turned 270": {"rotate": 270},
    "cropped": {"crop": [70, 400, 560, 800]}, "cropped and turned": {"crop": [70, 400, 560, 800], "rotate": 90},
    "cropped beyond the page": {"crop": [-50, 300, 900, 820], "rotate": 270}, "box inherited": {"inherited": True}, "large unit": {"unit": 2.0},
}


@pytest.mark.parametrize("options", PAGES.values(), ids=PAGES.keys())
def test_pixels_change_where_the_words_are(tmp_path: Path, options: dict[str, Any]) -> None:
    path, document = made(tmp_path, **options)
    target = tmp_path / "cctp.annote.pdf"
    assert annotate_pdf(path, target, report_on(document, on_words(document)), 0) == ()
    x0, y0, x1, y1 = changed(saved_bytes(drawn(words=False, **options)), path.read_bytes())
    a0, b0, a1, b1 = changed(path.read_bytes(), target.read_bytes())
    assert a0 <= x0 and b0 <= y0 and a1 >= x1 and b1 >= y1, "the words stand out of their highlight"
    assert x0 - a0 < 10 and y0 - b0 < 10 and a1 - x1 < 10 and b1 - y1 < 10, "the highlight is larger than the words"
    before, after = picture(path.read_bytes()).crop((x0, y0, x1, y1)), picture(target.read_bytes()).crop((x0, y0, x1, y1))
    for image in (before, after):
        assert any(image.convert("L").histogram()[:40]), "the words are hidden"


@pytest.mark.parametrize("options", PAGES.values(), ids=PAGES.keys())
def test_quads_lie_on_the_page(tmp_path: Path, options: dict[str, Any]) -> None:
    path, document = made(tmp_path, **options)
    target = tmp_path / "cctp.annote.pdf"
    annotate_pdf(path, target, report_on(document, on_words(document)), 0)
    with pikepdf.open(target) as copy:
        frame = page_frame(copy.pages[0])
    [mark] = placed_notes(target, "/Highlight")
    assert len(mark.QuadPoints) == 8
    for numbers in (mark.QuadPoints, *(one.Rect for kind in ("/Highlight", "/Text", "/Popup") for one in placed_notes(target, kind))):
        values = [float(number) for number in numbers]
        assert all(frame.left - 2 <= x <= frame.right + 2 for x in values[::2]) and all(frame.bottom - 2 <= y <= frame.top + 2 for y in values[1::2])
    [note] = placed_notes(target, "/Text")
    assert float(note.Rect[2] - note.Rect[0]) == pytest.approx(16 / options.get("unit", 1.0), abs=0.05)


def test_a_highlight_says_everything(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    row = on_words(document, decision=Decision("accepted", "A. Martin", "2026-09-02", "relu"), cues=("fournit",))
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, row), 0)
    [mark] = placed_notes(tmp_path / "a.pdf", "/Highlight")
    text = str(mark.Contents)
    for words in ("Exigé — Part de matériel reconditionné", "spécification technique", "au moins 30\N{NO-BREAK SPACE}%", WORDS, "fournit", "6 sur 10",
                  "Accepté par A. Martin le 2 septembre 2026 : relu", "c0001"):
        assert words in text
    assert str(mark.T) == "clausecheck" and str(mark.M) == "D:20260901" and int(mark.F) & 4
    assert mark.Popup.Subtype == "/Popup" and mark.Popup.Parent.NM == mark.NM
    assert mark.AP.N.Subtype == "/Form" and b" f" in mark.AP.N.read_bytes()


def test_cues_are_shown_as_written(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, on_words(document, WORDS, cues=("certifie",))), 0)
    assert "«\N{NO-BREAK SPACE}certifié\N{NO-BREAK SPACE}»" in str(placed_notes(tmp_path / "a.pdf", "/Highlight")[0].Contents)


def test_findings_on_the_same_words_share_a_highlight_and_the_firmest_colours_it(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    first = on_words(document, force=Force.ENCOURAGED)
    second = label(start=first.start, end=first.end, quote=first.quote, page=1, block=first.block, force=Force.REQUIRED)
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, first, labels=(second,)), 0)
    [mark] = placed_notes(tmp_path / "a.pdf", "/Highlight")
    assert "TCO Certified" in str(mark.Contents) and "Souhaité — Part" in str(mark.Contents)
    assert [float(part) for part in mark.C] == pytest.approx(STYLES["required"].fill)


def test_what_was_set_aside_is_shown_as_such(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    row = on_words(document, decision=Decision("dismissed", "A. Martin", "2026-09-02", "autre marché"))
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, row), 0)
    [mark] = placed_notes(tmp_path / "a.pdf", "/Highlight")
    assert "Écarté (exigé)" in str(mark.Contents) and "Écarté par A. Martin" in str(mark.Contents)
    assert [float(part) for part in mark.C] == [1, 1, 1]


def test_words_over_a_page_end_have_a_highlight_on_each_page(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    start, end = document.text.index("cartons"), document.text.index("Seconde") + 7
    row = clause(start=start, end=end, quote=document.text[start:end], page=1, block=0)
    assert annotate_pdf(path, tmp_path / "a.pdf", report_on(document, row), 0) == ()
    [one], [two] = placed_notes(tmp_path / "a.pdf", "/Highlight"), placed_notes(tmp_path / "a.pdf", "/Highlight", 2)
    assert "Suite de la page 1" in str(two.Contents) and "Suite" not in str(one.Contents)


def test_words_without_a_place_are_told_in_a_note_of_their_page(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    row = on_words(document, "Seconde page")
    said = annotate_pdf(path, tmp_path / "a.pdf", report_on(replace(document, runs=()), row), 0)
    assert len(said) == 1 and "page 2" in said[0] and "Seconde page" in said[0]
    assert not placed_notes(tmp_path / "a.pdf", "/Highlight", 2)
    [note] = placed_notes(tmp_path / "a.pdf", "/Text", 2)
    assert "Seconde page" in str(note.Contents) and "Exigé" in str(note.Contents)


def test_words_off_the_visible_page_are_told_too(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    row = on_words(document)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.CropBox = [0, 0, 595, 500]
        pdf.save()
    said = annotate_pdf(path, tmp_path / "a.pdf", report_on(replace(document, sha256=""), row), 0)
    assert len(said) == 1 and WORDS in said[0]
    assert any(WORDS in str(note.Contents) for note in placed_notes(tmp_path / "a.pdf", "/Text"))


def streams(path: Path) -> list[bytes]:
    found = []
    for page in pikepdf.open(path).pages:
        contents = page.obj.Contents
        found += [one.read_raw_bytes() for one in ([contents] if isinstance(contents, pikepdf.Stream) else list(contents))]
    return found


@pytest.mark.parametrize("options", [{"compress_streams": True}, {"compress_streams": False},
                                     {"object_stream_mode": pikepdf.ObjectStreamMode.generate}, {"linearize": True}], ids=str)
def test_the_pages_themselves_do_not_change(tmp_path: Path, options: dict[str, Any]) -> None:
    path = tmp_path / "cctp.pdf"
    pdf = drawn()
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 50, 30], Border=[0, 0, 0])
    pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([link]))
    pdf.docinfo["/Title"] = "Cahier"
    pdf.save(path, **options)
    source, document = path.read_bytes(), read_pdf(path)
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, on_words(document)), 0)
    assert path.read_bytes() == source
    assert streams(path) == streams(tmp_path / "a.pdf")
    copy = pikepdf.open(tmp_path / "a.pdf")
    assert str(copy.pages[0].obj.Annots[0].Subtype) == "/Link" and str(copy.docinfo["/Title"]) == "Cahier"
    assert "/Annots" not in copy.pages[1]
    assert not copy.check_pdf_syntax()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf", "cctp.pdf"]


def test_the_copy_reads_as_the_original(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, on_words(document)), 0)
    copy = read_pdf(tmp_path / "a.pdf")
    assert (copy.text, copy.blocks, copy.reading) == (document.text, document.blocks, document.reading)


def test_a_copy_annotated_again_has_the_notes_once(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, on_words(document)), 0)
    again = replace(read_pdf(tmp_path / "a.pdf"), name="cctp.pdf")
    annotate_pdf(tmp_path / "a.pdf", tmp_path / "b.pdf", report_on(again, on_words(again, force=Force.SCORED)), 0)
    [mark] = placed_notes(tmp_path / "b.pdf", "/Highlight")
    assert str(mark.Contents).startswith("Noté") and len(placed_notes(tmp_path / "b.pdf", "/Text")) == 1


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    report = report_on(document, on_words(document), checks=sample().checks)
    for name in ("a.pdf", "b.pdf"):
        annotate_pdf(path, tmp_path / name, report, 0)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    undated = replace(report, tool=replace(report.tool, on="", on_source="unknown"))
    annotate_pdf(path, tmp_path / "c.pdf", undated, 0)
    assert all("/M" not in one for one in placed_notes(tmp_path / "c.pdf", "/Text"))


def check(**changes: Any) -> Check:
    return replace(next(c for c in sample().checks if c.verdict is Verdict.MISSING), **changes)


def test_a_missing_check_stands_beside_the_nearest_sentence(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    start = document.text.index("Il reprend")
    nearest = Nearest("cctp.pdf", "Il reprend les cartons vides.", 1, "Rien ne dit ce qu'ils deviennent.", start, start + 29)
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, checks=(check(nearest=nearest),)), 0)
    [note] = [one for one in placed_notes(tmp_path / "a.pdf", "/Text") if str(one.NM) == "clausecheck:CK-02"]
    assert 842 - 235 < float(note.Rect[3]) < 842 - 210 and float(note.Rect[2]) < 120, "in the margin of its line"
    for words in ("À corriger", "CK-02", "Obligation", "cartons vides", "Rien ne dit", "À faire :", "Texte à reprendre :", "L2112-2-1"):
        assert words in str(note.Contents)


def test_checks_without_a_place_are_on_the_first_page_and_none_is_left_out(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    checks = (
        check(id="CK-A", nearest=None), check(id="CK-B", nearest=None, severity=Severity.RECOMMENDATION), check(id="CK-C", verdict=Verdict.TO_VERIFY),
        check(id="CK-D", decision=Decision("dismissed", "A. Martin", "2026-09-02", "sans suite")), check(id="CK-E", verdict=Verdict.MET, nearest=None),
    )
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, checks=checks), 0)
    notes = {str(one.NM): str(one.Contents) for one in placed_notes(tmp_path / "a.pdf", "/Text")}
    assert set(notes) == {"clausecheck:summary", "clausecheck:CK-A"}
    summary = notes["clausecheck:summary"]
    assert all(name in summary for name in ("CK-B", "CK-C", "CK-D", "sans suite")) and "CK-E" not in summary
    boxes = [[float(n) for n in one.Rect] for one in placed_notes(tmp_path / "a.pdf", "/Text")]
    assert boxes[0][1] >= boxes[1][3] or boxes[1][1] >= boxes[0][3], "icons do not cover one another"


def test_a_check_told_in_another_piece_is_named(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    report = report_on(document, checks=sample().checks)
    report = replace(report, documents=(sample().documents[0], *report.documents))
    annotate_pdf(path, tmp_path / "a.pdf", report, 1)
    [note] = placed_notes(tmp_path / "a.pdf", "/Text")
    assert "CK-02] : voir cctp.docx" in str(note.Contents)


def test_a_check_without_a_place_is_told_in_a_piece_that_can_hold_it(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    rule = next(rule for rule in load_checks(pack_root()) if frozenset({PieceKind.RC}) in rule.conclude)
    report = report_on(document, checks=(check(id=rule.id, nearest=None),))
    first = CheckedDocument(replace(document, name="ccap.pdf"), Outline(PieceKind.CCAP, 1.0, (), (), ()))
    second = CheckedDocument(replace(document, name="rc.pdf"), Outline(PieceKind.RC, 1.0, (), (), ()))
    for index, name in enumerate(("a.pdf", "b.pdf")):
        annotate_pdf(path, tmp_path / name, replace(report, documents=(first, second)), index)
    assert [str(one.NM) for one in placed_notes(tmp_path / "b.pdf", "/Text")] == ["clausecheck:summary", f"clausecheck:{rule.id}"]
    [note] = placed_notes(tmp_path / "a.pdf", "/Text")
    assert f"{rule.id}] : voir rc.pdf" in str(note.Contents)


def test_pieces_that_disagree_have_a_note(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    row = Coherence("Le sort des cartons diffère", (CoherenceValue("cctp.pdf", 1, "reprend les cartons"), CoherenceValue("rc.pdf", 2, "laisse les cartons")))
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, coherence=(row,)), 0)
    [note] = [one for one in placed_notes(tmp_path / "a.pdf", "/Text") if "coherence" in str(one.NM)]
    assert "laisse les cartons" in str(note.Contents) and 842 - 235 < float(note.Rect[3]) < 842 - 210


def test_pages_read_by_ocr_or_not_at_all_say_so(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    issue = ReadingIssue(IssueCode.SCANNED_NO_OCR, "La page 2 est une image sans texte.", 2)
    annotate_pdf(path, tmp_path / "a.pdf", report_on(replace(document, reading=Reading(issues=(issue,), ocr_pages=(1,)))), 0)
    assert "image sans texte" in str(placed_notes(tmp_path / "a.pdf", "/Text", 2)[0].Contents)
    assert any("reconnaissance de caractères" in str(one.Contents) for one in placed_notes(tmp_path / "a.pdf", "/Text"))


def test_every_page_without_text_of_a_piece_read_in_part_says_so(tmp_path: Path) -> None:
    path = saved([Page().text(60, 100, "Le papier est recyclé."), Page(), Page()], tmp_path / "scan.pdf")
    document = read_pdf(path)
    issue = ReadingIssue(IssueCode.SCANNED_NO_OCR, "Les pages 2 et 3 sont des images.", 2)
    annotate_pdf(path, tmp_path / "a.pdf", report_on(replace(document, reading=Reading(Status.PARTIAL, (issue,)))), 0)
    assert [len(placed_notes(tmp_path / "a.pdf", "/Text", page)) for page in (1, 2, 3)] == [1, 1, 1]
    assert "Les pages 2 et 3" in str(placed_notes(tmp_path / "a.pdf", "/Text", 2)[0].Contents)
    assert "Aucun texte" in str(placed_notes(tmp_path / "a.pdf", "/Text", 3)[0].Contents)


def test_a_piece_where_nothing_was_found_says_so(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    assert annotate_pdf(path, tmp_path / "a.pdf", report_on(document), 0) == ()
    [note] = placed_notes(tmp_path / "a.pdf", "/Text")
    assert "Aucune demande environnementale" in str(note.Contents)


def test_files_that_cannot_be_annotated_say_why_and_leave_no_copy(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    source, target = path.read_bytes(), tmp_path / "a.pdf"
    report = report_on(document, on_words(document))
    assert "nom de l'original" in annotate_pdf(path, path, report, 0)[0]
    assert "n'est pas un PDF" in annotate_pdf(path, target, sample(), 0)[0]
    assert "introuvable" in annotate_pdf(tmp_path / "bpu.xlsx", target, sample(), 2)[0]
    assert "ne peut plus être lu" in annotate_pdf(tmp_path / "gone.pdf", target, report, 0)[0]
    assert "n'a pas pu être écrit" in annotate_pdf(path, tmp_path / "nowhere" / "a.pdf", report, 0)[0]
    other = replace(report, documents=(replace(report.documents[0], document=replace(document, sha256="0" * 64)),))
    assert "a changé depuis" in annotate_pdf(path, target, other, 0)[0]
    (tmp_path / "junk.pdf").write_bytes(b"%PDF-1.4\nnothing\n")
    loose = report_on(replace(document, sha256=""), on_words(document))
    assert "endommagé" in annotate_pdf(tmp_path / "junk.pdf", target, loose, 0)[0]
    assert path.read_bytes() == source and sorted(p.name for p in tmp_path.iterdir()) == ["cctp.pdf", "junk.pdf"]


def test_protected_files(tmp_path: Path) -> None:
    for name, user, allowed, words in (("locked", "secret", True, "mot de passe"), ("forbidden", "", False, "interdit"), ("open", "", True, "")):
        path, target = tmp_path / f"{name}.pdf", tmp_path / f"{name}.annote.pdf"
        lock = pikepdf.Encryption(owner="maison", user=user, allow=pikepdf.Permissions(modify_annotation=allowed, extract=False))
        drawn().save(path, encryption=lock)
        document = read_pdf(path) if not user else replace(made(tmp_path)[1], sha256="")
        said = annotate_pdf(path, target, report_on(document, on_words(document)), 0)
        assert (words in said[0] if words else said == ()), said
        assert target.exists() is (name == "open")
    copy = pikepdf.open(tmp_path / "open.annote.pdf")
    assert copy.is_encrypted and not copy.allow.extract, "a protection is kept"
    original = pikepdf.open(tmp_path / "open.pdf")
    assert [page.obj.Contents.read_bytes() for page in copy.pages] == [page.obj.Contents.read_bytes() for page in original.pages]


def test_a_broken_seal_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cctp.pdf"
    pdf = drawn()
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], SigFlags=3)
    pdf.save(path)
    document = read_pdf(path)
    said = annotate_pdf(path, tmp_path / "a.pdf", report_on(document, on_words(document)), 0)
    assert len(said) == 1 and "est signé" in said[0]


def test_english(tmp_path: Path) -> None:
    path, document = made(tmp_path)
    annotate_pdf(path, tmp_path / "a.pdf", report_on(document, on_words(document)), 0, lang="en")
    assert "Why: " in str(placed_notes(tmp_path / "a.pdf", "/Highlight")[0].Contents)
    assert "not a PDF" in annotate_pdf(path, tmp_path / "b.pdf", sample(), 0, lang="en")[0]


def test_forces_are_told_apart_in_grey() -> None:
    assert set(STYLES) == {*(force.value for force in Force), "aside"}
    greys = sorted(0.299 * s.fill[0] + 0.587 * s.fill[1] + 0.114 * s.fill[2] for s in STYLES.values())
    assert min(b - a for a, b in pairwise(greys)) > 0.03 and greys[0] > 0.7
    assert len({style.line for style in STYLES.values()}) == len(STYLES)


def test_frames_are_those_of_reading(tmp_path: Path) -> None:
    boxes: list[dict[str, Any]] = [
        {}, {"MediaBox": [0, 0, 300, 400]}, {"MediaBox": [300, 400, 0, 0]}, {"MediaBox": [0, 0, 300, 400], "CropBox": [20, 30, 500, 350]},
        {"MediaBox": [0, 0, 300, 400], "CropBox": [20, 30, 20, 30]}, {"MediaBox": [-20, 10, 300, 400], "Rotate": -90},
        {"MediaBox": [0, 0, 300, 400], "CropBox": [30, 20, 200, 350], "Rotate": 450}, {"MediaBox": [0, 0, 0, 0]},
    ]
    pdf = pikepdf.new()
    for box in boxes:
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page, Contents=pdf.make_stream(b""), **box))))
    pdf.Root.Pages.MediaBox, pdf.Root.Pages.Rotate = [0, 0, 595, 842], 180
    data = saved_bytes(pdf)
    ours, theirs = pikepdf.open(io.BytesIO(data)), pypdfium2.PdfDocument(data)
    for page, other, box in zip(ours.pages, theirs, boxes, strict=True):
        assert page_frame(page) == frame_of(other), box


def real_files() -> list[Path]:
    """A few PDFs of the corpus, and real ones where they lie beside the repository."""
    corpus = [ROOT / "corpus" / "demo" / "ccap.pdf", *sorted((ROOT / "corpus" / "files").rglob("*.pdf"))[::40]]
    return corpus + sorted((ROOT.parent / "shared" / "eval" / "files").glob("*.pdf"))[4::6]


@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name)
def test_whole_files(tmp_path: Path, path: Path) -> None:
    report = clausecheck.check([str(path)])
    item, target = report.documents[0], tmp_path / "a.pdf"
    assert annotate_pdf(path, target, report, 0) == ()
    marked = "".join(str(mark.NM) for number in range(1, (item.document.pages or 1) + 1) for mark in placed_notes(target, "/Highlight", number))
    assert all(row.id in marked for row in item.labels) and all(row.id in marked for row in item.clauses)
    assert streams(path) == streams(target) and read_pdf(target).text == item.document.text


def test_a_page_turned_in_the_tree_and_full_of_notes(tmp_path: Path) -> None:
    path = saved([Page(width=200, height=120).text(20, 40, "Le papier est recyclé.")], tmp_path / "small.pdf")
    document = read_pdf(path)
    checks = tuple(check(id=f"CK-{n}", nearest=None) for n in range(80))
    assert annotate_pdf(path, tmp_path / "a.pdf", report_on(document, on_words(document, "papier"), checks=checks), 0) == ()
    assert len(placed_notes(tmp_path / "a.pdf", "/Text")) == 81
