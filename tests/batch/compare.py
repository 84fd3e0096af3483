"""What a store holds, without what may differ between two runs: times, memory, attempts, numbers of rows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

__all__ = ["content"]


_LEFT_OUT = frozenset({"seconds", "peak_mb", "attempts", "written", "body"})


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Rows of every table, sorted."""
    with sqlite3.connect(path) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        found = {}
        for table in tables:
            columns = [row[1] for row in base.execute(f"PRAGMA table_info({table})") if row[1] not in _LEFT_OUT]
            found[table] = sorted(base.execute(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
    base.close()
    return found
