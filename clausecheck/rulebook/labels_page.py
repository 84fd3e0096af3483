"""The catalogue as a page for officers (docs/labels.md), written from the rule files: `python -m clausecheck.rulebook.labels_page`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from clausecheck.model import Nature
from clausecheck.rulebook.labels import LabelRole, LabelRule, load_labels

__all__ = ["catalogue_page"]

_NATURES = {
    Nature.ISO14024_TYPE_I: "Écolabels de type I (ISO 14024)", Nature.UNSPECIFIED: "Écolabel demandé sans nom", Nature.CERTIFIED: "Labels certifiés",
    Nature.FOREST: "Forêts et papier", Nature.TEXTILE: "Textile", Nature.FOOD: "Alimentation", Nature.BUILDING: "Bâtiment et aménagement",
    Nature.ENERGY_RATING: "Étiquettes et programmes d'énergie", Nature.REUSE_REPAIR: "Réemploi, réparation, durabilité",
    Nature.EPD: "Déclarations environnementales (type III) et analyse du cycle de vie", Nature.MANAGEMENT: "Management de l'entreprise",
    Nature.CHARTER: "Chartes et marques de secteur", Nature.SOCIAL: "Social et commerce équitable",
    Nature.SELF_DECLARED: "Auto-déclarations (type II)",
}
_APART = frozenset({Nature.MANAGEMENT, Nature.CHARTER, Nature.SOCIAL, Nature.SELF_DECLARED})
_LAW = {"yes": "oui", "no": "non", "unknown": "à apprécier"}
_NAMES = 6
_HEAD = """# Catalogue des labels

Page écrite par `python -m clausecheck.rulebook.labels_page` à partir des fichiers de `rules/labels/` : un label, un fichier. Pour corriger ou
ajouter un label, modifiez son fichier, puis relancez cette commande.

Comment lire les colonnes :

- **Strict** : compté comme écolabel au sens strict (type I, ISO 14024 : tierce partie, cycle de vie, plusieurs critères).
- **R. 2111-14** : le label remplit-il les conditions du code de la commande publique ? « à apprécier » veut dire qu'aucune source ne le dit : c'est à
  l'acheteur d'en juger.
- **Reconnu sous** : quelques-unes des écritures cherchées. Accents, majuscules, traits d'union et retours à la ligne ne comptent pas ; une écriture
  marquée d'un astérisque n'est admise qu'à côté d'un mot qui lève le doute.
- Une fiche *à confirmer* repose sur l'usage, sans source lue ; le rapport le dit aussi.

{labels} labels, {hints} dispositifs qui ne sont pas des labels mais orientent vers une clause, {refused} faux amis.
"""


def catalogue_page(rules: Iterable[LabelRule]) -> str:
    """The page in Markdown: labels by nature, then what is no label, then the look-alikes."""
    every = tuple(rules)
    labels = [r for r in every if r.role is LabelRole.LABEL]
    hints = [r for r in every if r.role is LabelRole.CLAUSE_ONLY]
    refused = [r for r in every if r.role is LabelRole.HARD_NEGATIVE]
    parts = [_HEAD.format(labels=len(labels), hints=len(hints), refused=len(refused))]
    for nature, title in _NATURES.items():
        mine = sorted((r for r in labels if r.nature is nature), key=lambda r: r.short.casefold())
        if mine:
            apart = "\nMontrés à part, jamais comptés comme écolabels.\n" if nature in _APART else ""
            parts.append(f"## {title}\n{apart}\n{_table(mine)}")
    parts.append("## Ce qui n'est pas un label mais compte comme clause\n\n" + "\n".join(_line(r) for r in hints) + "\n")
    parts.append("## Faux amis, jamais comptés\n\n" + "\n".join(_line(r) for r in refused) + "\n")
    return "\n".join(parts)


def _table(rules: Sequence[LabelRule]) -> str:
    head = "| Label | Strict | R. 2111-14 | Niveaux | État | Reconnu sous | À savoir |\n|---|---|---|---|---|---|---|"
    return "\n".join([head, *(_row(rule) for rule in rules)]) + "\n"


def _row(rule: LabelRule) -> str:
    title = f"**{rule.short}** (`{rule.id}`)" + ("" if rule.name == rule.short else f"<br>{rule.name}")
    cells = (
        title, "oui" if rule.strict else "non", _LAW[rule.r2111_14], ", ".join(t.name for t in rule.tiers), _state(rule), _names(rule), _known(rule),
    )
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _state(rule: LabelRule) -> str:
    words = {"active": "actif", "renamed": "renommé", "retired": "retiré"}[rule.state.status]
    if not rule.state.sure:
        words = "existence à confirmer"
    since = f", depuis {rule.state.since}" if rule.state.since else ""
    until = f", jusqu'en {rule.state.until}" if rule.state.until else ""
    return f"{words}{since}{until}" + (f", voir `{rule.state.replaced_by}`" if rule.state.replaced_by else "")


def _names(rule: LabelRule) -> str:
    written = [alias.text + ("*" if alias.needs else "") for alias in rule.aliases if not alias.pattern]
    return ", ".join(written[:_NAMES]) + ("…" if len(written) > _NAMES else "")


def _known(rule: LabelRule) -> str:
    counted = f"Compté avec `{rule.parent}`." if rule.parent else ""
    unsure = "Fiche à confirmer." if rule.confirmation == "à confirmer" else ""
    return " ".join(x for x in (" ".join(rule.ambiguity.split()), counted, unsure) if x)


def _line(rule: LabelRule) -> str:
    told = " ".join(rule.ambiguity.split())
    return f"- **{rule.name}** (`{rule.id}`)" + (f" : {told}" if told else "")


if __name__ == "__main__":
    sys.stdout.write(catalogue_page(load_labels()))
