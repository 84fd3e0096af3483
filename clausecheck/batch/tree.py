"""A folder tree, here or elsewhere, as tenders.

A sub-folder that holds documents is a tender, with everything under it; so is a folder with a tender.toml. A ZIP is a tender where its folder holds
no document, and a file at the top level is one by itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clausecheck.batch.item import Item
from clausecheck.batch.remote import is_url, walk
from clausecheck.read.archive import ignored
from clausecheck.read.own import own_output
from clausecheck.structure.sidecar import NAME

__all__ = ["Tree", "tenders"]

_ARCHIVE = ".zip"
_DEEPEST = 40


@dataclass(slots=True)
class Tree:
    """What a tree looked like: documents at its top level, each counted as a tender, and tenders found below."""

    alone: int = 0
    below: int = 0


def tenders(place: str, name: str, seen: Tree | None = None, *, depth: int = 0) -> Iterator[Item]:
    """The tenders under the folder `place`, in the order of their names. `name` begins their keys; `depth` 0 is the top level.

    Raises OSError for a folder that cannot be listed.
    """
    yield from _under(place, name, depth, seen if seen is not None else Tree())


def _under(place: str, key: str, depth: int, seen: Tree) -> Iterator[Item]:
    files, folders = _entries(place)
    names = [row for row in files if not ignored((row[0],))]
    documents = [row for row in names if not row[0].lower().endswith(_ARCHIVE)]
    whole = any(row[0].lower() == NAME for row in files)
    if whole or (depth and documents) or depth >= _DEEPEST:
        seen.below += 1
        yield Item(key, (place,))
        return
    rows = [(row, False) for row in names] + [(row, True) for row in folders if not ignored((row[0],))]
    for (name, where), folder in sorted(rows, key=_order):
        if folder:
            yield from _under(where, f"{key}/{name}", depth + 1, seen)
        else:
            archive = name.lower().endswith(_ARCHIVE)
            seen.below += archive
            seen.alone += not archive
            yield Item(f"{key}/{name}", (where,))


def _order(row: tuple[tuple[str, str], bool]) -> tuple[str, str]:
    return row[0][0].casefold(), row[0][0]


def _entries(place: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(name, place) of the files and folders of a folder. Linked folders are not entered, so that none is entered twice; what
    clausecheck itself wrote is no piece."""
    if is_url(place):
        return walk(place)
    files, folders = [], []
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.name, entry.path))
            elif not entry.is_dir() and not own_output(Path(entry.path)):
                files.append((entry.name, entry.path))
    return files, folders
