"""Forms of `check` for pipelines, one's own template, and masking, run as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.main import cli

TEXT = """# Cahier des clauses techniques particulières (CCTP)

## 1 Papier

Référente : Mme Garance Lheureux, 03 21 50 50 50, garance@exemple.fr.

Les papiers livrés à M. Lheureux sont certifiés FSC ou équivalent.
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    path = tmp_path / "cctp.md"
    path.write_text(TEXT, "utf-8")
    return path


def test_junit_and_sarif(piece: Path, tmp_path: Path) -> None:
    junit = run("check", piece, "--format", "junit", "--on", "2026-09-01")
    assert junit.exit_code == 0, junit.output
    assert ElementTree.fromstring(junit.stdout).findall(".//testcase")
    out = tmp_path / "rapport.sarif"
    assert run("check", piece, "--format", "sarif", "--on", "2026-09-01", "-o", out).exit_code == 0
    results = json.loads(out.read_text("utf-8"))["runs"][0]["results"]
    (label,) = [r for r in results if r["ruleId"].startswith("label/fsc")]
    assert label["locations"][0]["physicalLocation"]["region"]["snippet"]["text"].startswith("Les papiers livrés")


def test_template(piece: Path, tmp_path: Path) -> None:
    template = tmp_path / "liste.txt.j2"
    template.write_text("{% for row in constats if row.demand %}{{ row.quote }}|{% endfor %}", "utf-8")
    done = run("check", piece, "--template", template)
    assert done.exit_code == 0 and "certifiés FSC ou équivalent.|" in done.stdout
    template.write_text("\n{{ rien }}", "utf-8")
    fault = run("check", piece, "--template", template)
    assert fault.exit_code == 2 and "ligne 2" in fault.output
    assert run("check", piece, "--template", template, "--format", "json").exit_code == 2
    assert "introuvable" in run("check", piece, "--template", tmp_path / "absent.j2").output


@pytest.mark.parametrize("form", ["text", "json", "html", "md", "csv", "junit", "sarif", "xlsx"])
def test_mask(piece: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "rapport"
    assert run("check", piece, "--format", form, "--mask", "-o", out).exit_code == 0
    data = out.read_bytes()
    if form == "xlsx":
        import zipfile

        with zipfile.ZipFile(out) as book:
            data = b"".join(book.read(name) for name in book.namelist())
    words = data.decode("utf-8", "replace")
    assert "FSC" in words or form == "junit"
    assert not [secret for secret in ("Lheureux", "Garance", "50 50 50", "garance@") if secret in words]
