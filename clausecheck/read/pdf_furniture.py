"""Running headers, footers and page numbers: recognised because pages repeat them at the same height, and set aside.

A number may vary from page to page only as the page number does; "Lot 1", "Lot 2" at the head of two pages are content.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from clausecheck.read.pdf_layout import PageFlow
from clausecheck.read.pdf_page import Line
from clausecheck.read.pdf_rows import Item

__all__ = ["Furniture", "set_aside"]

_ZONE, _WIDE_ZONE = 0.1, 0.28
"""Share of the page's height where repeated text is furniture; the wide one holds only for text that adjoins furniture."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page|p\.?)?\s*[-–—(]?\s*(\d{1,4})\s*[-–—)]?(?:\s*(?:/|sur|de|sur un total de)\s*\d{1,4})?", re.IGNORECASE)
_SAYS_PAGE = re.compile(r"\bp(?:age|\.)\s*:?\s*\d|\d\s*(?:/|sur)\s*\d", re.IGNORECASE)
_AT_END = re.compile(r"^\W*\d+\b|\b\d+\W*$")
_COUNTS_OTHERS = re.compile(r"\b(?:lot|article|art|annexe|chapitre|titre|partie|phase|tranche|fiche|lots?\s+n)\b", re.IGNORECASE)


@dataclass(slots=True)
class Furniture:
    """One header or footer line kept for the record: what it is, and the page that shows it first."""

    line: Line
    header: bool


@dataclass(slots=True)
class _Entry:
    page: PageFlow
    item: Item
    text: str
    top: bool
    depth: float


Key = tuple[str, bool, int]


def _text(item: Item) -> str:
    if isinstance(item, Line):
        return item.text
    return " ".join(line.text for cell in item.cells for line in cell.lines)


def _span(item: Item) -> tuple[float, float]:
    return (item.top, item.bottom) if isinstance(item, Line) else (item.box[1], item.box[3])


def _entries(pages: list[PageFlow]) -> list[_Entry]:
    """Everything near the top or bottom edge, and turned writing anywhere (watermarks, notes along the margin).

    `depth` is the distance from the edge as a share of the height.
    """
    found: list[_Entry] = []
    for page in pages:
        height = max(page.height, 1.0)
        for item in page.items:
            top, bottom = _span(item)
            if isinstance(item, Line) and item.turn:
                found.append(_Entry(page, item, item.text, True, 0.0))
            elif bottom / height <= _WIDE_ZONE:
                found.append(_Entry(page, item, _text(item), True, max(bottom, 0.0) / height))
            elif top / height >= 1 - _WIDE_ZONE:
                found.append(_Entry(page, item, _text(item), False, max(height - top, 0.0) / height))
    return found


def _keys(entry: _Entry) -> list[Key]:
    """What makes two entries the same: text without digits and height, to two points either way."""
    shape = _DIGITS.sub("0", entry.text)
    level = entry.depth * entry.page.height / 4
    return [(shape, entry.top, int(level)), (shape, entry.top, int(level + 0.5) + 100_000)]


def _may_count_pages(text: str) -> bool:
    """Whether a number that changes in a header may be the page's: said so, at one end of the text, and not the number of a lot or an article."""
    return bool(_SAYS_PAGE.search(text)) or (bool(_AT_END.search(text)) and not _COUNTS_OTHERS.search(text))


def _numbers_page(entries: list[_Entry]) -> bool:
    """Whether the digits of repeated text stay the same or run with the page number."""
    numbers = [[int(d[-9:]) for d in _DIGITS.findall(e.text)] for e in entries]
    if len({tuple(n) for n in numbers}) == 1:
        return True
    if not _may_count_pages(entries[0].text):
        return False
    for column in range(len(numbers[0])):
        offsets: dict[int, int] = defaultdict(int)
        values = {n[column] for n in numbers}
        for entry, row in zip(entries, numbers, strict=True):
            offsets[row[column] - entry.page.page] += 1
        if len(values) > 1 and max(offsets.values()) < 0.7 * len(entries):
            return False
    return True


def _repeated(entries: list[_Entry], pages: int) -> set[int]:
    """Ids of the items that enough pages repeat."""
    needed = min(3, pages // 2 + 1)
    groups: dict[Key, list[_Entry]] = defaultdict(list)
    for entry in entries:
        for key in _keys(entry):
            groups[key].append(entry)
    found: set[int] = set()
    for group in groups.values():
        if len({e.page.page for e in group}) >= max(needed, 2) and _numbers_page(group):
            found.update(id(e.item) for e in group)
    return found


def _is_page_number(entry: _Entry, outermost: bool) -> bool:
    match = _PAGE_NUMBER.fullmatch(entry.text.strip())
    return bool(match and outermost and entry.depth <= _ZONE and abs(int(match.group(1)) - entry.page.page) <= 12)


def _furniture_of(entries: list[_Entry], repeated: set[int], numbered: bool) -> list[_Entry]:
    """Of the entries at one edge of one page, outermost first, those that are furniture."""
    found: list[_Entry] = []
    limit = 0.0
    for position, entry in enumerate(sorted(entries, key=lambda e: e.depth)):
        known = id(entry.item) in repeated and (entry.depth <= _ZONE or entry.depth <= limit)
        if known or (numbered and _is_page_number(entry, position == len(found))):
            found.append(entry)
            limit = min(_WIDE_ZONE, entry.depth + 0.06)
    return found


def set_aside(pages: list[PageFlow]) -> dict[int, list[Furniture]]:
    """Take furniture out of the pages' items. Returns, by page number, what is shown there for the first time, in reading order."""
    entries = _entries(pages)
    repeated = _repeated(entries, len(pages)) if len(pages) > 1 else set()
    by_edge: dict[tuple[int, bool], list[_Entry]] = defaultdict(list)
    for entry in entries:
        by_edge[(entry.page.page, entry.top)].append(entry)
    first: dict[int, list[Furniture]] = defaultdict(list)
    seen: set[str] = set()
    gone: set[int] = set()
    for (number, top), edge in sorted(by_edge.items(), key=lambda pair: (pair[0][0], not pair[0][1])):
        for entry in sorted(_furniture_of(edge, repeated, len(pages) > 1), key=lambda e: _span(e.item)[0]):
            gone.add(id(entry.item))
            shape = _DIGITS.sub("0", entry.text)
            if shape in seen or _PAGE_NUMBER.fullmatch(entry.text.strip()):
                continue
            seen.add(shape)
            lines = [entry.item] if isinstance(entry.item, Line) else [line for cell in entry.item.cells for line in cell.lines]
            first[number] += [Furniture(line, top) for line in lines]
    for page in pages:
        page.items = [item for item in page.items if id(item) not in gone]
    return dict(first)
