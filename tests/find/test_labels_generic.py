""""Un écolabel" without a name: a demand of its own, or only the class word of the labels named beside it."""

from __future__ import annotations

import pytest

from tests.find.labels_helper import named

GENERIC = "generic-ecolabel"


@pytest.mark.parametrize("text", [
    "Les articles bénéficient d'un label environnemental reconnu.", "Part de références éco-labellisées : 30 %.", "Produits porteurs d'écolabels.",
    "Un label ou une certification environnementale est exigé.", "La perte d'un label écologique est signalée.",
    "Tout signe de qualité écologique est précisé.", "Le papier est écolabellisé ou certifié FSC.",
])
def test_an_ask_without_a_name(text: str) -> None:
    assert GENERIC in named(text)


@pytest.mark.parametrize("texts", [
    ("L'écolabel Ange Bleu est exigé.",), ("Un écolabel (NF Environnement, Ange Bleu) est exigé.",), ("Un écolabel tel que l'Ange Bleu est exigé.",),
    ("Le papier porte l'Ange Bleu ou un autre écolabel.",), ("Papier PEFC, FSC ou autre label environnemental.",),
    ("Les produits portent l'un des écolabels suivants :", "- Ange Bleu ;", "- NF Environnement."), ("# Écolabels", "Les copieurs sont neufs."),
    ("Les labels de câbles sont verts.",),
    ("L'association gère un label de musique.",), ("Le label d'un article du catalogue tient en vingt caractères.",),
    ("La ville est labellisée pour son accueil.",),
])
def test_no_ask_of_its_own(texts: tuple[str, ...]) -> None:
    assert GENERIC not in named(*texts)


def test_a_labelled_product_counts_where_ecolabels_are_spoken_of() -> None:
    assert GENERIC not in named("Il est remplacé par un produit labellisé.")
    assert GENERIC in named("Les savons portent l'Ecolabel européen.", "Il est remplacé par un produit labellisé.")


def test_an_equivalent_of_type_one_is_no_label_of_its_own() -> None:
    assert named("Papier Ange Bleu, ou autre label de type I.") == {"blue-angel"}
    assert named("Papier portant un label de type I.") == {"iso-14024"}
    assert named("Papier Ange Bleu, ou autre label conforme à l'ISO 14024.") == {"blue-angel", "iso-14024"}
