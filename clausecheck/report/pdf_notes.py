"""An annotated copy of a PDF: highlights on the words of each finding, notes for checks and for what reading has to say.

Words are placed and the copy is written in a supervised child: a page that breaks a PDF library costs its
highlights, which become notes, not the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausecheck.assess.rules import load_checks
from clausecheck.isolate import Worker
from clausecheck.model import Check, CheckedDocument, Force, IssueCode, Report, Status, Verdict
from clausecheck.read.pdf_locate import PlacedBox, locate
from clausecheck.report.annotate_notes import kinds_of, span_of
from clausecheck.report.annotate_source import changed_since, law_day
from clausecheck.report.messages import Translator, translator
from clausecheck.report.pdf_notes_draw import Drawn, Highlight, Sticky, draw
from clausecheck.report.pdf_notes_text import (
    check_body,
    check_line,
    check_subject,
    disagreement_body,
    finding_body,
    finding_subject,
    is_obligation,
    summary,
)
from clausecheck.report.phrases import Finding, set_aside
from clausecheck.report.rows import FoundRow, findings
from clausecheck.report.sheet import shorten
from clausecheck.rulebook.pack import pack_root

__all__ = ["annotate_pdf"]

_DEADLINE_S = 180.0
_OPEN = (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY)
_ICONS = {Verdict.MISSING: "!", Verdict.PARTIAL: "~", Verdict.TO_VERIFY: "?"}
_ANNOTABLE = ("pdf", "docx")
"""Formats that get an annotated copy; a check that points into another one is told where it can be read."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where a check is told: number of the piece, its page, and the words, (0, 0) without."""

    index: int
    page: int | None
    span: Span


def annotate_pdf(source: Path, target: Path, report: Report, index: int, *, lang: str = "fr") -> tuple[str, ...]:
    """Write `target`, a copy of the PDF `source` with what the report found in its document number `index` (from 0).

    Returns sentences in the language asked for about what could not be placed, or why there is no copy; empty when every word has its highlight.
    Never raises for a bad file and never writes over the source. The same input gives the same bytes, except for a file under a protection that
    is kept, whose cipher draws lots.
    """
    t = translator(lang)
    item = report.documents[index]
    if refusal := _refusal(source, target, item, t):
        return (refusal,)
    rows = _rows(report, index)
    notes = [*_checks(report, index, t), *_disagreements(report, index, t)]
    spans = sorted({(found.row.start, found.row.end) for group in rows for found in group} | {span for span, _ in notes if span[0] < span[1]})
    with Worker(preload=("clausecheck.read.pdf_locate", "clausecheck.report.pdf_notes_draw")) as worker:
        placed = worker.call(locate, (source, item.document, spans), deadline_s=_DEADLINE_S).value
        boxes = dict(zip(spans, placed or [[]] * len(spans), strict=False))
        stickies = [*_reading(item, t), *(_at(note, boxes.get(span, [])) for span, note in notes)]
        options = {
            "date": law_day(report.tool.on), "lost_subject": t("Mots non repérés"),
            "lost_head": t("Ces mots n'ont pas pu être repérés sur la page ; ce qui en est dit :")}
        outcome = worker.call(draw, (source, target, list(_highlights(rows, boxes, t)), stickies), options, deadline_s=_DEADLINE_S)
    if outcome.value is None:
        return (t("« {name} » : pas de copie annotée, l'écriture a été interrompue ({why}). L'original est intact.", name=source.name,
                  why=outcome.kind.value),)
    return tuple(_sentences(outcome.value, source, target, t))


def _refusal(source: Path, target: Path, item: CheckedDocument, t: Translator) -> str:
    """Why there can be no copy, "" when there can."""
    name, reading = item.document.name, item.document.reading
    if item.document.format not in ("pdf", "") or (item.document.format == "" and reading.status is not Status.FAILED):
        return t("« {name} » n'est pas un PDF : pas de copie annotée.", name=name)
    if reading.status is Status.FAILED:
        why = " ".join(issue.message for issue in reading.issues)
        return t("« {name} » n'a pas pu être lu : pas de copie annotée. {why}", name=name, why=why).rstrip()
    if source.resolve() == target.resolve() or (target.exists() and source.exists() and target.samefile(source)):
        return t("« {name} » : la copie annotée porterait le nom de l'original ; donnez-lui un autre nom.", name=name)
    return changed_since(source, item.document.sha256, name, t)


