"""clausecheck.toml: a buyer's own settings, beside the documents or given by --config.

    [sourdine]
    regles = ["don-cession"]      # rules that must not speak
    controles = ["CK-10"]         # checks that must not count; the report says so
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["NAME", "Settings", "SettingsError", "find_settings", "load_settings"]

NAME = "clausecheck.toml"
_TABLE = "sourdine"
_KEYS = ("regles", "controles")


class SettingsError(ValueError):
    """A clausecheck.toml that cannot be used; `str()` is French, names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Ids of the rules and checks that are switched off."""

    rules: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()


def find_settings(paths: Iterable[str | Path]) -> Path | None:
    """The first clausecheck.toml in one of the folders given, or beside one of the files given; None when there is none."""
    for given in paths:
        path = Path(given)
        candidate = (path if path.is_dir() else path.parent) / NAME
        if candidate.is_file():
            return candidate
    return None


def load_settings(path: Path, *, rules: Collection[str], checks: Collection[str]) -> Settings:
    """Read a settings file; `rules` and `checks` are the ids that exist. Raises SettingsError: an unknown key or id is an error, not silence."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"« {path} » n'est pas un fichier TOML lisible ({error}) : corrigez-le ou retirez-le.") from error
    for key in table:
        if key != _TABLE:
            raise SettingsError(f"« {path} » : la clé « {key} » est inconnue ; clé admise : [{_TABLE}].")
    muted = table.get(_TABLE, {})
    if not isinstance(muted, dict):
        raise SettingsError(f"« {path} » : [{_TABLE}] attend les clés {' et '.join(_KEYS)}.")
    for key in muted:
        if key not in _KEYS:
            raise SettingsError(f"« {path} » : la clé « {key} » est inconnue dans [{_TABLE}] ; clés admises : {', '.join(_KEYS)}.")
    return Settings(
        _known(path, "regles", muted, rules, "La commande « clausecheck rules list » les donne."),
        _known(path, "controles", muted, checks, f"Contrôles : {', '.join(sorted(checks))}."),
    )


def _known(path: Path, key: str, table: dict[str, Any], known: Collection[str], advice: str) -> frozenset[str]:
    ids = table.get(key, [])
    if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
        raise SettingsError(f"« {path} » : « {key} » attend une liste d'identifiants entre guillemets.")
    for item in ids:
        if item not in known:
            raise SettingsError(f"« {path} » : « {item} » n'existe pas. {advice}")
    return frozenset(ids)
