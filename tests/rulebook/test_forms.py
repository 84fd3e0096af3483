"""Inflected forms: the table that ships, and the big one behind it."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from clausecheck.rulebook import forms
from clausecheck.rulebook.forms_table import pack_forms


def test_the_table_is_that_of_the_shipped_pack() -> None:
    shipped = json.loads(files("clausecheck.rulebook").joinpath(forms.TABLE).read_text("utf-8"))
    assert shipped == pack_forms(), "run python -m clausecheck.rulebook.forms_table"


@pytest.mark.parametrize("word", ["recycler", "emballage", "pneu", "reconditionne"])
def test_the_table_and_the_lookups_agree(word: str) -> None:
    assert forms.table_forms(word) == forms.looked_up(word)


def test_a_word_that_the_pack_does_not_use_is_looked_up() -> None:
    assert "pigeons" in forms.inflect("pigeon")
