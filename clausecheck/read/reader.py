"""Reading under supervision: one child reads file after file; what it does not survive becomes a Document that says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clausecheck.isolate import Outcome, OutcomeKind, Worker
from clausecheck.model import Document, ReadingIssue, Status
from clausecheck.read.dispatch import Options, failed, read_here
from clausecheck.read.messages import say

__all__ = ["Reader"]

DEADLINE_S = 1800.0
"""Longest reading of one file: a scanned file of several hundred pages under OCR."""
SILENCE_S = 18.0
"""Longest wait without a sign of life from the reader; OCR and conversions announce that they need more."""
_RENEWED = 500
MEMORY_MB = 960
"""Under 1 GiB with what the child itself takes."""


class Reader:
    """Reads files one by one. `isolated=False` reads in this process, for tests and for callers that are supervised themselves."""

    def __init__(
        self, options: Options | None = None, *, isolated: bool = True, deadline_s: float = DEADLINE_S, silence_s: float = SILENCE_S,
        memory_mb: int = MEMORY_MB,
    ) -> None:
        self.options = options or Options()
        self._deadline_s, self._silence_s, self._memory_mb = deadline_s, silence_s, memory_mb
        self._read = 0
        self._worker = Worker(preload=("clausecheck.read.dispatch",)) if isolated else None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def child(self) -> int | None:
        """Process id of the reading child, None when there is none."""
        return self._worker.pid if self._worker is not None else None

    def close(self) -> None:
        """End the child, if any."""
        if self._worker is not None:
            self._worker.close()

    def read(self, path: Path, *, name: str = "") -> Document:
        """Read one file; never raises for a bad one. `name` is what messages call it."""
        name = name or path.name
        if self._worker is None:
            return read_here(path, self.options, name)
        outcome = self._worker.call(
            read_here, (path, self.options, name), deadline_s=self._deadline_s, silence_s=self._silence_s, memory_mb=self._memory_mb,
        )
        self._read += 1
        if self._read % _RENEWED == 0 or outcome.peak_mb > self._memory_mb / 2:
            # A fresh child for what follows: memory that libraries keep must not be held against the next file.
            self._worker.close()
        if outcome.value is not None:
            return outcome.value
        return self._rescued(path, name, outcome)

    def _rescued(self, path: Path, name: str, outcome: Outcome[Document]) -> Document:
        """What was read before the child ended, marked partial, else a failed Document."""
        partial = outcome.partial
        issue = self._issue(name, outcome, _extent(partial))
        if partial is None or not partial.text:
            return failed(str(path), name, issue)
        reading = replace(partial.reading, status=Status.PARTIAL, issues=(issue, *partial.reading.issues))
        return replace(partial, name=name, path=str(path), reading=reading)

    def _issue(self, name: str, outcome: Outcome[Document], extent: str) -> ReadingIssue:
        match outcome.kind:
            case OutcomeKind.TIMEOUT:
                return say("timeout", name, seconds=round(outcome.seconds), read=extent)
            case OutcomeKind.MEMORY:
                return say("memory", name, limit=self._memory_mb, read=extent)
            case OutcomeKind.OUTPUT:
                return say("output", name, read=extent)
            case OutcomeKind.ERROR:
                return say("crashed", name, why=outcome.message[:160], read=extent)
            case _:
                return say("crashed", name, why=f"code {outcome.code}", read=extent)


def _extent(partial: Document | None) -> str:
    if partial is None or not partial.text:
        return "rien n'en a été lu"
    last = max((b.end_page or b.page or 0 for b in partial.blocks), default=0)
    return f"seules ses {last} premières pages ont été lues" if last else "seul son début a été lu"
