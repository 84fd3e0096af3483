"""Marks at the head of a paragraph that its author typed: numbers ("Article 4 -", "5.2.", "a)") and bullets; and short titles they announce."""

from __future__ import annotations

import re

__all__ = ["level_of_number", "looks_like_heading", "looks_like_title", "typed_bullet", "typed_number"]

_WORD = r"(?:article|art\.|chapitre|titre|section|sous-section|partie|annexe|§)"
_VALUE = r"(?:\d{1,3}(?:[.\-]\d{1,3})*|[IVXLC]{1,6}(?:[.\-]\d{1,2})*|[A-Z](?:[.\-]\d{1,2})*|premier|unique)"
_NAMED = re.compile(rf"{_WORD}\s*(?:n\s?°\s?)?{_VALUE}(?:\s?(?:bis|ter))?(?![\w%])", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){1,5}(?=\.?\s*[-–—:.)]\s|\.?\s+[A-ZÀ-ÖØ-Þ«\"'])"
    r"|\d{1,2}(?=\s?[.)]\s|\s?[-–—]\s*[A-ZÀ-ÖØ-Þ]|\s?°\s?\)?\s|\.?/\s)"
    r"|[IVX]{1,5}(?:[.\-]\d{1,2})*(?=\s?[.)]\s|\s?[-–—]\s|\s?/\s|\.?\s+[A-ZÀ-ÖØ-Þ]{2})"
    r"|[A-Z](?:\.\d{1,2})+(?=[.)]?\s)"
    r"|[A-Z](?=\s?\)\s|\s?[-–—]\s|\.\s|/\s)"
    r"|[a-z](?=\s?\)\s))"
)
_IN_TITLE = re.compile(r"\d{1,2}(?:\.\d{1,2})*(?=\.?\s*[A-ZÀ-ÖØ-Þ])")
_PAREN = re.compile(r"\s?°?\s?\)")
_BULLET = re.compile(r"(?:[•▪●■◆◊○❖➢➲►▶→✓☞·*]|[-–—](?=\s|[A-Za-zÀ-ÿ]{2})|o(?=\s+[A-ZÀ-Þ]))\s*")
_MAX_WORDS, _MAX_CHARS = 16, 140


def typed_number(text: str, *, title: bool = False) -> str:
    """The number at the head of `text` without what separates it from the title ("Article 4", "5.2", "a)"), "" when there is none.

    In a known `title` a number needs no separation: "1 Objet", "2.1Organisation".
    """
    named = _NAMED.match(text)
    if named:
        return " ".join(named.group().split())
    found = _NUMBERED.match(text)
    if not found:
        glued = _IN_TITLE.match(text) if title else None
        return glued.group() if glued else ""
    closing = _PAREN.match(text, found.end())
    return text[: closing.end()].replace(" ", "") if closing else found.group()


def typed_bullet(text: str) -> int:
    """Length of the typed bullet at the head of `text`, with its blanks; 0 when there is none."""
    found = _BULLET.match(text)
    return found.end() if found and found.end() < len(text) else 0


def level_of_number(number: str) -> int | None:
    """Heading level that a number tells: 1 for "Article 4" or "3", 2 for "3.1"; None for letters and brackets, which do not tell."""
    bare = re.sub(rf"^{_WORD}\s*(?:n\s?°\s?)?", "", number, flags=re.IGNORECASE)
    if not bare or (bare == number and not number[0].isdecimal() and not re.match(r"[IVX]+(?![a-z)])", number)):
        return None
    if bare.endswith(")"):
        return None
    return len([part for part in re.split(r"[.\-]", bare) if part])


def looks_like_title(text: str) -> bool:
    """A short line without a number that is neither a sentence nor the opening of a list. The caller has seen that it is bold throughout."""
    if len(text) > _MAX_CHARS or len(text.split()) > _MAX_WORDS or "\n" in text:
        return False
    return text[:1].isupper() and text[-1:] not in ".;,:" and sum(map(str.isalpha, text)) > 3


def looks_like_heading(text: str, number: str) -> bool:
    """A short numbered line that is not a sentence. The caller has seen that it is bold or otherwise apart."""
    rest = text[len(number) :].strip(" .:-–—)°/")
    if not number or not any(c.isalpha() for c in rest):
        return False
    return len(text) <= _MAX_CHARS and len(text.split()) <= _MAX_WORDS and text.rstrip()[-1:] not in ".;,"
