""""Un écolabel" without a name: when the words are a demand of their own, and when they only class the labels named beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from clausecheck.find.labels_names import Hit
from clausecheck.find.windows import Unit
from clausecheck.model import BlockKind, Document, Nature
from clausecheck.rulebook.labels import LabelCues
from clausecheck.rulebook.labels_phrases import LETTER, phrases

__all__ = ["GENERIC", "is_unnamed", "stands_alone"]

GENERIC = "generic-ecolabel"
_UNNAMED = frozenset({GENERIC, "iso-14024", "label-generique-achat"})

_OPENS = re.compile(rf"^[^{LETTER}]{{0,3}}[(:«\"]")
_BEFORE = 40
_AFTER = 60
_TYPE_I = frozenset({Nature.ISO14024_TYPE_I})


def is_unnamed(hit: Hit) -> bool:
    """An ask for a kind of label instead of a label: "un écolabel", "un label de type I", but not "ISO 14024"."""
    return hit.rule.id in _UNNAMED and not any(c.isdigit() and int(c) > 1 for c in hit.alias.text)


def stands_alone(hit: Hit, unit: Unit, document: Document, named: Sequence[Hit], below: Mapping[int, Collection[int]], cues: LabelCues) -> bool:
    """True when the generic word at `hit` asks for a label of its own.

    `named` are the hits with a name in the unit; `below` gives, for a unit, the units that inherit from it and name labels.
    """
    if hit.rule.id == GENERIC and (unit.kind is BlockKind.HEADING or _in_head_row(unit, document)):
        return False
    before = unit.folded[max(0, hit.start - unit.start - _BEFORE) : hit.start - unit.start]
    after = unit.folded[hit.end - unit.start : hit.end - unit.start + _AFTER]
    if named and _ends_with(cues.others, before):
        return False
    if hit.rule.id != GENERIC:
        return True
    if any(n.rule.nature in _TYPE_I for n in named):
        return False
    if any(n.start >= hit.end for n in named) and (_OPENS.match(after) or phrases(cues.announces).search(after)):
        return False
    if any(0 <= n.start - hit.end <= 3 for n in named):
        return False
    if named and re.match(rf"^[^{LETTER}]{{1,3}}(?:equivalent|similaire|comparable)", after):
        return False
    return not (below.get(unit.index) and (unit.text.rstrip().endswith(":") or phrases(cues.announces).search(after)))


def _in_head_row(unit: Unit, document: Document) -> bool:
    cell = document.blocks[unit.block].cell
    return cell is not None and (cell.header or cell.row == 0)


def _ends_with(listed: tuple[str, ...], before: str) -> bool:
    """One of the phrases stands within the last two words of `before`."""
    tail = " ".join(before.split()[-3:])
    return phrases(listed).search(tail) is not None
