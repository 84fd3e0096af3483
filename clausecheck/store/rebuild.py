"""A stored report, whole again: the JSON report and the few words that only the text shows, back to a Report that every output can print.

The text of the documents is not stored. Outputs that need it (annotated files, explain) cannot be made from a stored report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clausecheck.model import (
    Basis,
    Check,
    CheckedDocument,
    ClauseFinding,
    Coherence,
    CoherenceValue,
    Commitment,
    Criterion,
    CriterionKind,
    Decision,
    DecisionNote,
    Demand,
    Document,
    Evidence,
    Fact,
    Family,
    Force,
    IndicatorCounts,
    IssueCode,
    LabelFinding,
    Level,
    Lot,
    Nature,
    Nearest,
    NextBest,
    Outline,
    Part,
    PieceKind,
    PolicyResult,
    Quantity,
    Reading,
    ReadingIssue,
    Report,
    Score,
    ScorePart,
    Severity,
    Stage,
    Status,
    Strength,
    StrengthPart,
    Tender,
    ToolInfo,
    Verdict,
)

__all__ = ["StoredDocument", "extra_dict", "policy_of", "report_of"]

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredDocument(Document):
    """A document whose text was not kept: only its number of words."""

    counted: int = 0

    @property
    def words(self) -> int:
        """Number of words that the text had."""
        return self.counted


def extra_dict(report: Report) -> dict[str, Any]:
    """What the JSON report leaves out and the other outputs show; report_of joins both."""
    score = report.score
    return {
        "labels": [[[row.label, row.note] for row in item.labels] for item in report.documents],
        "lots": [[list(row.lots) for row in item.labels] + [list(row.lots) for row in item.clauses] for item in report.documents],
        "criteria": [[[row.kind.value, row.method] for row in item.outline.criteria] for item in report.documents],
        "strengths": [
            [[part.out_of for part in row.strength.parts] if row.strength else None for row in item.clauses] for item in report.documents],
        "checks": [[check.code, check.title_en] for check in report.checks],
        "parts": [list(part.findings) for part in score.parts],
        "next_best": [step.title for step in score.next_best],
        "conformity_parts": [[p.id, p.title, p.points, p.out_of, p.why, list(p.findings)] for p in score.conformity_parts],
    }


def report_of(stored: Json, extra: Json) -> Report:
    """The Report of a stored JSON report and its extra_dict. Raises KeyError or ValueError when they are not of one report."""
    tool, rules = stored["tool"], stored["tool"]["rules"]
    rows = zip(stored["checks"], extra["checks"], strict=True)
    return Report(
        tool=ToolInfo(tool["version"], rules["version"], rules["sha256"], tool["on"], tool["on_source"], tuple(tool["options"].items())),
        tender=_tender(stored["tender"]),
        documents=tuple(_checked(index, row, extra) for index, row in enumerate(stored["documents"])),
        demands=tuple(_demand(row) for row in stored["demands"]),
        coherence=tuple(Coherence(row["what"], tuple(CoherenceValue(**value) for value in row["values"])) for row in stored["coherence"]),
        checks=tuple(_check(row, code, title) for row, (code, title) in rows),
        policies=tuple(policy_of(row) for row in stored["policies"]),
        score=_score(stored["score"], extra),
        indicators=_indicators(stored["indicators"]),
        decisions=tuple(DecisionNote(row["code"], row["message"], Decision(**row["decision"])) for row in stored["decisions"]),
    )


def policy_of(row: Json) -> PolicyResult:
    """A policy's result out of its JSON form."""
    return PolicyResult(row["id"], row["name"], tuple(
        Commitment(c["id"], c["title"], c["scope"], c["verdict"], _evidence(c["evidence"])) for c in row["commitments"]))


def _tender(row: Json) -> Tender:
    return Tender(
        row["title"], row["reference"], row["buyer"], row["buyer_kind"], row["object"], tuple(row["cpv"]), tuple(row["sectors"]), row["procedure"],
        row["launch_date"], tuple(Lot(lot["id"], lot["title"]) for lot in row["lots"]),
        tuple(Fact(f["field"], f["value"], f["quote"], f["page"], source=f["source"], document=f["document"]) for f in row["facts"]))


