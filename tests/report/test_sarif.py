"""SARIF 2.1.0: the required shape of the standard, rules and places that hold together, suppressions for what was set aside."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from clausecheck.report.sarif import render, sarif_dict
from tests.report.decided import decided
from tests.report.sample import CCTP, sample

MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}, "additionalProperties": False}
PLACE = {"type": "object", "required": ["uri"], "additionalProperties": False, "properties": {
    "uri": {"type": "string", "pattern": r"^[^\s\\]+$"}, "uriBaseId": {"type": "string"}, "index": {"type": "integer", "minimum": -1}}}
REGION = {"type": "object", "additionalProperties": False, "required": ["charOffset", "charLength", "startLine"], "properties": {
    **{name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endLine", "endColumn")},
    "charOffset": {"type": "integer", "minimum": 0}, "charLength": {"type": "integer", "minimum": 0}, "snippet": {"type": "object", "required": ["text"]}}}
LOCATION = {"type": "object", "additionalProperties": False, "properties": {
    "physicalLocation": {"type": "object", "required": ["artifactLocation"], "additionalProperties": False, "properties": {"artifactLocation": PLACE, "region": REGION}},
    "logicalLocations": {"type": "array", "items": {"type": "object", "properties": {"fullyQualifiedName": {"type": "string"}, "kind": {"type": "string"}}, "additionalProperties": False}},
    "properties": {"type": "object"}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = {"type": "object", "required": ["id"], "additionalProperties": False, "properties": {
    "id": {"type": "string"}, "name": {"type": "string"}, "shortDescription": MESSAGE, "fullDescription": MESSAGE, "help": MESSAGE,
    "helpUri": {"type": "string", "pattern": "^https://"}, "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}, "additionalProperties": False},
    "properties": {"type": "object", "properties": {"tags": {"type": "array", "uniqueItems": True, "items": {"type": "string"}}}}}}
RESULT = {"type": "object", "required": ["message", "ruleId", "ruleIndex"], "additionalProperties": False, "properties": {
    "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0}, "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
    "level": LEVEL, "message": MESSAGE, "locations": {"type": "array", "items": LOCATION}, "properties": {"type": "object"},
    "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    "suppressions": {"type": "array", "items": {"type": "object", "required": ["kind"], "additionalProperties": False, "properties": {
        "kind": {"enum": ["inSource", "external"]}, "status": {"enum": ["accepted", "underReview", "rejected"]}, "justification": {"type": "string"}}}}}}
NOTIFICATION = {"type": "object", "required": ["message"], "additionalProperties": False, "properties": {
    "descriptor": {"type": "object", "required": ["id"]}, "level": LEVEL, "message": MESSAGE, "locations": {"type": "array", "items": LOCATION}}}
SHAPE = {"type": "object", "required": ["version", "runs"], "additionalProperties": False, "properties": {
    "$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"},
    "runs": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["tool"], "additionalProperties": False, "properties": {
        "tool": {"type": "object", "required": ["driver"], "additionalProperties": False, "properties": {"driver": {
            "type": "object", "required": ["name"], "additionalProperties": False, "properties": {
                "name": {"type": "string"}, "version": {"type": "string"}, "language": {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                "rules": {"type": "array", "items": RULE, "uniqueItems": True}, "properties": {"type": "object"}}}}},
        "language": {"type": "string"}, "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": {"type": "object"}, "invocations": {"type": "array", "items": {
            "type": "object", "required": ["executionSuccessful"], "additionalProperties": False,
            "properties": {"executionSuccessful": {"type": "boolean"}, "toolExecutionNotifications": {"type": "array", "items": NOTIFICATION}}}},
        "artifacts": {"type": "array", "uniqueItems": True, "items": {"type": "object", "additionalProperties": False, "properties": {
            "location": PLACE, "hashes": {"type": "object"}, "properties": {"type": "object"}}}},
        "results": {"type": "array", "items": RESULT}, "properties": {"type": "object"}}}}}}
"""Names, required properties and values of sections 3.13 to 3.58 of the standard that this log uses."""


def log(answer: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer)
    jsonschema.validate(found, SHAPE)
    run: dict[str, Any] = found["runs"][0]
    return run


@pytest.mark.parametrize("report", [sample, decided])
def test_shape_and_references(report: Any) -> None:
    run = log(render(report()))
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        # a result that did not fail has no level (3.27.10 of the standard)
        assert result["level"] == "none" or result["kind"] == "fail"
        for location in result.get("locations", []):
            place = location["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]


def test_checks_and_findings() -> None:
    results = {r["ruleId"]: r for r in log(render(sample()))["results"]}
    assert {name: (r["kind"], r["level"]) for name, r in results.items() if name.startswith("CK")} == {
        "CK-02": ("fail", "error"), "CK-07": ("review", "none"), "CK-20": ("fail", "note")}
    found = results["label/tco-certified"]
    place = found["locations"][0]
    region = place["physicalLocation"]["region"]
    assert CCTP[region["charOffset"] : region["charOffset"] + region["charLength"]] == "TCO Certified"
    line = CCTP.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "TCO Certified"
    assert place["logicalLocations"][0]["fullyQualifiedName"].startswith("5 Exigences")
    assert results["clause/reuse-reconditionne"]["kind"] == "informational"


def test_what_was_set_aside_is_suppressed_and_what_was_not_read_is_told() -> None:
    run = log(render(decided()))
    aside = {r["ruleId"]: r["suppressions"][0]["justification"] for r in run["results"] if "suppressions" in r}
    assert "porté par un autre lot" in aside["CK-02"] and "autre marché" in aside["label/tco-certified"]
    codes = [n["descriptor"]["id"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert codes == ["scanned-no-ocr", "missing-file", "decision-lost", "decision-edited"]


def test_names_are_uris_and_fingerprints_hold_through_a_move() -> None:
    from dataclasses import replace

    report = sample()
    first = report.documents[0]
    renamed = replace(first, document=replace(first.document, name="pièces/le cctp.docx"))
    moved = replace(renamed, clauses=tuple(replace(row, section="9 Ailleurs", start=31) for row in renamed.clauses))
    runs = [log(render(replace(report, documents=(item, *report.documents[1:])))) for item in (first, moved)]
    assert runs[1]["artifacts"][0]["location"]["uri"] == "pi%C3%A8ces/le%20cctp.docx"
    prints = [[r["partialFingerprints"] for r in run["results"]] for run in runs]
    assert prints[0] == prints[1]


def test_the_same_report_gives_the_same_log() -> None:
    assert sarif_dict(sample()) == sarif_dict(sample())
