"""Exit codes as promised in the help of `check`."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.model import Report, Verdict
from clausecheck.report.exit import exit_code
from tests.report.sample import sample


def complete() -> Report:
    report = sample()
    return replace(report, documents=(report.documents[0],))


def test_complete_and_incomplete() -> None:
    assert exit_code(complete()) == 0
    assert exit_code(sample()) == 4


def test_nothing_read() -> None:
    nothing = replace(sample(), documents=(sample().documents[2],))
    assert exit_code(nothing) == 3
    assert exit_code(nothing, fail_under=100, fail_on=[Verdict.MISSING]) == 3


def test_threshold_wins_over_incomplete() -> None:
    assert exit_code(sample(), fail_under=51) == 1
    assert exit_code(sample(), fail_under=50) == 4
    assert exit_code(complete(), fail_under=50) == 0


def test_no_conformity_is_not_below() -> None:
    report = complete()
    assert exit_code(replace(report, score=replace(report.score, conformity=None)), fail_under=90) == 0


def test_verdicts_count_for_obligations_only() -> None:
    assert exit_code(complete(), fail_on=[Verdict.MISSING]) == 1
    assert exit_code(complete(), fail_on=[Verdict.TO_VERIFY]) == 1
    assert exit_code(complete(), fail_on=[Verdict.PARTIAL]) == 0
