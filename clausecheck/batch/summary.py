"""What became of a run, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from clausecheck.store.record import Record

__all__ = ["Summary"]


@dataclass(slots=True)
class Summary:
    """Counts of one run. `reasons` are those of failed tenders by code; `seconds` is wall time; `worker_mb` the largest memory of a worker."""

    planned: int = 0
    checked: int = 0
    partial: int = 0
    failed: int = 0
    unchanged: int = 0
    documents: int = 0
    pages: int = 0
    words: int = 0
    seconds: float = 0.0
    worker_mb: float = 0.0
    retried: int = 0
    interrupted: bool = False
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def done(self) -> int:
        """Tenders that are settled."""
        return self.checked + self.partial + self.failed + self.unchanged

    def add(self, record: Record) -> None:
        """Count a record."""
        if record.status == "failed":
            self.failed += 1
            self.reasons[record.failure or "unread"] += 1
        elif record.status == "partial":
            self.partial += 1
        else:
            self.checked += 1
        self.documents += len(record.documents)
        self.pages += sum(document.pages or 0 for document in record.documents)
        self.words += sum(document.words for document in record.documents)
        self.worker_mb = max(self.worker_mb, record.peak_mb)

    def exit_code(self) -> int:
        """0 all checked, or nothing changed; 3 nothing could be checked; 4 some tenders failed or were read in part; 130 interrupted."""
        if self.interrupted:
            return 130
        if self.failed and not (self.checked or self.partial or self.unchanged):
            return 3
        return 4 if self.failed or self.partial else 0
