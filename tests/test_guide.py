"""The officer's guide: its commands, options, files and pictures are those of the product; the shell completes them."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import get_completion_class
from click.testing import CliRunner
from PIL import Image

from clausecheck.cli.main import _COMMANDS, cli
from clausecheck.report.note_template import build
from clausecheck.report.note_values import note_values
from tests.report.sample import sample

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
LARGEST = 200_000


def commands(page: Path) -> Iterator[list[str]]:
    """Every `clausecheck …` of a page, in blocks of code and between backquotes, split as a shell does."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"```\w+\n(.*?)```", text, re.S)
    inline = re.findall(r"`(clausecheck [^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))
    for line in [*(line for block in blocks for line in block.splitlines()), *inline]:
        command = line.strip().split("  #")[0]
        match = re.match(r"(?:[\w-]+/bin/)?clausecheck(?![\w-])(.*)", command)
        if match and "|" not in command:
            yield shlex.split(match[1])


def test_there_is_a_guide() -> None:
    assert {page.name for page in PAGES} >= {
        "README.md", "installer.md", "premier-controle.md", "lire-le-rapport.md", "commentaires-word.md", "note.md", "score.md", "limites.md", "aide.md"}
    assert sum(1 for page in PAGES for _ in commands(page)) > 25


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_and_options_exist(page: Path) -> None:
    context = click.Context(cli)
    for words in commands(page):
        known = {name for parameter in cli.params for name in parameter.opts} | {"--help", "-h"}
        if words and not words[0].startswith("-"):
            command = cli.get_command(context, words[0])
            assert command is not None, words
            known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}
            for parameter in command.params:
                if isinstance(parameter.type, click.Choice) and isinstance(parameter, click.Option):
                    given = [words[i + 1] for i, word in enumerate(words[:-1]) if word in parameter.opts]
                    assert set(given) <= set(parameter.type.choices), words
        assert {word for word in words if word.startswith("-")} <= known, words


def test_options_named_in_sentences_exist() -> None:
    every = {name for row in _COMMANDS for parameter in (cli.get_command(click.Context(cli), row) or click.Command("")).params for name in parameter.opts}
    every |= {"--help", "--version", "--no-index", "--find-links", "--force"}
    for page in PAGES:
        text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
        named = {word for code in re.findall(r"`([^`\n]+)`", text) if not code.startswith(("pipx", "uv ")) for word in re.findall(r"(?<![\w-])--[a-z-]+", code)}
        assert named <= every, (page.name, named - every)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_and_pictures_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for words, target in re.findall(r"(!?\[[^\]]+\])\(([^)#]+)\)", text):
        if not target.startswith("http"):
            path = page.parent / target
            assert path.is_file(), target
            assert not words.startswith("!") or (path.stat().st_size < LARGEST and len(words) > 20), "small, and described in words"


def test_every_picture_is_made_by_the_script_and_shown() -> None:
    script = (GUIDE / "captures.py").read_text("utf-8")
    shown = {name for page in PAGES for name in re.findall(r"\(images/([\w-]+)\.png\)", page.read_text("utf-8"))}
    stored = {path.stem for path in (GUIDE / "images").glob("*.png")}
    assert shown == stored and len(stored) >= 8
    assert all(f'"{name}"' in script for name in stored)
    for path in (GUIDE / "images").glob("*.png"):
        assert path.read_bytes().startswith(b"\x89PNG") and 2_000 < path.stat().st_size < LARGEST, path.name


@pytest.mark.slow
@pytest.mark.skipif(
    any(shutil.which(name) is None for name in ("chromium", "soffice", "pdftoppm")), reason="no Chromium, LibreOffice or pdftoppm on this machine")
def test_every_picture_can_be_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script still drives the product: it makes the same set of pictures, each of about the size of the one that is stored."""
    spec = importlib.util.spec_from_file_location("captures", GUIDE / "captures.py")
    assert spec and spec.loader
    captures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(captures)
    monkeypatch.setattr(captures, "IMAGES", tmp_path)
    captures.main([])
    stored = {path.name: path for path in (GUIDE / "images").glob("*.png")}
    made = {path.name: path for path in tmp_path.glob("*.png")}
    assert set(made) == set(stored)
    for name, path in made.items():
        assert path.stat().st_size < LARGEST
        with Image.open(path) as new, Image.open(stored[name]) as old:
            assert new.width == old.width and abs(new.height - old.height) < 400, f"{name}: run docs/guide/captures.py again"


def test_placeholders_of_the_note_are_described() -> None:
    """Every value that a template can name is in the guide, and the guide names no other."""
    text = (GUIDE / "note.md").read_text("utf-8")
    values = note_values(sample())
    simple = set(re.findall(r"\{\{ (\w+) \}\}", text)) - {"x"}
    lists = set(re.findall(r"^\| `(\w+)` \|", text, re.M))
    assert simple | lists == set(values)
    for name in lists:
        (row,) = re.findall(rf"^\| `{name}` \| (.*) \|$", text, re.M)
        keys = set(re.findall(r"x\.(\w+)", row))
        assert all(keys == set(value) for value in values[name] if isinstance(value, dict)), name
    assert build("fr") != build("en")


def test_offline_commands_forbid_the_network() -> None:
    text = (GUIDE / "installer.md").read_text("utf-8")
    part = text.split("## Sur un poste sans internet")[1]
    installs = [line for line in part.splitlines() if "install" in line and "paquets" in line]
    assert len(installs) >= 3 and all("--no-index" in line for line in installs)


def test_alone_it_says_in_five_lines_what_to_do() -> None:
    answer = CliRunner().invoke(cli, [])
    lines = answer.output.strip().splitlines()
    assert answer.exit_code == 0 and len(lines) == 5
    named = [line.split("clausecheck ")[-1].split()[0] for line in lines[1:]]
    assert named == ["demo", "check", "check", "--help"]


def test_a_mistaken_command_is_answered_with_the_right_one(tmp_path: Path) -> None:
    piece = tmp_path / "mon cctp.docx"
    piece.write_bytes(b"")
    for words, told in ((["chek"], "« check »"), ([str(piece)], f'clausecheck check "{piece}"'), (["xyzzy"], "clausecheck --help")):
        answer = CliRunner().invoke(cli, words)
        assert answer.exit_code == 2 and told in answer.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion(shell: str) -> None:
    if get_completion_class(shell) is None:
        pytest.skip(f"this version of click does not complete in {shell}")
    asked = (GUIDE / "completion.md").read_text("utf-8")
    assert f"{shell}_source" in asked
    script = _complete(f"{shell}_source")
    assert "_CLAUSECHECK_COMPLETE" in script and f"{shell}_complete" in script and "clausecheck" in script


def test_completion_knows_commands_and_options() -> None:
    assert "check" in _complete("bash_complete", COMP_WORDS="clausecheck che", COMP_CWORD="1")
    assert "--note-template" in _complete("bash_complete", COMP_WORDS="clausecheck check --no", COMP_CWORD="2")
    assert "note" in _complete("bash_complete", COMP_WORDS="clausecheck check --format no", COMP_CWORD="3")


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")
def test_completion_script_is_sound_bash() -> None:
    checked = subprocess.run(["bash", "-n"], input=_complete("bash_source"), capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def _complete(instruction: str, **environment: str) -> str:
    values = {**os.environ, **environment, "_CLAUSECHECK_COMPLETE": instruction, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "clausecheck.cli.main"], capture_output=True, text=True, encoding="utf-8", env=values, timeout=60, check=False)
    return done.stdout
