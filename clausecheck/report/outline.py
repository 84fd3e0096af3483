"""The outline of a tender at a glance: facts, lots, criteria, article tree; as text for a terminal or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from clausecheck.model import CheckedDocument, Criterion, Document, Lot, Outline, SectionRole, Tender
from clausecheck.report.messages import Translator, mark, translator
from clausecheck.report.sheet import Piece, Sheet, shorten
from clausecheck.report.words import CRITERIA, PIECES
from clausecheck.structure import Resources, load_resources, resolve, tender_facts

__all__ = ["outline_json", "render_outline"]

_Pair = tuple[Document, Outline]

_FIELDS: dict[str, str] = {
    "buyer": mark("Acheteur"), "siret": mark("SIRET"), "buyer_kind": mark("Nature de l'acheteur"), "title": mark("Titre"),
    "object": mark("Objet"), "reference": mark("Référence"), "notice": mark("Avis"), "procedure": mark("Procédure"), "legal": mark("Fondement"),
    "technique": mark("Forme"), "launch_date": mark("Lancement"), "deadline": mark("Date limite"), "duration": mark("Durée"),
    "amount": mark("Montant (€)"), "place": mark("Lieu"), "cpv": mark("Code CPV"), "sector": mark("Secteur"),
}
"""Fields of a fact in the words of an officer, in the order they are shown."""


def _pairs(documents: Sequence[CheckedDocument | _Pair]) -> list[_Pair]:
    return [(d.document, d.outline) if isinstance(d, CheckedDocument) else d for d in documents]


def _names(resources: Resources) -> dict[str, str]:
    """Ids of buyers and sectors in French."""
    return {**{kind.id: kind.title for kind in resources.buyers}, **{sector.id: sector.title for sector in resources.sectors}}


def _facts(sheet: Sheet, tender: Tender, names: dict[str, str], t: Translator) -> None:
    sheet.title(t("Données de la consultation"))
    shown = False
    for field, title in _FIELDS.items():
        for fact in (f for f in tender.facts if f.field == field):
            shown = True
            value = names.get(fact.value, fact.value) if field in ("buyer_kind", "sector") else fact.value
            sheet.item((f"{t(title)} : ", "bold"), shorten(value, 200), indent=2)
            if fact.source == "stated":
                sheet.line(t("déclaré par l'acheteur"), indent=4)
            elif fact.quote:
                page = t(", p. {page}", page=fact.page) if fact.page else ""
                sheet.line((f"{fact.document}{page} : «\N{NO-BREAK SPACE}{shorten(fact.quote, 140)}\N{NO-BREAK SPACE}»", "italic"), indent=4)
    if not shown:
        sheet.line(t("Aucune donnée n'a été trouvée dans ce qui a été lu."), indent=2)


def _euros(value: float, t: Translator) -> str:
    return f"{t.number(value, 2)}\N{NO-BREAK SPACE}€"


def _lot_line(lot: Lot, t: Translator) -> str:
    text = lot.title or t("sans titre")
    if lot.amount_min is not None:
        text += t(" — minimum {amount}", amount=_euros(lot.amount_min, t))
    if lot.amount_max is not None:
        text += t(" — maximum {amount}", amount=_euros(lot.amount_max, t))
    return text


def _lots(sheet: Sheet, lots: Sequence[Lot], t: Translator) -> None:
    if lots:
        sheet.title(t("Lots"))
        for lot in lots:
            sheet.item(_lot_line(lot, t), indent=2, bullet=t("Lot {id} :", id=lot.id))


def _weight(row: Criterion, t: Translator) -> str:
    if row.weight is None:
        return t("sans poids")
    return f"{t.number(row.weight, 2)}\N{NO-BREAK SPACE}{'%' if row.unit == '%' else t('points')}"


def _criteria(sheet: Sheet, rows: Sequence[Criterion], t: Translator) -> None:
    """Criteria of one lot as a tree; a parent that is no row itself is shown as a heading."""
    names = {row.name for row in rows}
    drawn: set[int] = set()

    def show(index: int, depth: int) -> None:
        row = rows[index]
        drawn.add(index)
        pieces: list[Piece] = [shorten(row.name, 160), f" ({t(CRITERIA[row.kind])})"]
        if row.environmental:
            pieces.append((f" [{t('environnement')}]", "bold green"))
        sheet.item(*pieces, indent=4 + 4 * depth, bullet=f"{_weight(row, t):>10}")
        for child in range(len(rows)):
            if child not in drawn and rows[child].parent == row.name:
                show(child, depth + 1)

    for index, row in enumerate(rows):
        if index in drawn or (row.parent is not None and row.parent in names):
            continue
        if row.parent is not None and not any(rows[i].parent == row.parent for i in drawn):
            sheet.line((row.parent, "bold"), indent=4)
        show(index, 0)


def _sections(sheet: Sheet, outline: Outline, depth: int, titles: dict[SectionRole, str], t: Translator) -> None:
    for section in outline.sections:
        if section.level > depth:
            continue
        head = f"{section.number} {section.title}".strip()
        pieces: list[Piece] = [shorten(head, 120)]
        if section.role in titles:
            pieces.append((f"  [{titles[section.role].lower()}]", "dim"))
        lots = outline.lots_of[section.first] if section.first < len(outline.lots_of) else ()
        if lots:
            pieces.append((t("  (lot {ids})", ids=", ".join(lots)), "dim"))
        sheet.line(*pieces, indent=2 * section.level)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _document(sheet: Sheet, document: Document, outline: Outline, depth: int, titles: dict[SectionRole, str], t: Translator) -> None:
    sheet.title(document.name)
    sheet.line((_capital(t(PIECES[outline.kind])), "bold"), t(" — confiance {share} %", share=t.number(100 * outline.confidence, 0)), indent=2)
    if len(outline.parts) > 1:
        for part in outline.parts:
            sheet.item(t("{kind}, blocs {first} à {last}", kind=t(PIECES[part.kind]), first=part.from_block, last=part.to_block), indent=4)
    for lot in dict.fromkeys(row.lot for row in outline.criteria):
        sheet.line((t("Critères d'attribution") if lot is None else t("Critères d'attribution, lot {id}", id=lot), "bold"), indent=2)
        _criteria(sheet, [row for row in outline.criteria if row.lot == lot], t)
    for warning in outline.warnings:
        sheet.item((warning, "yellow"), indent=4, bullet="!")
    if outline.sections:
        sheet.line((t("Articles"), "bold"), indent=2)
        _sections(sheet, outline, depth, titles, t)
    elif document.text:
        sheet.line(t("Aucun titre d'article n'a été reconnu."), indent=2)


def render_outline(
    documents: Sequence[CheckedDocument | _Pair], *, tender: Tender | None = None, width: int = 80, colour: bool = False, depth: int = 3,
    lang: str = "fr",
) -> str:
    """The outline as text: facts with the words that prove them, lots, then each piece with its criteria and its articles down to level `depth`.

    `documents` are checked documents or (document, outline) pairs; `tender` are their joined facts, with what the buyer states, and is made from the
    documents when None; lines have at most `width` characters.
    """
    pairs, resources, t = _pairs(documents), load_resources(), translator(lang)
    tender = tender or tender_facts(pairs, resources=resources)
    sheet = Sheet(width=width, colour=colour)
    _facts(sheet, tender, _names(resources), t)
    _lots(sheet, tender.lots, t)
    for document, outline in pairs:
        _document(sheet, document, outline, depth, resources.roles.titles, t)
    return sheet.text().lstrip("\n")


def _rows(outline: Outline) -> Iterable[dict[str, Any]]:
    for section in outline.sections:
        lots = outline.lots_of[section.first] if section.first < len(outline.lots_of) else ()
        yield {
            "id": section.id, "number": section.number, "title": section.title, "level": section.level, "parent": section.parent,
            "role": section.role.value, "from_block": section.first, "to_block": section.last, "lots": list(lots)}


def _piece(document: Document, outline: Outline, position: int, targets: Sequence[tuple[int, int] | None]) -> dict[str, Any]:
    return {
        "name": document.name, "kind": outline.kind.value, "confidence": outline.confidence, "blocks": len(document.blocks),
        "parts": [{"kind": p.kind.value, "from_block": p.from_block, "to_block": p.to_block, "confidence": p.confidence, "why": p.why}
                  for p in outline.parts],
        "sections": list(_rows(outline)), "contents": sorted(outline.toc),
        "lots": [_lot(lot) for lot in outline.lots],
        "criteria": [
            {"name": c.name, "weight": c.weight, "unit": c.unit, "lot": c.lot, "parent": c.parent, "kind": c.kind.value,
             "environmental": c.environmental, "method": c.method, "page": c.page, "start": c.start, "end": c.end} for c in outline.criteria],
        "warnings": list(outline.warnings),
        "references": [
            {"text": r.text, "piece": r.piece.value if r.piece else None, "number": r.number, "start": r.start, "end": r.end,
             "target": _target(r.section, position, target)} for r, target in zip(outline.references, targets, strict=True)],
    }


def _target(section: int | None, position: int, elsewhere: tuple[int, int] | None) -> dict[str, int] | None:
    """The article a reference points at: in its own document, or in another piece; None when it was not found."""
    if section is not None:
        return {"document": position, "section": section}
    return {"document": elsewhere[0], "section": elsewhere[1]} if elsewhere is not None else None


def _lot(lot: Lot) -> dict[str, Any]:
    return {"id": lot.id, "title": lot.title, "amount_min": lot.amount_min, "amount_max": lot.amount_max}


def outline_json(documents: Sequence[CheckedDocument | _Pair], *, tender: Tender | None = None) -> dict[str, Any]:
    """The outline as plain values for JSON: `schema`, `tender`, `documents`. Offsets count code points of each document's text."""
    pairs = _pairs(documents)
    tender = tender or tender_facts(pairs, resources=load_resources())
    return {
        "schema": "clausecheck-outline-1",
        "tender": {
            "title": tender.title, "reference": tender.reference, "buyer": tender.buyer, "buyer_kind": tender.buyer_kind, "object": tender.object,
            "cpv": list(tender.cpv), "sectors": list(tender.sectors), "procedure": tender.procedure, "launch_date": tender.launch_date,
            "lots": [_lot(lot) for lot in tender.lots],
            "facts": [{"field": f.field, "value": f.value, "quote": f.quote, "document": f.document, "page": f.page, "source": f.source}
                      for f in tender.facts]},
        "documents": [
            _piece(document, outline, position, resolve(outline.references, pairs)) for position, (document, outline) in enumerate(pairs)],
    }
