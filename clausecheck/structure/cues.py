"""Cues: the small pattern language of rules/structure and rules/sectors, matched on folded text.

A cue is plain words. "*" after letters stands for any ending, "..." for at most five words in between, a blank also for a hyphen.
A cue is sought by its longest literal word first; its regular expression is compiled only where that word occurs, so that loading the whole pack
costs next to nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from clausecheck.text import fold

__all__ = ["CueIndex", "Cues", "Hit", "Words", "compile_cues"]

_GAP = r"(?:[^\s']+(?:\s+|'\s?)){0,5}"
_WORD = "a-z0-9ß-ÿœ"
_SIGNS = re.compile(r"[^a-z0-9ß-ÿœ%°]*")
_LITERAL = re.compile(rf"[{_WORD}]+")

Hit = re.Match[str]
"""Where a cue stands: start(), end() and group() of the folded text."""


def _source(cue: str) -> str:
    """The regex of one folded cue, without its word bounds."""
    out = []
    words = cue.split()
    for index, word in enumerate(words):
        if word == "...":
            out.append(_GAP)
            continue
        escaped = re.escape(word).replace(r"\*", f"[{_WORD}]*").replace(r"\-", r"[\s-]+").replace("'", r"'\s?")
        if index == len(words) - 1:
            out.append(escaped)
        else:
            out.append(escaped + (r"\s+" if words[index + 1] == "..." else r"[\s-]+"))
    return "".join(out)


class _Cue:
    """One cue: `anchor` is its longest literal word, `head` the letters it begins with ("" when it begins with a gap)."""

    __slots__ = ("_parts", "_pattern", "anchor", "cue", "head", "reach", "single")

    def __init__(self, cue: str) -> None:
        self.cue = cue
        self.anchor = max(_LITERAL.findall(cue), key=len, default=cue.strip("* "))
        head = re.match(r"[^\s*'.-]+", cue)
        self.head = head.group() if head else ""
        self.reach = 2 * len(cue) + 12 + 50 * cue.count("...") + 15 * cue.count("*")
        self._parts = tuple((m[1], bool(m[2])) for m in re.finditer(rf"([{_WORD}]+)(\*?)", cue))
        self.single = re.fullmatch(rf"[{_WORD}]+\*?", cue) is not None
        self._pattern: re.Pattern[str] | None = None

    def possible(self, words: Words) -> bool:
        """All words of the cue are among `words`."""
        return all(words.has(word, prefix=prefix) for word, prefix in self._parts)

    @property
    def pattern(self) -> re.Pattern[str]:
        if self._pattern is None:
            body = _source(self.cue)
            left = rf"(?<![{_WORD}])" if re.match(rf"[{_WORD}]", self.cue) else ""
            right = rf"(?![{_WORD}])" if re.search(rf"[{_WORD}*]$", self.cue) else ""
            self._pattern = re.compile(left + body + right)
        return self._pattern

    def search(self, folded: str, start: int = 0) -> Hit | None:
        """The first match at or after `start`. Places are found by the anchor's letters: a plain search would try the pattern at every character."""
        position = folded.find(self.anchor, start)
        if position < 0:
            return None
        pattern = self.pattern
        if self.head == self.anchor:
            while position >= 0:
                match = pattern.match(folded, position)
                if match is not None:
                    return match
                position = folded.find(self.anchor, position + 1)
            return None
        while position >= 0:
            match = pattern.search(folded, max(start, position - self.reach), position + self.reach)
            if match is not None:
                return match
            position = folded.find(self.anchor, position + 1)
        return None


