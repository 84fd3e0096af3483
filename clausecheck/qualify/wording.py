"""How a finding tells what decided it, in French."""

from __future__ import annotations

from collections.abc import Sequence

from clausecheck.qualify.force import Ruling

__all__ = ["one_line", "reasons"]

_TOLD = 4


def one_line(text: str) -> str:
    """The text with every run of blanks made one space."""
    return " ".join(text.split())


def reasons(rulings: Sequence[Ruling]) -> list[str]:
    """The ruling that governs and those it set aside, a line each."""
    lines = []
    for number, ruling in enumerate(rulings[:_TOLD]):
        head = "retenu" if number == 0 else "écarté"
        words = f" « {ruling.words} »" if ruling.words else ""
        lines.append(f"{head} : {ruling.force} par {ruling.cue}{words} ({ruling.scope}, priorité {ruling.priority})")
    return lines
