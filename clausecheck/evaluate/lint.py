"""Rules looked over by rules: doubles, patterns that can never fire, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from clausecheck.rulebook.book import Rulebook
from clausecheck.rulebook.clauses import ClauseRule
from clausecheck.rulebook.pattern import Expression

__all__ = ["Remark", "lint"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark. `grave` is true for what makes the build fail; `message` is French."""

    rule: str
    path: str
    line: int
    message: str
    grave: bool = False


def lint(book: Rulebook) -> list[Remark]:
    """All remarks on the clause rules of a book loaded from its sources (with examples), by file."""
    remarks = [*_doubles(book)]
    for rule in book.clauses:
        remarks += [Remark(rule.id, str(rule.path), rule.line, message, grave) for message, grave in _of_rule(rule)]
    return sorted(remarks, key=lambda r: (r.path, r.line, r.message))


def _doubles(book: Rulebook) -> Iterator[Remark]:
    """The same target in two rules of one family, which then always fire together."""
    seen: dict[tuple[str, object], ClauseRule] = {}
    for rule in book.clauses:
        for target in rule.targets:
            key = (rule.family.value, (target.sides, rule.needs, rule.titles))
            other = seen.setdefault(key, rule)
            if other is not rule:
                yield Remark(rule.id, str(rule.path), rule.line, f"la cible « {target.text} » est déjà dans la règle « {other.id} »", True)
    texts: dict[str, list[ClauseRule]] = defaultdict(list)
    for rule in book.clauses:
        texts[rule.title].append(rule)
    for title, rules in texts.items():
        for rule in rules[1:]:
            yield Remark(rule.id, str(rule.path), rule.line, f"même titre que la règle « {rules[0].id} » : « {title} »")


def _of_rule(rule: ClauseRule) -> Iterator[tuple[str, bool]]:
    if not rule.why:
        yield "il manque « pourquoi »", True
    if not rule.counter_examples:
        yield "aucun contre-exemple", False
    if len({e.force for e in rule.examples}) == 1 and len(rule.examples) == 1:
        yield "un seul exemple", False
    written: set[tuple[object, int]] = set()
    for target in rule.targets:
        if (target.sides, target.distance) in written:
            yield f"la cible « {target.text} » est écrite deux fois", True
        written.add((target.sides, target.distance))
        for unless in rule.unless:
            if _covers(unless, target):
                yield f"la cible « {target.text} » ne peut jamais aboutir : « sauf {unless.text} » l'annule toujours", True
    if rule.status == "stable" and rule.legal and not rule.sources:
        yield "une base légale sans source", False


def _covers(unless: Expression, target: Expression) -> bool:
    """True when every text that holds the target holds the exception: one side, and all its sequences among those of the target's side."""
    return len(unless.sides) == 1 and any(set(side) <= set(unless.sides[0]) for side in target.sides)
