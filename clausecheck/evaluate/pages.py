"""The rules' documentation pages, generated from the rule files and never written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from clausecheck.evaluate.coverage import RuleScore
from clausecheck.model import Family, Force, Stage
from clausecheck.rulebook.book import Rulebook
from clausecheck.rulebook.clauses import ClauseRule, Example

__all__ = ["FAMILY_TITLES", "rule_page", "write_pages"]

FAMILY_TITLES: dict[Family, str] = {
    Family.REUSE: "Réemploi et reconditionné", Family.REPAIRABILITY: "Réparabilité", Family.DURABILITY: "Durée de vie",
    Family.RECYCLED: "Matière recyclée", Family.END_OF_LIFE: "Fin de vie et déchets", Family.PACKAGING: "Emballages", Family.ENERGY: "Énergie",
    Family.CLIMATE: "Carbone", Family.TRANSPORT: "Transports", Family.SUBSTANCES: "Substances", Family.NATURE: "Eau, sols, biodiversité",
    Family.MATERIALS: "Matériaux", Family.FOOD: "Alimentation", Family.ECODESIGN: "Écoconception", Family.HOSTING: "Hébergement",
    Family.SOFTWARE: "Logiciels", Family.NUISANCE: "Nuisances", Family.MANAGEMENT: "Pilotage", Family.GENERAL: "Demande générale",
    Family.SOCIAL: "Social (compté à part)", Family.ACCESSIBILITY: "Accessibilité (comptée à part)",
}
_FORCES = {Force.REQUIRED: "obligation", Force.SCORED: "noté", Force.ENCOURAGED: "souhait", Force.INFORMATIVE: "simple mention",
           Force.EXCLUDED: "écarté"}
_STAGES = {Stage.SPECIFICATION: "spécification technique", Stage.PERFORMANCE: "condition d'exécution", Stage.AWARD: "critère d'attribution",
           Stage.SELECTION: "capacité du candidat", Stage.OTHER: "autre"}


def write_pages(book: Rulebook, folder: Path, scores: Mapping[str, Sequence[RuleScore]]) -> list[Path]:
    """Write an index and a page a rule into `folder`. `scores`: name of a corpus -> the rules' scores on it. Returns the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    by_rule = {name: {score.rule: score for score in rows} for name, rows in scores.items()}
    written = [folder / "index.md"]
    written[0].write_text(_index(book, by_rule), "utf-8")
    for rule in book.clauses:
        path = folder / f"{rule.id}.md"
        path.write_text(rule_page(rule, {name: rows[rule.id] for name, rows in by_rule.items() if rule.id in rows}), "utf-8")
        written.append(path)
    return written


def rule_page(rule: ClauseRule, scores: Mapping[str, RuleScore]) -> str:
    """One rule's page under fixed heads: what it finds, why, how it asks, examples, what it refuses, how right it is."""
    lines = [f"# {rule.title}", "", f"`{rule.id}` · {FAMILY_TITLES[rule.family]} · {rule.status}", ""]
    lines += ["## Pourquoi", "", rule.why or "—", "", "## Ce qu'elle cherche", ""]
    lines += [f"- `{target.text}`" for target in rule.targets] or ["- toute phrase d'une section dont le titre convient"]
    for head, expressions in (("Avec", (*rule.needs, *rule.needs_too)), ("Titre de la section", rule.titles), ("Sauf", rule.unless),
                              ("Sauf sous un titre", rule.unless_title)):
        if expressions:
            lines += ["", f"{head} :", "", *(f"- `{e.text}`" for e in expressions)]
    if rule.negative:
        lines += ["", "La cible nomme l'absence ou l'interdiction de quelque chose de nuisible : « interdit » y est la demande elle-même."]
    if rule.yields_to:
        families = ", ".join(FAMILY_TITLES[family] for family in Family if family in rule.yields_to)
        lines += ["", f"Se tait quand parle dans la même phrase une règle de : {families}."]
    if rule.force:
        lines += ["", f"Force fixée : {_FORCES[rule.force]}."]
    lines += ["", "## Exemples", "", *(_example(e) for e in rule.examples)]
    if rule.counter_examples:
        lines += ["", "## Ce qu'elle refuse", "", *(_example(e) for e in rule.counter_examples)]
    if rule.known_false:
        lines += ["", "## Faux positifs connus", "", *(f"- {text}" for text in rule.known_false)]
    if rule.legal or rule.sources:
        lines += ["", "## Base légale et sources", "", *(f"- {text}" for text in (*rule.legal, *rule.sources))]
    return "\n".join([*lines, *_measure(scores)]) + "\n"


def _example(example: Example) -> str:
    told = [_FORCES[example.force]] if example.force else []
    told += [_STAGES[example.stage]] if example.stage else []
    told += [f"sous le titre « {example.title} »"] if example.title else []
    told += [f"après « {example.lead} »"] if example.lead else []
    return f"- {example.text}" + (f" *({', '.join(told)})*" if told else "")


def _measure(scores: Mapping[str, RuleScore]) -> list[str]:
    if not scores:
        return []
    lines = ["", "## Mesure", "", "| corpus | justes | autre famille | fausses | précision |", "|---|---|---|---|---|"]
    lines += [f"| {name} | {s.right} | {s.other_family} | {s.false} | {_share(s.precision)} |" for name, s in scores.items()]
    return lines


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}".replace(".", ",")


def _index(book: Rulebook, by_rule: Mapping[str, Mapping[str, RuleScore]]) -> str:
    lines = ["# Les règles", "", "Pages écrites par `clausecheck rules docs` à partir de `rules/clauses/` : corrigez la règle, pas la page.", ""]
    for family, title in FAMILY_TITLES.items():
        rules = [rule for rule in book.clauses if rule.family is family]
        lines += [f"## {title}", "", "| règle | ce qu'elle trouve | " + " | ".join(f"précision {n}" for n in by_rule) + " |",
                  "|---|---|" + "---|" * len(by_rule)]
        for rule in rules:
            shares = [_share(rows[rule.id].precision) if rule.id in rows else "—" for rows in by_rule.values()]
            lines.append(f"| [{rule.id}]({rule.id}.md) | {rule.title} | " + " | ".join(shares) + " |")
        lines.append("")
    return "\n".join(lines)
