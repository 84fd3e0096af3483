"""The words of one line: family, state, recycled content, repairability."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.indicators.purchases_class import name_of, repair_of, state_of
from clausecheck.indicators.purchases_model import Condition
from clausecheck.indicators.purchases_rules import ACCESSORY, SERVICE, load_purchase_rules
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import RuleError

RULES = load_purchase_rules()
NEW, RECONDITIONED, REUSED, RECYCLED, GIFT = (Condition(c) for c in ("new", "reconditioned", "reused", "recycled", "gift"))


@pytest.mark.parametrize(("text", "family"), [
    ("PC portable 14 pouces, 16 Go", "laptops"), ("Smartphone 128 Go", "phones"), ("Écran 24 pouces", "screens"), ("Tablette tactile 10 pouces", "tablets"),
    ("Tablette de rayonnage 90 cm", "storage-furniture"), ("Fauteuil de bureau à roulettes", "office-furniture"), ("Table d'écolier réglable", "school-furniture"),
    ("Carton de 5 ramettes A4", "copy-paper"), ("Papier toilette 2 plis", "hygiene-paper"), ("Enveloppes C5 à fenêtre", "envelopes"),
    ("Toner noir haute capacité", "printing-consumables"), ("Polo manches courtes", "work-clothes"), ("Gants de manutention", "ppe"),
    ("Pantalon haute visibilité", "ppe"), ("Sac poubelle 100 L", "waste-bags"), ("Vélo à assistance électrique", "bicycles-scooters"),
    ("Lampe de bureau", "indoor-lighting"), ("Tondeuse thermique", "garden-machinery"), ("Pneumatiques été", "tyres-parts"),
    ("Chemise cartonnée 24 x 32", "office-stationery"), ("Chemise manches longues", "work-clothes"), ("Imprimante avec livraison", "printers-copiers"),
    ("Housse pour tablette", ACCESSORY), ("Câble pour écran", ACCESSORY), ("Livraison des ordinateurs", SERVICE), ("Location de copieurs", SERVICE),
    ("Extension de garantie pour PC portable", SERVICE), ("Objet sans nom connu", ""), ("", ""),
    # beginnings of other words
    ("Litre d'eau de javel", ""), ("Drapeau tricolore", ""), ("Bancaire", ""), ("Essuie-glace", ""), ("Camionnette électrique", "cars-vans"),
])
def test_family(text: str, family: str) -> None:
    assert name_of(text, RULES)[0] == family


def test_the_words_that_decide_are_shown_as_written() -> None:
    assert name_of("Lot : Écrans plats", RULES) == ("screens", "Écrans")


@pytest.mark.parametrize(("text", "held"), [
    ("Ordinateur reconditionné grade A", {RECONDITIONED}), ("Toner remanufacturé", {RECONDITIONED}), ("Bureau remis à neuf", {RECONDITIONED}),
    ("Chaise rénovée à neuf", {RECONDITIONED}), ("Pneu rechapé", {RECONDITIONED}), ("Téléphone comme neuf", {RECONDITIONED}),
    ("Armoire d'occasion", {REUSED}), ("Table issue du réemploi", {REUSED}), ("Vêtement de seconde main", {REUSED}), ("Chaise neuve", {NEW}),
    ("Papier recyclé", {RECYCLED}), ("Fauteuil neuf, assise en matière recyclée", {NEW, RECYCLED}),
    ("Ordinateur reconditionné, batterie neuve", {RECONDITIONED}), ("Ordinateur issu d'un don", {GIFT}),
    # negatives
    ("Ordinateur neuf, non reconditionné", {NEW}), ("Écran non reconditionné", set()), ("Papier sans fibres recyclées", set()), ("Stylo sans recyclé", set()),
    ("Chaise sans matière plastique recyclée", set()), ("Pas de matériel d'occasion", set()), ("Enveloppe 0 % recyclé", set()), ("Papier recyclé : 0 %", set()),
    ("Écran reconditionné exclu", set()), ("Reconditionné : non", set()), ("Hors produits reconditionnés", set()),
    # words that look like a state
    ("Gobelet recyclable", set()), ("Sac réutilisable", set()), ("Bac pour papiers à recycler", set()), ("Meuble neuf tiroirs", set()),
    ("Stylo, emballage en carton recyclé", set()), ("Papier blanchi sans chlore recyclé", {RECYCLED}), ("Papier d'emballage recyclé", {RECYCLED}),
    ("Lot de neuf cahiers", set()), ("", set()),
])
def test_state(text: str, held: set[Condition]) -> None:
    found = state_of(text, RULES)
    assert set(found.conditions) == held
    assert not found.ambiguous


@pytest.mark.parametrize("text", ["Smartphone neuf ou reconditionné", "Papier recyclé ou FSC", "Écran reconditionné ou neuf", "Mobilier neuf / d'occasion"])
def test_an_open_choice_counts_nothing(text: str) -> None:
    found = state_of(text, RULES)
    assert found.ambiguous and found.conditions == () and found.percent is None


@pytest.mark.parametrize("text", ["Papier recyclé ou équivalent", "Ordinateur reconditionné ou d'occasion", "Chaise bleue ou grise, recyclée"])
def test_what_is_no_choice(text: str) -> None:
    assert not state_of(text, RULES).ambiguous


@pytest.mark.parametrize(("text", "percent"), [
    ("Papier 100 % recyclé", 100), ("Sac en PE recyclé à 80 % minimum", 80), ("Polo contenant au moins 50% de polyester recyclé et 30% de coton bio", 50),
    ("Polo en coton recyclé 65 %", 65), ("Bac (30 % de matières recyclées)", 30), ("Chaise 12,5 % de plastique recyclé", 12.5), ("Papier recyclé 80 g", None), ("Papier A4 100 % recyclé", 100),
    ("Papier recyclé 150 %", None),
])
def test_recycled_content(text: str, percent: float | None) -> None:
    assert state_of(text, RULES).percent == percent


@pytest.mark.parametrize(("text", "index", "letter", "said"), [
    ("Écran, indice de réparabilité 8,2/10", 8.2, "", False), ("Indice de réparabilité : 7", 7, "", False), ("Réparabilité 9.1 sur 10", 9.1, "", False),
    ("Smartphone, classe de réparabilité B", None, "B", False), ("Indice de réparabilité 12", None, "", False), ("Réparabilité 4/5", None, "", False),
    ("Indice de réparabilité à préciser", None, "", False), ("Lave-linge réparable", None, "", True), ("Lave-linge non réparable", None, "", False),
    ("Aspirateur irréparable", None, "", False),
])
def test_repairability(text: str, index: float | None, letter: str, said: bool) -> None:
    found = repair_of(text, RULES)
    assert (found.index, found.letter, found.said) == (index, letter, said)


def test_a_family_outside_the_controlled_list_is_refused(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(pack_root() / "sectors", tmp_path / "sectors")
    (tmp_path / "indicators").mkdir()
    text = (pack_root() / "indicators" / "purchases.yaml").read_text("utf-8").replace("\n  phones:", "\n  telephones:", 1)
    (tmp_path / "indicators" / "purchases.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match="« telephones » inconnue"):
        load_purchase_rules(tmp_path)
