"""Killed at any moment, a store opens as its last finished write left it: nothing lost, nothing twice, counts right."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from clausecheck.store.store import Store
from tests.store.made import faults, random_record


def write_for_ever(path: Path, seed: int, out: int) -> None:
    """Write, replace and forget; say each key once it is written."""
    chance = random.Random(seed)
    with Store.open(path) as store:
        os.write(out, b"ready\n")
        while True:
            keys = sorted({f"M{chance.randrange(60)}" for _ in range(chance.randint(1, 12))})
            store.write([random_record(key, random.Random(chance.random())) for key in keys])
            os.write(out, f"{' '.join(keys)}\n".encode())
            store.forget([f"M{chance.randrange(100, 110)}"])
            store.write([random_record(f"M{chance.randrange(100, 110)}", chance)])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")
def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    path, chance = tmp_path / "lot.sqlite", random.Random(7)
    confirmed: set[str] = set()
    in_the_middle = 0
    for number in range(20):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            try:
                write_for_ever(path, number, writing)
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading, "rb") as stream:
            assert stream.readline() == b"ready\n"
            time.sleep(chance.uniform(0.0, 0.12))
            os.kill(child, signal.SIGKILL)
            said = stream.read().decode()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        in_the_middle += path.with_name("lot.sqlite-wal").exists()
        confirmed |= {key for line in said.split("\n")[:-1] for key in line.split()}
        assert faults(path) == []
        with Store.open(path) as store:
            assert confirmed <= set(store.keys()), "what was confirmed is there"
    assert confirmed and in_the_middle >= 5, "the kills came before the store was closed"
