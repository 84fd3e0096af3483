"""Files of purchase lines, counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from clausecheck.indicators.purchases import Summary, read_purchases, summarise
from clausecheck.indicators.purchases_columns import ColumnError
from clausecheck.indicators.purchases_model import AsideKind, Condition, Line, Purchases
from tests.indicators_exports.builders import Cell, workbook

HEAD = ("N° prix", "Désignation", "Unité", "Quantité", "P.U. HT", "Montant HT", "Indice de réparabilité", "% recyclé")
DQE: Sequence[Sequence[Cell]] = (
    ("Commune de Val-sur-Orne",), ("Détail quantitatif estimatif",), (), HEAD,
    ("1", "Ordinateurs"),
    ("1.1", "Ordinateur portable 14 pouces reconditionné", "u", 20, 450, 9000),
    ("1.2", "Ordinateur portable 15 pouces neuf", "u", 10, 900, 9000, 7.4),
    ("1.3", "Housse pour ordinateur portable", "u", 30, 12.5, 375),
    ("", "Sous-total ordinateurs", None, None, None, 18375),
    ("2", "Mobilier reconditionné"),
    ("2.1", "Chaise visiteur", "u", 40, 35, 1400),
    ("2.2", "Armoire haute neuve", "u", 5, 200, 1000),
    ("2.3", "Livraison et montage", "forfait", 1, 300, 300),
    ("3", "Papier"),
    ("3.1", "Papier A4 80 g", "ramette", 500, 4, 2000, None, 0.7),
    ("3.2", "Papier A3 sans fibres recyclées", "ramette", 50, 9, 450),
    ("3.3", "Enveloppes recyclées ou FSC", "boîte", 10, 15, 150),
    ("", "Total HT", None, None, None, 23675), ("", "TVA 20 %", None, None, None, 4735), ("", "Total TTC", None, None, None, 28410),
)
"""By hand: 8 product lines worth 23 375 €; reconditioned 9 000 + 1 400; recycled 2 000; one service of 300 €; four totals; three headings."""


@pytest.fixture(scope="module")
def dqe(tmp_path_factory: pytest.TempPathFactory) -> Purchases:
    return read_purchases([workbook(tmp_path_factory.mktemp("dqe") / "dqe.xlsx", {"DQE": DQE}, percent=["DQE!H15"])])


def line(found: Purchases, start: str) -> Line:
    return next(row for row in found.lines if row.designation.startswith(start))


def read_csv(folder: Path, text: str, *, encoding: str = "utf-8", **options: object) -> Purchases:
    path = folder / "commandes.csv"
    path.write_bytes(text.encode(encoding))
    return read_purchases([path], **options)  # type: ignore[arg-type]


def figures(summary: Summary, name: str) -> tuple[int, float, float]:
    held = summary.total.measures[name]
    return held.lines, held.quantity, held.value


def test_counted_by_hand(dqe: Purchases) -> None:
    summary = summarise(dqe)
    assert figures(summary, "all") == (8, 665, 23375)
    assert figures(summary, "circular") == (3, 560, 12400)
    assert figures(summary, "reconditioned") == (2, 60, 10400)
    assert figures(summary, "recycled") == (1, 500, 2000)
    assert figures(summary, "new") == (2, 15, 10000)
    assert figures(summary, "repairable") == (1, 10, 9000)
    assert figures(summary, "ambiguous") == (1, 10, 150)
    assert figures(summary, "unsaid") == (2, 80, 825)
    assert summary.total.percent("circular", "value") == 53.05
    assert summary.total.percent("circular", "lines") == 37.5
    assert [(share.family, share.measures["all"].lines) for share in summary.families] == [
        ("laptops", 2), ("copy-paper", 2), ("office-furniture", 1), ("storage-furniture", 1), ("envelopes", 1), ("", 1)]


def test_every_row_is_a_line_or_set_aside(dqe: Purchases) -> None:
    rows = sorted([row.row for row in dqe.lines] + [aside.row for aside in dqe.asides])
    assert rows == [1, 2, *range(4, 21)]
    kinds = [aside.kind for aside in dqe.asides]
    assert [kinds.count(kind) for kind in (AsideKind.TOTAL, AsideKind.SERVICE, AsideKind.SECTION, AsideKind.NOTE, AsideKind.HEADER)] == [4, 1, 3, 2, 1]


def test_headings_give_state_and_family_unless_the_line_says_otherwise(dqe: Purchases) -> None:
    chair, cupboard = line(dqe, "Chaise"), line(dqe, "Armoire")
    assert chair.conditions == (Condition.RECONDITIONED,) and chair.state_why == "intitulé : « reconditionné »" and chair.section == "Mobilier reconditionné"
    assert cupboard.conditions == (Condition.NEW,)


def test_percent_cell_index_and_accessory(dqe: Purchases) -> None:
    assert line(dqe, "Papier A4").recycled_percent == 70
    assert line(dqe, "Ordinateur portable 15").repair_index == 7.4 and line(dqe, "Ordinateur portable 15").repairable
    cover = line(dqe, "Housse")
    assert cover.family == "" and cover.why == "accessoire : « Housse »"


def test_totals_that_agree_are_not_doubted_and_one_that_does_not_is(dqe: Purchases, tmp_path: Path) -> None:
    assert not any("vérifiez que tout a été lu" in note for note in dqe.notes)
    wrong = [row if row[1:2] != ("Total HT",) else ("", "Total HT", None, None, None, 99999) for row in DQE]
    found = read_purchases([workbook(tmp_path / "faux.xlsx", {"DQE": wrong})])
    assert any("99 999,00 € écrits" in note for note in found.notes)


def test_csv_of_a_french_spreadsheet(tmp_path: Path) -> None:
    found = read_csv(tmp_path, (
        "Date;Libellé article;Qté;Montant HT;État\n"
        "12/01/2026;Smartphone 128 Go;12;2 640,00 €;Reconditionné\n"
        "13/01/2026;Smartphone 256 Go;3;1 500,00 €;Neuf\n"
        "15/02/2026;Toner noir remanufacturé;8;320,00 €;\n"
        "20/02/2026;Tondeuse à gazon, indice de réparabilité 8,1/10;1;690,50 €;Neuf\n"
        "22/02/2026;Assortiment divers;5;45,00 €;\n"), encoding="cp1252")
    assert [(row.family, row.value, row.reuse) for row in found.lines] == [
        ("phones", 2640, True), ("phones", 1500, False), ("printing-consumables", 320, True), ("garden-machinery", 690.5, False), ("", 45, False)]
    assert [row.designation for row in summarise(found).unclassed] == ["Assortiment divers"]


@pytest.mark.parametrize("sign", [",", "\t", "|"])
def test_other_separators(tmp_path: Path, sign: str) -> None:
    text = "\n".join(sign.join(row) for row in (("Produit", "Quantité", "Prix unitaire HT"), ("Chaise d'occasion", "4", "12.50"), ("Table neuve", "2", "80.00")))
    found = read_csv(tmp_path, text)
    assert [(row.quantity, row.value, row.reuse) for row in found.lines] == [(4, 50, True), (2, 160, False)]


def test_a_blank_price_list_counts_lines_only(tmp_path: Path) -> None:
    rows: Sequence[Sequence[Cell]] = (("N° prix", "Désignation", "Unité", "Prix unitaire HT"), ("Écrans reconditionnés",), ("E1", "Écran 24 pouces", "u"),
                                     ("E2", "Écran 27 pouces neuf", "u"))
    found = read_purchases([workbook(tmp_path / "bpu.xlsx", {"BPU": rows})])
    assert [(row.designation, row.reuse, row.value) for row in found.lines] == [("Écran 24 pouces", True, None), ("Écran 27 pouces neuf", False, None)]
    share = summarise(found).total
    assert share.percent("circular", "lines") == 50 and share.percent("circular", "value") is None and share.no_value == 2


def test_a_heading_ends_with_the_next_and_numbers_nest(tmp_path: Path) -> None:
    rows: Sequence[Sequence[Cell]] = (
        ("N°", "Désignation", "Qté", "PU HT"), ("1", "Matériel reconditionné"), ("1.1", "Écrans"), ("a-101", "Modèle A 24", 1, 10), ("1.2", "Téléphones"),
        ("b-101", "Modèle B", 1, 10), ("2", "Divers"), ("c-101", "Modèle C", 1, 10))
    found = read_purchases([workbook(tmp_path / "titres.xlsx", {"Lot": rows})], columns={"reference": "N°"})
    assert [(row.designation, row.family, row.reuse) for row in found.lines] == [
        ("Modèle A 24", "screens", True), ("Modèle B", "phones", True), ("Modèle C", "", False)]


def test_yes_no_columns_and_shares(tmp_path: Path) -> None:
    found = read_csv(tmp_path, (
        "Désignation;Quantité;Montant HT;Reconditionné;Taux de matières recyclées;Don\n"
        "Ordinateur portable;1;400;oui;;\nOrdinateur portable reconditionné;1;500;non;;\nRamette A4;10;40;;0,5;\nRamette A3;10;60;;0;\nTable;1;0;;;oui\n"))
    assert [row.conditions for row in found.lines] == [(Condition.RECONDITIONED,), (), (Condition.RECYCLED,), (), (Condition.GIFT,)]
    assert found.lines[2].recycled_percent == 50


def test_amounts_with_tax(tmp_path: Path) -> None:
    text = "Désignation;Qté;Montant TTC\nChaise d'occasion;2;120\n"
    found = read_csv(tmp_path, text)
    assert found.lines[0].with_tax and found.lines[0].value == 120 and summarise(found).with_tax == 1
    assert read_csv(tmp_path, text, vat=20.0).lines[0] == next(iter(read_csv(tmp_path, text, vat=20.0).lines)) and not read_csv(tmp_path, text, vat=20.0).lines[0].with_tax
    assert read_csv(tmp_path, text, vat=20.0).lines[0].value == 100


def test_threshold_of_repairability(tmp_path: Path) -> None:
    text = "Désignation;Qté;Montant HT;Réparabilité\nSmartphone A;1;100;7,5\nSmartphone B;1;100;8.5/10\nSmartphone C;1;100;B\nSmartphone D;1;100;D\n"
    assert [row.repairable for row in read_csv(tmp_path, text).lines] == [True, True, True, False]
    assert [row.repairable for row in read_csv(tmp_path, text, repair_threshold=8.0).lines] == [False, True, True, False]
    assert read_csv(tmp_path, text, repair_threshold=8.0).repair_threshold == 8


def test_hidden_and_cover_sheets_are_said(tmp_path: Path) -> None:
    cover: Sequence[Sequence[Cell]] = (("Mode d'emploi",), ("Remplir la feuille suivante",))
    lines: Sequence[Sequence[Cell]] = (("Désignation", "Quantité"), ("Chaise", 2))
    found = read_purchases([workbook(tmp_path / "b.xlsx", {"Aide": cover, "Lignes": lines, "Vieux": lines}, hidden=["Vieux"])])
    assert len(found.lines) == 1 and found.failed == ()
    assert any("feuille masquée « Vieux »" in note for note in found.notes)
    assert any("« Aide » : aucun entête" in note for note in found.notes)


def test_a_table_in_a_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "commande.html"
    path.write_text("<html><body><table><tr><th>Désignation</th><th>Quantité</th><th>Montant HT</th></tr>"
                    "<tr><td>Armoire d'occasion</td><td>3</td><td>1 250,40 €</td></tr></table></body></html>", "utf-8")
    found = read_purchases([path])
    assert [(row.family, row.quantity, row.value, row.reuse) for row in found.lines] == [("storage-furniture", 3, 1250.4, True)]


@pytest.mark.parametrize(("name", "data", "words"), [
    ("vide.csv", b"", "est vide"), ("absent.xlsx", None, "introuvable"), ("casse.xlsx", b"PK\x03\x04 not a workbook", ""), ("texte.csv", b"bonjour\nrien ici\n", "aucun ent"), ("ouvert.csv", b'Designation;"Q' + b"x" * 200_000, ""),
    ("nul.csv", b"Designation;Montant\n\n", "aucune ligne"),
])
def test_bad_files_are_values(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    found = read_purchases([tmp_path / name])
    assert found.lines == () and found.failed and words in found.failed[0] and name in found.failed[0]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "est un dossier" in read_purchases([tmp_path]).failed[0]


def test_credit_notes_weigh_against(tmp_path: Path) -> None:
    found = read_csv(tmp_path, "Désignation;Qté;Montant HT\nChaise d'occasion;10;100\nChaise d'occasion (avoir);-2;-20\nTable;1;20\n")
    assert summarise(found).total.measures["reused"].value == 80


def test_a_price_list_as_buyers_make_them(tmp_path: Path) -> None:
    rows: Sequence[Sequence[Cell]] = (
        ("BORDEREAU DES PRIX",), (), ("N°", "Désignation", "Quantité estimative", "Prix", None, "État du produit"),
        (None, None, "annuelle", "unitaire € HT", "total € HT", "Neuf", "Reconditionné"), ("A", "Postes de travail"),
        ("A1", "Bureau droit 160 x 80", 25, 210.5, 5262.5, None, "X"), ("A2", "Bureau droit 140 x 80", 10, 250, 2500, "X"), (None, "TOTAL A", None, None, 7762.5),
        ("N°", "Désignation", "Quantité estimative", "Prix", None, "État du produit"), ("B1", "Siège ergonomique", 30, 180, 5400), (None, "A reporter", None, None, 13162.5),
        ("B2", "Repose-pieds", 30, 20, 600), (None, "Remise 5 %", None, None, -300), ("Les prix sont fermes. " * 12,), (None, "Montant total HT", None, None, 13462.5))
    found = read_purchases([workbook(tmp_path / "bpu.xlsx", {"Lot 1 - Mobilier": rows})])
    assert [(row.designation, row.value, row.conditions) for row in found.lines] == [
        ("Bureau droit 160 x 80", 5262.5, (Condition.RECONDITIONED,)), ("Bureau droit 140 x 80", 2500, (Condition.NEW,)), ("Siège ergonomique", 5400, ()), ("Repose-pieds", 600, ())]
    assert [aside.kind.value for aside in found.asides] == ["note", "header", "header", "section", "total", "header", "total", "total", "note", "total"]
    assert not any("vérifiez que tout" in note for note in found.notes)
    assert line(found, "Siège").section == "Postes de travail"


def test_formulas_never_computed_are_worked_out(tmp_path: Path) -> None:
    rows: Sequence[Sequence[Cell]] = (("Désignation", "Quantité", "PU HT", "Montant HT"), ("Chaise d'occasion", 4, 12.5, "=B2*C2"), (None, None, "Total", "=SUM(D2)"))
    found = read_purchases([workbook(tmp_path / "f.xlsx", {"F": rows})])
    assert [row.value for row in found.lines] == [50] and [aside.kind.value for aside in found.asides] == ["header", "total"]


def test_lines_of_another_year_are_left_aside_and_said(tmp_path: Path) -> None:
    text = "Date;Désignation;Qté;Montant HT\n31/12/2025;Chaise;1;10\n2026-01-02;Chaise;1;20\n2026;Chaise;1;30\n;Chaise;1;40\n"
    found = read_csv(tmp_path, text)
    assert [row.year for row in found.lines] == [2025, 2026, 2026, None]
    kept = read_csv(tmp_path, text, year=2026)
    assert [row.value for row in kept.lines] == [20, 30, 40] and "autre année que 2026 : 1" in kept.notes[-1]


@pytest.mark.parametrize("head", ["Nb colis", "ZZ"])
def test_a_column_that_no_table_has_is_an_error_with_the_heads(tmp_path: Path, head: str) -> None:
    text = "Désignation;Quantité;Montant HT\nPapier recyclé A4;3;30\n"
    with pytest.raises(ColumnError) as error:
        read_csv(tmp_path, text, columns={"amount": head})
    message = str(error.value)
    assert f"--column amount={head}" in message and "« commandes.csv » : A « Désignation », B « Quantité », C « Montant HT »" in message
    # heads that are not recognised are listed too
    with pytest.raises(ColumnError, match="A « Truc », B « Bidule »"):
        read_csv(tmp_path, "Truc;Bidule\nPapier;3\n", columns={"designation": head})


def test_a_column_that_one_file_has_is_enough_and_the_other_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Désignation;Nb colis\nPapier;3\n", "utf-8")
    (tmp_path / "b.csv").write_text("Désignation;Quantité\nStylos;2\n", "utf-8")
    found = read_purchases([tmp_path / "a.csv", tmp_path / "b.csv"], columns={"quantity": "Nb colis"})
    assert [row.quantity for row in found.lines] == [3, 2]
    assert any("« b.csv » : la colonne « Nb colis » donnée pour quantity n'y est pas" in note for note in found.notes)
    assert read_purchases([tmp_path / "absent.csv"], columns={"quantity": "Nb colis"}).failed
