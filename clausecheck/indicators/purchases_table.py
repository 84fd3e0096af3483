"""Files of purchase lines to tables of values: CSV and Excel with their stored numbers, other formats as the readers show them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from clausecheck.isolate import Outcome, OutcomeKind, run
from clausecheck.model import Block, Document, Status
from clausecheck.read import read
from clausecheck.read.encoding import decode
from clausecheck.read.messages import ReadError, say
from clausecheck.read.sniff import Kind, sniff
from clausecheck.text.normalise import normalise

__all__ = ["FileTables", "Row", "Table", "Value", "column_letter", "read_tables"]

Value = str | float
"""A cell: a text, or a number as stored (a percentage is a text, « 30 % »)."""

_DEADLINE_S, _MEMORY_MB = 240.0, 2048
_MAX_ROWS = 300_000
"""Rows of one sheet; beyond, only these are read and the reader is told."""
_SNIFFED_ROWS = 40
_SIZE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it: its number in the sheet, from 1, and its cells by column, from 0."""

    number: int
    cells: dict[int, Value]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or one table of a document."""

    sheet: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FileTables:
    """What a file gave. `failed`: a French message when nothing could be read."""

    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    failed: str = ""


def column_letter(column: int) -> str:
    """"A" for 0, "AA" for 26."""
    out, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def read_tables(path: Path, *, heads: Callable[[Sequence[str]], int]) -> FileTables:
    """The tables of a file. Never raises for a bad file. A workbook is read in a supervised child, so that no file can take this process down.
    `heads` says how many column heads a row of texts holds: it tells the separator of a CSV file."""
    name = path.name
    try:
        if not path.exists():
            return FileTables(failed=say("missing", name).message)
        if path.is_dir():
            return FileTables(failed=f"« {name} » est un dossier : indiquez les fichiers de lignes d'achat (.xlsx, .ods, .csv).")
        if path.stat().st_size > _SIZE:
            return FileTables(failed=say("too-large", name, size=path.stat().st_size // 1_000_000, limit=_SIZE // 1_000_000).message)
        kind = sniff(path)
        if kind is Kind.TEXT:
            return _text_table(path.read_bytes(), name, heads)
    except OSError as error:
        return FileTables(failed=say("denied", name, why=error.strerror or "accès refusé").message)
    except ReadError as error:
        return FileTables(failed=error.issue.message)
    if kind is Kind.XLSX:
        return _supervised(run(_workbook, (str(path), name), deadline_s=_DEADLINE_S, memory_mb=_MEMORY_MB), name)
    return _document(read(path), name)


def _text_table(data: bytes, name: str, heads: Callable[[Sequence[str]], int]) -> FileTables:
    text = decode(data, name).lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    if not text.strip():
        return FileTables(failed=say("empty" if not data else "no-text", name).message)
    text = text.replace("\x00", "")
    rows = _split(text, _delimiter(text, heads))
    if not rows:
        return FileTables(failed=say("damaged", name, why="guillemets ouverts ou cellule démesurée").message)
    found = []
    for row_number, row in enumerate(rows[:_MAX_ROWS], start=1):
        cells: dict[int, Value] = {column: text for column, value in enumerate(row) if (text := _clean(value))}
        if cells:
            found.append(Row(row_number, cells))
    return FileTables((Table("", tuple(found)),), _cut(name, "", len(rows)))


def _delimiter(text: str, heads: Callable[[Sequence[str]], int]) -> str:
    """The separator that makes the best row of heads; of two, the one that gives the upper rows the same width most often."""
    head = "\n".join(text.splitlines()[:_SNIFFED_ROWS])
    best, points = ";", (0, 0)
    for sign in (";", "\t", ",", "|"):
        rows = [row for row in _split(head, sign) if row]
        widths = [len(row) for row in rows if len(row) > 1]
        score = max((heads(row) for row in rows), default=0), max((widths.count(width) for width in set(widths)), default=0)
        if score > points:
            best, points = sign, score
    return best


def _split(text: str, sign: str) -> list[list[str]]:
    """The rows of a CSV text, none when the csv module refuses it (a cell of more than 131 072 characters)."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error:
        return []


