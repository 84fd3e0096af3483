"""`clausecheck query`: ready questions, SQL that only reads, Parquet."""

from __future__ import annotations

import builtins
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausecheck.cli.main import cli
from clausecheck.model import Criterion, CriterionKind, Family, Force, IssueCode, Stage
from clausecheck.store.export import EXPORTED
from clausecheck.store.questions import QUESTIONS
from clausecheck.store.reasons import REASONS
from clausecheck.store.record import CheckRow, failed_record
from clausecheck.store.store import Store
from tests.store.made import PROVENANCE, WHOLE, clause, label, random_record, record

GREEN = "Clause environnementale"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five tenders whose answers can be counted by hand."""
    path = tmp_path_factory.mktemp("query") / "lot.sqlite"
    criterion = Criterion("Performance environnementale", 20, "%", None, None, True, 4, CriterionKind.ENVIRONMENT)
    award = record("C", label(force=Force.SCORED, stage=Stage.AWARD, label="fsc", name="FSC"), buyer="Région Haute-Lyre", notified="2026-02-01",
                   sectors=("paper",), ambition=60.0, declared_environmental=(GREEN, "Critère environnemental"),
                   found=("Critère environnemental",))
    with Store.open(path) as base:
        base.write([
            record("A", label(), clause(), buyer="Ville de Lyre", siret="21590000000017", notified="2025-03-01", sectors=("paper",), conformity=80.0,
                   ambition=40.0, found=(GREEN,), declared_environmental=()),
            record("B", buyer="Ville de Lyre", notified="2026-03-01", sectors=("furniture",), conformity=40.0, ambition=0.0),
            award,
            record("D", clause(family=Family.SOCIAL), buyer="Région Haute-Lyre", notified="2026-05-01", sectors=("paper",), status="partial",
                   message="« rc.pdf » : la page 3 n'a pas été lue.", documents=WHOLE[:1],
                   declared_environmental=(GREEN,), found=("Critère environnemental",)),
            failed_record("E", "", failure="encrypted", message="« E » est chiffré.", stated={"buyer": "Ville de Lyre"}, provenance=PROVENANCE),
        ])
        (own,) = (row[0] for row in base.query("SELECT tender FROM tenders WHERE key = 'D'")[1])
        base._base.execute("INSERT INTO criteria (tender, position, document, name, weight, unit, lot, parent, environmental, page, kind) "
                           "VALUES (?, 0, 'rc.pdf', ?, 20, '%', NULL, NULL, 1, 4, 'environment')", (own, criterion.name))
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["query", *(str(argument) for argument in arguments)])
    return done.exit_code, done.stdout, done.stderr.replace("\N{NO-BREAK SPACE}", " ")


def rows(*arguments: object) -> list[dict[str, object]]:
    code, out, err = run(*arguments, "--format", "json")
    assert code == 0, err
    found = json.loads(out)
    assert found["schema"] == "clausecheck-query-1"
    return list(found["rows"])


def test_questions_are_listed_by_name(store: Path) -> None:
    code, out, _ = run(store)
    assert code == 0 and all(name in out for name in QUESTIONS)
    code, _, err = run(store, "couleurs")
    assert code == 2 and "« couleurs » n'est pas une question prête ; les questions : summary, labels-by-year" in err


def test_answers_by_hand(store: Path) -> None:
    assert rows(store, "labels-by-year") == [
        {"year": 2026, "name": "FSC", "label": "fsc", "contracts": 1, "demands": 1},
        {"year": 2025, "name": "Écolabel européen", "label": "eu-ecolabel", "contracts": 1, "demands": 1}]
    assert rows(store, "labels-by-year", "--year", 2025) == rows(store, "labels-by-year")[1:]
    assert [(row["label"], row["scope"]) for row in rows(store, "labels")] == [("eu-ecolabel", "strict"), ("fsc", "strict")]
    assert {(row["line"], row["contracts"]) for row in rows(store, "summary")} >= {
        ("marchés lus", 4), ("dont lus en partie", 1), ("marchés dont rien n'a été lu", 1), ("sans demande environnementale", 2),
        ("considération trouvée, non déclarée", 2), ("considération déclarée, non trouvée", 1), ("considération déclarée, pièces incomplètes", 1)}
    assert [row["tender"] for row in rows(store, "without-demand")] == ["B", "D"]
    assert [row["tender"] for row in rows(store, "without-demand", "--buyer", "haute-lyre")] == ["D"]
    assert [row["tender"] for row in rows(store, "without-demand", "--sector", "furniture", "--year", 2026)] == ["B"]
    assert rows(store, "failures") == [
        {"name": "fichier protégé par un mot de passe", "reason": "encrypted", "tenders": 1, "example": "E"}]
    assert [(row["tender"], row["read"]) for row in rows(store, "unread")] == [("E", "rien"), ("D", "en partie")]
    assert [(row["family"], row["contracts"]) for row in rows(store, "families")] == [("reuse", 1), ("social", 1)]
    assert [row["nature"] for row in rows(store, "natures")] == ["iso14024_type1"]


def test_checks_and_reasons_have_words(tmp_path: Path) -> None:
    assert set(REASONS) >= {code.value for code in IssueCode}
    with Store.open(tmp_path / "s.sqlite") as base:
        base.write([record("A", checks=(CheckRow("CK-01", "met", "obligation"), CheckRow("CK-02", "not-applicable", "obligation")))])
    (row,) = rows(tmp_path / "s.sqlite", "checks")
    assert (row["check"], row["met"], row["missing"]) == ("CK-01", 1, 0) and "critère" in str(row["title"])


def test_scores(store: Path) -> None:
    by_buyer = rows(store, "scores-by-buyer")
    assert [(row["buyer"], row["contracts"], row["conformity"], row["ambition"], row["ambition_contracts"]) for row in by_buyer] == [
        ("Région Haute-Lyre", 2, None, 60, 1), ("Ville de Lyre", 2, 60, 20, 2)]
    assert [row["buyer"] for row in rows(store, "scores-by-buyer", "--buyer", "VILLE DE LYRE")] == ["Ville de Lyre"]
    paper = rows(store, "scores-by-sector")[0]
    assert (paper["sector"], paper["contracts"], paper["ambition"]) == ("paper", 3, 50)
    narrowed = rows(store, "scores-by-sector", "--buyer", "21590000000017")
    assert [(row["sector"], row["contracts"], row["ambition"]) for row in narrowed] == [("paper", 1, 40)]
    assert [(row["year"], row["contracts"]) for row in rows(store, "scores-by-year", "--sector", "paper")] == [("2026", 2), ("2025", 1)]
    assert [(row["year"], row["contracts"]) for row in rows(store, "scores-by-year", "--year", 2026)] == [("2026", 3)]


def test_declared_against_found(store: Path) -> None:
    found = rows(store, "declared-found")
    assert [(row["tender"], row["kind"], row["value"], row["quote"], row["document"], row["page"]) for row in found] == [
        ("D", "trouvé, non déclaré", "Critère environnemental", "Performance environnementale", "rc.pdf", 4),
        ("C", "déclaré, non trouvé", GREEN, "", "", None),
        ("A", "trouvé, non déclaré", GREEN, "Le papier est certifié Écolabel européen.", "cctp.docx", 2),
        ("A", "trouvé, non déclaré", GREEN, "Les appareils livrés sont reconditionnés.", "cctp.docx", 3)]
    assert rows(store, "considerations") == [
        {"kind": "environnement", "value": GREEN, "declared": 2, "found": 1},
        {"kind": "environnement", "value": "Critère environnemental", "declared": 1, "found": 2}]


def test_forms(store: Path, tmp_path: Path) -> None:
    code, out, _ = run(store, "declared-found")
    assert code == 0 and "« Les appareils livrés sont reconditionnés. »" in out.replace("\N{NO-BREAK SPACE}", " ") and "cctp.docx, page 3" in out
    code, out, _ = run(store, "without-demand", "--limit", 1)
    assert code == 0 and "Les 1 premières lignes" in out and "D " not in out
    code, out, _ = run(store, "labels", "--buyer", "Région Haute-Lyre", "--year", 2025)
    assert code == 0 and "Rien ne répond à cette question." in out
    target = tmp_path / "labels.csv"
    assert run(store, "labels", "--format", "csv", "-o", target)[0] == 0
    assert target.read_text("utf-8-sig").splitlines()[0] == "label;code;sens;marchés;demandes"
    assert len(rows(store, "labels", "--limit", 1)) == 1


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_answers_over_any_store(name: str, tmp_path: Path) -> None:
    path = tmp_path / "any.sqlite"
    Store.open(path).close()
    code, out, _ = run(path, name)
    assert code == 0 and out
    with Store.open(path) as base:
        base.write([random_record(f"M{number}", random.Random(number)) for number in range(40)])
    for given in ((), ("--year", 2025), ("--buyer", "ville"), ("--sector", "paper"), ("--buyer", "ville", "--year", 2024, "--sector", "paper")):
        for form in ("text", "csv", "json"):
            code, out, err = run(path, name, *given, "--format", form)
            assert code == 0 and out, err


def test_raw_sql_reads_only(store: Path, tmp_path: Path) -> None:
    assert rows(store, "--sql", "SELECT status, count(*) AS n FROM tenders GROUP BY status ORDER BY status") == [
        {"status": "checked", "n": 3}, {"status": "failed", "n": 1}, {"status": "partial", "n": 1}]
    code, out, _ = run(store, "--sql", "SELECT body FROM reports LIMIT 1")
    assert code == 0 and "octets)" in out
    before = store.read_bytes()
    for refused in ("DELETE FROM tenders", "SELECT 1; SELECT 2", f"ATTACH '{tmp_path}/x.sqlite' AS x", "PRAGMA journal_mode = DELETE", "SELEC",
                    "CREATE TABLE x (y)", "VACUUM INTO 'copy.sqlite'"):
        code, _, err = run(store, "--sql", refused, "--format", "json")
        assert code == 2 and "requête refusée" in err, refused
    assert store.read_bytes() == before and not list(tmp_path.iterdir())


def test_what_does_not_go_together(store: Path, tmp_path: Path) -> None:
    for given in (("labels", "--sql", "SELECT 1"), ("labels", "--export", tmp_path), ("--sql", "SELECT 1", "--export", tmp_path)):
        code, _, err = run(store, *given)
        assert code == 2 and "une seule chose à faire" in err
    code, _, err = run(store, "--sql", "SELECT 1", "--year", 2026)
    assert code == 2 and "accompagnent une question prête" in err
    code, _, err = run(tmp_path / "rien.sqlite", "labels")
    assert code == 2 and "est introuvable" in err and "Traceback" not in err
    code, _, err = run(store, "labels", "--buyer", "Inconnue")
    assert code == 2 and "ne connaît aucun acheteur « Inconnue »" in err


def test_parquet(store: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    code, _, err = run(store, "--export", tmp_path / "out")
    assert code == 0 and "tenders.parquet : 5 lignes" in err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(f"{table}.parquet" for table in EXPORTED)
    tenders = {row["key"]: row for row in parquet.read_table(tmp_path / "out" / "tenders.parquet").to_pylist()}
    assert tenders["A"]["sectors"] == ["paper"] and tenders["A"]["declared_environmental"] == [] and tenders["B"]["declared_environmental"] is None
    assert tenders["E"]["year"] is None and tenders["A"]["disagrees"] is True and tenders["A"]["year"] == 2025
    labels = parquet.read_table(tmp_path / "out" / "labels.parquet").to_pylist()
    assert [(row["label"], row["strict"], row["equivalent"], row["lots"]) for row in labels] == [("eu-ecolabel", True, True, []), ("fsc", True, True, [])]
    (tmp_path / "file").write_text("x")
    code, _, err = run(store, "--export", tmp_path / "file" / "out")
    assert code == 2 and "ne peut pas être écrit" in err


def test_parquet_to_an_address(store: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    memory = fsspec.filesystem("memory")
    try:
        code, _, err = run(store, "--export", "memory://resultats/2026/")
        assert code == 0 and "memory://resultats/2026/tenders.parquet : 5 lignes" in err
        names = sorted(path.rsplit("/", 1)[-1] for path in memory.ls("/resultats/2026", detail=False))
        assert names == sorted(f"{table}.parquet" for table in EXPORTED)
        with memory.open("/resultats/2026/labels.parquet") as file:
            assert [row["label"] for row in parquet.read_table(file).to_pylist()] == ["eu-ecolabel", "fsc"]
    finally:
        memory.rm("/resultats", recursive=True)
    code, _, err = run(store, "--export", "nulle-part://x/y")
    assert code == 2 and "n'est pas une adresse connue" in err
    code, _, err = run(store, "--export", "http://127.0.0.1:9/x")
    assert code == 2 and "ne peut pas être écrit" in err and "Traceback" not in err


def test_parquet_without_pyarrow(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    code, _, err = run(store, "--export", tmp_path / "out")
    assert code == 2 and "L'export Parquet a besoin de pyarrow : « pip install 'clausecheck[parquet]' »." in err
