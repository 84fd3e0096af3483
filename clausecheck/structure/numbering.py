"""Numbers at the head of a title: which scheme they follow and how deep they stand.

Schemes: decimal (1, 1.2, 02.01.03, 2-1-3), article (Article 5, ARTICLE PREMIER, Art. 3.2), chapter, part, title, section, annex (Annexe 3, Annexe B),
roman (II -), letter (A., a)), mixed (I.A, A.1), lot (Lot n° 2 : …), paragraph (§ 4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausecheck.text import fold
from clausecheck.text.numbers import parse_roman, parse_words

__all__ = ["Label", "read_label"]

_ORDINALS = {"premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "deuxieme": 2, "seconde": 2, "second": 2, "troisieme": 3, "quatrieme": 4,
    "cinquieme": 5}
_KEYWORD = re.compile(
    r"(?P<word>article|art\.?|chapitre|chap\.|titre|partie|livre|section|sous-section|annexe|lot|clause|volet|module|§|piece n)\s*"
    r"(?:n\s?[°ºo.]\s*|no\s+|n\s+)?(?P<num>\d+(?:[.-]\d+)*(?:\s?(?:bis|ter|quater)\b)?|premier|1ere?|[ivxl]+(?=[\s.:)/-]|$)|[a-z](?=[\s.:)-]|$)|deux"
    r"|trois|quatre|cinq)?"
    r"(?:er\b)?\s*(?P<sep>[:.)/-]*)\s*"
)
_ORDINAL_PART = re.compile(r"(?P<num>premiere|deuxieme|seconde|troisieme|quatrieme|cinquieme|1ere|2eme|3eme)\s+(?P<word>partie"
    r"|section)\s*(?P<sep>[:.-]*)\s*")
_DECIMAL = re.compile(r"(?P<num>\d{1,3}(?:\s?[.-]\s?\d{1,3}){0,6})(?P<bis>\s?(?:bis|ter))?(?P<sep>\s*[.)/\xb0:-]+)?(?P<gap>\s*)(?=\D|$)")
_MIXED = re.compile(r"(?P<num>(?:[IVX]{1,5}|[A-Z])(?:[.-](?:\d{1,2}|[A-Za-z]|[IVX]{1,4})){1,5})(?P<sep>\s*[.)/:–-]*)\s+(?=\S)")
_ROMAN = re.compile(r"(?P<num>[IVXL]{1,6})(?P<sep>\s*[.)/:–—-]+\s*|\s+(?=[A-ZÀ-Ý]))(?=\S)")
_LETTER = re.compile(r"(?P<num>[A-Za-z])(?P<sep>\s?[.)/]\s*[–—-]?|\s[–—:-])\s+(?=\S)")
_QUICK = re.compile(
    r"[\s–—•*-]*(?:\d|[A-Za-z][.)/\s–—:-]|[IVXL]{1,6}(?![A-Za-z])|§|(?:art|chap|titre|partie|livre|section|sous-s|annexe|lot|clause|volet|module"
    r"|pi[èe]ce|prem|deux|second|troisi"
    r"|quatri|cinqui)[\w]*)", re.IGNORECASE)
"""A cheap look before the patterns proper."""


@dataclass(frozen=True, slots=True)
class Label:
    """A head number. `scheme` names the kind, `parts` its components as comparable values, `text` as written, `end` where the title begins."""

    scheme: str
    parts: tuple[str, ...]
    text: str
    end: int
    separated: bool = True

    @property
    def depth(self) -> int:
        """Number of components."""
        return max(len(self.parts), 1)


def _value(raw: str) -> str:
    raw = raw.strip().lower()
    if raw.isdigit():
        return str(int(raw))
    if raw in _ORDINALS:
        return str(_ORDINALS[raw])
    roman = parse_roman(raw.upper())
    if roman is not None and len(raw) > 1:
        return str(roman)
    if raw in ("i", "v", "x"):
        return str({"i": 1, "v": 5, "x": 10}[raw])
    words = parse_words(raw)
    return str(words) if words is not None else raw


def _split(raw: str) -> tuple[str, ...]:
    return tuple(str(int(p)) if p.isdigit() else p.lower() for p in re.split(r"[.\s-]+", raw.strip()) if p)


def _keyword(text: str, folded: str) -> Label | None:
    match = _KEYWORD.match(folded) or _ORDINAL_PART.match(folded)
    if not match:
        return None
    word, raw = match["word"].rstrip("."), match["num"]
    scheme = {"art": "article", "chap": "chapitre", "clause": "article", "§": "paragraphe", "piece n": "piece"}.get(word, word)
    if raw is None:
        if scheme != "annexe" or (match.end() < len(folded) and not match["sep"] and len(folded) > 90):
            return None
        return Label(scheme, (), text[: match.start("sep")].strip(), match.end())
    if raw[0].isalpha() and len(raw) == 1 and not match["sep"] and match.end() < len(folded) and scheme != "annexe":
        return None
    parts = _split(raw) if raw[0].isdigit() else (_value(raw),)
    return Label(scheme, parts, text[: match.start("sep")].strip(), match.end(), bool(match["sep"]))


def read_label(text: str) -> Label | None:
    """The number at the head of a title, None when there is none.

    >>> read_label("Article 5.2 - Prix").parts, read_label("2-1-3 Délais").parts, read_label("II – Lots").scheme, read_label("Prix")
    (('5', '2'), ('2', '1', '3'), 'roman', None)
    """
    if not _QUICK.match(text):
        return None
    lead = len(text) - len(text.lstrip(" \t–—-•*"))
    body = text[lead:]
    folded = fold(body)
    found = _keyword(body, folded)
    if found is None and body[:1].isdigit():
        match = _DECIMAL.match(folded)
        if match and (match["sep"] or match["gap"] or match.end() == len(folded) or re.search(r"[.-]", match["num"])):
            found = Label("decimal", _split(match["num"]), body[: match.end("num")].strip(), match.end(), bool(match["sep"]))
    if found is None:
        for scheme, pattern in (("mixed", _MIXED), ("roman", _ROMAN), ("letter", _LETTER)):
            match = pattern.match(body)
            if match and (scheme != "roman" or parse_roman(match["num"]) is not None):
                parts = tuple(p.lower() for p in re.split(r"[.-]", match["num"])) if scheme == "mixed" else (match["num"],)
                found = Label(scheme, parts, match["num"], match.end(), bool(match["sep"].strip()))
                break
    if found is None:
        return None
    return Label(found.scheme, found.parts, found.text, found.end + lead, found.separated)
