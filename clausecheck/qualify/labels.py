"""From label candidates to label findings: their force, stage and whether equivalents are accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clausecheck.find.labels import LabelCandidate, LabelMatcher
from clausecheck.find.scan import Scanner
from clausecheck.find.windows import Unit
from clausecheck.model import Document, Force, LabelFinding, Nature, Outline
from clausecheck.qualify.equivalence import Equivalence, EquivalenceCues
from clausecheck.qualify.force import Target, rule_force
from clausecheck.qualify.stage import stage_of
from clausecheck.qualify.wording import one_line, reasons
from clausecheck.rulebook.book import Rulebook

__all__ = ["label_findings"]

_GENERIC = "generic-ecolabel"


def label_findings(
    document: Document, outline: Outline, cut: Sequence[Unit], *, matcher: LabelMatcher, equivalence: EquivalenceCues, scanner: Scanner,
    book: Rulebook,
) -> tuple[LabelFinding, ...]:
    """All labels of a document, in reading order, ids l0001…"""
    named = matcher.find(cut, document)
    found = [c for c in named.candidates if c.scope not in book.muted]
    accepted = Equivalence(cut, named, equivalence, document)
    rows = [_finding(candidate, accepted.why(candidate.unit), document, outline, cut, matcher, scanner, book) for candidate in found]
    rows.sort(key=lambda row: (row.start, row.label))
    return tuple(replace(row, id=f"l{number:04d}") for number, row in enumerate(rows, 1))


def _finding(
    candidate: LabelCandidate, accepts: str, document: Document, outline: Outline, cut: Sequence[Unit], matcher: LabelMatcher, scanner: Scanner,
    book: Rulebook,
) -> LabelFinding:
    unit, rule = cut[candidate.unit], matcher.by_id[candidate.scope]
    target = Target(candidate.start - unit.start, candidate.end - unit.start, None)
    rulings = rule_force(target, unit, cut, scanner, book)
    force = rulings[0].force
    told = (f"équivalents admis : « {accepts} »",) if accepts else ()
    asked = force not in (Force.INFORMATIVE, Force.EXCLUDED)
    return LabelFinding(
        id="", label=candidate.label, name=rule.name, nature=Nature.UNSPECIFIED if candidate.scope == _GENERIC else rule.nature, strict=rule.strict,
        tier=candidate.tier, quote=one_line(unit.text), page=document.blocks[unit.block].page, block=unit.block,
        section=outline.section_path(unit.block), lots=outline.lots_of[unit.block] if unit.block < len(outline.lots_of) else (), force=force,
        stage=stage_of(force, None, unit, book), equivalent=bool(accepts) if asked else None, rule=candidate.scope,
        cues=tuple(x for x in (rulings[0].words,) if x), start=candidate.start, end=candidate.end, quote_start=unit.start, quote_end=unit.end,
        scope=candidate.scope, note=candidate.note, why=(f"nom « {candidate.alias} »", *reasons(rulings), *told),
    )
