"""tender.toml: what the buyer states about a tender, beside its pieces. What is stated wins over what is read.

    date_lancement = 2026-09-01
    acheteur = "Commune de Villeneuve"
    cpv = ["30213100-6"]

The names of the JSON report (launch_date, buyer…) are understood as well.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from clausecheck.model import Fact, Tender
from clausecheck.structure.sidecar_values import StatedValueError, stated_value
from clausecheck.text.toml import read_fault

__all__ = ["NAME", "SidecarError", "find_sidecar", "read_sidecar", "with_stated"]

NAME = "tender.toml"
_SINGLE = ("title", "reference", "buyer", "buyer_kind", "object", "procedure", "launch_date")
_MANY = {"cpv": "cpv", "sector": "sectors"}
_OTHER = ("siret", "amount", "duration", "deadline", "place", "notice", "department", "notified")
_FRENCH = {
    "intitule": "title", "reference": "reference", "acheteur": "buyer", "nature_acheteur": "buyer_kind", "objet": "object", "procedure": "procedure",
    "date_lancement": "launch_date", "cpv": "cpv", "secteur": "sector", "siret": "siret", "montant": "amount", "duree": "duration",
    "date_limite": "deadline", "lieu": "place", "avis": "notice", "departement": "department", "date_notification": "notified",
}
_ALLOWED = (*_SINGLE, *_MANY, *_OTHER)


class SidecarError(ValueError):
    """A tender.toml that cannot be used; `str()` is French, names the file and says what to do."""


def find_sidecar(paths: Iterable[str | Path]) -> Path | None:
    """The first tender.toml in one of the folders given, or beside one of the files given; None when there is none."""
    for given in paths:
        path = Path(given)
        candidate = (path if path.is_dir() else path.parent) / NAME
        if candidate.is_file():
            return candidate
    return None


def read_sidecar(path: Path) -> tuple[Fact, ...]:
    """The facts that a tender.toml states, in its order. Raises SidecarError for a file or a key that cannot be used."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SidecarError(f"« {path} » n'est pas un fichier TOML lisible ({read_fault(error)}) : corrigez-le ou retirez-le.") from error
    facts: list[Fact] = []
    for name, value in table.items():
        key = _FRENCH.get(name, name)
        if key not in _ALLOWED:
            raise SidecarError(f"« {path} » : la clé « {name} » est inconnue ; clés admises : {', '.join(_FRENCH)}.")
        values = value if key in _MANY and isinstance(value, list) else [value]
        try:
            facts += [Fact(key, stated_value(key, item), "", source="stated", document=NAME) for item in values]
        except StatedValueError as error:
            raise SidecarError(f"« {path} » : la clé « {name} » {error}.") from error
    return tuple(facts)


def with_stated(tender: Tender, stated: Iterable[Fact]) -> Tender:
    """The tender with the facts stated put in place of those read for the same fields."""
    facts = tuple(stated)
    fields = {fact.field for fact in facts}
    changes: dict[str, Any] = {fact.field: fact.value for fact in facts if fact.field in _SINGLE}
    for field, attribute in _MANY.items():
        if field in fields:
            changes[attribute] = tuple(fact.value for fact in facts if fact.field == field)
    kept = tuple(fact for fact in tender.facts if fact.field not in fields)
    return replace(tender, facts=(*facts, *kept), **changes)
