"""`suggest` and `wordings`, by running them on the demo tender."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from clausecheck.assess.wordings import load_wordings
from clausecheck.cli.main import cli
from clausecheck.rulebook.pack import pack_root

DEMO = Path(__file__).parents[2] / "corpus" / "demo"


def test_suggest_fills_the_gaps_of_the_demo() -> None:
    answer = CliRunner().invoke(cli, ["suggest", *map(str, sorted(DEMO.glob("*.docx"))), str(DEMO / "ccap.pdf"), "--on", "2026-09-14"])
    assert answer.exit_code == 0, answer.output
    assert "CK-14" in answer.output
    assert "ou équivalent" in answer.output


def test_suggest_says_that_nothing_was_read(tmp_path: Path) -> None:
    answer = CliRunner().invoke(cli, ["suggest", str(tmp_path / "absent.docx")])
    assert answer.exit_code == 3
    assert "absent.docx" in answer.output


def test_wordings_list_and_show() -> None:
    catalogue = load_wordings(pack_root())
    listed = CliRunner().invoke(cli, ["wordings", "list"])
    assert len(listed.output.splitlines()) == len(catalogue) >= 60
    shown = CliRunner().invoke(cli, ["wordings", "show", catalogue[0].id])
    assert catalogue[0].title in shown.output
    assert catalogue[0].filled() in shown.output
    assert CliRunner().invoke(cli, ["wordings", "show", "inconnue"]).exit_code == 2
