"""Walking the text of an OpenDocument file: paragraphs, headings, numbered lists, tables, frames, notes, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from clausecheck.model import BlockKind, Cell
from clausecheck.read.blocks import Draft
from clausecheck.read.marks import level_of_number, looks_like_heading, looks_like_title, typed_bullet, typed_number
from clausecheck.read.odf_names import DRAW, LIST, OFFICE, TABLE, TEXT, H, P
from clausecheck.read.odf_styles import Counters, OdfStyle, OdfStyles
from clausecheck.text.normalise import normalise

__all__ = ["OdfText"]

_K = BlockKind
_INDEXES = frozenset({
    TEXT + n for n in ("table-of-content", "alphabetical-index", "illustration-index", "table-index", "user-index", "object-index")
})
_SILENT = frozenset({TEXT + "tracked-changes", TEXT + "sequence-decls", TEXT + "variable-decls", TEXT + "user-field-decls", OFFICE + "forms",
                     TEXT + "list-header-source", DRAW + "image", TEXT + "ruby-text", OFFICE + "event-listeners"})
_BLANKS = re.compile(r"[ \t\r\n]+")
_ITEMS = frozenset({TEXT + "list-item", TEXT + "list-header"})


@dataclass(frozen=True, slots=True)
class _Where:
    """What the surroundings decide about a paragraph."""

    kind: BlockKind | None = None
    cell: Cell | None = None
    style: str = ""
    level: int = 0
    counters: Counters | None = None
    numbered: bool = False
    single: bool = False


@dataclass(slots=True)
class _Words:
    """The text of one paragraph while it is put together, and the elements that hang on it."""

    visible: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    hanging: list[tuple[BlockKind, etree._Element]] = field(default_factory=list)


class OdfText:
    """One part being read. `comments` and `hidden` gather what is set apart; `changed` tells of tracked changes."""

    def __init__(self, root: etree._Element, part: str, styles: OdfStyles, *, original: bool) -> None:
        self.styles, self.part, self.original = styles, part, original
        self.index = {p: n for n, p in enumerate(root.iter(P, H))}
        self.comments: list[Draft] = []
        self.hidden: list[Draft] = []
        self.changed = False
        self._tables = 0
        self._headings = Counters()
        self._lists: dict[str, Counters] = {}
        self._last: dict[str, Counters] = {}
        self._pending: list[tuple[BlockKind, etree._Element]] = []
        self._inserted: set[str] = set()
        self._deleted: dict[str, etree._Element] = {}
        self._skipping = ""
        for region in root.iter(TEXT + "changed-region"):
            self._region(region)

    def _region(self, region: etree._Element) -> None:
        self.changed = True
        name = region.get(TEXT + "id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        deletion = region.find(TEXT + "deletion")
        if region.find(TEXT + "insertion") is not None:
            self._inserted.add(name)
        elif deletion is not None:
            self._deleted[name] = deletion

    def drafts(self, container: etree._Element, *, kind: BlockKind | None = None) -> list[Draft]:
        """Everything in `container`, in order."""
        return list(self._content(container, _Where(kind)))

    def _content(self, container: etree._Element, where: _Where) -> Iterator[Draft]:
        for child in container:
            yield from self._one(child, child.tag, where)

    def _one(self, child: etree._Element, tag: str, where: _Where) -> Iterator[Draft]:
        if tag in (P, H):
            yield from self._paragraph(child, where)
        elif tag == LIST:
            yield from self._list(child, where)
        elif tag == TABLE + "table":
            yield from self._table(child, where)
        elif tag in _INDEXES:
            yield from self._content(child, replace(where, kind=_K.TOC))
        elif tag == TEXT + "section" and child.get(TEXT + "display") == "none":
            self.hidden += [_apart(d, _K.HIDDEN) for d in self._content(child, where)]
        elif tag in (TEXT + "change-start", TEXT + "change-end", TEXT + "change"):
            self._change(child, None)
        elif tag not in _SILENT and isinstance(tag, str) and len(child):
            yield from self._content(child, where)

    def _list(self, element: etree._Element, where: _Where) -> Iterator[Draft]:
        """A list: nested ones go a level down and share the counts; one that continues another shares that one's."""
        style = element.get(TEXT + "style-name") or where.style
        nested = where.counters is not None
        if where.counters is not None:
            counters, level = where.counters, where.level + 1
        else:
            counters, level = self._counters(element, style), 0
        inner = replace(where, style=style, level=level, counters=counters)
        for item in element:
            if item.tag in _ITEMS:
                start = item.get(TEXT + "start-value", "")
                if start.isdecimal():
                    counters.counts[level] = int(start) - 1
                first = item.tag == TEXT + "list-item"
                for child in item:
                    paragraph = child.tag in (P, H)
                    yield from self._one(child, child.tag, replace(inner, numbered=first and paragraph))
                    first = first and not paragraph
        if not nested:
            self._last[style] = counters

    def _counters(self, element: etree._Element, style: str) -> Counters:
        continued = element.get(TEXT + "continue-list")
        own = element.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        if continued and continued in self._lists:
            counters = self._lists[continued]
        elif element.get(TEXT + "continue-numbering") == "true" and style in self._last:
            counters = self._last[style]
        else:
            counters = Counters()
        if own:
            self._lists[own] = counters
        return counters

    def _paragraph(self, paragraph: etree._Element, where: _Where) -> Iterator[Draft]:
        style = self.styles.get("paragraph", paragraph.get(TEXT + "style-name"))
        words = _Words()
        self._inline(paragraph, style, words)
        place = f"{self.part}#{self.index.get(paragraph, 0)}"
        text = _tidy(words.visible)
        apart = _tidy(words.hidden)
        if apart:
            self.hidden.append(Draft(_K.HIDDEN, apart, place=place))
        label = self._label(paragraph, style, where, text)
        if text:
            yield self._draft(paragraph, text, label, style, where, place, bold=bool(words.bold) and all(words.bold))
        self._pending += words.hanging
        if where.cell is None:
            yield from self._flush(where)

    def _flush(self, where: _Where) -> Iterator[Draft]:
        while self._pending:
            waiting, self._pending = self._pending, []
            for kind, element in waiting:
                found = self._content(element, _Where(kind if where.kind is None else where.kind))
                if kind is _K.COMMENT:
                    self.comments += [_apart(d, _K.COMMENT) for d in found]
                else:
                    yield from found

    def _label(self, paragraph: etree._Element, style: OdfStyle, where: _Where, text: str) -> str:
        if paragraph.tag == H and where.counters is None:
            outline = paragraph.get(TEXT + "outline-level", "1")
            if paragraph.get(TEXT + "is-list-header") == "true" or not text:
                return ""
            level = int(outline) - 1 if outline.isdecimal() else 0
            return self.styles.label("", level, self._headings, heading=True) or ""
        if where.counters is None or not where.numbered:
            return ""
        return self.styles.label(where.style or style.list, where.level, where.counters) or ""

    def _draft(
        self, paragraph: etree._Element, text: str, label: str, style: OdfStyle, where: _Where, place: str, *, bold: bool,
    ) -> Draft:
        whole = label + text
        number = label.rstrip(" .:-–—") if label and label != "• " else "" if label else typed_number(text, title=paragraph.tag == H)
        kind, level = self._kind(paragraph, whole, number, label, style, where, bold=bold)
        return Draft(kind, whole, place=place, level=level, number=number, cell=where.cell, prefix=len(label), size=style.size, bold=bold)

    def _kind(
        self, paragraph: etree._Element, text: str, number: str, label: str, style: OdfStyle, where: _Where, *, bold: bool,
    ) -> tuple[BlockKind, int | None]:
        if where.kind is not None:
            return where.kind, None
        if paragraph.tag == H or style.heading:
            outline = paragraph.get(TEXT + "outline-level", "")
            return _K.HEADING, int(outline) if outline.isdecimal() else style.heading
        if style.title:
            return _K.HEADING, None
        if bold and label != "• " and (where.cell is None or where.single) and looks_like_heading(text, number):
            return _K.HEADING, level_of_number(number)
        if bold and where.cell is None and not number and not label and looks_like_title(text):
            return _K.HEADING, None
        if where.cell is not None:
            return _K.CELL, None
        if where.counters is not None:
            return _K.LIST_ITEM, where.level + 1
        return (_K.LIST_ITEM, 1) if typed_bullet(text) else (_K.PARAGRAPH, None)

    def _inline(self, element: etree._Element, style: OdfStyle, words: _Words) -> None:
        self._say(element.text, style, words)
        for child in element:
            self._child(child, child.tag, style, words)
            self._say(child.tail, style, words)

    def _child(self, child: etree._Element, tag: str, style: OdfStyle, words: _Words) -> None:
        if tag == TEXT + "s":
            count = child.get(TEXT + "c", "1")
            self._say(" " * (min(int(count), 500) if count.isdecimal() else 1), style, words, keep=True)
        elif tag == TEXT + "tab":
            self._say(" ", style, words)
        elif tag == TEXT + "line-break":
            self._say("\n", style, words, keep=True)
        elif tag == TEXT + "span":
            own = self.styles.get("text", child.get(TEXT + "style-name"))
            self._inline(child, replace(style, bold=own.bold or style.bold, hidden=own.hidden or style.hidden), words)
        elif tag == TEXT + "note":
            kind = _K.ENDNOTE if child.get(TEXT + "note-class") == "endnote" else _K.FOOTNOTE
            words.hanging += [(kind, body) for body in child.iterchildren(TEXT + "note-body")]
        elif tag == OFFICE + "annotation":
            words.hanging.append((_K.COMMENT, child))
        elif tag in (TEXT + "change-start", TEXT + "change-end", TEXT + "change"):
            self._change(child, words)
        elif tag in (TEXT + "hidden-text", TEXT + "hidden-paragraph"):
            words.hidden.append(normalise("".join(map(str, child.itertext()))) or child.get(TEXT + "string-value", ""))
        elif isinstance(tag, str) and tag.startswith(DRAW):
            words.hanging.append((_K.TEXT_BOX, child))
        elif tag not in _SILENT and isinstance(tag, str):
            self._inline(child, style, words)

    def _say(self, text: str | None, style: OdfStyle, words: _Words, *, keep: bool = False) -> None:
        if not text or self._skipping:
            return
        clean = text if keep else normalise(_BLANKS.sub(" ", text))
        (words.hidden if style.hidden else words.visible).append(clean)
        if clean.strip() and not style.hidden:
            words.bold.append(style.bold)

    def _change(self, element: etree._Element, words: _Words | None) -> None:
        """Read as before the changes: what was inserted is passed over, what was deleted stands again where it was."""
        name = element.get(TEXT + "change-id", "")
        if not self.original:
            return
        if element.tag == TEXT + "change-start" and name in self._inserted:
            self._skipping = name
        elif element.tag == TEXT + "change-end" and name == self._skipping:
            self._skipping = ""
        elif element.tag == TEXT + "change" and name in self._deleted:
            gone = normalise(" ".join("".join(map(str, p.itertext())) for p in self._deleted[name].iter(P, H)))
            if words is not None:
                words.visible.append(gone)

    def _table(self, table: etree._Element, where: _Where) -> Iterator[Draft]:
        number = self._tables
        self._tables += 1
        rows = list(_rows(table))
        single = all(sum(c.tag == TABLE + "table-cell" for c in row) <= 1 for row, _ in rows)
        parent = where.cell.table if where.cell is not None else None
        for index, (row, head) in enumerate(rows):
            col = 0
            for element in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
                across = _count(element, "number-columns-spanned")
                if element.tag == TABLE + "table-cell":
                    cell = Cell(number, index, col, _count(element, "number-rows-spanned"), across, head, parent)
                    yield from self._content(element, _Where(where.kind, cell, single=single))
                col += _count(element, "number-columns-repeated")
            if where.cell is None:
                yield from self._flush(where)


def _apart(draft: Draft, kind: BlockKind) -> Draft:
    """The same draft set apart."""
    return replace(draft, kind=kind, cell=None, level=None)


def _rows(table: etree._Element, *, head: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    for child in table:
        if child.tag == TABLE + "table-row":
            yield child, head
        elif child.tag == TABLE + "table-header-rows":
            yield from _rows(child, head=True)
        elif child.tag in (TABLE + "table-rows", TABLE + "table-row-group"):
            yield from _rows(child, head=head)


def _count(element: etree._Element, name: str) -> int:
    value = element.get(TABLE + name, "1")
    return min(max(int(value), 1), 1_000_000) if value.isdecimal() else 1


def _tidy(parts: list[str]) -> str:
    return "".join(parts).strip()
