"""No text node is lost: on documents made at random from every construct the reader knows, and on the real files beside the project."""

from __future__ import annotations

import zipfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from clausecheck.model import Document
from clausecheck.read import read
from clausecheck.read.docx_audit import Reason, unread
from clausecheck.read.docx_locate import WordPlaces, locate
from clausecheck.read.docx_names import DEL_TEXT, T
from clausecheck.text.normalise import normalise
from tests.read.wordfiles import box, cell, para, row, run, table, word_file

REAL = sorted((Path(__file__).parents[3] / "shared" / "eval" / "files").glob("*.docx"))
_words = count()


def word() -> str:
    """A word that stands nowhere else, so that it can be looked for."""
    return f"mot{next(_words)}é\u00a0x"


_WRAPPERS = (
    "{}", "<w:hyperlink>{}</w:hyperlink>", '<w:smartTag w:element="e">{}</w:smartTag>', '<w:ins w:id="1" w:author="a">{}</w:ins>',
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
    '<w:moveTo w:id="2" w:author="a">{}</w:moveTo>', '<w:moveFrom w:id="2" w:author="a">{}</w:moveFrom>',
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "<w:ruby><w:rubyBase>{}</w:rubyBase></w:ruby>", "<w:customXml>{}</w:customXml>", '<w:bdo w:val="ltr">{}</w:bdo>',
)
_runs = st.sampled_from(["", "<w:vanish/>", "<w:b/>", "<w:i/><w:sz w:val=\"20\"/>"]).map(lambda p: run(word(), p))
_deleted = st.just(0).map(lambda _: f'<w:del w:id="9" w:author="a"><w:r><w:delText>{word()}</w:delText></w:r></w:del>')
_inline = st.recursive(
    st.one_of(_runs, _deleted),
    lambda inner: st.tuples(st.sampled_from(_WRAPPERS), st.lists(inner, min_size=1, max_size=2)).map(lambda t: t[0].format("".join(t[1]))),
    max_leaves=4,
)
_marks = st.sampled_from(["", "", "", '<w:rPr><w:del w:id="5" w:author="a"/></w:rPr>', '<w:rPr><w:ins w:id="5" w:author="a"/></w:rPr>'])
_paragraphs = st.tuples(st.lists(_inline, max_size=3), _marks).map(lambda t: f"<w:p><w:pPr>{t[1]}</w:pPr>{''.join(t[0])}</w:p>")
_row_marks = st.sampled_from(["", "", "<w:tblHeader/>", '<w:ins w:id="7" w:author="a"/>', '<w:del w:id="7" w:author="a"/>'])
_cell_marks = st.sampled_from(["", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"])


def _tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cells = st.tuples(st.lists(inner, min_size=1, max_size=2), _cell_marks).map(lambda t: cell("".join(t[0]) + "<w:p/>", t[1]))
    rows = st.tuples(st.lists(cells, min_size=1, max_size=3), _row_marks).map(lambda t: row(*t[0], props=t[1]))
    return st.lists(rows, min_size=1, max_size=3).map(lambda r: table(*r))


def _holders(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    many = st.lists(inner, min_size=1, max_size=2).map("".join)
    return st.one_of(
        _tables(inner), many.map(lambda x: f"<w:sdt><w:sdtContent>{x}</w:sdtContent></w:sdt>"),
        many.map(lambda x: f"<w:p>{run(word())}{box(x)}</w:p>"),
        many.map(lambda x: f"<w:customXml>{x}</w:customXml>"),
        many.map(lambda x: f"<mc:AlternateContent><mc:Choice>{x}</mc:Choice><mc:Fallback>{x}</mc:Fallback></mc:AlternateContent>"),
    )


_blocks = st.recursive(_paragraphs, _holders, max_leaves=5)
_bodies = st.lists(_blocks, min_size=1, max_size=5).map("".join)


def _nodes(path: Path) -> list[str]:
    """The text of every w:t and w:delText of the body."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return [e.text or "" for e in root.iter(T, DEL_TEXT)]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(body=_bodies, revisions=st.sampled_from(["accepted", "original"]))
def test_no_text_node_is_lost(tmp_path: Path, body: str, revisions: str) -> None:
    path = word_file(tmp_path / "g.docx", body)
    left = unread(path, revisions=revisions)
    assert not [x for x in left if x.reason is Reason.LOST]
    document = read(path, revisions=revisions, isolated=False)
    absent = {x.text for x in left}
    for text in _nodes(path):
        assert normalise(text).strip() in document.text or text in absent
    for item in left:
        if item.reason in (Reason.DELETED, Reason.INSERTED):
            assert normalise(item.text).strip() not in document.text
    _places_hold(path, document, revisions)


def _places_hold(path: Path, document: Document, revisions: str) -> None:
    """Each block's pieces are its text, and lead back to the characters of the file."""
    with zipfile.ZipFile(path) as archive:
        parts = {b.place.partition("#")[0] for b in document.blocks}
        roots = {part: etree.fromstring(archive.read(part)) for part in parts if part.startswith("word/") and part in archive.namelist()}
        styles = etree.fromstring(archive.read("word/styles.xml")) if "word/styles.xml" in archive.namelist() else None
    places = {part: WordPlaces(root, part, styles, revisions=revisions) for part, root in roots.items()}
    for block in document.blocks:
        part = block.place.partition("#")[0]
        if part not in places or "chart" in part or "diagram" in part:
            continue
        text = document.block_text(block)
        pieces = places[part].pieces(block)
        for piece in pieces:
            assert text[piece.start : piece.start + len(piece.text)] == piece.text
        found = "".join((e.text or "")[a:b] for e, a, b in locate(pieces, block.prefix, len(text)))
        assert "".join(normalise(found).split()) == "".join("".join(p.text for p in pieces).split())


@pytest.mark.skipif(not REAL, reason="the real files are not beside the project")
@pytest.mark.parametrize("path", REAL, ids=[p.stem for p in REAL])
def test_real_files_lose_nothing(path: Path) -> None:
    for revisions in ("accepted", "original"):
        assert not [x for x in unread(path, revisions=revisions) if x.reason is Reason.LOST]
    document = read(path, isolated=False)
    assert document.words > 100
    with zipfile.ZipFile(path) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
        places = WordPlaces(etree.fromstring(archive.read("word/document.xml")), "word/document.xml", styles)
    for block in document.blocks:
        for piece in places.pieces(block):
            assert document.text[block.start + piece.start :].startswith(piece.text)


def test_the_audit_finds_what_a_reader_drops(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", para("vu") + para("<w:r><w:pPr><w:r><w:t>perdu</w:t></w:r></w:pPr></w:r>"))
    assert [(x.text, x.reason) for x in unread(path)] == [("perdu", Reason.LOST)]


def test_a_file_written_by_python_docx(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_heading("Objet du marché", level=1)
    commented = made.add_paragraph("Le papier est recyclé.")
    made.add_paragraph("ramettes", style="List Bullet")
    made.add_paragraph("livraison", style="List Number")
    made.add_paragraph("pose", style="List Number")
    grid = made.add_table(rows=2, cols=2)
    for number, slot in enumerate(c for line in grid.rows for c in line.cells):
        slot.text = f"cellule {number}"
    made.sections[0].header.paragraphs[0].text = "Marché 2026-01"
    made.add_comment(commented.runs, text="à vérifier", author="x", initials="x")
    made.save(tmp_path / "p.docx")
    assert not [x for x in unread(tmp_path / "p.docx") if x.reason is Reason.LOST]
    document = read(tmp_path / "p.docx", isolated=False)
    assert [(b.kind.value, document.block_text(b)) for b in document.blocks] == [
        ("header", "Marché 2026-01"), ("heading", "Objet du marché"), ("paragraph", "Le papier est recyclé."), ("list-item", "• ramettes"),
        ("list-item", "1. livraison"), ("list-item", "2. pose"), ("cell", "cellule 0"), ("cell", "cellule 1"), ("cell", "cellule 2"),
        ("cell", "cellule 3"),
        ("comment", "à vérifier")]
    root = made.part.element
    places = WordPlaces(root, "word/document.xml", made.styles.element)
    block = document.blocks[2]
    at = document.block_text(block).index("recyclé")
    assert [(e.text or "")[a:b] for e, a, b in locate(places.pieces(block), at, at + 7)] == ["recyclé"]
