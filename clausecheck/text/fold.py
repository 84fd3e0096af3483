"""Folding for comparison: lower case, no accents, one character for one character, so that offsets hold.

`œ` and `æ` stay single characters; the rule compiler writes both spellings. Dashes fold to "-", curly quotes to straight ones, blanks to spaces.
Characters outside Windows-1252 fold to "?", except the comparison signs, which keep codes of their own (`GE`, `LE`).
"""

from __future__ import annotations

import codecs
import unicodedata

__all__ = ["GE", "LE", "fold"]

GE = "\x81"
LE = "\x8d"
_OUTSIDE = {
    "≥": 0x81, "≤": 0x8D, "−": 0x2D, "‐": 0x2D, "‑": 0x2D, "‒": 0x2D, "―": 0x2D, "\u202f": 0x20, "\u2009": 0x20, "′": 0x27, "″": 0x22, "µ": 0xB5,
}


def _outside(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    return bytes(_fold_one(c) for c in found), error.end


def _fold_one(char: str) -> int:
    """The byte for one character outside Windows-1252: its own code, its base letter's, or "?"."""
    code = _OUTSIDE.get(char)
    if code is not None:
        return code
    base = unicodedata.normalize("NFKD", char)[:1]
    return ord(base) if base.isascii() and base else 0x3F


codecs.register_error("clausecheck.fold", _outside)


def _byte_table() -> bytes:
    table = bytearray(range(256))
    for code in range(256):
        try:
            char = bytes([code]).decode("cp1252")
        except UnicodeDecodeError:
            continue
        lower = char.lower()
        base = unicodedata.normalize("NFD", lower)[0]
        if base.isascii():
            table[code] = ord(base)
        elif len(lower) == 1:
            table[code] = lower.encode("cp1252")[0]
    quotes = ((0x91, "'"), (0x92, "'"), (0x82, "'"), (0xB4, "'"), (0x60, "'"), (0x93, '"'), (0x94, '"'), (0x84, '"'), (0xAB, '"'), (0xBB, '"'))
    for source, target in (*quotes, (0x96, "-"), (0x97, "-"), (0xAD, "-"), (0xA0, " "), (0x09, " ")):
        table[source] = ord(target)
    return bytes(table)


_BYTES = _byte_table()


def fold(text: str) -> str:
    """Return `text` folded; the result has exactly as many characters as `text`."""
    return text.encode("cp1252", "clausecheck.fold").translate(_BYTES).decode("latin-1")
