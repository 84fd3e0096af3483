"""The phrases of rules/checks, rules/score and rules/policies, sought in folded text.

A phrase is plain words, without accents or capitals. "*" after letters stands for any ending, "..." for at most six words in between, a blank also
for a hyphen. A phrase never runs over the end of a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from clausecheck.text import fold

__all__ = ["NO_PHRASES", "Phrases", "phrases"]

_GAP = r"(?:[^\s]+[ \t]+){0,6}?"
_WORD = "a-z0-9\x9c\x9eß-ÿ"


def _word(text: str) -> str:
    source = re.escape(text.replace("\x9c", "oe")).replace("oe", "(?:\x9c|oe)")
    return source.replace(r"\*", f"[{_WORD}]*").replace(r"\-", "[ -]").replace("'", "'[ ]?")


def _source(phrase: str) -> str:
    out: list[str] = []
    words = fold(phrase).split()
    for index, word in enumerate(words):
        if word == "...":
            out.append(_GAP)
            continue
        last = index == len(words) - 1
        glue = "" if last else (r"[ \t]+" if words[index + 1] == "..." else r"[ \t-]+")
        out.append(_word(word) + glue)
    return "".join(out)


def _anchor(phrase: str) -> str:
    """The longest run of letters that any match of the phrase must hold."""
    parts = re.split(r"[^a-z0-9ß-ÿ]+", fold(phrase).replace("oe", " "))
    return max(parts, key=len, default="")


class Phrases:
    """A group of phrases. Each is looked for by its longest run of letters first, and compiled only when that occurs."""

    __slots__ = ("_anchors", "_compiled", "texts")

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts: tuple[str, ...] = tuple(dict.fromkeys(t.strip() for t in texts if t.strip()))
        self._anchors = tuple((_anchor(text), text) for text in self.texts)
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrases) and other.texts == self.texts

    def __hash__(self) -> int:
        return hash(self.texts)

    def _pattern(self, text: str) -> re.Pattern[str]:
        pattern = self._compiled.get(text)
        if pattern is None:
            pattern = re.compile(rf"(?<![{_WORD}]){_source(text)}(?![{_WORD}])")
            self._compiled[text] = pattern
        return pattern

    def search(self, folded: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Span of the leftmost phrase between `start` and `end` (to the end by default), the longest when several begin there."""
        stop = len(folded) if end is None else end
        best: tuple[int, int] | None = None
        for anchor, text in self._anchors:
            if folded.find(anchor, start, stop) < 0:
                continue
            match = self._pattern(text).search(folded, start, stop)
            if match and (best is None or (match.start(), -match.end()) < (best[0], -best[1])):
                best = match.span()
        return best

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """Spans of all phrases of a text, in order, none overlapping; a phrase never runs over a line end."""
        hits: list[tuple[int, int]] = []
        for anchor, text in self._anchors:
            for start, end in _lines(folded, anchor):
                hits += [match.span() for match in self._pattern(text).finditer(folded, start, end)]
        found: list[tuple[int, int]] = []
        for span in sorted(hits, key=lambda s: (s[0], -s[1])):
            if not found or span[0] >= found[-1][1]:
                found.append(span)
        return found


def _lines(folded: str, anchor: str) -> Iterator[tuple[int, int]]:
    """The lines that hold `anchor`, in order."""
    position = folded.find(anchor)
    while position >= 0:
        start = folded.rfind("\n", 0, position) + 1
        end = folded.find("\n", position)
        end = len(folded) if end < 0 else end
        yield start, end
        position = folded.find(anchor, end)


@lru_cache(maxsize=4096)
def _cached(texts: tuple[str, ...]) -> Phrases:
    return Phrases(texts)


def phrases(texts: Iterable[str]) -> Phrases:
    """The group of these phrases; the same texts give the same object."""
    return _cached(tuple(texts))


NO_PHRASES = Phrases(())
"""The empty group; it finds nothing and is false."""
