"""What the user gave (folders, ZIP archives, manifests, globs, paths or URLs) as tenders."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from clausecheck.batch import manifest, tree
from clausecheck.batch.item import BatchError, Item
from clausecheck.batch.remote import UNREACHABLE, filesystem, local_path, parent_and_name
from clausecheck.read.archive import ignored

__all__ = ["items"]

_MAGIC = frozenset("*?[")


def items(sources: Sequence[str], say: Callable[[str], None]) -> Iterator[Item]:
    """Every tender of every source, streamed. The key of a tender without an id is its path from the folder that holds the one given, so that the
    same file has the same key whether it is given by itself, by a glob or by its folder. Raises BatchError for a source that cannot be used."""
    for source in sources:
        try:
            yield from _items(source, say)
        except UNREACHABLE as error:
            raise BatchError(f"« {source} » ne peut pas être parcouru ({error}) : vérifiez son nom et vos droits de lecture.") from error


def _items(source: str, say: Callable[[str], None]) -> Iterator[Item]:
    path = local_path(source)
    if path is None:
        yield from _remote(source, say)
    elif path.is_dir():
        yield from _folder(str(path), path.resolve().name, say)
    elif path.is_file():
        yield from _file(str(path), f"{path.resolve().parent.name}/{path.name}", say)
    elif _MAGIC & set(source):
        found = sorted(glob.iglob(str(path), recursive=True), key=str.casefold)
        yield from _matches(source, str(_root(path)), found, say)
    else:
        wanted = "un dossier, une archive ZIP, un manifeste (.csv, .parquet) ou un motif entre guillemets"
        raise BatchError(f"« {source} » n'existe pas : donnez {wanted}.")


def _file(place: str, key: str, say: Callable[[str], None]) -> Iterator[Item]:
    if place.split("?", 1)[0].lower().endswith(manifest.SUFFIXES):
        yield from manifest.rows(place, say)
    else:
        yield Item(key, (place,))


def _folder(place: str, name: str, say: Callable[[str], None]) -> Iterator[Item]:
    seen = tree.Tree()
    yield from tree.tenders(place, name, seen)
    if seen.alone > 1 and not seen.below:
        say(f"« {place} » ne contient que des fichiers : chacun est compté comme un marché. S'ils sont les pièces d'un seul marché, "
            "donnez le dossier qui le contient, ou placez-y un fichier tender.toml.")


def _root(pattern: Path) -> Path:
    """The part of a pattern before its first sign."""
    fixed = []
    for part in pattern.parts[:-1]:
        if _MAGIC & set(part):
            break
        fixed.append(part)
    return Path(*fixed) if fixed else Path(".")


def _matches(source: str, root: str, found: Sequence[str], say: Callable[[str], None]) -> Iterator[Item]:
    """Each match is a tender: an archive, a file, or a folder, unless it holds folders only, which are then looked into."""
    base = Path(root).resolve()
    kept = [name for name in found if not ignored((Path(name).name,))]
    if not kept:
        raise BatchError(f"Le motif « {source} » ne désigne aucun fichier.")
    folders: set[Path] = set()
    for name in kept:
        path = Path(os.path.abspath(name))
        if path == base or not folders.isdisjoint(path.parents):
            continue  # "**" names a folder and what is in it: the folder is the tender
        key = f"{base.name}/{path.relative_to(base).as_posix()}"
        if path.is_dir():
            folders.add(path)
            yield from tree.tenders(str(path), key, depth=1)
        else:
            yield from _file(name, key, say)


def _remote(source: str, say: Callable[[str], None]) -> Iterator[Item]:
    system, path = filesystem(source)
    if _MAGIC & set(path) and not source.startswith("http"):
        names = sorted(str(name) for name in system.glob(path))
        if not names:
            raise BatchError(f"Le motif « {source} » ne désigne aucun fichier.")
        for name in names:
            place = str(system.unstrip_protocol(name))
            yield from _file(place, "/".join(part for part in parent_and_name(place) if part), say)
    elif source.split("?", 1)[0].lower().endswith((*manifest.SUFFIXES, ".zip")) or not system.isdir(path):
        yield from _file(source, "/".join(part for part in parent_and_name(source) if part), say)
    else:
        yield from _folder(source.rstrip("/"), parent_and_name(source)[1], say)
