"""The pattern language, seen through what it finds."""

from __future__ import annotations

import pytest

from clausecheck.find.gate import Gate
from clausecheck.find.scan import Scanner
from clausecheck.rulebook.pattern import PatternError, parse
from clausecheck.text import fold

LEXICON = {"contenant": ("bac", "caisse navette"), "boucle": ("@boucle",)}


def found(pattern: str, text: str, *, gated: bool = True) -> list[str]:
    expression = parse(pattern, LEXICON)
    scanner = Scanner(Gate([expression]), gated=gated)
    folded = fold(text)
    scanner.register(folded, text)
    return [text[start:end] for start, end in scanner.whole(expression, folded)]


@pytest.mark.parametrize(("pattern", "text", "expected"), [
    ("reconditionné", "Des écrans reconditionnés.", ["reconditionnés"]),
    ("=neuf", "Des bacs neufs et un bac neuf.", ["neuf"]),
    ("recycl*", "Le recyclage des fibres", ["recyclage"]),
    ("pièce (détachée|de rechange)", "Les pièces de rechange", ["pièces de rechange"]),
    ("garantie ..3 #5+ an", "garantie de 7 ans", ["garantie de 7 ans"]),
    ("garantie ..3 #5+ an", "garantie de 3 ans", []),
    ("@contenant réutilisable", "en caisses navettes réutilisables", ["caisses navettes réutilisables"]),
    ("emballage & recyclé", "Recyclés, les emballages conviennent.", ["Recyclés, les emballages"]),
    ("emballage &2 recyclé", "Recyclés, dit le guide, tous nos emballages", []),
    ("RGAA", "Le rgaa, le RGAA", ["RGAA"]),
    ("=recyclé", "Vallée Recycle", []),
    ("=recyclé", "PAPIER RECYCLE", ["RECYCLE"]),
    ("d'occasion", "du matériel d’occasion", ["d’occasion"]),
    ("réemploi", "le ré-emploi", ["ré-emploi"]),
    ("œuvre", "la mise en oeuvre", ["oeuvre"]),
    ("sans (film)? plastique", "sans plastique, sans film plastique", ["sans plastique", "sans film plastique"]),
])
def test_patterns(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected
    assert found(pattern, text, gated=False) == expected


@pytest.mark.parametrize("pattern", ["(a|b", "... recyclé", "#", "@inconnue", "@boucle", "& recyclé",
    "(a b|c d) (e f|g h|i) (j|k l|m n) (o p|q r) (s t|u v|w x|y z) (aa b|cc d|ee f)"
                                     " (gg h|ii j|kk l)"])
def test_patterns_that_cannot_be_read(pattern: str) -> None:
    with pytest.raises(PatternError):
        parse(pattern, LEXICON)
