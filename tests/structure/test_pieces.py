"""The kind of a piece, and a file that holds several."""

from __future__ import annotations

import pytest

from clausecheck.model import PieceKind
from tests.structure.made import understood

ADMIN = ("# Article 1 - Objet", "Le titulaire exécute les commandes.", "# Article 2 - Pièces contractuelles", "Dans l'ordre : l'acte d'engagement.",
         "# Article 3 - Pénalités", "Une pénalité est due.", "# Article 4 - Résiliation", "Le marché peut être résilié.")
TECHNICAL = ("# 1 Prescriptions techniques", "Les poteaux sont en bois.", "# 2 Mise en œuvre", "La pose est faite à sec.", "# 3 Essais",
             "Un essai est fait.")


@pytest.mark.parametrize(("lines", "kind"), [
    (("Ville de Brume", "* RÈGLEMENT DE LA CONSULTATION", "# 1 Conditions de la consultation", "# 2 Jugement des offres"), PieceKind.RC),
    (("* Cahier des clauses administratives", "* particulières", *ADMIN), PieceKind.CCAP),
    (("* MARCHÉ D'ENTRETIEN DES TOITURES – C.C.T.P.", *TECHNICAL), PieceKind.CCTP),
    (("* Cahier des charges", *ADMIN, *TECHNICAL), PieceKind.CCP),
    (("* CCAP et CCTP", *ADMIN, *TECHNICAL), PieceKind.CCP),
    (("* ACTE D'ENGAGEMENT", "Je soussigné, agissant au nom et pour le compte de la société", "# A - Compte à créditer"), PieceKind.AE),
    (("* Bordereau des prix unitaires", "| N° | Désignation | Prix unitaire HT |", "| 1 | Gravier | |", "| 2 | Sable | |"), PieceKind.BPU),
    (("* Détail quantitatif estimatif", "| Désignation | Quantité | PU HT | Montant HT |", "| Gravier | 12 | | |"), PieceKind.DQE),
    (("* Avis d'appel public à la concurrence", "Nom et adresse officiels de l'organisme acheteur : Commune de Brume."), PieceKind.NOTICE),
    (("* CADRE DE MÉMOIRE TECHNIQUE", "| Question | Réponse du candidat |", "| Décrivez vos moyens | |"), PieceKind.RESPONSE_FRAME),
    (("* Annexe 2 au CCTP : liste des sites", "| Site | Adresse |", "| Gymnase | rue des Prés |"), PieceKind.ANNEX),
])
def test_kind_by_its_title(lines: tuple[str, ...], kind: PieceKind) -> None:
    outline = understood(*lines)
    assert outline.kind is kind
    assert outline.confidence > 0.4


def test_the_file_name_speaks_by_whole_words() -> None:
    assert understood("Une page sans titre, avec du texte.", name="RC_gymnase.pdf").kind is PieceKind.RC
    assert understood("Une page sans titre, avec du texte.", name="circuit-arcade.pdf").kind is PieceKind.OTHER


def test_a_mention_in_a_sentence_is_no_title() -> None:
    outline = understood(
        "* CCAP", *ADMIN, "Les détails sont donnés au règlement de la consultation et au CCTP, que le titulaire déclare connaître.")
    assert outline.kind is PieceKind.CCAP


def test_nothing_speaks_for_any_kind() -> None:
    outline = understood("Bonjour,", "Voici la photographie du hall.")
    assert (outline.kind, outline.confidence) == (PieceKind.OTHER, 0.0)


def test_a_guide_is_other() -> None:
    outline = understood(
        "* Clauses types pour les achats", "# A. Cahier des clauses administratives particulières", "L'acheteur peut prévoir une pénalité.",
        "# B. Cahier des clauses techniques particulières", "L'acheteur peut demander une fiche.", "# C. Règlement de la consultation",
        "Il est recommandé de pondérer ce critère.")
    assert outline.kind is PieceKind.OTHER


def test_the_halves_of_a_merged_file_are_parts() -> None:
    outline = understood(
        "* CAHIER DES CLAUSES PARTICULIÈRES", "# PREMIÈRE PARTIE : CLAUSES ADMINISTRATIVES", "## Article 1 Objet", "Le titulaire livre.",
        "# DEUXIÈME PARTIE : CLAUSES TECHNIQUES", "## Article 2 Matériaux", "Le bois est sec.")
    assert outline.kind is PieceKind.CCP
    assert [part.kind for part in outline.parts] == [PieceKind.CCP, PieceKind.CCAP, PieceKind.CCTP]
    assert [(part.from_block, part.to_block) for part in outline.parts] == [(0, 0), (1, 3), (4, 6)]
    assert outline.kind_of(6) is PieceKind.CCTP


def test_an_annex_ends_where_the_articles_go_on() -> None:
    outline = understood(
        "* RÈGLEMENT DE LA CONSULTATION", "# ARTICLE 1 : Objet", "Des bancs.", "# ARTICLE 2 : Jugement des offres", "Voir l'avis.",
        "# Annexe – Cadre de mémoire technique", "Décrire les moyens.", "# ARTICLE 3 : Recours", "Le tribunal administratif.")
    assert [part.kind for part in outline.parts] == [PieceKind.RC, PieceKind.RESPONSE_FRAME, PieceKind.RC]


def test_the_rules_of_the_consultation_inside_a_ccp() -> None:
    outline = understood(
        "* CAHIER DES CHARGES", *ADMIN, "# Article 5 - Jugement des offres", "- Prix : 60 %", "- Qualité : 40 %")
    assert outline.parts[-1].kind is PieceKind.RC
    assert len(outline.criteria) == 2


def test_an_empty_document() -> None:
    outline = understood()
    assert (outline.kind, outline.sections, outline.parts) == (PieceKind.OTHER, (), ())
