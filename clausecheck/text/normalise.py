"""The one normalisation of text, done when a file is read.

Kept as they are: case, accents, `œ`, curly quotes, `≥ ≤`, dashes longer than a hyphen. Changed: canonical composition (NFC), typographic
ligatures opened, sub- and superscript digits made plain, every blank of width made a space, hyphen look-alikes made "-", soft hyphens and
zero-width characters dropped, control characters made a space.
"""

from __future__ import annotations

import unicodedata
from array import array

__all__ = ["normalise", "normalise_with_map"]

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "..."}
_DIGITS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789", strict=True))
_DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f\r"
_HYPHENS = "\u2010\u2011\u2212\ufe63\uff0d"
_TABLE: dict[int, str] = {
    **{c: " " for c in range(32) if c != 10},
    **dict.fromkeys(range(127, 160), " "),
    **{ord(k): v for k, v in _LIGATURES.items()},
    **{ord(k): v for k, v in _DIGITS.items()},
    **{ord(c): "" for c in _DROPPED},
    **{ord(c): " " for c in _SPACES},
    **{ord(c): "-" for c in _HYPHENS},
}


def normalise(text: str) -> str:
    """Return `text` normalised; "\\n" is kept, other control characters become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def normalise_with_map(text: str) -> tuple[str, array[int]]:
    """Return the normalised text and, for each of its characters, the index in `text` it comes from.

    Equal to `normalise(text)`: a composed character points at its base letter.
    """
    out: list[str] = []
    origin: array[int] = array("l")
    index, size = 0, len(text)
    while index < size:
        end = index + 1
        while end < size and unicodedata.combining(text[end]):
            end += 1
        piece = unicodedata.normalize("NFC", text[index:end].translate(_TABLE))
        out.append(piece)
        origin.extend([index] * len(piece))
        index = end
    return "".join(out), origin
