"""Personal data masked in everything a report quotes: e-mail, telephone, civility with a name, street address, IBAN.

Every letter and figure of such data becomes « • », one for one: lengths, offsets and line breaks stay those of the report without mask, so that
places in the text (`start`, `end`) keep their meaning. The civility, the signs between and the blanks stay: « M. •••••• », « •••••••@•••••.•• ».
What names a document, a rule, a label or the officer who took a decision is no quotation and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from clausecheck.model import CheckedDocument, Report

__all__ = ["DOT", "mask", "mask_text"]

DOT = "•"
CIVILITIES = (
    "M.", "MM.", "Mr", "Mr.", "Mme", "Mme.", "Mmes", "Mlle", "Mlle.", "Monsieur", "Messieurs", "Madame", "Mesdames", "Mademoiselle", "Maître", "Me",
    "Docteur", "Dr", "Dr.",
)
TITLES = (
    "le", "la", "les", "maire", "maires", "président", "présidente", "directeur", "directrice", "préfet", "préfète", "responsable", "chef", "cheffe",
    "adjoint", "adjointe", "ministre", "délégué", "déléguée", "comptable", "trésorier", "trésorière", "ordonnateur", "conseiller", "conseillère",
    "chargé", "chargée", "ingénieur", "architecte", "secrétaire", "receveur", "receveuse", "payeur", "acheteur", "acheteuse", "agent", "titulaire",
    "commissaire", "proviseur", "proviseure", "greffier", "doyen", "recteur", "rectrice", "inspecteur", "inspectrice",
    "commune", "ville", "métropole", "département", "région", "service", "direction", "mission", "pôle", "général", "générale",
)
"""Words that follow a civility or a name and are none."""
STREETS = (
    "rue", "avenue", "av.", "boulevard", "bd", "bd.", "place", "chemin", "impasse", "allée", "allées", "route", "quai", "square", "cours", "passage",
    "esplanade", "sentier", "ruelle", "faubourg", "venelle", "traverse", "montée", "rond-point", "voie", "promenade", "villa", "cité", "hameau",
)
PARTICLES = ("de", "du", "des", "d'", "d’", "la", "le", "les", "l'", "l’", "von", "van", "der", "ben", "el", "al")

_CAP = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ]"
_BLANK = r"[ \t\u00a0\u202f]"


def _one_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NOT_A_TITLE = rf"(?!(?i:{_one_of(TITLES)})(?![\w'’-]))"
_WORD = rf"{_NOT_A_TITLE}{_CAP}(?:\.(?=[ \u00a0-])|[\w'’]*)(?:-(?:{_CAP})[\w'’.]*)*"
"""A part of a name: « Anne », « Anne-Laure », « MARTIN », the initial « J. » or « J.-P. »."""
_LINK = rf"(?:{_BLANK}+(?:{_one_of(PARTICLES)}){_BLANK}*(?:L[EeAa][Ss]?{_BLANK}+)?)"
_NAME = rf"(?:L[EeAa][Ss]?{_BLANK}+(?={_NOT_A_TITLE}{_CAP}))?{_WORD}(?:(?:{_LINK}|{_BLANK}+){_WORD}){{0,4}}"

_PATTERNS: tuple[re.Pattern[str], ...] = (
    # e-mail (a mailbox of a service is masked as well: it often holds a name)
    re.compile(r"(?<![\w.+-])[\w.+-]+(?:@|\s?\[at\]\s?|\(at\))[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?!\w)"),
    # IBAN: country, key, then groups of four (ISO 13616); the French one has 27 signs
    re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){3,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b(?=(?:[^\w]|$))"),
    # French telephone numbers: ten figures in pairs from 01 to 09, or with +33 / 0033 (ARCEP numbering plan)
    re.compile(r"(?<![\d.,/])(?:(?:\+|00)33[ \u00a0.-]?(?:\(0\)[ \u00a0]?)?[1-9]|0[1-9])(?:[ \u00a0\u202f.-]?\d{2}){4}(?![\d/]|[.,]\d)"),
    # a civility followed by a name: only the name is masked
    re.compile(rf"(?<![\w.])(?:{_one_of(CIVILITIES)}){_BLANK}+(?P<masked>{_NAME})"),
    # number, kind of street and its name, up to a comma or the end of the line; then the postcode and the town
    re.compile(
        rf"(?<![\w.,/-])(?P<masked>\d{{1,4}}(?:{_BLANK}?(?:bis|ter|quater)\b)?{_BLANK}?,?{_BLANK}*(?:(?i:{_one_of(STREETS)}))"
        rf"(?:{_BLANK}+(?:{_one_of(PARTICLES)}))*{_BLANK}*(?:{_CAP}|\d{{1,2}}{_BLANK}+\w)[\w'’.-]*(?:{_BLANK}+(?:(?:{_one_of(PARTICLES)}){_BLANK}*)*"
        rf"(?:{_CAP})[\w'’.-]*){{0,5}}(?:{_BLANK}*[,–-]?{_BLANK}*\d{{5}}{_BLANK}+{_CAP}[\w'’-]*(?:{_BLANK}{_CAP}[\w'’-]*){{0,4}})?)"),
)
_SIGN = re.compile(r"[^\W_]")
_QUOTED = frozenset({
    "text", "quote", "value", "reason", "why", "what", "section", "title", "object", "buyer", "parent", "message", "advice", "cues", "wording",
    "warnings", "reference", "method", "number",
})
"""Fields of the report that hold words of a tender. A criterion's name is one too; other names are of documents, labels and lots."""

