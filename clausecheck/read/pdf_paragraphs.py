"""Printed lines to paragraphs: does a line go on with the sentence of the one before?

The test that carries most: would the first word of the next line have fitted at the end of this one? If so, the line was ended on purpose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from clausecheck.read.marks import typed_bullet, typed_number
from clausecheck.read.pdf_hyphen import ends_with_hyphen
from clausecheck.read.pdf_page import Line

__all__ = ["Column", "column_of", "goes_on", "head_mark", "is_toc_line", "paragraphs"]

_TERMINAL = ".:;!?…"
_REFERENCE = re.compile(r"(?:du|de|des|et|ou|à|ci|susvisé|précité|ainsi|relatif|modifié|au|aux|,|-)\b", re.IGNORECASE)
_DASHED = re.compile(r"\d{1,2}(?:[-–]\d{1,2}){1,3}(?=\.?\s+[A-ZÀ-Þ])|\d{1,2}(?:\.\d{1,2}){1,4}(?=\s?[-–—.:)]+\s?[A-ZÀ-Þ])")
_ROMAN_NOISE = re.compile(r"[A-Z]\.\s")
_TOC = re.compile(r".*\S\s*(?:[.·_…]\s?){5,}\s*(?:\d{1,3}|[ivxlc]{1,5})$", re.DOTALL)
_NOT_A_NUMBER = re.compile(r"[^\W\d_]{4,}\.?\s?[a-z]?")
_HANGING = re.compile(
    r"(?:^|[\s('’])(?:(?i:de|du|des|la|le|les|un|une|et|ou|à|au|aux|en|par|pour|sur|dans|avec|sans|que|qui|dont|no|n°|articles?)|"
    r"(?:art|al|cf|n|no|M|Mme|B\.\s?P|L|R|D)\.)$"
)
"""No paragraph ends with such a word."""

_LEADERS = (".....", ". . .", "_____", "·····", "· · ·", "_ _ _")
_NEIGHBOURS = 7
_WIDE = dict.fromkeys(map(ord, "ABCDEFGHKLMNOPQRSTUVWXYZÀÂÇÉÈÊËÎÏÔÙÛmw%—"))
_NARROW = dict.fromkeys(map(ord, "ijlt.,;:'’!| ()"))


def head_mark(text: str) -> tuple[str, str]:
    """Kind and text of the mark at the head of a line: ("bullet", "•"), ("number", "5.2"), or ("", "")."""
    bullet = typed_bullet(text)
    if bullet:
        return "bullet", text[:bullet].strip()
    dashed = _DASHED.match(text)
    if dashed:
        return "number", dashed.group()
    number = typed_number(text)
    if number and _NOT_A_NUMBER.fullmatch(number):
        number = ""
    return ("number", number) if number else ("", "")


def is_toc_line(text: str) -> bool:
    """Whether a line of text is an entry of a table of contents: dotted leader, page number."""
    return len(text) < 400 and text[-1:] in "0123456789ivxlc" and any(dots in text for dots in _LEADERS) and bool(_TOC.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Column:
    """What is usual where a line stands: `right` edge of full lines, `leading` between baselines, `justified` right edge."""

    right: float
    leading: float
    justified: bool


def _gaps(lines: list[Line]) -> list[float]:
    """For each line the distance from its baseline to the next one's in font sizes, 0 where the two do not follow one another in one column."""
    gaps = [0.0] * len(lines)
    for index, (a, b) in enumerate(pairwise(lines)):
        if a.page == b.page and abs(a.size - b.size) < 0.6 and 0.8 * a.size <= b.base - a.base <= 2.6 * a.size:
            gaps[index] = (b.base - a.base) / max(a.size, 1.0)
    return gaps


