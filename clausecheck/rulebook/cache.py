"""Where compiled packs are kept: one JSON file a pack in the user's cache folder, named by content."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["cache_folder", "read_cache", "write_cache"]


def cache_folder() -> Path | None:
    """The folder for compiled packs; None when CLAUSECHECK_CACHE is set empty (no cache) or no home is known."""
    stated = os.environ.get("CLAUSECHECK_CACHE")
    if stated is not None:
        return Path(stated) if stated else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "clausecheck" / "cache" if base else None
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME")
    if not base:
        return None
    return Path(base) / ("clausecheck" if os.environ.get("XDG_CACHE_HOME") else ".cache/clausecheck")


def read_cache(key: str) -> dict[str, Any] | None:
    """The compiled pack stored under `key`; None when there is none or it cannot be read."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        data = json.loads((folder / f"{key}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) and data.get("key") == key else None


def write_cache(key: str, data: dict[str, Any]) -> None:
    """Store a compiled pack: written aside, then renamed. A folder that cannot be written to only costs the next start some time."""
    folder = cache_folder()
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({**data, "key": key}, file, ensure_ascii=True, separators=(",", ":"))
        os.replace(name, folder / f"{key}.json")
    except OSError:
        return
