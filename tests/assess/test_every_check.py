"""Every check of the pack: met, not met, and not applicable."""

from __future__ import annotations

import pytest

from clausecheck.assess.rules import load_checks
from clausecheck.model import Verdict
from clausecheck.rulebook.pack import pack_root
from tests.assess.builders import judged
from tests.assess.cases import CASES, Situation

RULES = {rule.id: rule for rule in load_checks(pack_root())}
UNMET = (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY)


def _verdict(check: str, situation: Situation) -> tuple[Verdict, str]:
    found = next(c for c in judged(*situation.documents, on=situation.on, tender=situation.tender).checks if c.id == check)
    return found.verdict, found.reason


def test_forty_checks_and_every_one_has_its_three_tenders() -> None:
    assert {f"CK-{n:02d}" for n in range(1, 41)} <= RULES.keys()
    assert CASES.keys() == RULES.keys()


@pytest.mark.parametrize("check", sorted(CASES))
def test_a_tender_that_meets_it(check: str) -> None:
    verdict, reason = _verdict(check, CASES[check]()[0])
    assert verdict is Verdict.MET, reason


@pytest.mark.parametrize("check", sorted(CASES))
def test_a_tender_that_does_not(check: str) -> None:
    verdict, reason = _verdict(check, CASES[check]()[1])
    assert verdict in UNMET, reason


@pytest.mark.parametrize("check", sorted(CASES))
def test_a_tender_it_is_not_for(check: str) -> None:
    verdict, reason = _verdict(check, CASES[check]()[2])
    assert verdict is Verdict.NOT_APPLICABLE, reason


@pytest.mark.parametrize("check", sorted(CASES))
def test_never_said_illegal(check: str) -> None:
    rule = RULES[check]
    said = " ".join([rule.title, rule.why, rule.advice, rule.wording, *(case.reason for case in rule.cases), *(near.why for near in rule.near)])
    assert "illégal" not in said.lower()
    assert rule.basis and all(basis.url.startswith("http") for basis in rule.basis)
