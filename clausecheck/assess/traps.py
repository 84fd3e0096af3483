"""Norms and brands named in a tender, and whether an equivalent is accepted (R2111-7, R2111-9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.assess.dossier import Dossier, Found, Piece
from clausecheck.assess.frame import Frame, load_frame
from clausecheck.assess.phrases import Phrases
from clausecheck.model import PieceKind, SectionRole
from clausecheck.rulebook.pack import pack_files
from clausecheck.rulebook.source import load_yaml
from clausecheck.text import fold

__all__ = ["Brand", "BrandWords", "Norm", "find_brands", "find_norms", "load_brand_words"]

_NORM = re.compile(
    r"(?<![\w-])(?P<name>(?P<head>(?:(?:NF|EN|ISO|IEC|CEI|DIN|ASTM|prEN|XP|FD|UTE|DTU|D\.T\.U\.?)[ /.-]{0,2}){1,4})"
    r"(?:(?P<letter>[A-Z])[ .-]?)?(?:n°\s?)?(?P<number>\d[\d.]*\d|\d)(?:[-–/]\d+)*)(?!\w)"
)
_BRAND = re.compile(r"\b[Mm](?:arque|ARQUE)s? *(?::|=|«|\")? *(?P<name>[A-ZÀ-Ý0-9][\w&.'’-]*(?:[ /][A-ZÀ-Ý0-9][\w&.'’-]*){0,2})")
_TYPE = re.compile(r"\b(?:de |du )?[Tt]ypes? +(?:« *|\")?(?P<name>[A-ZÀ-Ý][\w&.'’-]*(?: [A-ZÀ-Ý0-9][\w&.'’-]*){0,2})")
_SHORT = 4
_YEAR = re.compile(r"(?:^|[ -])20\d\d(?:$|[ -])")
_CAPITAL = re.compile(r"[A-ZÀ-Ý][A-Za-zÀ-ÿ]*")
_MODEL = re.compile(r"\b(?:[Rr]éf(?:\.|érences?)|[Mm]odèle) *:? *(?P<name>[A-Z][\w-]*(?: [A-Z0-9][\w-]*){0,2})")
_MARK = re.compile(r"\b(?P<name>[A-ZÀ-Ý][\w&'’-]*(?: [A-ZÀ-Ý][\w&'’-]*)?|[a-zà-ÿ][\w-]*)\s?[®™]")
_CONTEXT = frozenset({SectionRole.CONTEXT, SectionRole.RECITALS, SectionRole.DEFINITIONS, SectionRole.SUMMARY})
_ACRONYM = re.compile(r"[A-Z][A-Z-]{1,3}|[A-Z]{1,3}-?\d{1,2}")
"""A short name in capitals after « type » is a material, a profile or a class (VEP, IPN, T2, FFP1), not a brand."""
_STOCK = re.compile(r"\W*(?:environ )?\d+ (?!mm|cm|m |kg|l )[a-z]")
"""A line that begins with a number of things (« 64 tablettes de type … ») may be the inventory of what exists."""
_BUYING = frozenset({PieceKind.CCTP, PieceKind.CCP, PieceKind.BPU, PieceKind.DPGF, PieceKind.DQE, PieceKind.ANNEX})


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm named at a place. `open` is True when its surroundings or a general sentence accept equivalents."""

    found: Found
    name: str
    open: bool


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand named at a place.

    `cue` is marque, ®, type, référence or lexique. `state`: "ouvert" (an equivalent is accepted), "justifie" (it describes what exists or must be
    compatible), "douteux" (may be no brand, or no demand), "ferme".
    """

    found: Found
    name: str
    cue: str
    state: str


@dataclass(frozen=True)
class BrandWords:
    """rules/brands: names by sector (`certain`: those that are no words too), names that are also words, and what is no brand."""

    names: frozenset[str]
    ambiguous: frozenset[str]
    certain: tuple[str, ...]
    not_brands: frozenset[str]
    protected: frozenset[str]


@lru_cache(maxsize=8)
def load_brand_words(pack: Path) -> BrandWords:
    """Read rules/brands of a pack; a file `indices.yaml` with the counter-examples, any other file with names by sector."""
    names: set[str] = set()
    ambiguous: set[str] = set()
    refused: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()
    for path in pack_files(pack, "brands"):
        source = load_yaml(path)
        if path.stem == "indices":
            keys = source.keys(("pas_une_marque", "protege_sans_marque"), required=("pas_une_marque", "protege_sans_marque"))
            refused, protected = frozenset(keys["pas_une_marque"].texts()), frozenset(keys["protege_sans_marque"].texts())
            continue
        for sector, value in source.keys().items():
            (ambiguous if sector == "ambigues" else names).update(value.texts())
    certain = tuple(sorted(names - ambiguous, key=lambda name: (-len(name), name)))
    return BrandWords(frozenset(fold(n) for n in names), frozenset(fold(n) for n in ambiguous), certain, refused, protected)


def find_norms(dossier: Dossier, frame: Frame) -> tuple[Norm, ...]:
    """Every norm named in the content of the pieces, once a sentence.

    Certifications of firms and schemes of the catalogue are left to other checks.
    """
    general = bool(dossier.sentences(frame.words["equivalence_normes"]))
    out: list[Norm] = []
    for piece in dossier.readable():
        seen: set[tuple[int, str]] = set()
        for match in _NORM.finditer(piece.document.text):
            block = piece.block_at(match.start())
            if not piece.is_content(block) or not _is_norm(match, piece, frame):
                continue
            start, end = piece.sentence(match.start())
            name = " ".join(match["name"].split())
            if (start, name) in seen:
                continue
            seen.add((start, name))
            opened = general or _opened(piece, start, end, frame.words["equivalent"])
            out.append(Norm(piece.found(start, max(end, match.end()), name=name), name, opened))
    return tuple(out)


def _is_norm(match: re.Match[str], piece: Piece, frame: Frame) -> bool:
    number = match["number"].rstrip(".")
    if number in frame.not_norms:
        return False
    heads = match["head"].split()
    bare = heads in (["EN"], ["en"]) and not match["letter"]
    if bare and re.fullmatch(r"(?:19|20)\d\d|\d{1,2}", match["name"].split()[-1]):
        return False
    if heads in (["XP"], ["FD"], ["UTE"], ["NF"]) and not match["letter"]:
        return False
    return not any(row.start < match.end() and row.end > match.start() for row in piece.labels)


def _opened(piece: Piece, start: int, end: int, equivalent: Phrases) -> bool:
    return equivalent.search(piece.around(start, end)) is not None


def find_brands(dossier: Dossier, pack: Path) -> tuple[Brand, ...]:
    """Every brand named: by a cue first (« de marque X », ®, « type X », « réf. X »), by the lexicon second."""
    words, frame = load_brand_words(pack), load_frame(pack)
    general = bool(dossier.sentences(frame.words["equivalence_marques"]))
    out: list[Brand] = []
    for piece in dossier.readable():
        seen: set[tuple[int, str]] = set()
        for start, stop, name, cue in sorted(_mentions(piece, words)):
            block = piece.block_at(start)
            if block is None or not piece.is_content(block):
                continue
            sentence = piece.sentence(start)
            if (sentence[0], fold(name)) in seen or (cue == "référence" and not _is_product(name, words)):
                continue
            seen.add((sentence[0], fold(name)))
            state = _state(piece, sentence, name, cue, words, frame, general)
            if cue == "lexique" and piece.kind_at(block) not in _BUYING:
                continue
            out.append(Brand(piece.found(sentence[0], max(sentence[1], stop), name=name), name, cue, state))
    return tuple(out)


def _mentions(piece: Piece, words: BrandWords) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, name, cue) of every mention; a place found by a cue is not found again by the lexicon."""
    text, folded = piece.document.text, piece.folded
    taken: list[tuple[int, int]] = []
    for cue, pattern, hint in (("marque", _BRAND, "marque"), ("®", _MARK, ""), ("type", _TYPE, "type"), ("référence", _MODEL, "")):
        if (hint and hint not in folded) or (cue == "®" and "®" not in text and "™" not in text):
            continue
        for match in pattern.finditer(text):
            name = _clean(match["name"], words)
            if name and not _is_label(piece, match.start("name"), match.end("name")) and not (cue == "®" and fold(name) in words.protected):
                taken.append(match.span("name"))
                yield match.start("name"), match.end("name"), name, cue
    present = "|".join(re.escape(name) for name in _present(words, text))
    for match in re.finditer(rf"\b(?:{present})\b", text) if present else ():
        if not any(start < match.end() and end > match.start() for start, end in taken):
            yield match.start(), match.end(), match.group(), "lexique"


