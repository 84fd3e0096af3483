"""Excel workbooks (.xlsx, .xlsm): each sheet's cells as shown, with text boxes, headers and comments; hidden sheets, rows and columns apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from clausecheck.model import BlockKind, Document, Reading, ReadingIssue, Status
from clausecheck.read.blocks import Draft, assemble
from clausecheck.read.docx_names import A, R
from clausecheck.read.docx_package import Package
from clausecheck.read.messages import ReadError, say
from clausecheck.read.sheets import MAX_CELLS, SheetCell, column_letters, number_text, sheet_blocks
from clausecheck.read.xmlsafe import iter_xml, parse_xml
from clausecheck.text.normalise import normalise

__all__ = ["read_xlsx"]

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_K = BlockKind
_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_BUILT_IN = {9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 20: "h:mm", 22: "dd/mm/yyyy h:mm"}
_MARGIN_CODE = re.compile(r'&(?:"[^"]*"|[LCRPNDTFAZGBIUESXY+-]|\d+|K[0-9A-F]{6})', re.IGNORECASE)
_ROWS_START = re.compile(rb"<(?:\w+:)?sheetData\b[^>]*>")
_OFF = ("0", "false")


@dataclass(slots=True)
class _Book:
    """What all sheets of a workbook share."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    epoch_1904: bool = False
    left: int = MAX_CELLS
    cut: bool = False


def read_xlsx(path: Path, *, name: str) -> Document:
    """Read a workbook. Raises ReadError when nothing can be read."""
    issues: list[ReadingIssue] = []
    with Package(path, name) as package:
        drafts = list(_workbook(package, issues))
    text, blocks = assemble([d for d in drafts if d.kind is not _K.COMMENT] + [d for d in drafts if d.kind is _K.COMMENT])
    status = Status.PARTIAL if issues else Status.COMPLETE
    for kind, key in ((_K.COMMENT, "comments"), (_K.HIDDEN, "hidden")):
        count = sum(b.kind is kind for b in blocks)
        if count:
            issues.append(say(key, name, count=count))
    return Document(name=name, path=str(path), format="xlsx", text=text, blocks=blocks, reading=Reading(status, tuple(issues)))


def _workbook(package: Package, issues: list[ReadingIssue]) -> Iterator[Draft]:
    main = package.main(default="xl/workbook.xml")
    root = package.root(main)
    book = _book(package, main, root)
    relations = package.relations(main)
    for table, sheet in enumerate(root.iterfind(f"{S}sheets/{S}sheet")):
        relation = relations.get(sheet.get(R + "id", ""))
        if relation is None or not package.has(relation.target) or relation.kind != "worksheet":
            continue
        title = normalise(sheet.get("name", ""))
        try:
            yield from _sheet(package, relation.target, title, table, book, hidden=sheet.get("state", "visible") != "visible")
        except ReadError as error:
            issues.append(error.issue)
    if book.cut:
        issues.append(say("cut", package.name, read=f"ses {MAX_CELLS} premières cellules ont été lues"))


def _book(package: Package, main: str, root: etree._Element) -> _Book:
    book = _Book()
    part = package.related(main, "sharedStrings")
    if part is not None:
        book.strings = [_rich(item) for item in iter_xml(package.data(part), package.name, part, S + "si")]
    part = package.related(main, "styles")
    if part is not None:
        styles = package.root(part)
        own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in styles.iter(S + "numFmt")}
        for xf in styles.iterfind(f"{S}cellXfs/{S}xf"):
            number = xf.get("numFmtId", "0")
            book.formats.append(own.get(number) or _BUILT_IN.get(int(number) if number.isdecimal() else 0, ""))
    settings = root.find(S + "workbookPr")
    book.epoch_1904 = settings is not None and settings.get("date1904", "0") not in _OFF
    return book


def _rich(item: etree._Element) -> str:
    """The text of a string with its runs, without phonetic readings."""
    return normalise("".join(t.text or "" for t in item.iter(S + "t") if _not_phonetic(t))).strip()


def _not_phonetic(text: etree._Element) -> bool:
    parent = text.getparent()
    return parent is None or parent.tag != S + "rPh"


def _sheet(package: Package, part: str, title: str, table: int, book: _Book, *, hidden: bool) -> Iterator[Draft]:
    data = package.data(part)
    frame = parse_xml(_without_rows(data), package.name, part)
    spans, columns = _layout(frame)
    cells = list(_cells(data, package.name, part, title, book, spans, columns))
    margins = list(_margins(frame, title))
    yield from (d for d in margins if d.kind is _K.HEADER)
    yield from sheet_blocks(title, cells, table, hidden=hidden)
    yield from _boxes(package, part, hidden=hidden)
    yield from (d for d in margins if d.kind is _K.FOOTER)
    yield from _comments(package, part, title)


