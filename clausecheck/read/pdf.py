"""PDF to Document: text in reading order, paragraphs rebuilt, each block with its page."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from clausecheck.model import Block, BlockKind, Document, IssueCode, Reading, ReadingIssue, Run, Status
from clausecheck.read.pdf_page import Line, PageText, read_page

__all__ = ["read_pdf"]

_NUMBER = re.compile(r"(?:(?:article|chapitre|titre|annexe)\s+)?(\d{1,2}(?:[.-]\d{1,2}){0,4})\s*[.):–-]?\s+\S", re.IGNORECASE)
_ITEM = re.compile(r"(?:[-–—−•▪·●➢✓*\uf000-\uf0ff]|[a-z]\)|\d{1,2}\))\s*\S")


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
    pages = [read_page(pdf[i], i + 1) for i in range(min(len(pdf), max_pages))]
    return _document(path, pages, len(pdf))


def _document(path: Path, pages: list[PageText], count: int) -> Document:
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    repeated = _repeated(pages)
    groups: list[list[Line]] = []
    for page in pages:
        edge = max((line.x1 for line in page.lines), default=0.0)
        for line in page.lines:
            if _shape(line) in repeated:
                continue
            if groups and _continues(groups[-1][-1], line, edge):
                groups[-1].append(line)
            else:
                groups.append([line])
    return _assemble(path, groups, body, count)


def _shape(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round(line.base / 3)


def _repeated(pages: list[PageText]) -> set[tuple[str, int]]:
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in page.lines})
    return {shape for shape, n in seen.items() if n >= max(3, len(pages) // 3)}


def _continues(last: Line, line: Line, edge: float) -> bool:
    if abs(last.size - line.size) > 0.6 or last.bold != line.bold or _ITEM.match(line.text) or _NUMBER.match(line.text):
        return False
    if last.hyphen:
        return True
    if last.text[-1] in ".;:!?" and not line.text[0].islower():
        return False
    return last.x1 > edge - 90 or line.text[0].islower()


def _assemble(path: Path, groups: list[list[Line]], body: float, count: int) -> Document:
    parts: list[str] = []
    blocks: list[Block] = []
    runs: list[Run] = []
    offset = 0
    for group in groups:
        start = offset
        for position, line in enumerate(group):
            if position and not group[position - 1].hyphen:
                parts.append(" ")
                offset += 1
            parts.append(line.text)
            runs += _runs(line, offset)
            offset += len(line.text)
        number = _NUMBER.match(group[0].text)
        text = "".join(line.text for line in group)
        heading = len(text) < 160 and (group[0].size > body + 0.8 or (group[0].bold and len(group) < 3) or (number is not None and len(text) < 90))
        kind = BlockKind.HEADING if heading else BlockKind.LIST_ITEM if _ITEM.match(text) else BlockKind.PARAGRAPH
        if re.search(r"\.{5,}\s*\d+$", text):
            kind = BlockKind.TOC
        blocks.append(Block(len(blocks), kind, start, offset, group[0].page, group[-1].page, number=number.group(1) if number else "",
                            level=number.group(1).count(".") + 1 if number and heading else None, size=round(group[0].size, 1), bold=group[0].bold))
        parts.append("\n")
        offset += 1
    text = "".join(parts)[:-1]
    reading = Reading() if text else Reading(Status.FAILED, (ReadingIssue(IssueCode.NO_TEXT, f"{path.name} : aucun texte n’a pu être lu."),))
    return Document(path.name, str(path), "pdf", text, tuple(blocks), reading, pages=count, runs=tuple(runs))


def _runs(line: Line, offset: int) -> list[Run]:
    runs: list[Run] = []
    begin = 0
    for i in range(1, len(line.chars) + 1):
        if i == len(line.chars) or line.chars[i] != line.chars[i - 1] + 1:
            runs.append(Run(offset + begin, i - begin, line.page, line.chars[begin]))
            begin = i
    return runs


