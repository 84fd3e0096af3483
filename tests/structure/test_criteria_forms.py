"""The many ways buyers write award criteria: each form by a small invented tender."""

from __future__ import annotations

import pytest

from clausecheck.model import CriterionKind
from tests.structure.made import criteria, understood

HEAD = "# 6 Jugement des offres"
Weighed = list[tuple[str, float | None]]


def weighed(*lines: str, name: str = "rc.docx") -> Weighed:
    return [(found, weight) for found, weight, *_ in criteria(*lines, name=name)]


FORMS: dict[str, tuple[tuple[str, ...], Weighed]] = {
    "bare numbers": (("| Critère | Pondération (%) |", "| Prix | 45 |", "| Démarche environnementale | 55 |"),
                     [("Prix", 45.0), ("Démarche environnementale", 55.0)]),
    "description column": (("| Critère | Description | Points |", "| Prix | Montant du DQE | 60 |", "| Méthode | Selon le mémoire | 40 |"),
                           [("Prix", 60.0), ("Méthode", 40.0)]),
    "weights first": (("| Pondération | Critère |", "| 60 % | Qualité du service |", "| 40 % | Prix |"), [("Qualité du service", 60.0), ("Prix", 40.0)]),
    "weights in names": (("| Critère | Appréciation |", "| Prix (40 %) | au vu du bordereau |", "| Technique (60 %) | au vu du mémoire |"),
                         [("Prix", 40.0), ("Technique", 60.0)]),
    "head over two rows": (("| CRITÈRES DE JUGEMENT | |", "| Intitulé | Coefficient |", "| Prix | 0,6 |", "| Technique | 0,4 |"),
                           [("Prix", 0.6), ("Technique", 0.4)]),
    "crosswise": (("Les critères sont pondérés ainsi :", "| Prix | Technique | Délai |", "| 50 % | 40 % | 10 % |"),
                  [("Prix", 50.0), ("Technique", 40.0), ("Délai", 10.0)]),
    "one cell": (("Les critères sont pondérés comme suit :", "| Prix : 50 %;;Qualité : 50 % |"), [("Prix", 50.0), ("Qualité", 50.0)]),
    "paired in cells": (("| Critère | Note |", "| Technique;;- équipe;;- planning | 60;;35;;25 |", "| Prix | 40 |"),
                        [("Technique", 60.0), ("équipe", 35.0), ("planning", 25.0), ("Prix", 40.0)]),
    "a total row": (("| Critère | Points |", "| Prix | 40 |", "| Technique | 60 |", "| Total | 100 |"), [("Prix", 40.0), ("Technique", 60.0)]),
    "semicolons": (("Prix : 60 % ; délai : 10 % ; technique : 30 %.",), [("Prix", 60.0), ("délai", 10.0), ("technique", 30.0)]),
    "leading weights": (("60 % valeur technique, 30 % prix, 10 % délai de livraison.",),
                        [("valeur technique", 60.0), ("prix", 30.0), ("délai de livraison", 10.0)]),
    "in brackets": (("L'offre retenue l'est sur deux critères : la valeur technique (60 %) et le prix (40 %).",),
                    [("valeur technique", 60.0), ("prix", 40.0)]),
    "as follows": (("Le jugement s'effectue comme suit : Prix (50 %), Valeur technique (35 %), Délais (15 %).",),
                   [("Prix", 50.0), ("Valeur technique", 35.0), ("Délais", 15.0)]),
    "told": (("Les offres sont jugées sur le prix, à hauteur de 70 %, et sur la valeur technique, à hauteur de 30 %.",),
             [("prix", 70.0), ("valeur technique", 30.0)]),
    "in words": (("Le prix compte pour quarante pour cent et la technique pour soixante pour cent.",), [("prix", 40.0), ("technique", 60.0)]),
    "twentieths": (("Les offres sont notées sur 20 :", "- prix, noté sur 8 points ;", "- technique, notée sur 12 points."),
                   [("prix", 8.0), ("technique", 12.0)]),
    "fractions": (("- Prix : 40/100", "- Technique : 60/100"), [("Prix", 40.0), ("Technique", 60.0)]),
    "pondération : n": (("1. Prix (pondération : 40)", "2. Qualité (pondération : 60)"), [("Prix", 40.0), ("Qualité", 60.0)]),
    "on its own line": (("Prix des travaux", "Pondération : 60 %", "Valeur technique", "Pondération : 40 %"),
                        [("Prix des travaux", 60.0), ("Valeur technique", 40.0)]),
    "titles": (("## 6.1 Prix (40 %)", "Au vu du DQE.", "## 6.2 Valeur technique (60 %)", "Au vu du mémoire."), [("Prix", 40.0), ("Valeur technique", 60.0)]),
    "ranges": (("- Prix : de 40 à 50 %", "- Technique : de 50 à 60 %"), [("Prix", None), ("Technique", None)]),
    "blanks": (("| Intitulé du critère | Pondération |", "| Prix | ... % |", "| Protection de l'environnement | 10 % minimum |"),
               [("Prix", None), ("Protection de l'environnement", 10.0)]),
    "no weights": (("Les critères sont, par ordre décroissant d'importance :", "- le prix des prestations ;", "- la qualité technique."),
                   [("prix des prestations", None), ("qualité technique", None)]),
}


