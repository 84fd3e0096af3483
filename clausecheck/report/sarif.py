"""The report as SARIF 2.1.0 (OASIS standard), for tools that show results beside a file.

Checks to correct, in part or to verify are results with a level; labels and clauses are informational results. A place is the document's name, a
region of the text as `clausecheck read` prints it (offsets, lines and columns in code points) with the sentence as its snippet, and the page among
the properties. Findings and checks set aside by an officer are suppressed results. What could not be read is a notification of the run.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from clausecheck.assess.decisions import fingerprint
from clausecheck.model import Check, CheckedDocument, ClauseFinding, Decision, Document, Family, LabelFinding, Report, Severity, Status, Verdict
from clausecheck.report.phrases import basis_words, decision_words, set_aside, verdict_word
from clausecheck.report.rows import FoundRow, by_verdict, findings
from clausecheck.report.words import FAMILIES, FORCES, SEVERITIES

__all__ = ["SCHEMA", "VERSION", "render", "sarif_dict"]

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "PIECES"
"""Symbolic base of every artifact URI: the folder the pieces were given from; no path of the machine is written."""
_OPEN = (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY)

Json = dict[str, Any]


def render(report: Report) -> str:
    """The log as JSON text, ending with a line feed; the same report gives the same text."""
    return json.dumps(sarif_dict(report), ensure_ascii=False, indent=1) + "\n"


def sarif_dict(report: Report) -> Json:
    """The log as plain dicts and lists."""
    index = {item.document.name: number for number, item in reversed(list(enumerate(report.documents)))}
    rules = {rule["id"]: rule for rule in _rules(report)}
    numbers = {name: number for number, name in enumerate(rules)}
    results = [*_check_results(report, index), *_finding_results(report)]
    for result in results:
        result["ruleIndex"] = numbers[result["ruleId"]]
    driver = {
        "name": "clausecheck", "version": report.tool.version, "language": "fr-FR", "rules": list(rules.values()),
        "properties": {"rules_version": report.tool.rules_version, "rules_sha256": report.tool.rules_sha256},
    }
    run = {
        "tool": {"driver": driver}, "language": "fr-FR", "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "Le dossier des pièces du marché."}}},
        "invocations": [_invocation(report)], "artifacts": [_artifact(item) for item in report.documents], "results": results,
        "properties": {
            "on": report.tool.on, "on_source": report.tool.on_source, "conformity": report.score.conformity, "ambition": report.score.ambition},
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def _rules(report: Report) -> Iterator[Json]:
    """Checks that gave a result, then the rules of the findings."""
    for check in _open_checks(report):
        rule: Json = {
            "id": check.id, "name": check.id.replace("-", ""), "shortDescription": {"text": check.title},
            "defaultConfiguration": {"level": _level(check.severity, Verdict.MISSING)},
            "properties": {"severity": check.severity.value, "confidence": check.confidence, "tags": [SEVERITIES[check.severity]]},
        }
        if check.advice:
            rule["help"] = {"text": check.advice}
        if check.basis:
            rule["fullDescription"] = {"text": basis_words(check.basis, None)}
            if check.basis[0].url.startswith("https://"):
                rule["helpUri"] = check.basis[0].url
        yield rule
    for found in findings(report):
        row = found.row
        what = f"Label {row.name}" if isinstance(row, LabelFinding) else row.title
        family = "labels" if isinstance(row, LabelFinding) else row.family.value
        yield {"id": _rule_id(row), "shortDescription": {"text": what}, "defaultConfiguration": {"level": "none"}, "properties": {"tags": [family]}}


def _rule_id(row: LabelFinding | ClauseFinding) -> str:
    return f"{'label' if isinstance(row, LabelFinding) else 'clause'}/{row.rule}"


def _open_checks(report: Report) -> list[Check]:
    checks = by_verdict(report, Severity.OBLIGATION) + by_verdict(report, Severity.RECOMMENDATION, Severity.GOOD_PRACTICE)
    return [check for check in checks if check.verdict in _OPEN]


def _level(severity: Severity, verdict: Verdict) -> str:
    if severity is not Severity.OBLIGATION:
        return "note"
    return {Verdict.MISSING: "error", Verdict.PARTIAL: "warning"}.get(verdict, "none")


def _check_results(report: Report, index: dict[str, int]) -> Iterator[Json]:
    for check in _open_checks(report):
        review = check.verdict is Verdict.TO_VERIFY
        text = f"{verdict_word(check).capitalize()} : {check.title}. {check.reason}"
        result: Json = {
            "ruleId": check.id, "kind": "review" if review else "fail", "level": "none" if review else _level(check.severity, check.verdict),
            "message": {"text": " ".join(part for part in (text, check.advice) if part)}, "partialFingerprints": {"clausecheckCheck/v1": check.id},
            "properties": {"verdict": check.verdict.value, "code": check.code, "wording": check.wording},
        }
        places = [(row.document, row.start, row.end, row.quote, row.page) for row in check.evidence if row.document in index]
        near = check.nearest
        if not places and near is not None and near.document in index:
            places = [(near.document, near.start, near.end, near.quote, near.page)]
        if places:
            result["locations"] = [
                _location(report.documents[index[name]], index[name], start, end, words, page) for name, start, end, words, page in places]
        yield _decided(result, check.decision, set_aside(check))


def _finding_results(report: Report) -> Iterator[Json]:
    for found in findings(report):
        row = found.row
        what = f"label {row.name}" if isinstance(row, LabelFinding) else f"{FAMILIES[Family(row.family)]}, {row.title}"
        place = _location(found.item, found.index, row.start, row.end, row.quote, row.page)
        if row.section:
            place["logicalLocations"] = [{"fullyQualifiedName": row.section, "kind": "article"}]
        result = {
            "ruleId": _rule_id(row), "kind": "informational", "level": "none",
            "message": {"text": f"{FORCES[row.force].capitalize()} : {what}. « {' '.join(row.quote.split())} »"}, "locations": [place],
            "partialFingerprints": {"clausecheckSentence/v1": _print(found)},
            "properties": {"id": row.id, "force": row.force.value, "stage": row.stage.value, "demand": row.demand, "lots": list(row.lots)},
        }
        yield _decided(result, row.decision, set_aside(row))


def _print(found: FoundRow) -> str:
    """What recognises a finding from one run to the next: its rule and its folded sentence, not its place."""
    return hashlib.sha256(f"{_rule_id(found.row)}\n{fingerprint(found.row.quote)}".encode()).hexdigest()


def _decided(result: Json, decision: Decision | None, aside: bool) -> Json:
    if decision is not None:
        result["properties"]["decision"] = decision_words(decision)
    if aside and decision is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": decision_words(decision)}]
    return result


def _location(item: CheckedDocument, index: int, start: int, end: int, words: str, page: int | None) -> Json:
    physical: Json = {"artifactLocation": {**_uri(item.document), "index": index}}
    if 0 <= start < end <= len(item.document.text):
        physical["region"] = _region(item.document.text, start, end, words)
    location: Json = {"physicalLocation": physical}
    if page is not None:
        location["properties"] = {"page": page}
    return location


def _region(text: str, start: int, end: int, words: str) -> Json:
    lines = [0, *(place + 1 for place, sign in enumerate(text) if sign == "\n")]
    first, last = bisect_right(lines, start) - 1, bisect_right(lines, end) - 1
    return {
        "startLine": first + 1, "startColumn": start - lines[first] + 1, "endLine": last + 1, "endColumn": end - lines[last] + 1,
        "charOffset": start, "charLength": end - start, "snippet": {"text": " ".join(words.split())},
    }


def _uri(document: Document) -> Json:
    return {"uri": quote(document.name.replace("\\", "/").lstrip("/")), "uriBaseId": _BASE}


def _artifact(item: CheckedDocument) -> Json:
    document = item.document
    artifact: Json = {"location": _uri(document), "properties": {"status": document.reading.status.value, "kind": item.outline.kind.value}}
    if document.sha256:
        artifact["hashes"] = {"sha-256": document.sha256}
    return artifact


def _invocation(report: Report) -> Json:
    notes = []
    for number, item in enumerate(report.documents):
        status = item.document.reading.status
        level = {Status.COMPLETE: "note", Status.PARTIAL: "warning"}.get(status, "error")
        for issue in item.document.reading.issues:
            place: Json = {"physicalLocation": {"artifactLocation": {**_uri(item.document), "index": number}}}
            if issue.page is not None:
                place["properties"] = {"page": issue.page}
            notes.append({"descriptor": {"id": issue.code.value}, "level": level, "message": {"text": issue.message}, "locations": [place]})
    for note in report.decisions:
        notes.append({"descriptor": {"id": f"decision-{note.code}"}, "level": "warning", "message": {"text": note.message}})
    read = any(item.document.reading.status is not Status.FAILED for item in report.documents)
    return {"executionSuccessful": read, "toolExecutionNotifications": notes}
