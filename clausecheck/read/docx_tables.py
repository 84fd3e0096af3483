"""The grid of a Word table: which cell stands where, over how many rows and columns, and which rows are heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from clausecheck.read.docx_inline import chosen
from clausecheck.read.docx_names import ALTERNATE, PPR, RPR, RUN, SDT, SDT_CONTENT, TC, TR, VAL, P, T, W
from clausecheck.read.docx_styles import Styles, on_off

__all__ = ["Grid", "Row", "Slot", "grid"]

_TCPR = W + "tcPr"
_TRPR = W + "trPr"
_FIRST_ROW = 0x0020
"""Bit of w:tblLook that asks for the look of the first row (ECMA-376 part 1, 17.4.55)."""
_PLAIN = frozenset({"", "auto", "ffffff", "none"})


@dataclass(slots=True)
class Slot:
    """One cell: its column and spans, its w:tc. `merge` is "" , "restart" or "continue" (vertical)."""

    element: etree._Element
    col: int
    colspan: int = 1
    rowspan: int = 1
    merge: str = ""


@dataclass(slots=True)
class Row:
    """One row with the cells that are shown in it."""

    index: int
    slots: list[Slot]
    header: bool = False


@dataclass(slots=True)
class Grid:
    """A table. `single`: one column, as the frames buyers put around titles. `changed`: it holds tracked rows or cells."""

    rows: list[Row]
    single: bool
    changed: bool


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of this tag, through content controls and other wrappers."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == SDT:
            content = child.find(SDT_CONTENT)
            if content is not None:
                yield from _inside(content, tag)
        elif child.tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                yield from _inside(branch, tag)
        elif child.tag in (TR, TC, P, _TCPR, _TRPR) or not isinstance(child.tag, str):
            continue
        elif len(child):
            yield from _inside(child, tag)


def _number(parent: etree._Element | None, tag: str, default: int) -> int:
    found = parent.find(W + tag) if parent is not None else None
    value = found.get(VAL, "") if found is not None else ""
    return min(int(value), 200) if value.isdecimal() else default


def _merge(tcpr: etree._Element | None, tag: str) -> str:
    found = tcpr.find(W + tag) if tcpr is not None else None
    return "" if found is None else found.get(VAL, "continue")


def _row_slots(row: etree._Element, gone: frozenset[str]) -> tuple[list[Slot], bool]:
    """The cells of a row with their columns; whether some are tracked."""
    col = _number(row.find(_TRPR), "gridBefore", 0)
    slots: list[Slot] = []
    changed = False
    dropped = W + ("cellIns" if W + "ins" in gone else "cellDel")
    for element in _inside(row, TC):
        tcpr = element.find(_TCPR)
        span = max(_number(tcpr, "gridSpan", 1), 1)
        if tcpr is not None and tcpr.find(dropped) is not None:
            changed = True
            continue
        if _merge(tcpr, "hMerge") == "continue" and slots and not _has_text(element):
            slots[-1].colspan += span
        else:
            slots.append(Slot(element, col, span, merge=_merge(tcpr, "vMerge")))
        col += span
    return slots, changed


def _has_text(element: etree._Element) -> bool:
    return any((t.text or "").strip() for t in element.iter(T))


def _tracked(row: etree._Element, gone: frozenset[str]) -> tuple[bool, bool]:
    """(changed, gone) of a row inserted or deleted by tracked changes."""
    trpr = row.find(_TRPR)
    marks = [tag for tag in (W + "ins", W + "del") if trpr is not None and trpr.find(tag) is not None]
    return bool(marks), any(mark in gone for mark in marks)


def grid(table: etree._Element, styles: Styles, *, gone: frozenset[str]) -> Grid:
    """Read the shape of a w:tbl. `gone` are the tracked changes that are not shown."""
    rows: list[Row] = []
    heads: list[bool] = []
    changed = False
    for element in _inside(table, TR):
        marked, dropped = _tracked(element, gone)
        changed = changed or marked
        if dropped:
            continue
        slots, more = _row_slots(element, gone)
        changed = changed or more
        heads.append(bool(on_off(element.find(_TRPR), W + "tblHeader")))
        rows.append(Row(len(rows), slots))
    _merge_down(rows)
    single = all(len(row.slots) <= 1 for row in rows)
    _mark_heads(rows, heads, styles, single=single, styled=_styled_head(table, styles))
    return Grid(rows, single, changed)


def _merge_down(rows: list[Row]) -> None:
    """Give each merged cell its rowspan and drop the empty cells it covers; a covered cell that holds text keeps its own place."""
    open_at: dict[int, Slot] = {}
    for row in rows:
        kept: list[Slot] = []
        here: dict[int, Slot] = {}
        for slot in row.slots:
            above = open_at.get(slot.col)
            if slot.merge == "continue" and above is not None:
                above.rowspan += 1
                here[slot.col] = above
                if _has_text(slot.element):
                    kept.append(slot)
                continue
            if slot.merge:
                here[slot.col] = slot
            kept.append(slot)
        open_at = here
        row.slots = kept


def _styled_head(table: etree._Element, styles: Styles) -> bool:
    """Whether the table's style makes the first row stand out and the table asks for it."""
    named, look = table.find(f"{W}tblPr/{W}tblStyle"), table.find(f"{W}tblPr/{W}tblLook")
    if named is None or look is None or not styles.heads_tables(named.get(VAL, "")):
        return False
    asked = look.get(W + "firstRow")
    if asked is not None:
        return asked.lower() in ("1", "true", "on")
    try:
        return bool(int(look.get(VAL, "0"), 16) & _FIRST_ROW)
    except ValueError:
        return False


def _mark_heads(rows: list[Row], heads: list[bool], styles: Styles, *, single: bool, styled: bool) -> None:
    """Header rows: those the file declares at the top, else a first row that its style, bold letters or shading set apart from the second."""
    for row, head in zip(rows, heads, strict=True):
        if not head:
            break
        row.header = True
    if single or len(rows) < 2 or rows[0].header or len(rows[0].slots) < 2:
        return
    first, second = rows[0], rows[1]
    filled = [slot for slot in first.slots if _has_text(slot.element)]
    if len(filled) < 2:
        return
    bolder = _all_bold(filled, styles) and not _all_bold(second.slots, styles)
    shaded = all(_shaded(s.element) for s in filled) and not any(_shaded(s.element) for s in second.slots[1:] or second.slots)
    first.header = bolder or shaded or styled


def _all_bold(slots: list[Slot], styles: Styles) -> bool:
    return all(_bold(slot.element, styles) for slot in slots)


def _shaded(cell: etree._Element) -> bool:
    shade = cell.find(f"{_TCPR}/{W}shd")
    return shade is not None and shade.get(W + "fill", "").lower() not in _PLAIN


def _bold(cell: etree._Element, styles: Styles) -> bool:
    """Whether all text of a cell is bold, by its runs or its paragraph styles."""
    solid = False
    for paragraph in cell.iter(P):
        named = paragraph.find(f"{PPR}/{W}pStyle")
        base = styles.paragraph(named.get(VAL) if named is not None else None).look.bold
        for run in paragraph.iter(RUN):
            if not any((t.text or "").strip() for t in run.iter(T)):
                continue
            own = on_off(run.find(RPR), W + "b")
            if not (base if own is None else own):
                return False
            solid = True
    return solid
