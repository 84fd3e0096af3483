"""What is wrong in a TOML file or in reading it, in French, with the line and the column."""

from __future__ import annotations

import re

__all__ = ["read_fault"]

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")
_WORDS: tuple[tuple[str, str], ...] = (
    ("Invalid value", "valeur mal écrite : un texte se met entre guillemets, une date s'écrit 2026-09-01, un nombre sans espace ni virgule"),
    ("Invalid date", "cette date n'existe pas"),
    ("Expected newline", "une fin de ligne est attendue après la valeur : un texte se met entre guillemets, une date s'écrit 2026-09-01"),
    ("Expected '=' after", "le signe = est attendu entre la clé et sa valeur"),
    ("Invalid statement", "une clé suivie du signe = est attendue"),
    ("Invalid initial character", "une clé s'écrit sans accent ni espace"),
    ("Unterminated string", "des guillemets ne sont pas refermés"),
    ("Expected '\"", "des guillemets ne sont pas refermés"),
    ("Expected \"'", "des guillemets ne sont pas refermés"),
    ("Unclosed array", "un crochet [ n'est pas refermé, ou une virgule manque entre deux valeurs"),
    ("Unclosed inline table", "une accolade n'est pas refermée"),
    ("Expected ']", "le crochet ] manque à la fin du titre"),
    ("Cannot overwrite", "cette clé est donnée deux fois"),
    ("Cannot declare", "ce titre est donné deux fois"),
    ("Cannot redefine", "ce titre est donné deux fois"),
    ("Duplicate", "cette clé est donnée deux fois"),
    ("Unescaped", "la barre oblique inverse \\ se double, ou le texte se met entre apostrophes"),
    ("Invalid hex", "la barre oblique inverse \\ se double, ou le texte se met entre apostrophes"),
    ("Illegal character", "caractère non admis ; un texte tient sur une ligne, entre guillemets"),
    ("Found invalid character", "caractère non admis"),
)
"""What the messages of tomllib begin with (Lib/tomllib/_parser.py of Python 3.11 to 3.14), and the same in French."""


def read_fault(error: Exception) -> str:
    """The reason in a few French words: of tomllib.TOMLDecodeError with its place, of UnicodeDecodeError, or of OSError."""
    if isinstance(error, UnicodeDecodeError):
        return "il n'est pas enregistré en UTF-8"
    if isinstance(error, PermissionError):
        return "accès refusé"
    if isinstance(error, OSError):
        return "lecture impossible"
    said = str(error)
    words = next((french for start, french in _WORDS if said.startswith(start)), "syntaxe non reconnue")
    place = _PLACE.search(said)
    if place is None:
        return words
    return f"ligne {place[1]}, colonne {place[2]} : {words}" if place[1] else f"en fin de fichier : {words}"
