"""Annotated Word files: comments stand on the exact words wherever Word admits them, the XML stays legal, the rest of the package stays as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree

from clausecheck.model import Document
from clausecheck.read.docx import read_docx
from clausecheck.read.docx_names import PPR, RPR, RUN, TXBX, P, T, W
from clausecheck.report.annotate_insert import Insertion
from clausecheck.report.annotate_notes import CHECK, Note
from clausecheck.report.annotate_zip import PackageProblem, patched
from clausecheck.report.docx_comments import annotate_docx, annotated
from tests.read.wordfiles import abstract, box, cell, level, num, numbered, para, row, run, table, word_file

WORDS = "papier certifié FSC"
NOTE = "Papier — exigé"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARKS = (W + "commentRangeStart", W + "commentRangeEnd")
_HOLDERS = frozenset(W + name for name in ("p", "hyperlink", "ins", "del", "moveTo", "moveFrom", "smartTag", "fldSimple", "sdtContent", "customXml"))
"""Elements in which the schema admits a range mark inside a paragraph (ECMA-376 part 1, EG_RunLevelElements and EG_RangeMarkupElements)."""
_CLOCK = "2026-09-01"


def begin(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


FIELD = begin("begin") + "<w:r><w:instrText> HYPERLINK x </w:instrText></w:r>" + begin("separate") + run("Le papier certifié FSC est livré.") + begin("end")
SPLIT = run("Le pa") + run("pier cert", "<w:b/>") + run("ifié F", '<w:color w:val="FF0000"/>') + run("SC est livré.")
INSERTED = f'<w:ins w:id="7" w:author="A. Martin" w:date="2026-01-01T00:00:00Z">{run("du papier certifié FSC")}</w:ins>'
BODIES = {
    "run": para("Le papier certifié FSC est livré."),
    "whole run": para(run("Le ") + run(WORDS, "<w:i/>") + run(" est livré.")),
    "split runs": para(SPLIT),
    "tab and break": para("<w:r><w:t>Le papier</w:t><w:tab/><w:t xml:space=\"preserve\">: papier certifié</w:t><w:t xml:space=\"preserve\"> FSC.</w:t></w:r>"),
    "cell": table(row(cell("Produit"), cell("Le papier certifié FSC est livré."))),
    "nested table": table(row(cell(table(row(cell("Le papier certifié FSC est livré."))) + para("")))),
    "hyperlink": para(run("Voir ") + f'<w:hyperlink r:id="rId9">{run("le papier certifié FSC demandé")}</w:hyperlink>' + run(".")),
    "half in a hyperlink": para(run("Le papier ") + f'<w:hyperlink r:id="rId9">{run("certifié FSC demandé")}</w:hyperlink>' + run(".")),
    "tracked insertion": para(run("Fournir ") + INSERTED + run(" sous huit jours.")),
    "complex field": para(run("A ") + FIELD + run(" B")),
    "simple field": para(f'<w:fldSimple w:instr=" REF x ">{run("Le papier certifié FSC est livré.")}</w:fldSimple>'),
    "content control": para(f'<w:sdt><w:sdtPr/><w:sdtContent>{run("Le papier certifié FSC est livré.")}</w:sdtContent></w:sdt>'),
    "control around a paragraph": f"<w:sdt><w:sdtPr/><w:sdtContent>{para('Le papier certifié FSC est livré.')}</w:sdtContent></w:sdt>",
    "smart tag": para(f'<w:smartTag w:element="x">{run("Le papier certifié FSC")}</w:smartTag>' + run(" est livré.")),
    "list item": para("Le papier certifié FSC est livré.", numbered(1)),
    "blanks at the head": para(run("   Le papier certifié FSC est livré.")),
    "decomposed accent": para("Le papier certifie\N{COMBINING ACUTE ACCENT} FSC est livré."),
}
LISTS = {"numbering": abstract(1, level(0, "Article %1 ")) + num(1, 1)}


def made(tmp_path: Path, body: str, **parts: str) -> tuple[Path, Document]:
    path = word_file(tmp_path / "cctp.docx", para("Cahier des charges") + body, numbering=LISTS["numbering"], **parts)  # type: ignore[arg-type]
    return path, read_docx(path, name="cctp.docx")


def on_words(document: Document, words: str = WORDS, head: str = NOTE) -> Note:
    at = document.text.index(words)
    return Note("required", head, (("Pourquoi", "mots relevés"), ("Texte à coller", "Une phrase.\nUne autre.")), at, at + len(words))


def annotation(tmp_path: Path, path: Path, document: Document, notes: Sequence[Note], insertions: Sequence[Insertion] = ()) -> Path:
    target = tmp_path / "copie.docx"
    target.write_bytes(annotate_docx(path, document, notes, insertions, day=_CLOCK))
    return target


def part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def texts(root: etree._Element) -> str:
    return "".join(element.text or "" for element in root.iter(T, W + "delText"))


def commented(root: etree._Element, number: str) -> str:
    """The text between the marks of one comment."""
    out, inside = "", False
    for element in root.iter():
        if element.tag in _MARKS and element.get(W + "id") == number:
            inside = element.tag == _MARKS[0]
        elif inside and element.tag in (T, W + "delText"):
            out += element.text or ""
    return out


def blemishes(path: Path | None) -> tuple[int, int]:
    """Runs without content, and texts whose outer blanks Word would drop: some writers leave a few, we add none."""
    if path is None:
        return 0, 0
    root = part(path, "word/document.xml")
    hollow = sum(all(child.tag == RPR for child in element) for element in root.iter(RUN))
    bare = [element.text or "" for element in root.iter(T) if element.get(_XML_SPACE) != "preserve"]
    return hollow, sum(text != text.strip() for text in bare)


def check_legal(path: Path, source: Path | None = None) -> dict[str, str]:
    """Assert that comments and marks fit each other and stand where the schema admits them; the commented text by id."""
    root, comments = part(path, "word/document.xml"), part(path, "word/comments.xml")
    ids = [comment.get(W + "id", "") for comment in comments]
    order = list(root.iter())
    place = {element: n for n, element in enumerate(order)}
    marked: dict[str, list[etree._Element]] = {}
    for tag in (*_MARKS, W + "commentReference"):
        found = [element for element in order if element.tag == tag]
        names = [element.get(W + "id", "") for element in found]
        assert len(names) == len(set(names)) and set(names) == set(ids), f"{tag}: {names} for comments {ids}"
        for name, element in zip(names, found, strict=True):
            marked.setdefault(name, []).append(element)
    assert len(ids) == len(set(ids))
    for start, end, reference in marked.values():
        assert place[start] < place[end] < place[reference]
        for mark in (start, end):
            parent = mark.getparent()
            assert parent is not None and parent.tag in _HOLDERS and next(mark.iterancestors(TXBX), None) is None
        holder = reference.getparent()
        assert holder is not None and holder.tag == RUN
        above = holder.getparent()
        assert above is not None and above.tag == P and next(reference.iterancestors(TXBX), None) is None
    for tag, first in ((P, PPR), (RUN, RPR)):
        for element in root.iter(tag):
            assert all(child.tag != first for child in list(element)[1:]), f"{first} is not first"
    assert all(ours <= theirs for ours, theirs in zip(blemishes(path), blemishes(source), strict=True))
    for comment in comments:
        assert comment.find(P) is not None and comment[-1].tag == P
    return {number: commented(root, number) for number in ids}


@pytest.mark.parametrize("name", BODIES)
def test_comments_stand_on_the_exact_words(tmp_path: Path, name: str) -> None:
    path, document = made(tmp_path, BODIES[name])
    before = part(path, "word/document.xml")
    target = annotation(tmp_path, path, document, [on_words(document)])
    [text] = check_legal(target).values()
    assert text.replace("e\N{COMBINING ACUTE ACCENT}", "é") == WORDS
    assert texts(part(target, "word/document.xml")) == texts(before), "no character moves or is lost"
    again = read_docx(target, name="cctp.docx")
    assert again.text[: len(document.text)] == document.text
    assert [b.place for b in again.blocks][: len(document.blocks)] == [b.place for b in document.blocks]


def test_cut_runs_keep_their_look(tmp_path: Path) -> None:
    path, document = made(tmp_path, para(run("Le papier certifié FSC est livré.", '<w:b/><w:sz w:val="30"/>')))
    root = part(annotation(tmp_path, path, document, [on_words(document)]), "word/document.xml")
    runs = [r for r in root.iter(RUN) if r.find(T) is not None][1:]
    assert ["".join(t.text or "" for t in r.iter(T)) for r in runs] == ["Le ", WORDS, " est livré."]
    assert {etree.tostring(r.find(RPR)) for r in runs} == {etree.tostring(runs[0].find(RPR))}  # type: ignore[arg-type]


def test_a_plain_text_control_is_marked_whole(tmp_path: Path) -> None:
    closed = f'<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run("Le papier certifié FSC est livré.")}</w:sdtContent></w:sdt>'
    path, document = made(tmp_path, para(run("A ") + closed + run(" B")))
    [text] = check_legal(annotation(tmp_path, path, document, [on_words(document)])).values()
    assert text == "Le papier certifié FSC est livré."


def test_many_notes_on_the_same_words(tmp_path: Path) -> None:
    path, document = made(tmp_path, para(SPLIT))
    words = ["papier", WORDS, WORDS, "certifié FSC est", "livré"]
    found = check_legal(annotation(tmp_path, path, document, [on_words(document, w) for w in words]))
    assert list(found.values()) == words


def test_words_over_two_paragraphs(tmp_path: Path) -> None:
    path, document = made(tmp_path, para("Le papier certifié") + para("FSC est livré."))
    [text] = check_legal(annotation(tmp_path, path, document, [on_words(document, "certifié\nFSC")])).values()
    assert text == "certifiéFSC"


def test_words_that_a_change_removes_are_marked_when_read_as_original(tmp_path: Path) -> None:
    gone = f'<w:del w:id="3" w:author="A. Martin"><w:r><w:delText xml:space="preserve">{WORDS}</w:delText></w:r></w:del>'
    path, _ = made(tmp_path, para(run("Le ") + gone + run("matériel est livré.")))
    document = read_docx(path, name="cctp.docx", revisions="original")
    [text] = check_legal(annotation(tmp_path, path, document, [on_words(document, "certifié FSC")])).values()
    assert text == "certifié FSC"


NOTES = f'<w:footnote w:id="2">{para("Le papier certifié FSC est livré.")}</w:footnote>'
CITED = para(run("Papier") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" blanc."))


@pytest.mark.parametrize(("body", "more", "where", "anchor"), [
    (CITED, {"footnotes": NOTES}, "note de bas de page", ""),
    (para("Corps."), {"margins": {"header1": para("Le papier certifié FSC est livré.")},
                      "section": '<w:headerReference w:type="default" r:id="header1"/>'}, "en-tête ou un pied de page", "Cahier des charges"),
    (para(run("Autour ") + box(para("Le papier certifié FSC est livré."))), {}, "zone de texte", None),
])
def test_words_where_word_admits_no_comment(tmp_path: Path, body: str, more: dict[str, str], where: str, anchor: str | None) -> None:
    path, document = made(tmp_path, body, **more)
    target = annotation(tmp_path, path, document, [on_words(document)])
    [text] = check_legal(target).values()
    said = texts(part(target, "word/comments.xml"))
    assert where in said and WORDS in said, "the comment says where the words are, and which"
    assert anchor is None or text == anchor


def test_comments_of_the_officer_are_kept(tmp_path: Path) -> None:
    old = f'<w:comment w:id="4" w:author="A. Martin" w:initials="AM">{para("À revoir.")}</w:comment>'
    body = para('<w:commentRangeStart w:id="4"/>' + run("Le papier certifié FSC") + '<w:commentRangeEnd w:id="4"/>'
                + '<w:r><w:commentReference w:id="4"/></w:r>' + run(" est livré."))
    path, document = made(tmp_path, body, comments=old)
    target = annotation(tmp_path, path, document, [on_words(document, "FSC est"), on_words(document, "papier")])
    found = check_legal(target)
    assert found == {"4": "Le papier certifié FSC", "5": "FSC est", "6": "papier"}
    comments = part(target, "word/comments.xml")
    assert [c.get(W + "author") for c in comments] == ["A. Martin", "clausecheck", "clausecheck"]
    with zipfile.ZipFile(path) as a, zipfile.ZipFile(target) as b:
        for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
            assert a.read(name) == b.read(name), "the part of comments is declared already"


def test_what_a_comment_says(tmp_path: Path) -> None:
    path, document = made(tmp_path, BODIES["run"])
    comments = part(annotation(tmp_path, path, document, [on_words(document)]), "word/comments.xml")
    [comment] = comments
    assert (comment.get(W + "author"), comment.get(W + "initials"), comment.get(W + "date")) == ("clausecheck", "cc", "2026-09-01T00:00:00Z")
    lines = ["".join(t.text or "" for t in p.iter(T)) for p in comment.iter(P)]
    assert lines[0] == NOTE and lines[1] == "Pourquoi\N{NO-BREAK SPACE}: mots relevés"
    assert lines[2] == "Texte à coller\N{NO-BREAK SPACE}:" and lines[3] == "Une phrase.Une autre." and comment.find(f".//{W}br") is not None


def test_a_note_on_the_whole_piece_stands_on_its_title(tmp_path: Path) -> None:
    path, document = made(tmp_path, BODIES["run"])
    [text] = check_legal(annotation(tmp_path, path, document, [Note("summary", "Contrôle", ())])).values()
    assert text == "Cahier des charges"


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    path, document = made(tmp_path, BODIES["run"])
    target = annotation(tmp_path, path, document, [on_words(document, head="Papier\x0b\x00 & <FSC>")])
    assert "Papier & <FSC>" in texts(part(target, "word/comments.xml"))


PLAIN = Insertion(1, "Le titulaire reprend les cartons.", Note(CHECK, "Proposition", ()))


@pytest.mark.parametrize("body", [
    para("Le papier certifié FSC est livré."), para("Le papier certifié FSC est livré.", numbered(1)),
    para("Le papier certifié FSC est livré.", '<w:keepNext/><w:jc w:val="both"/>'), BODIES["cell"], BODIES["control around a paragraph"],
    para(run("Le papier certifié FSC est livré.") + box(para("Encart."))),
])
def test_proposed_wordings_are_tracked_insertions(tmp_path: Path, body: str) -> None:
    path, document = made(tmp_path, body + para("Suite du texte.", numbered(1)))
    at = next(b.id for b in document.blocks if "FSC" in document.block_text(b))
    two = [Insertion(at, "Le titulaire reprend les cartons.", PLAIN.note), Insertion(at, "Il remet un bilan annuel.", PLAIN.note)]
    target = annotation(tmp_path, path, document, [on_words(document)], two)
    found = check_legal(target)
    assert list(found.values()) == [WORDS, "Le titulaire reprend les cartons.", "Il remet un bilan annuel."]
    original = read_docx(target, name="cctp.docx", revisions="original")
    kept = [b for b in original.blocks if b.kind.value != "comment"]
    assert [(original.block_text(b), b.kind) for b in kept] == [(document.block_text(b), b.kind) for b in document.blocks], "refusing all gives the draft"
    lines = [t for t in read_docx(target, name="cctp.docx").text.split("\n") if t]
    here = lines.index("Le titulaire reprend les cartons.")
    assert lines[here + 1] == "Il remet un bilan annuel." and lines[here + 2].endswith("Suite du texte.")
    changes = list(part(target, "word/document.xml").iter(W + "ins"))
    assert {c.get(W + "author") for c in changes} == {"clausecheck"} and {c.get(W + "date") for c in changes} == {"2026-09-01T00:00:00Z"}
    assert len({c.get(W + "id") for c in changes}) == len(changes) == 4


def test_all_other_parts_stay_byte_for_byte(tmp_path: Path) -> None:
    path, document = made(tmp_path, BODIES["run"], extra={"word/media/x.bin": "données", "docProps/app.xml": "<Properties/>"})  # type: ignore[arg-type]
    target = annotation(tmp_path, path, document, [on_words(document)], [PLAIN])
    changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    with zipfile.ZipFile(path) as a, zipfile.ZipFile(target) as b:
        assert b.testzip() is None
        names = [i.filename for i in a.infolist()]
        assert [i.filename for i in b.infolist()] == [*names, "word/comments.xml"]
        for name in names:
            old, new = a.getinfo(name), b.getinfo(name)
            assert (new.compress_type, new.date_time) == (old.compress_type, old.date_time)
            assert (a.read(name) == b.read(name)) is (name not in changed), name
            if name not in changed:
                assert new.compress_size == old.compress_size
    assert annotate_docx(path, document, [on_words(document)], [PLAIN], day=_CLOCK) == target.read_bytes(), "the same input gives the same bytes"


def test_members_keep_their_bytes_as_stored(tmp_path: Path) -> None:
    source = tmp_path / "a.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr(zipfile.ZipInfo("plain.txt", (1999, 2, 3, 4, 5, 6)), "abc", zipfile.ZIP_STORED)
        archive.writestr("packed.txt", "abc" * 100, zipfile.ZIP_DEFLATED, 9)
        archive.comment = b"remarque"
    copy = tmp_path / "b.zip"
    copy.write_bytes(patched(source, {"new.txt": b"xyz" * 50, "plain.txt": b"other"}))
    with zipfile.ZipFile(copy) as archive:
        assert archive.comment == b"remarque" and archive.testzip() is None
        assert {n: archive.read(n) for n in archive.namelist()} == {"plain.txt": b"other", "packed.txt": b"abc" * 100, "new.txt": b"xyz" * 50}
        assert archive.getinfo("plain.txt").compress_type == zipfile.ZIP_STORED and archive.getinfo("plain.txt").date_time[0] == 1999
    source.write_bytes(source.read_bytes()[:60])
    with pytest.raises(PackageProblem, match="recopiée"):
        patched(source, {})


def test_the_strict_variant_keeps_its_namespaces(tmp_path: Path) -> None:
    path, _ = made(tmp_path, BODIES["run"])
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(path) as a, zipfile.ZipFile(strict, "w") as b:
        for name in a.namelist():
            data = a.read(name).replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            b.writestr(name, data)
    document = read_docx(strict, name="cctp.docx")
    target = annotation(tmp_path, strict, document, [on_words(document)])
    with zipfile.ZipFile(target) as archive:
        for name in ("word/document.xml", "word/comments.xml"):
            assert b"purl.oclc.org/ooxml/wordprocessingml/main" in archive.read(name) and b"wordprocessingml/2006/main" not in archive.read(name)
    assert read_docx(target, name="cctp.docx").text.startswith(document.text)


def test_a_file_that_is_not_the_one_read_gives_a_reason(tmp_path: Path) -> None:
    path, document = made(tmp_path, BODIES["run"])
    path.write_bytes(b"PK\3\4 no longer a Word file")
    data, why = annotated(path, document, [on_words(document)])
    assert data == b"" and "« cctp.docx »" in why
    data, why = annotated(tmp_path / "gone.docx", document, [on_words(document)])
    assert data == b"" and why
