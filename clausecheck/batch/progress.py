"""How a run goes, for the user: a bar on a terminal, else a plain line now and then; and the closing summary."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from clausecheck.batch.summary import Summary
from clausecheck.store.reasons import FAILURES as REASONS

__all__ = ["REASONS", "Bar", "Lines", "clock", "figure", "summary_lines", "teller"]

_EVERY_S = 10.0
_NBSP = "\N{NO-BREAK SPACE}"


def figure(value: float, digits: int = 0) -> str:
    """A number as written in French: 1 234,5."""
    return f"{value:,.{digits}f}".replace(",", _NBSP).replace(".", ",")


def clock(seconds: float) -> str:
    """A duration: 0:42, 12:05, 3:04:09."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _state(summary: Summary) -> str:
    """"14,2 marchés/s, reste 3:20, 2 échecs"."""
    rate = summary.done / summary.seconds if summary.seconds > 0 else 0.0
    parts = [f"{figure(rate, 1)} marchés/s"]
    if rate > 0 and summary.done < summary.planned:
        parts.append(f"reste {clock((summary.planned - summary.done) / rate)}")
    if summary.failed:
        parts.append(f"{figure(summary.failed)} échec{'s' if summary.failed > 1 else ''}")
    return ", ".join(parts)


class Lines:
    """Plain lines, for a log: one every ten seconds at most."""

    def __init__(self, stream: TextIO, *, every_s: float = _EVERY_S) -> None:
        self._stream, self._every_s = stream, every_s
        self._next = time.monotonic() + every_s

    def say(self, message: str) -> None:
        """A sentence, at once."""
        print(message, file=self._stream, flush=True)

    def counting(self, count: int) -> None:
        """So many tenders found."""
        if self._due():
            self.say(f"Recensement : {figure(count)} marchés…")

    def going(self, summary: Summary) -> None:
        """Where the run is."""
        if self._due():
            self.say(f"{figure(summary.done)}/{figure(summary.planned)} marchés, {_state(summary)}")

    def _due(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._every_s
        return True


class Bar:
    """A progress bar of rich on a terminal."""

    def __init__(self, progress: Any) -> None:
        self._progress = progress
        self._task = progress.add_task("Recensement…", total=None, state="")

    def say(self, message: str) -> None:
        """A sentence above the bar."""
        self._progress.console.print(message, markup=False, highlight=False)

    def counting(self, count: int) -> None:
        """So many tenders found."""
        self._progress.update(self._task, description=f"Recensement : {figure(count)} marchés")

    def going(self, summary: Summary) -> None:
        """Where the run is."""
        self._progress.update(
            self._task, description=f"{figure(summary.done)}/{figure(summary.planned)} marchés", completed=summary.done, total=summary.planned,
            state=_state(summary))


@contextmanager
def teller(stream: TextIO | None = None) -> Iterator[Bar | Lines]:
    """A bar when `stream` (standard error) is a terminal, else lines."""
    stream = stream if stream is not None else sys.stderr
    if not stream.isatty():
        yield Lines(stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"))
    with Progress(*columns, console=Console(file=stream), transient=True, refresh_per_second=4) as progress:
        yield Bar(progress)


def summary_lines(summary: Summary) -> list[str]:
    """The closing lines of a run."""
    lines = ["Interrompu : ce qui est fait est enregistré ; la même commande reprend la suite."] if summary.interrupted else []
    fresh = summary.checked + summary.partial + summary.failed
    lines += [
        f"{_some(summary.planned, 'marché')} : {_some(summary.checked, 'contrôlé')}, {figure(summary.partial)} en partie, "
        f"{figure(summary.failed)} en échec, {_some(summary.unchanged, 'inchangé')}.",
        f"{_some(summary.documents, 'document')}, {_some(summary.pages, 'page')}, {_some(summary.words, 'mot')} en {clock(summary.seconds)}"
        + (f" ({figure(fresh / summary.seconds, 1)} marchés/s)." if fresh and summary.seconds else "."),
    ]
    for code, count in sorted(summary.reasons.items(), key=_by_count):
        lines.append(f"  {figure(count)} : {REASONS.get(code, code)} ({code})")
    return lines


def _some(count: int, word: str) -> str:
    """« 0 marché », « 1 marché », « 2 marchés »."""
    return f"{figure(count)} {word}{'s' if count > 1 else ''}"


def _by_count(row: tuple[str, int]) -> tuple[int, str]:
    return -row[1], row[0]
