"""Whether a check applies to a tender: its date, its buyer, what it buys, its value. What is not known is said, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clausecheck.assess.bench import Bench
from clausecheck.assess.phrases import phrases
from clausecheck.assess.products import buys, subject
from clausecheck.assess.rules import CheckRule
from clausecheck.model import Status, Verdict
from clausecheck.text import fold

__all__ = ["Gate", "day_applied", "gate", "long_date", "unread"]

_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")


@dataclass(frozen=True, slots=True)
class Gate:
    """Why a check is not simply judged: not-applicable or to-verify, with a coded reason and a French sentence. `judge` keeps its logic running."""

    verdict: Verdict
    code: str
    reason: str
    judge: bool = False


def long_date(day: date) -> str:
    """"21 août 2026"."""
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_applied(bench: Bench) -> str:
    """How a reason names the date applied: the launch, or the day of the check when no launch date is known."""
    on = bench.dossier.on
    if on is None:
        return "Date de lancement inconnue"
    if bench.dossier.on_source == "today":
        return f"Au {long_date(on)}, date du jour"
    return f"Consultation lancée le {long_date(on)}"


def gate(rule: CheckRule, bench: Bench) -> Gate | None:
    """The first thing that keeps a check from being judged, None when it applies. What is sure to exclude it comes before what is unknown."""
    steps = [_products(rule, bench), _buyer(rule, bench), _date(rule, bench), _defence(rule, bench), _threshold(rule, bench)]
    out = [step for step in steps if step is not None]
    return next((step for step in out if step.verdict is Verdict.NOT_APPLICABLE), out[0] if out else None)


def _no(code: str, reason: str) -> Gate:
    return Gate(Verdict.NOT_APPLICABLE, code, reason)


def _unsure(code: str, reason: str, *, judge: bool = False) -> Gate:
    return Gate(Verdict.TO_VERIFY, code, reason, judge)


def _date(rule: CheckRule, bench: Bench) -> Gate | None:
    on, force = bench.dossier.on, rule.in_force
    since = force.since or bench.frame.code_since
    if on is None:
        if since > bench.frame.code_since or force.until is not None:
            return _unsure("date-unknown", "La date de lancement de la consultation n'est pas connue ; ce contrôle dépend d'elle.")
        return None
    launched = day_applied(bench)
    if force.doubt_from and force.doubt_to and force.doubt_from <= on <= force.doubt_to:
        return _unsure("date-to-verify", f"{launched} : les sources divergent sur le jour d'entrée en vigueur (21 ou 22 août 2026).", judge=True)
    if on < since:
        return _no("not-in-force", f"{launched}, avant l'entrée en vigueur ({long_date(since)}). {force.before}".strip())
    if force.until is not None and on > force.until:
        return _no("no-longer-in-force", f"{launched}, après la fin d'application ({long_date(force.until)}). {force.after}".strip())
    return None


def _products(rule: CheckRule, bench: Bench) -> Gate | None:
    scope = rule.scope
    groups = [group for group in scope.products if group.holds_on(bench.dossier.on)]
    if not scope.products:
        return None
    sectors = frozenset().union(*(group.sectors for group in groups))
    words = phrases(text for group in groups for text in group.words.texts)
    bought = buys(bench.dossier, bench.pack, sectors, words, scope.unless_words, scope.mentions)
    if bought.answer == "no" or not groups:
        return _no("other-products", scope.otherwise or "Le marché ne porte pas sur les produits ou services visés.")
    if bought.answer == "unknown":
        return _unsure("scope-unknown", f"Il faut vérifier si le marché porte sur les produits visés : {bought.why}.")
    return None


def _buyer(rule: CheckRule, bench: Bench) -> Gate | None:
    if not rule.scope.buyers:
        return None
    kind = bench.dossier.tender.buyer_kind
    if kind is None:
        reason = "La nature de l'acheteur n'est pas connue ; l'obligation vise l'État, les collectivités et leurs groupements."
        return _unsure("buyer-unknown", reason, judge=True)
    if kind not in bench.frame.kinds(rule.scope.buyers):
        return _no("other-buyers", "L'obligation vise d'autres acheteurs (l'État, les collectivités territoriales et leurs groupements).")
    return None


def _defence(rule: CheckRule, bench: Bench) -> Gate | None:
    if rule.scope.defence:
        return None
    words = bench.frame.words
    for sentence in bench.dossier.sentences(words["defense"]):
        piece = bench.dossier.pieces[sentence.piece]
        if not words["defense_sauf"].search(piece.folded, sentence.start, sentence.end):
            reason = f"Le dossier parle d'un marché de défense ou de sécurité, qui serait hors champ : « {sentence.quote} »."
            return _unsure("defence", reason, judge=True)
    return None


def amount(bench: Bench) -> float | None:
    """The value of the need in euros without tax when the tender says it: the amount read, else the sum of the lots' maxima."""
    tender = bench.dossier.tender
    amounts = [_number(fact.value) for fact in tender.facts if fact.field == "amount"]
    read = [value for value in amounts if value is not None]
    if read:
        return max(read)
    lots = [lot.amount_max for lot in tender.lots]
    return sum(value for value in lots if value is not None) if lots and all(value is not None for value in lots) else None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(" ", "").replace(",", "."))
    except ValueError:
        return None


def _threshold(rule: CheckRule, bench: Bench) -> Gate | None:
    if rule.scope.threshold != "ue":
        return None
    on, tender = bench.dossier.on, bench.dossier.tender
    value = amount(bench)
    limits = bench.frame.threshold(on) if on else None
    if value is not None and limits is not None:
        lowest, highest = _limits(bench, limits.state, limits.others, limits.entities, limits.works)
        if value < lowest:
            return _no("below-threshold", f"Le montant lu ({value:,.0f} €) est sous le seuil européen ({lowest:,.0f} €).".replace(",", " "))
        if value >= highest:
            return None
    procedure = fold(tender.procedure or "")
    if value is None and bench.frame.words["procedures_adaptees"].search(procedure):
        return _no("below-threshold", f"La procédure ({tender.procedure}) est celle des marchés sous les seuils européens.")
    if value is None and bench.frame.words["procedures_formalisees"].search(procedure):
        return None
    return _unsure("threshold-unknown", "Le montant du besoin n'est pas connu ; l'obligation vaut à partir des seuils européens.", judge=True)


def _limits(bench: Bench, state: float, others: float, entities: float, works: float) -> tuple[float, float]:
    """The lowest and highest threshold that may hold for this tender, by buyer and by nature of the purchase."""
    tender = bench.dossier.tender
    building = any(code.startswith("45") for code in tender.cpv) or bench.frame.words["travaux"].search(subject(bench.dossier)) is not None
    if building:
        return (works, works) if tender.cpv else (min(state, others), works)
    kind = tender.buyer_kind
    if kind is None:
        return min(state, others), max(entities, others)
    own = state if kind in bench.frame.kinds(("etat",)) else entities if kind in bench.frame.kinds(("entites",)) else others
    return own, own


def unread(bench: Bench) -> str:
    """A French sentence on the pieces that were not read, or only in part; "" when all were."""
    pieces = bench.dossier.unread()
    if not pieces:
        return ""
    words = "lue en partie" if all(piece.status is Status.PARTIAL for piece in pieces) else "non lue ou lue en partie"
    return f"Pièce {words} : {', '.join(piece.name for piece in pieces)}."
