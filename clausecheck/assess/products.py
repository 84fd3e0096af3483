"""What a tender buys, for checks that hold for some products only, and for labels that exist for some products only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.assess.dossier import Dossier, Piece
from clausecheck.assess.labels import LabelFacts
from clausecheck.assess.phrases import Phrases
from clausecheck.model import LabelFinding, PieceKind
from clausecheck.structure.sectors import ProductFamily, Sector, load_sectors
from clausecheck.text import fold

__all__ = ["Bought", "buys", "covers", "sectors_of"]

_BUYING = frozenset({PieceKind.CCTP, PieceKind.CCP, PieceKind.BPU, PieceKind.DPGF, PieceKind.DQE, PieceKind.ANNEX, PieceKind.RESPONSE_FRAME})
_SUBJECT = frozenset({PieceKind.RC, PieceKind.NOTICE, PieceKind.CCTP, PieceKind.CCP, PieceKind.CCAP, PieceKind.AE, PieceKind.BPU, PieceKind.DPGF})


@dataclass(frozen=True, slots=True)
class Bought:
    """Whether a tender buys something: "yes", "no" or "unknown", and the words or code that say so."""

    answer: str
    why: str = ""


@lru_cache(maxsize=8)
def sectors_of(pack: Path) -> dict[str, Sector]:
    """The sectors of a pack by id."""
    return {sector.id: sector for sector in load_sectors(pack)}


@lru_cache(maxsize=8)
def _families(pack: Path) -> dict[str, ProductFamily]:
    return {family.id: family for sector in sectors_of(pack).values() for family in sector.families}


def _sector_of(family: str, pack: Path) -> str:
    return next((sector.id for sector in sectors_of(pack).values() if any(f.id == family for f in sector.families)), "")


def subject(dossier: Dossier) -> str:
    """Folded title, object and lot titles of the tender."""
    tender = dossier.tender
    return fold(" . ".join(filter(None, (tender.title, tender.object, *(lot.title for lot in tender.lots)))))


def buys(dossier: Dossier, pack: Path, sectors: frozenset[str], words: Phrases, unless: Phrases, mentions: int) -> Bought:
    """Whether the tender buys what `sectors` (ids of sectors or product families) or `words` name.

    Yes: a CPV code, the tender's sectors, its title, object or lots say so, or a title in the specifications of a tender of that sector. Unknown:
    only the body of the specifications names it, at least `mentions` times (0 = never), or the subject itself is not known.
    """
    tender, known = dossier.tender, sectors_of(pack)
    families = [_families(pack)[name] for name in sorted(sectors) if name in _families(pack)]
    about = subject(dossier)
    if unless and unless.search(about):
        return Bought("no", "objet du marché")
    for code in tender.cpv:
        prefixes = [p for f in families for p in f.cpv] + [p for name in sectors if name in known for p in known[name].cpv]
        if any(code.startswith(prefix) for prefix in prefixes):
            return Bought("yes", f"code CPV {code}")
    shared = sorted(sectors & set(tender.sectors))
    if shared:
        return Bought("yes", f"secteur « {known[shared[0]].title} »" if shared[0] in known else "")
    if (words and words.search(about)) or any(f.words.find(about) for f in families):
        return Bought("yes", "objet du marché")
    likely = [f for f in families if not tender.sectors or _sector_of(f.id, pack) in tender.sectors]
    for title in _titles(dossier):
        if any(f.words.find(fold(title)) for f in likely) or (words and not tender.sectors and words.search(fold(title))):
            return Bought("yes", f"titre « {title} »")
    if not about and not dossier.given(_SUBJECT):
        named = not dossier.readable() or any(_mentions(piece, families, words) for piece in dossier.readable())
        return Bought("unknown", "l'objet du marché n'est pas connu") if named else Bought("no")
    count = sum(_mentions(piece, families, words) for piece in dossier.given(_BUYING)) if mentions else 0
    if mentions and count >= mentions:
        return Bought("unknown", f"cité {count} fois dans les pièces, sans être l'objet du marché")
    return Bought("no")


def _titles(dossier: Dossier) -> list[str]:
    return [section.title for piece in dossier.given((PieceKind.CCTP, PieceKind.CCP)) for section in piece.outline.sections]


def _mentions(piece: Piece, families: list[ProductFamily], words: Phrases) -> int:
    return len(words.spans(piece.folded)) + sum(family.words.count(piece.folded) for family in families)


def covers(facts: LabelFacts | None, row: LabelFinding, piece: Piece, dossier: Dossier, pack: Path) -> bool:
    """Whether a label exists for the product that its sentence (or the title above) names; True when that cannot be told.

    Only products of the tender's own sectors are looked for: elsewhere the words of a family are too common to mean the product.
    """
    if facts is None or not facts.products:
        return True
    known = sectors_of(pack)
    families = [family for name in dossier.tender.sectors if name in known for family in known[name].families]
    block = piece.block_at(row.quote_start)
    path = piece.outline.path(block.id) if block is not None else ()
    for text in (fold(row.quote), fold(path[-1].title) if path else ""):
        if any(family.words.find(text) for name, family in _families(pack).items() if name in facts.products):
            return True
        if any(family.words.find(text) for family in families):
            return False
    return True
