"""The words of a line to its product family, its state and its repairability."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clausecheck.indicators.purchases_model import CIRCULAR, Condition
from clausecheck.indicators.purchases_rules import ACCESSORY, SERVICE, PurchaseRules
from clausecheck.text import fold
from clausecheck.text.numbers import NUMBER, parse_number

__all__ = ["Repair", "State", "name_of", "repair_of", "state_of"]

_PERCENT_BEFORE = re.compile(rf"(?<![\da-z,.])({NUMBER})\s*%\s*(?:[a-z']+\s+|[a-z]+'){{0,5}}$")
_PERCENT_AFTER = re.compile(rf"^[^.;\d%]{{0,25}}?({NUMBER})\s*%")
_INDEX = re.compile(r"^[^\d.;]{0,25}?(\d{1,2}(?:[.,]\d{1,2})?)(?!\s*%)(?![\d.,]*\d)\s*(?:/\s*(\d+)|sur\s+(\d+))?")
_CLASS = re.compile(r"^[^\d.;]{0,12}?(?<![a-z])([a-e])(?![a-z'])")


@dataclass(frozen=True, slots=True)
class State:
    """What a text says of the state of a product. `percent` is the recycled content when written, `denied` states it says the product has not."""

    conditions: tuple[Condition, ...] = ()
    percent: float | None = None
    ambiguous: bool = False
    denied: frozenset[Condition] = frozenset()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions or self.denied or self.ambiguous)


@dataclass(frozen=True, slots=True)
class Repair:
    """`index` out of 10, `letter` of the European class, `said`: the text calls the product repairable."""

    index: float | None = None
    letter: str = ""
    said: bool = False


@dataclass(slots=True)
class _Marks:
    """States found one after the other, as (state, start, end)."""

    held: list[tuple[Condition, int, int]] = field(default_factory=list)
    denied: set[Condition] = field(default_factory=set)
    percent: float | None = None


def name_of(text: str, rules: PurchaseRules) -> tuple[str, str]:
    """(family id, SERVICE, ACCESSORY or "", the words that decided): the leftmost words of a designation name the thing, the longest when two begin
    there (« housse pour tablette » is a cover)."""
    folded = fold(text)
    hits = rules.names.find_all(folded)
    if not hits:
        return "", ""
    # a family wins over a service or an accessory of the same words
    name, hit = min(hits.items(), key=lambda item: (item[1].start(), -item[1].end(), item[0] in (SERVICE, ACCESSORY)))
    return name, text[hit.start() : hit.end()]


def state_of(text: str, rules: PurchaseRules) -> State:
    """What a text says of the state: negatives (« non reconditionné », « sans matière recyclée », « 0 % recyclé ») deny it, « neuf ou reconditionné »
    leaves the choice, and percentages beside « recyclé » are its content."""
    folded = fold(text)
    marks = _Marks()
    free = 0
    hits = [(hit.start(), -hit.end(), name) for name, cues in rules.states for hit in cues.finditer(folded)]
    for start, back, name in sorted(hits, key=lambda item: (item[0], item[1], item[2] is not None)):
        end = -back
        if start < free:
            continue
        free = end
        if name is not None:
            _mark(folded, name, start, end, marks, rules)
    kinds = {name for name, _, _ in marks.held}
    ambiguous = _choice(folded, marks, rules) or (Condition.NEW in kinds and bool(kinds & {Condition.RECONDITIONED, Condition.REUSED}))
    words = tuple(dict.fromkeys(text[start:end] for _, start, end in marks.held))
    kept = () if ambiguous else tuple(condition for condition in Condition if condition in kinds)
    return State(kept, None if ambiguous else marks.percent, ambiguous, frozenset(marks.denied - kinds), words)


def _mark(folded: str, name: Condition, start: int, end: int, marks: _Marks, rules: PurchaseRules) -> None:
    if rules.before.search(folded[:start]) or rules.after.match(folded[end:]):
        marks.denied.add(name)
        return
    if name is Condition.RECYCLED:
        percent = _percent(folded, start, end)
        if percent == 0:
            marks.denied.add(name)
            return
        marks.percent = percent if percent is not None else marks.percent
    marks.held.append((name, start, end))


def _percent(folded: str, start: int, end: int) -> float | None:
    found = _PERCENT_BEFORE.search(folded[max(0, start - 60) : start]) or _PERCENT_AFTER.match(folded[end : end + 45])
    value = parse_number(found.group(1)) if found else None
    return value if value is not None and value <= 100 else None


def _choice(folded: str, marks: _Marks, rules: PurchaseRules) -> bool:
    """True when a circular state stands beside « ou » and the other side is not circular too (« reconditionné ou d'occasion » is no choice)."""
    places = [(start, end) for name, start, end in marks.held if name in CIRCULAR]
    for start, end in places:
        after = rules.choice_after.match(folded[end:])
        if after and not any(end <= other < end + after.end() + 30 for other, _ in places):
            return True
        before = rules.choice_before.search(folded[:start])
        if before and not any(other_end <= before.start() + 1 and before.start() - other_end < 30 for _, other_end in places if other_end <= start):
            return True
    return False


def repair_of(text: str, rules: PurchaseRules) -> Repair:
    """The repairability written in a text: an index out of 10 (another scale is not read), a class A–E, or the word « réparable »."""
    folded = fold(text)
    index, letter = None, ""
    hit = rules.class_words.find(folded)
    if hit:
        found = _CLASS.match(folded[hit.end() : hit.end() + 16])
        letter = found.group(1).upper() if found else ""
    hit = None if letter else rules.index_words.find(folded)
    while hit is not None and index is None:
        found = _INDEX.match(folded[hit.end() : hit.end() + 45])
        if found and (found.group(2) or found.group(3) or "10") == "10":
            value = float(found.group(1).replace(",", "."))
            index = value if value <= 10 else None
        hit = rules.index_words.find(folded, hit.end())
    said = False
    for hit in rules.repairable_words.finditer(folded):
        said = said or not (rules.before.search(folded[: hit.start()]) or rules.after.match(folded[hit.end() :]))
    return Repair(index, letter, said)
