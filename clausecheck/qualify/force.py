"""Force: which cue governs a target, in the manner of ConText; the cues are data in rules/context/force/."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausecheck.find.scan import Scanner, Span
from clausecheck.find.windows import Unit
from clausecheck.model import Family, Force
from clausecheck.rulebook.book import Rulebook
from clausecheck.rulebook.context import Cue

__all__ = ["Ruling", "Target", "rule_force"]

_SCOPE_COST = {"unite": 0, "amorce": 9, "titre": 10}


@dataclass(frozen=True, slots=True)
class Target:
    """What is judged: `start … end` in the unit; its family (None for a label); whether it names the absence of something harmful."""

    start: int
    end: int
    family: Family | None
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """The force and what decided it: `cue` id ("default:…" without a cue), the cue's words, the scope it was found in."""

    force: Force
    cue: str
    words: str
    scope: str
    priority: int


def rule_force(target: Target, unit: Unit, units: Sequence[Unit], scanner: Scanner, book: Rulebook) -> tuple[Ruling, ...]:
    """All rulings that apply, the governing one first; never empty."""
    rulings = [*_from_cues(target, unit, units, scanner, book), *_from_defaults(unit, book)]
    return tuple(sorted(rulings, key=lambda r: (-r.priority, r.cue)))


def _from_cues(target: Target, unit: Unit, units: Sequence[Unit], scanner: Scanner, book: Rulebook) -> Iterator[Ruling]:
    leads = [units[index].folded for index in unit.lead]
    for cue in book.cues:
        if not _concerns(cue, target, unit):
            continue
        places = [("unite", unit.folded)] if "unite" in cue.scopes else []
        if "amorce" in cue.scopes:
            places += [("amorce", text) for text in (*leads, *unit.heads)]
        if "titre" in cue.scopes and unit.title:
            places.append(("titre", unit.title))
        for scope, text in places:
            span = _governing(cue, target if scope == "unite" else None, text, scanner)
            if span is not None:
                yield Ruling(cue.force, cue.id, text[span[0] : span[1]], scope, cue.priority - _SCOPE_COST[scope])
                break


def _concerns(cue: Cue, target: Target, unit: Unit) -> bool:
    if cue.pieces and unit.piece not in cue.pieces:
        return False
    if cue.roles and unit.role not in cue.roles:
        return False
    if cue.families and target.family not in cue.families:
        return False
    if cue.what and (cue.what == "label") != (target.family is None):
        return False
    return not (cue.positive_only and target.negative)


def _governing(cue: Cue, target: Target | None, text: str, scanner: Scanner) -> Span | None:
    """The first span of the cue in `text` that reaches the target; None when it does not stand there or does not reach."""
    for span in scanner.found_in(cue.expressions, text):
        if target is not None and not _reaches(cue, span, target, text, scanner):
            continue
        if cue.unless and scanner.any_in(cue.unless, (text,)):
            return None
        return span
    return None


def _reaches(cue: Cue, span: Span, target: Target, text: str, scanner: Scanner) -> bool:
    before = span[0] <= target.start
    if (cue.direction == "avant" and not before) or (cue.direction == "apres" and before and span[1] <= target.start):
        return False
    low, high = (span[1], target.start) if before else (target.end, span[0])
    if low >= high:
        return True
    between = text[low:high]
    if between.count(" ") > cue.distance:
        return False
    return not (cue.until and scanner.any_in(cue.until, (between,)))


def _from_defaults(unit: Unit, book: Rulebook) -> Iterator[Ruling]:
    for default in book.defaults:
        if (default.sectors and unit.sector not in default.sectors) or (default.noted and not unit.noted):
            continue
        if (not default.pieces or unit.piece in default.pieces) and (not default.roles or unit.role in default.roles):
            name = unit.role.value if default.roles else unit.piece.value
            yield Ruling(default.force, f"default:{name}", "", "default", default.priority)
