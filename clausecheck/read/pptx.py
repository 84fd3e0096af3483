"""PowerPoint presentations (.pptx): slides in order, each shape's paragraphs, tables, notes; the slide number is the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from clausecheck.model import BlockKind, Cell, Document, Reading, ReadingIssue, Status
from clausecheck.read.blocks import Draft, assemble
from clausecheck.read.docx_inline import chosen
from clausecheck.read.docx_names import ALTERNATE, A, R
from clausecheck.read.docx_package import Package
from clausecheck.read.marks import typed_bullet, typed_number
from clausecheck.read.messages import ReadError, say
from clausecheck.text.normalise import normalise

__all__ = ["read_pptx"]

S = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_K = BlockKind
_TITLES = frozenset({"title", "ctrTitle"})
_MARGINS = {"ftr": _K.FOOTER, "hdr": _K.HEADER, "sldNum": _K.FOOTER, "dt": _K.FOOTER}


def read_pptx(path: Path, *, name: str) -> Document:
    """Read a presentation; place is "part#N", the N-th a:p of that part. Raises ReadError when nothing can be read."""
    issues: list[ReadingIssue] = []
    with Package(path, name) as package:
        drafts, count = _slides(package, issues)
    text, blocks = assemble(drafts)
    status = Status.PARTIAL if issues else Status.COMPLETE
    hidden = sum(b.kind is _K.HIDDEN for b in blocks)
    if hidden:
        issues.append(say("hidden", name, count=hidden))
    return Document(name=name, path=str(path), format="pptx", text=text, blocks=blocks, pages=count, reading=Reading(status, tuple(issues)))


def _slides(package: Package, issues: list[ReadingIssue]) -> tuple[list[Draft], int]:
    main = package.main(default="ppt/presentation.xml")
    relations = package.relations(main)
    drafts: list[Draft] = []
    count = 0
    for count, entry in enumerate(package.root(main).iterfind(f"{S}sldIdLst/{S}sldId"), 1):
        relation = relations.get(entry.get(R + "id", ""))
        if relation is None or not package.has(relation.target):
            continue
        try:
            drafts += _Slide(package, relation.target, count).drafts()
        except ReadError as error:
            issues.append(error.issue)
    return drafts, count


class _Slide:
    """One slide being read."""

    def __init__(self, package: Package, part: str, page: int) -> None:
        self.package, self.part, self.page = package, part, page
        self.root = package.root(part)
        self.index = {p: n for n, p in enumerate(self.root.iter(A + "p"))}
        self.tables = 0

    def drafts(self) -> list[Draft]:
        tree = self.root.find(f"{S}cSld/{S}spTree")
        out = list(self._shapes(tree)) if tree is not None else []
        notes = self.package.related(self.part, "notesSlide")
        if notes is not None:
            out += _notes(self.package, notes, self.page)
        if self.root.get("show", "1") in ("0", "false"):
            for draft in out:
                draft.kind, draft.cell, draft.level = _K.HIDDEN, None, None
        return out

    def _shapes(self, tree: etree._Element) -> Iterator[Draft]:
        for child in tree:
            tag = child.tag
            if tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    yield from self._shapes(branch)
            elif tag == S + "grpSp":
                yield from self._shapes(child)
            elif tag == S + "graphicFrame":
                for table in child.iter(A + "tbl"):
                    yield from self._table(table)
            elif tag in (S + "sp", S + "cxnSp"):
                body = child.find(S + "txBody")
                role = child.find(f"{S}nvSpPr/{S}nvPr/{S}ph")
                if body is not None:
                    yield from self._paragraphs(body, role.get("type", "body") if role is not None else "")

    def _paragraphs(self, body: etree._Element, role: str) -> Iterator[Draft]:
        for paragraph in body.iterchildren(A + "p"):
            text = _text(paragraph)
            place = f"{self.part}#{self.index[paragraph]}"
            number = typed_number(text)
            if role in _TITLES:
                yield Draft(_K.HEADING, text, place=place, level=1, number=number, page=self.page, end_page=self.page)
            elif role in _MARGINS:
                yield Draft(_MARGINS[role], text, place=place, page=self.page, end_page=self.page)
            else:
                yield self._body(paragraph, text, place, number, role)

    def _body(self, paragraph: etree._Element, text: str, place: str, number: str, role: str) -> Draft:
        """A bullet is drawn where the paragraph asks for one, and in the body of a layout unless it asks for none."""
        look = paragraph.find(A + "pPr")
        asked = look is not None and (look.find(A + "buChar") is not None or look.find(A + "buAutoNum") is not None)
        none = look is not None and look.find(A + "buNone") is not None
        level = look.get("lvl", "0") if look is not None else "0"
        bullet = text and not typed_bullet(text) and (asked or (role == "body" and not none and _count(level, 0) > 0))
        head = "• " if bullet else ""
        listed = bool(head) or bool(typed_bullet(text))
        return Draft(
            _K.LIST_ITEM if listed else _K.PARAGRAPH, head + text, place=place, level=_count(level, 0) + 1 if listed else None, number=number,
            prefix=len(head), page=self.page, end_page=self.page,
        )

    def _table(self, table: etree._Element) -> Iterator[Draft]:
        number, self.tables = self.page * 100 + self.tables, self.tables + 1
        look = table.find(A + "tblPr")
        headed = look is not None and look.get("firstRow", "0") in ("1", "true")
        for row, element in enumerate(table.iterchildren(A + "tr")):
            for col, cell in enumerate(element.iterchildren(A + "tc")):
                if cell.get("hMerge") or cell.get("vMerge"):
                    continue
                where = Cell(number, row, col, _count(cell.get("rowSpan"), 1), _count(cell.get("gridSpan"), 1), header=headed and row == 0)
                for paragraph in cell.iter(A + "p"):
                    place = f"{self.part}#{self.index[paragraph]}"
                    yield Draft(_K.CELL, _text(paragraph), place=place, cell=where, page=self.page, end_page=self.page)


def _notes(package: Package, part: str, page: int) -> list[Draft]:
    """The speaker's notes of a slide, without the slide's own picture and number."""
    try:
        root = package.root(part)
    except ReadError:
        return []
    index = {p: n for n, p in enumerate(root.iter(A + "p"))}
    out: list[Draft] = []
    for shape in root.iter(S + "sp"):
        role = shape.find(f"{S}nvSpPr/{S}nvPr/{S}ph")
        if role is not None and role.get("type") == "body":
            out += [Draft(_K.FOOTNOTE, _text(p), place=f"{part}#{index[p]}", page=page, end_page=page) for p in shape.iter(A + "p")]
    return out


def _count(value: str | None, default: int) -> int:
    return min(int(value), 1000) if value and value.isdecimal() else default


def _text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for element in paragraph.iter(A + "t", A + "br", A + "tab"):
        parts.append((element.text or "") if element.tag == A + "t" else "\n" if element.tag == A + "br" else " ")
    return normalise("".join(parts)).strip()
