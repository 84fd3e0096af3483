"""Which rules fire in which units, before their context is read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from clausecheck.find.gate import Gate
from clausecheck.find.scan import Scanner, Span
from clausecheck.find.windows import Unit
from clausecheck.model import ENVIRONMENTAL, BlockKind
from clausecheck.rulebook.book import Rulebook
from clausecheck.rulebook.clauses import ClauseRule
from clausecheck.rulebook.pattern import Expression

__all__ = ["Candidate", "Finder", "window"]

_MAX_LEADS = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """Rule `rule` fires in unit `unit` on `start … end` (offsets in the unit). `inherited` is true when a part stood in what the unit inherits."""

    rule: ClauseRule
    unit: int
    start: int
    end: int
    target: str
    inherited: bool = False


def window(unit: Unit, units: Sequence[Unit]) -> tuple[str, ...]:
    """Folded texts a unit inherits from: its nearest list openings, table heads, section title."""
    return tuple(dict.fromkeys(t for t in (*(units[i].folded for i in unit.lead[:_MAX_LEADS]), *unit.heads, unit.title) if t))


class Finder:
    """The gate and the index of targets of one rulebook; built once, used for every document."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.gate = Gate(rulebook.expressions())
        self._by_sequence: dict[int, list[int]] = defaultdict(list)
        for number, (_, target) in enumerate(rulebook.targets):
            for sequence in {n for side in self.gate.sides[id(target)] for n in side}:
                self._by_sequence[sequence].append(number)

    def scanner(self, *, gated: bool = True) -> Scanner:
        """A fresh scanner for one document."""
        return Scanner(self.gate, gated=gated)

    def candidates(self, units: Sequence[Unit], scanner: Scanner) -> list[Candidate]:
        """All candidates, in unit order; several rules may fire in one unit."""
        found: list[Candidate] = []
        for unit in units:
            scanner.register(unit.folded, unit.text)
        for unit in units:
            if _mute(unit):
                continue
            inherited = window(unit, units)
            for rule, target in self._possible(unit, inherited, scanner):
                if not _allowed(rule, unit):
                    continue
                hit = _hit(target, unit, inherited, scanner)
                if hit is not None and _kept(rule, unit, inherited, scanner):
                    found.append(Candidate(rule, unit.index, hit[0], hit[1], target.text, hit[2]))
        return found + self._by_title(units, scanner, {c.unit for c in found if c.rule.family in ENVIRONMENTAL})

    def _by_title(self, units: Sequence[Unit], scanner: Scanner, taken: set[int]) -> list[Candidate]:
        """Sentences that ask for something in words no rule knows, under a title that says what they are about."""
        rules = [rule for rule in self.rulebook.clauses if rule.whole and rule.id not in self.rulebook.muted]
        found: list[Candidate] = []
        for unit in units:
            if unit.index in taken or not unit.title or unit.kind is BlockKind.HEADING or not _speaks(unit):
                continue
            for rule in rules:
                if _allowed(rule, unit) and _kept(rule, unit, (), scanner):
                    found.append(Candidate(rule, unit.index, 0, len(unit.text), "titre de la section", True))
                    break
        return found

    def _possible(self, unit: Unit, inherited: tuple[str, ...], scanner: Scanner) -> list[tuple[ClauseRule, Expression]]:
        """Targets of which every side may stand in the unit or in what it inherits, and one in the unit; in the order of the book."""
        targets = self.rulebook.targets
        if not scanner.gated:
            return list(targets)
        own = scanner.possible(unit.folded)
        wide = own.union(*(scanner.possible(text) for text in inherited))
        numbers = sorted({n for sequence in own for n in self._by_sequence.get(sequence, ())})
        sides = self.gate.sides
        return [targets[n] for n in numbers if not any(wide.isdisjoint(side) for side in sides[id(targets[n][1])])]


_VERB = re.compile(
    r"\b(?:est|sont|sera|seront|doit|doivent|devra|devront|peut|fait|font|a|ont|\w{3,}(?:era|eront|ira|iront|ssent|(?<!m)ent))\b|"
    r"\b(?:il|elle|ils|elles|titulaire|prestataire|entreprise|entrepreneur|fournisseur|fabricant|candidat|soumissionnaire)"
    r"\s(?:ne |se |n'|s'|en |y )?\w+(?:e|t|d)\b"
)
"""Finite verbs by their endings, near enough to tell a sentence from a reference line."""


def _mute(unit: Unit) -> bool:
    """True for what never asks: a title, a lone word, a running header or footer without a verb (the tender's name, a page number)."""
    if unit.kind is BlockKind.HEADING or unit.folded.count(" ") < 1:
        return True
    return unit.kind in (BlockKind.HEADER, BlockKind.FOOTER) and _VERB.search(unit.folded) is None


def _speaks(unit: Unit) -> bool:
    """True for a unit that can carry a demand by itself: a sentence with a verb, or an item under an opening; not the opening itself."""
    if unit.folded.rstrip().endswith(":") or unit.folded.count(" ") < 3:
        return False
    return bool(unit.lead) or _VERB.search(unit.folded) is not None


def _allowed(rule: ClauseRule, unit: Unit) -> bool:
    if rule.pieces and unit.piece not in rule.pieces:
        return False
    if rule.roles and unit.role not in rule.roles:
        return False
    return unit.role not in rule.not_roles


def _hit(target: Expression, unit: Unit, inherited: tuple[str, ...], scanner: Scanner) -> tuple[int, int, bool] | None:
    """The first span of a target in the unit; a side may stand in what the unit inherits, but one stands in the unit itself."""
    sides = scanner.gate.sides[id(target)]
    own = [scanner.side(side, unit.folded) for side in sides]
    if all(own):
        whole = scanner.whole(target, unit.folded)
        return (*min(whole, key=lambda s: (s[1] - s[0], s[0])), False) if whole else None
    if len(own) == 1 or not any(own):
        return None
    for side, spans in zip(sides, own, strict=True):
        if not spans and not any(scanner.side(side, text) for text in inherited):
            return None
    first: Span = next(spans[0] for spans in own if spans)
    return (*first, True)


def _kept(rule: ClauseRule, unit: Unit, inherited: tuple[str, ...], scanner: Scanner) -> bool:
    texts = (unit.folded, *inherited)
    if rule.needs and not scanner.any_in(rule.needs, texts):
        return False
    if rule.needs_too and not scanner.any_in(rule.needs_too, texts):
        return False
    if rule.titles and not (unit.title and scanner.any_in(rule.titles, (unit.title,))):
        return False
    if rule.unless and scanner.any_in(rule.unless, (unit.folded,)):
        return False
    return not (rule.unless_title and unit.title and scanner.any_in(rule.unless_title, (unit.title,)))
