"""The sample report with decisions of every kind on it."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.model import Decision, DecisionNote, Report
from tests.report.sample import sample

ASIDE = Decision("dismissed", "A. Martin", "2026-09-02", "constat d'un autre marché")
KEPT = Decision("accepted", "B. Leroy", "2026-09-03", "vu avec le service")


def decided() -> Report:
    """A dismissed label, an accepted clause, a dismissed obligation, an accepted one, one that waits for a piece, and notes of three kinds."""
    report = sample()
    word, rc, bpu = report.documents
    labels = (replace(word.labels[0], decision=ASIDE, demand=None), replace(word.labels[1], decision=KEPT))
    clauses = (replace(rc.clauses[0], decision=KEPT), replace(rc.clauses[1], decision=replace(ASIDE, reason="simple rappel")), rc.clauses[2])
    met, missing, unknown, aside, advice = report.checks
    checks = (met, replace(missing, decision=replace(ASIDE, reason="porté par un autre lot")), replace(unknown, decision=replace(KEPT, reason="CCAP à venir")),
              replace(aside, decision=replace(KEPT, reason="bien sans objet")), advice)
    notes = (
        DecisionNote("lost", "« Les gobelets sont… », écarté par A. Martin : la phrase n'est plus dans les pièces.", replace(ASIDE, reason="hors sujet")),
        DecisionNote("edited", "« Les écrans… », accepté par B. Leroy : la phrase a été modifiée, la décision la suit.", replace(KEPT, reason="bonne phrase")),
    )
    return replace(
        report, documents=(replace(word, labels=labels), replace(rc, clauses=clauses), bpu), checks=checks, decisions=notes,
        demands=tuple(d for d in report.demands if d.id != "d002"))
