"""Find token sequences in folded texts: the literal gate first, spaCy's Matcher only where the gate lets through.

Every sequence names strings without which it cannot match (`Element.literals`). One Aho-Corasick pass over a text says which of them it holds;
a sequence is tried only when each of its obligatory elements has one. The gate therefore loses nothing: it tests a necessary condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from clausecheck.rulebook.pattern import Element, Expression, Sequence_
from clausecheck.text.tokens import spacy_doc

if TYPE_CHECKING:
    import ahocorasick
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["Gate", "Scanner", "Span"]

Span = tuple[int, int]


class Gate:
    """The automaton over the literals of many sequences, and for each sequence the literal sets it needs."""

    def __init__(self, sequences: Iterable[Sequence_]) -> None:
        self._ids: dict[str, int] = {}
        self.needs: dict[Sequence_, tuple[frozenset[int], ...]] = {}
        for sequence in sequences:
            if sequence not in self.needs:
                self.needs[sequence] = tuple(frozenset(self._id(x) for x in element.literals) for element in sequence if element.literals)

    def _id(self, literal: str) -> int:
        return self._ids.setdefault(literal, len(self._ids))

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for literal, index in self._ids.items():
            automaton.add_word(literal, index)
        automaton.make_automaton()
        return automaton

    def literals(self, folded: str) -> frozenset[int]:
        """The ids of the literals that stand anywhere in the text."""
        return frozenset(index for _, index in self._automaton.iter(folded)) if self._ids else frozenset()

    def passes(self, sequence: Sequence_, found: frozenset[int]) -> bool:
        """True when each obligatory element has a literal among `found`."""
        return all(not need.isdisjoint(found) for need in self.needs[sequence])


class Scanner:
    """Looks for expressions in the texts of one document; keeps what it has already found. `gated=False` tries every sequence everywhere."""

    def __init__(self, gate: Gate, *, gated: bool = True) -> None:
        self.gate, self.gated = gate, gated
        self._originals: dict[str, str] = {}
        self._literals: dict[str, frozenset[int]] = {}
        self._docs: dict[str, tuple[Doc, list[Span]]] = {}
        self._found: dict[tuple[str, Sequence_], tuple[Span, ...]] = {}
        self.tried = 0

    def register(self, folded: str, original: str) -> None:
        """Say what a folded text looked like, for the acronyms that must stand in capitals. A text not registered has none."""
        self._originals[folded] = original

    def literals(self, folded: str) -> frozenset[int]:
        """Literals of a text, from the memory when known."""
        known = self._literals.get(folded)
        if known is None:
            known = self._literals[folded] = self.gate.literals(folded)
        return known

    def side(self, side: tuple[Sequence_, ...], folded: str) -> tuple[Span, ...]:
        """All spans of any sequence of one side, sorted, without doubles."""
        found: set[Span] = set()
        literals = self.literals(folded)
        for sequence in side:
            if not self.gated or self.gate.passes(sequence, literals):
                found.update(self._spans(sequence, folded))
        return tuple(sorted(found))

    def found_in(self, expressions: Iterable[Expression], folded: str) -> tuple[Span, ...]:
        """Spans of whole expressions in one text; for several sides the hull of the nearest combination."""
        out: set[Span] = set()
        for expression in expressions:
            out.update(self.whole(expression, folded))
        return tuple(sorted(out))

    def whole(self, expression: Expression, folded: str) -> list[Span]:
        """Spans of one expression in one text."""
        sides = [self.side(side, folded) for side in expression.sides]
        if any(not spans for spans in sides):
            return []
        if len(sides) == 1:
            return list(sides[0])
        hulls: list[Span] = []
        for first in sides[0]:
            low, high, apart = first[0], first[1], 0
            for spans in sides[1:]:
                here = (low, high)
                near = min(spans, key=lambda s: _gap(here, s))
                apart = max(apart, _between(folded, here, near))
                low, high = min(low, near[0]), max(high, near[1])
            if apart <= expression.distance:
                hulls.append((low, high))
        return hulls

    def any_in(self, expressions: Iterable[Expression], texts: Iterable[str]) -> bool:
        """True when any expression stands in any of the texts."""
        listed = list(expressions)
        return any(self.whole(expression, text) for text in texts for expression in listed)

    def _spans(self, sequence: Sequence_, folded: str) -> tuple[Span, ...]:
        key = (folded, sequence)
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = self._match(sequence, folded)
        return known

    def _match(self, sequence: Sequence_, folded: str) -> tuple[Span, ...]:
        self.tried += 1
        doc, spans = self._doc(folded)
        if not len(doc):
            return ()
        best: dict[int, int] = {}
        for _, start, end in _matcher(sequence)(doc):
            best[start] = min(end, best.get(start, end))
        found = [(spans[start][0], spans[end - 1][1]) for start, end in sorted(best.items())]
        if any(element.upper or element.accented for element in sequence):
            original = self._originals.get(folded, "")
            found = [s for s in found if _as_written(sequence, original[s[0] : s[1]])]
        return tuple(found)

    def _doc(self, folded: str) -> tuple[Doc, list[Span]]:
        known = self._docs.get(folded)
        if known is None:
            known = self._docs[folded] = spacy_doc(_vocab(), folded)
        return known


def _as_written(sequence: Sequence_, original: str) -> bool:
    """True when the acronyms stand in capitals and the exact forms with their accents (capitals may go without)."""
    for element in sequence:
        if element.upper and not any(form.upper() in original for form in element.forms):
            return False
        if element.accented and element.accented not in original.lower() and not original.isupper():
            return False
    return True


def _gap(a: Span, b: Span) -> int:
    return max(a[0], b[0]) - min(a[1], b[1])


def _between(folded: str, a: Span, b: Span) -> int:
    """Words between two spans, 0 when they touch or overlap."""
    low, high = min(a[1], b[1]), max(a[0], b[0])
    return folded.count(" ", low, high) if low < high else 0


_VOCAB: list[Any] = []
_MATCHERS: dict[Sequence_, Any] = {}


def _vocab() -> Vocab:
    """One vocabulary for the process; importing spaCy is what costs, so it waits for the first window that needs it."""
    if not _VOCAB:
        from spacy.vocab import Vocab

        _VOCAB.append(Vocab())
    found: Vocab = _VOCAB[0]
    return found


def _matcher(sequence: Sequence_) -> Matcher:
    known = _MATCHERS.get(sequence)
    if known is None:
        from spacy.matcher import Matcher

        known = _MATCHERS[sequence] = Matcher(_vocab())
        known.add("s", [[_token(element) for element in sequence]])
    found: Matcher = known
    return found


def _token(element: Element) -> dict[str, Any]:
    """The spaCy token pattern of one element."""
    if element.gap:
        return {"OP": f"{{0,{element.gap}}}"}
    spec: dict[str, Any]
    if element.number:
        spec = {"ORTH": {"REGEX": _at_least(element.least)}}
    elif not element.prefixes:
        spec = {"ORTH": {"IN": sorted(element.forms)}}
    else:
        heads = [re.escape(x) for x in sorted(element.prefixes)] + [re.escape(x) + "$" for x in sorted(element.forms)]
        spec = {"ORTH": {"REGEX": "^(?:" + "|".join(heads) + ")"}}
    if element.optional:
        spec["OP"] = "?"
    return spec


def _at_least(least: int) -> str:
    """A regular expression for numbers of at least `least` (any number for 0), with or without decimals."""
    if not least:
        return r"^\d"
    digits = str(least)
    branches = [r"\d{%d,}" % (len(digits) + 1)]
    for index, digit in enumerate(digits):
        low = int(digit) + (index < len(digits) - 1)
        if low <= 9:
            branches.append(digits[:index] + f"[{low}-9]" + r"\d" * (len(digits) - index - 1))
    return "^(?:" + "|".join(branches) + r")(?:[.,]\d+)?$"