class Cues:
    """A group of cues. Works on text already folded."""

    __slots__ = ("_cues", "texts")

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts: tuple[str, ...] = tuple(texts)
        folded = {" ".join(fold(text).split()) for text in self.texts}
        self._cues = tuple(_Cue(text) for text in sorted(folded, key=lambda t: (-len(t), t)) if text)

    def __bool__(self) -> bool:
        return bool(self._cues)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cues) and self.texts == other.texts

    def __hash__(self) -> int:
        return hash(self.texts)

    def find(self, folded: str, start: int = 0) -> Hit | None:
        """The first cue of a folded text at or after `start`; the longest of those that begin there."""
        best: Hit | None = None
        for cue in self._cues:
            if cue.anchor in folded:
                match = cue.search(folded, start)
                if match and (best is None or (match.start(), -match.end()) < (best.start(), -best.end())):
                    best = match
        return best

    def finditer(self, folded: str) -> Iterator[Hit]:
        """Cues one after the other, without overlap; of two that begin at one place, the longer."""
        found: list[Hit] = []
        for cue in self._cues:
            match = cue.search(folded)
            while match is not None:
                found.append(match)
                match = cue.search(folded, match.start() + 1)
        position = 0
        for hit in sorted(found, key=lambda m: (m.start(), -m.end())):
            if hit.start() >= position:
                yield hit
                position = max(hit.end(), position + 1)

    def at_start(self, folded: str) -> Hit | None:
        """The longest cue at the head of a folded text, signs and blanks before it allowed."""
        head = _SIGNS.match(folded)
        start = head.end() if head else 0
        best: Hit | None = None
        for cue in self._cues:
            if folded.startswith(cue.head, start) and cue.anchor in folded:
                match = cue.pattern.match(folded, start)
                if match and (best is None or match.end() > best.end()):
                    best = match
        return best

    def whole(self, folded: str) -> bool:
        """True when the text is one cue, signs around it allowed."""
        match = self.at_start(folded)
        return match is not None and not folded[match.end() :].strip(" .:;-*()\"'/")

    def count(self, folded: str, words: Words | None = None) -> int:
        """How many of the cues occur. `words`: the words of `folded`, when it is long and asked often."""
        if words is None:
            return sum(1 for cue in self._cues if cue.search(folded))
        return sum(1 for cue in self._cues if cue.possible(words) and (cue.single or cue.search(folded)))


T = TypeVar("T")


class CueIndex(Generic[T]):
    """Several groups of cues searched at once in a short text: only cues whose first word is there are tried."""

    def __init__(self, groups: Iterable[tuple[T, Cues]]) -> None:
        self._exact: dict[str, list[tuple[int, T, _Cue]]] = {}
        self._prefix: dict[str, list[tuple[int, T, _Cue]]] = {}
        self._rest: list[tuple[int, T, _Cue]] = []
        for order, (key, cues) in enumerate(groups):
            for cue in cues._cues:
                first = re.match(rf"([{_WORD}]+)(\*?)", cue.cue)
                table = self._prefix if first and first[2] else self._exact
                if first:
                    table.setdefault(first[1], []).append((order, key, cue))
                else:
                    self._rest.append((order, key, cue))
        self._lengths = sorted({len(prefix) for prefix in self._prefix})

    def _at(self, word: str) -> Iterator[tuple[int, T, _Cue]]:
        yield from self._exact.get(word, ())
        for length in self._lengths:
            if length > len(word):
                return
            yield from self._prefix.get(word[:length], ())

    def find_all(self, folded: str) -> dict[T, Hit]:
        """For each group found its first match, the longest there."""
        found: dict[T, Hit] = {}
        for at in _LITERAL.finditer(folded):
            for _, key, cue in self._at(at.group()):
                match = cue.pattern.match(folded, at.start())
                if match and (key not in found or (match.start() == found[key].start() and match.end() > found[key].end())):
                    found[key] = match
        for _, key, cue in self._rest:
            match = cue.search(folded)
            if match and key not in found:
                found[key] = match
        return found

    def first(self, folded: str, *, at_start: bool = False) -> T | None:
        """The group first in order of which a cue is in the text, or at its head."""
        best: tuple[int, T] | None = None
        for at in _LITERAL.finditer(folded):
            for order, key, cue in self._at(at.group()):
                if (best is None or order < best[0]) and cue.pattern.match(folded, at.start()):
                    best = (order, key)
            if at_start:
                break
        return best[1] if best is not None else None


class Words:
    """The different words of a text, to rule cues out before searching for them."""

    __slots__ = ("_all", "_sorted")

    def __init__(self, folded: str) -> None:
        self._all = frozenset(_LITERAL.findall(folded))
        self._sorted = sorted(self._all)

    def has(self, word: str, *, prefix: bool) -> bool:
        """True when the word, or one that begins with it, is there."""
        if not prefix:
            return word in self._all
        index = bisect_left(self._sorted, word)
        return index < len(self._sorted) and self._sorted[index].startswith(word)


def compile_cues(texts: Iterable[str]) -> Cues:
    """Make a group of cues from their written forms."""
    return Cues(texts)
