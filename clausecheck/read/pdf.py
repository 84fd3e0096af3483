"""PDF to Document: text in reading order, paragraphs rebuilt, each block with its page."""

from __future__ import annotations

from pathlib import Path

from clausecheck.model import Document, IssueCode, Reading, ReadingIssue, Status
from clausecheck.read.pdf_assemble import assemble_pages
from clausecheck.read.pdf_layout import page_flow

__all__ = ["read_pdf"]


def read_pdf(path: Path, *, max_pages: int = 3000, ocr: bool = True, engine: str = "pdfium") -> Document:
    """Read a PDF file. Never raises for a bad file: what could not be read is said in `Document.reading`."""
    import pypdfium2

    name = path.name
    try:
        pdf = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        code = IssueCode.ENCRYPTED if "assword" in str(error) else IssueCode.DAMAGED
        message = f"{name} : le fichier est protégé par un mot de passe." if code is IssueCode.ENCRYPTED else f"{name} : le fichier est endommagé."
        return Document(name, str(path), "pdf", reading=Reading(Status.FAILED, (ReadingIssue(code, message),)))
    pages = [page_flow(pdf[i], i + 1) for i in range(min(len(pdf), max_pages))]
    found = assemble_pages(pages)
    reading = Reading() if found.text else Reading(Status.FAILED, (ReadingIssue(IssueCode.NO_TEXT, f"{name} : aucun texte n’a pu être lu."),))
    return Document(name, str(path), "pdf", found.text, found.blocks, reading, pages=len(pdf), runs=found.runs)
