"""The work on this machine: one thread for each worker process, a bounded number of tasks at a time."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from clausecheck.batch.driver import Driver
from clausecheck.batch.item import BatchError, Done, Settings, Task

__all__ = ["Does", "Engine", "LocalEngine"]

_TICK_S = 0.5
_AHEAD = 3
"""Tasks waiting for each worker: none is idle while results are written, and memory stays bounded."""


class Does(Protocol):
    """What a thread drives."""

    @property
    def pid(self) -> int | None:
        """Process id of the worker."""
    def do(self, task: Task) -> Done:
        """Do one task."""
    def close(self) -> None:
        """End the worker."""


class Engine(Protocol):
    """Where tasks are done."""

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Done | None]:
        """Results as they come, None now and then while there is none. `alone`: one task at a time."""
    def close(self) -> None:
        """End the workers, whatever they do."""


class LocalEngine:
    """`jobs` worker processes on this machine; `make` makes what drives one of them."""

    def __init__(self, settings: Settings, jobs: int, base: Path | None = None) -> None:
        self._drivers: list[Does] = [self.driver(settings, base) for _ in range(jobs)]
        self._todo: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._drive, args=(driver,), daemon=True) for driver in self._drivers]
        for thread in self._threads:
            thread.start()

    def driver(self, settings: Settings, base: Path | None) -> Does:
        """What drives one worker."""
        return Driver(settings, base)

    def pids(self) -> list[int]:
        """Process ids of the workers there are now."""
        return [pid for driver in self._drivers if (pid := driver.pid) is not None]

    def _drive(self, driver: Does) -> None:
        while (task := self._todo.get()) is not None:
            try:
                done: Done | BaseException = driver.do(task)
            except (OSError, RuntimeError, ValueError, TypeError, AttributeError, LookupError, ImportError, EOFError) as error:
                done = error  # a fault of this program, or no memory left to start a process: told in the main thread
            if self._stopped.is_set():
                break
            self._done.put(done)
        driver.close()

    def run(self, tasks: Iterator[Task], *, alone: bool = False) -> Iterator[Done | None]:
        """See Engine. Raises BatchError when a process or a temporary folder cannot be had, and what else a thread could not handle."""
        most = 1 if alone else len(self._drivers) * _AHEAD
        flying, left = 0, True
        while True:
            while left and flying < most:
                task = next(tasks, None)
                left = task is not None
                if task is not None:
                    self._todo.put(task)
                    flying += 1
            if not flying:
                return
            try:
                done = self._done.get(timeout=_TICK_S)
            except queue.Empty:
                yield None
                continue
            if isinstance(done, OSError):
                raise BatchError(f"Un processus de travail n'a pas pu être lancé ({done}) : libérez de la mémoire ou du disque, puis relancez.")
            if isinstance(done, BaseException):
                raise done
            flying -= 1
            yield done

    def close(self) -> None:
        """End the workers: at once those that work, for what they do will be done again."""
        self._stopped.set()
        for _ in self._threads:
            self._todo.put(None)
        for driver, thread in zip(self._drivers, self._threads, strict=True):
            thread.join(timeout=_TICK_S)
            if thread.is_alive() and driver.pid is not None:
                _kill(driver.pid)
            thread.join(timeout=10)


def _kill(pid: int) -> None:
    import psutil

    try:
        worker = psutil.Process(pid)
        for process in (*worker.children(recursive=True), worker):
            process.kill()
    except psutil.Error:
        return
