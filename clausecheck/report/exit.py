"""The exit code that a report deserves."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from clausecheck.assess.demands import dismissed
from clausecheck.model import Document, Report, Severity, Status, Verdict

__all__ = ["BELOW", "INCOMPLETE", "NOTHING_READ", "OK", "exit_code", "reading_code"]

OK = 0
BELOW = 1
NOTHING_READ = 3
INCOMPLETE = 4


def exit_code(report: Report, *, fail_under: float | None = None, fail_on: Collection[Verdict] = ()) -> int:
    """NOTHING_READ when no piece could be read; else BELOW when conformity is under `fail_under`, or an obligation that nobody set aside has a
    verdict of `fail_on`; else INCOMPLETE when a piece is missing, failed or was read in part; else OK. Without a conformity nothing is below.
    """
    read = reading_code([item.document for item in report.documents])
    if read == NOTHING_READ:
        return NOTHING_READ
    conformity = report.score.conformity
    if fail_under is not None and conformity is not None and conformity < fail_under:
        return BELOW
    if any(c.severity is Severity.OBLIGATION and c.verdict in fail_on and not dismissed(c) for c in report.checks):
        return BELOW
    return read


def reading_code(documents: Iterable[Document]) -> int:
    """NOTHING_READ when no document could be read, INCOMPLETE when one is missing, failed or partial, else OK."""
    statuses = [document.reading.status for document in documents]
    if all(status is Status.FAILED for status in statuses):
        return NOTHING_READ
    return OK if all(status is Status.COMPLETE for status in statuses) else INCOMPLETE
