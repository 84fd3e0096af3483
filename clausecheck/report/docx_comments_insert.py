"""Paragraphs inserted in a Word file as tracked changes: accepted or refused by the officer in Word."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from clausecheck.model import Block, BlockKind, Document
from clausecheck.read.docx_locate import WordPlaces
from clausecheck.read.docx_names import PPR, RPR, RUN, P, T, W
from clausecheck.read.docx_story import joined
from clausecheck.report.docx_comments_part import AUTHOR, clean

__all__ = ["Insertions"]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPH_LOOKS = frozenset(W + name for name in ("pStyle", "spacing", "ind", "jc"))
_RUN_LOOKS = frozenset(W + name for name in ("rFonts", "sz", "szCs", "lang"))
_TRACKED = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "bookmarkStart", "cellIns", "cellDel"))


class Insertions:
    """Inserts paragraphs in the body whose words `places` knows. Where to insert is asked before anything is changed."""

    def __init__(self, root: etree._Element, document: Document, places: WordPlaces, *, day: str) -> None:
        self._document, self._places, self._day = document, places, day
        ids = (element.get(W + "id", "") for element in root.iter(*_TRACKED))
        self._next = 1 + max((int(value) for value in ids if value.isdecimal()), default=0)
        self._last: dict[etree._Element, etree._Element] = {}
        self._plain: dict[etree._Element, etree._Element | None] = {}

    def place(self, block: int) -> etree._Element | None:
        """The child of the body to insert after: the block's paragraph, or the table that holds it. None when no block can be found in the body."""
        order = sorted(self._document.blocks, key=lambda b: (b.id > block, abs(b.id - block)))
        for candidate in order:
            paragraph = self._places.paragraph(candidate)
            if paragraph is not None:
                chain = joined(paragraph, original=False)
                above = [chain[-1], *chain[-1].iterancestors()]
                place = above[-3] if len(above) > 2 else None
                if place is not None and place not in self._plain:
                    self._plain[place] = _plain(place) if _running(candidate) else None
                return place
        return None

    def looks(self, block: int) -> tuple[list[etree._Element], list[etree._Element]]:
        """Properties of paragraph and run to give to a paragraph inserted after `block`: those of the nearest running text."""
        order = sorted((b for b in self._document.blocks if _running(b)), key=lambda b: (b.id > block, abs(b.id - block)))
        for candidate in order[:20]:
            paragraph = self._places.paragraph(candidate)
            if paragraph is None:
                continue
            run = next(paragraph.iter(RUN), None)
            return _copies(paragraph.find(PPR), _PARAGRAPH_LOOKS), _copies(run.find(RPR) if run is not None else None, _RUN_LOOKS)
        return [], []

    def insert(self, after: etree._Element, text: str, looks: tuple[list[etree._Element], list[etree._Element]]) -> etree._Element:
        """Insert `text` as one paragraph after `after` and whatever was inserted there before; returns the w:p.

        After a plain paragraph the change is written as Word does for Enter at its end: the mark of that paragraph is the inserted one. Elsewhere
        the new paragraph's own mark is, which LibreOffice shows as a change of the title that follows.
        """
        plain = self._plain.get(after)
        paragraph = etree.Element(P)
        if plain is not None:
            paragraph.append(deepcopy(plain))
            self._marked(self._last.get(after, after))
        else:
            properties = etree.SubElement(paragraph, PPR)
            properties.extend(looks[0])
            properties_of_mark = etree.SubElement(properties, RPR)
            self._signed(etree.SubElement(properties_of_mark, W + "ins"))
            properties_of_mark.extend(deepcopy(e) for e in looks[1])
        inserted = etree.SubElement(paragraph, W + "ins")
        self._signed(inserted)
        run = etree.SubElement(inserted, RUN)
        if looks[1]:
            etree.SubElement(run, RPR).extend(looks[1])
        words = etree.SubElement(run, T)
        words.set(_SPACE, "preserve")
        words.text = " ".join(clean(text).split())
        self._last.get(after, after).addnext(paragraph)
        self._last[after] = paragraph
        return paragraph

    def _marked(self, paragraph: etree._Element) -> None:
        """Say that the mark at the end of `paragraph` was inserted."""
        properties = paragraph.find(PPR)
        if properties is None:
            properties = etree.Element(PPR)
            paragraph.insert(0, properties)
        mark = properties.find(RPR)
        if mark is None:
            mark = etree.SubElement(properties, RPR)
        change = etree.Element(W + "ins")
        mark.insert(0, change)
        self._signed(change)

    def _signed(self, change: etree._Element) -> None:
        change.set(W + "id", str(self._next))
        change.set(W + "author", AUTHOR)
        if self._day:
            change.set(W + "date", f"{self._day}T00:00:00Z")
        self._next += 1


def _plain(after: etree._Element) -> etree._Element | None:
    """The properties of a paragraph without number, frame, break or change of its own, such as one typed after it would have; else None."""
    if after.tag != P:
        return None
    properties = after.find(PPR)
    if properties is None:
        return etree.Element(PPR)
    if any(child.tag not in _PARAGRAPH_LOOKS and child.tag != RPR for child in properties):
        return None
    if any(True for _ in properties.iter(*_TRACKED)):
        return None
    return deepcopy(properties)


def _running(block: Block) -> bool:
    """Plain running text: a title, a list item or a cell would lend the insertion a number or a frame."""
    return block.kind is BlockKind.PARAGRAPH and not block.prefix and block.cell is None


def _copies(properties: etree._Element | None, names: frozenset[str]) -> list[etree._Element]:
    return [deepcopy(child) for child in properties if child.tag in names] if properties is not None else []
