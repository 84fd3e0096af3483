"""Cutting paragraphs."""

from __future__ import annotations

import pytest

from clausecheck.text.sentences import segments


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in segments(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("Le mobilier est réparable. Il est garanti.", ["Le mobilier est réparable.", "Il est garanti."]),
    ("Voir l'art. 5.2 du CCAP et l'annexe n° 3.", ["Voir l'art. 5.2 du CCAP et l'annexe n° 3."]),
    ("L'article R. 2111-7 est rappelé. La suite suit.", ["L'article R. 2111-7 est rappelé.", "La suite suit."]),
    ("Une part de 1.5 % suffit.", ["Une part de 1.5 % suffit."]),
    ("Les bacs sont repris ; les films sont triés.", ["Les bacs sont repris ;", "les films sont triés."]),
    ("Cartons, films, etc. Les palettes restent.", ["Cartons, films, etc.", "Les palettes restent."]),
])
def test_sentences(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_an_enumeration_keeps_its_opening() -> None:
    text = "Le titulaire s'engage à : - reprendre les bacs ; - trier les films. Il en rend compte."
    found = segments(text)
    assert [text[s:e] for s, e, _ in found] == [
        "Le titulaire s'engage à :", "- reprendre les bacs ;", "- trier les films.", "Il en rend compte."]
    assert [lead for _, _, lead in found] == [None, 0, 0, None]


def test_starred_items_are_cut() -> None:
    assert pieces("Sont demandés : * Une faible consommation * Une longue garantie") == [
        "Sont demandés :", "* Une faible consommation", "* Une longue garantie"]
