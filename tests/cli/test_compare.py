"""`clausecheck compare`, run as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.main import cli

HEAD = "# Cahier des clauses techniques particulières (CCTP)\n\n## 1 Papier\n\n"
FSC = "Les papiers livrés sont certifiés FSC ou équivalent."
CHAIRS = "\n\n## 2 Mobilier\n\nLes chaises fournies sont issues du réemploi à hauteur de 20 % au moins en nombre.\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    for name, text in (("avant", HEAD + FSC + CHAIRS), ("apres", HEAD + "Les papiers livrés sont de format A4." + CHAIRS.replace("20 %", "30 %"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cctp.md").write_text(text, "utf-8")
    return tmp_path / "avant", tmp_path / "apres"


def test_folders_and_exit_code(versions: tuple[Path, Path]) -> None:
    old, new = versions
    done = run("compare", old, new, "--on", "2026-09-01")
    assert done.exit_code == 0 and "PERDU : 1" in done.stdout and "RENFORCÉ : 1" in done.stdout and "FSC" in done.stdout
    assert run("compare", old, new, "--fail-on-loss").exit_code == 1
    assert run("compare", old, old, "--fail-on-loss").exit_code == 0
    assert "identiques" in run("compare", old, old).stdout


def test_a_kept_report_stands_for_the_pieces(versions: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = versions
    kept = tmp_path / "avant.json"
    run("check", old, "--on", "2026-09-01", "--format", "json", "-o", kept)
    done = run("compare", kept, new, "--on", "2026-09-01", "--format", "json")
    answer = json.loads(done.stdout)
    assert answer["losses"] == 1 and {change["kind"] for change in answer["changes"]} == {"lost", "strengthened"}
    assert json.loads(run("compare", kept, old, "--on", "2026-09-01", "--format", "json").stdout)["same_content"]
    for form in ("html", "md"):
        out = tmp_path / f"ecart.{form}"
        assert run("compare", kept, new, "--format", form, "-o", out).exit_code == 0
        assert "Renforcé" in out.read_text("utf-8")


def test_faults_are_told(versions: tuple[Path, Path], tmp_path: Path) -> None:
    old, _ = versions
    foreign = tmp_path / "autre.json"
    foreign.write_text('{"schema": "x"}', "utf-8")
    assert "rapport" in run("compare", foreign, old).output and run("compare", foreign, old).exit_code == 2
    foreign.write_text("{", "utf-8")
    assert run("compare", foreign, old).exit_code == 2
    assert run("compare", old, tmp_path / "absent.docx").exit_code == 3
