"""The names of the catalogue searched in one pass: an Aho-Corasick automaton over the folded text without its blanks and signs.

"NF-Environnement", "NF « Environnement »" and "NF" + line break + "Environnement" squeeze to the same letters. A hit counts only when what was
squeezed out could stand there: blanks, hyphens, quotes between the words of a name, dots in an acronym, a hyphen inside a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress, product
from typing import TYPE_CHECKING

from clausecheck.rulebook.labels import Alias, LabelRule
from clausecheck.text.fold import fold

if TYPE_CHECKING:
    import ahocorasick

__all__ = ["Hit", "Key", "Names", "keys_of"]

_KEPT = frozenset(b for b in range(256) if chr(b).isalnum() or b in b"+&\x9c\x9e")
_DROPPED = bytes(b for b in range(256) if b not in _KEPT)
_MAX_FORMS = 24
_WORD = re.compile(r"[^\W_]+(?:\+(?!\w))*|[+&]+", re.UNICODE)
_BETWEEN = re.compile(r"[\s\-'\"/_*\xae\x99\xb0.()]{1,5}")
_INSIDE = re.compile(r"-\s{0,2}")
_DOT = re.compile(r"\. ?")


@dataclass(frozen=True, slots=True)
class Key:
    """One squeezed form of an alias. `joints[i]`: what may stand before character i (0 a hyphen, 1 a sign or blank, 2 the dot of an acronym).
    `capitals`: indices that the text must write large; `smalls`: small (exact aliases)."""

    rule: LabelRule
    alias: Alias
    text: str
    joints: tuple[int, ...]
    capitals: tuple[int, ...]
    smalls: tuple[int, ...]
    plural: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at `start … end` of the document."""

    rule: LabelRule
    alias: Alias
    start: int
    end: int


def _is_kept(char: str) -> bool:
    return ord(char) in _KEPT


def _soft(word: str) -> list[int]:
    """Places inside a written word where a blank may stand: a change of case, of letters to digits, and after « éco »."""
    out = []
    for i in range(1, len(word)):
        left, right = word[i - 1], word[i]
        if (left.islower() and right.isupper()) or left.isdigit() != right.isdigit() or (left == "+") != (right == "+"):
            out.append(i)
    if fold(word).startswith("eco") and len(word) > 5:
        out.append(3)
    return out


@lru_cache(maxsize=4096)
def _letters(word: str) -> tuple[str, tuple[int, ...], tuple[bool, ...]]:
    """The folded letters of one written word, what may stand before each, and which are capitals."""
    soft, dotted = set(_soft(word)), word.isupper() and 2 <= len(word) <= 6
    kept = [(char, 1 if i in soft else 2 if dotted and i else 0, written.isupper())
            for i, (char, written) in enumerate(zip(fold(word), word, strict=True)) if _is_kept(char)]
    return "".join(k[0] for k in kept), tuple(k[1] for k in kept), tuple(k[2] for k in kept)


def _forms(word: str) -> list[str]:
    """A word of a name and, for a common word in small letters, its plurals and feminines."""
    if len(word) < 4 or not word.isalpha() or not word.islower():
        return [word]
    if word.endswith("é"):
        return [word, word + "s", word + "e", word + "es"]
    if word.endswith("al"):
        return [word, word[:-1] + "ux"]
    if word.endswith("eau"):
        return [word, word + "x"]
    if word[-1] in "sxz":
        return [word]
    if word.endswith(("en", "el")):
        return [word, word + "s", word + word[-1] + "e", word + word[-1] + "es"]
    return [word, word + "s", word + "e", word + "es"] if word.endswith(("ais", "and")) else [word, word + "s"]


def keys_of(rule: LabelRule, alias: Alias) -> list[Key]:
    """Every squeezed form of an alias: its plurals, and both writings of œ."""
    words = _WORD.findall(alias.text)
    choices = [_forms(word) for word in words]
    total = 1
    for choice in choices:
        total *= len(choice)
    if total > _MAX_FORMS:
        choices = [c[:2] if i in (0, len(choices) - 1) else c[:1] for i, c in enumerate(choices)]
    out: dict[str, Key] = {}
    for form in product(*choices):
        for key in _keys(rule, alias, form):
            out.setdefault(key.text, key)
    return list(out.values())


