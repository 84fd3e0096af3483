"""The yearly review as a Word file: what the authority publishes, with headings, tables, charts (when matplotlib is there) and page numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from clausecheck.indicators import png
from clausecheck.indicators.charts import bars, evolution_lines, nature_stack
from clausecheck.indicators.counting import Table
from clausecheck.indicators.review import VERDICTS, Review, load_method
from clausecheck.indicators.review_words import NO_POLICY, REACH, data_holes, holes, summary
from clausecheck.indicators.shapes import Chart
from clausecheck.indicators.view import (
    Titles,
    amount_words,
    contract_title,
    contract_words,
    figure_words,
    number,
    percent,
    place_words,
    row_words,
    scope_titles,
)
from clausecheck.report.words import FAMILIES

__all__ = ["render"]

_STAMP = (1980, 1, 1, 0, 0, 0)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = "E4EAED"
_LISTED = 60
"""Contracts listed under one heading of what is missing; the workbook of the indicators has them all."""


def render(review: Review) -> bytes:
    """The bytes of the file; the same data give the same bytes."""
    writer = _Writer(review)
    for part in (writer.opening, writer.commitments, writer.figures, writer.tables, writer.evolution, writer.best, writer.holes, writer.method):
        part()
    out = io.BytesIO()
    writer.document.save(out)
    return _steady(out.getvalue())


def _steady(data: bytes) -> bytes:
    """The same package without the hour it was written at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _STAMP), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    """Writes the parts of the review one after the other."""

    def __init__(self, review: Review) -> None:
        import docx
        from docx.shared import Cm, Pt

        self.review = review
        self.document: Any = docx.Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        self._styles(Pt)
        properties = self.document.core_properties
        properties.title, properties.author, properties.language, properties.comments = review.title, "clausecheck", "fr-FR", ""
        properties.created = properties.modified = datetime(1980, 1, 1)
        self._page_number(section)

    def _styles(self, points: Any) -> None:
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        styles = self.document.styles
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "List Bullet 2", "Intense Quote"):
            font = styles[name].font
            font.name = "Arial"
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                if "Theme" in key:
                    del fonts.attrib[key]
            fonts.set(qn("w:hAnsi"), "Arial")
            fonts.set(qn("w:cs"), "Arial")
        normal = styles["Normal"]
        normal.font.size = points(10)
        language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "fr-FR"})
        normal.element.get_or_add_rPr().append(language)
        normal.paragraph_format.space_after = points(5)
        for name, size in (("Title", 21), ("Heading 1", 15), ("Heading 2", 11.5)):
            styles[name].font.size = points(size)
            styles[name].font.color.rgb = RGBColor(0x16, 0x40, 0x4F)
        styles["Heading 1"].paragraph_format.space_before = points(16)
        styles["Heading 1"].paragraph_format.space_after = points(5)
        styles["Heading 2"].paragraph_format.space_before = points(9)
        styles["Heading 2"].paragraph_format.space_after = points(2)

    def _page_number(self, section: Any) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    def line(self, words: str, *, style: str = "Normal", bold: str = "", soft: bool = False, keep: bool = False) -> None:
        """A paragraph; `bold` stands before the words; `keep` holds it with the next."""
        from docx.shared import RGBColor

        paragraph = self.document.add_paragraph(style=style)
        if bold:
            paragraph.add_run(_clean(bold)).bold = True
        run = paragraph.add_run(_clean(words))
        if soft:
            run.font.color.rgb = RGBColor(0x4B, 0x56, 0x60)
            run.italic = True
        paragraph.paragraph_format.keep_with_next = keep

    def heading(self, words: str, level: int = 1) -> None:
        """A heading."""
        self.document.add_heading(_clean(words), level)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """A table with its head repeated on every page; `widths` in centimetres, the columns after the first set to the right."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        table = self.document.add_table(rows=0, cols=len(head), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for index, row in enumerate([list(head), *rows]):
            cells = table.add_row().cells
            for column, (cell, words) in enumerate(zip(cells, row, strict=True)):
                cell.width = Cm(widths[column])
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(1)
                run = paragraph.add_run(_clean(words))
                run.font.size = Pt(9)
                run.bold = index == 0
                if column and self._numeric(words):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if index == 0:
                    _shade(cell)
            _row(table.rows[index], head=index == 0)
        self.line("")

    @staticmethod
    def _numeric(words: str) -> bool:
        return bool(re.fullmatch(r"[\d\s/(),.%€–-]*", words))

    def picture(self, chart: Chart) -> bool:
        """A chart with its words for those who do not see it; False when images cannot be made."""
        from docx.shared import Cm

        try:
            image = png.render(chart)
        except png.MissingLibraryError:
            return False
        self.line(chart.title, bold="", keep=True)
        self.document.paragraphs[-1].runs[-1].bold = True
        shape = self.document.add_picture(io.BytesIO(image), width=Cm(17))
        shape._inline.docPr.set("descr", _clean(chart.description))
        shape._inline.docPr.set("title", _clean(chart.title))
        return True

    def opening(self) -> None:
        """Title, buyer, the published number, and what was not read."""
        self.document.add_heading(_clean(self.review.title), 0)
        self.line(self.review.policy.buyer, soft=True)
        self.line(summary(self.review))
        if self.review.found.gaps:
            self.heading("Ce qui n'a pas été lu")
            for gap in self.review.found.gaps[:_LISTED]:
                said = "rien n'a été lu, marché non compté" if gap.failed else "lu en partie"
                self.line(f" : {said}. {gap.message}", style="List Bullet", bold=gap.key)

    def commitments(self) -> None:
        """The commitments as a table, then what each rests on."""
        self.heading("Engagements de la politique")
        if not self.review.judged_tenders:
            self.line(NO_POLICY, soft=True)
        rows = [(own.promise.title, VERDICTS[own.verdict], "\n".join([*own.words, own.promise.note]).strip()) for own in self.review.commitments]
        self.table(("Engagement", "Bilan", "Sur quoi"), rows, (6, 2.6, 8.4))
        for own in self.review.commitments:
            concerned = [pair for pair in own.contracts if pair[1] != "not-applicable"]
            if concerned:
                self.heading(own.promise.title, 2)
                self.line(REACH[own.promise.scope], soft=True, keep=True)
                for contract, verdict in concerned[:_LISTED]:
                    self.line(f" : {VERDICTS[verdict]}", style="List Bullet", bold=contract_title(contract))

    def figures(self) -> None:
        """The figures, each with its definition."""
        found = self.review.found
        titles = scope_titles(found)
        self.heading("Indicateurs de l'année")
        for figure in found.figures:
            if not figure.definition.summary:
                continue
            self.heading(figure.definition.title, 2)
            for index, scope in enumerate(figure.definition.scopes):
                own = figure.counts[index]
                money = amount_words(own)
                meant = "" if figure.definition.count == "marches" or own.amount is None else "marchés concernés : "
                head = f"{titles[scope]} : " if len(figure.definition.scopes) > 1 else ""
                self.line(f" ; {meant}{money}" if money else "", style="List Bullet", bold=head + figure_words(figure, index), keep=True)
            self.line(figure.definition.text, soft=True)
        self.heading("Ce que comptent les périmètres", 2)
        for scope_of in found.definitions.scopes:
            self.line(f" : {scope_of.text}", style="List Bullet", bold=scope_of.title.capitalize())

    def tables(self) -> None:
        """The breakdowns."""
        titles = Titles(self.review.found)
        for table in self.review.found.tables:
            self.heading(table.axis.title, 2)
            self._breakdown(table, titles)
            if table.axis.id == "label" and any(line.scopes["wide"].demands for line in table.lines):
                self.picture(bars(table, titles))

    def _breakdown(self, table: Table, titles: Titles) -> None:
        head = ["", *(["Marchés lus"] if table.axis.of_contract else []), "Marchés, strict / large", "Demandes, strict / large", "À part"]
        rows = []
        for line in table.lines:
            strict, wide = line.scopes["strict"], line.scopes["wide"]
            if not (table.axis.of_contract or any(own.demands for own in line.scopes.values())):
                continue
            rows.append([
                titles.of(table.axis, line.value), *([number(line.every.contracts)] if line.every else []),
                f"{number(strict.contracts)} / {number(wide.contracts)}", f"{number(strict.demands)} / {number(wide.demands)}",
                number(line.scopes["unspecified"].demands + line.scopes["other"].demands)])
        widths = (6.2, 2.4, 3.2, 3.2, 2) if table.axis.of_contract else (8.4, 3.3, 3.3, 2)
        self.table(head, rows, widths)
        self.line(f"{table.axis.note} À part : écolabels sans nom et autres démarches.", soft=True)

    def evolution(self) -> None:
        """The years side by side."""
        from dataclasses import replace

        self.heading("Évolution")
        points = self.review.evolution
        if len(points) < 2:
            self.line("Une seule année connue : l'évolution se lira à partir de la deuxième.")
            return
        found = replace(self.review.found, evolution=points)
        drawn = self.picture(evolution_lines(found))
        if any(point.natures for point in points) and not (drawn and self.picture(nature_stack(found))):
            self.line("Les graphiques ne sont pas dessinés : ils demandent matplotlib (pip install 'clausecheck[images]').", soft=True)
        rows = []
        for point in points:
            every = point.every.contracts
            rows.append((point.year, number(every), *(
                f"{number(own.contracts)} ({percent(100 * own.contracts / every if every else 0)})" for own in (point.strict, point.wide)),
                f"{number(point.strict.demands)} / {number(point.wide.demands)}"))
        self.table(("Année", "Marchés lus", "Avec écolabel, strict", "Avec écolabel, large", "Demandes, strict / large"), rows, (2.4, 2.6, 4, 4, 4))

    def best(self) -> None:
        """The strongest clauses."""
        self.heading("Les clauses les plus solides")
        for row in self.review.best:
            clause = row.clause
            if clause is None or clause.points is None or clause.out_of is None:
                continue
            self.line(f" — solidité {number(clause.points)} sur {number(clause.out_of)}, {row_words(row)}", bold=FAMILIES[clause.family], keep=True)
            self.line(f"«\N{NO-BREAK SPACE}{' '.join(clause.quote.split())}\N{NO-BREAK SPACE}»", style="List Bullet", keep=True)
            self.line(f"{contract_title(row.contract)}, {place_words(row)}", soft=True)
        if not self.review.best:
            self.line("Aucune clause environnementale notée cette année.")

    def holes(self) -> None:
        """What the contracts and the data lack."""
        self.heading("Ce qui manque")
        for name, rows in holes(self.review):
            self.heading(f"{name} ({len(rows)})", 2)
            for contract, words in rows[:_LISTED]:
                known = ", ".join(part for part in (contract_words(contract), words) if part)
                self.line(f" : {known}" if known else "", style="List Bullet", bold=contract_title(contract))
            if len(rows) > _LISTED:
                self.line(f"Et {len(rows) - _LISTED} autres : « clausecheck indicators --format xlsx » les donne tous.", soft=True)
        self.heading("Données", 2)
        for words in data_holes(self.review) or ["Rien ne manque."]:
            self.line(words, style="List Bullet")

    def method(self) -> None:
        """Method and limits, and the sources of the policy."""
        self.heading("Méthode et limites")
        for name, text in load_method():
            self.line(f" {text}", bold=f"{name}.")
        if self.review.policy.sources:
            self.line(f" {' ; '.join(self.review.policy.sources)}", bold="Source de la politique.")


def _clean(words: str) -> str:
    """Without the characters that XML cannot hold."""
    return _CONTROL.sub(" ", words)


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _row(row: Any, *, head: bool) -> None:
    """A row that no page break cuts; the head comes back on every page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
