"""The article tree: which blocks are titles, how they nest, and what each article is for."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.model import Section, SectionRole
from clausecheck.structure.cues import Cues
from clausecheck.structure.numbering import Label
from clausecheck.structure.resources import RoleCues
from clausecheck.structure.titles import RANK, Title, find_titles
from clausecheck.structure.view import View

__all__ = ["find_sections"]

def _by_decimal(title: Title, titles: list[Title], stack: list[int]) -> int | bool | None:
    """Parent of « 5.2 »: the open « 5 » or « Article 5 », the parent of an open « 5.1 »; False when neither is open."""
    label = title.label
    if label is None or label.depth < 2:
        return False
    for index in reversed(stack):
        other = titles[index].label
        if other is None or other.scheme not in ("decimal", "article", "chapitre", "mixed"):
            continue
        if other.parts == label.parts[:-1]:
            return index
        if len(other.parts) == len(label.parts) and other.parts[:-1] == label.parts[:-1]:
            return titles[index].parent
    for index in reversed(stack):
        other = titles[index].label
        if other is not None and other.parts and other.scheme in ("decimal", "article") and label.parts[: len(other.parts)] == other.parts:
            return index
    return False


def _by_rank(title: Title, titles: list[Title], stack: list[int]) -> int | bool | None:
    """Parent of a title with a keyword: the innermost open one of a lower rank; False when only titles without a keyword are open."""
    label = title.label
    if label is None or label.scheme not in RANK:
        return False
    if RANK[label.scheme] == 0:
        return None
    for index in reversed(stack):
        other = titles[index].label
        if other is not None and RANK.get(other.scheme, 99) < RANK[label.scheme]:
            return index
        if other is not None and other.scheme == label.scheme and other.depth == label.depth:
            return titles[index].parent
    return False


def _by_form(title: Title, titles: list[Title], stack: list[int]) -> int | None:
    """Parent by the reader's level, by an open title of the same form, or by font size."""
    if title.size and not title.trusted and title.label is not None and title.label.depth == 1:
        for index in reversed(stack):
            other = titles[index]
            if other.label is not None and other.label.depth > 1 and other.size > title.size + 0.9:
                return index
    if title.level is not None and any(titles[index].level is not None for index in stack):
        return next((i for i in reversed(stack) if (level := titles[i].level) is not None and level < title.level), None)
    for index in reversed(stack):
        if titles[index].signature == title.signature and (title.label is not None or abs(titles[index].size - title.size) < 0.5):
            return titles[index].parent
    for index in reversed(stack):
        other = titles[index]
        if not title.size or not other.size:
            if other.label is not None or title.label is None:
                return index
        elif other.size > title.size + 0.4 or (other.size > title.size - 0.4 and (title.label is None or other.label is not None)):
            return index
    return None


def _alike(one: Label | None, other: Label) -> bool:
    return one is not None and one.scheme == other.scheme and one.depth == other.depth


def _after_annex(index: int, titles: list[Title], stack: list[int]) -> bool:
    """A number that goes on where the articles stopped before an annex: « Article 11 » behind an annex that stood after « Article 10 »."""
    label = titles[index].label
    annex = next((i for i in stack if (other := titles[i].label) is not None and other.scheme == "annexe"), None)
    if annex is None or label is None or label.depth != 1 or not label.parts or not label.parts[0].isdigit():
        return False
    last = next((i for i in range(index - 1, -1, -1) if _alike(titles[i].label, label)), None)
    before = titles[last].label if last is not None else None
    if last is None or before is None or last > annex or not before.parts[0].isdigit():
        return False
    return int(label.parts[0]) == int(before.parts[0]) + 1 and titles[last].parent is None


def _nest(titles: list[Title]) -> None:
    stack: list[int] = []
    for index, title in enumerate(titles):
        parent: int | bool | None = None if not stack or _after_annex(index, titles, stack) else False
        for judge in (_by_decimal, _by_rank):
            if parent is False:
                parent = judge(title, titles, stack)
        if parent is False:
            parent = _by_form(title, titles, stack)
        title.parent = None if parent is None else int(parent)
        while stack and (title.parent is None or stack[-1] != title.parent):
            if title.parent is not None and title.parent not in stack:
                break
            stack.pop()
        title.depth = 1 if title.parent is None else titles[title.parent].depth + 1
        stack.append(index)


def _ends(titles: list[Title], count: int) -> list[int]:
    """Last block of each title's article: the one before the next title that is not deeper."""
    ends = [count - 1] * len(titles)
    stack: list[int] = []
    for index, title in enumerate(titles):
        while stack and titles[stack[-1]].depth >= title.depth:
            ends[stack.pop()] = title.block - 1
        stack.append(index)
    return ends


def _advice(view: View, section: Section, last: int, cues: Cues) -> bool:
    blocks = [b for b in range(section.first + 1, last + 1) if view.content[b]]
    return len(blocks) >= 2 and sum(cues.find(view.folded[b]) is not None for b in blocks) >= 0.5 * len(blocks)


def find_sections(view: View, toc: frozenset[int], roles: RoleCues) -> tuple[tuple[Section, ...], tuple[int, ...]]:
    """The sections in order, and for each block the index of the innermost one (-1 before the first title)."""
    titles = find_titles(view, toc, roles)
    _nest(titles)
    count = len(view.blocks)
    sections: list[Section] = []
    ends = _ends(titles, count)
    for index, title in enumerate(titles):
        end = ends[index]
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
