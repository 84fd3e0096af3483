"""`clausecheck review`, run as a user runs it, and what `check` makes of the decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.main import cli
from clausecheck.structure.decisions import NAME, read_decisions

PAPER = "Les papiers livrés sont certifiés FSC ou équivalent."
CHAIRS = "Les chaises fournies sont issues du réemploi à hauteur de 30 % au moins en nombre."
TEXT = f"# Cahier des clauses techniques particulières (CCTP)\n\n## 1 Papier\n\n{PAPER}\n\n## 2 Mobilier\n\n{CHAIRS}\n"


def run(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], input=typed)


def checked(*files: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run("check", *files, "--on", "2026-09-01", "--format", "json").stdout)
    return answer


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    path = tmp_path / "cctp.md"
    path.write_text(TEXT, "utf-8")
    return path


def label_id(report: dict[str, Any]) -> str:
    return str(next(row["id"] for row in report["documents"][0]["labels"] if row["label"].startswith("fsc")))


def test_dismissed_remembered_through_an_edit_and_a_new_name_then_lost(piece: Path) -> None:
    before = checked(piece)
    name = label_id(before)
    done = run("review", piece, "--dismiss", name, "--reason", "reste d'un ancien marché", "--by", "A. Martin", "--on", "2026-09-01")
    assert done.exit_code == 0, done.output
    path = piece.parent / NAME
    assert read_decisions(path)[0].quote == PAPER

    after = checked(piece)
    row = next(row for row in after["documents"][0]["labels"] if row["id"] == name)
    assert row["decision"]["status"] == "dismissed" and row["decision"]["reason"] == "reste d'un ancien marché" and row["demand"] is None
    assert after["indicators"]["demands"] < before["indicators"]["demands"]
    assert after["decisions"] == []

    renamed = piece.rename(piece.parent / "cctp-v2.md")
    renamed.write_text(TEXT.replace("1 Papier", "7 Papeterie").replace("papiers livrés", "papiers fournis"), "utf-8")
    edited = checked(renamed)
    assert [r["decision"]["by"] for r in edited["documents"][0]["labels"] if r["label"].startswith("fsc")] == ["A. Martin"]
    assert [note["code"] for note in edited["decisions"]] == ["edited"]

    renamed.write_text(TEXT.replace(PAPER, ""), "utf-8")
    assert [note["code"] for note in checked(renamed)["decisions"]] == ["lost"]
    assert "Ne s'appliquent plus" in run("check", renamed).stdout
    assert run("review", renamed, "--clean").exit_code == 0
    assert read_decisions(path) == ()


def test_a_decision_on_a_piece_that_was_not_given_waits(piece: Path) -> None:
    other = piece.parent / "ccap.md"
    other.write_text("# Cahier des clauses administratives particulières (CCAP)\n\nLe marché dure deux ans.\n", "utf-8")
    run("review", piece, "--dismiss", label_id(checked(piece)), "--reason", "r", "--by", "b")
    assert checked(other)["decisions"] == []
    run("review", other, "--clean")
    assert len(read_decisions(piece.parent / NAME)) == 1


def test_a_second_decision_replaces_the_first_and_forget_removes_it(piece: Path) -> None:
    name = label_id(checked(piece))
    run("review", piece, "--dismiss", name, "--reason", "doute", "--by", "A. Martin")
    run("review", piece, "--accept", name, "--reason", "vérifié", "--by", "B. Leroy")
    (kept,) = read_decisions(piece.parent / NAME)
    assert (kept.decision.status, kept.decision.by, kept.decision.reason) == ("accepted", "B. Leroy", "vérifié")
    listed = run("review", piece, "--list").stdout
    assert "accepté par B. Leroy" in listed and f"[{name}]" in listed
    run("review", piece, "--forget", name)
    assert read_decisions(piece.parent / NAME) == ()


def test_a_check_is_dismissed(piece: Path) -> None:
    check = checked(piece)["checks"][0]["id"]
    assert run("review", piece, "--dismiss", check, "--reason", "sans rapport", "--by", "A. Martin", "--on", "2026-09-01").exit_code == 0
    row = next(c for c in checked(piece)["checks"] if c["id"] == check)
    assert row["decision"]["reason"] == "sans rapport"


def test_a_demand_covers_all_its_places(tmp_path: Path) -> None:
    for name in ("cctp.md", "annexe.md"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    (tmp_path / "annexe.md").write_text(TEXT + "\nAnnexe au CCTP.\n", "utf-8")
    demand = next(d["id"] for d in checked(tmp_path)["demands"] if d["what"] == "label")
    assert run("review", tmp_path, "--dismiss", demand, "--reason", "r", "--by", "b", "--on", "2026-09-01").exit_code == 0
    assert {row.document for row in read_decisions(tmp_path / NAME)} == {"cctp.md", "annexe.md"}
    after = checked(tmp_path)
    assert not [d for d in after["demands"] if d.get("label", "").startswith("fsc")]
    shared = run("review", tmp_path, "--dismiss", "l0001", "--reason", "r", "--by", "b")
    assert shared.exit_code == 2 and "cctp.md:l0001" in shared.output


def test_one_point_after_the_other(piece: Path) -> None:
    done = run("review", piece, "--on", "2026-09-01", typed="e\nA. Martin\n\nhors sujet\np\na\nbien vu\nq\n")
    assert done.exit_code == 0, done.output
    rows = read_decisions(piece.parent / NAME)
    assert [(row.decision.status, row.decision.by, row.decision.reason) for row in rows] == [
        ("dismissed", "A. Martin", "hors sujet"), ("accepted", "A. Martin", "bien vu")]
    again = run("review", piece, "--on", "2026-09-01", typed="q\n")
    assert "1 sur" in again.output and rows[0].check not in again.output.split("1 sur")[1].split("\n")[1]


@pytest.mark.parametrize(("arguments", "told"), [
    (("--dismiss", "c0001"), "--reason"),
    (("--dismiss", "c9999", "--reason", "r", "--by", "b"), "--list"),
    (("--dismiss", "CK-01", "--accept", "CK-01", "--reason", "r", "--by", "b"), "à la fois"),
])
def test_faults_are_told(piece: Path, arguments: tuple[str, ...], told: str) -> None:
    done = run("review", piece, *arguments)
    assert done.exit_code == 2 and told in done.output
    assert not (piece.parent / NAME).exists()


def test_a_bad_decision_file_stops_check_with_a_sentence(piece: Path) -> None:
    (piece.parent / NAME).write_text('[[decision]]\nstatut = "peut-être"\n', "utf-8")
    done = run("check", piece)
    assert done.exit_code == 2 and NAME in done.output and "« par »" in done.output


def test_nothing_read(tmp_path: Path) -> None:
    assert run("review", tmp_path / "absent.docx", "--list").exit_code == 3


def test_each_decision_is_said_back_with_its_sentence(piece: Path) -> None:
    rows = checked(piece)["demands"]
    first = next(d["id"] for d in rows if d["what"] == "label")
    done = run("review", piece, "--dismiss", first, "--reason", "r", "--by", "b", "--on", "2026-09-01")
    assert "Écarté : [l" in done.stderr and f"({first})" in done.stderr and f"« {PAPER} »" in done.stderr
    # the demands are numbered anew without the one set aside: a number means what the report shows now, and its sentence is said
    now = checked(piece)
    clause = next(row for row in now["documents"][0]["clauses"] if row["quote"] == CHAIRS and row["demand"])
    listed = run("review", piece, "--list", "--on", "2026-09-01").stdout
    assert f"[{clause['id']}] ({clause['demand']})" in listed
    second = run("review", piece, "--accept", clause["demand"], "--reason", "r", "--by", "b", "--on", "2026-09-01")
    assert f"Accepté : [{clause['id']}]" in second.stderr and CHAIRS in second.stderr and PAPER not in second.stderr
    forgotten = run("review", piece, "--forget", clause["id"], "--on", "2026-09-01")
    assert "Retiré : " in forgotten.stderr and CHAIRS in forgotten.stderr


def test_clean_says_what_it_removed(piece: Path) -> None:
    run("review", piece, "--dismiss", label_id(checked(piece)), "--reason", "vieille clause", "--by", "A. Martin", "--on", "2026-09-01")
    assert "aucune n'est retirée" in run("review", piece, "--clean", "--on", "2026-09-01").stderr
    piece.write_text(TEXT.replace(PAPER, ""), "utf-8")
    done = run("review", piece, "--clean", "--on", "2026-09-01")
    assert f"Retiré : « {PAPER} » (cctp.md)" in done.stderr and "A. Martin" in done.stderr and "vieille clause" in done.stderr


def test_questions_interrupted_keep_what_was_decided(piece: Path) -> None:
    done = run("review", piece, "--on", "2026-09-01", typed="e\nA. Martin\nhors sujet\n")
    assert done.exit_code == 1 and len(read_decisions(piece.parent / NAME)) == 1
    assert "Écarté : [" in done.stderr
    assert "1 questions interrompues" in " ".join(run("review", "--help").stdout.split())
