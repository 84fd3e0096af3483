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

from clausecheck.read.ocr_rules import image_rules
from clausecheck.read.pdf_page import Box, Line, Word
from clausecheck.read.tables_rules import Rules
from clausecheck.text import normalise

__all__ = ["PAGE_S", "OcrLine", "OcrProbe", "missing_ocr", "recognise"]

_LANGUAGE = "fra"
_BULLETS = frozenset({"e", "¢", "©", "®", "°", "º", "*", "¤", "§", "o"})
"""What Tesseract makes of bullets at the head of a line."""
_DPI = 300
_LEAST_HEIGHT = 1.5
"""Lower words are specks and dotted lines, points."""
_LEAST_CONFIDENCE = 25.0
"""Lines recognised with less are noise: stamps, signatures, textures."""
_PIXELS = 24_000_000
"""Most pixels of a page image: A3 at 300 dpi fits, a poster is scaled down."""
PAGE_S = 120.0
"""Longest recognition of one page, seconds."""


@dataclass(slots=True)
class OcrLine:
    """A recognised line: its text as a Line without file characters, and its words' confidences (0–100)."""

    line: Line
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


@dataclass(frozen=True, slots=True)
class _Image:
    """A grey image of a page, one byte a pixel, at `scale` pixels a point."""

    width: int
    height: int
    pixels: bytes
    scale: float

    def pgm(self) -> bytes:
        """The image as a PGM file."""
        return f"P5\n{self.width} {self.height}\n255\n".encode() + self.pixels


def _image(page: Any) -> _Image:
    width, height = page.get_size()
    scale = min(_DPI / 72, (_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=True)
    stride, pixels = bitmap.stride, bytes(bitmap.buffer)
    if stride != bitmap.width:
        pixels = b"".join(pixels[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
    image = _Image(bitmap.width, bitmap.height, pixels, scale)
    bitmap.close()
    return image


def _table(image: bytes, dpi: int) -> list[list[str]]:
    """Tesseract's words: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. Empty when it fails."""
    program = shutil.which("tesseract") or "tesseract"
    command = [program, "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(dpi), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=PAGE_S, check=False, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    except (OSError, subprocess.TimeoutExpired):
        return []
    rows = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").splitlines()]
    words = [row for row in rows if len(row) == 12 and row[0] == "5" and row[11].strip()]
    return [row for row in words if int(row[9]) >= _LEAST_HEIGHT * dpi / 72 or not any(c.isalnum() for c in row[11])]


def _line(number: int, rows: list[list[str]], scale: float) -> OcrLine:
    text = ""
    boxes: list[tuple[int, int, float, float, float, float]] = []
    confidences: list[float] = []
    if rows[0][11] in _BULLETS and len(rows) > 1:
        rows[0][11] = "•"
    for row in rows:
        left, top, width, height = (int(value) / scale for value in row[6:10])
        word = normalise(row[11]).strip()
        if not word:
            continue
        if text:
            text += " "
        boxes.append((len(text), len(text) + len(word), left, top, left + width, top + height))
        confidences.append(float(row[10]))
        text += word
    top, bottom, base = min(b[3] for b in boxes), max(b[5] for b in boxes), median(b[5] for b in boxes)
    size = median(b[5] - b[3] for b in boxes)
    line = Line(number, text, [-1] * len(text), min(b[2] for b in boxes), max(b[4] for b in boxes), top, bottom, base, size, boxes=tuple(boxes))
    return OcrLine(line, confidences)


def _even_sizes(lines: list[OcrLine]) -> None:
    """Letter heights vary with the letters: lines near the page's usual height get that height as their size."""
    if not lines:
        return
    usual = median(found.line.size for found in lines)
    for found in lines:
        size = found.line.size
        found.line.size = round(usual if 0.7 * usual <= size <= 1.35 * usual else size, 1)


def recognise(page: Any, number: int) -> tuple[list[OcrLine], Rules]:
    """Read an open PDFium page by OCR: its lines and the rulings seen on it; `number` is 1-based.

    No lines when nothing was recognised or the program failed.
    """
    image = _image(page)
    groups: dict[tuple[str, str, str], list[list[str]]] = {}
    for row in _table(image.pgm(), round(image.scale * 72)):
        groups.setdefault((row[2], row[3], row[4]), []).append(row)
    found = [_line(number, rows, image.scale) for rows in groups.values() if any(normalise(row[11]).strip() for row in rows)]
    lines = [line for line in found if sum(line.confidences) >= _LEAST_CONFIDENCE * len(line.confidences)]
    _even_sizes(lines)
    rules = image_rules(image.pixels, image.width, image.height, image.scale) if lines else Rules()
    return lines, rules


class OcrProbe:
    """Answers for recognised lines what Probe answers for PDFium's: words with their edges, pieces cut from a line."""

    def words(self, line: Line) -> list[Word]:
        """The words of a line with their left and right edges."""
        return [(a, b, x0, x1) for a, b, x0, _, x1, _ in line.boxes]

    def rects(self) -> list[Box]:
        """No text objects are known."""
        return []

    def middle(self, line: Line, begin: int) -> float:
        """Height of the middle of the word that begins at `begin`."""
        return next(((y0 + y1) / 2 for a, _, _, y0, _, y1 in line.boxes if a == begin), (line.top + line.bottom) / 2)

    def edges(self, line: Line, index: int) -> tuple[float, float] | None:
        """Single characters have no place here."""
        return None

    def cut(self, line: Line, begin: int, end: int) -> Line:
        """The piece text[begin:end] of a line."""
        boxes = tuple((a - begin, b - begin, x0, y0, x1, y1) for a, b, x0, y0, x1, y1 in line.boxes if a >= begin and b <= end)
        left, right, base = min(b[2] for b in boxes), max(b[4] for b in boxes), median(b[5] for b in boxes)
        top, bottom = min(b[3] for b in boxes), max(b[5] for b in boxes)
        text, chars = line.text[begin:end], line.chars[begin:end]
        return replace(line, text=text, chars=chars, pieces=(), boxes=boxes, x0=left, x1=right, top=top, bottom=bottom, base=base)
