"""Functions that misbehave, for a child to run."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from clausecheck.isolate import beat, progress


def add(left: int, right: int) -> int:
    """Work well."""
    return left + right


def pid() -> int:
    """Tell which process this is."""
    return os.getpid()


def sleep(seconds: float) -> None:
    """Hang."""
    time.sleep(seconds)


def spin() -> None:
    """Compute for ever."""
    while True:
        pass


def eat(megabytes: int) -> int:
    """Take memory bit by bit."""
    held = []
    for _ in range(megabytes):
        held.append(bytearray(1 << 20))
        time.sleep(0.001)
    return len(held)


def gulp(megabytes: int) -> int:
    """Take memory at once."""
    return len(bytearray(megabytes << 20))


def abort() -> None:
    """Die as PDFium does."""
    os.abort()


def leave(code: int) -> None:
    """Leave without a word."""
    os._exit(code)


def fail() -> None:
    """Raise."""
    raise ValueError("valeur refusée")


def count_slowly(upto: int, pause: float) -> int:
    """Send what there is as it comes."""
    for number in range(upto):
        time.sleep(pause)
        progress(number)
    return upto


def beat_slowly(times: int, pause: float) -> str:
    """Be slow but alive."""
    for _ in range(times):
        beat()
        time.sleep(pause)
    return "vivant"


def ask_for_time(seconds: float) -> str:
    """Announce a long step."""
    beat(allow_s=seconds + 1)
    time.sleep(seconds)
    return "prévenu"


def talk() -> str:
    """Print, as libraries do."""
    print("bavardage")
    sys.stdout.flush()
    os.write(1, b"encore")
    return "dit"


def shout(size: int) -> str:
    """Answer too much."""
    return "x" * size


def start_other(marker: str) -> None:
    """Start a program that would outlive its parent."""
    subprocess.Popen([sys.executable, "-c", f"import time; open({marker!r}, 'w').write('x'); time.sleep(60)"])
    while not os.path.exists(marker):
        time.sleep(0.02)
    time.sleep(60)


def modules() -> list[str]:
    """Which modules a child has loaded."""
    return sorted(sys.modules)
