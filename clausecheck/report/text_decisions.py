"""Decisions of officers in the report for a terminal: what was accepted, what was set aside, and what needs a look again."""

from __future__ import annotations

from clausecheck.model import Decision, Report
from clausecheck.report.messages import Translator
from clausecheck.report.phrases import decision_text
from clausecheck.report.sheet import Sheet

__all__ = ["notes", "show"]

_STANDS = ("edited", "moved")


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
