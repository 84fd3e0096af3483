"""Which indicators the data at hand can support, for how many contracts, and what is missing for the rest (rules/indicators/couverture.yaml)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.indicators.definitions import typeset
from clausecheck.indicators.source import Source, WithCounted, WithGaps, WithPolicies
from clausecheck.indicators.view import number, percent
from clausecheck.model import Contract
from clausecheck.report.csv import written
from clausecheck.report.sheet import Sheet
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import Source as Yaml
from clausecheck.rulebook.source import load_yaml

__all__ = ["COLUMNS", "Coverage", "Need", "Supported", "as_json", "cover", "load_needs", "render_csv", "render_markdown", "render_text"]

_KNOWN: Mapping[str, Callable[[Contract], bool]] = {
    "read": lambda c: True, "year": lambda c: c.year is not None, "notified": lambda c: bool(c.notified), "amount": lambda c: c.amount is not None,
    "buyer": lambda c: bool(c.buyer), "siret": lambda c: bool(c.siret), "department": lambda c: bool(c.department),
    "sector": lambda c: bool(c.sectors), "cpv": lambda c: bool(c.cpv), "declared": lambda c: c.declared_environmental is not None,
}
_FROM_SOURCE = ("complete", "criteria", "policy")
"""Data that the source knows, not the contract."""
_WORDS = {"full": "possible", "part": "en partie", "none": "impossible avec ces données", "unknown": "non renseigné par cette source"}
COLUMNS = ("code", "indicateur", "état", "marchés_couverts", "marchés", "données", "sinon")


@dataclass(frozen=True, slots=True)
class Need:
    """One indicator with the data that a contract must have to count in it; `data` is empty for what is computed elsewhere."""

    id: str
    title: str
    data: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Supported:
    """An indicator over the data at hand: `covered` of the contracts have all it needs, None when the source cannot tell; `missing` counts contracts
    without each datum."""

    need: Need
    covered: int | None
    missing: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole answer. `contracts` were read, `unread` are tenders of which nothing was."""

    contracts: int
    unread: int
    indicators: tuple[Supported, ...]
    elsewhere: tuple[Need, ...]
    data: Mapping[str, str]

    def state(self, own: Supported) -> str:
        """full, part, none or unknown."""
        if own.covered is None:
            return "unknown"
        whole = self.contracts + (self.unread if "read" in own.need.data else 0)
        return "none" if not own.covered else "full" if own.covered == whole else "part"


@lru_cache(maxsize=4)
def load_needs(pack: Path | None = None) -> tuple[tuple[Need, ...], tuple[Need, ...], Mapping[str, str]]:
    """Indicators, those computed elsewhere, and the names of the data. Raises RuleError at the first faulty line."""
    keys = load_yaml((pack or pack_root()) / "indicators" / "couverture.yaml").keys(
        ("donnees", "indicateurs", "ailleurs"), required=("donnees", "indicateurs", "ailleurs"))
    names = {name: item.text() for name, item in keys["donnees"].keys((*_KNOWN, *_FROM_SOURCE)).items()}
    needs = tuple(_need(item, names) for item in keys["indicateurs"].items())
    elsewhere = []
    for item in keys["ailleurs"].items():
        own = item.keys(("id", "titre", "note"), required=("id", "titre", "note"))
        elsewhere.append(Need(own["id"].text(), typeset(own["titre"].text()), (), typeset(own["note"].text())))
    return needs, tuple(elsewhere), names


def _need(item: Yaml, names: Mapping[str, str]) -> Need:
    own = item.keys(("id", "titre", "donnees", "sinon"), required=("id", "titre", "donnees", "sinon"))
    data = tuple(name.choice(names) for name in own["donnees"].items())
    return Need(own["id"].text(), typeset(own["titre"].text()), data, typeset(own["sinon"].text()))


def cover(source: Source, *, year: int | None = None) -> Coverage:
    """Hold every indicator against a source."""
    needs, elsewhere, names = load_needs()
    contracts = list(source.contracts(year=year))
    having: dict[str, set[str] | None] = {name: {c.key for c in contracts if test(c)} for name, test in _KNOWN.items()}
    having |= {name: _from_source(source, name, contracts, year) for name in _FROM_SOURCE}
    keys = {contract.key for contract in contracts}
    out = []
    for need in needs:
        sets = [having[name] for name in need.data]
        known = [found for found in sets if found is not None]
        covered = len(set.intersection(keys, *known)) if len(known) == len(sets) else None
        missing = tuple((name, len(keys - found)) for name, found in zip(need.data, sets, strict=True) if found is not None and keys - found)
        out.append(Supported(need, covered, missing))
    unread = sum(1 for gap in source.gaps() if gap.failed) if isinstance(source, WithGaps) else 0
    return Coverage(len(contracts), unread, tuple(out), elsewhere, names)


