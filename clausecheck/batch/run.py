"""The run: plan, do, store. What is not stored is not done; a killed run is started again with the same command."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from clausecheck.batch.folders import run_folder
from clausecheck.batch.item import BatchError, Done, Item, Settings, State, Task
from clausecheck.batch.local import Engine, LocalEngine
from clausecheck.batch.plan import Plan
from clausecheck.batch.remote import local_path
from clausecheck.batch.sources import items
from clausecheck.batch.summary import Summary
from clausecheck.store.record import Record
from clausecheck.store.store import Store

__all__ = ["Told", "planned", "prepared", "run_batch"]

_WRITTEN = 64
_WRITTEN_S = 2.0
"""At most so many records, or so much time, are lost to a kill, and done again."""


class Told(Protocol):
    """Who is told how the run goes."""

    def say(self, message: str) -> None:
        """A French sentence for the user."""
    def counting(self, count: int) -> None:
        """So many tenders were found so far."""
    def going(self, summary: Summary) -> None:
        """Called after each tender and now and then."""


def prepared(settings: Settings) -> Settings:
    """The settings with the versions of this tool and its rules. Raises BatchError for a policy that does not exist, RuleError for broken rules."""
    from clausecheck.assess.policies import load_policies
    from clausecheck.batch.work import versions
    from clausecheck.rulebook.pack import pack_root
    from clausecheck.rulebook.source import load_yaml

    known = load_policies(pack_root())
    for name in settings.policies:
        if name not in known:
            raise BatchError(f"La politique « {name} » n'existe pas ; politiques connues : {', '.join(sorted(known))}.")
    tool, rules = versions()
    path = pack_root() / "version.yaml"
    version = load_yaml(path).keys(("version",), required=("version",))["version"].text() if path.is_file() else ""
    return replace(settings, tool=tool, rules=rules, rules_version=version)


def planned(plan: Plan, sources: Sequence[str], store: Path, told: Told) -> None:
    """Fill a plan with every tender of the sources; the store itself, when it lies among them, is none. Raises BatchError."""
    own = [store.with_name(f"{store.name}{end}").resolve() for end in ("", "-wal", "-shm", "-journal")]
    for count in plan.add(item for item in items(sources, told.say) if not _is_one(item, own)):
        told.counting(count)


def _is_one(item: Item, files: Sequence[Path]) -> bool:
    if len(item.sources) != 1 or not item.sources[0].endswith(tuple(path.name for path in files)):
        return False
    path = local_path(item.sources[0])
    return path is not None and path.resolve() in files


def run_batch(
    sources: Sequence[str], store: Path, settings: Settings, *, jobs: int, told: Told, limit: int | None = None, scheduler: str = "",
    engine: Callable[[Settings, int, Path], Engine] = LocalEngine,
) -> Summary:
    """Check every tender of `sources` that the store does not know unchanged, and store what is found.

    Raises BatchError when the run cannot start or go on, StoreError when the store refuses; what was stored before stays.
    """
    summary, started = Summary(), time.monotonic()
    with run_folder() as folder, closing(Plan(folder / "plan.sqlite")) as plan:
        planned(plan, sources, store, told)
        summary.planned = min(len(plan), limit) if limit is not None else len(plan)
        with Store.open(store) as base, closing(_engine(settings, jobs, folder, scheduler, engine)) as workers:
            _Run(base, plan, workers, settings, summary, told, started).everything(limit)
    summary.seconds = time.monotonic() - started
    return summary


def _engine(settings: Settings, jobs: int, folder: Path, scheduler: str, make: Callable[[Settings, int, Path], Engine]) -> Engine:
    if scheduler:
        from clausecheck.batch.cluster import ClusterEngine

        return ClusterEngine(settings, scheduler)
    return make(settings, jobs, folder)


class _Run:
    """One run while it goes on."""

    def __init__(self, base: Store, plan: Plan, engine: Engine, settings: Settings, summary: Summary, told: Told, started: float) -> None:
        self._base, self._plan, self._engine, self._settings = base, plan, engine, settings
        self._summary, self._told, self._started = summary, told, started
        self._waiting: list[Record] = []
        self._written = time.monotonic()

    def everything(self, limit: int | None) -> None:
        """First every tender, then, one at a time, those whose worker did not survive. Interrupted, what is done is stored."""
        try:
            self._pass(self._tasks(self._plan.items(limit), 1), alone=False)
            self._pass(self._tasks(self._plan.retries(), 2), alone=True)
        except KeyboardInterrupt:
            self._summary.interrupted = True
        finally:
            self._write()

    def _tasks(self, found: Iterator[Item], attempt: int) -> Iterator[Task]:
        for item in found:
            yield Task(item, None if self._settings.refresh else self._base.fingerprint(item.key), attempt)

    def _pass(self, tasks: Iterator[Task], *, alone: bool) -> None:
        for done in self._engine.run(tasks, alone=alone):
            if done is not None:
                self._take(done)
            if len(self._waiting) >= _WRITTEN or time.monotonic() - self._written > _WRITTEN_S:
                self._write()
            self._summary.seconds = time.monotonic() - self._started
            self._told.going(self._summary)

    def _take(self, done: Done) -> None:
        if done.state is State.FATAL:
            raise BatchError(done.message)
        if done.state is State.AGAIN:
            self._plan.retry_later(done.task.item.key)
            self._summary.retried += 1
        elif done.record is not None:
            self._waiting.append(done.record)
            self._summary.add(done.record)
        else:
            self._summary.unchanged += 1

    def _write(self) -> None:
        records, self._waiting = self._waiting, []
        if records:
            self._base.write(records)
        self._written = time.monotonic()
