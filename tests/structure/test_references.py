"""Cross-references inside a document and between the pieces of one tender."""

from __future__ import annotations

from clausecheck.model import PieceKind
from clausecheck.structure import load_resources, outline, resolve
from tests.structure.made import made, understood


def test_found_and_resolved_in_the_document() -> None:
    found = understood(
        "# Article 1 Objet", "Voir l'article 2.1 et l'annexe B.", "# Article 2 Prix", "## 2.1 Forme", "Fermes.", "# Annexe B : sites", "Deux.").references
    assert [(r.text, r.number, r.piece, r.section) for r in found] == [
        ("article 2.1", "2.1", None, 2), ("annexe B", "annexe B", None, 3)]


def test_a_list_of_articles_is_several_references() -> None:
    found = understood("# Article 1 Objet", "Les articles 1 et 3 du CCAP et l'article 4 du présent document s'appliquent.").references
    assert [(r.number, r.piece) for r in found] == [("1", PieceKind.CCAP), ("3", PieceKind.CCAP), ("4", None)]


def test_laws_and_codes_are_left_out() -> None:
    found = understood(
        "# 1 Droit", "Vu l'article 12 du code civil, l'article 4 de la loi du 12 mai 2010, l'article L. 2123-1 du code et l'article 5 du CCAG.").references
    assert found == ()


def test_a_title_is_no_reference_to_itself() -> None:
    assert understood("# Article 1 Objet", "# Article 2 Prix").references == ()


def test_resolved_across_pieces() -> None:
    resources = load_resources()
    rc = made("* RÈGLEMENT DE LA CONSULTATION", "# 1 Offre", "La fiche est demandée à l'article 3.2 du CCTP et à l'article 9 du CCAP.", name="rc.docx")
    cctp = made("* CCTP", "# Article 3 Matériaux", "## 3.2 Fiches", "Une fiche par bois.", name="cctp.docx")
    pairs = [(document, outline(document, resources=resources)) for document in (rc, cctp)]
    references = pairs[0][1].references
    assert [(r.number, r.section) for r in references] == [("3.2", None), ("9", None)]
    assert resolve(references, pairs) == ((1, 1), None)
