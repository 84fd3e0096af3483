"""Where the rule pack is."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

__all__ = ["pack_files", "pack_root", "pack_sha256"]


@cache
def pack_root() -> Path:
    """The folder of the rule pack: `rules/` inside the installed package, else `rules/` beside the package (a checkout).

    Raises FileNotFoundError, in French, when neither is there.
    """
    package = Path(str(files("clausecheck")))
    for folder in (package / "rules", package.parent / "rules"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"Le dossier des règles est introuvable : {package / 'rules'}. Réinstallez clausecheck.")


def pack_files(root: Path, room: str) -> list[Path]:
    """The YAML files of one room of the pack ("clauses", "labels"…), in a stable order; empty when the room is absent."""
    return sorted((root / room).rglob("*.yaml"), key=lambda path: path.relative_to(root).as_posix())


def pack_sha256(root: Path) -> str:
    """SHA-256 over the names and contents of all YAML files of the pack."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.yaml"), key=lambda p: p.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
        digest.update(b"\0")
    return digest.hexdigest()
