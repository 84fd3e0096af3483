"""A buyer's own rules from the command line: written, tried, looked over and listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.main import cli


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["rules", *arguments])


def test_a_new_rule_makes_its_folder_and_says_how_to_try_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("new", "pigeonniers", "--family", "nature", "--pack", "mes-regles")
    assert made.exit_code == 0, made.output
    assert (tmp_path / "mes-regles" / "clauses" / "nature" / "pigeonniers.yaml").is_file()
    assert "« clausecheck rules test pigeonniers --local mes-regles »" in made.output
    tried = run("test", "pigeonniers", "--local", "mes-regles")
    assert tried.exit_code == 1 and "pigeonniers.yaml" in tried.output
    assert run("new", "pigeonniers", "--family", "nature", "--pack", "mes-regles").exit_code == 2


def test_lint_and_list_tell_the_buyers_rules_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("new", "pigeonniers", "--family", "nature", "--pack", "mes-regles")
    said = [line for line in run("lint", "--local", "mes-regles").output.splitlines() if ", ligne " in line]
    assert said and all("mes-regles" in line for line in said)
    listed = run("list", "--local", "mes-regles").output.splitlines()
    assert [line.split()[1] for line in listed if line.endswith("(locale)")] == ["pigeonniers"]
    assert not run("list").output.count("(locale)")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "clauses").write_text("", "utf-8")
    done = run("new", "pigeonniers", "--family", "nature", "--pack", str(tmp_path))
    assert done.exit_code == 2 and "ne peut pas être écrit" in done.output