def _is_product(name: str, words: BrandWords) -> bool:
    """False for a file number (« réf. VPL-26-TX-11 »): capitals with digits or hyphens, unless the lexicon knows the name."""
    first = name.split()[0]
    if fold(name) in words.names or fold(first) in words.names:
        return True
    if _YEAR.search(name):
        return False
    return any(char.islower() for char in first) or (first.isalpha() and len(first) > _SHORT)


def _present(words: BrandWords, text: str) -> list[str]:
    """Names of the lexicon whose first word occurs; one pass over the capitals is cheaper than a search for each name."""
    capitals = set(_CAPITAL.findall(text))
    found = []
    for name in words.certain:
        first = _CAPITAL.match(name)
        if (first.group() in capitals) if first else (name in text):
            found.append(name)
    return found


def _is_label(piece: Piece, start: int, end: int) -> bool:
    return any(row.start < end and row.end > start for row in piece.labels)


def _clean(name: str, words: BrandWords) -> str:
    """The name without what is no part of it, "" when nothing is left."""
    parts = name.split()
    if not parts or fold(parts[0]).strip(".'’-") in words.not_brands:
        return ""
    kept = []
    for part in parts:
        if fold(part).strip(".'’-") in words.not_brands:
            break
        kept.append(part.rstrip(".'’-"))
    cleaned = " ".join(kept).strip()
    if len(cleaned) < 2 or cleaned.isdigit() or (_ACRONYM.fullmatch(cleaned) and fold(cleaned) not in words.names | words.ambiguous):
        return ""
    return cleaned


def _state(piece: Piece, sentence: tuple[int, int], name: str, cue: str, words: BrandWords, frame: Frame, general: bool) -> str:
    folded = piece.folded[sentence[0] : sentence[1]]
    if general or _opened(piece, *sentence, frame.words["equivalent"]):
        return "ouvert"
    if frame.words["existant"].search(f"{folded}\n{_above(piece, sentence[0])}") or _role(piece, sentence[0]) in _CONTEXT:
        return "justifie"
    known = fold(name) in words.names or fold(name.split()[0]) in words.names
    if _STOCK.match(folded):
        return "douteux"
    if cue == "lexique" or (cue in ("type", "référence") and not known) or (name.isupper() and folded.isupper()):
        return "douteux"
    return "ferme"


def _above(piece: Piece, offset: int) -> str:
    """Folded titles above a place and the opening of its list."""
    block = piece.block_at(offset)
    titles = fold(" / ".join(section.title for section in piece.outline.path(block.id))) if block is not None else ""
    return f"{titles}\n{piece.opening(block)}" if block is not None else titles


def _role(piece: Piece, offset: int) -> SectionRole:
    block = piece.block_at(offset)
    return piece.role_at(block) if block is not None else SectionRole.OTHER