def _from_source(source: Source, name: str, contracts: list[Contract], year: int | None) -> set[str] | None:
    if name == "complete" and isinstance(source, WithGaps):
        short = {gap.key for gap in source.gaps()}
        return {contract.key for contract in contracts} - short
    if name == "criteria" and isinstance(source, WithCounted):
        return {contract.key for contract, counted in source.counted(year=year) if counted.environmental_criterion is not None}
    if name == "policy" and isinstance(source, WithPolicies):
        return {contract.key for contract, results in source.policies(year=year) if results}
    return None


def _said(found: Coverage, own: Supported) -> str:
    state = _WORDS[found.state(own)]
    if own.covered is None:
        return state
    whole = found.contracts + (found.unread if "read" in own.need.data else 0)
    share = f" ({percent(100 * own.covered / whole)})" if whole else ""
    return f"{state} : {number(own.covered)} marché{'s' if own.covered > 1 else ''} sur {number(whole)}{share}"


def _lacking(found: Coverage, own: Supported) -> str:
    return " ; ".join(f"{found.data[name]} : manque à {number(count)}" for name, count in own.missing)


def _head(found: Coverage) -> str:
    unread = f" ; {number(found.unread)} dont rien n'a pu être lu" if found.unread else ""
    return f"{number(found.contracts)} marché{'s' if found.contracts > 1 else ''} lu{'s' if found.contracts > 1 else ''}{unread}"


def render_text(found: Coverage, *, width: int = 80, colour: bool = False) -> str:
    """The answer for a terminal."""
    sheet = Sheet(width=width, colour=colour)
    sheet.line(("Indicateurs que ces données permettent", "bold"))
    sheet.line(_head(found))
    for own in found.indicators:
        sheet.blank()
        sheet.line((own.need.title, "bold"))
        sheet.item(_said(found, own), indent=2, bullet={"full": "✓", "part": "~", "none": "✗", "unknown": "?"}[found.state(own)])
        if found.state(own) != "full":
            if _lacking(found, own):
                sheet.line(_lacking(found, own), indent=4)
            sheet.line((own.need.otherwise, "dim"), indent=4)
    for need in found.elsewhere:
        sheet.blank()
        sheet.line((need.title, "bold"))
        sheet.item(need.otherwise, indent=2, bullet="→")
    return sheet.text()


def render_markdown(found: Coverage) -> str:
    """The answer as Markdown."""
    lines = ["# Indicateurs que ces données permettent", "", f"{_head(found)}.", ""]
    lines += ["| Indicateur | État | Ce qui manque | Sinon |", "|---|---|---|---|"]
    for own in found.indicators:
        otherwise = "" if found.state(own) == "full" else own.need.otherwise
        lines.append(f"| {own.need.title} | {_said(found, own)} | {_lacking(found, own)} | {otherwise} |")
    lines += [f"| {need.title} | ailleurs |  | {need.otherwise} |" for need in found.elsewhere]
    return "\n".join(lines) + "\n"


def render_csv(found: Coverage) -> str:
    """The answer as CSV, columns COLUMNS."""
    rows = [(own.need.id, own.need.title, _WORDS[found.state(own)], own.covered, found.contracts, ", ".join(own.need.data), own.need.otherwise)
            for own in found.indicators]
    return written(COLUMNS, [*rows, *((need.id, need.title, "ailleurs", None, None, "", need.otherwise) for need in found.elsewhere)])


def as_json(found: Coverage) -> str:
    """The answer as JSON (schema clausecheck-coverage-1)."""
    return json.dumps({
        "schema": "clausecheck-coverage-1", "contracts": found.contracts, "unread": found.unread,
        "indicators": [
            {"id": own.need.id, "title": own.need.title, "state": found.state(own), "covered": own.covered, "needs": list(own.need.data),
             "missing": dict(own.missing), "otherwise": own.need.otherwise} for own in found.indicators],
        "elsewhere": [{"id": need.id, "title": need.title, "note": need.otherwise} for need in found.elsewhere],
    }, ensure_ascii=False, indent=1) + "\n"
