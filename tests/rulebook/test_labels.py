"""The label catalogue: complete, consistent, and a fault is shown at its line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from clausecheck.model import Nature
from clausecheck.rulebook.labels import LabelRole, LabelRule, load_label, load_labels, rollup
from clausecheck.rulebook.labels_page import catalogue_page
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import RuleError

RULES = load_labels()
BY_ID = {rule.id: rule for rule in RULES}
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "domain" / "labels.csv"

GOOD = """id: essai
nom: Label d'essai
role: label
nature: certified_label
strict: non
r2111_14: unknown
etat: {statut: active}
alias:
  - Label d'essai
confirmation: à confirmer
exemples:
  - Les chaises portent le Label d'essai.
"""


def _written(folder: Path, text: str, name: str = "essai.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_good_file_loads(tmp_path: Path) -> None:
    rule = load_label(_written(tmp_path, GOOD))
    assert (rule.id, rule.short, rule.strict, rule.fuzzy, rule.state.status) == ("essai", "Label d'essai", False, True, "active")
    assert rule.examples[0].expected == ("essai",)


@pytest.mark.parametrize(("old", "new", "line", "words"), [
    ("confirmation: à confirmer", "confirmations: oui", 10, "clé inconnue"),
    ("nature: certified_label", "nature: label_certifie", 4, "valeur inconnue"),
    ("strict: non", "strict: peut-être", 5, "oui"),
    ("etat: {statut: active}", "etat: {statut: vivant}", 7, "vivant"),
    ("  - Label d'essai\n", "  - Label d'essai\n  - Label d'essai\n", 10, "écrit deux fois"),
    ("alias:\n", "motifs:\n  - label ..3\nalias:\n", 9, "blanc"),
    ("exemples:\n  - Les chaises portent le Label d'essai.\n", "", 1, "exemple"),
    ("id: essai", "id: autre", 1, "autre.yaml"),
    ("alias:\n  - Label d'essai\n", "alias_avec_contexte:\n  - {ecrit: Essai, pres: [label]}\n", 9, "clé inconnue"),
])
def test_a_fault_is_shown_at_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    with pytest.raises(RuleError) as caught:
        load_label(_written(tmp_path, GOOD.replace(old, new)))
    assert caught.value.line == line
    assert words in str(caught.value)
    assert "essai.yaml" in str(caught.value)


def test_an_unknown_product_family_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, GOOD + "produits: [chaises-volantes]\n")
    with pytest.raises(RuleError, match="chaises-volantes"):
        load_label(path, ["office-furniture"])


def test_labels_must_agree_with_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "labels"
    folder.mkdir()
    _written(folder, GOOD + "regroupe_sous: inconnu\n")
    with pytest.raises(RuleError, match="inconnu"):
        load_labels(tmp_path)


def test_the_catalogue_is_whole() -> None:
    assert len(RULES) >= 202
    assert all(rule.ambiguity or not any(alias.needs for alias in rule.aliases) or rule.aliases[0].needs is False for rule in RULES)
    assert sum(rule.strict for rule in RULES) == 22
    for rule in RULES:
        assert rule.role is LabelRole.HARD_NEGATIVE or rule.examples, rule.id
        assert all(alias.context or rule.context or alias.triggers for alias in rule.aliases if alias.needs), rule.id


@pytest.mark.skipif(not SHARED.is_file(), reason="the reference catalogue is not beside the repository")
def test_facts_agree_with_the_reference_catalogue() -> None:
    rows = {row["id"]: row for row in csv.DictReader(SHARED.open(encoding="utf-8"))}
    assert set(rows) <= set(BY_ID)
    for ident, row in rows.items():
        rule = BY_ID[ident]
        assert (rule.role.value, "yes" if rule.strict else "no", rule.r2111_14) == (
            row["role"], row["is_ecolabel_strict"], row["r2111_14_compliant"]), ident
        assert rule.nature.value == row["scheme_kind"] or (ident == "generic-ecolabel" and rule.nature is Nature.UNSPECIFIED), ident
    assert all(rule.id.startswith("new:") for rule in RULES if rule.id not in rows)


@pytest.mark.parametrize(("named", "counted"), [
    ("eu-ecolabel-tourist", "eu-ecolabel"), ("nf-environnement-cartouches", "nf-environnement"), ("tco-certified-edge", "tco-certified"),
    ("epeat-climate-plus", "epeat"), ("epeat", "epeat"), ("generic-ecolabel", "generic-ecolabel"), ("unknown", "unknown"),
])
def test_sub_scopes_are_counted_with_their_parent(named: str, counted: str) -> None:
    assert rollup(named, RULES) == counted


def test_a_parent_has_no_parent() -> None:
    assert not [rule.id for rule in RULES if rule.parent and BY_ID[rule.parent].parent]


def test_a_retired_label_says_by_what_it_was_replaced() -> None:
    rule: LabelRule = BY_ID["label-enr"]
    assert (rule.state.status, rule.state.until, rule.state.replaced_by) == ("retired", "2022", "label-nr")


def test_the_page_for_officers_is_up_to_date() -> None:
    page = ROOT / "docs" / "labels.md"
    if pack_root() != ROOT / "rules" or not page.is_file():
        pytest.skip("not a checkout")
    assert page.read_text("utf-8") == catalogue_page(RULES), "python -m clausecheck.rulebook.labels_page > docs/labels.md"
