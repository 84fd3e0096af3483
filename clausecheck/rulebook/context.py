"""Context cues: the words that make an obligation, a wish, a mention or an exclusion of a target. Data in rules/context/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clausecheck.model import Family, Force, PieceKind, SectionRole
from clausecheck.rulebook.clauses import expressions
from clausecheck.rulebook.pattern import Expression
from clausecheck.rulebook.source import Source, load_yaml

__all__ = ["Cue", "load_cues", "load_lexicon"]

_KEYS = ("id", "titre", "force", "priorite", "portee", "direction", "distance", "motifs", "sauf", "fin", "pieces", "sections", "familles",
         "polarite", "objet", "exemples", "contre_exemples")
SCOPES = ("unite", "amorce", "titre")
DIRECTIONS = ("partout", "avant", "apres")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that decide a force when they stand near a target.

    `scopes` says where they are looked for: in the unit itself, in what opens its list, in its section title. `direction`: the cue stands before the
    target ("avant"), after it, or anywhere. `distance`: most tokens between them. `until`: words between cue and target that end its reach.
    The highest `priority` wins. `positive_only`: holds for targets that are wanted, not for the named absence of something harmful.
    """

    id: str
    force: Force
    priority: int
    expressions: tuple[Expression, ...]
    scopes: frozenset[str]
    direction: str = "partout"
    distance: int = 60
    unless: tuple[Expression, ...] = ()
    until: tuple[Expression, ...] = ()
    pieces: frozenset[PieceKind] = frozenset()
    roles: frozenset[SectionRole] = frozenset()
    families: frozenset[Family] = frozenset()
    positive_only: bool = False
    what: str = ""
    title: str = ""
    line: int = 0
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


def load_lexicon(root: Path) -> dict[str, tuple[str, ...]]:
    """Word lists of rules/context/lexique.yaml: name -> patterns; empty when the file is absent."""
    path = root / "context" / "lexique.yaml"
    if not path.is_file():
        return {}
    return {name: source.texts() for name, source in load_yaml(path).keys().items()}


def load_cues(path: Path, lexicon: Mapping[str, tuple[str, ...]]) -> tuple[Cue, ...]:
    """Read one cue file: a list under `indices`."""
    keys = load_yaml(path).keys(("indices",), required=("indices",))
    return tuple(_cue(item, lexicon) for item in keys["indices"].items())


def _cue(source: Source, lexicon: Mapping[str, tuple[str, ...]]) -> Cue:
    keys = source.keys(_KEYS, required=("id", "force", "priorite", "motifs"))
    return Cue(
        id=keys["id"].text(), force=Force(keys["force"].choice(Force)), priority=int(keys["priorite"].number()),
        expressions=expressions(keys["motifs"], lexicon),
        scopes=frozenset(x.choice(SCOPES) for x in keys["portee"].items()) if "portee" in keys else frozenset(("unite",)),
        direction=keys["direction"].choice(DIRECTIONS) if "direction" in keys else "partout",
        distance=int(keys["distance"].number()) if "distance" in keys else 60,
        unless=expressions(keys.get("sauf"), lexicon), until=expressions(keys.get("fin"), lexicon),
        pieces=frozenset(PieceKind(x.choice(PieceKind)) for x in keys["pieces"].items()) if "pieces" in keys else frozenset(),
        roles=frozenset(SectionRole(x.choice(SectionRole)) for x in keys["sections"].items()) if "sections" in keys else frozenset(),
        families=frozenset(Family(x.choice(Family)) for x in keys["familles"].items()) if "familles" in keys else frozenset(),
        positive_only="polarite" in keys and keys["polarite"].choice(("positive",)) == "positive",
        what=keys["objet"].choice(("label", "clause")) if "objet" in keys else "",
        title=keys["titre"].text() if "titre" in keys else "", line=source.line,
        examples=keys["exemples"].texts() if "exemples" in keys else (),
        counter_examples=keys["contre_exemples"].texts() if "contre_exemples" in keys else (),
    )
