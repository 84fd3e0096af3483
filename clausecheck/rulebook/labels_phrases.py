"""Short phrases of the label catalogue and of its cues, made into regular expressions over folded text.

The writing is that of the rules' patterns, cut down: a word stands for its plural too, `mot*` is a beginning, `=mot` an exact form, `..3` a gap of
up to three words, `#` a number, `(a | b)` a choice, `(a)?` an option. Regular expressions, not token patterns: the phrases are tried beside a label
name already found, or on one sentence, where spaCy's start-up would cost more than the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from clausecheck.text.fold import fold

__all__ = ["LETTER", "PhraseError", "Phrases", "phrase_anchors", "phrase_regex", "phrases"]

LETTER = "a-z0-9\\x9c\\x9e\\xdf-\\xff"
"""Inside of a character class: what a word of a folded text is made of."""

_SPLIT = re.compile(r"\s*(\.\.\d+|\(|\)\??|\||[^\s()|]+)")
_JOIN = f"[^{LETTER}.;!?\\n]{{1,4}}"


class PhraseError(ValueError):
    """A phrase that cannot be read; the message is French."""


def phrase_regex(phrase: str) -> str:
    """The source of a regular expression for one phrase. Raises PhraseError."""
    tokens = [match.group(1) for match in _SPLIT.finditer(phrase)]
    source, at = _choice(tokens, 0, phrase)
    if at < len(tokens):
        raise PhraseError(f"parenthèse de trop dans « {phrase} »")
    return source


class Phrases:
    """Several phrases searched together. A text that holds none of their anchors is passed over without a regular expression."""

    def __init__(self, listed: tuple[str, ...]) -> None:
        self.listed = listed
        found = [phrase_anchors(phrase) for phrase in listed]
        every = dict.fromkeys(a for group in found for a in group) if all(found) else {}
        self.anchors = tuple(a for a in every if not any(a != other and other in a for other in every))

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression that finds any of them."""
        return re.compile("|".join(f"(?:{phrase_regex(p)})" for p in self.listed) if self.listed else r"(?!)")

    def possible(self, folded: str) -> bool:
        """False when no phrase can be in the text."""
        return bool(self.listed) and (not self.anchors or any(anchor in folded for anchor in self.anchors))

    def search(self, folded: str) -> re.Match[str] | None:
        """The first phrase in a folded text."""
        return self.regex.search(folded) if self.possible(folded) else None

    def finditer(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """All phrases of a folded text, in order."""
        return self.regex.finditer(folded, start, len(folded) if end is None else end) if self.possible(folded) else iter(())


@lru_cache(maxsize=4096)
def _phrases(listed: tuple[str, ...]) -> Phrases:
    return Phrases(listed)


def phrases(listed: Iterable[str]) -> Phrases:
    """The phrases made ready to search, kept for the next call."""
    return _phrases(tuple(listed))


def phrase_anchors(phrase: str) -> tuple[str, ...]:
    """Strings of which one stands in every text the phrase matches; empty when none of two letters or more can be named."""
    tokens = [match.group(1) for match in _SPLIT.finditer(phrase)]
    return _anchors_of_choice(tokens, 0)[0]


def _anchors_of_choice(tokens: list[str], at: int) -> tuple[tuple[str, ...], int]:
    every: list[tuple[str, ...]] = []
    while True:
        best: tuple[str, ...] = ()
        while at < len(tokens) and tokens[at] not in ("|", ")", ")?"):
            found, at = _anchors_of_part(tokens, at)
            best = max(best, found, key=lambda group: min(map(len, group), default=0))
        every.append(best)
        if at >= len(tokens) or tokens[at] != "|":
            break
        at += 1
    return (tuple(a for group in every for a in group) if all(every) else ()), at


def _anchors_of_part(tokens: list[str], at: int) -> tuple[tuple[str, ...], int]:
    token = tokens[at]
    if token == "(":
        found, at = _anchors_of_choice(tokens, at + 1)
        return (() if at < len(tokens) and tokens[at] == ")?" else found), at + 1
    if token == "#" or (token.startswith("..") and token[2:].isdigit()):
        return (), at + 1
    pieces = [p for p in re.split(r"[-' ]+|\x9c|oe", fold(token.strip("=*"))) if len(p) >= 2]
    return ((max(pieces, key=len),) if pieces else ()), at + 1


def _choice(tokens: list[str], at: int, phrase: str) -> tuple[str, int]:
    branches: list[str] = []
    while True:
        branch, at = _sequence(tokens, at, phrase)
        branches.append(branch)
        if at < len(tokens) and tokens[at] == "|":
            at += 1
            continue
        break
    return (branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"), at


def _sequence(tokens: list[str], at: int, phrase: str) -> tuple[str, int]:
    """Words joined by signs or blanks; an option or a gap carries its own join."""
    out, joined = "", True
    while at < len(tokens) and tokens[at] not in ("|", ")", ")?"):
        token = tokens[at]
        at += 1
        if token.startswith("..") and token[2:].isdigit():
            if not out or joined:
                raise PhraseError(f"un blanc « {token} » au bord ou en double dans « {phrase} »")
            out, joined = f"{out}{_JOIN}(?:[{LETTER}]+{_JOIN}){{0,{token[2:]}}}", True
            continue
        piece, option = _word(token), False
        if token == "(":
            piece, at = _choice(tokens, at, phrase)
            if at >= len(tokens) or tokens[at] not in (")", ")?"):
                raise PhraseError(f"parenthèse non fermée dans « {phrase} »")
            option = tokens[at] == ")?"
            at += 1
        if option:
            out += f"(?:{'' if joined else _JOIN}{piece}{_JOIN if joined else ''})?"
            continue
        out, joined = f"{out}{'' if joined else _JOIN}{piece}", False
    if not out or joined:
        raise PhraseError(f"phrase vide ou qui finit par un blanc : « {phrase} »")
    return out, at


def _word(token: str) -> str:
    if token == "#":
        return r"\d+(?:[.,]\d+)?"
    exact, prefix = token.startswith("="), token.endswith("*")
    folded = fold(token.strip("=*"))
    parts = [re.escape(x) for x in re.split(r"[-' ]+", folded) if x]
    body = "[-' ]{0,2}".join(parts).replace("\x9c", "(?:oe|\x9c)").replace("oe", "(?:oe|\x9c)").replace("(?:(?:oe|\x9c)|\x9c)", "(?:oe|\x9c)")
    last = folded[-1:]
    if prefix:
        tail = f"[{LETTER}]*"
    elif exact or len(folded) < 3 or not last.isalpha() or last in "sxz":
        tail = ""
    else:
        tail = "(?:e?s|e|x)?" if last in "eilntrud" else "(?:s|x)?"
    head = f"(?<![{LETTER}])" if folded[:1].isalnum() else ""
    end = f"(?![{LETTER}])" if folded[-1:].isalnum() or tail else ""
    return f"{head}{body}{tail}{end}"
