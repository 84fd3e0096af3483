"""The controlled lists that a check, a policy or a wording may name: sectors and product families, groups and kinds of buyer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from clausecheck.rulebook.source import RuleError
from clausecheck.structure.sectors import load_sectors

__all__ = ["products_of", "refuse_unknown"]


@lru_cache(maxsize=8)
def products_of(pack: Path) -> frozenset[str]:
    """Ids of all sectors and product families of a pack."""
    sectors = load_sectors(pack)
    return frozenset(sector.id for sector in sectors) | frozenset(family.id for sector in sectors for family in sector.families)


def refuse_unknown(names: Iterable[str], pack: Path, path: Path, line: int) -> None:
    """Raise RuleError when a name is no sector or product family of the pack."""
    unknown = sorted(set(names) - products_of(pack))
    if unknown:
        raise RuleError(path, line, f"secteur ou famille de produits inconnu : {', '.join(unknown)} (liste : rules/sectors)")
