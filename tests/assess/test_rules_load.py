"""A rule that cannot be used is refused at its line, in French."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.assess.catalogue import render_checks
from clausecheck.assess.phrases import Phrases
from clausecheck.assess.rules import load_checks
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import RuleError
from clausecheck.text import fold

GOOD = (Path(pack_root()) / "checks" / "ck-07.yaml").read_text("utf-8")


def _pack(tmp_path: Path, text: str) -> Path:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "ck.yaml").write_text(text, "utf-8")
    sectors = tmp_path / "sectors"
    sectors.symlink_to(Path(pack_root()) / "sectors")
    return tmp_path


def test_a_good_check_loads(tmp_path: Path) -> None:
    assert [rule.id for rule in load_checks(_pack(tmp_path, GOOD))] == ["CK-07"]


@pytest.mark.parametrize(("old", "new", "message"), [
    ("severite: obligation", "gravite: obligation", "clé inconnue « gravite »"),
    ("severite: obligation", "severite: grave", "valeur inconnue « grave »"),
    ("depuis: 2026-08-22", "depuis: 22/08/2026", "une date est attendue"),
    ("  - sinon: missing", "  - si: {clause: {}}\n    alors: missing", "le dernier cas du verdict"),
    ("familles: [environnement]", "familles: [ecologie]", "valeur inconnue « ecologie »"),
    ("stades: [performance-condition]", "stade: [performance-condition]", "clé inconnue « stade »"),
    ("s_applique: {defense: non}", "s_applique: {produits: [{secteurs: [fusees]}]}", "inconnu : fusees"),
    ("pieces_lues: [ccap", "pieces_lues: [cahier, ccap", "valeur inconnue « cahier »"),
])
def test_faults_point_at_their_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(RuleError, match=message) as caught:
        load_checks(_pack(tmp_path, GOOD.replace(old, new, 1)))
    assert caught.value.line > 0 and "ck.yaml" in str(caught.value)


def test_two_checks_of_one_id_are_refused(tmp_path: Path) -> None:
    pack = _pack(tmp_path, GOOD)
    (pack / "checks" / "other.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(RuleError, match="existe déjà"):
        load_checks(pack)


@pytest.mark.parametrize(("phrase", "text", "found"), [
    ("tout moyen", "Prouvé par tout moyen.", True), ("tout moyen", "surtout moyenne", False), ("recycl*", "recyclées", True),
    ("montant ... reemploi", "le montant annuel du réemploi", True),
    ("montant ... reemploi", "montant un deux trois quatre cinq six sept réemploi", False),
    ("non-remise", "la non remise", True), ("main d'oeuvre", "la main-d'œuvre", True), ("classe a++", "de classe A++.", True),
    ("d'equivalence", "d’équivalence", True),
])
def test_the_language_of_phrases(phrase: str, text: str, found: bool) -> None:
    assert (Phrases([phrase]).search(fold(text)) is not None) is found
    assert bool(Phrases([phrase]).spans(fold(text))) is found


def test_phrases_do_not_run_over_blocks_and_keep_order() -> None:
    assert Phrases(["tout moyen"]).spans("tout\nmoyen") == []
    assert Phrases(["moyen", "tout moyen"]).spans("tout moyen et moyen") == [(0, 10), (14, 19)]


def test_the_page_of_checks_says_what_the_rules_say() -> None:
    page = Path(__file__).parents[2] / "docs" / "checks.md"
    assert page.read_text("utf-8") == render_checks(pack_root()), "python -m clausecheck.assess.catalogue > docs/checks.md"
