"""From the pieces of a paragraph to its text: hidden text apart, blanks at both ends dropped, line breaks kept where they separate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clausecheck.read.docx_inline import Piece

__all__ = ["Shown", "shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """`text` is the concatenation of the pieces' texts."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def bold(self) -> bool:
        """Whether every visible word is bold."""
        solid = [p for p in self.pieces if p.text.strip()]
        return bool(solid) and all(p.bold for p in solid)

    @property
    def size(self) -> float | None:
        """The size of the longest piece, in points."""
        sized = [p for p in self.pieces if p.size is not None]
        return max(sized, key=_length).size if sized else None


def _length(piece: Piece) -> int:
    return len(piece.text)


def _breaks(pieces: list[Piece]) -> list[Piece]:
    """A break in the middle of a sentence was typed for the layout and becomes a blank; offsets do not move."""
    if not any(p.element is None and p.text == "\n" for p in pieces):
        return pieces
    whole = "".join(p.text for p in pieces)
    out: list[Piece] = []
    at = 0
    for piece in pieces:
        at += len(piece.text)
        if piece.element is None and piece.text == "\n":
            before, after = whole[: at - 1].rstrip(), whole[at:].lstrip()
            if after[:1].islower() and before and before[-1:] not in ".;:!?" and after[1:2] not in ").":
                piece = replace(piece, text=" ")
        out.append(piece)
    return out


def _trim(pieces: list[Piece]) -> list[Piece]:
    while pieces and not pieces[0].text.strip():
        pieces = pieces[1:]
    while pieces and not pieces[-1].text.strip():
        pieces = pieces[:-1]
    if pieces:
        first = pieces[0]
        if first.text[0].isspace():
            text = first.text.lstrip()
            pieces = [replace(first, text=text, skip=len(first.text) - len(text)), *pieces[1:]]
        if pieces[-1].text[-1].isspace():
            pieces = [*pieces[:-1], replace(pieces[-1], text=pieces[-1].text.rstrip())]
    return pieces


def shown(pieces: Sequence[Piece], *, hidden: bool = False) -> Shown:
    """The visible text of a paragraph, or with `hidden` its hidden text."""
    kept = _trim(_breaks([p for p in pieces if p.hidden is hidden]))
    return Shown("".join(p.text for p in kept), tuple(kept))
