"""The JSON report, `clausecheck-report-1`: stable names, described by report.schema.json beside this file.

The same report gives the same bytes. Paths of the machine are left out: a document has its name and the hash of its content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any

from clausecheck.model import (
    Check,
    CheckedDocument,
    ClauseFinding,
    Coherence,
    Criterion,
    Decision,
    DecisionNote,
    Demand,
    Document,
    Evidence,
    Fact,
    IndicatorCounts,
    LabelFinding,
    PolicyResult,
    Reading,
    Report,
    Score,
    Tender,
    ToolInfo,
)

__all__ = ["SCHEMA", "Boxes", "load_schema", "render", "report_dict"]

SCHEMA = "clausecheck-report-1"

Box = tuple[float, float, float, float]
Boxes = dict[tuple[int, int, int], tuple[tuple[int, tuple[Box, ...]], ...]]
"""Where words stand in PDF files: (document index, start, end) to the pages they are on (1-based) with their boxes, in points from the top left."""

Json = dict[str, Any]


def render(report: Report, *, boxes: Boxes | None = None) -> str:
    """The report as JSON text, ending with a line feed."""
    return json.dumps(report_dict(report, boxes=boxes), ensure_ascii=False, indent=1) + "\n"


def load_schema() -> Json:
    """The JSON Schema of the report."""
    text = files("clausecheck.report").joinpath("report.schema.json").read_text("utf-8")
    schema: Json = json.loads(text)
    return schema


def report_dict(report: Report, *, boxes: Boxes | None = None) -> Json:
    """The report as plain dicts and lists, keys in the order of the schema."""
    return {
        "schema": SCHEMA,
        "tool": _tool(report.tool),
        "tender": _tender(report.tender),
        "documents": [_document(index, item, boxes or {}) for index, item in enumerate(report.documents)],
        "demands": [_demand(row) for row in report.demands],
        "coherence": [_coherence(row) for row in report.coherence],
        "checks": [_check(row) for row in report.checks],
        "policies": [_policy(row) for row in report.policies],
        "score": _score(report.score),
        "indicators": _indicators(report.indicators),
        "decisions": [_decision_note(row) for row in report.decisions],
    }


def _tool(tool: ToolInfo) -> Json:
    rules = {"version": tool.rules_version, "sha256": tool.rules_sha256}
    return {"version": tool.version, "rules": rules, "on": tool.on, "on_source": tool.on_source, "options": dict(sorted(tool.options))}


def _tender(tender: Tender) -> Json:
    return {
        "title": tender.title, "reference": tender.reference, "buyer": tender.buyer, "buyer_kind": tender.buyer_kind, "object": tender.object,
        "cpv": list(tender.cpv), "sectors": list(tender.sectors), "procedure": tender.procedure, "launch_date": tender.launch_date,
        "lots": [{"id": lot.id, "title": lot.title} for lot in tender.lots],
        "facts": [_fact(fact) for fact in tender.facts],
    }


def _fact(fact: Fact) -> Json:
    return {"field": fact.field, "value": fact.value, "quote": fact.quote, "document": fact.document, "page": fact.page, "source": fact.source}


def _document(index: int, item: CheckedDocument, boxes: Boxes) -> Json:
    document, outline = item.document, item.outline
    place = _placer(index, document, boxes)
    return {
        "name": document.name, "sha256": document.sha256, "format": document.format, "kind": outline.kind.value,
        "parts": [{"kind": part.kind.value, "from_block": part.from_block, "to_block": part.to_block} for part in outline.parts],
        "pages": document.pages, "words": document.words, "reading": _reading(document.reading),
        "labels": [_label(row, place) for row in item.labels],
        "clauses": [_clause(row, place) for row in item.clauses],
        "criteria": [_criterion(row) for row in outline.criteria],
    }


def _reading(reading: Reading) -> Json:
    issues = [{"code": issue.code.value, "message": issue.message, "page": issue.page} for issue in reading.issues]
    ocr = {"pages": list(reading.ocr_pages), "confidence": _number(reading.ocr_confidence)} if reading.ocr_pages else None
    return {"status": reading.status.value, "issues": issues, "ocr": ocr, "revisions": reading.revisions}


def _placer(index: int, document: Document, boxes: Boxes) -> Callable[[LabelFinding | ClauseFinding], Json]:
    def place(row: LabelFinding | ClauseFinding) -> Json:
        if document.pages is None:
            return {"block": row.block}
        found = boxes.get((index, row.start, row.end))
        if not found:
            return {"page": row.page, "boxes": []}
        page, rectangles = found[0]
        return {"page": page, "boxes": [[round(x, 1) for x in box] for box in rectangles]}

    return place


def _label(row: LabelFinding, place: Callable[[LabelFinding | ClauseFinding], Json]) -> Json:
    """`label` is the scheme as named, with its sub-scope; the demand it belongs to counts the scheme it is rolled up to."""
    return {
        "id": row.id, "label": row.scope or row.label, "name": row.name, "nature": row.nature.value, "strict": row.strict, "tier": row.tier,
        "quote": row.quote, "page": row.page, "place": place(row), "section": row.section, "lot": _lot(row.lots),
        "force": row.force.value, "stage": row.stage.value, "equivalent": row.equivalent, "rule": row.rule,
        "cues": list(row.cues), "start": row.start, "end": row.end, "demand": row.demand, "decision": _decision(row.decision),
    }


def _clause(row: ClauseFinding, place: Callable[[LabelFinding | ClauseFinding], Json]) -> Json:
    quantity = row.quantity
    strength = row.strength
    return {
        "id": row.id, "family": row.family.value, "title": row.title, "quote": row.quote, "page": row.page, "place": place(row),
        "section": row.section, "lot": _lot(row.lots), "force": row.force.value, "stage": row.stage.value,
        "quantity": None if quantity is None else {
            "value": _number(quantity.value), "unit": quantity.unit, "comparator": quantity.comparator, "of": quantity.of,
        },
        "strength": None if strength is None else {
            "points": _number(strength.points), "out_of": _number(strength.out_of),
            "parts": [{"id": part.id, "points": _number(part.points), "why": part.why} for part in strength.parts],
        },
        "rule": row.rule, "cues": list(row.cues), "start": row.start, "end": row.end, "demand": row.demand, "decision": _decision(row.decision),
    }


def _lot(lots: Iterable[str]) -> str | None:
    """ "1", "1, 3" for a finding bound to several lots, None when it holds for all."""
    return ", ".join(lots) or None


def _decision(decision: Decision | None) -> Json | None:
    return None if decision is None else {"status": decision.status, "by": decision.by, "date": decision.date, "reason": decision.reason}


def _decision_note(row: DecisionNote) -> Json:
    return {"code": row.code, "message": row.message, "decision": _decision(row.decision)}


def _criterion(row: Criterion) -> Json:
    return {
        "name": row.name, "weight": _number(row.weight), "unit": row.unit, "lot": row.lot, "parent": row.parent, "environmental": row.environmental,
        "page": row.page,
    }


def _demand(row: Demand) -> Json:
    key = "label" if row.what == "label" else "family"
    return {"id": row.id, "what": row.what, key: row.key, "force": row.force.value, "lots": list(row.lots), "places": [list(p) for p in row.places]}


def _coherence(row: Coherence) -> Json:
    return {"what": row.what, "values": [{"document": v.document, "page": v.page, "quote": v.quote} for v in row.values]}


def _evidence(row: Evidence) -> Json:
    return {"document": row.document, "quote": row.quote, "page": row.page}


def _check(row: Check) -> Json:
    nearest = row.nearest
    return {
        "id": row.id, "title": row.title, "verdict": row.verdict.value, "reason": row.reason, "severity": row.severity.value,
        "level": row.level.value, "confidence": row.confidence,
        "basis": [{"text": b.text, "article": b.article, "since": b.since, "until": b.until, "url": b.url} for b in row.basis],
        "evidence": [_evidence(item) for item in row.evidence],
        "nearest": None if nearest is None else {
            "document": nearest.document, "quote": nearest.quote, "page": nearest.page, "why": nearest.why,
        },
        "advice": row.advice, "wording": row.wording, "decision": _decision(row.decision),
    }


def _policy(row: PolicyResult) -> Json:
    commitments = [
        {"id": c.id, "title": c.title, "scope": c.scope, "verdict": c.verdict, "evidence": [_evidence(item) for item in c.evidence]}
        for c in row.commitments
    ]
    return {"id": row.id, "name": row.name, "commitments": commitments}


def _score(score: Score) -> Json:
    return {
        "conformity": _number(score.conformity), "ambition": _number(score.ambition),
        "parts": [
            {"id": p.id, "title": p.title, "points": _number(p.points), "out_of": _number(p.out_of), "why": p.why} for p in score.parts
        ],
        "next_best": [{"check": n.check, "gain": _number(n.gain), "effort": n.effort, "wording": n.wording} for n in score.next_best],
    }


def _indicators(counts: IndicatorCounts) -> Json:
    return {
        "demands": counts.demands, "labels_strict": counts.labels_strict, "labels_wide": counts.labels_wide, "other_schemes": counts.other_schemes,
        "by_nature": dict(sorted(counts.by_nature)),
        "decp": {
            "considerationsEnvironnementales": list(counts.environmental_considerations),
            "considerationsSociales": list(counts.social_considerations),
        },
    }


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a decimal point, others to four decimals: the same figure is always written the same way."""
    if value is None:
        return None
    rounded = round(float(value), 4)
    return int(rounded) if rounded.is_integer() else rounded
