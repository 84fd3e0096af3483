"""From drafts to blocks: the one place where the text of a document is put together and offsets are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clausecheck.model import Block, BlockKind, Cell

__all__ = ["Draft", "assemble", "title_of"]


@dataclass(slots=True)
class Draft:
    """A block before its offsets are known; the fields are those of Block. `text` is normalised and holds `prefix` at its head."""

    kind: BlockKind
    text: str
    place: str = ""
    level: int | None = None
    number: str = ""
    cell: Cell | None = None
    prefix: int = 0
    size: float | None = None
    bold: bool = False
    page: int | None = None
    end_page: int | None = None


def _separator(left: Cell | None, right: Cell | None) -> str:
    """A tab between two cells of one row, a line break anywhere else."""
    if left is None or right is None or left.table != right.table:
        return "\n"
    return "\t" if left.row == right.row and left.col != right.col else "\n"


def assemble(drafts: Iterable[Draft]) -> tuple[str, tuple[Block, ...]]:
    """Join the texts of the drafts that have one and return the text with its blocks, as Document's docstring says."""
    out: list[str] = []
    blocks: list[Block] = []
    position = 0
    last: Cell | None = None
    for draft in drafts:
        if not draft.text:
            continue
        if blocks:
            out.append(_separator(last, draft.cell))
            position += 1
        end = position + len(draft.text)
        blocks.append(Block(
            id=len(blocks), kind=draft.kind, start=position, end=end, page=draft.page, end_page=draft.end_page, place=draft.place, level=draft.level,
            number=draft.number, cell=draft.cell, prefix=draft.prefix, size=draft.size, bold=draft.bold,
        ))
        out.append(draft.text)
        position, last = end, draft.cell
    return "".join(out), tuple(blocks)


def title_of(text: str, blocks: Iterable[Block]) -> str:
    """The document's title: the first heading without a level, before any that has one; "" when there is none."""
    first = next((b for b in blocks if b.kind is BlockKind.HEADING), None)
    return text[first.start : first.end] if first is not None and first.level is None else ""
