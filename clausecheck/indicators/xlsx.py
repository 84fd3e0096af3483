"""The indicators as a workbook: the figures, the breakdowns, the evolution, the contracts, and one row a demand as proof."""

from __future__ import annotations

from collections.abc import Iterator

from clausecheck.indicators.counting import Indicators
from clausecheck.indicators.text import heading
from clausecheck.indicators.view import (
    CONTRACT_COLUMNS,
    FIGURE_COLUMNS,
    PROOF_COLUMNS,
    TABLE_COLUMNS,
    contract_rows,
    figure_rows,
    proof_rows,
    table_rows,
)
from clausecheck.report.rows import Cell
from clausecheck.report.xlsx import add_sheet, new_book, saved

__all__ = ["EVOLUTION_COLUMNS", "evolution_rows", "render"]

EVOLUTION_COLUMNS = (
    "année", "marchés", "marchés_strict", "marchés_large", "part_strict_%", "part_large_%", "demandes_strict", "demandes_large", "labels_strict",
    "labels_large", "montant_large_€", "montant_connu_large")
_WIDTHS = {
    "chiffre": 46, "périmètre": 18, "définition": 80, "définition_du_périmètre": 80, "intitulé": 40, "note": 60, "titre": 44, "acheteur": 30,
    "marché": 30, "unité": 16, "valeur": 24, "nature": 30, "part_%": 10, "ventilation": 14, "portée": 24, "code": 22}
_ROWS = 60_000
_CUT = (
    "La feuille « Demandes » montre {shown} demandes sur {all}, celles de labels d'abord : un tableur s'ouvre mal au-delà. "
    "« clausecheck indicators --format csv --detail » les donne toutes.")
_GAP_COLUMNS = ("marché", "lecture", "message")


def render(found: Indicators) -> bytes:
    """The bytes of the workbook; the same data give the same bytes."""
    book = new_book(heading(found))
    add_sheet(book, "Chiffres", FIGURE_COLUMNS, figure_rows(found), _WIDTHS)
    add_sheet(book, "Ventilations", TABLE_COLUMNS, table_rows(found), _WIDTHS)
    add_sheet(book, "Évolution", EVOLUTION_COLUMNS, evolution_rows(found), _WIDTHS)
    add_sheet(book, "Marchés", CONTRACT_COLUMNS, contract_rows(found), _WIDTHS)
    rows = found.rows if len(found.rows) <= _ROWS else tuple(row for row in found.rows if row.label is not None)[:_ROWS]
    add_sheet(book, "Demandes", PROOF_COLUMNS, proof_rows(found, rows), _WIDTHS)
    if len(rows) < len(found.rows):
        add_sheet(book, "À savoir", ("note",), [(_CUT.format(shown=len(rows), all=len(found.rows)),)], _WIDTHS)
    if found.gaps:
        gaps = ((gap.key, "rien n'a été lu" if gap.failed else "lu en partie", gap.message) for gap in found.gaps)
        add_sheet(book, "Non lu", _GAP_COLUMNS, gaps, {**_WIDTHS, "message": 90, "lecture": 18})
    return saved(book)


def evolution_rows(found: Indicators) -> Iterator[tuple[Cell, ...]]:
    """One row a year, columns EVOLUTION_COLUMNS."""
    for point in found.evolution:
        every, strict, wide = point.every, point.strict, point.wide
        shares = (round(100 * own.contracts / every.contracts, 1) if every.contracts else None for own in (strict, wide))
        yield (
            point.year, every.contracts, strict.contracts, wide.contracts, *shares, strict.demands, wide.demands, strict.labels, wide.labels,
            wide.amount, wide.known)
