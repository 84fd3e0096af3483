"""What is counted and what each figure means: rules/indicators/*.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from clausecheck.model import CORE, ENVIRONMENTAL, CountedClause, CountedLabel, Family, Force, Nature
from clausecheck.rulebook.pack import pack_files, pack_root
from clausecheck.rulebook.source import RuleError, Source, load_yaml

__all__ = ["COUNTS", "OBJECTS", "SCOPES", "Axis", "Definition", "Definitions", "Scope", "Select", "in_scope", "load_definitions", "sector_titles",
           "typeset"]

SCOPES = ("strict", "wide", "unspecified", "other")
OBJECTS = ("marches", "labels", "clauses", "demandes")
COUNTS = ("marches", "demandes", "differents")
_GROUPS: Mapping[str, frozenset[Family]] = {"environnement": ENVIRONMENTAL, "coeur": CORE}


_BEFORE_SIGN = re.compile(r" (?=[;:!?»%€])|(?<=«) ")


def typeset(text: str) -> str:
    """A French text of the files with the no-break spaces that French signs ask for."""
    return _BEFORE_SIGN.sub("\N{NO-BREAK SPACE}", text)


def in_scope(label: CountedLabel, scope: str) -> bool:
    """Whether a label demand counts in one of SCOPES; wide holds strict, the three others exclude one another. "" is any scope."""
    if scope == "strict":
        return label.strict
    if scope == "wide":
        return label.wide
    unspecified = label.nature is Nature.UNSPECIFIED
    if scope == "unspecified":
        return unspecified
    return not scope or not (label.wide or label.strict or unspecified)


@dataclass(frozen=True, slots=True)
class Scope:
    """One of SCOPES with its French title and definition."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Select:
    """Which demands a figure takes; empty or None means any. With families, a label belongs to the environment unless it is social."""

    families: frozenset[Family] = frozenset()
    forces: frozenset[Force] = frozenset()
    natures: frozenset[Nature] = frozenset()
    equivalent: bool | None = None
    criterion: str = ""
    """For a figure of contracts: "read" (award criteria were read), "yes" (one of them is environmental), "" (any contract)."""

    def contract(self, criterion: bool | None) -> bool:
        """Whether a contract is taken, by what is known of its award criteria."""
        return not self.criterion or (criterion is not None and (self.criterion == "read" or criterion))

    def label(self, label: CountedLabel, scope: str = "") -> bool:
        """Whether a label demand is taken."""
        return (
            in_scope(label, scope)
            and (not self.forces or label.force in self.forces)
            and (not self.natures or label.nature in self.natures)
            and (self.equivalent is None or label.equivalent is self.equivalent)
            and (not self.families or label.nature is not Nature.SOCIAL)
        )

    def clause(self, clause: CountedClause) -> bool:
        """Whether a clause demand is taken."""
        return (not self.families or clause.family in self.families) and (not self.forces or clause.force in self.forces)


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: `of` one of OBJECTS, `count` one of COUNTS, one number for each of `scopes` (("",) when it has none).

    `share_of`: id of the figure that this one is a share of. `without`: the contracts that have no such demand. `summary`: shown with the others;
    False when only the commitments of policies use it.
    """

    id: str
    title: str
    text: str
    of: str
    count: str
    scopes: tuple[str, ...]
    select: Select
    share_of: str
    without: bool
    summary: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """One breakdown (--by). `of_contract`: its value belongs to the contract, else to the demand. `unknown` is written where there is no value."""

    id: str
    title: str
    of_contract: bool
    unknown: str
    note: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything the YAML files say. `divisions` are CPV divisions with their French titles."""

    scopes: tuple[Scope, ...]
    figures: tuple[Definition, ...]
    axes: tuple[Axis, ...]
    divisions: Mapping[str, str]

    def figure(self, name: str) -> Definition:
        """The figure of that id. Raises KeyError."""
        return _named(self.figures, name)

    def axis(self, name: str) -> Axis:
        """The axis of that id. Raises KeyError."""
        return _named(self.axes, name)

    def scope(self, name: str) -> Scope:
        """The scope of that id. Raises KeyError."""
        return _named(self.scopes, name)


def _named(items: Sequence[Named], name: str) -> Named:
    for item in items:
        if item.id == name:
            return item
    raise KeyError(name)


Named = TypeVar("Named", Scope, Definition, Axis)


