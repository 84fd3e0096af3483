"""A supervised call always ends, in time, as a value."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from clausecheck.isolate import Outcome, OutcomeKind, Worker, beat, progress, progress_due, run
from tests.isolate import helpers

ROOT = Path(__file__).parents[2]


def test_a_value_comes_back() -> None:
    outcome = run(helpers.add, (1, 2), deadline_s=20)
    assert outcome.ok and outcome.value == 3


@pytest.mark.parametrize("function", [helpers.sleep, helpers.spin])
def test_deadline(function: object) -> None:
    start = time.monotonic()
    outcome: Outcome[None] = run(function, (60,) if function is helpers.sleep else (), deadline_s=0.4)  # type: ignore[arg-type]
    assert outcome.kind is OutcomeKind.TIMEOUT
    assert time.monotonic() - start < 10


def test_memory_taken_bit_by_bit_is_seen() -> None:
    outcome = run(helpers.eat, (4000,), deadline_s=60, memory_mb=200)
    assert outcome.kind is OutcomeKind.MEMORY
    assert outcome.peak_mb < 400


def test_memory_taken_at_once_is_refused() -> None:
    outcome = run(helpers.gulp, (4000,), deadline_s=60, memory_mb=300)
    assert outcome.kind is OutcomeKind.MEMORY


def test_memory_is_watched_without_the_resource_module() -> None:
    outcome = run(helpers.eat, (4000,), deadline_s=60, memory_mb=200, preload=("tests.isolate.no_resource",))
    assert outcome.kind is OutcomeKind.MEMORY


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_crash_has_its_signal() -> None:
    outcome = run(helpers.abort, deadline_s=20)
    assert (outcome.kind, outcome.code) == (OutcomeKind.CRASHED, -6)


def test_a_silent_exit_has_its_code() -> None:
    outcome = run(helpers.leave, (7,), deadline_s=20)
    assert (outcome.kind, outcome.code) == (OutcomeKind.CRASHED, 7)


def test_an_exception_is_a_message() -> None:
    outcome = run(helpers.fail, deadline_s=20)
    assert (outcome.kind, outcome.message) == (OutcomeKind.ERROR, "ValueError: valeur refusée")


def test_what_was_sent_before_the_end_is_kept() -> None:
    outcome = run(helpers.count_slowly, (1000, 0.05), deadline_s=2.5)
    assert outcome.kind is OutcomeKind.TIMEOUT
    assert outcome.partial is not None and outcome.partial >= 10


def test_silence_is_judged_apart_from_the_deadline() -> None:
    assert run(helpers.beat_slowly, (6, 0.2), deadline_s=20, silence_s=0.8).value == "vivant"
    assert run(helpers.sleep, (20,), deadline_s=30, silence_s=0.5).kind is OutcomeKind.TIMEOUT
    assert run(helpers.ask_for_time, (1.0,), deadline_s=20, silence_s=0.5).value == "prévenu"


def test_printing_does_not_disturb_the_answer() -> None:
    assert run(helpers.talk, deadline_s=20).value == "dit"


def test_too_large_an_answer_is_refused() -> None:
    with Worker(output_limit=1 << 20) as worker:
        assert worker.call(helpers.shout, (1 << 22,), deadline_s=20).kind is OutcomeKind.OUTPUT
        assert worker.call(helpers.shout, (10,), deadline_s=20).value == "x" * 10


def test_one_child_serves_many_calls_and_is_replaced_when_it_dies() -> None:
    with Worker() as worker:
        first = worker.call(helpers.pid, deadline_s=20).value
        assert worker.call(helpers.pid, deadline_s=20).value == first
        assert worker.call(helpers.leave, (1,), deadline_s=20).kind is OutcomeKind.CRASHED
        second = worker.call(helpers.pid, deadline_s=20).value
        assert second not in (None, first)
    assert worker.pid is None
    assert not psutil.pid_exists(second or 0)


def test_a_worker_that_is_dropped_leaves_no_child() -> None:
    worker = Worker()
    pid = worker.call(helpers.pid, deadline_s=20).value
    del worker
    gc.collect()
    assert not psutil.pid_exists(pid or 0)


def test_what_the_child_started_ends_with_it(tmp_path: Path) -> None:
    before = {p.pid for p in psutil.Process().children(recursive=True)}
    outcome = run(helpers.start_other, (str(tmp_path / "marker"),), deadline_s=2, memory_mb=0)
    assert outcome.kind is OutcomeKind.TIMEOUT and (tmp_path / "marker").exists()
    left = [p for p in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(p.info["cmdline"] or ())]
    assert not [p for p in left if p.status() != psutil.STATUS_ZOMBIE]
    assert {p.pid for p in psutil.Process().children(recursive=True)} <= before


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_child_whose_parent_is_killed_ends() -> None:
    code = ("import sys, time; from clausecheck.isolate import Worker; from tests.isolate import helpers; w = Worker(); "
            "print(w.call(helpers.pid, deadline_s=20).value, flush=True); w.call(helpers.sleep, (300,), deadline_s=300)")
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.2)
    parent.kill()
    parent.wait()
    for _ in range(100):
        if not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(0.05)
    else:
        os.kill(child, 9)
        pytest.fail("the child outlived its parent")


def test_beat_and_progress_do_nothing_outside_a_child() -> None:
    beat()
    progress(1)
    assert not progress_due()


def test_it_runs_without_resource_and_fork() -> None:
    code = ("import sys, os; sys.modules['resource'] = None\nfor n in ('fork', 'forkpty'): delattr(os, n) if hasattr(os, n) else None\n"
            "from clausecheck.isolate import run\nfrom tests.isolate import helpers\n"
            "print(run(helpers.add, (1, 2), deadline_s=20, preload=('tests.isolate.no_resource',)).value)\n"
            "from clausecheck.read import read\nprint(read('nulle-part.docx').reading.issues[0].code)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert done.stdout.split() == ["3", "missing-file"], done.stderr


def test_a_child_starts_light() -> None:
    loaded = run(helpers.modules, deadline_s=20).value or []
    heavy = {"spacy", "numpy", "pdfplumber", "docx", "openpyxl", "lxml", "pypdfium2", "psutil", "click", "multiprocessing"}
    assert not heavy & set(loaded)
