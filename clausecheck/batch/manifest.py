"""A manifest: a table, CSV or Parquet, with one row for each piece of a tender and what a register says of it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import IO, Any

from clausecheck.batch.columns import CellError, cell, column_of
from clausecheck.batch.item import BatchError, Item
from clausecheck.batch.remote import UNREACHABLE, filesystem, is_url, local_path, parent_and_name

__all__ = ["SUFFIXES", "rows"]

SUFFIXES = (".csv", ".tsv", ".parquet", ".pq")
_SAMPLE = 64 * 1024
_ROWS = 5000
_SAID = 5
"""Faulty cells told one by one; the others are counted."""

Say = Callable[[str], None]


def rows(place: str, say: Say) -> Iterator[Item]:
    """One Item for each row, streamed; rows of the same key are to be joined by the caller. A row without a path has no source.

    `say` is told, once, of the columns that are not used and of the cells that cannot be. Raises BatchError for a table that cannot be read.
    """
    parquet = place.lower().endswith((".parquet", ".pq"))
    faults = _Faults(place, say)
    try:
        with _open(place) as stream:
            table = _parquet(stream, place) if parquet else _csv(stream, place)
            fields: dict[str, str] | None = None
            for number, row in enumerate(table, start=1 if parquet else 2):
                if fields is None:
                    fields = _fields(list(row), place, say)
                yield _item(row, fields, place, number, faults)
    except UNREACHABLE as error:
        raise BatchError(f"Le manifeste « {place} » n'a pas pu être lu ({error}) : vérifiez son nom et qu'il n'est pas endommagé.") from error
    except csv.Error as error:
        raise BatchError(f"Le manifeste « {place} » n'est pas un fichier CSV lisible ({error}).") from error
    faults.tell()


class _Faults:
    """Cells that were set aside: the first ones told, the others counted."""

    def __init__(self, place: str, say: Say) -> None:
        self._place, self._say, self._count = place, say, 0

    def add(self, number: int, column: str, value: object, why: str) -> None:
        self._count += 1
        if self._count <= _SAID:
            self._say(f"« {self._place} », ligne {number}, colonne « {column} » : « {str(value)[:60]} » est laissé de côté ({why}).")

    def tell(self) -> None:
        if self._count > _SAID:
            self._say(f"« {self._place} » : {self._count} cellules laissées de côté en tout.")


def _open(place: str) -> IO[bytes]:
    path = local_path(place)
    if path is not None:
        return path.open("rb")
    system, name = filesystem(place)
    opened: IO[bytes] = system.open(name, "rb")
    return opened


def _csv(stream: IO[bytes], place: str) -> Iterator[Mapping[str, object]]:
    """Rows of a CSV file: UTF-8, else the old Windows code page; the separator is the one its first line holds most."""
    head = stream.read(_SAMPLE)
    stream.seek(0)
    try:
        head.decode("utf-8-sig")
        encoding = "utf-8-sig"
    except UnicodeDecodeError as error:
        encoding = "utf-8-sig" if error.start > len(head) - 4 else "cp1252"
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    first = head.decode(encoding, "replace").splitlines()[:1] or [""]
    separator = max(";,\t|", key=first[0].count)
    csv.field_size_limit(1 << 24)
    reader = csv.DictReader(text, delimiter=separator, restkey="", strict=False)
    if not reader.fieldnames:
        raise BatchError(f"Le manifeste « {place} » est vide : sa première ligne donne le nom des colonnes.")
    yield from reader


def _parquet(stream: IO[bytes], place: str) -> Iterator[Mapping[str, object]]:
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise BatchError(f"« {place} » est un fichier Parquet : installez « pip install 'clausecheck[parquet]' », ou donnez un CSV.") from error
    for batch in parquet.ParquetFile(stream).iter_batches(batch_size=_ROWS):
        yield from batch.to_pylist()


def _fields(names: Sequence[str], place: str, say: Say) -> dict[str, str]:
    """Column name to field; the first column of a field is used. Raises BatchError without a column of paths."""
    fields: dict[str, str] = {}
    unused = []
    for name in names:
        field = column_of(name) if name else None
        if field is None or field in fields.values():
            unused.append(name)
        else:
            fields[name] = field
    if "path" not in fields.values():
        raise BatchError(f"Le manifeste « {place} » n'a pas de colonne « chemin » (ou « path », « url ») : ses colonnes sont {', '.join(names)}.")
    shown = [name for name in unused if name]
    if shown:
        say(f"« {place} » : colonnes non utilisées : {', '.join(shown)}.")
    return fields


def _item(row: Mapping[str, Any], fields: Mapping[str, str], place: str, number: int, faults: _Faults) -> Item:
    values: dict[str, object] = {}
    for column, field in fields.items():
        try:
            value = cell(field, row.get(column))
        except CellError as error:
            faults.add(number, column, row.get(column), str(error))
            continue
        if value is not None:
            values[field] = value
    source = str(values.pop("path", ""))
    key = str(values.pop("key", "")) or source or f"{parent_and_name(place)[1]}:{number}"
    return Item(key, (_placed(source, place),) if source else (), tuple(sorted(values.items())), place)


def _placed(source: str, manifest: str) -> str:
    """A relative path starts from the manifest's folder."""
    if is_url(source) or os.path.isabs(source):
        return source
    here = local_path(manifest)
    if here is not None:
        return str(here.parent / source)
    base = manifest.rsplit("/", 1)[0]
    return f"{base}/{PurePosixPath(source.replace(os.sep, '/'))}"
