"""One file to one Document, in this process: type by content, then the reader of that type. Whatever happens is a Document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from clausecheck.model import Document, IssueCode, Reading, ReadingIssue, Status
from clausecheck.read.messages import ReadError, say
from clausecheck.read.sniff import Kind, extension_problem, inner_format, sniff

__all__ = ["MAX_FILE", "Options", "failed", "read_here"]

MAX_FILE = 500 * 1024 * 1024
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """How to read. `revisions`: "accepted" or "original"; `max_pages`: pages of a PDF read at most; `pdf_engine`: "pdfium" or "pdfplumber"."""

    revisions: str = "accepted"
    ocr: bool = True
    max_pages: int = 3000
    pdf_engine: str = "pdfium"


def failed(path: str, name: str, issue: ReadingIssue, *, form: str = "", sha256: str = "", archive: str = "") -> Document:
    """The Document of a file that could not be read."""
    return Document(name=name, path=path, format=form, reading=Reading(Status.FAILED, (issue,)), sha256=sha256, archive=archive)


def read_here(path: Path, options: Options, name: str = "") -> Document:
    """Read `path` in this process. `name` is what messages call it, the file's own name by default."""
    name = name or path.name
    try:
        problem = _unfit(path, name)
        if problem is not None:
            return failed(str(path), name, problem)
        kind = sniff(path)
        digest = _digest(path)
    except OSError as error:
        return failed(str(path), name, say("denied", name, why=error.strerror or "accès refusé"))
    try:
        document = _read(path, kind, name, options)
    except ReadError as error:
        return failed(str(path), name, error.issue, form=kind.value, sha256=digest)
    reading = _nothing_said(document, name)
    wrong = extension_problem(path.suffix, kind)
    if wrong and reading.status is not Status.FAILED:
        reading = replace(reading, issues=(say("renamed", name, suffix=path.suffix, found=wrong), *reading.issues))
    return replace(document, name=name, path=str(path), format=kind.value, sha256=digest, reading=reading)


def _nothing_said(document: Document, name: str) -> Reading:
    """The reading, failed when there is no text at all: nothing can be said of such a file, least of all that it asks for nothing."""
    reading = document.reading
    if document.text.strip():
        return reading
    explained = any(issue.code in (IssueCode.NO_TEXT, IssueCode.SCANNED_NO_OCR) for issue in reading.issues) or reading.status is Status.FAILED
    issues = reading.issues if explained else (*reading.issues, say("no-text", name))
    return replace(reading, status=Status.FAILED, issues=issues)


def _unfit(path: Path, name: str) -> ReadingIssue | None:
    if not path.exists():
        return say("missing", name)
    if not path.is_file():
        return say("not-a-file", name)
    size = path.stat().st_size
    if size > MAX_FILE:
        return say("too-large", name, size=size // _MB, limit=MAX_FILE // _MB)
    return None


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(path: Path, kind: Kind, name: str, options: Options) -> Document:
    """Hand the file to the reader of its kind; each reader is imported when first needed. Raises ReadError."""
    match kind:
        case Kind.PDF:
            from clausecheck.read.pdf import read_pdf

            return read_pdf(path, max_pages=options.max_pages, ocr=options.ocr, engine=options.pdf_engine)
        case Kind.DOCX:
            from clausecheck.read.docx import read_docx

            return read_docx(path, name=name, revisions=options.revisions)
        case Kind.XLSX:
            from clausecheck.read.xlsx import read_xlsx

            return read_xlsx(path, name=name)
        case Kind.PPTX:
            from clausecheck.read.pptx import read_pptx

            return read_pptx(path, name=name)
        case Kind.ODT | Kind.ODS:
            from clausecheck.read.odf import read_odf

            return read_odf(path, name=name, revisions=options.revisions)
        case Kind.HTML:
            from clausecheck.read.html import read_html

            return read_html(path, name=name)
        case Kind.TEXT | Kind.MARKDOWN:
            from clausecheck.read.plain import read_plain

            return read_plain(path, name=name, markdown=kind is Kind.MARKDOWN)
        case Kind.EML:
            from clausecheck.read.mail import read_mail

            return read_mail(path, name=name)
        case Kind.DOC | Kind.RTF | Kind.XLS | Kind.PPT | Kind.XLSB | Kind.ODP | Kind.XML_OFFICE:
            return _converted(path, kind, name, options)
        case _:
            raise ReadError(_refusal(path, kind, name))


def _converted(path: Path, kind: Kind, name: str, options: Options) -> Document:
    """Turn an old format into its successor by LibreOffice, in a folder that does not outlive the reading."""
    import tempfile

    from clausecheck.read.convert import convert

    with tempfile.TemporaryDirectory(prefix="clausecheck-", ignore_cleanup_errors=True) as folder:
        made = convert(path, kind, Path(folder), name=name)
        return _read(made, sniff(made), name, options)


_REFUSED = {
    Kind.PICTURE: "picture", Kind.ARCHIVE: "archive-format", Kind.ZIP: "archive", Kind.ENCRYPTED: "encrypted", Kind.EMPTY: "empty",
}
_SPOKEN = {
    Kind.MSG: "message Outlook", Kind.OLE: "ancien format de Microsoft", Kind.XML: "fichier XML de données", Kind.BINARY: "contenu non textuel",
}


def _refusal(path: Path, kind: Kind, name: str) -> ReadingIssue:
    why = inner_format(path) if kind in (Kind.PICTURE, Kind.ARCHIVE) else _SPOKEN.get(kind, kind.value)
    return say(_REFUSED.get(kind, "unsupported"), name, why=why)