def _leading(gaps: list[float]) -> float:
    """Usual distance of baselines in font sizes: the lower quartile of what neighbours show; 0 when unknown."""
    known = sorted([gap for gap in gaps if gap])
    return known[len(known) // 4] if known else 0.0


def _margins(lines: list[Line], right: float | None) -> tuple[float, float]:
    """Left and right margin of the text as a whole, a few outliers apart; a centred line fills what lies between them."""
    if not lines:
        return 0.0, 0.0
    starts, ends = sorted([line.x0 for line in lines]), sorted([line.x1 for line in lines])
    return starts[len(starts) // 20], max(right or 0.0, ends[len(ends) - 1 - len(ends) // 20])


def _right_edge(line: Line, near: list[Line], ends: list[float], page: list[Line]) -> float:
    """Where full lines end. Short lines alone do not show it: then the widest line of the page above or below them does."""
    left = min([other.x0 for other in near])
    if len(ends) >= 3 and ends[len(ends) * 6 // 10] >= ends[-1] - 0.15 * (ends[-1] - left):
        return ends[-1]
    return max(other.x1 for other in page if abs(other.size - line.size) < 0.8 and other.x0 < line.x1 and other.x1 > line.x0 and not other.pieces)


def column_of(lines: list[Line], right: float | None = None) -> list[Column]:
    """For each line the column it stands in, from its neighbours in order. `right`: a known right edge, for the cell of a table."""
    gaps = _gaps(lines)
    left, outer = _margins(lines, right)
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    found: list[Column] = []
    for index, line in enumerate(lines):
        low, high = max(0, index - _NEIGHBOURS), index + _NEIGHBOURS + 1
        size, x0, x1, page = line.size, line.x0, line.x1, line.page
        near = [
            other for other in lines[low:high]
            if -0.8 < other.size - size < 0.8 and other.x0 < x1 and other.x1 > x0 and other.page == page and not other.pieces
        ]
        ends = sorted([other.x1 for other in near])
        edge = _right_edge(line, near, ends, pages[page]) if near else x1
        if x0 > left + 12 and abs((x0 - left) - (outer - x1)) < 8:
            edge = max(edge, x1 + (x0 - left) + (outer - x1))
        flush = len(ends) - bisect_right(ends, edge - 1.5)
        found.append(Column(max(edge, right or 0.0), _leading(gaps[low:high]) * size, len(near) >= 4 and flush >= 0.55 * len(near)))
    return found


def _weight(text: str) -> float:
    """Width of a text in average characters: capitals are wide, i and l are narrow."""
    return len(text) + 0.35 * (len(text) - len(text.translate(_WIDE))) - 0.45 * (len(text) - len(text.translate(_NARROW)))


def _first_word_width(line: Line) -> float:
    """Estimated width of a line's first word with the blank before it."""
    word = line.text.split(" ", 1)[0]
    return (_weight(word) + 0.55) * (line.x1 - line.x0) / max(_weight(line.text), 1.0)


def _full(last: Line, line: Line, column: Column) -> bool:
    """Whether the next word would not have fitted on the last line."""
    room = column.right - last.x1
    if room < 1.5 or room > (len(line.text.split(" ", 1)[0]) + 1) * last.size:
        return room < 1.5
    if column.justified and not last.hyphen:
        return room < 0.6 * _first_word_width(line)
    return room < 0.92 * _first_word_width(line)


def _begins_item(last: Line, line: Line, full: bool, in_item: bool) -> bool:
    """Whether a line opens a list item, article or numbered paragraph rather than going on with a sentence that happens to hold a number here."""
    kind, mark = head_mark(line.text)
    if not kind:
        return False
    open_end = full and last.text[-1] not in _TERMINAL + ","
    if kind == "bullet":
        dash = mark in ("-", "–", "—")
        return not (dash and open_end and not in_item and abs(line.x0 - last.x0) < 2 and line.text[len(mark) :].lstrip()[:1].islower())
    rest = line.text[len(mark) :].lstrip(" .)-–:°")
    return not (open_end and (_REFERENCE.match(rest) or mark[0].islower() or rest[:1].islower() or _ROMAN_NOISE.match(line.text)))


def _gap_breaks(last: Line, line: Line, leading: float, running: bool) -> bool:
    """Whether the blank between two lines of one page parts paragraphs; `running`: the words themselves go on."""
    gap = line.base - last.base
    if gap < -0.3 * max(last.size, 1.0):
        return not running
    usual = leading or 1.25 * last.size
    return gap > (2.3 if running else 1.3) * usual + 0.5


def goes_on(last: Line, line: Line, column: Column, item: Line | None = None) -> bool:
    """Whether `line` goes on with the paragraph that `last` belongs to. `column` is that of `last`; `item`: the first line of its list item."""
    in_item = item is not None
    if line.pieces or last.pieces or line.turn != last.turn or is_toc_line(last.text):
        return False
    lower = line.text[0].islower() or (line.text[0] in "(«,;" and line.text[1:3].strip()[:1].islower())
    full = _full(last, line, column)
    if _begins_item(last, line, full, in_item):
        return False
    hyphen = ends_with_hyphen(last, line)
    hanging = bool(_HANGING.search(last.text))
    unfinished = last.text[-1] not in _TERMINAL or hanging
    running = unfinished and (lower or hyphen or hanging) and (full or hyphen or last.bold == line.bold)
    if abs(last.size - line.size) > max(0.6, 0.07 * last.size) and not (running and abs(last.size - line.size) < 2):
        return False
    if last.bold and not line.bold and not (running and full):
        return False
    if line.bold and not last.bold and not (unfinished and full):
        return False
    if last.page == line.page:
        if _gap_breaks(last, line, column.leading, running):
            return False
    elif not unfinished or (not running and (len(last.text) < 45 or line.text.isupper())):
        return False
    if running or (item is not None and _hangs(item, last, line, column)):
        return True
    if not unfinished and line.x0 > last.x0 + 12 and not in_item:
        return False
    return full


def _hangs(item: Line, last: Line, line: Line, column: Column) -> bool:
    """Whether a line stands under the text of its list item, right of the mark, as close as lines of one item do."""
    if last.page != line.page or not column.leading or line.base - last.base > 1.08 * column.leading:
        return False
    return line.x0 > item.x0 + 4 and (last is item or abs(line.x0 - last.x0) < 2)


def paragraphs(lines: list[Line], right: float | None = None) -> list[list[Line]]:
    """Cut lines into paragraphs. `right`: the right edge of the cell that holds them, if any."""
    columns = column_of(lines, right)
    out: list[list[Line]] = []
    for index, line in enumerate(lines):
        item = out[-1][0] if out and head_mark(out[-1][0].text)[0] else None
        if out and goes_on(lines[index - 1], line, columns[index - 1], item):
            out[-1].append(line)
        else:
            out.append([line])
    return out
