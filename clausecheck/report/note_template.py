"""The template of the Word note as clausecheck ships it: A4, made with python-docx, filled by docxtpl. A buyer may change it, or make another.

Placeholders are those of note_values; docs/guide/note.md describes them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from clausecheck.report.messages import translator
from clausecheck.report.words import Typeset

if TYPE_CHECKING:
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["build", "steady"]

_STAMP = (1980, 1, 1, 0, 0, 0)
_FONT, _SIZE, _INK, _SOFT, _HEAD = "Arial", 8.5, "1A2026", "4B5660", "E4EAED"
_MARGIN = 1.6
_WIDTH = 21.0 - 2 * _MARGIN - 0.2
"""Centimetres for a table between the margins of an A4 page."""


def build(lang: str = "fr") -> bytes:
    """The template as a Word file, its fixed texts in one of LANGUAGES; always the same bytes."""
    import docx

    t = Typeset(translator(lang))
    document = docx.Document()
    _page(document, t, lang)
    _opening(document, t)
    _read(document, t)
    _obligations(document, t)
    _score(document, t)
    _demands(document, t)
    _gaps(document, t)
    _closing(document, t)
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


def steady(data: bytes) -> bytes:
    """The same package without the hour it was written at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _STAMP), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _page(document: Any, t: Typeset, lang: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = Cm(_MARGIN)
    section.bottom_margin, section.footer_distance, section.header_distance = Cm(1.5), Cm(0.7), Cm(0.7)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = _FONT, Pt(_SIZE), RGBColor.from_string(_INK)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    language = normal.element.rPr.makeelement(qn("w:lang"), {qn("w:val"): "fr-FR" if lang == "fr" else "en-GB"})
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(2), 1.0
    for name, size, before in (("Title", 15, 0), ("Heading 1", 10.5, 7)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.color.rgb = _FONT, Pt(size), True, RGBColor.from_string(_INK)
        fonts = style.element.rPr.rFonts
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        fonts.set(qn("w:ascii"), _FONT)
        fonts.set(qn("w:hAnsi"), _FONT)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(2)
        style.paragraph_format.keep_with_next = True
        for frame in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(frame)
    document.core_properties.title = t("Note de contrôle environnemental")
    document.core_properties.author, document.core_properties.comments = "clausecheck", ""
    foot = section.footer.paragraphs[0]
    _run(foot, t("clausecheck {version}, règles {rules}.", version="{{ version }}", rules="{{ regles }}") + " "
         + t("L'outil lit ce qui est écrit : il ne remplace pas l'avis d'un juriste.") + "  ", size=7.5, colour=_SOFT)
    for part in ("PAGE", "/", "NUMPAGES"):
        if part == "/":
            _run(foot, " / ", size=7.5, colour=_SOFT)
        else:
            _field(foot, part)


def _run(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float | None = None, colour: str = "") -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    if size is not None:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def _field(paragraph: Paragraph, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run()
    run.font.size, run.font.color.rgb = Pt(7.5), RGBColor.from_string(_SOFT)
    for kind in ("begin", "", "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = code
        run._r.append(mark)


def _line(document: Any, *pieces: tuple[str, str], condition: str = "", before: float = 0, joined: bool = False) -> None:
    """A paragraph of (text, style) pieces, styles being "", "b", "i" or "soft"; with `condition` only where that value is not empty.

    `before`: points of space above; `joined`: on the same page as what follows.
    """
    from docx.shared import Pt

    if condition:
        document.add_paragraph(f"{{%p if {condition} %}}")
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = joined or None
    if before:
        paragraph.paragraph_format.space_before = Pt(before)
    for text, style in pieces:
        _run(paragraph, text, bold=style == "b", italic=style == "i", colour=_SOFT if style == "soft" else "")
    if condition:
        document.add_paragraph("{%p endif %}")


def _list(document: Any, source: str, *pieces: tuple[str, str]) -> None:
    """A paragraph for each value of a list."""
    document.add_paragraph(f"{{%p for x in {source} %}}")
    _line(document, *pieces)
    document.add_paragraph("{%p endfor %}")


def _shade(cell: _Cell, fill: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), fill)
    cell._tc.get_or_add_tcPr().append(shade)


def _table(document: Any, source: str, columns: Sequence[tuple[str, str, float]], *, bold: int = -1, fill: int = -1) -> None:
    """A table with a row for each value of a list; columns are head, placeholder and share of the width. Column `fill` takes the row's colour."""
    from docx.shared import Cm, Pt

    document.add_paragraph(f"{{%p if {source} %}}")
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    table.autofit = False
    _thin(table)
    for place, column in enumerate(table.columns):
        column.width = Cm(_WIDTH * columns[place][2])
    texts = [[head for head, _, _ in columns], [f"{{%tr for x in {source} %}}"], [text for _, text, _ in columns], ["{%tr endfor %}"]]
    for number, (row, own) in enumerate(zip(table.rows, texts, strict=True)):
        for place, cell in enumerate(row.cells):
            cell.width = Cm(_WIDTH * columns[place][2])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.keep_with_next = number == 0 or None
            if place < len(own):
                colour = "{% cellbg x.fond %}" if number == 2 and place == fill else ""
                _run(paragraph, colour + own[place], bold=number == 0 or place == bold, size=8)
            if number == 0:
                _shade(cell, _HEAD)
    _repeat_head(table.rows[0])
    for row in table.rows:
        _whole(row)
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    _run(after, "", size=3)
    after.paragraph_format.line_spacing = Pt(3)
    document.add_paragraph("{%p endif %}")


def _thin(table: Any) -> None:
    """Grey hairlines, and the frame within the margins."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    indent, borders = OxmlElement("w:tblInd"), OxmlElement("w:tblBorders")
    indent.set(qn("w:w"), "108")
    indent.set(qn("w:type"), "dxa")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B4BEC7")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(indent)
    layout.addprevious(borders)


def _repeat_head(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _opening(document: Any, t: Typeset) -> None:
    document.add_paragraph(t("Note de contrôle environnemental"), style="Title")
    _line(document, ("{{ titre }}", "b"))
    facts = (
        (t("Acheteur"), "acheteur"), (t("Référence"), "reference"), (t("Procédure"), "procedure"), (t("Lots"), "lots"),
    )
    for name, value in facts:
        _line(document, (name + t(" : "), "soft"), (f"{{{{ {value} }}}}", ""), condition=value)
    day = t("Droit appliqué au {day}", day="{{ date_droit }}")
    _line(document, (day, "b"), (" — {{ source_date }}.", ""))


def _read(document: Any, t: Typeset) -> None:
    document.add_paragraph(t("Ce qui a été lu"), style="Heading 1")
    _table(document, "pieces", (
        (t("Pièce"), "{{ x.nom }}", 0.36), (t("Nature"), "{{ x.nature }}", 0.36), (t("Lecture"), "{{ x.lecture }}", 0.12),
        (t("Pages"), "{{ x.pages }}", 0.07), (t("Mots"), "{{ x.mots }}", 0.09)))
    _line(document, ("{{ pieces_suite }}", "soft"), condition="pieces_suite")
    _line(document, (t("Pièces non fournies :") + " ", "b"), ("{{ pieces_absentes }}. ", ""),
          (t("Les contrôles qui portent sur elles restent « à vérifier »."), ""), condition="pieces_absentes")
    document.add_paragraph("{%p if non_lu %}")
    document.add_paragraph(t("Ce qui n'a pas été lu"), style="Heading 1")
    _list(document, "non_lu", ("• {{ x }}", ""))
    _line(document, ("{{ non_lu_suite }}", "soft"), condition="non_lu_suite")
    _line(document, (t("Ce qui n'a pas été lu n'a pas été contrôlé ; ce n'est jamais compté comme absent."), "i"))
    document.add_paragraph("{%p endif %}")


def _obligations(document: Any, t: Typeset) -> None:
    document.add_paragraph(t("Obligations"), style="Heading 1")
    _line(document, ("{{ verdict }}", "b"), joined=True)
    document.add_paragraph("{%p if not rien_lu %}")
    _table(document, "obligations", (
        (t("Verdict"), "{{ x.verdict }}", 0.1), (t("Obligation"), "{{ x.titre }}", 0.32), (t("Constat"), "{{ x.motif }}", 0.38),
        (t("Base légale"), "{{ x.base }}", 0.2)), bold=0, fill=0)
    _line(document, ("{{ obligations_suite }}", "soft"), condition="obligations_suite")
    _line(document, (t("Respectées :") + " ", "b"), ("{{ respectees }}.", ""), condition="respectees")


def _score(document: Any, t: Typeset) -> None:
    document.add_paragraph(t("Score"), style="Heading 1")
    _line(document, (t("Conformité") + t(" : "), "b"), ("{{ conformite }}", "b"),
          (" — " + t("part des obligations respectées, parmi celles qui s'appliquent et ont pu être contrôlées") + ".", ""))
    _line(document, (t("Ambition") + t(" : "), "b"), ("{{ ambition }}", "b"),
          (" — " + t("force et étendue de ce qui est demandé pour l'environnement") + ".", ""))
    _table(document, "points", (
        (t("Partie de l'ambition"), "{{ x.partie }}", 0.36), (t("Points"), "{{ x.points }}", 0.14),
        (t("Partie de l'ambition"), "{{ x.partie2 }}", 0.36), (t("Points"), "{{ x.points2 }}", 0.14)))
    _list(document, "politiques", (t("Politique d'achat") + " ", "b"), ("{{ x }}", ""))


def _demands(document: Any, t: Typeset) -> None:
    document.add_paragraph(t("Labels et principales clauses"), style="Heading 1")
    _line(document, ("{{ labels_resume }}", ""), joined=True)
    _table(document, "labels", (
        (t("Label"), "{{ x.nom }}", 0.27), (t("Force"), "{{ x.force }}", 0.09), (t("Nature"), "{{ x.nature }}", 0.22),
        (t("Équivalents"), "{{ x.equivalents }}", 0.16), (t("Place"), "{{ x.place }}", 0.26)), bold=0)
    _line(document, ("{{ labels_suite }}", "soft"), condition="labels_suite")
    _line(document, ("{{ clauses_resume }}.", ""), joined=True)
    _table(document, "clauses", (
        (t("Famille"), "{{ x.famille }}", 0.2), (t("Demandes"), "{{ x.nombre }}", 0.13), (t("Phrase la plus forte"), "{{ x.phrase }}", 0.45),
        (t("Place"), "{{ x.place }}", 0.22)), bold=0)
    _line(document, ("{{ clauses_suite }}", "soft"), condition="clauses_suite")


def _gaps(document: Any, t: Typeset) -> None:
    document.add_paragraph("{%p if manques %}")
    document.add_paragraph(t("Ce qui manque, et le texte proposé"), style="Heading 1")
    document.add_paragraph("{%p for x in manques %}")
    _line(document, ("{{ x.titre }}", "b"), (" — {{ x.gain }}", "soft"), before=3, joined=True)
    _line(document, ("«\N{NO-BREAK SPACE}{{ x.texte }}\N{NO-BREAK SPACE}»", "i"))
    document.add_paragraph("{%p endfor %}")
    _line(document, (t("Aussi : {places}", places="{{ manques_suite }}"), "soft"), condition="manques_suite")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endif %}")


def _closing(document: Any, t: Typeset) -> None:
    document.add_paragraph("{%p if decisions %}")
    document.add_paragraph(t("Décisions prises"), style="Heading 1")
    _list(document, "decisions", ("• {{ x }}", ""))
    document.add_paragraph("{%p endif %}")
    _line(document, (t("Établie par :") + " ……………………………     " + t("Date :") + " ………………     " + t("Visa :") + " ………………………", "soft"), before=10)
