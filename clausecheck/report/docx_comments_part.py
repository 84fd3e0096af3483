"""The side parts of Word comments: word/comments.xml, the document's relationships, the content types."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from lxml import etree

from clausecheck.read.docx_names import PPR, PR, RPR, RUN, VAL, P, T, W
from clausecheck.read.docx_package import Package
from clausecheck.report.annotate_notes import NBSP, Note

__all__ = ["AUTHOR", "CommentsPart", "clean", "style_id"]

AUTHOR = "clausecheck"
_INITIALS = "cc"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTROL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PASTE = ("Texte à coller", "Formulation plus ferme, à adapter")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def clean(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold."""
    return _CONTROL.sub("", text)


def style_id(styles: etree._Element | None, name: str) -> str | None:
    """The id of a style by its English built-in name (« annotation text »): ids are translated, names are not."""
    for style in styles.iter(W + "style") if styles is not None else ():
        named = style.find(W + "name")
        if named is not None and (named.get(VAL) or "").lower() == name:
            return style.get(W + "styleId")
    return None


class CommentsPart:
    """The comments of one document: those it has, then ours. Raises ReadError when an existing part cannot be read."""

    def __init__(self, package: Package, main: str, styles: etree._Element | None, *, day: str) -> None:
        self._package, self._main, self._day = package, main, day
        found = package.related(main, "comments")
        self._new = found is None
        self.part = _real(package, found) if found is not None else self._free_name()
        self.root = package.root(self.part) if found is not None else etree.Element(W + "comments", nsmap={"w": W[1:-1]})
        self._text_style, self._mark_style = style_id(styles, "annotation text"), style_id(styles, "annotation reference")

    @property
    def reference_style(self) -> str | None:
        """The style of the reference mark in the text."""
        return self._mark_style

    def _free_name(self) -> str:
        folder = posixpath.dirname(self._main)
        taken = {name.lower() for name in self._package.parts()}
        names = (posixpath.join(folder, f"comments{number or ''}.xml") for number in range(len(taken) + 1))
        return next(name for name in names if name.lower() not in taken)

    def next_id(self, root: etree._Element) -> int:
        """An id above all those of the comments and of their marks in the body."""
        marks = root.iter(W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")
        used = [e.get(W + "id", "") for e in (*self.root.iterchildren(W + "comment"), *marks)]
        return 1 + max((int(value) for value in used if value.isdecimal()), default=-1)

    def add(self, number: int, note: Note, remark: str = "") -> None:
        """Write one note as comment `number`; `remark` is a sentence on where it stands."""
        comment = etree.SubElement(self.root, W + "comment")
        comment.set(W + "id", str(number))
        comment.set(W + "author", AUTHOR)
        if self._day:
            comment.set(W + "date", f"{self._day}T00:00:00Z")
        comment.set(W + "initials", _INITIALS)
        head = self._paragraph(comment)
        mark = etree.SubElement(head, RUN)
        if self._mark_style is not None:
            etree.SubElement(etree.SubElement(mark, RPR), W + "rStyle").set(VAL, self._mark_style)
        etree.SubElement(mark, W + "annotationRef")
        _run(head, note.head, "b")
        if remark:
            _run(self._paragraph(comment), remark, "i")
        for lead, text in note.lines:
            paragraph = self._paragraph(comment)
            if lead:
                _run(paragraph, f"{lead}{NBSP}: " if lead not in _PASTE else f"{lead}{NBSP}:", "b")
            if lead in _PASTE:
                paragraph = self._paragraph(comment)
            _run(paragraph, text)

    def _paragraph(self, comment: etree._Element) -> etree._Element:
        paragraph = etree.SubElement(comment, P)
        if self._text_style is not None:
            etree.SubElement(etree.SubElement(paragraph, PPR), W + "pStyle").set(VAL, self._text_style)
        return paragraph

    def changes(self) -> dict[str, etree._Element]:
        """The parts to write, by their name in the package. Raises ReadError."""
        out = {self.part: self.root}
        if self._new:
            out |= self._relations()
            out |= self._types()
        return out

    def _relations(self) -> dict[str, etree._Element]:
        folder, base = posixpath.split(self._main)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        if self._package.has(part):
            part = _real(self._package, part)
            root = self._package.root(part)
        else:
            root = etree.Element(PR + "Relationships", nsmap={None: PR[1:-1]})  # type: ignore[dict-item]
        used = {item.get("Id", "") for item in root.iter(PR + "Relationship")}
        relation = etree.SubElement(root, PR + "Relationship")
        relation.set("Id", next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used))
        relation.set("Type", _RELATION)
        relation.set("Target", posixpath.basename(self.part))
        return {part: root}

    def _types(self) -> dict[str, etree._Element]:
        part = _real(self._package, "[Content_Types].xml")
        root = self._package.root(part)
        name = f"/{self.part}"
        if not any(item.get("PartName", "").lower() == name.lower() for item in root.iter(_TYPES + "Override")):
            override = etree.SubElement(root, _TYPES + "Override")
            override.set("PartName", name)
            override.set("ContentType", _CONTENT_TYPE)
        return {part: root}


def _real(package: Package, part: str) -> str:
    """The name of a part as the archive spells it."""
    return next((name for name in package.parts() if name.lower() == part.lower()), part)


def _run(paragraph: etree._Element, text: str, *looks: str) -> None:
    run = etree.SubElement(paragraph, RUN)
    if looks:
        properties = etree.SubElement(run, RPR)
        for name in looks:
            etree.SubElement(properties, W + name)
    _lines(run, clean(text).split("\n"))


def _lines(run: etree._Element, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        if number:
            etree.SubElement(run, W + "br")
        if line:
            element = etree.SubElement(run, T)
            element.set(_SPACE, "preserve")
            element.text = line
