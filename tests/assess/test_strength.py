"""The strength grid, component by component."""

from __future__ import annotations

import pytest

from clausecheck.model import CheckedDocument, Family, Force, Quantity, SectionRole, Stage
from tests.assess.builders import clause, judged, label
from tests.assess.cases import ccap, cctp, rc


def _parts(item: CheckedDocument, *others: CheckedDocument) -> dict[str, float]:
    row = judged(item, *others).documents[0].clauses[0]
    return {part.id: part.points for part in row.strength.parts} | {"all": row.strength.points}


def _points(quote: str, component: str, **options) -> float:  # type: ignore[no-untyped-def]
    return _parts(cctp(clauses=[clause(quote, **options)]))[component]


@pytest.mark.parametrize(("quote", "component", "points"), [
    ("Au moins 30 % du montant des ordinateurs sont reconditionnés.", "threshold", 3),
    ("Le produit contient 30 % de recyclé.", "threshold", 2),
    ("Chaque appareil relève de la classe A.", "threshold", 2),
    ("Les produits sont respectueux de leur milieu.", "threshold", 0),
    ("Tous les emballages sont repris.", "perimeter", 1),
    ("Le titulaire réduit l'empreinte de l'ensemble de ses activités.", "perimeter", 0),
    ("Le titulaire remet le rapport d'essai du fabricant.", "proof", 2),
    ("Le titulaire remet la fiche technique.", "proof", 1),
    ("Le titulaire remet une attestation sur l'honneur.", "proof", 0.5),
    ("Le titulaire livre.", "proof", 0),
    ("Le titulaire remet un bilan annuel.", "control", 1),
    ("Le titulaire permet le contrôle.", "control", 0.5),
    ("Le titulaire livre.", "control", 0),
    ("Le tri est fait, sous peine d'une pénalité de 100 € par jour.", "sanction", 2),
    ("Le tri est fait, sous pénalité.", "sanction", 0.5),
    ("Le tri est fait.", "sanction", 0),
    ("Le titulaire respecte la réglementation en vigueur.", "beyond-law", 0),
    ("Le mobilier est réparable.", "beyond-law", 1),
])
def test_components(quote: str, component: str, points: float) -> None:
    assert _points(quote, component) == points


@pytest.mark.parametrize(("force", "points"), [(Force.REQUIRED, 2), (Force.SCORED, 2), (Force.ENCOURAGED, 0.5)])
def test_the_verb_follows_the_force(force: Force, points: float) -> None:
    assert _points("Le mobilier est réparable.", "verb", force=force) == points


@pytest.mark.parametrize(("years", "points"), [(5, 1), (8, 2)])
def test_a_threshold_counts_beyond_the_legal_minimum_only(years: int, points: float) -> None:
    quote = f"Les pièces détachées restent disponibles {years} ans."
    assert _points(quote, "beyond-law", family=Family.REPAIRABILITY, quantity=Quantity(years, "ans", ">=")) == points


def test_labels_are_proof_and_must_be_open() -> None:
    quote = "Les écrans sont réparables et portent TCO Certified."
    closed = _parts(cctp(clauses=[clause(quote, Family.REPAIRABILITY)], labels=[label(quote)]))
    opened = quote.replace("TCO Certified", "TCO Certified ou équivalent")
    open_ = _parts(cctp(clauses=[clause(opened, Family.REPAIRABILITY)], labels=[label(opened, equivalent=True)]))
    assert (closed["openness"], open_["openness"], closed["proof"]) == (0, 2, 1)


def test_a_penalty_elsewhere_counts_for_its_family_or_for_the_environment() -> None:
    duty = clause("Le titulaire trie ses déchets.", Family.END_OF_LIFE, stage=Stage.PERFORMANCE)
    linked = clause("Tout défaut de tri coûte une pénalité de 100 € par constat.", Family.END_OF_LIFE, stage=Stage.PERFORMANCE)
    assert _parts(cctp(clauses=[duty]), ccap(clauses=[linked]))["sanction"] == 2
    assert _parts(cctp(clauses=[duty]), ccap("Tout manquement environnemental donne lieu à une pénalité de 100 €."))["sanction"] == 2
    assert _parts(cctp(clauses=[duty]), ccap("Le non-respect des clauses du cahier des charges entraîne une pénalité de 100 €."))["sanction"] == 1
    assert _parts(cctp(clauses=[duty]), ccap("Tout retard de livraison entraîne une pénalité de 100 €."))["sanction"] == 0


def test_the_rows_of_a_penalty_article_count_without_the_word() -> None:
    duty = clause("Le titulaire trie ses déchets.", Family.END_OF_LIFE, stage=Stage.PERFORMANCE)

    def sanction(line: str) -> float:
        return _parts(cctp(clauses=[duty]), ccap(line, role=SectionRole.PENALTIES))["sanction"]

    assert sanction("Non-remise du registre des déchets : 50 € par mois") == 2
    assert sanction("Livraison d'un produit sans le label annoncé : 50 €") == 1, "la preuve est sanctionnée, non chaque obligation"
    assert sanction("Absence en réunion : 100 €") == 0
    assert sanction("Dégradation d'un arbre : 500 €") == 0, "autre famille"


@pytest.mark.parametrize("quote", [
    "Le titulaire respecte la réglementation environnementale en vigueur.", "Le candidat décrit sa démarche de développement durable.",
    "Les produits sont respectueux de l'environnement.", "Les appareils sont conformes DEEE et RoHS.",
])
def test_formulas_are_near_zero(quote: str) -> None:
    assert _points(quote, "all", family=Family.GENERAL) <= 1


def test_a_strong_clause_reaches_the_top() -> None:
    quote = (
        "Chaque année civile, au moins 30 % du montant des commandes d'ordinateurs doit être reconditionné, certificat du reconditionneur et état "
        "trimestriel à l'appui ; la part manquante donne lieu à une pénalité de 5 % de son montant."
    )
    assert _points(quote, "all", quantity=Quantity(30, "%", ">=", "du montant")) == 15


def test_what_excludes_or_informs_has_no_strength() -> None:
    for force in (Force.EXCLUDED, Force.INFORMATIVE):
        assert _points("Au moins 30 % du montant.", "all", force=force) == 0
    assert judged(rc()).documents[0].clauses == ()
