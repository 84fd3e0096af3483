"""Stage: where a demand bites."""

from __future__ import annotations

import re

from clausecheck.find.windows import Unit
from clausecheck.model import Family, Force, PieceKind, SectionRole, Stage
from clausecheck.rulebook.book import Rulebook

__all__ = ["stage_of"]

_NOWHERE = frozenset({Family.GENERAL, Family.SOCIAL, Family.ACCESSIBILITY, Family.CLIMATE})
_DONE = frozenset({
    Family.ENERGY, Family.REUSE, Family.REPAIRABILITY, Family.ECODESIGN, Family.HOSTING, Family.FOOD, Family.SUBSTANCES,
})
_ACTS = re.compile(
    r"^\W*(?:(?:[\w' -]{0,40}, )?(?:l'|le |la |les |chaque |tout |toute )(?:titulaire|prestataire|entreprises?|entrepreneur|agents?|equipes?|"
    r"compagnons|chauffeurs|intervenants|personnels?|exploitant|attributaire|techniciens?|gravats|chantier|base vie)|il |ils |elle )\b"
)
"""A sentence about what the contract holder or its people do, rather than about what the product is."""
_EXECUTION = frozenset({SectionRole.PENALTIES, SectionRole.EXECUTION, SectionRole.SITE})


def stage_of(force: Force, family: Family | None, unit: Unit, book: Rulebook, pinned: Stage | None = None) -> Stage:
    """The stage of a finding from its force, section, piece and family; `pinned` is the rule's own."""
    if force is Force.INFORMATIVE:
        return Stage.OTHER
    if force is Force.SCORED:
        return Stage.PERFORMANCE if unit.piece in (PieceKind.CCAP, PieceKind.AE) else Stage.AWARD
    if unit.role is SectionRole.SELECTION and unit.piece in (PieceKind.RC, PieceKind.NOTICE, PieceKind.CCP):
        return Stage.SELECTION
    if pinned is not None:
        return pinned
    if family is None:
        return Stage.PERFORMANCE if unit.role in _EXECUTION or unit.piece is PieceKind.CCAP else Stage.SPECIFICATION
    if force is Force.EXCLUDED and family in _NOWHERE:
        return Stage.OTHER
    if unit.role is SectionRole.PENALTIES or (family in _DONE and _ACTS.search(unit.folded)):
        return Stage.PERFORMANCE
    return book.stages.get(family, Stage.PERFORMANCE)
