"""Numbers as French buyers write them: decimal commas, grouped thousands, percentages, sums of money, Roman numerals, number words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausecheck.text.fold import fold

__all__ = ["NUMBER", "Amount", "find_amounts", "parse_number", "parse_roman", "parse_words"]

NUMBER = r"(?:\d{1,3}(?:[ .]\d{3})+|\d+)(?:[.,]\d+)?"
"""Regex source of a number: "1 234,56", "1.234,56", "40.0", "12"."""

_GROUPED = re.compile(r"\d{1,3}(?:[ .]\d{3})+(?:[.,]\d+)?")
_AMOUNT = re.compile(
    rf"(?<![\d,.])({NUMBER})\s*(?:(m|k|millions? d'|milliers? d')\s?)?(?:\x80|euros?\b|eur\b)(?:\s*\(?(h\.?\s?t\.?|t\.?\s?t\.?\s?c\.?"
    rf"|hors tax\w+)(?![a-z]))?"
)
_SCALE = {"m": 1e6, "k": 1e3, "millions d'": 1e6, "million d'": 1e6, "milliers d'": 1e3, "millier d'": 1e3}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "septante": 70, "octante": 80, "nonante": 90,
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in euros at `start … end`. `tax` is "HT", "TTC" or "" when the words do not say."""

    value: float
    tax: str
    start: int
    end: int


def parse_number(text: str) -> float | None:
    """The value of one French number, None when `text` is not one.

    >>> parse_number("1 234,5"), parse_number("40.0"), parse_number("1.200"), parse_number("x")
    (1234.5, 40.0, 1200.0, None)
    """
    text = text.strip()
    if not re.fullmatch(NUMBER, text):
        return None
    if _GROUPED.fullmatch(text):
        head, mark, tail = text, "", ""
        for sign in (",", "."):
            position = text.rfind(sign)
            if position >= 0 and len(text) - position - 1 != 3:
                head, mark, tail = text[:position], ".", text[position + 1 :]
                break
        return float(head.replace(" ", "").replace(".", "").replace(",", "") + mark + tail)
    return float(text.replace(",", "."))


def parse_roman(text: str) -> int | None:
    """The value of a Roman numeral in capitals, None when `text` is not one."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    total = 0
    for index, char in enumerate(text):
        value = _ROMAN_VALUE[char]
        following = _ROMAN_VALUE[text[index + 1]] if index + 1 < len(text) else 0
        total += -value if value < following else value
    return total


def parse_words(text: str) -> int | None:
    """The value of a number written in words, None when a word is no number.

    >>> parse_words("vingt-quatre"), parse_words("quatre-vingt-dix"), parse_words("deux cents"), parse_words("mille")
    (24, 90, 200, 1000)
    """
    words = [w for w in re.split(r"[\s-]+", fold(text).strip()) if w and w != "et"]
    if not words:
        return None
    total, current = 0, 0
    for index, word in enumerate(words):
        if word in ("cent", "cents"):
            current = (current or 1) * 100
        elif word == "mille":
            total, current = total + (current or 1) * 1000, 0
        elif word in ("vingt", "vingts") and current % 100 == 4 and index and words[index - 1] == "quatre":
            current += 76
        elif word in _UNITS:
            current += _UNITS[word]
        else:
            return None
    return total + current


def find_amounts(text: str) -> list[Amount]:
    """Every sum of money of `text`, in order: "420 000 € HT", "1,5 M€", "2 millions d'euros", "90 000,00 euros TTC"."""
    folded = fold(text)
    found = []
    for match in _AMOUNT.finditer(folded):
        value = parse_number(match.group(1))
        if value is None:
            continue
        tax = re.sub(r"[^a-z]", "", match.group(3) or "")
        name = "TTC" if tax == "ttc" else "HT" if tax.startswith(("ht", "hors")) else ""
        scale = (match.group(2) or "").strip()
        found.append(Amount(round(value * _SCALE.get(scale, 1.0), 2), name, match.start(), match.end()))
    return found
