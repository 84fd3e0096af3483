"""A PDF file annotated: highlights with notes on the exact words, note icons for what concerns the whole piece or could not be placed."""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from clausecheck.model import Document
from clausecheck.read.pdf_locate import PlacedBox, locate
from clausecheck.read.pdf_page import Box
from clausecheck.report.annotate_notes import CHECK, NBSP, Note, quoted
from clausecheck.report.annotate_zip import PackageProblem
from clausecheck.report.pdf_notes_draw import ICON, Writer, frame_of_page

__all__ = ["annotate_pdf"]

_MARGIN, _GAP = 8.0, 4.0
_SIGNED = 1
"""Bit of /SigFlags that says the document holds a signature (ISO 32000-2, table 225)."""


def annotate_pdf(source: Path, document: Document, notes: Sequence[Note], *, day: str = "") -> tuple[bytes, tuple[str, ...]]:
    """The file at `source` with its annotations kept and one annotation a note added, and French sentences on what the officer should know.

    `document` is what reading made of `source`; `day` (ISO, "" for none) dates the notes. Notes on words without a place on their page are gathered
    in an icon on that page. Raises PackageProblem, with a French reason, when the file cannot be opened, forbids notes, or cannot be written.
    """
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    boxes = locate(source, document, [(note.start, note.end) for note in notes])
    try:
        with pikepdf.open(source) as pdf:
            if pdf.is_encrypted and not pdf.allow.modify_annotation:
                raise PackageProblem("ses droits d'accès n'autorisent pas l'ajout de commentaires")
            if not len(pdf.pages):
                raise PackageProblem("aucune page n'a pu être retrouvée")
            _Sheet(pdf, Writer(pdf, day)).write(notes, boxes, document)
            said = _said(pdf, source)
            buffer = io.BytesIO()
            pdf.save(buffer, deterministic_id=not pdf.is_encrypted, encryption=pdf.is_encrypted or None)
    except pikepdf.PasswordError as error:
        raise PackageProblem("il est protégé par un mot de passe") from error
    except (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError) as error:
        raise PackageProblem("sa structure PDF ne permet pas d'y ajouter des commentaires") from error
    return buffer.getvalue(), said


def _said(pdf: Any, source: Path) -> tuple[str, ...]:
    form = pdf.Root.get("/AcroForm")
    flags = form.get("/SigFlags", 0) if form is not None else 0
    if isinstance(flags, int) and flags & _SIGNED:
        return (f"«{NBSP}{source.name}{NBSP}» porte une signature électronique, qui ne couvre pas la copie annotée.",)
    return ()


class _Sheet:
    """Places the notes of one document on its pages."""

    def __init__(self, pdf: Any, writer: Writer) -> None:
        self._pages = [page.obj for page in pdf.pages]
        self._writer = writer
        self._icons: dict[int, int] = defaultdict(int)

    def write(self, notes: Sequence[Note], boxes: Sequence[Sequence[PlacedBox]], document: Document) -> None:
        lost: dict[int, list[Note]] = defaultdict(list)
        for note, placed in _merged(notes, boxes):
            if note.end <= note.start:
                self._icon(1, note)
                continue
            by_page: dict[int, list[Box]] = defaultdict(list)
            for page, box in placed:
                if 1 <= page <= len(self._pages):
                    by_page[page].append(box)
            if not by_page:
                page = note.page or 1
                lost[page if page <= len(self._pages) else 1].append(note)
            for number, page in enumerate(sorted(by_page)):
                text = note.text if not number else f"{note.head} (suite de la page précédente)"
                self._writer.highlight(self._pages[page - 1], by_page[page], kind=note.kind, title=note.head, text=text)
        for page in sorted(lost):
            self._icon(page, _gathered(lost[page], document))

    def _icon(self, page: int, note: Note) -> None:
        """Icons stand one under another from the top left corner of the page, then in further columns."""
        target = self._pages[page - 1]
        number = self._icons[page]
        self._icons[page] += 1
        step = ICON + _GAP
        rows = max(1, int((frame_of_page(target).size[1] - 2 * _MARGIN) // step))
        x, y = _MARGIN + number // rows * step, _MARGIN + number % rows * step
        self._writer.icon(target, x, y, kind=note.kind, title=note.head, text=note.text)


def _merged(notes: Sequence[Note], boxes: Sequence[Sequence[PlacedBox]]) -> list[tuple[Note, Sequence[PlacedBox]]]:
    """Notes on the very same words made one: a viewer shows the uppermost of several highlights only."""
    out: list[tuple[Note, Sequence[PlacedBox]]] = []
    for note, placed in zip(notes, boxes, strict=True):
        if note.end > note.start and out and (out[-1][0].start, out[-1][0].end) == (note.start, note.end):
            first = out[-1][0]
            out[-1] = replace(first, lines=(*first.lines, ("", ""), ("", note.head), *note.lines)), placed
        else:
            out.append((note, placed))
    return out


def _gathered(notes: Sequence[Note], document: Document) -> Note:
    lines: list[tuple[str, str]] = []
    for note in notes:
        lines += [("", ""), ("", note.head), ("Mots", quoted(document.text[note.start : note.end], 300)), *note.lines]
    return Note(CHECK, "Mots dont la place sur la page n'est pas connue", tuple(lines))
