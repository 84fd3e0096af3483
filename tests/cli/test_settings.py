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


OWN_RULE = """\
id: {id}
titre: Boîtes à pigeons
pourquoi: Une demande propre à cet acheteur.
famille: nature
cibles:
  - "{target}"
exemples:
  - texte: "Le titulaire pose six pigeonniers contraceptifs."
    force: required
"""
OWN_LABEL = """\
id: label-du-canal
nom: Label du canal
role: label
nature: certified_label
strict: non
r2111_14: unknown
etat: {statut: active}
alias:
  - Label du Canal Vert
confirmation: à confirmer
exemples:
  - Les bateaux portent le Label du Canal Vert.
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A tender whose buyer has a rule, a label and weights of its own."""
    (tmp_path / "regles" / "clauses").mkdir(parents=True)
    (tmp_path / "regles" / "labels").mkdir()
    (tmp_path / "regles" / "clauses" / "pigeonniers.yaml").write_text(OWN_RULE.format(id="pigeonniers", target="pigeonnier contraceptif"), "utf-8")
    (tmp_path / "regles" / "labels" / "label-du-canal.yaml").write_text(OWN_LABEL, "utf-8")
    (tmp_path / "cctp.md").write_text(
        "# CCTP\n\nArticle 1 - Prestations\n\nLe titulaire pose six pigeonniers contraceptifs.\n\nLes bateaux portent le Label du Canal Vert.\n", "utf-8")
    return tmp_path


def test_the_buyers_own_rules_and_labels_are_found(own: Path) -> None:
    before = report("check", own)["documents"]
    assert not any(row["rule"] == "pigeonniers" for document in before for row in document["clauses"])
    (own / "clausecheck.toml").write_text('[regles]\ndossier = "regles"\n', "utf-8")
    answer = report("check", own)
    rows = [row for document in answer["documents"] for row in document["clauses"]]
    assert [row["family"] for row in rows if row["rule"] == "pigeonniers"] == ["nature"]
    labels = [(row["label"], row["force"]) for document in answer["documents"] for row in document["labels"]]
    assert labels == [("label-du-canal", "required")]
    assert answer["tool"]["options"]["local_rules"].startswith("2 fichiers, ")
    assert answer["indicators"]["labels_wide"] == 1


def test_an_own_rule_takes_the_place_of_the_shipped_one_and_can_be_muted(own: Path) -> None:
    text = OWN_RULE.format(id="biodiversite", target="pigeonnier contraceptif")
    (own / "regles" / "clauses" / "biodiversite.yaml").write_text(text, "utf-8")
    (own / "clausecheck.toml").write_text('[regles]\ndossier = "regles"\n[sourdine]\nregles = ["pigeonniers"]\n', "utf-8")
    rows = [row for document in report("check", own)["documents"] for row in document["clauses"]]
    assert [row["rule"] for row in rows if "pigeonniers" in row["quote"]] == ["biodiversite"]


def test_the_buyers_own_weights(tender: Path, tmp_path: Path) -> None:
    config = tmp_path / "reglages.toml"
    config.write_text("[poids]\nfood = 50\n[poids.controles]\nCK-01 = 9\n", "utf-8")
    before, after = report("check", tender), report("check", tender, "--config", config)
    assert after["tool"]["options"]["weights"] == "food=50, CK-01=9"
    food = [part["out_of"] for part in after["score"]["parts"] if part["id"] == "famille:food"]
    assert food and food[0] > 30 and all(part["id"] != "famille:food" for part in before["score"]["parts"])
    assert sum(part["out_of"] for part in after["score"]["parts"]) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(("text", "said"), [
    ('[regles]\ndossier = "absent"\n', "le dossier de règles « absent » n'existe pas"),
    ('[regles]\ndossier = "vide"\n', "ne contient aucune règle"),
    ('[regles]\ndossier = "faux"\n', "ligne 1"),
    ("[poids]\nbois = 3\n", "la clé « bois » est inconnue dans [poids]"),
    ('[poids]\nfood = "fort"\n', "doit être un nombre de 0 à 100"),
    ("[poids.controles]\nCK-99 = 3\n", "« CK-99 » n'existe pas"),
])
def test_faults_in_the_buyers_own_data(tender: Path, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "vide").mkdir()
    (tmp_path / "faux" / "clauses").mkdir(parents=True)
    (tmp_path / "faux" / "clauses" / "x.yaml").write_text("identifiant: x\n", "utf-8")
    config = tmp_path / "clausecheck.toml"
    config.write_text(text, "utf-8")
    answer = run("check", tender, "--config", config)
    assert answer.exit_code == 2
    assert said in " ".join(answer.stderr.split())


def test_own_rules_can_be_tried(own: Path) -> None:
    answer = CliRunner().invoke(cli, ["rules", "test", "pigeonniers", "--local", str(own / "regles")])
    assert answer.exit_code == 0, answer.output
    assert "1 règle essayée, 0 exemple ne tient pas." in answer.output