def _without_rows(data: bytes) -> bytes:
    """The sheet without its rows, which are most of it: what is said before and after them is small enough for a tree."""
    start, end = _ROWS_START.search(data), data.rfind(b"sheetData>")
    if start is None or end <= start.end() or start.group().endswith(b"/>"):
        return data
    return data[: start.end()] + data[data.rfind(b"</", start.end(), end) :]


def _layout(frame: etree._Element) -> tuple[dict[tuple[int, int], tuple[int, int]], list[tuple[int, int]]]:
    """Merged cells as {(row, col): (rows, cols)}, and ranges of hidden columns."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    columns: list[tuple[int, int]] = []
    for element in frame.iter(S + "mergeCell", S + "col"):
        if element.tag == S + "col":
            if element.get("hidden", "0") not in _OFF:
                columns.append((_int(element.get("min")) - 1, _int(element.get("max")) - 1))
            continue
        first, _, last = element.get("ref", "").partition(":")
        start, end = _position(first), _position(last)
        if start is not None and end is not None:
            spans[start] = (end[0] - start[0] + 1, end[1] - start[1] + 1)
    return spans, columns


def _int(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0


def _position(reference: str) -> tuple[int, int] | None:
    found = _REF.match(reference)
    if found is None:
        return None
    col = 0
    for letter in found.group(1):
        col = col * 26 + ord(letter) - ord("A") + 1
    return int(found.group(2)) - 1, col - 1


def _cells(
    data: bytes, name: str, part: str, title: str, book: _Book, spans: dict[tuple[int, int], tuple[int, int]], columns: list[tuple[int, int]],
) -> Iterator[SheetCell]:
    row_number = -1
    for row in iter_xml(data, name, part, S + "row"):
        row_number = _int(row.get("r")) - 1 if row.get("r") else row_number + 1
        hidden = row.get("hidden", "0") not in _OFF
        col = -1
        for cell in row.iterchildren(S + "c"):
            position = _position(cell.get("r", ""))
            col = position[1] if position is not None else col + 1
            text = _value(cell, book)
            if not text:
                continue
            if book.left <= 0:
                book.cut = True
                return
            book.left -= 1
            rows, cols = spans.get((row_number, col), (1, 1))
            apart = hidden or any(low <= col <= high for low, high in columns)
            yield SheetCell(row_number, col, text, f"{title}!{column_letters(col)}{row_number + 1}", rows, cols, apart)


def _value(cell: etree._Element, book: _Book) -> str:
    """What a cell shows: its text, or its number under its format; the last computed value of a formula."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(S + "is")
        return _rich(inline) if inline is not None else ""
    stored = cell.find(S + "v")
    raw = (stored.text or "") if stored is not None else ""
    if not raw:
        return ""
    if kind == "s":
        index = _int(raw)
        return book.strings[index] if index < len(book.strings) else ""
    if kind == "b":
        return "VRAI" if raw == "1" else "FAUX"
    if kind in ("str", "e", "d"):
        return normalise(raw).strip()
    style = _int(cell.get("s"))
    return number_text(raw, book.formats[style] if style < len(book.formats) else "", epoch_1904=book.epoch_1904)


def _margins(frame: etree._Element, title: str) -> Iterator[Draft]:
    for element in frame.iter(S + "oddHeader", S + "oddFooter"):
        text = normalise(_MARGIN_CODE.sub(" ", element.text or "")).strip()
        if text:
            yield Draft(_K.HEADER if element.tag == S + "oddHeader" else _K.FOOTER, " ".join(text.split()), place=title)


def _boxes(package: Package, part: str, *, hidden: bool) -> Iterator[Draft]:
    """Text boxes and shapes drawn over the sheet."""
    drawing = package.related(part, "drawing")
    if drawing is None:
        return
    try:
        root = package.root(drawing)
    except ReadError:
        return
    for number, paragraph in enumerate(root.iter(A + "p")):
        text = normalise("".join(t.text or "" for t in paragraph.iter(A + "t"))).strip()
        yield Draft(_K.HIDDEN if hidden else _K.TEXT_BOX, text, place=f"{drawing}#{number}")


def _comments(package: Package, part: str, title: str) -> Iterator[Draft]:
    notes = package.related(part, "comments")
    if notes is None:
        return
    for comment in iter_xml(package.data(notes), package.name, notes, S + "comment"):
        yield Draft(_K.COMMENT, _rich(comment).replace("\n", " "), place=f"{title}!{comment.get('ref', '')}")
