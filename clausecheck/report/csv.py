"""Labels and clauses as CSV, as French spreadsheets open it: semicolons, UTF-8 with its mark, decimals with a comma."""

from __future__ import annotations

import csv
import io

from clausecheck.model import Report
from clausecheck.report.rows import FINDING_COLUMNS, Cell, finding_rows

__all__ = ["render"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that starts so would be run as a formula by a spreadsheet: words of a tender are text, never a formula (OWASP, CSV injection)."""


def render(report: Report) -> str:
    """One line a label or clause after the line of column names (FINDING_COLUMNS); starts with U+FEFF, lines end with CRLF (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(FINDING_COLUMNS)
    for row in finding_rows(report):
        writer.writerow([_cell(value) for value in row])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
