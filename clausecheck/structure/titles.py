"""Which blocks are titles of articles: what the reader called a heading is vetted, typed numbers are followed, plain lines must name a matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausecheck.model import Block, BlockKind, SectionRole
from clausecheck.structure.numbering import Label, read_label
from clausecheck.structure.resources import RoleCues
from clausecheck.structure.view import View

__all__ = ["RANK", "Title", "find_titles"]

RANK = {"partie": 0, "livre": 0, "annexe": 0, "volet": 1, "titre": 10, "chapitre": 20, "section": 30, "sous-section": 35, "article": 40,
    "paragraphe": 60}
"""Nesting of titles that carry a keyword; a lower rank holds a higher one."""

_LONGEST_TYPED = 160
_LONGEST_HEADING = 300
_SENTENCE_END = re.compile(r"[;,]\s*$|[a-zß-ÿ0-9)»\"]\.\s*$")
_VERB = re.compile(r"\b(?:est|sont|sera|seront|doit|doivent|devra|devront|peut|peuvent|fournit|comprend|comprennent|concerne|ont|auront|aura)\b")
_FRAGMENT = re.compile(r"^[^\wA«\"'(\[]*(?:[a-zß-ÿ]|\d)|[;,]\s*$|^[\W\d]*$|\d\s*(?:%|\x80)|@|\bwww\.|\bcedex\b|^(?:tel|mail|fax|courriel|adresse)\b"
    r"|(?:\.{5}|_{5})")
_BULLET = re.compile(r"\s*[•▪●▫○◦➢➤✓✔❖■□\uf000-\uf8ff*-]\s*")


@dataclass(slots=True)
class Title:
    """A heading while the tree is built. `level` is the reader's, None when it gave none."""

    block: int
    label: Label | None
    level: int | None
    size: float
    trusted: bool = False
    """The level is the file's own (a Word style)."""
    parent: int | None = None
    depth: int = 1

    @property
    def signature(self) -> tuple[str, int, bool]:
        """Headings of one signature are siblings when nothing says otherwise."""
        if self.label is None:
            return ("plain", 0, False)
        return (self.label.scheme, self.label.depth, self.label.text[:1].islower())


def _capital(text: str) -> bool:
    return bool(re.match(r"[\"«“'(\[]?\s*(?:[A-ZÀ-ÞŒ]|\d+\s*[A-ZÀ-Þ°])", text))


def _emphasis(view: View, block: Block) -> bool:
    """Bold, larger than the body, or in capitals."""
    letters = [c for c in view.texts[block.id] if c.isalpha()]
    capitals = bool(letters) and sum(c.isupper() for c in letters) >= 0.8 * len(letters)
    return block.bold or capitals or (view.body_size > 0 and view.size(block.id) > view.body_size + 0.4)


class _Chains:
    """Numberings under way: the last label of each scheme and form, to tell the next number from a stray one."""

    def __init__(self) -> None:
        self._single: dict[tuple[str, int, bool], int] = {}
        self._open: list[Label] = []

    @staticmethod
    def _value(part: str) -> int:
        return int(part) if part.isdigit() else ord(part[0].lower()) - 96

    @staticmethod
    def _form(view: View, block: Block, label: Label) -> tuple[str, int, bool]:
        return (label.scheme, round(view.size(block.id)), block.bold)

    def plausible(self, view: View, block: Block, label: Label) -> bool:
        """True when the number goes on from, or opens below, one under way."""
        last = label.parts[-1]
        if label.depth >= 2:
            if not last.isdigit():
                return True
            for other in reversed(self._open):
                if other.parts == label.parts[:-1]:
                    return int(last) <= 3
                if other.depth == label.depth and other.parts[:-1] == label.parts[:-1] and other.parts[-1].isdigit():
                    return 0 < int(last) - int(other.parts[-1]) <= 4
            return not any(o.scheme == label.scheme or o.scheme == "article" for o in self._open) or (
                len(label.parts[0]) < 3 and int(last) <= 3 and _emphasis(view, block))
        value = self._value(label.parts[0]) if label.parts else 1
        before = self._single.get(self._form(view, block, label))
        return value == 1 or (0 < value - before <= 3 if before is not None else _emphasis(view, block))

    def take(self, view: View, block: Block, label: Label) -> None:
        """Go on with this number."""
        if not label.parts:
            return
        if label.depth == 1 and (label.parts[0].isdigit() or len(label.parts[0]) == 1):
            self._single[self._form(view, block, label)] = self._value(label.parts[0])
        self._open = [o for o in self._open if o.scheme != label.scheme or o.depth < label.depth]
        self._open.append(label)


