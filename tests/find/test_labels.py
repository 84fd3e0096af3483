"""Labels found in sentences: the catalogue's own examples, usual variants, ambiguous names, tiers, sub-scopes, look-alikes."""

from __future__ import annotations

import pytest

from clausecheck.model import BlockKind
from clausecheck.rulebook.labels import LabelExample, LabelRole, LabelRule
from tests.find.labels_helper import MATCHER, RULES, document, found, named

EXAMPLES = [(rule, example, example in rule.examples) for rule in RULES for example in (*rule.examples, *rule.counter_examples)]


@pytest.mark.parametrize(("rule", "example", "positive"), EXAMPLES, ids=lambda x: f"{x.id}" if isinstance(x, LabelRule) else None)
def test_the_catalogue_proves_itself(rule: LabelRule, example: LabelExample, positive: bool) -> None:
    result = found(example.text)
    got = {c.scope for c in result.candidates}
    if positive and rule.role is LabelRole.CLAUSE_ONLY:
        got |= {hint.scope for hint in result.hints}
    assert got == set(example.expected), f"{rule.path}:{example.line} {example.text}"


@pytest.mark.parametrize(("text", "expected"), [
    ("Atelier porteur d'Imprim' Vert, d'IMPRIM’VERT ou d'imprim-vert.", {"imprim-vert"}),
    ("Bois F.S.C. ou P.E.F.C. seulement.", {"fsc", "pefc"}),
    ("Moniteurs labellisés Energie-Star.", {"energy-star"}),
    ("Lessive portant l'éco-label de l'Union Européenne.", {"eu-ecolabel"}),
    ("Gel portant l'ECOLABEL EUROPEEN.", {"eu-ecolabel"}),
    ("Peinture à l'écolabel (fleur européenne).", {"eu-ecolabel"}),
    ("Classeurs NF « Environnement » ou NF-Env.", {"nf-environnement"}),
    ("Blauer Engel, Cygne Blanc.", {"blue-angel", "nordic-swan"}),
    ("Draps OEKO TEX 100.", {"oeko-tex-100"}),
    ("Légumes HVE 3.", {"hve"}),
    ("Management certifié ISO 9001, 14001 et 50001.", {"iso-14001", "iso-50001"}),
    ("Usine certifiée ISO 14.001:2015.", {"iso-14001"}),
    ("Produits dits écolabéllisés.", {"generic-ecolabel"}),
    ("Fournitures éco\nlabellisées.", {"generic-ecolabel"}),
    ("Sièges certifiés NF\nEnvironnement Ameublement.", {"nf-environnement-ameublement"}),
    ("Des œufs Bleu-Blanc-Cœur.", {"bleu-blanc-coeur"}),
    ("Certification FSC® Mix ou PEFC™.", {"fsc", "pefc"}),
    ("Chaîne de contrôle FSC-C000000 ou PEFC/10-31-0000.", {"fsc", "pefc"}),
])
def test_usual_variants(text: str, expected: set[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize("text", [
    "Le FSC finance la maison des associations.", "Mémoire vive : 16 GO au minimum.", "La société est inscrite au RCS de Nantes.",
    "Les effluents rejoignent la STEP.", "Bâtiment AB, deuxième étage.", "Les élèves de CE2 et de CM1 déjeunent ensemble.", "Rideaux classés M1.",
    "Le TCO est comparé sur cinq ans.", "Serveurs de la gamme HPE.", "Les SPP du service d'incendie.", "L'étude de l'APUR est jointe.",
    "Contact : Lucie Bernard.", "Profilés conformes à la norme EN 14024.", "La prestation MPS couvre les copieurs.", "Luminaires LED de 4000 K.",
    "Le site est équipé d'une pompe à chaleur (PAC).", "L'association PEP 71 occupe la salle.",
    "Levée de réserves et garantie d'origine constructeur.",
    "Repérage des prises par labels de couleur.", "1.2.3 Environnement de travail.", "La commune est une ville fleurie.",
    "Le service Habitat et Environnement instruit la demande.", "Le code ECF figure sur la facture.", "L'étiquette du colis porte le numéro de lot.",
    "Le bac pro, classe A, accueille douze élèves.", "Le Point Vert n'est pas une preuve.", "La certification Qualiopi est jointe.",
    "Menuiseries sous label QUALICOAT et certification CEKAL.", "Le véhicule de classe A roule sur quatre pneus neige.",
])
def test_look_alikes_are_refused(text: str) -> None:
    assert named(text) == set()


@pytest.mark.parametrize(("text", "scope", "tier"), [
    ("Portables EPEAT Gold.", "epeat", "Gold"), ("Portables EPEAT, niveau argent au minimum.", "epeat", "Silver"),
    ("Alimentation certifiée 80 PLUS Platinum.", "80-plus", "Platinum"), ("Classe D de l'étiquette énergie.", "eu-energy-label", "D"),
    ("Réfrigérateurs de classe énergétique B.", "eu-energy-label", "B"), ("Label Numérique Responsable, niveau 2.", "label-nr", "niveau 2"),
    ("Meubles European LEVEL niveau 3.", "femb-level", "3"), ("Mousses certifiées GREENGUARD Gold.", "greenguard", "Gold"),
    ("Colles EMICODE EC 1 Plus.", "emicode", "EC1 Plus"), ("Écrans enregistrés EPEAT.", "epeat", None),
    ("Panneaux étiquetés A+ (COV).", "emissions-air-interieur", "A+"),
    ("Bois FSC Mix.", "fsc", "Mix"), ("Écrans TCO Certified génération 9.", "tco-certified", "génération 9"),
])
def test_tiers(text: str, scope: str, tier: str | None) -> None:
    assert {(c.scope, c.tier) for c in found(text).candidates} == {(scope, tier)}


def test_a_sub_scope_takes_the_place_of_its_parent() -> None:
    (row,) = found("La marque NF Environnement « cartouches laser » (NF 335) est exigée.").candidates
    assert (row.scope, row.label) == ("nf-environnement-cartouches", "nf-environnement")
    assert named("Papier NF Environnement ; cartouches NF 335.") == {"nf-environnement", "nf-environnement-cartouches"}


def test_the_longest_name_wins() -> None:
    assert named("Chaises NF Environnement Ameublement.") == {"nf-environnement-ameublement"}
    assert named("Électricien qualifié Qualibat RGE.") == {"rge"}


def test_company_is_inherited() -> None:
    """An ambiguous name is read with its list opening, its neighbours and its title, not alone."""
    assert named("Le papier est issu de filières :", "- FSC ;") == {"fsc"}
    assert named("Les pièces à remettre sont :", "- FSC ;") == set()
    assert named("Sont servis des produits HVE, AB, AOP ou MSC selon arrivage.") >= {"hve", "ab", "aop-aoc"}


def test_one_row_a_label_and_sentence() -> None:
    rows = found("Le papier est PEFC ; la mention PEFC figure sur la facture. Le carton est PEFC.").candidates
    assert [row.scope for row in rows] == ["pefc", "pefc", "pefc"]
    assert len({row.unit for row in rows}) == 3


def test_offsets_point_at_the_words() -> None:
    made, cut = document([(BlockKind.PARAGRAPH, "Le bois est F.S.C. ou P.E.F.C. et les peintures portent l'Ange  Bleu.")])
    assert [made.text[row.start : row.end] for row in MATCHER.find(cut, made).candidates] == ["F.S.C", "P.E.F.C", "Ange  Bleu"]


def test_a_name_broken_by_a_line_is_one_name() -> None:
    assert named("Papier portant le label Ange", "Bleu ou un autre signe officiel.") == {"blue-angel"}
    assert named("Le toit domine la baie des Ange.", "Bleu est la couleur retenue.") == set()


def test_hints_are_not_labels() -> None:
    result = found("Les taux de la loi EGalim et la directive RoHS sont respectés.")
    assert result.candidates == ()
    assert [hint.scope for hint in result.hints] == ["egalim", "rohs-reach"]


def test_the_report_is_told_what_is_unsure() -> None:
    (row,) = found("Un label ENR de l'entreprise est demandé.").candidates
    assert "retiré" in row.note
    (row,) = found("Le label APUR est demandé pour le papier recyclé.").candidates
    assert "à confirmer" in row.note
