"""Reading under supervision: one light child for many files, replaced when it dies, and partial results kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.isolate import Worker
from clausecheck.model import IssueCode, Status
from clausecheck.read import Options, Reader, collect, read
from clausecheck.read.convert import converter
from clausecheck.read.dispatch import read_here
from tests.isolate import helpers
from tests.read import hostile
from tests.read.wordfiles import para, word_file

REAL_DOC = Path(__file__).parents[3] / "shared" / "eval" / "files" / "rouen-rc.doc"


def test_what_was_read_before_the_deadline_is_kept(tmp_path: Path) -> None:
    path = hostile.many_pages_pdf(tmp_path)
    with Reader(Options(max_pages=10_000), deadline_s=1.3) as reader:
        document = reader.read(path)
    assert document.reading.status is Status.PARTIAL
    assert document.reading.issues[0].code is IssueCode.TIMEOUT
    assert document.text.startswith("Page 0, le titulaire reprend les emballages.")
    assert "premières pages" in document.reading.issues[0].message


def test_one_child_reads_file_after_file(tmp_path: Path) -> None:
    first, second = word_file(tmp_path / "a.docx", para("un")), word_file(tmp_path / "b.docx", para("deux"))
    with Reader() as reader:
        assert reader.read(first).text == "un"
        child = reader.child
        assert reader.read(second, name="autre nom").name == "autre nom"
        assert reader.child == child is not None


def test_one_reader_for_several_tenders(tmp_path: Path) -> None:
    word_file(tmp_path / "a.docx", para("un"))
    with Reader() as reader:
        first = collect([tmp_path], reader=reader)
        child = reader.child
        assert collect([tmp_path], reader=reader) == first
        assert reader.child == child is not None


def test_isolated_or_not_the_document_is_the_same(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", para("un") + para("deux"))
    assert read(path) == read(path, isolated=False)


def test_the_reading_child_is_light(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", para("un"))
    with Worker(preload=("clausecheck.read.dispatch",)) as worker:
        assert not {"lxml", "psutil", "spacy"} & set(worker.call(helpers.modules, deadline_s=20).value or [])
        worker.call(read_here, (path, Options()), deadline_s=20)
        loaded = set(worker.call(helpers.modules, deadline_s=20).value or [])
    assert "lxml.etree" in loaded
    assert not {"spacy", "numpy", "pdfplumber", "docx", "openpyxl", "pypdfium2", "pikepdf"} & loaded


def test_reading_imports_no_reader_before_it_is_needed() -> None:
    import subprocess
    import sys

    names = ('lxml', 'pypdfium2', 'spacy', 'docx', 'openpyxl', 'numpy', 'psutil')
    code = f"import sys, clausecheck.read; print([m for m in {names} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not REAL_DOC.exists(), reason="the real files are not beside the project")
def test_real_old_word_file_is_read_or_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    if converter() is not None:
        document = read(REAL_DOC)
        assert document.reading.status is Status.COMPLETE and document.words > 2000
    monkeypatch.setenv("CLAUSECHECK_SOFFICE", "absent")
    failed = read(REAL_DOC)
    assert [i.code for i in failed.reading.issues] == [IssueCode.NEEDS_CONVERTER]
