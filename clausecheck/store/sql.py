"""Raw SQL, reading only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from clausecheck.store.errors import StoreError
from clausecheck.store.questions import Answer
from clausecheck.store.store import Store

__all__ = ["run_sql"]

_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})


class ReadingStore(Store):
    """A store whose statements can only read it: no other file is opened, nothing is changed."""

    def forbid(self) -> None:
        """From now on refuse all but SELECT."""
        self._base.set_authorizer(_allowed)


def _allowed(action: int, *rest: object) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def run_sql(path: str | Path, sql: str) -> tuple[ReadingStore, Answer]:
    """The answer of one SELECT, to be read before the store is closed. Raises StoreError for a store that cannot be opened or SQL that is refused."""
    store = ReadingStore.open(path, create=False, readonly=True)
    store.forbid()
    try:
        columns, rows = store.query(sql)
    except (StoreError, sqlite3.Warning, ValueError) as error:
        store.close()
        reason = error.__cause__ or error
        raise StoreError(f"« {path} » : requête refusée ({reason}). Une seule requête SELECT ; les tables sont dans docs/store.md.") from error
    return store, Answer(tuple((name, name) for name in columns), rows)
