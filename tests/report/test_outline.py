"""The outline as text and as JSON."""

from __future__ import annotations

import json

import pytest

from clausecheck.model import CheckedDocument, Document, Outline
from clausecheck.report.outline import outline_json, render_outline
from clausecheck.structure import load_resources, outline
from tests.structure.made import made

RC = made(
    "Ville de Brume", "* RÈGLEMENT DE LA CONSULTATION", "* Fourniture de bancs et de vélos", "Référence : VB-2027-3", "# 1 Allotissement",
    "| Lot | Intitulé | Maximum HT |", "| 1 | Bancs | 40 000 € |", "| 2 | Vélos | |", "# 2 Jugement des offres", "- Prix : 60 %",
    "- Qualité environnementale : 30 %", "# 3 Suite", "Les bois sont décrits à l'article 4 du CCTP et à l'article 1.", name="rc.docx")
CCTP = made("Ville de Brume", "* CCTP", "# Article 4 Bois", "## 4.1 Séchage", "Il est séché.", name="cctp.docx")


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Document, Outline]]:
    resources = load_resources()
    return [(document, outline(document, resources=resources)) for document in (RC, CCTP)]


def test_text(pairs: list[tuple[Document, Outline]]) -> None:
    text = render_outline(pairs, width=90)
    flat = text.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("Acheteur : Ville de Brume", "Nature de l'acheteur : Commune", "Référence : VB-2027-3", "Lot 1 : Bancs — maximum 40 000 €", "60 % Prix (prix)",
                  "[environnement]", "! Les pondérations des critères font 90 et non 100.", "Règlement de la consultation (RC)", "4.1 Séchage",
                  "2 Jugement des offres  [jugement des offres]"):
        assert words in flat, (words, flat)
    assert max(len(line) for line in text.splitlines()) <= 90
    assert text == render_outline(pairs, width=90)


def test_depth_and_width(pairs: list[tuple[Document, Outline]]) -> None:
    text = render_outline(pairs, width=50, depth=1)
    assert "Séchage" not in text
    assert max(len(line) for line in text.splitlines()) <= 50


def test_json(pairs: list[tuple[Document, Outline]]) -> None:
    value = outline_json(pairs)
    assert json.loads(json.dumps(value)) == value
    assert value["schema"] == "clausecheck-outline-1"
    assert value["tender"]["buyer"] == "Ville de Brume"
    assert [lot["amount_max"] for lot in value["tender"]["lots"]] == [40000.0, None]
    rc, cctp = value["documents"]
    assert (rc["kind"], cctp["kind"]) == ("rc", "cctp")
    assert [(c["name"], c["weight"], c["environmental"]) for c in rc["criteria"]] == [("Prix", 60.0, False), ("Qualité environnementale", 30.0, True)]
    assert [(r["number"], r["target"]) for r in rc["references"]] == [("4", {"document": 1, "section": 0}), ("1", {"document": 0, "section": 0})]
    assert [s["title"] for s in cctp["sections"]] == ["Bois", "Séchage"]


def test_checked_documents_are_taken_too(pairs: list[tuple[Document, Outline]]) -> None:
    checked = [CheckedDocument(document, understood) for document, understood in pairs]
    assert outline_json(checked) == outline_json(pairs)
    assert render_outline(checked) == render_outline(pairs)


def test_an_empty_document() -> None:
    document = Document("vide.pdf", "vide.pdf", "pdf")
    pair = [(document, outline(document, resources=load_resources()))]
    assert "Aucune donnée n'a été trouvée" in render_outline(pair)
    assert outline_json(pair)["documents"][0]["kind"] == "other"
