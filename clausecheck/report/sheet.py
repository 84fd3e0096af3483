"""A sheet of text for a terminal: titles, items, quotes and tables, wrapped to a width; with rich underneath."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

__all__ = ["Piece", "Sheet", "shorten"]

Piece = str | tuple[str, str]
"""A text, or a text with its rich style."""

QUOTE_LENGTH = 260

_BEFORE_SIGN = re.compile(r" (?=[;:!?»%€])|(?<=«) ")
_HOLD = "\ue000"
"""Stands for a no-break space while lines are wrapped: rich breaks at every blank, the no-break space too."""


def shorten(text: str, length: int = QUOTE_LENGTH) -> str:
    """`text` on one line, cut between two words with « … » when longer than `length` characters."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


class Sheet:
    """Collects lines; `text()` gives them. Nothing relies on colour alone, so `colour=False` loses no information."""

    def __init__(self, *, width: int = 80, colour: bool = False) -> None:
        self._buffer = io.StringIO()
        self._console = Console(
            file=self._buffer, width=max(width, 40), force_terminal=colour, color_system="standard" if colour else None, highlight=False,
            markup=False, emoji=False, legacy_windows=False,
        )

    def text(self) -> str:
        """All lines, without blanks at their ends."""
        text = self._buffer.getvalue().replace(_HOLD, "\N{NO-BREAK SPACE}")
        return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n") + "\n"

    def blank(self) -> None:
        """An empty line."""
        self._console.print()

    def title(self, text: str) -> None:
        """A section title over a rule of the sheet's width."""
        self._console.print()
        self._console.print(Text(text.upper(), style="bold cyan"))
        self._console.print(Text("─" * self._console.width, style="cyan"))

    def line(self, *pieces: Piece, indent: int = 0) -> None:
        """A paragraph; the following lines keep the indent."""
        self._console.print(Padding(_text(pieces), (0, 0, 0, indent)))

    def item(self, *pieces: Piece, indent: int = 0, bullet: str = "•") -> None:
        """A paragraph with a bullet; the following lines stand under its first word."""
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(width=len(bullet), no_wrap=True)
        table.add_column()
        table.add_row(Text(_held(bullet)), _text(pieces))
        self._console.print(Padding(table, (0, 0, 0, indent)))

    def quote(self, text: str, *, indent: int = 2, length: int = QUOTE_LENGTH) -> None:
        """A sentence of the tender between French quotation marks."""
        self.line((f"«\N{NO-BREAK SPACE}{shorten(text, length)}\N{NO-BREAK SPACE}»", "italic"), indent=indent)

    def grid(self, rows: Iterable[Sequence[Piece]], *, indent: int = 2, right: Sequence[int] = (), flexible: int = 0) -> None:
        """A table without borders. `right`: columns set to the right; `flexible`: the column that wraps, the others never do."""
        table = Table.grid(padding=(0, 2, 0, 0))
        lines = [[_text([piece]) for piece in row] for row in rows]
        if not lines:
            return
        for index in range(len(lines[0])):
            fixed = index != flexible
            table.add_column(no_wrap=fixed, justify="right" if index in right else "left", ratio=None if fixed else 1)
        for line in lines:
            table.add_row(*line)
        self._console.print(Padding(table, (0, 0, 0, indent)))


def _text(pieces: Iterable[Piece]) -> Text:
    text = Text()
    for piece in pieces:
        words, style = (piece, "") if isinstance(piece, str) else piece
        text.append(_held(words), style=style or None)
    return text


def _held(text: str) -> str:
    """French signs stay with the word they belong to."""
    return _BEFORE_SIGN.sub(_HOLD, text).replace("\N{NO-BREAK SPACE}", _HOLD).replace("\N{NARROW NO-BREAK SPACE}", _HOLD)
