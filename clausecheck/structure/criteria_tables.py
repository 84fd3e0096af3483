"""Award criteria from tables: columns of names, sub-criteria, descriptions and weights, a column a lot, weights in a cell apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clausecheck.structure.criteria_items import Item, clean_name, is_name, parse_paragraph, strip_marker
from clausecheck.structure.resources import CriteriaCues
from clausecheck.structure.view import Table, TableCell, View
from clausecheck.structure.weights import Weight, bare_weight, find_weights
from clausecheck.text import fold

__all__ = ["Layout", "read_layout", "table_items"]

_LOT_HEAD = re.compile(r"^\W*lots?\W*(?:n\W*)?(\d{1,2}(?:\.\d+)?(?:\s*(?:,|et|&|-)\s*\d{1,2})*)\b")
_RUBRICS = re.compile(r"\b(?:rubriques?|elements?\s+(?:notes|d'appreciation|de\s+notation))\b")
_NO_PART = re.compile(r"\W*(?:(?:sans|aucun|pas de)\s+sous[\s-]criteres?|neant|aucun|sans objet|so|n/?a)?\W*")
_NOT_A_NAME = re.compile(r"^(?:definition|appreciation|methode|description|formule|justificati"
    r"|commentaire)\w*(?:\s+et\s+\w+)?(?:\s+du\s+(?:sous[\s-])?critere)?\s*:")


@dataclass(slots=True)
class Layout:
    """Which columns hold what. `head` is the number of header rows; `percent` that the weight column's head says %."""

    head: int
    name: int
    weights: list[int]
    sub: int | None = None
    number: int | None = None
    description: list[int] = field(default_factory=list)
    lots: dict[int, str] = field(default_factory=dict)
    percent: bool = False


def _head_row(table: Table, row: int, cues: CriteriaCues) -> Layout | None:
    """Read one row as the head of a criteria table; None when it is none."""
    name = sub = number = None
    weights: list[int] = []
    description: list[int] = []
    lots: dict[int, str] = {}
    percent = False
    for cell in table.line(row):
        text = cell.folded.strip(" .:*")
        lot = _LOT_HEAD.match(text)
        if lot and len(text) < 60:
            lots.update(dict.fromkeys(range(cell.col, cell.col + cell.colspan), lot[1]))
        elif re.fullmatch(r"n\W{0,2}|no|num\w*|ref\w*", text):
            number = cell.col
        elif len(text) <= 70 and (cues.head_weight.whole(text) or cues.head_weight.at_start(text)
            or (cues.head_weight.find(text) and not cues.head_name.find(text))):
            weights.append(cell.col)
            percent = percent or "%" in text or "pourcent" in text
        elif cues.head_sub.at_start(text) and name is not None:
            sub = cell.col
        elif name is None and (cues.head_name.at_start(text) or "critere" in text):
            name = cell.col
        elif cues.head_description.at_start(text):
            description.append(cell.col)
    if name is not None and not (weights or lots):
        below = [under for r in range(row + 1, len(table.rows)) if (under := table.rows[r][name]) is not None]
        inside = sum(1 for under in below if find_weights(under.folded))
        return Layout(row + 1, name, [], sub, number, description) if inside >= 2 and inside >= 0.6 * len(below) else None
    if name is None:
        return None
    return Layout(row + 1, name, weights, sub, number, description, {} if weights and not lots else lots, percent)


def sum_of(weights: list[Weight | None]) -> float | None:
    """The sum of weights, None when one is missing or has no value."""
    values = [weight.value for weight in weights if weight is not None and weight.value is not None]
    return sum(values) if len(values) == len(weights) else None


def _bare_layout(table: Table) -> Layout | None:
    """A table without a head: names on the left, a weight in most cells of one column."""
    if table.columns < 2 or len(table.rows) < 2:
        return None
    for col in range(table.columns - 1, 0, -1):
        cells = [row[col] for row in table.rows if row[col] is not None]
        weighed = sum(1 for cell in cells if cell is not None and find_weights(cell.folded) and len(cell.folded) < 40)
        numbers = [bare_weight(cell.folded, percent=False) for cell in cells if cell is not None]
        whole = len(numbers) >= 2 and sum_of(numbers) in (20.0, 100.0)
        if weighed >= max(2, 0.6 * len(table.rows)) or whole:
            return Layout(0, 0, [col])
    return None


