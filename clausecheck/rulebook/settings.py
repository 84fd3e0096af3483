"""clausecheck.toml: a buyer's own settings, beside the documents or given by --config.

    [sourdine]
    regles = ["don-cession"]      # rules that must not speak
    controles = ["CK-10"]         # checks that must not count; the report says so

    [regles]
    dossier = "mes-regles"        # the buyer's own rules and labels, beside this file (rulebook/local.py)

    [poids]
    packaging = 4                 # weight of a family in the score of ambition, whatever the sector

    [poids.controles]
    CK-01 = 5                     # weight of an obligation in the score of conformity
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausecheck.model import Family
from clausecheck.text.toml import read_fault

__all__ = ["NAME", "Settings", "SettingsError", "SettingsFile", "find_settings", "load_settings", "read_settings"]

NAME = "clausecheck.toml"
_TABLES = ("sourdine", "regles", "poids")
_MUTED = ("regles", "controles")


class SettingsError(ValueError):
    """A clausecheck.toml that cannot be used; `str()` is French, names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Ids of the rules and checks that are switched off, the folder of the buyer's own rules, and the weights that replace those of the pack."""

    rules: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    folder: Path | None = None
    families: tuple[tuple[Family, float], ...] = ()
    obligations: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A clausecheck.toml parsed, its ids not yet compared with what exists."""

    path: Path
    table: dict[str, Any]

    @property
    def folder(self) -> Path | None:
        """The buyer's folder of rules, beside the file; None when none is named. Raises SettingsError when it is not there."""
        named = _table(self.path, self.table, "regles", ("dossier",)).get("dossier")
        if named is None:
            return None
        if not isinstance(named, str):
            raise SettingsError(f"« {self.path} » : « dossier » attend un nom de dossier entre guillemets.")
        folder = self.path.parent / named
        if not folder.is_dir():
            raise SettingsError(f"« {self.path} » : le dossier de règles « {named} » n'existe pas à côté de lui ; créez-le ou retirez la ligne.")
        return folder


def find_settings(paths: Iterable[str | Path]) -> Path | None:
    """The first clausecheck.toml in one of the folders given, or beside one of the files given; None when there is none."""
    for given in paths:
        path = Path(given)
        candidate = (path if path.is_dir() else path.parent) / NAME
        if candidate.is_file():
            return candidate
    return None


def read_settings(path: Path) -> SettingsFile:
    """Parse a settings file. Raises SettingsError for what is not TOML or for an unknown table."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"« {path} » n'est pas un fichier TOML lisible ({read_fault(error)}) : corrigez-le ou retirez-le.") from error
    for key in table:
        if key not in _TABLES:
            admitted = ", ".join(f"[{name}]" for name in _TABLES)
            raise SettingsError(f"« {path} » : la clé « {key} » est inconnue ; clés admises : {admitted}.")
    return SettingsFile(path, table)


def load_settings(file: SettingsFile, *, rules: Collection[str], checks: Collection[str]) -> Settings:
    """The settings of a file; `rules` and `checks` are the ids that exist. Raises SettingsError: an unknown key or id is an error, not silence."""
    path = file.path
    muted = _table(path, file.table, "sourdine", _MUTED)
    weights = _table(path, file.table, "poids", (*(family.value for family in Family), "controles"))
    own = weights.get("controles", {})
    if not isinstance(own, dict):
        raise SettingsError(f"« {path} » : [poids.controles] attend des lignes comme CK-01 = 5.")
    for name in own:
        if name not in checks:
            raise SettingsError(f"« {path} » : « {name} » n'existe pas. Contrôles : {', '.join(sorted(checks))}.")
    return Settings(
        _known(path, "regles", muted, rules, "La commande « clausecheck rules list » les donne."),
        _known(path, "controles", muted, checks, f"Contrôles : {', '.join(sorted(checks))}."),
        file.folder,
        tuple((Family(name), _weight(path, name, value)) for name, value in sorted(weights.items()) if name != "controles"),
        tuple((name, _weight(path, name, value)) for name, value in sorted(own.items())),
    )


def _table(path: Path, table: dict[str, Any], name: str, keys: Collection[str]) -> dict[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise SettingsError(f"« {path} » : [{name}] attend les clés {', '.join(keys)}.")
    for key in found:
        if key not in keys:
            raise SettingsError(f"« {path} » : la clé « {key} » est inconnue dans [{name}] ; clés admises : {', '.join(keys)}.")
    return found


def _weight(path: Path, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        raise SettingsError(f"« {path} » : le poids de « {name} » doit être un nombre de 0 à 100.")
    return float(value)


def _known(path: Path, key: str, table: dict[str, Any], known: Collection[str], advice: str) -> frozenset[str]:
    ids = table.get(key, [])
    if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
        raise SettingsError(f"« {path} » : « {key} » attend une liste d'identifiants entre guillemets.")
    for item in ids:
        if item not in known:
            raise SettingsError(f"« {path} » : « {item} » n'existe pas. {advice}")
    return frozenset(ids)
