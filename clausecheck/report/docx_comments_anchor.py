"""Marks in the body of a Word file: runs are cut at exact characters, and comment ranges set around words without touching any text.

Every place is found before the first mark is set: cutting a run moves text from one element to the next.
"""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from clausecheck.read.docx_names import DEL_TEXT, RPR, RUN, SDT, SDT_CONTENT, TXBX, VAL, P, T, W

__all__ = ["Marks", "Range", "in_text_box", "range_of", "whole_paragraph"]

_INLINE = frozenset({
    W + "hyperlink", W + "ins", W + "moveTo", W + "del", W + "moveFrom", W + "smartTag", W + "customXml", W + "fldSimple", SDT, SDT_CONTENT,
    W + "dir", W + "bdo",
})
"""What may stand between a paragraph and a run, and admit range marks inside (ECMA-376 part 1, EG_PContent and EG_ContentRunContent)."""
_CLOSED = tuple(W + name for name in ("text", "comboBox", "dropDownList", "date", "picture"))
"""Content controls of one plain value, in which Word admits no mark."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FLD_CHAR, _FLD_TYPE = W + "fldChar", W + "fldCharType"


@dataclass(frozen=True, slots=True)
class _Edge:
    """A place in the file: character `offset` of a w:t, or, with offset None, before or after a whole element."""

    element: etree._Element
    offset: int | None
    after: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """From one place to another, in document order."""

    first: _Edge
    last: _Edge


@dataclass(slots=True)
class _Mark:
    """Comments that end and that begin at one place."""

    ends: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def _path(element: etree._Element) -> list[etree._Element]:
    """From the child of the outermost paragraph down to `element`; empty when `element` is that paragraph or outside any."""
    above = [element, *element.iterancestors()]
    outer = max((i for i, node in enumerate(above) if node.tag == P), default=0)
    return above[:outer][::-1]


def _closed(sdt: etree._Element) -> bool:
    properties = sdt.find(W + "sdtPr")
    return properties is not None and any(properties.find(tag) is not None for tag in _CLOSED)


def _edge(element: etree._Element, offset: int, *, after: bool) -> _Edge:
    """The place of a character, or the edge of the smallest whole thing around it that a mark may stand beside."""
    for node in _path(element):
        if node.tag == RUN:
            return _Edge(element, offset) if node is element.getparent() else _Edge(node, None, after)
        if node.tag not in _INLINE or (node.tag == SDT and _closed(node)):
            return _Edge(node, None, after)
    return _Edge(element, None, after)


def range_of(first: tuple[etree._Element, int], last: tuple[etree._Element, int]) -> Range:
    """The range from character `first` (w:t, offset) up to, not including, character `last`."""
    return Range(_edge(*first, after=False), _edge(*last, after=True))


def whole_paragraph(paragraph: etree._Element) -> Range:
    """Everything in a w:p, the outermost around it when it stands in a text box."""
    outer = [node for node in (paragraph, *paragraph.iterancestors()) if node.tag == P][-1]
    return Range(_Edge(outer, None), _Edge(outer, None, after=True))


def in_text_box(element: etree._Element) -> bool:
    """Whether an element stands in a text box, where Word admits no comment."""
    return next(element.iterancestors(TXBX), None) is not None


class Marks:
    """Comment ranges to be set in one part. `style` is the id of the style for references, None when the file has none."""

    def __init__(self, root: etree._Element, *, style: str | None) -> None:
        self._root, self._style = root, style
        self._cuts: dict[etree._Element, dict[int, _Mark]] = defaultdict(lambda: defaultdict(_Mark))
        self._beside: dict[tuple[etree._Element, bool], _Mark] = defaultdict(_Mark)

    def add(self, comment: int, place: Range) -> None:
        """Ask for comment `comment` on `place`."""
        self._mark(place.first).starts.append(comment)
        self._mark(place.last).ends.append(comment)

    def _mark(self, edge: _Edge) -> _Mark:
        if edge.offset is None:
            return self._beside[edge.element, edge.after]
        return self._cuts[edge.element][edge.offset]

    def set(self) -> None:
        """Cut the runs and write all marks."""
        slots: list[tuple[etree._Element, _Mark]] = []
        for (element, after), mark in self._beside.items():
            slots.append((_slot_beside(element, after=after), mark))
        for element in reversed([e for e in self._root.iter(T, DEL_TEXT) if e in self._cuts]):
            for offset, mark in sorted(self._cuts[element].items(), reverse=True):
                slots.append((_cut(element, offset), mark))
        for slot, mark in slots:
            self._write(slot, mark)

    def _write(self, slot: etree._Element, mark: _Mark) -> None:
        """Put the marks in place of `slot`; references stand in the paragraph itself, outside links, changes and fields."""
        for comment in mark.ends:
            slot.addprevious(_marker("commentRangeEnd", comment))
        below = _after_field(_path(slot)[0])
        for comment in mark.ends if below is slot else reversed(mark.ends):
            reference = self._reference(comment)
            if below is slot:
                slot.addprevious(reference)
            else:
                below.addnext(reference)
        for comment in mark.starts:
            slot.addprevious(_marker("commentRangeStart", comment))
        parent = slot.getparent()
        if parent is not None:
            parent.remove(slot)

    def _reference(self, comment: int) -> etree._Element:
        run = etree.Element(RUN)
        if self._style is not None:
            etree.SubElement(etree.SubElement(run, RPR), W + "rStyle").set(VAL, self._style)
        etree.SubElement(run, W + "commentReference").set(W + "id", str(comment))
        return run


def _marker(name: str, comment: int) -> etree._Element:
    element = etree.Element(W + name)
    element.set(W + "id", str(comment))
    return element


def _slot_beside(element: etree._Element, *, after: bool) -> etree._Element:
    """A stand-in before or after an element; for a paragraph, at the beginning or end of its content."""
    slot = etree.Element(W + "slot")
    if element.tag != P:
        (element.addnext if after else element.addprevious)(slot)
    elif after:
        element.append(slot)
    else:
        properties = element.find(W + "pPr")
        element.insert(0 if properties is None else 1 + element.index(properties), slot)
    return slot


def _cut(text: etree._Element, offset: int) -> etree._Element:
    """Cut the run of `text` before its character `offset`; returns a stand-in at the cut. No run is left without content."""
    slot = etree.Element(W + "slot")
    run, whole = text.getparent(), text.text or ""
    if run is None:
        raise ValueError("text outside a run")
    moved = list(text.itersiblings())
    if offset <= 0:
        moved.insert(0, text)
        if not [child for child in run if child.tag != RPR and child not in moved]:
            run.addprevious(slot)
            return slot
    elif offset < len(whole):
        tail = etree.Element(text.tag, _attributes(text))
        text.text, tail.text = whole[:offset], whole[offset:]
        for part in (text, tail):
            part.set(_SPACE, "preserve")
        moved.insert(0, tail)
    if moved:
        right = etree.Element(run.tag, _attributes(run))
        properties = run.find(RPR)
        if properties is not None:
            right.append(deepcopy(properties))
        right.extend(moved)
        run.addnext(right)
    run.addnext(slot)
    return slot


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.items()}


def _after_field(child: etree._Element) -> etree._Element:
    """`child` of a paragraph, or the run that ends the complex field which is open there."""
    depth = 0
    parent = child.getparent()
    for node in parent if parent is not None else ():
        for mark in node.iter(_FLD_CHAR):
            depth += {"begin": 1, "end": -1}.get(mark.get(_FLD_TYPE, ""), 0)
        if node is child:
            break
    if depth <= 0:
        return child
    for node in child.itersiblings():
        for mark in node.iter(_FLD_CHAR):
            depth += {"begin": 1, "end": -1}.get(mark.get(_FLD_TYPE, ""), 0)
        if depth <= 0:
            return node
    return child
