"""What can be decided in a report: its findings and checks by their names, and the list of them for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from clausecheck.assess.decisions import Spot, place, record_check, record_finding
from clausecheck.model import Check, CheckedDocument, Decision, LabelFinding, Report, Severity, Verdict
from clausecheck.report.messages import translator
from clausecheck.report.phrases import Finding, decision_words, verdict_word
from clausecheck.report.rows import by_verdict
from clausecheck.report.sheet import Sheet, shorten
from clausecheck.report.text_findings import place_of
from clausecheck.report.words import FAMILIES, FORCES
from clausecheck.structure.decisions import Recorded

__all__ = [
    "Subject", "UnknownSubjectError", "find_subjects", "render_list", "render_subject", "said_recorded", "said_subject", "subjects", "with_decision",
    "without", "without_lost",
]

_T = translator("fr")
_SAID = 120
"""Characters of a sentence said back after a decision."""
_OPEN = (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY)


class UnknownSubjectError(ValueError):
    """A name that is no finding, demand or check of the report; `str()` is French and says what to do."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One finding or check that can be decided. `name` is unique in the report: "c0001", or "cctp.docx:c0001" when several pieces have one."""

    name: str
    head: str
    quote: str
    where: str
    pressing: bool
    decision: Decision | None = None
    spot: Spot | None = None
    demand: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def subjects(report: Report) -> list[Subject]:
    """Checks, what is to be done first, then the findings in the order of the report."""
    checks = by_verdict(report, Severity.OBLIGATION) + by_verdict(report, Severity.RECOMMENDATION, Severity.GOOD_PRACTICE)
    rows = list(_rows(report))
    counts = Counter(row.id for _, _, row in rows)
    return [*map(_of_check, checks), *(_of_row(spot, item, row, counts[row.id] > 1) for spot, item, row in rows)]


def _rows(report: Report) -> Iterator[tuple[Spot, CheckedDocument, Finding]]:
    for number, item in enumerate(report.documents):
        yield from (((number, "label", index), item, row) for index, row in enumerate(item.labels))
        yield from (((number, "clause", index), item, row) for index, row in enumerate(item.clauses))


def _of_check(check: Check) -> Subject:
    head = f"{verdict_word(check).upper()} — {check.title}"
    proof = check.evidence[0].quote if check.evidence else check.nearest.quote if check.nearest else ""
    return Subject(check.id, head, proof, check.reason, check.verdict in _OPEN, check.decision, fields=record_check(check))


def _of_row(spot: Spot, item: CheckedDocument, row: Finding, shared: bool) -> Subject:
    what = f"label {row.name}" if isinstance(row, LabelFinding) else f"{FAMILIES[row.family]}, {row.title}"
    name = f"{item.document.name}:{row.id}" if shared else row.id
    return Subject(
        name, f"{FORCES[row.force].upper()} — {what}", row.quote, place_of(item, row, _T), row.force.demand, row.decision, spot, row.demand or "",
        record_finding(item, row))


def find_subjects(report: Report, names: Iterable[str]) -> list[Subject]:
    """The findings, checks and demands (all their places) of these names, each once. Raises UnknownSubjectError."""
    every = subjects(report)
    out: list[Subject] = []
    for name in names:
        found = [s for s in every if name in (s.name, s.demand)]
        if not found:
            near = [s.name for s in every if s.name.endswith(f":{name}")]
            if near:
                raise UnknownSubjectError(f"« {name} » existe dans plusieurs pièces : écrivez {' ou '.join(near)}.")
            raise UnknownSubjectError(f"« {name} » n'est ni un constat, ni une demande, ni un contrôle de ces pièces : --list les montre.")
        out += [s for s in found if s not in out]
    return out


def without(report: Report, recorded: Sequence[Recorded], chosen: Sequence[Subject]) -> list[Recorded]:
    """The recorded decisions without those that stand on these subjects."""
    spots, _ = place(report.documents, recorded)
    gone = [spots[s.spot] for s in chosen if s.spot in spots]
    checks = {s.name for s in chosen if s.spot is None}
    return [row for row in recorded if row not in gone and (not row.check or row.check not in checks)]


def with_decision(report: Report, recorded: Sequence[Recorded], chosen: Sequence[Subject], decision: Decision) -> list[Recorded]:
    """The recorded decisions with this one on these subjects, in place of those that stood there."""
    new = [Recorded(decision, **subject.fields) for subject in chosen]
    return [*without(report, recorded, chosen), *dict.fromkeys(new)]


def without_lost(report: Report, recorded: Sequence[Recorded]) -> list[Recorded]:
    """The recorded decisions that stand on a finding or a check of this report."""
    standing = set(place(report.documents, recorded)[0].values())
    verdicts = {check.id: check.verdict.value for check in report.checks}
    return [row for row in recorded if row in standing or (row.check in verdicts and row.verdict in ("", verdicts[row.check]))]


def said_subject(subject: Subject) -> str:
    """One line that tells which finding or check a decision was recorded on: its name, what it is, its sentence cut short (a finding's only)."""
    quote = f" — « {shorten(subject.quote, _SAID)} »" if subject.spot is not None and subject.quote else ""
    demand = f" ({subject.demand})" if subject.demand else ""
    return f"[{subject.name}]{demand} {subject.head}{quote}"


def said_recorded(row: Recorded) -> str:
    """One line that tells a decision of the file: its check, or its sentence cut short, then who decided what."""
    subject = f"contrôle {row.check}" if row.check else f"« {shorten(row.quote, _SAID)} »"
    piece = f" ({row.document})" if row.document else ""
    return f"{subject}{piece}, {decision_words(row.decision)}"


def render_subject(subject: Subject, *, width: int = 80, colour: bool = False) -> str:
    """One finding or check in full: what, sentence, place, the decision it has."""
    sheet = Sheet(width=width, colour=colour)
    _put(sheet, subject, 400)
    return sheet.text()


def render_list(report: Report, *, width: int = 80, colour: bool = False) -> str:
    """Everything that can be decided, by name, with the decisions taken and those that need a look."""
    sheet = Sheet(width=width, colour=colour)
    every = subjects(report)
    for title, rows in (("Contrôles", [s for s in every if s.spot is None]), ("Constats", [s for s in every if s.spot is not None])):
        sheet.title(f"{title} : {len(rows)}, dont {sum(s.decision is not None for s in rows)} avec une décision")
        for subject in rows:
            _put(sheet, subject, 140)
    if report.decisions:
        sheet.title("Décisions à revoir")
        for note in report.decisions:
            sheet.item(note.message, bullet="!")
    return sheet.text().lstrip("\n")


def _put(sheet: Sheet, subject: Subject, length: int) -> None:
    demand = f" ({subject.demand})" if subject.demand else ""
    sheet.item((f"[{subject.name}]", "bold"), f"{demand} {subject.head}")
    if subject.quote:
        sheet.quote(subject.quote, length=length)
    if subject.where:
        sheet.line((shorten(subject.where, length), "dim"), indent=2)
    if subject.decision is not None:
        sheet.line((f"→ {decision_words(subject.decision)}", "bold"), indent=2)