@pytest.mark.parametrize("form", FORMS)
def test_form(form: str) -> None:
    lines, expected = FORMS[form]
    assert weighed(HEAD, *lines) == expected


TREES: dict[str, tuple[str, ...]] = {
    "list levels": ("- Valeur technique : 60 %", "-- méthode : 35 %", "-- recyclage des chutes : 25 %", "- Prix : 40 %"),
    "numbers": ("1. Valeur technique : 60 points", "1.1 méthode : 35 points", "1.2 recyclage des chutes : 25 points", "2. Prix : 40 points"),
    "words": ("Critère 1 : Valeur technique – 60 %", "Sous-critère 1.1 : méthode – 35 %", "Sous-critère 1.2 : recyclage des chutes – 25 %", "Critère 2 : Prix – 40 %"),
    "sums alone": ("Valeur technique : 60 %", "méthode : 35 %", "recyclage des chutes : 25 %", "Prix : 40 %"),
    "dont": ("| Critère | Note |", "| Valeur technique | 60 |", "| dont méthode | 35 |", "| dont recyclage des chutes | 25 |", "| Prix | 40 |"),
    "dashes": ("| Critères | % |", "| Valeur technique | 60 |", "| - méthode | 35 |", "| - recyclage des chutes | 25 |", "| Prix | 40 |"),
    "two weight columns": ("| Critère | Poids | Sous-critère | Poids du sous-critère |", "| Valeur technique | 60 % | méthode | 35 % |",
                           "| ^ | ^ | recyclage des chutes | 25 % |", "| Prix | 40 % | | |"),
    "told later": ("| Critère | Pondération |", "| Prix | 40 % |", "| Valeur technique | 60 % |", "Le critère « Valeur technique » se décompose ainsi :",
                   "- méthode : 35 %", "- recyclage des chutes : 25 %"),
    "below titles": ("## Valeur technique", "60 points, répartis ainsi :", "- méthode : 35 points", "- recyclage des chutes : 25 points", "## Prix", "40 points."),
}


@pytest.mark.parametrize("form", TREES)
def test_tree(form: str) -> None:
    found = {name: (weight, parent, environmental) for name, weight, _, parent, environmental in criteria(HEAD, *TREES[form])}
    assert found == {
        "Valeur technique": (60.0, None, False), "méthode": (35.0, "Valeur technique", False),
        "recyclage des chutes": (25.0, "Valeur technique", True), "Prix": (40.0, None, False)}
    assert understood(HEAD, *TREES[form], name="rc.docx").warnings == ()


def test_three_levels() -> None:
    found = criteria(HEAD, "- Technique : 60 %", "-- Organisation : 40 %", "--- équipe : 25 %", "--- planning : 15 %", "-- Matériel : 20 %", "- Prix : 40 %")
    assert {name: parent for name, _, _, parent, _ in found} == {
        "Technique": None, "Organisation": "Technique", "équipe": "Organisation", "planning": "Organisation", "Matériel": "Technique", "Prix": None}


def test_parts_in_per_cent_of_their_criterion() -> None:
    found = criteria(HEAD, "Prix : 40 %", "Technique : 60 %, décomposée ainsi :", "- moyens : 70 %", "- délai : 30 %")
    assert [(name, weight, parent) for name, weight, _, parent, _ in found] == [
        ("Prix", 40.0, None), ("Technique", 60.0, None), ("moyens", 70.0, "Technique"), ("délai", 30.0, "Technique")]


