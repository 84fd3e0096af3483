"""The data of rules/structure and rules/sectors: complete, controlled, and faults shown where they stand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clausecheck.model import CriterionKind, PieceKind
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import RuleError
from clausecheck.structure import AGEC_CATEGORIES, load_resources
from clausecheck.structure.cues import CueIndex, Cues, Words
from clausecheck.structure.sectors import score_sectors


def test_every_kind_of_piece_has_cues() -> None:
    resources = load_resources()
    assert set(resources.pieces) == set(PieceKind)
    assert {kind for kind, _ in resources.criteria.kinds} == set(CriterionKind) - {CriterionKind.OTHER}


def test_the_sectors_are_one_controlled_list() -> None:
    sectors = load_resources().sectors
    ids = [sector.id for sector in sectors]
    families = [family.id for sector in sectors for family in sector.families]
    assert len(ids) == len(set(ids)) >= 30
    assert len(families) == len(set(families)) >= 80
    assert all(sector.cpv and sector.words and sector.weights and sector.families for sector in sectors)
    assert all(0 <= weight <= 3 for sector in sectors for weight in sector.weights.values())


def test_every_category_of_the_decree_has_a_family() -> None:
    sectors = load_resources().sectors
    used = {category for sector in sectors for category in (sector.agec, *(family.agec for family in sector.families)) if category}
    assert used == set(AGEC_CATEGORIES)


@pytest.mark.parametrize(("cpv", "sector"), [
    ("30213100-6", "it-equipment"), ("30121100-4", "printing"), ("30197630-1", "office-supplies"), ("39130000-2", "furniture"),
    ("18110000-3", "textiles"), ("90911200-8", "cleaning-services"), ("55524000-9", "catering"), ("15800000-6", "food"), ("34110000-1", "vehicles"),
    ("34928400-2", "urban-furniture"), ("60130000-8", "transport"), ("09310000-5", "energy-supply"), ("45212200-8", "building-works"),
    ("45233140-2", "civil-works"), ("77310000-6", "green-spaces"), ("90511000-2", "waste"), ("79713000-5", "security"), ("71221000-3", "engineering"),
    ("72413000-8", "it-services"), ("80550000-4", "consulting-training"), ("44211100-3", "modular-buildings"), ("37520000-9", "culture-sport-toys"),
])
def test_a_code_belongs_to_its_sector(cpv: str, sector: str) -> None:
    assert score_sectors(load_resources().sectors, cpv=(cpv,), subject="")[0][0].id == sector


@pytest.mark.parametrize(("file", "old", "new", "said"), [
    ("structure/pieces.yaml", "pieces:\n", "pieces:\n  tableau:\n    titre: x\n    titres: [x]\n", "tableau"),
    ("structure/sections.yaml", "role: penalties", "role: amendes", "amendes"),
    ("sectors/furniture.yaml", "id: furniture", "id: meubles", "nom du fichier"),
    ("sectors/furniture.yaml", "agec: \"Mobilier et aménagement d'intérieur\"", "agec: \"Meubles\"", "Meubles"),
    ("sectors/furniture.yaml", "poids: {reuse", "poids: {reemploi: 1, reuse", "reemploi"),
    ("sectors/furniture.yaml", "id: office-furniture", "id: laptops", "laptops"),
])
def test_a_fault_is_shown_where_it_stands(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    root = tmp_path / "rules"
    for room in ("structure", "sectors"):
        shutil.copytree(pack_root() / room, root / room)
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RuleError, match=said) as caught:
        load_resources(root)
    assert "ligne" in str(caught.value)


def test_cues() -> None:
    cues = Cues(["critère* d'attribution", "sous-critère*", "offre ... basse", "n° de lot", "RC"])
    for text in ("les criteres d'attribution", "sous critere 1", "l'offre la moins basse", "n\xb0 de lot : 2", "le rc, article 2"):
        assert cues.find(text), text
    for text in ("critere de prix", "un circuit", "offre", "attribution"):
        assert cues.find(text) is None, text
    assert cues.whole(" - RC : ".lower())
    assert not cues.whole("rc du marche")
    assert cues.at_start("  « rc » du")
    assert [hit.group() for hit in cues.finditer("rc et sous-criteres")] == ["rc", "sous-criteres"]


def test_an_index_finds_what_its_groups_find() -> None:
    groups = [("a", Cues(["prix", "montant*"])), ("b", Cues(["délai*", "prix unitaire"])), ("c", Cues(["n° lot"]))]
    index = CueIndex(groups)
    for text in ("le prix unitaire", "montants et delais", "n\xb0 lot", "rien"):
        found = {key: hit.group() for key, hit in index.find_all(text).items()}
        assert found == {key: hit.group() for key, cues in groups if (hit := cues.find(text))}
    assert index.first("delai et prix") == "a"
    assert index.first("delai et prix", at_start=True) == "b"


def test_words_rule_out_and_keep_the_count() -> None:
    text = "location de photocopieurs et de cartouches"
    cues = Cues(["photocopieur*", "cartouche", "location de velos", "location ... cartouches"])
    assert cues.count(text) == cues.count(text, Words(text)) == 2
