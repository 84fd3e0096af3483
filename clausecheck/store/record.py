"""What is stored of one tender: its contract, its demands as they are counted, its verdicts and score, and the whole report as compressed JSON."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from clausecheck.assess.counted import contract_of, counted
from clausecheck.model import CheckedDocument, Contract, Counted, Criterion, PolicyResult, ReadingIssue, Report, ScorePart, Status
from clausecheck.report.json import report_dict
from clausecheck.store.rebuild import extra_dict

__all__ = [
    "CHECKED", "FAILED", "PARTIAL", "CheckRow", "DocumentRow", "Provenance", "Record", "clean_text", "cleaned", "failed_record", "pack", "record_of",
    "unpack",
]

CHECKED, PARTIAL, FAILED = "checked", "partial", "failed"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which tool, rules and date made a record. `on`: ISO date, "" when unknown; `on_source` as in the report; `options` sorted by name."""

    tool_version: str
    rules_version: str
    rules_sha256: str
    on: str
    on_source: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One piece. `pages` is None where the format has none; `status` is complete, partial or failed."""

    name: str
    sha256: str
    format: str
    kind: str
    pages: int | None
    words: int
    status: str
    issues: tuple[ReadingIssue, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The verdict of one check, as codes of the report."""

    id: str
    verdict: str
    severity: str


@dataclass(frozen=True, slots=True)
class Record:
    """One tender as it is stored; no text of the documents beyond the sentences found. Travels between processes.

    `status` is checked, partial (a piece was not read, or not whole) or failed (nothing was read); `failure` is the coded reason of a failed one,
    `message` the French sentences about what was not read. `criteria` are (document name, criterion); `parts` belong to the ambition score,
    `conformity_parts` to conformity. `report_json` and `extra_json` are zlib-compressed JSON (see pack), empty for a tender that was never checked.
    """

    key: str
    fingerprint: str
    contract: Contract
    counted: Counted
    status: str
    failure: str
    message: str
    provenance: Provenance
    documents: tuple[DocumentRow, ...] = ()
    criteria: tuple[tuple[str, Criterion], ...] = ()
    checks: tuple[CheckRow, ...] = ()
    policies: tuple[PolicyResult, ...] = ()
    conformity: float | None = None
    ambition: float | None = None
    parts: tuple[ScorePart, ...] = ()
    conformity_parts: tuple[ScorePart, ...] = ()
    report_json: bytes = b""
    extra_json: bytes = b""
    seconds: float = 0.0
    peak_mb: float = 0.0
    attempts: int = 1


def pack(value: object) -> bytes:
    """JSON, compressed with zlib; the same value gives the same bytes."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 6)


def unpack(data: bytes) -> Any:
    """The value that was packed; {} for no bytes."""
    return json.loads(zlib.decompress(data)) if data else {}


def clean_text(text: str) -> str:
    """The text with "?" for lone surrogates, which stand for bytes of no character and which no UTF-8 can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def cleaned(record: Record) -> Record:
    """The record with every text of it cleaned."""
    found: Record = _cleaned(record)
    return found


def _cleaned(value: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)})
    return value


def record_of(
    report: Report, *, key: str, fingerprint: str, stated: Mapping[str, object] | None = None, seconds: float = 0.0, peak_mb: float = 0.0,
    attempts: int = 1,
) -> Record:
    """The record of a report. `stated`: fields of Contract known from a manifest or register; they win over a tender.toml, which wins over what was
    read. Raises TypeError when `stated` names what is no field of Contract."""
    tool = report.tool
    status, failure, message = _reading(report)
    return Record(
        key=key, fingerprint=fingerprint, contract=contract_of(report, key=key, stated=stated),
        counted=counted(report), status=status, failure=failure, message=message,
        provenance=Provenance(tool.version, tool.rules_version, tool.rules_sha256, tool.on, tool.on_source, tuple(sorted(tool.options))),
        documents=tuple(_document(item) for item in report.documents),
        criteria=tuple((item.document.name, criterion) for item in report.documents for criterion in item.outline.criteria),
        checks=tuple(CheckRow(check.id, check.verdict.value, check.severity.value) for check in report.checks), policies=report.policies,
        conformity=report.score.conformity, ambition=report.score.ambition, parts=report.score.parts,
        conformity_parts=report.score.conformity_parts, report_json=pack(report_dict(report)), extra_json=pack(extra_dict(report)),
        seconds=seconds, peak_mb=peak_mb, attempts=attempts,
    )


def failed_record(
    key: str, fingerprint: str, *, failure: str, message: str, stated: Mapping[str, object] | None = None, provenance: Provenance,
) -> Record:
    """The record of a tender that could not be checked at all: `failure` is a coded reason, `message` a French sentence."""
    given: dict[str, Any] = {name: value for name, value in (stated or {}).items() if value not in (None, "", ())}
    return Record(key, fingerprint, Contract(key=key, **given), Counted(), FAILED, failure, message, provenance)


def _reading(report: Report) -> tuple[str, str, str]:
    """Status, reason and message."""
    documents = [item.document for item in report.documents]
    short = [document for document in documents if document.reading.status is not Status.COMPLETE]
    if documents and not short:
        return CHECKED, "", ""
    message = " ".join(issue.message for document in short for issue in document.reading.issues) or ", ".join(d.name for d in short) or "aucune pièce"
    if any(document.reading.status is not Status.FAILED for document in documents):
        return PARTIAL, "", message
    reasons = [issue.code.value for document in short for issue in document.reading.issues]
    return FAILED, reasons[0] if reasons else "unread" if short else "no-document", message


def _document(item: CheckedDocument) -> DocumentRow:
    document = item.document
    return DocumentRow(
        document.name, document.sha256, document.format, item.outline.kind.value, document.pages, document.words, document.reading.status.value,
        document.reading.issues)
