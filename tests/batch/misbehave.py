"""Work that ends badly, in place of the real one in a worker: the tender's text says how."""

from __future__ import annotations

import os
import time
from pathlib import Path

from clausecheck.batch import work
from clausecheck.batch.item import Done, Failure, Item, Settings, State, Task
from clausecheck.model import Document
from clausecheck.read import dispatch, reader
from clausecheck.store.record import Record

__all__ = ["Cheap", "examine", "examine_poison", "read_poison"]


def _dies(text: str, attempt: int) -> None:
    if "MEURT" in text or ("UNE FOIS" in text and attempt == 1):
        os.abort()
    if "PEND" in text:
        time.sleep(600)
    if "DEVORE" in text:
        held = []
        for _ in range(4000):
            held.append(bytearray(b"x") * (1 << 20))
    if "LEVE" in text:
        raise KeyError("valeur perdue")


def examine(item: Item, settings: Settings, folder: str, fingerprint: str, attempt: int) -> Record | Failure:
    """Do as the text says, else the real work."""
    for source in item.sources:
        for path in sorted(Path(source).rglob("*.md")):
            _dies(path.read_text("utf-8"), attempt)
    return work.examine(item, settings, folder, fingerprint, attempt)


def read_poison(path: Path, options: dispatch.Options, name: str = "") -> Document:
    """A reader that aborts the process on one file, as PDFium may."""
    if path.name == "poison.md":
        os.abort()
    return dispatch.read_here(path, options, name)


def examine_poison(item: Item, settings: Settings, folder: str, fingerprint: str, attempt: int) -> Record | Failure:
    """The real work with that reader."""
    reader.read_here = read_poison
    return work.examine(item, settings, folder, fingerprint, attempt)


class Cheap:
    """Drives nothing: answers at once. For what the run itself costs."""

    pid: int | None = None

    def do(self, task: Task) -> Done:
        """Settled."""
        return Done(task, State.UNCHANGED)

    def close(self) -> None:
        """Nothing to end."""
