"""Small tenders built by hand: paragraphs, findings placed by their quote, criteria."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clausecheck.assess import Assessment, assess
from clausecheck.model import (
    Block,
    BlockKind,
    Check,
    CheckedDocument,
    ClauseFinding,
    Criterion,
    CriterionKind,
    Document,
    Fact,
    Family,
    Force,
    LabelFinding,
    Lot,
    Nature,
    Outline,
    PieceKind,
    Quantity,
    Reading,
    Section,
    SectionRole,
    Stage,
    Status,
    Tender,
)

AFTER = date(2026, 9, 1)
DEFAULT = {PieceKind.RC: "rc.pdf", PieceKind.CCAP: "ccap.pdf", PieceKind.CCTP: "cctp.pdf", PieceKind.CCP: "ccp.pdf"}


def clause(
    quote: str, family: Family = Family.REUSE, force: Force = Force.REQUIRED, stage: Stage = Stage.SPECIFICATION, *, quantity: Quantity | None = None,
    rule: str = "r", lots: tuple[str, ...] = (), id: str = "",
) -> ClauseFinding:
    """A clause finding; `piece` sets its offsets and, when empty, its id."""
    return ClauseFinding(
        id=id, family=family, title=f"Titre {family.value}", quote=quote, page=1, block=0, section="", lots=lots, force=force, stage=stage, rule=rule,
        cues=(), start=0, end=0, quote_start=0, quote_end=0, quantity=quantity,
    )


def label(
    quote: str, label: str = "tco-certified", name: str = "TCO Certified", nature: Nature = Nature.ISO14024_TYPE_I, *, strict: bool = True,
    force: Force = Force.REQUIRED, stage: Stage = Stage.SPECIFICATION, equivalent: bool | None = False, tier: str | None = None,
    lots: tuple[str, ...] = (),
) -> LabelFinding:
    """A label finding; `piece` sets its offsets and id."""
    return LabelFinding(
        id="", label=label, name=name, nature=nature, strict=strict, tier=tier, quote=quote, page=1, block=0, section="", lots=lots, force=force,
        stage=stage, equivalent=equivalent, rule=label, cues=(), start=0, end=0, quote_start=0, quote_end=0, scope=label,
    )


def criterion(
    name: str, weight: float | None = None, *, unit: str | None = "%", environmental: bool = False, parent: str | None = None, lot: str | None = None,
    kind: CriterionKind = CriterionKind.OTHER, method: str = "",
) -> Criterion:
    """An award criterion."""
    return Criterion(name, weight, unit if weight is not None else None, lot, parent, environmental, 1, kind, method)


PRICE = criterion("Prix", 60, kind=CriterionKind.PRICE)
TECHNICAL = criterion("Valeur technique", 40, kind=CriterionKind.TECHNICAL)


def piece(
    kind: PieceKind, *paragraphs: str, clauses: Sequence[ClauseFinding] = (), labels: Sequence[LabelFinding] = (), criteria: Sequence[Criterion] = (),
    status: Status = Status.COMPLETE, name: str = "", role: SectionRole = SectionRole.OTHER, lots: Sequence[Lot] = (), facts: Sequence[Fact] = (),
) -> CheckedDocument:
    """One document: a heading, the paragraphs, and every finding's sentence (added as a paragraph when no paragraph holds it)."""
    quotes = [row.quote for row in (*clauses, *labels)]
    lines = ["Article 1", *paragraphs]
    for quote in quotes:
        if not any(quote in line for line in lines):
            lines.append(quote)
    text = "\n".join(lines)
    blocks, at = [], 0
    for index, line in enumerate(lines):
        kind_of_block = BlockKind.HEADING if index == 0 else BlockKind.PARAGRAPH
        blocks.append(Block(index, kind_of_block, at, at + len(line), page=1, level=1 if index == 0 else None))
        at += len(line) + 1
    prefix = kind.value
    sections = (Section(0, "Article 1", "", 1, None, 0, len(lines) - 1, role),)
    outline = Outline(
        kind=kind, confidence=1.0, parts=(), sections=sections, section_of=tuple(0 for _ in lines), criteria=tuple(criteria), lots=tuple(lots),
        facts=tuple(facts),
    )
    shown = text if status is not Status.FAILED else ""
    document = Document(name or f"{prefix}.pdf", f"/{prefix}.pdf", "pdf", shown, tuple(blocks), Reading(status), pages=1)
    placed_clauses = tuple(_placed(text, row, f"{prefix}-c{n}") for n, row in enumerate(clauses))
    placed_labels = tuple(_placed(text, row, f"{prefix}-l{n}") for n, row in enumerate(labels))
    return CheckedDocument(document, outline, placed_labels, placed_clauses)  # type: ignore[arg-type]


def _placed(text: str, row: ClauseFinding | LabelFinding, name: str) -> ClauseFinding | LabelFinding:
    from dataclasses import replace

    start = text.index(row.quote)
    return replace(row, id=row.id or name, start=start, end=start + len(row.quote), quote_start=start, quote_end=start + len(row.quote))


def judged(*documents: CheckedDocument, on: date | None = AFTER, tender: Tender | None = None, **options: object) -> Assessment:
    """The assessment of a tender."""
    return assess(documents, tender or Tender(), on=on, **options)  # type: ignore[arg-type]


def check(name: str, *documents: CheckedDocument, on: date | None = AFTER, tender: Tender | None = None) -> Check:
    """One check of a tender."""
    return next(c for c in judged(*documents, on=on, tender=tender).checks if c.id == name)
