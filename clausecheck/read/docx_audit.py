"""Proof that no text of a Word file is lost: every w:t is in the Document, or has a reason not to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lxml import etree

from clausecheck.read.docx import WordReader
from clausecheck.read.docx_inline import chosen
from clausecheck.read.docx_names import ALTERNATE, CHOICE, DEL_TEXT, DELETED, FALLBACK, INSERTED, T, W
from clausecheck.read.docx_package import Package
from clausecheck.read.docx_story import Story
from clausecheck.read.messages import ReadError

__all__ = ["Reason", "Unread", "unread"]


class Reason(StrEnum):
    """Why a text node of the file is not in the Document."""

    BLANK = "blank"
    DELETED = "deleted"
    INSERTED = "inserted"
    ALTERNATE = "alternate"
    INSTRUCTION = "field-instruction"
    PART_NOT_SHOWN = "part-not-shown"
    NOTE_NOT_CITED = "note-not-cited"
    REPEATED_MARGIN = "repeated-margin"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Unread:
    """One text node that is not in the Document."""

    part: str
    text: str
    reason: Reason




def unread(path: Path, *, revisions: str = "accepted") -> list[Unread]:
    """All text nodes (w:t, w:delText) that reading `path` leaves out, with the reason; LOST is a fault of the reader. Raises ReadError."""
    with Package(path, path.name) as package:
        reader = WordReader(package, original=revisions == "original")
        reader.drafts()
        return [item for part in _word_parts(package) for item in _of_part(reader, part)]


def _word_parts(package: Package) -> list[str]:
    return sorted(part for part in package.parts() if part.startswith("word/") and part.endswith(".xml"))


def _of_part(reader: WordReader, part: str) -> Iterator[Unread]:
    story = reader.stories.get(part)
    if story is None:
        try:
            root = reader.package.root(part)
        except ReadError:
            return
        for element in root.iter(T, DEL_TEXT):
            text = element.text or ""
            yield Unread(part, text, Reason.PART_NOT_SHOWN if text.strip() else Reason.BLANK)
        return
    for element in story.root.iter(T, DEL_TEXT):
        if element not in reader.shared.seen:
            yield Unread(part, element.text or "", _reason(reader, story, element))


def _reason(reader: WordReader, story: Story, element: etree._Element) -> Reason:
    if not (element.text or "").strip():
        return Reason.BLANK
    found = _ancestral(element, original=reader.shared.original)
    if found is not None:
        return found
    if element in story.fields.instruction:
        return Reason.INSTRUCTION
    if story.part in reader.repeated:
        return Reason.REPEATED_MARGIN
    if any(True for _ in element.iterancestors(W + "footnote", W + "endnote")):
        note = next(element.iterancestors(W + "footnote", W + "endnote"))
        return Reason.LOST if note in reader.cited else Reason.NOTE_NOT_CITED
    return Reason.LOST


def _ancestral(element: etree._Element, *, original: bool) -> Reason | None:
    """A reason that lies in what holds the element: a tracked change that is not shown, the other branch of an alternative."""
    below = element
    for above in element.iterancestors():
        if above.tag in (INSERTED if original else DELETED):
            return Reason.INSERTED if original else Reason.DELETED
        if above.tag == W + "tr" and _dropped(above, W + "trPr", original=original):
            return Reason.INSERTED if original else Reason.DELETED
        if above.tag == W + "tc" and _dropped(above, W + "tcPr", original=original):
            return Reason.INSERTED if original else Reason.DELETED
        if above.tag == ALTERNATE and below.tag in (CHOICE, FALLBACK) and chosen(above) is not below:
            return Reason.ALTERNATE
        below = above
    return Reason.DELETED if element.tag == DEL_TEXT and not original else None


def _dropped(element: etree._Element, properties: str, *, original: bool) -> bool:
    found = element.find(properties)
    if found is None:
        return False
    tags = (W + "ins", W + "cellIns") if original else (W + "del", W + "cellDel")
    return any(found.find(tag) is not None for tag in tags)
