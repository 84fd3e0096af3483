"""DECP considerations: new fields and patches that change nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from clausecheck.indicators.decp import ENVIRONMENTAL, SOCIAL, DecpError, new_fields, patch
from clausecheck.indicators.decp_ids import contract_ids, siret_problem
from clausecheck.indicators.decp_text import decoded
from clausecheck.model import Contract, Counted
from tests.indicators_exports.builders import GREEN, NOTHING, OTHER_SIRET, SCHEMAS, SIRET, UNKNOWN, contract

NONE = "Pas de considération environnementale"
CLAUSE, CRITERION = "Clause environnementale", "Critère environnemental"


def marche(id: str = "2026-017", siret: str = SIRET, environmental: tuple[str, ...] = (NONE,), social: tuple[str, ...] = ("Clause sociale",)) -> dict[str, Any]:
    """A contract that the official schema accepts."""
    return {
        "id": id, "acheteur": {"id": siret}, "nature": "Marché", "objet": "Fournitures", "codeCPV": "30197000", "techniques": {"technique": ["Sans objet"]},
        "modalitesExecution": {"modaliteExecution": ["Sans objet"]}, "marcheInnovant": False, "ccag": "Fournitures courantes et services", "offresRecues": 3,
        "attributionAvance": False, "typeGroupementOperateurs": "Pas de groupement", "procedure": "Procédure adaptée",
        "lieuExecution": {"code": "99001", "typeCode": "Code commune"}, "dureeMois": 12, "dateNotification": "2026-03-02", "datePublicationDonnees": "2026-03-20",
        "montant": 125000.50, "typesPrix": {"typePrix": ["Définitif ferme"]}, "formePrix": "Unitaire", "sousTraitanceDeclaree": False,
        "titulaires": [{"titulaire": {"id": "55204599900869", "typeIdentifiant": "SIRET"}}],
        "considerationsSociales": {SOCIAL.inner: list(social)}, "considerationsEnvironnementales": {ENVIRONMENTAL.inner: list(environmental)},
    }


def file_of(*rows: dict[str, Any], **layout: Any) -> str:
    return json.dumps({"marches": {"marche": list(rows)}}, ensure_ascii=False, **layout)


def environmental(text: str, place: int = 0, kind: str = "marche") -> list[str]:
    return list(json.loads(text)["marches"][kind][place][ENVIRONMENTAL.name][ENVIRONMENTAL.inner])


@pytest.fixture(scope="module")
def official() -> Iterator[Any]:
    path = SCHEMAS / "decp" / "schema_decp_v2.0.3.json"
    if not path.exists():
        pytest.skip("the official DECP schema is not beside the project")
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    yield jsonschema.Draft7Validator(json.loads(path.read_text("utf-8")))


def test_golden_new_fields() -> None:
    found = new_fields([(contract(), GREEN), (contract("2026-018", reference=""), NOTHING)])
    assert found.text == """\
{
  "marches": {
    "marche": [
      {
        "id": "2026-017",
        "acheteur": {
          "id": "21990001000006"
        },
        "considerationsEnvironnementales": {
          "considerationEnvironnementale": [
            "Clause environnementale",
            "Critère environnemental"
          ]
        }
      },
      {
        "id": "2026-018",
        "acheteur": {
          "id": "21990001000006"
        },
        "considerationsEnvironnementales": {
          "considerationEnvironnementale": [
            "Pas de considération environnementale"
          ]
        },
        "considerationsSociales": {
          "considerationSociale": [
            "Pas de considération sociale"
          ]
        }
      }
    ]
  }
}
"""
    assert (found.written, found.left_out) == (2, ())


def test_nothing_is_claimed_that_the_counts_do_not_say() -> None:
    found = new_fields([(contract(), UNKNOWN)])
    assert found.written == 0 and "Pas de" not in found.text and "ni clause, ni critère, ni absence" in found.left_out[0]


def test_unknown_siret_or_id_is_said() -> None:
    rows = [(contract(siret=""), GREEN), (contract("dossiers/marché n° 1", reference=""), GREEN), (contract(siret="123"), GREEN)]
    found = new_fields(rows)
    assert found.written == 0
    assert "SIRET de l'acheteur est inconnu" in found.left_out[0] and "1 à 16 caractères" in found.left_out[1] and "n'est pas un SIRET" in found.left_out[2]
    assert new_fields(rows[:1], siret=OTHER_SIRET).written == 1


def test_two_contracts_of_one_id_are_one_entry_and_said() -> None:
    found = new_fields([(contract("lot-1"), GREEN), (contract("lot-2"), NOTHING)], reference_first=True)
    assert found.written == 1 and NONE not in found.text and "désigne le même marché que « lot-1 »" in found.left_out[0]


@pytest.mark.parametrize("layout", [{}, {"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}, {"indent": 4, "sort_keys": True}])
def test_a_patch_changes_the_two_members_and_nothing_else(layout: dict[str, Any], official: Any) -> None:
    rows = [marche(), marche("2026-999")]
    text = file_of(*rows, **layout)
    found = patch(text, [(contract(), GREEN)])
    wanted = copy.deepcopy(rows)
    wanted[0][ENVIRONMENTAL.name][ENVIRONMENTAL.inner] = [CLAUSE, CRITERION]
    # the whole text, layout included, is that of the file written with the new value
    assert found.text == file_of(*wanted, **layout)
    assert official.is_valid(json.loads(found.text))
    assert (len(found.changed), found.same, found.others) == (1, 0, 1)


def test_idempotent() -> None:
    once = patch(file_of(marche(), indent=2), [(contract(), GREEN)]).text
    again = patch(once, [(contract(), GREEN)])
    assert again.text == once and again.changed == [] and again.same == 1


def test_numbers_escapes_line_ends_and_mark_are_kept() -> None:
    text = "\N{ZERO WIDTH NO-BREAK SPACE}" + file_of(marche(), indent=2).replace("125000.5", "1.250005E5").replace("\n", "\r\n").replace('"Fournitures"', '"Fournitures \\u00e9tag\\u00e8res"')
    found = patch(text, [(contract(), GREEN)]).text
    assert found.startswith("\N{ZERO WIDTH NO-BREAK SPACE}") and "1.250005E5" in found and "\\u00e9tag\\u00e8res" in found
    assert "\n" not in found.replace("\r\n", "")


def test_a_file_in_ascii_stays_in_ascii() -> None:
    text = json.dumps({"marches": {"marche": [marche()]}}, indent=2)
    found = patch(text, [(contract(), GREEN)]).text
    assert found.isascii() and environmental(found) == [CLAUSE, CRITERION]


def test_a_missing_field_is_added_at_the_end() -> None:
    row = marche()
    del row[ENVIRONMENTAL.name]
    for layout in ({"indent": 2}, {}, {"separators": (",", ":")}):
        found = patch(file_of(row, **layout), [(contract(), GREEN)]).text  # type: ignore[arg-type]
        wanted = {**row, ENVIRONMENTAL.name: {ENVIRONMENTAL.inner: [CLAUSE, CRITERION]}}
        assert found == file_of(wanted, **layout)  # type: ignore[arg-type]


@pytest.mark.parametrize(("declared", "found", "wanted", "replaced"), [
    ((NONE,), (CLAUSE,), [CLAUSE], [CLAUSE]),
    ((CRITERION,), (CLAUSE,), [CLAUSE, CRITERION], [CLAUSE]),
    ((CLAUSE, CRITERION), (CLAUSE,), [CLAUSE, CRITERION], [CLAUSE]),
    ((CLAUSE,), (NONE,), [CLAUSE], [NONE]),
    ((NONE,), (NONE,), [NONE], [NONE]),
    ((CLAUSE,), (), [CLAUSE], [CLAUSE]),
    ((CRITERION, CLAUSE), (CLAUSE, CRITERION), [CRITERION, CLAUSE], [CRITERION, CLAUSE]),
    ((CLAUSE, NONE), (CLAUSE,), [CLAUSE], [CLAUSE]),
])
def test_declared_and_found(declared: tuple[str, ...], found: tuple[str, ...], wanted: list[str], replaced: list[str]) -> None:
    text = file_of(marche(environmental=declared))
    pairs = [(contract(), Counted(environmental=found))]
    assert environmental(patch(text, pairs).text) == wanted
    assert environmental(patch(text, pairs, replace=True).text) == replaced


def test_a_declared_consideration_not_found_is_kept_and_said() -> None:
    found = patch(file_of(marche(environmental=(CRITERION,))), [(contract(), Counted(environmental=(CLAUSE,)))])
    assert any("« Critère environnemental » est déclaré et n'a pas été retrouvé" in text for text in found.differences)
    assert any("considerationsSociales" in text for text in found.silent)


def test_matched_by_id_and_siret_both() -> None:
    text = file_of(marche(siret=OTHER_SIRET), marche("2026-018"))
    found = patch(text, [(contract(), GREEN)])
    assert found.text == text and f"aucun marché « 2026-017 » de l'acheteur {SIRET}" in found.unmatched[0] and found.others == 2
    by_reference = patch(file_of(marche("REF-9")), [(contract("dossier-1", reference="REF-9"), GREEN)])
    assert len(by_reference.changed) == 1
    assert "SIRET" in patch(text, [(contract(siret=""), GREEN)]).unmatched[0]


def test_two_contracts_for_one_entry_are_said() -> None:
    found = patch(file_of(marche()), [(contract(), GREEN), (contract("autre"), NOTHING)])
    assert environmental(found.text) == [CLAUSE, CRITERION] and "désigne le même marché que « 2026-017 »" in found.unmatched[0]


def test_an_entry_published_twice_is_patched_twice() -> None:
    found = patch(file_of(marche(), marche()), [(contract(), GREEN)]).text
    assert environmental(found, 0) == environmental(found, 1) == [CLAUSE, CRITERION]


def test_concessions_have_their_own_word() -> None:
    row = {"id": "C1", "autoriteConcedante": {"id": SIRET}, "considerationsSociales": {SOCIAL.inner: ["Clause sociale"]}}
    text = json.dumps({"marches": {"contrat-concession": [row]}}, ensure_ascii=False)
    found = patch(text, [(contract("C1"), Counted(social=("Marché réservé",)))])
    assert json.loads(found.text)["marches"]["contrat-concession"][0]["considerationsSociales"] == {SOCIAL.inner: ["Clause sociale", "Concession réservée"]}


@pytest.mark.parametrize(("text", "words"), [
    ("", "JSON valide"), ("{", "JSON valide"), ("[]", "forme DECP"), ('{"marches": []}', "forme DECP"), ('{"marches": {"marche": {}}}', "forme DECP"),
    ('{"marches": {"marche": []}} x', "après son objet"), ("[" * 100_000, "niveaux|JSON valide"),
])
def test_what_is_no_decp_file(text: str, words: str) -> None:
    with pytest.raises(DecpError, match=words):
        patch(text, [])


def test_odd_entries_are_left_alone() -> None:
    text = json.dumps({"marches": {"marche": [None, {}, {"id": 3, "acheteur": "x"}, {"acheteur": {"id": SIRET}}], "autre": 1}, "plus": []})
    assert patch(text, [(contract(), GREEN)]).text == text


def test_strict_utf8() -> None:
    with pytest.raises(DecpError, match="UTF-8"):
        decoded("é".encode("cp1252"), "decp.json")


def test_official_examples(official: Any) -> None:
    for name in ("marches_avec_modifications.json", "marches_concessions.json"):
        text = (SCHEMAS / "decp" / name).read_bytes().decode("utf-8")
        body = json.loads(text)["marches"]
        pairs: list[tuple[Contract, Counted]] = []
        for row in (*body.get("marche", []), *body.get("contrat-concession", [])):
            buyer = (row.get("acheteur") or row.get("autoriteConcedante"))["id"]
            pairs.append((contract(row["id"], siret=buyer, reference=""), Counted(environmental=(CLAUSE, CRITERION), social=("Marché réservé",))))
        before = [error.message for error in official.iter_errors(json.loads(text))]
        found = patch(text, pairs)
        assert not found.unmatched and found.changed
        assert [error.message for error in official.iter_errors(json.loads(found.text))] == before
        kept = [line for line in text.splitlines() if line.strip().rstrip(",") not in found.text]
        assert kept == []


def test_new_fields_hold_the_official_types(official: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = official.schema
    for row in json.loads(new_fields([(contract(), GREEN), (contract("2026-018"), NOTHING)]).text)["marches"]["marche"]:
        for name, value in row.items():
            part = {**schema["definitions"]["marche"]["properties"][name], "definitions": schema["definitions"]}
            jsonschema.Draft7Validator({"definitions": schema["definitions"], "allOf": [part]}).validate(value)
    enum = schema["definitions"]["marche"]["definitions"]["considerationEnvironnementaleArray"]["items"]["enum"]
    assert tuple(enum) == ENVIRONMENTAL.values
    assert tuple(schema["definitions"]["marche"]["definitions"]["considerationSocialeArray"]["items"]["enum"]) == SOCIAL.values


def test_ids() -> None:
    assert contract_ids(contract("2026-017", reference="R1")) == ("2026-017", "R1")
    assert contract_ids(contract("2026-017", reference="R1"), reference_first=True) == ("R1", "2026-017")
    assert contract_ids(contract("cctp.pdf", reference="")) == () == contract_ids(contract("a/cctp.pdf", reference="plus de seize caractères"))
    assert contract_ids(contract("marches/2026-017", reference="")) == contract_ids(contract("C:\\marches\\2026-017.zip", reference="")) == ("2026-017",)


@pytest.mark.parametrize(("siret", "words"), [
    (SIRET, ""), (OTHER_SIRET, ""), ("35600000000048", ""), ("35600000000051", ""), ("", "inconnu"), ("1234", "14 chiffres"), ("21990001000007", "clé de contrôle"),
])
def test_siret(siret: str, words: str) -> None:
    assert (words in siret_problem(siret)) and bool(siret_problem(siret)) == bool(words)