LOTS: dict[str, tuple[str, ...]] = {
    "titles": ("## Lot 1 : Chaises", "- Prix : 60 %", "- Qualité : 40 %", "## Lot 2 : Vélos", "- Prix : 50 %", "- Qualité : 50 %"),
    "prose": ("Pour le lot 1, les critères sont :", "- Prix : 60 %", "- Qualité : 40 %", "Pour le lot 2, les critères sont :", "- Prix : 50 %", "- Qualité : 50 %"),
    "columns": ("| Critères | Lot 1 | Lot 2 |", "| Prix | 60 % | 50 % |", "| Qualité | 40 % | 50 % |"),
    "lines": ("Lot 1 : Prix 60 %, Qualité 40 %.", "Lot 2 : Prix 50 %, Qualité 50 %."),
}


@pytest.mark.parametrize("form", LOTS)
def test_lots(form: str) -> None:
    found = {(name, lot): weight for name, weight, lot, *_ in criteria(HEAD, *LOTS[form])}
    assert found == {("Prix", "1"): 60.0, ("Qualité", "1"): 40.0, ("Prix", "2"): 50.0, ("Qualité", "2"): 50.0}


def test_lots_in_brackets_share_a_tree() -> None:
    outline = understood(
        HEAD, "- Technique : 60 points", "-- Rondes : 50 points (lot 1)", "-- Écoute : 50 points (lot 2 uniquement)", "-- Suivi : 10 points (tous les lots)",
        "- Prix : 40 points", name="rc.docx")
    assert [(c.name, c.lot, c.parent) for c in outline.criteria] == [
        ("Technique", None, None), ("Rondes", "1", "Technique"), ("Écoute", "2", "Technique"), ("Suivi", None, "Technique"), ("Prix", None, None)]
    assert outline.warnings == ()


def test_an_eforms_notice() -> None:
    lines = ("5.1.10 Critères d'attribution", "Critère :", "Type : Prix", "Nom : Prix des fournitures", "Description : Montant du DQE",
             "Catégorie de critère d'attribution poids : Pondération (pourcentage, valeur exacte)", "Nombre critère d'attribution : 70", "Critère :",
             "Type : Qualité", "Nom : Reprise des emballages", "Catégorie de critère d'attribution poids : Pondération (pourcentage, valeur exacte)",
             "Nombre critère d'attribution : 30", "5.1.11 Documents de marché")
    outline = understood(*lines, name="avis.docx")
    assert [(c.name, c.weight, c.unit, c.environmental) for c in outline.criteria] == [
        ("Prix des fournitures", 70.0, "%", False), ("Reprise des emballages", 30.0, "%", True)]


def test_an_older_european_notice() -> None:
    found = weighed("II.2.5) Critères d'attribution", "Critère de qualité - Nom: Méthode / Pondération: 55", "Prix - Pondération: 45", name="avis.docx")
    assert found == [("Méthode", 55.0), ("Prix", 45.0)]


def test_a_response_frame_names_its_criteria_by_titles() -> None:
    outline = understood(
        "* CADRE DE RÉPONSE TECHNIQUE", "# Organisation", "Critère 1 - Pondération : 30 % - Noté sur 100", "Décrivez l'équipe.", "# Environnement",
        "## Emballages", "Sous-critère 2.1 - Pondération : 20 % - Noté sur 100", "Décrivez la reprise des cartons.", name="cadre.docx")
    assert [(c.name, c.weight, c.parent, c.environmental) for c in outline.criteria] == [
        ("Organisation", 30.0, None, False), ("Emballages", 20.0, "Environnement", True)]
    assert {3, 7} <= outline.criteria_blocks


def test_numbered_rubrics_without_weights_are_no_criteria() -> None:
    assert criteria("* CADRE DE MÉMOIRE", "# 1 Équipe", "Réponse du candidat :", "# 2 Matériel", "Réponse du candidat :", name="cadre.docx") == []


def test_rubrics_of_a_memoir_with_points() -> None:
    found = weighed("# 4 Mémoire", "Le mémoire technique, noté sur 60 points, suit ce plan :", "- équipe (40 points) ;", "- réduction des déchets (20 points).")
    assert found == [("équipe", 40.0), ("réduction des déchets", 20.0)]


@pytest.mark.parametrize("sentence", [
    "Le prix est le seul critère de jugement des offres.", "Le marché est attribué sur un critère unique : le prix le plus bas.",
])
def test_the_price_alone(sentence: str) -> None:
    outline = understood(HEAD, sentence, name="rc.docx")
    assert [(c.name, c.weight, c.kind) for c in outline.criteria] == [("Prix", None, CriterionKind.PRICE)]
    assert "critère unique" in outline.criteria[0].method


