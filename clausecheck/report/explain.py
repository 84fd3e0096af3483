"""Why a finding is there: its rule, its words, the cues that made its force."""

from __future__ import annotations

from collections.abc import Iterator

from clausecheck.model import CheckedDocument, ClauseFinding, LabelFinding, Report
from clausecheck.report.messages import Translator, mark, translator
from clausecheck.report.phrases import decision_text
from clausecheck.report.sheet import Sheet, shorten
from clausecheck.report.text_findings import place_of
from clausecheck.report.words import FAMILIES, FORCES, NATURES, STAGES, STRENGTH

__all__ = ["explain_finding", "list_findings"]

Finding = LabelFinding | ClauseFinding
_COMPARATORS = {">=": mark("au moins"), "<=": mark("au plus"), ">": mark("plus de"), "<": mark("moins de"), "=": mark("exactement")}


def _findings(report: Report) -> Iterator[tuple[CheckedDocument, Finding]]:
    for item in report.documents:
        yield from ((item, row) for row in item.labels)
        yield from ((item, row) for row in item.clauses)


def list_findings(report: Report, *, lang: str = "fr", width: int = 80, colour: bool = False) -> str:
    """All findings of a report, one line each: id, force, label or family, beginning of the sentence."""
    t = translator(lang)
    sheet = Sheet(width=width, colour=colour)
    rows = [(row.id, t(FORCES[row.force]), f"{_what(row, t)} : {shorten(row.quote, 150)}") for _, row in _findings(report)]
    if not rows:
        sheet.line(t("Aucun label ni aucune clause n'a été relevé."))
    sheet.grid(rows, indent=0, flexible=2)
    return sheet.text()


def explain_finding(report: Report, finding: str, *, lang: str = "fr", width: int = 80, colour: bool = False) -> str | None:
    """Everything that made one finding; None when the report has no finding of this id."""
    t = translator(lang)
    sheet = Sheet(width=width, colour=colour)
    found = False
    for item, row in _findings(report):
        if row.id == finding:
            if found:
                sheet.blank()
            found = True
            _explain(sheet, item, row, t)
    return sheet.text() if found else None


def _what(row: Finding, t: Translator) -> str:
    return row.name if isinstance(row, LabelFinding) else t(FAMILIES[row.family])


def _explain(sheet: Sheet, item: CheckedDocument, row: Finding, t: Translator) -> None:
    sheet.line((f"{row.id} — {_what(row, t)}", "bold"))
    sheet.quote(row.quote, length=600)
    sheet.blank()
    lines = [
        (t("Place"), place_of(item, row, t)),
        (t("Mots relevés"), f"« {' '.join(item.document.text[row.start : row.end].split())} » ({row.start}-{row.end})"),
        (t("Règle"), f"{row.rule} — {row.title}" if isinstance(row, ClauseFinding) else row.rule),
        (t("Force"), f"{t(FORCES[row.force])} ({row.force.value})"),
        (t("Portée"), f"{t(STAGES[row.stage])} ({row.stage.value})"),
    ]
    if row.cues:
        lines.append((t("Indices"), ", ".join(f"« {cue} »" for cue in row.cues)))
    if isinstance(row, LabelFinding):
        lines.append((t("Nature"), t(NATURES[row.nature])))
        lines.append((t("Équivalents"), {True: t("acceptés"), False: t("non acceptés"), None: t("sans objet")}[row.equivalent]))
    elif row.quantity is not None:
        quantity = row.quantity
        amount = f"{t(_COMPARATORS.get(quantity.comparator, quantity.comparator))} {t.number(quantity.value)} {quantity.unit} {quantity.of}"
        lines.append((t("Quantité"), amount.strip()))
    lines.append((t("Demande comptée"), row.demand or t("non : ce n'est ni une exigence ni un élément noté")))
    if row.decision is not None:
        lines.append((t("Décision"), decision_text(row.decision, t)))
    sheet.grid(lines, indent=0, flexible=1)
    if row.why:
        sheet.blank()
        sheet.line((t("Pas à pas"), "bold"))
        for step in row.why:
            sheet.item(step, indent=2)
    if isinstance(row, ClauseFinding) and row.strength is not None:
        sheet.blank()
        total = t("{points} sur {out_of}", points=t.number(row.strength.points), out_of=t.number(row.strength.out_of))
        sheet.line((t("Solidité"), "bold"), f" : {total}")
        for part in row.strength.parts:
            sheet.item(f"{t(STRENGTH.get(part.id, part.id))} : {t.number(part.points)} / {t.number(part.out_of)} — {part.why}", indent=2)
