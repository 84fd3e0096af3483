"""What a paragraph is: heading, list item, entry of a table of contents, or plain text; by size, weight, capitals, underlining and number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from clausecheck.model import BlockKind
from clausecheck.read.marks import level_of_number, looks_like_heading
from clausecheck.read.pdf_page import Line
from clausecheck.read.pdf_paragraphs import head_mark, is_toc_line

__all__ = ["Group", "classify", "main_size"]

_NAMED = re.compile(r"(?:article|art\.|chapitre|titre|section|partie|annexe)\b", re.IGNORECASE)
_TOC_TITLE = re.compile(r"(?:sommaire|table des mati[èe]res|table des articles|index)\s*:?", re.IGNORECASE)
_BARE = re.compile(r"\d{1,2}(?=\s+[A-ZÀ-Þ][a-zà-ÿ'’A-ZÀ-Þ])")
_HEADING_CHARS, _HEADING_LINES = 200, 4
_DEEPEST = 6


@dataclass(slots=True)
class Group:
    """A paragraph: its lines, its text, and what it was found to be."""

    lines: list[Line]
    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    number: str = ""

    @property
    def size(self) -> float:
        """Font size of the first line, points."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Whether every line is bold."""
        return all(line.bold for line in self.lines)


def main_size(lines: Iterable[Line]) -> float:
    """The font size that holds most characters, 0 when there are none."""
    weight: dict[float, int] = defaultdict(int)
    for line in lines:
        weight[round(line.size, 1)] += len(line.text)
    return max(weight, key=lambda size: (weight[size], -size)) if weight else 0.0


def _capitals(text: str) -> bool:
    return text.isupper() and sum(c.isalpha() for c in text) >= 4


def _stands_out(group: Group, body: float) -> bool:
    """Larger, bold, in capitals or underlined throughout."""
    return (
        group.size >= 1.12 * body + 0.1 or group.bold or _capitals(group.text[len(group.number) :])
        or all(line.underlined for line in group.lines)
    )


def _numbered_heading(group: Group, body: float) -> bool:
    text, number = group.text, group.number
    rest = text[len(number) :].strip(" .:-–—)°/")
    if text[-1] in ";," or not (rest or _NAMED.match(number)):
        return False
    strong = _stands_out(group, body)
    depth = level_of_number(number)
    if _NAMED.match(number):
        plain = not rest or (rest[:1].isupper() and looks_like_heading(text, number) and len(text) < 110)
        return plain or (strong and (text[-1] != "." or len(text) < 110))
    if depth is None:
        return strong and text[-1] != "." and len(text) < 110 and rest[:1].isupper()
    if depth >= 2:
        return (strong and len(text) < 160) or (rest[:1].isupper() and looks_like_heading(text, number) and len(text) < 100 and text[-1] != ":")
    return strong and rest[:1].isupper() and (text[-1] != "." or len(text) < 80)


def _plain_heading(group: Group, body: float) -> bool:
    text = group.text
    if text[-1] in ".;," or not any(c.isalpha() for c in text) or text[0].islower():
        return False
    lead_in = text[-1] == ":" and len(text) > 60
    if group.size >= 1.12 * body + 0.1:
        return not lead_in
    if group.bold or (_capitals(text) and not text[0].isdigit()):
        return not lead_in and len(text) <= 130
    return all(line.underlined for line in group.lines) and len(text) <= 70 and not lead_in


def _is_heading(group: Group, body: float) -> bool:
    if len(group.text) > _HEADING_CHARS or len(group.lines) > _HEADING_LINES or any(line.pieces for line in group.lines):
        return False
    return _numbered_heading(group, body) if group.number else _plain_heading(group, body)


def _bare_contents(groups: list[Group]) -> None:
    """Entries without leaders, title and page number apart on one line, under the title of a table of contents."""
    title: Group | None = None
    for group in groups:
        if _TOC_TITLE.fullmatch(group.text):
            title = group
        elif title is not None and group.lines[0].page > title.lines[0].page + 3:
            title = None
        pieces = group.lines[0].pieces
        if title is not None and len(group.lines) == 1 and len(pieces) >= 2 and pieces[-1].text.isdigit():
            group.kind = BlockKind.TOC


def _contents(groups: list[Group]) -> None:
    """Entries of a table of contents, the short lines caught between them, and its title."""
    _bare_contents(groups)
    marks = [index for index, group in enumerate(groups) if group.kind is BlockKind.TOC]
    for a, b in pairwise(marks):
        if 1 < b - a <= 4 and all(len(groups[i].text) < 140 for i in range(a + 1, b)):
            for index in range(a + 1, b):
                groups[index].kind, groups[index].level = BlockKind.TOC, None
    for index in range(len(groups) - 1):
        if groups[index + 1].kind is BlockKind.TOC and _TOC_TITLE.fullmatch(groups[index].text):
            groups[index].kind, groups[index].level = BlockKind.TOC, None


def _list_levels(groups: list[Group]) -> None:
    """Nesting of list items from the indentation of their marks; a heading or a paragraph further left starts anew."""
    stack: list[float] = []
    for group in groups:
        x0 = group.lines[0].x0
        if group.kind is not BlockKind.LIST_ITEM:
            if group.kind is not BlockKind.PARAGRAPH or (stack and x0 < stack[0] + 2):
                stack.clear()
            continue
        while stack and stack[-1] > x0 + 5:
            stack.pop()
        if not stack or x0 > stack[-1] + 5:
            stack.append(x0)
        group.level = len(stack)


Style = tuple[float, bool]


def _style(group: Group) -> Style:
    return round(group.size * 2) / 2, group.bold


def _heading_levels(groups: list[Group]) -> None:
    """Levels by number where there is one; else that of numbered headings of the same look, else one below the stronger looks."""
    numbered: dict[Style, Counter[int]] = defaultdict(Counter)
    headings = [g for g in groups if g.kind is BlockKind.HEADING]
    for group in headings:
        group.level = level_of_number(group.number) if group.number else None
        if group.level is not None:
            numbered[_style(group)][group.level] += 1
    usual = {style: counts.most_common(1)[0][0] for style, counts in numbered.items()}
    sizes = sorted({_style(g)[0] for g in headings if g.level is None}, reverse=True)
    above = 0
    for group in headings:
        if group.level is not None:
            above = group.level
            continue
        if group.number:
            group.level = min(_DEEPEST, above + 1)
            continue
        style = _style(group)
        if style in usual:
            group.level = usual[style]
            continue
        stronger = [level for (size, bold), level in usual.items() if (size, bold) > style]
        group.level = min(_DEEPEST, 1 + max(stronger) if stronger else 1 + (sizes.index(style[0]) if not usual else 0))


def classify(groups: list[Group], body: float) -> None:
    """Fill in kind, number and level of each paragraph. `body` is the document's main font size in points."""
    for group in groups:
        kind, mark = head_mark(group.text)
        if not kind and _stands_out(group, body) and (bare := _BARE.match(group.text)):
            kind, mark = "number", bare.group()
        group.number = mark if kind == "number" else ""
        if is_toc_line(group.text):
            group.kind = BlockKind.TOC
        elif kind != "bullet" and _is_heading(group, body):
            group.kind = BlockKind.HEADING
        elif kind:
            group.kind = BlockKind.LIST_ITEM
    _contents(groups)
    _list_levels(groups)
    _heading_levels(groups)
