"""The checks of rules/checks/*.yaml, loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from clausecheck.assess.conditions import Condition, load_condition
from clausecheck.assess.phrases import NO_PHRASES, Phrases, phrases
from clausecheck.assess.vocabulary import refuse_unknown
from clausecheck.model import Basis, Level, PieceKind, Severity, Verdict
from clausecheck.rulebook.pack import pack_files
from clausecheck.rulebook.source import RuleError, Source, load_yaml

__all__ = ["Case", "CheckRule", "InForce", "Near", "Products", "Scope", "load_checks", "load_date"]

_KEYS = (
    "id", "titre", "titre_en", "pourquoi", "base_legale", "en_vigueur", "s_applique", "pieces_lues", "conclure", "severite", "severite_si", "niveau",
    "confiance", "rang", "verdict", "proche", "conseil", "formulation", "formulations", "effort", "limites",
)
_REQUIRED = ("id", "titre", "titre_en", "pourquoi", "base_legale", "pieces_lues", "severite", "niveau", "confiance", "verdict", "conseil")


@dataclass(frozen=True, slots=True)
class InForce:
    """When a check holds: launches from `since` to `until`; between `doubt_from` and `doubt_to` the sources differ.

    `before` and `after` say in French what held before and holds after.
    """

    since: date | None = None
    until: date | None = None
    doubt_from: date | None = None
    doubt_to: date | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Products:
    """Products that a check is for, by sectors, product families or words, for launches from `since` to `until`."""

    sectors: frozenset[str]
    words: Phrases
    since: date | None = None
    until: date | None = None

    def holds_on(self, on: date | None) -> bool:
        """True when the check is for these products on that date, or the date is unknown."""
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on <= self.until))


@dataclass(frozen=True, slots=True)
class Scope:
    """Who and what a check is for. `buyers` are kinds or groups of kinds; `products` what must be bought (any of them); `unless_words` what must
    not be the subject; `mentions` how many mentions in the specifications make it uncertain; `threshold` "ue"; `only_if` a condition."""

    buyers: tuple[str, ...] = ()
    products: tuple[Products, ...] = ()
    unless_words: Phrases = NO_PHRASES
    mentions: int = 6
    threshold: str = ""
    defence: bool = True
    only_if: Condition | None = None
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the verdict's logic: when `when` holds (None = otherwise), the verdict, its reason and a code."""

    when: Condition | None
    verdict: Verdict
    reason: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """What to show as the nearest sentence when something is missing, and why it does not do."""

    look_for: Condition
    why: str


@dataclass(frozen=True)
class CheckRule:
    """One check as data. `conclude` lists groups of kinds of piece; "missing" is said only when all of one group were read completely."""

    id: str
    title: str
    title_en: str
    why: str
    basis: tuple[Basis, ...]
    in_force: InForce
    scope: Scope
    pieces: frozenset[PieceKind]
    conclude: tuple[frozenset[PieceKind], ...]
    severity: Severity
    severity_for: tuple[tuple[tuple[str, ...], Severity], ...]
    level: Level
    confidence: str
    rank: int
    cases: tuple[Case, ...]
    near: tuple[Near, ...]
    advice: str
    wording: str
    wordings: tuple[str, ...]
    effort: int
    limits: str
    path: Path
    line: int


@lru_cache(maxsize=8)
def load_checks(pack: Path) -> tuple[CheckRule, ...]:
    """All checks of a pack in the order of the report: `rang`, then id. Raises RuleError, in French, at the first faulty line."""
    rules = [_load(load_yaml(path)) for path in pack_files(pack, "checks")]
    seen: dict[str, CheckRule] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(rule.path, rule.line, f"l'identifiant « {rule.id} » existe déjà dans {seen[rule.id].path}")
        seen[rule.id] = rule
        refuse_unknown((name for group in rule.scope.products for name in group.sectors), pack, rule.path, rule.line)
    return tuple(sorted(rules, key=lambda rule: (rule.rank, rule.id)))


def load_date(source: Source) -> date:
    """A date written 2026-08-21."""
    try:
        return date.fromisoformat(source.text())
    except ValueError:
        raise source.error("une date est attendue ici, écrite 2026-08-21") from None


