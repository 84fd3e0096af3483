"""The environmental and social considerations of the essential data (DECP 2.0.3), as new fields or as a patch onto an existing file.

Values and structure: « Format réglementaire de publication des données essentielles », schema_decp_v2.0.3.json, arrêté of 22 December 2022.
Nothing is claimed that the counts do not say: an empty count changes nothing, and « Pas de considération… » is written only where they say it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clausecheck.indicators.decp_ids import contract_ids, siret_problem
from clausecheck.indicators.decp_text import DecpError, Entry, entries, replaced
from clausecheck.model import Contract, Counted

__all__ = ["ENVIRONMENTAL", "SOCIAL", "DecpError", "Fields", "Patch", "Vocabulary", "new_fields", "patch"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One of the two fields: its name, the name of the list in it, its values in the schema's order; the last says that there is none."""

    name: str
    inner: str
    values: tuple[str, ...]

    @property
    def none(self) -> str:
        """« Pas de considération… »."""
        return self.values[-1]


ENVIRONMENTAL = Vocabulary("considerationsEnvironnementales", "considerationEnvironnementale", (
    "Clause environnementale", "Critère environnemental", "Pas de considération environnementale"))
SOCIAL = Vocabulary("considerationsSociales", "considerationSociale", (
    "Clause sociale", "Critère social", "Marché réservé", "Pas de considération sociale"))
_RESERVED, _RESERVED_CONCESSION = "Marché réservé", "Concession réservée"
_SOCIAL_CONCESSION = Vocabulary(SOCIAL.name, SOCIAL.inner, tuple(_RESERVED_CONCESSION if value == _RESERVED else value for value in SOCIAL.values))


@dataclass(frozen=True, slots=True)
class Fields:
    """New fields as a JSON text; `written` contracts, and the French sentences on those left out."""

    text: str
    written: int
    left_out: tuple[str, ...]


@dataclass(slots=True)
class Patch:
    """A patched file. `same` and `others` count entries left as they were, matched and not. The lists are French sentences: `changed` what was
    written, `silent` fields the pieces cannot tell, `differences` considerations declared, not found and kept, `unmatched` contracts
    without an entry."""

    text: str
    changed: list[str] = field(default_factory=list)
    same: int = 0
    silent: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    others: int = 0


def new_fields(pairs: Iterable[tuple[Contract, Counted]], *, siret: str = "", reference_first: bool = False) -> Fields:
    """{"marches": {"marche": [{"id", "acheteur", fields…}]}}: the two fields of each contract, to be joined with the rest of its data. `siret` stands
    in for contracts without one; `reference_first`: see contract_ids. Contracts without id or SIRET, or of which the counts say nothing, are left out
    and named."""
    out, left = [], []
    owner: dict[tuple[str, str], str] = {}
    for contract, counted in pairs:
        ids, buyer = contract_ids(contract, reference_first=reference_first), contract.siret or siret
        problem = siret_problem(buyer)
        body = {v.name: {v.inner: _ordered(found, v)} for v, found in ((ENVIRONMENTAL, counted.environmental), (SOCIAL, counted.social)) if found}
        if not ids:
            left.append(f"« {contract.key} » : aucun identifiant de 1 à 16 caractères ; donnez-le dans le manifeste ou comme référence du marché.")
        elif problem and not _fourteen(buyer):
            left.append(f"« {contract.key} » : {problem} Donnez-le avec --siret ou dans le manifeste.")
        elif not body:
            left.append(f"« {contract.key} » : les pièces lues ne permettent de dire ni clause, ni critère, ni absence de considération.")
        elif (ids[0], buyer) in owner:
            left.append(_same(contract.key, owner[ids[0], buyer], ids[0]))
        else:
            owner[ids[0], buyer] = contract.key
            out.append({"id": ids[0], "acheteur": {"id": buyer}, **body})
            if problem:
                left.append(f"« {contract.key} » : {problem}")
    return Fields(json.dumps({"marches": {"marche": out}}, ensure_ascii=False, indent=2) + "\n", len(out), tuple(left))


def _same(key: str, other: str, name: str) -> str:
    return (f"« {key} » : désigne le même marché que « {other} » ({name}) ; il n'a pas été repris : donnez leurs pièces ensemble (--one, ou un seul "
            "dossier), ou un identifiant à chacun.")


