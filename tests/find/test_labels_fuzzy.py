"""Misspelt names, measured apart: most single slips in long names are mended, no French word is taken for a label."""

from __future__ import annotations

import random

import pytest

from clausecheck.rulebook.labels import LabelRole
from tests.find.labels_helper import MATCHER, RULES, found, named

RANDOM = random.Random(20)
LETTERS = "aeilnorst"


def _slip(word: str) -> str:
    """The word with one letter lost, doubled by another, swapped or changed; never the first one."""
    i = RANDOM.randrange(1, len(word) - 1)
    return RANDOM.choice((word[:i] + word[i + 1 :], word[:i] + RANDOM.choice(LETTERS) + word[i:],
                          word[:i] + word[i + 1] + word[i] + word[i + 2 :], word[:i] + RANDOM.choice(LETTERS) + word[i + 1 :]))


def _misspelt() -> list[tuple[str, str]]:
    out = []
    for rule in RULES:
        names = [a.text for a in rule.aliases if not a.needs and not a.pattern and not any(c.isdigit() for c in a.text)]
        for name in names[:2] if rule.role is LabelRole.LABEL and rule.fuzzy and rule.id != "generic-ecolabel" else ():
            words = name.split()
            long = [i for i, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
            if long and sum(map(len, words)) >= 7:
                i = RANDOM.choice(long)
                out.append((" ".join([*words[:i], _slip(words[i]), *words[i + 1 :]]), rule.id))
    return out


def test_most_slips_are_mended() -> None:
    cases = _misspelt()
    assert len(cases) > 150
    hits = sum(ident in {x for c in found(f"Le produit porte le label : {text}.").candidates for x in (c.scope, c.label)} or MATCHER.rollup(ident) in
               named(f"Le produit porte le label : {text}.") for text, ident in cases)
    assert hits / len(cases) >= 0.9, f"{hits} of {len(cases)}"


@pytest.mark.parametrize(("text", "scope"), [
    ("Certification NF Environement exigée.", "nf-environnement"), ("Label Cygne nordque.", "nordic-swan"), ("Label Impirm'Vert.", "imprim-vert"),
    ("Certifié Forest Stewarship Council.", "fsc"), ("Label Max Havelar.", "fairtrade"), ("Certification WEELABX.", "weeelabex"),
])
def test_known_slips(text: str, scope: str) -> None:
    (row,) = found(text).candidates
    assert row.scope == scope
    assert row.fuzzy
    assert "lu comme" in row.note


def test_the_written_form_is_told() -> None:
    (row,) = found("Certification NF Environement exigée.").candidates
    assert "NF Environement" in row.note


@pytest.mark.parametrize("text", [
    "La certification du réparateur est jointe à l'offre.", "Le label est notable ; le retable est conforme.",
    "Conforme aux normes de l'environnement.",
    "Les certificats des agents prestataires sont équivalents.", "La marque et le modèle des ventilateurs sont indiqués, ou équivalent.",
    "Norme relative aux imprimés verts et aux enveloppes blanches.", "Les qualités certifiées des produits environnants.",
    "Label délivré par l'agence de l'environnement et du climat.", "La norme d'éclairage vise les couloirs d'un équivalent de douze mètres.",
])
def test_ordinary_words_are_no_labels(text: str) -> None:
    assert not [row for row in found(text).candidates if row.fuzzy]


def test_no_trigger_no_search() -> None:
    assert named("Le massif NF Environement longe l'allée.") == set()
