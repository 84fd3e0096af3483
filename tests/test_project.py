"""What surrounds the code: the README's commands, continuous integration, licence, public catalogue."""

from __future__ import annotations

import re
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

import clausecheck

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def commands(language: str = "sh") -> list[str]:
    return [line for block in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) for line in block.strip().splitlines()]


def test_first_screen_holds_the_two_commands() -> None:
    first_screen = "\n".join(README.splitlines()[:25])
    assert [command for command in commands() if command in first_screen][:2] == [
        "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/clausecheck demo",
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/python -m pytest",
    ]


@pytest.mark.skipif(not (ROOT / ".ci" / "run").is_file(), reason="continuous integration is not here")
def test_continuous_integration_runs_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    line = next(line for line in script.splitlines() if line.startswith("command="))
    done = subprocess.run(["bash", "-c", f'{line}; printf %s "$command"'], cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert done.stdout == commands()[1]


def test_windows_has_the_same_two_commands() -> None:
    def plain(command: str) -> str:
        for old, new in (("python3 ", "python "), ("py ", "python "), (" && ", "; "), (".venv\\Scripts\\", ".venv/bin/")):
            command = command.replace(old, new)
        return command

    assert [plain(command) for command in commands("powershell")] == [plain(command) for command in commands()[:2]]


def test_relative_links_lead_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_public_catalogue() -> None:
    entry = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    assert entry["softwareVersion"] == clausecheck.__version__
    assert entry["legal"]["license"] == config["metadata"]["license"] == "EUPL-1.2"
    for language in ("fr", "en"):
        description = entry["description"][language]
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]


def test_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    for article in range(1, 16):
        assert re.search(rf"^{article}\.", text, re.MULTILINE), article
    assert "Québec Free and Open-Source Licence" in text and "require the production of a new EUPL version" in text


def test_changelog_has_an_entry_for_what_is_coming() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8")
