"""The weights of the score (rules/score/ambition.yaml and conformity.yaml), loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from clausecheck.model import APART, Family, Stage
from clausecheck.rulebook.source import Source, load_yaml

__all__ = ["AmbitionWeights", "ConformityWeights", "load_ambition", "load_conformity"]

PARTS = ("familles", "autres-familles", "labels", "critere", "suivi")


@dataclass(frozen=True)
class AmbitionWeights:
    """How the 100 points of ambition are shared; see the comments of the file."""

    parts: dict[str, float]
    one_demand: float
    place: dict[Stage, float]
    wish: float
    labels: dict[str, float]
    criterion: dict[str, float]
    follow_up: dict[str, float]
    default: dict[Family, float]
    levels: dict[str, float]


@dataclass(frozen=True)
class ConformityWeights:
    """Weight of each obligation, and what a partly met one is worth."""

    partial: float
    default: float
    weights: dict[str, float]

    def of(self, check: str) -> float:
        """Weight of one check."""
        return self.weights.get(check, self.default)

    def with_own(self, own: Mapping[str, float]) -> ConformityWeights:
        """With the buyer's weights in the place of these."""
        return replace(self, weights={**self.weights, **own})


def _numbers(source: Source, names: tuple[str, ...]) -> dict[str, float]:
    return {name: value.number() for name, value in source.keys(names, required=names).items()}


@lru_cache(maxsize=8)
def load_ambition(pack: Path) -> AmbitionWeights:
    """Read rules/score/ambition.yaml. Raises RuleError when a key is missing or the parts do not make 100."""
    required = ("parts", "une_demande", "place", "souhait", "labels", "critere", "suivi", "poids_defaut", "niveaux")
    keys = load_yaml(pack / "score" / "ambition.yaml").keys(required, required=required)
    parts = _numbers(keys["parts"], PARTS)
    if abs(sum(parts.values()) - 100) > 1e-9:
        raise keys["parts"].error("les parts du score doivent faire 100")
    return AmbitionWeights(
        parts=parts, one_demand=keys["une_demande"].number(),
        place={Stage(name): value.number() for name, value in keys["place"].keys(Stage, required=Stage).items()}, wish=keys["souhait"].number(),
        labels=_numbers(keys["labels"], ("strict", "large", "autre", "sans_nom", "sans_equivalent")),
        criterion=_numbers(keys["critere"], ("poids_plein", "sans_poids", "sans_contenu")),
        follow_up=_numbers(keys["suivi"], ("sanction", "controle", "sanction_generale", "sanction_sans_montant")),
        default={Family(name): value.number() for name, value in keys["poids_defaut"].keys([f for f in Family if f not in APART]).items()},
        levels=_numbers(keys["niveaux"], ("socle", "ambitieux", "exemplaire")),
    )


@lru_cache(maxsize=8)
def load_conformity(pack: Path) -> ConformityWeights:
    """Read rules/score/conformity.yaml."""
    required = ("partiel", "poids_defaut", "poids")
    keys = load_yaml(pack / "score" / "conformity.yaml").keys(required, required=required)
    weights = {name: value.number() for name, value in keys["poids"].keys().items()}
    return ConformityWeights(keys["partiel"].number(), keys["poids_defaut"].number(), weights)
