"""The workbook and the CSV file, read back: every finding, criterion and check has its row, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from clausecheck.model import Report
from clausecheck.report.csv import render as render_csv
from clausecheck.report.csv import written
from clausecheck.report.rows import CHECK_COLUMNS, CRITERION_COLUMNS, FINDING_COLUMNS, LABEL_COLUMNS
from clausecheck.report.xlsx import render as render_xlsx
from tests.report.sample import clause, sample


def book(report: Report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))


def table(report: Report, name: str) -> list[dict[str, Any]]:
    head, *rows = book(report)[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def lines(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(report).removeprefix("\ufeff")), delimiter=";"))


def hostile() -> Report:
    """A sentence that a spreadsheet would run, with a character that XML cannot hold."""
    report = sample()
    first = report.documents[0]
    row = clause(quote='=HYPERLINK("http://exemple.invalid";"x")\x07')
    return replace(report, documents=(replace(first, clauses=(row,)), *report.documents[1:]))


def test_sheets_columns_filters_and_frozen_header() -> None:
    workbook = book(sample())
    columns = {"Constats": FINDING_COLUMNS, "Labels": LABEL_COLUMNS, "Critères": CRITERION_COLUMNS, "Contrôles": CHECK_COLUMNS}
    assert workbook.sheetnames == list(columns)
    for name, wanted in columns.items():
        sheet = workbook[name]
        assert tuple(cell.value for cell in sheet[1]) == wanted
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == sheet.dimensions


def test_one_row_each() -> None:
    report = sample()
    assert [row["identifiant"] for row in table(report, "Constats")] == ["l0001", "l0002", "c0001", "c0001", "c0002", "c0003"]
    assert [row["code"] for row in table(report, "Labels")] == ["tco-certified", "epeat"]
    assert [(row["critère"], row["poids"]) for row in table(report, "Critères")][:2] == [("Prix", 60), ("Valeur technique", 40)]
    verdicts = {row["identifiant"]: row["verdict"] for row in table(report, "Contrôles")}
    assert verdicts == {"CK-02": "à corriger", "CK-07": "à vérifier", "CK-01": "respecté", "CK-11": "sans objet", "CK-20": "en partie"}


def test_numbers_stay_numbers_and_decisions_are_shown() -> None:
    rows = table(sample(), "Constats")
    assert (rows[2]["quantité"], rows[2]["unité"], rows[2]["comparaison"]) == (30, "%", ">=")
    assert rows[3]["page"] == 1
    assert rows[5]["décision"] == "écarté par A. Martin le 2026-09-02 : phrase d'un autre marché"


def test_a_text_is_never_a_formula() -> None:
    sheet = book(hostile())["Constats"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPERLINK")]
    assert [cell.data_type for cell in cells] == ["s"]
    assert any(row["phrase"].startswith("'=HYPERLINK") for row in lines(hostile()))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_xlsx(sample()) == render_xlsx(sample())
    assert b"1980-01-01" in _core(render_xlsx(sample()))


def _core(data: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("docProps/core.xml")


def test_csv_as_french_spreadsheets_open_it() -> None:
    text = render_csv(sample())
    assert text.startswith("\ufeffidentifiant;type;") and text.count("\r\n") == 7
    rows = lines(sample())
    assert tuple(rows[0]) == FINDING_COLUMNS
    assert [(row["type"], row["identifiant"]) for row in rows][:3] == [("label", "l0001"), ("label", "l0002"), ("clause", "c0001")]
    assert rows[2]["quantité"] == "30" and rows[2]["famille"] == "Réemploi, reconditionné, seconde main"


def test_decimals_have_a_comma() -> None:
    report = sample()
    first = report.documents[0]
    quantity = replace(clause().quantity, value=2.5)  # type: ignore[type-var]
    changed = replace(report, documents=(replace(first, clauses=(clause(quantity=quantity),)), *report.documents[1:]))
    assert lines(changed)[2]["quantité"] == "2,5"


@pytest.mark.parametrize(("value", "text"), [(1234567.89, "1234567,89"), (0.5, "0,5"), (20.0, "20"), (1e-7, "0"), (-0.25, "-0,25")])
def test_csv_keeps_the_digits_of_an_amount(value: float, text: str) -> None:
    assert written(["montant"], [[value]]).splitlines()[1] == text
