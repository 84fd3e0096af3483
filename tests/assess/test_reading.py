"""What was not given or not read is never called missing."""

from __future__ import annotations

import pytest

from clausecheck.model import Check, Family, Force, PieceKind, Stage, Status, Tender, Verdict
from tests.assess.builders import AFTER, PRICE, check, clause, judged, piece
from tests.assess.cases import BARE, CASES, GREEN, ccap, cctp, rc

TO_VERIFY = Verdict.TO_VERIFY


def test_the_rules_of_the_consultation_were_not_given() -> None:
    found = check("CK-01", ccap("Le CCAP."), cctp("Le CCTP."))
    assert (found.verdict, found.code) == (TO_VERIFY, "piece-not-given")
    assert "le règlement de la consultation" in found.reason


def test_half_of_the_contract_cannot_prove_absence() -> None:
    found = check("CK-07", ccap("Le CCAP ne dit rien."))
    assert (found.verdict, found.code) == (TO_VERIFY, "piece-not-given")
    assert "le CCTP" in found.reason
    assert check("CK-07", piece(PieceKind.CCP, "Le CCP ne dit rien.")).verdict is Verdict.MISSING


def test_half_of_the_contract_is_enough_to_prove_presence() -> None:
    duty = clause("Le titulaire reprend les emballages.", Family.PACKAGING, stage=_performance())
    assert check("CK-07", ccap(clauses=[duty])).verdict is Verdict.MET


def _performance() -> Stage:
    return Stage.PERFORMANCE


@pytest.mark.parametrize("name", sorted(CASES))
@pytest.mark.parametrize("status", [Status.PARTIAL, Status.FAILED])
def test_a_partial_reading_never_yields_missing(name: str, status: Status) -> None:
    from dataclasses import replace

    situation = CASES[name]()[1]
    for broken in range(len(situation.documents)):
        documents = list(situation.documents)
        item = documents[broken]
        reading = replace(item.document.reading, status=status)
        text = "" if status is Status.FAILED else item.document.text
        documents[broken] = replace(item, document=replace(item.document, reading=reading, text=text))
        if status is Status.FAILED:
            documents[broken] = replace(documents[broken], labels=(), clauses=(), outline=replace(item.outline, criteria=()))
        found = next(c for c in judged(*documents, on=situation.on, tender=situation.tender).checks if c.id == name)
        rule_reads = item.outline.kind in _pieces(name)
        assert found.verdict is not Verdict.MISSING or not rule_reads, found.reason


def _pieces(name: str) -> frozenset[PieceKind]:
    from clausecheck.assess.rules import load_checks
    from clausecheck.rulebook.pack import pack_root

    return next(rule.pieces for rule in load_checks(pack_root()) if rule.id == name)


def test_an_unreadable_piece_is_named() -> None:
    broken = piece(PieceKind.OTHER, status=Status.FAILED, name="cctp-scan.pdf")
    found = check("CK-07", ccap("Le CCAP."), cctp("Le CCTP."), broken)
    assert (found.verdict, found.code) == (TO_VERIFY, "partial-reading")
    assert "cctp-scan.pdf" in found.reason


def test_criteria_that_were_not_recognised_are_not_missing() -> None:
    found = check("CK-01", rc("Les critères figurent en annexe."))
    assert (found.verdict, found.code) == (TO_VERIFY, "criteria-not-found")


def test_a_notice_alone_cannot_say_that_no_criterion_is_green() -> None:
    assert check("CK-01", piece(PieceKind.NOTICE, criteria=BARE)).code == "piece-not-given"
    assert check("CK-01", piece(PieceKind.NOTICE, criteria=[PRICE, GREEN])).verdict is Verdict.MET


def test_an_unsure_basis_never_yields_missing() -> None:
    situation = CASES["CK-39"]()[1]
    found = next(c for c in judged(*situation.documents, on=AFTER, tender=situation.tender).checks if c.id == "CK-39")
    assert (found.verdict, found.code, found.confidence) == (TO_VERIFY, "basis-to-verify", "to-verify")
    met = CASES["CK-39"]()[0]
    found = next(c for c in judged(*met.documents, on=AFTER, tender=met.tender).checks if c.id == "CK-39")
    assert found.verdict is Verdict.MET
    assert "Base à vérifier" in found.reason


def test_buyer_and_threshold_are_not_guessed() -> None:
    whole = CASES["CK-28"]()[0].documents
    found = check("CK-28", *whole, tender=Tender(sectors=("it-equipment",)))
    assert (found.verdict, found.code) == (TO_VERIFY, "buyer-unknown")
    found = check("CK-39", *CASES["CK-39"]()[1].documents, tender=Tender(buyer_kind="commune"))
    assert (found.verdict, found.code) == (TO_VERIFY, "threshold-unknown")


def test_the_nearest_sentence_says_why_it_does_not_do() -> None:
    wish = clause("Le titulaire est invité à réduire ses emballages.", Family.PACKAGING, Force.ENCOURAGED, _performance())
    found = check("CK-10", ccap("Tout retard de livraison entraîne une pénalité de 50 € par jour.", clauses=[clause("Le mobilier est réparable.")]),
                  cctp(clauses=[wish]))
    assert found.verdict is Verdict.MISSING
    assert found.nearest is not None and "retard de livraison" in found.nearest.quote and found.nearest.why


def test_evidence_is_quoted_from_the_piece() -> None:
    item = cctp(clauses=[clause("Au moins 30 % des ordinateurs sont reconditionnés.")])
    found: Check = check("CK-11", item)
    assert [(e.document, e.quote) for e in found.evidence] == [("cctp.pdf", "Au moins 30 % des ordinateurs sont reconditionnés.")]
    only = found.evidence[0]
    assert item.document.text[only.start : only.end] == only.quote
