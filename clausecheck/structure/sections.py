"""The article tree: which blocks are titles, how they nest, and what each article is for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from clausecheck.model import Block, BlockKind, Section, SectionRole
from clausecheck.structure.cues import Cues
from clausecheck.structure.numbering import Label, read_label
from clausecheck.structure.resources import RoleCues
from clausecheck.structure.view import View

__all__ = ["find_sections", "role_of_title"]

_LONGEST_TITLE = 160
_RANK = {"partie": 0, "livre": 0, "annexe": 0, "volet": 1, "titre": 10, "chapitre": 20, "section": 30, "sous-section": 35, "article": 40, "paragraphe": 60}
_SENTENCE_END = re.compile(r"[;,]\s*$|[a-zß-ÿ0-9)»\"]\.\s*$")
_VERB = re.compile(r"\b(?:est|sont|sera|seront|doit|doivent|devra|devront|peut|peuvent|fournit|comprend)\b")


@dataclass(slots=True)
class _Title:
    """A heading while the tree is built. `level` is the reader's, None when it gave none."""

    block: int
    label: Label | None
    level: int | None
    size: float
    parent: int | None = None
    depth: int = 1

    @property
    def signature(self) -> tuple[str, int, bool]:
        """Headings of one signature are siblings when nothing says otherwise."""
        if self.label is None:
            return ("plain", 0, False)
        return (self.label.scheme, self.label.depth, self.label.text[:1].islower())


def _rest(view: View, index: int, label: Label) -> str:
    return view.texts[index][label.end :].strip()


def _capital(text: str) -> bool:
    return bool(re.match(r"[\"«“'(\[]?\s*[A-ZÀ-ÞŒ0-9]", text))


def _emphasis(view: View, block: Block) -> bool:
    """Bold, larger than the body, or in capitals."""
    letters = [c for c in view.texts[block.id] if c.isalpha()]
    capitals = bool(letters) and sum(c.isupper() for c in letters) >= 0.8 * len(letters)
    return block.bold or capitals or (view.body_size > 0 and view.size(block.id) > view.body_size + 0.4)


def _follows(label: Label, open_labels: list[Label]) -> bool:
    """A decimal number of two components or more that continues an open numbering, or opens one below an open title."""
    last = label.parts[-1]
    if not last.isdigit():
        return True
    for other in reversed(open_labels):
        if other.parts == label.parts[:-1]:
            return int(last) <= 3
        if len(other.parts) == len(label.parts) and other.parts[:-1] == label.parts[:-1] and other.parts[-1].isdigit():
            return 0 < int(last) - int(other.parts[-1]) <= 3
    return not open_labels


def _next_single(label: Label, open_labels: list[Label]) -> bool:
    """A one-component number that comes right after the open one of its scheme, or is the first."""
    value = label.parts[0]
    for other in open_labels:
        if other.scheme == label.scheme and len(other.parts) == 1:
            if value.isdigit() and other.parts[0].isdigit():
                return 0 < int(value) - int(other.parts[0]) <= 2
            return value != other.parts[0]
    return value in ("1", "I", "A", "a")


def _typed_title(view: View, block: Block, label: Label, open_labels: list[Label]) -> bool:
    """True when a paragraph that the reader did not call a heading is one by its number."""
    rest = _rest(view, block.id, label)
    if block.end - block.start > _LONGEST_TITLE or _SENTENCE_END.search(view.folded[block.id]):
        return False
    strong = _emphasis(view, block)
    if label.scheme in _RANK or label.scheme == "lot":
        if label.scheme == "lot":
            return strong and label.separated and bool(rest)
        short = len(rest) <= 100 and not _VERB.search(view.folded[block.id])
        return (label.separated or strong or not rest) and (short or strong) and (not rest or _capital(rest) or strong)
    if not rest or not _capital(rest):
        return False
    if rest.rstrip().endswith(":") and not strong and label.depth < 2:
        return False
    if label.scheme == "decimal":
        if label.depth >= 2:
            return _follows(label, open_labels) and (len(rest) <= 100 or strong) and bool(re.search(r"[A-Za-zÀ-ÿ]{3}", rest))
        return strong and _next_single(label, open_labels)
    return strong and len(rest) <= 110 and (label.depth >= 2 or _next_single(label, open_labels))


def _plain_title(view: View, block: Block, roles: RoleCues) -> bool:
    """An unnumbered line that names the matter of an article and ends with a colon or stands out: « Critères d'attribution : »."""
    folded = view.folded[block.id].strip()
    if len(folded) > 80 or re.search(r"\d", folded) or folded.endswith((";", ",", ".")):
        return False
    if not (folded.endswith(":") or _emphasis(view, block)):
        return False
    return roles.opens(folded.rstrip(" :")) is not None


