"""Document to Outline: the one place where the parts of the room are put together."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.model import Document, Lot, Outline, PieceKind
from clausecheck.structure.contents import find_contents
from clausecheck.structure.criteria import find_criteria
from clausecheck.structure.facts import find_facts
from clausecheck.structure.lots import bind_lots, file_lot, find_lots
from clausecheck.structure.pieces import find_parts, guess_kind
from clausecheck.structure.references import find_references
from clausecheck.structure.resources import Resources
from clausecheck.structure.sections import find_sections
from clausecheck.structure.view import View

__all__ = ["outline"]


def outline(document: Document, *, resources: Resources) -> Outline:
    """Understand one document: kind and parts, table of contents, article tree, lots, award criteria, facts, cross-references.

    Pure: the same document and resources give the same outline. A document without blocks gives an empty outline of kind `other`.
    """
    if not document.blocks:
        return Outline(PieceKind.OTHER, 0.0, (), (), ())
    view = View(document)
    toc = find_contents(view, resources.roles.contents)
    sections, section_of = find_sections(view, toc, resources.roles)
    kind, confidence, parts = find_parts(view, sections, guess_kind(view, sections, resources), resources)
    frame = Outline(kind, confidence, parts, sections, section_of, toc)
    lots = find_lots(view, tuple(frame.role(b.id) for b in document.blocks), toc, resources.lots)
    whole = file_lot(view, kind)
    if whole is not None and whole != "0" and all(lot.id != whole for lot in lots):
        lots = (*lots, Lot(whole, ""))
    frame = replace(frame, lots=lots, lots_of=bind_lots(view, sections, section_of, lots, whole, resources.lots))
    criteria, blocks, warnings = find_criteria(view, frame, resources.criteria, resources.roles.advice)
    return replace(
        frame, criteria=criteria, criteria_blocks=blocks, warnings=warnings, facts=find_facts(view, sections, section_of, toc, kind, lots, resources),
        references=find_references(view, sections, toc))
