"""Labels and clauses as CSV, as French spreadsheets open it: semicolons, UTF-8 with its mark, decimals with a comma."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from clausecheck.model import Report
from clausecheck.report.rows import FINDING_COLUMNS, Cell, finding_rows

__all__ = ["render", "written"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that starts so would be run as a formula by a spreadsheet: words of a tender are text, never a formula (OWASP, CSV injection)."""


def render(report: Report) -> str:
    """One line a label or clause after the line of column names (FINDING_COLUMNS)."""
    return written(FINDING_COLUMNS, finding_rows(report))


def written(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Rows under their column names; starts with U+FEFF, lines end with CRLF (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{round(value, 6):.6f}".rstrip("0").rstrip(".").replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
