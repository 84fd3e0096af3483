"""`clausecheck purchases` and `clausecheck export` from the command line, on tenders written for the test."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.export import export
from clausecheck.cli.purchases import purchases
from tests.indicators_exports.builders import SIRET

CCTP = """# Cahier des clauses techniques particulières

## Article 1 - Papier

Les papiers livrés sont certifiés FSC ou équivalent.

## Article 2 - Références de l'acheteur

Pour information, l'acheteur est lui-même certifié ISO 14001 depuis 2019.

## Article 3 - Ordinateurs

Le titulaire livre des ordinateurs portables reconditionnés pour au moins 20 % des quantités commandées.
"""
CCAP = """# Cahier des clauses administratives particulières

## Article 1 - Exigences du papier

Le titulaire fournit exclusivement des papiers certifiés FSC ou équivalent.
"""
BPU = """# Bordereau des prix unitaires

| Désignation | Exigence | Unité |
|---|---|---|
| Papier A4 | Le papier doit être certifié FSC ou équivalent. | ramette |
"""
TOML = f"""reference = "2026-017"
acheteur = "Commune de Val-sur-Orne"
siret = "{SIRET}"
date_lancement = 2026-09-01
"""
SILENT = """# Cahier des clauses techniques particulières

## Article 1 - Gardiennage

