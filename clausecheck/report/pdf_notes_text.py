"""The words of the notes in an annotated PDF: about a finding, a check, a page, the whole piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from clausecheck.model import Check, ClauseFinding, Coherence, Force, LabelFinding, Quantity, Report, Severity, Stage, Status, Verdict
from clausecheck.report.messages import Translator, mark
from clausecheck.report.phrases import (
    Finding,
    basis_words,
    cue_quotes,
    decision_text,
    flat,
    matched_words,
    nature_words,
    quoted,
    sentence,
    set_aside,
    title_of,
    verdict_or_aside,
    where,
)
from clausecheck.report.rows import FoundRow
from clausecheck.report.words import FAMILIES, FORCES, ON_SOURCES, SEVERITIES, STAGES, STATUSES, long_date

__all__ = [
    "check_body", "check_line", "check_subject", "disagreement_body", "finding_body", "finding_subject", "is_obligation", "legend", "summary",
]

_COMPARATORS = {">=": mark("au moins"), "<=": mark("au plus"), ">": mark("plus de"), "<": mark("moins de")}
_LEGEND = (
    (Force.REQUIRED, mark("vert, trait plein")),
    (Force.SCORED, mark("bleu, trait double")),
    (Force.ENCOURAGED, mark("jaune, tirets")),
    (Force.INFORMATIVE, mark("gris, pointillé")),
    (Force.EXCLUDED, mark("rouge, encadré")),
)
_WEAK = 3


def finding_subject(row: Finding, t: Translator) -> str:
    """« Exigé — TCO Certified »."""
    word = t("écarté ({verdict})", verdict=t(FORCES[row.force])) if set_aside(row) else t(FORCES[row.force])
    return f"{sentence(word)} — {row.name if isinstance(row, LabelFinding) else row.title}"


def finding_body(found: FoundRow, t: Translator) -> str:
    """What, how firmly, where it bites, how much, why, what was decided; one line each."""
    row = found.row
    lines = [finding_subject(row, t)]
    if row.stage is not Stage.OTHER:
        lines.append(f"{t('Portée')} : {t(STAGES[row.stage])}")
    if isinstance(row, LabelFinding):
        lines += [sentence(nature_words(row, t)), *([row.note] if row.note else [])]
    else:
        lines += _clause_lines(row, t)
    if row.lots:
        lines.append(sentence(t.plural("lot {ids}", "lots {ids}", len(row.lots), ids=", ".join(row.lots))))
    lines.append(_why(found, t))
    if found.repeats:
        lines.append(t("Même demande que {place} : comptée une fois.", place=found.repeats))
    if row.decision is not None:
        lines.append(decision_text(row.decision, t))
    lines.append(t("Repère : {id}, règle {rule}", id=row.id, rule=row.rule))
    return "\n".join(lines)


def _why(found: FoundRow, t: Translator) -> str:
    """The words that matched, and those that say how firmly."""
    words, cues = matched_words(found.item, found.row), cue_quotes(found.row)
    if not cues:
        return t("Pourquoi : {words} ; force déduite de la pièce et de l'article.", words=words)
    return t("Pourquoi : {words} ; force lue à {cues}.", words=words, cues=", ".join(cues))


def _clause_lines(row: ClauseFinding, t: Translator) -> list[str]:
    lines = [f"{t('Famille')} : {t(FAMILIES[row.family])}"]
    if row.quantity is not None:
        lines.append(f"{t('Quantité')} : {_amount(row.quantity, t)}")
    if row.strength is not None and row.force.demand:
        strength = row.strength
        total = t("{points} sur {out_of}", points=t.number(strength.points), out_of=t.number(strength.out_of))
        weak = [part.why for part in strength.parts if not part.points and part.why][:_WEAK]
        lines.append(f"{t('Solidité')} : {total}" + (f" ({' ; '.join(weak)})" if weak else ""))
    return lines


def _amount(quantity: Quantity, t: Translator) -> str:
    number = f"{t.number(quantity.value, 2)}\N{NO-BREAK SPACE}{quantity.unit}".rstrip()
    return f"{t(_COMPARATORS.get(quantity.comparator, ''))} {number} {quantity.of}".strip()


def check_subject(check: Check, t: Translator) -> str:
    """« À corriger — Une condition d'exécution prend en compte l'environnement »."""
    return f"{sentence(verdict_or_aside(check, t))} — {title_of(check, t)}"


def check_line(check: Check, t: Translator) -> str:
    """One check on one line, with the decision taken."""
    tail = f" ({decision_text(check.decision, t)})" if check.decision else ""
    return f"- {check_subject(check, t)} [{check.id}]{tail}"


def check_body(check: Check, t: Translator) -> str:
    """A check in full: verdict, reason, the nearest sentence, what to do, the text to paste, the basis."""
    facts = [t(SEVERITIES[check.severity])]
    if check.confidence == "to-verify":
        facts.append(t("base à vérifier"))
    if check.level.value == "lawyer":
        facts.append(t("avis d'un juriste utile"))
    lines = [f"{check_subject(check, t)} [{check.id}]", sentence(", ".join(facts)), check.reason]
    if check.nearest is not None:
        place, quote = where(check.nearest.document, check.nearest.page, t), quoted(check.nearest.quote, 300)
        lines.append(f"{t('Le plus proche ({place}) :', place=place)} {quote} {check.nearest.why}".rstrip())
    if check.advice:
        lines.append(f"{t('Si besoin :') if check.verdict is Verdict.TO_VERIFY else t('À faire :')} {check.advice}")
    if check.wording and check.verdict is not Verdict.TO_VERIFY:
        lines.append(f"{t('Texte à reprendre :')} {flat(check.wording)}")
    if check.basis:
        lines.append(t("Base : {basis}", basis=basis_words(check.basis)))
    if check.decision is not None:
        lines.append(decision_text(check.decision, t))
    return "\n".join(line for line in lines if line)


def disagreement_body(row: Coherence, t: Translator) -> str:
    """What the pieces disagree on, and what each of them says."""
    lines = [f"{t('Désaccord entre les pièces')} : {row.what}"]
    for value in row.values:
        lines.append(f"- {where(value.document, value.page, t)} : {quoted(value.quote, 200)}")
    return "\n".join(lines)


def legend(t: Translator) -> str:
    """How to tell the forces apart, in colour and in grey."""
    parts = [f"{t(FORCES[force])} = {t(look)}" for force, look in _LEGEND]
    return t("Légende : {forces} ; écarté par décision = sans couleur, encadré de tirets.", forces=" ; ".join(parts))


def summary(report: Report, index: int, elsewhere: Sequence[str], open_checks: Sequence[str], t: Translator) -> str:
    """The note at the head of a piece: tool and day, how far it was read, what is highlighted, the legend, the checks told elsewhere."""
    item, tool = report.documents[index], report.tool
    when = long_date(tool.on, t) if tool.on else t("date inconnue")
    source = t(ON_SOURCES.get(tool.on_source, tool.on_source))
    head = t("clausecheck {version}, règles {rules}, droit appliqué : {when} ({source}).",
             version=tool.version, rules=tool.rules_version, when=when, source=source)
    lines = [head]
    lines.append(f"{sentence(t(STATUSES[item.document.reading.status]))}.")
    lines += [f"- {issue.message}" for issue in item.document.reading.issues if issue.page is None]
    rows: list[Finding] = [*item.labels, *item.clauses]
    counts = Counter(row.force for row in rows if not set_aside(row))
    if rows:
        parts = [f"{t(FORCES[force])} {counts[force]}" for force in Force if counts[force]]
        dropped = sum(map(set_aside, rows))
        parts += [f"{t('écarté par décision')} {dropped}"] if dropped else []
        lines += [t("Passages surlignés : {parts}.", parts=", ".join(parts)), legend(t)]
    elif item.document.reading.status is Status.COMPLETE:
        lines.append(t("Aucune demande environnementale n'a été trouvée dans cette pièce."))
    else:
        lines.append(t("Aucune demande environnementale n'a été trouvée dans ce qui a été lu de cette pièce."))
    if open_checks:
        lines += ["", t("Contrôles du marché, hors de cette page :"), *open_checks]
    if elsewhere:
        lines += ["", t("À vérifier ou à améliorer, sans endroit précis :"), *elsewhere]
    return "\n".join(lines)


def is_obligation(check: Check) -> bool:
    """True for what the law demands."""
    return check.severity is Severity.OBLIGATION
