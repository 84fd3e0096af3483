"""One file of checked tenders. SQLite in WAL mode: killed at any moment, the file opens as the last finished write left it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from clausecheck.store.aggregates import COUNTED_AS, Deltas, facts_of, spread
from clausecheck.store.errors import StoreError, told
from clausecheck.store.record import Record, clean_text, cleaned
from clausecheck.store.rows import Rows
from clausecheck.store.schema import APPLICATION, MIGRATIONS, migrate, version_of
from clausecheck.store.tables import COLUMNS, DETAILS, not_applicable, provenance_id, rows_of, set_id

__all__ = ["Store", "StoreError"]

_WAIT_S = 10.0
_AT_ONCE = 500
"""Values in one IN (…): well under SQLite's limit."""
_CACHE_KB = 32_768
_TOUCHED = 20_000
"""Counts kept in memory before they are added to the table when everything is counted again."""
Value = TypeVar("Value", int, str)
_AGGREGATE = ("dimension", "measure", "key", "year", "value", "contracts", "demands", "cents", "known", "points")


class Store(Rows):
    """A store. Use it as a context manager, in one thread; many may read while one writes.

    What is written in one call is there whole or not at all, with its counts. A store opened to read alone shows one moment: what is written
    meanwhile is not seen. Every method raises StoreError when the file refuses.
    """

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True, readonly: bool = False, wait_s: float = _WAIT_S) -> Self:
        """Open a store, made when it is not there and `create`. An older one is brought up to date unless `readonly`. `wait_s`: how long another
        writer is waited for. Raises StoreError: not there, not a store, made by a newer version, locked, read-only place."""
        file = Path(path)
        if not file.is_file() and (readonly or not create or file.exists()):
            what = "est un dossier" if file.is_dir() else "est introuvable"
            raise StoreError(f"« {file} » {what} : indiquez le fichier écrit par « clausecheck batch --store ».")
        with told(file):
            base = _connect(file, readonly, wait_s)
        store = cls(base, file)
        try:
            store._prepare(readonly)
        except StoreError:
            base.close()
            raise
        return store

    def close(self) -> None:
        """Close; the last to close leaves one file without its WAL."""
        self._base.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def write(self, records: Sequence[Record]) -> None:
        """Store records, in place of those of the same key, with the counts they change: all of it or, on StoreError, nothing."""
        try:
            self._write({record.key: record for record in records})
        except UnicodeEncodeError:
            # half a character, as the names of old archives may hold
            self._write({record.key: record for record in map(cleaned, records)})

    def _write(self, wanted: Mapping[str, Record]) -> None:
        if not wanted:
            return
        with self._transaction():
            numbers = self._numbers(wanted)
            replaced = bool(numbers)
            following = self._base.execute("SELECT coalesce(max(tender), 0) FROM tenders").fetchone()[0] + 1
            deltas: Deltas = {}
            self._remove(sorted(numbers.values()), deltas)
            for key in wanted:
                if key not in numbers:
                    numbers[key] = following
                    following += 1
            self._insert([(numbers[key], record) for key, record in wanted.items()], deltas)
            self._count(deltas)
            if replaced:
                self._prune()

    def forget(self, keys: Iterable[str]) -> int:
        """Remove tenders, and take them away from the counts. How many there were; unknown keys are passed over."""
        with self._transaction():
            deltas: Deltas = {}
            numbers = self._numbers(dict.fromkeys(map(clean_text, keys)))
            self._remove(sorted(numbers.values()), deltas)
            self._count(deltas)
            self._prune()
        return len(numbers)

    def recount(self) -> None:
        """Make the table of counts again from the tenders."""
        with self._transaction():
            self._recount()

    def _prepare(self, readonly: bool) -> None:
        with told(self.path):
            self._refuse_strangers(readonly)
            version = version_of(self._base)
            if readonly:
                if version < len(MIGRATIONS):
                    raise StoreError(f"« {self.path} » vient d'une version plus ancienne : mettez-le à jour en relançant « clausecheck batch ».")
                self._base.execute("BEGIN")
                version_of(self._base)  # what the reader sees is fixed by its first read
                return
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            self._base.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        if version < len(MIGRATIONS) or self._counted_as() != COUNTED_AS:
            with self._transaction():
                migrate(self._base)
                if self._counted_as() != COUNTED_AS:
                    self._recount()
                    self._base.execute("INSERT OR REPLACE INTO meta VALUES ('counted_as', ?)", (COUNTED_AS,))

    def _refuse_strangers(self, readonly: bool) -> None:
        version = version_of(self._base)
        application = self._base.execute("PRAGMA application_id").fetchone()[0]
        empty = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if application != APPLICATION and (readonly or not empty or version or application):
            raise StoreError(f"« {self.path} » n'est pas un magasin de clausecheck : indiquez le fichier écrit par « clausecheck batch --store ».")
        if version > len(MIGRATIONS):
            raise StoreError(f"« {self.path} » a été écrit par une version plus récente de clausecheck : mettez clausecheck à jour pour l'ouvrir.")

    def _counted_as(self) -> str:
        row = self._base.execute("SELECT value FROM meta WHERE name = 'counted_as'").fetchone() if version_of(self._base) else None
        return "" if row is None else str(row[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All of it or nothing."""
        with told(self.path):
            if self._base.in_transaction:
                raise StoreError(f"« {self.path} » ne peut pas être modifié : il est ouvert en lecture seule.")
            self._base.execute("BEGIN IMMEDIATE")
            done = False
            try:
                yield
                self._base.execute("COMMIT")
                done = True
            finally:
                if not done and self._base.in_transaction:
                    self._base.execute("ROLLBACK")

    def _numbers(self, keys: Iterable[str]) -> dict[str, int]:
        """Numbers of the tenders that are there."""
        found: dict[str, int] = {}
        for part in _parts(list(keys)):
            found.update(self._base.execute(f"SELECT key, tender FROM tenders WHERE key IN ({_marks(part)})", part))
        return found

    def _remove(self, numbers: Sequence[int], deltas: Deltas) -> None:
        for part in _parts(numbers):
            chosen = f"tender IN ({_marks(part)})"
            for _, facts in self.facts(chosen, part):
                spread(facts, -1, deltas)
            for table in (*DETAILS, "tenders"):
                self._base.execute(f"DELETE FROM {table} WHERE {chosen}", part)

    def _insert(self, records: Sequence[tuple[int, Record]], deltas: Deltas) -> None:
        tables: defaultdict[str, list[Sequence[object]]] = defaultdict(list)
        for tender, record in records:
            for table, row in rows_of(record, tender):
                tables[table].append(row)
            spread(facts_of(record), 1, deltas)
        self._shared([record for _, record in records])
        for table, columns in COLUMNS.items():
            if tables[table]:
                self._base.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({_marks(columns)})", tables[table])

    def _shared(self, records: Sequence[Record]) -> None:
        """Rows that many tenders point at."""
        made = {provenance_id(record.provenance): record.provenance for record in records}
        self._base.executemany("INSERT OR IGNORE INTO provenance VALUES (?, ?, ?, ?, ?, ?, ?)", [
            (number, p.tool_version, p.rules_version, p.rules_sha256, p.on, p.on_source, " ".join(f"{name}={value}" for name, value in p.options))
            for number, p in made.items()])
        sets = {text: set_id(text) for text in map(not_applicable, records) if text}
        self._base.executemany("INSERT OR IGNORE INTO not_applicable VALUES (?, ?)", [(number, text) for text, number in sets.items()])
        names = {(label.label, label.name) for record in records for label in record.counted.labels}
        # of several names the first in the alphabet, so that the order of writing does not matter
        self._base.executemany(
            "INSERT INTO label_names VALUES (?, ?) ON CONFLICT (label) DO UPDATE SET name = min(name, excluded.name)", sorted(names))

    def _prune(self) -> None:
        """Drop what no tender points at any more; both tables are small and their use is indexed."""
        for table in ("provenance", "not_applicable"):
            self._base.execute(f"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM tenders WHERE tenders.{table} = {table}.id)")

    def _count(self, deltas: Deltas) -> None:
        names = _AGGREGATE[5:]
        changes = ", ".join(f"{name} = {name} + excluded.{name}" for name in names)
        changed = [
            ((dimension, measure, key, year, value), row)
            for (dimension, year, value), block in deltas.items() for (measure, key), row in block.items() if any(row)]
        self._base.executemany(
            f"INSERT INTO aggregates VALUES ({_marks(_AGGREGATE)}) ON CONFLICT (dimension, measure, key, year, value) DO UPDATE SET {changes}",
            [(*place, *row) for place, row in changed])
        gone = [place for place, row in changed if row[0] < 0]
        self._base.executemany(
            "DELETE FROM aggregates WHERE dimension = ? AND measure = ? AND key = ? AND year = ? AND value = ? AND contracts = 0", gone)

    def _recount(self) -> None:
        self._base.execute("DELETE FROM aggregates")
        deltas: Deltas = {}
        for _, facts in self.facts():
            spread(facts, 1, deltas)
            if sum(map(len, deltas.values())) > _TOUCHED:
                self._count(deltas)
                deltas.clear()
        self._count(deltas)


def _connect(file: Path, readonly: bool, wait_s: float) -> sqlite3.Connection:
    """A connection without automatic transactions. Read only, where SQLite cannot write its WAL index, a file at rest is read as it is."""
    if not readonly:
        return sqlite3.connect(file, timeout=wait_s, isolation_level=None)
    address = file.resolve().as_uri()
    base = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=wait_s, isolation_level=None)
    try:
        base.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        base.close()
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        waiting = file.with_name(f"{file.name}-wal")
        if waiting.exists() and waiting.stat().st_size:
            raise StoreError(
                f"« {file} » n'a pas été refermé et son dossier est en lecture seule : copiez-le, avec « {waiting.name} », "
                "dans un dossier où vous pouvez écrire.") from error
        base = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, timeout=wait_s, isolation_level=None)
    return base


def _parts(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
