"""Policies of buyers held against tenders."""

from __future__ import annotations

import pytest

from clausecheck.assess import UnknownPolicyError
from clausecheck.assess.policies import SCOPES, load_policies
from clausecheck.model import Family, Force, Nature, Stage, Tender
from clausecheck.rulebook.pack import pack_root
from tests.assess.builders import clause, judged, label
from tests.assess.cases import ccap, cctp, rc

IT = Tender(sectors=("it-equipment",), buyer_kind="commune")
POLICIES = load_policies(pack_root())


def _verdicts(policy: str, *documents, tender: Tender = IT) -> dict[str, str]:  # type: ignore[no-untyped-def]
    result = judged(*documents, tender=tender, policies=(policy,)).policies[0]
    return {c.id: c.verdict for c in result.commitments}


def test_the_five_policies_and_the_template() -> None:
    assert {"arras", "poitiers", "strasbourg", "nantes", "reen", "modele"} <= POLICIES.keys()
    for policy in POLICIES.values():
        assert {p.scope for p in policy.promises} <= set(SCOPES)
        assert policy.sources


def test_arras_on_a_strong_and_a_silent_tender() -> None:
    rows = [
        clause("Au moins 30 % des ordinateurs sont reconditionnés."),
        clause("Les pièces détachées restent disponibles huit ans.", Family.REPAIRABILITY),
    ]
    strong = _verdicts("arras", rc("Le RC."), ccap("Le CCAP."), cctp(clauses=rows, labels=[label("TCO Certified ou équivalent.", equivalent=True)]))
    assert (strong["arras-clauses"], strong["arras-ecolabels"], strong["arras-recycle-reparable"]) == ("kept", "kept", "kept")
    silent = _verdicts("arras", rc("Le RC."), ccap("Le CCAP."), cctp("Le CCTP."))
    assert (silent["arras-clauses"], silent["arras-ecolabels"]) == ("missing", "missing")
    half = [clause("Le réemploi est souhaité.", force=Force.ENCOURAGED)]
    assert _verdicts("arras", rc("Le RC."), ccap("Le CCAP."), cctp(clauses=half))["arras-clauses"] == "partial"
    generic = [label("Un écolabel est exigé.", "generic-ecolabel", "écolabel", Nature.ISO14024_TYPE_I, strict=False, equivalent=True)]
    assert _verdicts("arras", rc("Le RC."), ccap("Le CCAP."), cctp(labels=generic))["arras-ecolabels"] == "partial"


def test_scopes_other_than_tender_are_not_judged() -> None:
    found = _verdicts("arras", rc("Le RC."), ccap("Le CCAP."), cctp("Le CCTP."))
    assert found["arras-indicateur-ecolabels"] == found["arras-services"] == "not-readable"


def test_other_sectors_and_missing_pieces() -> None:
    food = Tender(sectors=("catering",), buyer_kind="commune")
    assert _verdicts("arras", cctp("Le CCTP."), tender=food)["arras-clauses"] == "not-applicable"
    assert _verdicts("arras", rc("Le RC."))["arras-clauses"] == "to-verify"


def test_a_local_preference_does_not_keep_a_promise() -> None:
    local = ccap("Les entreprises locales sont préférées pour la réparation.")
    found = judged(rc("Le RC."), local, cctp("Le CCTP."), tender=IT, policies=("nantes",))
    assert next(c for c in found.policies[0].commitments if c.id == "nantes-filiere").verdict == "missing"
    assert next(c for c in found.checks if c.id == "TR-02").verdict.value == "partial"


def test_poitiers_wants_a_social_clause_too() -> None:
    social = clause("Le titulaire réserve 300 heures d'insertion.", Family.SOCIAL, stage=Stage.PERFORMANCE)
    assert _verdicts("poitiers", rc("Le RC."), ccap(clauses=[social]), cctp("Le CCTP."))["poitiers-clause-sociale"] == "kept"


def test_reen_counts_evidence() -> None:
    rows = [clause("Au moins 30 % des ordinateurs sont reconditionnés."), clause("La garantie dure sept ans.", Family.DURABILITY)]
    result = judged(rc("Le RC."), ccap("Le CCAP."), cctp(clauses=rows), tender=IT, policies=("reen",)).policies[0]
    first = next(c for c in result.commitments if c.id == "reen-1-achat")
    assert first.verdict == "kept"
    assert [e.quote for e in first.evidence] == [row.quote for row in rows]


def test_an_unknown_policy_is_refused_by_name() -> None:
    with pytest.raises(UnknownPolicyError, match=r"lyon.*arras"):
        judged(cctp("Le CCTP."), policies=("lyon",))


def test_policies_in_the_order_asked_for_and_once() -> None:
    found = judged(cctp("Le CCTP."), policies=("reen", "arras", "reen")).policies
    assert [policy.id for policy in found] == ["reen", "arras"]
