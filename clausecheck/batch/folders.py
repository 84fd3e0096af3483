"""The temporary folder of a run: what is fetched or unpacked lies there and is removed, also when a worker or an earlier run was killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["run_folder"]

_PREFIX = "clausecheck-batch-"


@contextmanager
def run_folder() -> Iterator[Path]:
    """A folder for this run, removed at its end; those of runs that were killed are removed at its start."""
    _remove_stale(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _remove_stale(base: Path) -> None:
    """The process id is in the folder's name: it is stale when there is no such process any more."""
    import psutil

    for folder in base.glob(f"{_PREFIX}*-*"):
        pid = folder.name[len(_PREFIX):].split("-", 1)[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
