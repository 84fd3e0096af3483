"""Optical character recognition of a page by Tesseract, where it is installed with French data.

The page's image goes to the program's standard input and its table of words comes back: no temporary file, no shell.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median
from typing import Any

from clausecheck.read.pdf_page import Box, Line, Word
from clausecheck.text import normalise

__all__ = ["PAGE_S", "OcrLine", "OcrProbe", "missing_ocr", "recognise"]

_LANGUAGE = "fra"
_DPI = 300
_PIXELS = 24_000_000
"""Most pixels of a page image: A3 at 300 dpi fits, a poster is scaled down."""
PAGE_S = 120.0
"""Longest recognition of one page, seconds."""


@dataclass(slots=True)
class OcrLine:
    """A recognised line: its text as a Line without file characters, its words' boxes, its words' confidences (0–100)."""

    line: Line
    boxes: list[tuple[int, int, Box]]
    confidences: list[float]


@lru_cache(maxsize=1)
def missing_ocr() -> str:
    """Why OCR cannot be used here, as the end of a French sentence; "" when it can."""
    program = shutil.which("tesseract")
    if program is None:
        return "Tesseract n'est pas installé"
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return "Tesseract ne répond pas"
    return "" if _LANGUAGE in listed.split() else "les données françaises de Tesseract manquent"


def _image(page: Any) -> tuple[bytes, float]:
    """The page as a grey PGM image and its scale in pixels a point."""
    width, height = page.get_size()
    scale = min(_DPI / 72, (_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=True)
    stride, pixels = bitmap.stride, bytes(bitmap.buffer)
    if stride != bitmap.width:
        pixels = b"".join(pixels[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
    header = f"P5\n{bitmap.width} {bitmap.height}\n255\n".encode()
    image = header + pixels
    bitmap.close()
    return image, scale


def _table(image: bytes, dpi: int) -> list[list[str]]:
    """Tesseract's words: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. Empty when it fails."""
    program = shutil.which("tesseract") or "tesseract"
    command = [program, "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(dpi), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=PAGE_S, check=False, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    except (OSError, subprocess.TimeoutExpired):
        return []
    rows = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").splitlines()]
    return [row for row in rows if len(row) == 12 and row[0] == "5" and row[11].strip()]


def _line(number: int, rows: list[list[str]], scale: float) -> OcrLine:
    text = ""
    boxes: list[tuple[int, int, Box]] = []
    confidences: list[float] = []
    for row in rows:
        left, top, width, height = (int(value) / scale for value in row[6:10])
        word = normalise(row[11]).strip()
        if not word:
            continue
        if text:
            text += " "
        boxes.append((len(text), len(text) + len(word), (left, top, left + width, top + height)))
        confidences.append(float(row[10]))
        text += word
    tops, bottoms = [b[1] for _, _, b in boxes], [b[3] for _, _, b in boxes]
    top, bottom = min(tops), max(bottoms)
    size = median(b[3] - b[1] for _, _, b in boxes)
    line = Line(number, text, [-1] * len(text), boxes[0][2][0], max(b[2] for _, _, b in boxes), top, bottom, median(bottoms), size)
    return OcrLine(line, boxes, confidences)


def _even_sizes(lines: list[OcrLine]) -> None:
    """Letter heights vary with the letters: lines near the page's usual height get that height as their size."""
    if not lines:
        return
    usual = median(found.line.size for found in lines)
    for found in lines:
        size = found.line.size
        found.line.size = round(usual if 0.7 * usual <= size <= 1.35 * usual else size, 1)


def recognise(page: Any, number: int) -> list[OcrLine]:
    """Read an open PDFium page by OCR; `number` is 1-based. Empty when nothing was recognised or the program failed."""
    image, scale = _image(page)
    groups: dict[tuple[str, str, str], list[list[str]]] = {}
    for row in _table(image, round(scale * 72)):
        groups.setdefault((row[2], row[3], row[4]), []).append(row)
    lines = [_line(number, rows, scale) for rows in groups.values() if any(normalise(row[11]).strip() for row in rows)]
    _even_sizes(lines)
    for found in lines:
        found.line.boxes = tuple((a, b, *box) for a, b, box in found.boxes)
    return lines


class OcrProbe:
    """Answers for recognised lines what Probe answers for PDFium's: words with their edges, pieces cut from a line."""

    def words(self, line: Line) -> list[Word]:
        """The words of a line with their left and right edges."""
        return [(a, b, x0, x1) for a, b, x0, _, x1, _ in line.boxes]

    def rects(self) -> list[Box]:
        """No text objects are known."""
        return []

    def cut(self, line: Line, begin: int, end: int) -> Line:
        """The piece text[begin:end] of a line."""
        boxes = tuple((a - begin, b - begin, x0, y0, x1, y1) for a, b, x0, y0, x1, y1 in line.boxes if a >= begin and b <= end)
        x0, x1 = min(b[2] for b in boxes), max(b[4] for b in boxes)
        return replace(line, text=line.text[begin:end], chars=line.chars[begin:end], pieces=(), boxes=boxes, x0=x0, x1=x1)
