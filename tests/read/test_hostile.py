"""Every hostile file ends within 20 s and 1 GiB, as a Document with a coded issue that says in French what to do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from clausecheck.model import Document, IssueCode, Status
from clausecheck.read import collect, read
from tests.read import hostile

C = IssueCode
LIMIT_S = 20
LIMIT_BYTES = 1 << 30

CASES: list[tuple[Callable[[Path], Path], Status | None, set[IssueCode]]] = [
    (hostile.bomb_docx, Status.FAILED, {C.TOO_LARGE}),
    (hostile.lying_docx, Status.FAILED, {C.DAMAGED, C.TOO_LARGE}),
    (hostile.bomb_zip, Status.FAILED, {C.TOO_LARGE}),
    (hostile.entity_docx, Status.FAILED, {C.UNREADABLE}),
    (hostile.external_entity_docx, Status.FAILED, {C.UNREADABLE}),
    (hostile.nested_docx, Status.FAILED, {C.NESTED_TOO_DEEP}),
    (hostile.encrypted_docx, Status.FAILED, {C.ENCRYPTED}),
    (hostile.truncated_docx, Status.FAILED, {C.TRUNCATED, C.DAMAGED}),
    (hostile.truncated_pdf, None, {C.TRUNCATED, C.DAMAGED, C.REPAIRED}),
    (hostile.empty_file, Status.FAILED, {C.EMPTY}),
    (hostile.noise, Status.FAILED, {C.UNSUPPORTED}),
    (hostile.pdf_named_docx, Status.COMPLETE, {C.WRONG_EXTENSION}),
    (hostile.picture_named_docx, Status.FAILED, {C.UNSUPPORTED}),
    (hostile.many_pages_pdf, Status.PARTIAL, {C.TOO_LARGE}),
    (hostile.giant_image_pdf, None, {C.MEMORY, C.CRASHED, C.TOO_LARGE, C.SCANNED_NO_OCR, C.OCR, C.DAMAGED, C.NO_TEXT, C.TIMEOUT}),
    (hostile.bomb_pdf, None, {C.MEMORY, C.CRASHED, C.TOO_LARGE, C.TIMEOUT}),
    (hostile.cyclic_pdf, None, {C.DAMAGED, C.NO_TEXT, C.REPAIRED, C.SCANNED_NO_OCR, C.UNREADABLE}),
    (hostile.deep_html, Status.FAILED, {C.NESTED_TOO_DEEP}),
    (hostile.huge_sheet, Status.PARTIAL, {C.TOO_LARGE}),
]


@contextmanager
def watched() -> Iterator[list[int]]:
    """The largest memory of all children while the body runs, in `[0]`."""
    peak, stop = [0], threading.Event()

    def look() -> None:
        me = psutil.Process()
        while not stop.wait(0.02):
            total = 0
            for child in me.children(recursive=True):
                try:
                    total += child.memory_info().rss
                except psutil.Error:
                    continue
            peak[0] = max(peak[0], total)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def only(documents: list[Document]) -> Document:
    assert len(documents) == 1
    return documents[0]


@pytest.mark.parametrize(("make", "status", "codes"), CASES, ids=[c[0].__name__ for c in CASES])
def test_hostile_file(tmp_path: Path, make: Callable[[Path], Path], status: Status | None, codes: set[IssueCode]) -> None:
    path = make(tmp_path)
    start = time.monotonic()
    with watched() as peak:
        document = only(collect([path]))
    assert time.monotonic() - start < LIMIT_S
    assert peak[0] < LIMIT_BYTES * 1.05
    found = {issue.code for issue in document.reading.issues}
    assert found & codes, document.reading
    assert status is None or document.reading.status is status
    for issue in document.reading.issues:
        assert "«" in issue.message and issue.message.endswith(".") and len(issue.message) > 40


@pytest.mark.parametrize("make", [hostile.nested_within_limits_docx, hostile.huge_table_docx])
def test_large_but_honest_files_are_read(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    start = time.monotonic()
    document = read(make(tmp_path))
    assert time.monotonic() - start < LIMIT_S
    assert document.reading.status is Status.COMPLETE
    assert document.text.endswith(("au fond", "c9"))


def test_archive_with_one_bomb_gives_the_other_files(tmp_path: Path) -> None:
    import zipfile

    path = hostile.bomb_zip(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("RC.txt", "règlement de la consultation")
    found = {d.name: (d.text, [i.code for i in d.reading.issues]) for d in collect([path])}
    assert found == {"RC.txt": ("règlement de la consultation", []), "zeros.txt": ("", [C.TOO_LARGE])}
