"""The report as Markdown (CommonMark with tables), to paste in a wiki, an issue or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from clausecheck.model import APART, Check, ClauseFinding, Evidence, Family, Force, LabelFinding, Report, Severity, Verdict
from clausecheck.report.messages import Translator, translator
from clausecheck.report.phrases import decision_words, set_aside, title_of, verdict_word, where
from clausecheck.report.rows import (
    NOTES,
    FoundRow,
    by_verdict,
    coherence_places,
    english_titles,
    findings,
    gain_words,
    kinds_of,
    not_read,
    nothing_read,
    settings_lines,
    tally,
)
from clausecheck.report.words import COMMITMENTS, FAMILIES, FORCES, NATURES, ON_SOURCES, SEVERITIES, STAGES, STATUSES, long_date

__all__ = ["render", "safe"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LIST_START = re.compile(r"^(\d+)([.)])|^([-+=])")
_TO_DO = (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY)


def render(report: Report, *, lang: str = "fr") -> str:
    """The report in one of LANGUAGES, quotes and wordings in French.

    Order: what was not read, verdict, obligations, score, labels, clauses, criteria, disagreements, policies, pieces.
    """
    t = translator(lang)
    tool, tender = report.tool, report.tender
    lines = [f"# {safe(tender.object or tender.title or t('Rapport clausecheck'))}", ""]
    source = t(ON_SOURCES.get(tool.on_source, tool.on_source))
    day = f"**{long_date(tool.on, t) if tool.on else t('date inconnue')}**"
    lines += [f"{t('Droit appliqué au {day}', day=day)} — {source}.", ""]
    head = t("Réglages de l'acheteur (clausecheck.toml) :")
    changed = [f"- {head} {safe(said)}" for said in settings_lines(report, t)]
    if changed:
        lines += [*changed, ""]
    known = [(t("Acheteur"), tender.buyer), (t("Référence"), tender.reference),
             (t("Lots"), ", ".join(f"{lot.id} {lot.title}".strip() for lot in tender.lots))]
    lines += [f"- {name}{t(' : ')}{safe(value)}" for name, value in known if value]
    parts = (_not_read, _verdict, _decisions, _obligations, _others, _score, _labels, _clauses, _criteria, _coherence, _policies, _pieces)
    for part in (_not_read, _verdict, _pieces) if nothing_read(report) else parts:
        block = list(part(report, t))
        if block:
            lines += ["", *block]
    lines += ["", t("clausecheck {version}, règles {rules}.", version=tool.version, rules=tool.rules_version)]
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


def _not_read(report: Report, t: Translator) -> Iterator[str]:
    missing = not_read(report, t)
    if missing:
        yield from ("## " + t("Ce qui n'a pas été lu"), "")
        yield from (t("Ce qui n'a pas été lu n'a pas été contrôlé ; ce n'est jamais compté comme absent."), "")
    for name, status, messages in missing:
        yield f"- **{safe(name)}** — {status}"
        yield from (f"  - {safe(message)}" for message in messages)


def _verdict(report: Report, t: Translator) -> Iterator[str]:
    yield from ("## " + t("Verdict"), "")
    if nothing_read(report):
        yield "**" + t("Aucun fichier n'a pu être lu : rien n'a été contrôlé.") + "**"
        return
    counts = ", ".join(word for _, _, word in tally(report, t))
    yield f"- {t('Obligations')}{t(' : ')}{counts or t('aucune ne s’applique à ce marché à cette date')}"
    dropped = [check for check in report.checks if set_aside(check)]
    if dropped:
        yield f"- {t('Écartés par décision, comptés nulle part :')} {', '.join(check.id for check in dropped)}"
    score = report.score
    conformity = t("part des obligations respectées, parmi celles qui s'appliquent et ont pu être contrôlées")
    ambition = t("force et étendue de ce qui est demandé pour l'environnement")
    yield f"- {t('Conformité')}{t(' : ')}{_figure(score.conformity, t)} — {conformity}"
    yield f"- {t('Ambition')}{t(' : ')}{_figure(score.ambition, t)} — {ambition}"


def _figure(value: float | None, t: Translator) -> str:
    return t("non calculée") if value is None else f"{t.number(value)} {t('sur 100')}"


def _decisions(report: Report, t: Translator) -> Iterator[str]:
    if report.decisions:
        yield from ("## " + t("Décisions à revoir"), "")
    for note in report.decisions:
        yield f"- **{t(NOTES.get(note.code, note.code))}** — {safe(note.message)} ({safe(decision_words(note.decision, t))})"


def _obligations(report: Report, t: Translator) -> Iterator[str]:
    checks = by_verdict(report, Severity.OBLIGATION)
    if checks:
        yield "## " + t("Obligations")
    for check in checks:
        yield from _check(check, t)


def _others(report: Report, t: Translator) -> Iterator[str]:
    checks = by_verdict(report, Severity.RECOMMENDATION, Severity.GOOD_PRACTICE)
    if checks:
        yield "## " + t("Recommandations et bonnes pratiques")
    for check in checks:
        yield from _check(check, t)


def _check(check: Check, t: Translator) -> Iterator[str]:
    kind = "" if check.severity is Severity.OBLIGATION else f" ({t(SEVERITIES[check.severity])})"
    yield from ("", f"### {_aside(check, t)}{verdict_word(check, t).capitalize()} — {safe(title_of(check, t))} [{check.id}]{kind}", "")
    if check.decision is not None:
        yield from (f"{t('Décision :')} {safe(decision_words(check.decision, t))}", "")
    if check.reason:
        yield from (safe(check.reason), "")
    yield from (f"- {_evidence(row, t)}" for row in check.evidence)
    if check.nearest is not None:
        near = check.nearest
        place = safe(where(near.document, near.page, t))
        yield f"- {t('Le plus proche ({place}) :', place=place)} {_quote(near.quote)} {safe(near.why)}"
    if check.verdict in _TO_DO and check.advice:
        head = t("Si besoin :") if check.verdict is Verdict.TO_VERIFY else t("À faire :")
        yield f"- **{head}** {safe(check.advice)}"
    for basis in check.basis:
        name = safe(f"{basis.text}, {basis.article}".strip(", "))
        yield f"- {t('Base :')} {f'[{name}](<{basis.url}>)' if basis.url.startswith('https://') and '>' not in basis.url else name}"
    if check.verdict in _TO_DO and check.wording:
        yield from ("", t("Texte à reprendre :"), "", f"> {safe(check.wording)}")


def _aside(row: Check | LabelFinding | ClauseFinding, t: Translator) -> str:
    return f"{t('Écarté par décision')} — " if set_aside(row) else ""


def _evidence(row: Evidence, t: Translator) -> str:
    place = safe(where(row.document, row.page, t))
    return f"{_quote(row.quote)} ({place})" if row.quote else place


def _score(report: Report, t: Translator) -> Iterator[str]:
    if report.score.parts:
        yield from ("## " + t("Score"), "")
        yield from _table((t("Partie de l'ambition"), t("Points"), t("Pourquoi")), (
            (safe(p.title), f"{t.number(p.points)} / {t.number(p.out_of)}", safe(p.why)) for p in report.score.parts))
    if report.score.next_best:
        yield from ("", f"### {t('Ce qui ferait le plus progresser le marché')}", "")
    titles = english_titles(report, t)
    for number, step in enumerate(report.score.next_best, start=1):
        yield f"{number}. **{safe(titles.get(step.check, step.title or step.check))}** — {gain_words(step.gain, t)}"
        if step.wording:
            yield from ("", f"   > {safe(step.wording)}", "")


def _labels(report: Report, t: Translator) -> Iterator[str]:
    yield from ("## " + t("Labels"), "")
    rows = [found for found in findings(report) if isinstance(found.row, LabelFinding)]
    if not rows:
        yield t("Aucun label ni écolabel n'a été trouvé dans ce qui a été lu.")
    for found in sorted(rows, key=_firmest):
        row = found.row
        assert isinstance(row, LabelFinding)
        equivalent = {True: f", {t('équivalents acceptés')}", False: f", {t('sans « ou équivalent »')}", None: ""}[row.equivalent]
        yield f"- {_aside(row, t)}**{safe(row.name)}** — {t(FORCES[row.force])}, {t(NATURES[row.nature])}{equivalent}"
        yield from _place(found, t)


def _clauses(report: Report, t: Translator) -> Iterator[str]:
    yield "## " + t("Clauses")
    rows = [found for found in findings(report) if isinstance(found.row, ClauseFinding)]
    if not rows:
        yield from ("", t("Aucune clause environnementale n'a été trouvée dans ce qui a été lu."))
    for family in (*(f for f in Family if f not in APART), *(f for f in Family if f in APART)):
        own = [found for found in rows if isinstance(found.row, ClauseFinding) and found.row.family is family]
        if own:
            yield from ("", f"### {t(FAMILIES[family])}{t(' (compté à part)') if family in APART else ''}", "")
        for found in sorted(own, key=_firmest):
            assert isinstance(found.row, ClauseFinding)
            yield f"- {_aside(found.row, t)}**{t(FORCES[found.row.force])}** — {safe(found.row.title)}, {t(STAGES[found.row.stage])}"
            yield from _place(found, t)


def _firmest(found: FoundRow) -> tuple[bool, int]:
    return set_aside(found.row), list(Force).index(found.row.force)


def _place(found: FoundRow, t: Translator) -> Iterator[str]:
    row = found.row
    lots = t.plural("lot {ids}", "lots {ids}", len(row.lots), ids=", ".join(row.lots)) if row.lots else ""
    parts = [where(found.item.document.name, row.page, t), row.section, lots]
    yield f"  {_quote(row.quote)} ({safe(', '.join(p for p in parts if p))}) [{row.id}]"
    if found.repeats:
        yield f"  {t('Même demande que {place} : comptée une fois.', place=safe(found.repeats))}"
    if row.decision is not None:
        yield f"  {t('Décision :')} {safe(decision_words(row.decision, t))}"


def _criteria(report: Report, t: Translator) -> Iterator[str]:
    yield from ("## " + t("Critères d'attribution"), "")
    rows = [(item.document.name, row) for item in report.documents for row in item.outline.criteria]
    if not rows:
        yield t("Aucun critère d'attribution n'a été trouvé dans ce qui a été lu.")
        return
    yield from _table((t("Pièce"), t("Lot"), t("Critère"), t("Sous-critère de"), t("Poids"), t("Environnement")), (
        (safe(name), safe(row.lot or ""), safe(row.name), safe(row.parent or ""),
         t("sans poids") if row.weight is None else f"{t.number(row.weight, 2)} {row.unit or ''}".strip(),
         t("oui") if row.environmental else t("non"))
        for name, row in rows))


def _coherence(report: Report, t: Translator) -> Iterator[str]:
    if report.coherence:
        yield from ("## " + t("Désaccords entre les pièces"), "")
    for row in report.coherence:
        yield f"- **{safe(row.what)}**"
        yield from (f"  - {safe(place)}{t(' : ')}{_quote(words)}" for place, words in coherence_places(row, t))


def _policies(report: Report, t: Translator) -> Iterator[str]:
    for policy in report.policies:
        yield from ("## " + t("Politique : {name}", name=safe(policy.name)), "")
        for row in policy.commitments:
            proof = f" — {_evidence(row.evidence[0], t)}" if row.evidence else ""
            yield f"- **{t(COMMITMENTS.get(row.verdict, row.verdict))}** — {safe(row.title)}{proof}"


def _pieces(report: Report, t: Translator) -> Iterator[str]:
    yield from ("## " + t("Pièces"), "")
    yield from _table((t("Pièce"), t("Nature"), t("Lecture"), t("Pages"), t("Mots")), (
        (safe(i.document.name), kinds_of(i, t), t(STATUSES[i.document.reading.status]), "" if i.document.pages is None else str(i.document.pages),
         t.number(i.document.words)) for i in report.documents))