def _cut(name: str, sheet: str, count: int) -> tuple[str, ...]:
    where = f"« {name} »" + (f", feuille « {sheet} »" if sheet else "")
    return (f"{where} : seules les {_MAX_ROWS} premières lignes sur {count} ont été lues ; découpez le fichier.",) if count > _MAX_ROWS else ()


def _clean(text: str) -> str:
    return " ".join(normalise(text).split())


def _supervised(outcome: Outcome[FileTables], name: str) -> FileTables:
    """What became of the child, as a value."""
    if outcome.value is not None:
        return outcome.value
    read_so_far = "rien n'en a été lu"
    if outcome.kind is OutcomeKind.TIMEOUT:
        return FileTables(failed=say("timeout", name, seconds=int(_DEADLINE_S), read=read_so_far).message)
    if outcome.kind is OutcomeKind.MEMORY:
        return FileTables(failed=say("memory", name, limit=_MEMORY_MB, read=read_so_far).message)
    if outcome.kind is OutcomeKind.ERROR:
        return FileTables(failed=say("damaged", name, why="classeur illisible").message)
    return FileTables(failed=say("crashed", name, why=outcome.kind.value, read=read_so_far).message)


def _workbook(path: str, name: str) -> FileTables:
    """Runs in the child; what openpyxl raises on a damaged workbook becomes the outcome's error."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    tables, notes = [], []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"« {name} » : la feuille masquée « {sheet.title} » n'a pas été lue ; affichez-la si elle porte des achats.")
            continue
        # some writers state a wrong extent: let the rows speak
        sheet.reset_dimensions()
        rows, count = [], 0
        for count, cells in enumerate(sheet.iter_rows(), start=1):
            if count > _MAX_ROWS:
                break
            held = {cell.column - 1: value for cell in cells if cell.value is not None and (value := _value(cell.value, cell.number_format)) != ""}
            if held:
                rows.append(Row(count, held))
        notes += _cut(name, sheet.title, count)
        tables.append(Table(normalise(sheet.title), tuple(rows)))
    return FileTables(tuple(tables), tuple(notes))


def _value(value: object, form: str) -> Value:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (int, float)):
        return f"{round(value * 100, 6):g} %" if "%" in form else float(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    return _clean(str(value))


def _document(document: Document, name: str) -> FileTables:
    """The tables of a document that a reader of the house understands (ODS, Word, PDF…), cells as shown."""
    messages = tuple(issue.message for issue in document.reading.issues)
    if document.reading.status is Status.FAILED:
        return FileTables(failed=" ".join(messages) or f"« {name} » n'a pas pu être lu.")
    cells = sorted((b for b in document.blocks if b.cell is not None), key=lambda b: (b.cell.table, b.cell.row, b.cell.col) if b.cell else ())
    tables = []
    for number, blocks in groupby(cells, key=lambda b: b.cell.table if b.cell else -1):
        held = list(blocks)
        sheet = held[0].place.rpartition("!")[0] or f"tableau {number + 1}"
        tables.append(Table(sheet, tuple(_rows(document, held))))
    notes = messages if document.reading.status is Status.PARTIAL else ()
    if not tables:
        return FileTables(failed=f"« {name} » ne contient aucun tableau : fournissez les lignes d'achat en .xlsx, .ods ou .csv.")
    return FileTables(tuple(tables), notes)


def _rows(document: Document, blocks: list[Block]) -> list[Row]:
    out = []
    for number, row in groupby(blocks, key=lambda b: b.cell.row if b.cell else -1):
        held: dict[int, Value] = {}
        for block in row:
            if block.cell is not None:
                text = _clean(document.text[block.start : block.end])
                held[block.cell.col] = f"{held[block.cell.col]} {text}" if block.cell.col in held else text
        out.append(Row(number + 1, {col: value for col, value in held.items() if value}))
    return [row for row in out if row.cells]
