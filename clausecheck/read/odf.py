"""OpenDocument texts (.odt) and spreadsheets (.ods): the package, and what each kind of file is handed to."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from clausecheck.model import BlockKind, Document, Reading, ReadingIssue, Status
from clausecheck.read.blocks import Draft, assemble, title_of
from clausecheck.read.docx_package import Package
from clausecheck.read.messages import ReadError, say
from clausecheck.read.odf_names import OFFICE, STYLE
from clausecheck.read.odf_sheet import sheet_drafts
from clausecheck.read.odf_styles import OdfStyles
from clausecheck.read.odf_text import OdfText
from clausecheck.read.toc import mark_toc

__all__ = ["read_odf"]

_K = BlockKind


def read_odf(path: Path, *, name: str, revisions: str = "accepted") -> Document:
    """Read an .odt or .ods. Raises ReadError when nothing can be read."""
    with Package(path, name) as package:
        if package.has("META-INF/manifest.xml") and b"encryption-data" in package.data("META-INF/manifest.xml"):
            raise ReadError(say("encrypted", name))
        content = package.root("content.xml")
        side, issues = _side(package)
    styles = OdfStyles(side, content)
    body = content.find(OFFICE + "body")
    sheet = body.find(OFFICE + "spreadsheet") if body is not None else None
    original = revisions == "original"
    if sheet is not None:
        drafts, more = sheet_drafts(sheet, styles, name)
        issues += more
        changed = False
    else:
        reader = OdfText(content, "content.xml", styles, original=original)
        middle = reader.drafts(body) if body is not None else []
        mark_toc(middle)
        margins = _margins(side, styles)
        heads, feet = [d for d in margins if d.kind is _K.HEADER], [d for d in margins if d.kind is _K.FOOTER]
        drafts = [*heads, *middle, *feet, *reader.comments, *reader.hidden]
        changed = reader.changed
    return _document(path, name, drafts, issues, form="ods" if sheet is not None else "odt", changed=changed, original=original)


def _side(package: Package) -> tuple[etree._Element | None, list[ReadingIssue]]:
    """styles.xml; without it the text is still worth reading."""
    if not package.has("styles.xml"):
        return None, []
    try:
        return package.root("styles.xml"), []
    except ReadError:
        return None, [say("part-missing", package.name, why="styles.xml")]


def _margins(side: etree._Element | None, styles: OdfStyles) -> list[Draft]:
    """Headers and footers of the page styles, each text once."""
    if side is None:
        return []
    out: dict[tuple[BlockKind, str], Draft] = {}
    for tag, kind in (("header", _K.HEADER), ("header-left", _K.HEADER), ("header-first", _K.HEADER), ("footer", _K.FOOTER),
                      ("footer-left", _K.FOOTER), ("footer-first", _K.FOOTER)):
        for element in side.iter(STYLE + tag):
            if element.get(STYLE + "display") == "false":
                continue
            for draft in OdfText(side, "styles.xml", styles, original=False).drafts(element, kind=kind):
                out.setdefault((kind, draft.text), draft)
    return list(out.values())


def _document(
    path: Path, name: str, drafts: list[Draft], issues: list[ReadingIssue], *, form: str, changed: bool, original: bool,
) -> Document:
    text, blocks = assemble(drafts)
    status = Status.PARTIAL if issues else Status.COMPLETE
    if changed:
        issues.append(say("revisions-original" if original else "revisions-accepted", name))
    comments = sum(b.kind is _K.COMMENT for b in blocks)
    if comments:
        issues.append(say("comments", name, count=comments))
    hidden = sum(b.kind is _K.HIDDEN for b in blocks)
    if hidden:
        issues.append(say("hidden", name, count=hidden))
    reading = Reading(status, tuple(issues), revisions=("original" if original else "accepted") if changed else None)
    return Document(name=name, path=str(path), format=form, text=text, blocks=blocks, title=title_of(text, blocks), reading=reading)
