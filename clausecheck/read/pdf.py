"""PDF to Document: text in reading order, paragraphs rebuilt, each block with its page; scanned pages by OCR; what was not read is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from clausecheck.isolate import beat, progress, progress_due
from clausecheck.model import Document, Reading, ReadingIssue, Status
from clausecheck.read.messages import ReadError, say
from clausecheck.read.ocr import PAGE_S, OcrLine, missing_ocr, recognise
from clausecheck.read.pdf_assemble import assemble_pages
from clausecheck.read.pdf_layout import PageFlow, page_flow, recognised_flow
from clausecheck.read.pdf_messages import pdf_issue
from clausecheck.read.pdf_open import OpenPdf, open_page, open_pdf
from clausecheck.read.pdf_quality import Quality
from clausecheck.read.tables_rules import Rules

__all__ = ["read_pdf"]

_DOUBTFUL = 60.0
"""Mean word confidence under which a recognised page counts as badly read."""
_BEAT_PAGES = 8


@dataclass(slots=True)
class _Log:
    """What happened to the pages, by number."""

    scanned: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    partly: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    ocr: dict[int, list[float]] = field(default_factory=dict)

    @property
    def unread(self) -> list[int]:
        """Pages whose text is not in the document."""
        return [page for page in self.scanned + self.garbled if page not in self.ocr] + self.damaged


def read_pdf(path: Path, *, max_pages: int = 3000, ocr: bool = True, engine: str = "pdfium") -> Document:
    """Read a PDF file.

    Never raises for a bad file: what could not be read is said in `Document.reading`. `max_pages`: pages beyond it are left out, and said;
    `ocr`: read pages without text by Tesseract where it is installed; `engine`: "pdfium", or "pdfplumber" for a second opinion, much slower.
    """
    name = path.name
    try:
        opened = open_pdf(path, name)
    except ReadError as error:
        return _failed(path, error.issue)
    except OSError as error:
        return _failed(path, say("denied", name, why=error.strerror or "accès refusé"))
    try:
        if engine == "pdfplumber":
            from clausecheck.read.pdf_plumber import plumber_pages

            pages = plumber_pages(path, opened, max_pages)
        else:
            pages = _pages(opened, min(opened.pages, max_pages))
        return _read(path, opened, pages, max_pages, ocr)
    finally:
        opened.close()


def _failed(path: Path, issue: ReadingIssue) -> Document:
    return Document(path.name, str(path), "pdf", reading=Reading(Status.FAILED, (issue,)))


def _pages(opened: OpenPdf, count: int) -> Iterator[tuple[int, PageFlow | None]]:
    """Page numbers with the pages laid out, None for one that PDFium cannot load."""
    import pypdfium2

    for number in range(1, count + 1):
        try:
            with open_page(opened.pdf, number - 1) as page:
                yield number, page_flow(page, number)
        except pypdfium2.PdfiumError:
            yield number, None


def _read(path: Path, opened: OpenPdf, pages: Iterator[tuple[int, PageFlow | None]], max_pages: int, ocr: bool) -> Document:
    log = _Log()
    flows: list[PageFlow] = []
    due = 64
    for number, flow in pages:
        if number % _BEAT_PAGES == 0:
            beat()
        if flow is None:
            log.damaged.append(number)
            continue
        flows.append(_judged(flow, opened, log, ocr))
        if len(flows) >= due and progress_due():
            due = len(flows) * 2
            progress(_document(path, opened, [replace(f, items=list(f.items)) for f in flows], log, max_pages, ocr))
    return _document(path, opened, flows, log, max_pages, ocr)


def _judged(flow: PageFlow, opened: OpenPdf, log: _Log, ocr: bool) -> PageFlow:
    """The page as it is to be used: its own text, what OCR makes of it, or nothing."""
    if flow.quality is Quality.PARTLY_GARBLED:
        log.partly.append(flow.page)
    if flow.quality not in (Quality.SCANNED, Quality.GARBLED):
        return flow
    (log.scanned if flow.quality is Quality.SCANNED else log.garbled).append(flow.page)
    lines, rules = _recognised(opened, flow.page) if ocr and not missing_ocr() else ([], Rules())
    if lines:
        log.ocr[flow.page] = [value for line in lines for value in line.confidences]
        return recognised_flow(flow, lines, rules)
    return flow if flow.quality is Quality.SCANNED else replace(flow, items=[])


def _recognised(opened: OpenPdf, number: int) -> tuple[list[OcrLine], Rules]:
    beat(allow_s=PAGE_S + 30)
    with open_page(opened.pdf, number - 1) as page:
        found = recognise(page, number)
    beat()
    return found


def _document(path: Path, opened: OpenPdf, flows: list[PageFlow], log: _Log, max_pages: int, ocr: bool) -> Document:
    found = assemble_pages(flows)
    issues = _issues(path.name, opened, log, max_pages, ocr)
    confidences = [value for values in log.ocr.values() for value in values]
    doubtful = [page for page, values in log.ocr.items() if _mean(values) < _DOUBTFUL]
    partial = bool(log.unread or doubtful or opened.pages > max_pages or not opened.whole)
    status = Status.PARTIAL if partial else Status.COMPLETE
    if not found.text.strip():
        status = Status.FAILED
        issues = issues or [say("no-text", path.name)]
    reading = Reading(status, tuple(issues), tuple(sorted(log.ocr)), round(_mean(confidences), 1) if confidences else None)
    return Document(
        path.name, str(path), "pdf", found.text, found.blocks, reading, pages=opened.pages, runs=found.runs, title=_title(opened.pdf),
        word_boxes=found.word_boxes,
    )


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _title(pdf: Any) -> str:
    """The title in the file's metadata, "" when it is what word processors leave there unasked."""
    title = " ".join(str(pdf.get_metadata_value("Title")).split())
    file_name = title.lower().endswith((".doc", ".docx", ".pdf", ".odt"))
    return "" if len(title) < 6 or file_name or title.startswith((">", "Microsoft ", "Microsoft®")) else title


