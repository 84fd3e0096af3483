"""The commands over many tenders: indicators, coverage, review-year."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.main import cli

SMALL = Path(__file__).resolve().parents[2] / "corpus" / "indicators"
ONE = [str(SMALL / "hygiene-valbrume")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_indicators_text_and_json() -> None:
    done = run("indicators", *ONE, "--by", "lot")
    assert done.exit_code == 0 and "2 demandes" in done.stdout.replace("\xa0", " ") and "PAR LOT" in done.stdout
    answer = json.loads(run("indicators", *ONE, "--format", "json").stdout)
    assert answer["schema"] == "clausecheck-indicators-1" and len(answer["contracts"]) == 1
    assert [table["axis"] for table in answer["breakdowns"]][:2] == ["nature", "label"] and len(answer["breakdowns"]) == 11


@pytest.mark.parametrize("form", ["csv", "xlsx", "html", "md", "svg"])
def test_indicators_to_a_file(tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    done = run("indicators", *ONE, "--format", form, "-o", str(target))
    assert done.exit_code == 0, done.output
    assert target.stat().st_size > 500


def test_one_tender_or_many() -> None:
    files = [str(path) for path in sorted((SMALL / "papier-valbrume").glob("*.md"))]
    many = json.loads(run("indicators", *files, "--format", "json").stdout)
    one = json.loads(run("indicators", *files, "--one", "--format", "json").stdout)
    assert (len(many["contracts"]), len(one["contracts"])) == (3, 1)
    assert len([row for row in one["rows"] if row["what"] == "label"]) == 1


def test_usage_errors_are_french_and_say_what_to_do(tmp_path: Path) -> None:
    for arguments, said in (
        (["indicators"], "--store"), (["indicators", str(tmp_path / "absent.pdf")], "absent.pdf"), (["indicators", *ONE, "--format", "png"], "-o"), (["indicators", *ONE, "--format", "xlsx"], "-o"),
        (["review-year", *ONE, "--policy", "reen"], "--year"), (["review-year", *ONE, "--policy", "zzz", "--year", "2025"], "Politiques disponibles"),
        (["review-year", *ONE, "--policy", "reen", "--year", "2025", "--format", "docx"], "-o"), (["indicators", *ONE, "--by", "couleur"], "--by"),
    ):
        done = run(*arguments)
        assert done.exit_code == 2 and said in done.output, arguments


def test_nothing_read_and_read_in_part(tmp_path: Path) -> None:
    bad = tmp_path / "cctp.docx"
    bad.write_bytes(b"\x00\x01" * 400)
    assert run("indicators", str(bad)).exit_code == 3
    assert run("coverage", str(bad)).exit_code == 3
    done = run("indicators", *ONE, str(bad))
    assert done.exit_code == 4 and "rien n'a été lu" in done.stdout


def test_coverage() -> None:
    done = run("coverage", *ONE, "--format", "json")
    assert done.exit_code == 0
    states = {own["id"]: own["state"] for own in json.loads(done.stdout)["indicators"]}
    assert states["value"] == "full" and states["review"] == "none"
    judged = run("coverage", *ONE, "--format", "json", "--policy", "reen")
    assert {own["id"]: own["state"] for own in json.loads(judged.stdout)["indicators"]}["review"] == "full"


def test_review_year(tmp_path: Path) -> None:
    done = run("review-year", *ONE, "--policy", "reen", "--year", "2025")
    assert done.exit_code == 0 and done.stdout.startswith("# Bilan 2025")
    for name, start in (("b.html", b"<!DOCTYPE"), ("b.docx", b"PK")):
        assert run("review-year", *ONE, "--policy", "reen", "--year", "2025", "-o", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_bytes().lstrip().startswith(start)
    assert run("review-year", *ONE, "--policy", "reen", "--year", "2020").exit_code == 3


def test_a_store_gives_what_the_files_give(tmp_path: Path) -> None:
    from clausecheck.pipeline import Checker, Options
    from clausecheck.store.record import record_of
    from clausecheck.store.store import Store

    folder = SMALL / "hygiene-valbrume"
    report = Checker(options=Options(isolated=False)).check([folder], policies=["reen"])
    with Store.open(tmp_path / "s.db") as store:
        store.write([record_of(report, key="hygiene-valbrume", fingerprint="f")])
    base = ["--store", str(tmp_path / "s.db")]
    assert run("indicators", *base, "--by", "all").stdout == run("indicators", *ONE, "--by", "all").stdout
    assert run("indicators", *base, "--format", "json").stdout == run("indicators", *ONE, "--format", "json").stdout
    assert run("coverage", *base).stdout == run("coverage", *ONE, "--policy", "reen").stdout
    year = ["--policy", "reen", "--year", "2025"]
    assert run("review-year", *base, *year).stdout == run("review-year", *ONE, *year).stdout
    assert run("indicators", "--store", str(tmp_path / "absent.db")).exit_code == 2
