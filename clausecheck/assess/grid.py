"""The strength grid of rules/score/strength.yaml, loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.assess.phrases import Phrases, phrases
from clausecheck.model import Family, Force
from clausecheck.rulebook.source import Source, load_yaml

__all__ = ["Component", "Grid", "LegalMinimum", "load_grid"]

COMPONENTS = ("verb", "threshold", "perimeter", "proof", "openness", "control", "sanction", "beyond-law")
_KEYS = {
    "verb": ("forces", "fort", "faible"), "threshold": ("base", "niveau", "vague"), "perimeter": ("fort", "faible"),
    "proof": ("fort", "moyen", "faible", "label"), "openness": ("equivalent",), "control": ("fort", "moyen"),
    "sanction": ("mots", "generale", "sans_montant"), "beyond-law": ("rappel", "minimums"),
}
_NUMBERS = frozenset({"label", "generale", "sans_montant"})


@dataclass(frozen=True, slots=True)
class LegalMinimum:
    """What the law asks anyway: a quantity of `family` in `units` near one of `words` is beyond the law only above `value`."""

    family: Family
    units: frozenset[str]
    value: float
    words: Phrases
    source: str


@dataclass(frozen=True)
class Component:
    """One row of the grid: its French title, its points, its lists of cues and its numbers by key."""

    id: str
    title: str
    points: float
    cues: dict[str, Phrases]
    numbers: dict[str, float]


@dataclass(frozen=True)
class Grid:
    """The grid. `boilerplate` caps a clause at `boilerplate_cap` points; `penalties` (by family), `any_family`, `labels` and
    `general_breach` tell what a penalty is about."""

    components: dict[str, Component]
    forces: dict[Force, float]
    minimums: tuple[LegalMinimum, ...]
    boilerplate: Phrases
    boilerplate_families: frozenset[Family]
    boilerplate_words: int
    boilerplate_cap: float
    penalties: dict[Family, Phrases]
    any_family: Phrases
    labels: Phrases
    general_breach: Phrases

    @property
    def out_of(self) -> float:
        """The most points a clause can have."""
        return sum(component.points for component in self.components.values())


@lru_cache(maxsize=8)
def load_grid(pack: Path) -> Grid:
    """Read rules/score/strength.yaml of a pack. Raises RuleError, in French, at the faulty line."""
    top = load_yaml(pack / "score" / "strength.yaml")
    extra = ("formules", "penalites", "penalites_labels", "manquement_general")
    keys = top.keys((*COMPONENTS, *extra), required=(*COMPONENTS, *extra))
    components = {name: _component(name, keys[name]) for name in COMPONENTS}
    verb = keys["verb"].keys(("titre", "points", *_KEYS["verb"]))
    forces = {Force(name): value.number() for name, value in verb["forces"].keys(Force, required=Force).items()}
    beyond = keys["beyond-law"].keys(("titre", "points", *_KEYS["beyond-law"]))
    formula = ("plafond", "familles", "mots_au_plus", "mots")
    boilerplate = keys["formules"].keys(formula, required=formula)
    penalties = keys["penalites"].keys(("toutes", *Family), required=("toutes",))
    return Grid(
        components=components, forces=forces, minimums=tuple(_minimum(item) for item in beyond["minimums"].items()),
        boilerplate=phrases(boilerplate["mots"].texts()), boilerplate_cap=boilerplate["plafond"].number(),
        boilerplate_families=frozenset(Family(x.choice(Family)) for x in boilerplate["familles"].items()),
        boilerplate_words=int(boilerplate["mots_au_plus"].number()),
        penalties={Family(name): phrases(value.texts()) for name, value in penalties.items() if name != "toutes"},
        any_family=phrases(penalties["toutes"].texts()), labels=phrases(keys["penalites_labels"].texts()),
        general_breach=phrases(keys["manquement_general"].texts()),
    )


def _component(name: str, source: Source) -> Component:
    keys = source.keys(("titre", "points", *_KEYS[name]), required=("titre", "points"))
    numbers = {key: keys[key].number() for key in _NUMBERS & keys.keys()}
    cues = {key: phrases(keys[key].texts()) for key in _KEYS[name] if key in keys and key not in (*_NUMBERS, "forces", "minimums")}
    return Component(name, keys["titre"].text(), keys["points"].number(), cues, numbers)


def _minimum(source: Source) -> LegalMinimum:
    required = ("famille", "unites", "valeur", "mots", "source")
    keys = source.keys(required, required=required)
    return LegalMinimum(
        Family(keys["famille"].choice(Family)), frozenset(keys["unites"].texts()), keys["valeur"].number(), phrases(keys["mots"].texts()),
        keys["source"].text(),
    )
