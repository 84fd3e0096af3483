"""What the catalogue (rules/labels) says of a label beyond its name: its products, whether it is retired, whether it is a label in law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from clausecheck.rulebook.labels import LabelRule, load_label

__all__ = ["LabelFacts", "label_facts"]


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """One label. `products` are ids of product families (empty = any, or not known). `third_party`: yes, no or unknown (R2111-14)."""

    id: str
    products: frozenset[str]
    status: str
    until: str
    replaced_by: str
    third_party: str

    def retired_on(self, on: date | None) -> bool:
        """True when the scheme had ended by that date (a year counts to its end); with no date, when it has ended at all."""
        if self.status != "retired":
            return False
        return on is None or not self.until or self.until < on.isoformat()[: len(self.until)]


@lru_cache(maxsize=512)
def label_facts(pack: Path, name: str) -> LabelFacts | None:
    """Facts of one label, read from its own file when asked for; None when the pack has no such label."""
    path = pack / "labels" / f"{name}.yaml"
    if not path.is_file():
        return None
    rule: LabelRule = load_label(path)
    state = rule.state
    return LabelFacts(rule.id, frozenset(rule.products), state.status, state.until, state.replaced_by, rule.r2111_14)
