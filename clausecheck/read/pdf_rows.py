"""Rows without rulings: labels with their values, columns of figures set apart from their labels, tables held together by alignment alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from clausecheck.read.pdf_gaps import VALUE
from clausecheck.read.pdf_page import Line
from clausecheck.read.tables_fill import TableCell, TablePart

__all__ = ["Item", "aligned_rows", "join_detached"]

Item = Line | TablePart
"""One thing of a page's flow."""

_SHORT = 32
_PROSE = 28


def _same_base(a: Line, b: Line) -> bool:
    return abs(a.base - b.base) <= 0.4 * max(a.size, b.size, 1.0)


def _beside(a: Line, b: Line) -> bool:
    return a.x1 < b.x0 - 0.4 * b.size or b.x1 < a.x0 - 0.4 * a.size


def _value_runs(lines: list[Line]) -> list[list[int]]:
    """Stretches of lines, neighbours in the file, that stand under one another and are nearly all values."""
    runs: list[list[int]] = []
    for index, line in enumerate(lines):
        short = len(line.text) <= _SHORT and not line.pieces and not line.turn
        if not short:
            continue
        if runs and runs[-1][-1] == index - 1 and not _beside(lines[index - 1], line) and line.base > lines[index - 1].base:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if sum(bool(VALUE.fullmatch(lines[i].text)) for i in run) >= max(1, 0.6 * len(run))]


def _partner(lines: list[Line], index: int, taken: set[int]) -> int | None:
    """The line that a detached value belongs to: on the same baseline, beside it; else the nearest within a line's height."""
    value = lines[index]
    near: list[tuple[float, int]] = []
    for other, line in enumerate(lines):
        if other == index or other in taken or line.turn or not _beside(line, value) or line.x0 > value.x0:
            continue
        distance = abs(line.base - value.base)
        if distance <= 1.1 * value.size and not VALUE.fullmatch(line.text):
            near.append((distance, other))
    return min(near)[1] if near else None


def _has_company(value: Line, lines: list[Line]) -> bool:
    """Whether another value of the page stands right above or below, flush left, flush right or centred alike."""
    for line in lines:
        for other in line.pieces or (line,):
            if other is not value and VALUE.fullmatch(other.text) and abs(other.base - value.base) > 0.5 * value.size:
                aligned = min(abs(other.x0 - value.x0), abs(other.x1 - value.x1), abs(other.x0 + other.x1 - value.x0 - value.x1) / 2)
                if aligned < 3:
                    return True
    return False


