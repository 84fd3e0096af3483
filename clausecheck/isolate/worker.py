"""The parent's side: one child that takes calls in turn, watched for time, memory and size of its answer, replaced when it dies."""

from __future__ import annotations

import contextlib
import pickle
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from clausecheck.isolate.frames import BEAT, CALL, ERROR, MEMORY, PARTIAL, READY, VALUE, FrameTooLarge, read_frame, write_frame
from clausecheck.isolate.kill import kill_tree
from clausecheck.isolate.outcome import Outcome, OutcomeKind

__all__ = ["Worker", "run"]

T = TypeVar("T")

_BOOT = "import sys; n = int(sys.argv[1]); sys.path[:] = sys.argv[2 + n:]; from clausecheck.isolate.child import main; main(sys.argv[2:2 + n])"
_TICK_S = 0.05
_TREE_EVERY = 10
_OUTPUT = 256 * 1024 * 1024
_MB = 1024 * 1024
_START_S = 60.0
_LEAVE_S = 1.0
_GONE, _TOO_LARGE = b"", b"!"

_Frames = queue.SimpleQueue[tuple[bytes, bytes]]


@dataclass(slots=True)
class _Watch:
    """One call while it runs: when it must end, what it sent so far, how much memory it took."""

    started: float
    deadline: float
    silence_s: float
    quiet_until: float
    memory: int
    partial: bytes | None = None
    peak: int = 0
    ticks: int = 0

    def late(self, now: float) -> bool:
        return now >= self.deadline or now >= self.quiet_until


