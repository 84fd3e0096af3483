"""Cut a document into units: the sentence, list item or short table row that carries a demand by itself, with what it inherits."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from clausecheck.model import ASIDE, Block, BlockKind, Document, Outline, PieceKind, SectionRole
from clausecheck.text.fold import fold
from clausecheck.text.sentences import segments

__all__ = ["Unit", "units"]

_ROW_WORDS = 45
_TITLE_WORDS = 20
_MARK_WORDS = 12
_FORCE_HEAD = re.compile(
    r"^(?:souhait|option|variante|apprecie|prefer|facultati|recommand|non note|pour information|exige|exigence|minimum|obligatoire|requis|"
    r"imperatif|socle)"
)
"""Heads of columns that say how firmly their cells ask: in a table with two of them each cell is a demand by itself."""


_NOTED = re.compile(
    r"\b(?:memoire|note|notice|reponses?|cadre|questionnaire|dernier|dossier technique|parties?|rubriques?|points)\b[^.;]{0,60}?"
    r"\b(?:est|sont|sera|seront|servent|sert)\b[^.;]{0,20}?\b(?:notee?s?|evaluee?s?|jugee?s?|appreciee?s?|analysee?s?|notation|notation des offres)\b"
)
"""An article on the offer's contents that says that the tenderer's paper is judged: each thing asked of it then counts in the mark."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `document.text[start:end]`, in block `block` (the first one, for a table row). `folded` has the same length.

    `lead` are indices of earlier units it inherits from, nearest first: the opening of its list or of its enumeration. `heads` are the folded texts
    of its column and row heads. `title` is the folded title of its section. `kind` is its block's kind.
    `sector` is the tender's first sector, "" when unknown. `noted`: its
    section says that what the tenderer writes there is judged.
    """

    index: int
    block: int
    start: int
    end: int
    text: str
    folded: str
    kind: BlockKind
    lead: tuple[int, ...] = ()
    heads: tuple[str, ...] = ()
    title: str = ""
    role: SectionRole = SectionRole.OTHER
    piece: PieceKind = PieceKind.OTHER
    page: int | None = None
    sector: str = ""
    noted: bool = False


def units(document: Document, outline: Outline) -> tuple[Unit, ...]:
    """All units of the content of a document, in reading order. Tables of contents, comments and hidden text have none."""
    builder = _Builder(document, outline)
    for group in _groups(document, outline):
        builder.add(group)
    return tuple(builder.out)


def _groups(document: Document, outline: Outline) -> list[list[Block]]:
    """Blocks one by one, but the cells of a short table row together."""
    groups: list[list[Block]] = []
    row: list[Block] = []
    columns = _force_columns(document)
    for block in document.blocks:
        if block.kind in ASIDE or block.id in outline.toc or block.end <= block.start:
            continue
        if block.cell is not None:
            if row and _same_row(row[-1], block):
                row.append(block)
                continue
            groups += _row_groups(document, row, columns)
            row = [block]
            continue
        groups += _row_groups(document, row, columns)
        row = []
        groups.append([block])
    return groups + _row_groups(document, row, columns)


def _same_row(left: Block, right: Block) -> bool:
    return left.cell is not None and right.cell is not None and (left.cell.table, left.cell.row) == (right.cell.table, right.cell.row)


def _says(document: Document, block: Block) -> bool:
    """False for an empty cell or a dash."""
    return any(c.isalnum() for c in document.text[block.start : block.end])


def _force_columns(document: Document) -> frozenset[tuple[int, int]]:
    """(table, column) of the tables whose columns differ in force: "exigence" beside "souhait"."""
    heads: dict[int, dict[str, int]] = defaultdict(dict)
    for block in document.blocks:
        if block.cell is not None and (block.cell.row == 0 or block.cell.header):
            found = _FORCE_HEAD.match(fold(document.text[block.start : block.end]).strip())
            if found:
                heads[block.cell.table][found.group()] = block.cell.col
    return frozenset((table, col) for table, words in heads.items() if len(words) > 1 for col in words.values())


def _row_groups(document: Document, row: list[Block], columns: frozenset[tuple[int, int]]) -> list[list[Block]]:
    if not row:
        return []
    if row[0].cell is not None and row[0].cell.table in {table for table, _ in columns} and row[0].cell.row > 0:
        asking = [block for block in row if block.cell is not None and (block.cell.table, block.cell.col) in columns and _says(document, block)]
        return [[block] for block in asking] or [row]
    words = sum(len(document.text[b.start : b.end].split()) for b in row)
    if words <= _ROW_WORDS and all(a.id + 1 == b.id for a, b in pairwise(row)):
        return [row]
    return [[block] for block in row]


def _marks(document: Document) -> dict[tuple[int, int], list[tuple[int, str]]]:
    """The short cells of each table row, such as « noté » or « non noté », by column: a long cell beside them reads with them."""
    found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.cell is not None and len(text.split()) <= _MARK_WORDS:
            found[(block.cell.table, block.cell.row)].append((block.cell.col, fold(text)))
    return found


class _Builder:
    """Keeps what the next unit inherits while the blocks go by."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self.document, self.outline = document, outline
        self.out: list[Unit] = []
        self._titles = {section.first for section in outline.sections}
        self._leads: list[tuple[int, int]] = []
        self._heads: dict[tuple[int, int], str] = {}
        self._row_head: tuple[int, int, str] = (-1, -1, "")
        self._marks: dict[tuple[int, int], list[tuple[int, str]]] = _marks(document)
        self._noted = {section.id: self._judged(section.first, section.last) for section in outline.sections}
        self._sector = next((fact.value for fact in outline.facts if fact.field == "sector"), "")
        self._force_columns = _force_columns(document)

    def _judged(self, first: int, last: int) -> bool:
        blocks = self.document.blocks
        return _NOTED.search(fold(self.document.text[blocks[first].start : blocks[last].end])) is not None

    def add(self, group: list[Block]) -> None:
        first = group[0]
        start, end = first.start, group[-1].end
        text = self.document.text[start:end]
        heading = first.kind is BlockKind.HEADING or (first.id in self._titles and len(text.split()) <= _TITLE_WORDS)
        if heading:
            self._leads.clear()
        inherited = self._inherited(first)
        heads = self._note_cells(group)
        cuts = [(0, len(text), None)] if len(group) > 1 else segments(text)
        base = len(self.out)
        for begin, stop, lead in cuts:
            own = (base + lead, *inherited) if lead is not None else inherited
            self._append(first, start + begin, start + stop, own, heads, BlockKind.HEADING if heading else first.kind)
        if len(self.out) > base:
            self._note_lead(first, base)

    def _append(self, block: Block, start: int, end: int, lead: tuple[int, ...], heads: tuple[str, ...], kind: BlockKind) -> None:
        text = self.document.text[start:end]
        path = self.outline.path(block.id)
        page = block.page
        self.out.append(Unit(
            index=len(self.out), block=block.id, start=start, end=end, text=text, folded=fold(text), kind=kind, lead=lead, heads=heads,
            title=fold(" / ".join(s.title for s in path[-2:])), role=self.outline.role(block.id), piece=self.outline.kind_of(block.id), page=page,
            sector=self._sector, noted=bool(path) and self._noted[path[-1].id],
        ))

    def _inherited(self, block: Block) -> tuple[int, ...]:
        level = (block.level or 1) if block.kind is BlockKind.LIST_ITEM else 0
        if block.kind in (BlockKind.LIST_ITEM, BlockKind.CELL):
            while self._leads and block.kind is BlockKind.LIST_ITEM and self._leads[-1][0] >= level:
                self._leads.pop()
            return tuple(index for _, index in reversed(self._leads))
        if block.kind in (BlockKind.FOOTNOTE, BlockKind.ENDNOTE, BlockKind.HEADER, BlockKind.FOOTER):
            return ()
        text = self.document.text[block.start : block.end].lstrip()
        if self._leads and (text[:1].islower() or text[:2].rstrip() in ("-", "–", "•", "*")) and text.rstrip()[-1:] in ";,.":
            return tuple(index for _, index in reversed(self._leads))
        self._leads.clear()
        return ()

    def _note_lead(self, block: Block, base: int) -> None:
        last = self.out[-1]
        level = (block.level or 1) if block.kind is BlockKind.LIST_ITEM else 0
        if last.text.rstrip().endswith(":") and block.kind is not BlockKind.HEADING:
            while self._leads and self._leads[-1][0] >= level:
                self._leads.pop()
            self._leads.append((level, last.index))
        elif block.kind is BlockKind.LIST_ITEM and self.out[base].index == last.index:
            self._leads = [x for x in self._leads if x[0] < level] + [(level, last.index)] if level > 1 or self._leads else self._leads

    def _says_force(self, table: int, col: int) -> bool:
        """True for a column that asks by itself; what stands in it says nothing of the other cells."""
        return (table, col) in self._force_columns

    def _note_cells(self, group: list[Block]) -> tuple[str, ...]:
        first = group[0]
        if first.cell is None:
            return ()
        heads: list[str] = []
        for block in group:
            cell = block.cell
            assert cell is not None
            text = fold(self.document.text[block.start : block.end])
            if cell.row == 0 or cell.header:
                for col in range(cell.col, cell.col + cell.colspan):
                    self._heads[(cell.table, col)] = text
            else:
                heads.append(self._heads.get((cell.table, cell.col), ""))
            if cell.col == 0:
                self._row_head = (cell.table, cell.row, text)
        if self._row_head[:2] == (first.cell.table, first.cell.row) and first.cell.col > 0:
            heads.append(self._row_head[2])
        if len(group) == 1:
            heads += [text for col, text in self._marks.get((first.cell.table, first.cell.row), ())
                      if col != first.cell.col and not self._says_force(first.cell.table, col)]
        return tuple(dict.fromkeys(head for head in heads if head))
