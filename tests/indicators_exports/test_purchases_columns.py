"""Column heads and numbers as French buyers write them."""

from __future__ import annotations

import pytest

from clausecheck.indicators.purchases_columns import ColumnError, find_columns, given_found, heads_words, number, parse_mapping
from clausecheck.indicators.purchases_rules import load_purchase_rules
from clausecheck.indicators.purchases_table import Row, Table, column_letter

RULES = load_purchase_rules()


def table(*rows: list[str | float]) -> Table:
    return Table("", tuple(Row(n, dict(enumerate(cells))) for n, cells in enumerate(rows, start=1)))


@pytest.mark.parametrize(("text", "value"), [
    ("12", 12), ("1 234,56", 1234.56), ("1\u00a0234,56\u00a0€", 1234.56), ("1\u202f234 € HT", 1234), ("1.234,56 €", 1234.56), ("0,5", 0.5), ("-3", -3),
    ("(120,00)", -120), ("12 ramettes", 12), ("450,00 EUR", 450), ("1.200", 1200), ("", None), ("sans objet", None), ("20 %", None), ("12/01/2026", None),
    ("A4", None), (7.5, 7.5), (None, None),
])
def test_number(text: str | float | None, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(("text", "value"), [("1.200", 1.2), ("12.50", 12.5), ("1,200.50", 1200.5), ("3", 3)])
def test_number_of_a_column_with_decimal_points(text: str, value: float) -> None:
    assert number(text, dot=True) == value


def test_a_column_is_dotted_by_its_other_cells() -> None:
    found = find_columns(table(["Désignation", "Prix HT", "Qté"], ["a", "12.50", "1.200"], ["b", "1.200", "3"]), RULES, {})
    assert found is not None and found.dots == {1}


@pytest.mark.parametrize(("head", "field"), [
    ("Désignation", "designation"), ("Libellé de l'article", "designation"), ("Qté", "quantity"), ("Quantité estimative annuelle", "quantity"), ("P.U. HT", "unit_price"),
    ("Prix unitaire HT (€)", "unit_price"), ("PU TTC", "unit_price_vat"), ("Montant total HT", "amount"), ("Total HT", "amount"), ("Montant en € TTC", "amount_vat"),
    ("Taux de TVA", "vat"), ("État", "condition"), ("% de matières recyclées", "recycled_percent"), ("Produit recyclé (oui/non)", "recycled"),
    ("Reconditionné", "reconditioned"), ("Indice de réparabilité", "repair_index"), ("Code CPV", "cpv"), ("Famille de produits", "family"),
    ("N° prix", "reference"), ("Référence article", "reference"), ("Unité", "unit"),
])
def test_heads(head: str, field: str) -> None:
    first = "Désignation" if field != "designation" else "Quantité"
    found = find_columns(table([first, head], ["x", "1"]), RULES, {})
    assert found is not None and found.fields[field] == 1, found


def test_the_best_row_of_heads_is_taken_and_what_stands_above_is_not_read() -> None:
    found = find_columns(table(["Commune de Val"], ["Articles", "Quantité"], ["Désignation", "Quantité", "Prix HT", "Montant HT"], ["a", 1.0, 2.0, 2.0]), RULES, {})
    assert found is not None and found.head == 3 and set(found.fields) == {"designation", "quantity", "unit_price", "amount"}


def test_two_columns_for_one_field_are_said() -> None:
    found = find_columns(table(["Désignation", "Montant HT", "Total HT"], ["a", 1.0, 2.0]), RULES, {})
    assert found is not None and found.fields["amount"] == 1
    assert any("« Montant HT » est prise, « Total HT » ne l'est pas" in note for note in found.notes)


def test_no_head_no_columns() -> None:
    assert find_columns(table(["a", "b"], ["c", "d"]), RULES, {}) is None


def test_given_heads_and_letters_win() -> None:
    rows = table(["Objet", "Cde", "Somme"], ["Chaise", 2.0, 30.0])
    found = find_columns(rows, RULES, {"designation": "objet", "quantity": "CDE", "amount": "C"})
    assert found is not None and found.fields == {"designation": 0, "quantity": 1, "amount": 2} and found.head == 1
    bare = find_columns(table(["Chaise", 2.0]), RULES, {"designation": "A", "quantity": "B"})
    assert bare is not None and bare.head == 0 and bare.fields == {"designation": 0, "quantity": 1}


def test_a_given_head_that_is_not_there_is_said() -> None:
    found = find_columns(table(["Désignation", "Montant HT"], ["a", 1.0]), RULES, {"quantity": "Nb colis"})
    assert found is not None and any("« Nb colis »" in note for note in found.notes)


def test_a_letter_without_a_column_is_absent() -> None:
    rows = table(["Désignation", "Montant HT"], ["a", 1.0])
    found = find_columns(rows, RULES, {"amount": "ZZ", "quantity": "B"})
    assert found is not None and found.fields == {"designation": 0, "amount": 1, "quantity": 1} and found.absent == ("amount",)
    assert heads_words(rows, found) == "A « Désignation », B « Montant HT »"
    plain = table(["Annexe"], ["Nom", "Pièces"], ["a", 1.0])
    assert given_found(plain, None, {"quantity": "pièces", "amount": "Prix", "unit": "B"}) == {"quantity", "unit"}
    assert heads_words(plain, None) == "A « Nom », B « Pièces »"


def test_mapping() -> None:
    assert parse_mapping(["quantity=Qté livrée", "amount=F"]) == {"quantity": "Qté livrée", "amount": "F"}
    for wrong, words in (("quantity", "CHAMP=ENTÊTE"), ("poids=P", "champ inconnu « poids »")):
        with pytest.raises(ColumnError, match=words):
            parse_mapping([wrong])
    with pytest.raises(ColumnError, match="deux fois"):
        parse_mapping(["quantity=A", "quantity=B"])


def test_letters() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]


def test_heads_over_two_rows() -> None:
    rows = Table("", (
        Row(3, {0: "N°", 1: "Désignation", 2: "Quantité estimative", 3: "Prix", 5: "État du produit"}),
        Row(4, {2: "annuelle", 3: "unitaire € HT", 4: "total € HT", 5: "Neuf", 6: "Reconditionné"}), Row(5, {0: "A1", 1: "Bureau", 2: 2.0, 3: 10.0, 4: 20.0, 6: "X"})))
    found = find_columns(rows, RULES, {})
    assert found is not None and (found.first, found.head) == (3, 4)
    assert found.fields == {"reference": 0, "designation": 1, "quantity": 2, "unit_price": 3, "amount": 4, "new": 5, "reconditioned": 6}
    assert found.names[4] == "Prix total € HT"


def test_tax_said_above_holds_below() -> None:
    rows = Table("", (Row(1, {0: "Désignation", 1: "Qté", 2: "Montants TTC"}), Row(2, {2: "Unitaire", 3: "Total"}), Row(3, {0: "Chaise", 1: 1.0, 2: 12.0, 3: 12.0})))
    found = find_columns(rows, RULES, {})
    assert found is not None and found.fields["amount_vat"] == 3 and "amount" not in found.fields


def test_a_first_line_without_designation_is_no_head() -> None:
    found = find_columns(table(["Désignation", "Quantité"], ["", 2.0]), RULES, {})
    assert found is not None and found.head == 1
