"""docs/checks.md, written from rules/checks: `python -m clausecheck.assess.catalogue` prints it."""

from __future__ import annotations

import sys
from pathlib import Path

from clausecheck.assess.dossier import piece_name
from clausecheck.assess.frame import load_frame
from clausecheck.assess.products import sectors_of
from clausecheck.assess.rules import CheckRule, load_checks
from clausecheck.model import Basis, Level, PieceKind, Severity
from clausecheck.rulebook.pack import pack_root

__all__ = ["render_checks"]

_SEVERITY = {Severity.OBLIGATION: "obligation", Severity.RECOMMENDATION: "recommandation", Severity.GOOD_PRACTICE: "bonne pratique"}
_LEVEL = {Level.MECHANICAL: "mécanique", Level.LAWYER: "à relire par un juriste"}
_VERDICT = {"met": "conforme", "partial": "en partie", "missing": "manquant", "to-verify": "à vérifier", "not-applicable": "sans objet"}
_HEAD = """# Les contrôles

Cette page est écrite à partir de `rules/checks/` par `python -m clausecheck.assess.catalogue` ; un test la compare aux règles. Pour changer un
contrôle, modifiez son fichier, non cette page.

Un contrôle répond « conforme », « en partie », « manquant », « sans objet » ou « à vérifier ». « Manquant » n'est dit que si les pièces où la réponse
pouvait se trouver ont été lues entièrement. Une date de lancement, un acheteur, un montant ou une base qu'on ne connaît pas donnent « à vérifier »,
avec la raison. Les contrôles ne remplacent pas l'avis d'un juriste.

| n° | contrôle | gravité | base | en vigueur depuis |
|---|---|---|---|---|
"""


def render_checks(pack: Path) -> str:
    """The page in Markdown: a table of all checks, then one section each."""
    rules = sorted(load_checks(pack), key=lambda rule: rule.id)
    return _HEAD + "\n".join(_row(rule) for rule in rules) + "\n\n" + "\n".join(_section(rule, pack) for rule in rules)


def _row(rule: CheckRule) -> str:
    basis = "; ".join(f"{basis.text}, {basis.article}" for basis in rule.basis)
    return f"| [{rule.id}](#{rule.id.lower()}) | {rule.title} | {_SEVERITY[rule.severity]} | {basis} | {rule.in_force.since or '–'} |"


def _section(rule: CheckRule, pack: Path) -> str:
    unsure = " · base à vérifier" if rule.confidence == "to-verify" else ""
    lines = [
        f"## {rule.id}", "", f"**{rule.title}** — {_SEVERITY[rule.severity]}, {_LEVEL[rule.level]}{unsure}", "", rule.why, "",
        "Base :", "", *(_basis(basis) for basis in rule.basis), "", f"S'applique : {_scope(rule, pack)}", "",
        f"Pièces lues : {_kinds(rule.pieces)}. Pour dire « manquant » : {' ; ou '.join(_kinds(group) for group in rule.conclude)}.", "",
        "Verdict :", "",
        *(f"- {_VERDICT[case.verdict.value]} : {case.reason}" for case in rule.cases), "", f"Conseil : {rule.advice}", "",
    ]
    if rule.wording:
        lines += [f"> {rule.wording}", ""]
    if rule.limits:
        lines += [f"Limite : {rule.limits}", ""]
    return "\n".join(lines)


def _basis(basis: Basis) -> str:
    since = f", depuis le {basis.since}" if basis.since else ""
    until = f", jusqu'au {basis.until}" if basis.until else ""
    return f"- {basis.text}, {basis.article}{since}{until} ([source]({basis.url}))"


def _kinds(kinds: frozenset[PieceKind]) -> str:
    return ", ".join(piece_name(kind) for kind in sorted(kinds))


def _scope(rule: CheckRule, pack: Path) -> str:
    parts: list[str] = []
    force, scope = rule.in_force, rule.scope
    if force.since:
        parts.append(f"consultations lancées depuis le {force.since}")
    if force.doubt_from and force.doubt_to:
        parts.append(f"« à vérifier » du {force.doubt_from} au {force.doubt_to}")
    if force.until:
        parts.append(f"jusqu'au {force.until}")
    if scope.buyers:
        parts.append(f"acheteurs : {', '.join(sorted(load_frame(pack).kinds(scope.buyers)))}")
    if scope.products:
        parts.append(f"produits : {_products(rule, pack)}")
    if scope.threshold:
        parts.append("à partir des seuils européens")
    if not scope.defence:
        parts.append("hors marchés de défense ou de sécurité")
    if scope.only_if is not None:
        parts.append(f"sinon : {scope.otherwise}")
    return " ; ".join(parts) or "à toutes les consultations."


def _products(rule: CheckRule, pack: Path) -> str:
    titles = {sector.id: sector.title for sector in sectors_of(pack).values()}
    titles |= {family.id: family.title for sector in sectors_of(pack).values() for family in sector.families}
    shown = [titles[name] for group in rule.scope.products for name in sorted(group.sectors)]
    shown += [f"« {text} »" for group in rule.scope.products for text in group.words.texts]
    return ", ".join(dict.fromkeys(shown))


if __name__ == "__main__":
    sys.stdout.write(render_checks(pack_root()))
