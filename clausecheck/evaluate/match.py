"""Which found row answers which gold row: shared words of their quotes, one to one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["MIN_OVERLAP", "Matching", "Row", "match_rows", "overlap", "quote_words"]

Row = Mapping[str, Any]
"""One row of a gold file or of a JSON report."""

MIN_OVERLAP = 0.6
"""Least share of the shorter quote's words that the two must have in common to speak of the same place."""

_MAX_STRETCH = 6
_STRETCH_SLACK = 40
_BROKEN_WORD = re.compile(r"(\w)-\s*\n\s*(\w)")
_WORD = re.compile(r"[a-z0-9]+")


def quote_words(text: str) -> list[str]:
    """The words of a quote without accents, capitals, line-end hyphens and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.replace("\N{SOFT HYPHEN}", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    return _WORD.findall(_BROKEN_WORD.sub(r"\1\2", plain))


def overlap(gold: Sequence[str], found: Sequence[str]) -> float:
    """Share (0–1) of the shorter word list that both have. 0 for a found quote too long to be a place; a single word must be equal."""
    shorter = min(len(gold), len(found))
    if shorter == 0 or len(found) > _MAX_STRETCH * len(gold) + _STRETCH_SLACK:
        return 0.0
    if shorter == 1:
        return float(list(gold) == list(found))
    return (Counter(gold) & Counter(found)).total() / shorter


@dataclass(frozen=True, slots=True)
class Matching:
    """`pairs` of (gold, found), the gold rows `missed` and the found rows that are `false`; what counts neither way is in none of them."""

    pairs: tuple[tuple[Row, Row], ...]
    missed: tuple[Row, ...]
    false: tuple[Row, ...]


def match_rows(gold: Sequence[Row], found: Sequence[Row], same: Callable[[Row, Row], bool], neutral: Sequence[str] = ()) -> Matching:
    """Pair rows by falling overlap, each row once, where `same(gold, found)` holds.

    Neither right nor wrong: a gold row marked optional and what answers it, a found row that repeats an answered gold row, and a found row that lies
    on one of the `neutral` texts.
    """
    gold_words = [quote_words(row["quote"]) for row in gold]
    found_words = [quote_words(row.get("quote") or "") for row in found]
    close = [(overlap(ours, theirs), i, j) for i, ours in enumerate(gold_words) for j, theirs in enumerate(found_words) if same(gold[i], found[j])]
    answer: dict[int, int] = {}
    settled: set[int] = set()
    repeats: set[int] = set()
    for _, i, j in sorted((x for x in close if x[0] >= MIN_OVERLAP), key=_closest_first):
        if j in settled:
            continue
        if i in answer:
            repeats.add(j)
            continue
        answer[i] = j
        settled.add(j)
    quiet = settled | repeats
    neutral_words = [quote_words(text) for text in neutral]
    return Matching(
        tuple((gold[i], found[j]) for i, j in answer.items() if not gold[i].get("optional")),
        tuple(row for i, row in enumerate(gold) if i not in answer and not row.get("optional")),
        tuple(row for j, row in enumerate(found) if j not in quiet and not _lies_on(found_words[j], neutral_words)),
    )


def _closest_first(item: tuple[float, int, int]) -> tuple[float, int, int]:
    return -item[0], item[1], item[2]


def _lies_on(words: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    return any(overlap(text, words) >= MIN_OVERLAP for text in texts)
