"""Whether an ambiguous name stands in company that makes it the label: its context words, a trigger word close by, a sure name of the same nature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from clausecheck.find.labels_names import Hit
from clausecheck.find.windows import Unit
from clausecheck.model import Nature
from clausecheck.rulebook.labels import LabelCues
from clausecheck.rulebook.labels_phrases import phrases

__all__ = ["KINDRED", "Context", "joined", "words_between"]

KINDRED = frozenset({Nature.ISO14024_TYPE_I, Nature.FOREST, Nature.FOOD, Nature.TEXTILE, Nature.BUILDING, Nature.EPD})
"""Natures whose labels are listed together: a sure one in the sentence makes an ambiguous one sure."""

_MAX_LEADS = 2
_COUNTER_NEAR = 4
_WIDE = 10
_JOIN_REACH = 24
_WORDS = re.compile(r"[a-z0-9\x9c\x9e\xdf-\xff]+")


def words_between(folded: str, a: tuple[int, int], b: tuple[int, int]) -> int:
    """Words between two spans of a text; 0 when they touch or overlap."""
    low, high = min(a[1], b[1]), max(a[0], b[0])
    return len(_WORDS.findall(folded, low, high)) if low < high else 0


_JOIN = re.compile(r"\W*(?:(?:et|ou|ni|soit|a|au|aux|de|du|d|le|la|les|l|un|une|des|label|adherent|membre)\W+)*$")
_AND = re.compile(r"[,/]|\b(?:et|ou|ni|soit)\b")


def joined(folded: str, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """True when two spans of a sentence are members of one list: "MSC, ASC ou Pêche durable"."""
    low, high = min(a[1], b[1]), max(a[0], b[0])
    between = folded[low:high]
    if low >= high or len(between) > _JOIN_REACH or set(".;:") & set(between):
        return False
    return _AND.search(between) is not None and _JOIN.match(f" {between} ") is not None


class Context:
    """The company of names in the units of one document."""

    def __init__(self, units: Sequence[Unit], cues: LabelCues) -> None:
        self.units, self.cues = units, cues

    def around(self, unit: Unit) -> tuple[str, ...]:
        """Folded texts a unit inherits from: list openings, table heads, section title."""
        return tuple(t for t in (*(self.units[i].folded for i in unit.lead[:_MAX_LEADS]), *unit.heads, unit.title) if t)

    def accepts(self, hit: Hit, unit: Unit, sure: Iterable[Nature], *, spoken: bool) -> bool:
        """True when the hit stands for its label. `sure`: natures of the labels named in the unit beyond doubt; `spoken`: the document speaks of
        ecolabels somewhere, so that "un produit labellisé" needs no more company."""
        span = (max(0, hit.start - unit.start), max(0, hit.end - unit.start))
        if self._countered(hit, unit, span):
            return False
        alias = hit.alias
        if not alias.needs or (spoken and hit.rule.nature is Nature.UNSPECIFIED):
            return True
        if alias.unless and self._directly_before(alias.unless, unit.folded, span[0]):
            return False
        if not alias.context and hit.rule.nature in KINDRED and hit.rule.nature in sure:
            return True
        if alias.triggers and self._near(self.cues.triggers, unit.folded, span, self.cues.trigger_distance):
            return True
        company = alias.context or hit.rule.context
        if not company:
            return False
        if alias.within and self._near(company, unit.folded, span, alias.within):
            return True
        if alias.within:
            opening = (*(self.units[i].folded for i in unit.lead[:1]), *unit.heads)
            return alias.within >= _WIDE and any(phrases(company).search(text) for text in opening)
        return self._beside(company, unit.folded, span) or any(phrases(company).search(text) for text in self.around(unit))

    def beside_a_label(self, hit: Hit, unit: Unit, spans: Iterable[tuple[int, int]]) -> bool:
        """True when an ambiguous name is listed with a label accepted already; `spans` are those of the accepted ones, in the document."""
        span = (max(0, hit.start - unit.start), max(0, hit.end - unit.start))
        if self._countered(hit, unit, span) or (hit.alias.unless and self._directly_before(hit.alias.unless, unit.folded, span[0])):
            return False
        return any(joined(unit.folded, span, (start - unit.start, end - unit.start)) for start, end in spans)

    def _countered(self, hit: Hit, unit: Unit, span: tuple[int, int]) -> bool:
        """A word that says the name is something else: close to a plain name, anywhere in the window of an ambiguous one."""
        counter = hit.rule.counter
        if not counter:
            return False
        if not hit.alias.needs:
            return self._near(counter, unit.folded, span, _COUNTER_NEAR)
        return self._beside(counter, unit.folded, span) or any(phrases(counter).search(text) for text in unit.heads)

    def _near(self, listed: tuple[str, ...], folded: str, span: tuple[int, int], most: int) -> bool:
        return any(words_between(folded, span, m.span()) <= most for m in phrases(listed).finditer(folded) if _apart(m.span(), span))

    def _beside(self, listed: tuple[str, ...], folded: str, span: tuple[int, int]) -> bool:
        return any(_apart(m.span(), span) for m in phrases(listed).finditer(folded))

    def _directly_before(self, listed: tuple[str, ...], folded: str, start: int) -> bool:
        head = folded[max(0, start - 24) : start].rstrip(" -'\"(")
        return any(m.end() == len(head) for m in phrases(listed).finditer(head))


def _apart(found: tuple[int, int], span: tuple[int, int]) -> bool:
    """A context word inside the name itself is no company."""
    return found[1] <= span[0] or found[0] >= span[1]
