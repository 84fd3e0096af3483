"""The tender as it was handed in: its pieces, what of them was read, and sentences looked up in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from clausecheck.assess.phrases import Phrases
from clausecheck.model import (
    ASIDE,
    Block,
    BlockKind,
    CheckedDocument,
    ClauseFinding,
    Evidence,
    LabelFinding,
    PieceKind,
    SectionRole,
    Status,
    Tender,
)
from clausecheck.text import fold
from clausecheck.text.sentences import segments

__all__ = ["QUOTE", "Dossier", "Found", "Piece", "piece_name"]

QUOTE = 300
"""Most characters of a quote (docs/annotation.md)."""

_NAMES = {
    PieceKind.RC: "le règlement de la consultation", PieceKind.CCAP: "le CCAP", PieceKind.CCTP: "le CCTP",
    PieceKind.CCP: "le cahier des charges (CCP)",
    PieceKind.AE: "l'acte d'engagement", PieceKind.BPU: "le bordereau des prix (BPU)", PieceKind.DPGF: "la DPGF",
    PieceKind.DQE: "le détail quantitatif estimatif", PieceKind.NOTICE: "l'avis de marché", PieceKind.RESPONSE_FRAME: "le cadre de réponse",
    PieceKind.ANNEX: "une annexe", PieceKind.OTHER: "une autre pièce",
}
_MARGINS = frozenset({BlockKind.HEADER, BlockKind.FOOTER})


def piece_name(kind: PieceKind) -> str:
    """The kind of piece with its French article: "le CCTP"."""
    return _NAMES[kind]


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a piece that a predicate stands on. `finding` is the id of the row they come from, "" for plain text; `name` a
    short name for lists (a label, a norm, a brand, a criterion)."""

    piece: int
    start: int
    end: int
    quote: str
    page: int | None
    document: str
    finding: str = ""
    name: str = ""

    def evidence(self) -> Evidence:
        """The same words as the report shows them."""
        return Evidence(self.document, self.quote, self.page, self.start, self.end)


class Piece:
    """One document of the tender with its text folded once. `kinds` are the kinds of piece it holds; a CCP stands for CCAP and CCTP too."""

    def __init__(self, index: int, item: CheckedDocument) -> None:
        self.index, self.item = index, item
        self.document, self.outline = item.document, item.outline
        self.name = item.document.name
        self.labels: tuple[LabelFinding, ...] = item.labels
        self.clauses: tuple[ClauseFinding, ...] = item.clauses
        self.status = item.document.reading.status
        kinds = {item.outline.kind, *(part.kind for part in item.outline.parts)}
        if PieceKind.CCP in kinds:
            kinds |= {PieceKind.CCAP, PieceKind.CCTP}
        self.kinds: frozenset[PieceKind] = frozenset(kinds)

    @cached_property
    def folded(self) -> str:
        """The document's text folded, offset for offset."""
        return fold(self.document.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.document.blocks]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds `offset`, None between blocks."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        block = self.document.blocks[index]
        return block if offset < block.end else None

    def is_content(self, block: Block | None) -> bool:
        """False for tables of contents, comments, hidden text and running headers."""
        return block is not None and block.kind not in ASIDE and block.kind not in _MARGINS and block.id not in self.outline.toc

    def kind_at(self, block: Block) -> PieceKind:
        """The kind of piece a block belongs to."""
        return self.outline.kind_of(block.id)

    def role_at(self, block: Block) -> SectionRole:
        """What the section around a block is for."""
        return self.outline.role(block.id)

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence around `offset`; the whole block when it has no sentences."""
        block = self.block_at(offset)
        if block is None:
            return offset, offset
        for begin, end, _ in segments(self.document.text[block.start : block.end]):
            if begin <= offset - block.start < end:
                return block.start + begin, block.start + end
        return block.start, block.end

    def around(self, start: int, end: int) -> str:
        """Folded text of the sentence's surroundings: its block, the rest of its table row, the opening of its list."""
        block = self.block_at(start)
        if block is None:
            return self.folded[start:end]
        parts = [self.folded[block.start : max(end, block.end)]]
        if block.cell is not None:
            parts += [self.folded[b.start : b.end] for b in self._row(block)]
        else:
            parts.append(self.opening(block))
        return "\n".join(parts)

    def opening(self, block: Block) -> str:
        """Folded text of the paragraph that opens the list a block belongs to, "" when it belongs to none."""
        if block.kind is not BlockKind.LIST_ITEM:
            return ""
        opening = self._opening(block)
        return self.folded[opening.start : opening.end] if opening is not None else ""

    def _row(self, block: Block) -> Iterator[Block]:
        cell = block.cell
        for step in (-1, 1):
            index = block.id + step
            while 0 <= index < len(self.document.blocks):
                other = self.document.blocks[index]
                if cell is None or other.cell is None or (other.cell.table, other.cell.row) != (cell.table, cell.row):
                    break
                yield other
                index += step

    def _opening(self, block: Block) -> Block | None:
        """The paragraph before a list, when it opens it with a colon."""
        for index in range(block.id - 1, max(-1, block.id - 40), -1):
            other = self.document.blocks[index]
            if other.kind in (BlockKind.LIST_ITEM, BlockKind.FOOTNOTE, *_MARGINS):
                continue
            return other if self.folded[other.start : other.end].rstrip().endswith(":") else None
        return None

    def lines(self, role: SectionRole) -> Iterator[tuple[int, int]]:
        """Start and end of each paragraph and each whole table row of the sections of one role."""
        last: tuple[int, int] | None = None
        inside = sorted({index for s in self.outline.sections if s.role is role for index in range(s.first, s.last + 1)})
        for block in (self.document.blocks[index] for index in inside if index < len(self.document.blocks)):
            if self.role_at(block) is not role or not self.is_content(block):
                continue
            row = (block.cell.table, block.cell.row) if block.cell is not None else None
            if row is not None and row == last:
                continue
            last = row
            ends = [block.end, *(other.end for other in self._row(block))] if row is not None else [block.end]
            yield block.start, max(ends)

    def found(self, start: int, end: int, finding: str = "", name: str = "") -> Found:
        """The words `start … end` as evidence, cut to a quote's length."""
        block = self.block_at(start)
        quote = self.document.text[start : min(end, start + QUOTE)].strip()
        return Found(self.index, start, end, quote, block.page if block else None, self.name, finding, name)


