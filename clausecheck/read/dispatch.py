"""One file to one Document, in this process: type by content, then the reader of that type. Whatever happens is a Document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from clausecheck.model import Document, Reading, ReadingIssue, Status
from clausecheck.read.messages import ReadError, say
from clausecheck.read.sniff import Kind, sniff

__all__ = ["MAX_FILE", "Options", "failed", "read_here"]

MAX_FILE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """How to read. `revisions`: "accepted" or "original"; `max_pages`: pages of a PDF read at most; `pdf_engine`: "pdfium" or "pdfplumber"."""

    revisions: str = "accepted"
    ocr: bool = True
    max_pages: int = 3000
    pdf_engine: str = "pdfium"


def failed(path: Path, name: str, issue: ReadingIssue, *, form: str = "", sha256: str = "") -> Document:
    """The Document of a file that could not be read."""
    return Document(name=name, path=str(path), format=form, reading=Reading(Status.FAILED, (issue,)), sha256=sha256)


def read_here(path: Path, options: Options, *, name: str = "") -> Document:
    """Read `path` in this process. `name` is what messages call it, the file's own name by default."""
    name = name or path.name
    try:
        problem = _unfit(path, name)
        if problem is not None:
            return failed(path, name, problem)
        kind = sniff(path)
        digest = _digest(path)
    except OSError as error:
        return failed(path, name, say("denied", name, why=error.strerror or "accès refusé"))
    try:
        document = _read(path, kind, name, options)
    except ReadError as error:
        return failed(path, name, error.issue, form=kind.value, sha256=digest)
    except MemoryError:
        return failed(path, name, say("memory", name, limit="?", read="rien n'a été lu"), form=kind.value, sha256=digest)
    return replace(document, name=name, sha256=digest)


def _unfit(path: Path, name: str) -> ReadingIssue | None:
    if not path.exists():
        return say("missing", name)
    if not path.is_file():
        return say("not-a-file", name)
    size = path.stat().st_size
    if size > MAX_FILE:
        return say("too-large", name, size=size // 1_000_000, limit=MAX_FILE // 1_000_000)
    return None


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(path: Path, kind: Kind, name: str, options: Options) -> Document:
    """Hand the file to the reader of its kind; each reader is imported when first needed. Raises ReadError."""
    if kind is Kind.PDF:
        from clausecheck.read.pdf import read_pdf

        return read_pdf(path, max_pages=options.max_pages, ocr=options.ocr, engine=options.pdf_engine)
    if kind is Kind.DOCX:
        from clausecheck.read.docx import read_docx

        return read_docx(path, name=name, revisions=options.revisions)
    raise ReadError(say("empty", name) if kind is Kind.EMPTY else say("unsupported", name, why=kind.value))
