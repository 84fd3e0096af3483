"""Wordings: complete, and found by the tool itself with the family, force and labels they announce."""

from __future__ import annotations

import re
from functools import cache

import pytest

from clausecheck.assess.suggest import suggest
from clausecheck.assess.wordings import LEVELS, Wording, load_wordings, pick
from clausecheck.model import CORE, ENVIRONMENTAL, Block, BlockKind, CheckedDocument, Document, Family, PieceKind, Tender
from clausecheck.qualify.analyse import Analyser
from clausecheck.rulebook.book import load
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import RuleError
from clausecheck.structure import load_resources, outline
from tests.assess.builders import judged, piece
from tests.assess.cases import BARE, ccap, cctp, rc

WORDINGS = load_wordings(pack_root())
LEAST = {"socle": 7.0, "ambitieux": 8.0, "exemplaire": 11.0}
"""Points of 15 that a wording of each level must reach by its own words."""
HEADS = {
    PieceKind.RC: "RÈGLEMENT DE LA CONSULTATION\n\nArticle 6 - Jugement des offres et critères d'attribution",
    PieceKind.CCTP: "CAHIER DES CLAUSES TECHNIQUES PARTICULIÈRES (CCTP)\n\nArticle 4 - Spécifications techniques",
    PieceKind.CCAP: "CAHIER DES CLAUSES ADMINISTRATIVES PARTICULIÈRES (CCAP)\n\nArticle 8 - Obligations du titulaire",
    PieceKind.BPU: "BORDEREAU DES PRIX UNITAIRES\n\nFournitures",
}


def test_enough_of_them_for_every_family() -> None:
    assert len(WORDINGS) >= 60
    for family in Family:
        own = [w for w in WORDINGS if w.family is family]
        assert len(own) >= (3 if family in CORE else 1), family
    for family in CORE:
        assert {w.level for w in WORDINGS if w.family is family} == set(LEVELS), family


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: w.id)
def test_each_is_complete(wording: Wording) -> None:
    assert wording.proof and wording.care and wording.basis
    assert "{" not in wording.filled()
    assert bool(wording.penalty) is ("pénalité" in wording.text), "la pénalité est écrite dans le texte et décrite à part"
    if wording.variables:
        name = wording.variables[0].name
        assert "ZZZ" in wording.filled({name: "ZZZ"})
    if re.search(r"\b(FSC|PEFC|Ange bleu|Écolabel|Energy Star|GRS|Fairtrade)\b", wording.text):
        assert "équivalent" in wording.text


@cache
def _analyser() -> Analyser:
    return Analyser(load())


def _read(wording: Wording) -> CheckedDocument:
    """The wording as the only clause of a piece of its kind, read by the whole tool."""
    lines = [*HEADS[wording.piece].split("\n\n"), wording.filled()]
    blocks, at = [], 0
    for index, line in enumerate(lines):
        blocks.append(Block(index, BlockKind.PARAGRAPH if index == len(lines) - 1 else BlockKind.HEADING, at, at + len(line), level=1))
        at += len(line) + 1
    document = Document(f"{wording.piece.value}.docx", f"/{wording.piece.value}.docx", "docx", "\n".join(lines), tuple(blocks))
    understood = outline(document, resources=load_resources())
    labels, clauses = _analyser().analyse(document, understood)
    return judged(CheckedDocument(document, understood, labels, clauses)).documents[0]


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: w.id)
def test_the_tool_finds_what_it_proposes(wording: Wording) -> None:
    found = _read(wording)
    own = [row for row in found.clauses if row.family in wording.expected.families and row.force is wording.expected.force]
    assert {row.family for row in own} == wording.expected.families, [(r.family.value, r.force.value) for r in found.clauses]
    if wording.expected.stage is not None:
        assert any(row.stage is wording.expected.stage for row in own)
    assert wording.expected.labels <= {row.label for row in found.labels if row.force.demand}
    best = max(own, key=lambda row: row.strength.points)
    assert best.strength.points >= LEAST[wording.level], [(p.id, p.points, p.why) for p in best.strength.parts]


def test_choice_by_sector_piece_and_level() -> None:
    chosen = pick(WORDINGS, family=Family.REUSE, sectors=("furniture",))
    assert chosen and all(not w.sectors or "furniture" in w.sectors for w in chosen)
    assert chosen[0].sectors, "ce qui est écrit pour le secteur vient d'abord"
    assert {w.piece for w in pick(WORDINGS, piece=PieceKind.RC)} == {PieceKind.RC}
    assert {w.level for w in pick(WORDINGS, sectors=("it-equipment",), level="exemplaire")} == {"exemplaire"}


def test_suggestions_fill_the_gaps() -> None:
    silent = judged(rc(criteria=BARE), ccap("Le CCAP."), cctp("Le CCTP."), tender=Tender(sectors=("it-equipment",), buyer_kind="commune"))
    found = suggest(silent.checks, silent.score, sectors=("it-equipment",))
    ids = [suggestion.id for suggestion in found]
    assert [name for name in ids if name.startswith("CK")][:3] == ["CK-01", "CK-07", "CK-11"]
    assert ids[1] == "reuse-critere", "après le texte du contrôle, la formulation qu'il désigne"
    assert any(s.wording is not None and s.wording.family is Family.REUSE for s in found)
    assert len(ids) == len(set(ids))
    only = suggest(silent.checks, silent.score, sectors=("it-equipment",), piece=PieceKind.RC)
    assert {s.piece for s in only} == {PieceKind.RC}
    assert suggest((), judged(piece(PieceKind.CCTP)).score, sectors=()) != ()


def test_a_variable_that_is_not_declared_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "wordings").mkdir()
    (tmp_path / "wordings" / "reuse.yaml").write_text(
        "famille: reuse\nformulations:\n  - {id: x, titre: x, piece: cctp, niveau: socle, texte: 'au moins {taux} %', preuve: x, vigilance: x, "
        "base_legale: [x], attendu: {force: required}}\n", "utf-8")
    with pytest.raises(RuleError, match="taux"):
        load_wordings(tmp_path)


def test_checks_name_wordings_that_exist() -> None:
    from clausecheck.assess.rules import load_checks

    known = {w.id for w in WORDINGS}
    assert {name for rule in load_checks(pack_root()) for name in rule.wordings} <= known


def test_environmental_families_all_have_a_wording() -> None:
    assert {w.family for w in WORDINGS} >= ENVIRONMENTAL
