"""The pattern language of the rules, read into token sequences.

    pièce (détachée|de rechange) ... disponible     words stand for all their forms; `...` is a gap of up to 6 tokens, `..3` of up to 3
    =neuf   recycl*   @produit                      exact form; beginning; word list of rules/context/lexique.yaml
    #   #5+   %   RGAA                              a number (of 5 or more); a sign; an acronym in capitals
    (souple)?                                       optional
    @emballage & recyclable   A &8 B                both, in any order, in the same window; at most 8 tokens apart (14 by default)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from clausecheck.rulebook.forms import inflect
from clausecheck.text.fold import fold
from clausecheck.text.tokens import token_spans

__all__ = ["Element", "Expression", "PatternError", "Sequence_", "parse"]

_GAP = 6
_MAX_SEQUENCES = 400
_LEX = re.compile(r"\s*(&\d*|\.\.\.|\.\.\d+|\(|\)\??|\||@[\w-]+\??|=?[^\s()|&]+)")


class PatternError(ValueError):
    """A pattern that cannot be read; the message is French."""


@dataclass(frozen=True, slots=True)
class Element:
    """One token: any of `forms`, or beginning with one of `prefixes`, or a number of at least `least`; or a gap of up to `gap` tokens."""

    forms: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    number: bool = False
    least: int = 0
    gap: int = 0
    optional: bool = False
    upper: bool = False
    """An acronym: the text must write it in capitals."""
    accented: str = ""
    """For an exact form with accents (« =recyclé »): the text must write them, unless it is all in capitals."""

    @property
    def literals(self) -> frozenset[str]:
        """Strings of which one must be in the text for the element to match; empty when none can be named."""
        return frozenset() if self.number or self.gap or self.optional else self.forms | self.prefixes


Sequence_ = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """Sides that must all be found; each side is a tuple of alternative token sequences. `distance` is the most tokens between two sides."""

    text: str
    sides: tuple[tuple[Sequence_, ...], ...]
    distance: int = 14


@dataclass(slots=True)
class _Reader:
    tokens: list[str]
    lexicon: Mapping[str, tuple[str, ...]]
    at: int = 0
    depth: int = 0
    seen: tuple[str, ...] = field(default=())

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token


def parse(text: str, lexicon: Mapping[str, tuple[str, ...]]) -> Expression:
    """Read one pattern. Raises PatternError, in French, for what cannot be read or could never be gated."""
    tokens = [match.group(1) for match in _LEX.finditer(text)]
    if "".join(tokens).replace(" ", "") != re.sub(r"\s+", "", text):
        raise PatternError(f"motif illisible : « {text} »")
    sides: list[tuple[Sequence_, ...]] = []
    distance = 14
    current: list[str] = []
    for token in [*tokens, "&"]:
        if token.startswith("&"):
            if not current:
                raise PatternError(f"motif incomplet autour de « & » : « {text} »")
            sides.append(_side(current, lexicon, text))
            current = []
            distance = min(distance, int(token[1:])) if token[1:] else distance
        else:
            current.append(token)
    return Expression(text, tuple(sides), distance)


def _side(tokens: list[str], lexicon: Mapping[str, tuple[str, ...]], text: str) -> tuple[Sequence_, ...]:
    reader = _Reader(tokens, lexicon)
    found = _alternatives(reader, text)
    if reader.at < len(tokens):
        raise PatternError(f"parenthèse de trop dans « {text} »")
    for sequence in found:
        if not any(element.literals for element in sequence):
            raise PatternError(f"le motif « {text} » ne contient aucun mot sûr à chercher")
        if sequence[0].gap or sequence[-1].gap:
            raise PatternError(f"un blanc « ... » au bord du motif « {text} »")
    return tuple(dict.fromkeys(found))


def _alternatives(reader: _Reader, text: str) -> list[Sequence_]:
    """seq ('|' seq)*, merged where every alternative is one plain token."""
    branches = [_sequence(reader, text)]
    while reader.peek() == "|":
        reader.take()
        branches.append(_sequence(reader, text))
    return _merge([sequence for branch in branches for sequence in branch])


def _plain(sequence: Sequence_) -> bool:
    return len(sequence) == 1 and not (sequence[0].gap or sequence[0].number or sequence[0].optional or sequence[0].upper or sequence[0].accented)


def _merge(sequences: Iterable[Sequence_]) -> list[Sequence_]:
    every = list(sequences)
    plain = [s[0] for s in every if _plain(s)]
    rest = [s for s in every if not _plain(s)]
    if not plain:
        return rest
    merged = Element(frozenset().union(*(e.forms for e in plain)), frozenset().union(*(e.prefixes for e in plain)))
    return [(merged,), *rest]


def _sequence(reader: _Reader, text: str) -> list[Sequence_]:
    parts: list[list[Sequence_]] = []
    while reader.peek() and reader.peek() not in ("|", ")", ")?"):
        parts.append(_element(reader, text))
    if not parts:
        raise PatternError(f"alternative vide dans « {text} »")
    size = 1
    for part in parts:
        size *= len(part)
    if size > _MAX_SEQUENCES:
        raise PatternError(f"trop de combinaisons ({size}) dans « {text} » ; séparez en plusieurs motifs")
    return [tuple(element for piece in choice for element in piece) for choice in product(*parts)]


def _element(reader: _Reader, text: str) -> list[Sequence_]:
    token = reader.take()
    if token == "(":
        inner = _alternatives(reader, text)
        closing = reader.take()
        if closing not in (")", ")?"):
            raise PatternError(f"parenthèse non fermée dans « {text} »")
        return _optional(inner) if closing == ")?" else inner
    if token == "...":
        return [(Element(gap=_GAP),)]
    if token.startswith("..") and token[2:].isdigit():
        return [(Element(gap=int(token[2:])),)]
    optional = token.endswith("?") and len(token) > 1
    token = token.removesuffix("?") if optional else token
    found = _listed(reader, token[1:], text) if token.startswith("@") else [_words(token)]
    return _optional(found) if optional else found


def _optional(sequences: list[Sequence_]) -> list[Sequence_]:
    if len(sequences) == 1 and len(sequences[0]) == 1 and not sequences[0][0].gap:
        element = sequences[0][0]
        return [(replace(element, optional=True),)]
    return [*sequences, ()]


def _listed(reader: _Reader, name: str, text: str) -> list[Sequence_]:
    entries = reader.lexicon.get(name)
    if entries is None:
        raise PatternError(f"liste de mots inconnue « @{name} » dans « {text} »")
    if name in reader.seen:
        raise PatternError(f"la liste « @{name} » se contient elle-même")
    out: list[Sequence_] = []
    for entry in entries:
        tokens = [match.group(1) for match in _LEX.finditer(entry)]
        out += _alternatives(_Reader(tokens, reader.lexicon, seen=(*reader.seen, name)), entry)
    return _merge(out)


def _words(token: str) -> Sequence_:
    """A written word: one element, or several where the tokenizer cuts it (« l'eau »)."""
    if re.fullmatch(r"#(?:\d{1,4}\+)?", token):
        return (Element(number=True, least=int(token[1:-1] or 0)),)
    exact, prefix = token.startswith("="), token.endswith("*")
    acronym = len(token) > 1 and token.isalpha() and token.isupper()
    bare = token.strip("=*")
    folded = fold(bare)
    if folded.endswith("'") and len(folded) > 1:
        return (Element(forms=frozenset((folded,))),)
    pieces = [(folded[start:end], bare[start:end]) for start, end in token_spans(folded)]
    if not pieces:
        raise PatternError(f"mot vide : « {token} »")
    out: list[Element] = []
    for index, (piece, written) in enumerate(pieces):
        if prefix and index == len(pieces) - 1:
            out.append(Element(prefixes=_prefixes(piece)))
        else:
            accented = written.lower() if exact and written.lower() != piece else ""
            out.append(Element(forms=frozenset((piece,)) if exact or acronym else inflect(written), upper=acronym, accented=accented))
    return tuple(out)


def _prefixes(piece: str) -> frozenset[str]:
    out = {piece}
    for start in ("re", "eco", "bio"):
        if piece.startswith(start) and len(piece) > len(start) + 2:
            out.add(f"{start}-{piece[len(start):]}")
    if "oe" in piece:
        out.add(piece.replace("oe", "\x9c"))
    return frozenset(out)
