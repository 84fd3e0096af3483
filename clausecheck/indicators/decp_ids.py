"""Identifiers of the essential data: the SIRET of the buyer and the number of the contract."""

from __future__ import annotations

import re

from clausecheck.model import Contract

__all__ = ["contract_ids", "siret_problem"]

_ID = re.compile(r"[^\s&\"\\<,;]{1,16}")
"""IdentifiantMarche of DECP 2.0.3: 1 to 16 characters, those of its « à éviter » list left out."""
_FILE = re.compile(r"\.[A-Za-z]{2,4}$")
_LA_POSTE = "356000000"


def siret_problem(siret: str) -> str:
    """A French sentence on what is wrong with a SIRET, "" when its 14 digits add up (Luhn; La Poste's establishments add up to a multiple of 5)."""
    if not siret:
        return "Le SIRET de l'acheteur est inconnu."
    if len(siret) != 14 or not (siret.isascii() and siret.isdigit()):
        return f"« {siret} » n'est pas un SIRET (14 chiffres)."
    digits = [int(char) for char in siret]
    if siret.startswith(_LA_POSTE) and sum(digits) % 5 == 0:
        return ""
    doubled = sum(d if i % 2 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(digits))
    return "" if doubled % 10 == 0 else f"Le SIRET « {siret} » ne passe pas la clé de contrôle : vérifiez-le."


def contract_ids(contract: Contract, *, reference_first: bool = False) -> tuple[str, ...]:
    """What the essential data may call a contract: its key (of a path, the last folder; a file's name is no id), and its reference.
    `reference_first`: the key is but a folder's name, as for tenders read from files; in a store it is the id of the manifest."""
    last = contract.key.replace("\\", "/").rstrip("/").rpartition("/")[2].removesuffix(".zip")
    found = [name for name in (contract.key, last) if not _FILE.search(name) and "/" not in name]
    names = [contract.reference, *found] if reference_first else [*found, contract.reference]
    return tuple(dict.fromkeys(name for name in names if name and _ID.fullmatch(name)))
