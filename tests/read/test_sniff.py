"""Type by content; side parts that are bad do not take the text with them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from clausecheck.model import IssueCode, Status
from clausecheck.read import read
from clausecheck.read.sniff import Kind, extension_problem, sniff
from tests.read.wordfiles import para, run, word_file


def ole(stream: str, *, far: bool = False) -> bytes:
    """An OLE2 header whose directory, right after it or two megabytes on, names a stream."""
    sector = 4000 if far else 0
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    head[30:32], head[48:52] = (9).to_bytes(2, "little"), sector.to_bytes(4, "little")
    return bytes(head) + bytes(512 * sector) + stream.encode("utf-16-le") + bytes(200)


@pytest.mark.parametrize(("data", "kind"), [
    (b"", Kind.EMPTY), (b"%PDF-1.7\n", Kind.PDF), (b"\n\n%PDF-1.4", Kind.PDF), (b"{\\rtf1 x}", Kind.RTF), (b"\x89PNG\r\n\x1a\n..", Kind.PICTURE),
    (b"\xff\xd8\xff\xe0..", Kind.PICTURE), (b"7z\xbc\xaf\x27\x1c..", Kind.ARCHIVE), (b"Rar!\x1a\x07\x00", Kind.ARCHIVE),
    (ole("WordDocument"), Kind.DOC),
    (ole("Workbook", far=True), Kind.XLS), (ole("PowerPoint Document"), Kind.PPT), (ole("EncryptedPackage", far=True), Kind.ENCRYPTED),
    (ole("__substg1.0_0037001F"), Kind.MSG), (b"<!DOCTYPE html><html>", Kind.HTML), (b"  <html><body>", Kind.HTML),
    (b"Subject: x\nFrom: a\nTo: b\n\nBonjour", Kind.EML), ("Le marché dure deux ans.".encode(), Kind.TEXT),
    (b"Date: demain\nLieu: mairie", Kind.TEXT),
    (bytes(range(256)) * 4, Kind.BINARY), (b"<?xml version='1.0'?><data/>", Kind.XML), (b"BM carton", Kind.TEXT),
])
def test_kinds(tmp_path: Path, data: bytes, kind: Kind) -> None:
    path = tmp_path / "sans-extension"
    path.write_bytes(data)
    assert sniff(path) is kind


@pytest.mark.parametrize(("member", "kind"), [
    ("word/document.xml", Kind.DOCX), ("xl/workbook.xml", Kind.XLSX), ("xl/workbook.bin", Kind.XLSB),
    ("ppt/presentation.xml", Kind.PPTX), ("RC.pdf", Kind.ZIP),
])
def test_kinds_of_zip(tmp_path: Path, member: str, kind: Kind) -> None:
    path = tmp_path / "x.pdf"
    with zipfile.ZipFile(path, "w") as archive:
        if kind is not Kind.ZIP:
            archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(member, "x")
    assert sniff(path) is kind


def test_a_wrong_extension_is_said_only_when_it_misleads() -> None:
    assert extension_problem(".doc", Kind.DOCX) == "DOCX"
    assert not extension_problem(".docm", Kind.DOCX)
    assert not extension_problem("", Kind.PDF)
    assert not extension_problem(".bak", Kind.PDF)


def damaged(path: Path, part: str, data: bytes | None) -> Path:
    """The same file with one part replaced, or left out."""
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, old in parts.items():
            if name != part:
                archive.writestr(name, old)
            elif data is not None:
                archive.writestr(name, data)
    return path


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/_rels/document.xml.rels"])
def test_a_bad_side_part_leaves_a_partial_text(tmp_path: Path, part: str) -> None:
    path = word_file(tmp_path / "a.docx", para("texte"), styles="<w:style/>", numbering="<w:num/>", settings="<w:x/>")
    document = read(damaged(path, part, b"<pas du XML"), isolated=False)
    assert (document.text, document.reading.status) == ("texte", Status.PARTIAL)
    assert document.reading.issues[0].code is IssueCode.DAMAGED and part in document.reading.issues[0].message


@pytest.mark.parametrize("data", [b"<w:document", None])
def test_a_bad_body_is_a_failed_document(tmp_path: Path, data: bytes | None) -> None:
    path = damaged(word_file(tmp_path / "a.docx", para("texte")), "word/document.xml", data)
    reading = read(path, isolated=False).reading
    assert (reading.status, reading.issues[0].code) == (Status.FAILED, IssueCode.DAMAGED)


def test_inserted_document_is_said(tmp_path: Path) -> None:
    reading = read(word_file(tmp_path / "a.docx", para(run("texte")) + '<w:altChunk r:id="rId9"/>'), isolated=False).reading
    assert (reading.status, reading.issues[0].code) == (Status.PARTIAL, IssueCode.TRUNCATED)


def test_a_folder_given_as_a_file_is_said(tmp_path: Path) -> None:
    assert read(tmp_path, isolated=False).reading.issues[0].code is IssueCode.UNREADABLE


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert read(tmp_path / "a.txt", isolated=False).sha256.startswith("ba7816bf8f01cfea")
