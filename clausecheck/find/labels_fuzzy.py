"""Misspelt names of labels, sought only where a sentence speaks of labels: precision first.

Word by word, not letter by letter over the whole name: short words must be exact, one long word may be off by one letter (two from ten letters
on), so that "de l'environnement" is never read as "NF Environnement".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from clausecheck.find.labels_names import Hit
from clausecheck.find.windows import Unit
from clausecheck.rulebook.labels import Alias, LabelCues, LabelRole, LabelRule
from clausecheck.rulebook.labels_phrases import phrases
from clausecheck.text.fold import fold

__all__ = ["FuzzyNames"]

_TOKEN = re.compile(r"[a-z0-9\x9c\x9e\xdf-\xff]+")
_MIN_NAME = 7
_MIN_WORD = 5
_LONG_WORD = 10
_MEMORY = 20_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Word `index` of a name of several words."""

    rule: LabelRule
    alias: Alias
    words: tuple[str, ...]
    index: int


class FuzzyNames:
    """The names that may be misspelt, by their long words."""

    def __init__(self, rules: Iterable[LabelRule], cues: LabelCues) -> None:
        self.rules, self.cues = tuple(rules), cues
        self._remembered: dict[str, list[str]] = {}

    @cached_property
    def _places(self) -> dict[str, list[_Place]]:
        places: dict[str, list[_Place]] = defaultdict(list)
        for rule in self.rules:
            if rule.role is not LabelRole.LABEL or not rule.fuzzy:
                continue
            for alias in rule.aliases:
                words = tuple(_TOKEN.findall(fold(alias.text)))
                if alias.needs or alias.pattern or sum(map(len, words)) < _MIN_NAME or any(any(c.isdigit() for c in w) for w in words):
                    continue
                for index, word in enumerate(words):
                    if len(word) >= _MIN_WORD:
                        places[word].append(_Place(rule, alias, words, index))
        return dict(places)

    @cached_property
    def _words(self) -> list[str]:
        return list(self._places)

    def hits(self, unit: Unit, units: Sequence[Unit], taken: Sequence[tuple[int, int]]) -> list[Hit]:
        """Misspelt names in one unit; `taken` are spans of names found exactly (offsets in the document), which only a longer name may cover."""
        trigger = phrases(self.cues.fuzzy_triggers)
        if not trigger.search(unit.folded) and not any(trigger.search(t) for t in (*(units[i].folded for i in unit.lead[:1]), *unit.heads)):
            return []
        tokens = [m.span() for m in _TOKEN.finditer(unit.folded)]
        out: list[Hit] = []
        for number, (start, end) in enumerate(tokens):
            word = unit.folded[start:end]
            if end - start < _MIN_WORD or word in self._places:
                continue
            for near in self._near(word):
                for place in self._places[near]:
                    hit = _whole(place, number, tokens, unit, word)
                    if hit is not None and all(_free(hit, span) for span in taken):
                        out.append(hit)
        return out

    def _near(self, word: str) -> list[str]:
        """Long words of names that `word` may be a misspelling of."""
        known = self._remembered.get(word)
        if known is None:
            if len(self._remembered) > _MEMORY:
                self._remembered.clear()
            known = self._remembered[word] = self._search(word)
        return known

    def _search(self, word: str) -> list[str]:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        found = []
        for known, distance, _ in extract(word, self._words, scorer=OSA.distance, score_cutoff=2, limit=None):
            allowed = 2 if len(known) >= _LONG_WORD else 1
            if 0 < distance <= allowed and (known[0] == word[0] or known[1:] == word[1:]) and not _inflected(word, known):
                found.append(known)
        return found


def _free(hit: Hit, taken: tuple[int, int]) -> bool:
    """A misspelt name beside an exact one, or around it and longer."""
    start, end = taken
    return end <= hit.start or hit.end <= start or (hit.start <= start and end <= hit.end and (hit.start, hit.end) != taken)


def _inflected(word: str, known: str) -> bool:
    """"environnements" is no misspelling of "environnement", nor "environnemental"."""
    return word.startswith(known) and word[len(known) :] in ("s", "e", "es", "al", "x", "r", "ux")


def _whole(place: _Place, number: int, tokens: Sequence[tuple[int, int]], unit: Unit, word: str) -> Hit | None:
    """The whole name around token `number`, its other words exact (but for a plural)."""
    first = number - place.index
    if first < 0 or first + len(place.words) > len(tokens):
        return None
    total = sum(map(len, place.words))
    if len(place.words) == 1 and (len(word) < _MIN_NAME or abs(len(word) - len(place.words[0])) > 1):
        return None
    for offset, wanted in enumerate(place.words):
        start, end = tokens[first + offset]
        found = unit.folded[start:end]
        if first + offset != number and found not in (wanted, wanted + "s"):
            return None
        if offset and _cut(unit.folded[tokens[first + offset - 1][1] : start]):
            return None
    if total < _MIN_NAME:
        return None
    return Hit(place.rule, place.alias, unit.start + tokens[first][0], unit.start + tokens[first + len(place.words) - 1][1])


def _cut(gap: str) -> bool:
    return len(gap) > 4 or any(c in gap for c in ",;:!?|()")
