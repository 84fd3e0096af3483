"""Is the text of a page its text? Pages without text layer, and fonts whose characters cannot be known."""

from __future__ import annotations

import re
from enum import StrEnum

from clausecheck.read.tables_rules import Rules

__all__ = ["Quality", "map_error_share", "page_quality"]

_FEW = 25
"""Fewer visible characters than this beside a large image: a page number or a stamp on a scan."""
_COVERED = 0.4
_OUTLINES = 250
"""So many drawn shapes without any text: letters turned into outlines."""
_TOKENS = 20
_TOKEN = re.compile(r"\S+")
_NUMBER = re.compile(r"[\d.,/%€()°:+–-]+")
_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
_ODD = re.compile("[\ufffd\ue000-\uefff\uf100-\uf8ff\x00-\x08\x0e-\x1f\x80-\x9f]")
_INSIDE = re.compile(r"[^\W\d_][^\w\s'’.,/@:;()«»&+·°*=?%#–-][^\W\d_]")
_SAMPLES = 48
_LETTERS = 120
_LITTLE = (" de ", " la ", " le ", " les ", " et ", " des ", " du ", " à ", " en ", " d'", " l'", " d’", " l’")
_COMMON = frozenset({
    "de", "la", "le", "les", "des", "du", "et", "en", "à", "un", "une", "pour", "par", "est", "dans", "au", "aux", "sur", "ou", "que", "qui", "the",
    "of", "and", "to", "in", "for", "der", "die", "und", "el", "los",
})
"""The commonest words of French, then of neighbours that appear in annexes."""


class Quality(StrEnum):
    """What a page's text layer is worth."""

    GOOD = "good"
    BLANK = "blank"
    SCANNED = "scanned"
    GARBLED = "garbled"
    PARTLY_GARBLED = "partly-garbled"


def map_error_share(textpage: object, count: int) -> float:
    """Share of a sample of characters for which PDFium found no Unicode value. `count`: characters of the page."""
    import pypdfium2.raw as pdfium

    raw = getattr(textpage, "raw")  # noqa: B009 - pypdfium2 carries no types
    step = max(1, count // _SAMPLES)
    sample = [i for i in range(0, count, step) if not pdfium.FPDFText_IsGenerated(raw, i)]
    return sum(pdfium.FPDFText_HasUnicodeMapError(raw, i) == 1 for i in sample) / len(sample) if sample else 0.0


def _implausible(token: str) -> bool:
    """Nothing French looks like that: signs inside a word, no vowel in a long small-letter word, characters without meaning."""
    if _ODD.search(token):
        return True
    if _NUMBER.fullmatch(token) or len(token) < 3 or "@" in token or "/" in token or "_" in token:
        return False
    letters = sum(c.isalpha() for c in token)
    if _INSIDE.search(token):
        return True
    return letters >= 5 and not token.isupper() and letters == len(token) and not _VOWEL.search(token)


def _nonsense(text: str) -> float:
    tokens = _TOKEN.findall(text[:6000])
    if len(tokens) < _TOKENS:
        odd = len(_ODD.findall(text))
        return odd / max(len(text), 1)
    return sum(_implausible(t) for t in tokens) / len(tokens)


def _foreign(text: str) -> bool:
    """Letters that spell no language written here: not one of its commonest words, and hardly an e (a shifted or substituted alphabet)."""
    tokens = _TOKEN.findall(text[:6000].lower())
    words = [token for token in tokens if token.isalpha()]
    letters = sum(map(len, words))
    if letters < _LETTERS or 2 * len(words) < len(tokens) or any(word in _COMMON for word in words):
        return False
    return sum(c in "eéèêë" for word in words for c in word) < 0.05 * letters


def _covered(rules: Rules, width: float, height: float) -> float:
    """Share of the page that images cover, strips of one scan added up."""
    area = 0.0
    for x0, top, x1, bottom in rules.images:
        area += max(0.0, min(x1, width) - max(x0, 0.0)) * max(0.0, min(bottom, height) - max(top, 0.0))
    return area / max(width * height, 1.0)


def _plainly_french(raw: str) -> bool:
    """Little words as thick on the page as in French prose: no closer look needed."""
    return 40 * sum(map(raw.count, _LITTLE)) >= len(raw)


def page_quality(raw: str, errors: float, rules: Rules, width: float, height: float) -> Quality:
    """Judge a page by its raw text, the share of characters without Unicode value, and what is drawn on it."""
    visible = len("".join(raw.split()))
    if visible < _FEW and _covered(rules, width, height) >= _COVERED:
        return Quality.SCANNED
    if not visible:
        return Quality.SCANNED if rules.shapes >= _OUTLINES else Quality.BLANK
    if errors > 0.35 or not (_plainly_french(raw) or (_nonsense(raw) <= 0.35 and not _foreign(raw))):
        return Quality.GARBLED
    return Quality.PARTLY_GARBLED if errors > 0.08 else Quality.GOOD
