"""Cues: the small pattern language of rules/structure and rules/sectors, matched on folded text.

A cue is plain words. "*" after letters stands for any ending, "..." for at most five words in between, a blank also for a hyphen.
A cue is sought by its longest literal word first; its regular expression is compiled only where that word occurs, so that loading the whole pack
costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from clausecheck.text import fold

__all__ = ["Cues", "Hit", "compile_cues"]

_GAP = r"(?:[^\s']+(?:\s+|'\s?)){0,5}"
_WORD = "a-z0-9ß-ÿœ"
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
    """One cue: `anchor` is its longest literal word (the whole cue when it holds none)."""

    __slots__ = ("_pattern", "anchor", "cue")

    def __init__(self, cue: str) -> None:
        self.cue = cue
        self.anchor = max(_LITERAL.findall(cue), key=len, default=cue.strip("* "))
        self._pattern: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        if self._pattern is None:
            body = _source(self.cue)
            left = rf"(?<![{_WORD}])" if re.match(rf"[{_WORD}]", self.cue) else ""
            right = rf"(?![{_WORD}])" if re.search(rf"[{_WORD}*]$", self.cue) else ""
            self._pattern = re.compile(left + body + right)
        return self._pattern


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
                match = cue.pattern.search(folded, start)
                if match and (best is None or (match.start(), -match.end()) < (best.start(), -best.end())):
                    best = match
        return best

    def finditer(self, folded: str) -> Iterator[Hit]:
        """Cues one after the other, without overlap."""
        position = 0
        live = [cue for cue in self._cues if cue.anchor in folded]
        while live:
            found = [m for cue in live if (m := cue.pattern.search(folded, position))]
            if not found:
                return
            best = min(found, key=lambda m: (m.start(), -m.end()))
            yield best
            position = max(best.end(), position + 1)

    def at_start(self, folded: str) -> Hit | None:
        """The longest cue at the head of a folded text, signs and blanks before it allowed."""
        head = re.match(r"[^a-z0-9ß-ÿœ%°]*", folded)
        start = head.end() if head else 0
        best: Hit | None = None
        for cue in self._cues:
            if cue.anchor in folded:
                match = cue.pattern.match(folded, start)
                if match and (best is None or match.end() > best.end()):
                    best = match
        return best

    def whole(self, folded: str) -> bool:
        """True when the text is one cue, signs around it allowed."""
        match = self.at_start(folded)
        return match is not None and not folded[match.end() :].strip(" .:;-*()\"'/")

    def count(self, folded: str) -> int:
        """How many of the cues occur."""
        return sum(1 for cue in self._cues if cue.anchor in folded and cue.pattern.search(folded))


def compile_cues(texts: Iterable[str]) -> Cues:
    """Make a group of cues from their written forms."""
    return Cues(texts)
