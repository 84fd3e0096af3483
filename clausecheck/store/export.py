"""The tables as Parquet files, one a table, for DuckDB, pandas or Spark; docs/store.md shows how to read them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausecheck.store.errors import StoreError
from clausecheck.store.rows import Rows
from clausecheck.store.schema import TABLES

if TYPE_CHECKING:
    import pyarrow

__all__ = ["EXPORTED", "export"]

EXPORTED = tuple(table for table in TABLES if table != "reports")
"""The compressed JSON reports stay in the store; `clausecheck show --format json` gives them."""
_LISTS = frozenset({"cpv", "sectors", "declared_environmental", "declared_social", "found_environmental", "found_social", "lots"})
_BOOLEANS = frozenset({"strict", "wide", "equivalent", "environmental", "environmental_criterion", "disagrees"})
_BATCH = 20_000


def export(store: Rows, folder: Path) -> dict[str, int]:
    """Write `folder`/TABLE.parquet for every table of EXPORTED and return the number of rows of each. A file is written aside and put in place when
    it is whole. Years that are not known are null. Raises StoreError: pyarrow is not installed, the folder refuses, the store cannot be read."""
    try:
        import pyarrow.parquet  # noqa: F401 - imported here to say at once that it lacks
    except ImportError as error:
        raise StoreError("L'export Parquet a besoin de pyarrow : « pip install 'clausecheck[parquet]' ».") from error
    out = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in EXPORTED:
            out[table] = _table(store, table, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"« {folder} » ne peut pas être écrit ({reason}) : indiquez un autre dossier, ou libérez de la place.") from error
    return out


def _table(store: Rows, table: str, folder: Path) -> int:
    import pyarrow
    import pyarrow.parquet as parquet

    columns = _columns(store, table)
    schema = pyarrow.schema([(name, _type(name, kind)) for name, kind in columns])
    names = ", ".join("nullif(year, 0)" if name == "year" and table == "tenders" else name for name, _ in columns)
    _, rows = store.query(f"SELECT {names} FROM {table}")
    aside, count = folder / f"{table}.parquet.part", 0
    with parquet.ParquetWriter(aside, schema, compression="zstd") as writer:
        for part in _parts(rows):
            arrays = [_array(name, schema.field(name).type, [row[index] for row in part]) for index, (name, _) in enumerate(columns)]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
            count += len(part)
    os.replace(aside, folder / f"{table}.parquet")
    return count


def _columns(store: Rows, table: str) -> list[tuple[str, str]]:
    _, rows = store.query("SELECT name, type FROM pragma_table_info(?)", (table,))
    return [(str(name), str(kind)) for name, kind in rows]


def _type(name: str, kind: str) -> pyarrow.DataType:
    import pyarrow

    if name in _LISTS:
        return pyarrow.list_(pyarrow.string())
    if name in _BOOLEANS:
        return pyarrow.bool_()
    return {"INTEGER": pyarrow.int64(), "REAL": pyarrow.float64()}.get(kind, pyarrow.string())


def _array(name: str, kind: pyarrow.DataType, values: Sequence[Any]) -> pyarrow.Array:
    import pyarrow

    if name in _LISTS:
        values = [None if value is None else json.loads(value) for value in values]
    elif name in _BOOLEANS:
        values = [None if value is None else bool(value) for value in values]
    return pyarrow.array(values, kind)


def _parts(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while part := list(islice(rows, _BATCH)):
        yield part
