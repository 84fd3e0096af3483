"""Ending a process with everything it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

__all__ = ["kill_tree"]


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """Kill `process` and its descendants at once, and wait for it. A process that is already gone is no error."""
    if process.poll() is None:
        for pid in _descendants(process.pid):
            _kill(pid)
        if sys.platform != "win32":
            _kill_group(process.pid)
        process.kill()
    process.wait()


def _descendants(pid: int) -> list[int]:
    import psutil

    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def _kill(pid: int) -> None:
    import psutil

    try:
        psutil.Process(pid).kill()
    except psutil.Error:
        return


def _kill_group(pid: int) -> None:
    """The child leads a group of its own: what it started is in it, unless it left it."""
    try:
        if os.getpgid(pid) == pid:
            os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
