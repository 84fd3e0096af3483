"""Each demand once, over all pieces, with all its places."""

from __future__ import annotations

from clausecheck.assess.demands import find_demands
from clausecheck.model import CheckedDocument, Decision, Family, Force, Quantity, Stage
from tests.assess.builders import clause, label
from tests.assess.cases import ccap, cctp, rc

SENTENCE = "Au moins 30 % du montant des ordinateurs commandés sont reconditionnés."


def _count(*documents: CheckedDocument) -> list[tuple[object, ...]]:
    return [(d.id, d.what, d.key, d.force, d.lots, d.places) for d in find_demands(tuple(documents))[1]]


def test_the_same_sentence_in_two_pieces_is_one_demand() -> None:
    again = "Au moins 30 % du montant des ordinateurs commandés seront reconditionnés."
    documents, demands = find_demands((rc(clauses=[clause(SENTENCE, force=Force.SCORED)]), cctp(clauses=[clause(again)])))
    assert [(d.id, d.force, d.places) for d in demands] == [("d001", Force.REQUIRED, ((0, 0), (1, 0)))]
    assert documents[0].clauses[0].demand == documents[1].clauses[0].demand == "d001"


def test_different_numbers_are_different_demands() -> None:
    other = SENTENCE.replace("30 %", "40 %")
    assert len(_count(cctp(clauses=[clause(SENTENCE), clause(other)]))) == 2
    assert len(_count(rc(clauses=[clause(SENTENCE)]), cctp(clauses=[clause(other)]))) == 2


def test_the_same_quantity_by_the_same_rule_in_another_piece() -> None:
    quantity = Quantity(30, "%", ">=", "du montant")
    left = clause(SENTENCE, quantity=quantity, rule="part")
    right = clause("La part reconditionnée atteint 30 % des achats.", quantity=quantity, rule="part")
    assert len(_count(ccap(clauses=[left]), cctp(clauses=[right]))) == 1
    assert len(_count(cctp(clauses=[left, right]))) == 2, "dans une même pièce, deux phrases différentes sont deux demandes"


def test_a_quote_cut_short_is_the_same_demand() -> None:
    long = "Le titulaire reprend sans frais tous les emballages à chaque livraison et en remet l'état semestriel à l'acheteur."
    short = long[:75]
    assert len(_count(ccap(clauses=[clause(long, Family.PACKAGING)]), cctp(clauses=[clause(short, Family.PACKAGING)]))) == 1


def test_families_lots_and_wishes() -> None:
    wish = clause("Le réemploi est souhaité.", force=Force.ENCOURAGED)
    rows = [clause(SENTENCE), clause(SENTENCE, Family.RECYCLED), clause(SENTENCE, lots=("1",)), wish]
    documents, demands = find_demands((cctp(clauses=rows),))
    assert [(d.key, d.lots) for d in demands] == [("recycled", ()), ("reuse", ()), ("reuse", ("1",))]
    assert documents[0].clauses[3].demand is None


def test_labels_by_id_and_lots() -> None:
    first = cctp(labels=[label("Les écrans portent TCO Certified."), label("Les câbles portent TCO Certified.", lots=("2",))])
    second = rc(labels=[label("TCO Certified est noté.", force=Force.SCORED, stage=Stage.AWARD)])
    assert [(key, lots, places) for _, _, key, _, lots, places in _count(first, second)] == [
        ("tco-certified", (), ((0, 0), (1, 0))), ("tco-certified", ("2",), ((0, 1),))]


def test_what_the_officer_dismissed_is_not_counted() -> None:
    from dataclasses import replace

    item = cctp(clauses=[clause(SENTENCE)])
    gone = replace(item.clauses[0], decision=Decision("dismissed", "A. Martin", "2026-09-02", "faux positif"))
    assert _count(replace(item, clauses=(gone,))) == []


def test_ids_follow_the_reading_order_and_hold() -> None:
    first_piece = rc(clauses=[clause("La garantie dure cinq ans.", Family.DURABILITY)])
    documents = (first_piece, cctp("Rien.", clauses=[clause(SENTENCE)], labels=[label("TCO Certified.")]))
    first, second = find_demands(documents)[1], find_demands(documents)[1]
    assert first == second
    assert [(d.id, d.key) for d in first] == [("d001", "durability"), ("d002", "reuse"), ("d003", "tco-certified")]