def _checked(index: int, row: Json, extra: Json) -> CheckedDocument:
    reading, ocr = row["reading"], row["reading"]["ocr"] or {}
    issues = tuple(ReadingIssue(IssueCode(i["code"]), i["message"], i["page"]) for i in reading["issues"])
    document = StoredDocument(
        row["name"], "", row["format"], sha256=row["sha256"], pages=row["pages"], counted=row["words"],
        reading=Reading(Status(reading["status"]), issues, tuple(ocr.get("pages", ())), ocr.get("confidence"), reading["revisions"]))
    parts = tuple(Part(PieceKind(p["kind"]), p["from_block"], p["to_block"], 1.0) for p in row["parts"])
    criteria = tuple(
        Criterion(c["name"], c["weight"], c["unit"], c["lot"], c["parent"], c["environmental"], c["page"], CriterionKind(kind), method)
        for c, (kind, method) in zip(row["criteria"], extra["criteria"][index], strict=True))
    lots = [tuple(ids) for ids in extra["lots"][index]]
    count = len(row["labels"])
    labels = zip(row["labels"], extra["labels"][index], lots[:count], strict=True)
    clauses = zip(row["clauses"], extra["strengths"][index], lots[count:], strict=True)
    return CheckedDocument(
        document, Outline(PieceKind(row["kind"]), 1.0, parts, (), (), criteria=criteria),
        tuple(_label(found, rolled, note, ids) for found, (rolled, note), ids in labels),
        tuple(_clause(found, out_of, ids) for found, out_of, ids in clauses))


def _common(row: Json, lots: tuple[str, ...]) -> dict[str, Any]:
    """The fields that labels and clauses share. The offsets of the sentence were not kept: those of the words found stand for them."""
    return {
        "id": row["id"], "quote": row["quote"], "page": row["page"], "block": row["place"].get("block", -1), "section": row["section"], "lots": lots,
        "force": Force(row["force"]), "stage": Stage(row["stage"]), "rule": row["rule"], "cues": tuple(row["cues"]), "start": row["start"],
        "end": row["end"], "quote_start": row["start"], "quote_end": row["end"], "demand": row["demand"], "decision": _decision(row["decision"]),
    }


def _label(row: Json, rolled: str, note: str, lots: tuple[str, ...]) -> LabelFinding:
    scope = row["label"] if row["label"] != rolled else ""
    return LabelFinding(
        **_common(row, lots), label=rolled, name=row["name"], nature=Nature(row["nature"]), strict=row["strict"], tier=row["tier"],
        equivalent=row["equivalent"], scope=scope, note=note)


def _clause(row: Json, out_of: list[float] | None, lots: tuple[str, ...]) -> ClauseFinding:
    quantity, strength = row["quantity"], row["strength"]
    parts = zip(strength["parts"], out_of or (), strict=True) if strength else ()
    return ClauseFinding(
        **_common(row, lots), family=Family(row["family"]), title=row["title"], quantity=None if quantity is None else Quantity(**quantity),
        strength=None if strength is None else Strength(
            strength["points"], strength["out_of"], tuple(StrengthPart(p["id"], p["points"], of, p["why"]) for p, of in parts)))


def _decision(row: Json | None) -> Decision | None:
    return None if row is None else Decision(row["status"], row["by"], row["date"], row["reason"])


def _demand(row: Json) -> Demand:
    key = row["label"] if row["what"] == "label" else row["family"]
    return Demand(row["id"], row["what"], key, Force(row["force"]), tuple(row["lots"]), tuple((i, j) for i, j in row["places"]))


def _evidence(rows: Iterable[Json]) -> tuple[Evidence, ...]:
    return tuple(Evidence(row["document"], row["quote"], row["page"]) for row in rows)


def _check(row: Json, code: str, title_en: str) -> Check:
    nearest = row["nearest"]
    return Check(
        row["id"], row["title"], Verdict(row["verdict"]), row["reason"], Severity(row["severity"]), Level(row["level"]), row["confidence"],
        tuple(Basis(**basis) for basis in row["basis"]), _evidence(row["evidence"]), None if nearest is None else Nearest(**nearest), row["advice"],
        row["wording"], code, _decision(row["decision"]), title_en)


def _score(row: Json, extra: Json) -> Score:
    parts = zip(row["parts"], extra["parts"], strict=True)
    steps = zip(row["next_best"], extra["next_best"], strict=True)
    return Score(
        row["conformity"], row["ambition"],
        tuple(ScorePart(p["id"], p["title"], p["points"], p["out_of"], p["why"], tuple(findings)) for p, findings in parts),
        tuple(NextBest(n["check"], n["gain"], n["effort"], n["wording"], title) for n, title in steps),
        tuple(ScorePart(name, title, points, out_of, why, tuple(rows)) for name, title, points, out_of, why, rows in extra["conformity_parts"]))


def _indicators(row: Json) -> IndicatorCounts:
    declared = row["decp"]
    return IndicatorCounts(
        row["demands"], row["labels_strict"], row["labels_wide"], row["other_schemes"], tuple(row["by_nature"].items()),
        tuple(declared["considerationsEnvironnementales"]), tuple(declared["considerationsSociales"]))
