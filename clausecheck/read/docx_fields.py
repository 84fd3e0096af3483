"""Complex fields of one part: which text is an instruction (not shown), and which paragraphs a table of contents covers.

A field runs from w:fldChar begin over its instruction to separate, its result, and end; it may span paragraphs and hold other fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from clausecheck.read.docx_names import DEL_TEXT, P, T, W

__all__ = ["Fields", "scan_fields"]

_FLD_CHAR = W + "fldChar"
_INSTR = W + "instrText"
_TYPE = W + "fldCharType"
_TABLES = ("TOC", "INDEX", "TOA")


@dataclass(slots=True)
class _Open:
    begin: etree._Element
    instruction: str = ""
    result: bool = False
    texts: list[etree._Element] = field(default_factory=list)
    paragraphs: list[etree._Element] = field(default_factory=list)

    @property
    def table(self) -> bool:
        return self.instruction.strip().upper().startswith(_TABLES)


@dataclass(slots=True)
class Fields:
    """`instruction`: w:t elements inside an instruction. `toc`: w:p elements that a table of contents or index covers."""

    instruction: set[etree._Element] = field(default_factory=set)
    toc: set[etree._Element] = field(default_factory=set)


def scan_fields(root: etree._Element) -> Fields:
    """Walk the part once. A field that never ends covers nothing, so that a broken file does not lose its text."""
    out = Fields()
    stack: list[_Open] = []
    for element in root.iter(_FLD_CHAR, _INSTR, T, DEL_TEXT, P):
        tag = element.tag
        if tag == P:
            for opened in stack:
                opened.paragraphs.append(element)
        elif tag == _FLD_CHAR:
            _mark(element, stack, out)
        elif tag == _INSTR:
            if stack and not stack[-1].result:
                stack[-1].instruction += element.text or ""
        else:
            for opened in stack:
                if not opened.result:
                    opened.texts.append(element)
    return out


def _mark(element: etree._Element, stack: list[_Open], out: Fields) -> None:
    kind = element.get(_TYPE)
    if kind == "begin":
        opened = _Open(element)
        opened.paragraphs.extend(element.iterancestors(P))
        stack.append(opened)
    elif kind == "separate" and stack:
        stack[-1].result = True
    elif kind == "end" and stack:
        closed = stack.pop()
        out.instruction.update(closed.texts)
        if closed.table:
            out.toc.update(closed.paragraphs)
