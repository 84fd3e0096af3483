"""What a reader hands on: the text of one file, its blocks with their places, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["ASIDE", "Block", "BlockKind", "Cell", "Document", "IssueCode", "Reading", "ReadingIssue", "Run", "Status", "WordBox"]


class BlockKind(StrEnum):
    """What a block of text is, as far as the reader can tell from the file."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    CELL = "cell"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    TEXT_BOX = "text-box"
    HEADER = "header"
    FOOTER = "footer"
    TOC = "toc"
    COMMENT = "comment"
    HIDDEN = "hidden"


ASIDE: frozenset[BlockKind] = frozenset({BlockKind.TOC, BlockKind.COMMENT, BlockKind.HIDDEN})
"""Kinds whose text is kept for the record but never read as content."""


class Status(StrEnum):
    """How far a file could be read."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class IssueCode(StrEnum):
    """Coded reasons why text was not read, or was read otherwise than as it stands."""

    MISSING_FILE = "missing-file"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    REPAIRED = "repaired"
    SCANNED_NO_OCR = "scanned-no-ocr"
    OCR = "ocr"
    GARBLED_TEXT = "garbled-text"
    NO_TEXT = "no-text"
    TRUNCATED = "truncated"
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    UNSUPPORTED = "unsupported"
    NEEDS_CONVERTER = "needs-converter"
    TRACKED_CHANGES = "tracked-changes"
    COMMENTS = "comments"
    HIDDEN_TEXT = "hidden-text"
    UNSAFE_PATH = "unsafe-path"
    NESTED_TOO_DEEP = "nested-too-deep"
    WRONG_EXTENSION = "wrong-extension"
    DUPLICATE = "duplicate"
    ATTACHMENTS = "attachments"
    EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class ReadingIssue:
    """One thing that reading has to say. `message` is one clear French sentence; `page` is 1-based, None for the whole file."""

    code: IssueCode
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reading went. `ocr_pages`: 1-based pages read by OCR; `ocr_confidence`: their mean word confidence, 0–100."""

    status: Status = Status.COMPLETE
    issues: tuple[ReadingIssue, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    ocr_confidence: float | None = None
    revisions: str | None = None
    """"accepted" or "original" when the file holds tracked changes, None when it holds none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a table cell stands. `table` is numbered from 0 in the document, nested tables have their own number; `row`, `col` from 0.

    `header` is true for a cell of a header row, when the file says so or the layout shows it.
    """

    table: int
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    parent: int | None = None
    """Table number of the table that holds this one, None at top level."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or paragraph of a cell: `document.text[start:end]`.

    `id` is its index in `Document.blocks`. `number` is the automatic or typed number at its head ("5.2", "Article 4", "a)"), which is part of the
    text. `level` is the heading level from 1 (None when not a heading or unknown) and, for a list item, its nesting level from 1.
    `place` says where the block stands in the file: "word/document.xml#12" (the 12th w:p of that part, from 0), "Feuil1!B12", "" for a PDF.
    `prefix` counts the leading characters of the block's text that are not stored in the file (automatic numbers and bullets).
    `page` and `end_page` are 1-based, None where the format has no pages. `size` is the font size in points when known.
    """

    id: int
    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    end_page: int | None = None
    place: str = ""
    level: int | None = None
    number: str = ""
    cell: Cell | None = None
    prefix: int = 0
    size: float | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """`document.text[start:start+length]` are the characters `index … index+length-1` of page `page` (1-based) as PDFium numbers them."""

    start: int
    length: int
    page: int
    index: int


@dataclass(frozen=True, slots=True)
class WordBox:
    """Where `document.text[start:start+length]` stands: page (1-based) and points from the displayed top left.

    Kept only for words that are no characters of the file's own text layer, such as those read by OCR.
    """

    start: int
    length: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read. Offsets everywhere are code points into `text`.

    Blocks come in reading order, do not overlap and are separated in `text` by "\\n" ("\\t" between two cells of one row).
    `pages` is the number of pages, None where the format has none; `runs` maps text back to PDF characters and is empty for other formats.
    `archive` is the name of the ZIP or folder the file came from, "" otherwise.
    """

    name: str
    path: str
    format: str
    text: str = ""
    blocks: tuple[Block, ...] = ()
    reading: Reading = field(default_factory=Reading)
    sha256: str = ""
    pages: int | None = None
    runs: tuple[Run, ...] = ()
    archive: str = ""
    title: str = ""
    word_boxes: tuple[WordBox, ...] = ()

    @property
    def words(self) -> int:
        """Number of words of the text: maximal runs of non-blank characters."""
        return len(self.text.split())

    def block_text(self, block: Block) -> str:
        """The characters of `block`."""
        return self.text[block.start : block.end]
