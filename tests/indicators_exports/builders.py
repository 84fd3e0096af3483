"""Contracts and counted demands made by hand, and small files of purchase lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from clausecheck.model import Contract, Counted, CountedClause, CountedLabel, Family, Force, Nature, Stage

SIRET = "21990001000006"
OTHER_SIRET = "13002526500013"
SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "schemas"
"""The official files, beside a checkout of the project; tests that read them skip when they are not there."""

Cell = str | float | int | None


def contract(key: str = "2026-017", **changes: object) -> Contract:
    """A contract of a commune, notified in 2026."""
    made = Contract(key, title="Fournitures de bureau", reference="2026-017", buyer="Commune de Val-sur-Orne", siret=SIRET, notified="2026-03-02")
    return replace(made, **changes)  # type: ignore[arg-type]


def label(**changes: object) -> CountedLabel:
    """A required FSC label, named in three pieces and counted once."""
    made = CountedLabel(
        demand="d001", label="fsc", name="FSC", nature=Nature.FOREST, strict=False, wide=True, force=Force.REQUIRED, stage=Stage.SPECIFICATION,
        equivalent=True, lots=(), document="cctp.pdf", page=4, section="3 Papier", quote="Les ramettes portent le label FSC ou équivalent.", places=3)
    return replace(made, **changes)  # type: ignore[arg-type]


def clause(**changes: object) -> CountedClause:
    """A required clause on reconditioned laptops."""
    made = CountedClause(
        demand="d002", family=Family.REUSE, title="Part de matériel reconditionné", force=Force.REQUIRED, stage=Stage.PERFORMANCE, lots=(),
        document="ccap.docx", page=None, section="8 Environnement", quote="Le titulaire livre 20 % d'ordinateurs reconditionnés.", rule="reconditionne",
        points=8.0, out_of=16.0)
    return replace(made, **changes)  # type: ignore[arg-type]


GREEN = Counted(labels=(label(),), clauses=(clause(),), environmental_criterion=True,
                environmental=("Clause environnementale", "Critère environnemental"), social=())
"""A contract with an environmental clause and criterion; nothing is known of its social side."""
NOTHING = Counted(environmental=("Pas de considération environnementale",), social=("Pas de considération sociale",))
"""A contract read completely in which there is nothing."""
UNKNOWN = Counted()
"""A contract of which the pieces given tell nothing."""


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Cell]]], *, percent: Sequence[str] = (), hidden: Sequence[str] = ()) -> Path:
    """An Excel file; `percent` are cells ("Feuille!H15") shown as percentages, `hidden` names of hidden sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for place in percent:
        name, _, cell = place.partition("!")
        book[name][cell].number_format = "0%"
    book.save(path)
    return path