def _rows(report: Report, index: int) -> list[list[FoundRow]]:
    """Findings of a piece; those on the very same words together, the firmest first, so that one click shows them all."""
    groups: dict[tuple[int, int, bool], list[FoundRow]] = defaultdict(list)
    for found in findings(report):
        if found.index == index:
            groups[found.row.start, found.row.end, set_aside(found.row)].append(found)
    order = list(Force)
    return [sorted(group, key=lambda found: order.index(found.row.force)) for _, group in sorted(groups.items())]


def _highlights(rows: Sequence[Sequence[FoundRow]], boxes: dict[Span, list[PlacedBox]], t: Translator) -> Iterator[Highlight]:
    """One highlight a group and page; those that run over a page end go on with the same note."""
    for group in rows:
        row = group[0].row
        words = shorten(" ".join(group[0].item.document.text[row.start : row.end].split()), 120)
        body = "\n\n".join(finding_body(found, t) for found in group)
        subject = " ; ".join(finding_subject(found.row, t) for found in group)
        pages: dict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
        for page, box in boxes.get((row.start, row.end), []):
            pages[page].append(box)
        first = min(pages, default=row.page or 1)
        for page in sorted(pages) or [first]:
            text = body if page == first else f"{t('Suite de la page {page}.', page=first)}\n{body}"
            yield Highlight(f"{_names(group)}-p{page}", page, tuple(pages.get(page, ())), _style(row), subject, text, words)


def _names(group: Sequence[FoundRow]) -> str:
    return "+".join(found.row.id for found in group)


def _style(row: Finding) -> str:
    return "aside" if set_aside(row) else row.force.value


def _anchor(report: Report, check: Check) -> _Anchor | None:
    """The nearest sentence, else the first proof, in a piece that can be annotated."""
    places = ([check.nearest] if check.nearest else []) + list(check.evidence)
    for place in places:
        for number, item in enumerate(report.documents):
            if _annotable(item) and item.document.name == place.document:
                return _Anchor(number, place.page, span_of(item, place.quote, place.start, place.end) or (0, 0))
    return None


def _homes(report: Report) -> Callable[[Check], int]:
    """Which piece tells a check that has no place: of the Word pieces, else of the PDF ones, the first of a kind that can hold it, else the first.

    Comments in the Word copies follow the same rule (annotate_notes), so that each check is told in one piece.
    """
    usable = [number for number, item in enumerate(report.documents) if _annotable(item)]
    targets = [number for number in usable if report.documents[number].document.format == "docx"] or usable
    groups = {rule.id: rule.conclude for rule in load_checks(pack_root())}

    def home(check: Check) -> int:
        fitting = (n for group in groups.get(check.id, ()) for n in targets if kinds_of(report.documents[n]) & group)
        return next(fitting, targets[0])

    return home


def _annotable(item: CheckedDocument) -> bool:
    return item.document.format in _ANNOTABLE and item.document.reading.status is not Status.FAILED


def _checks(report: Report, index: int, t: Translator) -> Iterator[tuple[Span, Sticky]]:
    """Notes of the checks that are open, with their words ((0, 0) without), after the note at the head of the piece."""
    here: list[tuple[Span, Sticky]] = []
    elsewhere: list[str] = []
    listed: list[str] = []
    home = _homes(report)
    for check in report.checks:
        if check.verdict not in _OPEN and check.decision is None:
            continue
        anchor = _anchor(report, check) if check.verdict in _OPEN and not set_aside(check) else None
        alone = anchor is None and check.verdict in (Verdict.MISSING, Verdict.PARTIAL) and is_obligation(check) and not set_aside(check)
        if anchor is not None and anchor.index != index:
            listed.append(_see(report, check, anchor.index, anchor.page, t))
        elif anchor is not None or (alone and home(check) == index):
            page, span = (anchor.page, anchor.span) if anchor else (None, (0, 0))
            here.append((span, Sticky(check.id, page or 1, None, _ICONS[check.verdict], check_subject(check, t), check_body(check, t))))
        elif alone:
            listed.append(_see(report, check, home(check), None, t))
        else:
            elsewhere.append(check_line(check, t))
    head = Sticky("summary", 1, None, "i", t("Relecture par clausecheck"), summary(report, index, elsewhere, listed, t))
    yield (0, 0), head
    yield from here


