"""The JSON report: its schema, its names, its bytes."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import jsonschema
import pytest

from clausecheck.model import Family, Force, IssueCode, Nature, PieceKind, Stage, Verdict
from clausecheck.report.json import SCHEMA, load_schema, render, report_dict
from tests.report.sample import sample


def validator() -> jsonschema.Draft202012Validator:
    schema = load_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_a_report_is_valid() -> None:
    assert [error.message for error in validator().iter_errors(report_dict(sample()))] == []


def test_the_schema_refuses_what_is_not_a_report() -> None:
    good = report_dict(sample())
    for spoil in (
        lambda r: r.pop("score"),
        lambda r: r.update(extra=1),
        lambda r: r.update(schema="clausecheck-report-2"),
        lambda r: r["documents"][0]["clauses"][0].update(force="doit"),
        lambda r: r["documents"][0]["labels"][0].pop("equivalent"),
        lambda r: r["checks"][0].update(verdict="illegal"),
        lambda r: r["score"].update(conformity=140),
        lambda r: r["documents"][1]["reading"]["issues"][0].update(code="strange"),
    ):
        bad = json.loads(json.dumps(good))
        spoil(bad)
        assert not validator().is_valid(bad)


@pytest.mark.parametrize(("name", "values"), [
    ("force", Force), ("stage", Stage), ("family", Family), ("kind", PieceKind), ("nature", Nature),
])
def test_the_schema_knows_every_value(name: str, values: Any) -> None:
    assert load_schema()["$defs"][name]["enum"] == [value.value for value in values]


def test_the_schema_knows_every_verdict_and_issue() -> None:
    defs = load_schema()["$defs"]
    assert defs["check"]["properties"]["verdict"]["enum"] == [v.value for v in Verdict]
    codes = defs["document"]["properties"]["reading"]["properties"]["issues"]["items"]["properties"]["code"]["enum"]
    assert sorted(codes) == sorted(code.value for code in IssueCode)


def test_same_bytes() -> None:
    assert render(sample()) == render(sample())
    shuffled = sample()
    tool = replace(shuffled.tool, options=tuple(reversed(shuffled.tool.options)))
    assert render(replace(shuffled, tool=tool)) == render(sample())


def test_places() -> None:
    report = sample()
    boxes = {(1, 3, 10): ((2, ((10.0, 20.04, 60.0, 30.0),)),)}
    document = report_dict(report, boxes=boxes)["documents"]
    assert document[0]["clauses"][0]["place"] == {"block": 0}
    assert document[1]["clauses"][0]["place"] == {"page": 2, "boxes": [[10.0, 20.0, 60.0, 30.0]]}
    assert document[1]["clauses"][2]["place"] == {"page": 1, "boxes": []}
    assert document[0]["labels"][0]["lot"] == "1" and document[0]["clauses"][0]["lot"] is None


def test_no_path_of_the_machine() -> None:
    report = sample()
    first = report.documents[0]
    moved = replace(report, documents=(replace(first, document=replace(first.document, path="/home/agent/secret/cctp.docx")), *report.documents[1:]))
    assert "/home/agent" not in render(moved)


def test_numbers_are_written_one_way() -> None:
    report = report_dict(sample())
    assert report["documents"][1]["criteria"][0]["weight"] == 60 and isinstance(report["documents"][1]["criteria"][0]["weight"], int)
    assert report["score"]["ambition"] == 41.6


def test_header() -> None:
    report = report_dict(sample())
    assert report["schema"] == SCHEMA
    assert list(report) == ["schema", "tool", "tender", "documents", "demands", "coherence", "checks", "policies", "score", "indicators", "decisions"]
    assert report["tool"]["options"] == {"gate": "on", "revisions": "accepted"}
    assert report["demands"][0]["family"] == "reuse" and report["demands"][1]["label"] == "tco-certified"
    assert len(fields(type(sample()))) == len(report) - 1
