"""A Word file annotated: native comments on the exact words, proposed wordings as tracked changes; all other parts stay byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from clausecheck.model import ASIDE, Block, BlockKind, Document
from clausecheck.read.docx_locate import TextPiece, WordPlaces, locate
from clausecheck.read.docx_names import TC, P, W
from clausecheck.read.docx_package import Package
from clausecheck.read.messages import ReadError
from clausecheck.read.xmlsafe import as_strict
from clausecheck.report.annotate_insert import Insertion
from clausecheck.report.annotate_notes import Note
from clausecheck.report.annotate_zip import PackageProblem, patched
from clausecheck.report.docx_comments_anchor import Marks, Range, in_text_box, range_of, whole_paragraph
from clausecheck.report.docx_comments_insert import Insertions
from clausecheck.report.docx_comments_part import CommentsPart
from clausecheck.report.phrases import quoted

__all__ = ["annotate_docx", "annotated"]

_MARGINS = frozenset({BlockKind.HEADER, BlockKind.FOOTER})
_WHERE = {
    "footnote": "Ces mots sont dans une note de bas de page, où Word n'admet pas de commentaire\N{NO-BREAK SPACE}:",
    "endnote": "Ces mots sont dans une note de fin, où Word n'admet pas de commentaire\N{NO-BREAK SPACE}:",
    "margin": "Ces mots sont dans un en-tête ou un pied de page, où Word n'admet pas de commentaire\N{NO-BREAK SPACE}:",
    "box": "Ces mots sont dans une zone de texte, où Word n'admet pas de commentaire\N{NO-BREAK SPACE}:",
    "drawing": "Ces mots sont dans un graphique ou un schéma, où Word n'admet pas de commentaire\N{NO-BREAK SPACE}:",
}
"""Said in the comment that had to be put elsewhere, before the words themselves."""


def annotate_docx(source: Path, document: Document, notes: Sequence[Note], insertions: Sequence[Insertion] = (), *, day: str = "") -> bytes:
    """The file at `source` with one comment a note and one tracked paragraph an insertion.

    `document` is what reading made of `source`; `day` (ISO, "" for none) dates comments and changes. Only the main part, its comments, its
    relationships and the content types differ from the source. Raises ReadError or PackageProblem, with a French reason, when the file is not
    what was read or cannot be copied.
    """
    with Package(source, document.name) as package:
        main = package.main(default="word/document.xml")
        root = package.root(main)
        styles = _styles(package, main)
        places = WordPlaces(root, main, styles, revisions=document.reading.revisions or "accepted")
        comments = CommentsPart(package, main, styles, day=day)
        anchors = _Anchors(package, root, main, document, places)
        found = [(note, *anchors.of(note)) for note in notes]
        drafts = Insertions(root, document, places, day=day)
        planned = [(item, drafts.place(item.block), drafts.looks(item.block)) for item in insertions]
        marks = Marks(root, style=comments.reference_style)
        number = comments.next_id(root)
        for note, place, remark in found:
            if place is None:
                raise PackageProblem("aucun paragraphe ne peut porter de commentaire")
            comments.add(number, note, remark)
            marks.add(number, place)
            number += 1
        for item, after, looks in planned:
            if after is None:
                raise PackageProblem("aucun paragraphe ne peut recevoir d'insertion")
            paragraph = drafts.insert(after, item.text, looks)
            comments.add(number, item.note)
            marks.add(number, whole_paragraph(paragraph))
            number += 1
        marks.set()
        changed = {next(n for n in package.parts() if n.lower() == main.lower()): root, **comments.changes()}
        data = {name: _written(element, package.data(name) if package.has(name) else package.data(main)) for name, element in changed.items()}
    return patched(source, data)


def annotated(
    source: Path, document: Document, notes: Sequence[Note], insertions: Sequence[Insertion] = (), *, day: str = "",
) -> tuple[bytes, str]:
    """As annotate_docx, for a supervised child: the bytes and "", or no bytes and the reason in French."""
    try:
        return annotate_docx(source, document, notes, insertions, day=day), ""
    except ReadError as error:
        return b"", error.issue.message.rstrip(".")
    except PackageProblem as error:
        return b"", str(error)
    except OSError as error:
        return b"", error.strerror or str(error)


def _styles(package: Package, main: str) -> etree._Element | None:
    part = package.related(main, "styles")
    try:
        return package.root(part) if part is not None else None
    except ReadError:
        return None


def _written(root: etree._Element, before: bytes) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return as_strict(data, before)


class _Anchors:
    """Finds the words of each note in the main part. Nothing is changed here."""

    def __init__(self, package: Package, root: etree._Element, main: str, document: Document, places: WordPlaces) -> None:
        self._package, self._root, self._main, self._document, self._places = package, root, main, document, places
        self._pieces: dict[int, list[TextPiece]] = {}
        self._notes: dict[str, list[etree._Element]] = {}

    def of(self, note: Note) -> tuple[Range | None, str]:
        """The range to comment and, where it is not the words themselves, a sentence that says so; None when the body has no paragraph."""
        if note.end <= note.start:
            return self._title(), ""
        blocks = [b for b in self._document.blocks if b.start < note.end and note.start < b.end and b.kind not in ASIDE]
        inside = [b for b in blocks if self._places.paragraph(b) is not None]
        if inside:
            place, boxed = self._words(note, inside)
            if place is not None:
                return place, self._remark("box", note) if boxed else ""
        if not blocks:
            return self._title(), f"Mots concernés\N{NO-BREAK SPACE}: {self._quote(note)}"
        return self._elsewhere(note, blocks[0])

    def _quote(self, note: Note) -> str:
        return quoted(self._document.text[note.start : note.end], 300)

    def _remark(self, where: str, note: Note) -> str:
        return f"{_WHERE[where]} {self._quote(note)}."

    def _of(self, block: Block) -> list[TextPiece]:
        if block.id not in self._pieces:
            self._pieces[block.id] = self._places.pieces(block)
        return self._pieces[block.id]

    def _words(self, note: Note, blocks: Sequence[Block]) -> tuple[Range | None, bool]:
        """From the first to the last character of the words; words that run on into another cell are marked in the first."""
        found: list[tuple[etree._Element, int, int]] = []
        holder: etree._Element | None = None
        for block in blocks:
            paragraph = self._places.paragraph(block)
            around = next(paragraph.iterancestors(TC), None) if paragraph is not None else None
            if found and around is not holder:
                break
            holder = around
            pieces = self._of(block)
            length = block.end - block.start
            found += locate(pieces, note.start - block.start, note.end - block.start) or (locate(pieces, 0, length) if not found else [])
            if not found and paragraph is not None:
                return whole_paragraph(paragraph), in_text_box(paragraph)
        if not found:
            return None, False
        first, last = found[0], found[-1]
        return range_of((first[0], first[1]), (last[0], last[2])), in_text_box(first[0])

    def _title(self) -> Range | None:
        """The title of the piece: the first paragraph of the running text, else any paragraph."""
        blocks = [b for b in self._document.blocks if b.kind not in ASIDE and b.kind not in _MARGINS and b.kind is not BlockKind.TEXT_BOX]
        titled = [b for b in blocks if self._document.title and self._document.block_text(b).strip() == self._document.title.strip()]
        for block in (*titled, *blocks):
            if self._places.paragraph(block) is not None and self._of(block):
                place, _ = self._words(Note("", "", (), block.start, block.end), [block])
                return place
        paragraph = next(self._root.iter(P), None)
        return whole_paragraph(paragraph) if paragraph is not None else None

    def _elsewhere(self, note: Note, block: Block) -> tuple[Range | None, str]:
        """Words of another part: the reference of the note that holds them, the title for headers, else the nearest paragraph of the body."""
        if block.kind in _MARGINS:
            return self._title(), self._remark("margin", note)
        for kind in ("footnote", "endnote"):
            if block.kind is BlockKind(kind):
                reference = self._reference(kind, block)
                if reference is not None:
                    return range_of((reference, 0), (reference, 1)), self._remark(kind, note)
        near = sorted(self._document.blocks, key=lambda b: (b.id > block.id, abs(b.id - block.id)))
        for other in near:
            paragraph = self._places.paragraph(other) if other.kind not in ASIDE else None
            if paragraph is not None:
                return whole_paragraph(paragraph), self._remark(block.kind.value if block.kind.value in _WHERE else "drawing", note)
        return self._title(), self._remark("drawing", note)

    def _reference(self, kind: str, block: Block) -> etree._Element | None:
        """The w:r of the body that cites the note holding `block`."""
        part, _, index = block.place.partition("#")
        if part not in self._notes:
            try:
                self._notes[part] = list(self._package.root(part).iter(P))
            except ReadError:
                self._notes[part] = []
        paragraphs = self._notes[part]
        if not index.isdecimal() or int(index) >= len(paragraphs):
            return None
        holder = next(paragraphs[int(index)].iterancestors(W + kind), None)
        cited = holder.get(W + "id") if holder is not None else None
        marks = (mark for mark in self._root.iter(W + f"{kind}Reference") if mark.get(W + "id") == cited)
        mark = next(marks, None)
        return mark.getparent() if mark is not None else None
