"""Decisions of officers in the report for a terminal: what was accepted, what was set aside, and what needs a look again."""

from __future__ import annotations

from clausecheck.model import Check, ClauseFinding, Decision, LabelFinding, Report
from clausecheck.report.messages import Translator, mark
from clausecheck.report.sheet import Sheet
from clausecheck.report.words import long_date

__all__ = ["decision_text", "notes", "set_aside", "show"]

_TEXTS = {
    "dismissed": mark("Écarté par {by} le {date} : {reason}"),
    "accepted": mark("Accepté par {by} le {date} : {reason}"),
}
_STANDS = ("edited", "moved")


def set_aside(row: LabelFinding | ClauseFinding | Check) -> bool:
    """True for what an officer has dismissed: shown, and counted nowhere."""
    return row.decision is not None and row.decision.status == "dismissed"


def decision_text(decision: Decision, t: Translator) -> str:
    """« Écarté par A. Martin le 2 septembre 2026 : motif »."""
    return t(_TEXTS[decision.status], by=decision.by, date=long_date(decision.date, t), reason=decision.reason)


def show(sheet: Sheet, decision: Decision | None, t: Translator, *, indent: int) -> None:
    """The line of a decision, nothing without one."""
    if decision is not None:
        sheet.line((decision_text(decision, t), "bold"), indent=indent)


def notes(sheet: Sheet, report: Report, t: Translator) -> None:
    """Recorded decisions that do not stand any more, then those that followed an edited or moved sentence."""
    if not report.decisions:
        return
    sheet.title(t("Décisions à revoir"))
    gone = [note for note in report.decisions if note.code not in _STANDS]
    kept = [note for note in report.decisions if note.code in _STANDS]
    if gone:
        sheet.line((t("Ne s'appliquent plus :"), "bold yellow"), indent=2)
    for note in gone:
        sheet.item(note.message, indent=2, bullet="!")
    if kept:
        sheet.line((t("Toujours appliquées, à relire :"), "bold"), indent=2)
    for note in kept:
        sheet.item(note.message, indent=2)
