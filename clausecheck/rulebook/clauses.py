"""Clause rules: what a family is asked by. One rule, one file under rules/clauses/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clausecheck.model import Family, Force, PieceKind, SectionRole, Stage
from clausecheck.rulebook.pattern import Expression, PatternError, parse
from clausecheck.rulebook.source import RuleError, Source, load_yaml

__all__ = ["ClauseRule", "Example", "expressions", "load_clause_rule"]

_KEYS = (
    "id", "titre", "pourquoi", "famille", "cibles", "avec", "avec_aussi", "sauf", "titres", "toute_phrase", "sauf_titre", "pieces", "sections",
    "sauf_sections", "cede_a", "polarite",
    "force", "stade", "base_legale", "en_vigueur", "statut", "sources", "exemples", "contre_exemples", "faux_positifs_connus",
)
_EXAMPLE_KEYS = ("texte", "force", "stade", "piece", "titre", "amorce", "section")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with what must come of it. `title` and `lead` set the section title and the list opening it stands under; `line` is its line."""

    text: str
    line: int
    force: Force | None = None
    stage: Stage | None = None
    piece: PieceKind = PieceKind.CCTP
    title: str = ""
    lead: str = ""
    role: SectionRole = SectionRole.OTHER


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """One clause rule.

    `targets`: any one is enough. `needs` and `needs_too`: when given, one of each must stand in the window (unit, list opening, heads, title).
    `unless`: cancels when in the unit; `unless_title` when in the section title. `titles`: when given, one must stand in the section title.
    `whole`: any sentence of such a section, when no other environmental rule fires on it. `negative` says that the target names the absence or
    prohibition of something harmful, so that a prohibition word is the demand and not its exclusion. `force` pins the force; `stage` the stage.
    `yields_to`: families before which the rule keeps silent when they speak in the same unit, because they say the same thing more exactly.
    """

    id: str
    title: str
    family: Family
    path: Path
    line: int
    targets: tuple[Expression, ...]
    needs: tuple[Expression, ...] = ()
    needs_too: tuple[Expression, ...] = ()
    unless: tuple[Expression, ...] = ()
    unless_title: tuple[Expression, ...] = ()
    titles: tuple[Expression, ...] = ()
    whole: bool = False
    pieces: frozenset[PieceKind] = frozenset()
    roles: frozenset[SectionRole] = frozenset()
    not_roles: frozenset[SectionRole] = frozenset()
    yields_to: frozenset[Family] = frozenset()
    negative: bool = False
    force: Force | None = None
    stage: Stage | None = None
    why: str = ""
    status: str = "stable"
    sources: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()
    known_false: tuple[str, ...] = ()


def expressions(source: Source | None, lexicon: Mapping[str, tuple[str, ...]]) -> tuple[Expression, ...]:
    """Read a list of patterns; a pattern that cannot be read is a RuleError at its line."""
    if source is None:
        return ()
    found: list[Expression] = []
    for item in source.items():
        try:
            found.append(parse(item.text(), lexicon))
        except PatternError as error:
            raise item.error(str(error)) from error
    return tuple(found)


def _examples(source: Source | None) -> tuple[Example, ...]:
    out: list[Example] = []
    for item in source.items() if source else ():
        if not item.is_mapping():
            out.append(Example(item.text(), item.line))
            continue
        keys = item.keys(_EXAMPLE_KEYS, required=("texte",))
        out.append(Example(
            keys["texte"].text(), item.line,
            force=Force(keys["force"].choice(Force)) if "force" in keys else None,
            stage=Stage(keys["stade"].choice(Stage)) if "stade" in keys else None,
            piece=PieceKind(keys["piece"].choice(PieceKind)) if "piece" in keys else PieceKind.CCTP,
            title=keys["titre"].text() if "titre" in keys else "",
            lead=keys["amorce"].text() if "amorce" in keys else "",
            role=SectionRole(keys["section"].choice(SectionRole)) if "section" in keys else SectionRole.OTHER,
        ))
    return tuple(out)


def _texts(keys: Mapping[str, Source], name: str) -> tuple[str, ...]:
    return keys[name].texts() if name in keys else ()


def load_clause_rule(path: Path, lexicon: Mapping[str, tuple[str, ...]]) -> ClauseRule:
    """Read one rule file. Raises RuleError that points at the faulty line."""
    source = load_yaml(path)
    keys = source.keys(_KEYS, required=("id", "titre", "famille", "exemples"))
    rule = ClauseRule(
        id=keys["id"].text(), title=keys["titre"].text(), family=Family(keys["famille"].choice(Family)), path=path, line=source.line,
        targets=expressions(keys.get("cibles"), lexicon), needs=expressions(keys.get("avec"), lexicon),
        needs_too=expressions(keys.get("avec_aussi"), lexicon), unless=expressions(keys.get("sauf"), lexicon),
        unless_title=expressions(keys.get("sauf_titre"), lexicon), titles=expressions(keys.get("titres"), lexicon),
        whole="toute_phrase" in keys and keys["toute_phrase"].boolean(),
        pieces=frozenset(PieceKind(x.choice(PieceKind)) for x in keys["pieces"].items()) if "pieces" in keys else frozenset(),
        roles=frozenset(SectionRole(x.choice(SectionRole)) for x in keys["sections"].items()) if "sections" in keys else frozenset(),
        not_roles=frozenset(SectionRole(x.choice(SectionRole)) for x in keys["sauf_sections"].items()) if "sauf_sections" in keys else frozenset(),
        yields_to=frozenset(Family(x.choice(Family)) for x in keys["cede_a"].items()) if "cede_a" in keys else frozenset(),
        negative="polarite" in keys and keys["polarite"].choice(("positive", "negative")) == "negative",
        force=Force(keys["force"].choice(Force)) if "force" in keys else None,
        stage=Stage(keys["stade"].choice(Stage)) if "stade" in keys else None,
        why=keys["pourquoi"].text() if "pourquoi" in keys else "",
        status=keys["statut"].choice(("essai", "stable", "retirée")) if "statut" in keys else "stable",
        sources=_texts(keys, "sources"), legal=_texts(keys, "base_legale"), examples=_examples(keys["exemples"]),
        counter_examples=_examples(keys.get("contre_exemples")), known_false=_texts(keys, "faux_positifs_connus"),
    )
    if rule.id != path.stem:
        raise RuleError(path, keys["id"].line, f"l'identifiant « {rule.id} » doit être le nom du fichier « {path.stem} »")
    if not rule.targets and not (rule.whole and rule.titles):
        raise source.error("une règle sans « cibles » ne trouve rien ; il en faut, ou « toute_phrase » avec « titres »")
    if not rule.examples:
        raise keys["exemples"].error("une règle sans exemple n'est pas acceptée")
    return rule
