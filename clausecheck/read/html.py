"""HTML pages (also those saved under the name of a Word file): titles, paragraphs, lists and tables, without scripts and styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from clausecheck.model import BlockKind, Cell, Document, Reading, Status
from clausecheck.read.blocks import Draft, assemble
from clausecheck.read.encoding import decode
from clausecheck.read.marks import level_of_number, looks_like_heading, looks_like_title, typed_bullet, typed_number
from clausecheck.read.messages import ReadError, say
from clausecheck.read.toc import mark_toc
from clausecheck.text.normalise import normalise

__all__ = ["html_blocks", "read_html"]

_K = BlockKind
_MAX = 30_000_000
_SKIP = frozenset({"script", "style", "head", "template", "noscript", "svg", "object", "iframe", "select", "button"})
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table",
    "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset", "legend", "figure", "figcaption",
    "address", "hr", "center", "body", "html", "details", "summary",
})
_BOLD = frozenset({"b", "strong"})
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")


@dataclass(slots=True)
class _State:
    """What the walk has in hand: the text of the block being read, and where it stands."""

    parts: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    depth_bold: int = 0
    hidden: int = 0
    line: int = 0
    tags: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    grids: list[_Grid] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    marker: str = ""
    tables: int = 0


@dataclass(slots=True)
class _Grid:
    """A table being read: its number, the row and column in hand, and the cells that rows above still cover."""

    table: int
    parent: int | None
    row: int = -1
    col: int = 0
    covered: dict[int, int] = field(default_factory=dict)
    head: bool = False


def read_html(path: Path, *, name: str) -> Document:
    """Read a page; place is "L" and a line number. Raises ReadError."""
    data = path.read_bytes()
    found = _CHARSET.search(data[:4096])
    text = decode(data[:_MAX], name, stated=found.group(1).decode("ascii") if found else None)
    issues = [say("cut", name, read=f"ses {_MAX // 1_000_000} premiers Mo ont été lus")] if len(data) > _MAX else []
    drafts = list(html_blocks(text, name))
    mark_toc(drafts)
    joined, blocks = assemble(drafts)
    status = Status.PARTIAL if issues else Status.COMPLETE
    return Document(name=name, path=str(path), format="html", text=joined, blocks=blocks, reading=Reading(status, tuple(issues)))


def html_blocks(text: str, name: str) -> Iterator[Draft]:
    """Drafts of a page or fragment, in order. Walks without recursion, however deep the page nests."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        return
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=False)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # nothing but comments or a document type
        return
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise ReadError(say("deep", name, why="page HTML"))
    state = _State()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            yield from _open(state, element, tag)
        else:
            yield from _close(state, element, tag)
    yield from _flush(state)


def _open(state: _State, element: etree._Element, tag: str) -> Iterator[Draft]:
    if state.hidden or tag in _SKIP or element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        state.hidden += 1
        return
    if tag in _BLOCKS:
        yield from _flush(state)
        state.tags.append(tag)
        state.line = element.sourceline if isinstance(element.sourceline, int) else 0
        _enter(state, element, tag)
    elif tag == "br":
        state.parts.append("\n")
        state.bold.append(True)
    elif tag == "input":
        _add(state, {"checkbox": "☒ " if element.get("checked") is not None else "☐ "}.get(element.get("type", ""), ""))
    if tag in _BOLD:
        state.depth_bold += 1
    _add(state, element.text, pre=tag == "pre")


def _close(state: _State, element: etree._Element, tag: str) -> Iterator[Draft]:
    if state.hidden:
        state.hidden -= 1
    else:
        if tag in _BOLD:
            state.depth_bold -= 1
        if tag in _BLOCKS:
            yield from _flush(state)
            if state.tags:
                state.tags.pop()
            _leave(state, tag)
    if not state.hidden:
        _add(state, element.tail)


def _add(state: _State, text: str | None, *, pre: bool = False) -> None:
    if text and not state.hidden:
        state.parts.append(text if pre else _SPACES.sub(" ", text))
        state.bold.append(state.depth_bold > 0 or not text.strip())


def _enter(state: _State, element: etree._Element, tag: str) -> None:
    if tag in ("ul", "ol"):
        start = element.get("start", "1")
        state.lists.append((int(start) if start.isdecimal() else 1) if tag == "ol" else None)
    elif tag == "li":
        count = state.lists[-1] if state.lists else None
        state.marker = "• " if count is None else f"{count}. "
        if count is not None:
            state.lists[-1] = count + 1
    elif tag == "table":
        state.grids.append(_Grid(state.tables, state.cells[-1].table if state.cells else None))
        state.tables += 1
    elif state.grids and tag == "thead":
        state.grids[-1].head = True
    elif state.grids and tag == "tr":
        grid = state.grids[-1]
        grid.row, grid.col = grid.row + 1, 0
        grid.covered = {col: left - 1 for col, left in grid.covered.items() if left > 1}
    elif state.grids and tag in ("td", "th"):
        _enter_cell(state, element, tag)


def _enter_cell(state: _State, element: etree._Element, tag: str) -> None:
    grid = state.grids[-1]
    while grid.col in grid.covered:
        grid.col += 1
    across, down = _span(element, "colspan"), _span(element, "rowspan")
    head = grid.head or (tag == "th" and grid.row == 0)
    state.cells.append(Cell(grid.table, max(grid.row, 0), grid.col, down, across, head, grid.parent))
    if down > 1:
        grid.covered.update(dict.fromkeys(range(grid.col, grid.col + across), down))
    grid.col += across


def _span(element: etree._Element, name: str) -> int:
    value = element.get(name, "1")
    return min(max(int(value), 1), 1000) if value.isdecimal() else 1


def _leave(state: _State, tag: str) -> None:
    if tag in ("ul", "ol") and state.lists:
        state.lists.pop()
    elif tag == "table" and state.grids:
        state.grids.pop()
    elif tag == "thead" and state.grids:
        state.grids[-1].head = False
    elif tag in ("td", "th") and state.cells:
        state.cells.pop()


def _flush(state: _State) -> Iterator[Draft]:
    """The block in hand, if it has text."""
    text = re.sub(r" *\n *", "\n", re.sub(" +", " ", normalise("".join(state.parts)))).strip()
    bold = bool(state.bold) and all(state.bold)
    state.parts.clear()
    state.bold.clear()
    if not text:
        return
    cell = state.cells[-1] if state.cells else None
    head, state.marker = state.marker, ""
    kind, level = _kind(state, text, head, bold=bold)
    number = head.rstrip(". ") if head[:1].isdecimal() else typed_number(text)
    yield Draft(kind, head + text, place=f"L{state.line}", level=level, number=number, cell=cell, prefix=len(head), bold=bold)


def _kind(state: _State, text: str, head: str, *, bold: bool) -> tuple[BlockKind, int | None]:
    title = next((t for t in reversed(state.tags) if re.fullmatch(r"h[1-6]", t)), None)
    if title is not None:
        return _K.HEADING, int(title[1])
    number = typed_number(text)
    if bold and not state.cells and looks_like_heading(text, number):
        return _K.HEADING, level_of_number(number)
    if bold and not state.cells and not head and not number and looks_like_title(text):
        return _K.HEADING, None
    if state.cells:
        return _K.CELL, None
    if state.tags and state.tags[-1] in ("caption", "figcaption"):
        return _K.CAPTION, None
    if head or typed_bullet(text):
        return _K.LIST_ITEM, max(len(state.lists), 1)
    return _K.PARAGRAPH, None
