"""The child's side: take calls from standard input, answer on what was standard output, until standard input closes.

Any exception of a called function ends the child after it has told the parent: a process in an unknown state is not used again.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import sys
import threading
import time
from types import TracebackType
from typing import Any, BinaryIO

from clausecheck.isolate.frames import BEAT, CALL, ERROR, MEMORY, PARTIAL, READY, VALUE, read_frame, write_frame
from clausecheck.isolate.limits import limit_cpu, limit_memory

__all__ = ["beat", "main", "progress", "progress_due"]

_NO_LIMIT = 1 << 62
_SPACING_S = 1.0
_SHARE = 20
"""A partial result may cost a twentieth of the time at most."""


class _Line:
    """The way back to the parent; None outside a child."""

    out: BinaryIO | None = None
    next_partial: float = 0.0
    next_beat: float = 0.0


def beat(*, allow_s: float = 0.0) -> None:
    """Tell the parent that work goes on, and that the next step may take `allow_s` seconds. Does nothing outside a child."""
    if _Line.out is not None:
        write_frame(_Line.out, BEAT, pickle.dumps(float(allow_s)))


def progress_due() -> bool:
    """Whether it is time to send a partial result; False outside a child."""
    return _Line.out is not None and time.monotonic() >= _Line.next_partial


def progress(value: object) -> None:
    """Send what there is so far: it becomes Outcome.partial should the call not end well. When not due, it is a sign of life only.

    Does nothing outside a child.
    """
    if _Line.out is None:
        return
    start = time.monotonic()
    if start < _Line.next_partial:
        if start >= _Line.next_beat:
            beat()
            _Line.next_beat = start + _SPACING_S / 2
        return
    write_frame(_Line.out, PARTIAL, pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))
    end = time.monotonic()
    _Line.next_partial = end + max(_SPACING_S, _SHARE * (end - start))


def _tell(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """The excepthook of a child: say what happened before dying of it."""
    if _Line.out is None:
        return
    with contextlib.suppress(OSError):
        if issubclass(kind, MemoryError):
            write_frame(_Line.out, MEMORY)
        else:
            write_frame(_Line.out, ERROR, f"{kind.__name__}: {error}"[:2000].encode("utf-8", "replace"))


def _take_output() -> BinaryIO:
    """Keep standard output for frames; what the libraries print goes to standard error."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(0, os.O_BINARY)
        msvcrt.setmode(1, os.O_BINARY)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _listen(calls: queue.SimpleQueue[bytes]) -> None:
    """Read calls in a thread of its own, so that a child whose parent is gone ends whatever it is doing."""
    while True:
        frame = read_frame(sys.stdin.buffer, limit=_NO_LIMIT)
        if frame is None:
            os._exit(0)
        if frame[0] == CALL:
            calls.put(frame[1])


def _answer(payload: bytes) -> None:
    if _Line.out is None:
        return
    function, args, kwargs, deadline_s, memory_mb = pickle.loads(payload)
    limit_cpu(deadline_s)
    if memory_mb:
        limit_memory(memory_mb)
    _Line.next_partial = time.monotonic() + _SPACING_S
    value: Any = function(*args, **kwargs)
    write_frame(_Line.out, VALUE, pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))


def main(preload: list[str]) -> None:
    """Serve until the parent closes the pipe. `preload` names modules to import before the first call."""
    _Line.out = _take_output()
    sys.excepthook = _tell
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    for module in preload:
        importlib.import_module(module)
    write_frame(_Line.out, READY)
    while True:
        _answer(calls.get())
