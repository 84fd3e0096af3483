"""Lots: the list, the amounts, and what holds for which."""

from __future__ import annotations

import pytest

from clausecheck.structure.lots import lot_ids
from tests.structure.made import understood


@pytest.mark.parametrize(("text", "ids"), [
    ("1", ("1",)), ("01", ("1",)), ("1 et 3", ("1", "3")), ("1, 2 et 4", ("1", "2", "4")), ("2 a 5", ("2", "3", "4", "5")), ("1.4", ("1.4",)),
])
def test_ids(text: str, ids: tuple[str, ...]) -> None:
    assert lot_ids(text) == ids


LISTS: dict[str, tuple[str, ...]] = {
    "table": ("| Lot | Intitulé |", "| 1 | Chaises |", "| 2 | Vélos |"),
    "table with its words": ("| N° du lot | Désignation |", "| Lot 1 | Chaises |", "| Lot n° 2 | Vélos |"),
    "lines": ("- Lot n° 1 : Chaises", "- Lot n° 2 : Vélos"),
    "titles": ("# Lot 1 – Chaises", "En bois.", "# Lot 2 – Vélos", "À deux roues."),
    "a sentence": ("Le marché comporte deux lots : lot n° 1, Chaises ; lot n° 2, Vélos.",),
    "behind their titles": ("La consultation comprend deux lots : Chaises (lot 1) ; Vélos (lot 2).",),
    "counted": ("Deux lots sont prévus : Chaises ; Vélos.",),
    "counted items": ("Le marché est divisé en deux lots :", "- Chaises", "- Vélos", "Ils sont indépendants."),
}


@pytest.mark.parametrize("form", LISTS)
def test_list(form: str) -> None:
    assert [(lot.id, lot.title) for lot in understood(*LISTS[form]).lots] == [("1", "Chaises"), ("2", "Vélos")]


def test_amounts() -> None:
    lots = understood("| Lots | Désignation | Minimum HT | Maximum HT |", "| 1 | Chaises | 1 000 € | 40 000 € |", "| 2 | Vélos | | 600 000,00 |").lots
    assert [(lot.id, lot.amount_min, lot.amount_max) for lot in lots] == [("1", 1000.0, 40000.0), ("2", None, 600000.0)]


def test_amounts_given_later_complete_the_list() -> None:
    lots = understood("- Lot 1 : Chaises", "- Lot 2 : Vélos", "# Prix", "| Lot | Objet | Montant maximum |", "| 1 | Chaises | 9 000 € |", "| 2 | Vélos | 8 000 € |").lots
    assert [(lot.title, lot.amount_max) for lot in lots] == [("Chaises", 9000.0), ("Vélos", 8000.0)]


@pytest.mark.parametrize("line", ["Le marché n'est pas alloti.", "Prestations divisées en lots : non.", "Le titulaire du lot voisin a posé la dalle."])
def test_no_lots(line: str) -> None:
    assert understood("# 1 Objet", line).lots == ()


THREE = ("| Lot | Intitulé |", "| 1 | Chaises |", "| 2 | Vélos |", "| 3 | Bancs |")


@pytest.mark.parametrize(("sentence", "lots"), [
    ("Pour les lots 1 et 3, les bois sont séchés.", ("1", "3")),
    ("Le lot n° 2 est réservé.", ("2",)),
    ("Lot 3 uniquement : une garantie de dix ans.", ("3",)),
    ("Les certificats sont remis (lots 1 et 2).", ("1", "2")),
    ("Le titulaire du lot 2 reprend les cadres usés.", ("2",)),
    ("Pour les lots 1 à 3, la livraison est faite à vélo.", ()),
    ("Les réservations sont faites par le lot 2.", ()),
    ("Le socle est à la charge du lot 3.", ()),
    ("Tous les lots sont livrés sans film.", ()),
    ("Le lot 9 n'existe pas.", ()),
])
def test_a_sentence_binds_itself(sentence: str, lots: tuple[str, ...]) -> None:
    outline = understood(*THREE, sentence)
    assert outline.lots_of[-1] == lots


def test_an_article_binds_what_it_holds() -> None:
    outline = understood(*THREE, "# 4 Lot 2 : vélos", "Les cadres sont en acier.", "## 4.1 Roues", "Elles sont pleines.", "# 5 Livraison", "Sous dix jours.")
    assert outline.lots_of[-6:] == (("2",), ("2",), ("2",), ("2",), (), ())


def test_a_lead_in_binds_its_list() -> None:
    outline = understood(*THREE, "Pour le lot 1, le candidat remet :", "- la fiche technique ;", "- un échantillon.", "Il signe son offre.")
    assert outline.lots_of[-4:] == (("1",), ("1",), ("1",), ())


def test_a_table_binds_by_its_row_or_column() -> None:
    rows = understood(*THREE, "Rappel", "| Lot | Exigence |", "| 3 | Bois local |", "| tous | Sans film |")
    assert rows.lots_of[-3:] == (("3",), (), ())
    columns = understood(*THREE, "Poids", "| Critère | Lot 1 | Lot 2 |", "| Prix | 40 % | 60 % |")
    assert columns.lots_of[-2:] == (("1",), ("2",))


def test_a_file_for_one_lot() -> None:
    outline = understood("* CAHIER DES CLAUSES TECHNIQUES PARTICULIÈRES", "* LOT N°03 : PLÂTRERIE", "# 1 Cloisons", "Elles sont en plâtre.", name="cctp-lot03.pdf")
    assert [lot.id for lot in outline.lots] == ["3"]
    assert set(outline.lots_of) == {("3",)}


def test_generalities_hold_for_all() -> None:
    outline = understood("* CCTP", "* LOT N°00 : GÉNÉRALITÉS", "# 1 Règles communes", "Le chantier est clos.", name="cctp-lot00.pdf")
    assert set(outline.lots_of) == {()}
