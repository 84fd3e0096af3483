"""The checks of rules/checks answered for one tender."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from clausecheck.assess.applies import Gate, day_applied, gate, long_date, unread
from clausecheck.assess.bench import Bench, Hit
from clausecheck.assess.dossier import Found, piece_name
from clausecheck.assess.predicates import evaluate
from clausecheck.assess.rules import Case, CheckRule
from clausecheck.model import Basis, BlockKind, Check, Nearest, PieceKind, Severity, Verdict

__all__ = ["EVIDENCE", "basis_on", "run_check", "run_checks"]

EVIDENCE = 12
"""Most pieces of evidence shown for one check; the reason says how many there are."""
_NAMED = 6
_SENTENCE = 5
_UNVERIFIED = "Base à vérifier."


def run_checks(rules: Iterable[CheckRule], bench: Bench, muted: Collection[str] = ()) -> tuple[Check, ...]:
    """Every check answered, in the order of `rules`. A muted check is shown as not applicable, with the code `muted`."""
    return tuple(run_check(rule, bench, muted=rule.id in muted) for rule in rules)


def run_check(rule: CheckRule, bench: Bench, *, muted: bool = False) -> Check:
    """One check answered."""
    if muted:
        return _answer(rule, bench, Gate(Verdict.NOT_APPLICABLE, "muted", "Contrôle mis en sourdine par l'acheteur (clausecheck.toml)."))
    barrier = gate(rule, bench)
    if barrier is not None and not barrier.judge:
        return _answer(rule, bench, barrier)
    if not bench.dossier.given(rule.pieces):
        return _answer(rule, bench, _not_given(rule, bench))
    if rule.scope.only_if is not None and not evaluate(rule.scope.only_if, bench, rule.pieces).holds:
        otherwise = Gate(Verdict.NOT_APPLICABLE, "no-object", rule.scope.otherwise or "Rien dans le dossier n'appelle ce contrôle.")
        return _answer(rule, bench, otherwise if _concluded(rule, bench) else _cannot_conclude(rule, bench))
    check = _judge(rule, bench)
    if barrier is not None and check.verdict is not Verdict.NOT_APPLICABLE:
        return replace(check, verdict=barrier.verdict, code=barrier.code, reason=f"{barrier.reason} S'il s'applique : {_lower(check.reason)}")
    return check


def _judge(rule: CheckRule, bench: Bench) -> Check:
    """The first case that holds gives the verdict; what was not read, or rests on an unsure basis, makes it to-verify."""
    for case in rule.cases:
        hit = evaluate(case.when, bench, rule.pieces) if case.when else Hit(True)
        if hit.holds:
            break
    verdict, code, reason = case.verdict, case.code, _reason(case, hit)
    by_absence = not hit.found and verdict in (Verdict.MISSING, Verdict.MET, Verdict.PARTIAL, Verdict.NOT_APPLICABLE)
    if by_absence and not _concluded(rule, bench):
        return _answer(rule, bench, _cannot_conclude(rule, bench))
    if verdict is Verdict.MISSING and _unread_matters(rule, bench):
        verdict, code, reason = Verdict.TO_VERIFY, "partial-reading", f"{reason} {unread(bench)}"
    if rule.confidence == "to-verify":
        if verdict is Verdict.MISSING:
            verdict, code = Verdict.TO_VERIFY, "basis-to-verify"
        if verdict in (Verdict.MET, Verdict.PARTIAL, Verdict.TO_VERIFY):
            reason = f"{reason} {_UNVERIFIED}"
    if rule.in_force.since and bench.dossier.on and rule.severity is Severity.OBLIGATION:
        reason = f"{reason} {day_applied(bench)} ; règle en vigueur depuis le {long_date(rule.in_force.since)}."
    near = _nearest(rule, bench, hit) if verdict in (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY) else None
    return _answer(rule, bench, Gate(verdict, code, reason), hit.found, near)


def _unread_matters(rule: CheckRule, bench: Bench) -> bool:
    """True when a piece that the check reads, or one of unknown kind, was not read completely."""
    kinds = {kind for piece in bench.dossier.unread() for kind in piece.kinds}
    return bool(kinds & (rule.pieces | {PieceKind.OTHER, PieceKind.ANNEX}))


def _reason(case: Case, hit: Hit) -> str:
    """The case's sentence with {n}, {noms} and {citation} filled in."""
    names = list(dict.fromkeys(found.name for found in hit.found if found.name))
    shown = ", ".join(names[:_NAMED]) + (f" et {len(names) - _NAMED} autres" if len(names) > _NAMED else "")
    quote = hit.found[0].quote if hit.found else ""
    return case.reason.replace("{n}", str(len(hit.found))).replace("{noms}", shown).replace("{citation}", quote)


