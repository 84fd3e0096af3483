"""Wordings to paste (rules/wordings/*.yaml): loaded, chosen for a family, a sector and a piece, filled with their default values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.assess.vocabulary import refuse_unknown
from clausecheck.model import Family, Force, PieceKind, Stage
from clausecheck.rulebook.pack import pack_files
from clausecheck.rulebook.source import RuleError, Source, load_yaml

__all__ = ["LEVELS", "Expected", "Variable", "Wording", "load_wordings", "pick"]

LEVELS = ("socle", "ambitieux", "exemplaire")
_KEYS = ("id", "titre", "secteurs", "piece", "niveau", "texte", "variables", "preuve", "penalite", "vigilance", "base_legale", "attendu", "effort")
_REQUIRED = ("id", "titre", "piece", "niveau", "texte", "preuve", "vigilance", "base_legale", "attendu")
_VARIABLE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Variable:
    """A value the officer chooses: its name in the text, the default, and what it is."""

    name: str
    value: str
    help: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What the tool must find when it reads the wording: families, force, stage (None = any), labels by catalogue id."""

    families: frozenset[Family]
    force: Force
    stage: Stage | None
    labels: frozenset[str]


@dataclass(frozen=True)
class Wording:
    """One clause to paste. `sectors` empty means any; `text` holds variables as {name}; `penalty` is "" where none belongs."""

    id: str
    title: str
    family: Family
    sectors: frozenset[str]
    piece: PieceKind
    level: str
    text: str
    variables: tuple[Variable, ...]
    proof: str
    penalty: str
    care: str
    basis: tuple[str, ...]
    expected: Expected
    effort: int
    path: Path
    line: int

    def filled(self, values: dict[str, str] | None = None) -> str:
        """The text with each variable replaced by the given value, else its default."""
        chosen = {variable.name: variable.value for variable in self.variables} | (values or {})
        return _VARIABLE.sub(lambda match: chosen[match.group(1)], self.text)


@lru_cache(maxsize=8)
def load_wordings(pack: Path) -> tuple[Wording, ...]:
    """All wordings of a pack by id. Raises RuleError, in French, at the first faulty line."""
    out: list[Wording] = []
    for path in pack_files(pack, "wordings"):
        keys = load_yaml(path).keys(("famille", "formulations"), required=("famille", "formulations"))
        family = Family(keys["famille"].choice(Family))
        out += [_load(item, family) for item in keys["formulations"].items()]
    seen: dict[str, Wording] = {}
    for wording in out:
        if wording.id in seen:
            raise RuleError(wording.path, wording.line, f"l'identifiant « {wording.id} » existe déjà dans {seen[wording.id].path}")
        seen[wording.id] = wording
        refuse_unknown(wording.sectors, pack, wording.path, wording.line)
    return tuple(sorted(out, key=lambda wording: wording.id))


def _load(source: Source, family: Family) -> Wording:
    keys = source.keys(_KEYS, required=_REQUIRED)
    variables = tuple(_variable(name, value) for name, value in keys["variables"].keys().items()) if "variables" in keys else ()
    text = keys["texte"].text()
    unknown = set(_VARIABLE.findall(text)) ^ {variable.name for variable in variables}
    if unknown:
        raise keys["texte"].error(f"variables écrites dans le texte et déclarées ne concordent pas : {', '.join(sorted(unknown))}")
    return Wording(
        id=keys["id"].text(), title=keys["titre"].text(), family=family, piece=PieceKind(keys["piece"].choice(PieceKind)),
        sectors=frozenset(keys["secteurs"].texts()) if "secteurs" in keys else frozenset(), level=keys["niveau"].choice(LEVELS), text=text,
        variables=variables, proof=keys["preuve"].text(), penalty=keys["penalite"].text() if "penalite" in keys else "",
        care=keys["vigilance"].text(),
        basis=keys["base_legale"].texts(), expected=_expected(keys["attendu"], family),
        effort=int(keys["effort"].number()) if "effort" in keys else 1 + LEVELS.index(keys["niveau"].text()), path=source.path, line=source.line,
    )


def _variable(name: str, source: Source) -> Variable:
    keys = source.keys(("valeur", "aide"), required=("valeur", "aide"))
    return Variable(name, keys["valeur"].text(), keys["aide"].text())


def _expected(source: Source, family: Family) -> Expected:
    keys = source.keys(("familles", "force", "stade", "labels"), required=("force",))
    families = frozenset(Family(item.choice(Family)) for item in keys["familles"].items()) if "familles" in keys else frozenset({family})
    return Expected(
        families, Force(keys["force"].choice(Force)), Stage(keys["stade"].choice(Stage)) if "stade" in keys else None,
        frozenset(keys["labels"].texts()) if "labels" in keys else frozenset(),
    )


def pick(
    wordings: Iterable[Wording], *, family: Family | None = None, sectors: Iterable[str] = (), piece: PieceKind | None = None,
    level: str | None = None,
) -> list[Wording]:
    """Wordings of a family, piece and level that suit the sectors; those written for one of the sectors come before those for any."""
    wanted = frozenset(sectors)
    chosen = [
        w for w in wordings
        if (family is None or w.family is family) and (piece is None or w.piece is piece) and (level is None or w.level == level)
        and (not w.sectors or w.sectors & wanted)
    ]
    return sorted(chosen, key=lambda w: (not w.sectors, LEVELS.index(w.level), w.id))
