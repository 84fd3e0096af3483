"""The document understood: kinds of piece, article tree, lots, award criteria, tender facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Criterion", "CriterionKind", "CrossReference", "Fact", "Lot", "Outline", "Part", "PieceKind", "Section", "SectionRole"]


class PieceKind(StrEnum):
    """Kinds of piece of a tender file; definitions in the annotation guide (docs/annotation.md)."""

    RC = "rc"
    CCAP = "ccap"
    CCTP = "cctp"
    CCP = "ccp"
    AE = "ae"
    BPU = "bpu"
    DPGF = "dpgf"
    DQE = "dqe"
    NOTICE = "notice"
    RESPONSE_FRAME = "response-frame"
    ANNEX = "annex"
    OTHER = "other"


class SectionRole(StrEnum):
    """What a section is for, when that decides how its sentences read."""

    CRITERIA = "criteria"
    SELECTION = "selection"
    OFFER_CONTENT = "offer-content"
    RECITALS = "recitals"
    CONTEXT = "context"
    DEFINITIONS = "definitions"
    REFERENCES = "references"
    PIECES = "pieces"
    ENVIRONMENT = "environment"
    SOCIAL = "social"
    PENALTIES = "penalties"
    EXECUTION = "execution"
    SPECIFICATIONS = "specifications"
    SITE = "site"
    VARIANTS = "variants"
    PRICE = "price"
    LOTS = "lots"
    SUMMARY = "summary"
    ADVICE = "advice"
    OTHER = ""


class CriterionKind(StrEnum):
    """What an award criterion measures."""

    PRICE = "price"
    COST = "cost"
    TECHNICAL = "technical"
    ENVIRONMENT = "environment"
    SOCIAL = "social"
    DELAY = "delay"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks `from_block … to_block` (inclusive) belong to a piece of this kind. `confidence` from 0 to 1; `why` names the evidence."""

    kind: PieceKind
    from_block: int
    to_block: int
    confidence: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One article. `id` is its index in `Outline.sections`; `parent` an index or None; blocks `first … last` inclusive, the title being `first`."""

    id: int
    title: str
    number: str
    level: int
    parent: int | None
    first: int
    last: int
    role: SectionRole = SectionRole.OTHER


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot. `amount_min` and `amount_max` in euros without tax when given."""

    id: str
    title: str
    amount_min: float | None = None
    amount_max: float | None = None
    page: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One award criterion or sub-criterion. `unit` is "%" or "points"; `parent` is the name of the criterion it belongs to.

    `start`, `end` are offsets of the name; `block` the block that holds it; `method` how it is judged, when said.
    """

    name: str
    weight: float | None
    unit: str | None
    lot: str | None
    parent: str | None
    environmental: bool
    page: int | None
    kind: CriterionKind = CriterionKind.OTHER
    method: str = ""
    start: int = 0
    end: int = 0
    block: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the tender with the words that prove it. `field` is one of title, reference, buyer, siret, buyer_kind, object, cpv, sector,
    procedure, legal, technique, amount, duration, launch_date, deadline, place, notice. Dates are ISO 8601; amounts are euros as text."""

    field: str
    value: str
    quote: str
    page: int | None = None
    start: int = 0
    end: int = 0
    source: str = "read"
    document: str = ""


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A reference such as « article 8.2 du CCAP » at `start … end`; `section` is the target's index in this document, None when elsewhere."""

    start: int
    end: int
    text: str
    piece: PieceKind | None
    number: str
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """One document understood. `section_of[b]` is the index of the innermost section of block b, or -1; `lots_of[b]` the lot ids block b is bound to,
    empty when it holds for all; `toc` the blocks of the table of contents; `criteria_blocks` the blocks that state award criteria."""

    kind: PieceKind
    confidence: float
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    section_of: tuple[int, ...]
    toc: frozenset[int] = frozenset()
    lots: tuple[Lot, ...] = ()
    lots_of: tuple[tuple[str, ...], ...] = ()
    criteria: tuple[Criterion, ...] = ()
    criteria_blocks: frozenset[int] = frozenset()
    facts: tuple[Fact, ...] = ()
    references: tuple[CrossReference, ...] = ()
    warnings: tuple[str, ...] = ()

    def path(self, block: int) -> tuple[Section, ...]:
        """Sections around a block, outermost first; empty when none."""
        chain: list[Section] = []
        index = self.section_of[block] if 0 <= block < len(self.section_of) else -1
        while index >= 0:
            section = self.sections[index]
            chain.append(section)
            index = -1 if section.parent is None else section.parent
        return tuple(reversed(chain))

    def role(self, block: int) -> SectionRole:
        """The role of the innermost section around the block that has one."""
        for section in reversed(self.path(block)):
            if section.role is not SectionRole.OTHER:
                return section.role
        return SectionRole.OTHER

    def section_path(self, block: int) -> str:
        """Article path of a block, "5 Exigences › 5.2 Écrans", "" when none."""
        return " › ".join(f"{s.number} {s.title}".strip() for s in self.path(block))

    def kind_of(self, block: int) -> PieceKind:
        """The kind of piece a block belongs to."""
        for part in self.parts:
            if part.from_block <= block <= part.to_block:
                return part.kind
        return self.kind