def _issues(name: str, opened: OpenPdf, log: _Log, max_pages: int, ocr: bool) -> list[ReadingIssue]:
    issues = [opened.issue] if opened.issue is not None else []
    issues += _beyond_pages(name, opened)
    if opened.pages > max_pages:
        issues.append(pdf_issue("too-many-pages", name, count=opened.pages, limit=max_pages))
    if log.damaged:
        issues.append(pdf_issue("page-damaged", name, log.damaged))
    why, what = _remedy(log, ocr)
    for key, pages in (("scanned", log.scanned), ("garbled", log.garbled)):
        unread = [page for page in pages if page not in log.ocr]
        if unread:
            issues.append(pdf_issue(key, name, unread, why=why, what=what))
    mended = [page for page in log.garbled if page in log.ocr]
    if mended:
        issues.append(pdf_issue("garbled-ocr", name, mended))
    if log.partly:
        issues.append(pdf_issue("garbled-part", name, log.partly))
    if log.ocr:
        values = [value for page in log.ocr.values() for value in page]
        issues.append(pdf_issue("ocr", name, log.ocr, confidence=round(_mean(values))))
    doubtful = [page for page, values in log.ocr.items() if _mean(values) < _DOUBTFUL]
    if doubtful:
        issues.append(pdf_issue("ocr-doubtful", name, doubtful, limit=round(_DOUBTFUL)))
    return issues


def _beyond_pages(name: str, opened: OpenPdf) -> list[ReadingIssue]:
    """What the file holds besides its pages: a form that only its own program can show, attached files."""
    import pypdfium2.raw as pdfium

    issues: list[ReadingIssue] = []
    if opened.pdf.get_formtype() == pdfium.FORMTYPE_XFA_FULL:
        issues.append(pdf_issue("xfa", name))
    attached = opened.pdf.count_attachments()
    if attached:
        names = ", ".join(opened.pdf.get_attachment(index).get_name() for index in range(min(attached, 5)))
        issues.append(pdf_issue("attached", name, count=attached, names=names))
    return issues


def _remedy(log: _Log, ocr: bool) -> tuple[str, str]:
    """Why pages stayed unread, and what to do."""
    digital = "fournissez la version numérique"
    if not ocr:
        return "la reconnaissance de caractères n'est pas demandée", f"activez-la, ou {digital}"
    missing = missing_ocr()
    if missing:
        return missing, f"installez Tesseract avec le français, ou {digital}"
    return "la reconnaissance de caractères n'a rien donné", f"vérifiez l'original, ou {digital}"
