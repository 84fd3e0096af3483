"""What callers with many tenders ask of the pipeline: no date of the day, facts stated elsewhere, a reader that is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clausecheck.model import Fact, Tender
from clausecheck.pipeline import Checker, Options, applied_date
from clausecheck.read.dispatch import Options as ReadOptions
from clausecheck.read.reader import Reader
from clausecheck.report.json import render

CCTP = "# CCTP\n\nFourniture de papier de bureau.\n\nLes papiers livrés sont certifiés FSC ou équivalent.\n"


@pytest.fixture(scope="module")
def checker() -> Checker:
    options = Options(isolated=False, today=False)
    return Checker(options=options, reader=Reader(ReadOptions(), isolated=False))


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    path = tmp_path / "cctp.md"
    path.write_text(CCTP, "utf-8")
    return path


def test_a_tender_without_a_date_has_its_dated_checks_to_verify(checker: Checker, piece: Path) -> None:
    report = checker.check([piece])
    assert (report.tool.on, report.tool.on_source) == ("", "unknown")
    unknown = [check for check in report.checks if check.code == "date-unknown"]
    assert unknown and {check.verdict.value for check in unknown} == {"to-verify"}
    assert not {check.code for check in report.checks} & {"not-in-force", "no-longer-in-force"}
    answer = json.loads(render(report))
    assert (answer["tool"]["on"], answer["tool"]["on_source"]) == ("", "unknown")


def test_facts_stated_elsewhere_win_over_the_sidecar(checker: Checker, piece: Path) -> None:
    (piece.parent / "tender.toml").write_text('date_lancement = 2023-06-01\nacheteur = "Commune de Villeneuve"\n', "utf-8")
    report = checker.check([piece], stated=(Fact("launch_date", "2026-09-15", "", source="stated"),))
    assert (report.tool.on, report.tool.on_source, report.tender.buyer) == ("2026-09-15", "stated", "Commune de Villeneuve")


def test_today_stands_in_only_when_allowed() -> None:
    assert applied_date(None, (), Tender()) == (date.today(), "today")
    assert applied_date(None, (), Tender(), today=False) == (None, "unknown")
    assert applied_date(None, (), replace(Tender(), launch_date="2025-02-03"), today=False) == (date(2025, 2, 3), "read")
