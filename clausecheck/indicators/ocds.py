"""Sustainability of contracts in OCDS: `hasSustainability` and `sustainability[]` of tender and lots, by its sustainability extension."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.indicators.decp_ids import siret_problem
from clausecheck.indicators.eforms import Row, environmental_rows, firmest, social_rows
from clausecheck.indicators.eforms_rules import EformsRules, load_eforms_rules
from clausecheck.model import Contract, Counted, CountedLabel, Family, Nature, Stage
from clausecheck.report.sheet import shorten
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import load_yaml

__all__ = ["OcdsRules", "load_ocds_rules", "render", "tender_fragment"]

_KEYS = ("extension", "objectifs", "strategies", "effets", "familles", "natures", "social", "etapes", "criteres_verts")
_QUOTE = 200


@dataclass(frozen=True, slots=True)
class OcdsRules:
    """The codes, in the order of their lists, and what leads to them."""

    extension: str
    goals: tuple[str, ...]
    strategies: tuple[str, ...]
    effects: dict[str, str]
    families: dict[Family, str]
    natures: dict[Nature, str]
    social: dict[str, str]
    stages: dict[Stage, str]
    gpp: dict[str, str]


def load_ocds_rules(root: Path | None = None) -> OcdsRules:
    """The rules of a pack. Raises RuleError, which points at the faulty line, for a code outside its list."""
    return _load(root or pack_root())


@lru_cache(maxsize=4)
def _load(root: Path) -> OcdsRules:
    k = load_yaml(root / "indicators" / "ocds.yaml").keys(_KEYS, required=_KEYS)
    goals, strategies = k["objectifs"].texts(), k["strategies"].texts()
    held = {name: {key: item.choice(goals) for key, item in k[name].keys().items()} for name in ("effets", "social")}
    return OcdsRules(
        k["extension"].text(), goals, strategies, held["effets"],
        {Family(name): item.choice(goals) for name, item in k["familles"].keys([f.value for f in Family]).items()},
        {Nature(name): item.choice(goals) for name, item in k["natures"].keys([n.value for n in Nature]).items()}, held["social"],
        {Stage(name): item.choice(strategies) for name, item in k["etapes"].keys([s.value for s in Stage]).items()},
        {name: item.choice(strategies) for name, item in k["criteres_verts"].keys().items()},
    )


def render(pairs: Iterable[tuple[Contract, Counted]], *, siret: str = "") -> tuple[str, list[str]]:
    """(JSON, French notes). {"extensions": […], "tenders": [{"id", "buyer", "tender"}]}: fragments of OCDS 1.1 releases, to be merged with the rest
    of each release by the publisher, who alone knows its ocid. `siret` stands in for contracts without one."""
    rules, eforms = load_ocds_rules(), load_eforms_rules()
    out: list[dict[str, object]] = []
    notes = []
    for contract, counted in pairs:
        buyer, held = contract.siret or siret, tender_fragment(contract, counted, rules, eforms)
        problem = siret_problem(buyer)
        if problem:
            notes.append(f"« {contract.key} » : {problem}")
        if "hasSustainability" not in held and "lots" not in held:
            notes.append(f"« {contract.key} » : les pièces lues ne permettent pas de dire si l'achat est durable ; seul son titre est exporté.")
        entry: dict[str, object] = {"id": contract.key}
        if buyer and len(buyer) == 14:
            entry["buyer"] = {"id": f"FR-INSEE-{buyer}", "name": contract.buyer or buyer, "identifier": {"scheme": "FR-INSEE", "id": buyer}}
        out.append({**entry, "tender": held})
    body = {"extensions": [rules.extension], "tenders": out}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n", notes


def tender_fragment(contract: Contract, counted: Counted, rules: OcdsRules, eforms: EformsRules) -> dict[str, object]:
    """The tender object: id, title, and what its demands say; false only when the counts say that there is no consideration of either kind."""
    whole: dict[str, list[tuple[Row, str]]] = {}
    by_lot: dict[str, dict[str, list[tuple[Row, str]]]] = {}
    for row, goal in _goals(counted, rules, eforms):
        for lot in row.lots or ("",):
            (by_lot.setdefault(lot, {}) if lot else whole).setdefault(goal, []).append((row, goal))
    tender: dict[str, object] = {"id": contract.reference or contract.key}
    if contract.title:
        tender["title"] = contract.title
    reserved = "Marché réservé" in counted.social
    if whole or reserved or "Critère environnemental" in counted.environmental:
        tender["hasSustainability"] = True
        tender["sustainability"] = _objects(whole, counted, rules, eforms, reserved=reserved)
    elif by_lot:
        tender["hasSustainability"] = True
    elif counted.environmental == ("Pas de considération environnementale",) and counted.social == ("Pas de considération sociale",):
        tender["hasSustainability"] = False
    if by_lot:
        tender["lots"] = [
            {"id": lot, "hasSustainability": True, "sustainability": _objects(held, None, rules, eforms)} for lot, held in sorted(by_lot.items())]
    return tender


def _goals(counted: Counted, rules: OcdsRules, eforms: EformsRules) -> Iterable[tuple[Row, str]]:
    for row in environmental_rows(counted):
        code, words = eforms.effect(row)
        finer = rules.natures.get(row.nature) if isinstance(row, CountedLabel) else rules.families.get(row.family)
        yield row, (rules.effects[code] if words or not finer else finer)
    for row in social_rows(counted):
        yield row, rules.social[eforms.social(row.quote)[0]]
    yield from ((row, rules.social["acc-all"]) for row in counted.clauses if row.family is Family.ACCESSIBILITY)


def _objects(
    goals: dict[str, list[tuple[Row, str]]], counted: Counted | None, rules: OcdsRules, eforms: EformsRules, *, reserved: bool = False,
) -> list[dict[str, object]]:
    """One object a goal, in the order of the codelist. `counted` adds what is known without a sentence: an environmental criterion, a reservation."""
    found: dict[str, tuple[set[str], str]] = {}
    for goal, held in goals.items():
        rows = firmest(row for row, _ in held)
        used = {rules.stages[row.stage] for row in rows if row.stage in rules.stages}
        used |= {rules.gpp[code] for row in rows if (code := eforms.gpp(row.quote)[0]) in rules.gpp}
        found[goal] = (used, _description(rows))
    if counted is not None and "Critère environnemental" in counted.environmental and not any("awardCriteria" in used for used, _ in found.values()):
        used, words = found.get("environmental", (set(), ""))
        found["environmental"] = (used | {"awardCriteria"}, f"{words} Critère d'attribution environnemental.".strip())
    if reserved:
        goal = rules.social["opp"]
        used, words = found.get(goal, (set(), ""))
        found[goal] = (used | {"reservedParticipation"}, words or "Marché réservé.")
    out = []
    for goal in sorted(found, key=rules.goals.index):
        used, words = found[goal]
        body: dict[str, object] = {"goal": goal}
        if used:
            body["strategies"] = sorted(used, key=rules.strategies.index)
        out.append({**body, "description": words})
    return out


def _description(rows: list[Row]) -> str:
    labels = list(dict.fromkeys(row.name for row in rows if isinstance(row, CountedLabel)))
    start = f"Labels demandés : {', '.join(labels)}. " if labels else ""
    more = f" (et {len(rows) - 1} autres demandes)" if len(rows) > 2 else " (et une autre demande)" if len(rows) == 2 else ""
    return f"{start}« {shorten(rows[0].quote, _QUOTE)} »{more}"
