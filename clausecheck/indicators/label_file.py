"""The label side file: the ecolabels that DECP has no room for, one row a label demand, keyed on contract id and buyer SIRET.

Its Table Schema is schemas/labels.schema.json.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from clausecheck.indicators.decp_ids import contract_ids, siret_problem
from clausecheck.model import Contract, CountedLabel

__all__ = ["LABEL_FILE_COLUMNS", "LabelFileError", "label_rows", "render_csv", "render_parquet", "schema_path"]

LABEL_FILE_COLUMNS: tuple[str, ...] = (
    "id_marche", "siret_acheteur", "demande", "cle", "annee", "lots", "label", "nom_label", "nature", "strict", "etendu", "niveau", "force", "etape",
    "equivalence_admise", "lieux", "document", "page", "article", "phrase",
)
"""Fields of schemas/labels.schema.json, in its order."""
Cell = str | int | bool | None


class LabelFileError(ValueError):
    """The file cannot be written in the form asked for; the message is French and says what to do."""


def schema_path() -> Path:
    """The Table Schema of the file."""
    return Path(__file__).parent / "schemas" / "labels.schema.json"


def label_rows(
    pairs: Iterable[tuple[Contract, CountedLabel]], *, siret: str = "", reference_first: bool = False,
) -> tuple[list[tuple[Cell, ...]], list[str]]:
    """(rows, French notes). A label named in three pieces of a contract is one row. `siret` stands in for contracts without one; `reference_first`:
    see contract_ids. A row without SIRET, or whose contract has no id of the essential data, is kept with its key and named in the notes."""
    rows: list[tuple[Cell, ...]] = []
    notes: dict[str, str] = {}
    for contract, label in pairs:
        buyer, ids = contract.siret or siret, contract_ids(contract, reference_first=reference_first)
        valid = len(buyer) == 14 and buyer.isascii() and buyer.isdigit()
        problem = siret_problem(buyer)
        if problem:
            notes.setdefault(f"{contract.key} siret", f"« {contract.key} » : {problem} Donnez-le avec --siret ou dans le manifeste.")
        if not ids:
            notes.setdefault(f"{contract.key} id", f"« {contract.key} » : aucun identifiant de 1 à 16 caractères ; ses lignes ne se rapprochent "
                             "d'aucun marché des données essentielles.")
        rows.append((
            ids[0] if ids else None, buyer if valid else None, label.demand, contract.key, contract.year, "; ".join(label.lots) or None, label.label,
            label.name, label.nature.value, label.strict, label.wide, label.tier, label.force.value, label.stage.value, label.equivalent,
            label.places, label.document, label.page, label.section or None, " ".join(label.quote.split())))
    return rows, list(notes.values())


def render_csv(rows: Sequence[Sequence[Cell]]) -> str:
    """UTF-8, commas, true/false, empty for unknown, as the schema says."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(LABEL_FILE_COLUMNS)
    for row in rows:
        writer.writerow(["" if cell is None else str(cell).lower() if isinstance(cell, bool) else cell for cell in row])
    return out.getvalue()


def render_parquet(rows: Sequence[Sequence[Cell]]) -> bytes:
    """The same rows as Parquet, typed, nulls for unknown. Raises LabelFileError when pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise LabelFileError("Le format Parquet demande pyarrow : installez-le (pip install pyarrow), ou choisissez --format csv.") from error
    kinds = {name: pa.int32() for name in ("annee", "lieux", "page")} | {name: pa.bool_() for name in ("strict", "etendu", "equivalence_admise")}
    columns = list(zip(*rows, strict=True)) or [()] * len(LABEL_FILE_COLUMNS)
    arrays = [pa.array(list(column), type=kinds.get(name, pa.string())) for name, column in zip(LABEL_FILE_COLUMNS, columns, strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, names=list(LABEL_FILE_COLUMNS)), out)
    return out.getvalue()
