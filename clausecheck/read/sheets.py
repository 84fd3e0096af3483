"""What all spreadsheets share: cells to drafts, the row of column heads found, numbers written as French spreadsheets show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clausecheck.model import BlockKind, Cell
from clausecheck.read.blocks import Draft

__all__ = ["MAX_CELLS", "SheetCell", "column_letters", "number_text", "sheet_blocks"]

MAX_CELLS = 100_000
"""Filled cells read in one file; beyond, it is a database and not a tender piece."""

_K = BlockKind
_NUMERIC = re.compile(r"[-+]?[\d\s.,]+(?:\s?(?:%|€|euros?))?$")
_HEAD_SEARCH = 40
_HEAD_LENGTH = 120


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One filled cell, `row` and `col` from 0; `place` as "Feuil1!B12"."""

    row: int
    col: int
    text: str
    place: str
    rowspan: int = 1
    colspan: int = 1
    hidden: bool = False


def column_letters(col: int) -> str:
    """"A" for 0, "AA" for 26."""
    out = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def _head_row(cells: list[SheetCell]) -> int | None:
    """The first of the upper rows that is all words, about as wide as the table below it, and has a row below it."""
    rows: dict[int, list[SheetCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
        if len(rows) > _HEAD_SEARCH:
            break
    numbers = sorted(rows)
    widest = max((len(row) for row in rows.values()), default=0)
    for position, number in enumerate(numbers[:-1]):
        row = rows[number]
        wordy = all(not _NUMERIC.match(c.text) and len(c.text) <= _HEAD_LENGTH for c in row)
        if wordy and len(row) >= 2 and len(row) * 2 >= widest and len(rows[numbers[position + 1]]) >= 2:
            return number
    return None


def sheet_blocks(title: str, cells: list[SheetCell], table: int, *, hidden: bool = False) -> Iterator[Draft]:
    """The sheet's name as a title, then its cells row by row. A hidden sheet, row or column is set apart."""
    if not cells:
        return
    yield Draft(_K.HIDDEN if hidden else _K.HEADING, title, place=title, level=None if hidden else 1)
    head = _head_row([c for c in cells if not c.hidden])
    for item in cells:
        if hidden or item.hidden:
            yield Draft(_K.HIDDEN, item.text, place=item.place)
            continue
        cell = Cell(table, item.row, item.col, item.rowspan, item.colspan, header=item.row == head)
        yield Draft(_K.CELL, item.text, place=item.place, cell=cell)


def number_text(raw: str, form: str, *, epoch_1904: bool = False) -> str:
    """A stored number as shown under a number format: percentage, date, euros, else plain, with the decimal comma."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form)
    if "%" in bare:
        return f"{_plain(round(value * 100, 6))} %"
    if re.search(r"[dy]|(?<![a-z])m{1,4}(?![a-z])", bare.lower()) and not re.search(r"[0#]", bare) and bare.lower() != "general":
        return _date(value, epoch_1904=epoch_1904)
    places = re.search(r"[.](0+)", bare)
    text = f"{value:.{len(places.group(1))}f}".replace(".", ",") if places and len(places.group(1)) <= 4 else _plain(value)
    return f"{text} €" if "€" in form else text


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}".replace(".", ",")


def _date(value: float, *, epoch_1904: bool) -> str:
    """Days since 30 December 1899 (or 1 January 1904); a time of day alone keeps its hours and minutes."""
    if not 0 <= value < 2_958_466:
        return _plain(value)
    if value < 1:
        minutes = round(value * 1440)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    day = (date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)) + timedelta(days=int(value))
    return day.strftime("%d/%m/%Y")
