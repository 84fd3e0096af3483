"""Weights of award criteria as they are written: 40 %, 12 points, /20, coefficient 4, pondération : 60, ranges, and blanks still to be filled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausecheck.text.numbers import NUMBER, parse_number, parse_words

__all__ = ["Weight", "bare_weight", "find_weights"]

_WORDS = (
    r"(?:dix|quinze|vingt|vingt[ -]cinq|trente|trente[ -]cinq|quarante|quarante[ -]cinq|cinquante|cinquante[ -]cinq|soixante"
    r"|soixante[ -]dix|quatre[ -]vingts?)")
_NUM = rf"(?<![\w,./])(?:{NUMBER})"
_PERCENT = r"\s*(?:%|p\.\s?100|pour[ -]cent|pourcents?)"
_POINTS = r"\s*(?:points?|pts?\b\.?)"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("range", re.compile(rf"(?:de\s+|entre\s+)?({_NUM})(?:{_PERCENT})?\s*(?:a|et|-)\s*({_NUM})(?P<u>{_PERCENT}|{_POINTS})")),
    ("percent", re.compile(rf"({_NUM}|\b{_WORDS})(?:\s*\([^)]{{1,12}}\))?{_PERCENT}")),
    ("blank", re.compile(r"(?<![._])(?:\.{2,60}|_{2,60}|\bx{1,3}|\[[\s.…x]*\])\s*%")),
    ("fraction", re.compile(rf"({_NUM})\s*/\s*(\d{{1,4}})(?!\s*(?:\d|/))(?:\s*(?:points?|pts?))?")),
    ("points", re.compile(rf"({_NUM}|\b{_WORDS}){_POINTS}(?![a-z])")),
    ("scale", re.compile(rf"(?:note\w*\s+)?(?:sur\s+|(?<![\w/])/\s?)({NUMBER})(?!\s?(?:%|/|ans?\b|mois\b|jours?\b|\d))(?:\s*(?:points?|pts?))?")),
    ("coefficient", re.compile(rf"(?:coefficient|coef\b\.?|coeff\b\.?)(?:\s+de)?(?:\s+ponderation)?\s*[:=x]?\s*({NUMBER})(?!\s*%)")),
    ("bare", re.compile(rf"(?:ponderation|ponderee?s?\s+a|poids|ponderes?\s+a|nombre\s+critere\s+d'attribution"
    rf"|valeur)\s*(?:\([^)]{{0,60}}\))?\s*[:=]?\s*({NUMBER})(?!\s*(?:%|{NUMBER}))")),
)
_LONGEST = 4000
"""Characters of one paragraph that are looked at; no list of criteria is longer."""
_ONLY = re.compile(rf"\W*({NUMBER})\W*")


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight at `start … end` of a folded text. `value` is None for a blank or a range (then `note` says which); `form` names the pattern."""

    value: float | None
    unit: str
    form: str
    start: int
    end: int
    note: str = ""


def _number(raw: str) -> float | None:
    value = parse_number(raw)
    if value is None:
        words = parse_words(raw)
        return float(words) if words is not None else None
    return value


def _make(form: str, match: re.Match[str]) -> Weight | None:
    start, end = match.span()
    if form == "blank":
        return Weight(None, "%", form, start, end, "pondération laissée en blanc")
    if form == "range":
        unit = "%" if "point" not in match["u"] and "pt" not in match["u"] else "points"
        return Weight(None, unit, form, start, end, f"de {match[1]} à {match[2]} {unit}")
    value = _number(match[1])
    if value is None or not 0 <= value <= 1000:
        return None
    if form == "fraction" and (int(match[2]) < value or int(match[2]) > 1000):
        return None
    unit = "%" if form == "percent" else "points"
    return Weight(value, unit, form, start, end)


def find_weights(folded: str) -> list[Weight]:
    """Weights of a folded text, in order, without overlap.

    "/20", "sur 20" and "notée sur 20" are scales: they weigh only where nothing firmer stands beside them.
    """
    folded = folded[:_LONGEST]
    found: list[Weight] = []
    taken: list[tuple[int, int]] = []
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(start < b and end > a for a, b in taken):
                continue
            weight = _make(form, match)
            if weight is not None:
                found.append(weight)
                taken.append((start, end))
    found.sort(key=lambda w: w.start)
    if any(w.form != "scale" for w in found):
        found = [w for w in found if w.form != "scale"]
    return found


def bare_weight(folded: str, *, percent: bool) -> Weight | None:
    """The weight of a cell of a weight column: a weight, or a number alone (`percent`: the column's head says %)."""
    text = folded.strip()
    weights = find_weights(text)
    if weights:
        first = weights[0]
        rest = text[: first.start] + text[first.end :]
        return first if len(re.sub(r"\W", "", rest)) <= 40 else None
    match = _ONLY.fullmatch(text)
    if match:
        value = parse_number(match[1])
        if value is not None and value <= 1000:
            return Weight(value, "%" if percent else "points", "bare", 0, len(text))
    return None
