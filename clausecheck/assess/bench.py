"""What a check looks at, computed once for a tender: the dossier, the grid, the criteria, the brands and norms named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from clausecheck.assess.criteria import Weighed, criteria_of
from clausecheck.assess.dossier import Dossier, Found
from clausecheck.assess.frame import Frame, load_frame
from clausecheck.assess.grid import Grid, load_grid
from clausecheck.assess.labels import LabelFacts, label_facts
from clausecheck.assess.traps import Brand, Norm, find_brands, find_norms
from clausecheck.model import Family, LabelFinding

__all__ = ["Bench", "Hit", "OwnWeights"]


@dataclass(frozen=True, slots=True)
class Hit:
    """Whether a condition holds, and the words that show it (empty when it holds by absence)."""

    holds: bool
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnWeights:
    """Weights a buyer sets in the place of the pack's: of families in the score of ambition, of obligations in the score of conformity."""

    families: Mapping[Family, float] = field(default_factory=dict)
    obligations: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Bench:
    """One tender on the bench. Everything computed here is shared by all checks and policies."""

    dossier: Dossier
    pack: Path
    own: OwnWeights = field(default_factory=OwnWeights)

    @cached_property
    def grid(self) -> Grid:
        """The strength grid."""
        return load_grid(self.pack)

    @cached_property
    def frame(self) -> Frame:
        """Thresholds, groups of buyers, general sentences."""
        return load_frame(self.pack)

    def facts(self, row: LabelFinding) -> LabelFacts | None:
        """What the catalogue says of a label, by the scope it was named with when the catalogue has it."""
        return (label_facts(self.pack, row.scope) if row.scope else None) or label_facts(self.pack, row.label)

    @cached_property
    def criteria(self) -> tuple[Weighed, ...]:
        """The award criteria."""
        return criteria_of(self.dossier)

    @cached_property
    def brands(self) -> tuple[Brand, ...]:
        """The brands named."""
        return find_brands(self.dossier, self.pack)

    @cached_property
    def norms(self) -> tuple[Norm, ...]:
        """The norms named."""
        return find_norms(self.dossier, self.frame)

    @cached_property
    def general_equivalence(self) -> tuple[Found, ...]:
        """Sentences that accept equivalents for every label of the tender."""
        return tuple(self.dossier.sentences(self.frame.general_label_equivalence))
