"""Whether a tender is what it was: a fingerprint over its contents, what is stated of it, the tool, the rules, the date and the options."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clausecheck.batch.item import Item, Settings
from clausecheck.batch.remote import fetch, local_path, token
from clausecheck.rulebook.settings import SettingsError, find_settings, read_settings
from clausecheck.structure.sidecar import find_sidecar

__all__ = ["Identity", "identify", "located"]

_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Identity:
    """`fingerprint` of a tender that was checked; `limited` of one that failed for want of time or memory, which a higher limit may mend."""

    fingerprint: str
    limited: str


def identify(item: Item, settings: Settings, folder: Path) -> Identity:
    """The fingerprints of an item. Remote files are fetched under `folder` only when their server says nothing by which to know them unchanged.

    Raises remote.UNREACHABLE errors and BatchError for a remote source; a local file that is not there counts as such.
    """
    told = [_VERSION, settings.tool, settings.rules, settings.on, list(settings.policies), settings.ocr, item.key, sorted(item.stated)]
    contents: list[object] = []
    for number, source in enumerate(item.sources):
        path = local_path(source)
        sign = token(source) if path is None else None
        if sign is None:
            path = path if path is not None else fetch(source, folder / str(number))
            contents.append([path.name, list(_contents(path))])
        else:
            contents.append(sign)
    contents += [[path.name, _digest(path)] for path in _beside(item, settings)]
    base = hashlib.sha256(json.dumps([told, contents], ensure_ascii=True).encode()).hexdigest()
    limits = f"{base} {settings.time_limit:g} {settings.memory_limit}"
    return Identity(base, hashlib.sha256(limits.encode()).hexdigest())


def located(item: Item, folder: Path) -> list[Path]:
    """Where the pieces of an item are on this machine, fetched under `folder` when they are elsewhere. Raises as `identify` does."""
    return [local_path(source) or fetch(source, folder / str(number)) for number, source in enumerate(item.sources)]


def _beside(item: Item, settings: Settings) -> Iterator[Path]:
    """What lies beside the pieces and changes the answer: tender.toml, clausecheck.toml and the buyer's own rules."""
    paths = [path for source in item.sources if (path := local_path(source)) is not None]
    sidecar = find_sidecar(paths)
    if sidecar is not None:
        yield sidecar
    config = Path(settings.config) if settings.config else find_settings(paths)
    if config is not None:
        yield config
        try:
            own = read_settings(config).folder
        except SettingsError:
            return  # said when the tender is checked
        if own is not None:
            yield from sorted(own.rglob("*.yaml"))


def _contents(path: Path) -> Iterator[list[str]]:
    """[name, SHA-256] of a file, or of every file of a folder, sorted."""
    if not path.is_dir():
        yield ["", _digest(path)]
        return
    for root, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            file = Path(root, name)
            yield [file.relative_to(path).as_posix(), _digest(file)]


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"illisible {error.errno}"
