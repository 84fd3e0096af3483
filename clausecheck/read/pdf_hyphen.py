"""Hyphens at line ends: cut words are mended, true hyphens kept.

A word printed whole elsewhere in the document settles the matter; then known prefixes and clitics; then whether the document hyphenates at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from clausecheck.read.pdf_page import Line

__all__ = ["Hyphens", "ends_with_hyphen"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"([^\W_]+(?:-[^\W_]+)*)-?$")
_FIRST = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HEADS = frozenset({
    "sous", "rendez", "celui", "celle", "ceux", "celles", "lui", "elle", "eux", "elles", "moi", "toi", "soi", "nous", "vous", "peut", "vis",
    "quelques", "plus", "moins", "au", "par", "c'est", "est", "ci", "non", "t", "y", "a",
})
_TAILS = frozenset({
    "ci", "là", "même", "mêmes", "il", "elle", "on", "ils", "elles", "je", "tu", "nous", "vous", "dire", "dessus", "dessous", "dedans",
    "dehors", "delà", "deçà", "vis", "uns", "unes", "être", "traitant", "traitants", "traitante", "traitance", "traité", "traitée", "traités",
    "traitées", "value", "values", "conformité", "conformités",
})
"""First and second parts of compounds that keep their hyphen even in a document that hyphenates."""

_PREFIXES = frozenset({
    "sous", "ci", "non", "vice", "demi", "semi", "mi", "ex", "avant", "après", "éco", "quasi", "au", "là", "celui", "celle", "ceux", "celles",
    "c'est", "peut", "plus", "moins", "sud", "nord", "est", "ouest", "saint", "sainte", "hors", "tiers", "mot", "porte", "garde", "chef",
    "main", "bio",
})
"""First parts that keep their hyphen in a document that does not hyphenate."""

_FRAGMENTS = frozenset({
    "tion", "tions", "sion", "sions", "ment", "ments", "nement", "nements", "ité", "ités", "lité", "lités", "bilité", "nité", "tique",
    "tiques", "teur", "teurs", "trice", "nel", "nels", "nelle", "nelles", "naire", "naires", "taire", "taires", "mentales", "mentaux",
    "cation", "lation", "sation", "mation",
})
"""Ends of words that are no words."""

_HYPHENATING = 0.012
"""Share of lines that end with a joinable hyphen above which a document is taken to hyphenate by itself."""


def ends_with_hyphen(line: Line, following: Line) -> bool:
    """Whether a line ends in the middle of a word: PDFium's mark, or a hyphen glued to a letter before a small letter or digit."""
    if line.hyphen:
        return True
    text = line.text
    return text.endswith("-") and len(text) > 2 and text[-2].isalnum() and (following.text[0].islower() or following.text[0].isdigit())


class Hyphens:
    """Decides for one document. Built from all its lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    @cached_property
    def _words(self) -> frozenset[str]:
        """Words printed whole on one line."""
        found: set[str] = set()
        for line in self._lines:
            words = _WORD.findall(line.text.lower())
            found.update(words[:-1] if line.hyphen or line.text.endswith("-") else words)
        return frozenset(found)

    @cached_property
    def _parts(self) -> frozenset[str]:
        """Words, and the parts of compounds."""
        return frozenset(part for word in self._words for part in word.split("-"))

    @cached_property
    def _hyphenates(self) -> bool:
        """Whether the document cuts words at line ends by itself."""
        pairs = pairwise(self._lines)
        cut = [(a, b) for a, b in pairs if ends_with_hyphen(a, b) and a.text[-2:].strip("-").isalpha() and b.text[0].isalpha()]
        votes = [vote for a, b in cut if (vote := self._vote(a, b)) is not None]
        return len(cut) >= 3 and len(cut) > _HYPHENATING * len(self._lines) and 2 * sum(votes) <= len(votes)

    def broken(self, line: Line, following: Line) -> bool:
        """Whether a narrow cell broke a word in two without a hyphen."""
        left, right = line.text, following.text.split(" ", 1)[0]
        if len(left) < 4 or not left.isalpha() or not right[0].islower():
            return False
        return right.strip(",.;:") in _FRAGMENTS or ((left + right).lower() in self._words and right not in self._words)

    def _vote(self, line: Line, following: Line) -> bool | None:
        """True when the document prints the compound elsewhere, False when it prints the joined word, None when neither or both."""
        head, tail = _LAST.search(line.text), _FIRST.match(following.text)
        if head is None or tail is None:
            return None
        left, right = head.group(1).lower(), tail.group().lower()
        joined, hyphened = left + right in self._words, f"{left}-{right}" in self._words
        return None if joined == hyphened else hyphened

    def keeps(self, line: Line, following: Line) -> bool:
        """Whether the hyphen between two lines belongs to the word."""
        head, tail = _LAST.search(line.text), _FIRST.match(following.text)
        if head is None or tail is None:
            return True
        left, right = head.group(1), tail.group()
        if any(c.isdigit() for c in left + right) or right[0].isupper() or "/" in line.text.rsplit(" ", 1)[-1]:
            return True
        vote = self._vote(line, following)
        if vote is not None:
            return vote
        if right.lower().split("-", 1)[0] in _TAILS and left.lower().rsplit("-", 1)[-1] in _HEADS:
            return True
        return not self._hyphenates and self._compound(left.lower().rsplit("-", 1)[-1], right.lower().split("-", 1)[0])

    def _compound(self, left: str, right: str) -> bool:
        """Whether two parts can make a compound: words of their own in this document, or a first part that takes a hyphen."""
        return left in _PREFIXES or (left in self._parts and (right in self._parts or left in _HEADS or right in _TAILS))
