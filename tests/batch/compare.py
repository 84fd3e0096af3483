"""What a store holds, without what may differ between two runs: times, memory, attempts, numbers of rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

__all__ = ["content"]

_LEFT_OUT = frozenset({"seconds", "peak_mb", "attempts"})
_RESOLVED = frozenset({"provenance", "not_applicable", "meta"})
"""Tables that others point to by numbers; what they hold is compared where it is pointed to."""


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Rows of every table, sorted, numbers of rows replaced by what they stand for."""
    base = sqlite3.connect(path)
    try:
        names: dict[str, Mapping[object, object]] = {
            "tender": dict(base.execute("SELECT tender, key FROM tenders")),
            "provenance": {row[0]: row[1:] for row in base.execute("SELECT * FROM provenance")},
            "not_applicable": dict(base.execute("SELECT id, checks FROM not_applicable")),
        }
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {table: _rows(base, table, names) for table in tables if table not in _RESOLVED}
    finally:
        base.close()


def _rows(base: sqlite3.Connection, table: str, names: Mapping[str, Mapping[object, object]]) -> list[tuple[object, ...]]:
    columns = [row[1] for row in base.execute(f"PRAGMA table_info({table})") if row[1] not in _LEFT_OUT]
    found = base.execute(f"SELECT {', '.join(columns)} FROM {table}")
    rows = [
        tuple(names[column].get(value) if column in names and value is not None else value for column, value in zip(columns, row, strict=True))
        for row in found]
    return sorted(rows, key=repr)
