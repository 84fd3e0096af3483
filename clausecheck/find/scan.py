"""Find token sequences in folded texts: the literal gate first, spaCy's Matcher only where the gate lets through."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from clausecheck.find.gate import Gate
from clausecheck.rulebook.pattern import Element, Expression, Sequence_
from clausecheck.text.tokens import spacy_doc

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["Scanner", "Span"]

Span = tuple[int, int]


class Scanner:
    """Looks for expressions in the texts of one document; keeps what it has already found. `gated=False` tries every sequence everywhere."""

    def __init__(self, gate: Gate, *, gated: bool = True) -> None:
        self.gate, self.gated = gate, gated
        self._all = frozenset(range(len(gate.sequences)))
        self._originals: dict[str, str] = {}
        self._possible: dict[str, frozenset[int]] = {}
        self._docs: dict[str, tuple[Doc, list[Span]]] = {}
        self._found: dict[tuple[int, str], tuple[Span, ...]] = {}
        self.tried = 0

    def register(self, folded: str, original: str) -> None:
        """Say what a folded text looked like, for the acronyms that must stand in capitals. A text not registered has none."""
        self._originals[folded] = original

    def possible(self, folded: str) -> frozenset[int]:
        """Numbers of the sequences that the text can hold; all of them when not gated."""
        if not self.gated:
            return self._all
        known = self._possible.get(folded)
        if known is None:
            known = self._possible[folded] = self.gate.possible(folded)
        return known

    def side(self, side: tuple[int, ...], folded: str) -> tuple[Span, ...]:
        """All spans of any sequence of one side, sorted, without doubles."""
        possible = self.possible(folded)
        found = {span for number in side if number in possible for span in self._spans(number, folded)}
        return tuple(sorted(found))

    def found_in(self, expressions: tuple[Expression, ...], folded: str) -> tuple[Span, ...]:
        """Spans of whole expressions in one text; for several sides the hull of the nearest combination."""
        if self.possible(folded).isdisjoint(self.gate.openers(expressions)):
            return ()
        out: set[Span] = set()
        for expression in expressions:
            out.update(self.whole(expression, folded))
        return tuple(sorted(out))

    def whole(self, expression: Expression, folded: str) -> list[Span]:
        """Spans of one expression in one text."""
        possible = self.possible(folded)
        numbers = self.gate.sides[id(expression)]
        if any(possible.isdisjoint(side) for side in numbers):
            return []
        sides = [self.side(side, folded) for side in numbers]
        if not all(sides) or len(sides) == 1:
            return list(sides[0]) if len(sides) == 1 else []
        return _hulls(sides, expression.distance, folded)

    def any_in(self, expressions: tuple[Expression, ...], texts: Iterable[str]) -> bool:
        """True when any expression stands in any of the texts."""
        openers = self.gate.openers(expressions)
        return any(
            self.whole(expression, text) for text in texts if not self.possible(text).isdisjoint(openers) for expression in expressions)

    def _spans(self, number: int, folded: str) -> tuple[Span, ...]:
        key = (number, folded)
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = self._match(number, folded)
        return known

    def _match(self, number: int, folded: str) -> tuple[Span, ...]:
        self.tried += 1
        sequence = self.gate.sequences[number]
        doc, spans = self._doc(folded)
        if not len(doc):
            return ()
        best = _chained([_places(chunk, doc) for chunk, _ in _chunks(sequence)], [gap for _, gap in _chunks(sequence)])
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


@cache
def _chunks(sequence: Sequence_) -> tuple[tuple[Sequence_, int], ...]:
    """The runs of a sequence between its gaps, each with the most tokens allowed before it.

    A gap left to spaCy's matcher is so many optional tokens, and their combinations grow by powers of two; runs joined here grow with their number.
    """
    out: list[tuple[Sequence_, int]] = []
    run: list[Element] = []
    before = 0
    for element in sequence:
        if not element.gap:
            run.append(element)
        elif all(e.optional for e in run):  # nothing sure since the gap before: one wider gap
            run, before = [], before + len(run) + element.gap
        else:
            out.append((tuple(run), before))
            run, before = [], element.gap
    return (*out, (tuple(run), before))


def _places(run: Sequence_, doc: Doc) -> dict[int, list[int]]:
    """First token -> ends of the matches of one run that begin there."""
    found: dict[int, list[int]] = defaultdict(list)
    for _, start, end in _matcher(run)(doc):
        found[start].append(end)
    return found


def _chained(places: list[dict[int, list[int]]], gaps: list[int]) -> dict[int, int]:
    """First token -> nearest end of the whole sequence: each run begins at most its gap after the end of the one before."""
    following = {start: min(ends) for start, ends in places[-1].items()}
    for here, gap in zip(reversed(places[:-1]), reversed(gaps[1:]), strict=True):
        reached: dict[int, int] = {}
        for start, ends in here.items():
            last = [following[n] for end in ends for n in range(end, end + gap + 1) if n in following]
            if last:
                reached[start] = min(last)
        following = reached
    return following


def _hulls(sides: list[tuple[Span, ...]], distance: int, folded: str) -> list[Span]:
    """For each span of the first side, the hull with the nearest span of each other side, when no two are more than `distance` words apart."""
    hulls: list[Span] = []
    for first in sides[0]:
        low, high, apart = first[0], first[1], 0
        for spans in sides[1:]:
            here = (low, high)
            near = min(spans, key=lambda s: _gap(here, s))
            apart = max(apart, _between(folded, here, near))
            low, high = min(low, near[0]), max(high, near[1])
        if apart <= distance:
            hulls.append((low, high))
    return hulls


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
    branches = [rf"\d{{{len(digits) + 1},}}"]
    for index, digit in enumerate(digits):
        low = int(digit) + (index < len(digits) - 1)
        if low <= 9:
            branches.append(digits[:index] + f"[{low}-9]" + r"\d" * (len(digits) - index - 1))
    return "^(?:" + "|".join(branches) + r")(?:[.,]\d+)?$"
