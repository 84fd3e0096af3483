"""One document as it was read, for eyes that want to check."""

from __future__ import annotations

from clausecheck.model import Block, Document

__all__ = ["render_reading"]


def render_reading(document: Document, *, blocks: bool = False, titled: bool = False) -> str:
    """The text of a document; with `blocks`, one line a block: number, kind, level, page or place, cell, text. `titled` puts its name first."""
    head = f"=== {document.name}\n" if titled else ""
    if not blocks:
        return f"{head}{document.text}\n" if document.text else head
    return head + "".join(f"{_line(document, block)}\n" for block in document.blocks)


def _line(document: Document, block: Block) -> str:
    kind = block.kind.value if block.level is None else f"{block.kind.value} {block.level}"
    where = block.place if block.page is None else f"p. {block.page}" + (f"-{block.end_page}" if block.end_page not in (None, block.page) else "")
    cell = "" if block.cell is None else f" [{block.cell.table}:{block.cell.row},{block.cell.col}{' en-tête' if block.cell.header else ''}]"
    text = " ".join(document.block_text(block).split())
    return f"{block.id:>5}  {kind:<12} {where}{cell}  {text}"