@lru_cache(maxsize=4)
def load_definitions(pack: Path | None = None) -> Definitions:
    """The definitions of a pack (by default the shipped one). Raises RuleError at the first faulty line."""
    folder = (pack or pack_root()) / "indicators"
    figures = load_yaml(folder / "chiffres.yaml")
    keys = figures.keys(("perimetres", "chiffres"), required=("perimetres", "chiffres"))
    scopes = tuple(_scope(item) for item in keys["perimetres"].items())
    if tuple(scope.id for scope in scopes) != SCOPES:
        raise keys["perimetres"].error(f"les périmètres sont, dans cet ordre : {', '.join(SCOPES)}")
    definitions = _figures(keys["chiffres"])
    axes_keys = load_yaml(folder / "axes.yaml").keys(("axes",), required=("axes",))
    divisions = load_yaml(folder / "divisions.yaml").keys(("divisions",), required=("divisions",))["divisions"].keys()
    return Definitions(
        scopes, definitions, tuple(_axis(item) for item in axes_keys["axes"].items()), {name: item.text() for name, item in divisions.items()})


def _scope(source: Source) -> Scope:
    keys = source.keys(("id", "titre", "definition"), required=("id", "titre", "definition"))
    return Scope(keys["id"].choice(SCOPES), typeset(keys["titre"].text()), typeset(keys["definition"].text()))


def _figures(source: Source) -> tuple[Definition, ...]:
    out: dict[str, Definition] = {}
    for item in source.items():
        figure = _figure(item)
        if figure.id in out:
            raise item.error(f"l'identifiant « {figure.id} » existe déjà")
        if figure.share_of and figure.share_of not in out:
            raise item.error(f"« part » nomme un chiffre inconnu à cet endroit : « {figure.share_of} »")
        out[figure.id] = figure
    return tuple(out.values())


def _figure(source: Source) -> Definition:
    keys = source.keys(
        ("id", "titre", "definition", "objet", "compte", "perimetres", "filtre", "part", "sans", "sommaire"),
        required=("id", "titre", "definition", "objet", "compte"))
    of, count = keys["objet"].choice(OBJECTS), keys["compte"].choice(COUNTS)
    if count == "differents" and of != "labels":
        raise source.error("« differents » ne compte que des labels")
    scopes = tuple(item.choice(SCOPES) for item in keys["perimetres"].items()) if "perimetres" in keys else ("",)
    return Definition(
        id=keys["id"].text(), title=typeset(keys["titre"].text()), text=typeset(keys["definition"].text()), of=of, count=count, scopes=scopes,
        select=_select(keys["filtre"]) if "filtre" in keys else Select(), share_of=keys["part"].text() if "part" in keys else "",
        without=keys["sans"].boolean() if "sans" in keys else False, summary=keys["sommaire"].boolean() if "sommaire" in keys else True,
    )


def _select(source: Source) -> Select:
    keys = source.keys(("familles", "forces", "natures", "equivalent", "criteres"))
    families: set[Family] = set()
    for item in keys["familles"].items() if "familles" in keys else ():
        name = item.choice((*_GROUPS, *Family))
        families |= _GROUPS.get(name) or {Family(name)}
    return Select(
        frozenset(families), frozenset(Force(item.choice(Force)) for item in keys["forces"].items()) if "forces" in keys else frozenset(),
        frozenset(Nature(item.choice(Nature)) for item in keys["natures"].items()) if "natures" in keys else frozenset(),
        keys["equivalent"].boolean() if "equivalent" in keys else None,
        {"lus": "read", "environnement": "yes"}[keys["criteres"].choice(("lus", "environnement"))] if "criteres" in keys else "")


def _axis(source: Source) -> Axis:
    keys = source.keys(("id", "titre", "porte", "inconnu", "note"), required=("id", "titre", "porte", "inconnu", "note"))
    return Axis(
        keys["id"].text(), typeset(keys["titre"].text()), keys["porte"].choice(("marche", "demande")) == "marche",
        str(keys["inconnu"].node.value), typeset(keys["note"].text()))


@lru_cache(maxsize=4)
def sector_titles(pack: Path | None = None) -> Mapping[str, str]:
    """French titles of sectors and product families by id."""
    titles: dict[str, str] = {}
    for path in pack_files(pack or pack_root(), "sectors"):
        keys = load_yaml(path).keys()
        if "id" not in keys or "titre" not in keys:
            raise RuleError(path, 1, "un secteur a un « id » et un « titre »")
        titles[keys["id"].text()] = keys["titre"].text()
        for item in keys["familles_produits"].items() if "familles_produits" in keys else ():
            own = item.keys()
            if "id" in own and "titre" in own:
                titles.setdefault(own["id"].text(), own["titre"].text())
    return titles
