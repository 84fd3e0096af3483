"""Walking one story of a Word file (body, header, notes, comments): paragraphs, tables, text boxes in reading order, as drafts of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from clausecheck.model import BlockKind, Cell
from clausecheck.read.blocks import Draft
from clausecheck.read.docx_fields import Fields, scan_fields
from clausecheck.read.docx_inline import Hanging, Inline, Line, Piece, chosen
from clausecheck.read.docx_line import Shown, shown
from clausecheck.read.docx_names import ALTERNATE, DELETED, INSERTED, PPR, RPR, SDT, SDT_CONTENT, TBL, VAL, P, R, W
from clausecheck.read.docx_numbering import Label, Numbering
from clausecheck.read.docx_styles import Style, Styles, num_pr, on_off, outline_level
from clausecheck.read.docx_tables import Grid, grid
from clausecheck.read.marks import level_of_number, looks_like_heading, looks_like_title, typed_bullet, typed_number

__all__ = ["Shared", "Story", "joined"]

_K = BlockKind
_TOC_GALLERY = "Table of Contents"
_TRACKED = INSERTED | DELETED
_PASSED = frozenset({W + "sectPr", PPR, RPR, W + "tblPr", W + "tblGrid", W + "sdtPr", W + "sdtEndPr", W + "tcPr", W + "trPr"})


@dataclass(slots=True)
class Shared:
    """What all stories of one document share: styles and lists, and what reading meets on its way."""

    styles: Styles
    numbering: Numbering
    original: bool = False
    tables: int = 0
    changed: bool = False
    pictures: int = 0
    objects: int = 0
    chunks: list[str] = field(default_factory=list)
    hidden: list[Draft] = field(default_factory=list)
    seen: set[etree._Element] = field(default_factory=set)
    hanging: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Where:
    """What the surroundings decide about a paragraph: the kind it takes, the cell it is in, whether a table of contents holds it."""

    kind: BlockKind | None = None
    cell: Cell | None = None
    toc: bool = False
    single: bool = False


class Story:
    """One part being read. `blocks` yields its drafts; what hangs on a paragraph follows it, or the end of the outermost table row."""

    def __init__(self, root: etree._Element, part: str, shared: Shared) -> None:
        self.root, self.part, self.shared = root, part, shared
        self.index = {p: n for n, p in enumerate(root.iter(P))}
        self.fields: Fields = scan_fields(root)
        self.inline = Inline(shared.styles, self.fields, original=shared.original)
        self._pending: list[Hanging] = []
        self._joined: set[etree._Element] = set()

    def blocks(self, container: etree._Element, *, kind: BlockKind | None = None) -> Iterator[Draft | Hanging]:
        """Drafts of everything in `container`; a Hanging asks the caller for a note, chart or diagram to be placed here."""
        yield from self._content(container, _Where(kind))

    def _content(self, container: etree._Element, where: _Where) -> Iterator[Draft | Hanging]:
        for child in container:
            tag = child.tag
            if tag == P:
                if child not in self._joined:
                    yield from self._paragraph(child, where)
            elif tag == TBL:
                yield from self._table(child, where)
            elif tag == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    yield from self._content(content, _toc_of(child, where))
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    yield from self._content(branch, where)
            elif tag == W + "altChunk":
                self.shared.chunks.append(child.get(R + "id", ""))
            elif tag in self.inline._gone:
                self.shared.changed = True
            elif tag not in _PASSED and isinstance(tag, str) and len(child):
                yield from self._content(child, where)

    def _paragraph(self, paragraph: etree._Element, where: _Where) -> Iterator[Draft | Hanging]:
        chain = joined(paragraph, original=self.shared.original)
        self._joined.update(chain[1:])
        last = chain[-1]
        ppr = last.find(PPR)
        style = self.shared.styles.paragraph(_style_id(ppr))
        line = self._line(chain, style)
        if len(chain) > 1 or _mark_changed(ppr):
            self.shared.changed = True
        visible = shown(line.pieces)
        self._note_seen(visible.pieces)
        place = f"{self.part}#{self.index[paragraph]}"
        self._note_hidden(line.pieces, place, where)
        label = self._label(ppr, style, visible)
        if visible.text:
            yield self._draft(visible, label, ppr, style, place, self._toc(last, where, style))
        self._pending.extend(line.hanging)
        if where.cell is None:
            yield from self._flush(where)

    def line(self, paragraph: etree._Element) -> Line:
        """What a block whose place is this w:p is made of; its paragraph properties are those of the last paragraph joined to it."""
        chain = joined(paragraph, original=self.shared.original)
        return self._line(chain, self.shared.styles.paragraph(_style_id(chain[-1].find(PPR))))

    def _line(self, chain: list[etree._Element], style: Style) -> Line:
        out = Line()
        for part in chain:
            more = self.inline.line(part, style.look)
            out.pieces += more.pieces
            out.hanging += more.hanging
            self.shared.changed = self.shared.changed or more.changed
            self.shared.pictures += more.pictures
            self.shared.objects += more.objects
        return out

    def _note_seen(self, pieces: tuple[Piece, ...]) -> None:
        self.shared.seen.update(p.element for p in pieces if p.element is not None)

    def _note_hidden(self, pieces: list[Piece], place: str, where: _Where) -> None:
        if not any(piece.hidden for piece in pieces):
            return
        apart = shown(pieces, hidden=True)
        if apart.text:
            self._note_seen(apart.pieces)
            self.shared.hidden.append(Draft(_K.HIDDEN, apart.text, place=place, bold=apart.bold))

    def _label(self, ppr: etree._Element | None, style: Style, visible: Shown) -> Label | None:
        """Count the paragraph if it is numbered, also when it is empty, as Word does."""
        num, level = num_pr(ppr)
        if num is None:
            num = style.num
            if level is None and num is not None:
                level = style.level if style.level is not None else self.shared.numbering.level_of_style(num, style.id)
        if num is None or num == "0":
            return None
        mark = ppr.find(RPR) if ppr is not None else None
        if not visible.text and on_off(mark, W + "vanish"):
            return None
        return self.shared.numbering.label(num, level or 0)

    def _toc(self, paragraph: etree._Element, where: _Where, style: Style) -> _Where:
        if where.toc or style.toc or paragraph in self.fields.toc:
            return _Where(_K.TOC, where.cell, True)
        return where

    def _draft(self, visible: Shown, label: Label | None, ppr: etree._Element | None, style: Style, place: str, where: _Where) -> Draft:
        head = label.text if label else ""
        if head and not head[-1:].isspace() and head[-1:].isalnum() and visible.text[:1].isalnum():
            head += " "
        text = head + visible.text
        own = outline_level(ppr)
        outline = own if own is not None else style.outline
        number = label.number if label else typed_number(text, title=bool(outline))
        kind, level = _kind(text, number, label, outline, style, visible.bold, where)
        return Draft(kind, text, place=place, level=level, number=number, cell=where.cell, prefix=len(head), size=visible.size, bold=visible.bold)

    def _flush(self, where: _Where) -> Iterator[Draft | Hanging]:
        """Place what hangs on the paragraphs read since the last flush: text boxes here, the rest by the caller."""
        while self._pending:
            waiting, self._pending = self._pending, []
            for hanging in waiting:
                if hanging.kind == "box" and hanging.element is not None:
                    yield from self._content(hanging.element, _Where(where.kind or _K.TEXT_BOX))
                else:
                    yield hanging

    def _table(self, table: etree._Element, where: _Where) -> Iterator[Draft | Hanging]:
        number = self.shared.tables
        self.shared.tables += 1
        shape: Grid = grid(table, self.shared.styles, gone=self.inline._gone)
        self.shared.changed = self.shared.changed or shape.changed
        parent = where.cell.table if where.cell is not None else None
        for row in shape.rows:
            for slot in row.slots:
                cell = Cell(number, row.index, slot.col, slot.rowspan, slot.colspan, row.header, parent)
                yield from self._content(slot.element, _Where(where.kind, cell, where.toc, single=shape.single))
            if where.cell is None:
                yield from self._flush(where)


def _kind(
    text: str, number: str, label: Label | None, outline: int | None, style: Style, bold: bool, where: _Where,
) -> tuple[BlockKind, int | None]:
    """Kind and level of a paragraph. A heading keeps its kind in a cell, for buyers frame their titles with one-cell tables."""
    if where.kind is not None:
        return where.kind, outline or None
    if outline or style.title:
        return _K.HEADING, outline or None
    bullet = label is not None and label.bullet
    apart = bold and not bullet and (where.cell is None or where.single)
    if apart and looks_like_heading(text, number):
        return _K.HEADING, (label.level if label and label.level > 1 else None) or level_of_number(number) or (label.level if label else None)
    if apart and where.cell is None and not number and looks_like_title(text):
        return _K.HEADING, None
    if where.cell is not None:
        return _K.CELL, None
    if style.name.lower() in ("caption", "légende"):
        return _K.CAPTION, None
    if label is not None:
        return _K.LIST_ITEM, label.level
    return (_K.LIST_ITEM, 1) if typed_bullet(text) else (_K.PARAGRAPH, None)


def _style_id(ppr: etree._Element | None) -> str | None:
    found = ppr.find(W + "pStyle") if ppr is not None else None
    return found.get(VAL) if found is not None else None


def _toc_of(sdt: etree._Element, where: _Where) -> _Where:
    gallery = sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    if gallery is not None and gallery.get(VAL) == _TOC_GALLERY:
        return _Where(_K.TOC, where.cell, True)
    return where


def _mark_changed(ppr: etree._Element | None) -> bool:
    mark = ppr.find(RPR) if ppr is not None else None
    return mark is not None and any(child.tag in _TRACKED for child in mark)


def joined(paragraph: etree._Element, *, original: bool) -> list[etree._Element]:
    """The paragraph with those that follow it without a break, once the paragraph marks that changes remove are gone."""
    gone = INSERTED if original else DELETED
    chain = [paragraph]
    while True:
        mark = chain[-1].find(f"{PPR}/{RPR}")
        if mark is None or not any(child.tag in gone for child in mark):
            return chain
        following = chain[-1].getnext()
        if following is None or following.tag != P:
            return chain
        chain.append(following)
