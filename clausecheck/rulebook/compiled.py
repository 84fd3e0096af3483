"""The compiled pack: patterns read, words inflected, written as JSON so that the next start does not do it again.

Never pickle. Strings, token elements, sequences and expressions are kept in tables and named by their index, because rules share many of them.
Examples are left out: only `rules test` needs them, and it loads from the sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from clausecheck.model import Family, Force, Nature, PieceKind, SectionRole, Stage
from clausecheck.rulebook.clauses import ClauseRule
from clausecheck.rulebook.context import Cue
from clausecheck.rulebook.labels import Alias, LabelCues, LabelRole, LabelRule, LabelState, LabelTier
from clausecheck.rulebook.pattern import Element, Expression, Sequence_

__all__ = [
    "FORMAT", "Tables", "decode_clause", "decode_cue", "decode_label", "decode_label_cues", "encode_clause", "encode_cue", "encode_label",
]

FORMAT = 2


class Tables:
    """Shared elements, sequences and expressions, while encoding or decoding."""

    def __init__(self, data: dict[str, Any] | None = None) -> None:
        self.elements: list[Any] = []
        self.sequences: list[list[int]] = []
        self._element_ids: dict[Element, int] = {}
        self._sequence_ids: dict[Sequence_, int] = {}
        self._expressions: list[Any] = []
        self._expression_ids: dict[Expression, int] = {}
        self._read: list[Expression] = _decode_expressions(data) if data else []

    def put(self, expressions: Iterable[Expression]) -> list[int]:
        """Indices of expressions, added to the tables when new."""
        return [self._expression(x) for x in expressions]

    def get(self, indices: Iterable[int]) -> tuple[Expression, ...]:
        """Expressions by their indices."""
        return tuple(self._read[i] for i in indices)

    def data(self) -> dict[str, Any]:
        """The tables as JSON values."""
        return {"elements": self.elements, "sequences": self.sequences, "expressions": self._expressions}

    def _expression(self, expression: Expression) -> int:
        known = self._expression_ids.get(expression)
        if known is None:
            sides = [[self._sequence(s) for s in side] for side in expression.sides]
            known = self._expression_ids[expression] = len(self._expressions)
            self._expressions.append([expression.text, sides, expression.distance])
        return known

    def _sequence(self, sequence: Sequence_) -> int:
        known = self._sequence_ids.get(sequence)
        if known is None:
            known = self._sequence_ids[sequence] = len(self.sequences)
            self.sequences.append([self._element(e) for e in sequence])
        return known

    def _element(self, element: Element) -> int:
        known = self._element_ids.get(element)
        if known is None:
            known = self._element_ids[element] = len(self.elements)
            self.elements.append([" ".join(sorted(element.forms)), " ".join(sorted(element.prefixes)), int(element.number), element.least,
                                  element.gap, int(element.optional), int(element.upper), element.accented])
        return known


def _decode_expressions(data: dict[str, Any]) -> list[Expression]:
    elements = [Element(frozenset(f.split()), frozenset(p.split()), bool(n), least, gap, bool(o), bool(u), a)
                for f, p, n, least, gap, o, u, a in data["elements"]]
    sequences = [tuple(elements[i] for i in row) for row in data["sequences"]]
    return [Expression(text, tuple(tuple(sequences[i] for i in side) for side in sides), distance) for text, sides, distance in data["expressions"]]


def encode_clause(rule: ClauseRule, tables: Tables, root: Path) -> list[Any]:
    """One clause rule as JSON values."""
    return [
        rule.id, rule.title, rule.family.value, rule.path.relative_to(root).as_posix(), rule.line, tables.put(rule.targets), tables.put(rule.needs),
        tables.put(rule.needs_too), tables.put(rule.unless), tables.put(rule.unless_title), sorted(rule.pieces), sorted(rule.roles),
        sorted(rule.not_roles), rule.negative, rule.force, rule.stage, rule.why, rule.status, list(rule.sources), list(rule.legal),
        list(rule.known_false), tables.put(rule.titles), rule.whole, sorted(rule.yields_to),
    ]


def decode_clause(row: list[Any], tables: Tables, root: Path) -> ClauseRule:
    """One clause rule from JSON values, without its examples."""
    return ClauseRule(
        id=row[0], title=row[1], family=Family(row[2]), path=root / row[3], line=row[4], targets=tables.get(row[5]), needs=tables.get(row[6]),
        needs_too=tables.get(row[7]), unless=tables.get(row[8]), unless_title=tables.get(row[9]), pieces=frozenset(map(PieceKind, row[10])),
        roles=frozenset(map(SectionRole, row[11])), not_roles=frozenset(map(SectionRole, row[12])), negative=row[13],
        force=Force(row[14]) if row[14] else None, stage=Stage(row[15]) if row[15] else None, why=row[16], status=row[17], sources=tuple(row[18]),
        legal=tuple(row[19]), known_false=tuple(row[20]), titles=tables.get(row[21]), whole=row[22],
        yields_to=frozenset(map(Family, row[23])),
    )


def encode_cue(cue: Cue, tables: Tables) -> list[Any]:
    """One cue as JSON values."""
    return [
        cue.id, cue.force.value, cue.priority, tables.put(cue.expressions), sorted(cue.scopes), cue.direction, cue.distance, tables.put(cue.unless),
        tables.put(cue.until), sorted(cue.pieces), sorted(cue.roles), sorted(cue.families), cue.positive_only, cue.what, cue.title, cue.line,
    ]


def decode_cue(row: list[Any], tables: Tables) -> Cue:
    """One cue from JSON values, without its examples."""
    return Cue(
        id=row[0], force=Force(row[1]), priority=row[2], expressions=tables.get(row[3]), scopes=frozenset(row[4]), direction=row[5], distance=row[6],
        unless=tables.get(row[7]), until=tables.get(row[8]), pieces=frozenset(map(PieceKind, row[9])), roles=frozenset(map(SectionRole, row[10])),
        families=frozenset(map(Family, row[11])), positive_only=row[12], what=row[13], title=row[14], line=row[15],
    )


def encode_label(rule: LabelRule, root: Path) -> dict[str, Any]:
    """One label as JSON values, without its examples."""
    row = asdict(rule)
    row.pop("examples")
    row.pop("counter_examples")
    row["path"] = rule.path.relative_to(root).as_posix()
    return row


def decode_label(row: dict[str, Any], root: Path) -> LabelRule:
    """One label from JSON values, without its examples."""
    fields = _tuples(row) | {
        "path": root / row["path"], "role": LabelRole(row["role"]), "nature": Nature(row["nature"]), "state": LabelState(**row["state"]),
        "aliases": tuple(Alias(**_tuples(alias)) for alias in row["aliases"]),
        "tiers": tuple(LabelTier(tier["name"], tuple(tier["forms"])) for tier in row["tiers"]),
    }
    return LabelRule(**fields)


def decode_label_cues(row: dict[str, Any]) -> LabelCues:
    """The shared label cues from JSON values."""
    return LabelCues(**_tuples(row))


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
