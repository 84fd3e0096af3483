"""Bytes to Document: text in reading order, each block with its place, and what could not be read.

`read` and `collect` never raise for a bad file: the Document they return says in `reading` what happened.
"""

from __future__ import annotations

from pathlib import Path

from clausecheck.model import Document
from clausecheck.read.collect import collect
from clausecheck.read.dispatch import Options
from clausecheck.read.piece import piece_file
from clausecheck.read.reader import Reader

__all__ = ["Options", "Reader", "collect", "piece_file", "read"]


def read(
    path: str | Path, *, revisions: str = "accepted", ocr: bool = True, max_pages: int = 3000, pdf_engine: str = "pdfium", isolated: bool = True,
) -> Document:
    """Read one file. `revisions` is "accepted" or "original"; `ocr` reads scanned pages where Tesseract is installed; beyond `max_pages` a PDF is
    partial; `isolated` reads in a supervised child process, so that no file can take this one down. For several files use `collect` or `Reader`."""
    options = Options(revisions=revisions, ocr=ocr, max_pages=max_pages, pdf_engine=pdf_engine)
    with Reader(options, isolated=isolated) as reader:
        return reader.read(Path(path))
