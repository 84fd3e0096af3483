"""Tables of contents that the file does not mark as such: a title like "Sommaire" and short lines that all come back later as titles."""

from __future__ import annotations

import re

from clausecheck.model import BlockKind
from clausecheck.read.blocks import Draft
from clausecheck.read.marks import typed_number
from clausecheck.text.fold import fold

__all__ = ["mark_toc"]

_TITLE = re.compile(r"(?:sommaire|tables? des matieres|plan du document|index)\b[^.;]{0,40}$")
_LEADERS = re.compile(r"[\s.·_…-]*\d{0,4}\s*$")
_LONGEST = 200
_MISSES = 3
_LEAST = 3
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM})


def _key(text: str) -> str:
    """The words of an entry or title, without number, leaders and page."""
    bare = _LEADERS.sub("", text[len(typed_number(text)) :])
    return re.sub(r"[^a-z0-9]+", " ", fold(bare)).strip()


def mark_toc(drafts: list[Draft]) -> None:
    """Turn the blocks of an unmarked table of contents into kind TOC, in place. A title without at least three such lines is left alone."""
    for index, draft in enumerate(drafts):
        if draft.kind in _KINDS and draft.cell is None and len(draft.text) < 60 and _TITLE.match(fold(draft.text).strip()):
            last = _last_entry(drafts, index)
            if last is not None:
                for entry in drafts[index : last + 1]:
                    if entry.kind in _KINDS:
                        entry.kind, entry.level = BlockKind.TOC, None


def _last_entry(drafts: list[Draft], title: int) -> int | None:
    """The index of the last entry after the title: entries run until the first of them comes back."""
    keys = [_key(d.text) if d.kind in _KINDS and d.cell is None else "" for d in drafts]
    where: dict[str, int] = {}
    for index, key in enumerate(keys):
        where[key] = index
    seen: set[str] = set()
    last, misses, hits = None, 0, 0
    for index in range(title + 1, len(drafts)):
        key = keys[index]
        if key in seen and key:
            break
        if key and len(drafts[index].text) <= _LONGEST and where[key] > index:
            seen.add(key)
            last, misses, hits = index, 0, hits + 1
        elif drafts[index].kind in _KINDS:
            misses += 1
            if misses > _MISSES:
                break
    return last if hits >= _LEAST else None