def read_layout(table: Table, cues: CriteriaCues, *, announced: bool) -> Layout | None:
    """The layout of a criteria table, None when it is another table. `announced`: the text before it speaks of award criteria."""
    for row in range(min(3, len(table.rows))):
        layout = _head_row(table, row, cues)
        if layout is not None:
            heads = " ".join(cell.folded for r in range(row + 1) for cell in table.line(r))
            if "critere" in heads or announced or _RUBRICS.search(heads):
                return _lots_below(table, row, layout)
    return _bare_layout(table) if announced else None


def _lots_below(table: Table, row: int, layout: Layout) -> Layout:
    """A head over two rows: « Pondération par lot » above « Lot 1 | Lot 2 »."""
    if layout.lots or row + 1 >= len(table.rows):
        return layout
    lots = {cell.col: match[1] for cell in table.line(row + 1) if len(cell.folded) < 60 and (match := _LOT_HEAD.match(cell.folded.strip(" .:*")))}
    if len(lots) >= 2:
        layout.head, layout.weights, layout.lots = row + 2, [], lots
    return layout


def _cell(table: Table, row: int, col: int | None) -> TableCell | None:
    if col is None or row >= len(table.rows) or col >= len(table.rows[row]):
        return None
    return table.rows[row][col]


def _weight_of(cell: TableCell | None, layout: Layout) -> Weight | None:
    return bare_weight(cell.folded, percent=layout.percent) if cell is not None else None


def _lines(view: View, cell: TableCell) -> list[int]:
    return [b for b in cell.blocks if view.texts[b].strip()]


def _named(view: View, block: int, cues: CriteriaCues, above: Item | None, cell: TableCell) -> Item | None:
    """An item named by a paragraph of a cell; a bare « Définition : … » is named after the criterion above it and its last sentence."""
    text = view.texts[block]
    offset, marker, sub = strip_marker(text)
    rest = text[offset:]
    start = view.block(block).start + offset
    if _NOT_A_NAME.match(fold(rest)) and above is not None:
        last = _lines(view, cell)[-1]
        name = f"{above.name} : {clean_name(view.texts[last])}" if last != block else above.name
        return Item(name, None, None, last, view.block(last).start, view.block(last).end, sub=True, blocks=list(cell.blocks))
    name = clean_name(_without_weight(rest))
    if not is_name(name, cues):
        return None
    return Item(name, None, None, block, start, start + len(rest.rstrip()), sub=sub, marker=marker, blocks=list(cell.blocks))


def _without_weight(text: str) -> str:
    """The text up to its first weight (« Valeur technique (60 %) »), whole when a weight opens it."""
    weights = find_weights(fold(text))
    return text[: weights[0].start] if weights and weights[0].start > 2 else text


def _describe(view: View, item: Item, cells: list[TableCell | None], lines: list[int]) -> None:
    texts = [view.texts[b].strip() for b in lines]
    head = view.texts[item.block]
    tail = re.split(r"(?<=[A-Za-zÀ-ÿ)»])\.\s+|\s:\s", head, maxsplit=1)
    if len(tail) == 2 and item.sub is not None:
        texts.insert(0, tail[1].strip())
    for cell in cells:
        if cell is not None:
            texts.append(cell.text)
            item.blocks += cell.blocks
    item.description = " ".join(t for t in texts if t)


def _paired(view: View, names: TableCell, weights: TableCell, layout: Layout, cues: CriteriaCues) -> list[Item]:
    """Names and weights one under the other in two cells, as many of one as of the other: the first is the criterion, the others its parts."""
    left, right = _lines(view, names), _lines(view, weights)
    found = [bare_weight(view.folded[b], percent=layout.percent) for b in right]
    if len(left) < 2 or len(left) != len(right) or any(w is None for w in found):
        return []
    items: list[Item] = []
    for block, weight in zip(left, found, strict=True):
        item = _named(view, block, cues, items[0] if items else None, names)
        if item is None or weight is None:
            return []
        item.weight, item.unit, item.note = weight.value, weight.unit, weight.note
        items.append(item)
    return items


def _inner(view: View, lines: list[int], parent: Item, cues: CriteriaCues) -> list[Item]:
    """Parts of a criterion written inside its own cell, each with its weight."""
    found: list[Item] = []
    for block in lines:
        for item in parse_paragraph(view.texts[block], block, view.block(block).start, cues):
            if item.weight is not None and item.weight != parent.weight:
                item.sub, item.depth = True, 1
                found.append(item)
    return found