def _load(source: Source) -> CheckRule:
    keys = source.keys(_KEYS, required=_REQUIRED)
    pieces = _pieces(keys["pieces_lues"])
    groups = tuple(_pieces(item) for item in keys["conclure"].items()) if "conclure" in keys else ()
    conclude = groups or tuple(frozenset({kind}) for kind in sorted(pieces))
    return CheckRule(
        id=keys["id"].text(), title=keys["titre"].text(), title_en=keys["titre_en"].text(), why=keys["pourquoi"].text(),
        basis=tuple(_basis(item) for item in keys["base_legale"].items()), in_force=_in_force(keys.get("en_vigueur")),
        scope=_scope(keys.get("s_applique")), pieces=pieces, conclude=conclude, severity=Severity(keys["severite"].choice(Severity)),
        severity_for=tuple(_severity(item) for item in keys["severite_si"].items()) if "severite_si" in keys else (),
        level=Level(keys["niveau"].choice(Level)), confidence=keys["confiance"].choice(("confirmed", "to-verify")),
        rank=int(keys["rang"].number()) if "rang" in keys else 100, cases=_cases(keys["verdict"]),
        near=tuple(_near(item) for item in keys["proche"].items()) if "proche" in keys else (),
        advice=keys["conseil"].text(), wording=keys["formulation"].text() if "formulation" in keys else "",
        wordings=keys["formulations"].texts() if "formulations" in keys else (), effort=int(keys["effort"].number()) if "effort" in keys else 2,
        limits=keys["limites"].text() if "limites" in keys else "", path=source.path, line=source.line,
    )


def _pieces(source: Source) -> frozenset[PieceKind]:
    return frozenset(PieceKind(item.choice(PieceKind)) for item in source.items())


def _basis(source: Source) -> Basis:
    keys = source.keys(("texte", "article", "depuis", "jusqu_a", "url"), required=("texte", "article", "url"))
    since = load_date(keys["depuis"]).isoformat() if "depuis" in keys else None
    until = load_date(keys["jusqu_a"]).isoformat() if "jusqu_a" in keys else None
    return Basis(keys["texte"].text(), keys["article"].text(), since, until, keys["url"].text())


def _in_force(source: Source | None) -> InForce:
    if source is None:
        return InForce()
    keys = source.keys(("depuis", "jusqu_a", "doute_du", "doute_au", "avant", "apres"))
    dates = {name: load_date(keys[name]) for name in ("depuis", "jusqu_a", "doute_du", "doute_au") if name in keys}
    return InForce(
        dates.get("depuis"), dates.get("jusqu_a"), dates.get("doute_du"), dates.get("doute_au"),
        keys["avant"].text() if "avant" in keys else "", keys["apres"].text() if "apres" in keys else "",
    )


def _scope(source: Source | None) -> Scope:
    if source is None:
        return Scope()
    keys = source.keys(("acheteurs", "produits", "sauf_mots", "mentions", "seuil", "defense", "si", "sinon"))
    return Scope(
        buyers=keys["acheteurs"].texts() if "acheteurs" in keys else (),
        products=tuple(_products(item) for item in keys["produits"].items()) if "produits" in keys else (),
        unless_words=phrases(keys["sauf_mots"].texts()) if "sauf_mots" in keys else NO_PHRASES,
        mentions=int(keys["mentions"].number()) if "mentions" in keys else 6,
        threshold=keys["seuil"].choice(("ue",)) if "seuil" in keys else "", defence=keys["defense"].boolean() if "defense" in keys else True,
        only_if=load_condition(keys["si"]) if "si" in keys else None, otherwise=keys["sinon"].text() if "sinon" in keys else "",
    )


def _products(source: Source) -> Products:
    keys = source.keys(("secteurs", "mots", "depuis", "jusqu_a"))
    return Products(
        frozenset(keys["secteurs"].texts()) if "secteurs" in keys else frozenset(), phrases(keys["mots"].texts()) if "mots" in keys else NO_PHRASES,
        load_date(keys["depuis"]) if "depuis" in keys else None, load_date(keys["jusqu_a"]) if "jusqu_a" in keys else None,
    )


def _severity(source: Source) -> tuple[tuple[str, ...], Severity]:
    keys = source.keys(("acheteurs", "severite"), required=("acheteurs", "severite"))
    return keys["acheteurs"].texts(), Severity(keys["severite"].choice(Severity))


def _cases(source: Source) -> tuple[Case, ...]:
    cases = tuple(_case(item) for item in source.items())
    if not cases or cases[-1].when is not None:
        raise source.error("le dernier cas du verdict doit être « sinon »")
    return cases


def _case(source: Source) -> Case:
    keys = source.keys(("si", "alors", "sinon", "raison", "code"), required=("raison",))
    if ("si" in keys) == ("sinon" in keys) or ("si" in keys) != ("alors" in keys):
        raise source.error("un cas s'écrit « si: … alors: … raison: … », le dernier « sinon: … raison: … »")
    verdict = Verdict((keys["alors"] if "si" in keys else keys["sinon"]).choice(Verdict))
    when = load_condition(keys["si"]) if "si" in keys else None
    return Case(when, verdict, keys["raison"].text(), keys["code"].text() if "code" in keys else "")


def _near(source: Source) -> Near:
    keys = source.keys(("chercher", "pourquoi"), required=("chercher", "pourquoi"))
    return Near(load_condition(keys["chercher"]), keys["pourquoi"].text())
