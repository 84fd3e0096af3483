"""Equivalents: near, in the list's opening, once for the document; and the many "équivalent" that speak of something else."""

from __future__ import annotations

import pytest

from clausecheck.model import BlockKind
from clausecheck.qualify.equivalence import Equivalence, equivalent, load_equivalence_cues
from tests.find.labels_helper import MATCHER, document

CUES = load_equivalence_cues()


def _accepts(*texts: str) -> dict[str, bool]:
    kinds = {"- ": BlockKind.LIST_ITEM, "# ": BlockKind.HEADING}
    made, cut = document([(kinds.get(t[:2], BlockKind.PARAGRAPH), t[2:] if t[:2] in kinds else t) for t in texts])
    labels = MATCHER.find(cut, made)
    reader = Equivalence(cut, labels, CUES, made)
    found = {c.scope: reader.accepted(c.unit) for c in labels.candidates}
    assert found == {c.scope: equivalent(c, cut, labels, CUES, made) for c in labels.candidates}
    return found


@pytest.mark.parametrize("text", [
    "Papier Ange Bleu ou équivalent.", "Papier Ange Bleu ou équiv.", "Papier Ange Bleu, ou label équivalent.", "Papier Ange Bleu ou similaire.",
    "Papier Ange Bleu ou tout autre label de même niveau.", "Papier Ange Bleu (ou toute autre preuve).", "Papier Ange Bleu ou preuve par tout moyen.",
    "Papier Ange Bleu ; à défaut, le fournisseur décrit des garanties comparables.", "Papier Ange Bleu ou démarche comparable.",
    "Papier Ange Bleu, soit un signe d'un niveau d'exigence au moins égal.", "Papier Ange Bleu ou répondant à des critères équivalents.",
    "Papier Ange Bleu ou autres écolabels.", "Papier Ange Bleu et équivalents.", "Papier Ange Bleu ou conforme aux exigences de ce référentiel.",
    "Papier de marque X ou équivalent, portant l'Ange Bleu ou un label de même nature.",
])
def test_words_that_accept(text: str) -> None:
    assert _accepts(text) == {"blue-angel": True}


@pytest.mark.parametrize("text", [
    "Papier Ange Bleu.", "Papier Ange Bleu, etc.", "Papier portant par exemple l'Ange Bleu.", "Papier de type Ange Bleu.",
    "Papier Ange Bleu pour une durée équivalente.", "Papier Ange Bleu, 3 tonnes équivalent CO2.",
    "Papier Ange Bleu ; deux agents en équivalent temps plein.",
    "Papier de type Velin 80 ou équivalent, portant l'Ange Bleu.", "Papier Ange Bleu de qualité égale d'une livraison à l'autre.",
    "Papier Ange Bleu ; références de marchés équivalents.",
])
def test_words_that_do_not(text: str) -> None:
    assert _accepts(text) == {"blue-angel": False}


def test_beside_it() -> None:
    assert _accepts("Le papier porte l'Ange Bleu. Un label équivalent est admis.") == {"blue-angel": True}
    assert _accepts("Le papier porte l'Ange Bleu. Le carton est PEFC ou équivalent.") == {"blue-angel": False, "pefc": True}
    assert _accepts("Le chauffagiste est qualifié RGE. Le couvreur est certifié Qualibat ou équivalent.") == {"rge": False}


def test_in_the_lists_opening_and_its_last_item() -> None:
    assert _accepts("Les papiers portent l'un de ces labels ou un équivalent :", "- Ange Bleu ;", "- PEFC.") == {"blue-angel": True, "pefc": True}
    assert _accepts("Les papiers portent l'un de ces labels :", "- Ange Bleu ;", "- PEFC ;", "- ou équivalent.") == {"blue-angel": True, "pefc": True}


@pytest.mark.parametrize("sentence", [
    "Pour chaque label cité dans le présent document, un label équivalent est accepté.",
    "Partout où une marque, un label ou un certificat est cité, il faut lire : ou toute preuve de même portée.",
    "Les labels équivalents seront acceptés.", "Tous les labels mentionnés s'entendent « ou équivalent ».",
])
def test_once_for_the_whole_document(sentence: str) -> None:
    assert _accepts("Le papier porte l'Ange Bleu.", "# Dispositions diverses", sentence) == {"blue-angel": True}


@pytest.mark.parametrize("sentence", [
    "Toute référence à une marque commerciale s'entend ou équivalent.", "Faute de label, le lot 2 admet un dossier de preuve.",
    "Les matériels sont de type X200 ou équivalent.", "Chaque candidat fournit des références équivalentes.",
])
def test_a_general_sentence_about_something_else(sentence: str) -> None:
    assert _accepts("Le papier porte l'Ange Bleu.", "# Dispositions diverses", sentence) == {"blue-angel": False}
