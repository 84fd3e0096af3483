"""The report as a workbook: findings, labels, criteria and checks, one row each, stable columns, filters and a frozen header."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from clausecheck.model import Report
from clausecheck.report.rows import (
    CHECK_COLUMNS,
    CRITERION_COLUMNS,
    DECISION_COLUMNS,
    FINDING_COLUMNS,
    LABEL_COLUMNS,
    Cell,
    check_rows,
    criterion_rows,
    decision_note_rows,
    finding_rows,
    label_rows,
)

__all__ = ["add_sheet", "new_book", "render", "saved"]

_WIDTHS = {"phrase": 70, "motif": 50, "conseil": 50, "texte à reprendre": 60, "preuve": 50, "article": 36, "objet": 34, "contrôle": 44, "critère": 60,
           "base légale": 44, "famille": 30, "label": 28, "document": 22, "sous-critère de": 36, "nature": 24, "décision": 30, "note": 36,
           "portée": 22, "règle": 24, "méthode": 30, "état": 30, "ce qui s'est passé": 90}
_NARROW = 14
_LONGEST = 32_000
"""A cell of a workbook holds 32 767 characters at most."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STAMP = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def render(report: Report) -> bytes:
    """The bytes of the workbook; the same report gives the same bytes."""
    book = new_book(report.tender.title or report.tender.object or "Rapport clausecheck")
    add_sheet(book, "Constats", FINDING_COLUMNS, finding_rows(report))
    add_sheet(book, "Labels", LABEL_COLUMNS, label_rows(report))
    add_sheet(book, "Critères", CRITERION_COLUMNS, criterion_rows(report))
    add_sheet(book, "Contrôles", CHECK_COLUMNS, check_rows(report))
    if report.decisions:
        add_sheet(book, "Décisions à revoir", DECISION_COLUMNS, decision_note_rows(report))
    return saved(book)


def new_book(title: str) -> Any:
    """An empty workbook in French."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "clausecheck"
    book.properties.title = _clean(title)
    book.properties.language = "fr"
    return book


def saved(book: Any) -> bytes:
    """The bytes of a workbook; the same content gives the same bytes."""
    out = io.BytesIO()
    book.save(out)
    return _steady(out.getvalue())


def add_sheet(
    book: Any, name: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], widths: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """One sheet: a frozen head, a filter, texts that stay texts. `widths` by column name, where they differ from those of the report."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.append(columns)
    top = Alignment(vertical="top", wrap_text=True)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            if isinstance(value, str):
                # set by hand: a text that starts with "=" must stay a text
                cell.value = _clean(value)
                cell.data_type = "s"
            else:
                cell.value = value
            cell.alignment = top
    for column, title in enumerate(columns, start=1):
        head = sheet.cell(row=1, column=column)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="1F4E5F")
        sheet.column_dimensions[get_column_letter(column)].width = widths.get(title, _WIDTHS.get(title, _NARROW))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold, and not too long for a cell."""
    return _CONTROL.sub(" ", text)[:_LONGEST]


def _steady(data: bytes) -> bytes:
    """The same workbook without the hour it was written at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>1980-01-01T00:00:00Z\3", part)
            target.writestr(zipfile.ZipInfo(name, _STAMP), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
