"""Open a PDF with PDFium, once repaired by pikepdf when PDFium refuses it; open its pages with what is filled into forms."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausecheck.model import ReadingIssue
from clausecheck.read.messages import ReadError, say
from clausecheck.read.pdf_messages import pdf_issue

__all__ = ["OpenPdf", "open_page", "open_pdf"]

_TAIL = 4096
_PASSWORD, _SECURITY = 4, 5
"""PDFium's FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY."""


@dataclass(frozen=True, slots=True)
class OpenPdf:
    """An open document. `issue` says what had to be done to open it; `whole` is false when pages are known or feared missing."""

    pdf: Any
    issue: ReadingIssue | None = None
    whole: bool = True

    @property
    def pages(self) -> int:
        """Number of pages."""
        return len(self.pdf)

    def close(self) -> None:
        """Free the document."""
        self.pdf.close()


def _is_locked(error: Any) -> bool:
    return getattr(error, "err_code", None) in (_PASSWORD, _SECURITY) or "assword" in str(error)


def open_pdf(path: Path, name: str) -> OpenPdf:
    """Open `path`. Raises ReadError when it needs a password or is beyond repair; OSError when it cannot be read at all."""
    import pypdfium2

    ended = _has_end(path)
    try:
        pdf = pypdfium2.PdfDocument(path)
        if ended or not len(pdf):
            return OpenPdf(pdf)
        return OpenPdf(pdf, pdf_issue("repaired", name, why=f"sa fin manque, {len(pdf)} page(s) ont été retrouvées"))
    except pypdfium2.PdfiumError as error:
        if _is_locked(error):
            raise ReadError(say("encrypted", name)) from error
    return _repaired(path, name)


def _has_end(path: Path) -> bool:
    """Whether the file ends as a PDF does; PDFium mends a missing end without a word."""
    with path.open("rb") as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - _TAIL))
        return b"%%EOF" in stream.read()


def _repaired(path: Path, name: str) -> OpenPdf:
    """Rebuild the file's structure with pikepdf and open the result. Raises ReadError when that fails too."""
    import pikepdf
    import pypdfium2

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        with pikepdf.open(path) as broken:
            declared = _declared_pages(broken)
            buffer = io.BytesIO()
            broken.save(buffer)
        pdf = pypdfium2.PdfDocument(buffer.getvalue())
    except pikepdf.PasswordError as error:
        raise ReadError(say("encrypted", name)) from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError) as error:
        raise ReadError(say("damaged", name, why="sa structure PDF ne peut pas être reconstituée")) from error
    if not len(pdf):
        pdf.close()
        raise ReadError(say("damaged", name, why="aucune page n'a pu être retrouvée"))
    whole = declared == len(pdf)
    why = f"ses {len(pdf)} pages ont été retrouvées" if whole else f"{len(pdf)} page(s) retrouvée(s), d'autres manquent peut-être"
    return OpenPdf(pdf, pdf_issue("repaired", name, why=why), whole)


def _declared_pages(broken: Any) -> int | None:
    """The number of pages that the document's catalogue announces, None when it does not say."""
    root = broken.trailer.get("/Root")
    count = root.get("/Pages", {}).get("/Count") if root is not None else None
    return int(str(count)) if str(count).isdigit() else None


def _filled_in(page: Any, pdfium: Any) -> bool:
    """Whether the page carries form fields or typed notes, whose text is not part of its content."""
    wanted = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), 2000)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in wanted:
            return True
    return False


@contextmanager
def open_page(pdf: Any, index: int) -> Iterator[Any]:
    """The page at `index` (from 0), forms and typed notes drawn into it, closed at the end. Raises pypdfium2.PdfiumError when it is damaged."""
    import pypdfium2.raw as pdfium

    page = pdf[index]
    if _filled_in(page, pdfium) and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = pdf[index]
    try:
        yield page
    finally:
        page.close()