def _heading(view: View, block: Block, label: Label | None, chains: _Chains) -> bool:
    """Vet a block that the reader called a heading; a level of its own (a Word style) is trusted."""
    text, folded = view.texts[block.id].strip(), view.folded[block.id].strip()
    if not text or block.end - block.start > _LONGEST_HEADING or not re.search(r"[a-zß-ÿ]{2}", folded):
        return False
    if block.level is not None and block.place:
        return True
    if label is None:
        words = len(folded.split())
        upright = "A" + folded[1:] if text[:1].isupper() else folded
        return not (_BULLET.match(text) or _FRAGMENT.search(upright) or (_SENTENCE_END.search(folded) and words > 6)
                    or (_VERB.search(folded) and words > 8))
    rest = text[label.end :].strip()
    if label.scheme in RANK or label.scheme == "lot":
        return bool(rest) or label.scheme != "lot"
    sentence = _SENTENCE_END.search(folded) is not None and len(rest.split()) > 12
    told = len(rest) > 60 and folded.endswith(".") and _VERB.search(folded) is not None
    if not rest or not _capital(rest) or sentence or told:
        return False
    return chains.plausible(view, block, label) or (label.scheme != "decimal" and _emphasis(view, block))


def _typed(view: View, block: Block, label: Label, chains: _Chains) -> bool:
    """True when a paragraph that the reader did not call a heading is one by its number."""
    folded = view.folded[block.id]
    rest = view.texts[block.id][label.end :].strip()
    if block.end - block.start > _LONGEST_TYPED or _SENTENCE_END.search(folded):
        return False
    strong = _emphasis(view, block)
    if label.scheme == "lot":
        return strong and label.separated and bool(rest)
    if label.scheme in RANK:
        short = len(rest) <= 100 and not _VERB.search(folded)
        return (label.separated or strong or not rest) and (short or strong) and (not rest or _capital(rest) or strong)
    if not rest or not _capital(rest) or not re.search(r"[A-Za-zÀ-ÿ]{3}", rest):
        return False
    if rest.endswith(":") and not strong and label.depth < 2:
        return False
    if label.scheme == "decimal" and label.depth >= 2:
        return chains.plausible(view, block, label) and (len(rest) <= 100 or strong) and not re.match(r"[\d%]", rest)
    return strong and len(rest) <= 110 and chains.plausible(view, block, label)


def _plain(view: View, block: Block, roles: RoleCues) -> bool:
    """An unnumbered line that names the matter of an article and ends with a colon or stands out: « Critères d'attribution : »."""
    folded = view.folded[block.id].strip()
    if len(folded) > 80 or re.search(r"\d", folded) or folded.endswith((";", ",", ".")):
        return False
    if not (folded.endswith(":") or _emphasis(view, block)):
        return False
    return roles.opens(folded.rstrip(" :")) is not None


def _is_title(view: View, block: Block, label: Label | None, chains: _Chains, roles: RoleCues) -> bool:
    if block.kind is BlockKind.HEADING:
        return _heading(view, block, label, chains)
    if block.cell is not None or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    return _typed(view, block, label, chains) if label is not None else _plain(view, block, roles)


def find_titles(view: View, toc: frozenset[int], roles: RoleCues) -> list[Title]:
    """Titles in reading order; lines of a title page that name no matter are left out when numbered articles follow."""
    found: list[Title] = []
    chains = _Chains()
    for block in view.blocks:
        if not view.content[block.id] or block.id in toc or block.end - block.start > _LONGEST_HEADING:
            continue
        text = view.texts[block.id]
        label = None if re.match(r"\s*M\.\s", text) else read_label(text)
        if not _is_title(view, block, label, chains, roles):
            continue
        level = block.level if block.kind is BlockKind.HEADING else None
        found.append(Title(block.id, label, level, view.size(block.id), trusted=level is not None and bool(block.place)))
        if label is not None:
            chains.take(view, block, label)
    first = next((i for i, title in enumerate(found) if title.label is not None), 0)
    if sum(title.label is not None for title in found) >= 3:
        cover = [t for t in found[:first] if not (t.level and view.block(t.block).place) and roles.of(view.folded[t.block]) is SectionRole.OTHER]
        found = [t for t in found if t not in cover]
    return found
