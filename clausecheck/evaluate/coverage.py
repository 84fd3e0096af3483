"""How the rules behave on a corpus: which never fire, fire everywhere, fire only with another; how often each is right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausecheck.evaluate.match import MIN_OVERLAP, overlap, quote_words
from clausecheck.evaluate.run import load_gold
from clausecheck.find.windows import units
from clausecheck.model import Status
from clausecheck.qualify.analyse import Analyser
from clausecheck.read import read
from clausecheck.structure import load_resources, outline

__all__ = ["Coverage", "RuleScore", "coverage", "rule_scores"]

_EVERYWHERE = 0.6
_DEMAND = ("required", "scored")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a corpus says of the rules.

    `fired`: rule -> documents in which it fired; `always_with`: rule -> another that fired in each of its units.
    """

    documents: int
    fired: dict[str, int]
    never: tuple[str, ...]
    everywhere: tuple[str, ...]
    always_with: dict[str, str]


@dataclass(frozen=True, slots=True)
class RuleScore:
    """Demands found by a rule: of the family annotated at that place, of another family there, or where nothing is asked."""

    rule: str
    right: int
    other_family: int
    false: int

    @property
    def precision(self) -> float | None:
        """Share of its demands that are right; None when it found none."""
        total = self.right + self.other_family + self.false
        return self.right / total if total else None


def coverage(analyser: Analyser, paths: Iterable[Path]) -> Coverage:
    """Run every rule over the files; unreadable files count as documents in which nothing fired."""
    documents = 0
    fired: Counter[str] = Counter()
    together: dict[str, Counter[str]] = defaultdict(Counter)
    places: Counter[str] = Counter()
    resources = load_resources()
    for path in paths:
        documents += 1
        document = read(path)
        if document.reading.status is Status.FAILED:
            continue
        understood = outline(document, resources=resources)
        by_unit: dict[int, set[str]] = defaultdict(set)
        for candidate in analyser.finder.candidates(units(document, understood), analyser.finder.scanner()):
            by_unit[candidate.unit].add(candidate.rule.id)
        fired.update({rule for rules in by_unit.values() for rule in rules})
        for rules in by_unit.values():
            places.update(rules)
            for rule in rules:
                together[rule].update(rules - {rule})
    known = [rule.id for rule in analyser.book.clauses]
    always = {rule: other for rule in known if places[rule] > 1 for other, n in together[rule].most_common(1) if n == places[rule]}
    return Coverage(
        documents, {rule: fired[rule] for rule in known}, tuple(r for r in known if not fired[r]),
        tuple(r for r in known if documents and fired[r] > _EVERYWHERE * documents), always)


def rule_scores(analyser: Analyser, gold_folder: Path, files: Path) -> list[RuleScore]:
    """Each rule's demands held against the gold of a folder; raises GoldError when it holds none. Files without gold are passed over."""
    right: Counter[str] = Counter()
    other: Counter[str] = Counter()
    false: Counter[str] = Counter()
    resources = load_resources()
    for gold in load_gold(gold_folder):
        for path in sorted(files.glob(f"{gold['doc']}.*"))[:1]:
            document = read(path)
            _, clauses = analyser.analyse(document, outline(document, resources=resources))
            for clause in clauses:
                if clause.force.demand:
                    outcome = _outcome(quote_words(clause.quote), clause.family.value, gold)
                    {"right": right, "other": other, "false": false, "neutral": Counter()}[outcome][clause.rule] += 1
    return [RuleScore(r.id, right[r.id], other[r.id], false[r.id]) for r in analyser.book.clauses]


def _outcome(quote: Sequence[str], family: str, gold: dict[str, Any]) -> str:
    here = [c for c in gold["clauses"] if overlap(quote_words(c["quote"]), quote) >= MIN_OVERLAP]
    asked = [c for c in here if c["force"] in _DEMAND or c.get("optional")]
    if any(c["family"] == family for c in asked):
        return "right"
    if asked:
        return "other"
    neutral = [*(x["quote"] for x in gold["labels"]), *(c["name"] for c in gold["criteria"])]
    return "neutral" if any(overlap(quote_words(text), quote) >= MIN_OVERLAP for text in neutral) else "false"
