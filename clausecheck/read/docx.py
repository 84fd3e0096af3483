"""Reading a Word file: all text Word shows, in order, each block with its place; what it does not show set apart and said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from clausecheck.model import BlockKind, Document, Reading, ReadingIssue, Status
from clausecheck.read.blocks import Draft, assemble, title_of
from clausecheck.read.docx_drawings import drawing_texts
from clausecheck.read.docx_inline import Hanging
from clausecheck.read.docx_names import R, W
from clausecheck.read.docx_numbering import Numbering
from clausecheck.read.docx_package import Package
from clausecheck.read.docx_story import Shared, Story
from clausecheck.read.docx_styles import Styles, on_off
from clausecheck.read.messages import ReadError, say
from clausecheck.read.toc import mark_toc

__all__ = ["WordReader", "read_docx"]

_K = BlockKind
_NOTE_KINDS = {"footnote": _K.FOOTNOTE, "endnote": _K.ENDNOTE}
_FEW_WORDS = 30


def read_docx(path: Path, *, name: str, revisions: str = "accepted") -> Document:
    """Read a .docx, .docm or .dotx. `revisions` is "accepted" or "original". Raises ReadError when nothing can be read."""
    with Package(path, name) as package:
        reader = WordReader(package, original=revisions == "original")
        drafts = reader.drafts()
        text, blocks = assemble(drafts)
        issues, status = reader.issues(len(text.split()))
    shared = reader.shared
    return Document(
        name=name, path=str(path), format="docx", text=text, blocks=blocks, title=title_of(text, blocks),
        reading=Reading(status=status, issues=tuple(issues), revisions=revisions if shared.changed else None),
    )


class WordReader:
    """The stories of one package: headers, body with notes and drawings in place, footers, comments, hidden text."""

    def __init__(self, package: Package, *, original: bool) -> None:
        self.package = package
        self.main = package.main(default="word/document.xml")
        self.problems: list[ReadingIssue] = []
        styles = Styles(self._side("styles"))
        self.shared = Shared(styles, Numbering(self._side("numbering"), styles), original=original)
        self._settings = self._side("settings")
        self.stories: dict[str, Story] = {}
        self.repeated: set[str] = set()
        self.cited: set[etree._Element] = set()
        self._notes: dict[str, dict[str, etree._Element]] = {}
        self._comments = 0

    def _side(self, kind: str) -> etree._Element | None:
        """The root of a side part; a bad one is said and left out, the body is still worth reading."""
        part = self.package.related(self.main, kind)
        if part is None:
            return None
        try:
            return self.package.root(part)
        except ReadError:
            self.problems.append(say("part-missing", self.package.name, why=part))
            return None

    def story(self, part: str) -> Story | None:
        """The story of a part, parsed once; None when it cannot be read, which is said."""
        if part not in self.stories:
            try:
                root = self.package.root(part)
            except ReadError as error:
                self.problems.append(error.issue)
                return None
            self.stories[part] = Story(root, part, self.shared)
        return self.stories[part]

    def drafts(self) -> list[Draft]:
        """All drafts of the document, in order. Raises ReadError when the body cannot be read."""
        root = self.package.root(self.main)
        body = Story(root, self.main, self.shared)
        self.stories[self.main] = body
        middle = list(self._placed(body.blocks(root, kind=None)))
        mark_toc(middle)
        heads = list(self._margins(root, "header", _K.HEADER))
        feet = list(self._margins(root, "footer", _K.FOOTER))
        comments = list(self._all_comments())
        self._comments = len({d.place for d in comments})
        return [*heads, *middle, *feet, *comments, *self.shared.hidden]

    def _placed(self, items: Iterator[Draft | Hanging]) -> Iterator[Draft]:
        """Replace each hanging thing by its blocks."""
        for item in items:
            if isinstance(item, Draft):
                yield item
            elif item.kind in _NOTE_KINDS:
                yield from self._note(item)
            elif item.kind == "art":
                yield Draft(_K.TEXT_BOX, item.id.strip(), place=self.main)
            elif item.element is not None:
                yield from drawing_texts(self.package, self.main, item.element)

    def _note(self, item: Hanging) -> Iterator[Draft]:
        part = self.package.related(self.main, item.kind + "s")
        story = self.story(part) if part is not None else None
        if story is None:
            return
        if item.kind not in self._notes:
            self._notes[item.kind] = {e.get(W + "id", ""): e for e in story.root.iterchildren(W + item.kind)}
        note = self._notes[item.kind].pop(item.id, None)
        if note is not None:
            self.cited.add(note)
            yield from self._placed(story.blocks(note, kind=_NOTE_KINDS[item.kind]))

    def _margins(self, root: etree._Element, side: str, kind: BlockKind) -> Iterator[Draft]:
        """Headers or footers in the order of their sections, each text once."""
        relations = self.package.relations(self.main)
        parts: list[str] = []
        for section in root.iter(W + "sectPr"):
            for reference in section.iterchildren(W + f"{side}Reference"):
                relation = relations.get(reference.get(R + "id", ""))
                if relation is not None and relation.target not in parts and self._used(section, reference):
                    parts.append(relation.target)
        seen: set[tuple[str, ...]] = set()
        for part in parts:
            story = self.story(part) if self.package.has(part) else None
            if story is None:
                continue
            drafts = list(self._placed(story.blocks(story.root, kind=kind)))
            key = tuple(_without_digits(d.text) for d in drafts)
            if key in seen:
                self.repeated.add(part)
                continue
            seen.add(key)
            yield from drafts

    def _used(self, section: etree._Element, reference: etree._Element) -> bool:
        """Word shows a first-page header only where the section asks for one, an even-page one only where the document does."""
        which = reference.get(W + "type", "default")
        if which == "first":
            return bool(on_off(section, W + "titlePg"))
        if which == "even":
            return bool(on_off(self._settings, W + "evenAndOddHeaders"))
        return True

    def _all_comments(self) -> Iterator[Draft]:
        part = self.package.related(self.main, "comments")
        story = self.story(part) if part is not None else None
        if story is not None:
            for comment in story.root.iterchildren(W + "comment"):
                yield from self._placed(story.blocks(comment, kind=_K.COMMENT))

    def issues(self, words: int) -> tuple[list[ReadingIssue], Status]:
        """Everything there is to say, and how far the file was read."""
        name, shared = self.package.name, self.shared
        out = [*self.problems, *self.package.problems]
        status = Status.PARTIAL if out else Status.COMPLETE
        if shared.changed:
            out.append(say("revisions-original" if shared.original else "revisions-accepted", name))
        if self._comments:
            out.append(say("comments", name, count=self._comments))
        if shared.hidden:
            out.append(say("hidden", name, count=len(shared.hidden)))
        if shared.chunks:
            out.append(say("chunk", name, count=len(shared.chunks)))
            status = Status.PARTIAL
        if shared.objects:
            out.append(say("embedded", name, count=shared.objects, why="classeur, document ou image d'un autre logiciel"))
        if words < _FEW_WORDS and shared.pictures:
            out.append(say("pictures-only", name))
            status = Status.PARTIAL
        return out, status


def _without_digits(text: str) -> str:
    return "".join(c for c in text if not c.isdecimal())
