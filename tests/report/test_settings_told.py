"""A report says what the buyer's own settings changed in it."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from clausecheck.report.html import render as page
from clausecheck.report.markdown import render as markdown
from clausecheck.report.text import render as text
from tests.report import sample

MUTED = (("local_rules", "2 fichiers, 0123456789ab"), ("muted_checks", "CK-14"), ("muted_rules", "papier, tonte"), ("weights", "paper=2"))
FRENCH = ("règles désactivées : papier, tonte", "contrôles désactivés : CK-14", "2 règles propres ajoutées (0123456789ab)", "poids changés : paper=2")
ENGLISH = ("muted rules: papier, tonte", "muted checks: CK-14", "2 rules of their own added (0123456789ab)", "weights changed: paper=2")


@pytest.mark.parametrize("render", [text, markdown, page])
@pytest.mark.parametrize(("lang", "words", "head"), [
    ("fr", FRENCH, "Réglages de l'acheteur (clausecheck.toml) :"), ("en", ENGLISH, "Settings of the buyer (clausecheck.toml):")])
def test_settings_are_told(render: object, lang: str, words: tuple[str, ...], head: str) -> None:
    report = sample.sample()
    assert head not in _plain(render, report, lang)
    told = _plain(render, replace(report, tool=replace(report.tool, options=(*report.tool.options, *MUTED))), lang)
    top = told[: told.index(words[-1]) + 200]
    assert top.count(head) == 4
    assert not [word for word in words if word not in top]


def _plain(render: object, report: object, lang: str) -> str:
    assert callable(render)
    made = html.unescape(str(render(report, lang=lang))).replace("\N{NO-BREAK SPACE}", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(made.replace("\\", "").replace("\N{NARROW NO-BREAK SPACE}", " ").split())
