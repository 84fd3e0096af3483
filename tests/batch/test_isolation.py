"""A worker that crashes, hangs or eats memory costs one tender; the run goes on, its memory does not grow."""

from __future__ import annotations

import os
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from clausecheck.batch import driver, local, run
from clausecheck.batch.folders import run_folder
from clausecheck.batch.item import Done, Item, Settings, State, Task
from clausecheck.batch.local import LocalEngine
from clausecheck.batch.plan import Plan
from clausecheck.store.store import Store
from tests.batch import misbehave
from tests.batch.pieces import CCTP, Quiet, fixed

BAD = {"M1-meurt": "MEURT", "M2-pend": "PEND", "M3-devore": "DEVORE", "M4-leve": "LEVE", "M5-une-fois": "UNE FOIS", "M6-bien": "", "M7-bien": ""}


def test_each_way_to_end_badly_costs_one_tender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = tmp_path / "lot"
    for name, text in BAD.items():
        (base / name).mkdir(parents=True)
        (base / name / "cctp.md").write_text(f"{CCTP}\n{text}\n", "utf-8")
    monkeypatch.setattr(driver.work, "examine", misbehave.examine)
    monkeypatch.setattr(driver.work, "CARE", 1)
    settings = fixed(time_limit=3.0, memory_limit=512)
    summary = run.run_batch([str(base)], tmp_path / "r.sqlite", settings, jobs=2, told=Quiet())
    assert (summary.checked, summary.failed, summary.retried) == (3, 4, 5)
    assert dict(summary.reasons) == {"crashed": 1, "timeout": 1, "memory": 1, "error": 1}
    with Store.open(tmp_path / "r.sqlite") as store:
        assert sorted(store.keys()) == sorted(f"lot/{name}" for name in BAD)
    assert summary.exit_code() == 4
    monkeypatch.undo()
    # what failed for want of time or memory is done again with a higher limit, what failed by a crash as well; the rest is unchanged
    again = run.run_batch([str(base)], tmp_path / "r.sqlite", fixed(time_limit=60.0, memory_limit=768), jobs=1, told=Quiet())
    assert (again.unchanged, again.checked, again.failed) == (3, 4, 0)


def test_a_document_that_kills_its_reader_costs_that_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tender = tmp_path / "lot" / "M1"
    tender.mkdir(parents=True)
    (tender / "cctp.md").write_text(CCTP, "utf-8")
    (tender / "poison.md").write_text(f"{CCTP}\nPoison.\n", "utf-8")
    monkeypatch.setattr(driver.work, "examine", misbehave.examine_poison)
    hand = driver.Driver(fixed(time_limit=30.0), tmp_path)
    item = Item("lot/M1", (str(tender),))
    try:
        assert hand.do(Task(item)).state is State.AGAIN
        done = hand.do(Task(item, attempt=2))
    finally:
        hand.close()
    record = done.record
    assert record is not None and (record.status, record.attempts) == ("partial", 2)
    assert {document.name: document.status for document in record.documents} == {"cctp.md": "complete", "poison.md": "failed"}
    assert [issue.code for document in record.documents for issue in document.issues] == ["crashed"]


def test_rules_that_change_during_a_run_stop_it(tmp_path: Path) -> None:
    (tmp_path / "cctp.md").write_text(CCTP, "utf-8")
    hand = driver.Driver(replace(fixed(), rules="f" * 64), tmp_path)
    try:
        done = hand.do(Task(Item("lot/cctp.md", (str(tmp_path / "cctp.md"),))))
    finally:
        hand.close()
    assert done.state is State.FATAL and "relancez" in done.message


class _Many(LocalEngine):
    def driver(self, settings: Settings, base: Path | None) -> local.Does:
        return misbehave.Cheap()


def _tasks(count: int) -> Iterator[Task]:
    for number in range(count):
        yield Task(Item(f"lot/M{number:06d}", (f"/lot/M{number:06d}",)))


def test_memory_of_the_parent_does_not_grow() -> None:
    engine = _Many(Settings(), 2)
    try:
        for _ in engine.run(_tasks(200)):
            pass
        tracemalloc.start()
        peaks = []
        for count in (500, 5000):
            tracemalloc.reset_peak()
            assert sum(done is not None for done in engine.run(_tasks(count))) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    finally:
        engine.close()
    assert peaks[1] < peaks[0] * 1.5 + 50_000, peaks


def test_a_plan_is_on_disk(tmp_path: Path) -> None:
    plan = Plan(tmp_path / "plan.sqlite")
    tracemalloc.start()
    peaks = []
    for first, count in ((0, 500), (500, 10_000)):
        tracemalloc.reset_peak()
        for _ in plan.add(Item(f"lot/M{number}", (f"/lot/M{number}",)) for number in range(first, first + count)):
            pass
        assert sum(1 for _ in plan.items()) == first + count
        peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 100_000, peaks
    plan.close()


def test_alone_means_one_at_a_time() -> None:
    engine = _Many(Settings(), 3)
    taken = 0

    def tasks() -> Iterator[Task]:
        nonlocal taken
        for task in _tasks(20):
            taken += 1
            yield task

    try:
        for settled, done in enumerate(engine.run(tasks(), alone=True)):
            assert done is not None and taken <= settled + 2
    finally:
        engine.close()


def test_closing_ends_workers_that_are_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tender = tmp_path / "lot" / "M1"
    tender.mkdir(parents=True)
    (tender / "cctp.md").write_text("PEND", "utf-8")
    monkeypatch.setattr(driver.work, "examine", misbehave.examine)
    engine = LocalEngine(fixed(), 1, tmp_path)
    results = engine.run(iter([Task(Item("lot/M1", (str(tender),)))]))
    assert next(results) is None
    pids = engine.pids()
    begun = time.monotonic()
    engine.close()
    assert pids and time.monotonic() - begun < 8
    assert not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE for pid in pids)


def test_a_fault_of_the_program_is_not_hidden() -> None:
    class Broken(misbehave.Cheap):
        def do(self, task: Task) -> Done:
            raise TypeError("faute")

    class Engine(LocalEngine):
        def driver(self, settings: Settings, base: Path | None) -> local.Does:
            return Broken()

    engine = Engine(Settings(), 1)
    with pytest.raises(TypeError, match="faute"):
        list(engine.run(_tasks(3)))
    engine.close()


def test_folders_of_killed_runs_are_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, alive = tmp_path / "clausecheck-batch-999999999-x", tmp_path / f"clausecheck-batch-{os.getpid()}-y"
    for stale in (dead, alive):
        (stale / "M1").mkdir(parents=True)
    with run_folder() as folder:
        assert folder.is_dir() and not dead.exists() and alive.exists()
    assert not folder.exists()
