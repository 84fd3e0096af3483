"""Real tenders: what may be called missing there, read by a person. Skipped when the files are not beside the project."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from clausecheck.model import Verdict
from clausecheck.pipeline import Checker

FILES = Path(__file__).parents[3] / "shared" / "eval" / "files"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not FILES.is_dir(), reason="les dossiers réels ne sont pas à côté du projet")]

MAY_BE_MISSING = {
    ("grenoble-rc.pdf", "grenoble-ccap.pdf", "grenoble-cctp.pdf", "grenoble-cadre.docx"): {"CK-10"},
    ("rouen-ccap.docx", "rouen-cctp.docx"): {"CK-10"},
    ("papier-cctp.pdf",): {"CK-15"},
    ("copieurs-ccp.pdf",): set(),
    ("mobilier-rc.docx",): set(),
    ("travaux-ecole-ccap.pdf",): set(),
    ("formation-tma-ccp.docx",): {"CK-01", "CK-07", "CK-11", "CK-15"},
    ("guyane-cctp.pdf",): {"CK-11"},
    ("boamp-20-100260.pdf",): set(),
    ("coupvray-lot00.pdf", "coupvray-lot01.pdf"): {"CK-15"},
}
"""The reading behind each is in docs/verdicts.md."""


@cache
def _checker() -> Checker:
    return Checker()


@pytest.mark.parametrize("names", MAY_BE_MISSING, ids=lambda names: names[0].split(".")[0])
def test_no_missing_is_wrong(names: tuple[str, ...]) -> None:
    report = _checker().check([FILES / name for name in names], on=date(2026, 9, 1))
    missing = {check.id: check.reason for check in report.checks if check.verdict is Verdict.MISSING}
    assert missing.keys() <= MAY_BE_MISSING[names], missing


@pytest.mark.parametrize(("on", "expected"), [
    (date(2020, 1, 1), Verdict.NOT_APPLICABLE), (date(2023, 6, 1), Verdict.NOT_APPLICABLE), (date(2026, 9, 1), Verdict.MISSING),
])
def test_the_same_real_file_on_three_dates(on: date, expected: Verdict) -> None:
    report = _checker().check([FILES / "formation-tma-ccp.docx"], on=on)
    verdicts = {check.id: check.verdict for check in report.checks}
    assert {verdicts["CK-01"], verdicts["CK-07"], verdicts["CK-11"]} == {expected}
