"""The conditions of checks and policies: predicates with their filters, joined by `tous`, `un`, `aucun`.

    si: {clause: {familles: [reuse], forces: [required]}}
    si: {tous: [{label: {}}, {aucun: [{texte: {mots: ["tout moyen"]}}]}]}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from clausecheck.assess.phrases import NO_PHRASES, Phrases, phrases
from clausecheck.model import CORE, ENVIRONMENTAL, CriterionKind, Family, Force, Nature, PieceKind, SectionRole, Stage
from clausecheck.rulebook.source import Source

__all__ = ["JOINERS", "KEYS", "Condition", "Filters", "load_condition"]

JOINERS = ("tous", "un", "aucun")
_FINDING = ("forces", "stades", "pieces", "mots", "sauf", "autour", "hors_sections", "sections")
KEYS: dict[str, tuple[str, ...]] = {
    "critere": ("environnemental", "natures", "seul", "lus", "poids_min", "pondere", "contenu", "niveau", "chaque_lot", "mots", "sauf", "somme"),
    "clause": (*_FINDING, "familles", "quantite", "valeur_min", "unites", "formule", "points_min", "composante"),
    "label": (*_FINDING, "natures_label", "ids", "sauf_ids", "strict", "equivalent", "qualites", "retire", "hors_produit", "generique", "reglemente"),
    "texte": ("mots", "avec", "sauf", "autour", "pieces", "sections", "hors_sections"),
    "marque": ("etat", "pieces"),
    "norme": ("equivalent", "pieces"),
}
_GROUPS: dict[str, frozenset[Family]] = {"environnement": ENVIRONMENTAL, "coeur": CORE}
E = TypeVar("E", Family, Force, Stage, PieceKind, SectionRole, Nature, CriterionKind)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a predicate looks for; empty or None means "any".

    Words are sought in the sentence (`words`, and `with_words` too), beside it (`around`), or refused in it (`unless`).
    """

    words: Phrases = NO_PHRASES
    with_words: Phrases = NO_PHRASES
    unless: Phrases = NO_PHRASES
    around: Phrases = NO_PHRASES
    forces: frozenset[Force] = frozenset()
    stages: frozenset[Stage] = frozenset()
    pieces: frozenset[PieceKind] = frozenset()
    roles: frozenset[SectionRole] = frozenset()
    not_roles: frozenset[SectionRole] = frozenset()
    families: frozenset[Family] = frozenset()
    natures: frozenset[Nature] = frozenset()
    kinds: frozenset[CriterionKind] = frozenset()
    ids: frozenset[str] = frozenset()
    not_ids: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    flags: tuple[tuple[str, bool], ...] = ()
    least: float | None = None
    component: str = ""
    state: str = ""
    level: str = ""

    def flag(self, name: str) -> bool | None:
        """The value of a yes/no filter, None when it is not set."""
        return dict(self.flags).get(name)


@dataclass(frozen=True, slots=True)
class Condition:
    """A predicate with its filters, or a joiner over `parts`."""

    name: str
    filters: Filters = Filters()
    parts: tuple[Condition, ...] = ()


_FLAGS = frozenset({
    "environnemental", "seul", "lus", "pondere", "contenu", "chaque_lot", "quantite", "formule", "strict", "equivalent", "qualites",
    "retire", "hors_produit", "generique", "reglemente",
})


def load_condition(source: Source) -> Condition:
    """Read one condition. Raises RuleError at the faulty line."""
    keys = source.keys((*JOINERS, *KEYS))
    if len(keys) != 1:
        raise source.error("une seule condition est attendue ici ; pour en joindre plusieurs, écrivez « tous: » ou « un: »")
    name, value = next(iter(keys.items()))
    if name in JOINERS:
        parts = tuple(load_condition(item) for item in value.items())
        if not parts:
            raise value.error(f"« {name} » demande au moins une condition")
        return Condition(name, parts=parts)
    return Condition(name, filters=_load_filters(value, KEYS[name]))


def _enums(source: Source | None, kind: type[E]) -> frozenset[E]:
    return frozenset(kind(item.choice(kind)) for item in source.items()) if source is not None else frozenset()


def _words(source: Source | None) -> Phrases:
    return phrases(source.texts()) if source is not None else NO_PHRASES


def _texts(source: Source | None) -> frozenset[str]:
    return frozenset(source.texts()) if source is not None else frozenset()


def _families(source: Source | None) -> frozenset[Family]:
    if source is None:
        return frozenset()
    out: set[Family] = set()
    for item in source.items():
        name = item.choice((*_GROUPS, *Family))
        out |= _GROUPS[name] if name in _GROUPS else {Family(name)}
    return frozenset(out)


def _load_filters(source: Source, allowed: Iterable[str]) -> Filters:
    keys = source.keys(allowed)
    least = keys.get("poids_min") or keys.get("valeur_min") or keys.get("points_min")
    return Filters(
        words=_words(keys.get("mots")), with_words=_words(keys.get("avec")), unless=_words(keys.get("sauf")), around=_words(keys.get("autour")),
        forces=_enums(keys.get("forces"), Force), stages=_enums(keys.get("stades"), Stage), pieces=_enums(keys.get("pieces"), PieceKind),
        roles=_enums(keys.get("sections"), SectionRole), not_roles=_enums(keys.get("hors_sections"), SectionRole),
        families=_families(keys.get("familles")), natures=_enums(keys.get("natures_label"), Nature), kinds=_enums(keys.get("natures"), CriterionKind),
        ids=_texts(keys.get("ids")), not_ids=_texts(keys.get("sauf_ids")), units=_texts(keys.get("unites")),
        flags=tuple(sorted((name, keys[name].boolean()) for name in _FLAGS & keys.keys())), least=least.number() if least else None,
        component=keys["composante"].text() if "composante" in keys else "",
        state=_state(keys),
        level=keys["niveau"].choice(("racine", "sous-critere")) if "niveau" in keys else "",
    )


def _state(keys: dict[str, Source]) -> str:
    """The state of a brand (`etat`) or of a sum of weights (`somme`)."""
    if "etat" in keys:
        return keys["etat"].choice(("ferme", "ouvert", "justifie", "douteux"))
    return keys["somme"].choice(("trop", "trop-peu")) if "somme" in keys else ""
