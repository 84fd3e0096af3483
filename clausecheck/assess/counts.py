"""What the indicators count: demands, distinct labels by nature, and the considerations of the essential data (DECP)."""

from __future__ import annotations

import re
from collections import defaultdict

from clausecheck.assess.demands import dismissed
from clausecheck.assess.dossier import Dossier
from clausecheck.assess.frame import Frame
from clausecheck.assess.grid import Grid
from clausecheck.assess.strength import is_boilerplate
from clausecheck.model import (
    APART,
    CheckedDocument,
    ClauseFinding,
    Criterion,
    CriterionKind,
    Demand,
    Family,
    Force,
    IndicatorCounts,
    LabelFinding,
    Nature,
    PieceKind,
    Stage,
)

__all__ = ["OTHER_SCHEMES", "WIDE", "count", "label_demands"]

WIDE: frozenset[Nature] = frozenset({
    Nature.ISO14024_TYPE_I, Nature.CERTIFIED, Nature.FOREST, Nature.TEXTILE, Nature.FOOD, Nature.BUILDING, Nature.ENERGY_RATING, Nature.REUSE_REPAIR,
    Nature.EPD,
})
"""Natures counted in the wide number of labels; every strict ecolabel is counted there too (docs/score.md)."""
OTHER_SCHEMES: frozenset[Nature] = frozenset({Nature.MANAGEMENT, Nature.CHARTER, Nature.SOCIAL, Nature.SELF_DECLARED})
"""Natures shown beside the ecolabels and never counted as such."""

_CLAUSE, _CRITERION, _NONE = "Clause environnementale", "Critère environnemental", "Pas de considération environnementale"
_SOCIAL_CLAUSE, _SOCIAL_CRITERION, _RESERVED, _NO_SOCIAL = "Clause sociale", "Critère social", "Marché réservé", "Pas de considération sociale"
_FORM_LABEL = 3
_YES = re.compile(r"\boui\b")


def label_demands(documents: tuple[CheckedDocument, ...], demands: tuple[Demand, ...]) -> list[tuple[Demand, LabelFinding]]:
    """Each label demand with the row of its first place."""
    return [(d, documents[d.places[0][0]].labels[d.places[0][1]]) for d in demands if d.what == "label"]


def count(dossier: Dossier, documents: tuple[CheckedDocument, ...], demands: tuple[Demand, ...], grid: Grid, frame: Frame) -> IndicatorCounts:
    """Counts of one tender.

    `demands` leaves out social and accessibility demands, which are kept apart. Labels are counted by distinct catalogue id, whatever the lots. An
    ecolabel asked for without a name has the nature `unspecified` and is no distinct label. The considerations use the exact values of the DECP
    schema; "Pas de considération…" is said only when everything it could stand in was given and read completely, else the list is empty.
    """
    by_nature: dict[str, set[str]] = defaultdict(set)
    strict: set[str] = set()
    wide: set[str] = set()
    other: set[str] = set()
    apart = 0
    for demand, row in label_demands(documents, demands):
        nature = Nature.UNSPECIFIED if demand.key == "generic-ecolabel" else row.nature
        by_nature[nature.value].add(demand.key)
        if nature is Nature.SOCIAL:
            apart += 1
        if nature is Nature.UNSPECIFIED:
            continue
        if row.strict:
            strict.add(demand.key)
        if row.strict or nature in WIDE:
            wide.add(demand.key)
        elif nature in OTHER_SCHEMES:
            other.add(demand.key)
    apart += sum(1 for d in demands if d.what == "clause" and Family(d.key) in APART)
    return IndicatorCounts(
        demands=len(demands) - apart, labels_strict=len(strict), labels_wide=len(wide), other_schemes=len(other),
        by_nature=tuple(sorted((nature, len(ids)) for nature, ids in by_nature.items())),
        environmental_considerations=_environmental(dossier, documents, grid), social_considerations=_social(dossier, documents, frame),
    )


def _criteria(documents: tuple[CheckedDocument, ...]) -> list[Criterion]:
    return [criterion for item in documents for criterion in item.outline.criteria]


def _environmental(dossier: Dossier, documents: tuple[CheckedDocument, ...], grid: Grid) -> tuple[str, ...]:
    """A bare reminder of the law is no environmental clause (law.md, 7.5)."""
    out = []
    rows: list[LabelFinding | ClauseFinding] = [row for item in documents for row in item.labels if row.nature is not Nature.SOCIAL]
    rows += [row for item in documents for row in item.clauses if row.family not in APART and not is_boilerplate(grid, row)]
    rows = [row for row in rows if not dismissed(row)]
    duties = (Stage.SPECIFICATION, Stage.PERFORMANCE)
    if any(row.force is Force.REQUIRED and row.stage in duties for row in rows):
        out.append(_CLAUSE)
    if any(c.environmental for c in _criteria(documents)) or any(row.force is Force.SCORED and row.stage is Stage.AWARD for row in rows):
        out.append(_CRITERION)
    return tuple(out) or ((_NONE,) if _all_read(dossier) else ())


def _social(dossier: Dossier, documents: tuple[CheckedDocument, ...], frame: Frame) -> tuple[str, ...]:
    out = []
    clauses = [row for item in documents for row in item.clauses if row.family is Family.SOCIAL and not dismissed(row)]
    if any(row.force is Force.REQUIRED for row in clauses):
        out.append(_SOCIAL_CLAUSE)
    if any(c.kind is CriterionKind.SOCIAL for c in _criteria(documents)) or any(row.force is Force.SCORED for row in clauses):
        out.append(_SOCIAL_CRITERION)
    if _reserved(dossier, frame):
        out.append(_RESERVED)
    return tuple(out) or ((_NO_SOCIAL,) if _all_read(dossier) else ())


def _reserved(dossier: Dossier, frame: Frame) -> bool:
    """True when a sentence reserves the contract; a bare form label (« Marché réservé ») says nothing without its "oui"."""
    for sentence in dossier.sentences(frame.words["reserve"]):
        around = dossier.pieces[sentence.piece].around(sentence.start, sentence.end)
        if frame.words["non_reserve"].search(around):
            continue
        if len(sentence.quote.split()) > _FORM_LABEL or _YES.search(around):
            return True
    return False


def _all_read(dossier: Dossier) -> bool:
    """True when the rules of the consultation and the whole contract were given and read completely."""
    return not dossier.unread() and all(dossier.has_complete(kind) for kind in (PieceKind.RC, PieceKind.CCAP, PieceKind.CCTP))
