"""Wide gaps inside printed lines: labels and their values, columns side by side.

PDFium puts all that stands on one baseline into one line. Where a line shows a gap far wider than its word spaces it is cut into pieces.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from clausecheck.read.marks import typed_bullet, typed_number
from clausecheck.read.pdf_page import Box, Cutter, Line, Word

__all__ = ["VALUE", "cut_at_gaps"]

_NUMBER = r"(?:\d{1,3}(?:[ .]\d{3})+|\d{1,6})(?:[.,]\d+)?"
_UNIT = r"(?:%|‰|€|points?|pts?|euros?|h\.?t\.?|t\.?t\.?c\.?|jours?|mois|ans?|/\s*\d{1,3}|sur\s+\d{1,3})"
VALUE = re.compile(
    rf"(?:(?:de\s+)?\(?{_NUMBER}\s*{_UNIT}?(?:\s*(?:points?|h\.?t\.?|ttc|maximum|max\.?))?\)?|/\s*\d{{1,3}}|coef(?:ficient|\.)?\s*\d+(?:[.,]\d+)?"
    r"|note\s+sur\s+\d+|oui|non|avec|sans|sans objet|néant)\s*[.;:*]?",
    re.IGNORECASE,
)
"""What stands alone in a column of values: a weight, a mark, a number, an amount, yes or no."""

_LEADER = re.compile(r"(\S.*?)\s*(?:[.·_]{4,}|(?:\.\s){4,}\.?)\s*(\S.{0,30})")
_DOTS = ("....", "····", "____", ". . . .")
_MARKER = re.compile(r"[\w.°()\-–]{1,9}")
_PLAIN = re.compile(r"\d{1,4}")
_WIDE_CHARS, _VALUE_CHARS = 0.72, 0.56


class _Rects:
    """The page's text pieces by the height of their middle."""

    def __init__(self, rects: list[Box]) -> None:
        self.rects = sorted(rects, key=lambda r: r[1] + r[3])
        self.middles = [(r[1] + r[3]) / 2 for r in self.rects]

    def widest_gap(self, line: Line) -> float:
        """The widest blank between pieces that stand on the line."""
        low, high = bisect_left(self.middles, line.top), bisect_right(self.middles, line.bottom)
        spans = sorted((r[0], r[2]) for r in self.rects[low:high] if r[0] >= line.x0 - 2 and r[2] <= line.x1 + 2)
        widest, right = 0.0, spans[0][1] if spans else 0.0
        for x0, x1 in spans[1:]:
            widest, right = max(widest, x0 - right), max(right, x1)
        return widest


def _suspicious(line: Line, rects: _Rects) -> bool:
    """Whether a look at the line's words is worth its price."""
    if len(line.text) < 3 or " " not in line.text or line.turn:
        return False
    spread = (line.x1 - line.x0) / (len(line.text) * max(line.size, 1.0))
    if spread > _WIDE_CHARS or (spread > _VALUE_CHARS and VALUE.fullmatch(line.text.rsplit(" ", 2)[-1])):
        return True
    return rects.widest_gap(line) > 1.4 * line.size


def _cuts(line: Line, words: list[Word]) -> list[int]:
    """Indices of the words that begin a new piece. A number or bullet stays with its text; a bare number before two more columns is a column."""
    gaps = [b[2] - a[3] for a, b in pairwise(words)]
    if not gaps:
        return []
    usual = sorted(gaps)[len(gaps) // 4]
    least = max(1.5 * line.size, 2.5 * usual if len(gaps) > 2 else 0.0)
    cuts = [i + 1 for i, gap in enumerate(gaps) if gap >= least]
    head = line.text[: words[cuts[0] - 1][1]] if cuts else ""
    if head and _is_marker(head) and not (len(cuts) > 1 and _PLAIN.fullmatch(head)):
        del cuts[0]
    return cuts


def _is_marker(head: str) -> bool:
    """A number or bullet set apart from its own text by a tab."""
    if typed_bullet(f"{head} x") or typed_number(f"{head} Xxx"):
        return len(head) <= 14
    return bool(_MARKER.fullmatch(head)) and (head[-1] in ".)°-–" or bool(_PLAIN.fullmatch(head)))


def _pieces(line: Line, probe: Cutter) -> tuple[Line, ...]:
    words = probe.words(line)
    cuts = _cuts(line, words)
    if not cuts:
        return ()
    bounds = [0, *cuts, len(words)]
    return tuple(probe.cut(line, words[a][0], words[b - 1][1]) for a, b in pairwise(bounds))


def _at_leader(line: Line, probe: Cutter) -> tuple[Line, ...]:
    """Label and value joined by dots; a bare number is left alone, it may be the page of a table of contents."""
    match = _LEADER.fullmatch(line.text) if any(dots in line.text for dots in _DOTS) else None
    if match is None or not VALUE.fullmatch(match.group(2)) or _PLAIN.fullmatch(match.group(2).strip()):
        return ()
    return probe.cut(line, *match.span(1)), probe.cut(line, *match.span(2))


def cut_at_gaps(lines: list[Line], probe: Cutter) -> None:
    """Fill `pieces` of the lines that wide gaps or dotted leaders cut into label and value, or into columns."""
    rects = _Rects(probe.rects())
    for line in lines:
        line.pieces = _at_leader(line, probe)
        if not line.pieces and _suspicious(line, rects):
            line.pieces = _pieces(line, probe)
