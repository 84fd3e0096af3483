"""The small set of tenders counted by hand, checked once."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.indicators.source import Reports
from clausecheck.indicators.tenders import check_tenders, tender_groups
from clausecheck.pipeline import Checker, Options

SET = Path(__file__).resolve().parents[2] / "corpus" / "indicators"


@pytest.fixture(scope="session")
def small_set() -> Reports:
    """corpus/indicators as a source, held against two policies."""
    return check_tenders(tender_groups([SET]), Checker(options=Options(isolated=False)), policies=("arras", "reen"))
