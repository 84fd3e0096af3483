"""The report for a terminal: readable by a buyer who is no programmer, at 80 columns, in colour or without."""

from __future__ import annotations

from clausecheck.model import CheckedDocument, Report, Status
from clausecheck.report import text_checks, text_decisions, text_findings
from clausecheck.report.messages import Translator, mark, translator
from clausecheck.report.rows import absent_pieces, kinds_of, settings_lines
from clausecheck.report.sheet import Sheet, shorten
from clausecheck.report.words import ON_SOURCES, PIECES, STATUSES, long_date

__all__ = ["render"]

_STATUS_STYLE = {Status.COMPLETE: "green", Status.PARTIAL: "yellow", Status.FAILED: "bold red"}
_STATUS_MARK = {Status.COMPLETE: "✓", Status.PARTIAL: "~", Status.FAILED: "✗"}
_FORMATS = {"docx": "Word", "pdf": "PDF", "odt": "ODT", "xlsx": "Excel", "ods": "ODS", "pptx": "PowerPoint", "doc": "Word 97-2003"}
_NEUTRAL = mark("Ce qui n'a pas été lu n'a pas été contrôlé ; ce n'est jamais compté comme absent.")


def render(report: Report, *, lang: str = "fr", width: int = 80, colour: bool = False) -> str:
    """The report as text, lines of at most `width` characters. The first line says on which date the law is applied and where it comes from."""
    t = translator(lang)
    sheet = Sheet(width=width, colour=colour)
    _head(sheet, report, t)
    _pieces(sheet, report, t)
    if all(item.document.reading.status is Status.FAILED for item in report.documents):
        sheet.blank()
        sheet.line((t("Aucun fichier n'a pu être lu : rien n'a été contrôlé."), "bold red"))
        return sheet.text()
    text_decisions.notes(sheet, report, t)
    text_checks.obligations(sheet, report, t)
    text_findings.labels(sheet, report, t)
    text_findings.clauses(sheet, report, t)
    text_findings.criteria(sheet, report, t)
    text_checks.others(sheet, report, t)
    text_checks.coherence(sheet, report, t)
    text_checks.policies(sheet, report, t)
    text_checks.score(sheet, report, t)
    return sheet.text()


def _head(sheet: Sheet, report: Report, t: Translator) -> None:
    tool, tender = report.tool, report.tender
    source = t(ON_SOURCES.get(tool.on_source, tool.on_source))
    day = long_date(tool.on, t) if tool.on else t("date inconnue")
    sheet.line((t("Droit appliqué au {day}", day=day), "bold"), f" — {source}.")
    launch = next((fact for fact in tender.facts if fact.field == "launch_date"), None)
    if tool.on_source == "read" and launch is not None:
        sheet.quote(launch.quote, length=160)
    if tool.on_source == "today":
        sheet.line(t("Pour une autre date : ajoutez --on 2026-09-01 (le jour du lancement)."), indent=2)
    for said in settings_lines(report, t):
        sheet.line((t("Réglages de l'acheteur (clausecheck.toml) :"), "bold"), f" {said}.")
    rows: list[tuple[str, str]] = []
    for name, value in ((t("Marché"), tender.object or tender.title), (t("Acheteur"), tender.buyer), (t("Référence"), tender.reference)):
        if value:
            rows.append((name, shorten(value, 200)))
    if tender.lots:
        rows.append((t("Lots"), " ; ".join(f"{lot.id} {lot.title}".strip() for lot in tender.lots[:8])))
    if rows:
        sheet.blank()
        sheet.grid(rows, indent=0, flexible=1)


def _pieces(sheet: Sheet, report: Report, t: Translator) -> None:
    """What was read and what was not: said before anything is called missing."""
    sheet.title(t("Ce qui a été lu"))
    failing = [item for item in report.documents if item.document.reading.status is not Status.COMPLETE]
    for item in report.documents:
        _piece(sheet, item, t)
    if failing:
        sheet.line((t(_NEUTRAL), "yellow"), indent=2)
    absent = absent_pieces(report)
    if absent:
        names = ", ".join(t(PIECES[kind]) for kind in absent)
        sheet.line((t("Pièces non fournies :"), "bold"), f" {names}.", indent=2)
        sheet.line(t("Les contrôles qui portent sur elles restent « à vérifier »."), indent=2)


def _piece(sheet: Sheet, item: CheckedDocument, t: Translator) -> None:
    document = item.document
    status = document.reading.status
    parts = [t(STATUSES[status])]
    if status is not Status.FAILED:
        parts.insert(0, kinds_of(item, t))
        if document.pages is not None:
            parts.append(t.plural("{n} page", "{n} pages", document.pages))
        parts.append(t("{n} mots", n=t.number(document.words)))
    sheet.item((document.name, "bold"), " — ", (", ".join(parts), _STATUS_STYLE[status]), bullet=_STATUS_MARK[status])
    for issue in document.reading.issues:
        page = "" if issue.page is None else t(" (page {page})", page=issue.page)
        sheet.item(issue.message + page, indent=2, bullet="→")
