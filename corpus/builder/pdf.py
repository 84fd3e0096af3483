"""Word -> PDF by LibreOffice, and the text of a PDF by PDFium."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from builder.source import Piece
from builder.word import running_lines

__all__ = ["convert", "page_texts", "same_text", "soffice"]

TIMEOUT = 300
"""Seconds for one run of LibreOffice over a batch of files."""


def soffice() -> str | None:
    """Path of LibreOffice, None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(files: dict[str, bytes]) -> dict[str, bytes]:
    """Word files by name (without extension) -> PDFs by the same name. Raises RuntimeError when LibreOffice is absent or fails."""
    program = soffice()
    if program is None:
        raise RuntimeError("LibreOffice (soffice) is not installed: PDFs cannot be built")
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        source, target = Path(folder, "docx"), Path(folder, "pdf")
        source.mkdir()
        target.mkdir()
        for name, data in files.items():
            (source / f"{name}.docx").write_bytes(data)
        command = [program, "--headless", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--convert-to", "pdf", "--outdir", str(target)]
        done = subprocess.run([*command, *sorted(map(str, source.iterdir()))], capture_output=True, text=True, timeout=TIMEOUT, check=False)
        built = {p.stem: p.read_bytes() for p in target.glob("*.pdf")}
    if set(built) != set(files):
        raise RuntimeError(f"LibreOffice did not convert {sorted(set(files) - set(built))}: {done.stderr.strip()[-300:]}")
    return built


def page_texts(data: bytes) -> list[str]:
    """The text of each page."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def same_text(piece: Piece, one: bytes, other: bytes) -> bool:
    """True when two PDFs of a piece say the same, apart from where lines and pages break and what running heads and feet repeat."""
    return _body(piece, one) == _body(piece, other)


def _body(piece: Piece, data: bytes) -> str:
    text = " ".join(page_texts(data))
    text = re.sub(r"[\ufffe\u00ad]|-(?=\s)", "", text)
    text = re.sub(r"\s+", "", text)
    for line in running_lines(piece):
        text = text.replace(re.sub(r"\s+|-(?=\s)", "", line), "")
    return re.sub(r"Page\d+sur\d+", "", text)