def _see(report: Report, check: Check, index: int, page: int | None, t: Translator) -> str:
    name = report.documents[index].document.name
    place = name if page is None else f"{name}, {t('page {page}', page=page)}"
    return f"{check_line(check, t)} : {t('voir {name}', name=place)}"


def _disagreements(report: Report, index: int, t: Translator) -> Iterator[tuple[Span, Sticky]]:
    """A note where this piece says something that another one contradicts."""
    document = report.documents[index].document
    for number, row in enumerate(report.coherence, start=1):
        for place, value in enumerate(row.values, start=1):
            if value.document == document.name:
                span = span_of(report.documents[index], value.quote, 0, 0) or (0, 0)
                subject = t("Désaccord entre les pièces")
                yield span, Sticky(f"coherence-{number}.{place}", value.page or 1, None, "!", subject, disagreement_body(row, t))


def _at(note: Sticky, boxes: Sequence[PlacedBox]) -> Sticky:
    """The note at the first of its words, at its page otherwise."""
    if not boxes:
        return note
    page, box = boxes[0]
    return Sticky(note.id, page, box, note.icon, note.subject, note.body)


def _reading(item: CheckedDocument, t: Translator) -> Iterator[Sticky]:
    """What reading has to say about single pages, and a note on every page read by OCR or, in a piece read in part, without any text.

    An issue about several pages names them all and carries the first.
    """
    reading = item.document.reading
    subject = t("Lecture de cette page")
    texts: dict[int, list[str]] = defaultdict(list)
    for issue in reading.issues:
        if issue.page is not None:
            texts[issue.page].append(issue.message)
    told = {issue.page for issue in reading.issues if issue.code is IssueCode.OCR}
    for page in reading.ocr_pages:
        if page not in told:
            texts[page].append(t("Page lue par reconnaissance de caractères : les surlignages sont approchés, vérifiez sur l'original."))
    if reading.status is Status.PARTIAL:
        read = {page for block in item.document.blocks for page in range(block.page or 0, (block.end_page or block.page or 0) + 1)}
        for page in range(1, (item.document.pages or 0) + 1):
            if page not in read and page not in texts:
                texts[page].append(t("Aucun texte n'a été lu sur cette page."))
    for page in sorted(texts):
        yield Sticky(f"reading-p{page}", page, None, "?", subject, "\n".join(texts[page]))


def _sentences(drawn: Drawn, source: Path, target: Path, t: Translator) -> Iterator[str]:
    name = source.name
    if drawn.problem == "encrypted":
        yield t("« {name} » est protégé par un mot de passe : pas de copie annotée ; enregistrez-en une copie sans mot de passe.", name=name)
    elif drawn.problem == "forbidden":
        yield t("« {name} » interdit les annotations : pas de copie annotée ; demandez à son auteur une version sans cette protection.", name=name)
    elif drawn.problem == "unwritable":
        yield t("« {name} » n'a pas pu être écrit : {why}. Vérifiez le dossier et la place sur le disque.", name=target, why=drawn.detail)
    elif drawn.problem:
        yield t("« {name} » est trop endommagé pour être annoté : ouvrez-le ailleurs, enregistrez-en une copie et relancez.", name=name)
    if drawn.problem:
        return
    if drawn.signed:
        yield t("« {name} » est signé : la signature ne vaut que pour l'original, pas pour la copie annotée.", name=name)
    pages: dict[int, list[str]] = defaultdict(list)
    for page, words in drawn.lost:
        pages[page].append(f"«\N{NO-BREAK SPACE}{words}\N{NO-BREAK SPACE}»")
    for page, quoted in sorted(pages.items()):
        shown = ", ".join(dict.fromkeys(quoted))
        yield t("« {name} », page {page} : mots non repérés, portés dans une note de la page : {words}.", name=name, page=page, words=shown)
