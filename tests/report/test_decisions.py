"""Every report shows every decision: on findings, on checks, and those that need a look."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import jsonschema
import openpyxl
import pytest
from lxml import html as lxml_html

from clausecheck.model import Report, Verdict
from clausecheck.report import html, markdown, text, xlsx
from clausecheck.report.csv import render as render_csv
from clausecheck.report.exit import BELOW, exit_code
from clausecheck.report.json import load_schema
from clausecheck.report.json import render as render_json
from tests.report.decided import decided
from tests.report.sample import sample

ON_FINDINGS = ("constat d'un autre marché", "vu avec le service", "simple rappel", "phrase d'un autre marché")
ON_CHECKS = ("porté par un autre lot", "CCAP à venir", "bien sans objet")


def flat(words: str) -> str:
    return " ".join(words.replace("\xa0", " ").split())


def page(report: Report) -> str:
    return flat(lxml_html.document_fromstring(html.render(report)).text_content())


def sheets(report: Report) -> str:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))
    return " ".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)


def shown_text(report: Report) -> str:
    return flat(text.render(report))


def shown_markdown(report: Report) -> str:
    return flat(markdown.render(report))


@pytest.mark.parametrize("shown", [shown_text, shown_markdown, page, sheets, render_json])
def test_every_decision_is_shown(shown: Callable[[Report], str]) -> None:
    words = shown(decided())
    for reason in (*ON_FINDINGS, *ON_CHECKS):
        assert reason in words, reason
    assert "la phrase n'est plus dans les pièces" in words and "la décision la suit" in words
    assert "Les gobelets" not in shown(sample())


def test_csv_has_the_decisions_of_its_rows() -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(decided()).removeprefix("\ufeff")), delimiter=";"))
    for reason in ON_FINDINGS:
        assert sum(reason in row["décision"] for row in rows) >= 1


def test_json_is_valid() -> None:
    answer = json.loads(render_json(decided()))
    jsonschema.validate(answer, load_schema())
    assert [note["code"] for note in answer["decisions"]] == ["lost", "edited"]


def test_what_is_set_aside_is_not_counted_in_the_headlines() -> None:
    words = text.render(decided())
    obligations = words[words.index("OBLIGATIONS") : words.index("LABELS DEMANDÉS")]
    assert "à corriger" not in flat(obligations).split(".")[0] and "1 écartée par décision" in obligations
    assert "ÉCARTÉ (À CORRIGER)" in obligations
    assert "LABELS DEMANDÉS : 0" in words and "Écartés par décision, comptés nulle part" in words
    assert "à corriger" not in shown_markdown(decided()).split("## Décisions")[0]
    tally = lxml_html.document_fromstring(html.render(decided())).xpath("//ul[@class='tally']")[0].text_content()
    assert "corriger" not in tally
    assert max(len(line) for line in words.splitlines()) <= 80


def test_set_aside_comes_last_in_its_part() -> None:
    root = lxml_html.document_fromstring(html.render(decided()))
    cards = [card.get("id") for card in root.xpath("//section[@aria-labelledby='obligations']//article")]
    assert cards == ["CK-07", "CK-02", "CK-01"], "what is to do, set aside, kept"
    assert re.search(r"CK-07\].*CK-01\].*CK-02\]", text.render(decided()), re.DOTALL)


def test_a_dismissed_obligation_does_not_fail_the_build() -> None:
    assert exit_code(sample(), fail_on=[Verdict.MISSING]) == BELOW
    assert exit_code(decided(), fail_on=[Verdict.MISSING]) != BELOW


def test_explain_shows_the_decision_and_review_lists_it() -> None:
    from clausecheck.report.explain import explain_finding
    from clausecheck.report.review import render_list

    assert "Écarté par A. Martin le 2 septembre 2026 : constat d'un autre marché" in flat(explain_finding(decided(), "l0001") or "")
    listed = render_list(decided())
    for reason in (*ON_FINDINGS, *ON_CHECKS):
        assert reason in flat(listed)
    assert "[cctp.docx:c0001]" in listed and "[rc.pdf:c0001]" in listed and "[c0002]" in listed
    assert max(len(line) for line in listed.splitlines()) <= 80


def test_english_text() -> None:
    words = flat(text.render(decided(), lang="en"))
    assert "Set aside by A. Martin on 2 September 2026: porté par un autre lot" in words
    assert "DECISIONS TO LOOK AT AGAIN" in words
