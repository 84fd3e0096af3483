"""One-paragraph documents for the label tests."""

from __future__ import annotations

from collections.abc import Sequence

from clausecheck.find.labels import LabelMatcher, Labels
from clausecheck.find.windows import Unit, units
from clausecheck.model import Block, BlockKind, Document, Outline, Part, PieceKind
from clausecheck.rulebook.labels import load_label_cues, load_labels

RULES = load_labels()
MATCHER = LabelMatcher(RULES, load_label_cues())


def document(parts: Sequence[tuple[BlockKind, str]]) -> tuple[Document, tuple[Unit, ...]]:
    """A document of these blocks, and its units."""
    blocks: list[Block] = []
    offset = 0
    for index, (kind, text) in enumerate(parts):
        level = 1 if kind in (BlockKind.LIST_ITEM, BlockKind.HEADING) else None
        blocks.append(Block(index, kind, offset, offset + len(text), level=level))
        offset += len(text) + 1
    made = Document("essai", "essai", "txt", "\n".join(text for _, text in parts), tuple(blocks))
    outline = Outline(PieceKind.CCTP, 1.0, (Part(PieceKind.CCTP, 0, len(parts) - 1, 1.0),), (), (-1,) * len(parts))
    return made, units(made, outline)


def found(*texts: str) -> Labels:
    """What is found in these paragraphs; one that begins with "- " is a list item, one with "# " a heading."""
    kinds = {"- ": BlockKind.LIST_ITEM, "# ": BlockKind.HEADING}
    made, cut = document([(kinds.get(t[:2], BlockKind.PARAGRAPH), t[2:] if t[:2] in kinds else t) for t in texts])
    return MATCHER.find(cut, made)


def named(*texts: str) -> set[str]:
    """The ids named in these paragraphs."""
    return {candidate.scope for candidate in found(*texts).candidates}