SILENT: dict[str, tuple[str, ...]] = {
    "not the only one": ("Critères d'attribution : le prix n'est pas le seul critère d'attribution, les critères sont énoncés dans les documents.",),
    "penalties": ("# Pénalités", "- retard : 5 %", "- absence : 10 %", "# Prix", "Une avance de 20 % est versée."),
    "payments": ("# Paiement", "| Étape | Pourcentage |", "| Avance | 30 % |", "| Livraison | 60 % |", "| Solde | 10 % |"),
    "candidates": ("# Sélection des candidatures", "Les critères de sélection des candidatures sont :", "- moyens : 40 %", "- références : 60 %"),
    "requirements": ("# 3 Exigences", "Le taux de disponibilité est de 99 %.", "- rendement : 90 %", "- humidité : 40 %"),
}


@pytest.mark.parametrize("case", SILENT)
def test_no_criteria(case: str) -> None:
    assert criteria(*SILENT[case]) == []


def test_scales_formulas_and_thresholds_are_not_criteria() -> None:
    found = weighed(
        HEAD, "- Prix : 40 %", "La note est obtenue par la formule : N = 40 x (offre la plus basse / offre examinée).", "- Technique : 60 %",
        "Une note technique inférieure à 8 sur 20 élimine l'offre.", "Un bonus de 3 points récompense les gammes d'occasion.",
        "| Appréciation | Note |", "| Très satisfaisant | 5 |", "| Satisfaisant | 3 |", "| Insuffisant | 1 |", "Toute offre anormalement basse est rejetée.")
    assert found == [("Prix", 40.0), ("Technique", 60.0)]


def test_sums_that_do_not_come_out_are_said() -> None:
    assert understood(HEAD, "- Prix : 60 %", "- Technique : 50 %", name="rc.docx").warnings == ("Les pondérations des critères font 110 et non 100.",)
    parts = understood(HEAD, "1. Prix : 40 %", "2. Technique : 60 %", "2.1 équipe : 30 %", "2.2 délai : 20 %", name="rc.docx")
    assert parts.warnings == ("Les sous-critères de « Technique » font 50 pour un critère pondéré à 60.",)


def test_the_same_list_twice_is_one() -> None:
    lines = ("# 1 L'essentiel", "Critères d'attribution : prix 60 %, qualité 40 %.", "# 6 Jugement des offres", "- Prix : 60 %", "- Qualité : 40 %")
    assert [(c.weight) for c in understood(*lines, name="rc.docx").criteria] == [60.0, 40.0]


@pytest.mark.parametrize(("name", "flag", "kind"), [
    ("Performances en matière de protection de l'environnement", True, CriterionKind.ENVIRONMENT),
    ("Prise en compte du développement durable", True, CriterionKind.ENVIRONMENT),
    ("Démarche RSE", True, CriterionKind.ENVIRONMENT),
    ("Performance sociale et environnementale", True, CriterionKind.ENVIRONMENT),
    ("Connaissance de l'environnement de travail", False, CriterionKind.OTHER),
    ("Compréhension du besoin et de l'environnement", False, CriterionKind.TECHNICAL),
    ("Insertion professionnelle", False, CriterionKind.SOCIAL),
    ("Autonomie du véhicule", False, CriterionKind.OTHER),
    ("Coût du cycle de vie", True, CriterionKind.COST),
    ("Montant du DQE", False, CriterionKind.PRICE),
    ("Délai de livraison", False, CriterionKind.DELAY),
    ("Qualité du mémoire", False, CriterionKind.TECHNICAL),
])
def test_kind_and_environmental_flag(name: str, flag: bool, kind: CriterionKind) -> None:
    outline = understood(HEAD, "- Prix : 60 %", f"- {name} : 40 %", name="rc.docx")
    assert (outline.criteria[1].environmental, outline.criteria[1].kind) == (flag, kind)


def test_the_description_may_value_the_environment() -> None:
    found = criteria(HEAD, "| Critère | Description | Points |", "| Prix | DQE | 50 |", "| Technique | part de matière recyclée du produit | 50 |")
    assert [flag for *_, flag in found] == [False, True]


def test_blocks_that_speak_of_criteria() -> None:
    outline = understood(
        "# 1 Objet", "Des bancs.", HEAD, "- Prix : 60 %", "- Qualité environnementale : 40 %", "Ce critère est apprécié d'après la part de bois local.",
        "# 7 Négociation", "Elle porte sur le prix.", name="rc.docx")
    assert {3, 4, 5} <= outline.criteria_blocks
    assert not {0, 1, 6, 7} & outline.criteria_blocks
    assert outline.criteria[1].method.startswith("Ce critère est apprécié")
    quality = outline.criteria[1]
    assert (quality.block, quality.page) == (4, None)
