"""Where an answer is written: never over a buyer's piece, in the form that its name says; clausecheck's own files are no pieces."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.main import cli
from clausecheck.cli.output import chosen_form, refuse_overwrite
from tests.cli.files import DEMO

TEXT = "# Cahier des clauses techniques particulières (CCTP)\n\n## 1 Papier\n\nLes papiers livrés sont certifiés FSC ou équivalent.\n"
DAY = ("--on", "2026-09-01")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "v1"
    path.mkdir()
    (path / "cctp.md").write_text(TEXT, "utf-8")
    (path / "rc.md").write_text("# Règlement de la consultation\n\nLe critère environnement compte pour 20 %.\n", "utf-8")
    return path


@pytest.mark.parametrize("command", [
    ["check"], ["suggest"], ["outline"], ["indicators"], ["coverage"], ["purchases"], ["export", "decp"], ["export", "labels"], ["export", "eforms"],
    ["export", "ocds"], ["export", "agec58", "--year", "2026", "--siret", "13002526500013", "--name", "Commune"],
    ["review-year", "--policy", "reen", "--year", "2026"],
])
@pytest.mark.parametrize("given", ["", "rc.md"])
def test_a_piece_is_never_replaced(folder: Path, command: list[str], given: str) -> None:
    piece = folder / "rc.md"
    before = piece.read_bytes()
    form = ["--format", "md" if "review-year" in command else "csv"] if command[-1] in ("indicators", "coverage", "purchases", "2026") else []
    if command[0] in ("check", "outline"):
        form = ["--format", "json"]
    elif command[:2] in (["export", "labels"], ["export", "eforms"]) or "agec58" in command:
        form = ["--format", "csv"]
    done = run(*command, folder / given if given else folder, *form, "-o", piece)
    assert done.exit_code == 2 and piece.read_bytes() == before
    assert "rien n'a été écrit" in " ".join(done.output.replace("Rien", "rien").split())


def test_compare_keeps_both_sides(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "mai.json"
    assert run("check", folder / "cctp.md", *DAY, "-o", kept).exit_code == 0
    before = kept.read_bytes()
    for target in (kept, folder / "rc.md"):
        assert run("compare", kept, folder, "--format", "json", "-o", target).exit_code == 2
    assert kept.read_bytes() == before


def test_a_store_and_a_link_are_given_files(tmp_path: Path) -> None:
    store, link = tmp_path / "lot.sqlite", tmp_path / "lien.csv"
    store.write_bytes(b"x")
    link.symlink_to(store)
    with pytest.raises(click.UsageError):
        refuse_overwrite(link, (None, store))
    refuse_overwrite(tmp_path / "neuf.csv", (store, tmp_path))


@pytest.mark.parametrize("name", ["r.html", "r.json", "r.md", "r.txt", "r.csv", "r.sarif", "r.xml", "r.xlsx", "note.docx"])
def test_the_name_says_the_form_and_own_files_are_no_pieces(folder: Path, name: str) -> None:
    target = folder / name
    assert run("check", folder, *DAY, "-o", target).exit_code == 0
    start = target.read_bytes()[:64].lstrip(b"\xef\xbb\xbf \n")
    assert start.startswith({
        "r.html": b"<!DOCTYPE html>", "r.json": b"{", "r.md": b"# ", "r.txt": b"Droit", "r.csv": b"identifiant;", "r.sarif": b"{", "r.xml": b"<?xml",
        "r.xlsx": b"PK", "note.docx": b"PK"}[name])
    again = run("check", folder, *DAY, "--format", "json")
    names = [document["name"] for document in json.loads(again.stdout)["documents"]]
    assert names == ["cctp.md", "rc.md"]
    assert f"« {name} » est un rapport de clausecheck : laissé de côté." in again.stderr
    assert run("check", folder, *DAY, "-o", target).exit_code == 0  # its own report is written anew
    alone = run("check", target) if name == "r.json" else run("compare", target, folder)
    assert alone.exit_code == 2 and "est un rapport de clausecheck" in " ".join(alone.output.split())


@pytest.mark.parametrize(("command", "name", "start"), [
    (["indicators"], "i.html", "<!DOCTYPE html>"), (["indicators"], "i.csv", "ventilation;"), (["indicators"], "i.txt", "Écolabels"),
    (["coverage"], "v.md", "# Indicateurs"), (["coverage"], "v.json", "{"), (["export", "eforms"], "e.csv", "marché;"),
    (["export", "labels"], "l.csv", "id_marche,"), (["outline"], "o.txt", "DONNÉES"), (["suggest"], "s.txt", "1. "),
    (["review-year", "--policy", "reen", "--year", "2026"], "b.docx", "PK"),
])
def test_other_answers_are_known_too(folder: Path, command: list[str], name: str, start: str) -> None:
    from clausecheck.read.own import own_output

    target = folder / name
    run(*command, folder, "-o", target)
    assert target.read_bytes().decode("utf-8-sig", "ignore").lstrip().startswith(start)
    assert own_output(target)


@pytest.mark.parametrize("form", ["txt", "md", "html", "json"])
def test_comparisons_are_known_too(folder: Path, form: str) -> None:
    from clausecheck.read.own import own_output

    target = folder.parent / f"ecarts.{form}"
    run("compare", folder / "cctp.md", folder / "rc.md", "-o", target)
    assert own_output(target)


@pytest.mark.parametrize("command", [
    ["check"], ["indicators"], ["coverage"], ["purchases"], ["review-year", "--policy", "reen", "--year", "2026"], ["compare", "rc.md"],
])
def test_an_unknown_suffix_is_told(folder: Path, command: list[str]) -> None:
    target = folder.parent / "rapport.pdf"
    others = [folder / "rc.md"] if command[0] == "compare" else []
    done = run(command[0], *others, folder / "cctp.md", *(command[1:] if command[0] != "compare" else []), "-o", target)
    assert done.exit_code == 2 and any(end in done.output for end in (".json", ".docx"))
    assert not target.exists()


def test_the_form_asked_for_wins() -> None:
    assert chosen_form("json", Path("a.html"), ("json", "html")) == "json"
    assert chosen_form(None, Path("rapport"), ("html",)) == "text"
    assert chosen_form(None, Path("A.HTM"), ("html",)) == "html"
    assert chosen_form(None, Path("b.docx"), ("docx",), default="md") == "docx"
    assert chosen_form(None, Path("n.docx"), ("note",)) == "note"


def test_pieces_and_tenders_are_not_taken_for_reports(folder: Path) -> None:
    from clausecheck.batch.tree import tenders
    from clausecheck.read.own import own_output

    assert not [path for path in (*DEMO.iterdir(), *folder.iterdir()) if own_output(path)]
    (folder / "r.json").write_text('{\n "schema": "clausecheck-report-1"}', "utf-8")
    assert {item.key for item in tenders(str(folder), "v1")} == {"v1/cctp.md", "v1/rc.md"}
