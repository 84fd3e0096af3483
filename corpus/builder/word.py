"""Piece -> the bytes of a Word file, with the means real tenders use: styles, automatic numbers, tables, boxes, footnotes, columns, fields."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.sax.saxutils import escape
from zlib import crc32

from builder import wordxml
from builder.headings import heading_numbers
from builder.marks import plain
from builder.source import Node, Piece

__all__ = ["running_lines", "write"]

FONTS = ("Arial", "Times New Roman", "Arial", "Arial Narrow")
COLUMN_CM = {1: 16.5, 2: 7.9}
WORDS_PER_PAGE = 400
_INLINE = re.compile(r"(\*\*|<br>|\[\^\w+\])")


def write(piece: Piece) -> bytes:
    """The Word file of a piece; the same bytes for the same source."""
    return _Writer(piece).bytes()


def running_lines(piece: Piece) -> list[str]:
    """Texts that the running header and footer repeat on each page, without the page numbers."""
    if "header" not in piece.layouts():
        return []
    meta = piece.meta
    return [str(meta.get("header_text") or f"{meta['buyer']} – {meta['object']}"), str(meta.get("reference") or meta["title"])]


class _Writer:
    def __init__(self, piece: Piece) -> None:
        import docx

        self.piece, self.meta = piece, piece.meta
        self.pick = crc32(piece.doc.encode())
        self.document: Any = docx.Document()
        self.numbering = str(self.meta.get("numbering", "typed"))
        self.direct = self.meta.get("headings") == "direct"
        self.columns = 2 if "two-columns" in piece.layouts() else 1
        self.numbers = {id(node): number for node, number in heading_numbers(piece.nodes, self.numbering)}
        self.note_ids = {name: i for i, name in enumerate(piece.notes, 1)}
        self.boxes = 0
        self.list_id: int | None = None

    def bytes(self) -> bytes:
        self._styles()
        self._properties()
        self._running()
        self._title()
        if "toc" in self.piece.layouts():
            self._contents()
        if self.columns == 2:
            self._two_columns()
        self._number_headings()
        for node in self.piece.nodes:
            if node.kind != "number":
                self.list_id = None
            getattr(self, f"_{node.kind}")(node)
        if self.piece.notes:
            wordxml.add_footnotes(self.document, [plain(t) for t in self.piece.notes.values()])
        return wordxml.pack(self.document)

    # the frame of the document

    def _styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        font = str(self.meta.get("font") or FONTS[self.pick % len(FONTS)])
        styles = self.document.styles
        for name, size in (("Normal", 10.5), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11), ("Title", 20)):
            style = styles[name]
            style.font.name, style.font.size = font, Pt(size)
            fonts = style.element.rPr.rFonts
            for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                if fonts.get(qn(attribute)) is not None:
                    del fonts.attrib[qn(attribute)]
            fonts.set(qn("w:hAnsi"), font)
            if name != "Normal":
                style.font.color.rgb = RGBColor(0x1F, 0x3A, 0x5F) if self.pick % 2 else RGBColor(0, 0, 0)
        styles["Normal"].paragraph_format.space_after = Pt(5)
        for lang in styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), "fr-FR")
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.25)
        section.top_margin = section.bottom_margin = Cm(2.2)

    def _properties(self) -> None:
        core = self.document.core_properties
        core.author, core.title, core.comments, core.language = str(self.meta["buyer"]), str(self.meta["title"]), "", "fr-FR"
        core.last_modified_by, core.revision = "", 1
        launch = self.meta.get("launch")
        day = launch if isinstance(launch, dt.date) else dt.date(2026, 1, 5)
        core.created = core.modified = dt.datetime(day.year, day.month, day.day, 9, 0, 0)

    def _running(self) -> None:
        lines = running_lines(self.piece)
        if not lines:
            return
        section = self.document.sections[0]
        section.header.paragraphs[0].text = lines[0]
        footer = section.footer.paragraphs[0]
        footer.add_run(f"{lines[1]}\tPage ")
        wordxml.add_field(footer, "PAGE", "1")
        footer.add_run(" sur ")
        wordxml.add_field(footer, "NUMPAGES", "5")

    def _title(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        centre = WD_ALIGN_PARAGRAPH.CENTER
        rows = [(str(self.meta["buyer"]), 13, True), (str(self.meta["title"]), 20, True), (str(self.meta["object"]), 13, False)]
        if self.meta.get("reference"):
            rows.append((f"Référence : {self.meta['reference']}", 11, False))
        body = " ".join(self.piece.texts())
        codes = [str(c) for c in self.meta.get("cpv") or [] if str(c)[:8] not in body]
        if codes:
            rows.append((f"Code{'s' if len(codes) > 1 else ''} CPV : {', '.join(codes)}", 10, False))
        for text, size, bold in rows:
            paragraph = self.document.add_paragraph(style="Title" if size == 20 and not self.direct else None)
            paragraph.alignment = centre
            paragraph.paragraph_format.space_before = Pt(60 if self._cover() and size == 20 else 6)
            paragraph.paragraph_format.space_after = Pt(10)
            run = paragraph.add_run(text)
            run.bold, run.font.size = bold, Pt(size)
        if self._cover():
            self.document.add_page_break()

    def _cover(self) -> bool:
        return bool(self.meta.get("cover", "page" if "toc" in self.piece.layouts() else "block") == "page")

    def _contents(self) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Cm

        self.document.add_paragraph().add_run("SOMMAIRE").bold = True
        words, page = 0, 3 if self._cover() else 2
        for node in self.piece.nodes:
            words += len((node.text + " " + " ".join(c for r in node.rows for c in r)).split())
            if node.kind != "heading" or node.level > 2:
                continue
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            paragraph.paragraph_format.left_indent = Cm(0.6 * (node.level - 1))
            paragraph.paragraph_format.space_after = 0
            number = self.numbers[id(node)]
            paragraph.add_run(f"{number} {plain(node.text)}\t{page + words // WORDS_PER_PAGE}".strip())
        self.document.add_page_break()

    def _two_columns(self) -> None:
        from docx.enum.section import WD_SECTION

        wordxml.set_columns(self.document.add_section(WD_SECTION.CONTINUOUS), 2)

    def _number_headings(self) -> None:
        if self.numbering != "auto" or self.direct:
            return
        first = "Article %1." if self.pick % 3 == 0 else "%1."
        ids = ["Heading1", "Heading2", "Heading3"]
        number = wordxml.add_numbering(self.document, [("decimal", first, 567), ("decimal", "%1.%2.", 567), ("decimal", "%1.%2.%3.", 709)], ids)
        for level, name in enumerate(("Heading 1", "Heading 2", "Heading 3")):
            _number(self.document.styles[name].element, number, level)

    # the nodes

    def _heading(self, node: Node) -> None:
        number = "" if self.numbering == "auto" and not self.direct else self.numbers[id(node)]
        paragraph = self.document.add_paragraph(style=None if self.direct else f"Heading {node.level}")
        if number:
            paragraph.add_run(number + " ").bold = True
        self._inline(paragraph, node.text)
        if self.direct:
            for run in paragraph.runs:
                run.bold = True
                run.underline = node.level == 1

    def _paragraph(self, node: Node) -> None:
        self._inline(self.document.add_paragraph(), node.text)

    def _bullet(self, node: Node) -> None:
        from docx.shared import Cm

        if self.meta.get("bullets") == "dash":
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.left_indent = Cm(0.7 * node.level)
            paragraph.add_run("- ")
        else:
            paragraph = self.document.add_paragraph(style="List Bullet" if node.level == 1 else "List Bullet 2")
        self._inline(paragraph, node.text)

    def _number(self, node: Node) -> None:
        if self.list_id is None:
            self.list_id = wordxml.add_numbering(self.document, [("decimal", "%1)", 720)])
        paragraph = self.document.add_paragraph()
        _number(paragraph._p, self.list_id, 0)
        self._inline(paragraph, node.text)

    def _page(self, node: Node) -> None:
        self.document.add_page_break()

    def _box(self, node: Node) -> None:
        self.boxes += 1
        text = plain(node.text)
        inner = f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        paragraph = self.document.add_paragraph()
        paragraph._p.append(wordxml.text_box(inner, len(text.split()), self.boxes, COLUMN_CM[self.columns]))

    def _table(self, node: Node) -> None:
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        rows = node.rows
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        table.autofit = False
        widths = _widths(rows, COLUMN_CM[self.columns])
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                cell = table.cell(r, c)
                cell.width = Cm(widths[c])
                if text in ("^^", "<<"):
                    continue
                self._inline(cell.paragraphs[0], text, bold=r == 0)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text in ("^^", "<<"):
                    _merge(table, r, c, rows)
        self.document.add_paragraph().paragraph_format.space_after = 0

    def _inline(self, paragraph: Any, text: str, bold: bool = False) -> None:
        strong = bold
        for piece in _INLINE.split(text.replace("&shy;", "\u00ad")):
            if piece == "**":
                strong = not strong
            elif piece == "<br>":
                paragraph.add_run().add_break()
            elif piece.startswith("[^"):
                paragraph._p.append(wordxml.footnote_reference(self.note_ids[piece[2:-1]]))
            elif piece:
                paragraph.add_run(piece).bold = strong or None


def _merge(table: Any, r: int, c: int, rows: tuple[tuple[str, ...], ...]) -> None:
    """Join a `^^` cell with the one above, a `<<` cell with the one on its left; the empty paragraph that merging adds is dropped."""
    top, left = r, c
    while rows[top][left] == "^^":
        top -= 1
    while rows[top][left] == "<<":
        left -= 1
    merged = table.cell(top, left).merge(table.cell(r, c))
    for paragraph in merged.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)


def _number(element: Any, number: int, level: int) -> None:
    properties = element.get_or_add_pPr()
    numbered = properties.get_or_add_numPr()
    numbered.get_or_add_ilvl().val = level
    numbered.get_or_add_numId().val = number


def _widths(rows: tuple[tuple[str, ...], ...], total: float) -> list[float]:
    """Column widths in cm, in proportion to the text, none too narrow for its longest word."""
    weights = []
    for column in zip(*rows, strict=True):
        texts = [plain(t) for t in column]
        longest = max((len(w) for t in texts for w in t.split()), default=1)
        weights.append(max(longest * 1.35, min(60.0, sum(len(t) for t in texts) / len(texts) * 1.2), 5.0))
    return [round(total * w / sum(weights), 2) for w in weights]
