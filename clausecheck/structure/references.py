"""Cross-references: « article 8.2 du CCAP », « annexe 3 », found in a document and resolved in it or in the other pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausecheck.model import CrossReference, Document, Outline, PieceKind, Section
from clausecheck.structure.numbering import read_label
from clausecheck.structure.view import View
from clausecheck.text import fold

__all__ = ["find_references", "resolve"]

_NUM = r"\d{1,2}(?:[.-]\d{1,2}){0,5}(?:\s?(?:bis|ter))?"
_PIECES: tuple[tuple[PieceKind, str], ...] = (
    (PieceKind.RC, r"reglement\s+(?:particulier\s+)?(?:de\s+(?:la\s+)?consultation)|rc\b|r\.c\."),
    (PieceKind.CCAP, r"cahier\s+des\s+clauses\s+administratives(?:\s+particulieres)?|ccap\b|c\.c\.a\.p\.?"),
    (PieceKind.CCTP, r"cahier\s+des\s+clauses\s+techniques(?:\s+particulieres)?|cctp\b|c\.c\.t\.p\.?"),
    (PieceKind.CCP, r"cahier\s+des\s+clauses\s+particulieres|cahier\s+des\s+charges|ccp\b|c\.c\.p\.?"),
    (PieceKind.AE, r"acte\s+d'engagement|ae\b"),
    (PieceKind.BPU, r"bordereau\s+des\s+prix(?:\s+unitaires)?|bpu\b"),
    (PieceKind.DPGF, r"decomposition\s+du\s+prix\s+global(?:\s+et)?\s+forfaitaire|dpgf\b"),
    (PieceKind.DQE, r"detail\s+quantitatif(?:\s+et)?\s+estimatif|dqe\b"),
    (PieceKind.RESPONSE_FRAME, r"cadre\s+de\s+(?:reponse|memoire)(?:\s+technique)?"),
)
_NAMED = "|".join(f"(?P<{kind.name.lower()}>{pattern})" for kind, pattern in _PIECES)
_LIST = rf"{_NUM}(?:\s*(?:,|et|ou|a)\s*{_NUM})*"
_REFERENCE = re.compile(
    rf"\b(?P<what>articles?|art\.|chapitres?|paragraphes?|\xa7|annexes?|sections?|points?\s+(?=\d+\.\d))\s*(?:n\s?[\xb0o]s?\s*)?(?P<nums>{_LIST}"
    rf"|[a-h]\b(?=\s*(?:du|de\s+l|au|[,;.)]|$)))"
    rf"(?P<of>\s*(?:du|de\s+l'|de\s+la|au|a\s+l')\s*(?:present\s+)?(?:{_NAMED}|(?P<here>presente?\s+\w+)|(?P<law>code|loi|decret|arrete|ordonnance"
    rf"|ccag|cahier\s+des\s+clauses\s+administratives\s+generales|"
    rf"c\.c\.a\.g|directive|cgi|traite|rgpd|livre)))?")
_CODE_BEFORE = re.compile(r"[lrd]\.?\s?$")


def _number_of(text: str) -> tuple[str, ...] | None:
    """The components of a title's own number."""
    label = read_label(text)
    return label.parts if label is not None and label.parts else None


def _index(view_texts: Sequence[str], sections: tuple[Section, ...]) -> dict[tuple[bool, tuple[str, ...]], int]:
    """Sections by (is an annex, number); a number used twice keeps its first section."""
    found: dict[tuple[bool, tuple[str, ...]], int] = {}
    for section in sections:
        label = read_label(view_texts[section.first])
        if label is None or not label.parts or label.scheme == "lot":
            continue
        found.setdefault((label.scheme == "annexe", tuple(p.lower() for p in label.parts)), section.id)
    return found


def _key(what: str, number: str) -> tuple[bool, tuple[str, ...]]:
    parts = tuple(str(int(p)) if p.isdigit() else p.lower() for p in re.split(r"[.-]", re.sub(r"\s?(?:bis|ter)$", "", number)))
    return what.startswith("annexe"), parts


def find_references(view: View, sections: tuple[Section, ...], toc: frozenset[int]) -> tuple[CrossReference, ...]:
    """References of a document, one for each number; those to codes and laws are left out.

    `section` is the target in this document, set when no other piece is named and the number is an article of it.
    """
    index = _index(view.texts, sections)
    firsts = {section.first for section in sections}
    found: list[CrossReference] = []
    for match in _REFERENCE.finditer(view.whole):
        block = view.block_at(match.start())
        if match["law"] or block in toc or (block in firsts and match.start() - view.block(block).start < 4):
            continue
        if _CODE_BEFORE.search(view.whole[max(0, match.start("nums") - 3) : match.start("nums")]):
            continue
        rest = view.whole[match.end() : match.end() + 60]
        if not match["of"] and re.match(r"\s*(?:,?\s*(?:et\s+suivants\s+)?(?:du|de\s+la|de\s+l')\s*(?:code|loi|decret|ccag|arrete|ordonnance"
            r"|reglement\s+\(|directive|rgpd))", rest):
            continue
        piece = next((kind for kind, _ in _PIECES if match[kind.name.lower()]), None)
        for number in re.finditer(rf"{_NUM}|\b[a-h]\b", match["nums"]):
            target = index.get(_key(match["what"], number.group())) if piece is None else None
            found.append(CrossReference(match.start(), match.end(), view.text[match.start() : match.end()], piece,
                _named(match["what"], number.group()), target))
    return tuple(found)


def _named(what: str, number: str) -> str:
    return f"annexe {number.upper()}" if what.startswith("annexe") else number


def resolve(references: Sequence[CrossReference], documents: Sequence[tuple[Document, Outline]]) -> tuple[tuple[int, int] | None, ...]:
    """For each reference (index of the document, index of its section) among the pieces of one tender, None when no piece holds it.

    A piece is sought by its kind, or by the kind of one of its parts. A reference that names no piece stays unresolved here: its own document's
    `section` says where it points.
    """
    tables = [_index([document.block_text(b) for b in document.blocks], outline.sections) for document, outline in documents]
    out: list[tuple[int, int] | None] = []
    for reference in references:
        target: tuple[int, int] | None = None
        annex = reference.number.startswith("annexe ")
        number = fold(reference.number.removeprefix("annexe "))
        for position, (_, outline) in enumerate(documents):
            kinds = {outline.kind, *(part.kind for part in outline.parts)}
            if reference.piece is None or reference.piece not in kinds:
                continue
            section = tables[position].get(_key("annexe" if annex else "article", number))
            if section is not None:
                target = (position, section)
                break
        out.append(target)
    return tuple(out)
