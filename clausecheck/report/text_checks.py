"""Checks, coherence, policies and score in the report for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from clausecheck.model import Check, Evidence, Report, Severity, Verdict
from clausecheck.report.messages import Translator, mark_plural
from clausecheck.report.phrases import basis_words, decision_text, set_aside, title_of, verdict_word, where
from clausecheck.report.sheet import Sheet, shorten
from clausecheck.report.text_decisions import show
from clausecheck.report.words import COMMITMENTS, SEVERITIES, VERDICTS

__all__ = ["coherence", "obligations", "others", "policies", "score"]

_ORDER = (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY, Verdict.MET)
_STYLE = {Verdict.MET: "green", Verdict.PARTIAL: "yellow", Verdict.MISSING: "bold red", Verdict.TO_VERIFY: "magenta", Verdict.NOT_APPLICABLE: "dim"}
_MARK = {Verdict.MET: "✓", Verdict.PARTIAL: "~", Verdict.MISSING: "✗", Verdict.TO_VERIFY: "?", Verdict.NOT_APPLICABLE: "-"}
_COUNTED: dict[Verdict, tuple[str, str]] = {
    Verdict.MISSING: mark_plural("{n} à corriger", "{n} à corriger"),
    Verdict.PARTIAL: mark_plural("{n} respectée en partie", "{n} respectées en partie"),
    Verdict.TO_VERIFY: mark_plural("{n} à vérifier", "{n} à vérifier"),
    Verdict.MET: mark_plural("{n} respectée", "{n} respectées"),
}
_BAR = 20
_NOT_GIVEN = "piece-not-given"
_MANY = 3


def _applying(report: Report, *severities: Severity) -> list[Check]:
    checks = [c for c in report.checks if c.severity in severities and c.verdict is not Verdict.NOT_APPLICABLE]
    return sorted(checks, key=lambda check: (set_aside(check), _ORDER.index(check.verdict)))


def obligations(sheet: Sheet, report: Report, t: Translator) -> None:
    """The verdict on what the law demands: the first thing an officer asks."""
    checks = _applying(report, Severity.OBLIGATION)
    counts = Counter(check.verdict for check in checks if not set_aside(check))
    dropped = sum(map(set_aside, checks))
    sheet.title(t("Obligations"))
    if not checks:
        sheet.line(t("Aucune obligation contrôlée ne s'applique à ce marché à cette date."), indent=2)
    else:
        parts = [t.plural(*_COUNTED[verdict], counts[verdict]) for verdict in _ORDER if counts[verdict]]
        if dropped:
            parts.append(t.plural("{n} écartée par décision", "{n} écartées par décision", dropped))
        sheet.line((", ".join(parts) + ".", "bold"), indent=2)
    judged, waiting = _split(checks)
    for check in judged:
        sheet.blank()
        _check(sheet, check, t)
    _waiting(sheet, waiting, t)
    aside = sorted((c for c in report.checks if c.severity is Severity.OBLIGATION and c.verdict is Verdict.NOT_APPLICABLE), key=lambda c: c.id)
    if aside:
        sheet.blank()
        sheet.line((t("Sans objet pour ce marché ou à cette date : {ids}.", ids=", ".join(c.id for c in aside)), "dim"), indent=2)
    for check in aside:
        if check.decision is not None:
            sheet.line((f"{check.id} : {decision_text(check.decision, t)}", "bold"), indent=4)


def others(sheet: Sheet, report: Report, t: Translator) -> None:
    """Recommendations and good practice; what is met is only counted."""
    checks = _applying(report, Severity.RECOMMENDATION, Severity.GOOD_PRACTICE)
    if not checks:
        return
    sheet.title(t("Recommandations et bonnes pratiques"))
    judged, waiting = _split(checks)
    open_points = [check for check in judged if check.verdict is not Verdict.MET or check.decision]
    for number, check in enumerate(open_points):
        if number:
            sheet.blank()
        _check(sheet, check, t)
    _waiting(sheet, waiting, t)
    met = [check for check in checks if check.verdict is Verdict.MET and not check.decision]
    if met:
        if open_points:
            sheet.blank()
        sheet.line((t("Déjà respecté :"), "green"), " " + " ; ".join(f"{title_of(c, t)} ({c.id})" for c in met) + ".", indent=2)


def _check(sheet: Sheet, check: Check, t: Translator) -> None:
    extra = [] if check.severity is Severity.OBLIGATION else [t(SEVERITIES[check.severity])]
    if check.confidence == "to-verify":
        extra.append(t("base à vérifier"))
    if check.level.value == "lawyer" and check.verdict is not Verdict.MET:
        extra.append(t("avis d'un juriste utile"))
    tail = f" ({', '.join(extra)})" if extra else ""
    verdict, style, bullet = verdict_word(check, t).upper(), _STYLE[check.verdict], _MARK[check.verdict]
    if set_aside(check):
        verdict, style, bullet = t("écarté ({verdict})", verdict=verdict_word(check, t)).upper(), "dim", "-"
    sheet.item((verdict, style), " — ", (title_of(check, t), "bold"), f" [{check.id}]{tail}", bullet=bullet)
    show(sheet, check.decision, t, indent=2)
    if check.reason:
        sheet.line(check.reason, indent=2)
    for evidence in check.evidence[: 1 if check.verdict is Verdict.MET else 2]:
        _evidence(sheet, evidence, t)
    if check.nearest is not None:
        nearest = check.nearest
        place = where(nearest.document, nearest.page, t)
        sheet.line(t("Le plus proche ({place}) :", place=place), indent=2)
        sheet.quote(nearest.quote, length=200)
        sheet.line(nearest.why, indent=2)
    if check.verdict in (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY) and check.advice:
        head = t("Si besoin :") if check.verdict is Verdict.TO_VERIFY else t("À faire :")
        sheet.line((head, "bold"), f" {check.advice}", indent=2)
    if check.verdict is not Verdict.MET and check.basis:
        sheet.line((t("Base : {basis}", basis=basis_words(check.basis)), "dim"), indent=2)


def _split(checks: Sequence[Check]) -> tuple[list[Check], list[Check]]:
    """Checks to show one by one, and those that wait for a piece or for a fact that many of them lack: one word for all is enough."""
    bare = [check for check in checks if check.verdict is Verdict.TO_VERIFY and not check.evidence and not check.decision]
    reasons = Counter(check.reason for check in bare)
    waiting = [check for check in bare if check.code == _NOT_GIVEN or reasons[check.reason] >= _MANY]
    return [check for check in checks if check not in waiting], waiting


def _waiting(sheet: Sheet, checks: Sequence[Check], t: Translator) -> None:
    for reason in dict.fromkeys(check.reason for check in checks):
        sheet.blank()
        sheet.item((t(VERDICTS[Verdict.TO_VERIFY]).upper(), _STYLE[Verdict.TO_VERIFY]), f" — {reason}", bullet=_MARK[Verdict.TO_VERIFY])
        for check in checks:
            if check.reason == reason:
                sheet.item(f"{title_of(check, t)} [{check.id}]", indent=2)



def _evidence(sheet: Sheet, evidence: Evidence, t: Translator, *, indent: int = 2) -> None:
    if evidence.quote:
        quote = f"«\N{NO-BREAK SPACE}{shorten(evidence.quote, 180)}\N{NO-BREAK SPACE}»"
        sheet.line((quote, "italic"), f" ({where(evidence.document, evidence.page, t)})", indent=indent)


def coherence(sheet: Sheet, report: Report, t: Translator) -> None:
    """Where the pieces disagree."""
    if not report.coherence:
        return
    sheet.title(t("Désaccords entre les pièces"))
    for row in report.coherence:
        sheet.item((row.what, "bold"), bullet="!")
        for value in row.values:
            sheet.line(f"{where(value.document, value.page, t)} : «\N{NO-BREAK SPACE}{shorten(value.quote, 160)}\N{NO-BREAK SPACE}»", indent=2)


def policies(sheet: Sheet, report: Report, t: Translator) -> None:
    """The buyer's own commitments, where asked for."""
    for policy in report.policies:
        sheet.title(t("Politique : {name}", name=policy.name))
        for row in policy.commitments:
            sheet.item((t(COMMITMENTS.get(row.verdict, row.verdict)).upper(), "bold"), f" — {row.title}", indent=2)
            for evidence in row.evidence[:1]:
                _evidence(sheet, evidence, t, indent=4)


