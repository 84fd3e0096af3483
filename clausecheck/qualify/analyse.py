"""From one document to its findings: candidates, their context, one row a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clausecheck.find.candidates import Candidate, Finder
from clausecheck.find.labels import LabelMatcher
from clausecheck.find.scan import Scanner
from clausecheck.find.windows import Unit, units
from clausecheck.model import ENVIRONMENTAL, ClauseFinding, Document, Family, LabelFinding, Outline
from clausecheck.qualify.equivalence import load_equivalence_cues
from clausecheck.qualify.force import Ruling, Target, rule_force
from clausecheck.qualify.labels import label_findings
from clausecheck.qualify.quantity import quantity_in
from clausecheck.qualify.stage import stage_of
from clausecheck.qualify.wording import one_line, reasons
from clausecheck.rulebook.book import Rulebook
from clausecheck.rulebook.clauses import ClauseRule

__all__ = ["Analyser", "analyse"]


@dataclass(frozen=True, slots=True)
class _Judged:
    candidate: Candidate
    rulings: tuple[Ruling, ...]


class Analyser:
    """Applies one rulebook to documents. Build it once; `analyse` may be called for any number of documents."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.book = rulebook
        self.finder = Finder(rulebook)
        self.labels = LabelMatcher(rulebook.labels, rulebook.label_cues)
        self.equivalence = load_equivalence_cues(rulebook.root)

    def analyse(self, document: Document, outline: Outline, *, gated: bool = True) -> tuple[tuple[LabelFinding, ...], tuple[ClauseFinding, ...]]:
        """Labels and clauses of one document, in reading order. `gated=False` tries every rule on every unit; the result is the same."""
        scanner = self.finder.scanner(gated=gated)
        cut = units(document, outline)
        for unit in cut:
            scanner.register(unit.folded, unit.text)
        labels = label_findings(
            document, outline, cut, matcher=self.labels, equivalence=self.equivalence, scanner=scanner, book=self.book)
        return labels, self._clauses(document, outline, cut, scanner)

    def fired(self, document: Document, outline: Outline) -> list[str]:
        """Ids of the rules that fire anywhere in the document, before one row a place is kept."""
        return [c.rule.id for c in self.finder.candidates(units(document, outline), self.finder.scanner())]

    def _clauses(self, document: Document, outline: Outline, cut: Sequence[Unit], scanner: Scanner) -> tuple[ClauseFinding, ...]:
        candidates = _yielding(_without_openings(self.finder.candidates(cut, scanner), cut))
        judged = [_Judged(c, self._rulings(c, cut, scanner)) for c in candidates]
        rows = [self._finding(x, document, outline, cut) for x in _one_a_place(judged)]
        rows.sort(key=lambda f: (f.quote_start, f.family, f.start))
        return tuple(replace(row, id=f"c{number:04d}") for number, row in enumerate(rows, 1))

    def _rulings(self, candidate: Candidate, cut: Sequence[Unit], scanner: Scanner) -> tuple[Ruling, ...]:
        rule, unit = candidate.rule, cut[candidate.unit]
        if rule.force is not None:
            return (Ruling(rule.force, f"rule:{rule.id}", "", "rule", 100),)
        target = Target(candidate.start, candidate.end, rule.family, rule.negative)
        return rule_force(target, unit, cut, scanner, self.book)

    def _finding(self, judged: _Judged, document: Document, outline: Outline, cut: Sequence[Unit]) -> ClauseFinding:
        candidate, ruling = judged.candidate, judged.rulings[0]
        rule, unit = candidate.rule, cut[candidate.unit]
        return ClauseFinding(
            id="", family=rule.family, title=rule.title, quote=one_line(unit.text), page=document.blocks[unit.block].page, block=unit.block,
            section=outline.section_path(unit.block), lots=outline.lots_of[unit.block] if unit.block < len(outline.lots_of) else (),
            force=ruling.force, stage=stage_of(ruling.force, rule.family, unit, self.book, rule.stage), rule=rule.id,
            cues=tuple(x for x in (ruling.words,) if x), start=unit.start + candidate.start, end=unit.start + candidate.end,
            quote_start=unit.start, quote_end=unit.end, quantity=quantity_in(unit.text, candidate.start, candidate.end),
            why=(f"cible « {candidate.target} »" + (" (en partie héritée)" if candidate.inherited else ""), *reasons(judged.rulings)),
        )


def _without_openings(candidates: Sequence[Candidate], cut: Sequence[Unit]) -> list[Candidate]:
    """A list asks once: by its items when an item speaks for itself, else by its opening, whose mere kinds or examples the items are."""
    own = {(c.unit, c.rule.family) for c in candidates if not c.inherited}
    opened = {cut[c.unit].lead[0] for c in candidates if cut[c.unit].lead and not c.inherited}
    kept: list[Candidate] = []
    for candidate in candidates:
        unit = cut[candidate.unit]
        if candidate.unit in opened and unit.folded.rstrip().endswith(":"):
            continue
        if candidate.inherited and unit.lead and (unit.lead[0], candidate.rule.family) in own and unit.lead[0] not in opened:
            continue
        kept.append(candidate)
    return kept


def _yielding(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without the candidates of rules that yield to a family speaking in the same unit; two that yield to each other both stay.

    What a unit asks half by its title or table heads yields to what it asks by its own words.
    """
    spoken: dict[int, list[ClauseRule]] = defaultdict(list)
    outright: dict[int, set[Family]] = defaultdict(set)
    for candidate in candidates:
        spoken[candidate.unit].append(candidate.rule)
        if not candidate.inherited and candidate.rule.family in ENVIRONMENTAL:
            outright[candidate.unit].add(candidate.rule.family)
    kept = [c for c in candidates if not (c.rule.yields_to and any(_gives_way(c.rule, other) for other in spoken[c.unit]))]
    return [c for c in kept if not (c.inherited and outright[c.unit] - {c.rule.family})]


def _gives_way(rule: ClauseRule, other: ClauseRule) -> bool:
    return other.family in rule.yields_to and rule.family not in other.yields_to


def _one_a_place(judged: Sequence[_Judged]) -> list[_Judged]:
    """One row for a family in a unit: the candidate that stands by itself before one that inherits, then the shortest span."""
    best: dict[tuple[int, str], _Judged] = {}
    for item in judged:
        key = (item.candidate.unit, item.candidate.rule.family)
        if key not in best or _rank(item) < _rank(best[key]):
            best[key] = item
    return list(best.values())


def _rank(item: _Judged) -> tuple[bool, int, int, str]:
    candidate = item.candidate
    return (candidate.inherited, -item.rulings[0].priority if item.rulings[0].cue.startswith("rule:") else 0,
            candidate.end - candidate.start, candidate.rule.id)


def analyse(document: Document, outline: Outline, rulebook: Rulebook) -> tuple[tuple[LabelFinding, ...], tuple[ClauseFinding, ...]]:
    """Labels and clauses of one document; see Analyser for many documents."""
    return Analyser(rulebook).analyse(document, outline)
