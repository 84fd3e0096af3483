"""Stage: where a demand bites."""

from __future__ import annotations

import re

from clausecheck.find.windows import Unit
from clausecheck.model import Family, Force, PieceKind, SectionRole, Stage
from clausecheck.rulebook.book import Rulebook

__all__ = ["stage_of"]

_NOWHERE = frozenset({Family.GENERAL, Family.SOCIAL, Family.ACCESSIBILITY, Family.CLIMATE})
_DONE = frozenset({
    Family.ENERGY, Family.REUSE, Family.ECODESIGN, Family.HOSTING, Family.FOOD, Family.SUBSTANCES,
})
_ACTS = re.compile(
    r"^\W*(?:(?:[\w' -]{0,40}, )?(?:l'|le |la |les |chaque |tout |toute )(?:titulaire|prestataire|entreprises?|entrepreneur|agents?|equipes?|"
    r"compagnons|chauffeurs|intervenants|personnels?|exploitant|attributaire|techniciens?|gravats|chantier|base vie)|il |ils |elle )\b"
)
"""A sentence about what the contract holder or its people do, rather than about what the product is."""
_PROOF = re.compile(r"\b(?:accompagnes? d|moyens? de preuves?|justificatifs?)\b")
"""What is asked is the proof that goes with a delivery, not the feature."""
_TAKEN_DOWN = re.compile(
    r"\b(?:deposes?|deposees?|depose|gravats|gravois|deblais|demolition|reprend|reprennent|repris|reprises|chantier|encore|soin|cedes?|cedees?|dons?|"
    r"associations?|retires?|retirees?|collectes?|reformes?|remontes?|remontees?|remblai|reattribues?|reattribuees?)\b"
)
"""Re-use of what the work takes down or the supplier takes back is a way of carrying it out."""
_MENDED = re.compile(r"\b(?:reparations?|reparent?|repares?|reparees?|panne|remis en etat|remise en etat|mise au rebut|avant tout|avant toute)\b")
_PARTS = re.compile(r"\b(?:pieces?|indice|documentation|notices?|schemas?|remplacables?|demontables?|vendus|disponibles?)\b")
"""Mending instead of replacing is carried out; parts, index and papers are features of the product."""
_BOUGHT = re.compile(r"\b(?:achat|acquisition|location)\b")
_PROVED = frozenset({Family.ENERGY, Family.DURABILITY, Family.RECYCLED, Family.SUBSTANCES, Family.REPAIRABILITY})
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
    if unit.role is SectionRole.PENALTIES or (family in _DONE and _ACTS.search(unit.folded)) or (family in _PROVED and _PROOF.search(unit.folded)):
        return Stage.PERFORMANCE
    if family is Family.REUSE and _TAKEN_DOWN.search(unit.folded):
        return Stage.PERFORMANCE
    if family is Family.REPAIRABILITY and _MENDED.search(unit.folded) and not _PARTS.search(unit.folded):
        return Stage.PERFORMANCE
    if family is Family.TRANSPORT and unit.piece is PieceKind.NOTICE and _BOUGHT.search(unit.folded):
        return Stage.SPECIFICATION
    return book.stages.get(family, Stage.PERFORMANCE)
