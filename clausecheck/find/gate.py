"""The literal gate: which token sequences a text can hold at all, told in one pass by an Aho-Corasick automaton.

Every element of a sequence names words (or beginnings) without which it cannot match. The automaton finds them in the text's tokens, written between
single spaces, so that a word is found as a word. A sequence is possible in a text when each of its obligatory elements has a word there: a necessary
condition, so that nothing is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from clausecheck.rulebook.pattern import Element, Expression, Sequence_
from clausecheck.text.tokens import token_spans

if TYPE_CHECKING:
    import ahocorasick

__all__ = ["Gate"]

Sides = tuple[tuple[int, ...], ...]
_COMMON = 3


class Gate:
    """Sequences and expressions of one rulebook by number, and the automaton over their words."""

    def __init__(self, expressions: Iterable[Expression]) -> None:
        self.sequences: list[Sequence_] = []
        self.sides: dict[int, Sides] = {}
        self._kept: list[Expression] = []
        self._openers: dict[int, tuple[tuple[Expression, ...], frozenset[int]]] = {}
        self._elements: dict[Element, int] = {}
        self._words: dict[str, set[int]] = defaultdict(set)
        self._needs: list[frozenset[int]] = []
        self._by_pivot: dict[int, list[int]] = defaultdict(list)
        numbers: dict[Sequence_, int] = {}
        for expression in expressions:
            if id(expression) not in self.sides:
                self._kept.append(expression)
                self.sides[id(expression)] = tuple(tuple(self._number(s, numbers) for s in side) for side in expression.sides)

    def openers(self, expressions: tuple[Expression, ...]) -> frozenset[int]:
        """The sequences of the first side of each expression: none of the expressions stands in a text that can hold none of them."""
        known = self._openers.get(id(expressions))
        if known is None:
            opening = frozenset(n for expression in expressions for n in self.sides[id(expression)][0])
            known = self._openers[id(expressions)] = (expressions, opening)  # kept with the answer, so that its id stays its own
        return known[1]

    def possible(self, folded: str) -> frozenset[int]:
        """Numbers of the sequences that the text can hold."""
        written = " " + " ".join(folded[start:end] for start, end in token_spans(folded)) + " "
        present: set[int] = set()
        for _, elements in self._automaton.iter(written):
            present.update(elements)
        needs = self._needs
        return frozenset(n for pivot in present for n in self._by_pivot.get(pivot, ()) if needs[n] <= present)

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for word, elements in self._words.items():
            automaton.add_word(word, tuple(elements))
        automaton.make_automaton()
        return automaton

    def _number(self, sequence: Sequence_, numbers: dict[Sequence_, int]) -> int:
        known = numbers.get(sequence)
        if known is None:
            known = numbers[sequence] = len(self.sequences)
            self.sequences.append(sequence)
            needed = [element for element in sequence if element.literals]
            self._needs.append(frozenset(self._element(element) for element in needed))
            self._by_pivot[self._element(min(needed, key=_commonness))].append(known)
        return known

    def _element(self, element: Element) -> int:
        known = self._elements.get(element)
        if known is None:
            known = self._elements[element] = len(self._elements)
            for form in element.forms:
                self._words[f" {form} "].add(known)
            for prefix in element.prefixes:
                self._words[f" {prefix}"].add(known)
        return known


def _commonness(element: Element) -> tuple[bool, int]:
    """How often an element is likely to be met: short words are everywhere, then the more forms the more often."""
    return (any(len(word) <= _COMMON for word in element.literals), len(element.literals))