Les agents effectuent une ronde toutes les deux heures et tiennent une main courante.
"""
ORDERS = "Désignation;Quantité;Montant HT\nOrdinateur portable reconditionné;2;900\nRamette A4 recyclée;10;40\nDivers;1;5\n"


@pytest.fixture(scope="module")
def tenders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two tenders: one that names FSC in three pieces, one that asks for nothing and has no SIRET."""
    root = tmp_path_factory.mktemp("marches")
    for name, pieces in (("papier", {"cctp.md": CCTP, "ccap.md": CCAP, "bpu.md": BPU, "tender.toml": TOML}), ("gardiennage", {"cctp.md": SILENT})):
        (root / name).mkdir()
        for piece, text in pieces.items():
            (root / name / piece).write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("achats") / "commandes.csv"
    path.write_text(ORDERS, "utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(export, [str(a) for a in arguments], prog_name="clausecheck export")


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_label_named_in_three_pieces_is_one_row_and_a_mention_is_none(tenders: Path) -> None:
    result = run("labels", tenders)
    assert result.exit_code == 0, result.stderr
    assert [(row["label"], row["id_marche"], row["siret_acheteur"], row["equivalence_admise"]) for row in rows(result)] == [("fsc", "2026-017", SIRET, "true")]
    assert int(rows(result)[0]["lieux"]) > 1


def test_new_decp_fields(tenders: Path) -> None:
    result = run("decp", tenders)
    assert result.exit_code == 4
    found = json.loads(result.stdout)["marches"]["marche"]
    assert [(row["id"], row["acheteur"]["id"]) for row in found] == [("2026-017", SIRET)]
    assert "Clause environnementale" in found[0]["considerationsEnvironnementales"]["considerationEnvironnementale"]
    assert "gardiennage » : Le SIRET de l'acheteur est inconnu." in result.stderr
    assert "Pas de considération" not in result.stdout, "the pieces of the silent tender are not all there"


def test_decp_patch_twice(tenders: Path, tmp_path: Path) -> None:
    entry = {"id": "2026-017", "acheteur": {"id": SIRET}, "montant": 1.50, "considerationsEnvironnementales": {"considerationEnvironnementale": ["Pas de considération environnementale"]}}
    before, after = tmp_path / "decp.json", tmp_path / "decp2.json"
    before.write_text(json.dumps({"marches": {"marche": [entry, {**entry, "id": "X"}]}}, ensure_ascii=False, indent=1), "utf-8")
    result = run("decp", tenders / "papier", "--patch", before, "-o", after)
    assert result.exit_code == 4, result.stderr
    assert "Pas de considération environnementale → Clause environnementale" in result.stderr and "entrées sans marché lu : 1" in result.stderr
    patched = json.loads(after.read_text("utf-8"))["marches"]["marche"]
    assert patched[0]["considerationsEnvironnementales"]["considerationEnvironnementale"] == ["Clause environnementale"] and patched[1] == {**entry, "id": "X"}
    again = run("decp", tenders / "papier", "--patch", after)
    assert again.stdout.encode() == after.read_bytes()


@pytest.mark.parametrize(("data", "words"), [(b"[]", "forme DECP"), ("{\"é\": 1}".encode("cp1252"), "UTF-8"), (b"{", "JSON valide")])
def test_a_file_that_is_no_decp(tenders: Path, tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    result = run("decp", tenders / "gardiennage", "--patch", path)
    assert result.exit_code == 2 and words in result.stderr


def test_eforms(tenders: Path) -> None:
    result = run("eforms", tenders / "papier", "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)["contracts"][0]["candidates"]
    assert {("BT-06", "env-imp"), ("BT-774", "biodiv-eco"), ("BT-774", "circ-econ")} <= {(c["field"], c["code"]) for c in found}
    assert all(c["quote"] and c["why"] and c["confidence"] for c in found)


def test_ocds(tenders: Path) -> None:
    result = run("ocds", tenders / "papier", "-")
    assert result.exit_code == 2 and "entrée standard" in result.stderr
    result = run("ocds", tenders / "papier")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["tenders"][0]["tender"]["hasSustainability"] is True


def test_year_keeps_the_contracts_of_the_year(tenders: Path) -> None:
    assert rows(run("labels", tenders / "papier", "--year", "2026")) and run("labels", tenders / "papier", "--year", "2025").exit_code == 3


@pytest.mark.parametrize(("arguments", "words"), [
    (("labels", "--format", "parquet"), "-o labels.parquet"), (("decp", "--siret", "12"), "14 chiffres"), (("decp", "--replace"), "--patch"),
])
def test_badly_written(tenders: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments, tenders / "gardiennage")
    assert result.exit_code == 2 and words in result.stderr


def test_schema_of_the_labels() -> None:
    result = run("labels", "--schema")
    assert result.exit_code == 0 and json.loads(result.stdout)["name"] == "clausecheck-labels"


def test_agec58(orders: Path, tmp_path: Path) -> None:
    target = tmp_path / "declaration.csv"
    result = run("agec58", orders, "--year", "2026", "--siret", SIRET, "--name", "Commune de Val-sur-Orne", "-o", target)
    assert result.exit_code == 4 and "non classées" in result.stderr
    assert target.read_bytes().decode("utf-8").splitlines()[1:] == [
        f"2026,{SIRET},Commune de Val-sur-Orne,Matériel informatique et téléphonie,900.00,900.00,0.00,0.00,",
        f"2026,{SIRET},Commune de Val-sur-Orne,Papier,40.00,0.00,0.00,40.00,"]
    text = run("agec58", orders, "--year", "2026", "--siret", SIRET, "--name", "Val", "--format", "text")
    assert text.exit_code == 4 and "à vérifier" in text.stdout and "non classées" in text.stdout, "the code does not depend on the form"
    whole = tmp_path / "papier.csv"
    whole.write_text("Désignation;Quantité;Montant HT\nRamette de papier recyclé A4;10;40\n", "utf-8")
    for form in ("csv", "text"):
        done = run("agec58", whole, "--year", "2026", "--siret", SIRET, "--name", "Val", "--format", form)
        assert done.exit_code == 0, done.output
    assert run("agec58", orders, "--year", "2026", "--siret", "1", "--name", "Val").exit_code == 2


def test_purchases(orders: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    result = runner.invoke(purchases, [str(orders)])
    assert result.exit_code == 0 and "Reconditionné" in result.stdout and "Lecture de commandes.csv" in result.stderr
    assert len(json.loads(runner.invoke(purchases, [str(orders), "--format", "json"]).stdout)["lines"]) == 3
    assert runner.invoke(purchases, [str(orders), "--format", "xlsx"]).exit_code == 2
    assert runner.invoke(purchases, [str(orders), "--format", "xlsx", "-o", str(tmp_path / "a.xlsx")]).exit_code == 0
    assert runner.invoke(purchases, [str(orders), str(tmp_path / "absent.csv")]).exit_code == 4
    assert runner.invoke(purchases, [str(tmp_path / "absent.csv")]).exit_code == 3
    wrong = runner.invoke(purchases, [str(orders), "--column", "poids=P"])
    assert wrong.exit_code == 2 and "champ inconnu" in wrong.stderr
    wrong = runner.invoke(purchases, [str(orders), "--column", "amount=Nb colis"])
    assert wrong.exit_code == 2 and "Entêtes trouvés" in wrong.stderr and wrong.stdout == ""


def test_a_store_gives_the_same_exports_as_reports(tmp_path: Path) -> None:
    from clausecheck.indicators.decp import new_fields
    from clausecheck.indicators.eforms import candidates
    from clausecheck.indicators.eforms_out import render_json
    from clausecheck.indicators.label_file import label_rows, render_csv
    from clausecheck.indicators.ocds import render
    from clausecheck.indicators.tenders import from_reports
    from clausecheck.store.record import record_of
    from clausecheck.store.store import Store
    from tests.report.sample import sample

    path, stated = tmp_path / "lot.sqlite", {"siret": SIRET, "notified": "2026-10-01"}
    with Store.open(path) as store:
        store.write([record_of(sample(), key="2026-017", fingerprint="x", stated=stated)])
    source = from_reports([("2026-017", sample())], stated={"2026-017": stated})
    pairs = list(source.counted())
    assert pairs[0][1].labels, "the sample asks for a label"
    assert run("decp", "--store", path).stdout == new_fields(pairs).text
    assert run("labels", "--store", path, "--year", "2026").stdout == render_csv(label_rows(source.labels())[0])
    assert run("eforms", "--store", path, "--format", "json").stdout == render_json([(c, candidates(c, counted)) for c, counted in pairs])
    assert run("ocds", "--store", path).stdout == render(pairs)[0]
    assert run("labels", "--store", path, "--year", "1999").exit_code == 3


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("bonjour", "utf-8")
    result = run("ocds", "--store", tmp_path / "x.sqlite")
    assert result.exit_code == 2 and "x.sqlite" in result.stderr
    assert run("ocds").exit_code == 2
