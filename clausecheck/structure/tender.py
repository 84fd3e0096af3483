"""Facts of the tender joined over its pieces."""

from __future__ import annotations

from collections.abc import Sequence

from clausecheck.model import CheckedDocument, Document, Fact, Lot, Outline, PieceKind, Tender
from clausecheck.structure.resources import Resources
from clausecheck.structure.sectors import score_sectors
from clausecheck.text import fold

__all__ = ["tender_facts"]

_Pair = tuple[Document, Outline]

_ORDER = (
    PieceKind.NOTICE, PieceKind.RC, PieceKind.CCP, PieceKind.CCAP, PieceKind.AE, PieceKind.CCTP, PieceKind.RESPONSE_FRAME, PieceKind.BPU,
    PieceKind.DPGF,
    PieceKind.DQE, PieceKind.ANNEX, PieceKind.OTHER)
_DATES = frozenset({"launch_date", "deadline"})
_DATED = frozenset({PieceKind.NOTICE, PieceKind.RC, PieceKind.CCP})
_MANY = frozenset({"cpv", "sector"})


def _ranked(documents: Sequence[tuple[Document, Outline]]) -> list[tuple[Document, Outline]]:
    """Pieces by trust: notice and RC first, then the contract pieces; ties by their place in the file."""
    order = {kind: index for index, kind in enumerate(_ORDER)}
    return [pair for _, _, pair in sorted(
        ((order[outline.kind], index, (document, outline)) for index, (document, outline) in enumerate(documents)), key=lambda item: item[:2])]


def _trusted(fact: Fact, kind: PieceKind) -> bool:
    """A date is read in the notice, the RC or a CCP only: a CCTP cites other dates."""
    return fact.field not in _DATES or kind in _DATED


def _lots(documents: Sequence[tuple[Document, Outline]]) -> tuple[Lot, ...]:
    found: dict[str, Lot] = {}
    for _, outline in documents:
        for lot in outline.lots:
            known = found.get(lot.id)
            if known is None or not known.title:
                found[lot.id] = lot
            elif known.amount_max is None and lot.amount_max is not None:
                found[lot.id] = Lot(known.id, known.title, known.amount_min or lot.amount_min, lot.amount_max, known.page, known.start, known.end)
    return tuple(sorted(found.values(), key=lambda lot: (not lot.id[:1].isdigit(), [int(p) if p.isdigit() else 0 for p in lot.id.split(".")],
        lot.id)))


def _pair(piece: CheckedDocument | _Pair) -> _Pair:
    return (piece.document, piece.outline) if isinstance(piece, CheckedDocument) else piece


def _kind_of_buyer(chosen: dict[str, Fact], ranked: Sequence[_Pair]) -> None:
    """The kind of buyer is the one of the document whose buyer was chosen."""
    buyer = chosen.get("buyer")
    if buyer is None:
        return
    own = next((f for _, o in ranked for f in o.facts if f.field == "buyer_kind" and f.document == buyer.document), None)
    if own is not None:
        chosen["buyer_kind"] = own
    else:
        chosen.pop("buyer_kind", None)


def _sectors(facts: dict[str, Fact], chosen: dict[str, Fact], codes: Sequence[Fact], lots: Sequence[Lot], resources: Resources | None) -> list[Fact]:
    """Sectors of the whole tender: those its pieces gave, ranked by the joined object, codes and lots when the rules are at hand."""
    if resources is None or len(facts) < 2:
        return list(facts.values())[:3]
    subject = fold(" | ".join([*(chosen[f].value for f in ("title", "object") if f in chosen), *(lot.title for lot in lots)]))
    ranked = score_sectors(resources.sectors, cpv=tuple(f.value for f in codes), subject=subject, body="")
    best = ranked[0][1] if ranked else 0.0
    kept = [facts[sector.id] for sector, points in ranked if sector.id in facts and points >= 0.45 * best]
    return (kept or list(facts.values()))[:3]


def tender_facts(documents: Sequence[CheckedDocument | _Pair], *, resources: Resources | None = None) -> Tender:
    """Join the facts of the pieces of one tender; for each field the most trusted piece speaks (notice, RC, CCP, CCAP…).

    `documents` are (document, outline) pairs or checked documents. `facts` keeps the fact chosen for each field, with the words that prove it; CPV
    codes are united, sectors too, at most three. A field that no piece states is None.
    """
    ranked = _ranked([_pair(piece) for piece in documents])
    chosen: dict[str, Fact] = {}
    many: dict[str, dict[str, Fact]] = {"cpv": {}, "sector": {}}
    for _, outline in ranked:
        for fact in outline.facts:
            if fact.field in _MANY:
                many[fact.field].setdefault(fact.value[:8] if fact.field == "cpv" else fact.value, fact)
            elif _trusted(fact, outline.kind):
                chosen.setdefault(fact.field, fact)
    _kind_of_buyer(chosen, ranked)
    codes, lots = list(many["cpv"].values()), _lots(ranked)
    sectors = _sectors(many["sector"], chosen, codes, lots, resources)
    values = {field: fact.value for field, fact in chosen.items()}
    return Tender(
        title=values.get("title") or values.get("object"), reference=values.get("reference"), buyer=values.get("buyer"),
        buyer_kind=values.get("buyer_kind"), object=values.get("object"), cpv=tuple(f.value for f in codes), sectors=tuple(f.value for f in sectors),
        procedure=values.get("procedure"), launch_date=values["launch_date"][:10] if "launch_date" in values else None, lots=lots,
        facts=(*chosen.values(), *codes, *sectors))
