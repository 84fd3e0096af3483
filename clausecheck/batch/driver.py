"""One supervised worker and what is made of how its calls end. Used by the threads of this machine and by those of a cluster's workers."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from clausecheck.batch import work
from clausecheck.batch.identity import Identity
from clausecheck.batch.item import Done, Failure, Item, Settings, State, Task
from clausecheck.isolate import Outcome, OutcomeKind, Worker
from clausecheck.store.record import Provenance, Record, failed_record

__all__ = ["Driver", "failed", "lost"]

_SILENCE_S = 120.0
"""Longest wait without a sign of life: reading gives one at every page, OCR and conversions ask for more, analysis of one document gives none."""
_RENEWED = 400
_AGAIN = frozenset({"fetch-failed"})
_MESSAGES: Mapping[OutcomeKind, tuple[str, str]] = {
    OutcomeKind.TIMEOUT: ("timeout", "le contrôle a dépassé le temps permis ({limit:g} s) ; relancez avec --time-limit plus grand"),
    OutcomeKind.MEMORY: ("memory", "le contrôle a dépassé la mémoire permise ({memory} Mo) ; relancez avec --memory-limit plus grand"),
    OutcomeKind.OUTPUT: ("output", "le rapport est démesuré"),
    OutcomeKind.CRASHED: ("crashed", "le programme de lecture s'est arrêté net (code {code})"),
    OutcomeKind.ERROR: ("error", "erreur inattendue ({error})"),
}


class Driver:
    """Does tasks one by one. Never raises for what a tender does to its worker. `base` is where temporary folders are made."""

    def __init__(self, settings: Settings, base: Path | None = None) -> None:
        self.settings = settings
        self._base = base
        self._worker: Worker | None = None
        self._calls = 0

    @property
    def pid(self) -> int | None:
        """Process id of the worker, None when there is none."""
        return self._worker.pid if self._worker is not None else None

    def close(self) -> None:
        """End the worker; the next task starts another."""
        if self._worker is not None:
            self._worker.close()

    def do(self, task: Task) -> Done:
        """Recognise, then check unless nothing changed. What is fetched or unpacked is removed whatever happens."""
        folder = tempfile.mkdtemp(prefix="clausecheck-", dir=self._base)
        try:
            return self._do(task, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _do(self, task: Task, folder: str) -> Done:
        if task.attempt > 1:
            self.close()
        settings, item = self.settings, task.item
        known = self._call(work.recognise, (item, settings, folder), settings.time_limit)
        if not isinstance(known.value, Identity):
            return self._unfinished(task, known, "")
        identity = known.value
        if task.known in (identity.fingerprint, identity.limited) and not settings.refresh:
            return Done(task, State.UNCHANGED)
        alone = task.attempt > 1
        limit = settings.time_limit * (work.CARE if alone else 1)
        done = self._call(
            work.examine, (item, settings, folder, identity.fingerprint, task.attempt), limit,
            memory_mb=settings.memory_limit * (2 if alone else 1), silence_s=None if alone else min(limit, _SILENCE_S))
        if alone or done.peak_mb > settings.memory_limit / 2 or self._calls >= _RENEWED:
            # a fresh worker for what follows: memory that libraries keep must not be held against the next tender
            self.close()
            self._calls = 0
        if isinstance(done.value, Record):
            return Done(task, State.RECORDED, replace(done.value, seconds=round(done.seconds, 3), peak_mb=max(done.peak_mb, done.value.peak_mb)))
        return self._unfinished(task, done, identity.limited if done.value is None else identity.fingerprint)

    def _call(
        self, function: Callable[..., object], args: tuple[object, ...], limit: float, *, memory_mb: int = 0, silence_s: float | None = None,
    ) -> Outcome[object]:
        if self._worker is None:
            self._worker = Worker()
        self._calls += 1
        return self._worker.call(function, args, deadline_s=limit, memory_mb=memory_mb or self.settings.memory_limit, silence_s=silence_s)

    def _unfinished(self, task: Task, outcome: Outcome[object], fingerprint: str) -> Done:
        """The worker did not survive, or says why it cannot: once more, or recorded as failed."""
        failure = outcome.value if isinstance(outcome.value, Failure) else self._failure(task.item, outcome)
        if failure.fatal:
            return Done(task, State.FATAL, message=failure.message)
        process = outcome.value is None
        if task.attempt == 1 and (process or failure.code in _AGAIN):
            return Done(task, State.AGAIN, message=failure.message)
        mark = "" if failure.code in _AGAIN else fingerprint
        record = failed(task, failure, self.settings, mark)
        return Done(task, State.RECORDED, replace(record, seconds=round(outcome.seconds, 3), peak_mb=outcome.peak_mb))

    def _failure(self, item: Item, outcome: Outcome[object]) -> Failure:
        code, text = _MESSAGES[outcome.kind]
        said = text.format(limit=round(outcome.seconds), memory=self.settings.memory_limit, code=outcome.code, error=outcome.message[:200])
        return Failure(code, f"« {item.key} » : {said}.")


def failed(task: Task, failure: Failure, settings: Settings, fingerprint: str) -> Record:
    """The record of a tender that could not be checked."""
    options = (("ocr", str(settings.ocr).lower()),)
    provenance = Provenance(
        settings.tool, settings.rules_version, settings.rules, settings.on, "option" if settings.on else "unknown", options)
    record = failed_record(
        task.item.key, fingerprint, failure=failure.code, message=failure.message, stated=dict(task.item.stated), provenance=provenance)
    return replace(record, attempts=task.attempt)


def lost(task: Task, settings: Settings) -> Done:
    """A task whose cluster worker was lost again and again."""
    if task.attempt == 1:
        return Done(task, State.AGAIN)
    failure = Failure("worker-lost", f"« {task.item.key} » : les machines qui le contrôlaient ont été perdues ; relancez.")
    return Done(task, State.RECORDED, failed(task, failure, settings, ""))


