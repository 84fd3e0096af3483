"""The table of contents: recognised so that it is never read as content."""

from __future__ import annotations

import re

from clausecheck.model import BlockKind
from clausecheck.structure.cues import Cues
from clausecheck.structure.view import View

__all__ = ["find_contents", "title_key"]

_LEADER = re.compile(r"(?:(?:\.\s?){4}\s*|_{4}\s*)(?:page\s*)?\d{1,4}$")
_PAGE_END = re.compile(r"\S\s+(?:p\.?\s*)?\d{1,4}\s*$")
_LONGEST = 160
_MISSES = 2
_RUN = 4


def title_key(folded: str) -> str:
    """What two spellings of one title share: its letters, without head number, leaders and page number."""
    return re.sub(r"[^a-zß-ÿœ]+", "", re.sub(r"^\W*(?:article|art|chapitre|titre|annexe)?\W*[\divx.]*", "", folded))


def _dotted(folded: str) -> bool:
    """Leader dots and a page number at the end."""
    return folded[-1:].isdigit() and _LEADER.search(folded) is not None


def _leader_runs(view: View) -> set[int]:
    """Blocks with leader dots and a page number, where several stand in a row."""
    found: set[int] = set()
    run: list[int] = []
    for block in view.blocks:
        if not view.content[block.id]:
            continue
        if _dotted(view.folded[block.id]):
            run.append(block.id)
            continue
        if len(run) >= _RUN:
            found.update(run)
        run = []
    if len(run) >= _RUN:
        found.update(run)
    return found


def _after_heading(view: View, start: int) -> set[int]:
    """Lines after a « Sommaire » that carry a page number or come back later as a title."""
    later: dict[str, int] = {}
    for block in view.blocks[start + 1 :]:
        if block.end - block.start <= _LONGEST and view.content[block.id]:
            later[title_key(view.folded[block.id])] = block.id
    found: set[int] = set()
    waiting: list[int] = []
    for block in view.blocks[start + 1 :]:
        if not view.content[block.id]:
            continue
        folded = view.folded[block.id]
        key = title_key(folded)
        line = len(folded) <= _LONGEST or _dotted(folded)
        again = len(key) > 3 and later.get(key, -1) > block.id
        if line and (again or _dotted(folded) or (_PAGE_END.search(folded) and not folded.rstrip().endswith("."))):
            found.update(waiting)
            waiting = []
            found.add(block.id)
        elif line and len(waiting) < _MISSES and block.kind is not BlockKind.HEADING and (not found or later.get(key) == block.id):
            waiting.append(block.id)
        else:
            break
    return found


def find_contents(view: View, titles: Cues) -> frozenset[int]:
    """Blocks of the table of contents: those the reader marked, leader lines, and the lines after a title such as « Sommaire »."""
    found = {block.id for block in view.blocks if block.kind is BlockKind.TOC}
    found |= _leader_runs(view)
    for block in view.blocks:
        if 5 <= block.end - block.start <= 60 and view.content[block.id] and titles.whole(re.sub(r"(?<=\b\w) (?=\w\b)", "", view.folded[block.id])):
            lines = _after_heading(view, block.id)
            if len(lines) >= 3 or found:
                found |= lines
                found.add(block.id)
    return frozenset(found)
