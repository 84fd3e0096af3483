"""The other commands, run as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.main import _COMMANDS, _present, cli
from tests.cli.files import DEMO, GOOD, ROOT, bad_files, copy_demo


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def test_no_argument_says_what_to_do_first() -> None:
    result = run()
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 5 and "clausecheck demo" in result.stdout


@pytest.mark.parametrize("name", [name for name in _COMMANDS if _present(name)])
def test_every_command_is_there_with_its_help(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"`clausecheck {name} " in readme or f"`clausecheck {name}`" in readme


def test_demo() -> None:
    result = run("demo", "--on", "2026-09-01")
    assert result.exit_code == 0
    assert "Marché de démonstration" in result.stderr and "OBLIGATIONS" in result.stdout


def test_read_prints_the_text() -> None:
    result = run("read", GOOD)
    assert result.exit_code == 0 and len(result.stdout) > 1000
    blocks = run("read", GOOD, "--blocks").stdout.splitlines()
    assert blocks[0].split()[0] == "0" and any("heading" in line for line in blocks)


def test_read_of_bad_files(tmp_path: Path) -> None:
    bad = bad_files(tmp_path)
    result = run("read", bad["truncated"])
    assert result.exit_code == 3 and "« tronque.docx »" in result.stderr
    assert run("read", "-").exit_code == 2


def test_outline(tmp_path: Path) -> None:
    folder = copy_demo(tmp_path)
    (folder / "tender.toml").write_text('acheteur = "Ville d\'Essai"\n', "utf-8")
    text = run("outline", folder)
    assert text.exit_code == 0
    assert "Ville d'Essai" in text.stdout and "déclaré par l'acheteur" in text.stdout and "Performance environnementale" in text.stdout
    answer = json.loads(run("outline", folder, "--format", "json").stdout)
    assert answer["tender"]["buyer"] == "Ville d'Essai"
    assert {piece["kind"] for piece in answer["documents"]} == {"rc", "ccap", "cctp"}
    assert run("outline", "absent.docx").exit_code == 3
    assert run("outline", GOOD, "absent.docx").exit_code == 4


def test_explain() -> None:
    listing = run("explain", GOOD)
    assert listing.exit_code == 0
    first = listing.stdout.split()[0]
    result = run("explain", GOOD, first)
    assert result.exit_code == 0
    for word in ("Place", "Mots relevés", "Règle", "Force", "Pas à pas"):
        assert word in result.stdout
    unknown = run("explain", GOOD, "c9999")
    assert unknown.exit_code == 2 and "c9999" in unknown.stderr
    assert run("explain", "absent.docx").exit_code == 3


def test_evaluate(tmp_path: Path) -> None:
    result = run("evaluate", DEMO / "gold", DEMO, "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["documents"] == 3 and figures["failed"] == []
    assert figures["kind"]["share"] == 1
    shown = run("evaluate", DEMO / "gold", DEMO, "--show", "all", "--only", "cctp")
    assert "demandes environnementales" in shown.stdout and "1 documents" in shown.stdout
    assert run("evaluate", tmp_path, DEMO).exit_code == 2
    saved = tmp_path / "reports"
    saved.mkdir()
    for name in ("rc.docx", "cctp.docx", "ccap.pdf"):
        target = saved / f"{Path(name).stem}.json"
        assert run("check", DEMO / name, "--format", "json", "-o", target).exit_code == 0
    assert json.loads(run("evaluate", DEMO / "gold", DEMO, "--json", "--reports", saved).stdout) == figures
