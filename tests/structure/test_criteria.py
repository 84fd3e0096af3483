"""Award criteria as tenders write them: sentences, lists, tables, titles, weights set apart, lots and sub-criteria."""

from __future__ import annotations

from tests.structure.made import criteria, understood

HEAD = ("# Règlement de la consultation", "## Article 6 - Critères d'attribution")


def weighed(*lines: str) -> list[tuple[str, float | None]]:
    """(name, weight) of the criteria under a title that announces them."""
    return [(name, weight) for name, weight, *_ in criteria(*HEAD, *lines)]


def test_a_sentence_after_its_lead() -> None:
    line = "Les critères d'attribution sont les suivants : prix 45 %, valeur technique 35 %, performance environnementale 20 %."
    assert weighed(line) == [("prix", 45.0), ("valeur technique", 35.0), ("performance environnementale", 20.0)]


def test_a_table() -> None:
    found = weighed("| Critère | Pondération |", "| Prix des prestations | 60 % |", "| Valeur technique | 40 % |")
    assert found == [("Prix des prestations", 60.0), ("Valeur technique", 40.0)]


def test_a_title_names_the_weight_below_it() -> None:
    found = weighed("### Prix", "40 points, sans sous-critère.", "### Qualité du service", "35 points.", "### Réduction des emballages", "25 points.")
    assert found == [("Prix", 40.0), ("Qualité du service", 35.0), ("Réduction des emballages", 25.0)]


def test_weights_listed_after_the_names() -> None:
    found = weighed("Les offres sont classées selon :", "- Prix", "- Délai de livraison", "- Gestion des déchets", "- 50 %", "- 30 %", "- 20 %")
    assert found == [("Prix", 50.0), ("Délai de livraison", 30.0), ("Gestion des déchets", 20.0)]


def test_each_lot_has_its_own() -> None:
    found = criteria(
        *HEAD, "Pour le lot 1 :", "- Prix : 70 %", "- Délai : 30 %", "Pour le lot 2 :", "- Prix : 40 %", "- Durabilité des matériels : 60 %")
    assert [(name, weight, lot) for name, weight, lot, *_ in found] == [
        ("Prix", 70.0, "1"), ("Délai", 30.0, "1"), ("Prix", 40.0, "2"), ("Durabilité des matériels", 60.0, "2")]


def test_sub_criteria_and_the_environmental_flag() -> None:
    found = criteria(
        *HEAD, "1. Prix : 60 points", "2. Valeur technique : 40 points", "2.1 Méthode : 25 points", "2.2 Démarche environnementale : 15 points")
    assert [(name, parent, flag) for name, _, _, parent, flag in found] == [
        ("Prix", None, False), ("Valeur technique", None, False), ("Méthode", "Valeur technique", False),
        ("Démarche environnementale", "Valeur technique", True)]


def test_a_price_alone() -> None:
    assert weighed("Critère unique : prix 100 %") == [("prix", 100.0)]


def test_no_criteria_in_penalties() -> None:
    assert criteria("# Cahier des clauses administratives", "## Pénalités", "Une retenue de 10 % est appliquée par jour de retard.") == []


def test_lots_of_a_sentence() -> None:
    lots = understood("# Règlement de la consultation", "## Objet", "Lot 1 : tables ; lot 2 : chaises.").lots
    assert [(lot.id, lot.title) for lot in lots] == [("1", "tables"), ("2", "chaises")]
