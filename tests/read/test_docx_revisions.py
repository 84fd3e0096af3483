"""Tracked changes read as accepted or as original."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.model import Document, IssueCode
from clausecheck.read import read
from tests.read.wordfiles import abstract, cell, level, num, numbered, para, row, run, table, word_file


def gone(text: str) -> str:
    return f'<w:del w:id="1" w:author="x"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def new(text: str) -> str:
    return f'<w:ins w:id="2" w:author="x">{run(text)}</w:ins>'


def texts(path: Path, revisions: str) -> list[str]:
    document = read(path, revisions=revisions, isolated=False)
    return [document.block_text(b) for b in document.blocks]


def both(tmp_path: Path, body: str, **parts: str) -> tuple[list[str], list[str]]:
    path = word_file(tmp_path / "r.docx", body, **parts)
    return texts(path, "accepted"), texts(path, "original")


def test_insertions_and_deletions(tmp_path: Path) -> None:
    accepted, original = both(tmp_path, para(run("au moins ") + gone("10") + new("20") + run(" %")))
    assert (accepted, original) == (["au moins 20 %"], ["au moins 10 %"])


def test_moves(tmp_path: Path) -> None:
    from_ = f'<w:moveFrom w:id="3" w:author="x">{run("déplacé")}</w:moveFrom>'
    to = f'<w:moveTo w:id="4" w:author="x">{run("déplacé")}</w:moveTo>'
    accepted, original = both(tmp_path, f"<w:p>{from_}</w:p>" + para("milieu") + f"<w:p>{to}</w:p>")
    assert (accepted, original) == (["milieu", "déplacé"], ["déplacé", "milieu"])


def test_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    first = para(run("le titulaire "), '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>')
    accepted, original = both(tmp_path, first + para("reprend les emballages"))
    assert (accepted, original) == (["le titulaire reprend les emballages"], ["le titulaire", "reprend les emballages"])


def test_inserted_and_deleted_rows(tmp_path: Path) -> None:
    body = table(row(cell("a")), row(cell("b"), props='<w:ins w:id="1" w:author="x"/>'), row(cell("c"), props='<w:del w:id="2" w:author="x"/>'))
    accepted, original = both(tmp_path, body)
    assert (accepted, original) == (["a", "b"], ["a", "c"])


def test_deleted_items_are_not_counted(tmp_path: Path) -> None:
    mark = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    body = para("un", numbered(1)) + para(gone("deux"), numbered(1) + mark) + para("trois", numbered(1))
    accepted, original = both(tmp_path, body, numbering=abstract(0, level(0, "%1.")) + num(1, 0))
    assert (accepted, original) == (["1. un", "2. trois"], ["1. un", "2. deux", "3. trois"])


@pytest.mark.parametrize("revisions", ["accepted", "original"])
def test_the_reading_says_how_changes_were_read(tmp_path: Path, revisions: str) -> None:
    path = word_file(tmp_path / "r.docx", para(run("a") + new("b")))
    reading = read(path, revisions=revisions, isolated=False).reading
    assert reading.revisions == revisions
    assert [i.code for i in reading.issues] == [IssueCode.TRACKED_CHANGES]


def test_a_file_without_changes_says_nothing(tmp_path: Path) -> None:
    document: Document = read(word_file(tmp_path / "r.docx", para("a")), isolated=False)
    assert document.reading.revisions is None and not document.reading.issues
