"""Wordings to insert in the pieces as tracked changes (`--suggest-changes`): which text, in which document, after which block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausecheck.assess.suggest import Suggestion, suggest
from clausecheck.model import ASIDE, BlockKind, Check, CheckedDocument, ClauseFinding, PieceKind, Report, SectionRole
from clausecheck.report.annotate_notes import CHECK, Note, kinds_of, span_of
from clausecheck.report.phrases import set_aside

__all__ = ["Insertion", "insertions_of"]

_MARGINS = frozenset({BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FOOTNOTE, BlockKind.ENDNOTE, BlockKind.TEXT_BOX})
_ROLES = {
    PieceKind.RC: (SectionRole.CRITERIA, SectionRole.ENVIRONMENT),
    PieceKind.CCAP: (SectionRole.ENVIRONMENT, SectionRole.PENALTIES, SectionRole.EXECUTION),
    PieceKind.CCTP: (SectionRole.ENVIRONMENT, SectionRole.SPECIFICATIONS),
}
"""Articles that take in a wording with nothing near it, the best first."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A paragraph to insert after block `block` of the document; `note` says what it is for."""

    block: int
    text: str
    note: Note


def insertions_of(report: Report, targets: Sequence[int]) -> tuple[dict[int, tuple[Insertion, ...]], tuple[Suggestion, ...]]:
    """What to insert in the documents `targets`, by index and in the order of the report, and the suggestions that belong in none of them.

    A gap gets one wording: the catalogue's for the sector where there is one, else that of the check. Checks set aside by a decision get none.
    """
    found: dict[int, list[Insertion]] = {index: [] for index in targets}
    homeless: list[Suggestion] = []
    checks = {check.id: check for check in report.checks if not set_aside(check)}
    chosen = suggest(checks.values(), report.score, sectors=report.tender.sectors)
    for suggestion in _one_a_gap(chosen):
        check = checks.get(suggestion.reason.partition(" : ")[0])
        home = _home(report, targets, suggestion)
        if home is None:
            homeless.append(suggestion)
            continue
        item = report.documents[home]
        found[home].append(Insertion(_block(item, check, suggestion), suggestion.text, _note(suggestion)))
    return {index: tuple(rows) for index, rows in found.items() if rows}, tuple(homeless)


def _one_a_gap(suggestions: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """The last of those that give the same reason: the catalogue's wording follows the check's own."""
    yield from {suggestion.reason: suggestion for suggestion in suggestions}.values()


def _home(report: Report, targets: Sequence[int], suggestion: Suggestion) -> int | None:
    return next((i for i in targets if suggestion.piece is None or suggestion.piece in kinds_of(report.documents[i])), None)


def _note(suggestion: Suggestion) -> Note:
    wording = suggestion.wording
    lines = [("Ce qui manque", suggestion.reason)]
    if wording is not None:
        lines += [(f"À choisir, {v.name}", f"{v.help} (proposé\N{NO-BREAK SPACE}: {v.value})") for v in wording.variables]
        parts = (("Preuve", wording.proof), ("Pénalité", wording.penalty), ("Vigilance", wording.care), ("Base", " ; ".join(wording.basis)))
        lines += [(lead, text) for lead, text in parts if text]
    lines.append(("", "Acceptez, adaptez ou refusez cette insertion dans l'onglet Révision."))
    return Note(CHECK, f"Proposition\N{NO-BREAK SPACE}: {suggestion.title}", tuple(lines))


def _block(item: CheckedDocument, check: Check | None, suggestion: Suggestion) -> int:
    """The block to insert after: the end of the article that holds the nearest words, else of the best article, else the last block of the body."""
    for offset in _near(item, check, suggestion):
        block = _block_at(item, offset)
        if block is not None:
            return _end_of_article(item, block)
    for role in _ROLES.get(suggestion.piece or item.outline.kind, (SectionRole.ENVIRONMENT,)):
        within = [block for block in _body(item) if item.outline.role(block) is role]
        if within:
            return within[-1]
    return _body(item)[-1]


def _near(item: CheckedDocument, check: Check | None, suggestion: Suggestion) -> Iterator[int]:
    if check is not None:
        near = [(check.nearest.document, check.nearest.quote, check.nearest.start, check.nearest.end)] if check.nearest is not None else []
        for name, quote, start, end in (*near, *((e.document, e.quote, e.start, e.end) for e in check.evidence)):
            span = span_of(item, quote, start, end) if name == item.document.name else None
            if span is not None:
                yield span[0]
    elif suggestion.wording is not None:
        rows: list[ClauseFinding] = [row for row in item.clauses if row.family is suggestion.wording.family]
        if rows:
            yield rows[-1].start


def _body(item: CheckedDocument) -> list[int]:
    """Blocks of the running text, in order; every block when there is none."""
    blocks = item.document.blocks
    found = [b.id for b in blocks if b.kind not in ASIDE and b.kind not in _MARGINS and b.id not in item.outline.toc]
    return found or [b.id for b in blocks]


def _block_at(item: CheckedDocument, offset: int) -> int | None:
    body = set(_body(item))
    return next((b.id for b in item.document.blocks if b.start <= offset < b.end and b.id in body), None)


def _end_of_article(item: CheckedDocument, block: int) -> int:
    """The last block before the next title, in the innermost section of `block`."""
    sections = item.outline.section_of
    last = block
    for other in _body(item):
        if other <= block:
            continue
        if other >= len(sections) or sections[other] != sections[block]:
            break
        last = other
    return last
