"""Records to rows of the tables, and rows back to the nouns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from clausecheck.model import Contract, CountedClause, CountedLabel, Family, Force, Nature, PolicyResult, Stage
from clausecheck.store.aggregates import disagrees, environmental, facts_of
from clausecheck.store.record import Provenance, Record

__all__ = ["CLAUSE", "COLUMNS", "CONTRACT", "DETAILS", "LABEL", "clause_of", "contract_of_row", "label_of", "not_applicable", "provenance_id",
           "rows_of", "set_id"]

Row = Sequence[Any]

CONTRACT = (
    "key", "title", "reference", "object", "buyer", "siret", "buyer_kind", "department", "cpv", "sectors", "procedure", "launch_date", "notified",
    "amount", "declared_environmental", "declared_social")
"""Columns of `tenders` that make a Contract, in the order of its fields."""
LABEL = (
    "demand", "label", "name", "nature", "strict", "wide", "force", "stage", "equivalent", "lots", "document", "page", "section", "quote", "places",
    "tier")
CLAUSE = ("demand", "family", "title", "force", "stage", "lots", "document", "page", "section", "quote", "rule", "places", "points", "out_of")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "tenders": (
        "tender", *CONTRACT, "fingerprint", "status", "failure", "message", "provenance", "year", "sector", "division", "found_environmental",
        "found_social", "disagrees", "environmental_criterion", "demands", "labels", "conformity", "ambition", "not_applicable", "seconds", "peak_mb",
        "attempts"),
    "documents": ("tender", "position", "name", "sha256", "format", "kind", "pages", "words", "status"),
    "issues": ("tender", "document", "position", "code", "message", "page"),
    "labels": ("tender", "position", *LABEL),
    "clauses": ("tender", "position", *CLAUSE),
    "criteria": ("tender", "position", "document", "name", "weight", "unit", "lot", "parent", "environmental", "page", "kind"),
    "checks": ("tender", "id", "verdict", "severity"),
    "score_parts": ("tender", "score", "id", "points", "out_of"),
    "policies": ("tender", "position", "id", "body"),
    "reports": ("tender", "body", "extra"),
}
"""Tables written for each tender, with their columns in the order of rows_of."""
DETAILS = tuple(name for name in COLUMNS if name != "tenders")


def rows_of(record: Record, tender: int) -> Iterator[tuple[str, Row]]:
    """(table, row) for everything stored of a record, but for what several tenders share (provenance, not_applicable)."""
    yield "tenders", _tender(record, tender)
    for position, document in enumerate(record.documents):
        yield "documents", (tender, position, document.name, document.sha256, document.format, document.kind, document.pages, document.words,
                            document.status)
        for number, issue in enumerate(document.issues):
            yield "issues", (tender, position, number, issue.code.value, issue.message, issue.page)
    for position, label in enumerate(record.counted.labels):
        yield "labels", (tender, position, label.demand, label.label, label.name, label.nature.value, label.strict, label.wide, label.force.value,
                         label.stage.value, label.equivalent, _json(label.lots), label.document, label.page, label.section, label.quote, label.places,
                         label.tier)
    for position, clause in enumerate(record.counted.clauses):
        yield "clauses", (tender, position, clause.demand, clause.family.value, clause.title, clause.force.value, clause.stage.value,
                          _json(clause.lots), clause.document, clause.page, clause.section, clause.quote, clause.rule, clause.places, clause.points,
                          clause.out_of)
    for position, (document_name, own) in enumerate(record.criteria):
        yield "criteria", (tender, position, document_name, own.name, own.weight, own.unit, own.lot, own.parent, own.environmental, own.page,
                           own.kind.value)
    for check in record.checks:
        if check.verdict != "not-applicable":
            yield "checks", (tender, check.id, check.verdict, check.severity)
    for score, parts in (("ambition", record.parts), ("conformity", record.conformity_parts)):
        for part in parts:
            yield "score_parts", (tender, score, part.id, part.points, part.out_of)
    for position, policy in enumerate(record.policies):
        yield "policies", (tender, position, policy.id, _policy(policy))
    if record.report_json:
        yield "reports", (tender, record.report_json, record.extra_json)


def _tender(record: Record, tender: int) -> Row:
    contract, counted = record.contract, record.counted
    return (
        tender, record.key, contract.title, contract.reference, contract.object, contract.buyer, contract.siret, contract.buyer_kind,
        contract.department, _json(contract.cpv), _json(contract.sectors), contract.procedure, contract.launch_date, contract.notified,
        contract.amount, _json(contract.declared_environmental), _json(contract.declared_social),
        record.fingerprint, record.status, record.failure, record.message,
        provenance_id(record.provenance), contract.year or 0, contract.sector, contract.division, _json(counted.environmental), _json(counted.social),
        disagrees(facts_of(record)), counted.environmental_criterion, environmental(counted), len(counted.labels), record.conformity, record.ambition,
        set_id(not_applicable(record)), record.seconds, record.peak_mb, record.attempts,
    )


def not_applicable(record: Record) -> str:
    """Checks that do not apply, as "CK-11:obligation CK-12:…": tenders of one kind and date share one row. "" without any."""
    return " ".join(sorted(f"{check.id}:{check.severity}" for check in record.checks if check.verdict == "not-applicable"))


def set_id(text: str) -> int | None:
    """The number of a set of checks, the same in every store; None for the empty set."""
    return _number(text) if text else None


def provenance_id(own: Provenance) -> int:
    """The number of a provenance, the same in every store."""
    return _number(json.dumps([own.tool_version, own.rules_version, own.rules_sha256, own.on, own.on_source, own.options]))


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def _json(values: Iterable[str] | None) -> str | None:
    return None if values is None else json.dumps(list(values), ensure_ascii=False)


def _policy(policy: PolicyResult) -> str:
    commitments = [
        {"id": c.id, "title": c.title, "scope": c.scope, "verdict": c.verdict,
         "evidence": [{"document": e.document, "quote": e.quote, "page": e.page} for e in c.evidence]} for c in policy.commitments]
    return json.dumps({"id": policy.id, "name": policy.name, "commitments": commitments}, ensure_ascii=False)


def _list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text != "[]" else ()


def _maybe(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else _list(text)


def contract_of_row(row: Row) -> Contract:
    """A Contract of its CONTRACT columns."""
    (key, title, reference, about, buyer, siret, kind, department, cpv, sectors, procedure, launch, notified, amount, environment, social) = row
    return Contract(
        key, title, reference, about, buyer, siret, kind, department, _list(cpv), _list(sectors), procedure, launch, notified, amount,
        _maybe(environment), _maybe(social))


def label_of(row: Row) -> CountedLabel:
    """A CountedLabel of its LABEL columns."""
    (demand, label, name, nature, strict, wide, force, stage, equivalent, lots, document, page, section, quote, places, tier) = row
    return CountedLabel(
        demand, label, name, Nature(nature), bool(strict), bool(wide), Force(force), Stage(stage), None if equivalent is None else bool(equivalent),
        _list(lots), document, page, section, quote, places, tier)


def clause_of(row: Row) -> CountedClause:
    """A CountedClause of its CLAUSE columns."""
    (demand, family, title, force, stage, lots, document, page, section, quote, rule, places, points, out_of) = row
    return CountedClause(
        demand, Family(family), title, Force(force), Stage(stage), _list(lots), document, page, section, quote, rule, places, points, out_of)