def _fourteen(siret: str) -> bool:
    return len(siret) == 14 and siret.isascii() and siret.isdigit()


def _ordered(values: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    held = set(values)
    return [value for value in vocabulary.values if value in held]


def patch(text: str, pairs: Iterable[tuple[Contract, Counted]], *, siret: str = "", replace: bool = False) -> Patch:
    """Write the considerations into the entries of a DECP file that match by contract id and buyer SIRET; every other character stays.

    A declared consideration is kept, and what was found is added to it; « Pas de considération… » goes when something was found. `replace`: what was
    found replaces what was declared. The same patch twice changes nothing. Raises DecpError (French) when the text is no DECP file.
    """
    found = entries(text)
    by_key: dict[tuple[str, str], list[Entry]] = {}
    for entry in found:
        by_key.setdefault((entry.id, entry.siret), []).append(entry)
    out = Patch(text)
    owner: dict[tuple[str, str], str] = {}
    edits: list[tuple[Entry, dict[str, object]]] = []
    for contract, counted in pairs:
        key = _match(contract, siret, by_key, out)
        if key is None:
            continue
        if key in owner:
            out.unmatched.append(_same(contract.key, owner[key], key[0]))
            continue
        owner[key] = contract.key
        edits += [(entry, change) for entry in by_key[key] if (change := _change(entry, counted, out, replace=replace))]
    out.others = sum(len(held) for key, held in by_key.items() if key not in owner)
    out.text = replaced(text, edits)
    return out


def _match(contract: Contract, siret: str, by_key: Mapping[tuple[str, str], object], out: Patch) -> tuple[str, str] | None:
    buyer, ids = contract.siret or siret, contract_ids(contract)
    if not _fourteen(buyer):
        out.unmatched.append(f"« {contract.key} » : {siret_problem(buyer)} Donnez-le avec --siret ou dans le manifeste.")
        return None
    if not ids:
        out.unmatched.append(f"« {contract.key} » : aucun identifiant de 1 à 16 caractères à rapprocher.")
        return None
    keys = [(name, buyer) for name in ids if (name, buyer) in by_key]
    if not keys:
        out.unmatched.append(f"« {contract.key} » : aucun marché « {' » ou « '.join(ids)} » de l'acheteur {buyer} dans le fichier.")
        return None
    return keys[0]


def _change(entry: Entry, counted: Counted, out: Patch, *, replace: bool) -> dict[str, object]:
    """The fields to write into one entry, empty when it stays as it is."""
    social = _SOCIAL_CONCESSION if entry.concession else SOCIAL
    renamed = tuple(_RESERVED_CONCESSION if entry.concession and value == _RESERVED else value for value in counted.social)
    change: dict[str, object] = {}
    for vocabulary, found in ((ENVIRONMENTAL, counted.environmental), (social, renamed)):
        declared = entry.declared(vocabulary.name, vocabulary.inner)
        if not found:
            out.silent.append(f"{entry.id} : les pièces lues ne permettent pas de renseigner {vocabulary.name}.")
            continue
        wanted = _wanted(declared, found, vocabulary, replace=replace)
        kept = [value for value in declared or () if value not in found and value in wanted]
        if kept:
            out.differences.append(f"{entry.id} : « {', '.join(kept)} » est déclaré et n'a pas été retrouvé dans les pièces ; conservé.")
        if declared is None or set(declared) != set(wanted):
            change[vocabulary.name] = {vocabulary.inner: wanted}
            before = ", ".join(declared) if declared else "non renseigné"
            out.changed.append(f"{entry.id} : {vocabulary.name} : {before} → {', '.join(wanted)}")
    out.same += not change
    return change


def _wanted(declared: tuple[str, ...] | None, found: tuple[str, ...], vocabulary: Vocabulary, *, replace: bool) -> list[str]:
    if replace or not declared:
        return _ordered(found, vocabulary)
    if vocabulary.none in found:
        # nothing was found: what the buyer declared, whatever it is, stays
        return list(declared)
    return _ordered({*declared, *found} - {vocabulary.none}, vocabulary)