Value = TypeVar("Value")


def mask_text(text: str) -> str:
    """The text with personal data dotted out; the same length, to the character."""
    for start, end in sorted(_found(text)):
        text = text[:start] + _SIGN.sub(DOT, text[start:end]) + text[end:]
    return text


def _found(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield match.span("masked") if "masked" in pattern.groupindex else match.span()


def mask(report: Report) -> Report:
    """The report with personal data masked in everything it quotes, for any form of output; options say `mask`.

    A sentence is masked as it stands in its document, so that a name at the head of a sentence is known by the civility that ends the line before.
    """
    documents = tuple(_document(item) for item in report.documents)
    tool = replace(report.tool, options=(*report.tool.options, ("mask", "true")))
    rest = {name: _masked(getattr(report, name)) for name in ("tender", "coherence", "checks", "policies", "score", "decisions")}
    return replace(report, documents=documents, tool=tool, **rest)


def _document(item: CheckedDocument) -> CheckedDocument:
    text = mask_text(item.document.text)
    changed: dict[str, Any] = {}
    for name in ("labels", "clauses"):
        rows = []
        for row in getattr(item, name):
            in_place = text[row.quote_start : row.quote_end]
            same = " ".join(item.document.text[row.quote_start : row.quote_end].split()) == " ".join(row.quote.split())
            masked = _masked(row)
            rows.append(replace(masked, quote=" ".join(in_place.split()) if same and in_place else masked.quote))
        changed[name] = tuple(rows)
    return replace(item, document=_masked(item.document), outline=_masked(item.outline), **changed)


def _masked(value: Value, name: str = "") -> Value:
    """A noun of the report with its quoting fields masked; the very same object when nothing in it was."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return mask_text(value) if name in _QUOTED else value  # type: ignore[return-value]
    if isinstance(value, tuple):
        parts = tuple(_masked(part, name) for part in value)
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changes = {}
        for entry in fields(value):
            old = getattr(value, entry.name)
            key = "title" if type(value).__name__ == "Criterion" and entry.name == "name" else entry.name
            new = _masked(old, "" if type(value).__name__ == "Decision" else key)
            if new is not old and new != old:
                changes[entry.name] = new
        return replace(value, **changes) if changes else value
    return value
