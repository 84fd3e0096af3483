"""The Rulebook: everything the engine needs from the rule pack, loaded once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from clausecheck import __version__
from clausecheck.model import Family, Force, PieceKind, SectionRole, Stage
from clausecheck.rulebook.cache import read_cache, write_cache
from clausecheck.rulebook.clauses import ClauseRule, load_clause_rule
from clausecheck.rulebook.compiled import (
    FORMAT,
    Tables,
    decode_clause,
    decode_cue,
    decode_label,
    decode_label_cues,
    encode_clause,
    encode_cue,
    encode_label,
)
from clausecheck.rulebook.context import Cue, load_cues, load_lexicon
from clausecheck.rulebook.labels import LabelCues, LabelRule, load_label_cues, load_labels
from clausecheck.rulebook.pack import pack_files, pack_root, pack_sha256
from clausecheck.rulebook.pattern import Expression
from clausecheck.rulebook.source import RuleError, load_yaml

__all__ = ["Default", "Rulebook", "load", "refuse_doubles"]

_CUE_FOLDERS = "context/force"


@dataclass(frozen=True, slots=True)
class Default:
    """What holds without a cue: in these pieces, sections and sectors (empty = any), this force, with the priority of a cue.

    `noted`: only in a section that says that what the tenderer writes is judged.
    """

    pieces: frozenset[PieceKind]
    roles: frozenset[SectionRole]
    force: Force
    priority: int
    sectors: frozenset[str] = frozenset()
    noted: bool = False


@dataclass(frozen=True)
class Rulebook:
    """A loaded rule pack. `root` is its folder; `sha256` identifies its contents."""

    root: Path
    lexicon: dict[str, tuple[str, ...]]
    clauses: tuple[ClauseRule, ...]
    cues: tuple[Cue, ...]
    defaults: tuple[Default, ...]
    stages: dict[Family, Stage]
    labels: tuple[LabelRule, ...]
    label_cues: LabelCues
    sha256: str = ""
    version: str = ""
    muted: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def by_id(self) -> dict[str, ClauseRule]:
        """Clause rules by their id."""
        return {rule.id: rule for rule in self.clauses}

    def expressions(self) -> Iterator[Expression]:
        """Every expression of the book."""
        for rule in self.clauses:
            yield from (*rule.targets, *rule.needs, *rule.needs_too, *rule.unless, *rule.unless_title, *rule.titles)
        for cue in self.cues:
            yield from (*cue.expressions, *cue.unless, *cue.until)

    @cached_property
    def targets(self) -> tuple[tuple[ClauseRule, Expression], ...]:
        """All (rule, target) pairs."""
        return tuple((rule, target) for rule in self.clauses if rule.id not in self.muted for target in rule.targets)


def load(root: Path | None = None, *, cached: bool = True) -> Rulebook:
    """Load the pack at `root` (the shipped one by default), from the compiled copy when there is one (then without examples).

    Raises RuleError for the first file that cannot be used.
    """
    folder = root or pack_root()
    sha256 = pack_sha256(folder)
    key = f"pack-{FORMAT}-{__version__}-{_compiler()}-{sha256[:32]}"
    stored = read_cache(key) if cached else None
    if stored is not None:
        return _restore(stored, folder, sha256)
    book = _load_sources(folder, sha256)
    if cached:
        write_cache(key, _compiled(book))
    return book


def _compiler() -> str:
    """A digest of the modules that read patterns: a changed reader makes old copies useless."""
    here = Path(__file__).parent
    names = ("pattern.py", "forms.py", "clauses.py", "context.py", "labels.py", "compiled.py")
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in names)).hexdigest()[:8]


def _load_sources(folder: Path, sha256: str) -> Rulebook:
    lexicon = load_lexicon(folder)
    clauses = tuple(load_clause_rule(path, lexicon) for path in pack_files(folder, "clauses"))
    refuse_doubles(clauses)
    cues = tuple(cue for path in pack_files(folder, _CUE_FOLDERS) for cue in load_cues(path, lexicon))
    defaults, stages = _load_defaults(folder)
    labels, label_cues = load_labels(folder), load_label_cues(folder)
    return Rulebook(folder, lexicon, clauses, cues, defaults, stages, labels, label_cues, sha256=sha256, version=_version(folder))


def refuse_doubles(rules: tuple[ClauseRule, ...]) -> None:
    """Raises RuleError when two rules have the same id."""
    seen: dict[str, list[ClauseRule]] = defaultdict(list)
    for rule in rules:
        seen[rule.id].append(rule)
    for same in seen.values():
        if len(same) > 1:
            raise RuleError(same[1].path, same[1].line, f"l'identifiant « {same[1].id} » existe déjà dans {same[0].path}")


def _load_defaults(root: Path) -> tuple[tuple[Default, ...], dict[Family, Stage]]:
    keys = load_yaml(root / "context" / "defauts.yaml").keys(("forces", "stades"), required=("forces", "stades"))
    defaults = []
    for item in keys["forces"].items():
        entry = item.keys(("pieces", "sections", "secteurs", "notees", "force", "priorite"), required=("force", "priorite"))
        defaults.append(Default(
            frozenset(PieceKind(x.choice(PieceKind)) for x in entry["pieces"].items()) if "pieces" in entry else frozenset(),
            frozenset(SectionRole(x.choice(SectionRole)) for x in entry["sections"].items()) if "sections" in entry else frozenset(),
            Force(entry["force"].choice(Force)), int(entry["priorite"].number()),
            frozenset(entry["secteurs"].texts()) if "secteurs" in entry else frozenset(), "notees" in entry and entry["notees"].boolean(),
        ))
    stages = {Family(name): Stage(value.choice(Stage)) for name, value in keys["stades"].keys(Family).items()}
    return tuple(defaults), stages


def _version(root: Path) -> str:
    path = root / "version.yaml"
    return load_yaml(path).keys(("version",), required=("version",))["version"].text() if path.is_file() else ""


def _compiled(book: Rulebook) -> dict[str, Any]:
    tables = Tables()
    clauses = [encode_clause(rule, tables, book.root) for rule in book.clauses]
    cues = [encode_cue(cue, tables) for cue in book.cues]
    defaults = [[sorted(d.pieces), sorted(d.roles), d.force.value, d.priority, sorted(d.sectors), d.noted] for d in book.defaults]
    return {"tables": tables.data(), "clauses": clauses, "cues": cues, "defaults": defaults, "lexicon": book.lexicon,
            "stages": book.stages, "version": book.version, "labels": [encode_label(rule, book.root) for rule in book.labels],
            "label_cues": asdict(book.label_cues)}


def _restore(data: dict[str, Any], root: Path, sha256: str) -> Rulebook:
    tables = Tables(data["tables"])
    return Rulebook(
        root, {name: tuple(words) for name, words in data["lexicon"].items()},
        tuple(decode_clause(row, tables, root) for row in data["clauses"]), tuple(decode_cue(row, tables) for row in data["cues"]),
        tuple(Default(frozenset(map(PieceKind, p)), frozenset(map(SectionRole, r)), Force(f), n, frozenset(k), noted)
              for p, r, f, n, k, noted in data["defaults"]),
        {Family(name): Stage(value) for name, value in data["stages"].items()},
        tuple(decode_label(row, root) for row in data["labels"]), decode_label_cues(data["label_cues"]), sha256=sha256, version=data["version"],
    )
