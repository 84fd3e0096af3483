"""The law of the day: the same file held against what was in force when the consultation was launched."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clausecheck.assess.checks import basis_on
from clausecheck.assess.rules import load_checks
from clausecheck.model import Basis, Verdict
from clausecheck.rulebook.pack import pack_root
from tests.assess.builders import check, judged, piece
from tests.assess.cases import BARE, CASES, ccap, cctp, rc

RULES = load_checks(pack_root())
DATED = [rule for rule in RULES if rule.in_force.since is not None]
SILENT = (rc(criteria=BARE), ccap("Le CCAP."), cctp("Le CCTP."))
N_A, MISSING, TO_VERIFY = Verdict.NOT_APPLICABLE, Verdict.MISSING, Verdict.TO_VERIFY


@pytest.mark.parametrize(("on", "verdict"), [(date(2020, 1, 1), N_A), (date(2023, 6, 1), N_A), (date(2026, 9, 1), MISSING)])
@pytest.mark.parametrize("name", ["CK-01", "CK-07", "CK-11"])
def test_the_climate_law_begins_in_august_2026(name: str, on: date, verdict: Verdict) -> None:
    assert check(name, *SILENT, on=on).verdict is verdict


@pytest.mark.parametrize("day", [20, 21, 22])
@pytest.mark.parametrize("name", ["CK-01", "CK-02", "CK-07", "CK-11"])
def test_three_days_on_which_sources_differ(name: str, day: int) -> None:
    found = check(name, *SILENT, on=date(2026, 8, day))
    assert (found.verdict, found.code) == (TO_VERIFY, "date-to-verify")
    assert "2026" in found.reason


@pytest.mark.parametrize(("day", "verdict"), [(date(2026, 8, 19), N_A), (date(2026, 8, 23), MISSING)])
def test_the_days_around_them(day: date, verdict: Verdict) -> None:
    assert check("CK-01", *SILENT, on=day).verdict is verdict


@pytest.mark.parametrize("rule", DATED, ids=lambda rule: rule.id)
def test_both_sides_of_each_entry_into_force(rule) -> None:  # type: ignore[no-untyped-def]
    situation = CASES[rule.id]()[1]
    documents, tender = situation.documents, situation.tender
    before = rule.in_force.since - timedelta(days=2)
    found = next(c for c in judged(*documents, on=before, tender=tender).checks if c.id == rule.id)
    assert found.verdict is N_A
    assert found.code in ("not-in-force", "other-products")
    after = max(rule.in_force.since, rule.in_force.doubt_to or rule.in_force.since) + timedelta(days=1)
    found = next(c for c in judged(*documents, on=after, tender=tender).checks if c.id == rule.id)
    assert found.code not in ("not-in-force", "date-to-verify")


def test_an_unknown_date_is_said_and_not_guessed() -> None:
    answers = {c.id: c for c in judged(*SILENT, on=None).checks}
    assert answers["CK-01"].code == "date-unknown"
    assert answers["CK-01"].verdict is TO_VERIFY
    assert answers["CK-15"].verdict is N_A, "un contrôle sans date s'applique toujours"
    assert answers["CK-14"].verdict is Verdict.MET


def test_before_the_code_its_articles_do_not_apply() -> None:
    assert check("CK-14", *SILENT, on=date(2019, 3, 31)).code == "not-in-force"


def test_only_the_bases_in_force_are_cited() -> None:
    old, new = Basis("A", "1", "2021-01-01", "2024-06-30"), Basis("B", "2", "2024-07-01", None)
    assert basis_on((old, new), date(2023, 6, 1)) == (old,)
    assert basis_on((old, new), date(2026, 9, 1)) == (new,)
    assert basis_on((old, new), None) == (old, new)


def test_the_rate_of_2021_gives_way_to_that_of_2024() -> None:
    situation = CASES["CK-28"]()[0]
    texts = {}
    for on in (date(2023, 6, 1), date(2026, 9, 1)):
        found = next(c for c in judged(*situation.documents, on=on, tender=situation.tender).checks if c.id == "CK-28")
        texts[on.year] = {basis.text for basis in found.basis}
    assert "Décret n° 2021-254" in texts[2023] and "Décret n° 2021-254" not in texts[2026]
    assert "Décret n° 2024-134" in texts[2026] and "Décret n° 2024-134" not in texts[2023]


def test_a_muted_check_says_so() -> None:
    found = next(c for c in judged(piece(SILENT[0].outline.kind), muted=("CK-01",)).checks if c.id == "CK-01")
    assert (found.verdict, found.code) == (N_A, "muted")
