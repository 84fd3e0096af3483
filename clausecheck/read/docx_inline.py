"""What one paragraph of a Word file shows: its pieces of text with the w:t they come from, and what hangs on it (notes, text boxes)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from clausecheck.read.docx_fields import Fields
from clausecheck.read.docx_names import (
    ALTERNATE,
    CHOICE,
    DEL_TEXT,
    DELETED,
    FALLBACK,
    INSERTED,
    PPR,
    RPR,
    RUN,
    SDT,
    SDT_CONTENT,
    TXBX,
    VAL,
    A,
    M,
    P,
    T,
    V,
    W,
)
from clausecheck.read.docx_styles import Look, Styles, look
from clausecheck.read.docx_symbols import symbol, unsymbol
from clausecheck.text.normalise import normalise

__all__ = ["Hanging", "Inline", "Line", "Piece", "chosen"]

_BREAKS = frozenset({W + "br", W + "cr"})
_TABS = frozenset({W + "tab", W + "ptab"})
_SKIPPED = frozenset({
    PPR, RPR, W + "sdtPr", W + "sdtEndPr", W + "instrText", W + "delInstrText", W + "rPrChange", W + "pPrChange", W + "customXmlPr",
    W + "smartTagPr", W + "footnoteRef", W + "endnoteRef", W + "annotationRef", W + "rt", A + "graphicData",
})
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})


@dataclass(slots=True)
class Piece:
    """One stretch of text. `element` is the w:t (or w:delText, m:t) that holds it, None for what Word draws itself (break, tab, symbol, box).

    `skip`: characters at the head of the element's normalised text that were dropped, as blanks at the head of a paragraph are.
    """

    text: str
    element: etree._Element | None
    bold: bool
    hidden: bool
    size: float | None
    skip: int = 0


@dataclass(slots=True)
class Hanging:
    """What is placed after the paragraph: "footnote" and "endnote" by id, "box" (w:txbxContent), "drawing" (chart, diagram), "art" (words drawn)."""

    kind: str
    id: str = ""
    element: etree._Element | None = None


@dataclass(slots=True)
class Line:
    """A paragraph's pieces in order and what hangs on it. `changed`: it holds tracked changes. `objects`: embedded files whose text is not read."""

    pieces: list[Piece] = field(default_factory=list)
    hanging: list[Hanging] = field(default_factory=list)
    changed: bool = False
    pictures: int = 0
    objects: int = 0


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The branch of mc:AlternateContent to read: the first that holds text or drawings, so that it is read once and never lost."""
    branches = list(alternate.iterchildren(CHOICE, FALLBACK))
    for branch in branches:
        if next(branch.iter(T, A + "t"), None) is not None:
            return branch
    return branches[0] if branches else None


class Inline:
    """Reads paragraphs of one part. `original` reads tracked changes as they were before; otherwise they are accepted."""

    def __init__(self, styles: Styles, fields: Fields, *, original: bool) -> None:
        self._styles, self._fields = styles, fields
        self._gone = INSERTED if original else DELETED
        self._kept = DELETED if original else INSERTED
        self.original = original

    def line(self, paragraph: etree._Element, base: Look) -> Line:
        """Read one w:p whose style looks like `base`."""
        out = Line()
        self._children(paragraph, base, out)
        return out

    def _children(self, parent: etree._Element, base: Look, out: Line) -> None:
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self._run(child, base, out)
            elif tag in _SKIPPED or tag == P or not isinstance(tag, str):
                continue
            elif tag in self._gone:
                out.changed = True
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._children(branch, base, out)
            elif tag == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    self._children(content, base, out)
            else:
                if tag in self._kept:
                    out.changed = True
                self._other(child, tag, base, out)

    def _other(self, child: etree._Element, tag: str, base: Look, out: Line) -> None:
        """Anything else inside a paragraph: text of formulas, drawings, and wrappers (hyperlink, smartTag, fldSimple, ruby…) read through."""
        if tag == M + "t":
            self._add(out, child.text or "", child, base)
        elif tag in _DRAWN:
            self._drawn(child, out)
        elif len(child):
            self._children(child, base, out)

    def _run(self, run: etree._Element, base: Look, out: Line) -> None:
        rpr = run.find(RPR)
        if rpr is not None and len(rpr):
            base = self._look(rpr, base)
        for child in run:
            tag = child.tag
            if tag == T:
                self._add(out, child.text or "", child, base)
            elif tag == RPR:
                continue
            elif tag == DEL_TEXT:
                if self.original:
                    self._add(out, child.text or "", child, base)
            elif tag in _TABS:
                self._draw(out, " ", base)
            elif tag in _BREAKS:
                self._draw(out, "\n", base)
            else:
                self._rarer(child, tag, base, out)

    def _rarer(self, child: etree._Element, tag: str, base: Look, out: Line) -> None:
        if tag == W + "sym":
            code = child.get(W + "char", "")
            self._draw(out, symbol(_hex(code), child.get(W + "font")), base)
        elif tag == W + "noBreakHyphen":
            self._draw(out, "-", base)
        elif tag in _NOTES:
            out.hanging.append(Hanging(_NOTES[tag], id=child.get(W + "id", "")))
        elif tag == W + "fldChar":
            self._draw(out, _form_field(child), base)
        elif tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                self._children(branch, base, out)
        elif tag in _DRAWN:
            self._drawn(child, out)
        elif tag not in _SKIPPED and isinstance(tag, str) and len(child):
            self._children(child, base, out)

    def _look(self, rpr: etree._Element, base: Look) -> Look:
        style = rpr.find(W + "rStyle")
        own = look(rpr)
        if style is not None:
            own = own.over(self._styles.character(style.get(VAL, "")))
        return own.over(base)

    def _add(self, out: Line, raw: str, element: etree._Element, base: Look) -> None:
        if element in self._fields.instruction:
            return
        text = normalise(unsymbol(raw.replace("\n", " "), base.font))
        if text:
            out.pieces.append(Piece(text, element, bool(base.bold), bool(base.hidden), base.size))

    def _draw(self, out: Line, text: str, base: Look) -> None:
        if text:
            out.pieces.append(Piece(text, None, bool(base.bold), bool(base.hidden), base.size))

    def _drawn(self, element: etree._Element, out: Line) -> None:
        for found in _drawings(element):
            if found.tag == TXBX:
                out.hanging.append(Hanging("box", element=found))
            elif found.tag == V + "textpath":
                out.hanging.append(Hanging("art", id=found.get("string", "")))
            elif found.tag == A + "p":
                out.hanging.append(Hanging("art", id=normalise("".join(t.text or "" for t in found.iter(A + "t")))))
            elif found.tag == A + "graphicData":
                out.hanging.append(Hanging("drawing", element=found))
            else:
                out.pictures += 1
        if element.tag == W + "object":
            out.objects += 1


def _drawings(element: etree._Element) -> Iterator[etree._Element]:
    """Text boxes, charts, diagrams, WordArt and pictures under a drawing, the outermost only, each alternate content once."""
    for child in element:
        tag = child.tag
        if tag == TXBX or tag == V + "textpath" or tag == A + "p":
            yield child
        elif tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                yield from _drawings(branch)
        elif tag == A + "blip" or tag == V + "imagedata":
            yield child
        else:
            if tag == A + "graphicData" and any(True for _ in child.iter(*_RELATED)):
                yield child
            yield from _drawings(child)


_RELATED = (
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
)


def _hex(value: str) -> int:
    try:
        return int(value, 16)
    except ValueError:
        return 0


def _form_field(field_char: etree._Element) -> str:
    """What Word draws for an old form field: a box, ticked or not, or the entry chosen in a list; "" for any other field."""
    data = field_char.find(W + "ffData")
    if data is None:
        return ""
    box = data.find(W + "checkBox")
    if box is not None:
        state = box.find(W + "checked")
        if state is None:
            state = box.find(W + "default")
        ticked = state is not None and (state.get(VAL) or "1").lower() not in ("0", "false", "off")
        return "☒" if ticked else "☐"
    entries = data.findall(f"{W}ddList/{W}listEntry")
    picked = data.find(f"{W}ddList/{W}result")
    index = picked.get(VAL, "0") if picked is not None else "0"
    return entries[int(index)].get(VAL, "") if entries and index.isdecimal() and int(index) < len(entries) else ""
