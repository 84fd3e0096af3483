"""Contracts and demands made by hand."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.indicators.source import Gap, Reports
from clausecheck.model import Contract, Counted, CountedClause, CountedLabel, Family, Force, Nature, Stage

LABEL = CountedLabel(
    demand="d001", label="eu-ecolabel", name="Écolabel européen", nature=Nature.ISO14024_TYPE_I, strict=True, wide=True, force=Force.REQUIRED,
    stage=Stage.SPECIFICATION, equivalent=True, lots=(), document="cctp.docx", page=2, section="Article 3", quote="Le papier est certifié Écolabel européen.")
CLAUSE = CountedClause(
    demand="d100", family=Family.REUSE, title="Matériel reconditionné", force=Force.REQUIRED, stage=Stage.SPECIFICATION, lots=(), document="cctp.docx",
    page=3, section="Article 4", quote="Les appareils livrés sont reconditionnés.", rule="reuse-reconditionne", points=9.0, out_of=15.0)


def label(demand: str = "d001", **changes: object) -> CountedLabel:
    """A required Écolabel européen, changed."""
    return replace(LABEL, demand=demand, **changes)  # type: ignore[arg-type]


def clause(demand: str = "d100", **changes: object) -> CountedClause:
    """A required clause on reconditioned goods, changed."""
    return replace(CLAUSE, demand=demand, **changes)  # type: ignore[arg-type]


def pair(key: str, *demands: CountedLabel | CountedClause, criterion: bool | None = None, **fields: object) -> tuple[Contract, Counted]:
    """A contract with its demands."""
    labels = tuple(own for own in demands if isinstance(own, CountedLabel))
    clauses = tuple(own for own in demands if isinstance(own, CountedClause))
    return Contract(key=key, **fields), Counted(labels, clauses, criterion)  # type: ignore[arg-type]


def source(*pairs: tuple[Contract, Counted], gaps: tuple[Gap, ...] = ()) -> Reports:
    """A source of them."""
    return Reports(pairs, gaps)


def mixed() -> Reports:
    """Six contracts of three years, every scope, lots, known and unknown amounts, one hostile title, one tender that was not read."""
    fsc = {"label": "fsc", "name": "FSC", "nature": Nature.FOREST, "strict": False}
    iso = {"label": "iso-14001", "name": "ISO 14001", "nature": Nature.MANAGEMENT, "strict": False, "wide": False, "stage": Stage.SELECTION}
    bare = {"label": "generic-ecolabel", "name": "Écolabel sans nom", "nature": Nature.UNSPECIFIED, "strict": False, "wide": False, "equivalent": False}
    fair = {"label": "fairtrade", "name": "Fairtrade", "nature": Nature.SOCIAL, "strict": False, "wide": False}
    return source(
        pair("a", label(), label("d002", **fsc), clause(), launch_date="2024-03-01", buyer="Ville A", amount=1000.0, cpv=("30190000-7",)),
        pair("b", label(lots=("1",)), label("d002", lots=("2",), equivalent=False), label("d003", **bare), launch_date="2025-01-01", buyer="Ville A"),
        pair("c", label("d001", **iso), label("d002", force=Force.SCORED, stage=Stage.AWARD), criterion=True, launch_date="2025-05-01", amount=500.0,
             object='=HYPERLINK("x") <script>alert(1)</script>', sectors=("it-equipment",)),
        pair("d", clause(family=Family.SOCIAL), criterion=False, launch_date="2026-01-01", department="62"),
        pair("e", label("d001", **fair), launch_date="2026-02-01"),
        pair("f"),
        gaps=(Gap("g", True, "« g.pdf » est illisible."),),
    )
