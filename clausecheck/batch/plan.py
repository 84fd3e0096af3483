"""What there is to do, kept in a temporary database: the memory of a run does not grow with the number of its tenders."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from clausecheck.batch.item import BatchError, Item

__all__ = ["Plan"]

_PAGE = 200
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE item (seq INTEGER PRIMARY KEY, key TEXT UNIQUE, sources TEXT, stated TEXT, manifest TEXT);
CREATE TABLE again (key TEXT PRIMARY KEY);
"""


class Plan:
    """Tenders in the order they were found, each key once. Rows of one manifest that share a key are joined."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path)
        self._base.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the database; its file is the caller's to remove."""
        self._base.close()

    def add(self, items: Iterable[Item]) -> Iterator[int]:
        """Take items, telling now and then how many tenders there are. Raises BatchError when two different tenders have the same key."""
        count = 0
        for item in items:
            count += self._add(item)
            if count % _PAGE == 0:
                yield count
        self._base.commit()
        yield count

    def _add(self, item: Item) -> int:
        row = (item.key, json.dumps(item.sources), json.dumps(dict(item.stated)), item.manifest)
        if self._base.execute("INSERT OR IGNORE INTO item (key, sources, stated, manifest) VALUES (?, ?, ?, ?)", row).rowcount:
            return 1
        known = self._item(self._base.execute("SELECT key, sources, stated, manifest FROM item WHERE key = ?", (item.key,)).fetchone())
        if item.manifest and item.manifest == known.manifest:
            sources = tuple(dict.fromkeys((*known.sources, *item.sources)))
            stated = {**dict(item.stated), **dict(known.stated)}
            self._base.execute("UPDATE item SET sources = ?, stated = ? WHERE key = ?", (json.dumps(sources), json.dumps(stated), item.key))
        elif item.sources != known.sources:
            raise BatchError(
                f"Deux marchés différents ont le même nom « {item.key} » : {', '.join(known.sources)} et {', '.join(item.sources)}. "
                "Donnez le dossier qui contient les deux, ou un manifeste avec un identifiant par marché.")
        return 0

    def __len__(self) -> int:
        return int(self._base.execute("SELECT COUNT(*) FROM item").fetchone()[0])

    def items(self, limit: int | None = None) -> Iterator[Item]:
        """The items in order, `limit` at most; a page is in memory at a time."""
        last, left = 0, limit if limit is not None else len(self)
        while left > 0:
            query = "SELECT key, sources, stated, manifest, seq FROM item WHERE seq > ? ORDER BY seq LIMIT ?"
            page = self._base.execute(query, (last, min(_PAGE, left))).fetchall()
            if not page:
                return
            yield from (self._item(row) for row in page)
            last, left = page[-1][4], left - len(page)

    def retry_later(self, key: str) -> None:
        """Note that a tender is to be tried again."""
        self._base.execute("INSERT OR IGNORE INTO again (key) VALUES (?)", (key,))

    def retries(self) -> Iterator[Item]:
        """The tenders to be tried again, each once, in the order of their keys: that of the first attempts depends on the number of processes."""
        last = ""
        while True:
            query = "SELECT key, sources, stated, manifest FROM item WHERE key > ? AND key IN (SELECT key FROM again) ORDER BY key LIMIT ?"
            page = self._base.execute(query, (last, _PAGE)).fetchall()
            if not page:
                return
            yield from (self._item(row) for row in page)
            last = page[-1][0]

    def _item(self, row: tuple[str, ...]) -> Item:
        stated = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(row[2]).items()}
        return Item(row[0], tuple(json.loads(row[1])), tuple(sorted(stated.items())), row[3])
