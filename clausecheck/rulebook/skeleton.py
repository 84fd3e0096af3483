"""A new rule file, ready to be filled in."""

from __future__ import annotations

from clausecheck.model import Family

__all__ = ["skeleton"]


def skeleton(rule_id: str, family: Family) -> str:
    """The text of a new rule file. Its example and its target are there to be replaced; the file loads and its test fails until they are."""
    return f"""\
id: {rule_id}
titre: À COMPLÉTER (ce qui est demandé, en quelques mots)
pourquoi: À COMPLÉTER (pourquoi cette demande compte)
famille: {family.value}
statut: essai
# Un mot vaut pour toutes ses formes ; =mot forme exacte ; mot* commencement ; (a|b) choix ; ..3 trois mots au plus ; A & B dans la même phrase.
cibles:
  - "à compléter"
# avec: au moins un de ces motifs doit se trouver dans la phrase, l'amorce de sa liste, les têtes du tableau ou le titre.
# sauf: un de ces motifs dans la phrase annule la règle.
exemples:
  - texte: "Remplacez cette phrase par une phrase que la règle doit trouver."
    force: required
contre_exemples:
  - "Remplacez cette phrase par une phrase que la règle ne doit pas trouver."
"""
