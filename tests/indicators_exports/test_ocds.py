"""OCDS sustainability: codes of the extension, its shape, nothing claimed from silence."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clausecheck.indicators.eforms_rules import load_eforms_rules
from clausecheck.indicators.ocds import load_ocds_rules, render
from clausecheck.model import Counted, Family, Nature, Stage
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import RuleError
from tests.indicators_exports.builders import GREEN, NOTHING, OTHER_SIRET, SCHEMAS, SIRET, UNKNOWN, clause, contract, label

RULES = load_ocds_rules()
EVERYTHING = Counted(
    labels=(label(), label(demand="d3", nature=Nature.ENERGY_RATING, lots=("1",)), label(demand="d4", nature=Nature.SOCIAL)),
    clauses=tuple(clause(demand=f"c{n}", family=family, stage=stage) for n, (family, stage) in enumerate(
        (family, list(Stage)[number % 5]) for number, family in enumerate(Family))),
    environmental=("Clause environnementale", "Critère environnemental"), social=("Clause sociale", "Marché réservé"))


def tender(counted: Counted, **changes: object) -> dict[str, Any]:
    return json.loads(render([(contract(**changes), counted)])[0])["tenders"][0]["tender"]  # type: ignore[no-any-return]


def test_golden() -> None:
    assert tender(GREEN) == {
        "id": "2026-017", "title": "Fournitures de bureau", "hasSustainability": True,
        "sustainability": [
            {"goal": "environmental", "strategies": ["awardCriteria"], "description": "Critère d'attribution environnemental."},
            {"goal": "environmental.biodiversityProtectionRestoration", "strategies": ["technicalSpecifications"],
             "description": "Labels demandés : FSC. « Les ramettes portent le label FSC ou équivalent. »"},
            {"goal": "environmental.resourceReuse", "strategies": ["contractPerformanceConditions"],
             "description": "« Le titulaire livre 20 % d'ordinateurs reconditionnés. »"},
        ],
    }


def test_nothing_and_unknown_are_not_the_same() -> None:
    assert tender(NOTHING)["hasSustainability"] is False and "sustainability" not in tender(NOTHING)
    assert "hasSustainability" not in tender(UNKNOWN)
    assert "hasSustainability" not in tender(replace(NOTHING, social=()))
    assert any("ne permettent pas de dire" in note for note in render([(contract(), UNKNOWN)])[1])


def test_lots() -> None:
    found = tender(replace(GREEN, labels=(label(lots=("1", "2")),), clauses=(), environmental=("Clause environnementale",)))
    assert found["hasSustainability"] is True and "sustainability" not in found
    assert [lot["id"] for lot in found["lots"]] == ["1", "2"] and found["lots"][0]["sustainability"][0]["strategies"] == ["technicalSpecifications"]


def test_reserved_and_social() -> None:
    found = tender(Counted(clauses=(clause(family=Family.SOCIAL, quote="120 heures d'insertion."),), social=("Clause sociale", "Marché réservé")))
    assert found["sustainability"] == [
        {"goal": "social.disadvantagedEmploymentOpportunities", "strategies": ["contractPerformanceConditions", "reservedParticipation"],
         "description": "« 120 heures d'insertion. »"}]


def test_buyer_and_unknown_siret() -> None:
    text, notes = render([(contract(), GREEN), (contract("b", siret=""), GREEN)])
    body = json.loads(text)["tenders"]
    assert body[0]["buyer"]["identifier"] == {"scheme": "FR-INSEE", "id": SIRET} and "buyer" not in body[1] and "inconnu" in notes[0]
    assert json.loads(render([(contract("b", siret=""), GREEN)], siret=OTHER_SIRET)[0])["tenders"][0]["buyer"]["id"] == f"FR-INSEE-{OTHER_SIRET}"


@pytest.mark.parametrize(("name", "codes"), [("sustainabilityGoal", RULES.goals), ("sustainabilityStrategy", RULES.strategies)])
def test_codes_are_those_of_the_extension(name: str, codes: tuple[str, ...]) -> None:
    path = SCHEMAS / "ocds" / f"{name}.csv"
    if not path.exists():
        pytest.skip("the official OCDS lists are not beside the project")
    with path.open(encoding="utf-8", newline="") as stream:
        assert tuple(row["Code"] for row in csv.DictReader(stream)) == codes


@pytest.mark.parametrize("counted", [GREEN, NOTHING, UNKNOWN, EVERYTHING])
def test_valid_against_the_extension(counted: Counted) -> None:
    path = SCHEMAS / "ocds" / "release-schema.json"
    if not path.exists():
        pytest.skip("the official OCDS schema is not beside the project")
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    definitions = json.loads(path.read_text("utf-8"))["definitions"]
    found = tender(counted)
    jsonschema.Draft4Validator({"definitions": definitions, "$ref": "#/definitions/Tender"}).validate(found)
    for lot in found.get("lots", ()):
        jsonschema.Draft4Validator({"definitions": definitions, "$ref": "#/definitions/Lot"}).validate(lot)
    for item in (*found.get("sustainability", ()), *(i for lot in found.get("lots", ()) for i in lot["sustainability"])):
        assert item["goal"] in RULES.goals and set(item.get("strategies", ())) <= set(RULES.strategies)


def test_every_effect_of_eforms_has_a_goal() -> None:
    eforms = load_eforms_rules()
    assert set(RULES.effects) == set(eforms.codes["environmental-impact"]) and set(RULES.social) == set(eforms.codes["social-objective"])


def test_a_goal_outside_the_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    text = (pack_root() / "indicators" / "ocds.yaml").read_text("utf-8").replace("reuse: environmental.resourceReuse", "reuse: environmental.reuse")
    (tmp_path / "indicators" / "ocds.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match=r"environmental\.reuse"):
        load_ocds_rules(tmp_path)
