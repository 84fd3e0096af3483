"""The frame shared by all checks (rules/score/cadre.yaml): groups of buyers, thresholds, general sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from clausecheck.assess.phrases import Phrases, phrases
from clausecheck.assess.rules import load_date
from clausecheck.rulebook.source import Source, load_yaml

__all__ = ["Frame", "Threshold", "load_frame"]

_WORDS = (
    "travaux", "procedures_adaptees", "procedures_formalisees", "defense", "defense_sauf", "equivalence_labels", "equivalence_normes",
    "equivalence_marques", "equivalent", "existant", "penalites", "reserve", "non_reserve", "duree_sous_condition",
)
_KEYS = ("code_depuis", "acheteurs", "seuils", "normes_sauf", "labels_reglementes", "manquements", *_WORDS)


@dataclass(frozen=True, slots=True)
class Threshold:
    """European thresholds of a period, euros without tax: State, other authorities, entities, works."""

    since: date
    until: date
    state: float
    others: float
    entities: float
    works: float


@dataclass(frozen=True)
class Frame:
    """The loaded frame. `buyers` maps a group's name to kinds of buyer; `not_norms` are numbers of certifications of firms, `regulated` ids
    of the catalogue that are no labels in the sense of R2111-12 (indices, energy classes, an ecolabel without a name)."""

    code_since: date
    buyers: dict[str, frozenset[str]]
    thresholds: tuple[Threshold, ...]
    not_norms: frozenset[str]
    regulated: frozenset[str]
    words: dict[str, Phrases]
    breaches: dict[str, Phrases]

    @property
    def general_label_equivalence(self) -> Phrases:
        """Sentences that accept equivalents for all labels."""
        return self.words["equivalence_labels"]

    def kinds(self, names: tuple[str, ...]) -> frozenset[str]:
        """Kinds of buyer behind names of groups or of kinds."""
        out: set[str] = set()
        for name in names:
            out |= self.buyers.get(name, frozenset({name}))
        return frozenset(out)

    def threshold(self, on: date) -> Threshold | None:
        """The thresholds in force on a date, None when the pack does not know them."""
        return next((t for t in self.thresholds if t.since <= on <= t.until), None)


@lru_cache(maxsize=8)
def load_frame(pack: Path) -> Frame:
    """Read rules/score/cadre.yaml of a pack. Raises RuleError at the faulty line."""
    keys = load_yaml(pack / "score" / "cadre.yaml").keys(_KEYS, required=_KEYS)
    return Frame(
        load_date(keys["code_depuis"]), {name: frozenset(value.texts()) for name, value in keys["acheteurs"].keys().items()},
        tuple(_threshold(item) for item in keys["seuils"].items()), frozenset(keys["normes_sauf"].texts()),
        frozenset(keys["labels_reglementes"].texts()),
        {name: phrases(keys[name].texts()) for name in _WORDS},
        {name: phrases(value.texts()) for name, value in keys["manquements"].keys().items()},
    )


def _threshold(source: Source) -> Threshold:
    required = ("du", "au", "etat", "autres", "entites", "travaux")
    keys = source.keys(required, required=required)
    state, others, entities, works = (keys[name].number() for name in required[2:])
    return Threshold(load_date(keys["du"]), load_date(keys["au"]), state, others, entities, works)
