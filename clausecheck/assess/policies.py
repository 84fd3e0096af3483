"""Policies of buyers (rules/policies/*.yaml): what they promise, held against a tender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.assess.bench import Bench, Hit
from clausecheck.assess.checks import EVIDENCE
from clausecheck.assess.conditions import Condition, load_condition
from clausecheck.assess.phrases import NO_PHRASES
from clausecheck.assess.predicates import evaluate
from clausecheck.assess.products import buys
from clausecheck.assess.vocabulary import refuse_unknown
from clausecheck.model import Commitment, PieceKind, PolicyResult
from clausecheck.rulebook.pack import pack_files
from clausecheck.rulebook.source import RuleError, Source, load_yaml

__all__ = ["SCOPES", "Policy", "Promise", "UnknownPolicyError", "load_policies", "run_policies"]

SCOPES = ("tender", "portfolio", "organisation")
_MENTIONS = 0
_CONTRACT = (frozenset({PieceKind.CCTP}), frozenset({PieceKind.CCP}))


class UnknownPolicyError(ValueError):
    """A policy that no pack holds; the message is French and names those that exist."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(f"Politique inconnue : « {name} ». Politiques disponibles : {', '.join(known)}.")


@dataclass(frozen=True)
class Promise:
    """One commitment. `kept` and `partly` are conditions on one tender (scope `tender`); `measure` says in words what follows the others.

    `indicators` are ids of rules/indicators/chiffres.yaml that the yearly review computes for a promise of scope `portfolio` ("engagements": how the
    tenders of the year answer the promises of scope `tender`); `objective` is the percentage promised, None when the policy gives no figure.
    """

    id: str
    title: str
    scope: str
    sectors: frozenset[str]
    pieces: frozenset[PieceKind]
    conclude: tuple[frozenset[PieceKind], ...]
    kept: Condition | None
    partly: Condition | None
    measure: str
    note: str
    indicators: tuple[str, ...] = ()
    objective: float | None = None


@dataclass(frozen=True)
class Policy:
    """A buyer's policy: its id, name, buyer, sources and promises."""

    id: str
    name: str
    buyer: str
    sources: tuple[str, ...]
    promises: tuple[Promise, ...]
    path: Path


@lru_cache(maxsize=8)
def load_policies(pack: Path) -> dict[str, Policy]:
    """All policies of a pack by id. Raises RuleError at the first faulty line."""
    policies: dict[str, Policy] = {}
    for path in pack_files(pack, "policies"):
        source = load_yaml(path)
        required = ("id", "nom", "acheteur", "sources", "engagements")
        keys = source.keys(required, required=required)
        name = keys["id"].text()
        if name in policies:
            raise RuleError(path, source.line, f"l'identifiant « {name} » existe déjà dans {policies[name].path}")
        promises = tuple(_promise(item) for item in keys["engagements"].items())
        refuse_unknown((sector for promise in promises for sector in promise.sectors), pack, path, source.line)
        policies[name] = Policy(name, keys["nom"].text(), keys["acheteur"].text(), keys["sources"].texts(), promises, path)
    return policies


def _promise(source: Source) -> Promise:
    keys = source.keys(
        ("id", "titre", "portee", "secteurs", "pieces_lues", "conclure", "tenu", "en_partie", "mesure", "note", "indicateur", "objectif"),
        required=("id", "titre", "portee"))
    scope = keys["portee"].choice(SCOPES)
    if (scope == "tender") is not ("tenu" in keys):
        raise source.error("un engagement de portée « tender » a une condition « tenu », les autres n'en ont pas")
    if scope != "tender" and "mesure" not in keys:
        raise source.error("dites par quelle mesure cet engagement se suit (« mesure »)")
    if scope != "portfolio" and ("indicateur" in keys or "objectif" in keys):
        raise source.error("« indicateur » et « objectif » vont avec la portée « portfolio »")
    groups = tuple(_kinds(item) for item in keys["conclure"].items()) if "conclure" in keys else ()
    return Promise(
        id=keys["id"].text(), title=keys["titre"].text(), scope=scope,
        sectors=frozenset(keys["secteurs"].texts()) if "secteurs" in keys else frozenset(),
        pieces=_kinds(keys["pieces_lues"]) if "pieces_lues" in keys else frozenset(), conclude=groups or _CONTRACT,
        kept=load_condition(keys["tenu"]) if "tenu" in keys else None, partly=load_condition(keys["en_partie"]) if "en_partie" in keys else None,
        measure=keys["mesure"].text() if "mesure" in keys else "", note=keys["note"].text() if "note" in keys else "",
        indicators=keys["indicateur"].texts() if "indicateur" in keys else (), objective=keys["objectif"].number() if "objectif" in keys else None,
    )


def _kinds(source: Source) -> frozenset[PieceKind]:
    return frozenset(PieceKind(item.choice(PieceKind)) for item in source.items())


def run_policies(names: Sequence[str], bench: Bench) -> tuple[PolicyResult, ...]:
    """The named policies held against one tender, in the order asked for. Raises UnknownPolicyError."""
    policies = load_policies(bench.pack)
    out = []
    for name in dict.fromkeys(names):
        if name not in policies:
            raise UnknownPolicyError(name, sorted(policies))
        policy = policies[name]
        out.append(PolicyResult(policy.id, policy.name, tuple(_judge(promise, bench) for promise in policy.promises)))
    return tuple(out)


def _judge(promise: Promise, bench: Bench) -> Commitment:
    if promise.scope != "tender" or promise.kept is None:
        return Commitment(promise.id, promise.title, promise.scope, "not-readable")
    if promise.sectors:
        answer = buys(bench.dossier, bench.pack, promise.sectors, NO_PHRASES, NO_PHRASES, _MENTIONS).answer
        if answer != "yes":
            return Commitment(promise.id, promise.title, promise.scope, "not-applicable" if answer == "no" else "to-verify")
    hit = evaluate(promise.kept, bench, promise.pieces)
    if hit.holds:
        return _answer(promise, "kept", hit)
    part = evaluate(promise.partly, bench, promise.pieces) if promise.partly else Hit(False)
    if part.holds:
        return _answer(promise, "partial", part)
    return _answer(promise, "missing" if _concluded(promise, bench) else "to-verify", part)


def _concluded(promise: Promise, bench: Bench) -> bool:
    return not bench.dossier.unread() and any(all(bench.dossier.has_complete(kind) for kind in group) for group in promise.conclude)


def _answer(promise: Promise, verdict: str, hit: Hit) -> Commitment:
    return Commitment(promise.id, promise.title, promise.scope, verdict, tuple(found.evidence() for found in hit.found[:EVIDENCE]))
