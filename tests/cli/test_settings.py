"""clausecheck.toml: what a buyer switches off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.main import cli
from tests.cli.files import copy_demo


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [*(str(a) for a in arguments), "--format", "json", "--on", "2026-09-01"])


def report(*arguments: str | Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(*arguments).stdout)
    return answer


@pytest.fixture(scope="module")
def tender(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_demo(tmp_path_factory.mktemp("tender"))


def test_muted_rules_and_checks(tender: Path, tmp_path: Path) -> None:
    before = report("check", tender)
    rule = before["documents"][0]["clauses"][0]["rule"]
    check = next(row["id"] for row in before["checks"] if row["verdict"] == "met")
    config = tmp_path / "reglages.toml"
    config.write_text(f'[sourdine]\nregles = ["{rule}"]\ncontroles = ["{check}"]\n', "utf-8")
    after = report("check", tender, "--config", config)
    assert all(row["rule"] != rule for document in after["documents"] for row in document["clauses"])
    assert next(row["verdict"] for row in after["checks"] if row["id"] == check) == "not-applicable"
    assert after["tool"]["options"]["muted_rules"] == rule and after["tool"]["options"]["muted_checks"] == check
    assert "muted_rules" not in before["tool"]["options"]


def test_the_file_beside_the_pieces_is_found(tmp_path: Path) -> None:
    folder = copy_demo(tmp_path)
    (folder / "clausecheck.toml").write_text('[sourdine]\ncontroles = ["CK-01"]\n', "utf-8")
    answer = report("check", folder)
    assert answer["tool"]["options"]["muted_checks"] == "CK-01"
    assert {document["name"] for document in answer["documents"]} == {"rc.docx", "cctp.docx", "ccap.pdf"}


@pytest.mark.parametrize(("text", "said"), [
    ("[sourdine]\ncontroles = [\"CK-99\"]\n", "« CK-99 » n'existe pas"),
    ("[sourdine]\nregle = []\n", "la clé « regle » est inconnue dans [sourdine]"),
    ("[muted]\n", "la clé « muted » est inconnue"),
    ("[sourdine]\nregles = 3\n", "attend une liste"),
    ("sourdine\n", "n'est pas un fichier TOML lisible"),
])
def test_faults_are_usage_errors(tender: Path, tmp_path: Path, text: str, said: str) -> None:
    config = tmp_path / "clausecheck.toml"
    config.write_text(text, "utf-8")
    result = run("check", tender, "--config", config)
    assert result.exit_code == 2 and said in result.stderr and "clausecheck.toml" in result.stderr
