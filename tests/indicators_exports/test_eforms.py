"""eForms candidates: exact codes, a sentence and a reason each, nothing proposed from silence."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest

from clausecheck.indicators.eforms import Candidate, Confidence, candidates
from clausecheck.indicators.eforms_out import EFORMS_COLUMNS, render_csv, render_json, render_text
from clausecheck.indicators.eforms_rules import load_eforms_rules
from clausecheck.model import Counted, Family, Force, Nature, Stage
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import RuleError
from tests.indicators_exports.builders import GREEN, NOTHING, SCHEMAS, UNKNOWN, clause, contract, label

RULES = load_eforms_rules()


def codes(counted: Counted, **changes: object) -> list[tuple[str, str, str]]:
    return [(c.field, c.code, c.lot) for c in candidates(contract(**changes), counted)]


def one(counted: Counted, field: str, code: str, **changes: object) -> Candidate:
    return next(c for c in candidates(contract(**changes), counted) if (c.field, c.code) == (field, code))


@pytest.mark.parametrize("name", ["strategic-procurement", "environmental-impact", "gpp-criteria", "social-objective"])
def test_codes_and_labels_are_those_of_the_official_lists(name: str) -> None:
    path = SCHEMAS / "eforms" / f"{name}.gc"
    if not path.exists():
        pytest.skip("the official eForms lists are not beside the project")
    official = {}
    for row in ElementTree.parse(path).iter("Row"):
        cells = {value.get("ColumnRef"): value.findtext("SimpleValue") for value in row.iter("Value")}
        official[cells["code"]] = (cells["fra_label"] or "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    assert RULES.codes[name] == official


def test_golden_table() -> None:
    text = render_csv([(contract(), candidates(contract(), GREEN))])
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")), delimiter=";"))
    assert tuple(rows[0]) == EFORMS_COLUMNS
    assert [(row["champ"], row["code"], row["confiance"], row["phrase"], row["document"], row["page"], row["demandes"]) for row in rows] == [
        ("BT-06", "env-imp", "forte", "Les ramettes portent le label FSC ou équivalent.", "cctp.pdf", "4", "2"),
        ("BT-774", "biodiv-eco", "moyenne", "Les ramettes portent le label FSC ou équivalent.", "cctp.pdf", "4", "1"),
        ("BT-774", "circ-econ", "forte", "Le titulaire livre 20 % d'ordinateurs reconditionnés.", "ccap.docx", "", "1"),
        ("BT-805", "other", "faible", "Les ramettes portent le label FSC ou équivalent.", "cctp.pdf", "4", "2"),
    ]
    assert all(row["motif"] for row in rows)


@pytest.mark.parametrize("counted", [NOTHING, UNKNOWN, replace(GREEN, environmental=("Pas de considération environnementale",)), replace(GREEN, environmental=())])
def test_silence_and_bare_reminders_propose_nothing(counted: Counted) -> None:
    assert codes(counted) == []


def test_selection_stage_and_social_labels_are_no_green_purchase() -> None:
    counted = Counted(labels=(label(nature=Nature.MANAGEMENT, stage=Stage.SELECTION), label(demand="d9", nature=Nature.SOCIAL)), environmental=("Clause environnementale",))
    assert not [c for c in codes(counted) if c[:2] == ("BT-06", "env-imp")]


@pytest.mark.parametrize(("family", "quote", "code", "confidence"), [
    (Family.ENERGY, "La classe énergétique est A.", "clim-mitig", Confidence.HIGH), (Family.PACKAGING, "Les emballages sont repris.", "circ-econ", Confidence.HIGH),
    (Family.NATURE, "Le titulaire réduit la consommation d'eau.", "water-mar", Confidence.MEDIUM), (Family.NATURE, "Les haies sont conservées.", "biodiv-eco", Confidence.MEDIUM),
    (Family.NATURE, "Aucun rejet d'hydrocarbures.", "pollu-prev", Confidence.MEDIUM), (Family.CLIMATE, "Les îlots de chaleur sont réduits.", "clim-adapt", Confidence.MEDIUM),
    (Family.TRANSPORT, "Les livraisons sont groupées.", "clim-mitig", Confidence.MEDIUM), (Family.GENERAL, "Le titulaire protège l'environnement.", "other", Confidence.LOW), (Family.SUBSTANCES, "Sans perturbateur endocrinien.", "pollu-prev", Confidence.HIGH),
])
def test_effects(family: Family, quote: str, code: str, confidence: Confidence) -> None:
    counted = Counted(clauses=(clause(family=family, quote=quote),), environmental=("Clause environnementale",))
    assert [(c.code, c.confidence) for c in candidates(contract(), counted) if c.field == "BT-774"] == [(code, confidence)]


def test_gpp_criteria_of_the_union_are_named() -> None:
    quote = "Les produits respectent les critères des marchés publics écologiques de l'UE."
    counted = Counted(clauses=(clause(quote=quote),), environmental=("Clause environnementale",))
    found = one(counted, "BT-805", "eu")
    assert found.confidence is Confidence.HIGH and found.quote == quote and "marchés publics écologiques de l'UE" in found.why


@pytest.mark.parametrize(("quote", "code", "confidence"), [
    ("Le titulaire réserve 120 heures d'insertion.", "opp", Confidence.HIGH), ("Le titulaire présente son plan d'égalité professionnelle.", "gen-eq", Confidence.HIGH),
    ("Le titulaire respecte les conventions de l'OIT.", "hum-right", Confidence.HIGH), ("Le titulaire agit pour la société.", "other", Confidence.LOW),
])
def test_social_objectives(quote: str, code: str, confidence: Confidence) -> None:
    counted = Counted(clauses=(clause(family=Family.SOCIAL, quote=quote),), social=("Clause sociale",))
    assert one(counted, "BT-06", "soc-obj").confidence is Confidence.HIGH
    assert one(counted, "BT-775", code).confidence is confidence


def test_a_reserved_contract_needs_no_sentence() -> None:
    found = candidates(contract(), Counted(social=("Marché réservé",)))
    assert [(c.field, c.code, c.quote) for c in found] == [("BT-06", "soc-obj", ""), ("BT-775", "opp", "")]


def test_an_environmental_criterion_alone() -> None:
    found = candidates(contract(), Counted(environmental=("Critère environnemental",)))
    assert [(c.field, c.code, c.why) for c in found] == [("BT-06", "env-imp", "un critère d'attribution environnemental a été lu")]


def test_accessibility() -> None:
    counted = Counted(clauses=(clause(family=Family.ACCESSIBILITY, quote="L'interface est accessible."),))
    assert codes(counted) == [("BT-775", "acc-all", ""), ("BT-754", "inc", "")]
    assert one(counted, "BT-754", "inc").confidence is Confidence.HIGH
    scored = Counted(clauses=(clause(family=Family.ACCESSIBILITY, force=Force.SCORED),))
    assert one(scored, "BT-754", "inc").confidence is Confidence.MEDIUM


@pytest.mark.parametrize(("changes", "code", "confidence"), [
    ({"cpv": ("34110000-1",)}, "veh-acq", Confidence.MEDIUM), ({"cpv": ("60112000-6",)}, "pass-tran-serv", Confidence.LOW), ({"cpv": ("90511000-2",)}, "oth-serv-contr", Confidence.MEDIUM),
    ({"sectors": ("vehicles",)}, "veh-acq", Confidence.LOW),
])
def test_vehicles(changes: dict[str, object], code: str, confidence: Confidence) -> None:
    assert one(UNKNOWN, "BT-717", "true", **changes).why.endswith("exemptés à vérifier")
    assert one(UNKNOWN, "BT-735", code, **changes).confidence is confidence


@pytest.mark.parametrize("cpv", [("60115000-7",), ("34928480-6",), ("30197000-6",)])
def test_only_the_codes_of_the_directive(cpv: tuple[str, ...]) -> None:
    assert codes(UNKNOWN, cpv=cpv) == []


def test_lots_and_the_whole_tender() -> None:
    first = replace(GREEN, labels=(label(lots=("1", "2")),), clauses=())
    assert [c for c in codes(first) if c[0] == "BT-06"] == [("BT-06", "env-imp", "1"), ("BT-06", "env-imp", "2")]
    both = replace(GREEN, labels=(label(lots=("1",)),), clauses=(clause(),))
    assert [c for c in codes(both) if c[0] == "BT-06"] == [("BT-06", "env-imp", "")]


def test_none_is_never_proposed() -> None:
    for counted in (GREEN, NOTHING, UNKNOWN):
        assert not [c for c in codes(counted) if c[1] == "none"]


def test_json_and_text() -> None:
    pairs = [(contract(), candidates(contract(), GREEN)), (contract("autre", title=""), [])]
    body = json.loads(render_json(pairs))
    assert body["schema"] == "clausecheck-eforms-1" and [len(c["candidates"]) for c in body["contracts"]] == [4, 0]
    known = {(field.id, code) for field in RULES.fields.values() for code in RULES.codes[field.list]}
    assert all((c["field"], c["code"]) in known for c in body["contracts"][0]["candidates"])
    text = render_text(pairs)
    assert "n'est pas un fait" in " ".join(text.split()) and "BT-774" in text and "Aucune proposition" in text


def test_a_code_outside_its_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    text = (pack_root() / "indicators" / "eforms.yaml").read_text("utf-8").replace("reuse: circ-econ", "reuse: circular", 1)
    (tmp_path / "indicators" / "eforms.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match="circular"):
        load_eforms_rules(tmp_path)
