"""Values that follow a label: « Date limite : … », a label alone on its line or in the cell to the left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clausecheck.model import BlockKind, Fact
from clausecheck.structure.cues import Cues
from clausecheck.structure.numbering import read_label
from clausecheck.structure.view import View

__all__ = ["Value", "after_label", "fact", "labelled"]

_QUOTE = 300
_SEPARATOR = re.compile(r"\s*(?:\([^)]{0,60}\)\s*)?[:–—=]\s*|\s*-\s+|\s*\.{3,}\s*:?\s*")


@dataclass(frozen=True, slots=True)
class Value:
    """Words after a label: text[start:end] of the document.

    `label` is the folded label, `block` where the value stands, `origin` the label's block.
    """

    label: str
    start: int
    end: int
    block: int
    origin: int


def fact(view: View, field: str, value: str, start: int, end: int, *, around: tuple[int, int] | None = None) -> Fact:
    """A fact whose quote is the text around it, at most 300 characters; `around` are offsets of that text (the value's block when None)."""
    block = view.block(max(view.block_at(start), 0))
    low, high = around or (block.start, max(block.end, end))
    if high - low > _QUOTE:
        low = max(low, start - 120)
        high = min(high, low + _QUOTE)
    quote = " ".join(view.text[low:high].split())
    return Fact(field, value, quote, block.page, start, end, document=view.document.name)


def _next_text(view: View, index: int) -> int | None:
    """The next block with words that is not a margin, within three blocks; for a cell, the next cell of the row."""
    here = view.block(index).cell
    for other in range(index + 1, min(index + 4, len(view.blocks))):
        if not view.content[other] or not view.texts[other].strip():
            continue
        cell = view.block(other).cell
        if here is not None and (cell is None or cell.table != here.table or (cell.row == here.row and cell.col == here.col)):
            return None
        return other
    return None


def after_label(view: View, index: int, end: int) -> tuple[int, int, int] | None:
    """(start, end, block) of the value after a label that ends at offset `end` within block `index`."""
    text = view.texts[index]
    match = _SEPARATOR.match(text, end)
    start = match.end() if match else end
    rest = text[start:].strip()
    if rest:
        start += len(text[start:]) - len(text[start:].lstrip())
        return view.block(index).start + start, view.block(index).end, index
    other = _next_text(view, index)
    if other is None:
        return None
    block = view.block(other)
    return block.start, block.end, other


def _head_offset(view: View, index: int) -> int:
    """Where the words of a block begin, behind its number."""
    label = read_label(view.texts[index])
    return label.end if label is not None else 0


def labelled(view: View, cues: Cues, toc: frozenset[int], *, anywhere: bool = False, first: int | None = None) -> Iterator[Value]:
    """Values after the labels of `cues`, in reading order, the first of each block: labels at the head of a block, or `anywhere` in it.

    `first`: only the first n blocks.
    """
    limit = len(view.whole) if first is None or first >= len(view.blocks) else view.block(first).start
    seen = -1
    for hit in cues.finditer(view.whole[:limit]):
        index = view.block_at(hit.start())
        if index <= seen or index in toc or not (view.content[index] or view.block(index).kind in (BlockKind.HEADER, BlockKind.FOOTER)):
            continue
        start = view.block(index).start
        before = view.folded[index][: hit.start() - start]
        head = not re.search(r"[a-z0-9]", before) or (len(before) < 20 and hit.start() - start <= _head_offset(view, index) + 2)
        end = hit.end() - start
        explicit = hit.group().endswith(":") or _SEPARATOR.match(view.texts[index], end) is not None or not view.texts[index][end:].strip(" .")
        colon = hit.group().endswith(":") or re.match(r"\s*:", view.texts[index][end:]) is not None
        inside = colon and re.search(r"[.;]\s*$", before) is not None
        if not anywhere and not inside and not (head and explicit):
            continue
        seen = index
        found = after_label(view, index, end)
        if found is not None:
            yield Value(hit.group(), found[0], found[1], found[2], index)
