"""Characters of symbol fonts as plain characters: bullets, boxes, arrows, comparison signs; one character for one character."""

from __future__ import annotations

import re

__all__ = ["symbol", "unsymbol"]

_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x4C: "☹", 0x54: "❄", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐",
    0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "☒", 0x9F: "•", 0xA0: "•", 0xA1: "○", 0xA2: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "☐",
    0xD8: "➢", 0xDC: "➲", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}
_WINGDINGS2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "•", 0xA3: "☐"}
_WINGDINGS3 = {0x7D: "►", 0x84: "◄", 0x74: "▶"}
_WEBDINGS = {0x34: "►", 0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●"}
_SYMBOL = {
    0x22: "∀", 0x24: "∃", 0x2D: "−", 0x40: "≅", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•",
    0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√",
    0xD7: "·", 0xDE: "⇒", 0xE5: "∑", 0xA2: "′", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xA7: "♣",
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS2, "wingdings 3": _WINGDINGS3, "webdings": _WEBDINGS, "symbol": _SYMBOL}
_PRIVATE = range(0xF020, 0xF100)
_PRIVATE_CHAR = re.compile("[\uf020-\uf0ff]")
_OTHER = "•"


def _known(code: int, font: str | None) -> str | None:
    table = _FONTS.get((font or "").lower())
    low = code & 0xFF
    if table is None:
        return _WINGDINGS.get(low) or _SYMBOL.get(low)
    return table.get(low)


def symbol(code: int, font: str | None) -> str:
    """The character that w:sym shows; a bullet when the sign is not in the tables, the character itself outside symbol fonts."""
    if (font or "").lower() in _FONTS or code in _PRIVATE:
        return _known(code, font) or (chr(code & 0xFF) if (font or "").lower() == "symbol" and 0x20 <= code & 0xFF < 0x7F else _OTHER)
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD else _OTHER


def unsymbol(text: str, font: str | None) -> str:
    """Replace private-use characters of symbol fonts in ordinary text, as many characters out as in."""
    if text.isascii() or not _PRIVATE_CHAR.search(text):
        return text
    return "".join(symbol(ord(c), font) if ord(c) in _PRIVATE else c for c in text)