def join_detached(flow: list[Item]) -> list[Item]:
    """Put values that the file holds apart from their labels (a column of weights) back beside them, as pieces of one line."""
    lines = [item for item in flow if isinstance(item, Line)]
    gone: set[int] = set()
    for run in _value_runs(lines):
        pairs = [(i, _partner(lines, i, gone | set(run))) for i in run]
        exact = [p for p in pairs if p[1] is not None and _same_base(lines[p[0]], lines[p[1]])]
        if len(exact) < max(1, len(run) // 2) and not all(_has_company(lines[i], lines) for i in run):
            continue
        for index, partner in pairs:
            if partner is None or any(_beside(lines[index], p) is False for p in lines[partner].pieces):
                continue
            label = lines[partner]
            pieces = (*(label.pieces or (replace(label, pieces=()),)), lines[index])
            label.pieces = tuple(sorted(pieces, key=lambda p: p.x0))
            gone.add(index)
    dropped = {id(lines[i]) for i in gone}
    return [item for item in flow if id(item) not in dropped]


@dataclass(slots=True)
class _Column:
    x0: float
    x1: float

    def overlaps(self, line: Line) -> bool:
        return line.x0 < self.x1 - 1 and line.x1 > self.x0 + 1


@dataclass(slots=True)
class _Run:
    """Lines that may be rows of one table: `columns` are x ranges that do not overlap."""

    columns: list[_Column]
    lines: list[Line] = field(default_factory=list)

    def places(self, pieces: tuple[Line, ...]) -> list[int] | None:
        """The column of each piece; None when a piece runs over two columns or two pieces share one."""
        found: list[int] = []
        for piece in pieces:
            hits = [i for i, c in enumerate(self.columns) if c.overlaps(piece)]
            if len(hits) != 1 or hits[0] in found:
                return None
            found.append(hits[0])
        return found

    def add(self, line: Line, places: list[int]) -> None:
        for piece, at in zip(line.pieces or (line,), places, strict=True):
            column = self.columns[at]
            column.x0, column.x1 = min(column.x0, piece.x0), max(column.x1, piece.x1)
        self.lines.append(line)

    def gappy(self) -> int:
        return sum(bool(line.pieces) for line in self.lines)


def _runs(flow: list[Item]) -> list[tuple[int, _Run]]:
    """Stretches of the flow that hold at least two lines cut alike: index of the first, and the run."""
    found: list[tuple[int, _Run]] = []
    index = floor = 0
    while index < len(flow):
        item = flow[index]
        if not isinstance(item, Line) or not item.pieces:
            index += 1
            continue
        run = _Run([_Column(p.x0, p.x1) for p in item.pieces], [item])
        start, index = index, index + 1
        while start > floor and isinstance(above := flow[start - 1], Line) and _opens(above, run):
            start -= 1
            run.lines.insert(0, above)
        while index < len(flow):
            line = flow[index]
            if not isinstance(line, Line) or not _follows(run.lines[-1], line):
                break
            places = run.places(line.pieces or (line,))
            if places is None:
                break
            run.add(line, places)
            index += 1
        while run.lines and not run.lines[-1].pieces and not _wrapped(run.lines[-2], run.lines[-1]):
            run.lines.pop()
        index = floor = start + len(run.lines)
        if run.gappy() >= 2:
            found.append((start, run))
    return found


def _opens(item: Line, run: _Run) -> bool:
    """Whether a line is the beginning of the first label of a run: close above it, in its column alone, broken off in mid-sentence."""
    first = run.lines[0]
    label = first.pieces[0] if first.pieces else first
    if item.pieces or item.turn or not label.text[0].islower() or item.text[-1] in ".;:!?":
        return False
    return abs(item.x0 - label.x0) < 3 and 0 < first.base - item.base <= 1.45 * max(first.size, 1.0) and item.x1 <= run.columns[1].x0


def _follows(last: Line, line: Line) -> bool:
    """Below the last line and not far."""
    return not line.turn and -0.5 * last.size <= line.base - last.base <= 3.2 * max(last.size, line.size)


def _wrapped(last: Line, line: Line) -> bool:
    """A further printed line of the cell above: close below, going on in lower case."""
    return line.base - last.base <= 1.45 * max(last.size, 1.0) and (line.text[0].islower() or last.text[-1] in ",-")


def _is_prose(run: _Run) -> bool:
    """Two columns of running text that PDFium read straight across."""
    pairs = [line.pieces for line in run.lines if len(line.pieces) == 2]
    if len(run.columns) != 2 or len(pairs) < 4:
        return False
    sides = [[pair[i].text for pair in pairs] for i in (0, 1)]
    return all(sum(len(t) for t in s) / len(s) >= _PROSE and sum(t[0].islower() for t in s) >= 0.4 * len(s) for s in sides)


def _is_contents(run: _Run) -> bool:
    """Titles and page numbers that rise: a table of contents without dotted leaders."""
    if len(run.lines) < 3 or any(len(line.pieces) < 2 for line in run.lines):
        return False
    numbers = [line.pieces[-1].text for line in run.lines]
    if not all(number.isdigit() and len(number) <= 3 for number in numbers):
        return False
    pages = list(map(int, numbers))
    return pages == sorted(pages) and pages[0] < pages[-1] and any(c.isalpha() for c in run.lines[0].text) and len(run.columns) <= 3


def _as_columns(run: _Run) -> list[Item]:
    left: list[Item] = []
    right: list[Item] = []
    for line in run.lines:
        for piece in line.pieces or (line,):
            (left if run.columns[0].overlaps(piece) else right).append(piece)
    return left + right


def _starts_row(row: dict[int, list[Line]], line: Line, places: list[int]) -> bool:
    """Whether a line begins a new row rather than going on in the cells of the last."""
    pieces = line.pieces or (line,)
    last = max(row.values(), key=lambda lines: lines[-1].base)[-1]
    close = line.base - last.base <= 1.45 * max(last.size, 1.0)
    goes_on = [p.text[0].islower() for p in pieces]
    if not close:
        return True
    if all(goes_on):
        return False
    if goes_on[0] and places[0] == 0 and not any(at in row for at in places[1:]):
        return False
    return not (0 not in places and not any(at in row for at in places))


def _as_table(run: _Run) -> TablePart:
    order = sorted(range(len(run.columns)), key=lambda i: run.columns[i].x0)
    rank = {column: i for i, column in enumerate(order)}
    rows: list[dict[int, list[Line]]] = []
    for line in run.lines:
        places = [rank[p] for p in run.places(line.pieces or (line,)) or []]
        if not places:
            places = [rank[min(range(len(run.columns)), key=lambda i: abs(run.columns[i].x0 - p.x0))] for p in line.pieces or (line,)]
        if not rows or _starts_row(rows[-1], line, places):
            rows.append({})
        for piece, at in zip(line.pieces or (line,), places, strict=True):
            rows[-1].setdefault(at, []).append(replace(piece, pieces=()))
    cells = []
    for r, row in enumerate(rows):
        for c, lines in sorted(row.items()):
            box = (min(p.x0 for p in lines), min(p.top for p in lines), max(p.x1 for p in lines), max(p.bottom for p in lines))
            cells.append(TableCell(r, c, 1, 1, box, lines, header=r == 0 and _heading_row(rows)))
    first = run.lines[0]
    box = (min(c.x0 for c in run.columns), first.top, max(c.x1 for c in run.columns), run.lines[-1].bottom)
    return TablePart(first.page, box, cells, (), len(rows))


def _heading_row(rows: list[dict[int, list[Line]]]) -> bool:
    first = [piece for lines in rows[0].values() for piece in lines]
    rest = [piece for row in rows[1:] for lines in row.values() for piece in lines]
    return len(rows[0]) > 1 and all(piece.bold for piece in first) and not all(piece.bold for piece in rest)


def aligned_rows(flow: list[Item]) -> list[Item]:
    """Turn stretches of lines cut alike into tables without rulings, or into two columns of prose read one after the other."""
    out: list[Item] = []
    done = 0
    for start, run in _runs(flow):
        if start < done:
            continue
        out += flow[done:start]
        if _is_prose(run):
            out += _as_columns(run)
        elif _is_contents(run):
            out += run.lines
        else:
            out.append(_as_table(run))
        done = start + len(run.lines)
    return out + flow[done:]
