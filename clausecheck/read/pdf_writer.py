"""Paragraphs of lines to the text of a Document, with the way back to the file's characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausecheck.model import Block, BlockKind, Cell, Run, WordBox
from clausecheck.read.blocks import Draft, assemble
from clausecheck.read.pdf_hyphen import Hyphens, ends_with_hyphen
from clausecheck.read.pdf_page import Line

__all__ = ["Assembled", "Writer"]


@dataclass(frozen=True, slots=True)
class Assembled:
    """`runs` maps the text back to PDFium's characters; `word_boxes` places the words that have none."""

    text: str
    blocks: tuple[Block, ...]
    runs: tuple[Run, ...]
    word_boxes: tuple[WordBox, ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    """What one line gives to a block: its offset there, and the PDFium indices of its characters."""

    offset: int
    line: Line
    chars: Sequence[int]


def _runs(start: int, page: int, chars: Sequence[int]) -> Iterator[Run]:
    """Stretches of neighbouring characters; blanks that the file does not hold have none."""
    if isinstance(chars, range):
        if len(chars):
            yield Run(start, len(chars), page, chars.start)
        return
    begin = 0
    for index in range(1, len(chars) + 1):
        if index == len(chars) or chars[index] != chars[index - 1] + 1:
            if chars[begin] >= 0:
                yield Run(start + begin, index - begin, page, chars[begin])
            begin = index


class Writer:
    """Collects blocks in reading order. `hyphens` decides what becomes of hyphens at line ends."""

    def __init__(self, hyphens: Hyphens) -> None:
        self._hyphens = hyphens
        self._drafts: list[Draft] = []
        self._spans: list[list[_Span]] = []

    def _join(self, lines: list[Line], cell: bool) -> tuple[str, list[_Span]]:
        """The text of a paragraph, hyphens mended; `cell`: it stands in a cell of a table."""
        parts: list[str] = []
        spans: list[_Span] = []
        length = 0
        for index, line in enumerate(lines):
            text, chars = line.text, line.chars
            following = lines[index + 1] if index + 1 < len(lines) else None
            glue = "-" if line.hyphen else ""
            if following is not None and not ends_with_hyphen(line, following):
                glue = "" if cell and " " not in line.text and self._hyphens.broken(line, following) else " "
            elif following is not None and not self._hyphens.keeps(line, following):
                glue = ""
                if not line.hyphen:
                    text, chars = text[:-1], chars[:-1]
            spans.append(_Span(length, line, chars))
            length += len(text)
            if glue == "-" and chars[-1] >= 0:
                spans.append(_Span(length, line, range(chars[-1] + 1, chars[-1] + 2)))
            parts += [text, glue]
            length += len(glue)
        return "".join(parts), spans

    def add(self, lines: list[Line], kind: BlockKind, *, cell: Cell | None = None, level: int | None = None, number: str = "") -> None:
        """Write one block."""
        text, spans = self._join(lines, cell is not None)
        self._drafts.append(Draft(
            kind, text, cell=cell, level=level, number=number, size=round(lines[0].size, 1) or None, bold=all(line.bold for line in lines),
            page=lines[0].page, end_page=lines[-1].page,
        ))
        self._spans.append(spans)

    def finish(self) -> Assembled:
        """The whole text, its blocks, and where its characters are in the file."""
        text, blocks = assemble(self._drafts)
        runs: list[Run] = []
        boxes: list[WordBox] = []
        for block, spans in zip(blocks, self._spans, strict=True):
            for span in spans:
                start = block.start + span.offset
                runs += _runs(start, span.line.page, span.chars)
                if span.line.boxes and len(span.chars) > 1:
                    boxes += [WordBox(start + a, b - a, span.line.page, *box) for a, b, *box in span.line.boxes]
        return Assembled(text, blocks, tuple(runs), tuple(boxes))
