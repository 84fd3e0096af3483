"""What can go wrong with a store, in one French sentence: which file, what happened, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["StoreError", "told"]


class StoreError(Exception):
    """A store cannot be opened, read or written. `str()` is French: which file, what happened, what to do."""


_SENTENCES = {
    sqlite3.SQLITE_BUSY: "« {path} » est utilisé par un autre programme : attendez qu'il ait fini, puis relancez.",
    sqlite3.SQLITE_LOCKED: "« {path} » est utilisé par un autre programme : attendez qu'il ait fini, puis relancez.",
    sqlite3.SQLITE_FULL: "« {path} » : le disque est plein, rien de cette écriture n'a été gardé ; libérez de la place, puis relancez.",
    sqlite3.SQLITE_READONLY: "« {path} » ne peut pas être modifié (fichier ou dossier en lecture seule) : choisissez un autre emplacement.",
    sqlite3.SQLITE_CANTOPEN: "« {path} » ne peut pas être ouvert : vérifiez que le dossier existe et que vous avez le droit d'y écrire.",
    sqlite3.SQLITE_NOTADB: "« {path} » n'est pas un magasin de clausecheck : indiquez le fichier écrit par « clausecheck batch --store ».",
    sqlite3.SQLITE_CORRUPT: "« {path} » est endommagé : reprenez une copie de sauvegarde, ou relancez « clausecheck batch » vers un nouveau fichier.",
    sqlite3.SQLITE_IOERR: "« {path} » : le disque ne répond pas ou est plein, rien de cette écriture n'a été gardé ; vérifiez-le, puis relancez.",
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a StoreError about the file `path`."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        sentence = _SENTENCES.get(code & 0xFF) if code is not None else None
        raise StoreError((sentence or "« {path} » : le magasin refuse ({error}).").format(path=path, error=error)) from error