class Worker:
    """A child process that runs module-level functions, one at a time. Not for several threads at once.

    `preload` names modules that the child imports while it waits. The child starts at once and is started again after it died.
    """

    def __init__(self, *, preload: Sequence[str] = (), output_limit: int = _OUTPUT) -> None:
        self._preload = list(preload)
        self._output_limit = output_limit
        self._process: subprocess.Popen[bytes] | None = None
        self._frames: _Frames = queue.SimpleQueue()
        self._finalizer: weakref.finalize[Any, Any] | None = None
        self._ready = False
        self._idle = True
        self._start()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id, None when there is none."""
        return self._process.pid if self._process is not None else None

    def _start(self) -> None:
        command = [sys.executable, "-c", _BOOT, str(len(self._preload)), *self._preload, *sys.path]
        group: dict[str, Any] = {"creationflags": 0x00000200} if sys.platform == "win32" else {"start_new_session": True}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **group)
        self._process, self._frames = process, queue.SimpleQueue()
        threading.Thread(target=_pump, args=(process.stdout, self._frames, self._output_limit), daemon=True).start()
        self._finalizer = weakref.finalize(self, _end, process)

    def close(self) -> None:
        """End the child. The worker can be used again: a call starts another."""
        process = self._process
        if process is not None and self._idle and process.stdin is not None:
            # An idle child leaves by itself when its input closes, which spares looking for what it might have started.
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                process.stdin.close()
                process.wait(timeout=_LEAVE_S)
        if self._finalizer is not None:
            self._finalizer()
        self._process = self._finalizer = None
        self._ready = False

    def call(
        self, function: Callable[..., T], args: Sequence[object] = (), kwargs: Mapping[str, object] | None = None, *,
        deadline_s: float, memory_mb: int = 1024, silence_s: float | None = None,
    ) -> Outcome[T]:
        """Run `function(*args, **kwargs)` in the child; function, arguments and result must be picklable.

        `deadline_s`: seconds the whole call may take. `silence_s`: seconds it may go without `beat` or `progress`; a beat may ask for more.
        `memory_mb`: resident memory of the child and what it starts, and growth of its address space where the system limits that.
        """
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._start()
        self._await_ready()
        payload = pickle.dumps((function, tuple(args), dict(kwargs or {}), deadline_s, memory_mb), protocol=pickle.HIGHEST_PROTOCOL)
        now = time.monotonic()
        silence = deadline_s if silence_s is None else silence_s
        watch = _Watch(now, now + deadline_s, silence, now + silence, memory_mb * _MB)
        self._idle = False
        try:
            outcome: Outcome[T] = self._run(payload, watch)
            self._idle = outcome.ok
            return outcome
        finally:
            if not self._idle:
                self.close()

    def _await_ready(self) -> None:
        """Wait for the child to be up: starting it is not the call's fault, its clock has not begun. A child that died is met by the call."""
        if self._ready:
            return
        with contextlib.suppress(queue.Empty):
            letter, body = self._frames.get(timeout=_START_S)
            self._ready = letter == READY
            if not self._ready:
                self._frames.put((letter, body))

    def _run(self, payload: bytes, watch: _Watch) -> Outcome[Any]:
        process = self._process
        if process is None or process.stdin is None:
            return self._outcome(OutcomeKind.CRASHED, watch)
        try:
            write_frame(process.stdin, CALL, payload)  # type: ignore[arg-type]
        except OSError:
            return self._died(process, watch)
        while True:
            with contextlib.suppress(queue.Empty):
                letter, body = self._frames.get(timeout=_TICK_S)
                ended = self._frame(process, letter, body, watch)
                if ended is not None:
                    return ended
            now = time.monotonic()
            if watch.late(now):
                return self._outcome(OutcomeKind.TIMEOUT, watch)
            if self._over_memory(process, watch):
                return self._outcome(OutcomeKind.MEMORY, watch)

    def _frame(self, process: subprocess.Popen[bytes], letter: bytes, body: bytes, watch: _Watch) -> Outcome[Any] | None:
        """Take one frame; the outcome when it ends the call."""
        watch.quiet_until = time.monotonic() + watch.silence_s
        if letter == VALUE:
            return self._outcome(OutcomeKind.OK, watch, value=pickle.loads(body))
        if letter == PARTIAL:
            watch.partial = body
        elif letter == BEAT:
            watch.quiet_until = max(watch.quiet_until, time.monotonic() + float(pickle.loads(body)))
        elif letter == ERROR:
            return self._outcome(OutcomeKind.ERROR, watch, message=body.decode("utf-8", "replace"))
        elif letter == MEMORY:
            return self._outcome(OutcomeKind.MEMORY, watch)
        elif letter == _TOO_LARGE:
            return self._outcome(OutcomeKind.OUTPUT, watch)
        elif letter == _GONE:
            return self._died(process, watch)
        return None

    def _over_memory(self, process: subprocess.Popen[bytes], watch: _Watch) -> bool:
        """Look at the child's memory, and now and then at that of the programs it started."""
        watch.ticks += 1
        if not watch.memory:
            return False
        import psutil

        try:
            child = psutil.Process(process.pid)
            used = int(child.memory_info().rss)
            if watch.ticks % _TREE_EVERY == 0:
                used += sum(int(c.memory_info().rss) for c in child.children(recursive=True))
        except psutil.Error:
            return False
        watch.peak = max(watch.peak, used)
        return used > watch.memory

    def _died(self, process: subprocess.Popen[bytes], watch: _Watch) -> Outcome[Any]:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        return self._outcome(OutcomeKind.CRASHED, watch, code=process.returncode)

    def _outcome(self, kind: OutcomeKind, watch: _Watch, *, value: Any = None, message: str = "", code: int | None = None) -> Outcome[Any]:
        partial = pickle.loads(watch.partial) if watch.partial is not None and kind is not OutcomeKind.OK else None
        return Outcome(
            kind=kind, value=value, partial=partial, message=message, code=code, seconds=time.monotonic() - watch.started, peak_mb=watch.peak / _MB,
        )


def _pump(stream: IO[bytes], frames: _Frames, limit: int) -> None:
    """Bring the child's frames to the queue until it is gone."""
    with contextlib.suppress(OSError, ValueError):
        while True:
            try:
                frame = read_frame(stream, limit=limit)  # type: ignore[arg-type]
            except FrameTooLarge:
                frames.put((_TOO_LARGE, b""))
                return
            if frame is None:
                break
            frames.put(frame)
    frames.put((_GONE, b""))


def _end(process: subprocess.Popen[bytes]) -> None:
    kill_tree(process)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def run(
    function: Callable[..., T], args: Sequence[object] = (), kwargs: Mapping[str, object] | None = None, *,
    deadline_s: float, memory_mb: int = 1024, silence_s: float | None = None, preload: Sequence[str] = (),
) -> Outcome[T]:
    """Run one function in a child of its own; see Worker.call."""
    with Worker(preload=preload) as worker:
        return worker.call(function, args, kwargs, deadline_s=deadline_s, memory_mb=memory_mb, silence_s=silence_s)