def _concluded(rule: CheckRule, bench: Bench) -> bool:
    """True when absence can be stated: a group of kinds of piece was read completely, and nothing that could hold it was left unread."""
    if _unread_matters(rule, bench):
        return False
    return any(all(bench.dossier.has_complete(kind) for kind in group) for group in rule.conclude)


def _not_given(rule: CheckRule, bench: Bench) -> Gate:
    if any(piece.kinds & rule.pieces for piece in bench.dossier.unread()):
        return Gate(Verdict.TO_VERIFY, "piece-not-read", unread(bench))
    return Gate(Verdict.TO_VERIFY, "piece-not-given", f"Pièce non fournie : {_wanted(rule, bench)}. {unread(bench)}".strip())


def _cannot_conclude(rule: CheckRule, bench: Bench) -> Gate:
    if bench.dossier.unread():
        return Gate(Verdict.TO_VERIFY, "partial-reading", f"Rien n'a été trouvé, mais la lecture est incomplète. {unread(bench)}")
    reason = f"Rien dans les pièces fournies ; la réponse peut se trouver dans une pièce non fournie : {_wanted(rule, bench)}."
    return Gate(Verdict.TO_VERIFY, "piece-not-given", reason)


def _wanted(rule: CheckRule, bench: Bench) -> str:
    """The kinds of piece whose complete reading would settle the check and that are missing, in French."""
    groups = []
    for group in rule.conclude:
        names = [piece_name(kind) for kind in sorted(group) if not bench.dossier.given((kind,))]
        groups.append(" et ".join(names))
    shown = [names for names in dict.fromkeys(groups) if names]
    return " ou ".join(shown[:3]) if shown else ", ".join(piece_name(kind) for kind in sorted(rule.pieces)[:3])


def _nearest(rule: CheckRule, bench: Bench, hit: Hit) -> Nearest | None:
    taken = {(found.piece, found.start) for found in hit.found}
    for near in rule.near:
        for found in evaluate(near.look_for, bench, rule.pieces).found:
            if (found.piece, found.start) not in taken and _is_sentence(found, bench):
                return Nearest(found.document, found.quote, found.page, near.why, found.start, found.end)
    return None


def _is_sentence(found: Found, bench: Bench) -> bool:
    """A title or a word or two is no nearest sentence; a criterion, named by its place in a grid, is."""
    if found.name:
        return True
    block = bench.dossier.pieces[found.piece].block_at(found.start)
    return len(found.quote.split()) >= _SENTENCE and (block is None or block.kind is not BlockKind.HEADING)


def basis_on(basis: tuple[Basis, ...], on: date | None) -> tuple[Basis, ...]:
    """The legal bases in force on a date; all of them when the date is unknown or none was in force."""
    if on is None:
        return basis
    day = on.isoformat()
    return tuple(b for b in basis if (b.since is None or b.since <= day) and (b.until is None or day <= b.until)) or basis


def _severity(rule: CheckRule, bench: Bench) -> Severity:
    kind = bench.dossier.tender.buyer_kind
    return next((severity for buyers, severity in rule.severity_for if kind in bench.frame.kinds(buyers)), rule.severity)


def _answer(rule: CheckRule, bench: Bench, gate_: Gate, found: tuple[Found, ...] = (), near: Nearest | None = None) -> Check:
    settled = gate_.verdict in (Verdict.MET, Verdict.NOT_APPLICABLE)
    return Check(
        id=rule.id, title=rule.title, verdict=gate_.verdict, reason=gate_.reason, severity=_severity(rule, bench), level=rule.level,
        confidence=rule.confidence, basis=basis_on(rule.basis, bench.dossier.on), evidence=tuple(f.evidence() for f in found[:EVIDENCE]),
        nearest=near, advice="" if gate_.verdict is Verdict.NOT_APPLICABLE else rule.advice, wording="" if settled else rule.wording, code=gate_.code,
        title_en=rule.title_en,
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
