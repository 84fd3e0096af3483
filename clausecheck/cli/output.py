"""Where a command's answer goes: standard output or the file of -o; messages go to standard error."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

__all__ = ["colour_wanted", "deliver", "note", "text_width"]

_WIDEST = 110
"""Longer lines are tiring to read."""
_PLAIN = 80
_PLAIN_SIGNS = str.maketrans({
    "✓": "+", "✗": "x", "→": "->", "•": "-", "─": "-", "█": "#", "░": ".", "›": ">", "…": "...", "≥": ">=", "≤": "<=",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
})


def note(message: str) -> None:
    """One line of progress or advice on standard error, at once."""
    click.echo(message, err=True)
    sys.stderr.flush()


def text_width(target: Path | None) -> int:
    """Width of a text answer: the terminal's, within reason; 80 for a file or a pipe."""
    if target is not None or not sys.stdout.isatty():
        return _PLAIN
    return max(_PLAIN // 2, min(_WIDEST, shutil.get_terminal_size((_PLAIN, 24)).columns))


def colour_wanted(target: Path | None) -> bool:
    """Colour on a terminal only, and never against the NO_COLOR convention (no-color.org)."""
    return target is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def deliver(answer: str | bytes, target: Path | None, *, machine: bool = False) -> None:
    """Write an answer. `machine`: JSON and the like, always UTF-8 with line feeds, whatever the console; so are bytes, which are written as they are.
    Exits with code 2 when a file refuses."""
    data = answer if isinstance(answer, bytes) else answer.encode()
    if target is not None:
        try:
            target.write_bytes(data)
        except OSError as error:
            reason = error.strerror or "erreur inconnue"
            raise click.UsageError(f"« {target} » ne peut pas être écrit ({reason}) : indiquez un autre fichier avec -o.") from error
        return
    if isinstance(answer, bytes) or (machine and hasattr(sys.stdout, "buffer")):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    click.echo(_writable(answer), nl=False)


def _writable(text: str) -> str:
    """The text with plain signs in place of those that the output cannot hold (a redirection under Windows, an old terminal)."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(_PLAIN_SIGNS)
    return text
