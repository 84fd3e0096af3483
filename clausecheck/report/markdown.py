"""The report as Markdown (CommonMark with tables), to paste in a wiki, an issue or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from clausecheck.model import APART, Check, ClauseFinding, Evidence, Family, Force, LabelFinding, Report, Severity, Verdict
from clausecheck.report.messages import translator
from clausecheck.report.rows import (
    NOTES,
    FoundRow,
    by_verdict,
    coherence_places,
    criterion_rows,
    decision_words,
    findings,
    gain_words,
    kinds_of,
    not_read,
    nothing_read,
    set_aside,
    tally,
    verdict_word,
    where,
)
from clausecheck.report.words import COMMITMENTS, FAMILIES, FORCES, NATURES, ON_SOURCES, SEVERITIES, STAGES, STATUSES, long_date

__all__ = ["render", "safe"]

_T = translator("fr")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LIST_START = re.compile(r"^(\d+)([.)])|^([-+=])")
_TO_DO = (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY)


def render(report: Report) -> str:
    """The report in French: what was not read, verdict, obligations, score, labels, clauses, criteria, disagreements, policies, pieces."""
    tool, tender = report.tool, report.tender
    lines = [f"# {safe(tender.object or tender.title or 'Rapport clausecheck')}", ""]
    source = ON_SOURCES.get(tool.on_source, tool.on_source)
    lines += [f"Droit appliqué au **{long_date(tool.on, _T) if tool.on else 'date inconnue'}** — {source}.", ""]
    known = [("Acheteur", tender.buyer), ("Référence", tender.reference), ("Lots", ", ".join(f"{lot.id} {lot.title}".strip() for lot in tender.lots))]
    lines += [f"- {name} : {safe(value)}" for name, value in known if value]
    parts = (_not_read, _verdict, _decisions, _obligations, _others, _score, _labels, _clauses, _criteria, _coherence, _policies, _pieces)
    for part in (_not_read, _verdict, _pieces) if nothing_read(report) else parts:
        block = list(part(report))
        if block:
            lines += ["", *block]
    lines += ["", f"clausecheck {tool.version}, règles {tool.rules_version}."]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def safe(text: str) -> str:
    """One line, with the signs that Markdown would read made plain."""
    flat = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", flat)


def _quote(text: str) -> str:
    return f"«\N{NO-BREAK SPACE}{safe(text)}\N{NO-BREAK SPACE}»"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _not_read(report: Report) -> Iterator[str]:
    missing = not_read(report)
    if missing:
        yield from ("## Ce qui n'a pas été lu", "", "Ce qui n'a pas été lu n'a pas été contrôlé ; ce n'est jamais compté comme absent.", "")
    for name, status, messages in missing:
        yield f"- **{safe(name)}** — {status}"
        yield from (f"  - {safe(message)}" for message in messages)


def _verdict(report: Report) -> Iterator[str]:
    yield from ("## Verdict", "")
    if nothing_read(report):
        yield "**Aucun fichier n'a pu être lu : rien n'a été contrôlé.**"
        return
    counts = ", ".join(f"{n} {word}" for _, n, word in tally(report))
    yield f"- Obligations : {counts or 'aucune ne s’applique à ce marché à cette date'}"
    dropped = [check for check in report.checks if set_aside(check)]
    if dropped:
        yield f"- Contrôles écartés par décision, comptés nulle part : {', '.join(check.id for check in dropped)}"
    yield f"- Conformité : {_figure(report.score.conformity)} — part des obligations respectées, parmi celles qui ont pu être contrôlées"
    yield f"- Ambition : {_figure(report.score.ambition)} — force et étendue de ce qui est demandé pour l'environnement"


def _figure(value: float | None) -> str:
    return "non calculée" if value is None else f"{_T.number(value)} sur 100"


def _decisions(report: Report) -> Iterator[str]:
    if report.decisions:
        yield from ("## Décisions à revoir", "")
    for note in report.decisions:
        yield f"- **{NOTES.get(note.code, note.code)}** — {safe(note.message)} ({safe(decision_words(note.decision))})"


def _obligations(report: Report) -> Iterator[str]:
    checks = by_verdict(report, Severity.OBLIGATION)
    if checks:
        yield "## Obligations"
    for check in checks:
        yield from _check(check)


def _others(report: Report) -> Iterator[str]:
    checks = by_verdict(report, Severity.RECOMMENDATION, Severity.GOOD_PRACTICE)
    if checks:
        yield "## Recommandations et bonnes pratiques"
    for check in checks:
        yield from _check(check)


def _check(check: Check) -> Iterator[str]:
    kind = "" if check.severity is Severity.OBLIGATION else f" ({SEVERITIES[check.severity]})"
    yield from ("", f"### {_aside(check)}{verdict_word(check).capitalize()} — {safe(check.title)} [{check.id}]{kind}", "")
    if check.decision is not None:
        yield from (f"Décision : {safe(decision_words(check.decision))}", "")
    if check.reason:
        yield from (safe(check.reason), "")
    yield from (f"- {_evidence(row)}" for row in check.evidence)
    if check.nearest is not None:
        near = check.nearest
        yield f"- Le plus proche : {_quote(near.quote)} ({safe(where(near.document, near.page))}). {safe(near.why)}"
    if check.verdict in _TO_DO and check.advice:
        yield f"- **{'Si besoin' if check.verdict is Verdict.TO_VERIFY else 'À faire'}** : {safe(check.advice)}"
    for basis in check.basis:
        name = safe(f"{basis.text}, {basis.article}".strip(", "))
        yield f"- Base : [{name}](<{basis.url}>)" if basis.url.startswith("https://") and ">" not in basis.url else f"- Base : {name}"
    if check.verdict in _TO_DO and check.wording:
        yield from ("", "Texte à reprendre :", "", f"> {safe(check.wording)}")


def _aside(row: Check | LabelFinding | ClauseFinding) -> str:
    return "Écarté par décision — " if set_aside(row) else ""


def _evidence(row: Evidence) -> str:
    return f"{_quote(row.quote)} ({safe(where(row.document, row.page))})" if row.quote else safe(where(row.document, row.page))


def _score(report: Report) -> Iterator[str]:
    if report.score.parts:
        yield from ("## Score", "")
        yield from _table(("Partie de l'ambition", "Points", "Pourquoi"), (
            (safe(p.title), f"{_T.number(p.points)} / {_T.number(p.out_of)}", safe(p.why)) for p in report.score.parts))
    if report.score.next_best:
        yield from ("", "### Ce qui ferait le plus progresser le marché", "")
    for number, step in enumerate(report.score.next_best, start=1):
        yield f"{number}. **{safe(step.title or step.check)}** — {gain_words(step.gain)}"
        if step.wording:
            yield from ("", f"   > {safe(step.wording)}", "")


def _labels(report: Report) -> Iterator[str]:
    yield from ("## Labels", "")
    rows = [found for found in findings(report) if isinstance(found.row, LabelFinding)]
    if not rows:
        yield "Aucun label ni écolabel n'a été trouvé dans ce qui a été lu."
    for found in sorted(rows, key=_firmest):
        row = found.row
        assert isinstance(row, LabelFinding)
        equivalent = {True: ", équivalents acceptés", False: ", sans « ou équivalent »", None: ""}[row.equivalent]
        yield f"- {_aside(row)}**{safe(row.name)}** — {FORCES[row.force]}, {NATURES[row.nature]}{equivalent}"
        yield from _place(found)


def _clauses(report: Report) -> Iterator[str]:
    yield "## Clauses"
    rows = [found for found in findings(report) if isinstance(found.row, ClauseFinding)]
    if not rows:
        yield from ("", "Aucune clause environnementale n'a été trouvée dans ce qui a été lu.")
    for family in (*(f for f in Family if f not in APART), *(f for f in Family if f in APART)):
        own = [found for found in rows if isinstance(found.row, ClauseFinding) and found.row.family is family]
        if own:
            yield from ("", f"### {FAMILIES[family]}{' (compté à part)' if family in APART else ''}", "")
        for found in sorted(own, key=_firmest):
            assert isinstance(found.row, ClauseFinding)
            yield f"- {_aside(found.row)}**{FORCES[found.row.force]}** — {safe(found.row.title)}, {STAGES[found.row.stage]}"
            yield from _place(found)


def _firmest(found: FoundRow) -> tuple[bool, int]:
    return set_aside(found.row), list(Force).index(found.row.force)


def _place(found: FoundRow) -> Iterator[str]:
    row = found.row
    parts = [where(found.item.document.name, row.page), row.section, ", ".join(f"lot {lot}" for lot in row.lots)]
    yield f"  {_quote(row.quote)} ({safe(', '.join(p for p in parts if p))}) [{row.id}]"
    if found.repeats:
        yield f"  Même demande que {safe(found.repeats)}."
    if row.decision is not None:
        yield f"  Décision : {safe(decision_words(row.decision))}"


def _criteria(report: Report) -> Iterator[str]:
    yield from ("## Critères d'attribution", "")
    rows = [tuple("" if v is None else _T.number(v, 2) if isinstance(v, float | int) else safe(v) for v in row) for row in criterion_rows(report)]
    if not rows:
        yield "Aucun critère d'attribution n'a été trouvé dans ce qui a été lu."
        return
    yield from _table(("Pièce", "Lot", "Critère", "Sous-critère de", "Poids", "Environnement"), (
        (r[0], r[1], r[2], r[3], f"{r[4]} {r[5]}".strip() or "sans poids", r[7]) for r in rows))


def _coherence(report: Report) -> Iterator[str]:
    if report.coherence:
        yield from ("## Désaccords entre les pièces", "")
    for row in report.coherence:
        yield f"- **{safe(row.what)}**"
        yield from (f"  - {safe(place)} : {_quote(words)}" for place, words in coherence_places(row))


def _policies(report: Report) -> Iterator[str]:
    for policy in report.policies:
        yield from (f"## Politique : {safe(policy.name)}", "")
        for row in policy.commitments:
            proof = f" — {_evidence(row.evidence[0])}" if row.evidence else ""
            yield f"- **{COMMITMENTS.get(row.verdict, row.verdict)}** — {safe(row.title)}{proof}"


def _pieces(report: Report) -> Iterator[str]:
    yield from ("## Pièces", "")
    yield from _table(("Pièce", "Nature", "Lecture", "Pages", "Mots"), (
        (safe(i.document.name), kinds_of(i), STATUSES[i.document.reading.status], "" if i.document.pages is None else str(i.document.pages),
         _T.number(i.document.words)) for i in report.documents))
