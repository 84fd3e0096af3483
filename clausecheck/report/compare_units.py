"""What is compared: each thing a report says is asked, once, out of its JSON form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clausecheck.assess.decisions import fingerprint
from clausecheck.model import Force
from clausecheck.report.messages import translator
from clausecheck.report.words import FORCES

__all__ = ["Unit", "piece_names", "units_of"]

Json = dict[str, Any]
_COMPARATORS = {">=": "au moins ", "<=": "au plus ", ">": "plus de ", "<": "moins de ", "=": ""}
_ORDER = ("required", "scored", "encouraged", "informative", "excluded")


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked, wished or mentioned. `key` is the label's code or the clause's family; `aside` when an officer has dismissed it."""

    what: str
    key: str
    title: str
    force: str
    quote: str
    rule: str
    document: str
    page: int | None
    section: str
    lots: tuple[str, ...]
    quantity: Json | None = None
    equivalent: bool | None = None
    tier: str | None = None
    strength: float | None = None
    aside: bool = False

    @property
    def force_word(self) -> str:
        """« exigé », « souhaité »…"""
        return FORCES[Force(self.force)]

    @property
    def quantity_words(self) -> str:
        """« au moins 20 % en valeur », "" without a figure."""
        if self.quantity is None:
            return ""
        value = translator("fr").number(self.quantity["value"], 2)
        text = f"{_COMPARATORS.get(self.quantity['comparator'], '')}{value}\N{NO-BREAK SPACE}{self.quantity['unit']} {self.quantity['of']}"
        return text.strip()

    @property
    def lot_words(self) -> str:
        """« tous les lots », « lots 1, 3 »."""
        return f"lot{'s' if len(self.lots) > 1 else ''} {', '.join(self.lots)}" if self.lots else "tous les lots"


def units_of(report: Json) -> list[Unit]:
    """Demands by their firmest place, then each other sentence once for its family or label and force, in the order of the report."""
    demands = {demand["id"]: demand for demand in report["demands"]}
    best: dict[str, tuple[int, Unit]] = {}
    singles: dict[tuple[str, str, str, str, bool], Unit] = {}
    order: list[tuple[str, Any]] = []
    for document, what, row in _rows(report):
        demand = demands.get(row["demand"] or "")
        unit = _unit(document, what, row, demand)
        if demand is not None:
            rank = _ORDER.index(row["force"])
            if demand["id"] not in best:
                order.append(("demand", demand["id"]))
            if demand["id"] not in best or rank < best[demand["id"]][0]:
                best[demand["id"]] = (rank, unit)
        else:
            key = (what, unit.key, unit.force, fingerprint(unit.quote), unit.aside)
            if key not in singles:
                singles[key] = unit
                order.append(("single", key))
    units = [best[name][1] if kind == "demand" else singles[name] for kind, name in order]
    asked = {(unit.what, unit.key) for unit in units if unit.force in _ORDER[:2]}
    # a bare mention of a label that is asked for elsewhere says nothing of its own
    return [unit for unit in units if not (unit.what == "label" and unit.force == "informative" and (unit.what, unit.key) in asked)]


def _rows(report: Json) -> Iterator[tuple[str, str, Json]]:
    for document in report["documents"]:
        for row in document["labels"]:
            yield document["name"], "label", row
        for row in document["clauses"]:
            yield document["name"], "clause", row


def _unit(document: str, what: str, row: Json, demand: Json | None) -> Unit:
    label = what == "label"
    lots = tuple(demand["lots"]) if demand is not None else tuple(lot.strip() for lot in (row["lot"] or "").split(",") if lot.strip())
    key = row["label"] if label else row["family"]
    strength = None if label else row["strength"]
    return Unit(
        what, demand["label"] if label and demand is not None else key, row["name"] if label else row["title"],
        demand["force"] if demand is not None else row["force"], row["quote"], row["rule"], document, row["page"], row["section"], lots,
        None if label else row["quantity"], row["equivalent"] if label else None, row["tier"] if label else None,
        strength["points"] if strength else None, (row["decision"] or {}).get("status") == "dismissed",
    )


def piece_names(old: Json, new: Json) -> dict[str, str]:
    """Which piece of before is which piece of after: the same name, else the same content, else the only one left of its kind."""
    names = {document["name"]: document["name"] for document in old["documents"] if document["name"] in {d["name"] for d in new["documents"]}}
    for field in ("sha256", "kind"):
        left = [d for d in old["documents"] if d["name"] not in names]
        right = [d for d in new["documents"] if d["name"] not in names.values()]
        for document in left:
            same = [d for d in right if d[field] == document[field] and d[field]]
            alone = sum(d[field] == document[field] for d in left) == 1
            if len(same) == 1 and alone:
                names[document["name"]] = same[0]["name"]
    return names