def _row(view: View, table: Table, row: int, layout: Layout, cues: CriteriaCues, above: Item | None) -> list[Item]:
    name, sub = _cell(table, row, layout.name), _cell(table, row, layout.sub)
    if sub is not None and _NO_PART.fullmatch(sub.folded):
        sub = None
    if name is not None and name.row != row and sub is None:
        later = next((c for c in table.line(row) if c.row == row and c.col not in layout.weights and c.col not in layout.description), None)
        name = later
    weight_cells = [c for c in (_cell(table, row, col) for col in layout.weights) if c is not None]
    items: list[Item] = []
    descriptions = [c for c in (_cell(table, row, col) for col in layout.description) if c is not None and c.row == row]
    if name is not None and name.row == row and name.blocks:
        own = weight_cells[0] if weight_cells and not (sub is not None and sub is not name and sub.row == row and len(weight_cells) == 1) else None
        items += _name_cell(view, name, own, layout, cues, above, descriptions if sub is None else [])
    if sub is not None and sub is not name and sub.row == row and sub.blocks:
        part = _name_cell(view, sub, weight_cells[-1] if weight_cells else None, layout, cues, items[0] if items else above, descriptions)
        for item in part:
            item.sub, item.depth = True, 1
        items += part
    if layout.number is not None and items and not items[0].marker:
        cell = _cell(table, row, layout.number)
        marker = strip_marker(cell.text + " :")[1] if cell is not None and cell.row == row else ""
        items[0].marker = marker
    if layout.lots and items:
        items[0].weights_by_lot = {
            lot: _weight_of(cell, layout) for col, lot in layout.lots.items() if (cell := _cell(table, row, col)) is not None}
    return items


def _name_cell(
    view: View, cell: TableCell, weights: TableCell | None, layout: Layout, cues: CriteriaCues, above: Item | None, descriptions: list[TableCell],
) -> list[Item]:
    if weights is not None and weights is not cell:
        paired = _paired(view, cell, weights, layout, cues)
        if paired:
            return paired
    lines = _lines(view, cell)
    if not lines:
        return []
    item = _named(view, lines[0], cues, above, cell)
    if item is None:
        return []
    weight = _weight_of(weights, layout) if weights is not None and weights.row == cell.row else None
    if weight is None:
        inside = find_weights(view.folded[lines[0]])
        weight = inside[0] if inside and inside[0].form != "scale" else None
    if weight is not None:
        item.weight, item.unit, item.note = weight.value, weight.unit, weight.note
        item.blocks += weights.blocks if weights is not None else []
    _describe(view, item, list(descriptions), [b for b in lines[1:] if b != item.block])
    return [item, *_inner(view, lines[1:], item, cues)]


def _crosswise(view: View, table: Table, cues: CriteriaCues) -> list[Item]:
    """Names in one row, weights in the next."""
    if len(table.rows) < 2:
        return []
    names, weights = table.line(0), table.line(1)
    if len(names) != len(weights) or len(names) < 2:
        return []
    items = []
    for name, weight in zip(names, weights, strict=True):
        found = find_weights(weight.folded)
        if not found or len(weight.folded) > 30 or find_weights(name.folded):
            continue
        item = _named(view, _lines(view, name)[0], cues, None, name) if name.blocks else None
        if item is not None:
            item.weight, item.unit = found[0].value, found[0].unit
            items.append(item)
    return items if len(items) >= max(2, len(names) - 1) else []


def _dashes(view: View, items: list[Item]) -> None:
    """Names with a dash or bullet among names without one are parts of the criterion above."""
    dashed = [bool(re.match(r"\s*[-–—•▪○o➢*]\s", view.texts[item.block])) for item in items]
    if any(dashed) and not all(dashed) and not dashed[0]:
        for item, mark in zip(items, dashed, strict=True):
            if mark and item.sub is None:
                item.sub = True


def table_items(view: View, table: Table, cues: CriteriaCues, *, announced: bool) -> list[Item]:
    """Criteria of a table, in order; empty when it is no criteria table."""
    layout = read_layout(table, cues, announced=announced)
    if layout is None:
        return _crosswise(view, table, cues) if announced else []
    items: list[Item] = []
    for row in range(layout.head, len(table.rows)):
        above = next((i for i in reversed(items) if i.sub is not True), None)
        for item in _row(view, table, row, layout, cues, above):
            weighed = item.weight is not None or item.note or (item.weights_by_lot and any(item.weights_by_lot.values()))
            if weighed or item.sub is False or (layout.sub is not None and item.sub is not True):
                items.append(item)
    _dashes(view, items)
    return items if any(i.weight is not None or i.note or i.weights_by_lot for i in items) else []