@dataclass(frozen=True)
class Dossier:
    """All pieces of one tender, the facts about it and the date the law is applied on (None when unknown)."""

    pieces: tuple[Piece, ...]
    tender: Tender
    on: date | None
    on_source: str = ""

    @staticmethod
    def of(documents: Iterable[CheckedDocument], tender: Tender, on: date | None, on_source: str = "") -> Dossier:
        """Number the documents and wrap them. `on_source` is "today" when the date is no launch date but the day of the check."""
        return Dossier(tuple(Piece(index, item) for index, item in enumerate(documents)), tender, on, on_source)

    def readable(self) -> tuple[Piece, ...]:
        """Pieces of which at least a part was read."""
        return tuple(piece for piece in self.pieces if piece.status is not Status.FAILED and piece.document.text)

    def given(self, kinds: Iterable[PieceKind]) -> tuple[Piece, ...]:
        """Readable pieces of one of these kinds."""
        wanted = frozenset(kinds)
        return tuple(piece for piece in self.readable() if piece.kinds & wanted)

    def has_complete(self, kind: PieceKind) -> bool:
        """True when a piece of this kind was given and every piece of it was read completely."""
        pieces = self.given((kind,))
        return bool(pieces) and all(piece.status is Status.COMPLETE for piece in pieces)

    def unread(self) -> tuple[Piece, ...]:
        """Pieces that could not be read, or only in part."""
        return tuple(piece for piece in self.pieces if piece.status is not Status.COMPLETE)

    def sentences(self, wanted: Phrases, kinds: frozenset[PieceKind] = frozenset(), roles: frozenset[SectionRole] = frozenset()) -> list[Found]:
        """Sentences of these kinds of piece (all when empty) and sections (all when empty) that hold one of the phrases, in reading order."""
        out: list[Found] = []
        for piece in self.given(kinds) if kinds else self.readable():
            last = (-1, -1)
            for start, _ in wanted.spans(piece.folded):
                block = piece.block_at(start)
                if block is None or not piece.is_content(block) or (roles and piece.role_at(block) not in roles):
                    continue
                if kinds and not reads(kinds, piece.kind_at(block), piece):
                    continue
                span = piece.sentence(start)
                if span != last:
                    out.append(piece.found(*span))
                    last = span
        return out


def reads(kinds: frozenset[PieceKind], kind: PieceKind, piece: Piece) -> bool:
    """True when a block of `kind` may be read for a check that reads `kinds`."""
    if kind is PieceKind.CCP:
        return bool(kinds & {PieceKind.CCP, PieceKind.CCAP, PieceKind.CCTP})
    return kind in kinds or (kind in (PieceKind.ANNEX, PieceKind.OTHER) and bool(piece.kinds & kinds))