def score(sheet: Sheet, report: Report, t: Translator) -> None:
    """Conformity and ambition, where the points come from, and what would raise them most."""
    result = report.score
    sheet.title(t("Score"))
    conformity = t("part des obligations respectées, parmi celles qui s'appliquent et ont pu être contrôlées")
    ambition = t("force et étendue de ce qui est demandé pour l'environnement")
    rows = [(t("Conformité"), _figure(result.conformity, t), conformity), (t("Ambition"), _figure(result.ambition, t), ambition)]
    sheet.grid(rows, flexible=2)
    if result.parts:
        sheet.blank()
        sheet.line((t("D'où viennent les points d'ambition :"), "bold"), indent=2)
        sheet.grid(
            [(part.title, _bar(part.points, part.out_of), f"{t.number(part.points)} / {t.number(part.out_of)}") for part in result.parts],
            indent=4, right=(2,), flexible=0,
        )
    if result.next_best:
        sheet.blank()
        sheet.line((t("Ce qui ferait le plus progresser le marché :"), "bold"), indent=2)
        for number, step in enumerate(result.next_best[:3], start=1):
            head = step.title or step.check
            sheet.item((head, "bold"), f" — {_gain(step.gain, t)}, {_effort(step.effort, t)}", indent=2, bullet=f"{number}.")
            if step.wording:
                sheet.line(t("Texte à reprendre :"), indent=5)
                sheet.line((" ".join(step.wording.split()), "italic"), indent=5)


def _figure(value: float | None, t: Translator) -> str:
    return t("non calculé") if value is None else f"{t.number(round(value))} / 100"


def _bar(points: float, out_of: float) -> str:
    filled = round(_BAR * max(0.0, min(1.0, points / out_of))) if out_of else 0
    return "█" * filled + "░" * (_BAR - filled)


def _gain(gain: float, t: Translator) -> str:
    return t.plural("+{gain} point", "+{gain} points", int(gain), gain=t.number(gain))


def _effort(effort: int, t: Translator) -> str:
    return (t("une phrase à ajouter"), t("une exigence à régler"), t("une exigence à étudier"))[max(1, min(3, effort)) - 1]

