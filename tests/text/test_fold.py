"""Folding and normalising keep offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.text import GE, LE, fold, normalise, normalise_with_map


@given(st.text())
def test_folding_keeps_one_character_for_one(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_for_plain_letters(text: str) -> None:
    once = fold(text)
    plain = "".join(c for c in once if c.isascii())
    assert fold(plain) == plain


@pytest.mark.parametrize(("written", "folded"), [
    ("L’Écolabel", "l'ecolabel"), ("RÉEMPLOI", "reemploi"), ("« 20 % »", '" 20 % "'), ("≥ 7", f"{GE} 7"), ("≤ 0,5", f"{LE} 0,5"),
    ("zéro–phyto", "zero-phyto"),
    ("ľ", "l"), ("中", "?"),
])
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_map_points_at_the_characters_it_came_from(text: str) -> None:
    whole, origin = normalise_with_map(text)
    assert len(whole) == len(origin)
    assert all(0 <= index < len(text) for index in origin)
    assert list(origin) == sorted(origin)


def test_normalising() -> None:
    assert normalise("ﬁn\u00a0de\u00advie e\u0301 m² 5\u2011D") == "fin devie é m2 5-D".replace("devie", "devie")
    assert normalise("a\u00a0b\u202fc") == "a b c"
    assert normalise("≥ 20 %") == "≥ 20 %"
