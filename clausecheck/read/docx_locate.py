"""From a place in a block back to the w:t elements of the Word file, for whoever marks the words there.

    places = WordPlaces(root, "word/document.xml", styles)      # the same part, parsed again by anyone
    pieces = places.pieces(block)
    for element, start, end in locate(pieces, from_, to): ...   # element.text[start:end] are the words
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from clausecheck.model import Block, BlockKind
from clausecheck.read.docx_line import shown
from clausecheck.read.docx_numbering import Numbering
from clausecheck.read.docx_story import Shared, Story
from clausecheck.read.docx_styles import Styles
from clausecheck.text.normalise import normalise_with_map

__all__ = ["TextPiece", "WordPlaces", "locate"]


@dataclass(frozen=True, slots=True)
class TextPiece:
    """`text` stands at `start` in the block's text and comes from `element` (w:t, w:delText or m:t): its character i is
    `element.text[sources[i]]`, before normalisation."""

    element: etree._Element
    text: str
    start: int
    sources: array[int]


class WordPlaces:
    """Walks one part again as the reader did. `root` is the part's root element, `styles` that of word/styles.xml (None when there is none),
    `revisions` what the Document was read with ("accepted" when Reading.revisions is None)."""

    def __init__(self, root: etree._Element, part: str, styles: etree._Element | None, *, revisions: str = "accepted") -> None:
        resolved = Styles(styles)
        self.part = part
        self._story = Story(root, part, Shared(resolved, Numbering(None, resolved), original=revisions == "original"))
        self._paragraphs = list(self._story.index)

    def paragraph(self, block: Block) -> etree._Element | None:
        """The w:p that holds `block`, None when its place is in another part."""
        part, _, number = block.place.partition("#")
        if part != self.part or not number.isdecimal() or int(number) >= len(self._paragraphs):
            return None
        return self._paragraphs[int(number)]

    def pieces(self, block: Block) -> list[TextPiece]:
        """The pieces of a block in order, starting after `block.prefix`; what Word draws itself (breaks, symbols) has none."""
        paragraph = self.paragraph(block)
        if paragraph is None:
            return []
        out: list[TextPiece] = []
        at = block.prefix
        for piece in shown(self._story.line(paragraph).pieces, hidden=block.kind is BlockKind.HIDDEN).pieces:
            if piece.element is not None:
                sources = normalise_with_map((piece.element.text or "").replace("\n", " "))[1][piece.skip : piece.skip + len(piece.text)]
                out.append(TextPiece(piece.element, piece.text, at, sources))
            at += len(piece.text)
        return out


def locate(pieces: Sequence[TextPiece], start: int, end: int) -> list[tuple[etree._Element, int, int]]:
    """Where the block's characters `start … end` are: (element, from, to) with offsets into `element.text`, in order."""
    out: list[tuple[etree._Element, int, int]] = []
    for piece in pieces:
        first, last = max(start, piece.start) - piece.start, min(end, piece.start + len(piece.text)) - piece.start
        if first < last:
            stop = piece.sources[last] if last < len(piece.sources) else piece.sources[last - 1] + 1
            out.append((piece.element, piece.sources[first], stop))
    return out
