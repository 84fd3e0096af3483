"""The same work on an existing Dask cluster (the extra `cluster`). Each worker of the cluster drives supervised children of its own."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from clausecheck.batch.driver import Driver, lost
from clausecheck.batch.item import BatchError, Done, Settings, State, Task
from clausecheck.batch.work import versions

__all__ = ["ClusterEngine", "do_batch"]

_TICK_S = 0.5
_WANTED_S = 4.0
"""Work in one batch: scheduling one costs a few milliseconds, a thousandth of that."""
_MOST = 256
_AHEAD = 2
_WAIT_S = 30.0

_idle: queue.LifoQueue[tuple[Settings, Driver]] = queue.LifoQueue()
_lock = threading.Lock()


def _driver(settings: Settings) -> Driver:
    """An idle driver of this process, warm when there is one."""
    with _lock:
        while not _idle.empty():
            known, driver = _idle.get()
            if known == settings:
                return driver
            driver.close()
    return Driver(settings)


def do_batch(tasks: Sequence[Task], settings: Settings) -> list[Done]:
    """Runs on a worker of the cluster: the tasks in turn, under a supervised child; nothing when tool or rules are not those of the run."""
    wrong = _mismatch(versions(), settings)
    if wrong:
        from distributed import get_worker

        return [Done(tasks[0], State.FATAL, message=f"Le worker {get_worker().address} {wrong}.")]
    driver = _driver(settings)
    done = [driver.do(task) for task in tasks]
    _idle.put((settings, driver))
    return done


def _mismatch(found: tuple[str, str], settings: Settings) -> str:
    if found[0] != settings.tool:
        return f"a clausecheck {found[0]}, la machine qui lance le lot a {settings.tool} : installez partout la même version"
    if found[1] != settings.rules:
        return f"a d'autres règles ({found[1][:12]}) que la machine qui lance le lot ({settings.rules[:12]}) : installez partout les mêmes"
    return ""


class ClusterEngine:
    """Sends batches to a Dask scheduler and brings back what they yield. Raises BatchError when the cluster cannot do the work."""

    def __init__(self, settings: Settings, address: str) -> None:
        try:
            import distributed
        except ImportError as error:
            raise BatchError("Pour --scheduler, installez « pip install 'clausecheck[cluster]' » ici et sur chaque machine du cluster.") from error
        self._settings, self._address = settings, address
        self._finished: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._mean_s = _WANTED_S
        client: Any = distributed.Client
        try:
            self._client: Any = client(address, timeout=_WAIT_S, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise BatchError(f"L'ordonnanceur « {address} » ne répond pas ({error}) : vérifiez son adresse et qu'il est lancé.") from error
        with ExitStack() as stack:
            stack.callback(self.close)
            self._verify()
            stack.pop_all()

    def _verify(self) -> None:
        """Every worker has this tool and these rules; the error names the one that has not."""
        try:
            self._client.wait_for_workers(1, timeout=_WAIT_S)
        except TimeoutError as error:
            raise BatchError(f"L'ordonnanceur « {self._address} » n'a aucun worker : lancez-en au moins un.") from error
        answers = self._client.run(versions, on_error="return")
        for worker, answer in sorted(answers.items()):
            if not isinstance(answer, tuple):
                raise BatchError(f"Le worker {worker} ne peut pas lancer clausecheck ({answer}) : installez-y clausecheck {self._settings.tool}.")
            wrong = _mismatch(answer, self._settings)
            if wrong:
                raise BatchError(f"Le worker {worker} {wrong}.")

    def _threads(self) -> int:
        return max(1, sum(int(count) for count in self._client.nthreads().values()))

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Done | None]:
        """See local.Engine. A batch whose worker is lost is done elsewhere; one that loses several workers is cut into single tasks."""
        flying: dict[str, tuple[Any, list[Task], float]] = {}
        again: list[Task] = []
        left, most, asked = True, 1 if alone else self._threads() * _AHEAD, time.monotonic()
        while True:
            if not alone and time.monotonic() - asked > 10:
                most, asked = self._threads() * _AHEAD, time.monotonic()
            while len(flying) < most and (again or left):
                batch = [again.pop()] if again else self._batch(tasks, 1 if alone else self._size())
                if not batch:
                    left = False
                    break
                future: Any = self._client.submit(do_batch, batch, self._settings, pure=False, retries=0)
                flying[future.key] = (future, batch, time.monotonic())
                future.add_done_callback(self._finished.put)
            if not flying:
                return
            try:
                key = self._finished.get(timeout=_TICK_S).key
            except queue.Empty:
                if self._client.status != "running":
                    raise BatchError(f"L'ordonnanceur « {self._address} » est perdu ; relancez : ce qui est enregistré le reste.") from None
                yield None
                continue
            if key in flying:
                future, batch, _ = flying.pop(key)
                yield from self._results(future, batch, again)
                future.release()

    def _size(self) -> int:
        return max(1, min(_MOST, round(_WANTED_S / max(self._mean_s, 0.001))))

    def _batch(self, tasks: Iterator[Task], size: int) -> list[Task]:
        batch = []
        for task in tasks:
            batch.append(task)
            if len(batch) == size:
                break
        return batch

    def _results(self, future: Any, batch: list[Task], again: list[Task]) -> Iterator[Done]:
        if future.status == "finished":
            results: list[Done] = future.result()
            times = [done.record.seconds for done in results if done.record is not None] or [0.002]
            self._mean_s += 0.3 * (sum(times) / len(times) - self._mean_s)
            yield from results
        elif len(batch) > 1:
            again += batch
        else:
            if future.status == "error" and type(future.exception()).__name__ not in ("KilledWorker", "CancelledError"):
                raise BatchError(f"Un worker n'a pas pu travailler ({future.exception()}) : vérifiez qu'il a clausecheck {self._settings.tool}.")
            yield lost(batch[0], self._settings)

    def close(self) -> None:
        """Leave the cluster; the children of its workers end with their own input."""
        with suppress(OSError, TimeoutError):
            self._client.close()
