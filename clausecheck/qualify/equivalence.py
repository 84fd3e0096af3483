"""Whether the buyer accepts an equivalent of a label he names: in the sentence, beside it, in the list's opening, or once for the whole document.

The definition is that of docs/annotation.md; the words are data, in rules/context/equivalence.yaml.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from clausecheck.find.labels import LabelCandidate, Labels
from clausecheck.find.labels_generic import GENERIC
from clausecheck.find.windows import Unit
from clausecheck.model import BlockKind, Document
from clausecheck.rulebook.labels import checked_phrases
from clausecheck.rulebook.labels_phrases import phrases
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import load_yaml

__all__ = ["Equivalence", "EquivalenceCues", "equivalent", "load_equivalence_cues"]

_KEYS = ("accepte", "autre_sens", "autre_objet", "pour_tous")
_OBJECT_WORDS = 6
_WORD = re.compile(r"[a-z0-9\x9c]+")


@dataclass(frozen=True, slots=True)
class EquivalenceCues:
    """Phrases: that accept an equivalent; that use the word for something else; that name another object before it; that speak of all labels."""

    accepts: tuple[str, ...]
    other_sense: tuple[str, ...]
    other_object: tuple[str, ...]
    for_all: tuple[str, ...]


def load_equivalence_cues(root: Path | None = None) -> EquivalenceCues:
    """The cues of a rule pack (the shipped one by default). Raises RuleError at the faulty line."""
    keys = load_yaml((root or pack_root()) / "context" / "equivalence.yaml").keys(_KEYS, required=_KEYS)
    return EquivalenceCues(*(checked_phrases(keys[name]) for name in _KEYS))


class Equivalence:
    """Reads the acceptance of equivalents in one document, given its units and what `LabelMatcher.find` found in them.

    A sentence that names a scheme of its own (a label, a regulation, a quality mark) accepts equivalents of that scheme only.
    """

    def __init__(self, units: Sequence[Unit], labels: Labels, cues: EquivalenceCues, document: Document | None = None) -> None:
        self.units, self.cues, self.document = units, cues, document
        self._spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._named: set[int] = set()
        self._named.update(hint.unit for hint in (*labels.hints, *labels.refused))
        for candidate in labels.candidates:
            unit = units[candidate.unit]
            self._spans[candidate.unit].append((candidate.start - unit.start, candidate.end - unit.start))
            if candidate.scope != GENERIC:
                self._named.add(candidate.unit)
        self._known: dict[int, str] = {}

    def accepted(self, index: int) -> bool:
        """True when equivalents are accepted for the labels of unit `index`."""
        return bool(self.why(index))

    def why(self, index: int) -> str:
        """The words that accept equivalents for the labels of a unit, "" when none do. The nearest place wins."""
        unit = self.units[index]
        own = self._cue(index)
        if own:
            return own
        for text in (*unit.heads, unit.title):
            if text and (cue := self._in_text(text, [])):
                return cue
        for other in (*unit.lead, *self._beside(unit)):
            if cue := self._cue(other):
                return cue
        return self.general

    @cached_property
    def general(self) -> str:
        """The words of a sentence that accepts equivalents for all labels of the document, "" when there is none."""
        for unit in self.units:
            if unit.index in self._named or unit.kind is BlockKind.HEADING:
                continue
            if phrases(self.cues.for_all).search(unit.folded) and (cue := self._cue(unit.index)):
                return cue
        return ""

    def _cue(self, index: int) -> str:
        if index not in self._known:
            self._known[index] = self._in_text(self.units[index].folded, self._spans.get(index, []))
        return self._known[index]

    def _in_text(self, folded: str, spans: Sequence[tuple[int, int]]) -> str:
        """The first accepting words of a text that are not about something else; `spans` are its labels."""
        plain = phrases(self.cues.other_sense).regex.sub(_masked, folded)
        for match in phrases(self.cues.accepts).finditer(plain):
            if not self._of_other_object(folded, match.start(), spans):
                return match.group()
        return ""

    def _of_other_object(self, folded: str, start: int, spans: Sequence[tuple[int, int]]) -> bool:
        """"de marque X ou équivalent": a make or a type stands closely before the words, and no label between."""
        for match in phrases(self.cues.other_object).finditer(folded, 0, start):
            between = len(_WORD.findall(folded, match.end(), start))
            if between <= _OBJECT_WORDS and not any(match.start() <= s < start for s, _ in spans):
                return True
        return False

    def _beside(self, unit: Unit) -> list[int]:
        """Units beside it that name no label of their own: of the same block, of the same list, of the same row."""
        return [other.index for other in self.units[max(0, unit.index - 12) : unit.index + 13]
                if other.index != unit.index and other.index not in self._named and self._neighbours(unit, other)]

    def _neighbours(self, unit: Unit, other: Unit) -> bool:
        if other.block == unit.block or self._same_row(unit, other):
            return True
        if unit.lead and other.lead[:1] == unit.lead[:1]:
            return other.folded.lstrip(" -•*").startswith(("ou ", "soit ", "tout ", "toute ", "equiv"))
        return other.index == unit.index + 1 and other.folded.lstrip(" -•*").startswith(("ou ", "soit "))

    def _same_row(self, unit: Unit, other: Unit) -> bool:
        if self.document is None:
            return False
        one, two = self.document.blocks[unit.block].cell, self.document.blocks[other.block].cell
        return one is not None and two is not None and (one.table, one.row) == (two.table, two.row)


def _masked(match: re.Match[str]) -> str:
    """"durée équivalente" is blanked; words joined by "ou" ("haute valeur environnementale, ou équivalent") are not one thing."""
    found = match.group()
    return found if re.search(r"\bou\b", found) else "\x00" * len(found)


def equivalent(
    candidate: LabelCandidate, units: Sequence[Unit], labels: Labels, cues: EquivalenceCues, document: Document | None = None,
) -> bool:
    """True when equivalents are accepted for one candidate; for many candidates of a document keep an `Equivalence`."""
    return Equivalence(units, labels, cues, document).accepted(candidate.unit)
