"""What the catalogue (rules/labels) says of a label beyond its name: its products, whether it is retired, whether it is a label in law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from clausecheck.rulebook.pack import pack_files
from clausecheck.rulebook.source import load_yaml

__all__ = ["LabelFacts", "load_label_facts"]


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """One label. `products` are ids of product families or of sectors (empty = not known or any). `third_party`: yes, no or unknown (R2111-14)."""

    id: str
    products: frozenset[str]
    retired: bool
    third_party: str


@lru_cache(maxsize=8)
def load_label_facts(pack: Path) -> Mapping[str, LabelFacts]:
    """Facts of every label of a pack by id."""
    facts: dict[str, LabelFacts] = {}
    for path in pack_files(pack, "labels"):
        keys = load_yaml(path).keys()
        products = frozenset(keys["produits"].texts()) if "produits" in keys else frozenset()
        status = keys["statut"].text() if "statut" in keys else ""
        third = keys["tiers"].text() if "tiers" in keys else "unknown"
        facts[keys["id"].text()] = LabelFacts(keys["id"].text(), products, status in ("retired", "retire", "retiré"), third)
    return MappingProxyType(facts)
