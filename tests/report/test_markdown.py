"""The Markdown report: complete, and no sign of a tender changes its form."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.model import Reading, Status
from clausecheck.report.markdown import render
from clausecheck.report.rows import findings
from tests.report.sample import clause, sample


def test_every_check_and_finding_is_there() -> None:
    report = sample()
    text = render(report).replace("\\", "").replace("\xa0", " ")
    assert all(f"[{check.id}]" in text and check.title in text for check in report.checks)
    assert all(found.row.quote in text and f"[{found.row.id}]" in text for found in findings(report))
    assert "| rc.pdf |  | Prix |  | 60 % | non |" in text


def test_what_was_not_read_comes_first_then_the_verdict() -> None:
    heads = [line for line in render(sample()).splitlines() if line.startswith("## ")]
    assert heads[:3] == ["## Ce qui n'a pas été lu", "## Verdict", "## Obligations"]


def test_signs_of_a_tender_stay_signs() -> None:
    report = sample()
    first = report.documents[0]
    row = clause(quote="# Titre | `code` <b>\n* point", title="1. un")
    text = render(replace(report, documents=(replace(first, clauses=(row,)),), demands=()))
    assert "\\# Titre \\| \\`code\\` \\<b\\> \\* point" in text and "1\\. un" in text


def test_when_nothing_was_read_nothing_is_judged() -> None:
    report = sample()
    documents = tuple(replace(i, document=replace(i.document, reading=Reading(Status.FAILED))) for i in report.documents)
    text = render(replace(report, documents=documents))
    assert "rien n'a été contrôlé" in text and "CK-02" not in text and "Conformité" not in text


def test_report_in_english() -> None:
    report = sample()
    text = render(replace(report, checks=tuple(replace(check, title_en=f"Check {check.id} in English") for check in report.checks)), lang="en")
    assert all(f"Check {check.id} in English" in text for check in report.checks)
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads[:3] == ["## What was not read", "## Verdict", "## Obligations"] and "## Award criteria" in heads
    assert not any(set("éèêàç") & set(head) for head in heads)
    assert "Les écrans portent l'écolabel TCO Certified" in text
