"""The article tree: numbers, levels, tables of contents, roles."""

from __future__ import annotations

import pytest

from clausecheck.model import Outline, SectionRole
from clausecheck.structure import load_resources
from clausecheck.structure.numbering import read_label
from tests.structure.made import understood


@pytest.mark.parametrize(("text", "scheme", "parts", "title"), [
    ("Article 5.2 - Prix", "article", ("5", "2"), "Prix"),
    ("ARTICLE PREMIER : OBJET", "article", ("1",), "OBJET"),
    ("Art. 3 – Délais", "article", ("3",), "Délais"),
    ("2-1-3 Délais", "decimal", ("2", "1", "3"), "Délais"),
    ("02.01 Base de vie", "decimal", ("2", "1"), "Base de vie"),
    ("13-1Origine", "decimal", ("13", "1"), "Origine"),
    ("II – Allotissement", "roman", ("II",), "Allotissement"),
    ("I.A Contexte", "mixed", ("i", "a"), "Contexte"),
    ("B. Prix", "letter", ("B",), "Prix"),
    ("a) reprendre les cartons", "letter", ("a",), "reprendre les cartons"),
    ("CHAPITRE III - Exécution", "chapitre", ("3",), "Exécution"),
    ("Annexe 3 : plan", "annexe", ("3",), "plan"),
    ("DEUXIÈME PARTIE – Clauses", "partie", ("2",), "Clauses"),
    ("Lot n° 2 : vélos", "lot", ("2",), "vélos"),
])
def test_numbers_at_the_head(text: str, scheme: str, parts: tuple[str, ...], title: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.scheme, label.parts, text[label.end :]) == (scheme, parts, title)


@pytest.mark.parametrize("text", ["Le prix", "2025 est une année", "articles 5 et 6 du CCAP", "L'offre", "Lot de chaises", ""])
def test_no_number(text: str) -> None:
    assert read_label(text) is None


def tree(outline: Outline) -> list[tuple[int, str, str]]:
    return [(s.level, s.number, s.title) for s in outline.sections]


def test_levels_by_number_whatever_the_style_says() -> None:
    outline = understood("# Article 5 Exigences", "# 5.1 Écrans", "Des écrans plats.", "# 5.2 Câbles", "# Article 6 Prix")
    assert tree(outline) == [(1, "Article 5", "Exigences"), (2, "5.1", "Écrans"), (2, "5.2", "Câbles"), (1, "Article 6", "Prix")]
    assert outline.section_path(2) == "Article 5 Exigences › 5.1 Écrans"
    assert [s.last for s in outline.sections] == [3, 2, 3, 4]


def test_typed_titles_that_no_style_marks() -> None:
    outline = understood(
        "* 1. OBJET DU MARCHÉ", "Le marché porte sur des bancs.", "1.1 Forme du marché", "Il est passé à bons de commande.", "1.2 Durée",
        "Il dure deux ans.", "* 2. PRIX", "Les prix sont fermes.", "2.1 Contenu des prix", "Ils comprennent le transport.")
    assert [number for _, number, _ in tree(outline)] == ["1", "1.1", "1.2", "2", "2.1"]


def test_a_numbered_list_is_no_tree() -> None:
    outline = understood("# 1 Offre", "Le pli contient :", "1. l'acte d'engagement ;", "2. le mémoire ;", "3. le bordereau.", "# 2 Remise")
    assert [number for _, number, _ in tree(outline)] == ["1", "2"]


def test_roman_then_decimal_then_letters() -> None:
    outline = understood("# I. Généralités", "# 1. Objet", "# 2. Durée", "# II. Exécution", "# 1. Livraison")
    assert tree(outline)[0][:2] == (1, "I")
    assert [s.parent for s in outline.sections if s.number == "II"] == [None]


def test_an_annex_starts_at_the_top() -> None:
    outline = understood("# Article 1 Objet", "## 1.1 Détail", "# Annexe A : liste des sites", "Deux sites.")
    assert tree(outline)[-1] == (1, "Annexe A", "liste des sites")


def test_the_table_of_contents_is_no_content() -> None:
    outline = understood(
        "Sommaire", "1 Objet du marché ........ 2", "2 Critères d'attribution ........ 3", "3 Pénalités ........ 4", "4 Litiges ........ 5",
        "# 1 Objet du marché", "Des bancs.", "# 2 Critères d'attribution", "- Prix : 70 %", "- Délai : 30 %", "# 3 Pénalités", "# 4 Litiges")
    assert outline.toc == frozenset(range(5))
    assert [s.number for s in outline.sections] == ["1", "2", "3", "4"]
    assert [c.name for c in outline.criteria] == ["Prix", "Délai"]


def test_contents_without_page_numbers() -> None:
    outline = understood(
        "SOMMAIRE", "Objet du marché", "Durée du marché", "Prix et paiement", "Différends", "# Objet du marché", "Des bancs.", "# Durée du marché",
        "Un an.", "# Prix et paiement", "Fermes.", "# Différends", "Tribunal.")
    assert outline.toc == frozenset(range(5))


@pytest.mark.parametrize(("title", "role"), [
    ("Critères d'attribution", SectionRole.CRITERIA), ("Jugement des candidatures et des offres", SectionRole.CRITERIA),
    ("Sélection des candidatures", SectionRole.SELECTION), ("Contenu de l'offre", SectionRole.OFFER_CONTENT), ("Préambule", SectionRole.RECITALS),
    ("Contexte et enjeux", SectionRole.CONTEXT), ("Glossaire", SectionRole.DEFINITIONS),
    ("Normes et textes de référence", SectionRole.REFERENCES),
    ("Pièces constitutives du marché", SectionRole.PIECES), ("Développement durable", SectionRole.ENVIRONMENT),
    ("Clause sociale", SectionRole.SOCIAL),
    ("Pénalités de retard", SectionRole.PENALTIES), ("Conditions d'exécution", SectionRole.EXECUTION), ("Spécifications", SectionRole.SPECIFICATIONS),
    ("Installation de chantier", SectionRole.SITE), ("Variantes", SectionRole.VARIANTS), ("Révision des prix", SectionRole.PRICE),
    ("Allotissement", SectionRole.LOTS), ("L'essentiel du contrat", SectionRole.SUMMARY), ("Conseils de rédaction", SectionRole.ADVICE),
    ("Environnement de travail", SectionRole.CONTEXT), ("Voies de recours", SectionRole.OTHER),
])
def test_roles(title: str, role: SectionRole) -> None:
    assert understood(f"# 1 {title}", "Du texte.").sections[0].role is role


def test_a_role_holds_for_the_articles_below() -> None:
    outline = understood("# 6 Jugement des offres", "## 6.1 Méthode", "Une commission note les offres.")
    assert outline.role(2) is SectionRole.CRITERIA


def test_a_section_that_speaks_to_the_buyer() -> None:
    outline = understood("# 1 Rédaction", "L'acheteur peut prévoir une visite.", "L'acheteur fixe un seuil.", "# 2 Suite", "Le titulaire livre.")
    assert [s.role for s in outline.sections] == [SectionRole.ADVICE, SectionRole.OTHER]


def test_a_notice_has_plain_titles() -> None:
    outline = understood(
        "* Avis d'appel public à la concurrence", "Conditions de participation :", "Une attestation.", "Critères d'attribution :", "Prix : 100 %.")
    assert [s.role for s in outline.sections] == [SectionRole.SELECTION, SectionRole.CRITERIA]


def test_every_role_has_a_french_title() -> None:
    titles = load_resources().roles.titles
    assert set(titles) == set(SectionRole) - {SectionRole.OTHER}