def _titles(view: View, toc: frozenset[int], roles: RoleCues) -> list[_Title]:
    found: list[_Title] = []
    open_labels: list[Label] = []
    for block in view.blocks:
        if not view.content[block.id] or block.id in toc or not view.texts[block.id].strip():
            continue
        heading = block.kind is BlockKind.HEADING and block.end - block.start <= 400
        if not heading and (block.cell is not None or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING)):
            continue
        label = read_label(view.texts[block.id]) if block.end - block.start <= 400 else None
        if label is not None and label.scheme == "letter" and re.match(r"M\.\s", view.texts[block.id]):
            label = None
        if not heading:
            heading = _typed_title(view, block, label, open_labels) if label else _plain_title(view, block, roles)
        if not heading:
            continue
        found.append(_Title(block.id, label, block.level if block.kind is BlockKind.HEADING else None, view.size(block.id)))
        if label is not None and label.parts:
            open_labels = [o for o in open_labels if not (len(o.parts) >= len(label.parts) and o.scheme == label.scheme)]
            open_labels.append(label)
    return found


def _by_number(title: _Title, titles: list[_Title], stack: list[int]) -> int | None | bool:
    """Parent by number, None for the top, False when the number does not say."""
    label = title.label
    if label is None:
        return False
    if label.scheme in ("partie", "livre", "annexe"):
        return None
    if label.scheme in ("decimal", "article") and label.depth >= 2:
        for index in reversed(stack):
            other = titles[index].label
            if other is None or other.scheme not in ("decimal", "article", "chapitre"):
                continue
            if other.parts == label.parts[:-1]:
                return index
            if len(other.parts) == len(label.parts) and other.parts[:-1] == label.parts[:-1]:
                return titles[index].parent
        for index in reversed(stack):
            other = titles[index].label
            if other is not None and other.parts and other.scheme in ("decimal", "article") and label.parts[: len(other.parts)] == other.parts:
                return index
    if label.scheme in _RANK:
        for index in reversed(stack):
            other = titles[index].label
            if other is not None and _RANK.get(other.scheme, 99) < _RANK[label.scheme]:
                return index
        return None
    return False


def _by_form(title: _Title, titles: list[_Title], stack: list[int]) -> int | None:
    """Parent by the reader's level, by an open title of the same form, or by font size."""
    if title.level is not None:
        for index in reversed(stack):
            level = titles[index].level
            if level is not None and level < title.level:
                return index
            if level is None and titles[index].label is None:
                continue
        if any(titles[index].level is not None for index in stack):
            return None
    for index in reversed(stack):
        if titles[index].signature == title.signature and (title.label is not None or abs(titles[index].size - title.size) < 0.5):
            return titles[index].parent
    for index in reversed(stack):
        if not title.size or not titles[index].size or titles[index].size > title.size - 0.4:
            return index
    return None


def _nest(titles: list[_Title]) -> None:
    stack: list[int] = []
    for index, title in enumerate(titles):
        parent = _by_number(title, titles, stack) if stack else None
        if parent is False:
            parent = _by_form(title, titles, stack)
        title.parent = None if parent is None else int(parent)
        while stack and (title.parent is None or stack[-1] != title.parent):
            if title.parent is not None and title.parent not in stack:
                break
            stack.pop()
        title.depth = 1 if title.parent is None else titles[title.parent].depth + 1
        stack.append(index)


def role_of_title(folded: str, roles: RoleCues) -> SectionRole:
    """The role that a title's cues give, OTHER when none."""
    return roles.of(folded)


def _advice(view: View, section: Section, last: int, cues: Cues) -> bool:
    blocks = [b for b in range(section.first + 1, last + 1) if view.content[b]]
    return len(blocks) >= 2 and sum(cues.find(view.folded[b]) is not None for b in blocks) >= 0.5 * len(blocks)


def find_sections(view: View, toc: frozenset[int], roles: RoleCues) -> tuple[tuple[Section, ...], tuple[int, ...]]:
    """The sections in order, and for each block the index of the innermost one (-1 before the first title)."""
    titles = _titles(view, toc, roles)
    _nest(titles)
    count = len(view.blocks)
    sections: list[Section] = []
    for index, title in enumerate(titles):
        end = next((t.block - 1 for t in titles[index + 1 :] if t.depth <= title.depth), count - 1)
        text = view.texts[title.block]
        label = title.label
        name = " ".join((text[label.end :] if label else text).split()).strip(" :–—-.")
        number = label.text if label else ""
        keep = label is not None and label.scheme in ("annexe", "lot", "partie")
        folded = view.folded[title.block] if label is None or keep else view.folded[title.block][label.end :]
        section = Section(index, name or number, number if name else "", title.depth, title.parent, title.block, end, roles.of(folded.strip()))
        sections.append(section)
    section_of = [-1] * count
    for section in sections:
        section_of[section.first : section.last + 1] = [section.id] * (section.last - section.first + 1)
    for section in sections:
        own_last = next((s.first - 1 for s in sections[section.id + 1 : section.id + 2]), section.last)
        if section.role is SectionRole.OTHER and _advice(view, section, min(own_last, section.last), roles.advice):
            sections[section.id] = replace(section, role=SectionRole.ADVICE)
    return tuple(sections), tuple(section_of)
