"""Purchases as text, CSV, JSON and a workbook."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from clausecheck.indicators.purchases import Summary, read_purchases, summarise
from clausecheck.indicators.purchases_model import Purchases
from clausecheck.indicators.purchases_out import LINE_COLUMNS, render_csv, render_json, render_text, render_xlsx

LINES = (
    "Désignation;Quantité;Montant HT;Réparabilité\n"
    "Smartphone reconditionné;10;2 500,50;8,2\nSmartphone neuf;10;7 499,50;\nPapier A4 100 % recyclé;200;800;\nAssortiment;3;1 234 567,89;\n"
    "Écran neuf ou reconditionné;1;100;\nLivraison;1;50;\nTotal HT;;1 245 517,89;\n")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Purchases, Summary]:
    path = tmp_path_factory.mktemp("achats") / "achats.csv"
    path.write_text(LINES, "utf-8")
    purchases = read_purchases([path])
    return purchases, summarise(purchases)


def test_text_says_the_shares_and_everything_left_out(found: tuple[Purchases, Summary]) -> None:
    text = render_text(*found, width=100)
    flat = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Recyclé, reconditionné ou réemployé 2 40 %" in flat
    assert "2 500,50 €" in flat and "1 244 567,89" not in flat
    for words in ("LIGNES NON CLASSÉES (1)", "Assortiment (1 234 567,89 €)", "LIGNES QUI LAISSENT LE CHOIX (1)", "PRESTATIONS, HORS DES PARTS (1)",
                  "TOTAUX, TAXES ET REMISES LAISSÉS DE CÔTÉ (1)", "colonnes prises", "convention de ce projet"):
        assert words in flat, words


def test_text_has_no_colour_unless_asked(found: tuple[Purchases, Summary]) -> None:
    assert "\x1b[" not in render_text(*found)
    assert "\x1b[" in render_text(*found, colour=True)


def test_csv_keeps_every_digit(found: tuple[Purchases, Summary]) -> None:
    text = render_csv(found[0])
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")), delimiter=";"))
    assert tuple(rows[0]) == LINE_COLUMNS
    assert [row["montant"] for row in rows] == ["2500,5", "7499,5", "800", "1234567,89", "100"]
    assert rows[0]["catégorie_AGEC"] == "Matériel informatique et téléphonie" and rows[0]["état"] == "reconditionné" and rows[0]["taxe"] == "HT"
    assert rows[2]["recyclé_%"] == "100" and rows[3]["famille"] == "" and rows[4]["choix_ouvert"] == "oui"


def test_json_is_whole_and_stable(found: tuple[Purchases, Summary]) -> None:
    body = json.loads(render_json(*found))
    assert render_json(*found) == render_json(*found)
    assert body["schema"] == "clausecheck-purchases-1" and len(body["lines"]) == 5 and len(body["unclassed"]) == 1
    circular = body["total"]["measures"]["circular"]
    assert (circular["lines"], circular["quantity"], circular["value"], circular["percent"]["lines"]) == (2, 210, 3300.5, 40)
    assert {aside["kind"] for aside in body["set_aside"]} == {"header", "service", "total"}


def test_workbook(found: tuple[Purchases, Summary], tmp_path: Path) -> None:
    import openpyxl

    data = render_xlsx(*found)
    assert data == render_xlsx(*found)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Synthèse", "Lignes", "Non classées", "Mises de côté", "Notes"]
    lines = list(book["Lignes"].iter_rows(values_only=True))
    assert lines[0] == LINE_COLUMNS and len(lines) == 6 and lines[1][17] == 2500.5
    assert book["Non classées"].max_row == 2


def test_words_of_a_file_are_never_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Désignation;Quantité\n=HYPERLINK(1);2\n", "utf-8")
    assert "'=HYPERLINK(1)" in render_csv(read_purchases([path]))
