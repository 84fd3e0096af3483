"""The same work on a real Dask cluster of two processes on this machine, one of them killed on the way."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clausecheck.batch import cluster
from clausecheck.batch.item import BatchError
from clausecheck.batch.run import run_batch
from clausecheck.batch.summary import Summary
from tests.batch.compare import content
from tests.batch.pieces import Quiet, fixed, folder

distributed: Any = pytest.importorskip("distributed", reason="dask.distributed is not installed")
COUNT = 80


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    """Two worker processes; a nanny starts another in place of one that dies."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as opened:
        yield opened


def pids(opened: Any) -> list[int]:
    with distributed.Client(opened.scheduler_address, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def test_a_lost_worker_loses_nothing(tmp_path: Path, started: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    base = folder(tmp_path / "lot", COUNT)
    run_batch([str(base)], tmp_path / "here.sqlite", fixed(), jobs=1, told=Quiet())
    monkeypatch.setattr(cluster, "_WANTED_S", 0.5)  # many batches, so that some are in flight when the worker is lost
    killed: list[int] = []

    class Killer(Quiet):
        def going(self, summary: Summary) -> None:
            if summary.done >= 5 and not killed:
                killed.append(pids(started)[0])
                os.kill(killed[0], signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    summary = run_batch([str(base)], tmp_path / "there.sqlite", fixed(), jobs=1, told=Killer(), scheduler=started.scheduler_address)
    assert killed and (summary.checked, summary.failed) == (COUNT, 0)
    assert content(tmp_path / "here.sqlite") == content(tmp_path / "there.sqlite")
    again = run_batch([str(base)], tmp_path / "there.sqlite", fixed(), jobs=1, told=Quiet(), scheduler=started.scheduler_address)
    assert again.unchanged == COUNT


@pytest.mark.parametrize(("changes", "said"), [({"tool": "9.9.9"}, "9.9.9"), ({"rules": "f" * 64}, "d'autres règles")])
def test_other_versions_are_refused(started: Any, changes: dict[str, str], said: str) -> None:
    with pytest.raises(BatchError, match=f"Le worker tcp://.*{said}"):
        cluster.ClusterEngine(replace(fixed(), **changes), started.scheduler_address)  # type: ignore[arg-type]


def test_a_worker_that_joins_later_is_verified_too(started: Any) -> None:
    from clausecheck.batch.item import Item, State, Task

    with distributed.Client(started.scheduler_address, set_as_default=False) as client:
        (done,) = client.submit(cluster.do_batch, [Task(Item("a", ("a",)))], replace(fixed(), tool="9.9.9"), pure=False).result(timeout=30)
    assert done.state is State.FATAL and "Le worker tcp://" in done.message


def test_no_scheduler_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_WAIT_S", 1.0)
    with pytest.raises(BatchError, match="ne répond pas"):
        cluster.ClusterEngine(fixed(), "tcp://127.0.0.1:9")


def test_without_distributed_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BatchError, match=r"clausecheck\[cluster\]"):
        cluster.ClusterEngine(fixed(), "tcp://127.0.0.1:9")
