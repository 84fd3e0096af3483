"""Disagreements between pieces are shown; what only looks like one is not."""

from __future__ import annotations

from clausecheck.assess.criteria import lots_of
from clausecheck.model import Criterion, CriterionKind, Fact, Force, Lot, PieceKind, Quantity
from tests.assess.builders import clause, criterion, judged, label, piece
from tests.assess.cases import BARE, ccap, cctp, rc


def _said(*documents) -> list[str]:  # type: ignore[no-untyped-def]
    return [found.what for found in judged(*documents).coherence]


def test_weights_between_rules_and_notice() -> None:
    notice = piece(PieceKind.NOTICE, criteria=[criterion("Prix", 50, kind=CriterionKind.PRICE), criterion("Valeur technique", 50)])
    found = judged(rc(criteria=BARE), notice).coherence
    assert [f.what for f in found] == [
        "Critère « Prix » : la pondération n'est pas la même.", "Critère « Valeur technique » : la pondération n'est pas la même."]
    assert [(v.document, v.quote) for v in found[0].values] == [("rc.pdf", "Prix (60 %)"), ("notice.pdf", "Prix (50 %)")]
    assert _said(rc(criteria=BARE), piece(PieceKind.NOTICE, criteria=BARE)) == []


def test_weights_of_different_lots_do_not_disagree() -> None:
    one = [criterion("Prix", 60, lot="1"), criterion("Technique", 40, lot="1")]
    two = [criterion("Prix", 50, lot="2"), criterion("Technique", 50, lot="2")]
    assert _said(rc(criteria=one), piece(PieceKind.NOTICE, criteria=two)) == []


def test_sums_of_weights() -> None:
    assert _said(rc(criteria=[criterion("Prix", 60), criterion("Technique", 30)])) == [
        "Pondérations : les pondérations lues des critères font 90 % au lieu de 100 %."]
    tops = [criterion("Prix", 60), criterion("Technique", 40)]
    subs = [*tops, criterion("Moyens", 20, parent="Technique"), criterion("Délai", 10, parent="Technique")]
    assert _said(rc(criteria=subs)) == ["Pondérations : les sous-critères lus de « Technique » font 30 au lieu de 40."]
    relative = [*tops, criterion("Moyens", 60, parent="Technique"), criterion("Délai", 40, parent="Technique")]
    assert _said(rc(criteria=relative)) == []


def test_sub_criteria_of_several_lots_are_summed_lot_by_lot() -> None:
    def sub(name: str, weight: float, lot: str | None) -> Criterion:
        return criterion(name, weight, unit="points", parent="Technique", lot=lot)

    tops = [criterion("Technique", 60, unit="points"), criterion("Prix", 40, unit="points")]
    fair = [*tops, sub("Moyens", 20, "1 et 2"), sub("Matériel", 20, "1 et 2"), sub("Alarme", 40, "3"), sub("Environnement", 20, None)]
    assert _said(rc(criteria=fair)) == []
    wrong = _said(rc(criteria=[*fair, sub("Délai", 10, "3")]))
    assert wrong == ["Pondérations : les sous-critères lus de « Technique » (lot 3) font 70 au lieu de 60."]
    assert [lots_of(criterion("Prix", lot=lot)) for lot in ("1 et 2", "1 à 3", "A", "2, 4")] == [("1", "2"), ("1", "2", "3"), ("A",), ("2", "4")]


def test_lots() -> None:
    two, three = [Lot("1", "Écrans"), Lot("2", "Câbles")], [Lot("1", "Écrans"), Lot("2", "Câbles"), Lot("3", "Serveurs")]
    assert _said(rc(lots=two), ccap(lots=three)) == ["Lots : 2 dans rc.pdf, 3 dans ccap.pdf."]
    assert _said(rc(lots=two), ccap(lots=two[:1])) == [], "un cahier propre à un lot ne contredit pas le règlement"
    renamed = [Lot("1", "Écrans"), Lot("2", "Mobilier de bureau")]
    assert _said(rc(lots=two), ccap(lots=renamed)) == ["Lot 2 : l'intitulé n'est pas le même."]


def test_durations() -> None:
    def fact(value: str, quote: str = "") -> list[Fact]:
        return [Fact("duration", value, quote or f"La durée du marché est de {value}.")]

    assert _said(rc(facts=fact("12 mois")), ccap(facts=fact("24 mois"))) == ["Durée du marché : les pièces ne disent pas la même."]
    assert _said(rc(facts=fact("12 mois")), ccap(facts=fact("1 an"))) == []
    assert _said(rc(facts=fact("6 mois")), ccap(facts=fact("12 mois", "Si la durée du marché dépasse 12 mois, une avance est versée."))) == []


def test_penalties() -> None:
    low = "Tout retard de livraison donne lieu à une pénalité de 50 € par jour."
    high = low.replace("50 €", "100 €")
    assert _said(ccap(low), cctp(high)) == ["Pénalité (retard de livraison) : le montant n'est pas le même."]
    assert _said(ccap(low), cctp(low)) == []
    assert _said(ccap(low), cctp(high.replace("par jour", "par semaine"))) == [], "unités différentes"
    assert _said(ccap(low, high), cctp(high)) == [], "un barème à paliers n'est pas une contradiction"


def test_labels() -> None:
    gold = label("EPEAT Gold ou équivalent.", "epeat", "EPEAT", tier="Gold", equivalent=True)
    silver = label("EPEAT Silver ou équivalent.", "epeat", "EPEAT", tier="Silver", equivalent=True)
    assert _said(rc(labels=[gold]), cctp(labels=[silver])) == ["Label EPEAT : le niveau demandé n'est pas le même."]
    refused = label("EPEAT n'est pas exigé.", "epeat", "EPEAT", force=Force.EXCLUDED, equivalent=None)
    assert _said(rc(labels=[gold]), cctp(labels=[refused])) == ["Label EPEAT : demandé dans une pièce, écarté dans une autre."]
    wish = label("EPEAT est apprécié, ou équivalent.", "epeat", "EPEAT", force=Force.ENCOURAGED, equivalent=True)
    assert _said(rc(labels=[gold]), cctp(labels=[wish])) == ["Label EPEAT : exigé dans une pièce, seulement souhaité dans une autre."]
    closed = label("EPEAT Gold.", "epeat", "EPEAT", tier="Gold", equivalent=False)
    assert _said(rc(labels=[gold]), cctp(labels=[closed])) == ["Label EPEAT : l'équivalent est admis dans une pièce, pas dans une autre."]
    assert _said(cctp(labels=[gold, closed])) == [], "dans une seule pièce, CK-16 le dit"


def test_the_same_demand_with_two_thresholds() -> None:
    low = clause("Au moins 20 % des écrans sont reconditionnés.", quantity=Quantity(20, "%", ">=", "des ecrans"), rule="part")
    high = clause("Au moins 30 % des écrans sont reconditionnés.", quantity=Quantity(30, "%", ">=", "des ecrans"), rule="part")
    assert _said(rc(clauses=[low]), cctp(clauses=[high])) == ["La même demande porte deux seuils."]
    assert _said(rc(clauses=[low]), cctp(clauses=[low, high])) == []
