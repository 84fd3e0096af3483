"""Numbers as lists write them (ECMA-376 part 1, 17.18.59 ST_NumberFormat), in French where the format spells words."""

from __future__ import annotations

__all__ = ["format_number"]

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
          (4, "IV"), (1, "I"))
_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
    "dix-sept", "dix-huit", "dix-neuf",
)
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_ORDINALS = {1: "premier", 5: "cinquième", 9: "neuvième"}
_SIGNS = "*†‡§"


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for size, sign in _ROMAN:
        while value >= size:
            out += sign
            value -= size
    return out


def _letter(value: int) -> str:
    """Word repeats the letter beyond Z: AA, BB… and not AA, AB."""
    return chr(ord("A") + (value - 1) % 26) * min((value - 1) // 26 + 1, 30) if value > 0 else str(value)


def _words(value: int) -> str:
    """Cardinal in French words from 0 to 99, digits beyond."""
    if not 0 <= value < 100:
        return str(value)
    if value < len(_UNITS):
        return _UNITS[value]
    if value >= 80:
        return "quatre-vingts" if value == 80 else f"quatre-vingt-{_words(value - 80)}"
    base = 60 if value >= 60 else value - value % 10
    rest = value - base
    if not rest:
        return _TENS[base]
    return f"{_TENS[base]} et {_words(rest)}" if rest in (1, 11) else f"{_TENS[base]}-{_words(rest)}"


def _ordinal_words(value: int) -> str:
    if value in _ORDINALS:
        return _ORDINALS[value]
    text = _words(value)
    if text.isdecimal():
        return f"{text}e"
    if text.endswith("cinq"):
        return f"{text}uième"
    if text.endswith("neuf"):
        return f"{text[:-1]}vième"
    return f"{text.rstrip('s') if text.endswith('vingts') else text.removesuffix('e')}ième"


def _circled(value: int) -> str:
    return chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)


def format_number(value: int, style: str) -> str:
    """Write `value` in a w:numFmt `style`; unknown styles are written in decimal, as most readers do."""
    match style:
        case "upperRoman":
            return _roman(value)
        case "lowerRoman":
            return _roman(value).lower()
        case "upperLetter":
            return _letter(value)
        case "lowerLetter":
            return _letter(value).lower()
        case "decimalZero":
            return f"{value:02d}"
        case "ordinal":
            return f"{value}er" if value == 1 else f"{value}e"
        case "cardinalText":
            return _words(value).capitalize()
        case "ordinalText":
            return _ordinal_words(value).capitalize()
        case "decimalEnclosedCircle":
            return _circled(value)
        case "numberInDash":
            return f"- {value} -"
        case "hex":
            return f"{value:X}"
        case "chicago":
            return _SIGNS[(value - 1) % len(_SIGNS)] * ((value - 1) // len(_SIGNS) + 1) if value > 0 else str(value)
        case "none":
            return ""
        case _:
            return str(value)
