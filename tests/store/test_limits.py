"""Two writers at once, and a file that may not grow: each write is whole or not there."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from clausecheck.store.store import Store, StoreError
from tests.store.made import faults, label, random_record, record

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def apart(step: Callable[[], str]) -> tuple[int, int]:
    """Start `step` in a process of its own: its id and where its answer can be read."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, step().encode())
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def answer(child: int, reading: int) -> str:
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode()
    os.waitpid(child, 0)
    return said


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "lot.sqlite"
    Store.open(path).close()

    def writer(name: str) -> Callable[[], str]:
        def write() -> str:
            with Store.open(path) as store:
                for number in range(25):
                    store.write([random_record(f"{name}{number}", random.Random(number)), random_record("shared", random.Random(number))])
            return "done"

        return write

    started = [apart(writer(name)) for name in "AB"]
    assert [answer(*own) for own in started] == ["done", "done"]
    with Store.open(path) as store:
        assert len(list(store.keys())) == 51
    assert faults(path) == []


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="needs limits of the system")
    path = tmp_path / "lot.sqlite"
    with Store.open(path) as store:
        store.write([record("first", label())])

    def write() -> str:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        with Store.open(path) as store:
            for number in range(400):
                try:
                    store.write([record(f"{number}-{n}", label(quote="mot " * 200)) for n in range(10)])
                except StoreError as error:
                    return f"{number} {len(list(store.keys()))} {error}"
        return "never"

    number, kept, message = answer(*apart(write)).split(" ", 2)
    assert int(number) > 0 and int(kept) == 1 + 10 * int(number)
    assert message.startswith(f"« {path} » : le disque") and "rien de cette écriture n'a été gardé" in message
    with Store.open(path) as store:
        assert len(list(store.keys())) == int(kept)
    assert faults(path) == []
