"""The breakdowns as CSV, as French spreadsheets open it: one row a line of a breakdown; with `detail`, one row a demand."""

from __future__ import annotations

from clausecheck.indicators.counting import Indicators
from clausecheck.indicators.view import FIGURE_COLUMNS, PROOF_COLUMNS, TABLE_COLUMNS, figure_rows, proof_rows, table_rows
from clausecheck.report.csv import written

__all__ = ["render"]


def render(found: Indicators, *, detail: bool = False) -> str:
    """Breakdowns (TABLE_COLUMNS); the figures of the summary (FIGURE_COLUMNS) when none was asked for; with `detail`, the demands (PROOF_COLUMNS)."""
    if detail:
        return written(PROOF_COLUMNS, proof_rows(found))
    if not found.tables:
        return written(FIGURE_COLUMNS, figure_rows(found))
    return written(TABLE_COLUMNS, table_rows(found))