def _keys(rule: LabelRule, alias: Alias, words: Sequence[str]) -> Iterator[Key]:
    chars: list[str] = []
    joints: list[int] = []
    large: list[bool] = []
    for number, word in enumerate(words):
        kept, inner, big = _letters(word)
        chars += kept
        joints += (int(number > 0), *inner[1:])
        large += big
    single = "".join(chars)
    for text, spots in _ligatures(single):
        at = [joints[i] for i in spots]
        up = [large[i] for i in spots]
        yield Key(
            rule, alias, text, tuple(at), tuple(i for i, big in enumerate(up) if big) if alias.needs or alias.exact else (),
            tuple(i for i, big in enumerate(up) if not big) if alias.exact else (),
            plural=len(text) >= 6 and text[-1].isalpha() and not words[-1].isupper(),
        )


def _ligatures(text: str) -> Iterator[tuple[str, list[int]]]:
    """The text with œ as one character and as two, and for each character the index it comes from."""
    yield text, list(range(len(text)))
    if "\x9c" in text:
        opened = [(c, i) for i, char in enumerate(text) for c in ("oe" if char == "\x9c" else char)]
        yield "".join(c for c, _ in opened), [i for _, i in opened]
    if "oe" in text:
        at = text.index("oe")
        yield text[:at] + "\x9c" + text[at + 2 :], [*range(at + 1), *range(at + 2, len(text))]


class Names:
    """The automaton over the names of a catalogue; built once, used for every document."""

    def __init__(self, rules: Iterable[LabelRule]) -> None:
        self.keys = [key for rule in rules for alias in rule.aliases if not alias.pattern for key in keys_of(rule, alias)]

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        import ahocorasick

        grouped: dict[str, list[Key]] = {}
        for key in self.keys:
            grouped.setdefault(key.text, []).append(key)
        automaton = ahocorasick.Automaton()
        for text, keys in grouped.items():
            automaton.add_word(text, (len(text), keys))
        automaton.make_automaton()
        return automaton

    def hits(self, text: str, folded: str) -> list[Hit]:
        """Every place where a name stands by itself, whatever its context; overlaps included."""
        raw = folded.encode("latin-1")
        squeezed = raw.translate(None, _DROPPED).decode("latin-1")
        places = list(compress(range(len(raw)), map(_KEPT.__contains__, raw)))
        out: list[Hit] = []
        for last, (length, keys) in self._automaton.iter(squeezed):
            first = last - length + 1
            start, end = places[first], places[last] + 1
            if start and _is_kept(folded[start - 1]):
                continue
            whole = end - start == length
            for key in keys:
                stop = _end(key, folded, end)
                if stop and (whole or _fits(key, folded, places, first)) and _cased(key, text, places, first):
                    out.append(Hit(key.rule, key.alias, start, stop))
        return out


def _end(key: Key, folded: str, end: int) -> int:
    """Where the name ends, its plural included; 0 when the word goes on."""
    size = len(folded)
    if end >= size or not _is_kept(folded[end]) or (folded[end] == "&" and key.text[-1] != "&"):
        return end
    if key.plural:
        for tail in ("es", "s", "e", "x"):
            if folded.startswith(tail, end) and (end + len(tail) >= size or not _is_kept(folded[end + len(tail)])):
                return end + len(tail)
    return 0


def _fits(key: Key, folded: str, places: Sequence[int], first: int) -> bool:
    """What was squeezed out inside the name could stand there."""
    for i in range(1, len(key.text)):
        left, right = places[first + i - 1], places[first + i]
        if right - left == 1:
            continue
        gap = folded[left + 1 : right]
        if key.joints[i] == 1:
            if not _BETWEEN.fullmatch(gap) or ("." in gap and not _dotted(folded, left)):
                return False
        elif key.joints[i] == 2:
            if not _DOT.fullmatch(gap):
                return False
        elif not _INSIDE.fullmatch(gap) and not (gap in (" ", ".") and folded[left].isdigit() and folded[right].isdigit()):
            return False
    return True


def _dotted(folded: str, left: int) -> bool:
    """A dot between two words of a name ends an abbreviation ("NF Env. Ameublement", "14.001"), not a sentence."""
    start = left
    while start > 0 and _is_kept(folded[start - 1]):
        start -= 1
    return left - start < 4


def _cased(key: Key, text: str, places: Sequence[int], first: int) -> bool:
    return all(text[places[first + i]].isupper() for i in key.capitals) and not any(text[places[first + i]].isupper() for i in key.smalls)
