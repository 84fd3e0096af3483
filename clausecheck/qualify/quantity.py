"""Quantities: value, unit, comparator and what they are a share of."""

from __future__ import annotations

import re

from clausecheck.model import Quantity
from clausecheck.text.fold import GE, LE, fold

__all__ = ["quantity_in"]

_UNITS = (
    r"%|pour cent|ans?\b|annees?\b|mois\b|jours?\b|heures?\b|km\b|kg ?co2e?q?\b|tonnes?\b|kg\b|g/l\b|g/km\b|g/m2\b|g\b|kwh\b|wh\b|w\b|db ?\(?a?\)?|"
    r"l/min\b|litres?\b|points?\b|/ ?10\b|/ ?20\b|euros?\b|€|cycles?\b|m2\b|m3\b|ppm\b|minutes?\b"
)
_NUMBER = re.compile(rf"(?P<value>\d+(?:[ .]\d{{3}})*(?:[.,]\d+)?)\s*(?P<unit>{_UNITS})")
_CLASS = re.compile(r"classe\s+(?:energetique\s+)?(?:minimale\s+)?(?P<value>[a-g])\b(?P<up>\s+(?:ou (?:mieux|plus|superieure)|minimum|a minima))?")
_RATIO = re.compile(r"(?:note|indice|score)\D{0,60}?(?P<value>\d+(?:[.,]\d+)?)\s*(?:/|sur)\s*(?P<of>10|20|100)\b")
_LEAST = re.compile(
    rf"(?:au moins|a minima|minimum de|minimum|plus de|superieure?s? (?:ou egale?s? )?a|pas moins de|a hauteur d|{GE}|>=?|des)\D{{0,14}}$"
)
_MOST = re.compile(
    r"(?:au plus|maximum de|maximum|maximale?s? de|moins de|inferieure?s? (?:ou egale?s? )?a|n'excede(?:nt|ra)? pas|ne depasse(?:nt|ra)? pas|"
    rf"jusqu'a|limitee?s? a|{LE}|<=?)\D{{0,14}}$"
)
_OF = re.compile(
    r"\s*(?:(?:au moins|minimum|a minima)\s+)?((?:en (?:valeur|volume|masse|poids|nombre|montant)|"
    r"du (?:montant|poids|volume|nombre|total)|de la (?:masse|valeur)|des? \w+|d'\w+)(?:\s(?:des?|du|d')\s?\w+)?)"
)


def quantity_in(text: str, start: int, end: int) -> Quantity | None:
    """The quantity nearest to `start … end` in one unit; None when there is none. Values keep the unit as written, folded."""
    folded = fold(text)
    graded = _CLASS.search(folded)
    ratio = _RATIO.search(folded)
    if ratio:
        return Quantity(_value(ratio["value"]), f"/{ratio['of']}", _comparator(folded, ratio.start("value"), ratio.end()), "")
    matches = list(_NUMBER.finditer(folded))
    if not matches:
        return _grade(graded) if graded else None
    near = min(matches, key=lambda m: max(m.start() - end, start - m.end(), 0))
    of = _OF.match(folded, near.end())
    return Quantity(_value(near["value"]), near["unit"].strip(), _comparator(folded, near.start(), near.end()), of.group(1) if of else "")


def _grade(match: re.Match[str]) -> Quantity:
    """An energy or reparability class, A being 1."""
    letter = match["value"]
    return Quantity(float("abcdefg".index(letter) + 1), f"classe {letter.upper()}", ">=" if match["up"] else "=", "")


def _value(text: str) -> float:
    compact = re.sub(r"[ .](?=\d{3}\b)", "", text)
    return float(compact.replace(",", "."))


def _comparator(folded: str, start: int, end: int) -> str:
    before, after = folded[max(0, start - 40) : start], folded[end : end + 24]
    if _LEAST.search(before) or re.match(r"\s*(?:au moins|minimum|a minima|et plus|ou plus)", after):
        return ">="
    if _MOST.search(before) or re.match(r"\s*(?:au plus|maximum|au maximum|et moins)", after):
        return "<="
    return "="
